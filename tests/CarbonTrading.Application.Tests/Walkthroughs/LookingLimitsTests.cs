using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Limits that give no headroom, on prices and shares, bind what happened too: it waits for an override, and the breach log tells of it.</summary>
public class LookingLimitsTests
{
    private static Task Limit(TestDesk desk, string hardness, string amount = "0.02") => desk.Agreed("finance", "limits", "DEV", "set-limit", $$"""
        {"kind":"price-deviation","scope":"*","unit":"fraction","amount":{{amount}},"hardness":"{{hardness}}","validFrom":"2026-06-01","validTo":"2026-12-31",
         "name":"L","nameZh":"限","reason":"test"}
        """);

    private static string Trade(string price, string more = "") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":{{price}},"currency":"CNY"}{{more}} }
        """;

    private static IReadOnlyList<Breach> Log(TestDesk desk) => desk.Workplace.Queries.Limits.Breaches(desk.Workplace.Queries.Resolve(null, null).AsOf!);

    private static async Task<TestDesk> Open()
    {
        var desk = await TestDesk.Open();
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,80.00,1000,0\n");
        return desk;
    }

    [Fact]
    public async Task An_execution_beyond_a_hard_limit_on_the_price_waits_for_an_override()
    {
        await using var desk = await Open();
        await Limit(desk, "hard");
        await desk.Done("trader", "orders", "O", "place-order", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":81,"currency":"CNY"},
             "broker":"B"}
            """);
        await desk.Done("trader", "orders", "O", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":1000,"price":{"amount":78.39,"currency":"CNY"}}""");
        await desk.Refused("trade.limit-exceeded", "approver", "trades", "O-F1", "approve-trade", """{"note":"done is done"}""");
        Assert.Equal((BreachKind.Waiting, "O-F1", 0.020125m, 0.000125m), Log(desk).Select(b => (b.Kind, b.Trade, b.Asked!.Value, b.Beyond!.Value)).Single());
        await desk.Agreed("finance", "limits", "DEV", "override-limit", """{"amount":0.0002,"until":"2026-06-05","reason":"it was done","trade":"O-F1"}""");
        await desk.Done("approver", "trades", "O-F1", "approve-trade", "{}");
    }

    [Fact]
    public async Task What_goes_beyond_a_soft_limit_on_the_price_is_in_the_breach_log_with_its_reason()
    {
        await using var desk = await Open();
        await Limit(desk, "soft");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade("78.40")); // exactly 2 %
        await desk.Refused("trade.limit-reason-missing", "trader", "trades", "T-2", "capture-trade", Trade("78.39"));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade("78.39", ",\"remark\":\"thin market\""));
        Assert.Equal((BreachKind.Soft, "DEV", "T-2", "trader", "thin market", 0.02m), Log(desk).Select(b => (b.Kind, b.Limit, b.Trade, b.Person, b.Reason, b.Allowed)).Single());
        Assert.Equal(1, desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Breaches);
    }

    [Fact]
    public async Task A_corrected_price_beyond_the_limit_is_in_the_breach_log()
    {
        await using var desk = await Open();
        await Limit(desk, "hard");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade("80.00"));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        await desk.Agreed("trader", "trades", "T-1", "correct-price", """{"effective":"2026-06-05","price":{"amount":81.60,"currency":"CNY"},"reason":"statement"}"""); // exactly 2 %
        Assert.Empty(Log(desk));
        await desk.Agreed("trader", "trades", "T-1", "correct-price", """{"effective":"2026-06-05","price":{"amount":82.00,"currency":"CNY"},"reason":"statement"}""");
        Assert.Equal((BreachKind.Corrected, "T-1", 0.025m, 0.005m, "statement"), Log(desk).Select(b => (b.Kind, b.Trade, b.Asked!.Value, b.Beyond!.Value, b.Reason)).Single());
    }

    [Fact]
    public async Task A_contract_refused_before_it_is_a_proposal_leaves_its_line_and_no_more_is_beyond_than_was_asked()
    {
        await using var desk = await Open();
        await desk.Agreed("finance", "limits", "CP", "set-limit", """
            {"kind":"counterparty","scope":"Bank","unit":"t","amount":1000,"hardness":"hard","counts":"open","validFrom":"2026-06-01","validTo":"2026-12-31","name":"L","nameZh":"限","reason":"test"}
            """);
        string Forward(int quantity) => $$"""
            {"kind":"forward","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-01","side":"buy"}
            """;
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "contracts", "FW-1", "agree-contract", Forward(1_001))).Error?.Code);
        await desk.Agreed("trader", "contracts", "FW-2", "agree-contract", Forward(1_000));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "contracts", "FW-3", "agree-contract", Forward(3))).Error?.Code);
        await desk.Agreed("finance", "limits", "CP", "set-limit", """
            {"kind":"counterparty","scope":"Bank","unit":"t","amount":900,"hardness":"hard","counts":"open","validFrom":"2026-06-01","validTo":"2026-12-31","name":"L","nameZh":"限","reason":"cut"}
            """);
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "contracts", "FW-4", "agree-contract", Forward(1))).Error?.Code);
        Assert.Equal([("FW-1", 1m), ("FW-3", 3m), ("", 100m), ("FW-4", 1m)], Log(desk).Reverse().Select(b => (b.Trade, b.Beyond!.Value)));
    }

    [Fact]
    public async Task A_position_limit_of_the_venue_that_was_exceeded_with_a_reason_is_in_the_breach_log()
    {
        await using var desk = await Open();
        await desk.Done("compliance", "accounts", "BJ-1", "open-account", """{"holder":"QM","market":"beijing","name":"BJ","nameZh":"京"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"BJ-1","side":"buy","method":"otc","product":"beijing/BEA/none","quantity":1000002,"price":{"amount":1,"currency":"CNY"},
             "counterparty":"B","settleOn":"2026-06-08","remark":"agreed with the venue"}
            """);
        Assert.Equal(("RULE-POSITION-LIMIT", BreachKind.Soft, 2m, "agreed with the venue"), Log(desk).Select(b => (b.Limit, b.Kind, b.Beyond!.Value, b.Reason)).Single());
    }
}
