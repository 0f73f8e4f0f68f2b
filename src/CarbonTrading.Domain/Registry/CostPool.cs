using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

internal enum CostStep
{
    Change,
    In,
    Out,
}

/// <summary>Place of an entry in a pool: by day; within a day a change of method, then what comes in, then what leaves; then in order of entry.</summary>
internal readonly record struct CostKey(DateOnly Day, CostStep Step, int Version, int Move) : IComparable<CostKey>
{
    public int CompareTo(CostKey other) =>
        Day.CompareTo(other.Day) is not 0 and var day ? day
        : Step.CompareTo(other.Step) is not 0 and var step ? step
        : Version.CompareTo(other.Version) is not 0 and var version ? version
        : Move.CompareTo(other.Move);
}

/// <summary>One line of a pool, with the pool just after it.</summary>
/// <param name="Key">Place.</param>
/// <param name="Move">What came in or left; null for a change of method.</param>
/// <param name="Lot">Its lot.</param>
/// <param name="Method">New method of a change.</param>
/// <param name="Cost">Cost that came in, or that is booked for what left.</param>
/// <param name="Book">How a booked cost was found; null = the lot's own.</param>
/// <param name="After">The pool after it.</param>
internal sealed record CostEntry(CostKey Key, Move? Move, LotOrder Lot, CostMethod Method, decimal Cost, BookCost? Book, CostRunning After);

/// <summary>The cost of one unit class of an account as a line of entries in order of their days, whatever the order they were entered in.</summary>
/// <remarks>
/// Something entered before other entries changes what those cost; the decider asks <see cref="Settled"/> for the differences and writes them
/// into an event. Nothing before the latest change of method is ever altered: what that leaves over goes to the residual account.
/// </remarks>
internal sealed record CostPool(UnitClass Unit, string Prefix)
{
    public ImmutableList<CostEntry> Entries { get; init; } = [];

    /// <summary>Days of the changes of method, in order.</summary>
    public ImmutableList<DateOnly> Changes { get; init; } = [];

    /// <summary>Latest day anything came in or left.</summary>
    public DateOnly LastMovement { get; init; } = DateOnly.MinValue;

    /// <summary>Day of the latest change of method something was booked under: disposals before it are closed.</summary>
    public DateOnly ClosedBefore => Changes.FindLast(day => day <= LastMovement);

    /// <summary>Day each lot was received, by lot number.</summary>
    public ImmutableDictionary<int, DateOnly> Acquired { get; init; } = ImmutableDictionary<int, DateOnly>.Empty;

    /// <summary>The pool after its last entry.</summary>
    public CostRunning Now => Entries.IsEmpty ? CostRunning.Start : Entries[^1].After;

    /// <summary>The pool at the end of a day.</summary>
    public CostRunning At(DateOnly day) => Before(PlaceOf(new(day.AddDays(1), CostStep.Change, 0, 0)));

    /// <summary>Method in force on a day.</summary>
    public CostMethod MethodOn(DateOnly day) => At(day).Method;

    /// <summary>The pool just before a key would be placed.</summary>
    public CostRunning Before(CostKey key) => Before(PlaceOf(key));

    /// <summary>With an entry at its place; entries after it keep the cost they have.</summary>
    public CostPool With(CostKey key, Move? move, LotOrder lot, CostMethod method, decimal cost, BookCost? book)
    {
        var at = PlaceOf(key);
        var next = this with
        {
            Changes = move is null ? Changes.Add(key.Day) : Changes,
            LastMovement = move is not null && key.Day > LastMovement ? key.Day : LastMovement,
            Acquired = key.Step == CostStep.In ? Acquired.SetItem(lot.Number, lot.Acquired) : Acquired,
        };
        var entry = next.After(Before(at), new(key, move, lot, method, cost, book, CostRunning.Start));
        return at == Entries.Count
            ? next with { Entries = Entries.Add(entry) }
            : (next with { Entries = Entries.Insert(at, entry) }).Replayed(at + 1);
    }

    /// <summary>Without an entry.</summary>
    public CostPool Without(CostKey key)
    {
        var at = PlaceOf(key);
        return (this with { Entries = Entries.RemoveAt(at) }).Replayed(at);
    }

    /// <summary>With other costs on entries that are there.</summary>
    public CostPool With(IEnumerable<(CostKey Key, decimal Cost, BookCost? Book)> costs)
    {
        var (entries, first) = (Entries, Entries.Count);
        foreach (var (key, cost, book) in costs)
        {
            var at = PlaceOf(key);
            entries = entries.SetItem(at, entries[at] with { Cost = cost, Book = book });
            first = Math.Min(first, at);
        }

        return (this with { Entries = entries }).Replayed(first);
    }

    /// <summary>The entry at a place; null where there is none.</summary>
    public CostEntry? Find(CostKey key) => PlaceOf(key) is var at && at < Entries.Count && Entries[at].Key == key ? Entries[at] : null;

    /// <summary>What disposals cost by the method in force, from a key on: those that differ from what is booked. Closed ones never do.</summary>
    public IEnumerable<(CostEntry Entry, decimal Cost, BookCost? Book)> Settled(CostKey from)
    {
        var at = PlaceOf(from);
        var (running, closedBefore) = (Before(at), ClosedBefore);
        for (; at < Entries.Count; at++)
        {
            var entry = Entries[at];
            if (entry.Key.Step == CostStep.Out && entry.Key.Day >= closedBefore)
            {
                var book = CostOf(running, entry.Move!, entry.Lot, entry.Key.Version);
                var cost = book?.Cost ?? entry.Move!.Cost;
                if (cost != entry.Cost || !SameParts(book, entry.Book))
                {
                    yield return (entry, cost, book);
                    entry = entry with { Cost = cost, Book = book };
                }
            }

            running = After(running, entry).After;
        }
    }

    /// <summary>Entries from a key on.</summary>
    public IEnumerable<CostEntry> From(CostKey key)
    {
        for (var at = PlaceOf(key); at < Entries.Count; at++) yield return Entries[at];
    }

    /// <summary>What a disposal costs just there.</summary>
    public BookCost? CostOf(CostRunning running, Move move, LotOrder lot, int version) =>
        running.CostOf(lot, move.Lot, move.Quantity.Value, move.Cost, version, n => Lot.IdOf(Prefix, n));

    private static bool SameParts(BookCost? a, BookCost? b) => a?.Method == b?.Method && (a?.Parts ?? []).SequenceEqual(b?.Parts ?? []);

    private CostPool Replayed(int from)
    {
        var running = Before(from);
        var entries = Entries.ToBuilder();
        for (; from < entries.Count; from++)
        {
            entries[from] = After(running, entries[from]);
            running = entries[from].After;
        }

        return this with { Entries = entries.ToImmutable() };
    }

    private CostEntry After(CostRunning running, CostEntry entry) => entry with
    {
        After = entry.Key.Step switch
        {
            CostStep.Change => running.Change(entry.Method),
            CostStep.In => running.In(entry.Lot, entry.Move!.Quantity.Value, entry.Cost, entry.Cost == entry.Move.Cost),
            _ => running.Out(entry.Lot, entry.Move!.Quantity.Value, entry.Cost, entry.Book?.Parts, entry.Key.Version, OrderOf),
        },
    };

    private LotOrder OrderOf(string lot) => LotBook.NumberOf(lot) is var number && Acquired.TryGetValue(number, out var day) ? new(day, number) : default;

    private CostRunning Before(int place) => place == 0 ? CostRunning.Start : Entries[place - 1].After;

    private int PlaceOf(CostKey key)
    {
        if (Entries.IsEmpty || Entries[^1].Key.CompareTo(key) < 0) return Entries.Count;
        var (low, high) = (0, Entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Entries[middle].Key.CompareTo(key) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
