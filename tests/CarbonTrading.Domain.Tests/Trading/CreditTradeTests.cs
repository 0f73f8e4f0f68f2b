using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>Trades of credits: what is bought is confirmed with the batch it is of. Business date Friday 2026-06-05, the rules of the real files.</summary>
public class CreditTradeTests
{
    private static readonly DateOnly today = TestRules.Day(6, 5);
    private static readonly CreditBatch batch = new("PJ-9", "CCER-01-002-V01", new(2024, 1, 1), new(2024, 12, 31), new(2025, 6, 1));

    private static CaptureTrade Deal(Side side = Side.Buy, long quantity = 5_000) => new(
        today, "QM-CCER-01", side, TradeMethod.Listed, new("ccer", "CCER", Vintage.Of(2024)), new(quantity), new(70m, "CNY"));

    private static Story<Trade, TradeCommand, TradeEvent> InTransit(Side side) => new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, RealRules.Book)
        .And(Deal(side)).By("approver").And(new ApproveTrade()).By("process:settle-trade").And(new InstructSettlement(today)).By("finance");

    [Fact]
    public void The_venue_rules_of_credits_are_the_ones_of_their_market()
    {
        var captured = new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, RealRules.Book).When(Deal()).ThenOne<TradeCaptured>();
        Assert.Contains(captured.Checks, c => c is { Code: "products", Passed: true, Operands: "CCER24 ∈ {CCER}" });
        Assert.Contains(captured.Checks, c => c is { Code: "price-limit-listed", Status: RuleStatus.Unknown });
    }

    [Fact]
    public void A_purchase_is_confirmed_with_its_batch_and_in_parts_of_different_ones()
    {
        InTransit(Side.Buy).When(new ConfirmSettlement(today, "ST")).ThenRefused("trade.batch-wrong", "confirm-credit-settlement");
        var part = InTransit(Side.Buy).When(new ConfirmCreditSettlement(today, "ST", batch, new(2_000))).ThenOne<SettlementConfirmed>();
        Assert.Equal((batch, 2_000L), (part.Batch, part.Quantity.Value));
        InTransit(Side.Buy).And(new ConfirmCreditSettlement(today, "ST", batch, new(2_000)))
            .When(new ConfirmCreditSettlement(today, "ST", batch with { Project = "PJ-10" }, new(3_001))).ThenRefused("trade.more-than-open");
        var done = InTransit(Side.Buy).And(new ConfirmCreditSettlement(today, "ST", batch, new(2_000)))
            .And(new ConfirmCreditSettlement(today, "ST", batch with { Project = "PJ-10" })).State;
        Assert.Equal((TradeStatus.Settled, 350_000m), (done.Status, done.SettledCash));
    }

    [Fact]
    public void A_sale_is_confirmed_without()
    {
        InTransit(Side.Sell).When(new ConfirmCreditSettlement(today, "ST", batch)).ThenRefused("trade.batch-wrong", "confirm-settlement");
        InTransit(Side.Sell).When(new ConfirmSettlement(today, "ST")).ThenOne<SettlementConfirmed>();
        Spot.InTransit.When(new ConfirmCreditSettlement(today, "ST", batch)).ThenRefused("trade.batch-wrong", "confirm-settlement");
    }

    [Theory]
    [InlineData("2024-01-01", "2024-12-31", "2025-01-01", null)]
    [InlineData("2024-01-01", "2024-12-31", "2026-06-05", null)]
    [InlineData("2024-01-01", "2024-12-31", "2026-06-06", "trade.batch-dates-wrong")]
    [InlineData("2024-01-01", "2024-12-31", "2024-12-31", "trade.batch-dates-wrong")]
    [InlineData("2025-01-01", "2024-12-31", "2025-06-01", "trade.batch-dates-wrong")]
    [InlineData("1999-12-31", "2024-12-31", "2025-06-01", "trade.batch-dates-wrong")]
    [InlineData("2024-01-01", "2023-12-31", "2025-06-01", "trade.batch-dates-wrong")]
    [InlineData("2023-01-01", "2023-12-31", "2025-06-01", "trade.other-batch")]
    public void The_batch_is_of_the_vintage_traded_and_its_dates_are_in_order(string from, string to, string registered, string? refused)
    {
        var step = InTransit(Side.Buy).When(new ConfirmCreditSettlement(today, "ST", batch with
        {
            PeriodFrom = RealRules.Day(from), PeriodTo = RealRules.Day(to), RegisteredOn = RealRules.Day(registered),
        }));
        if (refused is null) step.ThenAccepted();
        else step.ThenRefused(refused);
    }

    [Fact]
    public void A_batch_names_project_and_methodology()
    {
        InTransit(Side.Buy).When(new ConfirmCreditSettlement(today, "ST", batch with { Project = " " })).ThenRefused("trade.field-missing", "batch.project");
        InTransit(Side.Buy).When(new ConfirmCreditSettlement(today, "ST", batch with { Methodology = "" })).ThenRefused("trade.field-missing", "batch.methodology");
    }
}
