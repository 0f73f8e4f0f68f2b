using CarbonTrading.Application.Lots;
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
        var proposal = SurrenderProposal.Of("O", 2024, 250, [Lot(1, 100, null, true), Lot(2, 100, 90, true), Lot(3, 100, 30, true), Lot(4, 900, 10, false), Lot(5, 100, null, true)]);
        Assert.Equal([("L-0003", 100L, "ends-first"), ("L-0002", 100L, "ends-first"), ("L-0005", 50L, "oldest")], proposal.Lots.Select(l => (l.Lot.Lot, l.Tonnes, l.Reason)));
        Assert.Equal((0L, 900L), (proposal.Short, proposal.Stranding)); // the lot that counts for nothing stays at risk
    }

    [Fact]
    public void What_no_lot_covers_is_said()
    {
        var proposal = SurrenderProposal.Of("O", 2024, 150, [Lot(1, 100, 30, true), Lot(2, 100, 30, false)]);
        Assert.Equal((100L, 50L), (proposal.Lots.Sum(l => l.Tonnes), proposal.Short));
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
            var proposal = SurrenderProposal.Of("O", 2024, needed, lots);
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
