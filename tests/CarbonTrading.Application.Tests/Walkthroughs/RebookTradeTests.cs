using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>A trade that was captured wrong, at every stage: the right one stands in its place, and nothing of it is counted twice or lost.</summary>
public class RebookTradeTests
{
    private const string Cea25 = "cn-ets/CEA/2025";
    private const string Ccer24 = "ccer/CCER/2024";
    private const string Batch = """{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Terms(string side, int quantity, string price = "80.00", string more = "", string account = "QM-CHP-01", string product = Cea25) => $$"""
        {"tradeDate":"2026-06-05","account":"{{account}}","side":"{{side}}","method":"listed","product":"{{product}}","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"}{{more}} }
        """;

    private static string Rebook(string replaces, string terms) => $$"""{"replaces":"{{replaces}}","reason":"typed wrong","terms":{{terms}} }""";

    private static string Settled(int? quantity = null, string more = "") =>
        $$"""{"effective":"2026-06-05","evidence":"statement 7"{{(quantity is { } q ? $",\"quantity\":{q}" : "")}}{{more}} }""";

    private static async Task<TestDesk> With(int free)
    {
        var desk = await TestDesk.Open();
        if (free > 0) await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":{{free}},"document":"AL"}""");
        return desk;
    }

    private static async Task Captured(TestDesk desk, string key, string terms)
    {
        await desk.Done("trader", "trades", key, "capture-trade", terms);
        await desk.Done("approver", "trades", key, "approve-trade", "{}");
    }

    private static async Task Right(TestDesk desk, string key, string wrong, string terms)
    {
        await desk.Done("trader", "trades", key, "rebook-trade", Rebook(wrong, terms));
        await desk.Done("approver", "trades", key, "approve-trade", "{}");
    }

    private static Trade Of(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State;

    private static async Task Holds(TestDesk desk) => Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));

    private static Application.PositionRow Row(TestDesk desk, string product = Cea25) =>
        desk.Workplace.Queries.Positions(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Unit.Product.ToString() == product && r.Unit.Origin == Origin.Purchased && r.Held > 0);

    /// <summary>Between the approval of the correction and the process that carries it out the wrong trade is confirmed: its units come in, go out, and are carried over once.</summary>
    [Fact]
    public async Task A_confirmation_that_comes_between_the_approval_of_a_correction_and_its_process_is_not_received_twice()
    {
        await using var desk = await TestDesk.Open();
        await Captured(desk, "T-1", Terms("buy", 1_000, "80.00"));
        await desk.Done("trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("buy", 1_000, "80.50")));
        Task<Engine.Outcome> Now(string actor, string key, TradeCommand command) =>
            desk.Workplace.Desk.Execute(TradeDecider.Instance, key, command, new Application.Caller(actor, $"now-{key}-{actor}"), TestContext.Current.CancellationToken);
        Assert.Null((await Now("approver", "T-2", new ApproveTrade())).Error);
        Assert.Null((await Now("finance", "T-1", new ConfirmSettlement(new(2026, 6, 5), "ST"))).Error);
        await desk.Settle();
        var (wrong, right) = (desk.Workplace.Read.Trades.Find("T-1")!.State, desk.Workplace.Read.Trades.Find("T-2")!.State);
        Assert.Equal((TradeStatus.Corrected, TradeStatus.Settled), (wrong.Status, right.Status));
        Assert.Equal(1_000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    /// <summary>Else the wrong trade and the second correction would both stand.</summary>
    [Fact]
    public async Task A_correction_is_corrected_only_once_it_took_its_place()
    {
        await using var desk = await TestDesk.Open();
        await Captured(desk, "T-1", Terms("buy", 1_000, "80.00"));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        await desk.Done("trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("buy", 900, "80.00")));
        var early = await desk.Refused("trade.correction-not-in-place", "trader", "trades", "T-3", "rebook-trade", Rebook("T-2", Terms("buy", 800, "80.00")));
        Assert.Contains("T-1", early.Message, StringComparison.Ordinal);
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        await Right(desk, "T-3", "T-2", Terms("buy", 800, "80.00"));
        Assert.Equal((TradeStatus.Corrected, TradeStatus.Corrected, TradeStatus.Settled), (Of(desk, "T-1").Status, Of(desk, "T-2").Status, Of(desk, "T-3").Status));
        Assert.Equal(800, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
        await Holds(desk);
    }

    [Fact]
    public async Task The_price_of_a_settled_purchase_is_corrected_with_its_cost_and_cash()
    {
        await using var desk = await With(0);
        await Captured(desk, "T-1", Terms("buy", 1000, "80.00", ",\"fee\":0"));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        Assert.Equal(80_000m, Row(desk).Cost);
        await Right(desk, "T-2", "T-1", Terms("buy", 1000, "79.00", ",\"fee\":10"));

        Assert.Equal((TradeStatus.Corrected, "T-2"), (Of(desk, "T-1").Status, Of(desk, "T-1").ReplacedBy));
        var right = Of(desk, "T-2");
        Assert.Equal((TradeStatus.Settled, 1000L, 79_010m), (right.Status, right.SettledQuantity.Value, right.SettledCash));
        Assert.Equal(("statement 7", new DateOnly(2026, 6, 5)), (right.Evidence, right.SettledOn!.Value));
        Assert.Equal([80_000m, -990m], right.Payments.Select(p => p.Amount)); // paid 80,000, of which 990 come back
        Assert.Equal((1000, 79_010m), (desk.In("QM-CHP-01", Cea25, Bucket.Free), Row(desk).Cost));
        var flow = desk.Workplace.Read.FundBook.Of("QM-CHP-01", "cn-ets", new DateOnly(2026, 6, 1));
        Assert.Equal((0m, -79_010m), (flow.Open, flow.Settled));
        Assert.Equal(["T-2", "T-2"], desk.Workplace.Queries.Settlement.Legs(desk.Workplace.Queries.Resolve(null, null).AsOf!).Select(l => l.Key));
        await Holds(desk);
    }

    [Fact]
    public async Task A_settled_sale_of_too_many_gives_the_rest_back()
    {
        await using var desk = await With(5000);
        await Captured(desk, "T-1", Terms("sell", 3000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled(1000, ",\"unitsOnly\":true"));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled(2000));
        await Right(desk, "T-2", "T-1", Terms("sell", 2500));

        Assert.Equal((2500, 0, 0, 2500), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.Reserved),
            desk.In("QM-CHP-01", Cea25, Bucket.InTransit), desk.In("QM-CHP-01", Cea25, Bucket.Delivered)));
        Assert.Equal((TradeStatus.Settled, 2), (Of(desk, "T-2").Status, Of(desk, "T-2").Parts.Count));
        var sale = Assert.Single((await desk.Workplace.Queries.Costs.Realised(desk.Workplace.Queries.Resolve(null, null).AsOf!, new(2026, 1, 1), Ct)).GroupBy(r => r.Trade));
        Assert.Equal(("T-2", 2500L), (sale.Key, sale.Sum(r => r.Tonnes)));
        await Holds(desk);
    }

    [Fact]
    public async Task Of_a_larger_quantity_the_rest_is_still_to_come()
    {
        await using var desk = await With(5000);
        await Captured(desk, "T-1", Terms("sell", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        await Right(desk, "T-2", "T-1", Terms("sell", 5000)); // all there is, the delivered ones with it
        Assert.Equal((TradeStatus.InTransit, 4000L, 1000L, 0L), (Of(desk, "T-2").Status, desk.In("QM-CHP-01", Cea25, Bucket.InTransit),
            desk.In("QM-CHP-01", Cea25, Bucket.Delivered), desk.In("QM-CHP-01", Cea25, Bucket.Free)));
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", Settled());
        Assert.Equal(TradeStatus.Settled, Of(desk, "T-2").Status);
        await Holds(desk);
    }

    [Theory]
    [InlineData("buy")]
    [InlineData("sell")]
    public async Task A_trade_on_its_way_is_replaced_by_one_on_its_way(string side)
    {
        await using var desk = await With(5000);
        await Captured(desk, "T-1", Terms(side, 1000));
        await Right(desk, "T-2", "T-1", Terms(side, 1200));
        Assert.Equal((TradeStatus.Corrected, TradeStatus.InTransit), (Of(desk, "T-1").Status, Of(desk, "T-2").Status));
        Assert.Equal(side == "sell" ? (3800, 1200) : (5000, 0), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        await desk.Refused("trade.not-at-step", "finance", "trades", "T-1", "confirm-settlement", Settled());
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", Settled());
        await Holds(desk);
    }

    [Fact]
    public async Task A_purchase_booked_in_the_wrong_account_moves_over()
    {
        await using var desk = await With(0);
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await Captured(desk, "T-1", Terms("buy", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        await Right(desk, "T-2", "T-1", Terms("buy", 1000, account: "QM-ALU-01"));
        Assert.Equal((0, 1000), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-ALU-01", Cea25, Bucket.Free)));
        await Holds(desk);
    }

    [Fact]
    public async Task Credits_bought_and_sold_are_corrected_with_their_batch()
    {
        await using var desk = await With(0);
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await Captured(desk, "T-1", Terms("buy", 5000, "70.00", account: "QM-CCER-01", product: Ccer24));
        await desk.Done("finance", "trades", "T-1", "confirm-credit-settlement", Settled(null, $",\"batch\":{Batch}"));
        await Right(desk, "T-2", "T-1", Terms("buy", 4000, "71.00", account: "QM-CCER-01", product: Ccer24));
        Assert.Equal((TradeStatus.Settled, 4000L), (Of(desk, "T-2").Status, desk.In("QM-CCER-01", Ccer24, Bucket.Free)));
        Assert.Equal(284_000m + Of(desk, "T-2").Fee, Row(desk, Ccer24).Cost);

        desk.Clock.Advance(TimeSpan.FromDays(3));
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await Captured(desk, "T-3", Terms("sell", 1000, "70.00", account: "QM-CCER-01", product: Ccer24).Replace("06-05", "06-08", StringComparison.Ordinal));
        await desk.Done("finance", "trades", "T-3", "confirm-settlement", Settled().Replace("06-05", "06-08", StringComparison.Ordinal));
        await Right(desk, "T-4", "T-3", Terms("sell", 900, "70.00", account: "QM-CCER-01", product: Ccer24).Replace("06-05", "06-08", StringComparison.Ordinal));
        Assert.Equal((3100, 900), (desk.In("QM-CCER-01", Ccer24, Bucket.Free), desk.In("QM-CCER-01", Ccer24, Bucket.Delivered)));
        await Holds(desk);
    }

    [Fact]
    public async Task Until_a_second_person_approves_the_wrong_trade_stands()
    {
        await using var desk = await With(5000);
        await Captured(desk, "T-1", Terms("sell", 1000));
        await desk.Done("trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("sell", 1200)));
        Assert.Equal((TradeStatus.InTransit, 1000L), (Of(desk, "T-1").Status, desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        await desk.Refused("trade.already-being-replaced", "trader", "trades", "T-3", "rebook-trade", Rebook("T-1", Terms("sell", 1300)));
        await desk.Done("approver", "trades", "T-2", "reject-trade", """{"reason":"no"}""");
        Assert.Equal((TradeStatus.InTransit, TradeStatus.Rejected), (Of(desk, "T-1").Status, Of(desk, "T-2").Status));
        await desk.Done("trader", "trades", "T-3", "rebook-trade", Rebook("T-1", Terms("sell", 1300)));
        await desk.Done("trader", "trades", "T-3", "cancel-trade", """{"reason":"no"}""");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        await Holds(desk);
    }

    [Fact]
    public async Task What_cannot_be_corrected_says_what_to_do_instead()
    {
        await using var desk = await With(5000);
        await desk.Refused("trade.replaces-unknown", "trader", "trades", "T-9", "rebook-trade", Rebook("T-0", Terms("sell", 1)));
        await desk.Refused("trade.replaces-itself", "trader", "trades", "T-9", "rebook-trade", Rebook("T-9", Terms("sell", 1)));
        await desk.Refused("trade.replaces-key-invalid", "trader", "trades", "T-9", "rebook-trade", Rebook("t 9", Terms("sell", 1)));
        await Captured(desk, "T-1", Terms("sell", 1000));
        await desk.Refused("trade.field-missing", "trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("sell", 1)).Replace("typed wrong", " ", StringComparison.Ordinal));
        await Right(desk, "T-2", "T-1", Terms("sell", 1200));
        var twice = await desk.Refused("trade.not-replaceable", "trader", "trades", "T-3", "rebook-trade", Rebook("T-1", Terms("sell", 1)));
        Assert.Contains("T-2 stands in its place", twice.Message, StringComparison.Ordinal);
        await Right(desk, "T-3", "T-2", Terms("sell", 1100)); // a correction is corrected as any trade
        Assert.Equal(1100, desk.In("QM-CHP-01", Cea25, Bucket.InTransit));
        await desk.Done("trader", "orders", "O-1", "place-order", Terms("sell", 500));
        await desk.Done("trader", "orders", "O-1", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":500,"price":{"amount":80.00,"currency":"CNY"}}""");
        await desk.Refused("trade.corrected-at-order", "trader", "trades", "T-8", "rebook-trade", Rebook("O-1-F1", Terms("sell", 1)));
    }

    [Fact]
    public async Task A_purchase_whose_units_were_sold_on_is_not_taken_back()
    {
        await using var desk = await With(0);
        await Captured(desk, "T-1", Terms("buy", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        desk.Clock.Advance(TimeSpan.FromDays(3));
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await desk.Done("trader", "trades", "T-3", "rebook-trade", Rebook("T-1", Terms("buy", 1000, "79.00")));
        await Captured(desk, "T-2", Terms("sell", 300).Replace("06-05", "06-08", StringComparison.Ordinal)); // between the two persons
        await desk.Done("approver", "trades", "T-3", "approve-trade", "{}");
        Assert.Equal((TradeStatus.Settled, TradeStatus.Approved), (Of(desk, "T-1").Status, Of(desk, "T-3").Status)); // it stands again
        Assert.Equal("allowance-account.would-go-negative", Of(desk, "T-3").LastProblem!.Code);
        await Holds(desk);
        await desk.Done("trader", "trades", "T-3", "cancel-trade", """{"reason":"units were sold"}""");
        await desk.Refused("trade.used-since", "trader", "trades", "T-4", "rebook-trade", Rebook("T-1", Terms("buy", 1000, "79.00")));

        await Right(desk, "T-5", "T-2", Terms("sell", 300, "81.00").Replace("06-05", "06-08", StringComparison.Ordinal));
        Assert.Equal(300, desk.In("QM-CHP-01", Cea25, Bucket.InTransit));
    }

    [Fact]
    public async Task The_receipt_of_a_trade_is_corrected_at_the_trade()
    {
        await using var desk = await With(0);
        await Captured(desk, "T-1", Terms("buy", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        await desk.Refused("trade.correct-the-trade", "trader", "accounts", "QM-CHP-01", "correct-movement",
            """{"movement":2,"effective":"2026-06-05","reason":"price","replacement":{"effective":"2026-06-05","quantity":1000,"price":{"amount":79,"currency":"CNY"}}}""");
        await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
            $$"""{"effective":"2026-06-05","product":"{{Cea25}}","quantity":10,"price":{"amount":80,"currency":"CNY"},"trade":"BY-HAND"}""");
        await desk.Agreed("trader", "accounts", "QM-CHP-01", "correct-movement", """{"movement":3,"effective":"2026-06-05","reason":"entered twice"}""");
    }

    [Fact]
    public async Task A_full_limit_lets_the_correction_in_and_counts_it_alone()
    {
        await using var desk = await With(0);
        foreach (var (key, kind, scope, counts) in new[] { ("TR", "trader", "trader", ",\"counts\":\"traded-per-day\""), ("POS", "position", Cea25, ",\"account\":\"QM-CHP-01\"") })
            await desk.Agreed("finance", "limits", key, "set-limit", $$"""
                {"kind":"{{kind}}","scope":"{{scope}}","unit":"t","amount":1000,"hardness":"hard"{{counts}},
                 "validFrom":"2026-06-01","validTo":"2026-12-31","name":"P","nameZh":"限额","reason":"test"}
                """);
        await Captured(desk, "T-1", Terms("buy", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled());
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "capture-trade", Terms("buy", 1))).Error?.Code);
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("buy", 1001)))).Error?.Code);
        await desk.Done("trader", "trades", "T-2", "rebook-trade", Rebook("T-1", Terms("buy", 900)));
        Assert.Null(desk.Workplace.Desk.Preview("T-2", Of(desk, "T-2")).Refusal); // what the second person sees
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        var used = desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).ToDictionary(l => l.Key, l => l.Used);
        Assert.Equal((900m, 900m), (used["TR"], used["POS"]));
        await desk.Done("trader", "trades", "T-4", "capture-trade", Terms("buy", 100));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-5", "capture-trade", Terms("buy", 1))).Error?.Code);
    }

    [Fact]
    public async Task A_sale_says_which_units_it_is_of()
    {
        await using var desk = await With(1000);
        await desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
            $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":500,"price":{"amount":80,"currency":"CNY"},"serials":[{"block":"CN25","first":1,"last":500}]}""");
        await desk.Refused("allowance-account.not-enough-free", "trader", "trades", "T-1", "capture-trade", Terms("sell", 501, more: ",\"units\":{\"origin\":\"purchased\"}"));
        await desk.Refused("allowance-account.lot-unknown", "trader", "trades", "T-1", "capture-trade", Terms("sell", 1, more: ",\"units\":{\"lot\":\"L-0009\"}"));
        await desk.Refused("trade.serials-do-not-add-up", "trader", "trades", "T-1", "capture-trade",
            Terms("sell", 3, more: ",\"units\":{\"serials\":[{\"block\":\"CN25\",\"first\":101,\"last\":102}]}"));
        await desk.Refused("allowance-account.serials-not-free", "trader", "trades", "T-1", "capture-trade",
            Terms("sell", 2, more: ",\"units\":{\"serials\":[{\"block\":\"CN25\",\"first\":500,\"last\":501}]}"));
        await desk.Refused("trade.units-not-named", "trader", "trades", "T-1", "capture-trade", Terms("buy", 3, more: ",\"units\":{\"origin\":\"free\"}"));
        await Captured(desk, "T-1", Terms("sell", 500, more: ",\"units\":{\"origin\":\"purchased\"}")); // not the oldest
        Assert.Equal(1000, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        Assert.Equal(40_000m, Row(desk).Cost); // on its way, held still: the purchased ones
        await desk.Done("finance", "trades", "T-1", "fail-settlement", """{"effective":"2026-06-05","reason":"x"}""");
        await Captured(desk, "T-2", Terms("sell", 2, more: ",\"units\":{\"serials\":[{\"block\":\"CN25\",\"first\":101,\"last\":102}]}"));
        await Captured(desk, "T-3", Terms("sell", 10, more: ",\"units\":{\"lot\":\"L-0001\"}"));
        var lots = Application.Positions.PositionQuery.Lots(desk.Workplace.Read.Movements.Now, new(2026, 6, 5), long.MaxValue, "QM-CHP-01").ToDictionary(l => l.Lot, l => l.In(Bucket.InTransit));
        Assert.Equal((10L, 2L), (lots["L-0001"], lots["L-0002"]));
    }

    [Fact]
    public async Task A_sale_entered_late_is_delivered_on_its_day()
    {
        await using var desk = await With(5000);
        desk.Clock.Advance(TimeSpan.FromDays(5));
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-09"}""");
        await Captured(desk, "T-1", Terms("sell", 1000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", Settled()); // 2026-06-05, the day the registry shows
        Assert.Equal((TradeStatus.Settled, null), (Of(desk, "T-1").Status, Of(desk, "T-1").LastProblem));
        await Holds(desk);

        // units that came only after the trade date are promised from the day of the approval
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-08","product":"cn-ets/CEA/2024","quantity":10,"document":"AL"}""");
        await Captured(desk, "T-2", Terms("sell", 10, product: "cn-ets/CEA/2024"));
        Assert.Equal((TradeStatus.InTransit, new DateOnly(2026, 6, 9)), (Of(desk, "T-2").Status, Of(desk, "T-2").UnitsMovedOn!.Value));
    }
}
