using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

public class ConfirmationTests
{
    private static readonly DateOnly today = TestRules.Day(6, 5);

    private static MatchConfirmation Theirs => new(today, today, TestRules.Cea(2025), new(10_000), new(74.63m, "CNY"), Side.Buy, "FAX 7");

    private static Story<Trade, TradeCommand, TradeEvent> Sent => Spot.Approved.And(new IssueConfirmation(today, "HB-CARS"));

    [Fact]
    public void Terms_that_agree_are_matched_once()
    {
        Sent.When(Theirs).Then(new ConfirmationMatched(today, "FAX 7"));
        var matched = Sent.And(Theirs);
        matched.When(Theirs).ThenRefused("trade.confirmation-matched", "2026-06-05");
        matched.When(new ChaseConfirmation(today, "call")).ThenRefused("trade.confirmation-matched");
        matched.When(new IssueConfirmation(today, "HB-CARS")).ThenRefused("trade.confirmation-matched");
    }

    [Fact]
    public void Every_term_that_differs_is_named_and_a_right_answer_settles_it()
    {
        var differs = Sent.When(Theirs with { Quantity = new(10_001), Price = new(74.64m, "CNY"), Side = Side.Sell, TradeDate = TestRules.Day(6, 4), Product = TestRules.Cea(2024) });
        Assert.Equal(["tradeDate", "product", "side", "quantity", "price"], differs.ThenOne<ConfirmationDiffered>().Differences.Select(d => d.Field));
        differs.ThenAccepted().When(Theirs).ThenOne<ConfirmationMatched>();
    }

    [Fact]
    public void Commission_day_of_settlement_and_counterparty_are_compared_where_they_are_given()
    {
        var otc = Spot.None.And(Spot.Block(10_000, 74.63m) with { Method = TradeMethod.Otc, Commission = 500m, SettleOn = TestRules.Day(6, 9), Fee = 30m }).By("approver")
            .And(new ApproveTrade()).And(new IssueConfirmation(today, "HB-CARS"));
        otc.When(Theirs).ThenOne<ConfirmationMatched>(); // they say nothing of them
        otc.When(Theirs with { Commission = 500.00m, SettleOn = TestRules.Day(6, 9), Counterparty = "hb-cars" }).ThenOne<ConfirmationMatched>(); // the venue's fee is ours
        var differs = otc.When(Theirs with { Commission = 500.01m, SettleOn = TestRules.Day(6, 10), Counterparty = "HB-CARS 2" }).ThenOne<ConfirmationDiffered>().Differences;
        Assert.Equal([new("commission", "500.00", "500.01"), new("settleOn", "2026-06-09", "2026-06-10"), new("counterparty", "HB-CARS", "HB-CARS 2")], differs);
        otc.When(Theirs with { Commission = -1m }).ThenRefused("trade.fee-not-possible");
        Sent.When(Theirs with { Commission = 0m, SettleOn = today }).ThenOne<ConfirmationMatched>(); // none agreed; cleared the same day
    }

    [Fact]
    public void A_trade_in_whose_place_another_stands_is_confirmed_to_nobody()
    {
        var replaced = new TradeReplaced(today, "T-2", TradeStatus.Approved, "BJ-ELEC-01", Side.Buy, TestRules.Cea(2025), false, "typo", [], []);
        Spot.Approved.Given(replaced).When(new IssueConfirmation(today, "HB-CARS")).ThenRefused("trade.not-at-step", "Corrected");
        Sent.Given(replaced).When(Theirs).ThenRefused("trade.not-at-step");
        Sent.Given(replaced).When(new ChaseConfirmation(today, "call")).ThenRefused("trade.not-at-step");
    }

    [Fact]
    public void It_is_sent_after_approval_by_another_person_and_chased_in_order_of_the_days()
    {
        Spot.Captured.By("approver").When(new IssueConfirmation(today, "HB-CARS")).ThenRefused("trade.not-at-step");
        Spot.Approved.By("trader").When(new IssueConfirmation(today, "HB-CARS")).ThenRefused("trade.maker-is-checker");
        Spot.Approved.When(new IssueConfirmation(TestRules.Day(6, 4), "HB-CARS")).ThenRefused("trade.before-trade-date");
        Spot.Approved.When(Theirs).ThenRefused("trade.confirmation-not-issued");
        Spot.Approved.When(new ChaseConfirmation(today, "call")).ThenRefused("trade.confirmation-not-issued");
        Sent.When(new ChaseConfirmation(TestRules.Day(6, 4), "call")).ThenRefused("trade.before-confirmation");
        Sent.By("trader").When(Theirs).ThenRefused("trade.maker-is-checker");
        Assert.Equal(2, Sent.And(new ChaseConfirmation(today, "call")).And(new ChaseConfirmation(today, "mail")).State.Confirmation.Chased);
        Sent.When(new ChaseConfirmation(today, " ")).ThenRefused("trade.field-missing");
    }
}
