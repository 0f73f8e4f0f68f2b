using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Results of deliveries that end in a default: together money got less paid, and what came at cost, less the cost of what was given.</summary>
public class ContractDefaultTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";
    private const string Swap = ",\"otherAccount\":\"QM-CHP-01\",\"otherProduct\":\"cn-ets/CEA/2024\",\"endPrice\":{\"amount\":55.00,\"currency\":\"CNY\"}";

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static async Task<IReadOnlyList<(ResultKind Kind, long Tonnes, decimal Realised)>> Results(TestDesk desk, AsOf? asOf = null) =>
        [.. (await desk.Workplace.Queries.Costs.Realised(asOf ?? Now(desk), new(2026, 1, 1), TestContext.Current.CancellationToken)).Select(r => (r.Kind, r.Tonnes, r.Realised)).Order()];

    private static async Task<TestDesk> With(string kind, string price, string more, string last = "2026-06-05")
    {
        var desk = await TestDesk.Open();
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase", $$"""{"effective":"2026-05-05","product":"{{Cea}}","quantity":10000,"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"{{kind}}","agreedOn":"2026-06-03","account":"{{Chp}}","product":"{{Cea}}","quantity":10000,"price":{"amount":{{price}},"currency":"CNY"},
             "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-03","endsOn":"{{last}}"{{more}} }
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-03","reference":"REG-1"}""");
        return desk;
    }

    private static Task Confirm(TestDesk desk, int leg, string day = "2026-06-05") =>
        desk.Done("finance", "contracts", "K-1", "confirm-leg", $$"""{"leg":{{leg}},"effective":"{{day}}","evidence":"ST {{leg}}"}""");

    private static async Task Deliver(TestDesk desk, int leg, string day = "2026-06-05")
    {
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", $$"""{"leg":{{leg}},"effective":"{{day}}"}""");
        await Confirm(desk, leg, day);
    }

    private static Task Split(TestDesk desk, int leg, int quantity) => desk.Done("finance", "contracts", "K-1", "split-leg", $$"""{"leg":{{leg}},"quantity":{{quantity}}}""");

    private static Task Default(TestDesk desk) => desk.Agreed("finance", "contracts", "K-1", "default-contract", """{"effective":"2026-06-05","document":"notice"}""");

    /// <summary>10,000 t at a cost of 50.00 sold forward at 60.00: 4,000 t delivered, of which 240,000 are paid, or nothing; or paid and not delivered.</summary>
    [Theory]
    [InlineData(true, true, 40_000, 0)] // 240,000 - 200,000
    [InlineData(true, false, 40_000, -240_000)] // together the cost of 200,000
    [InlineData(false, true, null, 240_000)]
    [InlineData(false, false, null, 0)]
    public async Task Of_a_sale_what_was_delivered_and_not_paid_is_lost_with_the_default(bool delivered, bool paid, int? sale, int lost)
    {
        await using var desk = await With("forward", "60.00", ",\"side\":\"sell\"");
        await Split(desk, 1, 4_000);
        if (delivered) await Deliver(desk, 1);
        if (paid) await Confirm(desk, 2);
        await Default(desk);
        List<(ResultKind, long, decimal)> expected = [];
        if (sale is { } result) expected.Add((ResultKind.Sale, 4_000, result));
        if (lost != 0) expected.Add((ResultKind.Default, 0, lost));
        Assert.Equal(expected, await Results(desk));
    }

    /// <summary>What came stands in stock at 60.00 a tonne, whoever paid.</summary>
    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, 240_000)]
    [InlineData(false, true, -240_000)]
    public async Task Of_a_purchase_what_came_and_was_paid_is_no_result(bool came, bool paid, int result)
    {
        await using var desk = await With("forward", "60.00", ",\"side\":\"buy\"");
        await Split(desk, 1, 4_000);
        if (came) await Confirm(desk, 1);
        if (paid) await Confirm(desk, 2);
        await Default(desk);
        Assert.Equal(result == 0 ? [] : [(ResultKind.Default, 0L, (decimal)result)], await Results(desk));
        Assert.Equal(500_000m + (came ? 240_000m : 0m), desk.Workplace.Queries.Costs.Held(Now(desk)).Sum(r => r.Cost));
    }

    /// <summary>10,000 t at a cost of 500,000 are exchanged for units booked at 550,000 and 50,000 in money.</summary>
    [Theory]
    [InlineData("d", 100_000, -600_000)] // the other units never came: together their cost
    [InlineData("r", null, 550_000)] // they came, ours were not delivered
    [InlineData("dr", 100_000, -50_000)] // the difference was not paid
    [InlineData("drm", 100_000, null)] // all of it: performed
    public async Task Of_a_swap_what_came_pays_for_what_was_given(string done, int? sale, int? lost)
    {
        await using var desk = await With("swap", "5.00", Swap);
        if (done.Contains('d')) await Deliver(desk, 1);
        if (done.Contains('r')) await Confirm(desk, 2);
        if (done.Contains('m')) await Confirm(desk, 3);
        else await Default(desk);
        List<(ResultKind, long, decimal)> expected = [];
        if (sale is { } result) expected.Add((ResultKind.Sale, 10_000, result));
        if (lost is { } money) expected.Add((ResultKind.Default, 0, money));
        Assert.Equal(expected, await Results(desk));
    }

    /// <summary>A call sold for 30,000 is used, delivered and never paid: 30,000 less the cost of 500,000, in three rows.</summary>
    [Fact]
    public async Task A_premium_stays_with_the_day_its_option_was_used()
    {
        await using var desk = await With("option", "60.00", ",\"side\":\"sell\",\"right\":\"call\",\"amount\":30000.00");
        await Confirm(desk, 1);
        await desk.Agreed("trader", "contracts", "K-1", "exercise-option", """{"effective":"2026-06-05","settlesOn":"2026-06-05"}""");
        await Deliver(desk, 2);
        await Default(desk);
        Assert.Equal([(ResultKind.Sale, 10_000L, 100_000m), (ResultKind.Default, 0L, -600_000m), (ResultKind.Premium, 0L, 30_000m)], await Results(desk));
    }

    /// <summary>Delivered on Thursday, in default on Friday: what Thursday showed it shows still.</summary>
    [Fact]
    public async Task A_default_counts_on_its_own_day()
    {
        await using var desk = await With("forward", "60.00", ",\"side\":\"sell\",\"margin\":1000.00", "2026-06-04");
        await Confirm(desk, 3, "2026-06-04"); // our margin is lost with the contract
        await Deliver(desk, 1, "2026-06-04");
        await Default(desk);
        Assert.Equal([(ResultKind.Sale, 10_000L, 100_000m)], await Results(desk, Now(desk) with { Date = new(2026, 6, 4) }));
        Assert.Equal([(ResultKind.Sale, 10_000L, 100_000m), (ResultKind.Default, 0L, -601_000m)], await Results(desk));
    }

    /// <summary>Between two own accounts nothing is lost: the units stand in the other one at the price of the transfer.</summary>
    [Fact]
    public async Task A_transfer_that_is_broken_off_loses_nothing()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"A","nameZh":"铝"}""");
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase", $$"""{"effective":"2026-05-05","product":"{{Cea}}","quantity":500,"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"internal-transfer","agreedOn":"2026-06-05","account":"{{Chp}}","otherAccount":"QM-ALU-01","product":"{{Cea}}","quantity":500,
             "price":{"amount":60.00,"currency":"CNY"},"counterparty":"QM-ALU","document":"K","startsOn":"2026-06-05"}
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        await Deliver(desk, 1);
        await Default(desk);
        Assert.Equal([(ResultKind.Sale, 500L, 5_000m)], await Results(desk));
    }
}
