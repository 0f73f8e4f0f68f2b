using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Open orders use what hard limits allow, before the venue fills them.</summary>
public class OrderHeadroomTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Buy(int quantity, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"}{{more}}}
        """;

    private static string Limit(string kind, string scope, int amount, string more) => $$"""
        {"kind":"{{kind}}","scope":"{{scope}}","amount":{{amount}},"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31","name":"Test","nameZh":"测试","reason":"policy"{{more}}}
        """;

    private static async Task<TestDesk> With(string limit)
    {
        var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "HARD", "set-limit", limit);
        return desk;
    }

    private static Task<Outcome> Fill(TestDesk desk, string order, int quantity) => desk.Done("finance", "orders", order, "record-fill",
        $$"""{"execution":"E-{{order}}","tradeDate":"2026-06-05","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"} }""");

    [Theory]
    [InlineData("trader", "trader", ""","counts":"traded-per-day" """)]
    [InlineData("book", "COMPLIANCE", ""","counts":"open" """)]
    [InlineData("product", "cn-ets/CEA", ""","counts":"open-and-traded-per-day" """)]
    [InlineData("counterparty", "HB-CARS", ""","counts":"open" """)]
    [InlineData("position", "cn-ets/CEA/2025", ""","account":"QM-CHP-01" """)]
    public async Task An_open_order_counts_until_it_ends_and_its_execution_counts_once(string kind, string scope, string more)
    {
        await using var desk = await With(Limit(kind, scope, 10_000, more));
        const string names = ""","book":"COMPLIANCE","counterparty":"HB-CARS" """;
        await desk.Done("trader", "orders", "O-1", "place-order", Buy(6_000, names));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "orders", "O-2", "place-order", Buy(4_001, names))).Error?.Code);
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-1", "capture-trade", Buy(4_001, names))).Error?.Code);
        await Fill(desk, "O-1", 2_500);
        Assert.Empty(desk.Workplace.Read.Trades.Find("O-1-F1")!.State.LimitsWaiting);
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-1", "capture-trade", Buy(4_001, names))).Error?.Code);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(4_000, names));
        await desk.Done("trader", "orders", "O-1", "cancel-order", """{"reason":"price moved"}""");
        await desk.Done("trader", "trades", "T-2", "capture-trade", Buy(3_500, names));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-3", "capture-trade", Buy(1, names))).Error?.Code);
    }

    [Fact]
    public async Task The_list_of_limits_says_what_open_orders_hold_and_what_is_left()
    {
        await using var desk = await With(Limit("product", "cn-ets/CEA", 10_000, ""","counts":"open-and-traded-per-day" """));
        LimitRow Row(long? known = null) => desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, known?.ToString(CultureInfo.InvariantCulture)).AsOf!).Single();
        await desk.Done("trader", "orders", "O-1", "place-order", Buy(3_000));
        await desk.Done("trader", "orders", "O-2", "place-order", Buy(4_000));
        var before = desk.Workplace.Tail.Position;
        Assert.Equal([new HeldByOrder("O-2", 4_000m), new HeldByOrder("O-1", 3_000m)], Row().Orders);
        Assert.Equal((0m, 7_000m, 3_000m), (Row().Used, Row().HeldByOrders, Row().Headroom));
        await Fill(desk, "O-1", 1_000);
        Assert.Equal((1_000m, 6_000m, 3_000m), (Row().Used, Row().HeldByOrders, Row().Headroom)); // as a trade, no more as an order
        await desk.Done("trader", "orders", "O-2", "cancel-order", """{"reason":"price moved"}""");
        Assert.Equal((1_000m, 2_000m, 7_000m), (Row().Used, Row().HeldByOrders, Row().Headroom));
        Assert.Equal((0m, 7_000m, 3_000m), (Row(before).Used, Row(before).HeldByOrders, Row(before).Headroom)); // as it was known
    }

    /// <summary>Half of all that is dealt with named counterparties may be with one.</summary>
    [Fact]
    public async Task A_block_order_counts_in_the_share_of_its_counterparty()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "SHARE", "set-limit", """
            {"kind":"concentration","scope":"counterparty:HB-CARS","amount":0.5,"unit":"fraction","hardness":"hard",
            "validFrom":"2026-06-01","validTo":"2026-12-31","name":"Test","nameZh":"测试","reason":"policy"}
            """);
        string Block(int quantity, string counterparty) => $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"block","product":"cn-ets/CEA/2025","quantity":{{quantity}},
            "price":{"amount":80.00,"currency":"CNY"},"counterparty":"{{counterparty}}"}
            """;
        await desk.Done("trader", "orders", "O-1", "place-order", Block(200_000, "OTHER"));
        await desk.Done("trader", "orders", "O-2", "place-order", Block(100_000, "HB-CARS"));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "orders", "O-3", "place-order", Block(110_000, "HB-CARS"))).Error?.Code); // 210 of 410
        await desk.Done("trader", "orders", "O-4", "place-order", Block(100_000, "HB-CARS")); // 200 of 400
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-1", "capture-trade", Block(100_000, "HB-CARS"))).Error?.Code);
        await desk.Done("trader", "orders", "O-4", "cancel-order", """{"reason":"price moved"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Block(100_000, "HB-CARS")); // what ended counts no more
    }

    [Fact]
    public async Task Orders_within_a_limit_are_booked_whole_and_none_waits_for_an_override()
    {
        await using var desk = await With(Limit("trader", "trader", 10_000, ""","counts":"traded-per-day" """));
        for (var i = 1; i <= 4; i++) await desk.Send("trader", "orders", $"O-{i}", "place-order", Buy(3_000));
        Assert.Equal(["O-1", "O-2", "O-3"], desk.Workplace.Read.Orders.All().Select(o => o.Key));
        foreach (var order in desk.Workplace.Read.Orders.All()) await Fill(desk, order.Key, 3_000);
        Assert.All(desk.Workplace.Read.Trades.All(), t => Assert.Empty(t.State.LimitsWaiting));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(0, 8)]
    [InlineData(4, 4)]
    public async Task Deals_at_the_same_moment_never_pass_a_hard_limit_together(int orders, int trades)
    {
        await using var desk = await With(Limit("trader", "trader", 2_000, ""","counts":"traded-per-day" """));
        var outcomes = await Task.WhenAll(Enumerable.Range(1, orders + trades).Select(i => Task.Run(() => i <= orders
            ? desk.Workplace.Desk.Execute(OrderDecider.Instance, $"O-{i}", JsonSerializer.Deserialize<PlaceOrder>(Buy(600), Contract.Strict)!, new Caller("trader", $"id-{i}"), Ct)
            : desk.Workplace.Desk.Execute(TradeDecider.Instance, $"T-{i}", JsonSerializer.Deserialize<CaptureTrade>(Buy(600), Contract.Strict)!, new Caller("trader", $"id-{i}"), Ct), Ct)));
        Assert.Equal(3, outcomes.Count(o => o.Error is null));
        await desk.Settle();
        Assert.All(desk.Workplace.Read.Trades.All(), t => Assert.Empty(t.State.LimitsWaiting));
        await desk.Done("trader", "orders", "O-20", "place-order", Buy(200)); // what was refused holds nothing
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "orders", "O-21", "place-order", Buy(1))).Error?.Code);
    }

    [Fact]
    public async Task An_imported_trade_that_finds_no_headroom_says_so_in_the_answer()
    {
        await using var desk = await With(Limit("trader", "trader", 2_000, ""","counts":"traded-per-day" """));
        var seen = desk.Workplace.Read.Limits.Find("HARD")!.State.Terms!;
        var lower = new SetLimit(seen.Kind, seen.Scope, 1_000, seen.Unit, seen.Hardness, seen.ValidFrom, seen.ValidTo, seen.Name, seen.NameZh, "cut", seen.Counts);
        // Cut by another node: this desk's read side has not seen it yet.
        var stamp = new Stamp("cut", "approver", desk.Clock.GetUtcNow(), desk.Workplace.Rules.Version, new(2026, 6, 5), "finance");
        Assert.Null((await new LocalEntityHost(desk.Workplace.Store.Events, desk.Workplace.Rules).Execute(LimitDecider.Instance, "HARD", lower, stamp, Ct)).Error);
        var file = Encoding.UTF8.GetBytes("trade,tradeDate,account,side,method,product,quantity,price,currency\nI-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1500,80.00,CNY\n");
        var (lines, _) = await new TradeImport(desk.Workplace.BulkDesk(), desk.Workplace.Read, desk.Workplace.Processes.RunToEnd).Import(file, "trader", ct: Ct);
        var line = Assert.Single(lines);
        Assert.Equal(("captured", "HARD"), (line.State, Assert.Single(line.Waits!).Limit));
        (lines, _) = await new TradeImport(desk.Workplace.BulkDesk(), desk.Workplace.Read).Import(file, "trader", ct: Ct);
        Assert.Equal("known already", Assert.Single(lines, l => l.Waits is not null).State);
    }
}
