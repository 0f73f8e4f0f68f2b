using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Cost and position once more, slow and plain: every movement sorted by day, then run through from the start.</summary>
public static class PlainCost
{
    /// <summary>One line that came in or left.</summary>
    private sealed record Line(DateOnly Day, bool Leaves, int Version, int Index, string Lot, DateOnly Acquired, long Tonnes, decimal Own);

    /// <summary>What moved, which of it was turned round, and the day each lot came in.</summary>
    private sealed record Book(
        IReadOnlyDictionary<int, IMovement> Movements, IReadOnlySet<int> Reversed, Func<string, DateOnly> Acquired, IReadOnlyDictionary<(int, int), decimal>? Right = null);

    /// <summary>Cost of each disposal by version and index, cost of what is held, tonnes held.</summary>
    /// <param name="state">Account.</param>
    /// <param name="unit">Unit class.</param>
    /// <param name="method">Method of all days.</param>
    /// <param name="right">What receipts should have cost, by version and index, where a price was corrected; not for single lots. Null = none was.</param>
    public static (Dictionary<(int Version, int Index), decimal> Disposals, decimal Held, long Tonnes) Of(
        AllowanceAccount state, UnitClass unit, CostMethod method, IReadOnlyDictionary<(int, int), decimal>? right = null) =>
        Of(new Book(state.Movements, state.Reversed, lot => state.Lot(lot).Acquired, right), unit, method);

    /// <summary>The same of credits.</summary>
    public static (Dictionary<(int Version, int Index), decimal> Disposals, decimal Held, long Tonnes) Of(CcerHolding state, UnitClass unit, CostMethod method) =>
        Of(new Book(state.Movements, state.Reversed, lot => state.Lots.Single(l => l.Id == lot).Acquired), unit, method);

    private static (Dictionary<(int Version, int Index), decimal> Disposals, decimal Held, long Tonnes) Of(Book state, UnitClass unit, CostMethod method)
    {
        var lines = (from m in state.Movements
                     where m.Value is not IReversal && !state.Reversed.Contains(m.Key)
                     from x in m.Value.Moves.Select((move, index) => (move, index))
                     where x.move.Unit == unit && (x.move.From == Bucket.Outside || (x.move.From.IsHeld() && !x.move.To.IsHeld()))
                     select new Line(m.Value.Effective, x.move.From != Bucket.Outside, m.Key, x.index, x.move.Lot, state.Acquired(x.move.Lot), x.move.Quantity.Value,
                         m.Value is UnitsConverted && x.move.From == Bucket.Outside ? Carried(state, m.Key, m.Value, method)
                             : state.Right?.TryGetValue((m.Key, x.index), out var cost) == true ? cost : x.move.Cost))
            .OrderBy(l => l.Day).ThenBy(l => l.Leaves).ThenBy(l => l.Version).ThenBy(l => l.Index).ToList();
        return method switch
        {
            CostMethod.MovingAverage => Average(lines),
            CostMethod.Fifo => Oldest(lines),
            _ => (lines.Where(l => l.Leaves).ToDictionary(l => (l.Version, l.Index), l => l.Own), lines.Sum(l => l.Leaves ? -l.Own : l.Own), lines.Sum(Signed)),
        };
    }

    /// <summary>What a carry-over brings in: what its units cost where they came from.</summary>
    private static decimal Carried(Book state, int version, IMovement conversion, CostMethod method) => conversion.Moves
        .Select((move, index) => (move, index)).Where(x => x.move.From != Bucket.Outside).Sum(x => Of(state, x.move.Unit, method).Disposals[(version, x.index)]);

    private static (Dictionary<(int, int), decimal>, decimal, long) Average(List<Line> lines)
    {
        var (tonnes, cost) = (0L, 0m);
        var disposals = new Dictionary<(int, int), decimal>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (!lines[at].Leaves)
            {
                tonnes += lines[at].Tonnes;
                cost += lines[at].Own;
                continue;
            }

            // Everything one event takes is one disposal: its parts are rounded so that the whole is.
            var parts = lines.Skip(at).TakeWhile(l => l.Leaves && l.Version == lines[at].Version).ToList();
            var (upTo, given) = (0L, 0m);
            foreach (var part in parts)
            {
                upTo += part.Tonnes;
                var share = upTo == tonnes ? cost : Math.Round(cost * upTo / tonnes, 2, MidpointRounding.AwayFromZero);
                disposals[(part.Version, part.Index)] = share - given;
                given = share;
            }

            tonnes -= upTo;
            cost -= given;
            at += parts.Count - 1;
        }

        return (disposals, cost, tonnes);
    }

    private static (Dictionary<(int, int), decimal>, decimal, long) Oldest(List<Line> lines)
    {
        var layers = new List<(DateOnly Acquired, string Lot, long Tonnes, decimal Cost)>();
        var disposals = new Dictionary<(int, int), decimal>();
        foreach (var line in lines)
        {
            if (!line.Leaves)
            {
                layers.Add((line.Acquired, line.Lot, line.Tonnes, line.Own));
                layers.Sort((a, b) => (a.Acquired, Number(a.Lot)).CompareTo((b.Acquired, Number(b.Lot))));
                continue;
            }

            var (left, cost) = (line.Tonnes, 0m);
            while (left > 0)
            {
                var layer = layers[0];
                var part = Math.Min(left, layer.Tonnes);
                var share = part == layer.Tonnes ? layer.Cost : Math.Round(layer.Cost * part / layer.Tonnes, 2, MidpointRounding.AwayFromZero);
                cost += share;
                left -= part;
                if (part == layer.Tonnes) layers.RemoveAt(0);
                else layers[0] = layer with { Tonnes = layer.Tonnes - part, Cost = layer.Cost - share };
            }

            disposals[(line.Version, line.Index)] = cost;
        }

        return (disposals, layers.Sum(l => l.Cost), layers.Sum(l => l.Tonnes));
    }

    private static int Number(string lot) => int.Parse(lot.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);

    private static long Signed(Line line) => line.Leaves ? -line.Tonnes : line.Tonnes;
}
