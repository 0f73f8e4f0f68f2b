using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Rules;

/// <summary>What one unit of a market stands for: a tonne of CO2e, unless <c>regulations/MARKET/unit-of-account.json</c> says otherwise
/// (a green certificate is a megawatt-hour, a car maker's credit a credit). Units of different measures are never added up.</summary>
public sealed class UnitsOfAccount(RuleBook rules)
{
    /// <summary>The tonne.</summary>
    public const string Tonne = "t";

    private readonly Dictionary<string, string> others = rules.All.Where(r => r.Parameter == "unit-of-account")
        .ToDictionary(r => r.Market, r => r.Values.MaxBy(v => v.From)?.Text ?? Tonne, StringComparer.Ordinal);

    /// <summary>Code of the unit: <c>t</c>, <c>MWh</c>, <c>credit</c>.</summary>
    public string Of(string market) => others.GetValueOrDefault(market, Tonne);

    /// <summary>Sums by unit, tonnes first (even where there are none), others by code and only where they are not 0.</summary>
    public IReadOnlyList<(string Unit, long Quantity)> Sum(IEnumerable<(string Market, long Quantity)> quantities) =>
        SumByUnit(quantities.Select(q => (Of(q.Market), q.Quantity)));

    /// <inheritdoc cref="Sum"/>
    public static IReadOnlyList<(string Unit, long Quantity)> SumByUnit(IEnumerable<(string Unit, long Quantity)> quantities)
    {
        var sums = quantities.GroupBy(q => q.Unit, q => q.Quantity).ToDictionary(g => g.Key, g => g.Sum(), StringComparer.Ordinal);
        return [(Tonne, sums.GetValueOrDefault(Tonne)), .. sums.Where(s => s.Key != Tonne && s.Value != 0).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value))];
    }
}
