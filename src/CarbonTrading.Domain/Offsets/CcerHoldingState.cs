using System.Collections.Immutable;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>What a reservation of credits is for.</summary>
/// <param name="Obligation">Obligation; null = none.</param>
/// <param name="Market">Market of the obligation.</param>
/// <param name="ComplianceYear">Data year of the obligation.</param>
public sealed record CreditUse(string? Obligation, string? Market, int? ComplianceYear);

/// <summary>The emission reductions of one company in the national registry. One event stream each.</summary>
/// <param name="Version">Events so far; 0 = not opened.</param>
/// <param name="Holder">Key of the organisation unit.</param>
/// <param name="Name">English name.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="Currency">Currency of every cost.</param>
public sealed record CcerHolding(int Version, string Holder, string Name, string NameZh, string Currency)
{
    /// <summary>No holding.</summary>
    public static readonly CcerHolding Unopened = new(0, "", "", "", "");

    internal LotBook Book { get; init; } = new("C-");

    /// <summary>One lot per batch received.</summary>
    public ImmutableList<Lot> Lots => Book.Lots;

    /// <summary>Where each lot comes from, by lot id.</summary>
    public ImmutableSortedDictionary<string, CreditBatch> Batches { get; init; } = ImmutableSortedDictionary<string, CreditBatch>.Empty;

    /// <summary>Reservations by id, open and closed: an id is not used twice.</summary>
    public ImmutableDictionary<string, Claim> Reservations { get; init; } = ImmutableDictionary<string, Claim>.Empty;

    /// <summary>What each reservation is for.</summary>
    public ImmutableDictionary<string, CreditUse> Uses { get; init; } = ImmutableDictionary<string, CreditUse>.Empty;

    /// <summary>Pledges, loans given and repos by id, open and closed.</summary>
    public ImmutableDictionary<string, Claim> Holds { get; init; } = ImmutableDictionary<string, Claim>.Empty;

    /// <summary>Loans of credits by id, open and closed.</summary>
    public ImmutableDictionary<string, BorrowedUnits> Loans { get; init; } = ImmutableDictionary<string, BorrowedUnits>.Empty;

    /// <summary>What each event moved, by its version.</summary>
    public ImmutableDictionary<int, IMovement> Movements { get; init; } = ImmutableDictionary<int, IMovement>.Empty;

    /// <summary>Versions that have been reversed.</summary>
    public ImmutableHashSet<int> Reversed { get; init; } = [];

    /// <summary>Whether it exists.</summary>
    public bool IsOpened => Version > 0;

    /// <summary>Tonnes in a bucket, over all batches.</summary>
    public long In(Bucket bucket) => Lots.Sum(l => l.In(bucket).Quantity.Value);

    /// <summary>Unit classes that ever had a cost here.</summary>
    public IEnumerable<UnitClass> CostUnits => Book.Pools.Keys;

    /// <summary>The cost of a unit class now.</summary>
    public PoolState Pool(UnitClass unit) => Book.PoolOf(unit);

    /// <summary>Every line of the cost of a unit class, in order of the days.</summary>
    public IEnumerable<CostLine> CostLines(UnitClass unit) => Book.LinesOf(unit);

    /// <summary>What a change of method would do, without doing it.</summary>
    public CostEffect EffectOf(UnitClass unit, CostMethod method, DateOnly from) => Book.EffectOf(unit, method, from, Currency);

    internal CcerHolding Moved(IMovement movement) => this with
    {
        Book = Book.Moved(movement, movement switch
        {
            PurchasedBatchReceived { SellableFrom: { } day } => day, TransferredBatchReceived { SellableFrom: { } day } => day, _ => movement.Effective,
        }, Version + 1,
            movement is CreditMovementReversed reversal ? (Movements[reversal.Movement], reversal.Movement) : null),
        Movements = Movements.Add(Version + 1, movement),
    };
}
