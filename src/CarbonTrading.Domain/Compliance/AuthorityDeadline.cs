using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>A deadline of an authority for a compliance year, with how sure it is.</summary>
/// <param name="Deadline">Deadline; null = not known.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is.</param>
public sealed record AuthorityDeadline(Deadline? Deadline, string Source, RuleStatus Status)
{
    private static readonly string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"];

    /// <summary>Reads it from the rules.</summary>
    /// <remarks>Rules: the parameter by compliance year, a local date or date-time; <c>deadline-zone</c>, the authority's zone.</remarks>
    public static AuthorityDeadline Of(string parameter, string market, int year, RuleBook rules)
    {
        if (rules.TryFind(parameter, market, new DateOnly(year, 1, 1)) is not { } rule)
            return new(null, $"no {parameter} rule for this market and year", RuleStatus.Unknown);
        if (!DateTime.TryParseExact(rule.Text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return new(null, rule.Source, rule.Status);
        var day = DateOnly.FromDateTime(local);
        var time = rule.Text!.Contains('T', StringComparison.Ordinal) ? TimeOnly.FromDateTime(local) : (TimeOnly?)null;
        return rules.TryFind("deadline-zone", market, day) is { IsKnown: true, Text: { } zone } at
            ? new(new(day, time, zone), rule.Source, rule.Status > at.Status ? rule.Status : at.Status)
            : new(null, rule.Source, RuleStatus.Unknown);
    }
}

/// <summary>The surrender deadline of a market and compliance year.</summary>
public static class SurrenderDeadline
{
    /// <summary>Rule <c>surrender-deadline</c>.</summary>
    public static AuthorityDeadline Of(string market, int year, RuleBook rules) => AuthorityDeadline.Of("surrender-deadline", market, year, rules);
}
