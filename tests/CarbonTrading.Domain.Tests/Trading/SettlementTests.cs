using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;
using TradeStory = CarbonTrading.Domain.Tests.Support.Story<CarbonTrading.Domain.Trading.Trade, CarbonTrading.Domain.Trading.TradeCommand, CarbonTrading.Domain.Trading.TradeEvent>;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>Units and cash of a trade: in parts, apart, failed, expired; what is open is always terms less what was settled.</summary>
public class SettlementTests
{
    private static readonly DateOnly today = TestRules.Today;

    /// <summary>10,000 t at 80.00, fee 100.01: cash 800,100.01.</summary>
    private static TradeStory Moving(Side side = Side.Buy) => Spot.None.Given(
            new TradeCaptured(new(today, "BJ-ELEC-01", side, TradeMethod.Listed, TestRules.Cea(2025), new(10_000), new(80m, "CNY")), 100.01m, null, [], "trader"),
            new TradeApproved(today, "approver", "BJ-ELEC-01", side, TestRules.Cea(2025), new(10_000)),
            new SettlementInstructed(today, "BJ-ELEC-01", side, TestRules.Cea(2025), new(10_000)))
        .By("finance");

    private static ConfirmSettlement Part(long? quantity, bool unitsOnly = false) => new(today, "ST-1", quantity is { } q ? new Tonnes(q) : null, unitsOnly);

    [Fact]
    public void Parts_settle_until_nothing_is_open_and_the_fee_goes_with_them_to_the_cent()
    {
        var story = Moving().And(Part(3_333));
        Assert.Equal((TradeStatus.InTransit, 6_667L, 266_673.33m), (story.State.Status, story.State.OpenQuantity.Value, story.State.SettledCash));
        story = story.And(Part(3_333) with { Evidence = "ST-2" }).And(Part(null));
        Assert.Equal((TradeStatus.Settled, 0L, 800_100.01m), (story.State.Status, story.State.OpenQuantity.Value, story.State.SettledCash));
        Assert.Equal(100.01m, story.Events.OfType<SettlementConfirmed>().Sum(e => e.Fee));
    }

    [Theory]
    [InlineData(10_000, null)]
    [InlineData(10_001, "trade.more-than-open")]
    [InlineData(0, "trade.quantity-zero")]
    public void At_most_what_is_open(long quantity, string? refusal)
    {
        var story = Moving().When(Part(quantity));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal);
    }

    [Fact]
    public void Cash_confirmed_by_itself_comes_before_or_after_the_units()
    {
        var before = Moving().And(new ConfirmCash(today, 800_100.01m, "BANK 3")).And(Part(null, unitsOnly: true));
        var after = Moving().And(Part(null, unitsOnly: true)).And(new ConfirmCash(today, 800_100.01m, "BANK 3"));
        Assert.Equal((TradeStatus.Settled, 800_100.01m), (before.State.Status, before.State.SettledCash));
        Assert.Equal((TradeStatus.Settled, 800_100.01m), (after.State.Status, after.State.SettledCash));
        Assert.Equal(0m, Moving().And(Part(null, unitsOnly: true)).State.SettledCash);
    }

    [Theory]
    [InlineData("800100.01", null)]
    [InlineData("800100.02", "trade.more-cash-than-open")]
    [InlineData("0", "trade.cash-not-possible")]
    [InlineData("1.001", "trade.cash-not-possible")]
    public void Cash_is_at_most_what_is_open(string amount, string? refusal)
    {
        var story = Moving().When(new ConfirmCash(today, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "BANK 3"));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal);
    }

    [Fact]
    public void Cash_of_a_sale_is_less_the_fee() => Assert.Equal(799_899.99m, Moving(Side.Sell).State.Cash);

    [Fact]
    public void The_maker_confirms_neither_units_nor_cash_and_nothing_before_the_trade_date()
    {
        Moving().By("trader").When(Part(null)).ThenRefused("trade.maker-is-checker");
        Moving().By("TRADER").When(new ConfirmCash(today, 1m, "BANK")).ThenRefused("trade.maker-is-checker");
        Moving().When(new ConfirmCash(today.AddDays(-1), 1m, "BANK")).ThenRefused("trade.before-trade-date");
        Moving().When(new ConfirmCash(today, 1m, " ")).ThenRefused("trade.field-missing");
        Spot.Captured.By("finance").When(new ConfirmCash(today, 1m, "BANK")).ThenRefused("trade.not-at-step");
    }

    [Fact]
    public void A_failure_reverses_cash_whose_units_did_not_move()
    {
        var story = Moving().And(Part(2_500)).And(new ConfirmCash(today, 500_000m, "BANK 3")).When(new FailSettlement(today, "units missing"));
        story.Then(new SettlementFailed(today, "BJ-ELEC-01", Side.Buy, "units missing", TestRules.Cea(2025)), new CashReversed(today, 500_000m, "units missing"));
        var failed = story.ThenAccepted();
        Assert.Equal((TradeStatus.Failed, 200_025.00m, 7_500L), (failed.State.Status, failed.State.SettledCash, failed.State.OpenQuantity.Value));
        failed.When(new InstructSettlement(today)).Then(new SettlementInstructed(today, "BJ-ELEC-01", Side.Buy, TestRules.Cea(2025), new(7_500)));
        Moving().When(new FailSettlement(today, "x")).Then(new SettlementFailed(today, "BJ-ELEC-01", Side.Buy, "x", TestRules.Cea(2025)));
    }

    [Fact]
    public void It_expires_the_day_after_it_was_due_and_not_before()
    {
        var moving = Moving().On(today.AddDays(3)); // due on the trade date: the test rules know no days of settlement
        moving.When(new ExpireSettlement(today, "nothing came")).ThenRefused("trade.not-expired-yet", "2026-06-05");
        moving.When(new ExpireSettlement(today.AddDays(1), "nothing came"))
            .Then(new SettlementExpired(today.AddDays(1), "BJ-ELEC-01", Side.Buy, today, "nothing came", TestRules.Cea(2025)));
        var expired = moving.And(new ExpireSettlement(today.AddDays(1), "nothing came"));
        Assert.Equal(TradeStatus.Expired, expired.State.Status);
        expired.When(new CancelTrade("gone")).ThenAccepted();
        expired.When(new InstructSettlement(today.AddDays(1))).ThenAccepted();
        expired.When(new ExpireSettlement(today.AddDays(2), "again")).ThenRefused("trade.not-at-step");
    }

    [Fact]
    public void A_sale_goes_on_its_way_only_by_the_process_that_reserved_its_units()
    {
        var approved = Spot.None.Given(
            new TradeCaptured(new(today, "BJ-ELEC-01", Side.Sell, TradeMethod.Listed, TestRules.Cea(2025), new(10_000), new(80m, "CNY")), 0m, null, [], "trader"),
            new TradeApproved(today, "approver", "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000)));
        approved.When(new InstructSettlement(today)).ThenRefused("trade.settlement-under-way"); // the process is about to
        approved = approved.And(new RecordSettlementProblem("a.b", "no units"));
        approved.And(new InstructSettlement(today)).When(new InstructSettlement(today)).ThenRefused("trade.settlement-under-way");
        approved.When(new InstructSettlement(today)).Then(new SettlementAsked(today, "BJ-ELEC-01", TestRules.Cea(2025), new(10_000)));
        Assert.True(approved.And(new InstructSettlement(today)).State.IsInstructed);
        Assert.False(approved.And(new InstructSettlement(today)).By("process:settle-trade").And(new InstructSettlement(today)).State.IsInstructed);
        Assert.False(approved.And(new InstructSettlement(today)).And(new RecordSettlementProblem("a.b", "no units")).State.IsInstructed);
        Assert.False(approved.And(new InstructSettlement(today)).And(new CancelTrade("x")).State.IsInstructed);
        approved.By("process:settle-trade").When(new InstructSettlement(today)).Then(new SettlementInstructed(today, "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000)));
        var failed = Moving(Side.Sell).And(new FailSettlement(today, "x")).And(new InstructSettlement(today)); // again: approved, and waits for its units
        Assert.Equal((TradeStatus.Approved, true), (failed.State.Status, failed.State.IsInstructed));
        failed.When(new InstructSettlement(today)).ThenRefused("trade.settlement-under-way");
    }

    [Fact]
    public void Nothing_of_a_sale_is_settled_before_its_units_went_on_their_way()
    {
        var late = Spot.None.Given(
                new TradeCaptured(new(today.AddDays(-2), "BJ-ELEC-01", Side.Sell, TradeMethod.Listed, TestRules.Cea(2025), new(10_000), new(80m, "CNY")), 0m, null, [], "trader"),
                new TradeApproved(today, "approver", "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000)),
                new SettlementInstructed(today, "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000))).By("finance");
        late.When(new ConfirmSettlement(today.AddDays(-1), "ST")).ThenRefused("trade.before-units-moved", "2026-06-05");
        late.When(new FailSettlement(today.AddDays(-1), "x")).ThenRefused("trade.before-units-moved");
        late.When(new ConfirmSettlement(today, "ST")).ThenAccepted();
        // the account books its steps in the order of their days, so a part is not dated before the part before it
        var inPart = Spot.None.Given(
                new TradeCaptured(new(today.AddDays(-2), "BJ-ELEC-01", Side.Sell, TradeMethod.Listed, TestRules.Cea(2025), new(10_000), new(80m, "CNY")), 0m, null, [], "trader"),
                new TradeApproved(today.AddDays(-2), "approver", "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000)),
                new SettlementInstructed(today.AddDays(-2), "BJ-ELEC-01", Side.Sell, TestRules.Cea(2025), new(10_000))).By("finance")
            .And(new ConfirmSettlement(today, "ST", new(4_000)));
        inPart.When(new ConfirmSettlement(today.AddDays(-1), "ST")).ThenRefused("trade.before-units-moved", "2026-06-05");
        inPart.When(new FailSettlement(today.AddDays(-1), "x")).ThenRefused("trade.before-units-moved");
        inPart.When(new ConfirmSettlement(today, "ST")).ThenAccepted();
    }

    [Fact]
    public void Two_thousand_random_orders_of_steps_never_settle_more_than_the_trade() => Seeded.Run(2_000, random =>
    {
        var state = Moving(random.Next(2) == 0 ? Side.Buy : Side.Sell).State;
        for (var i = 0; i < 25; i++)
        {
            TradeCommand command = random.Next(6) switch
            {
                0 or 1 => new ConfirmSettlement(today, "ST", random.Next(3) == 0 ? null : new Tonnes(1 + random.Next(6_000)), random.Next(2) == 0),
                2 => new ConfirmCash(today, 1 + random.Next(500_000), "BANK"),
                3 => new FailSettlement(today, "x"),
                4 => new InstructSettlement(today),
                _ => new ExpireSettlement(today.AddDays(1), "x"),
            };
            foreach (var happened in TradeDecider.Decide(state, command, new(TestRules.Now, "finance", TestRules.Book, today.AddDays(5))).Events) state = TradeDecider.Evolve(state, happened);
            Assert.Equal(state.Terms!.Quantity.Value, state.SettledQuantity.Value + state.OpenQuantity.Value);
            Assert.InRange(state.SettledCash, 0, state.Cash);
            Assert.Equal(state.OpenQuantity.IsZero, state.Status == TradeStatus.Settled);
        }
    });
}
