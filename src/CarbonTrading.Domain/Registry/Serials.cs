using System.Collections.Immutable;

namespace CarbonTrading.Domain.Registry;

/// <summary>Arithmetic on lists of serial ranges. Lists are kept sorted by block and first number, touching ranges joined.</summary>
public static class Serials
{
    /// <summary>Largest running number accepted: 10^15.</summary>
    public const long NumberMax = 1_000_000_000_000_000;

    /// <summary>Most ranges one command may carry.</summary>
    public const int RangesMax = 1_000;

    /// <summary>Whether a range is one at all: a block, 0 ≤ first ≤ last ≤ 10^15.</summary>
    public static bool IsPossible(SerialRange? range) =>
        range is { First: >= 0, Last: <= NumberMax } && range.First <= range.Last && !string.IsNullOrWhiteSpace(range.Block);

    /// <summary>Units in all ranges.</summary>
    public static long Count(IReadOnlyList<SerialRange> ranges) => ranges.Sum(r => r.Count);

    /// <summary>Two lists as one, sorted and joined.</summary>
    public static IReadOnlyList<SerialRange> Join(IReadOnlyList<SerialRange> a, IReadOnlyList<SerialRange> b)
    {
        var joined = new List<SerialRange>(a.Count + b.Count);
        foreach (var range in a.Concat(b).OrderBy(r => r.Block, StringComparer.Ordinal).ThenBy(r => r.First))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Block == range.Block && last.Last + 1 == range.First)
                joined[^1] = last with { Last = range.Last };
            else joined.Add(range);
        }

        return joined;
    }

    /// <summary>Splits a list: the first <paramref name="count"/> units, and the rest. Nothing between them is lost or doubled.</summary>
    /// <param name="ranges">Sorted list.</param>
    /// <param name="count">Units to take, at most what the list has.</param>
    public static (IReadOnlyList<SerialRange> Taken, IReadOnlyList<SerialRange> Left) Split(IReadOnlyList<SerialRange> ranges, long count)
    {
        List<SerialRange> taken = [], rest = [];
        foreach (var range in ranges)
        {
            var n = Math.Min(count, range.Count);
            count -= n;
            if (n > 0) taken.Add(range with { Last = range.First + n - 1 });
            if (n < range.Count) rest.Add(range with { First = range.First + n });
        }

        return (taken, rest);
    }

    /// <summary>A list without some of its units.</summary>
    public static IReadOnlyList<SerialRange> Without(IReadOnlyList<SerialRange> ranges, IReadOnlyList<SerialRange> gone)
    {
        List<SerialRange> left = [.. ranges];
        foreach (var hole in gone)
        {
            var next = new List<SerialRange>(left.Count + 1);
            foreach (var range in left)
            {
                if (!Overlap(range, hole)) { next.Add(range); continue; }
                if (range.First < hole.First) next.Add(range with { Last = hole.First - 1 });
                if (range.Last > hole.Last) next.Add(range with { First = hole.Last + 1 });
            }

            left = next;
        }

        return left;
    }

    /// <summary>Units that stand in both lists.</summary>
    public static IReadOnlyList<SerialRange> Common(IReadOnlyList<SerialRange> a, IReadOnlyList<SerialRange> b) => Join(
        [.. a.SelectMany(x => b.Where(y => Overlap(x, y)).Select(y => new SerialRange(x.Block, Math.Max(x.First, y.First), Math.Min(x.Last, y.Last))))], []);

    /// <summary>Whether two ranges share a unit.</summary>
    public static bool Overlap(SerialRange a, SerialRange b) => a.Block == b.Block && a.First <= b.Last && b.First <= a.Last;
}

/// <summary>The serial numbers an account answers for: held, or used up in it. Delivered ones are not in it: they may come back.</summary>
/// <param name="Blocks">Per block, ranges without overlap, by first number.</param>
public sealed record SerialIndex(ImmutableDictionary<string, ImmutableSortedSet<SerialRange>> Blocks)
{
    /// <summary>No serial numbers.</summary>
    public static readonly SerialIndex Empty = new(ImmutableDictionary<string, ImmutableSortedSet<SerialRange>>.Empty);

    private static readonly Comparer<SerialRange> byFirst = Comparer<SerialRange>.Create((a, b) => a.First.CompareTo(b.First));

    private static readonly ImmutableSortedSet<SerialRange> none = ImmutableSortedSet.Create<SerialRange>(byFirst);

    /// <summary>A range of the index that shares units with <paramref name="range"/>, or null.</summary>
    public SerialRange? FindOverlap(SerialRange range)
    {
        if (!Blocks.TryGetValue(range.Block, out var block)) return null;
        var at = block.IndexOf(range);
        if (at >= 0) return block[at];
        var next = ~at;
        if (next < block.Count && block[next].First <= range.Last) return block[next];
        return next > 0 && block[next - 1].Last >= range.First ? block[next - 1] : null;
    }

    /// <summary>After a move of an account.</summary>
    public SerialIndex After(Move move)
    {
        if (move.Serials is not { } serials) return this;
        var (was, stays) = (AnswersFor(move.From), AnswersFor(move.To));
        return was == stays ? this : stays ? Add(serials) : Remove(serials);
    }

    private static bool AnswersFor(Bucket bucket) => bucket is not (Bucket.Outside or Bucket.Delivered);

    /// <summary>With more units.</summary>
    public SerialIndex Add(IReadOnlyList<SerialRange> ranges)
    {
        var blocks = Blocks;
        foreach (var range in ranges)
            blocks = blocks.SetItem(range.Block, (blocks.GetValueOrDefault(range.Block) ?? none).Add(range));
        return new(blocks);
    }

    /// <summary>Without some of its units.</summary>
    public SerialIndex Remove(IReadOnlyList<SerialRange> ranges)
    {
        var index = this;
        foreach (var range in ranges)
        {
            while (index.FindOverlap(range) is { } hit)
            {
                var block = index.Blocks[range.Block].Remove(hit).Union(Serials.Without([hit], [range]));
                index = new(index.Blocks.SetItem(range.Block, block));
            }
        }

        return index;
    }
}
