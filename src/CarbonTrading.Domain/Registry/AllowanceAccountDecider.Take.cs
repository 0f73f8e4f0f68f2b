using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Free units somebody wants on a day.</summary>
    private sealed record Demand(DateOnly Day, Product Product, Tonnes Quantity, Bucket To, Origin? Origin = null, bool ForSale = false)
    {
        public bool Fits(Lot lot) => lot.Unit.Product == Product && (Origin is null || lot.Unit.Origin == Origin);

        public bool MayUse(Lot lot) => Fits(lot) && (!ForSale || lot.SellableFrom <= Day);
    }

    /// <summary>Moves, or why not.</summary>
    private readonly record struct Taken(IReadOnlyList<Move> Moves, DomainError? Error);

    /// <summary>Takes free units, oldest lot first. A back-dated demand uses only what was free on its day and on every later one.</summary>
    /// <remarks>The cost that goes along is computed from what the lot holds now: two entry orders may differ by a cent, never in total.</remarks>
    private static Taken Take(AllowanceAccount state, Demand demand)
    {
        var moves = new List<Move>();
        var left = demand.Quantity;
        foreach (var lot in state.OpenLots(demand.Product))
        {
            if (left.IsZero || lot.Acquired > demand.Day) break;
            if (!demand.MayUse(lot)) continue;
            var part = Tonnes.Min(left, state.Usable(lot, demand.Day));
            if (part.IsZero) continue;
            moves.Add(lot.Part(Bucket.Free, demand.To, part, state.Currency));
            left -= part;
        }

        return left.IsZero ? new(moves, null) : new([], Shortage(state, demand));
    }

    /// <summary>Why a demand cannot be met: too little on its own day, or the first later day that does not bear it.</summary>
    private static DomainError Shortage(AllowanceAccount state, Demand demand)
    {
        var lots = state.Lots.Where(demand.MayUse).ToList();
        var balances = lots.Select(l => l.FreeOn(demand.Day)).ToList();
        var least = balances.Sum();
        if (least < demand.Quantity.Value)
        {
            var notSellable = state.Lots.Where(l => demand.Fits(l) && !demand.MayUse(l)).Sum(l => l.FreeOn(demand.Day));
            return AllowanceAccountErrors.NotEnoughFree(demand.Product, demand.Quantity, least, notSellable, demand.Day);
        }

        var leasts = balances.ToList();
        var changes = lots.SelectMany((lot, at) => lot.FreeChanges.Where(c => c.Key > demand.Day).Select(c => (Day: c.Key, At: at, c.Value)));
        foreach (var day in changes.GroupBy(c => c.Day).OrderBy(g => g.Key))
        {
            foreach (var (_, at, change) in day)
            {
                balances[at] += change;
                if (balances[at] >= leasts[at]) continue;
                least -= leasts[at] - balances[at];
                leasts[at] = balances[at];
            }

            if (least < demand.Quantity.Value)
                return AllowanceAccountErrors.WouldGoNegative(demand.Product.ToString(), demand.Quantity, least, day.Key);
        }

        throw new UnreachableException($"{demand.Quantity} of {demand.Product} was short on no day");
    }
}
