using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>The cost side: a pool per unit class.</summary>
internal sealed partial record LotBook
{
    /// <summary>Cost of everything held, by unit class.</summary>
    public ImmutableDictionary<UnitClass, CostPool> Pools { get; init; } = ImmutableDictionary<UnitClass, CostPool>.Empty;

    /// <summary>The pool of a unit class.</summary>
    public CostPool Pool(UnitClass unit) => Pools.GetValueOrDefault(unit) ?? new(unit, Prefix);

    /// <summary>The moves of an event with the cost the books take for what leaves, and for what a conversion brings in.</summary>
    public IReadOnlyList<Move> Priced(IMovement movement, int version)
    {
        if (movement is IReversal || !movement.Moves.Any(m => StepOf(m) == CostStep.Out)) return movement.Moves;
        var scratch = this;
        var moves = movement.Moves.ToArray();
        for (var i = 0; i < moves.Length; i++)
        {
            if (StepOf(moves[i]) != CostStep.Out) continue;
            var (pool, key, lot) = (scratch.Pool(moves[i].Unit), new CostKey(movement.Effective, CostStep.Out, version, i), OrderOf(moves[i].Lot));
            moves[i] = moves[i] with { Book = pool.CostOf(pool.Before(key), moves[i], lot, version) };
            scratch = scratch with { Pools = scratch.Pools.SetItem(pool.Unit, pool.With(key, moves[i], lot, default, BookedOf(moves[i]), moves[i].Book)) };
        }

        if (movement is not UnitsConverted) return moves;
        var carried = moves.Where(m => StepOf(m) == CostStep.Out).Sum(BookedOf);
        return [.. moves.Select(m => StepOf(m) == CostStep.In ? m with { Cost = carried } : m)];
    }

    /// <summary>The moves of an event turned round, the last first, at the cost the books have for them now.</summary>
    /// <param name="movement">The event.</param>
    /// <param name="version">Its version.</param>
    /// <param name="toFree">True: what was delivered becomes free at once, since the steps before stay.</param>
    public IReadOnlyList<Move> TurnedRound(IMovement movement, int version, bool toFree = false) =>
        [.. movement.Moves.Select((m, i) => m with { From = m.To, To = toFree && m.To == Bucket.Delivered ? Bucket.Free : m.From, Book = BookOf(movement, version, i) }).Reverse()];

    private BookCost? BookOf(IMovement movement, int version, int index) => StepOf(movement.Moves[index]) is { } step
        && Pool(movement.Moves[index].Unit).Find(new(movement.Effective, step, version, index)) is { } entry
        ? entry.Book ?? (entry.Cost == movement.Moves[index].Cost ? null : Restated(entry)) : null;

    /// <summary>Of a receipt whose cost was restated: that cost, since the lot keeps the one it came in with.</summary>
    private static BookCost Restated(CostEntry entry) =>
        new(entry.After.Method, entry.Cost, [new(entry.Move!.Lot, entry.Move.Quantity, entry.Cost)], new(entry.After.Quantity), entry.After.Cost);

    /// <summary>Whether an event stands after everything in the pools it touches, so that nothing else can change.</summary>
    public bool ComesLast(IMovement movement, int version) => movement is not IReversal && movement.Moves.Select((m, i) => (Move: m, Index: i)).All(x =>
        StepOf(x.Move) is not { } step || Pool(x.Move.Unit).Entries is var entries && (entries.IsEmpty || entries[^1].Key.CompareTo(new(movement.Effective, step, version, x.Index)) < 0));

    /// <summary>What later movements cost now that something stands before them, and what goes to the residual account, against the book as it was.</summary>
    /// <param name="before">The book before the event.</param>
    /// <param name="day">Day of the event: nothing earlier can have changed.</param>
    /// <param name="units">Unit classes it touched.</param>
    /// <param name="currency">Currency of the account.</param>
    public IReadOnlyList<CostChange> Differences(LotBook before, DateOnly day, IEnumerable<UnitClass> units, string currency)
    {
        var changes = new List<CostChange>();
        var from = new CostKey(day, CostStep.Change, 0, 0);
        var (now, open, seen) = (this, new Queue<UnitClass>(units.Distinct()), new HashSet<UnitClass>());
        while (open.TryDequeue(out var unit))
        {
            seen.Add(unit);
            var settled = now.Pool(unit).Settled(from).ToList();
            if (settled.Count == 0) continue;
            changes.AddRange(settled.Select(s => ChangeOf(unit, s.Entry, s.Cost, s.Book, currency)));
            now = now.Rebooked(unit, settled.Select(s => (s.Entry.Key, s.Cost, s.Book)));
            foreach (var (other, entry, cost) in now.CarriedOn(unit, settled.Select(s => s.Entry)).ToList())
            {
                changes.Add(ChangeOf(other, entry, cost, null, currency));
                now = now.Rebooked(other, [(entry.Key, cost, null)]);
                open.Enqueue(other);
                seen.Add(other);
            }
        }

        foreach (var unit in seen) changes.AddRange(now.ResidualsAgainst(before, unit, from, currency));
        return changes;
    }

    /// <summary>What receipts cost in the books and should have cost; null where they are not the receipts asked for.</summary>
    public IReadOnlyList<CostChange>? WithReceipts(IReadOnlyList<KeyValuePair<int, IMovement>> own, IReadOnlyList<ReceiptCost> right, string currency)
    {
        if (own.Count == 0 || own.Count != right.Count || own.Where((m, i) => m.Value.Moves is not [var move] || move.Quantity != right[i].Quantity || right[i].Cost < 0).Any()) return null;
        return [.. own.Zip(right).Select(p => Change(p.First.Key, p.First.Value, p.Second.Cost))];

        CostChange Change(int version, IMovement receipt, decimal cost)
        {
            var move = receipt.Moves[0];
            var was = Pool(move.Unit).Find(new(receipt.Effective, CostStep.In, version, 0))!.Cost;
            return new(receipt.Effective, version, 0, move.Unit, move.Lot, move.From, move.To, was, cost, currency);
        }
    }

    /// <summary>First day that changed costs are of, and their unit class: what later costs depend on.</summary>
    public static (DateOnly Day, UnitClass Unit)? PlaceOf(IReadOnlyList<CostChange> changes) => (changes.Min(c => c.Day), changes[0].Unit);

    /// <summary>After costs were restated.</summary>
    public LotBook Restated(IReadOnlyList<CostChange> changes)
    {
        var next = this;
        foreach (var unit in changes.Where(c => c.To != Bucket.Residual).GroupBy(c => c.Unit))
            next = next.Rebooked(unit.Key, unit.Select(c => (new CostKey(c.Day, c.From == Bucket.Outside ? CostStep.In : CostStep.Out, c.Movement, c.Index), c.Cost, c.Book)));
        return next;
    }

    /// <summary>First day of a year that is over on which something left that a change of method from a day on would cost anew; null = none.</summary>
    public DateOnly? OverIn(UnitClass unit, DateOnly from, DateOnly businessDate) => Pool(unit).From(new CostKey(from, CostStep.Change, 0, 0))
        .Where(e => e.Key.Step == CostStep.Out && e.Key.Day.Year < businessDate.Year).Select(e => (DateOnly?)e.Key.Day).FirstOrDefault();

    /// <summary>After a change of method.</summary>
    public LotBook WithMethod(UnitClass unit, DateOnly from, CostMethod method, int version) =>
        this with { Pools = Pools.SetItem(unit, Pool(unit).With(new(from, CostStep.Change, version, 0), null, default, method, 0m, null)) };

    private LotBook CostsWith(IMovement movement, int version)
    {
        var pools = Pools;
        for (var i = 0; i < movement.Moves.Count; i++)
        {
            var move = movement.Moves[i];
            if (StepOf(move) is not { } step) continue;
            var pool = pools.GetValueOrDefault(move.Unit) ?? new(move.Unit, Prefix);
            pools = pools.SetItem(move.Unit, pool.With(new(movement.Effective, step, version, i), move, OrderOf(move.Lot), default, BookedOf(move), move.Book));
        }

        return ReferenceEquals(pools, Pools) ? this : this with { Pools = pools };
    }

    private LotBook CostsWithout(IMovement wrong, int version)
    {
        var pools = Pools;
        for (var i = 0; i < wrong.Moves.Count; i++)
            if (StepOf(wrong.Moves[i]) is { } step)
                pools = pools.SetItem(wrong.Moves[i].Unit, pools[wrong.Moves[i].Unit].Without(new(wrong.Effective, step, version, i)));
        return this with { Pools = pools };
    }

    private LotBook Rebooked(UnitClass unit, IEnumerable<(CostKey, decimal, BookCost?)> costs) =>
        this with { Pools = Pools.SetItem(unit, Pools[unit].With(costs)) };

    /// <summary>What conversions brought into other pools, at the cost their units have now.</summary>
    private IEnumerable<(UnitClass Unit, CostEntry Entry, decimal Cost)> CarriedOn(UnitClass unit, IEnumerable<CostEntry> changed)
    {
        foreach (var (day, version) in changed.Where(e => e.Move!.To == Bucket.Converted).Select(e => (e.Key.Day, e.Key.Version)).Distinct())
        {
            var cost = Pools[unit].Entries.Where(e => e.Key.Version == version && e.Key.Step == CostStep.Out).Sum(e => e.Cost);
            foreach (var pool in Pools.Values.Where(p => p.Unit != unit))
                if (pool.Entries.FirstOrDefault(e => e.Key.Day == day && e.Key.Step == CostStep.In && e.Key.Version == version) is { } entry && entry.Cost != cost)
                    yield return (pool.Unit, entry, cost);
        }
    }

    private IEnumerable<CostChange> ResidualsAgainst(LotBook before, UnitClass unit, CostKey from, string currency)
    {
        var (was, now) = (Residuals(before.Pool(unit), from), Residuals(Pool(unit), from));
        foreach (var (day, lot) in was.Keys.Union(now.Keys).OrderBy(k => k.Day).ThenBy(k => k.Lot, StringComparer.Ordinal))
        {
            var (a, b) = (was.GetValueOrDefault((day, lot)), now.GetValueOrDefault((day, lot)));
            if (a != b) yield return new(day, 0, 0, unit, lot, Bucket.Free, Bucket.Residual, a, b, currency);
        }
    }

    private static Dictionary<(DateOnly Day, string Lot), decimal> Residuals(CostPool pool, CostKey from)
    {
        var found = new Dictionary<(DateOnly, string), decimal>();
        var last = pool.Before(from).Residual;
        foreach (var entry in pool.From(from))
        {
            if (entry.After.Residual != last) found[(entry.Key.Day, entry.Move!.Lot)] = found.GetValueOrDefault((entry.Key.Day, entry.Move.Lot)) + entry.After.Residual - last;
            last = entry.After.Residual;
        }

        return found;
    }

    private static CostChange ChangeOf(UnitClass unit, CostEntry entry, decimal cost, BookCost? book, string currency) => new(
        entry.Key.Day, entry.Key.Version, entry.Key.Move, unit, entry.Move!.Lot, entry.Move.From, entry.Move.To, entry.Cost, cost, currency, book);

    private LotOrder OrderOf(string lot) => NumberOf(lot) is var number && number <= Lots.Count ? new(Lots[number - 1].Acquired, number) : default;

    private static CostStep? StepOf(Move move) =>
        move.From == Bucket.Outside ? CostStep.In
        : move.From.IsHeld() && !move.To.IsHeld() && move.To != Bucket.Outside ? CostStep.Out
        : null;

    private static decimal BookedOf(Move move) => move.Book?.Cost ?? move.Cost;
}
