using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Serial ranges are inclusive outside; lengths are computed, never typed.</summary>
public class SerialsTests
{
    [Fact]
    public void An_inclusive_block_0_to_10_is_11_units_and_splits_into_6_and_5()
    {
        var (taken, left) = Serials.Split([new("B", 0, 10)], 6);
        Assert.Equal(([new("B", 0, 5)], [new("B", 6, 10)]), ((SerialRange[])[.. taken], (SerialRange[])[.. left]), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
        Assert.Equal((11, 6, 5), (new SerialRange("B", 0, 10).Count, Serials.Count(taken), Serials.Count(left)));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(0, 5, true)]
    [InlineData(-1, 5, false)]
    [InlineData(5, 4, false)]
    [InlineData(1, Serials.NumberMax, true)]
    [InlineData(1, Serials.NumberMax + 1, false)]
    public void A_range_has_a_first_from_0_a_last_not_before_it_and_an_end(long first, long last, bool possible) =>
        Assert.Equal(possible, Serials.IsPossible(new("B", first, last)));

    /// <summary>Pain 2: serial splits that count wrong.</summary>
    [Fact]
    public void A_million_random_splits_lose_and_double_nothing()
    {
        var splits = 0;
        Seeded.Run(2_000, random => Interlocked.Add(ref splits, Split500(random)));
        if (Seeded.IsWhole) Assert.Equal(1_000_000, splits);
    }

    private static int Split500(Random random)
    {
        // One list is split again and again; all pieces together are always the whole, without gap or overlap.
        SerialRange[] whole = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(i => new SerialRange("B" + i % 2, 1 + (i * 10_000_000L), (i * 10_000_000L) + random.Next(1_000, 9_000_000)))];
        var pieces = new List<IReadOnlyList<SerialRange>> { Serials.Join(whole, []) };
        for (var split = 0; split < 500; split++)
        {
            var at = random.Next(pieces.Count);
            var piece = pieces[at];
            var count = Serials.Count(piece);
            if (count < 2) (at, piece, count) = pieces.Select((p, i) => (i, p, Serials.Count(p))).MaxBy(p => p.Item3); // a single unit is not split
            var take = 1 + random.NextInt64(count - 1);
            var (taken, left) = Serials.Split(piece, take);
            Assert.Equal((take, count - take), (Serials.Count(taken), Serials.Count(left)));
            Assert.Equal(piece, Serials.Join(taken, left));
            Assert.Equal(left, Serials.Without(piece, taken));
            Assert.Empty(Serials.Common(taken, left));
            pieces[at] = taken;
            if (pieces.Count < 40) pieces.Add(left);
            else pieces[at] = piece;
        }

        Assert.Equal(pieces.Aggregate(0L, (sum, p) => sum + Serials.Count(p)), Serials.Count(whole));
        Assert.Equal(Serials.Join(whole, []), pieces.Aggregate((IReadOnlyList<SerialRange>)[], Serials.Join));
        var index = pieces.Aggregate(SerialIndex.Empty, (i, p) => i.Add(p));
        foreach (var piece in pieces)
        {
            foreach (var r in piece) Assert.NotNull(index.FindOverlap(r));
            index = index.Remove(piece);
            foreach (var r in piece) Assert.Null(index.FindOverlap(r));
        }

        return 500;
    }
}
