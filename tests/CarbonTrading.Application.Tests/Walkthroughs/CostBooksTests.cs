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

    /// <summary>
    /// Case C18 with its own prices: the sale outside the venue's band is agreed off it. Journal of the year: sale 1,156,520.00 net; by moving average a gain of 49,208.00,
    /// by first in first out a loss of 47,080.00; declared from free units all of it is gain. What is used up: surrender, credits, cancellation.
    /// </summary>
    [Theory]
    [InlineData("moving-average", "purchased", 49_208.00, 3_875_592.00, 55_365.60, 498_290.40, -5_988_049.60)]
    [InlineData("fifo", "purchased", -47_080.00, 3_811_400.00, 52_156.00, 469_404.00, -6_016_936.00)]
    [InlineData("moving-average", "free", 1_156_520.00, 4_982_904.00, 55_365.60, 498_290.40, -5_988_049.60)]
    public async Task Case_C18_with_its_own_prices_ends_in_its_figures(
        string method, string origin, double result, double surrender, double cancellation, double closing, double effect)
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CHP-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2025-08-18","product":"cn-ets/CEA/2025","quantity":900000,"document":"AL"}""");
        await Buy(desk, "2025-09-10", 40_000, "60.00", "7200");
        await Buy(desk, "2025-10-22", 60_000, "52.00", "9360");
        await Change(desk, "2025-01-01", method);
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"otc","product":"cn-ets/CEA/2025","quantity":20000,"counterparty":"HB-CARS","settleOn":"2026-06-05",
             "price":{"amount":58.00,"currency":"CNY"},"fee":3480,"units":{"origin":"{{origin}}"} }
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"statement 8"}""");
        await desk.Agreed("trader", "ccer", "QM-CHP-01", "receive-purchased-batch", """
            {"effective":"2025-11-20","batch":{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"},
             "quantity":30000,"price":{"amount":70.00,"currency":"CNY"},"fee":6300,"document":"ST"}
            """);
        var sale = Assert.Single(await Costs(desk).Realised(Now(desk), new(2025, 1, 1), Ct));
        Assert.Equal((1_156_520.00m, (decimal)result), (sale.Proceeds, sale.Realised));

        await desk.Done("compliance", "obligations", "QM-CHP-01-2025", "open-obligation", """{"account":"QM-CHP-01","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Agreed("compliance", "obligations", "QM-CHP-01-2025", "record-verified",
            """{"effective":"2026-05-29","emissions":1000000,"allowancesDue":1000000,"reportId":"VR-1","verifier":"body A"}""");
        await desk.Done("compliance", "ccer", "QM-CHP-01", "reserve-credits", """
            {"effective":"2026-06-05","reservation":"R-1","quantity":30000,"purpose":"offset","obligation":"QM-CHP-01-2025","market":"cn-ets","complianceYear":2025}
            """);
        await desk.Agreed("compliance", "obligations", "QM-CHP-01-2025", "surrender-offsets",
            """{"effective":"2026-06-05","holding":"QM-CHP-01","reservation":"R-1","registryReference":"R-1","remark":"credits first"}""");
        var (free, bought) = origin == "free" ? (880_000, 90_000) : (900_000, 70_000);
        await desk.Agreed("compliance", "accounts", "QM-CHP-01", "surrender-units",
            $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{free}},"origin":"free","complianceYear":2025,"registryReference":"S-1","remark":"free first"}""");
        await desk.Agreed("compliance", "accounts", "QM-CHP-01", "surrender-units",
            $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{bought}},"origin":"purchased","complianceYear":2025,"registryReference":"S-2","remark":"the rest"}""");
        var owed = desk.Workplace.Read.Obligations.Find("QM-CHP-01-2025")!.State;
        Assert.Equal((970_000L, 30_000L, 0L), (owed.Surrendered.Value, owed.OffsetsSurrendered.Value, owed.Remaining!.Value.Value)); // 1,000,000 = 30,000 credits + free + purchased
        await desk.Agreed("compliance", "accounts", "QM-CHP-01", "cancel-units",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"origin":"purchased","purpose":"voluntary","beneficiary":"B","registryReference":"C-1"}""");
        var year = Costs(desk).RollForward(Now(desk), new(2025, 1, 1));
        decimal Cost(Func<RollForwardRow, Flow> of) => year.Where(r => r.Unit.Product.Market == "cn-ets").Sum(r => of(r).Cost);
        var credits = year.Single(r => r.Unit.Product.Market == "ccer");
        Assert.Equal(((decimal)surrender, (decimal)cancellation, (decimal)closing), (Cost(r => r.Surrendered), Cost(r => r.Cancelled), Cost(r => r.Closing)));
        Assert.Equal((2_106_300.00m, 2_106_300.00m, 0m), (credits.In.Cost, credits.Cancelled.Cost, credits.Closing.Cost));
        Assert.Equal(5_536_560.00m, Cost(r => r.Delivered) + Cost(r => r.Surrendered) + Cost(r => r.Cancelled) + Cost(r => r.Closing)); // opening and purchases = out and closing
        Assert.Equal((decimal)effect, sale.Realised - Cost(r => r.Surrendered) - credits.Cancelled.Cost - Cost(r => r.Cancelled));
        Assert.Equal(9_000, year.Where(r => r.Unit == unit).Sum(r => r.Closing.Tonnes));
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
