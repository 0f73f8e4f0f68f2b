using CarbonTrading.Application.Checks;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Cost and result through the desk: case C18 with sales through trades, a change of method by two persons, as of every pair of dates.</summary>
public class CostBooksTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    private const string Bought = "cn-ets/CEA/2025/purchased";

    private static readonly UnitClass unit = new(new("cn-ets", "CEA", Vintage.Of(2025)), Origin.Purchased);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static CostQueries Costs(TestDesk desk) => desk.Workplace.Queries.Costs;

    private static Application.Views.AsOf Now(TestDesk desk, string? asOf = null, string? known = null) => desk.Workplace.Queries.Resolve(asOf, known).AsOf!;

    private static CostRow Row(TestDesk desk, string? asOf = null, string? known = null) => Assert.Single(Costs(desk).Held(Now(desk, asOf, known)), r => r.Unit == unit);

    private static Task<Outcome> Buy(TestDesk desk, string day, long quantity, string price, string fee) => desk.Agreed("trader", "accounts", "QM-CHP-01", "receive-purchase",
        $$"""{"effective":"{{day}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"},"fee":{{fee}},"document":"ST"}""");

    private static async Task Sell(TestDesk desk, string key, long quantity, string price, string fee)
    {
        await desk.Done("trader", "trades", key, "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},
             "price":{"amount":{{price}},"currency":"CNY"},"fee":{{fee}}}
            """);
        await desk.Done("approver", "trades", key, "approve-trade", "{}");
        await desk.Done("finance", "trades", key, "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 8"}""");
    }

    private static async Task Change(TestDesk desk, string from, string method)
    {
        await desk.Done("finance", "accounts", "QM-CHP-01", "change-cost-method", $$"""{"from":"{{from}}","unit":"{{Bought}}","method":"{{method}}","reason":"group policy"}""");
        var proposal = Assert.Single(desk.Workplace.Read.Proposals.All(), p => p.State is { Command: "change-cost-method", Status: ProposalStatus.Waiting });
        await desk.Done("approver", "proposals", proposal.Key, "approve-proposal", "{}");
    }

    [Fact]
    public async Task Case_C18_earns_what_the_books_say_and_rolls_forward_without_a_difference()
    {
        await using var desk = await TestDesk.Open();
        await Buy(desk, "2026-03-10", 40_000, "60.00", "7200");
        await Buy(desk, "2026-04-22", 60_000, "52.00", "9360");
        await Change(desk, "2026-01-01", "moving-average");
        await Sell(desk, "T-1", 20_000, "80.00", "3480");

        var sale = Assert.Single(await Costs(desk).Realised(Now(desk), new(2026, 1, 1), Ct));
        Assert.Equal((1_596_520.00m, 1_107_312.00m, 489_208.00m), (sale.Proceeds, sale.Cost, sale.Realised));
        Assert.Equal((80_000L, 4_429_248.00m, 55.3656m), (Row(desk).Tonnes, Row(desk).Cost, Row(desk).Average!.Value));
        Assert.Equal(Row(desk).Value - Row(desk).Cost, Row(desk).Unrealised);

        var roll = Assert.Single(Costs(desk).RollForward(Now(desk), new(2026, 4, 1)), r => r.Unit == unit);
        Assert.Equal((new Flow(40_000, 2_407_200m), new Flow(60_000, 3_129_360m), new Flow(20_000, 1_107_312.00m), new Flow(80_000, 4_429_248.00m), default(Flow)),
            (roll.Opening, roll.In, roll.Delivered, roll.Closing, roll.Difference));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task A_purchase_entered_late_changes_what_is_known_and_not_what_was_known()
    {
        await using var desk = await TestDesk.Open();
        await Change(desk, "2026-01-01", "moving-average");
        await Buy(desk, "2026-05-11", 10_000, "70.00", "0");
        await Sell(desk, "T-1", 5_000, "80.00", "0");
        var known = desk.Workplace.Tail.Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Buy(desk, "2026-05-12", 10_000, "80.00", "0");

        Assert.Equal(375_000m, Assert.Single(await Costs(desk).Realised(Now(desk), new(2026, 1, 1), Ct)).Cost);
        Assert.Equal(350_000m, Assert.Single(await Costs(desk).Realised(Now(desk, null, known), new(2026, 1, 1), Ct)).Cost);
        Assert.Equal((15_000L, 1_125_000m), (Row(desk).Tonnes, Row(desk).Cost));
        Assert.Equal((5_000L, 350_000m), (Row(desk, null, known).Tonnes, Row(desk, null, known).Cost));
        Assert.Equal((10_000L, 700_000m), (Row(desk, "2026-05-11").Tonnes, Row(desk, "2026-05-11").Cost));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task A_change_of_method_shows_both_sides_takes_two_persons_and_leaves_the_past()
    {
        await using var desk = await TestDesk.Open();
        await Buy(desk, "2026-03-10", 10_000, "60.00", "0");
        await Buy(desk, "2026-03-11", 10_000, "80.00", "0");
        await Change(desk, "2026-01-01", "moving-average");
        await Buy(desk, "2026-06-02", 10_000, "90.00", "0");
        await Sell(desk, "T-1", 5_000, "80.00", "0");
        var effect = await Costs(desk).Effect(Now(desk), "QM-CHP-01", unit, CostMethod.Fifo, new(2026, 6, 1), Ct);
        Assert.Equal((1_400_000m, 383_333.33m, 350_000m, 1_916_666.67m, 1_950_000m),
            (effect!.CarryingCost, effect.Disposals.Sum(d => d.Was), effect.Disposals.Sum(d => d.Cost), effect.HeldWas, effect.HeldThen));
        Assert.Equal(1_916_666.67m, Row(desk).Cost); // asking changes nothing

        await desk.Refused("permission.denied", "trader", "accounts", "QM-CHP-01", "change-cost-method", $$"""{"from":"2026-06-06","unit":"{{Bought}}","method":"fifo","reason":"x"}""");
        await Change(desk, "2026-06-06", "fifo");
        Assert.Equal((CostMethod.MovingAverage, 1_916_666.67m), (Row(desk).Method, Row(desk).Cost));
        Assert.Equal(383_333.33m, Assert.Single(await Costs(desk).Realised(Now(desk), new(2026, 1, 1), Ct)).Cost);
        Assert.Equal(CostMethod.Fifo, Row(desk, "2026-06-06").Method);
        await desk.Refused("allowance-account.cost-method-fixed", "finance", "accounts", "QM-CHP-01", "change-cost-method",
            $$"""{"from":"2026-06-06","unit":"{{Bought}}","method":"specific","reason":"x"}""");
    }

    [Fact]
    public async Task The_sample_group_rolls_forward_without_a_difference_over_every_month()
    {
        var now = Now(books.Desk);
        for (var first = new DateOnly(2025, 1, 1); first <= now.Date; first = first.AddMonths(1))
            Assert.All(Costs(books.Desk).RollForward(now, first), r => Assert.Equal(default, r.Difference));
        Assert.NotEmpty(await Costs(books.Desk).Realised(now, new(2025, 1, 1), Ct));
        Assert.All(Costs(books.Desk).Held(now), r => Assert.True(r.Price is not null || r.Unrealised is null)); // no price is no result, never 0
        var chp = Assert.Single(Costs(books.Desk).Held(now), r => r.Account == "QM-CHP-01" && r.Unit == unit);
        Assert.Equal(chp.Cost, (await Costs(books.Desk).Lines(now, "QM-CHP-01", unit, Ct))![^1].PoolCost);
    }
}
