using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.CarbonCheck;

/// <summary>What <c>carbon check</c> finds of orders, limits, contracts and money: in each test one event that no rule would have let in is written behind the desk's back.</summary>
public class InvariantsTests
{
    private const string Cea25 = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";
    private static readonly DateOnly today = new(2026, 6, 5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>1,000 t free; an order of 500 t with 200 t filled, approved and settled; a pledge of 300 t; a sale of 100 t on its way; a day limit of 1,000 t with 600 t used.</summary>
    private static async Task<TestDesk> Busy()
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":1000,"document":"AL"}""");
        await desk.Agreed("finance", "limits", "DAY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":1000,"unit":"t","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31",
             "name":"Day","nameZh":"日","reason":"policy","counts":"traded-per-day"}
            """);
        await desk.Done("trader", "orders", "O-1", "place-order", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"buy","method":"listed","product":"{{Cea25}}","quantity":500,"price":{"amount":81.00,"currency":"CNY"} }
            """);
        await desk.Done("trader", "orders", "O-1", "record-fill", """{"execution":"EX-1","tradeDate":"2026-06-05","quantity":200,"price":{"amount":80.00,"currency":"CNY"},"fee":0}""");
        await desk.Done("approver", "trades", "O-1-F1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "O-1-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        await desk.Agreed("trader", "contracts", "PL1", "agree-contract", $$"""
            {"kind":"pledge","agreedOn":"2026-06-05","account":"{{Chp}}","product":"{{Cea25}}","quantity":300,"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-31","amount":10000}
            """);
        await desk.Done("finance", "contracts", "PL1", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        await desk.Done("finance", "contracts", "PL1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"E"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"sell","method":"listed","product":"{{Cea25}}","quantity":100,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}"); // on its way
        Assert.Empty(await Findings(desk));
        return desk;
    }

    private static async Task<IReadOnlyList<(string Check, string Finding)>> Findings(TestDesk desk) =>
        [.. (await Invariants.Check(desk.Workplace, Ct)).SelectMany(r => r.Findings.Select(f => (r.Name, f)))];

    /// <summary>Writes events into a stream without asking anybody.</summary>
    private static async Task Plant<TEvent>(TestDesk desk, string stream, string actor, params TEvent[] happened) where TEvent : class
    {
        var events = desk.Workplace.Store.Events;
        var version = (await events.Read(stream, 0, Ct)).Count;
        var done = await events.TryAppend(new(stream, version, $"planted-{Guid.CreateVersion7():N}", "0", actor, null, null, desk.Clock.GetUtcNow(), [.. happened.Select(Contract.Body)]), Ct);
        Assert.NotNull(done.Position);
    }

    private static async Task Finds(TestDesk desk, string check, params string[] parts)
    {
        var found = Assert.Single(await Findings(desk), f => f.Check == check);
        foreach (var part in parts) Assert.Contains(part, found.Finding, StringComparison.Ordinal);
    }

    private static RecordFill Fill(string id, long quantity) => new(id, today, new(quantity), new(80m, "CNY"), Fee: 0m);

    [Fact]
    public async Task A_cancelled_trade_of_an_execution_that_stands_is_found()
    {
        await using var desk = await Busy();
        await desk.Done("trader", "orders", "O-1", "record-fill", """{"execution":"EX-2","tradeDate":"2026-06-05","quantity":100,"price":{"amount":80.00,"currency":"CNY"},"fee":0}""");
        await Plant<TradeEvent>(desk, "trade/O-1-F2", "trader", new TradeCancelled(today, Chp, Side.Buy, TradeStatus.PendingApproval, "x"));
        await Finds(desk, "orders agree with trades", "O-1 EX-2", "it stands, its trade O-1-F2 is Cancelled");
    }

    [Fact]
    public async Task A_trade_of_an_execution_that_stands_no_longer_is_found()
    {
        await using var desk = await Busy();
        await Plant<OrderEvent>(desk, "order/O-1", "finance", new FillBusted("EX-1", "withdrawn"));
        await Finds(desk, "orders agree with trades", "O-1 EX-1", "stands no longer, its trade O-1-F1 is Settled");
    }

    [Fact]
    public async Task An_execution_without_a_trade_is_found()
    {
        await using var desk = await Busy();
        await Plant<OrderEvent>(desk, "order/O-1", "finance", new FillRecorded(Fill("EX-2", 100), 2, "finance"));
        await Finds(desk, "orders agree with trades", "O-1 EX-2", "no trade was asked for");
    }

    [Fact]
    public async Task A_trade_of_an_execution_nobody_knows_is_found_and_so_is_more_than_was_ordered()
    {
        await using var desk = await Busy();
        var made = desk.Workplace.Read.Trades.Find("O-1-F1")!;
        await Plant<TradeEvent>(desk, "trade/O-1-F9", Permissions.BookFills,
            (TradeCaptured)made.History[0].Event with { Terms = made.State.Terms! with { Quantity = new(301) }, Execution = "EX-9", Limits = null });
        var found = await Findings(desk);
        Assert.Contains(found, f => f.Finding == "O-1-F9: order O-1 knows no execution EX-9");
        Assert.Contains(found, f => f.Finding == "O-1: 501 t in the books, 500 t ordered");
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task A_trade_of_another_quantity_than_its_execution_is_found()
    {
        await using var desk = await Busy();
        await Plant<OrderEvent>(desk, "order/O-1", "finance", new FillRecorded(Fill("EX-2", 100), 2, "finance"),
            new BookingAsked("EX-2", 2, OrderDecider.TermsOf(desk.Workplace.Read.Orders.Find("O-1")!.State.Terms!, Fill("EX-2", 99)), "trader", "finance"));
        await Finds(desk, "orders agree with trades", "O-1 EX-2: 100 tCO2e of 2026-06-05 reported", "99 tCO2e");
    }

    [Fact]
    public async Task Pledged_units_that_belong_to_no_contract_any_more_are_found()
    {
        await using var desk = await Busy();
        await Plant<ContractEvent>(desk, "contract/PL1", "process:settle-contract", new LegStepRecorded(4, ContractLegStatus.Done));
        await Finds(desk, "what is promised and pledged belongs to one deal", "QM-CHP-01 PL1-L1: 300 t pledged in the account, none by the deal");
    }

    [Fact]
    public async Task A_contract_whose_units_are_free_again_is_found()
    {
        await using var desk = await Busy();
        var hold = (await Books.Of(desk.Workplace.Read, desk.Workplace.Store.Events, long.MaxValue, Ct)).Accounts[Chp].State.Holds["PL1-L1"];
        await Plant<AllowanceAccountEvent>(desk, $"allowance-account/{Chp}", "finance",
            new EncumbranceReleased(today, [.. hold.Units.Select(u => u with { From = Bucket.Pledged, To = Bucket.Free })], "PL1-L1", "x"));
        await Finds(desk, "what is promised and pledged belongs to one deal", "QM-CHP-01 PL1-L1: 300 t pledged by the deal, 0 t in the account");
    }

    [Fact]
    public async Task A_sale_on_its_way_whose_units_are_not_is_found()
    {
        await using var desk = await Busy();
        var claim = (await Books.Of(desk.Workplace.Read, desk.Workplace.Store.Events, long.MaxValue, Ct)).Accounts[Chp].State.Reservations["T-1"];
        await Plant<AllowanceAccountEvent>(desk, $"allowance-account/{Chp}", "finance",
            new DeliveryFailed(today, [.. claim.Units.Select(u => u with { From = Bucket.InTransit, To = Bucket.Free })], "T-1", "x"));
        await Finds(desk, "what is promised and pledged belongs to one deal", "QM-CHP-01 T-1: 100 t in transit by the deal, 0 t in the account");
    }

    /// <summary>What a person reserves or pledges without a contract of the desk stands under a document of its own.</summary>
    [Fact]
    public async Task What_a_person_reserved_alone_belongs_to_no_deal_even_under_the_key_of_one()
    {
        await using var desk = await Busy();
        await desk.Done("trader", "accounts", Chp, "reserve-units", $$"""{"effective":"2026-06-05","reservation":"T-9","product":"{{Cea25}}","quantity":100,"purpose":"other"}""");
        await desk.Done("trader", "trades", "T-9", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"sell","method":"listed","product":"{{Cea25}}","quantity":100,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        await desk.Done("approver", "trades", "T-9", "approve-trade", "{}");
        Assert.Equal("allowance-account.reservation-id-reused", desk.Workplace.Read.Trades.Find("T-9")!.State.LastProblem!.Code);
        Assert.Empty(await Findings(desk));
    }

    [Fact]
    public async Task Headroom_given_back_under_a_trade_that_stands_is_found()
    {
        await using var desk = await Busy();
        await Plant<LimitEvent>(desk, "limit/DAY", Permissions.HoldLimits, new HeadroomReleased("T-1", 100m, "x"));
        await Finds(desk, "limits agree with the deals held against them", "DAY T-1");
    }

    [Fact]
    public async Task Headroom_nobody_asked_for_is_found()
    {
        await using var desk = await Busy();
        await Plant<LimitEvent>(desk, "limit/DAY", Permissions.HoldLimits, new HeadroomTaken("T-7", "trader", 50m, new(50), today, 600m, 1_000m, 0m));
        await Finds(desk, "limits agree with the deals held against them", "DAY: T-7 has taken 50");
    }

    [Fact]
    public async Task A_take_beyond_a_hard_limit_that_counts_itself_wrong_and_is_not_in_the_breach_log_is_found_thrice()
    {
        await using var desk = await Busy();
        await Plant<LimitEvent>(desk, "limit/DAY", Permissions.HoldLimits, new HeadroomTaken("T-7", "trader", 450m, new(450), today, 599m, 1_000m, 0m));
        var found = (await Findings(desk)).Select(f => f.Finding).ToList();
        Assert.Contains("DAY T-7: 599 was used before it by its own word, 600 by the takes before it", found);
        Assert.Contains("DAY T-7: 1049 under a hard limit of 1000", found);
        Assert.Contains("DAY T-7: 0 beyond in the breach log, 49 counted", found);
    }

    [Fact]
    public async Task Cash_paid_beyond_what_is_due_is_found()
    {
        await using var desk = await Busy();
        await Plant<TradeEvent>(desk, "trade/O-1-F1", "finance", new CashConfirmed(today, 0.01m, "bank"));
        await Finds(desk, "money at the venues agrees with the payments of trades", "O-1-F1: 16000.01 paid, 16000");
    }

    [Fact]
    public async Task What_an_annulled_trade_paid_and_did_not_come_back_is_found()
    {
        await using var desk = await Busy();
        await desk.Done("trader", "orders", "O-1", "bust-fill", """{"execution":"EX-1","reason":"withdrawn"}""");
        await Plant<TradeEvent>(desk, "trade/O-1-F1", Permissions.Settle,
            new TradeReplaced(today, null, TradeStatus.Settled, Chp, Side.Buy, new("cn-ets", "CEA", Vintage.Of(2025)), false, "x", [], [], "O-1", "EX-1"), new TradeAnnulled("O-1", "EX-1"));
        await desk.Settle();
        Assert.Contains(await Findings(desk), f => f is { Check: "money at the venues agrees with the payments of trades" } && f.Finding.Contains("O-1-F1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headroom_held_for_a_contract_that_is_over_is_found()
    {
        await using var desk = await Busy();
        await desk.Agreed("trader", "contracts", "CF", "agree-contract", $$"""
            {"kind":"forward","side":"buy","inCash":true,"agreedOn":"2026-06-03","account":"{{Chp}}","product":"{{Cea25}}","quantity":100,"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-03","endsOn":"2026-06-04"}
            """);
        await desk.Done("finance", "contracts", "CF", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        await desk.Agreed("finance", "contracts", "CF", "fix-settlement", """{"effective":"2026-06-04","price":{"amount":80,"currency":"CNY"},"evidence":"close"}""");
        Assert.Empty(await Findings(desk));
        await Plant<LimitEvent>(desk, "limit/DAY", Permissions.HoldLimits, new HeadroomTaken("CF", "trader", 100m, new(100), new(2026, 6, 3), 100m, 1_000m, 0m));
        await Finds(desk, "limits agree with the deals held against them", "DAY CF: taken, open and counted are (100, 100, 100), its settlement makes (100, 0, 100)");
    }
}
