using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Free units somebody wants on a day.</summary>
/// <param name="Day">Day it counts from.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="To">Bucket they go to.</param>
/// <param name="Fits">Which lots are asked for at all.</param>
/// <param name="ForSale">True: lots still inside the no-sale days after purchase are left out.</param>
/// <param name="Product">Where all fitting lots are of one product, that product; spares looking at the others.</param>
internal sealed record LotDemand(DateOnly Day, Tonnes Quantity, Bucket To, Func<Lot, bool> Fits, bool ForSale = false, Product? Product = null)
{
    public bool MayUse(Lot lot) => Fits(lot) && (!ForSale || lot.SellableFrom <= Day);
}

/// <summary>Why a demand cannot be met: too little on its own day, or the first later day that does not bear it.</summary>
/// <param name="Day">That day.</param>
/// <param name="Free">What can be used then, t.</param>
/// <param name="IsLater">True: a later day than the demand's own.</param>
/// <param name="NotSellable">Free that day, but not to be sold yet, t.</param>
internal sealed record LotShortage(DateOnly Day, long Free, bool IsLater, long NotSellable);

/// <summary>Moves, or what they lack.</summary>
internal readonly record struct LotsTaken(IReadOnlyList<Move> Moves, LotShortage? Shortage);

/// <summary>What is wrong with serial ranges.</summary>
/// <param name="Count">Units in all ranges, where that is not the quantity; else null.</param>
/// <param name="Asked">The range that overlaps; null = none does.</param>
/// <param name="Held">What it overlaps.</param>
internal sealed record SerialFault(long? Count = null, SerialRange? Asked = null, SerialRange? Held = null);

/// <summary>Lots of one registry account and the tonnes in them: the arithmetic that allowances and credits share.</summary>
/// <param name="Prefix">What lot ids start with: <c>L-</c> for allowances, <c>C-</c> for credits.</param>
internal sealed partial record LotBook(string Prefix)
{
    /// <summary>Every lot that ever came in; lot n at index n - 1.</summary>
    public ImmutableList<Lot> Lots { get; init; } = [];

    /// <summary>Serial numbers it answers for.</summary>
    public SerialIndex SerialNumbers { get; init; } = SerialIndex.Empty;

    /// <summary>Latest day anything counts from; a command from this day on needs no look back.</summary>
    public DateOnly LastEffective { get; init; } = BookDates.First;

    private ImmutableDictionary<Product, ImmutableSortedSet<LotOrder>> Open { get; init; } =
        ImmutableDictionary<Product, ImmutableSortedSet<LotOrder>>.Empty;

    /// <summary>The lot with this id.</summary>
    public Lot Lot(string id) => Lots[NumberOf(id) - 1];

    /// <summary>Lots of a product with free units, oldest first.</summary>
    public IEnumerable<Lot> OpenLots(Product product) => Open.GetValueOrDefault(product, []).Select(o => Lots[o.Number - 1]);

    /// <summary>Lots of any product with free units, oldest first.</summary>
    public IEnumerable<Lot> OpenLots() => Open.Values.SelectMany(o => o).Order().Select(o => Lots[o.Number - 1]);

    /// <summary>What a command of a day may use of a lot: what was free that day and on every later one, t.</summary>
    public Tonnes Usable(Lot lot, DateOnly day) => day >= LastEffective ? lot.In(Bucket.Free).Quantity : new(Math.Max(0, lot.FreeFrom(day)));

    /// <summary>A new lot coming in from outside.</summary>
    public Move Incoming(UnitClass unit, Tonnes quantity, decimal cost, string currency, IReadOnlyList<SerialRange>? serials) => new(
        Registry.Lot.IdOf(Prefix, Lots.Count + 1), unit, Bucket.Outside, Bucket.Free, quantity, cost, currency,
        serials is { Count: > 0 } ? Serials.Join(serials, []) : null);

    /// <summary>Takes free units, oldest lot first. A back-dated demand uses only what was free on its day and on every later one.</summary>
    /// <remarks>The cost that goes along is computed from what the lot holds now: two entry orders may differ by a cent, never in total.</remarks>
    public LotsTaken Take(LotDemand demand, string currency)
    {
        var moves = new List<Move>();
        var left = demand.Quantity;
        foreach (var lot in demand.Product is { } product ? OpenLots(product) : OpenLots())
        {
            if (left.IsZero || lot.Acquired > demand.Day) break;
            if (!demand.MayUse(lot)) continue;
            var part = Tonnes.Min(left, Usable(lot, demand.Day));
            if (part.IsZero) continue;
            moves.Add(lot.Part(Bucket.Free, demand.To, part, currency));
            left -= part;
        }

        return left.IsZero ? new(moves, null) : new([], ShortageOf(demand));
    }

    /// <summary>Takes the free units with these serial numbers, lot by lot; or the first range that is not there to be used.</summary>
    public (IReadOnlyList<Move> Moves, SerialRange? Missing) TakeNamed(
        IReadOnlyList<SerialRange> serials, DateOnly day, Bucket to, Func<Lot, bool> fits, string currency)
    {
        var moves = new List<Move>();
        var left = serials;
        foreach (var lot in OpenLots().Where(fits).Where(l => l.Acquired <= day))
        {
            if (left.Count == 0) break;
            if (lot.In(Bucket.Free).Serials is not { } free || Serials.Common(free, left) is not { Count: > 0 } common) continue;
            var quantity = new Tonnes(Serials.Count(common));
            if (quantity > Usable(lot, day)) return ([], common[0]);
            moves.Add(lot.Part(Bucket.Free, to, quantity, currency) with { Serials = common });
            left = Serials.Without(left, common);
        }

        return left.Count == 0 ? (moves, null) : ([], left[0]);
    }

    /// <summary>Serial ranges, where given, are possible, add up to the quantity, and overlap neither each other nor the account's.</summary>
    public SerialFault? FaultOf(IReadOnlyList<SerialRange>? serials, Tonnes quantity)
    {
        if (serials is null or { Count: 0 }) return null;
        if (serials.Count > Serials.RangesMax || !serials.All(Serials.IsPossible)) return new();
        var count = Serials.Count(serials);
        if (count != quantity.Value) return new(count);
        var seen = SerialNumbers;
        foreach (var range in serials)
        {
            if (seen.FindOverlap(range) is { } held) return new(null, range, held);
            seen = seen.Add([range]);
        }

        return null;
    }

    /// <summary>After the moves of one event.</summary>
    /// <param name="movement">The event.</param>
    /// <param name="sellableFrom">First day a lot it opens may be sold.</param>
    /// <param name="version">Stream version of the event.</param>
    /// <param name="reversed">The event it reverses, and that one's version; null = none.</param>
    public LotBook Moved(IMovement movement, DateOnly sellableFrom, int version, (IMovement Movement, int Version)? reversed = null)
    {
        var next = this;
        foreach (var move in movement.Moves) next = next.Apply(move, movement.Effective, sellableFrom);
        next = reversed is { } wrong ? next.CostsWithout(wrong.Movement, wrong.Version) : next.CostsWith(movement, version);
        return movement.Effective > LastEffective ? next with { LastEffective = movement.Effective } : next;
    }

    private LotShortage ShortageOf(LotDemand demand)
    {
        var lots = Lots.Where(demand.MayUse).ToList();
        var balances = lots.Select(l => l.FreeOn(demand.Day)).ToList();
        var least = balances.Sum();
        if (least < demand.Quantity.Value)
            return new(demand.Day, least, false, Lots.Where(l => demand.Fits(l) && !demand.MayUse(l)).Sum(l => l.FreeOn(demand.Day)));

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

            if (least < demand.Quantity.Value) return new(day.Key, least, true, 0);
        }

        throw new UnreachableException($"{demand.Quantity} were short on no day");
    }

    private LotBook Apply(Move move, DateOnly day, DateOnly sellableFrom)
    {
        var number = NumberOf(move.Lot);
        var isNew = number > Lots.Count;
        var before = isNew ? NewLot(number, move.Unit, day, sellableFrom) : Lots[number - 1];
        var after = before.Apply(move, day);
        return this with
        {
            Lots = isNew ? Lots.Add(after) : Lots.SetItem(number - 1, after),
            Open = Reindexed(after),
            SerialNumbers = SerialNumbers.After(move),
        };
    }

    private Lot NewLot(int number, UnitClass unit, DateOnly day, DateOnly sellableFrom) => new(
        number, unit, day, sellableFrom, Tonnes.Zero, ImmutableSortedDictionary<Bucket, Holding>.Empty, ImmutableSortedDictionary<DateOnly, long>.Empty)
    {
        Prefix = Prefix,
    };

    private ImmutableDictionary<Product, ImmutableSortedSet<LotOrder>> Reindexed(Lot lot)
    {
        var order = new LotOrder(lot.Acquired, lot.Number);
        var lots = Open.GetValueOrDefault(lot.Unit.Product, []);
        var next = lot.In(Bucket.Free).Quantity.IsZero ? lots.Remove(order) : lots.Add(order);
        return ReferenceEquals(next, lots) ? Open : Open.SetItem(lot.Unit.Product, next);
    }

    internal static int NumberOf(string id) => int.Parse(id.AsSpan(2), CultureInfo.InvariantCulture);
}
