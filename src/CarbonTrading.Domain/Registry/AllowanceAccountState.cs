using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Where a reservation or a hold stands.</summary>
public enum ClaimStatus
{
    /// <summary>Units are promised.</summary>
    Reserved,
    /// <summary>Delivery is instructed.</summary>
    InTransit,
    /// <summary>Units are blocked.</summary>
    Frozen,
    /// <summary>Promise taken back: final.</summary>
    Released,
    /// <summary>Delivered: final.</summary>
    Delivered,
    /// <summary>Delivery failed: final.</summary>
    Failed,
    /// <summary>Freeze lifted: final.</summary>
    Lifted,
    /// <summary>Cancelled for an offset: final.</summary>
    Used,
    /// <summary>Units are pledged.</summary>
    Pledged,
    /// <summary>Units are lent.</summary>
    Lent,
    /// <summary>Units are sold in repo.</summary>
    SoldInRepo,
    /// <summary>Units were lost to the other side: final.</summary>
    Enforced,
    /// <summary>Units are frozen by an application for carry-over.</summary>
    CarryOver,
    /// <summary>All of them were carried over: final.</summary>
    CarriedOver,
}

/// <summary>Units borrowed.</summary>
/// <param name="Product">What.</param>
/// <param name="Quantity">How many are to be given back.</param>
/// <param name="Lender">Who lent.</param>
/// <param name="Since">Day received.</param>
/// <param name="DueBack">Day they are to be given back; null = open.</param>
/// <param name="ReturnedOn">Day they were given back; null = not yet.</param>
/// <param name="Lot">Lot they came in as.</param>
public sealed record BorrowedUnits(Product Product, Tonnes Quantity, string Lender, DateOnly Since, DateOnly? DueBack, DateOnly? ReturnedOn, string Lot);

/// <summary>A reservation or a hold: which units stand under it.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Since">Day of the last step; a later step is not dated before it.</param>
/// <param name="Units">Lots, quantities, cost and serial numbers as they were moved last; empty when it is over.</param>
public sealed record Claim(ClaimStatus Status, DateOnly Since, IReadOnlyList<Move> Units)
{
    /// <summary>After part or all of its units left for good: the rest stands as before.</summary>
    internal Claim Without(IMovement gone, ClaimStatus atEnd)
    {
        var left = Split(Units, new(gone.Moves.Where(m => m.From != Bucket.Outside).Sum(m => m.Quantity.Value))).Left;
        return new(left.Count == 0 ? atEnd : Status, gone.Effective, left);
    }

    internal IReadOnlyList<Move> Onward(Bucket to) => [.. Units.Select(m => m with { From = m.To, To = to })];

    /// <summary>Splits moves: the first tonnes, and the rest; cost in proportion, half-up to 2 decimals, nothing lost.</summary>
    internal static (IReadOnlyList<Move> Taken, IReadOnlyList<Move> Left) Split(IReadOnlyList<Move> moves, Tonnes quantity)
    {
        List<Move> taken = [], left = [];
        foreach (var move in moves)
        {
            var part = Tonnes.Min(quantity, move.Quantity);
            quantity -= part;
            if (part.IsZero) left.Add(move);
            else if (part == move.Quantity) taken.Add(move);
            else
            {
                var cost = decimal.Round(move.Cost * part.Value / move.Quantity.Value, 2, MidpointRounding.AwayFromZero);
                var serials = move.Serials is { } all ? Serials.Split(all, part.Value) : default;
                taken.Add(move with { Quantity = part, Cost = cost, Serials = serials.Taken });
                left.Add(move with { Quantity = move.Quantity - part, Cost = move.Cost - cost, Serials = serials.Left });
            }
        }

        return (taken, left);
    }
}

/// <summary>Place of a lot among its product's: oldest first, then in order of receipt.</summary>
internal readonly record struct LotOrder(DateOnly Acquired, int Number) : IComparable<LotOrder>
{
    public int CompareTo(LotOrder other) => Acquired.CompareTo(other.Acquired) is var byDay && byDay != 0 ? byDay : Number.CompareTo(other.Number);
}

/// <summary>The holding of one company in one market's registry. One event stream each.</summary>
/// <param name="Version">Events so far; 0 = not opened.</param>
/// <param name="Holder">Key of the organisation unit.</param>
/// <param name="Market">Market code.</param>
/// <param name="Currency">Currency of every cost.</param>
public sealed record AllowanceAccount(int Version, string Holder, string Market, string Currency)
{
    /// <summary>No account.</summary>
    public static readonly AllowanceAccount Unopened = new(0, "", "", "");

    internal LotBook Book { get; init; } = new("L-");

    /// <summary>Every lot that ever came in; lot n at index n - 1.</summary>
    public ImmutableList<Lot> Lots => Book.Lots;

    /// <summary>Reservations by id, open and closed: an id is not used twice.</summary>
    public ImmutableDictionary<string, Claim> Reservations { get; init; } = ImmutableDictionary<string, Claim>.Empty;

    /// <summary>Loans of units by id, open and closed.</summary>
    public ImmutableDictionary<string, BorrowedUnits> Loans { get; init; } = ImmutableDictionary<string, BorrowedUnits>.Empty;

    /// <summary>Freezes, pledges, loans given, repos and applications for carry-over by id, open and closed.</summary>
    public ImmutableDictionary<string, Claim> Holds { get; init; } = ImmutableDictionary<string, Claim>.Empty;

    /// <summary>What each event moved, by its version.</summary>
    public ImmutableDictionary<int, IMovement> Movements { get; init; } = ImmutableDictionary<int, IMovement>.Empty;

    /// <summary>Versions that have been reversed.</summary>
    public ImmutableHashSet<int> Reversed { get; init; } = [];

    /// <summary>Serial numbers it answers for.</summary>
    public SerialIndex SerialNumbers => Book.SerialNumbers;

    /// <summary>Latest day anything counts from; a command from this day on needs no look back.</summary>
    public DateOnly LastEffective => Book.LastEffective;

    /// <summary>Whether it exists.</summary>
    public bool IsOpened => Version > 0;

    /// <summary>The lot with this id.</summary>
    public Lot Lot(string id) => Book.Lot(id);

    /// <summary>Lots of a product with free units, oldest first.</summary>
    public IEnumerable<Lot> OpenLots(Product product) => Book.OpenLots(product);

    /// <summary>Free units of a product now, t.</summary>
    public long Free(Product product) => OpenLots(product).Sum(l => l.In(Bucket.Free).Quantity.Value);

    /// <summary>What a command of a day may use of a lot: what was free that day and on every later one, t.</summary>
    public Tonnes Usable(Lot lot, DateOnly day) => Book.Usable(lot, day);

    /// <summary>Unit classes that ever had a cost here.</summary>
    public IEnumerable<UnitClass> CostUnits => Book.Pools.Keys;

    /// <summary>The cost of a unit class now.</summary>
    public PoolState Pool(UnitClass unit) => Book.PoolOf(unit);

    /// <summary>Every line of the cost of a unit class, in order of the days.</summary>
    public IEnumerable<CostLine> CostLines(UnitClass unit) => Book.LinesOf(unit);

    /// <summary>What a change of method would do, without doing it.</summary>
    public CostEffect EffectOf(UnitClass unit, CostMethod method, DateOnly from) => Book.EffectOf(unit, method, from, Currency);

    private static DateOnly? SellableFrom(IMovement movement) => movement switch
    {
        PurchaseReceived e => e.SellableFrom, TransferReceived e => e.SellableFrom, UnitsConverted e => e.SellableFrom, _ => null,
    };

    internal AllowanceAccount Moved(IMovement movement) => this with
    {
        Book = Book.Moved(movement, SellableFrom(movement) ?? movement.Effective, Version + 1,
            movement is MovementReversed reversal ? (Movements[reversal.Movement], reversal.Movement) : null),
        Movements = Movements.Add(Version + 1, movement),
    };
}
