using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Units pledged, lent and sold in repo through the desk: held, not free, back in the end.</summary>
public class EncumbranceTests
{
    private const string Cea25 = "cn-ets/CEA/2025";

    private static async Task Agreed(TestDesk desk, string command, string json)
    {
        await desk.Done("trader", "accounts", "QM-CHP-01", command, json);
        var proposal = Assert.Single(desk.Workplace.Read.Proposals.All(), p => p.State.Status == ProposalStatus.Waiting);
        await desk.Done("approver", "proposals", proposal.Key, "approve-proposal", "{}");
    }

    [Fact]
    public async Task What_stands_for_a_contract_is_held_and_not_free_and_comes_back()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation",
            $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":1000,"document":"AL"}""");
        foreach (var (id, kind, quantity) in new[] { ("C-1", "pledge", 300), ("C-2", "loan", 200), ("C-3", "repo", 100) })
            await Agreed(desk, "encumber-units", $$"""
                {"effective":"2026-06-05","encumbrance":"{{id}}","kind":"{{kind}}","product":"{{Cea25}}","quantity":{{quantity}},"counterparty":"Bank A","document":"contract"}
                """);

        var row = Assert.Single(desk.Workplace.Queries.Positions(desk.Workplace.Queries.Resolve(null, null).AsOf!));
        Assert.Equal((400L, 600L, 1000L), (row.Free, row.Pledged, row.Held));
        Assert.Equal(row.Held, row.Free + row.Reserved + row.Pledged + row.Frozen + row.InTransit);
        await desk.Refused("allowance-account.not-enough-free", "trader", "accounts", "QM-CHP-01", "reserve-units",
            $$"""{"effective":"2026-06-05","reservation":"R-1","product":"{{Cea25}}","quantity":401,"purpose":"sale"}""");

        await Agreed(desk, "release-encumbrance", """{"effective":"2026-06-05","encumbrance":"C-1","document":"repaid"}""");
        Assert.Equal((700L, 200L, 100L), (desk.In("QM-CHP-01", Cea25, Bucket.Free), desk.In("QM-CHP-01", Cea25, Bucket.Lent), desk.In("QM-CHP-01", Cea25, Bucket.SoldInRepo)));
        Assert.All(await Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken), c => Assert.Empty(c.Findings));
    }
}
