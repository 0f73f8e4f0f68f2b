using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Where credits for an obligation stand.</summary>
public enum OffsetStatus
{
    /// <summary>Room is kept.</summary>
    Reserved,
    /// <summary>Surrendered; the holding has not answered yet.</summary>
    Surrendered,
    /// <summary>Cancelled in the holding: final.</summary>
    Confirmed,
    /// <summary>Room given back: final.</summary>
    Released,
    /// <summary>Refused by the holding: final.</summary>
    Failed,
}

/// <summary>Credits of one reservation.</summary>
/// <param name="Holding">CCER holding.</param>
/// <param name="Reservation">Reservation id there.</param>
/// <param name="Quantity">t.</param>
/// <param name="Status">Where they stand.</param>
/// <param name="Since">Day of the last step.</param>
/// <param name="Problem">Why they failed; else null.</param>
/// <param name="Said">The same with its values, for another language; null = not kept.</param>
public sealed record OffsetClaim(string Holding, string Reservation, Tonnes Quantity, OffsetStatus Status, DateOnly Since, string? Problem = null, Remark? Said = null)
{
    /// <summary>Whether they take up offset room.</summary>
    public bool TakesRoom => Status is OffsetStatus.Reserved or OffsetStatus.Surrendered or OffsetStatus.Confirmed;

    /// <summary>Whether they cover the obligation: surrendered, and not refused.</summary>
    public bool Covers => Status is OffsetStatus.Surrendered or OffsetStatus.Confirmed;
}

/// <summary>A paper as it was filed last.</summary>
/// <param name="Filed">Day of filing.</param>
/// <param name="Reference">Number of the authority's receipt.</param>
/// <param name="Quantity">t of a carry-over; else null.</param>
public sealed record FiledPaper(DateOnly Filed, string Reference, Tonnes? Quantity);

/// <summary>Where an application for carry-over stands.</summary>
public enum ApplicationStatus
{
    /// <summary>Filed; its units are frozen.</summary>
    Filed,
    /// <summary>All of it was carried over.</summary>
    CarriedOver,
    /// <summary>Taken back.</summary>
    Withdrawn,
    /// <summary>Refused by the authority.</summary>
    Refused,
    /// <summary>The account had not enough to freeze.</summary>
    Failed,
}

/// <summary>An application for carry-over.</summary>
/// <param name="Reference">Number of the authority's receipt.</param>
/// <param name="Filed">Day of filing.</param>
/// <param name="Product">What; null = filed before applications named it.</param>
/// <param name="Origin">Origin of the lots; null = any.</param>
/// <param name="Quantity">Applied for, t.</param>
/// <param name="Batch">Batch the authority works on it in; null = not known.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Since">Day of the last step.</param>
/// <param name="Carried">Carried over of it so far, t.</param>
/// <param name="Said">Why it failed; else null.</param>
public sealed record CarryOverApplication(
    string Reference, DateOnly Filed, Product? Product, Origin? Origin, Tonnes Quantity, int? Batch, ApplicationStatus Status, DateOnly Since, Tonnes Carried, Remark? Said = null)
{
    /// <summary>Frozen for it, t.</summary>
    public Tonnes Open => Status == ApplicationStatus.Filed ? Quantity - Carried : Tonnes.Zero;

    /// <summary>What it takes of the most that may be carried over, t.</summary>
    public Tonnes Counted => Open + Carried;
}

/// <summary>Where an obligation stands.</summary>
public enum ObligationStatus
{
    /// <summary>Opened, no figure yet.</summary>
    Open,
    /// <summary>Estimated.</summary>
    Estimate,
    /// <summary>Reported to the authority.</summary>
    Reported,
    /// <summary>Verified; no deadline is known.</summary>
    Verified,
    /// <summary>Verified, not covered, deadline to come.</summary>
    Due,
    /// <summary>Covered.</summary>
    Surrendered,
    /// <summary>Not covered, deadline missed.</summary>
    Short,
}

/// <summary>What one account owes one market for one compliance year. One event stream each.</summary>
/// <param name="Account">Allowance account.</param>
/// <param name="Market">Market code.</param>
/// <param name="Year">Compliance year.</param>
/// <param name="Sector">Kind of production.</param>
public sealed record Obligation(string Account, string Market, int Year, Sector Sector)
{
    /// <summary>No obligation.</summary>
    public static readonly Obligation Unopened = new("", "", 0, Sector.General);

    /// <summary>Emissions by month, 1..12, as far as they were recorded.</summary>
    public ImmutableSortedDictionary<int, Tonnes> Activity { get; init; } = ImmutableSortedDictionary<int, Tonnes>.Empty;

    /// <summary>Planned emissions by month, 1..12.</summary>
    public ImmutableSortedDictionary<int, Tonnes> Budget { get; init; } = ImmutableSortedDictionary<int, Tonnes>.Empty;

    /// <summary>Papers filed.</summary>
    public ImmutableSortedDictionary<Filing, FiledPaper> Filings { get; init; } = ImmutableSortedDictionary<Filing, FiledPaper>.Empty;

    /// <summary>Applications for carry-over into the year, by receipt number.</summary>
    public ImmutableSortedDictionary<string, CarryOverApplication> Applications { get; init; } =
        ImmutableSortedDictionary.Create<string, CarryOverApplication>(StringComparer.Ordinal);

    /// <summary>Applied for to be carried over and not withdrawn or refused, what was carried over included, t.</summary>
    public Tonnes AppliedFor => Applications.Values.Aggregate(Tonnes.Zero, (sum, a) => sum + a.Counted);

    /// <summary>Estimated emissions; null before.</summary>
    public Tonnes? Estimate { get; init; }

    /// <summary>Reported emissions; null before.</summary>
    public Tonnes? Reported { get; init; }

    /// <summary>Verified emissions; null before.</summary>
    public Tonnes? Verified { get; init; }

    /// <summary>Allowances due; null before verification.</summary>
    public Tonnes? Due { get; init; }

    /// <summary>Allowances first allocated; null = not known.</summary>
    public Tonnes? InitialAllowances { get; init; }

    /// <summary>Surrenders of allowances by version of the account's event.</summary>
    public ImmutableSortedDictionary<int, Tonnes> Surrenders { get; init; } = ImmutableSortedDictionary<int, Tonnes>.Empty;

    /// <summary>Versions that were surrenders and are reversed.</summary>
    public ImmutableHashSet<int> Reversed { get; init; } = [];

    /// <summary>Credits by holding and reservation.</summary>
    public ImmutableSortedDictionary<string, OffsetClaim> Offsets { get; init; } = ImmutableSortedDictionary<string, OffsetClaim>.Empty;

    /// <summary>Whether it exists.</summary>
    public bool IsOpened => Year > 0;

    /// <summary>Best figure of the emissions: verified, else reported, else estimated; null = none.</summary>
    public Tonnes? Emissions => Verified ?? Reported ?? Estimate;

    /// <summary>Allowances surrendered.</summary>
    public Tonnes Surrendered => Surrenders.Values.Aggregate(Tonnes.Zero, (sum, t) => sum + t);

    /// <summary>Credits surrendered, the holding's answer included or still out.</summary>
    public Tonnes OffsetsSurrendered => SumOf(o => o.Covers);

    /// <summary>Credits that take up room: reserved, surrendered, confirmed.</summary>
    public Tonnes OffsetsCounted => SumOf(o => o.TakesRoom);

    /// <summary>Still to be covered; null before verification.</summary>
    public Tonnes? Remaining => Due?.MinusOrZero(Surrendered + OffsetsSurrendered);

    /// <summary>Where it stands at an instant.</summary>
    /// <param name="deadline">Surrender deadline; null = not known.</param>
    /// <param name="now">Instant.</param>
    public ObligationStatus StatusAt(Deadline? deadline, DateTimeOffset now) =>
        Remaining is not { } remaining
            ? Reported is not null ? ObligationStatus.Reported : Estimate is not null ? ObligationStatus.Estimate : ObligationStatus.Open
        : remaining.IsZero ? ObligationStatus.Surrendered
        : deadline is null ? ObligationStatus.Verified
        : now >= deadline.Instant ? ObligationStatus.Short : ObligationStatus.Due;

    private Tonnes SumOf(Func<OffsetClaim, bool> which) =>
        Offsets.Values.Where(which).Aggregate(Tonnes.Zero, (sum, o) => sum + o.Quantity);
}
