using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>The board around the Dragon Boat Festival: Friday 2026-06-19 is closed in Hubei, where a trade settles on the next trading day.</summary>
public class HolidaySettlementTests
{
    private static Task To(TestDesk desk, string day) => desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{day}}"}""");

    private static IReadOnlyList<SettlementLeg> Legs(TestDesk desk) => desk.Workplace.Queries.Settlement.Legs(desk.Workplace.Queries.Resolve(null, null).AsOf!);

    [Fact]
    public async Task A_trade_before_a_holiday_is_due_after_it_and_late_from_the_next_trading_day()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "HB-1", "open-account", """{"holder":"QM","market":"hubei","name":"HB","nameZh":"鄂"}""");
        foreach (var day in new[] { "2026-06-17", "2026-06-18" })
        {
            await To(desk, day);
            await desk.Done("trader", "trades", $"T-{day[^2..]}", "capture-trade", $$"""
                {"tradeDate":"{{day}}","account":"HB-1","side":"buy","method":"listed","product":"hubei/HBEA/none","quantity":1000,
                 "price":{"amount":40.00,"currency":"CNY"},"remark":"test"}
                """);
            await desk.Done("approver", "trades", $"T-{day[^2..]}", "approve-trade", "{}");
        }

        var due = Legs(desk).ToLookup(l => l.Key, l => l.Due);
        Assert.Equal([new(2026, 6, 18), new DateOnly(2026, 6, 18)], due["T-17"]); // units and cash
        Assert.Equal([new(2026, 6, 22), new DateOnly(2026, 6, 22)], due["T-18"]);
        Assert.Equal([0, 0], Late("T-18"));
        await To(desk, "2026-06-19");
        Assert.Equal([0, 0], Late("T-17")); // nothing settles on a holiday
        await To(desk, "2026-06-22");
        Assert.Equal([1, 1], Late("T-17"));
        Assert.Equal([0, 0], Late("T-18"));
        await To(desk, "2026-06-23");
        Assert.Equal([1, 1], Late("T-18"));
        await desk.Done("finance", "trades", "T-18", "confirm-settlement", """{"effective":"2026-06-23","evidence":"ST"}""");
        Assert.Equal([0, 0], Late("T-18"));

        IEnumerable<int> Late(string key) => Legs(desk).Where(l => l.Key == key).Select(l => l.LateDays);
    }
}
