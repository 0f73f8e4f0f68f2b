using CarbonTrading.Application.Prices;

namespace CarbonTrading.Application.Risk;

/// <summary>How history becomes volatility and correlation, as <c>market-data/risk/calibration.json</c> says with its reasons.</summary>
/// <param name="Observations">How many of the last prices are looked at.</param>
/// <param name="AssumedCorrelation">Where history has too few common days; 0 and 1 stand beside it in every result.</param>
/// <param name="ThinDayTonnes">A day with less is a thin day.</param>
/// <param name="ThinShare">A series with a larger share of thin days is one of thin trade.</param>
/// <param name="WeekTonnesMin">Weeks with less are left out there.</param>
/// <param name="CapDeviations">Where weekly returns are cut, in robust standard deviations.</param>
public sealed record RiskRules(
    string Note, int Observations, double AssumedCorrelation, string AssumedCorrelationWhy, double ThinDayTonnes, double ThinShare, string ThinWhy,
    double WeekTonnesMin, double CapDeviations, string ThinTreatment)
{
    /// <summary>Reads them.</summary>
    /// <param name="marketData">Folder <c>market-data</c>.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static RiskRules Load(string marketData)
    {
        var file = Path.Combine(marketData, "risk", "calibration.json");
        var rules = PriceCatalogue.Read<RiskRules>(file);
        if (rules is { Observations: >= 3, AssumedCorrelation: >= 0 and <= 1, ThinDayTonnes: >= 0 }
            and { ThinShare: >= 0 and <= 1, WeekTonnesMin: > 0, CapDeviations: > 0 }) return rules;
        throw new InvalidDataException($"{file}: observations from 3, correlation and share from 0 to 1, tonnes and deviations above 0");
    }
}
