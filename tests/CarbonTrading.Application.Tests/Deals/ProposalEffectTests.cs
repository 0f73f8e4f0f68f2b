using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Deals;

/// <summary>Whoever approves sees both sides of what waits: units, cost, and the lots that go, before and after.</summary>
public class ProposalEffectTests
{
    private const string Chp = "QM-CHP-01";

    private static async Task<TestDesk> Open()
    {
        var desk = await TestDesk.Open();
        foreach (var (day, price) in new[] { ("2026-06-01", 40), ("2026-06-02", 60) })
            await desk.Agreed("trader", "accounts", Chp, "receive-purchase",
                $$"""{"effective":"{{day}}","product":"cn-ets/CEA/2024","quantity":1000,"price":{"amount":{{price}},"currency":"CNY"},"document":"D {{day}}"}""");
        return desk;
    }

    private static async Task<ProposalEffect> Of(TestDesk desk, string actor, string command, string json)
    {
        await desk.Done(actor, "accounts", Chp, command, json, "asked");
        return (await new ProposalEffects(desk.Workplace).Of(Application.Desk.ProposalKey(actor, "asked"), desk.Workplace.Queries.Resolve(null, null).AsOf!, TestContext.Current.CancellationToken))!;
    }

    private static IEnumerable<string> Lines(ProposalEffect effect) => effect.Lines.Select(l => FormattableString.Invariant($"{l.Product?.Code} {l.Kind} {l.Before:0.##} {l.After:0.##}"));

    [Fact]
    public async Task Of_units_that_are_cancelled()
    {
        await using var desk = await Open();
        var effect = await Of(desk, "compliance", "cancel-units", """{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":1500,"purpose":"event","beneficiary":"us","registryReference":"R"}""");
        Assert.Equal(["CEA24 Held 2000 500", "CEA24 Free 2000 500", "CEA24 Cost 100000 30000"], Lines(effect));
        Assert.Equal([("L-0001", 1_000L), ("L-0002", 500L)], effect.Lots.Select(l => (l.Lot, l.Tonnes)));
    }

    [Fact]
    public async Task Of_units_that_are_carried_over()
    {
        await using var desk = await Open();
        var effect = await Of(desk, "compliance", "convert-units", """{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":500,"into":"cn-ets/CEA/2025","document":"7","remark":"decision 7"}""");
        Assert.Equal(["CEA24 Held 2000 1500", "CEA24 Free 2000 1500", "CEA24 Cost 100000 80000", "CEA25 Held 0 500", "CEA25 Free 0 500", "CEA25 Cost 0 20000"], Lines(effect));
    }

    /// <summary>By the lot 1,000 t at 40 left; at the average they cost 50.</summary>
    [Fact]
    public async Task Of_a_change_of_cost_method()
    {
        await using var desk = await Open();
        await desk.Agreed("compliance", "accounts", Chp, "cancel-units", """{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":1000,"purpose":"event","beneficiary":"us","registryReference":"R"}""");
        var effect = await Of(desk, "finance", "change-cost-method", """{"from":"2026-01-01","unit":"cn-ets/CEA/2024/purchased","method":"moving-average","reason":"policy"}""");
        Assert.Equal(["CEA24 Cost 60000 50000", "CEA24 CostOfLeft 40000 50000"], Lines(effect));
        Assert.Null(effect.Refusal);
    }
}
