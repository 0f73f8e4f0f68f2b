using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Most credits that may cover an obligation.</summary>
/// <param name="Ceiling">Share of the base, whole tonnes, rounded down; null = no value, or the base is not known.</param>
/// <param name="Share">Share; null = not known.</param>
/// <param name="Basis">What it is a share of; null = not known.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is; only one in force refuses.</param>
public sealed record OffsetLimit(Tonnes? Ceiling, decimal? Share, string? Basis, string Source, RuleStatus Status)
{
    /// <summary>The limit of an obligation as it stands.</summary>
    /// <remarks>Rule: <c>offset-limit</c> of market and compliance year; its base differs by market.</remarks>
    public static OffsetLimit Of(Obligation obligation, RuleBook rules)
    {
        if (rules.TryFind("offset-limit", obligation.Market, new DateOnly(obligation.Year, 1, 1)) is not { } rule)
            return new(null, null, null, "no offset-limit rule for this market and year", RuleStatus.Unknown);
        var of = BaseOf(obligation, rule.Basis);
        var ceiling = rule.Number is { } share && of is { } amount ? amount.ShareRoundedDown(share) : (Tonnes?)null;
        return new(ceiling, rule.Number, rule.Basis, rule.Source, rule.Status);
    }

    /// <summary>Room left below the ceiling; null where there is no ceiling.</summary>
    public Tonnes? RoomOf(Obligation obligation) => Ceiling?.MinusOrZero(obligation.OffsetsCounted);

    private static Tonnes? BaseOf(Obligation obligation, string? basis) => basis switch
    {
        "allowances-due" => obligation.Due,
        "verified-emissions" or "actual-emissions" => obligation.Verified,
        "initial-allowances" => obligation.InitialAllowances,
        "uncovered-emissions" => obligation.InitialAllowances is { } initial ? obligation.Verified?.MinusOrZero(initial) : null,
        _ => null,
    };
}
