using System.Collections.Immutable;
using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>What one bucket of a lot holds.</summary>
/// <param name="Quantity">tCO₂e.</param>
/// <param name="Cost">Two decimals; 0 whenever the quantity is 0.</param>
/// <param name="Serials">Serial numbers, sorted; null where they are not known.</param>
public sealed record Holding(Tonnes Quantity, decimal Cost, IReadOnlyList<SerialRange>? Serials)
{
    /// <summary>Nothing.</summary>
    public static readonly Holding None = new(Tonnes.Zero, 0m, null);

    internal Holding Plus(Move move) => new(
        Quantity + move.Quantity, Cost + move.Cost, move.Serials is { } serials ? Registry.Serials.Join(Serials ?? [], serials) : Serials);

    internal Holding Minus(Move move) => new(
        Quantity - move.Quantity, Cost - move.Cost,
        move.Serials is { } serials && Serials is { } mine ? Registry.Serials.Without(mine, serials) : Serials);
}

/// <summary>Units that came in together: one unit class, one day, one cost. They leave oldest lot first.</summary>
/// <param name="Number">1, 2, 3 .. in order of receipt.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Acquired">Day received.</param>
/// <param name="SellableFrom">First day it may be sold.</param>
/// <param name="Received">What came from outside less what a reversal sent back; equals the sum of all buckets.</param>
/// <param name="Buckets">Where its tonnes are; empty buckets are not listed.</param>
/// <param name="FreeChanges">Net change of the free bucket by day: what back-dating is measured against.</param>
public sealed record Lot(
    int Number, UnitClass Unit, DateOnly Acquired, DateOnly SellableFrom, Tonnes Received,
    ImmutableSortedDictionary<Bucket, Holding> Buckets, ImmutableSortedDictionary<DateOnly, long> FreeChanges)
{
    /// <summary>Id in the account: <c>L-0001</c> of allowances, <c>C-0001</c> of credits.</summary>
    public string Id => IdOf(Prefix, Number);

    internal string Prefix { get; init; } = "L-";

    internal static string IdOf(string prefix, int number) => prefix + number.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Serial ranges of what is held, both ends included; empty = not known.</summary>
    public IReadOnlyList<SerialRange> HeldSerials =>
        Buckets.Where(b => b.Key.IsHeld()).SelectMany(b => b.Value.Serials ?? []).Aggregate<SerialRange, IReadOnlyList<SerialRange>>([], (all, r) => Serials.Join(all, [r]));

    /// <summary>What one bucket holds.</summary>
    public Holding In(Bucket bucket) => Buckets.GetValueOrDefault(bucket, Holding.None);

    /// <summary>Free at the end of a day, t.</summary>
    public long FreeOn(DateOnly day) => FreeChanges.TakeWhile(c => c.Key <= day).Sum(c => c.Value);

    /// <summary>The least free at the end of a day and of every later one, t: what a command dated that day may use.</summary>
    public long FreeFrom(DateOnly day)
    {
        long balance = 0, least = long.MaxValue;
        foreach (var (on, change) in FreeChanges)
        {
            if (on > day) least = Math.Min(least, balance);
            balance += change;
        }

        return Math.Min(least, balance);
    }

    /// <summary>First day from <paramref name="day"/> on with less than <paramref name="quantity"/> free at its end, and what is free then; null = none.</summary>
    public (DateOnly Day, long Free)? FirstShort(DateOnly day, Tonnes quantity)
    {
        var balance = FreeOn(day);
        if (balance < quantity.Value) return (day, balance);
        foreach (var (on, change) in FreeChanges.SkipWhile(c => c.Key <= day))
        {
            balance += change;
            if (balance < quantity.Value) return (on, balance);
        }

        return null;
    }

    /// <summary>The move that takes part of a bucket, with the cost and the serial numbers that go along.</summary>
    /// <param name="from">Bucket left.</param>
    /// <param name="to">Bucket entered.</param>
    /// <param name="quantity">At most what the bucket holds.</param>
    /// <param name="currency">Currency of the account.</param>
    /// <returns>Cost: all of it where nothing stays, else cost × quantity / held, half-up to 2 decimals.</returns>
    public Move Part(Bucket from, Bucket to, Tonnes quantity, string currency)
    {
        var held = In(from);
        var cost = quantity == held.Quantity
            ? held.Cost
            : decimal.Round(held.Cost * quantity.Value / held.Quantity.Value, 2, MidpointRounding.AwayFromZero);
        return new(Id, Unit, from, to, quantity, cost, currency, held.Serials is { } serials ? Serials.Split(serials, quantity.Value).Taken : null);
    }

    internal Lot Apply(Move move, DateOnly day)
    {
        var buckets = Buckets;
        if (move.From != Bucket.Outside) buckets = With(buckets, move.From, In(move.From).Minus(move));
        if (move.To != Bucket.Outside) buckets = With(buckets, move.To, buckets.GetValueOrDefault(move.To, Holding.None).Plus(move));
        var received = move.From == Bucket.Outside ? Received + move.Quantity : move.To == Bucket.Outside ? Received - move.Quantity : Received;
        var free = (move.To == Bucket.Free ? move.Quantity.Value : 0) - (move.From == Bucket.Free ? move.Quantity.Value : 0);
        return this with
        {
            Buckets = buckets,
            Received = received,
            FreeChanges = free == 0 ? FreeChanges : FreeChanges.SetItem(day, FreeChanges.GetValueOrDefault(day) + free),
        };
    }

    private static ImmutableSortedDictionary<Bucket, Holding> With(ImmutableSortedDictionary<Bucket, Holding> buckets, Bucket bucket, Holding holding) =>
        holding.Quantity.IsZero ? buckets.Remove(bucket) : buckets.SetItem(bucket, holding);
}
