using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Rules;

/// <summary>One dated value of a rule.</summary>
/// <param name="Market">Market.</param>
/// <param name="Parameter">Parameter: offset-limit.</param>
/// <param name="ByYear">True: periods are compliance years; false: days.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="From">First day, or 1 January of the first year.</param>
/// <param name="To">Last day, or 31 December of the last year; null = open.</param>
/// <param name="Published">Day it was published; null = not known.</param>
/// <param name="Number">Value, where it is a number.</param>
/// <param name="Text">Value, where it is text.</param>
/// <param name="Basis">What the number is a share of.</param>
/// <param name="Status">How sure.</param>
/// <param name="Source">Document and article.</param>
/// <param name="Note">Own words.</param>
public sealed record RuleRow(
    string Market, string Parameter, bool ByYear, string Unit, DateOnly From, DateOnly? To, DateOnly? Published, decimal? Number, string? Text, string? Basis, RuleStatus Status,
    string Source, string? Note)
{
    /// <summary>Why no step reads it, in English; null = one does.</summary>
    public string? ForInformation { get; init; }

    /// <summary>The same in Chinese.</summary>
    public string? ForInformationZh { get; init; }

    /// <summary>Values of the rules, by market and parameter; of one market or parameter where named.</summary>
    public static IReadOnlyList<RuleRow> Of(RuleBook rules, string? market, string? parameter) =>
    [
        .. from r in rules.All.OrderBy(r => r.Market, StringComparer.Ordinal).ThenBy(r => r.Parameter, StringComparer.Ordinal)
           where (string.IsNullOrEmpty(market) || r.Market == market) && (string.IsNullOrEmpty(parameter) || r.Parameter == parameter)
           from v in r.Values
           select new RuleRow(r.Market, r.Parameter, r.ByYear, r.Unit, v.From, v.To, v.Published == DateOnly.MinValue ? null : v.Published, v.Number, v.Text, v.Basis, v.Status, v.Source, v.Note)
           {
               ForInformation = Rules.ForInformation.Of(r.Parameter)?.Reason[0], ForInformationZh = Rules.ForInformation.Of(r.Parameter)?.Reason[1],
           },
    ];
}
