using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

public class ApproveTradeTests
{
    [Fact]
    public void Another_person_approves() => Spot.Captured.By("approver").When(new ApproveTrade("fine")).Then(new TradeApproved(
        TestRules.Today, "approver", "BJ-ELEC-01", Side.Buy, TestRules.Cea(2025), new(10_000), "fine",
        TradeDate: TestRules.Day(6, 5)));

    [Fact]
    public void The_maker_cannot_approve() => Spot.Captured.By("trader").When(new ApproveTrade()).ThenRefused("trade.maker-is-checker");

    [Fact]
    public void Twice_is_refused() => Spot.Approved.When(new ApproveTrade()).ThenRefused("trade.not-at-step", "Approved");

    [Fact]
    public void No_trade_is_nothing_to_approve() => Spot.None.By("approver").When(new ApproveTrade()).ThenRefused("trade.not-captured");
}
