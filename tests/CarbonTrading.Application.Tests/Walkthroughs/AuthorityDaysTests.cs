using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Last and first values of authority, of its delegation and of a limit on a book, day by day. 2026-06-05 is a Friday; a tonne costs 80.00.</summary>
public class AuthorityDaysTests
{
    private static string Trade(long quantity, string day = "2026-06-05", string book = "null") => $$"""
        {"tradeDate":"{{day}}","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":80.00,"currency":"CNY"},"book":{{book}}}
        """;

    private static Task To(TestDesk desk, string day) => desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{day}}"}""");

    private static async Task Capture(TestDesk desk, string key, long quantity, string day) => await desk.Done("trader", "trades", key, "capture-trade", Trade(quantity, day));

    private static Task May(TestDesk desk, string who, string key) => desk.Done(who, "trades", key, "approve-trade", "{}");

    private static async Task MayNot(TestDesk desk, string who, string key, string code)
    {
        await desk.Refused(code, who, "trades", key, "approve-trade", "{}");
        Assert.Equal(TradeStatus.PendingApproval, desk.Workplace.Read.Trades.Find(key)!.State.Status);
    }

    /// <summary>Granted by an administrator, agreed by another person.</summary>
    private static async Task Grant(TestDesk desk, string amount, string from, string to)
    {
        await desk.Done("admin", "people", "SECOND", "register-person", """{"login":"second","name":"Second","roles":["administrator"]}""");
        await desk.Done("admin", "people", "APPROVER", "grant-authority", $$"""{"amount":{{amount}},"currency":"CNY","from":"{{from}}","to":"{{to}}"}""", "grant");
        await desk.Done("second", "proposals", Application.Desk.ProposalKey("admin", "grant"), "approve-proposal", "{}");
    }

    private static Task Delegate(TestDesk desk, string from, string until) => desk.Done("approver", "people", "APPROVER", "delegate-approval",
        $$"""{"to":"finance","from":"{{from}}","until":"{{until}}","reason":"leave"}""");

    [Fact]
    public async Task A_delegate_approves_from_the_first_to_the_last_day_and_on_no_other()
    {
        await using var desk = await TestDesk.Open();
        await Delegate(desk, "2026-06-08", "2026-06-09");
        await Capture(desk, "T-1", 1_000, "2026-06-05");
        await MayNot(desk, "finance", "T-1", "permission.denied"); // the day before
        await To(desk, "2026-06-08");
        await May(desk, "finance", "T-1");
        await To(desk, "2026-06-09");
        await Capture(desk, "T-2", 1_000, "2026-06-09");
        await May(desk, "finance", "T-2"); // the last day
        Assert.Equal(("finance", "approver"), desk.Workplace.Read.Trades.Find("T-2")!.State is var t ? (t.ApprovedBy, t.OnBehalfOf) : default);
        await Capture(desk, "T-3", 1_000, "2026-06-09");
        await To(desk, "2026-06-10");
        await MayNot(desk, "finance", "T-3", "permission.denied"); // the day after
        await May(desk, "approver", "T-3");
    }

    [Fact]
    public async Task A_delegate_approves_up_to_the_authority_of_the_delegator_and_not_a_tonne_more()
    {
        await using var desk = await TestDesk.Open();
        await Grant(desk, "400000.00", "2026-06-01", "2026-12-31");
        await Delegate(desk, "2026-06-05", "2026-06-30");
        await Capture(desk, "T-1", 5_000, "2026-06-05"); // 400,000.00
        await May(desk, "finance", "T-1");
        await Capture(desk, "T-2", 5_001, "2026-06-05"); // 400,080.00
        var refused = await desk.Refused("permission.authority-exceeded", "finance", "trades", "T-2", "approve-trade", "{}");
        Assert.Contains("CNY 400,080.00", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CNY 400,000.00", refused.Message, StringComparison.Ordinal);
        await MayNot(desk, "approver", "T-2", "permission.authority-exceeded"); // nor the delegator
        await desk.Done("finance", "trades", "T-2", "reject-trade", """{"reason":"too much"}"""); // to reject takes no authority, only the place
        var last = (await desk.Workplace.Store.Events.Read("trade/T-2", 0, TestContext.Current.CancellationToken)).Select(e => e.As<TradeEvent>()).OfType<TradeRejected>().Single();
        Assert.Equal(("finance", "approver"), (last.RejectedBy, last.OnBehalfOf));
    }

    /// <summary>Where none is granted the default of the planning file holds, which is more.</summary>
    [Fact]
    public async Task An_authority_holds_from_its_first_to_its_last_day()
    {
        await using var desk = await TestDesk.Open();
        await Grant(desk, "400000.00", "2026-06-08", "2026-06-09");
        await Capture(desk, "T-1", 5_001, "2026-06-05");
        await May(desk, "approver", "T-1"); // the day before
        await To(desk, "2026-06-08");
        await Capture(desk, "T-2", 5_001, "2026-06-08");
        await MayNot(desk, "approver", "T-2", "permission.authority-exceeded");
        await Capture(desk, "T-3", 5_000, "2026-06-08");
        await May(desk, "approver", "T-3");
        await To(desk, "2026-06-09");
        await MayNot(desk, "approver", "T-2", "permission.authority-exceeded"); // the last day
        await To(desk, "2026-06-10");
        await May(desk, "approver", "T-2"); // the day after
    }

    [Fact]
    public async Task A_limit_on_a_book_counts_its_trades_and_leaves_the_other_books_alone()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("finance", "limits", "COVER-DAY", "set-limit", """
            {"kind":"book","scope":"COVER","amount":10000,"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Cover a day","nameZh":"套保日限额","reason":"policy","counts":"traded-per-day"}
            """, "limit");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("finance", "limit"), "approve-proposal", "{}");
        decimal? Used() => desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Key == "COVER-DAY").Used;

        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(6_000, book: "\"COVER\""));
        var refused = await desk.Send("trader", "trades", "T-2", "capture-trade", Trade(4_001, book: "\"cover\"")); // the first that is too much
        Assert.Equal(("trade.limit-exceeded", "book"), (refused.Error?.Code, refused.Error?.Field));
        Assert.Contains("COVER-DAY (Cover a day): used 6,000 t, asked 4,001 t, allowed 10,000 t; 4,000 t would pass", refused.Error!.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(90_000, book: "\"SPEC\""));
        await desk.Done("trader", "trades", "T-3", "capture-trade", Trade(90_000)); // of no book
        Assert.Equal(6_000m, Used());
        await desk.Done("trader", "trades", "T-4", "capture-trade", Trade(4_000, book: "\"COVER\"")); // the last that passes
        Assert.Equal(10_000m, Used());
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-5", "capture-trade", Trade(1, book: "\"COVER\""))).Error?.Code);
        await To(desk, "2026-06-08");
        await desk.Done("trader", "trades", "T-5", "capture-trade", Trade(10_000, "2026-06-08", "\"COVER\"")); // another day
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-6", "capture-trade", Trade(1, "2026-06-08", "\"COVER\""))).Error?.Code);
    }
}
