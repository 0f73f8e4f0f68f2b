using System.Collections.Immutable;
using CarbonTrading.Domain.Registry;

namespace CarbonTrading.Application.Lots;

/// <summary>Lots at the end of a day: what they held and which serial numbers, by the movements that count from that day or earlier.</summary>
public static class LotsOn
{
    /// <summary>Each lot as it was; one that came later holds nothing.</summary>
    /// <param name="lots">Lots as known.</param>
    /// <param name="movements">Every movement known, by its version: what was turned round, and what turned it, both.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<Lot> Of(IReadOnlyList<Lot> lots, IEnumerable<KeyValuePair<int, IMovement>> movements, DateOnly day)
    {
        if (movements.All(m => m.Value.Effective <= day)) return lots;
        var held = new Dictionary<(string Lot, Bucket Bucket), (long Tonnes, decimal Cost, IReadOnlyList<SerialRange> Serials)>();
        foreach (var move in movements.Where(m => m.Value.Effective <= day).OrderBy(m => m.Value.Effective).ThenBy(m => m.Key).SelectMany(m => m.Value.Moves))
        {
            var serials = move.Serials ?? [];
            if (move.From != Bucket.Outside && held.TryGetValue((move.Lot, move.From), out var from))
                held[(move.Lot, move.From)] = (from.Tonnes - move.Quantity.Value, from.Cost - move.Cost, Serials.Without(from.Serials, serials));
            if (move.To == Bucket.Outside) continue;
            var to = held.GetValueOrDefault((move.Lot, move.To), (0L, 0m, []));
            held[(move.Lot, move.To)] = (to.Item1 + move.Quantity.Value, to.Item2 + move.Cost, Serials.Join(to.Item3, serials));
        }

        var byLot = held.Where(h => h.Value.Tonnes > 0).ToLookup(h => h.Key.Lot, h => (h.Key.Bucket, new Holding(new(h.Value.Tonnes), h.Value.Cost, h.Value.Serials is { Count: > 0 } s ? s : null)));
        return [.. lots.Select(l => l with { Buckets = byLot[l.Id].ToImmutableSortedDictionary(b => b.Bucket, b => b.Item2) })];
    }
}
