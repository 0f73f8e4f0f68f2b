using System.Text;
using System.Text.Json;
using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Money is promised once: to orders, at the same moment, in one file.</summary>
public class PromisedMoneyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestDesk> With(string money)
    {
        var desk = await TestDesk.Open();
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", $$"""{"market":"cn-ets","effective":"2026-06-04","amount":{{money}},"currency":"CNY","evidence":"ST-5"}""");
        return desk;
    }

    private static string Buy(int quantity, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"}{{more}}}
        """;

    private static FundRow Row(TestDesk desk) => desk.Workplace.Queries.Funds.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Account == "QM-CHP-01");

    [Fact]
    public async Task What_a_buy_order_may_still_fill_is_held_at_its_worst_price_until_it_ends()
    {
        await using var desk = await With("800000.00");
        await desk.Done("trader", "orders", "O-1", "place-order", Buy(6_000));
        Assert.Equal((480_000.00m, 320_000.00m), (Row(desk).Orders, Row(desk).Available));
        await desk.Refused("trade.not-enough-money", "trader", "orders", "O-2", "place-order", Buy(4_001));
        await desk.Refused("trade.not-enough-money", "trader", "trades", "T-1", "capture-trade", Buy(4_001));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(2_000, ""","fee":10.00"""));
        await desk.Done("finance", "orders", "O-1", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":1000,"price":{"amount":79.00,"currency":"CNY"},"fee":5.00}""");
        Assert.Equal((79_005.00m + 160_010.00m, 400_000.00m), (Row(desk).Open, Row(desk).Orders)); // as a trade, no more as an order
        await desk.Done("trader", "orders", "O-1", "cancel-order", """{"reason":"price moved"}""");
        Assert.Equal((0m, 800_000.00m - 239_015.00m), (Row(desk).Orders, Row(desk).Available));
    }

    [Fact]
    public async Task The_orders_that_hold_money_are_named_with_a_balance_or_without()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Buy(1_000));
        await desk.Done("trader", "orders", "O-2", "place-order", Buy(2_000));
        Assert.Equal([new HeldByOrder("O-2", 160_000.00m), new HeldByOrder("O-1", 80_000.00m)], Row(desk).Holding);
        Assert.Equal((240_000.00m, null), (Row(desk).Orders, Row(desk).Available));
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", """{"market":"cn-ets","effective":"2026-06-04","amount":800000.00,"currency":"CNY","evidence":"ST-5"}""");
        await desk.Done("trader", "orders", "O-2", "cancel-order", """{"reason":"price moved"}""");
        Assert.Equal([new HeldByOrder("O-1", 80_000.00m)], Row(desk).Holding);
    }

    /// <summary>Rule fee-rate: 0.5 % in Hubei.</summary>
    [Fact]
    public async Task An_order_holds_the_fee_of_its_venue_too()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-HB-01", "open-account", """{"holder":"QM","market":"hubei","name":"Hubei","nameZh":"湖北"}""");
        await desk.Done("finance", "funds", "QM-HB-01", "record-funds", """{"market":"hubei","effective":"2026-06-04","amount":80399.99,"currency":"CNY","evidence":"ST-5"}""");
        const string order = """
            {"tradeDate":"2026-06-05","account":"QM-HB-01","side":"buy","method":"listed","product":"hubei/HBEA/2025","quantity":1000,"price":{"amount":40.00,"currency":"CNY"},"remark":"test"}
            """;
        await desk.Done("trader", "orders", "O-1", "place-order", order);
        Assert.Equal(40_200.00m, desk.Workplace.Queries.Funds.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Account == "QM-HB-01").Orders);
        await desk.Refused("trade.not-enough-money", "trader", "orders", "O-2", "place-order", order); // 80,400.00 for both
    }

    [Fact]
    public async Task An_execution_whose_trade_is_not_booked_yet_holds_its_money()
    {
        await using var desk = await With("160010.00");
        await desk.Done("trader", "orders", "O-1", "place-order", Buy(1_000));
        var fill = new RecordFill("E1", new(2026, 6, 5), new(1_000), new(79.00m, "CNY"), Fee: 10.00m);
        Assert.Null((await desk.Workplace.Desk.Execute(OrderDecider.Instance, "O-1", fill, new Caller("finance", "fill"), Ct)).Error);
        await desk.Workplace.Tail.CatchUp(Ct); // the order knows, no process has run
        Assert.Equal((79_010.00m, 0m), (Row(desk).Orders, Row(desk).Open));
        await desk.Settle();
        Assert.Equal((0m, 79_010.00m), (Row(desk).Orders, Row(desk).Open));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_deals_at_the_same_moment_no_more_pass_than_there_is_money(bool isOrder)
    {
        await using var desk = await With("120000.00");
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => isOrder
            ? desk.Workplace.Desk.Execute(OrderDecider.Instance, $"O-{i}", JsonSerializer.Deserialize<PlaceOrder>(Buy(600), Contract.Strict)!, new Caller("trader", $"id-{i}"), Ct)
            : desk.Workplace.Desk.Execute(TradeDecider.Instance, $"T-{i}", JsonSerializer.Deserialize<CaptureTrade>(Buy(600), Contract.Strict)!, new Caller("trader", $"id-{i}"), Ct), Ct)));
        Assert.Equal(2, outcomes.Count(o => o.Error is null));
        Assert.All(outcomes.Where(o => o.Error is not null), o => Assert.Equal("trade.not-enough-money", o.Error!.Code));
        await desk.Settle();
        await desk.Done("trader", "orders", "O-20", "place-order", Buy(200)); // what was refused holds nothing
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Purchases_of_a_file_share_the_money(bool isTrial)
    {
        await using var desk = await With("536172.00");
        var file = Encoding.UTF8.GetBytes("trade,tradeDate,account,side,method,product,quantity,price,currency,fee\n"
            + string.Concat(Enumerable.Range(1, 4).Select(i => $"I-{i},2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,6210,80.00,CNY,0\n")));
        var (lines, refusal) = await new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(file, "trader", isTrial, ct: Ct);
        await desk.Settle();
        Assert.Null(refusal);
        Assert.Equal(["trade.not-enough-money", "trade.not-enough-money", "trade.not-enough-money"], lines.Select(l => l.Refusal?.Code).OfType<string>());
        if (isTrial) await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(6_210, ""","fee":0""")); // a trial holds nothing
    }
}
