using System.Text;
using CarbonTrading.Application.Orders;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Orders, executions, a broker's statement and confirmations, through desk and processes.</summary>
public class BookFillsTests
{
    private const string Statement = """
        order,execution,action,tradeDate,quantity,price,currency,tradeTime,fee,commission,venueReference,replaces,reason
        O-1,EX-1,new,2026-06-05,4000,80.00,CNY,09:45,10.00,5.00,V-1,,
        O-1,EX-2,new,2026-06-05,6000,80.10,CNY,,0,,V-2,,
        O-1,EX-2,bust,,,,,,,,,,wrong price
        O-1,EX-3,replace,2026-06-05,5000,79.90,CNY,,0,,V-3,EX-2,
        """;

    private static string Order(long quantity, string price = "81.00", string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":{{price}},"currency":"CNY"},"broker":"Broker A"{{more}}}
        """;

    private static string Fill(string id, long quantity, string price = "80.00", string more = "") => $$"""
        {"execution":"{{id}}","tradeDate":"2026-06-05","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"}{{more}}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static OrderRow Row(TestDesk desk, string key) => desk.Workplace.Queries.Orders.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(o => o.Key == key);

    private static Trade TradeOf(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State;

    private static async Task<IReadOnlyList<FillImportLine>> Import(TestDesk desk, string text, bool isTrial = false)
    {
        var (lines, refusal) = await new FillImport(desk.Workplace.Desk, desk.Workplace.Read).Import(Encoding.UTF8.GetBytes(text), "trader", isTrial, Ct);
        Assert.Null(refusal);
        await desk.Settle();
        return lines;
    }

    [Fact]
    public async Task An_execution_whose_trade_was_rejected_stands_and_is_booked_again_with_its_limit()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "TRADER-DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":10000,"unit":"t","hardness":"hard",
             "validFrom":"2026-06-01","validTo":"2026-12-31","counts":"traded-per-day","name":"T","nameZh":"限","reason":"policy"}
            """);
        decimal Used() => desk.Workplace.Read.Limits.Find("TRADER-DAY")!.State.Takes.Values.Where(t => !t.IsReleased).Sum(t => t.Amount);
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000));
        await desk.Refused("order.fill-no-problem", "trader", "orders", "O-1", "book-fill", """{"execution":"EX-1"}"""); // nothing is wrong yet
        await desk.Done("approver", "trades", "O-1-F1", "reject-trade", """{"reason":"which book?"}""");
        Assert.Equal((TradeStatus.Rejected, 0m, true), (TradeOf(desk, "O-1-F1").Status, Used(), Row(desk, "O-1").NeedsLook));
        Assert.Equal("trade.rejected-stands", Row(desk, "O-1").Fills[0].Problem!.Code);
        await desk.Agreed("finance", "limits", "LATER", "set-limit", """
            {"kind":"trader","scope":"trader","amount":10000,"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31","counts":"open","name":"T","nameZh":"限","reason":"policy"}
            """);
        await desk.Done("trader", "orders", "O-1", "book-fill", """{"execution":"EX-1"}""");
        Assert.Equal((TradeStatus.PendingApproval, 4_000m, false), (TradeOf(desk, "O-1-F1").Status, Used(), Row(desk, "O-1").NeedsLook));
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        Assert.Equal((4_000, 0m), (desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free), desk.Workplace.Read.Limits.Find("LATER")!.State.Open)); // set since the first capture
        await desk.Refused("order.fill-no-problem", "trader", "orders", "O-1", "book-fill", """{"execution":"EX-1"}""");
    }

    [Fact]
    public async Task An_execution_becomes_a_trade_of_the_person_who_placed_the_order_and_settles_like_any_other()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000, more: ",\"fee\":10.00,\"commission\":5.00"));
        var trade = TradeOf(desk, "O-1-F1");
        Assert.Equal((TradeStatus.PendingApproval, "trader", "O-1", "EX-1", 15.00m), (trade.Status, trade.CapturedBy, trade.Order, trade.Execution, trade.Fee));
        await desk.Refused("permission.denied", "trader", "trades", "O-1-F1", "approve-trade", "{}");
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        Assert.Equal(4_000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
        var row = Row(desk, "O-1");
        Assert.Equal((OrderStatus.PartFilled, 4_000L, 6_000L, 80.00m), (row.Status, row.Filled, row.Open, row.AveragePrice));
    }

    /// <summary>Pain 14: original, cancel and rebook in any order, any number of times: one position.</summary>
    [Fact]
    public async Task A_statement_in_any_order_of_its_lines_and_any_number_of_times_ends_in_one_position()
    {
        var lines = Statement.Split('\n');
        foreach (var order in new[] { new[] { 1, 2, 3, 4 }, [4, 3, 2, 1], [3, 1, 4, 2], [2, 4, 1, 3] })
        {
            await using var desk = await TestDesk.Open();
            await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
            var text = string.Join('\n', order.Select(i => lines[i]).Prepend(lines[0]));
            Assert.All(await Import(desk, text), l => Assert.Null(l.Refusal));
            var head = (await desk.Workplace.Store.Events.Head(Ct)).Position;
            Assert.All(await Import(desk, text), l => Assert.Equal("known already", l.State));
            Assert.Equal(head, (await desk.Workplace.Store.Events.Head(Ct)).Position);
            var live = desk.Workplace.Read.Trades.All().Where(t => t.State.IsOpen).Select(t => t.State.Terms!).OrderBy(t => t.Quantity.Value).ToList();
            Assert.Equal([(4_000L, 80.00m), (5_000L, 79.90m)], live.Select(t => (t.Quantity.Value, t.Price.Amount)));
            Assert.Equal((9_000L, 1_000L, 79.944444m), (Row(desk, "O-1").Filled, Row(desk, "O-1").Open, Row(desk, "O-1").AveragePrice));
        }
    }

    [Fact]
    public async Task A_dry_run_looks_at_each_line_after_the_ones_before_it_and_writes_nothing()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        var head = (await desk.Workplace.Store.Events.Head(Ct)).Position;
        var doubled = Statement + "\nO-1,EX-3,replace,2026-06-05,5000,79.90,CNY,,0,,V-3,EX-2,\nO-1,EX-1,new,2026-06-05,4001,80.00,CNY,,,,,,";
        var lines = await Import(desk, doubled, isTrial: true);
        Assert.Equal(["would be recorded", "would be recorded", "would be recorded", "would be recorded", "known already", "refused"], lines.Select(l => l.State));
        Assert.Equal("order.fill-differs", lines[^1].Refusal!.Code);
        Assert.Equal(head, (await desk.Workplace.Store.Events.Head(Ct)).Position);
    }

    [Theory]
    [InlineData("O-1,EX-1,fill,2026-06-05,1,80.00,CNY,,,,,,", "order.action-unknown", "action")]
    [InlineData("O-1,EX-1,replace,2026-06-05,1,80.00,CNY,,,,,,", "order.replaces-wrong", "replaces")]
    [InlineData("O-1,EX-1,new,2026-06-05,1,80.00,CNY,,,,,EX-0,", "order.replaces-wrong", "replaces")]
    [InlineData("o 1,EX-1,new,2026-06-05,1,80.00,CNY,,,,,,", "trade-import.key-not-possible", "order")]
    [InlineData("O-1,EX-1,new,2026-02-30,1,80.00,CNY,,,,,,", "trade-import.no-day", "tradeDate")]
    [InlineData("O-1,EX-1,new,2026-06-05,1.5,80.00,CNY,,,,,,", "trade-import.no-quantity", "quantity")]
    [InlineData("O-1,EX-1,new,2026-06-06,1,80.00,CNY,,,,,,", "order.in-the-future", "tradeDate")]
    [InlineData("O-9,EX-1,new,2026-06-05,1,80.00,CNY,,,,,,", "order.not-placed", null)]
    public async Task A_bad_line_is_left_out_with_its_field_and_the_others_go_in(string line, string code, string? field)
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        var head = Statement.Split('\n')[0];
        var lines = await Import(desk, $"{head}\n{line}\nO-1,EX-7,new,2026-06-05,100,80.00,CNY,,,,,,");
        Assert.Equal((code, field), (lines[0].Refusal?.Code, lines[0].Refusal?.Field));
        Assert.Equal("recorded", lines[1].State);
    }

    [Fact]
    public async Task An_execution_the_venue_could_not_have_made_stands_on_the_order_as_a_problem_and_is_tried_again()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 100, "80.005"));
        var row = Row(desk, "O-1");
        Assert.Equal(("trade.off-tick", true), (row.Fills[0].Problem?.Code, row.NeedsLook));
        await desk.Done("trader", "orders", "O-1", "book-fill", """{"execution":"EX-1"}""");
        Assert.Equal("trade.off-tick", Row(desk, "O-1").Fills[0].Problem?.Code);
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 100, more: ",\"replaces\":\"EX-1\""));
        Assert.False(Row(desk, "O-1").NeedsLook);
        Assert.Equal(TradeStatus.PendingApproval, TradeOf(desk, "O-1-F2").Status);
    }

    [Fact]
    public async Task What_is_taken_back_after_it_settled_is_a_problem_somebody_sees()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(10_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 100));
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        await desk.Done("trader", "orders", "O-1", "bust-fill", """{"execution":"EX-1","reason":"error trade"}""");
        var row = Row(desk, "O-1");
        Assert.Equal(("trade.not-at-step", true, false), (row.Fills[0].Problem?.Code, row.NeedsLook, row.Fills[0].Stands));
    }

    [Fact]
    public async Task Limits_hold_for_an_order_and_for_its_executions()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("finance", "limits", "DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":5000,"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Day","nameZh":"日","reason":"policy","counts":"traded-per-day"}
            """, "day-limit");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("finance", "day-limit"), "approve-proposal", "{}");
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "orders", "O-1", "place-order", Order(5_001))).Error?.Code);
        await desk.Done("trader", "orders", "O-1", "place-order", Order(5_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 5_000));
        Assert.Equal(5_000m, desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Used);
    }

    [Fact]
    public async Task An_execution_beyond_a_soft_limit_set_since_takes_the_approver_s_reason()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", Order(5_000));
        await desk.Agreed("finance", "limits", "DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":4000,"unit":"t","hardness":"soft","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Day","nameZh":"日","reason":"policy","counts":"traded-per-day"}
            """);
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-1", 4_000));
        await desk.Done("trader", "orders", "O-1", "record-fill", Fill("EX-2", 1_000));
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}"); // within it
        Assert.Equal("note", (await desk.Refused("trade.approval-reason-missing", "approver", "trades", "O-1-F2", "approve-trade", """{"note":" "}""")).Field);
        await desk.Done("approver", "trades", "O-1-F2", "approve-trade", """{"note":"placed before the limit"}""");
        Assert.Equal(TradeStatus.InTransit, TradeOf(desk, "O-1-F2").Status);
    }

    [Fact]
    public async Task A_key_has_room_for_the_trades_and_only_the_process_books()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("order.key-too-long", "trader", "orders", new string('A', 35), "place-order", Order(1));
        await desk.Done("trader", "orders", new string('A', 34), "place-order", Order(1));
        await desk.Refused("permission.denied", "trader", "trades", "T-1", "capture-fill",
            $$"""{"terms":{{Order(1).Replace(",\"broker\":\"Broker A\"", "", StringComparison.Ordinal)}},"order":"O","execution":"E","placedBy":"approver"}""");
        await desk.Refused("permission.denied", "approver", "orders", "O-2", "place-order", Order(1));
    }

    [Fact]
    public async Task A_confirmation_is_sent_chased_and_matched_and_its_age_counts_trading_days()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-04","account":"QM-CHP-01","side":"buy","method":"block","product":"cn-ets/CEA/2025","quantity":100000,
             "price":{"amount":80.00,"currency":"CNY"},"counterparty":"HB-CARS","invoice":"special"}
            """);
        Assert.Empty(Confirmations(desk));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal((ConfirmationStage.ToIssue, 1), (Confirmations(desk)[0].Stage, Confirmations(desk)[0].AgeDays));
        await desk.Done("finance", "trades", "T-1", "issue-confirmation", """{"effective":"2026-06-05","to":"HB-CARS"}""");
        await desk.Done("finance", "trades", "T-1", "chase-confirmation", """{"effective":"2026-06-05","note":"called"}""");
        Assert.Equal((ConfirmationStage.Issued, 1), (Confirmations(desk)[0].Stage, Confirmations(desk)[0].Confirmation.Chased));
        await desk.Done("finance", "trades", "T-1", "match-confirmation", """
            {"effective":"2026-06-05","tradeDate":"2026-06-04","product":"cn-ets/CEA/2025","quantity":100000,"price":{"amount":80.10,"currency":"CNY"},"side":"buy","evidence":"FAX 1"}
            """);
        Assert.Equal(ConfirmationStage.Differs, Confirmations(desk)[0].Stage);
        await desk.Done("finance", "trades", "T-1", "match-confirmation", """
            {"effective":"2026-06-05","tradeDate":"2026-06-04","product":"cn-ets/CEA/2025","quantity":100000,"price":{"amount":80.00,"currency":"CNY"},"side":"buy","evidence":"FAX 2"}
            """);
        Assert.Equal(ConfirmationStage.Matched, Confirmations(desk)[0].Stage);
        Assert.Contains("80.00 CNY/t", Letter(desk, "T-1"), StringComparison.Ordinal);

        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        var cost = desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Cost;
        Assert.Equal(decimal.Round(8_000_000m / 1.06m, 2, MidpointRounding.AwayFromZero), cost); // the tax in it is deducted, no fee rate is known
    }

    private static IReadOnlyList<ConfirmationRow> Confirmations(TestDesk desk) => desk.Workplace.Queries.Confirmations.All(desk.Workplace.Queries.Resolve(null, null).AsOf!);

    private static string Letter(TestDesk desk, string trade) => Application.Reports.ConfirmationLetter.Of(
        trade, TradeOf(desk, trade), desk.Workplace.Read.Accounts.Find("QM-CHP-01"), "t", desk.Workplace.Queries.Resolve(null, null).AsOf!);
}
