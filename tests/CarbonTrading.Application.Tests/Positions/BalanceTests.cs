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
                var notYet = (await LotsOf(desk, cell.Account)).Where(l => l.Unit == cell.Unit && cell.Unit.Origin is Origin.Purchased or Origin.CarriedOver && l.SellableFrom > on)
                    .Sum(l => l.In(Bucket.Free).Quantity.Value);
                Assert.Equal(notYet, table.Balances[i].NotSellable(on));
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
        Assert.Equal([(new DateOnly(2026, 6, 8).DayNumber, 1_000L)], before.Balances[0].FreeBySaleDay); // Friday's are sold from Monday
        await Buy("2026-06-02", 300);
        await desk.Done("trader", "accounts", "QM-CHP-01", "reserve-units", """{"effective":"2026-06-05","reservation":"R","product":"cn-ets/CEA/2025","quantity":300,"purpose":"sale"}""");
        var now = desk.Workplace.Read.Movements.Now;
        Assert.Equal((1_300L, 1_000L), (now.Balances[0].Held, now.Balances[0].Free));
        Assert.Equal([(new DateOnly(2026, 6, 8).DayNumber, 1_000L)], now.Balances[0].FreeBySaleDay); // the older lot went first
        Assert.Equal(1_000L, before.Balances[0].Held);
        Agrees(now);
    }

    [Fact]
    public async Task What_was_bought_long_ago_and_is_moved_over_today_may_be_sold_today()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
            """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", """
            {"kind":"internal-transfer","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":0,"currency":"CNY"},
             "counterparty":"QM","document":"K-7","startsOn":"2026-06-05","otherAccount":"QM-ALU-01"}
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"REG-1"}""");
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"ST 1"}""");
        Assert.Equal(1_000, desk.In("QM-ALU-01", "cn-ets/CEA/2025", Bucket.Free));
        await desk.Done("trader", "trades", "T-1", "capture-trade",
            """{"tradeDate":"2026-06-05","account":"QM-ALU-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80.00,"currency":"CNY"}}""");
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(0, desk.In("QM-ALU-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    [Fact]
    public async Task What_was_bought_today_is_not_sold_today_from_another_own_account_either()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        foreach (var (day, quantity) in new[] { ("2026-06-01", 600), ("2026-06-05", 400) })
            await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
                $$"""{"effective":"{{day}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", """
            {"kind":"internal-transfer","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":0,"currency":"CNY"},
             "counterparty":"QM","document":"K-7","startsOn":"2026-06-05","otherAccount":"QM-ALU-01"}
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"REG-1"}""");
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"ST 1"}""");
        Assert.Equal(1_000, desk.In("QM-ALU-01", "cn-ets/CEA/2025", Bucket.Free));
        var table = desk.Workplace.Read.Movements.Now;
        var there = table.Balances[table.Cells.Select((c, i) => (c, i)).Single(c => c.c.Account == "QM-ALU-01").i];
        Assert.Equal((400L, 0L), (there.NotSellable(new(2026, 6, 5)), there.NotSellable(new(2026, 6, 8))));
        static string Sale(int quantity) => $$"""
            {"tradeDate":"2026-06-05","account":"QM-ALU-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"} }
            """;
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-1", "capture-trade", Sale(601));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(600));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(400, desk.In("QM-ALU-01", "cn-ets/CEA/2025", Bucket.Free)); // and the older ones went
        Agrees(desk.Workplace.Read.Movements.Now);
    }

    private static async Task<IEnumerable<Lot>> LotsOf(TestDesk desk, string key)
    {
        async Task<TState> Fold<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider) where TState : notnull where TCommand : notnull where TEvent : class =>
            (await desk.Workplace.Store.Events.Read($"{decider.Entity}/{key}", 0, TestContext.Current.CancellationToken)).Aggregate(decider.Initial, (s, e) => decider.Evolve(s, e.As<TEvent>()));
        return [.. (await Fold(AllowanceAccountDecider.Instance)).Lots, .. (await Fold(Domain.Offsets.CcerHoldingDecider.Instance)).Lots];
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
