using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Orders;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>What an order did not fill on its last day is free again the next.</summary>
public class ExpireOrdersTests
{
    private static string Sale(int quantity, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"}{{more}}}
        """;

    private static Order Order(TestDesk desk, string key) => desk.Workplace.Read.Orders.Find(key)!.State;

    private static Task Advance(TestDesk desk, string to) => desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{to}}"}""");

    [Fact]
    public async Task The_next_day_ends_a_day_order_and_late_executions_of_its_day_still_become_trades()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":2000,"document":"AL"}""");
        await desk.Done("trader", "orders", "O-1", "place-order", Sale(1_500));
        await desk.Done("trader", "orders", "O-2", "place-order", Sale(500, ""","until":"2026-06-08" """));
        await desk.Refused("trade.not-enough-available", "trader", "orders", "O-3", "place-order", Sale(1));
        await Advance(desk, "2026-06-08");
        Assert.Equal((OrderStatus.Expired, 0L, OrderStatus.Open, 500L), (Order(desk, "O-1").Status, Order(desk, "O-1").Open.Value, Order(desk, "O-2").Status, Order(desk, "O-2").Open.Value));
        await desk.Refused("order.nothing-open", "trader", "orders", "O-1", "cancel-order", """{"reason":"late"}""");
        await desk.Done("finance", "orders", "O-1", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":400,"price":{"amount":80.00,"currency":"CNY"}}""");
        Assert.Equal((OrderStatus.Expired, 400L), (Order(desk, "O-1").Status, desk.Workplace.Read.Trades.Find("O-1-F1")!.State.Terms!.Quantity.Value));
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-1", "capture-trade", Sale(1_101)); // 400 executed and 500 of the order that stands
        await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(1_100));
        await Advance(desk, "2026-06-09");
        Assert.Equal(OrderStatus.Expired, Order(desk, "O-2").Status);
        Assert.Equal("Expired", desk.Workplace.Queries.Orders.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(o => o.Key == "O-2").Status.ToString());
    }

    [Fact]
    public async Task An_order_entered_after_its_last_day_promises_nothing()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":2000,"document":"AL"}""");
        await Advance(desk, "2026-06-08");
        await desk.Done("trader", "orders", "O-1", "place-order", Sale(2_000));
        Assert.Equal(OrderStatus.Expired, Order(desk, "O-1").Status);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(2_000));
    }
}
