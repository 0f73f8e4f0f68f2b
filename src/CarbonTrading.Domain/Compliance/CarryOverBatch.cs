using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>The batch in which the authority works on a carry-over application.</summary>
/// <param name="Number">1 or 2.</param>
/// <param name="ProcessedBy">Last day of the work on it.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is.</param>
public sealed record CarryOverBatch(int Number, DateOnly ProcessedBy, string Source, RuleStatus Status)
{
    private static readonly (string FiledTo, string ProcessedBy)[] batches =
    [
        ("carry-over-batch-1-filed-to", "carry-over-batch-1-processed-by"), ("carry-over-batch-2-filed-to", "carry-over-batch-2-processed-by"),
    ];

    /// <summary>The batch of an application; null = filed after the last one, or no rule is known.</summary>
    /// <remarks>Rules: <c>carry-over-batch-N-filed-to</c>, <c>carry-over-batch-N-processed-by</c> of market and compliance year.</remarks>
    /// <param name="market">Market.</param>
    /// <param name="year">Compliance year carried into.</param>
    /// <param name="filed">Day of filing.</param>
    /// <param name="rules">Rule book.</param>
    public static CarryOverBatch? Of(string market, int year, DateOnly filed, RuleBook rules)
    {
        for (var i = 0; i < batches.Length; i++)
        {
            if (Day(batches[i].FiledTo, market, year, rules) is not { } to || filed > to.Day) continue;
            if (Day(batches[i].ProcessedBy, market, year, rules) is { } by) return new(i + 1, by.Day, by.Rule.Source, by.Rule.Status);
        }

        return null;
    }

    private static (DateOnly Day, RuleValue Rule)? Day(string parameter, string market, int year, RuleBook rules) =>
        rules.TryFind(parameter, market, new DateOnly(year, 1, 1)) is { IsKnown: true, Text: { } text } rule
            ? (DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture), rule) : null;
}
