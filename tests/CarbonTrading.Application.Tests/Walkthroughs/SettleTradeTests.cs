using CarbonTrading.Application.Processes;
using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>One trade from capture to the last tonne, through desk and processes.</summary>
public class SettleTradeTests
{
    private const string Cea25 = "cn-ets/CEA/2025";

    private static string Trade(string side, long quantity, string price = "80.00", string method = "listed") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"{{side}}","method":"{{method}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":{{price}},"currency":"CNY"},"fee":12.34}
        """;

    private static List<LegStatus> Legs(TestDesk desk) => [.. desk.Workplace.Queries.Settlement.Legs(desk.Workplace.Queries.Resolve(null, null).AsOf!).Select(l => l.Status)];

    private static TradeStatus Status(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State.Status;

    [Fact]
    public async Task A_purchase_moves_the_position_only_by_evidence()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade("buy", 5000));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(TradeStatus.InTransit, Status(desk, "T-1"));
        Assert.Equal(0, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 7"}""");
        Assert.Equal(5000, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        var row = Assert.Single(desk.Workplace.Queries.Positions(desk.Workplace.Queries.Resolve(null, null).AsOf!));
        Assert.Equal(400_012.34m, row.Cost);
    }

    [Fact]
    public async Task The_trader_may_not_approve_and_nobody_may_approve_an_own_trade()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("admin", "people", "BOTH", "register-person", """{"login":"both","name":"Both","roles":["trader","approver"]}""");
        await desk.Done("both", "trades", "T-1", "capture-trade", Trade("buy", 5000));
        await desk.Refused("permission.denied", "trader", "trades", "T-1", "approve-trade", "{}");
        await desk.Refused("trade.maker-is-checker", "both", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(TradeStatus.PendingApproval, Status(desk, "T-1"));
    }

    [Fact]
    public async Task A_sale_reserves_then_is_in_transit_then_is_delivered()
    {
        await using var desk = await TestDesk.Open();
        await Free(desk, 8000);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade("sell", 3000));
        Assert.Equal(8000, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        Assert.Equal((5000, 3000), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 8"}""");
        Assert.Equal((5000, 0, 3000), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit), desk.In("QM-CHP-01", Cea25, Bucket.Delivered)));
    }

    [Fact]
    public async Task A_sale_settles_in_parts_units_and_cash_apart_and_the_rest_fails()
    {
        await using var desk = await TestDesk.Open();
        await Free(desk, 8000);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade("sell", 3000));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 8","quantity":1000,"unitsOnly":true}""");
        Assert.Equal((5000, 2000, 1000), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit), desk.In("QM-CHP-01", Cea25, Bucket.Delivered)));
        await desk.Done("finance", "trades", "T-2", "confirm-cash", """{"effective":"2026-06-05","amount":100000,"evidence":"bank 4"}""");
        await desk.Refused("trade.more-than-open", "finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 9","quantity":2001}""");

        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        Assert.Equal([("Units", "PartConfirmed", false), ("Cash", "PartConfirmed", true)],
            desk.Workplace.Queries.Settlement.Of("T-2", now).Select(l => (l.Kind.ToString(), l.Status.ToString(), l.IsIn)));
        await desk.Done("finance", "trades", "T-2", "fail-settlement", """{"effective":"2026-06-05","reason":"buyer withdrew"}""");
        Assert.Equal((7000, 0, 1000), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit), desk.In("QM-CHP-01", Cea25, Bucket.Delivered)));
        var trade = desk.Workplace.Read.Trades.Find("T-2")!.State;
        Assert.Equal((TradeStatus.Failed, 79_995.89m), (trade.Status, trade.SettledCash)); // a third of 240,000 less a third of the fee; 20,004.11 go back
        var sale = Assert.Single(await desk.Workplace.Queries.Costs.Realised(desk.Workplace.Queries.Resolve(null, null).AsOf!, new(2026, 1, 1), TestContext.Current.CancellationToken));
        Assert.Equal((1000L, 79_995.89m), (sale.Tonnes, sale.Proceeds));
        Assert.All(await Application.Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken), c => Assert.Empty(c.Findings));
    }

    private const string Ccer24 = "ccer/CCER/2024";

    private static string Credits(string side, long quantity, string vintage = "2024", string day = "2026-06-05") => $$"""
        {"tradeDate":"{{day}}","account":"QM-CCER-01","side":"{{side}}","method":"listed","product":"ccer/CCER/{{vintage}}","quantity":{{quantity}},
         "price":{"amount":70.00,"currency":"CNY"},"fee":10.00,"remark":"rules of the venue are not sure"}
        """;

    [Fact]
    public async Task Credits_are_bought_with_their_batch_and_sold_from_the_next_trading_day()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Refused("trade.unknown-holding", "trader", "trades", "T-1", "capture-trade", Credits("buy", 5000).Replace("QM-CCER-01", "QM-CHP-01", StringComparison.Ordinal));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Credits("buy", 5000).Replace("\"fee\"", "\"invoice\":\"special\",\"fee\"", StringComparison.Ordinal));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal((TradeStatus.InTransit, 0L), (Status(desk, "T-1"), desk.In("QM-CCER-01", Ccer24, Bucket.Free)));
        await desk.Refused("trade.batch-wrong", "finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"REG 1"}""");
        const string batch = """
            {"effective":"2026-06-05","evidence":"REG 1","batch":{"project":"PJ-9",
             "methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}}
            """;
        await desk.Done("finance", "trades", "T-1", "confirm-credit-settlement", batch);
        Assert.Equal((TradeStatus.Settled, 5000L), (Status(desk, "T-1"), desk.In("QM-CCER-01", Ccer24, Bucket.Free)));
        var cost = Assert.Single(desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!)).Cost;
        Assert.Equal(350_010m - (350_000m - 330_188.68m) - (10m - 9.43m), cost); // 6 % VAT in price and fee is deducted

        var early = await desk.Refused("trade.not-enough-available", "trader", "trades", "T-2", "capture-trade", Credits("sell", 1));
        Assert.Contains("no sale in the days after a purchase", early.Message, StringComparison.Ordinal);
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-2", "capture-trade", Credits("sell", 1)
            .Replace("listed", "otc", StringComparison.Ordinal).Replace("\"remark\"", "\"counterparty\":\"Buyer\",\"remark\"", StringComparison.Ordinal)); // nor outside the venue
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await desk.Done("trader", "trades", "T-2", "capture-trade", Credits("sell", 5000, day: "2026-06-08"));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        Assert.Equal((TradeStatus.InTransit, 5000L), (Status(desk, "T-2"), desk.In("QM-CCER-01", Ccer24, Bucket.InTransit)));
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-08","evidence":"REG 2"}""");
        var earned = Assert.Single(await desk.Workplace.Queries.Costs.Realised(desk.Workplace.Queries.Resolve(null, null).AsOf!, new(2026, 1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(("T-2", 5000L, 349_990m, cost, 349_990m - cost), (earned.Trade, earned.Tonnes, earned.Proceeds, earned.Cost, earned.Realised));
    }

    [Fact]
    public async Task A_limit_on_credits_held_counts_what_was_bought_once()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Agreed("finance", "limits", "POS", "set-limit", """
            {"kind":"position","scope":"ccer/CCER","account":"QM-CCER-01","unit":"t","amount":10000,"hardness":"hard",
             "validFrom":"2026-06-01","validTo":"2026-12-31","name":"P","nameZh":"持仓","reason":"test"}
            """);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Credits("buy", 5000));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-credit-settlement", """
            {"effective":"2026-06-05","evidence":"REG 1","batch":{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}}
            """);
        Assert.Equal(5_000m, desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Used);
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "capture-trade", Credits("buy", 5001))).Error?.Code);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Credits("buy", 5000));
    }

    [Fact]
    public async Task A_close_of_other_vintages_warns_and_refuses_nothing()
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,82.53,1000,0\n");
        string At(string vintage, string more) => Trade("buy", 100).Replace("CEA/2025", $"CEA/{vintage}", StringComparison.Ordinal).Replace("80.00", "70.00", StringComparison.Ordinal)
            .Replace("\"quantity\"", more + "\"quantity\"", StringComparison.Ordinal);
        await desk.Refused("trade.outside-price-limit", "trader", "trades", "T-1", "capture-trade", At("2025", "\"remark\":\"cheap\","));
        await desk.Done("trader", "trades", "T-2", "capture-trade", At("2024", "\"remark\":\"own close is not published\","));
        Assert.Contains(desk.Workplace.Read.Trades.Find("T-2")!.State.Checks,
            c => c is { Code: "price-limit-listed", Passed: false, Status: RuleStatus.Unsure } && c.Operands.Contains("cea-composite"));
    }

    [Fact]
    public async Task Credits_sold_settle_in_parts_and_the_rest_comes_back()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        foreach (var (year, quantity) in new[] { (2023, 900), (2024, 4000) })
            await desk.Done("compliance", "ccer", "QM-CCER-01", "receive-issued-batch", $$"""
                {"effective":"2026-06-01","document":"notice","quantity":{{quantity}},"batch":{"project":"PJ-9",
                 "methodology":"CCER-01-002-V01","periodFrom":"{{year}}-01-01","periodTo":"{{year}}-12-31","registeredOn":"2025-06-01"} }
                """);
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-1", "capture-trade", Credits("sell", 4001));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Credits("sell", 3000));
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-9", "capture-trade", Credits("sell", 1001)); // 3,000 wait in the other sale
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal((1000L, 3000L, 900L), (desk.In("QM-CCER-01", Ccer24, Bucket.Free), desk.In("QM-CCER-01", Ccer24, Bucket.InTransit), desk.In("QM-CCER-01", "ccer/CCER/2023", Bucket.Free)));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"REG 2","quantity":1200}""");
        await desk.Done("finance", "trades", "T-1", "fail-settlement", """{"effective":"2026-06-05","reason":"buyer withdrew"}""");
        Assert.Equal((2800L, 0L, 1200L), (desk.In("QM-CCER-01", Ccer24, Bucket.Free), desk.In("QM-CCER-01", Ccer24, Bucket.InTransit), desk.In("QM-CCER-01", Ccer24, Bucket.Delivered)));

        await desk.Done("trader", "trades", "T-2", "capture-trade", Credits("sell", 2800));
        await desk.Done("compliance", "ccer", "QM-CCER-01", "reserve-credits",
            """{"effective":"2026-06-05","reservation":"R-1","quantity":901,"purpose":"offset"}"""); // 900 of 2023, 1 of 2024
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        Assert.Equal((TradeStatus.Approved, "ccer-holding.not-enough-free"), (Status(desk, "T-2"), desk.Workplace.Read.Trades.Find("T-2")!.State.LastProblem?.Code));
        await desk.Done("trader", "trades", "T-2", "cancel-trade", """{"reason":"units are gone"}""");
        Assert.Equal((TradeStatus.Cancelled, 2799L), (Status(desk, "T-2"), desk.In("QM-CCER-01", Ccer24, Bucket.Free)));
        Assert.All(await Application.Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task A_sale_without_units_stays_approved_and_says_why()
    {
        await using var desk = await TestDesk.Open();
        await Free(desk, 1000);
        await desk.Done("trader", "trades", "T-3", "capture-trade", Trade("sell", 1000));
        await desk.Done("compliance", "accounts", "QM-CHP-01", "freeze-units",
            """{"effective":"2026-06-05","hold":"H","product":"cn-ets/CEA/2025","quantity":1,"authority":"court","document":"D"}""");
        await desk.Done("approver", "trades", "T-3", "approve-trade", "{}");
        var trade = desk.Workplace.Read.Trades.Find("T-3")!.State;
        Assert.Equal(TradeStatus.Approved, trade.Status);
        Assert.Contains("999", trade.LastProblem!.Message, StringComparison.Ordinal);
        Assert.Contains("999 tCO2e", trade.LastProblem.Values!); // for a sentence in another language
        Assert.Equal(999, desk.In("QM-CHP-01", Cea25, Bucket.Free));

        await desk.Done("compliance", "accounts", "QM-CHP-01", "unfreeze-units", """{"effective":"2026-06-05","hold":"H","document":"D"}""");
        Assert.Equal([LegStatus.Expected, LegStatus.Expected], Legs(desk));
        var instruct = new InstructSettlement(new(2026, 6, 5));
        Assert.Null((await desk.Workplace.Desk.Execute(TradeDecider.Instance, "T-3", instruct, new Caller("trader", "instruct-T-3"), TestContext.Current.CancellationToken)).Error);
        await desk.Workplace.Tail.CatchUp(TestContext.Current.CancellationToken);
        Assert.Equal([LegStatus.Instructed, LegStatus.Instructed], Legs(desk)); // the account has not heard of it yet
        await desk.Settle();
        Assert.Equal([LegStatus.InTransit, LegStatus.InTransit], Legs(desk));
        Assert.Equal((TradeStatus.InTransit, 1000L), (Status(desk, "T-3"), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
    }

    [Fact]
    public async Task Two_sales_cannot_be_promised_the_same_tonnes()
    {
        await using var desk = await TestDesk.Open();
        await Free(desk, 1000);
        await desk.Done("trader", "trades", "T-4", "capture-trade", Trade("sell", 600));
        var refused = await desk.Refused("trade.not-enough-available", "trader", "trades", "T-5", "capture-trade", Trade("sell", 401)); // T-4 waits for approval
        Assert.Contains("400 t would pass", refused.Message, StringComparison.Ordinal);
        await desk.Done("approver", "trades", "T-4", "approve-trade", "{}");
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-5", "capture-trade", Trade("sell", 401)); // now its units are on their way
        await desk.Done("trader", "trades", "T-5", "capture-trade", Trade("sell", 400));
        await desk.Done("approver", "trades", "T-5", "reject-trade", """{"reason":"price"}""");
        await desk.Done("trader", "trades", "T-8", "capture-trade", Trade("sell", 400)); // what was rejected promises nothing any more
        Assert.Equal((400, 600), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
    }

    [Fact]
    public async Task A_failed_settlement_gives_the_units_back_once()
    {
        await using var desk = await TestDesk.Open();
        await Free(desk, 1000);
        await desk.Done("trader", "trades", "T-6", "capture-trade", Trade("sell", 600));
        await desk.Done("approver", "trades", "T-6", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-6", "fail-settlement", """{"effective":"2026-06-05","reason":"counterparty short of cash"}""");
        Assert.Equal((1000, 0), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        await desk.Done("trader", "trades", "T-6", "cancel-trade", """{"reason":"given up"}""");
        Assert.Equal(1000, desk.In("QM-CHP-01", Cea25, Bucket.Free));
    }

    /// <summary>Case C15: bought today, not sold today; on the next trading day it may be.</summary>
    [Fact]
    public async Task Units_bought_today_cannot_be_sold_today()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"}}""");
        var refused = await desk.Refused("trade.not-enough-available", "trader", "trades", "T-7", "capture-trade", Trade("sell", 500));
        Assert.Equal("quantity", refused.Field);
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await desk.Done("trader", "trades", "T-7", "capture-trade", Trade("sell", 500).Replace("2026-06-05", "2026-06-08", StringComparison.Ordinal));
        await desk.Done("approver", "trades", "T-7", "approve-trade", "{}");
        Assert.Equal(TradeStatus.InTransit, Status(desk, "T-7"));
    }

    [Fact]
    public async Task Running_the_processes_again_from_the_start_changes_nothing()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var before = await desk.Workplace.Store.Events.Head(TestContext.Current.CancellationToken);
        var workplace = desk.Workplace;
        foreach (var (actor, _) in await workplace.Store.Values.List("process-cursor", TestContext.Current.CancellationToken))
            await workplace.Store.Values.Delete("process-cursor", actor, TestContext.Current.CancellationToken);
        await new ProcessRunner(workplace.Store.Events, workplace.Store.Values, workplace.Desk, workplace.Tail, AllProcesses.Of(workplace.Store.Events))
            .RunToEnd(TestContext.Current.CancellationToken);
        Assert.Equal(before, await desk.Workplace.Store.Events.Head(TestContext.Current.CancellationToken));
    }

    private static Task Free(TestDesk desk, long quantity) => desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation",
        $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"D"}""");
}
