using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Engine;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class ValuationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_held_is_valued_what_has_no_price_is_named_and_the_same_question_gets_the_same_answer()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var asOf = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var result = new Valuation(desk.Workplace).Run(asOf, 7, 20_000, ct: Ct);
        var rows = desk.Workplace.Queries.Positions(asOf);
        Assert.Equal((double)rows.Where(r => r.Price is not null).Sum(r => r.Value!.Value), result.Value, 0);
        var missing = Assert.Single(result.Missing);
        Assert.Equal((9_500L, "no price"), (missing.Tonnes, missing.Why));
        Assert.Contains(result.Labels, l => l.Contains("stale", StringComparison.Ordinal));
        Assert.Contains(result.Labels, l => l.Contains("another product", StringComparison.Ordinal));

        var again = new Valuation(desk.Workplace).Run(asOf, 7, 20_000, ct: Ct);
        Assert.Equal(Contract.Fingerprint(result), Contract.Fingerprint(again));
        Assert.NotEqual(Contract.Fingerprint(result), Contract.Fingerprint(new Valuation(desk.Workplace).Run(asOf, 8, 20_000, ct: Ct)));
    }

    [Fact]
    public async Task Tails_are_in_order_and_the_assumed_correlation_lies_between_its_ends()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var result = new Valuation(desk.Workplace).Run(desk.Workplace.Queries.Resolve(null, null).AsOf!, 7, 50_000, ct: Ct);
        Assert.All(result.Tails, t => Assert.True(t.CVaR >= t.VaR && t.VaR > 0));
        double VaR(double level, int days) => result.Tails.Single(t => t.Level == level && t.Days == days).VaR;
        Assert.True(VaR(0.99, 1) > VaR(0.95, 1) && VaR(0.95, 10) > VaR(0.95, 1));
        var assumption = result.Assumption!;
        Assert.InRange(VaR(0.95, 1), assumption.VaRAtZero * 0.99, assumption.VaRAtHighest * 1.01);
    }

    [Fact]
    public async Task Few_paths_have_no_standard_error_and_a_day_before_the_calendar_has_nothing_to_value()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var few = new Valuation(desk.Workplace).Run(desk.Workplace.Queries.Resolve(null, null).AsOf!, 7, 1_000, ct: Ct);
        Assert.All(few.Tails, t => Assert.Null(t.StandardError));
        Assert.NotEmpty(Contract.Encode(few)); // NaN could not be written
        Assert.Contains(few.Labels, l => l.Contains("volatility of bea", StringComparison.Ordinal));
        Assert.Equal(0, new Valuation(desk.Workplace).Run(desk.Workplace.Queries.Resolve("2014-01-02", null).AsOf!, 7, 1_000, ct: Ct).Value);
    }
}
