using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Words the holding tests share. Business date 2026-06-05.</summary>
public static class Ccer
{
    public static readonly CreditBatch Wind = new(
        "PJ-OSW-01", "CCER-01-002-V01", RealRules.Day("2023-01-01"), RealRules.Day("2024-03-31"), RealRules.Day("2025-03-20"));

    public static readonly CreditBatch Forest = new(
        "Forest", "CCER-14-001-V01", RealRules.Day("2021-01-01"), RealRules.Day("2023-12-31"), RealRules.Day("2025-06-10"));

    public static Story<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> Empty =>
        RealRules.Holding.Given(new HoldingOpened("CO-QM-POWER", "Holding", "持有账户", null, "CNY"));

    /// <summary>C-0001: 1,000 t issued on 1 April; C-0002: 500 t bought for 35,000.00 on 7 May 2026.</summary>
    public static Story<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> Stocked => Empty
        .And(Issued(TestRules.Day(4, 1), 1_000))
        .And(Bought(TestRules.Day(5, 7), 500));

    public static ReceiveIssuedBatch Issued(DateOnly day, long quantity, params SerialRange[] serials) =>
        new(day, Wind, new(quantity), "notice", null, serials.Length == 0 ? null : serials);

    public static ReceivePurchasedBatch Bought(DateOnly day, long quantity, decimal? fee = null) =>
        new(day, Forest, new(quantity), new(70m, "CNY"), fee, null, "statement");

    public static ReserveCredits Reserve(string id, long quantity, string? batch = null) => new(TestRules.Day(6, 1), id, new(quantity), "offset", batch);

    public static ReserveCredits ForObligation(string id, long quantity) =>
        new(TestRules.Day(6, 1), id, new(quantity), "offset", null, "QM-CHP-01-2025", "cn-ets", 2025);

    public static UseForOffset Use(string id, DateOnly? day = null, int year = 2025) =>
        new(day ?? TestRules.Day(6, 2), id, CancellationPurpose.NationalCompliance, "REG-1", "cn-ets", year);

    public static Move Move(string lot, CreditBatch batch, Origin origin, Bucket from, Bucket to, long quantity, decimal cost) =>
        new(lot, new(batch.Product, origin), from, to, new(quantity), cost, "CNY");
}
