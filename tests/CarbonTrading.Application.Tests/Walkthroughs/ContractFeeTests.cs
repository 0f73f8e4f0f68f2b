using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>The fee of a contract: one payment at the end, in the cost of what comes, else against what is got for what is given, to the cent.</summary>
public class ContractFeeTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static TermContract State(TestDesk desk) => desk.Workplace.Read.Contracts.Find("K-1")!.State;

    private static async Task<IReadOnlyList<(ResultKind Kind, long Tonnes, decimal Realised)>> Results(TestDesk desk) =>
        [.. (await desk.Workplace.Queries.Costs.Realised(Now(desk), new(2026, 1, 1), Ct)).Select(r => (r.Kind, r.Tonnes, r.Realised)).Order()];

    private static string Terms(string kind, string more, string price = "60.00") => $$"""
        {"kind":"{{kind}}","agreedOn":"2026-06-03","account":"{{Chp}}","product":"{{Cea}}","quantity":10000,"price":{"amount":{{price}},"currency":"CNY"},
         "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-03","endsOn":"2026-06-05"{{more}} }
        """;

    private static async Task<TestDesk> With(string kind, string more, string price = "60.00")
    {
        var desk = await TestDesk.Open();
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase", $$"""{"effective":"2026-05-05","product":"{{Cea}}","quantity":10000,"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", Terms(kind, more, price));
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-03","reference":"REG-1"}""");
        return desk;
    }

    private static Task Confirm(TestDesk desk, int leg) =>
        desk.Done("finance", "contracts", "K-1", "confirm-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05","evidence":"ST {{leg}}"}""");

    private static async Task Deliver(TestDesk desk, int leg)
    {
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05"}""");
        await Confirm(desk, leg);
    }

    private static Task Split(TestDesk desk, int quantity) => desk.Done("finance", "contracts", "K-1", "split-leg", $$"""{"leg":1,"quantity":{{quantity}} }""");

    private static async Task Sound(TestDesk desk) => Assert.Empty((await Checks.Invariants.Check(desk.Workplace, Ct)).SelectMany(c => c.Findings));

    /// <summary>100.01 on 10,000 t: 33.33 for the first 3,333 t, 66.68 for the rest, whichever comes first; paid once.</summary>
    [Theory]
    [InlineData(1, 4, 33.33)]
    [InlineData(4, 1, 66.68)]
    public async Task What_comes_costs_its_fee_part_by_part(int first, int second, decimal fee)
    {
        await using var desk = await With("forward", ",\"side\":\"buy\",\"fee\":100.01,\"margin\":500.00");
        Assert.Equal([(3, false, 100.01m), (4, false, 500m), (5, true, 500m)], State(desk).Legs.Skip(2).Select(l => (l.Leg.Number, l.Leg.IsIn, l.Leg.Amount!.Value)));
        Assert.Equal(-600_100.01m, State(desk).CashDue);
        await Split(desk, 3_333);
        (first, second) = (first == 1 ? 1 : 6, second == 1 ? 1 : 6);
        decimal Cost() => desk.Workplace.Queries.Costs.Held(Now(desk)).Sum(r => r.Cost) - 500_000m;
        await Confirm(desk, first);
        Assert.Equal((first == 1 ? 199_980m : 400_020m) + fee, Cost());
        await Confirm(desk, second);
        Assert.Equal(600_100.01m, Cost());
        foreach (var leg in new[] { 2, 7, 3, 4 }) await Confirm(desk, leg);
        await Confirm(desk, 5);
        Assert.Equal((ContractStatus.Closed, 600_100.01m), (State(desk).Status, State(desk).NetPaid));
        Assert.Empty(await Results(desk));
        await Sound(desk);
    }

    /// <summary>4,000 and 6,000 t at a cost of 50.00 are sold at 60.00: 100,000 less a fee of 100.01, 40.00 and 60.01 of it.</summary>
    [Fact]
    public async Task What_is_given_brings_less_its_fee()
    {
        await using var desk = await With("forward", ",\"side\":\"sell\",\"fee\":100.01");
        await Split(desk, 4_000);
        await Deliver(desk, 1);
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":4,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":4,"effective":"2026-06-05","reason":"x"}"""); // the fee stays where it is
        await Deliver(desk, 4);
        Assert.Equal([(ResultKind.Sale, 4_000L, 39_960m), (ResultKind.Sale, 6_000L, 59_939.99m)], await Results(desk));
        foreach (var leg in new[] { 2, 5, 3 }) await Confirm(desk, leg);
        Assert.Equal((ContractStatus.Closed, -599_899.99m), (State(desk).Status, State(desk).NetPaid));
        await Sound(desk);
    }

    /// <summary>Of a swap the fee is in the cost of what comes: 550,000 and 100.01; of the sale nothing.</summary>
    [Fact]
    public async Task Of_a_swap_it_is_in_what_comes()
    {
        await using var desk = await With("swap", ",\"otherAccount\":\"QM-CHP-01\",\"otherProduct\":\"cn-ets/CEA/2024\",\"endPrice\":{\"amount\":55.00,\"currency\":\"CNY\"},\"fee\":100.01", "5.00");
        await Deliver(desk, 1);
        await Confirm(desk, 2);
        Assert.Equal([(ResultKind.Sale, 10_000L, 100_000m)], await Results(desk));
        Assert.Equal(550_100.01m, desk.Workplace.Queries.Costs.Held(Now(desk)).Single().Cost);
        foreach (var leg in new[] { 3, 4 }) await Confirm(desk, leg);
        Assert.Equal((ContractStatus.Closed, -49_899.99m), (State(desk).Status, State(desk).NetPaid));
    }

    [Fact]
    public async Task Settled_in_cash_the_result_is_after_the_fee()
    {
        await using var desk = await With("forward", ",\"side\":\"buy\",\"inCash\":true,\"fee\":100.01");
        await desk.Agreed("finance", "contracts", "K-1", "fix-settlement", """{"effective":"2026-06-05","price":{"amount":61.50,"currency":"CNY"},"evidence":"bulletin"}""");
        await Confirm(desk, 1);
        Assert.Equal(ContractStatus.Active, State(desk).Status);
        await Confirm(desk, 2);
        Assert.Equal([(ResultKind.Cash, 0L, 14_899.99m)], await Results(desk));
    }

    [Fact]
    public async Task An_option_that_lapses_owes_no_fee()
    {
        await using var desk = await With("option", ",\"side\":\"buy\",\"right\":\"call\",\"amount\":1000.00,\"fee\":100.01");
        await Confirm(desk, 1);
        await desk.Refused("contract.not-exercised", "finance", "contracts", "K-1", "confirm-leg", """{"leg":4,"effective":"2026-06-05","evidence":"E"}""");
        await desk.Done("finance", "contracts", "K-1", "lapse-option", """{"effective":"2026-06-05","reason":"out of the money"}""");
        Assert.Equal((ContractStatus.Lapsed, 1_000m), (State(desk).Status, State(desk).NetPaid));
    }

    /// <summary>Delivered, neither paid nor the fee: the cost of 500,000 is lost, in two rows.</summary>
    [Fact]
    public async Task A_fee_not_paid_is_not_lost()
    {
        await using var desk = await With("forward", ",\"side\":\"sell\",\"fee\":100.01");
        await Deliver(desk, 1);
        await desk.Agreed("finance", "contracts", "K-1", "default-contract", """{"effective":"2026-06-05","document":"notice"}""");
        Assert.Equal([(ResultKind.Sale, 10_000L, 99_899.99m), (ResultKind.Default, 0L, -599_899.99m)], await Results(desk));
    }

    [Fact]
    public async Task A_fee_is_an_amount_of_a_deal()
    {
        await using var desk = await TestDesk.Open();
        Task Refused(string code, string terms) => desk.Refused(code, "trader", "contracts", "K-1", "agree-contract", terms);
        await Refused("contract.amount-not-possible", Terms("forward", ",\"side\":\"buy\",\"fee\":0"));
        await Refused("contract.amount-not-possible", Terms("forward", ",\"side\":\"buy\",\"fee\":0.001"));
        await Refused("contract.field-not-needed", Terms("pledge", ",\"amount\":1000,\"fee\":1.00"));
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", Terms("forward", ",\"side\":\"buy\",\"fee\":0.01"));
    }
}
