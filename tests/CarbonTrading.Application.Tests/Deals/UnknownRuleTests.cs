using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Deals;

public class UnknownRuleTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    /// <summary>Hubei: whether units may be sold the day they were bought is not known; the refusal says what is free and quotes no such rule.</summary>
    [Fact]
    public async Task A_refusal_quotes_no_rule_that_is_not_known()
    {
        var refused = await books.Desk.Send("trader", "trades", "T-UNKNOWN", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"HB-AUTO-01","side":"sell","method":"otc","product":"hubei/HBEA/none","quantity":106041,"price":{"amount":49.84,"currency":"CNY"},
             "counterparty":"B"}
            """);
        Assert.Equal("trade.not-enough-available", refused.Error?.Code);
        Assert.Contains("106,040 t are free", refused.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not found", refused.Error.Message, StringComparison.Ordinal);
    }

    private CaptureTrade Ccer(TradeMethod method, long quantity, TimeOnly time, decimal price = 80m) => new(new(2026, 6, 5), "QM-CHP-01", Side.Buy, method,
        new("ccer", "CCER", Vintage.Of(2024)), new(quantity), new(price, "CNY"), time, Counterparty: method == TradeMethod.Block ? "HB-CARS" : null);

    /// <summary>Of credits no text about sessions, block size and tick was read: what goes against them warns and wants a reason, the first kept value does not.</summary>
    [Fact]
    public void What_of_credits_is_known_by_memory_warns_and_refuses_nothing()
    {
        Assert.Equal([], Warned(Ccer(TradeMethod.Listed, 1_000, new(11, 29, 59))));
        Assert.Equal(["session-listed"], Warned(Ccer(TradeMethod.Listed, 1_000, new(11, 30))));
        Assert.Equal([], Warned(Ccer(TradeMethod.Block, 100_000, new(14, 0))));
        Assert.Equal(["block-minimum"], Warned(Ccer(TradeMethod.Block, 99_999, new(14, 0))));
        Assert.Equal(["tick-size"], Warned(Ccer(TradeMethod.Listed, 1_000, new(10, 0), 80.005m)));
    }

    private IEnumerable<string> Warned(CaptureTrade trade)
    {
        var preview = books.Desk.Workplace.Desk.Preview(null, trade, "trader");
        Assert.Null(preview.Refusal);
        return preview.Checks.Where(c => !c.Passed && c.Status == RuleStatus.Unsure && !c.Code.StartsWith("price-limit", StringComparison.Ordinal)).Select(c => c.Code);
    }

    /// <summary>What the checks of a trade and its settlement read refuses only where its text was read.</summary>
    [Fact]
    public void No_rule_of_a_venue_is_in_force_by_memory() => Assert.Empty(
        from rule in books.Desk.Workplace.Rules.All
        where venue.Contains(rule.Parameter)
        from value in rule.Values
        where value.Status == RuleStatus.InForce && value.Source.Contains("working knowledge", StringComparison.Ordinal)
        select $"{rule.Market}/{rule.Parameter} {value.From}");

    private static readonly string[] venue =
    [
        "accounts-frozen-from", "accounts-frozen-products", "auction-answer-working-days", "auction-application-working-days", "auction-freeze-working-days",
        "auction-price-cap-share", "block-minimum", "calendar", "currency", "fee-rate", "listed-maximum-exclusive", "lot-size", "position-limit", "price-limit-block",
        "price-limit-listed", "price-limit-reference", "price-limit-rounding", "products", "sale-after-purchase-days", "sale-money-usable", "session-block", "session-listed",
        "settlement-days", "tick-size", "vat-rate",
    ];
}
