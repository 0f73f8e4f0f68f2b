using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>The cost of one unit class of an account now.</summary>
/// <param name="Method">Method in force.</param>
/// <param name="Quantity">Tonnes held.</param>
/// <param name="Cost">Their cost, two decimals; 0 whenever nothing is held.</param>
/// <param name="Residual">Cost that no tonne bears any more, because what it belonged to is closed.</param>
public sealed record PoolState(CostMethod Method, Tonnes Quantity, decimal Cost, decimal Residual);

/// <summary>One line of the cost of a unit class, in order of the days.</summary>
/// <param name="Day">Day it counts from.</param>
/// <param name="Movement">Stream version of its event.</param>
/// <param name="Index">Which of the event's moves, from 0.</param>
/// <param name="Lot">Lot that came in or left; empty for a change of method.</param>
/// <param name="To">Bucket entered.</param>
/// <param name="Quantity">Signed: + came in, - left.</param>
/// <param name="Cost">Signed the same.</param>
/// <param name="Method">Method by which the pool is run after it.</param>
/// <param name="Book">How the cost of what left was found; null = the lot's own cost.</param>
/// <param name="PoolQuantity">Tonnes held after it.</param>
/// <param name="PoolCost">Their cost.</param>
public sealed record CostLine(
    DateOnly Day, int Movement, int Index, string Lot, Bucket To, long Quantity, decimal Cost, CostMethod Method, BookCost? Book, Tonnes PoolQuantity, decimal PoolCost);

/// <summary>What a change of method would do: both sides of it.</summary>
/// <param name="Unit">Unit class.</param>
/// <param name="Was">Method now.</param>
/// <param name="Method">Method asked.</param>
/// <param name="From">First day.</param>
/// <param name="CarryingCost">Cost at the change: the same on both sides.</param>
/// <param name="Disposals">Disposals from that day on, of units carried over into another class too: lot, day, cost as booked and as it would be.</param>
/// <param name="HeldWas">Cost of what is held now, as booked.</param>
/// <param name="HeldThen">Cost of what is held now, as it would be.</param>
/// <param name="Carried">Unit classes that took units over, whose cost would be another: what is held of each, as booked and as it would be.</param>
/// <param name="Residual">What more would stand on the residual account, of all of them.</param>
public sealed record CostEffect(
    UnitClass Unit, CostMethod Was, CostMethod Method, DateOnly From, decimal CarryingCost, IReadOnlyList<CostChange> Disposals, decimal HeldWas, decimal HeldThen,
    IReadOnlyList<HeldCost> Carried, decimal Residual);

/// <summary>Cost of what is held of a unit class, as booked and as it would be.</summary>
public sealed record HeldCost(UnitClass Unit, decimal Was, decimal Then);

internal sealed partial record LotBook
{
    /// <summary>The cost of a unit class now.</summary>
    public PoolState PoolOf(UnitClass unit)
    {
        var now = Pool(unit).Now;
        return new(now.Method, new(now.Quantity), now.Cost, now.Residual);
    }

    /// <summary>Every line of the cost of a unit class.</summary>
    public IEnumerable<CostLine> LinesOf(UnitClass unit)
    {
        foreach (var entry in Pool(unit).Entries)
        {
            var sign = entry.Key.Step == CostStep.Out ? -1 : 1;
            yield return new(entry.Key.Day, entry.Key.Version, entry.Key.Move, entry.Move?.Lot ?? "", entry.Move?.To ?? Bucket.Outside,
                sign * (entry.Move?.Quantity.Value ?? 0), sign * entry.Cost, entry.After.Method, entry.Book, new(entry.After.Quantity), entry.After.Cost);
        }
    }

    /// <summary>What a change of method would do, without doing it.</summary>
    public CostEffect EffectOf(UnitClass unit, CostMethod method, DateOnly from, string currency)
    {
        var before = Pool(unit).At(from.AddDays(-1));
        var changed = WithMethod(unit, from, method, int.MaxValue);
        var changes = changed.Differences(this, from, [unit], currency);
        var then = changed.Restated(changes);
        return new(unit, before.Method, method, from, before.Cost, [.. changes.Where(c => c.From != Bucket.Outside && c.To != Bucket.Residual)],
            Pool(unit).Now.Cost, then.Pool(unit).Now.Cost,
            [.. changes.Select(c => c.Unit).Distinct().Where(u => u != unit).Select(u => new HeldCost(u, Pool(u).Now.Cost, then.Pool(u).Now.Cost))],
            changes.Where(c => c.To == Bucket.Residual).Sum(c => c.Cost - c.Was));
    }
}
