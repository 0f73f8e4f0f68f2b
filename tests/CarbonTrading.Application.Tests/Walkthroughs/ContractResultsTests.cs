using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>What contracts that end leave in cost and result: units borrowed and used, units kept or lost, premiums, money.</summary>
public class ContractResultsTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static async Task<IReadOnlyList<(ResultKind Kind, long Tonnes, decimal Realised)>> Results(TestDesk desk) =>
        [.. (await desk.Workplace.Queries.Costs.Realised(Now(desk), new(2026, 1, 1), TestContext.Current.CancellationToken)).Select(r => (r.Kind, r.Tonnes, r.Realised)).Order()];

    private static async Task<TestDesk> With(string kind, string more, string price = "60.00", int held = 0)
    {
        var desk = await TestDesk.Open();
        if (held > 0)
            await desk.Agreed("trader", "accounts", Chp, "receive-purchase", $$"""{"effective":"2026-05-05","product":"{{Cea}}","quantity":{{held}},"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"{{kind}}","agreedOn":"2026-06-04","account":"{{Chp}}","product":"{{Cea}}","quantity":10000,"price":{"amount":{{price}},"currency":"CNY"},
             "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-04","endsOn":"2026-06-05"{{more}} }
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-04","reference":"REG-1"}""");
        return desk;
    }

    private static async Task Confirm(TestDesk desk, params int[] legs)
    {
        foreach (var leg in legs) await desk.Done("finance", "contracts", "K-1", "confirm-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05","evidence":"ST {{leg}}"}""");
    }

    private static async Task Trade(TestDesk desk, string key, string side, string price)
    {
        await desk.Done("trader", "trades", key, "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"{{side}}","method":"listed","product":"{{Cea}}","quantity":10000,"price":{"amount":{{price}},"currency":"CNY"},"fee":0}
            """);
        await desk.Done("approver", "trades", key, "approve-trade", "{}");
        await desk.Done("finance", "trades", key, "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
    }

    private static Task Default(TestDesk desk) => desk.Agreed("finance", "contracts", "K-1", "default-contract", """{"effective":"2026-06-05","document":"court order 4"}""");

    /// <summary>Borrowed at a fee of 2.00, sold at 80.00, bought at 71.00 and given back: 800,000 - 710,000 - 20,000 = 70,000.</summary>
    [Fact]
    public async Task Borrowed_units_sold_are_owed_and_what_giving_back_costs_is_a_result()
    {
        await using var desk = await With("borrow", "", "2.00");
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,78.00,1000,0\n");
        await Confirm(desk, 1);
        CostRow Row() => desk.Workplace.Queries.Costs.Held(Now(desk)).Single(r => r.Unit.Origin == Kernel.Origin.Borrowed);
        Assert.Equal((10_000L, 10_000L, 0m), (Row().Tonnes, Row().Owed, Row().Value ?? 0m)); // worth nothing to us: as many are owed
        await Trade(desk, "T-1", "sell", "80.00");
        Assert.Equal([(ResultKind.Sale, 10_000L, 800_000m)], await Results(desk));
        Assert.Equal((0L, 10_000L), (Row().Tonnes, Row().Owed));
        Assert.Equal((-780_000m, -780_000m), (Row().Value, Row().Unrealised)); // at the close of 78.00
        await Trade(desk, "T-2", "buy", "71.00");
        await Confirm(desk, 2, 3);
        Assert.Equal([(ResultKind.Sale, 10_000L, 800_000m), (ResultKind.GivenBack, 10_000L, -710_000m), (ResultKind.Financing, 0L, -20_000m)], await Results(desk));
        Assert.DoesNotContain(desk.Workplace.Queries.Costs.Held(Now(desk)), r => r.Owed != 0);
    }

    [Fact]
    public async Task Units_of_a_reverse_repo_that_is_not_performed_are_bought_at_what_was_paid()
    {
        await using var desk = await With("repo", ",\"side\":\"buy\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}");
        await Confirm(desk, 1, 2);
        await Default(desk);
        var row = Assert.Single(desk.Workplace.Queries.Costs.Held(Now(desk)));
        Assert.Equal((Kernel.Origin.Purchased, 10_000L, 600_000m, 0L), (row.Unit.Origin, row.Tonnes, row.Cost, row.Owed));
        Assert.Empty(await Results(desk));
        Assert.Equal(0, desk.In(Chp, Cea, Bucket.Free) - 10_000);
    }

    [Fact]
    public async Task Where_they_were_sold_before_what_was_paid_is_the_cost_of_the_sale()
    {
        await using var desk = await With("repo", ",\"side\":\"buy\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}");
        await Confirm(desk, 1, 2);
        await Trade(desk, "T-1", "sell", "80.00");
        await Default(desk);
        Assert.Equal([(ResultKind.Sale, 10_000L, 800_000m), (ResultKind.GivenBack, 10_000L, -600_000m)], await Results(desk));
        Assert.Equal((0L, 0), (desk.In(Chp, Cea, Bucket.Free), desk.Workplace.Queries.Costs.Held(Now(desk)).Count));
    }

    /// <summary>Sold in repo for 600,000 and not bought back: they cost 500,000. Performed to its end the repo costs 21,000.</summary>
    [Theory]
    [InlineData(true, ResultKind.Default, 10_000, 100_000)]
    [InlineData(false, ResultKind.Financing, 0, -21_000)]
    public async Task A_repo_ends_in_interest_or_in_a_sale_at_its_first_price(bool defaults, ResultKind kind, long tonnes, decimal result)
    {
        await using var desk = await With("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}", held: 10_000);
        await Confirm(desk, 1, 2);
        Assert.Empty(await Results(desk)); // not over yet
        if (defaults) await Default(desk);
        else await Confirm(desk, 3, 4);
        Assert.Equal([(kind, tonnes, result)], await Results(desk));
    }

    [Theory]
    [InlineData("buy", -30_000)]
    [InlineData("sell", 30_000)]
    public async Task A_premium_is_a_result_when_its_option_lapses(string side, decimal result)
    {
        await using var desk = await With("option", $",\"side\":\"{side}\",\"right\":\"call\",\"amount\":30000.00", held: 10_000);
        await Confirm(desk, 1);
        Assert.Empty(await Results(desk));
        await desk.Done("finance", "contracts", "K-1", "lapse-option", """{"effective":"2026-06-05","reason":"out of the money"}""");
        Assert.Equal([(ResultKind.Premium, 0L, result)], await Results(desk));
    }

    /// <summary>A call sold for 30,000 is used: 10,000 t at 60.00, cost 50.00.</summary>
    [Fact]
    public async Task A_premium_of_an_option_that_is_used_stands_beside_the_delivery()
    {
        await using var desk = await With("option", ",\"side\":\"sell\",\"right\":\"call\",\"amount\":30000.00", held: 10_000);
        await Confirm(desk, 1);
        await desk.Agreed("trader", "contracts", "K-1", "exercise-option", """{"effective":"2026-06-05"}""");
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":2,"effective":"2026-06-05"}""");
        await Confirm(desk, 2, 3);
        Assert.Equal([(ResultKind.Sale, 10_000L, 100_000m), (ResultKind.Premium, 0L, 30_000m)], await Results(desk));
    }

    [Fact]
    public async Task What_a_forward_settled_in_cash_earned_is_a_result_once_it_is_paid()
    {
        await using var desk = await With("forward", ",\"side\":\"buy\",\"inCash\":true,\"margin\":5000.00");
        await Confirm(desk, 2); // margin
        await desk.Agreed("finance", "contracts", "K-1", "fix-settlement", """{"effective":"2026-06-05","price":{"amount":61.50,"currency":"CNY"},"evidence":"bulletin"}""");
        Assert.Empty(await Results(desk));
        await Confirm(desk, 1, 3);
        Assert.Equal([(ResultKind.Cash, 0L, 15_000m)], await Results(desk));
    }
}
