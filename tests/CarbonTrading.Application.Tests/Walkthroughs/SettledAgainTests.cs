using System.Text;
using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>What failed goes on its way again; what was said once is not said twice; who entered a deal does not confirm it.</summary>
public class SettledAgainTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Deal(string side, int quantity, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"{{side}}","method":"listed","product":"{{Cea}}","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"},"fee":0{{more}} }
        """;

    private static async Task<TestDesk> Holding(int tonnes)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{Cea}}","quantity":{{tonnes}},"document":"AL"}""");
        return desk;
    }

    private static async Task<TestDesk> OnItsWay(string side, int quantity = 1_000)
    {
        var desk = await Holding(1_000);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Deal(side, quantity));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        return desk;
    }

    private static Task Confirm(TestDesk desk, int quantity, string evidence = "ST 1", string trade = "T-1") =>
        desk.Done("finance", "trades", trade, "confirm-settlement", $$"""{"effective":"2026-06-05","evidence":"{{evidence}}","quantity":{{quantity}} }""");

    private static Task Fail(TestDesk desk, string trade = "T-1") => desk.Done("finance", "trades", trade, "fail-settlement", """{"effective":"2026-06-05","reason":"buyer short of cash"}""");

    private static Task Again(TestDesk desk, string trade = "T-1") => desk.Done("trader", "trades", trade, "instruct-settlement", """{"effective":"2026-06-05"}""");

    private static (TradeStatus, long Free, long InTransit, long Delivered) Stands(TestDesk desk, string trade = "T-1") =>
        (desk.Workplace.Read.Trades.Find(trade)!.State.Status, desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, Bucket.InTransit), desk.In(Chp, Cea, Bucket.Delivered));

    private static async Task Sound(TestDesk desk) => Assert.Empty((await Invariants.Check(desk.Workplace, Ct)).SelectMany(c => c.Findings));

    /// <summary>400 of 1,000 t are delivered, 600 t failed. With 600 t free they go again, with 599 t they do not.</summary>
    [Fact]
    public async Task A_sale_that_failed_goes_again_with_what_is_open_of_it_where_that_is_free()
    {
        await using var desk = await OnItsWay("sell");
        await Confirm(desk, 400);
        await Fail(desk);
        Assert.Equal((TradeStatus.Failed, 600L, 0L, 400L), Stands(desk));
        await desk.Done("compliance", "accounts", Chp, "freeze-units", $$"""{"effective":"2026-06-05","hold":"F-1","product":"{{Cea}}","quantity":1,"authority":"court","document":"x"}""");
        var refused = await desk.Refused("allowance-account.not-enough-free", "trader", "trades", "T-1", "instruct-settlement", """{"effective":"2026-06-05"}""");
        Assert.Contains("599", refused.Message, StringComparison.Ordinal);
        await desk.Done("compliance", "accounts", Chp, "unfreeze-units", """{"effective":"2026-06-05","hold":"F-1","document":"x"}""");
        await Again(desk);
        Assert.Equal((TradeStatus.InTransit, 0L, 600L, 400L), Stands(desk));
        await Sound(desk);
        await Fail(desk);
        await Again(desk); // as often as it takes
        await Confirm(desk, 600, "ST 2");
        Assert.Equal((TradeStatus.Settled, 0L, 0L, 1_000L), Stands(desk));
        Assert.Equal(80_000m, desk.Workplace.Read.Trades.Find("T-1")!.State.SettledCash);
        await Sound(desk);
    }

    /// <summary>Taken out of the books while its second attempt is on its way: what was delivered before and what is in transit now are free again.</summary>
    [Fact]
    public async Task A_sale_on_its_way_again_is_annulled_whole()
    {
        await using var desk = await OnItsWay("sell");
        await Confirm(desk, 400);
        await Fail(desk);
        await Again(desk);
        await Confirm(desk, 100, "ST 2");
        await desk.Agreed("trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"never was"}""");
        Assert.Equal((TradeStatus.Corrected, 1_000L, 0L, 0L), Stands(desk));
        await Sound(desk);
    }

    /// <summary>A sale that names its units goes again with those that are left of them.</summary>
    [Fact]
    public async Task A_sale_of_serial_numbers_goes_again_with_those_that_are_left()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""
            {"effective":"2026-06-01","product":"{{Cea}}","quantity":1000,"document":"AL","serials":[{"block":"B","first":1,"last":1000}]}
            """);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Deal("sell", 500, ",\"units\":{\"serials\":[{\"block\":\"B\",\"first\":101,\"last\":600}]}"));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await Confirm(desk, 200);
        await Fail(desk);
        await Again(desk);
        await Confirm(desk, 300, "ST 2");
        Assert.Equal((TradeStatus.Settled, 500L, 0L, 500L), Stands(desk));
        await Sound(desk);
    }

    /// <summary>The broker's execution stands: its sale is neither cancelled nor entered anew, it goes again.</summary>
    [Fact]
    public async Task The_sale_of_an_execution_that_failed_or_expired_goes_again()
    {
        await using var desk = await Holding(1_000);
        await desk.Done("trader", "orders", "O-1", "place-order", $$"""
            {"tradeDate":"2026-06-04","account":"{{Chp}}","side":"sell","method":"listed","product":"{{Cea}}","quantity":1000,"price":{"amount":79.00,"currency":"CNY"} }
            """);
        await desk.Done("trader", "orders", "O-1", "record-fill", """{"execution":"E1","tradeDate":"2026-06-04","quantity":1000,"price":{"amount":80.00,"currency":"CNY"},"fee":0}""");
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        await Fail(desk, "O-1-F1");
        await Again(desk, "O-1-F1");
        Assert.Equal((TradeStatus.InTransit, 0L, 1_000L, 0L), Stands(desk, "O-1-F1"));
        await desk.Done("finance", "trades", "O-1-F1", "expire-settlement", """{"effective":"2026-06-05","reason":"late"}""");
        Assert.Equal((TradeStatus.Expired, 1_000L, 0L, 0L), Stands(desk, "O-1-F1"));
        await Again(desk, "O-1-F1");
        await Confirm(desk, 1_000, trade: "O-1-F1");
        Assert.Equal((TradeStatus.Settled, 0L, 0L, 1_000L), Stands(desk, "O-1-F1"));
        await Sound(desk);
    }

    [Fact]
    public async Task Credits_that_failed_go_again()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "CC-1", "open-holding", """{"holder":"QM","name":"C","nameZh":"碳"}""");
        await desk.Agreed("trader", "ccer", "CC-1", "receive-purchased-batch", """
            {"effective":"2026-06-01","batch":{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"},
             "quantity":1000,"price":{"amount":60.00,"currency":"CNY"},"fee":0,"document":"ST"}
            """);
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"CC-1","side":"sell","method":"listed","product":"ccer/CCER/2024","quantity":1000,"price":{"amount":80.00,"currency":"CNY"},"fee":0,"remark":"r"}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await Confirm(desk, 400);
        await Fail(desk);
        await Again(desk);
        Assert.Equal((600, 400), (desk.In("CC-1", "ccer/CCER/2024", Bucket.InTransit), desk.In("CC-1", "ccer/CCER/2024", Bucket.Delivered)));
        await desk.Agreed("trader", "trades", "T-1", "annul-trade", """{"effective":"2026-06-05","reason":"never was"}""");
        Assert.Equal(1_000, desk.In("CC-1", "ccer/CCER/2024", Bucket.Free));
        await Sound(desk);
    }

    [Fact]
    public async Task A_part_is_confirmed_once_by_one_line_of_a_statement()
    {
        await using var desk = await OnItsWay("buy");
        await Confirm(desk, 400, "registry 2026-06-05, line 12");
        var refused = await desk.Refused("trade.part-on-record", "finance", "trades", "T-1", "confirm-settlement",
            """{"effective":"2026-06-05","evidence":"registry 2026-06-05, LINE 12 ","quantity":400}""");
        Assert.Equal("evidence", refused.Field);
        Assert.Contains("400 tCO2e of 2026-06-05", refused.Message, StringComparison.Ordinal);
        await Confirm(desk, 399, "registry 2026-06-05, line 12"); // another quantity
        await Confirm(desk, 200, "registry 2026-06-05, line 13");
        Assert.Equal(999, desk.Workplace.Read.Trades.Find("T-1")!.State.SettledQuantity.Value);
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"registry 2026-06-05, line 12"}"""); // all that is open: no part said twice
        Assert.Equal(TradeStatus.Settled, desk.Workplace.Read.Trades.Find("T-1")!.State.Status);
    }

    [Fact]
    public async Task A_payment_is_confirmed_once_and_again_after_it_came_back()
    {
        await using var desk = await OnItsWay("buy");
        const string payment = """{"effective":"2026-06-05","amount":20000.00,"evidence":"bank 7"}""";
        await desk.Done("finance", "trades", "T-1", "confirm-cash", payment);
        var refused = await desk.Refused("trade.payment-on-record", "finance", "trades", "T-1", "confirm-cash", payment);
        Assert.Contains("CNY 20,000.00 of 2026-06-05 by \"bank 7\"", refused.Message, StringComparison.Ordinal);
        await desk.Done("finance", "trades", "T-1", "confirm-cash", payment.Replace("bank 7", "bank 8", StringComparison.Ordinal));
        await Fail(desk); // all of it came back
        await Again(desk);
        await desk.Done("finance", "trades", "T-1", "confirm-cash", payment);
        Assert.Equal(20_000m, desk.Workplace.Read.Trades.Find("T-1")!.State.SettledCash);
    }

    [Fact]
    public async Task Who_entered_an_execution_does_not_confirm_its_settlement()
    {
        await using var desk = await Holding(1_000);
        await desk.Done("trader", "orders", "O-1", "place-order", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"buy","method":"listed","product":"{{Cea}}","quantity":1000,"price":{"amount":81.00,"currency":"CNY"} }
            """);
        await desk.Done("finance", "orders", "O-1", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":1000,"price":{"amount":80.00,"currency":"CNY"},"fee":0}""");
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        var refused = await desk.Refused("trade.maker-is-checker", "finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Contains("finance", refused.Message, StringComparison.Ordinal);
        await desk.Refused("trade.maker-is-checker", "finance", "trades", "O-1-F1", "confirm-cash", """{"effective":"2026-06-05","amount":1.00,"evidence":"ST"}""");
        await desk.Done("approver", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Equal(TradeStatus.Settled, desk.Workplace.Read.Trades.Find("O-1-F1")!.State.Status);
    }

    /// <summary>Friday 5 June 2026 and Monday the 8th are days of the venue; what two parties agree settles when they say.</summary>
    [Theory]
    [InlineData("listed", "2026-06-05", null)]
    [InlineData("listed", "2026-06-06", "trade.venue-closed")]
    [InlineData("listed", "2026-06-07", "trade.venue-closed")]
    [InlineData("listed", "2026-06-08", null)]
    [InlineData("otc", "2026-06-07", null)]
    public async Task What_is_dealt_at_the_venue_settles_on_its_days(string method, string day, string? refusal)
    {
        await using var desk = await Holding(1_000);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Deal("buy", 1_000, ",\"counterparty\":\"X\"").Replace("listed", method, StringComparison.Ordinal));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        var confirm = $$"""{"effective":"{{day}}","evidence":"ST"}""";
        if (refusal is null) await desk.Done("finance", "trades", "T-1", "confirm-settlement", confirm);
        else Assert.Equal("effective", (await desk.Refused(refusal, "finance", "trades", "T-1", "confirm-settlement", confirm)).Field);
        Assert.Equal(refusal is null ? TradeStatus.Settled : TradeStatus.InTransit, desk.Workplace.Read.Trades.Find("T-1")!.State.Status);
    }

    [Fact]
    public async Task One_deal_of_the_venue_is_entered_once()
    {
        await using var desk = await Holding(1_000);
        string V(string number, string day = "2026-06-05") => Deal("buy", 100, $",\"venueReference\":\"{number}\"").Replace("2026-06-05", day, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-1", "capture-trade", V("D-1"));
        var refused = await desk.Refused("trade.venue-deal-known", "trader", "trades", "T-2", "capture-trade", V("d-1"));
        Assert.Equal("venueReference", refused.Field);
        Assert.Contains("Deal d-1 of 2026-06-05 is in the books as T-1.", refused.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-3", "capture-trade", V("D-1", "2026-06-04")); // another day
        await desk.Done("trader", "trades", "T-4", "capture-trade", V("D-2"));
        await desk.Done("trader", "trades", "T-1", "cancel-trade", """{"reason":"wrong"}""");
        await desk.Done("trader", "trades", "T-2", "capture-trade", V("D-1"));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        await desk.Done("trader", "trades", "T-5", "rebook-trade", $$"""{"replaces":"T-2","reason":"quantity","terms":{{V("D-1").Replace("100", "90", StringComparison.Ordinal)}} }""");
        await desk.Done("approver", "trades", "T-5", "approve-trade", "{}");
        Assert.Equal((TradeStatus.Corrected, TradeStatus.InTransit), (desk.Workplace.Read.Trades.Find("T-2")!.State.Status, desk.Workplace.Read.Trades.Find("T-5")!.State.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_with_one_deal_under_two_keys_brings_in_the_first(bool isTrial)
    {
        await using var desk = await Holding(1_000);
        await desk.Done("trader", "trades", "T-0", "capture-trade", Deal("buy", 100, ",\"venueReference\":\"D-0\""));
        const string row = ",2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,100,80.00,CNY,";
        var file = $"trade,tradeDate,account,side,method,product,quantity,price,currency,venueReference\nT-1{row}D-1\nT-2{row}d-1\nT-3{row}D-0\nT-4{row}D-4\n";
        var (lines, _) = await new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(Encoding.UTF8.GetBytes(file), "trader", isTrial, null, Ct);
        Assert.Equal([null, "trade.venue-deal-known", "trade.venue-deal-known", null], lines.Select(l => l.Refusal?.Code));
        Assert.Contains("as T-1", lines[1].Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("as T-0", lines[2].Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("otc", false)]
    [InlineData("auction", false)]
    [InlineData("listed", true)]
    public async Task Orders_are_listed_or_block(string method, bool accepted)
    {
        await using var desk = await Holding(1_000);
        var order = $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"buy","method":"{{method}}","product":"{{Cea}}","quantity":1000,"price":{"amount":81.00,"currency":"CNY"},
             "counterparty":"X","remark":"r"}
            """;
        if (accepted) await desk.Done("trader", "orders", "O-1", "place-order", order);
        else Assert.Equal("method", (await desk.Refused("order.method-has-no-orders", "trader", "orders", "O-1", "place-order", order)).Field);
    }
}
