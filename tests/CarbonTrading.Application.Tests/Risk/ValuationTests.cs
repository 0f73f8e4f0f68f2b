using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public sealed class ValuationTests(ValuationTests.Sample sample) : IClassFixture<ValuationTests.Sample>
{
    /// <summary>The sample group opened once, valued once.</summary>
    public sealed class Sample : IAsyncLifetime
    {
        public Workplace Workplace => Desk.Workplace;

        public AsOf AsOf { get; private set; } = null!;

        public ValuationResult Result { get; private set; } = null!;

        internal TestDesk Desk { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Desk = await TestDesk.Open(sample: true);
            AsOf = Workplace.Queries.Resolve(null, null).AsOf!;
            Result = new Valuation(Workplace).Run(AsOf, 7, 50_000);
        }

        public async ValueTask DisposeAsync() => await Desk.DisposeAsync();
    }

    private ValuationResult Result => sample.Result;

    private ValuationResult Run(ulong seed, int paths, AsOf? asOf = null) => new Valuation(sample.Workplace).Run(asOf ?? sample.AsOf, seed, paths, ct: TestContext.Current.CancellationToken);

    [Fact]
    public void What_is_held_is_valued_and_what_has_no_price_is_named()
    {
        var rows = sample.Workplace.Queries.Positions(sample.AsOf);
        Assert.Equal((double)rows.Where(r => r.Price is not null).Sum(r => r.Value!.Value), Result.Value, 0);
        Assert.Equal([(9_500L, 9_500L, "t", "no price", "CO-EU-AUTO"), (38_600, 0, "credit", "no price", "CO-HB-AUTO")],
            Result.Missing.Select(m => (m.Quantity, m.Tonnes, m.Measure, m.Why.Text, m.Entity)));
        Assert.Equal((9_500, Footing.Missing, false), (Result.WithoutTonnes, Result.Footing, Result.IsFinal));
        Assert.Equal(["risk.missing", "risk.missing", "risk.short-unpriced", "risk.stale", "risk.proxy"], Result.Labels.Select(l => l.Code).Take(5));
    }

    [Fact]
    public void The_same_question_gets_the_same_answer_and_the_input_hash_does_not_know_of_the_seed()
    {
        Assert.Equal(Contract.Fingerprint(Result), Contract.Fingerprint(Run(7, 50_000)));
        var other = Run(8, 20_000);
        Assert.NotEqual(Contract.Fingerprint(Result), Contract.Fingerprint(other));
        Assert.Equal(Result.InputHash, other.InputHash);
        Assert.NotEqual(Result.InputHash, Run(7, 1_000, sample.Workplace.Queries.Resolve("2026-06-04", null).AsOf!).InputHash);
    }

    [Fact]
    public void Tails_are_in_order_and_the_stated_correlation_lies_between_its_ends()
    {
        Assert.All(Result.Tails, t => Assert.True(t.CVaR >= t.VaR && t.VaR > 0 && t.StandardError > 0 && t.CVaRStandardError > 0));
        double VaR(double level, int days) => Result.Tail(level, days)!.VaR;
        Assert.True(VaR(0.99, 1) > VaR(0.95, 1) && VaR(0.95, 10) > VaR(0.95, 1));
        var assumption = Result.Assumption!;
        Assert.Equal(VaR(0.95, 1), assumption.VaR);
        Assert.True(assumption.VaRAtZero < assumption.VaR && assumption.VaR < assumption.VaRAtOne);
        Assert.Equal((0.5, 0.0, 0.0), (assumption.Assumed, assumption.MovedAtZero, assumption.Moved));
        Assert.InRange(assumption.MovedAtOne, 0.01, 1); // measured 0.1 beside assumed 1 is not possible
    }

    [Fact]
    public void The_parts_by_entity_and_by_unit_class_add_up_to_the_whole()
    {
        foreach (var parts in new[] { Result.ByEntity, Result.ByUnit })
        {
            Assert.Equal(Result.Value, parts.Sum(p => p.Value ?? 0), 1e-6);
            Assert.Equal(Result.Tail(0.95, 1)!.VaR, parts.Sum(p => p.VaR ?? 0), 1e-3);
            Assert.Equal(Result.Tail(0.95, 1)!.CVaR, parts.Sum(p => p.CVaR ?? 0), 1e-3);
            Assert.Equal((Result.WithoutTonnes, Result.Footing), (parts.Sum(p => p.WithoutTonnes), parts.Max(p => p.Footing)));
        }
    }

    [Fact]
    public void A_part_without_a_price_is_missing_and_not_0_and_every_part_carries_its_weakest_footing()
    {
        Contribution Of(string entity) => Result.ByEntity.Single(p => p.Key == entity);
        Assert.Equal(new Contribution("CO-EU-AUTO", 0, null, null, null, Footing.Missing, 9_500), Of("CO-EU-AUTO"));
        Assert.Equal(Footing.Stale, Of("CO-BJ-ELEC").Footing); // BEA ends in July 2023
        Assert.Equal(Footing.Proxy, Of("CO-QM-POWER").Footing); // CEA24 at the composite price
        Assert.Equal(Footing.Sound, Of("CO-QM-ALU").Footing);
        Assert.Equal(Footing.Thin, Result.ByUnit.Single(p => p.Key == "ccer/CCER/2023/issued").Footing);
    }

    [Fact]
    public void Thin_trade_is_measured_by_weeks_and_says_what_days_would_have_given()
    {
        FactorFooting Of(string series) => Result.Footings.Single(f => f.Series == series);
        var bea = Of("bea");
        Assert.InRange(bea.ThinShare!.Value, 0.2, 0.3);
        Assert.InRange(bea.DailyVolatility!.Value, 3, 4);
        Assert.InRange(bea.Volatility, 1, 2);
        Assert.Equal(bea.Weekly!.Annual, bea.Volatility);
        Assert.Contains(Result.Labels, l => l.Code == "risk.thin" && l.Values[0] == "bea");
        var cea = Of("cea-composite");
        Assert.Null(cea.Weekly);
        Assert.Equal(cea.DailyVolatility, cea.Volatility);
        Assert.True(cea.ThinShare < 0.2);
    }

    /// <summary>No unit is priced in another currency today (there is no EUA series); Brent is in dollars and takes the same way.</summary>
    [Fact]
    public void A_price_in_another_currency_comes_through_its_exchange_rate()
    {
        var prices = sample.Workplace.Read.Prices;
        var (brent, _) = new Histories(sample.Workplace, RiskRules.Load(MarketData.Folder), sample.AsOf, 242).Of("brent");
        var price = prices.ValueAt("brent", "close", sample.AsOf.Date)!.Point.Value;
        var rate = prices.ValueAt("usdcny", "close", sample.AsOf.Date)!;
        Assert.Equal((double)(price * rate.Point.Value), brent!.Spot, 1e-9);
        Assert.Equal(("USD", "usdcny", (DateOnly?)rate.Date), (brent.Footing.Currency, brent.Footing.RateSeries, brent.Footing.RateDate));
    }

    [Fact]
    public void A_correlation_is_measured_from_60_common_returns_and_else_assumed()
    {
        Assert.All(Result.Correlations, c => Assert.Equal(c.Common >= Calibration.CommonDaysMin, c.Measured is not null));
        Assert.Contains(Result.Correlations, c => c.Measured is not null);
        Assert.Equal(Result.Correlations.Count(c => c.Measured is null), Result.Assumption!.Pairs.Count);
    }

    [Fact]
    public void Uncovered_obligations_cost_what_is_short_at_the_prices_of_their_deadline()
    {
        var beijing = Result.Shortages.Single(s => s.Obligation == "BJ-ELEC-01-2025");
        Assert.Equal((new DateOnly(2026, 10, 31), "bea", true, Footing.Stale), (beijing.Deadline, beijing.Series, beijing.Verified, beijing.Footing));
        Assert.Equal((63_900L, 62_050L, 1_850L), (beijing.Needed, beijing.Usable, beijing.Short));
        Assert.Equal((double)Result.Footings.Single(f => f.Series == "bea").Price * beijing.Short, beijing.Cost!.Now, 0.01);
        Assert.Equal(beijing.Cost.Now, beijing.Cost.Mean, 4 * beijing.Cost.StandardError);
        Assert.True(beijing.Cost.P50 < beijing.Cost.P95 && beijing.Cost.P95 < beijing.Cost.P99);
        var priced = Result.Shortages.Where(s => s.Cost is not null).ToList();
        Assert.Equal(priced.Sum(s => s.Cost!.Mean), Result.ShortageCost!.Mean, 1);
    }

    [Fact]
    public void An_obligation_without_a_price_or_a_deadline_is_named_and_has_no_cost()
    {
        Assert.Equal([("BJ-ELEC-01-2026", "no deadline is known"), ("EU-AUTO-01-2025", "no price"), ("EU-AUTO-01-2026", "no price"),
                ("HB-AUTO-01-2026", "no deadline is known"), ("SZ-ELEC-01-2026", "no deadline is known")],
            Result.Shortages.Where(s => s.Cost is null).Select(s => (s.Obligation, s.WhyNot!.Text)).Order());
        Assert.DoesNotContain(Result.Shortages, s => s.Obligation == "GD-HOME-01-2025"); // it holds enough
        Assert.DoesNotContain(Result.Shortages, s => s.Obligation == "QM-CHP-01-2025"); // allocation to come covers it, as the forecast says
    }

    [Fact]
    public void Few_paths_have_no_standard_error_and_a_day_before_the_calendar_has_nothing_to_value()
    {
        var few = Run(7, 1_000);
        Assert.All(few.Tails, t => Assert.Null(t.StandardError));
        Assert.NotEmpty(Contract.Encode(few)); // NaN could not be written
        var before = Run(7, 1_000, sample.Workplace.Queries.Resolve("2014-01-02", null).AsOf!);
        Assert.Equal((0, 0, Footing.Sound), (before.Value, before.Factors.Count, before.Footing));
    }

    [Fact]
    public void A_result_that_was_stored_reads_as_it_was() =>
        Assert.Equal(Contract.Fingerprint(Result), Contract.Fingerprint(Contract.Decode<ValuationResult>(Contract.Encode(Result))));

    [Theory]
    [InlineData("-1", null, "seed")]
    [InlineData("18446744073709551616", null, "seed")]
    [InlineData("７", null, "seed")]
    [InlineData(null, "999", "paths")]
    [InlineData(null, "1000001", "paths")]
    [InlineData(null, "1e5", "paths")]
    public void A_bad_seed_or_number_of_paths_is_refused_by_its_name(string? seed, string? paths, string field) =>
        Assert.Equal(("query.invalid", field), (ValuationAsked.Read(seed, paths).Error!.Code, ValuationAsked.Read(seed, paths).Error!.Field));

    [Fact]
    public void The_first_and_last_possible_seed_and_number_of_paths_are_taken()
    {
        Assert.Equal(new ValuationAsked(Valuation.SeedDefault, Valuation.PathsDefault), ValuationAsked.Read("", null).Asked);
        Assert.Equal(new ValuationAsked(0, Valuation.PathsMin), ValuationAsked.Read("0", "1000").Asked);
        Assert.Equal(new ValuationAsked(ulong.MaxValue, Valuation.PathsMax), ValuationAsked.Read("18446744073709551615", "1000000").Asked);
    }
}
