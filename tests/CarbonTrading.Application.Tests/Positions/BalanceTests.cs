using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Positions;

/// <summary>Balances kept movement by movement are what the sums over the table say.</summary>
public class BalanceTests
{
    [Fact]
    public async Task Kept_balances_agree_with_the_sums_over_the_whole_sample()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var table = desk.Workplace.Read.Movements.Now;
        Agrees(table);
        foreach (var (cell, i) in table.Cells.Select((c, i) => (c, i)))
            foreach (var on in new[] { new DateOnly(2025, 9, 1), new(2025, 12, 31), new(2026, 5, 29), new(2026, 6, 5), new(2026, 6, 8) })
            {
                var notYet = PositionQuery.Lots(table, BookDates.Last, long.MaxValue, cell.Account, cell.Unit)
                    .Where(l => cell.Unit.Origin == Origin.Purchased && From(l.Acquired) > on).Sum(l => l.In(Bucket.Free));
                Assert.Equal(notYet, table.Balances[i].NotSellable(From, on));

                DateOnly From(DateOnly day) => AllowanceAccountDecider.SellableFrom(cell.Unit.Product.Market, day, desk.Workplace.Rules);
            }
    }

    [Fact]
    public async Task A_back_dated_purchase_is_sellable_by_its_own_day_and_what_was_published_does_not_change()
    {
        await using var desk = await TestDesk.Open();
        async Task Buy(string day, int quantity) => await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
            $$"""{"effective":"{{day}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"} }""");
        await Buy("2026-06-05", 1_000);
        var before = desk.Workplace.Read.Movements.Now;
        Assert.Equal([(new DateOnly(2026, 6, 5).DayNumber, 1_000L)], before.Balances[0].FreeByDay);
        await Buy("2026-06-02", 300);
        await desk.Done("trader", "accounts", "QM-CHP-01", "reserve-units", """{"effective":"2026-06-05","reservation":"R","product":"cn-ets/CEA/2025","quantity":300,"purpose":"sale"}""");
        var now = desk.Workplace.Read.Movements.Now;
        Assert.Equal((1_300L, 1_000L), (now.Balances[0].Held, now.Balances[0].Free));
        Assert.Equal([(new DateOnly(2026, 6, 5).DayNumber, 1_000L)], now.Balances[0].FreeByDay); // the older lot went first
        Assert.Equal(1_000L, before.Balances[0].Held);
        Agrees(now);
    }

    private static void Agrees(MovementTable.Snapshot table)
    {
        var lines = PositionQuery.Lines(table, BookDates.Last, long.MaxValue).ToDictionary(l => (l.Account, l.Unit));
        Assert.Equal(table.Cells.Count, table.Balances.Count);
        foreach (var (cell, i) in table.Cells.Select((c, i) => (c, i)))
        {
            if (lines.TryGetValue((cell.Account, cell.Unit), out var line)) Assert.Equal(line.Tonnes, table.Balances[i].Tonnes);
            else Assert.All(table.Balances[i].Tonnes, t => Assert.Equal(0L, t));
        }
    }
}
