using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Orders;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>An execution that is corrected or taken back after its trade settled: in the end the books are as if it had been right at once.</summary>
public class SettledFillTests
{
    private const string Cea25 = "cn-ets/CEA/2025";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Order(string side = "buy", int quantity = 10_000) => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"{{side}}","method":"listed","product":"{{Cea25}}","quantity":{{quantity}},
         "price":{"amount":{{(side == "buy" ? "81.00" : "79.00")}},"currency":"CNY"} }
        """;

    private static string Fill(string id, long quantity, string price = "80.00", string? replaces = null) => $$"""
        {"execution":"{{id}}","tradeDate":"2026-06-05","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"},"fee":0{{(replaces is null ? "" : $",\"replaces\":\"{replaces}\"")}} }
        """;

    /// <summary>An order with one execution of 4,000 t, settled.</summary>
    private static async Task<TestDesk> Settled(string side = "buy", int free = 0)
    {
        var desk = await TestDesk.Open();
        if (free > 0) await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":{{free}},"document":"AL"}""");
        await desk.Done("trader", "orders", "O-1", "place-order", Order(side));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000));
        await Approved(desk, "O-1-F1");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        return desk;
    }

    private static Task Approved(TestDesk desk, string trade) => desk.Done("approver", "trades", trade, "approve-trade", "{}");

    private static Trade Of(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State;

    private static OrderRow Row(TestDesk desk) => desk.Workplace.Queries.Orders.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single();

    private static async Task Holds(TestDesk desk) => Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));

    [Fact]
    public async Task The_correction_takes_the_place_of_the_settled_trade_once_it_is_approved()
    {
        await using var desk = await Settled();
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 5_000, "79.90", "EX-1"));
        var right = Of(desk, "O-1-F2");
        Assert.Equal((TradeStatus.PendingApproval, "O-1-F1", "→ EX-2", "trader"), (right.Status, right.Replaces, right.Reason, right.CapturedBy));
        Assert.Equal((TradeStatus.Settled, 4_000), (Of(desk, "O-1-F1").Status, desk.In("QM-CHP-01", Cea25, Bucket.Free))); // until then the settled one stands
        Assert.True(Row(desk).NeedsLook);
        await Approved(desk, "O-1-F2");
        Assert.Equal((TradeStatus.Corrected, "O-1-F2"), (Of(desk, "O-1-F1").Status, Of(desk, "O-1-F1").ReplacedBy));
        Assert.Equal((TradeStatus.InTransit, 4_000L), (Of(desk, "O-1-F2").Status, Of(desk, "O-1-F2").SettledQuantity.Value)); // what was settled is carried over
        Assert.Equal(4_000, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        Assert.False(Row(desk).NeedsLook);
        await desk.Done("finance", "trades", "O-1-F2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-2"}""");
        Assert.Equal((5_000, 5_000L, 79.90m), (desk.In("QM-CHP-01", Cea25, Bucket.Free), Row(desk).Filled, Row(desk).AveragePrice));
        Assert.Equal(399_500m, desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Cost);
        await Holds(desk);
    }

    [Fact]
    public async Task A_sale_on_its_way_and_one_settled_are_corrected_alike()
    {
        await using var desk = await Settled("sell", free: 11_000);
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 2_000, "79.50", "EX-1"));
        await Approved(desk, "O-1-F2");
        Assert.Equal((TradeStatus.Settled, 9_000), (Of(desk, "O-1-F2").Status, desk.In("QM-CHP-01", Cea25, Bucket.Free)));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-3", 1_000, "79.60"));
        await Approved(desk, "O-1-F3");
        Assert.Equal(TradeStatus.InTransit, Of(desk, "O-1-F3").Status);
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-4", 1_500, "79.60", "EX-3"));
        await Approved(desk, "O-1-F4");
        Assert.Equal((TradeStatus.Corrected, TradeStatus.InTransit), (Of(desk, "O-1-F3").Status, Of(desk, "O-1-F4").Status));
        Assert.Equal((7_500, 1_500), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        await Holds(desk);
    }

    [Fact]
    public async Task A_second_correction_before_the_first_is_approved_leaves_one_trade_in_the_place()
    {
        await using var desk = await Settled();
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 5_000, "79.90", "EX-1"));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-3", 3_000, "79.80", "EX-2"));
        Assert.Equal((TradeStatus.Cancelled, "O-1-F1"), (Of(desk, "O-1-F2").Status, Of(desk, "O-1-F3").Replaces));
        await Approved(desk, "O-1-F3");
        Assert.Equal((TradeStatus.Settled, 3_000), (Of(desk, "O-1-F3").Status, desk.In("QM-CHP-01", Cea25, Bucket.Free)));
        await Holds(desk);
    }

    [Fact]
    public async Task What_is_taken_back_after_it_settled_leaves_the_books_by_two_persons()
    {
        await using var desk = await Settled();
        const string Never = """{"effective":"2026-06-05","reason":"error trade"}""";
        await desk.Refused("trade.execution-stands", "trader", "trades", "O-1-F1", "annul-trade", Never);
        await desk.Done("trader", "orders", "O-1", "bust-fill", """{"execution":"EX-1","reason":"error trade"}""");
        Assert.Equal(("trade.not-at-step", true), (Row(desk).Fills[0].Problem?.Code, Row(desk).NeedsLook));
        await desk.Refused("permission.denied", "compliance", "trades", "O-1-F1", "annul-trade", Never);
        await desk.Refused("trade.field-missing", "trader", "trades", "O-1-F1", "annul-trade", """{"effective":"2026-06-05","reason":" "}""");
        await desk.Agreed("trader", "trades", "O-1-F1", "annul-trade", Never);
        Assert.Equal((TradeStatus.Corrected, (string?)null, 0), (Of(desk, "O-1-F1").Status, Of(desk, "O-1-F1").ReplacedBy, desk.In("QM-CHP-01", Cea25, Bucket.Free)));
        Assert.False(Row(desk).NeedsLook);
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 10_000)); // all of the order has room again
        Assert.Equal(TradeStatus.PendingApproval, Of(desk, "O-1-F2").Status);
        await desk.Refused("trade.execution-stands", "trader", "trades", "O-1-F2", "annul-trade", Never);
        await Holds(desk);
    }

    [Fact]
    public async Task A_price_corrected_where_it_stands_is_what_the_correction_says()
    {
        await using var desk = await Settled();
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 4_000, "79.90", "EX-1"));
        await desk.Agreed("trader", "trades", "O-1-F1", "correct-price", """{"effective":"2026-06-05","price":{"amount":79.90,"currency":"CNY"},"reason":"broker's correction"}""");
        var fill = Row(desk).Fills.Single(f => f.Execution == "EX-2");
        Assert.Equal(("O-1-F1", TradeStatus.Settled, TradeStatus.Cancelled), (fill.Trade, fill.TradeStatus, Of(desk, "O-1-F2").Status));
        Assert.False(Row(desk).NeedsLook);
        await desk.Refused("trade.execution-stands", "trader", "trades", "O-1-F1", "annul-trade", """{"effective":"2026-06-05","reason":"no"}""");
        await Holds(desk);
    }

    /// <summary>The settled 4,000 t and the correction of 5,000 t do not count together: 5,000 t are within the soft limit of 6,000 t, and no reason is asked for.</summary>
    [Fact]
    public async Task A_correction_is_read_against_the_limits_in_the_place_of_the_settled_one()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":6000,"unit":"t","hardness":"soft","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Day","nameZh":"日","reason":"policy","counts":"traded-per-day"}
            """);
        await desk.Done("trader", "orders", "O-1", "place-order", Order(quantity: 6_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000));
        await Approved(desk, "O-1-F1");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 5_000, "79.90", "EX-1"));
        Assert.All(Of(desk, "O-1-F2").Limits, l => Assert.Equal(Kernel.LimitState.Passes, l.State));
        await Approved(desk, "O-1-F2");
    }

    [Fact]
    public async Task What_an_annulled_trade_paid_comes_back_by_an_event_of_its_own()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", """{"market":"cn-ets","effective":"2026-06-04","amount":1000000.00,"currency":"CNY","evidence":"ST"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"{{Cea25}}","quantity":1000,"price":{"amount":80.00,"currency":"CNY"},"fee":0}
            """);
        await Approved(desk, "T-1");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Equal(920_000.00m, Available());
        await desk.Agreed("trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"never was"}""");
        Assert.Equal((1_000_000.00m, 0m), (Available(), Of(desk, "T-1").SettledCash));
        var back = Assert.IsType<CashReversed>(desk.Workplace.Read.Trades.Find("T-1")!.History[^1].Event);
        Assert.Equal((new DateOnly(2026, 6, 5), 80_000.00m), (back.Effective, back.Amount));
        await Holds(desk);
        decimal? Available() => desk.Workplace.Queries.Funds.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Account == "QM-CHP-01").Available;
    }

    [Fact]
    public async Task A_trade_of_no_order_is_taken_out_too_and_one_whose_units_were_used_is_not()
    {
        await using var desk = await TestDesk.Open();
        static string Trade(string side, int quantity) => $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"{{side}}","method":"{{(side == "buy" ? "listed" : "otc")}}","product":"{{Cea25}}","quantity":{{quantity}},
             "price":{"amount":80.00,"currency":"CNY"}{{(side == "buy" ? "" : ",\"counterparty\":\"HB-CARS\"")}} }
            """;
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade("buy", 1_000));
        await Approved(desk, "T-1");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":400}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "reserve-units", $$"""{"effective":"2026-06-05","reservation":"R-1","product":"{{Cea25}}","quantity":1,"purpose":"sale"}""");
        var used = await desk.Refused("trade.used-since", "trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"never was"}""");
        Assert.Contains("T-1", used.Message, StringComparison.Ordinal);
        await desk.Done("compliance", "accounts", "QM-CHP-01", "release-units", """{"effective":"2026-06-05","reservation":"R-1","reason":"not needed"}""");
        await desk.Refused("trade.correction-day", "trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-04","reason":"never was"}""");
        await desk.Agreed("trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"never was"}""");
        Assert.Equal((TradeStatus.Corrected, 0), (Of(desk, "T-1").Status, desk.In("QM-CHP-01", Cea25, Bucket.Free)));
        await desk.Refused("trade.not-annulled", "trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"again"}""");
        await Holds(desk);
    }

    /// <summary>Units of the settled one were used since: it stands, and counts against the limit, as before; the correction says why, and is cancelled.</summary>
    [Fact]
    public async Task Where_the_account_cannot_take_the_settled_one_back_it_stands_and_counts_as_before()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":20000,"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Day","nameZh":"日","reason":"policy","counts":"traded-per-day"}
            """);
        await desk.Done("trader", "orders", "O-1", "place-order", Order());
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000));
        await Approved(desk, "O-1-F1");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "reserve-units", $$"""{"effective":"2026-06-05","reservation":"R-1","product":"{{Cea25}}","quantity":4000,"purpose":"use"}""");
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 5_000, "79.90", "EX-1"));
        Assert.Equal(9_000m, Used(desk)); // both, until it is known which of them stands
        await Approved(desk, "O-1-F2");
        Assert.Equal((TradeStatus.Settled, TradeStatus.Approved), (Of(desk, "O-1-F1").Status, Of(desk, "O-1-F2").Status));
        Assert.NotNull(Of(desk, "O-1-F2").LastProblem);
        await desk.Refused("trade.execution-stands", "trader", "trades", "O-1-F2", "cancel-trade", """{"reason":"units are used"}"""); // the broker made it
        await desk.Done("trader", "orders", "O-1", "bust-fill", """{"execution":"EX-2","reason":"withdrawn"}""");
        Assert.Equal((TradeStatus.Cancelled, 4_000m), (Of(desk, "O-1-F2").Status, Used(desk)));
        await Holds(desk);
        static decimal Used(TestDesk desk) => desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Used ?? 0;
    }
}
