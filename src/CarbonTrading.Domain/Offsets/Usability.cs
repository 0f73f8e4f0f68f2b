using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Whether a batch of credits counts for an obligation.</summary>
/// <param name="WhyNot">Reason from a rule in force; null = it counts.</param>
/// <param name="Source">Source of the rule that decided, or of the weakest one looked at.</param>
/// <param name="Status">How sure that rule is.</param>
public sealed record Usability(Remark? WhyNot, string Source, RuleStatus Status)
{
    /// <summary>Last day of cancellation on which it counts, where a rule in force names one; null = none named.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Looks at the rules of the market: whether credits count at all, the last day of old credits, and the earliest registration that counts.</summary>
    /// <remarks>
    /// Rules: <c>offset-limit</c> of 0, <c>offset-old-ccer-usable-until</c> by day of cancellation, <c>offset-usable-registered-after</c> by data year, exclusive.
    /// An old credit is one registered before the Measures of 2023 governed (first day of <c>ccer/old-project-filed-before</c>): no project could be
    /// filed between 2017-03-14 and then, so what was registered earlier comes from a project filed earlier. Only rules in force refuse.
    /// </remarks>
    /// <param name="batch">The batch.</param>
    /// <param name="market">Market of the obligation.</param>
    /// <param name="year">Data year of the obligation.</param>
    /// <param name="day">Day of cancellation.</param>
    /// <param name="rules">Rule book.</param>
    public static Usability Of(CreditBatch batch, string market, int year, DateOnly day, RuleBook rules)
    {
        if (rules.TryFind("offset-limit", market, new DateOnly(year, 1, 1)) is { IsInForce: true, Number: 0 } none)
            return new(Remark.Of("offset.none-count", $"no credits count in {market} for {year}"), none.Source, none.Status);
        var until = rules.TryFind("offset-old-ccer-usable-until", market, day);
        var bound = IsOld(batch, day, rules) && until is { IsInForce: true } ? DayOf(until) : null;
        if (bound is { } last && day > last)
            return new(Remark.Of("offset.old-credits", $"credits from before the Measures of 2023 count until {Text(last)}"), until!.Source, until.Status) { Until = last };
        var after = rules.TryFind("offset-usable-registered-after", market, new DateOnly(year, 1, 1));
        if (after is { IsInForce: true } && DayOf(after) is { } first && batch.RegisteredOn <= first)
            return new(Remark.Of("offset.registered-after", $"it must be registered after {Text(first)}"), after.Source, after.Status);
        var weakest = new[] { until, after }.OfType<RuleValue>().MaxBy(v => v.Status);
        return new(null, weakest?.Source ?? "no usability rule for this market and year", weakest?.Status ?? RuleStatus.Unknown) { Until = bound };
    }

    private static bool IsOld(CreditBatch batch, DateOnly day, RuleBook rules) =>
        rules.TryFind("old-project-filed-before", CcerHoldingDecider.Market, day) is { } measures && batch.RegisteredOn < measures.From;

    private static DateOnly? DayOf(RuleValue value) =>
        DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
