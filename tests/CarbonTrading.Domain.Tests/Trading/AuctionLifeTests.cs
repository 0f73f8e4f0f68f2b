using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>
/// One-way auction of the national market, as an unofficial site has it: applied for 10 working days ahead, answered within 3, units frozen 5 before. The rules are
/// unsure: what goes against them warns.
/// </summary>
public class AuctionLifeTests
{
    /// <summary>Friday 2026-06-05: ten working days before is 05-22, five before is 05-29.</summary>
    private static CaptureTrade Sale(string? applied, string? frozen) => new(
        RealRules.Day("2026-06-05"), "QM-CHP-01", Side.Sell, TradeMethod.Auction, new("cn-ets", "CEA", Vintage.Of(2025)), new(200_000), new(80m, "CNY"),
        AppliedOn: applied is null ? null : RealRules.Day(applied), FrozenOn: frozen is null ? null : RealRules.Day(frozen));

    private static Story<Trade, TradeCommand, TradeEvent> Desk(RuleBook? rules = null) =>
        new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, rules ?? RealRules.Book).On(RealRules.Day("2026-06-05"));

    private static VenueCheck Check(CaptureTrade sale, string code) => Desk().When(sale).ThenOne<TradeCaptured>().Checks.Single(c => c.Code == code);

    [Theory]
    [InlineData("2026-05-22", true)]
    [InlineData("2026-05-23", false)]
    public void It_is_applied_for_ten_working_days_ahead(string applied, bool passed)
    {
        var check = Check(Sale(applied, null), "auction-application-working-days");
        Assert.Equal((passed, RuleStatus.Unsure, $"{applied} ≤ 2026-05-22"), (check.Passed, check.Status, check.Operands));
    }

    [Theory]
    [InlineData("2026-05-29", true)]
    [InlineData("2026-05-30", false)]
    public void Its_units_are_frozen_five_working_days_ahead(string frozen, bool passed) =>
        Assert.Equal((passed, RuleStatus.Unsure), Check(Sale(null, frozen), "auction-freeze-working-days") is var c ? (c.Passed, c.Status) : default);

    /// <summary>Applied for on Monday 06-01 it is answered by Thursday, the day before; on Tuesday by the day of the auction itself.</summary>
    [Theory]
    [InlineData("2026-06-01", true)]
    [InlineData("2026-06-02", false)]
    public void It_is_answered_before_it_is_held(string applied, bool passed) =>
        Assert.Equal((passed, RuleStatus.Unsure), Check(Sale(applied, null), "auction-answer-working-days") is var c ? (c.Passed, c.Status) : default);

    [Fact]
    public void Days_that_are_not_known_are_said_with_the_last_that_would_do()
    {
        Assert.Equal((true, RuleStatus.Unknown, "? ≤ 2026-05-22"), Check(Sale(null, null), "auction-application-working-days") is var c ? (c.Passed, c.Status, c.Operands) : default);
        Assert.Equal("? ≤ 2026-05-29", Check(Sale(null, null), "auction-freeze-working-days").Operands);
    }

    [Fact]
    public void A_rule_in_force_refuses_and_names_the_last_day()
    {
        Rule Force(string parameter, decimal days) => new("cn-ets", parameter, false, "working days",
            [new(RealRules.Day("2025-07-01"), null, RealRules.Day("2025-07-01"), days, null, null, RuleStatus.InForce, "notice 7")]);
        var rules = new RuleBook([.. RealRules.Book.All.Where(r => !(r.Market == "cn-ets" && r.Parameter.StartsWith("auction-", StringComparison.Ordinal))),
            Force("auction-application-working-days", 10), Force("auction-answer-working-days", 3), Force("auction-freeze-working-days", 5)], RealRules.Book.Calendars);
        Desk(rules).When(Sale("2026-05-22", "2026-05-29")).ThenAccepted();
        Assert.Equal("appliedOn", Desk(rules).When(Sale("2026-05-23", "2026-05-29")).ThenRefused("trade.auction-too-late", "2026-05-22", "notice 7").Field);
        Assert.Equal("frozenOn", Desk(rules).When(Sale("2026-05-22", "2026-05-30")).ThenRefused("trade.auction-too-late", "2026-05-29").Field);
    }

    [Fact]
    public void Only_who_sells_by_auction_has_these_days_and_none_after_it()
    {
        Desk().When(Sale("2026-06-05", "2026-06-05")).ThenAccepted();
        Desk().When(Sale("2026-06-06", null)).ThenRefused("trade.auction-day-not-possible");
        Desk().When(Sale(null, "2026-05-29") with { Side = Side.Buy }).ThenRefused("trade.auction-day-not-possible");
        Desk().When(Sale("2026-05-22", null) with { Method = TradeMethod.Block, Counterparty = "HB" }).ThenRefused("trade.auction-day-not-possible");
        Assert.DoesNotContain(Desk().When(Sale(null, null) with { Side = Side.Buy }).ThenOne<TradeCaptured>().Checks, c => c.Code.EndsWith("-working-days", StringComparison.Ordinal));
    }
}

/// <summary>Guangdong froze all accounts from 2025-08-22 on; when they are released was not found.</summary>
public class FrozenMarketTests
{
    private static readonly Product gdea = new("guangdong", "GDEA", Vintage.None);

    [Theory]
    [InlineData(TradeMethod.Listed)]
    [InlineData(TradeMethod.Otc)]
    public void The_day_before_is_traded_and_the_day_is_refused(TradeMethod method)
    {
        CaptureTrade On(string day) => new(RealRules.Day(day), "GD", Side.Buy, method, gdea, new(100), new(40m, "CNY"), Counterparty: "HB");
        var desk = new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, RealRules.Book).On(RealRules.Day("2026-06-05"));
        desk.When(On("2025-08-21")).ThenAccepted();
        Assert.Equal("tradeDate", desk.When(On("2025-08-22")).ThenRefused("trade.accounts-frozen", "guangdong", "2025-08-22", "Guangdong notice on freezing all accounts").Field);
        desk.When(On("2025-08-22") with { Product = new("shanghai", "SHEA", Vintage.None) }).ThenAccepted();
    }
}
