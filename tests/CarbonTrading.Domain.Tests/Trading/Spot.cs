using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>Words the trade tests share.</summary>
public static class Spot
{
    public static readonly Quote Close = new(new(74.63m, "CNY"), TestRules.Day(6, 4), "cea25", 7);

    /// <summary>No trade yet; previous close 74.63.</summary>
    public static Story<Trade, TradeCommand, TradeEvent> None => new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, TestRules.Book)
        .Quoting(new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = Close });

    public static Story<Trade, TradeCommand, TradeEvent> Captured => None.And(Listed(10_000, 74.63m));

    public static Story<Trade, TradeCommand, TradeEvent> Approved => Captured.By("approver").And(new ApproveTrade());

    public static Story<Trade, TradeCommand, TradeEvent> InTransit => Approved.And(new InstructSettlement(TestRules.Day(6, 5)));

    public static Story<Trade, TradeCommand, TradeEvent> Settled => InTransit.And(new ConfirmSettlement(TestRules.Day(6, 5), "ST-9 line 4"));

    public static Story<Trade, TradeCommand, TradeEvent> Failed => InTransit.And(new FailSettlement(TestRules.Day(6, 5), "no cash"));

    public static CaptureTrade Listed(long quantity, decimal price) => new(
        TestRules.Day(6, 5), "BJ-ELEC-01", Side.Buy, TradeMethod.Listed, TestRules.Cea(2025), new(quantity), new(price, "CNY"));

    public static CaptureTrade Block(long quantity, decimal price) => Listed(quantity, price) with { Method = TradeMethod.Block, Counterparty = "HB-CARS" };
}
