using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Where tonnes of a lot are. Every tonne that came in is in exactly one bucket.</summary>
public enum Bucket
{
    /// <summary>Not in this account: the other side of everything that comes in.</summary>
    Outside,
    /// <summary>Held, and nothing stands against using it.</summary>
    Free,
    /// <summary>Held, promised to a sale, a surrender or a transfer.</summary>
    Reserved,
    /// <summary>Held, given as security.</summary>
    Pledged,
    /// <summary>Held, blocked by a court or an authority.</summary>
    Frozen,
    /// <summary>Instructed, not yet confirmed by the registry.</summary>
    InTransit,
    /// <summary>Surrendered for compliance: gone.</summary>
    Surrendered,
    /// <summary>Cancelled: gone.</summary>
    Cancelled,
    /// <summary>Delivered to somebody else: gone.</summary>
    Delivered,
    /// <summary>Given back to the authority at a true-up: gone.</summary>
    Returned,
    /// <summary>Converted into another vintage: gone.</summary>
    Converted,
    /// <summary>No longer usable for anything: gone.</summary>
    Lapsed,
    /// <summary>Held in the books, lent to somebody who gives back as many.</summary>
    Lent,
    /// <summary>Held in the books, sold with the promise to buy back.</summary>
    SoldInRepo,
    /// <summary>Never tonnes: the account of cost that no tonne bears any more.</summary>
    Residual,
    /// <summary>Held, frozen by an application for carry-over (结转) until it is carried over, refused or withdrawn.</summary>
    CarryOver,
}

/// <summary>Groups of buckets.</summary>
public static class Buckets
{
    /// <summary>Still in the books: what a position counts as held.</summary>
    public static readonly IReadOnlyList<Bucket> Held =
        [Bucket.Free, Bucket.Reserved, Bucket.Pledged, Bucket.Frozen, Bucket.InTransit, Bucket.Lent, Bucket.SoldInRepo, Bucket.CarryOver];

    /// <summary>How many buckets there are.</summary>
    public static readonly int Count = Enum.GetValues<Bucket>().Length;

    /// <summary>Whether tonnes in the bucket are still in the books.</summary>
    public static bool IsHeld(this Bucket bucket) =>
        bucket is Bucket.Free or Bucket.Reserved or Bucket.Pledged or Bucket.Frozen or Bucket.InTransit or Bucket.Lent or Bucket.SoldInRepo or Bucket.CarryOver;
}

/// <summary>Inclusive range of serial numbers of one block.</summary>
/// <param name="Block">What stands before the running number; opaque.</param>
/// <param name="First">First running number.</param>
/// <param name="Last">Last running number, inclusive.</param>
public sealed record SerialRange(string Block, long First, long Last)
{
    /// <summary>Units in the range: last - first + 1.</summary>
    [JsonIgnore]
    public long Count => Last - First + 1;
}

/// <summary>One movement of tonnes of one lot between two buckets of an account. Positions are nothing but sums of these.</summary>
/// <param name="Lot">Lot id, unique in the account.</param>
/// <param name="Unit">Unit class of the lot.</param>
/// <param name="From">Bucket left.</param>
/// <param name="To">Bucket entered.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Cost">Acquisition cost of the lot that goes with the tonnes, two decimals, in <paramref name="Currency"/>; 0 for free allocation.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Serials">Serial numbers moved, where known: their counts add up to the quantity; else null.</param>
/// <param name="Book">Of tonnes that leave for good: the cost the books take for them, by the cost method; null = <paramref name="Cost"/>.</param>
public sealed record Move(
    string Lot, UnitClass Unit, Bucket From, Bucket To, Tonnes Quantity, decimal Cost, string Currency, IReadOnlyList<SerialRange>? Serials = null,
    BookCost? Book = null);
