using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Units a trade or contract holds are moved by it alone, and nobody puts units into the books alone.</summary>
public class OwnUnitsTests
{
    private const string Cea25 = "cn-ets/CEA/2025";

    private static async Task<TestDesk> WithUnits(int quantity = 1_000)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":{{quantity}},"document":"AL"}""");
        return desk;
    }

    private static string Sale(int quantity, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"{{Cea25}}","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"}{{more}}}
        """;

    [Theory]
    [InlineData("approver", "fail-delivery", """{"effective":"2026-06-05","reservation":"T-1","reason":"x"}""")]
    [InlineData("finance", "confirm-delivery", """{"effective":"2026-06-05","reservation":"T-1","evidence":"x"}""")]
    [InlineData("trader", "release-units", """{"effective":"2026-06-05","reservation":"T-1","reason":"x"}""")]
    [InlineData("trader", "deliver-units", """{"effective":"2026-06-05","reservation":"T-1","toAccount":"X","reference":"x"}""")]
    [InlineData("trader", "reserve-units", """{"effective":"2026-06-05","reservation":"T-1","product":"cn-ets/CEA/2025","quantity":1,"purpose":"x"}""")]
    [InlineData("trader", "receive-purchase", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1,"price":{"amount":80,"currency":"CNY"},"trade":"T-1"}""")]
    public async Task What_a_sale_holds_is_moved_by_the_sale_alone(string actor, string command, string json)
    {
        await using var desk = await WithUnits();
        await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(400));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(400, desk.In("QM-CHP-01", Cea25, Bucket.InTransit));
        var refused = await desk.Refused("desk.claim-of-another", actor, "accounts", "QM-CHP-01", command, json);
        Assert.Contains("trade T-1", refused.Message);
        Assert.Equal((600, 400), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.InTransit)));
        if (command != "receive-purchase") await desk.Send(actor, "accounts", "QM-CHP-01", command, json.Replace("T-1", "OWN-1", StringComparison.Ordinal)); // another key is no claim of the trade's
    }

    [Fact]
    public async Task What_a_pledge_holds_is_released_by_the_pledge_alone()
    {
        await using var desk = await WithUnits();
        await desk.Agreed("trader", "contracts", "PL1", "agree-contract", $$"""
            {"kind":"pledge","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"{{Cea25}}","quantity":300,"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-31","amount":10000}
            """);
        await desk.Done("finance", "contracts", "PL1", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        await desk.Done("finance", "contracts", "PL1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"E"}""");
        Assert.Equal(300, desk.In("QM-CHP-01", Cea25, Bucket.Pledged));
        var refused = await desk.Refused("desk.claim-of-another", "trader", "accounts", "QM-CHP-01", "release-encumbrance",
            """{"effective":"2026-06-05","encumbrance":"PL1-L1","document":"x"}""");
        Assert.Contains("contract PL1", refused.Message);
    }

    [Fact]
    public async Task Units_bought_or_brought_over_are_booked_by_two_persons()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-purchase",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":500,"price":{"amount":1,"currency":"CNY"}}""", "alone");
        Assert.Equal(0, desk.In("QM-CHP-01", Cea25, Bucket.Free));
        await desk.Refused("permission.denied", "trader", "proposals", Application.Desk.ProposalKey("trader", "alone"), "approve-proposal", "{}");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("trader", "alone"), "approve-proposal", "{}");
        Assert.Equal(500, desk.In("QM-CHP-01", Cea25, Bucket.Free));
    }

    [Fact]
    public async Task A_sale_cancelled_before_its_units_could_be_reserved_gives_nothing_back()
    {
        await using var desk = await WithUnits(500);
        await desk.Done("trader", "accounts", "QM-CHP-01", "reserve-units", $$"""{"effective":"2026-06-05","reservation":"T-9","product":"{{Cea25}}","quantity":100,"purpose":"other"}""");
        await desk.Done("trader", "trades", "T-9", "capture-trade", Sale(100));
        await desk.Done("approver", "trades", "T-9", "approve-trade", "{}"); // the key is taken in the account
        Assert.Equal("allowance-account.reservation-id-reused", desk.Workplace.Read.Trades.Find("T-9")!.State.LastProblem!.Code);
        await desk.Done("trader", "trades", "T-9", "cancel-trade", """{"reason":"key"}""");
        Assert.Equal((TradeStatus.Cancelled, null), (desk.Workplace.Read.Trades.Find("T-9")!.State.Status, desk.Workplace.Read.Trades.Find("T-9")!.State.LastProblem));
        Assert.Equal(100, desk.In("QM-CHP-01", Cea25, Bucket.Reserved)); // of the other purpose, untouched
    }

    [Fact]
    public async Task Serial_numbers_held_in_two_accounts_are_found()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "TWIN", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"Twin","nameZh":"双"}""");
        await Receive("QM-CHP-01", 1, 10);
        await Receive("TWIN", 11, 20);
        Assert.Empty(await Findings());
        await desk.Workplace.Desk.Execute(Domain.Registry.AllowanceAccountDecider.Instance, "TWIN", // a person would be refused
            new Domain.Registry.ReceiveTransfer(new(2026, 6, 5), new(new("cn-ets", "CEA", Kernel.Vintage.Of(2025)), Kernel.Origin.Free), new(1), "QM-CHP-01", "R", null, [new("Q", 10, 10)]),
            new Application.Caller(Permissions.Contracts, "twin"), TestContext.Current.CancellationToken);
        await desk.Settle();
        Assert.Contains("Q 10 is held by QM-CHP-01", Assert.Single(await Findings()));

        Task Receive(string account, int first, int last) => desk.Done("compliance", "accounts", account, "receive-free-allocation", $$"""
            {"effective":"2026-06-01","product":"{{Cea25}}","quantity":{{last - first + 1}},"document":"AL","serials":[{"block":"Q","first":{{first}},"last":{{last}}}]}
            """);
        async Task<IReadOnlyList<string>> Findings() => (await Application.Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken))
            .Single(c => c.Name == "one serial number is held once").Findings;
    }

    [Fact]
    public async Task Who_enters_an_execution_does_not_approve_its_trade()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "OD", "place-order", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"{{Cea25}}","quantity":5000,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        await desk.Done("finance", "orders", "OD", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":5000,"price":{"amount":79.90,"currency":"CNY"}}""");
        await desk.Done("approver", "people", "APPROVER", "delegate-approval", """{"to":"finance","from":"2026-06-05","until":"2026-06-30","reason":"leave"}""");
        await desk.Refused("trade.maker-is-checker", "finance", "trades", "OD-F1", "approve-trade", "{}");
        await desk.Done("approver", "trades", "OD-F1", "approve-trade", "{}");
        await desk.Refused("trade.maker-is-checker", "finance", "trades", "OD-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
        await desk.Done("approver", "trades", "OD-F1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
    }

    [Fact]
    public async Task An_execution_beyond_a_limit_is_in_the_blotter_and_waits_for_an_override()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "OL", "place-order", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"{{Cea25}}","quantity":5000,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        await desk.Agreed("finance", "limits", "L-1", "set-limit", """
            {"kind":"trader","scope":"trader","unit":"t","amount":1000,"hardness":"hard","counts":"traded-per-day",
             "validFrom":"2026-06-01","validTo":"2026-12-31","name":"Trader","nameZh":"交易员","reason":"test"}
            """);
        await desk.Done("finance", "orders", "OL", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":5000,"price":{"amount":79.90,"currency":"CNY"}}""");
        var trade = desk.Workplace.Read.Trades.Find("OL-F1")!.State;
        Assert.Equal((TradeStatus.PendingApproval, "L-1"), (trade.Status, Assert.Single(trade.LimitsRefused).Limit));
        await desk.Refused("trade.limits-refused", "approver", "trades", "OL-F1", "approve-trade", "{}");
    }
}
