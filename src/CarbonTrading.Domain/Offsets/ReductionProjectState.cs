using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Where a project stands.</summary>
public enum ProjectStatus
{
    /// <summary>Nothing entered.</summary>
    None,
    /// <summary>Design document entered.</summary>
    Designed,
    /// <summary>Notice published.</summary>
    InNotice,
    /// <summary>Validated.</summary>
    Validated,
    /// <summary>Applied for registration.</summary>
    Applied,
    /// <summary>Registered.</summary>
    Registered,
}

/// <summary>Where the reductions of a report stand.</summary>
public enum ReductionStatus
{
    /// <summary>Reported.</summary>
    Reported,
    /// <summary>Notice published.</summary>
    InNotice,
    /// <summary>Verified.</summary>
    Verified,
    /// <summary>Applied for issuance.</summary>
    Applied,
    /// <summary>Issued: final.</summary>
    Issued,
}

/// <summary>Reductions of one period.</summary>
/// <param name="Report">Id of the monitoring report.</param>
/// <param name="PeriodFrom">First day.</param>
/// <param name="PeriodTo">Last day.</param>
/// <param name="Reported">Reported, t.</param>
/// <param name="Status">Where they stand.</param>
/// <param name="Since">Day of the last step; of a notice its last day.</param>
/// <param name="VerificationBody">Named in the notice; null before.</param>
/// <param name="Verified">Verified, t; null before.</param>
/// <param name="NoticeStart">First day of the notice; null before.</param>
public sealed record Reduction(
    string Report, DateOnly PeriodFrom, DateOnly PeriodTo, Tonnes Reported, ReductionStatus Status, DateOnly Since,
    string? VerificationBody = null, Tonnes? Verified = null, DateOnly? NoticeStart = null);

/// <summary>A voluntary reduction project. One event stream each.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Since">Day of the last step; of a notice its last day.</param>
public sealed record ReductionProject(ProjectStatus Status, DateOnly Since)
{
    /// <summary>No project.</summary>
    public static readonly ReductionProject Unregistered = new(ProjectStatus.None, BookDates.First);

    /// <summary>English name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Chinese name.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>Owner.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Place.</summary>
    public string Location { get; init; } = "";

    /// <summary>Methodology.</summary>
    public string Methodology { get; init; } = "";

    /// <summary>Start of construction.</summary>
    public DateOnly ConstructionStart { get; init; }

    /// <summary>Length of the crediting period, years; null = not known.</summary>
    public int? CreditingYears { get; init; }

    /// <summary>First and last day of the notice.</summary>
    public (DateOnly Start, DateOnly End)? Notice { get; init; }

    /// <summary>Body that validates.</summary>
    public string? ValidationBody { get; init; }

    /// <summary>Number in the registry; null before registration.</summary>
    public string? RegistryNumber { get; init; }

    /// <summary>Reports by id.</summary>
    public ImmutableSortedDictionary<string, Reduction> Reductions { get; init; } = ImmutableSortedDictionary<string, Reduction>.Empty;

    /// <summary>First day of the first period reported: there the crediting period starts; null before.</summary>
    public DateOnly? CreditingStart => Reductions.IsEmpty ? null : Reductions.Values.Min(r => r.PeriodFrom);

    /// <summary>Issued so far, t.</summary>
    public long Issued => Reductions.Values.Where(r => r.Status == ReductionStatus.Issued).Sum(r => r.Verified!.Value.Value);
}
