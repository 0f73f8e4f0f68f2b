using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Cost of some tonnes, of one lot.</summary>
/// <param name="Quantity">Tonnes.</param>
/// <param name="Cost">Two decimals.</param>
/// <param name="IsOwn">Whether it is the lot's own cost, never spread anew by a change of method.</param>
internal readonly record struct CostLayer(long Quantity, decimal Cost, bool IsOwn);

/// <summary>A pool at one moment.</summary>
/// <param name="Method">Method in force.</param>
/// <param name="Quantity">Tonnes held.</param>
/// <param name="Cost">Their cost; 0 whenever the quantity is 0.</param>
/// <param name="Residual">Cost that no tonne bears any more: the named residual account.</param>
/// <param name="Held">Tonnes by lot that are really there.</param>
/// <param name="Layers">Cost by lot, of the methods that know it; empty under a moving average.</param>
/// <param name="Disposal">The event that takes units just now, and the pool before it: its parts are rounded so that the whole is.</param>
internal sealed record CostRunning(
    CostMethod Method, long Quantity, decimal Cost, decimal Residual, ImmutableSortedDictionary<LotOrder, long> Held,
    ImmutableSortedDictionary<LotOrder, CostLayer> Layers, (int Version, long Quantity, decimal Cost) Disposal = default)
{
    public static readonly CostRunning Start = new(
        CostMethod.Specific, 0, 0m, 0m, ImmutableSortedDictionary<LotOrder, long>.Empty, ImmutableSortedDictionary<LotOrder, CostLayer>.Empty);

    /// <summary>After tonnes came in at a cost.</summary>
    public CostRunning In(LotOrder lot, long quantity, decimal cost, bool isOwn) => this with
    {
        Quantity = Quantity + quantity,
        Cost = Cost + cost,
        Disposal = default,
        Held = Held.SetItem(lot, Held.GetValueOrDefault(lot) + quantity),
        Layers = Method == CostMethod.MovingAverage ? Layers : Layers.SetItem(lot, Plus(lot, quantity, cost, isOwn)),
    };

    /// <summary>What tonnes of a lot cost that leave now, by the method in force.</summary>
    /// <param name="lot">Lot that leaves.</param>
    /// <param name="id">Its id.</param>
    /// <param name="quantity">Above 0, at most what is held.</param>
    /// <param name="own">The lot's own cost of them.</param>
    /// <param name="version">Event they leave by.</param>
    /// <param name="name">Id of a lot by number.</param>
    /// <returns>Null where it is the lot's own cost, as under specific identification from the start.</returns>
    public BookCost? CostOf(LotOrder lot, string id, long quantity, decimal own, int version, Func<int, string> name)
    {
        switch (Method)
        {
            case CostMethod.MovingAverage:
                var (_, whole, cost0) = Disposing(version);
                var average = Share(whole, cost0, whole - Quantity + quantity) - (cost0 - Cost);
                return new(Method, average, [new(null, new(quantity), average)], new(Quantity), Cost);
            case CostMethod.Fifo:
                var parts = Oldest(quantity, name);
                return new(Method, parts.Sum(p => p.Cost), parts, new(Quantity), Cost);
            default:
                var layer = Layers.GetValueOrDefault(lot);
                if (layer.IsOwn || layer.Quantity <= 0) return null;
                var cost = Share(layer.Quantity, layer.Cost, quantity);
                return new(Method, cost, [new(id, new(quantity), cost)], new(Quantity), Cost);
        }
    }

    /// <summary>After tonnes of a lot left, at the cost that was booked for them.</summary>
    /// <remarks>A cost that stays without tonnes, or falls below 0 because earlier figures are closed, goes to the residual account.</remarks>
    public CostRunning Out(LotOrder lot, long quantity, decimal cost, IReadOnlyList<CostPart>? parts, int version, Func<string, LotOrder> order)
    {
        var held = Held.GetValueOrDefault(lot) - quantity;
        var next = this with
        {
            Quantity = Quantity - quantity,
            Cost = Cost - cost,
            Held = held == 0 ? Held.Remove(lot) : Held.SetItem(lot, held),
            Layers = Less(lot, quantity, cost, parts, order),
            Disposal = Disposing(version),
        };
        return next.Cost < 0 || (next.Quantity == 0 && next.Cost != 0)
            ? next with { Residual = next.Residual + next.Cost, Cost = 0m, Layers = next.Quantity == 0 ? next.Layers.Clear() : next.Layers }
            : next;
    }

    /// <summary>After a change of method: the carrying amount stays; lots that had no cost of their own get the average.</summary>
    public CostRunning Change(CostMethod method)
    {
        if (method == CostMethod.MovingAverage) return this with { Method = method, Layers = Layers.Clear(), Disposal = default };
        if (Method == CostMethod.Specific) return this with { Method = method };
        var layers = ImmutableSortedDictionary.CreateBuilder<LotOrder, CostLayer>();
        var (tonnes, given) = (0L, 0m);
        foreach (var (lot, quantity) in Held)
        {
            tonnes += quantity;
            var upTo = Share(Quantity, Cost, tonnes);
            layers[lot] = new(quantity, upTo - given, false);
            given = upTo;
        }

        return this with { Method = method, Layers = layers.ToImmutable() };
    }

    private (int Version, long Quantity, decimal Cost) Disposing(int version) => Disposal.Version == version ? Disposal : (version, Quantity, Cost);

    private static decimal Share(long quantity, decimal cost, long part) =>
        part >= quantity ? cost : decimal.Round(cost * part / quantity, 2, MidpointRounding.AwayFromZero);

    private CostLayer Plus(LotOrder lot, long quantity, decimal cost, bool isOwn)
    {
        if (!Layers.TryGetValue(lot, out var layer)) return new(quantity, cost, isOwn);
        return new(layer.Quantity + quantity, layer.Cost + cost, layer.IsOwn && isOwn);
    }

    private List<CostPart> Oldest(long quantity, Func<int, string> name)
    {
        var parts = new List<CostPart>();
        foreach (var (lot, layer) in Layers)
        {
            if (quantity == 0) break;
            if (layer.Quantity <= 0) continue;
            var part = Math.Min(quantity, layer.Quantity);
            parts.Add(new(name(lot.Number), new(part), Share(layer.Quantity, layer.Cost, part)));
            quantity -= part;
        }

        return parts;
    }

    private ImmutableSortedDictionary<LotOrder, CostLayer> Less(LotOrder lot, long quantity, decimal cost, IReadOnlyList<CostPart>? parts, Func<string, LotOrder> order)
    {
        if (Method == CostMethod.MovingAverage) return Layers;
        if (parts is null) return Less(Layers, lot, quantity, cost);
        var layers = Layers;
        foreach (var part in parts.Where(p => p.Lot is not null)) layers = Less(layers, order(part.Lot!), part.Quantity.Value, part.Cost);
        return layers;
    }

    private static ImmutableSortedDictionary<LotOrder, CostLayer> Less(ImmutableSortedDictionary<LotOrder, CostLayer> layers, LotOrder lot, long quantity, decimal cost)
    {
        var layer = layers.GetValueOrDefault(lot);
        return layer.Quantity == quantity ? layers.Remove(lot) : layers.SetItem(lot, layer with { Quantity = layer.Quantity - quantity, Cost = layer.Cost - cost });
    }
}
