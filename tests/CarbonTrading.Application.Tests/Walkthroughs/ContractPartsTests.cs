using CarbonTrading.Application.Contracts;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Deliveries of contracts in parts: cash is divided with the units, and parts and rest are always the whole.</summary>
public class ContractPartsTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static ContractRow Row(TestDesk desk) => desk.Workplace.Queries.Contracts.All(Now(desk)).Single();

    private static async Task<TestDesk> Active(string kind, string more, long quantity = 10_000, string price = "80.01")
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{Cea}}","quantity":50000,"document":"AL"}""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"{{kind}}","agreedOn":"2026-06-01","account":"{{Chp}}","product":"{{Cea}}","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"},
             "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-01","endsOn":"2026-06-05"{{more}} }
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"REG-1"}""");
        return desk;
    }

    private static Task Split(TestDesk desk, string part) => desk.Done("finance", "contracts", "K-1", "split-leg", part);

    private static Task Confirm(TestDesk desk, int leg) =>
        desk.Done("finance", "contracts", "K-1", "confirm-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05","evidence":"ST {{leg}}"}""");

    private static async Task Deliver(TestDesk desk, int leg)
    {
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05"}""");
        await Confirm(desk, leg);
    }

    private static async Task Sound(TestDesk desk) => Assert.Empty((await Checks.Invariants.Check(desk.Workplace, Ct)).SelectMany(c => c.Findings));

    [Fact]
    public async Task A_forward_is_delivered_and_paid_in_parts_and_the_cents_stay_whole()
    {
        await using var desk = await Active("forward", ",\"side\":\"sell\"");
        await Split(desk, """{"leg":1,"quantity":3333}""");
        Assert.Equal([(1, 3_333L, null), (3, 6_667L, 1)], Row(desk).Legs.Where(l => l.Leg.IsUnits).Select(l => (l.Leg.Number, l.Leg.Quantity!.Value.Value, l.Leg.PartOf)));
        Assert.Equal([(2, 266_673.33m), (4, 533_426.67m)], Row(desk).Legs.Where(l => !l.Leg.IsUnits).Select(l => (l.Leg.Number, l.Leg.Amount!.Value)));
        await Deliver(desk, 1);
        await Confirm(desk, 2);
        Assert.Equal((46_667L, 3_333L, ContractStatus.Active), (desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, Bucket.Delivered), Row(desk).Status));
        Assert.Equal(("cash-due", 533_426.67m), Row(desk).Figures.Where(f => f.Code == "cash-due").Select(f => (f.Code, f.Value!.Value)).Single());
        await Sound(desk);
        await Deliver(desk, 3);
        await Confirm(desk, 4);
        Assert.Equal((40_000L, ContractStatus.Closed), (desk.In(Chp, Cea, Bucket.Free), Row(desk).Status));
        Assert.Equal([(3_333L, 266_673.33m), (6_667L, 533_426.67m)],
            (await desk.Workplace.Queries.Costs.Realised(Now(desk), new(2026, 1, 1), Ct)).Where(r => r.Kind == ResultKind.Sale).Select(r => (r.Tonnes, r.Proceeds)).Order());
        await Sound(desk);
    }

    [Fact]
    public async Task The_money_of_a_part_that_failed_comes_back_and_that_of_the_other_stays()
    {
        await using var desk = await Active("forward", ",\"side\":\"sell\"");
        await Split(desk, """{"leg":1,"quantity":4000}""");
        await Deliver(desk, 1);
        await Confirm(desk, 2);
        await Confirm(desk, 4);
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":3,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":3,"effective":"2026-06-05","reason":"closed"}""");
        Assert.Equal([ContractLegStatus.Done, ContractLegStatus.Done, ContractLegStatus.Failed, ContractLegStatus.Expected], Row(desk).Legs.Select(l => l.Status));
        Assert.Equal((46_000L, 4_000L), (desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, Bucket.Delivered)));
        await Split(desk, """{"leg":3,"quantity":5999}"""); // once more: what failed is divided again
        Assert.Equal([1, 4_000L, 5_999L], Row(desk).Legs.Where(l => l.Leg.IsUnits).Select(l => l.Leg.Quantity!.Value.Value).Order());
        Assert.Equal(800_100m, Row(desk).Legs.Where(l => !l.Leg.IsUnits).Sum(l => l.Leg.Amount!.Value));
        await Deliver(desk, 5);
        await Sound(desk);
    }

    [Fact]
    public async Task A_purchase_is_received_in_parts_each_a_lot_at_the_price_of_the_contract()
    {
        await using var desk = await Active("forward", ",\"side\":\"buy\"");
        var units = Row(desk).Legs.Single(l => l.Leg.IsUnits).Leg.Number;
        await Split(desk, $$"""{"leg":{{units}},"quantity":1}""");
        await Confirm(desk, units);
        Assert.Equal(50_001, desk.In(Chp, Cea, Bucket.Free));
        await Confirm(desk, Row(desk).Legs.Single(l => l is { IsOpen: true, Leg.IsUnits: true }).Leg.Number);
        Assert.Equal((60_000L, 800_100m), (desk.In(Chp, Cea, Bucket.Free), desk.Workplace.Queries.Costs.Held(Now(desk)).Where(r => r.Unit.Origin == Origin.Purchased).Sum(r => r.Cost)));
        await Sound(desk);
    }

    /// <summary>C29 the other way: 40,000 t are bought back in two deliveries after the option is used; before it nothing is divided.</summary>
    [Fact]
    public async Task An_option_is_divided_once_it_is_used()
    {
        await using var desk = await Active("option", ",\"side\":\"buy\",\"right\":\"call\",\"amount\":1000.00");
        await desk.Refused("contract.not-exercised", "finance", "contracts", "K-1", "split-leg", """{"leg":2,"quantity":1}""");
        await desk.Refused("contract.leg-not-divided", "finance", "contracts", "K-1", "split-leg", """{"leg":1,"amount":1}"""); // the premium
        await Confirm(desk, 1);
        await desk.Agreed("trader", "contracts", "K-1", "exercise-option", """{"effective":"2026-06-05","settlesOn":"2026-06-05"}""");
        await Split(desk, """{"leg":2,"quantity":9999}""");
        await Confirm(desk, 2);
        Assert.Equal((59_999L, ContractStatus.Active), (desk.In(Chp, Cea, Bucket.Free), Row(desk).Status));
        foreach (var leg in Row(desk).Legs.Where(l => l.IsOpen).Select(l => l.Leg.Number).ToList()) await Confirm(desk, leg);
        Assert.Equal((60_000L, ContractStatus.Closed), (desk.In(Chp, Cea, Bucket.Free), Row(desk).Status));
    }

    [Fact]
    public async Task Only_a_part_of_what_has_not_moved_is_divided()
    {
        await using var desk = await Active("forward", ",\"side\":\"sell\",\"margin\":1000.00");
        Task Refused(string code, string part) => desk.Refused(code, "finance", "contracts", "K-1", "split-leg", part);
        await Refused("contract.quantity-not-a-part", """{"leg":1,"quantity":10000}""");
        await Refused("contract.quantity-not-a-part", """{"leg":1,"quantity":0}""");
        await Refused("contract.part-missing", """{"leg":1}""");
        await Refused("contract.part-missing", """{"leg":1,"quantity":1,"amount":1}""");
        await Refused("contract.part-missing", """{"leg":2,"quantity":1}""");
        await Refused("contract.amount-not-a-part", """{"leg":2,"amount":800100.00}""");
        var tooFine = await desk.Refused("contract.amount-not-a-part", "finance", "contracts", "K-1", "split-leg", """{"leg":2,"amount":0.001}""");
        Assert.Contains("CNY 0.001", tooFine.Message, StringComparison.Ordinal);
        await Refused("contract.leg-unknown", """{"leg":9,"quantity":1}""");
        await Refused("contract.leg-not-divided", """{"leg":3,"amount":1.00}"""); // the margin
        await desk.Refused("permission.denied", "auditor", "contracts", "K-1", "split-leg", """{"leg":1,"quantity":1}""");
        await Split(desk, """{"leg":2,"amount":800099.99}"""); // the last that passes
        await Split(desk, """{"leg":1,"quantity":9999}""");
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await Refused("contract.leg-not-at-step", """{"leg":1,"quantity":1}""");
    }

    /// <summary>800,100.00 in parts of 200,000.00 and 600,100.00, both paid before the units failed.</summary>
    [Fact]
    public async Task Money_paid_in_parts_comes_back_whole()
    {
        await using var desk = await Active("forward", ",\"side\":\"sell\",\"margin\":1000.00");
        await Split(desk, """{"leg":2,"amount":200000.00}""");
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        foreach (var leg in new[] { 2, 5, 3 }) await Confirm(desk, leg);
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":1,"effective":"2026-06-05","reason":"closed"}""");
        Assert.Equal([(1, ContractLegStatus.Failed), (2, ContractLegStatus.Expected), (3, ContractLegStatus.Done), (4, ContractLegStatus.Expected), (5, ContractLegStatus.Expected)],
            Row(desk).Legs.Select(l => (l.Leg.Number, l.Status)));
        await Deliver(desk, 1);
        foreach (var leg in new[] { 2, 5, 4 }) await Confirm(desk, leg);
        Assert.Equal(ContractStatus.Closed, Row(desk).Status);
        await Sound(desk);
    }

    /// <summary>
    /// 800,100.00 paid as 100,000.00 and 700,100.00; then 3,333 of 10,000 t are delivered: 266,673.33 of it. The second payment is divided at 166,673.33, and paid or not
    /// as it was; what fails later takes back the payments of its own units alone.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_divided_by_itself_stays_with_the_units_it_pays(bool paidFirst)
    {
        await using var desk = await Active("forward", ",\"side\":\"sell\"");
        await Split(desk, """{"leg":2,"amount":100000.00}""");
        if (paidFirst) await Confirm(desk, 3);
        await Split(desk, """{"leg":1,"quantity":3333}""");
        decimal Paid(int units) => Row(desk).Legs.Where(l => l.Leg.PaysFor == units).Sum(l => l.Leg.Amount!.Value);
        Assert.Equal((266_673.33m, 533_426.67m), (Paid(1), Paid(4)));
        Assert.Equal(800_100m, Row(desk).Legs.Where(l => !l.Leg.IsUnits).Sum(l => l.Leg.Amount!.Value));
        Assert.Equal(paidFirst ? 700_100m : 0m, -desk.Workplace.Read.Contracts.Find("K-1")!.State.NetPaid);
        await Deliver(desk, 1);
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":4,"effective":"2026-06-05"}""");
        foreach (var leg in Row(desk).Legs.Where(l => l is { IsOpen: true, Leg.IsUnits: false }).Select(l => l.Leg.Number).ToList()) await Confirm(desk, leg);
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":4,"effective":"2026-06-05","reason":"closed"}""");
        Assert.Equal(266_673.33m, -desk.Workplace.Read.Contracts.Find("K-1")!.State.NetPaid);
        await Deliver(desk, 4);
        foreach (var leg in Row(desk).Legs.Where(l => l.IsOpen).Select(l => l.Leg.Number).ToList()) await Confirm(desk, leg);
        Assert.Equal((ContractStatus.Closed, 800_100m), (Row(desk).Status, -desk.Workplace.Read.Contracts.Find("K-1")!.State.NetPaid));
        await Sound(desk);
    }

    /// <summary>50,000.00 for the difference of 10,000 t given go with them, by 4,000 and 6,000 t.</summary>
    [Fact]
    public async Task The_difference_of_a_swap_goes_with_the_units_given()
    {
        await using var desk = await Active("swap", ",\"otherAccount\":\"QM-CHP-01\",\"otherProduct\":\"cn-ets/CEA/2024\",\"endPrice\":{\"amount\":70,\"currency\":\"CNY\"}", price: "5.00");
        await Split(desk, """{"leg":1,"quantity":4000}""");
        await Split(desk, """{"leg":2,"quantity":1}"""); // what comes is divided alone
        Assert.Equal([(3, 20_000m), (5, 30_000m)], Row(desk).Legs.Where(l => !l.Leg.IsUnits).Select(l => (l.Leg.Number, l.Leg.Amount!.Value)));
        await Deliver(desk, 1);
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":4,"effective":"2026-06-05"}""");
        foreach (var leg in new[] { 3, 5 }) await Confirm(desk, leg);
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":4,"effective":"2026-06-05","reason":"closed"}""");
        Assert.Equal(20_000m, -desk.Workplace.Read.Contracts.Find("K-1")!.State.NetPaid);
        await Sound(desk);
    }

    [Fact]
    public async Task A_loan_is_performed_whole()
    {
        await using var desk = await Active("pledge", ",\"amount\":500000.00");
        await desk.Refused("contract.leg-not-divided", "finance", "contracts", "K-1", "split-leg", """{"leg":1,"quantity":1}""");
    }
}
