using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Vintages that may be carried over into a year.</summary>
/// <param name="Market">Market.</param>
/// <param name="First">First allowance year.</param>
/// <param name="Last">Last allowance year, inclusive.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">The least sure of the two.</param>
public sealed record CarryOverVintages(string Market, int First, int Last, string Source, RuleStatus Status)
{
    /// <summary>Whether a refusal may rest on it.</summary>
    public bool IsInForce => Status == RuleStatus.InForce;

    /// <summary>Reads them; null where the rules do not name them.</summary>
    /// <remarks>Rules: <c>carry-over-vintage-from</c> and <c>carry-over-vintage-to</c> by the year carried into.</remarks>
    /// <param name="market">Market.</param>
    /// <param name="year">Compliance year carried into.</param>
    /// <param name="rules">Rule book.</param>
    public static CarryOverVintages? Of(string market, int year, RuleBook rules) =>
        rules.TryFind("carry-over-vintage-from", market, new DateOnly(year, 1, 1)) is { Number: { } first } from
        && rules.TryFind("carry-over-vintage-to", market, new DateOnly(year, 1, 1)) is { Number: { } last } to
            ? new(market, (int)first, (int)last, from.Source, from.Status > to.Status ? from.Status : to.Status) : null;

    /// <summary>Whether units of a product are among them.</summary>
    public bool Has(Product product) => product.Market == Market && product.Vintage != Vintage.None && product.Vintage.First >= First && product.Vintage.Last <= Last;
}
