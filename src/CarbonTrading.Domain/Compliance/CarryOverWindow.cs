using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Last day on which allowances of older vintages may be put up for carry-over (结转).</summary>
/// <param name="Last">Last day; null = not known.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is; only one in force refuses.</param>
public sealed record CarryOverWindow(DateOnly? Last, string Source, RuleStatus Status)
{
    /// <summary>Reads it; rule <c>carry-over-application-deadline</c> of market and the year whose allowances are received. Null where there is no rule.</summary>
    public static CarryOverWindow? Of(string market, int year, RuleBook rules) =>
        rules.TryFind("carry-over-application-deadline", market, new DateOnly(year, 1, 1)) is not { } rule ? null
        : new(rule is { IsKnown: true, Text: { } text } ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, rule.Source, rule.Status);
}
