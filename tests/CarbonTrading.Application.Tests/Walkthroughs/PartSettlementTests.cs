using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Cash beside units where they are confirmed in parts, together or each by itself, and where the rest never settles.</summary>
public class PartSettlementTests
{
    private static async Task<TestDesk> WithTrade(string side)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":20000,"document":"AL"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"{{side}}","method":"listed","product":"cn-ets/CEA/2025","quantity":10000,"price":{"amount":83.10,"currency":"CNY"},"fee":0}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        return desk;
    }

    private static Trade Now(TestDesk desk) => desk.Workplace.Read.Trades.Find("T-1")!.State;

    private static Task Units(TestDesk desk, int quantity, bool only) => desk.Done("finance", "trades", "T-1", "confirm-settlement",
        $$"""{"effective":"2026-06-05","evidence":"line {{Now(desk).Parts.Count}}","quantity":{{quantity}},"unitsOnly":{{(only ? "true" : "false")}}}""");

    private static Task Cash(TestDesk desk, decimal amount) => desk.Done("finance", "trades", "T-1", "confirm-cash",
        $$"""{"effective":"2026-06-05","amount":{{amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}},"evidence":"bank"}""");

    [Fact]
    public async Task Cash_that_comes_with_a_part_is_the_cash_of_that_part()
    {
        await using var desk = await WithTrade("buy");
        await Units(desk, 4_000, only: true);
        Assert.Equal(0m, Now(desk).SettledCash);
        await Units(desk, 3_000, only: false);
        Assert.Equal(249_300m, Now(desk).SettledCash); // 3,000 x 83.10
        await Cash(desk, 332_400m); // the bank's line for the first part
        await Units(desk, 3_000, only: false);
        Assert.Equal((831_000m, TradeStatus.Settled), (Now(desk).SettledCash, Now(desk).Status));
    }

    [Fact]
    public async Task Cash_paid_ahead_is_not_counted_again_when_its_units_come()
    {
        await using var desk = await WithTrade("buy");
        await Cash(desk, 500_000m);
        await Units(desk, 4_000, only: false); // 332,400 of what is paid already
        Assert.Equal(500_000m, Now(desk).SettledCash);
        await Units(desk, 6_000, only: false); // 498,600, less the 167,600 paid ahead
        Assert.Equal(831_000m, Now(desk).SettledCash);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cash_of_what_was_delivered_is_booked_though_the_rest_failed_or_was_cancelled(bool cancelled)
    {
        await using var desk = await WithTrade("sell");
        await Units(desk, 4_000, only: true);
        await desk.Done("finance", "trades", "T-1", "fail-settlement", """{"effective":"2026-06-05","reason":"short at the registry"}""");
        if (cancelled) await desk.Done("approver", "trades", "T-1", "cancel-trade", """{"reason":"rest given up"}""");
        await desk.Refused("trade.more-cash-than-open", "finance", "trades", "T-1", "confirm-cash", """{"effective":"2026-06-05","amount":332400.01,"evidence":"bank"}""");
        await Cash(desk, 332_400m);
        var legs = desk.Workplace.Queries.Settlement.Of("T-1", desk.Workplace.Queries.Resolve(null, null).AsOf!);
        Assert.Equal(332_400m, legs.Single(l => l.Kind == LegKind.Cash).SettledAmount);
        Assert.All(legs, l => Assert.False(l.IsToCome));
        if (cancelled) Assert.Equal([(LegStatus.Confirmed, 4_000L, 0m), (LegStatus.Confirmed, 0, 332_400m)], legs.Select(l => (l.Status, l.Quantity ?? 0, l.Amount ?? 0m)));
        Assert.Equal((16_000, 4_000), (desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free), desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Delivered)));
    }
}
