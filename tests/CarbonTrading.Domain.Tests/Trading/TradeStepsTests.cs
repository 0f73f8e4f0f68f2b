using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

public class RejectTradeTests
{
    [Fact]
    public void Another_person_rejects() => Spot.Captured.By("approver").When(new RejectTrade("wrong price"))
        .Then(new TradeRejected("approver", "wrong price"));

    [Fact]
    public void The_maker_cannot_reject() => Spot.Captured.When(new RejectTrade("wrong price")).ThenRefused("trade.maker-is-checker");

    [Fact]
    public void An_approved_trade_is_not_rejected() => Spot.Approved.When(new RejectTrade("late")).ThenRefused("trade.not-at-step", "Approved");

    [Fact]
    public void Without_a_reason_it_is_refused() => Spot.Captured.By("approver").When(new RejectTrade("")).ThenRefused("trade.field-missing");
}

public class CancelTradeTests
{
    [Fact]
    public void The_maker_takes_a_pending_trade_back() => Spot.Captured.When(new CancelTrade("entered twice")).Then(new TradeCancelled(
        TestRules.Today, "BJ-ELEC-01", Side.Buy, TradeStatus.PendingApproval, "entered twice", TestRules.Cea(2025)));

    [Fact]
    public void An_approved_trade_is_cancelled() => Assert.Equal(
        TradeStatus.Approved, Spot.Approved.When(new CancelTrade("off")).ThenOne<TradeCancelled>().From);

    [Fact]
    public void A_failed_trade_is_cancelled() => Assert.Equal(
        TradeStatus.Failed, Spot.Failed.When(new CancelTrade("off")).ThenOne<TradeCancelled>().From);

    [Fact]
    public void In_transit_it_is_too_late() => Spot.InTransit.When(new CancelTrade("off")).ThenRefused("trade.not-at-step", "InTransit");

    [Fact]
    public void A_settled_trade_stays() => Spot.Settled.When(new CancelTrade("off")).ThenRefused("trade.not-at-step", "Settled");

    [Fact]
    public void No_trade_is_nothing_to_cancel() => Spot.None.When(new CancelTrade("off")).ThenRefused("trade.not-captured");
}

public class InstructSettlementTests
{
    private static readonly InstructSettlement instruct = new(TestRules.Day(6, 5));

    [Fact]
    public void An_approved_trade_goes_on_its_way() => Spot.Approved.When(instruct).Then(new SettlementInstructed(
        TestRules.Day(6, 5), "BJ-ELEC-01", Side.Buy, TestRules.Cea(2025), new(10_000)));

    [Fact]
    public void A_failed_one_goes_again() => Spot.Failed.When(instruct).ThenAccepted();

    [Fact]
    public void Before_approval_it_is_refused() => Spot.Captured.When(instruct).ThenRefused("trade.not-at-step", "PendingApproval");

    [Fact]
    public void Twice_is_refused() => Spot.InTransit.When(instruct).ThenRefused("trade.not-at-step");

    [Fact]
    public void A_day_before_the_trade_is_refused() => Spot.Approved
        .When(new InstructSettlement(TestRules.Day(6, 4))).ThenRefused("trade.before-trade-date");

    [Fact]
    public void Tomorrow_is_refused() => Spot.Approved.When(new InstructSettlement(TestRules.Day(6, 6))).ThenRefused("trade.in-the-future");
}

public class ConfirmSettlementTests
{
    private static readonly ConfirmSettlement confirm = new(TestRules.Day(6, 5), "ST-9 line 4");

    [Fact]
    public void Evidence_settles_it()
    {
        var settled = Spot.InTransit.When(confirm).Then(new SettlementConfirmed(
            TestRules.Day(6, 5), "BJ-ELEC-01", Side.Buy, TestRules.Cea(2025), new(10_000), new(74.63m, "CNY"), 0m, "ST-9 line 4")).State;
        Assert.Equal((TradeStatus.Settled, TestRules.Day(6, 5), "ST-9 line 4"), (settled.Status, settled.SettledOn, settled.Evidence));
        Assert.False(settled.IsOpen);
    }

    [Fact]
    public void The_maker_cannot_confirm() => Spot.InTransit.By("trader").When(confirm).ThenRefused("trade.maker-is-checker");

    [Fact]
    public void Another_spelling_of_the_maker_is_the_maker() => Spot.InTransit.By("Trader").When(confirm).ThenRefused("trade.maker-is-checker");

    [Fact]
    public void Without_evidence_it_is_refused() => Spot.InTransit
        .When(confirm with { Evidence = " " }).ThenRefused("trade.field-missing", "evidence");

    [Fact]
    public void The_day_before_the_trade_is_refused() => Spot.InTransit
        .When(confirm with { Effective = TestRules.Day(6, 4) }).ThenRefused("trade.before-trade-date", "2026-06-05");

    [Fact]
    public void The_day_after_the_business_date_is_refused() => Spot.InTransit
        .When(confirm with { Effective = TestRules.Day(6, 6) }).ThenRefused("trade.in-the-future");

    [Fact]
    public void A_doubled_confirmation_is_refused() => Spot.Settled.When(confirm).ThenRefused("trade.not-at-step", "Settled");

    [Fact]
    public void Not_instructed_it_is_refused() => Spot.Approved.When(confirm).ThenRefused("trade.not-at-step", "Approved");
}

public class FailSettlementTests
{
    [Fact]
    public void It_failed_and_says_why()
    {
        var failed = Spot.InTransit.When(new FailSettlement(TestRules.Day(6, 5), "no cash"))
            .Then(new SettlementFailed(TestRules.Day(6, 5), "BJ-ELEC-01", Side.Buy, "no cash", TestRules.Cea(2025))).State;
        Assert.Equal((TradeStatus.Failed, "no cash"), (failed.Status, failed.LastProblem?.Message));
    }

    [Fact]
    public void Not_on_its_way_it_cannot_fail() => Spot.Approved
        .When(new FailSettlement(TestRules.Day(6, 5), "no cash")).ThenRefused("trade.not-at-step");

    [Fact]
    public void A_settled_trade_does_not_fail() => Spot.Settled
        .When(new FailSettlement(TestRules.Day(6, 5), "no cash")).ThenRefused("trade.not-at-step");
}

public class RecordSettlementProblemTests
{
    private static readonly RecordSettlementProblem problem = new("allowance-account.not-enough-free", "10,000 tCO2e asked, 0 free.");

    [Fact]
    public void It_is_kept_and_the_status_stays()
    {
        var state = Spot.Approved.When(problem).Then(new SettlementProblemRecorded(problem.Code, problem.Message)).State;
        Assert.Equal((TradeStatus.Approved, problem.Code), (state.Status, state.LastProblem?.Code));
    }

    [Fact]
    public void The_next_step_that_works_clears_it() => Assert.Null(
        Spot.Approved.And(problem).And(new InstructSettlement(TestRules.Day(6, 5))).State.LastProblem);

    [Fact]
    public void What_the_account_refused_stays_in_sight_on_a_settled_trade() => Assert.NotNull(Spot.Settled.And(problem).State.LastProblem);

    [Fact]
    public void A_rejected_trade_has_no_problem() => Spot.Captured.By("approver").And(new RejectTrade("no"))
        .When(problem).ThenRefused("trade.not-at-step", "Rejected");
}
