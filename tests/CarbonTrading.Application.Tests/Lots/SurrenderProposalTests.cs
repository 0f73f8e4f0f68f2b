using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Lots;

/// <summary>Pain 20: which lots an obligation takes is proposed with a reason, not picked by hand.</summary>
public class SurrenderProposalTests
{
    private static readonly DateOnly day = new(2026, 6, 5);

    private static LotRow Lot(int number, long free, int? endsIn, bool counts) => new(
        "A", "QM", $"L-{number:0000}", new(new("cn-ets", "CEA", Vintage.Of(2024)), Origin.Free), "CEA24", day.AddDays(-number), free, free, 0, 0m, "CNY", null, [], null, null,
        counts ? [new("O", 2024, day.AddDays(200), 1, RuleStatus.InForce)] : [],
        endsIn is { } days ? new(day.AddDays(days), 2024, false, "rule", RuleStatus.InForce) : LastUse.Open, 0, null);

    [Fact]
    public void Lots_that_end_soonest_go_first_and_the_rest_oldest_first()
    {
        var proposal = SurrenderProposal.Of("O", 2024, 250, [Lot(1, 100, null, true), Lot(2, 100, 90, true), Lot(3, 100, 30, true), Lot(4, 900, 10, false), Lot(5, 100, null, true)], 0);
        Assert.Equal([("L-0003", 100L, "ends-first"), ("L-0002", 100L, "ends-first"), ("L-0005", 50L, "oldest")], proposal.Lots.Select(l => (l.Lot.Lot, l.Tonnes, l.Reason)));
        Assert.Equal((0L, 900L), (proposal.Short, proposal.Stranding)); // the lot that counts for nothing stays at risk
    }

    [Fact]
    public void What_no_lot_covers_is_said()
    {
        var proposal = SurrenderProposal.Of("O", 2024, 150, [Lot(1, 100, 30, true), Lot(2, 100, 30, false)], 0);
        Assert.Equal((100L, 50L), (proposal.Lots.Sum(l => l.Tonnes), proposal.Short));
    }

    [Fact]
    public void Credits_are_taken_up_to_the_room_the_limit_leaves()
    {
        LotRow Credit(int number, long free, int endsIn) => Lot(number, free, endsIn, true) with { Project = "PJ", Methodology = "M" };
        LotRow[] lots = [Credit(1, 100, 10), Lot(2, 100, 30, true), Credit(3, 100, 20)];
        Assert.Equal([("L-0001", 100L), ("L-0003", 1L), ("L-0002", 49L)], SurrenderProposal.Of("O", 2024, 150, lots, 101).Lots.Select(l => (l.Lot.Lot, l.Tonnes)));
        var none = SurrenderProposal.Of("O", 2024, 150, lots, 0);
        Assert.Equal(("L-0002", 100L, 50L), (Assert.Single(none.Lots).Lot.Lot, none.Lots[0].Tonnes, none.Short));
    }

    /// <summary>Pain 20: who surrenders other units than proposed says why, and the reason stays with the movement.</summary>
    [Fact]
    public async Task A_surrender_that_departs_from_the_proposal_takes_a_reason()
    {
        await using var desk = await TestDesk.Open();
        const string Chp = "QM-CHP-01";
        foreach (var vintage in new[] { 2023, 2024 })
            await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"{{vintage + 1}}-06-03","product":"cn-ets/CEA/{{vintage}}","quantity":6000,"document":"AL"}""");
        await desk.Done("compliance", "obligations", $"{Chp}-2024", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2024,"sector":"power"}""");
        static string Surrender(int vintage, int quantity, string more = "") => $$"""
            {"effective":"2026-06-05","product":"cn-ets/CEA/{{vintage}}","quantity":{{quantity}},"complianceYear":2024,"registryReference":"S"{{more}} }
            """;
        await desk.Agreed("compliance", "obligations", $"{Chp}-2024", "record-verified", """{"effective":"2026-06-01","emissions":8000,"allowancesDue":8000,"reportId":"VR","verifier":"body"}""");
        var (now, workplace) = (desk.Workplace.Queries.Resolve(null, null).AsOf!, desk.Workplace);
        var proposal = (await SurrenderProposal.Of(workplace, $"{Chp}-2024", now, TestContext.Current.CancellationToken))!;
        Assert.Equal((6_000L, 2_000L), (proposal.Of(new("cn-ets", "CEA", Vintage.Of(2023))), proposal.Of(new("cn-ets", "CEA", Vintage.Of(2024)))));
        var refused = await desk.Refused("desk.departs-from-proposal", "compliance", "accounts", Chp, "surrender-units", Surrender(2024, 2_001));
        Assert.Equal("remark", refused.Field);
        await desk.Refused("desk.departs-from-proposal", "compliance", "accounts", Chp, "surrender-units", Surrender(2024, 2_001, ",\"remark\":\"\""));
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(2024, 2_000)); // as proposed, in whatever order
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(2024, 1_000, ",\"remark\":\"CEA23 are sold tomorrow\""));
        // 5,000 t are still lacking, 3,000 t of them wait for approval: 2,001 t are too many.
        await desk.Done("compliance", "accounts", Chp, "surrender-units", Surrender(2023, 3_000), "waits");
        Assert.Equal("remark", (await desk.Refused("desk.beyond-what-is-owed", "compliance", "accounts", Chp, "surrender-units", Surrender(2023, 2_001))).Field);
        await desk.Done("compliance", "accounts", Chp, "surrender-units", Surrender(2023, 2_000), "fits");
        now = workplace.Queries.Resolve(null, null).AsOf!;
        var events = await workplace.Queries.Events(now, $"allowance-account/{Chp}", null, 100, TestContext.Current.CancellationToken);
        Assert.Equal([null, "CEA23 are sold tomorrow"], events.Where(e => e.Name == "allowance-account.units-surrendered.v1").OrderBy(e => e.Position)
            .Select(e => e.Body.TryGetProperty("remark", out var remark) ? remark.GetString() : null));
    }

    /// <summary>Every way to take the tonnes from the lots is tried: none strands fewer.</summary>
    [Fact]
    public void No_choice_of_lots_strands_fewer_tonnes_in_5_000_random_books()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var lots = Enumerable.Range(1, random.Next(1, 6)).Select(i => Lot(i, random.Next(1, 4), random.Next(3) == 0 ? null : random.Next(1, 300), random.Next(4) > 0)).ToList();
            var usable = lots.Where(l => l.Uses.Count > 0).ToList();
            var needed = random.Next(1, 12);
            var proposal = SurrenderProposal.Of("O", 2024, needed, lots, 0);
            var most = Math.Min(needed, usable.Sum(l => l.Free));
            Assert.Equal(most, proposal.Lots.Sum(l => l.Tonnes));
            Assert.All(proposal.Lots, l => Assert.True(l.Tonnes <= l.Lot.Free));
            if (proposal.Lots.Count == 0) continue;
            var atRisk = lots.Where(l => l.Last.Day is not null).Sum(l => l.Held);
            var least = atRisk - Choices(usable, most).Max();
            Assert.True(proposal.Stranding == least, $"seed {seed}: strands {proposal.Stranding}, {least} is possible");
        }
    }

    /// <summary>Tonnes of lots whose use ends, for every way to take <paramref name="needed"/> t from the lots.</summary>
    private static IEnumerable<long> Choices(List<LotRow> lots, long needed, int from = 0)
    {
        if (from == lots.Count)
        {
            if (needed == 0) yield return 0;
            yield break;
        }

        for (var taken = 0L; taken <= Math.Min(needed, lots[from].Free); taken++)
            foreach (var rest in Choices(lots, needed - taken, from + 1)) yield return rest + (lots[from].Last.Day is null ? 0 : taken);
    }
}
