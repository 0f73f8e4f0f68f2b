using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>One source of risk and what is held of it.</summary>
/// <param name="Name">Price series.</param>
/// <param name="Spot">Price per tonne in the currency of the result, above 0.</param>
/// <param name="VolatilityAnnual">0 or more.</param>
/// <param name="Tonnes">Net position; negative = short.</param>
public sealed record Factor(string Name, double Spot, double VolatilityAnnual, double Tonnes);

/// <summary>Everything a run depends on, besides seed and number of paths.</summary>
/// <param name="Factors">Factors, by name.</param>
/// <param name="Correlation">Row by row; symmetric, ones on the diagonal.</param>
/// <param name="TradingDaysPerYear">Trading days a year.</param>
public sealed record Snapshot(IReadOnlyList<Factor> Factors, IReadOnlyList<double[]> Correlation, double TradingDaysPerYear)
{
    /// <summary>SHA-256 in hex over the canonical text of all inputs.</summary>
    public string Hash()
    {
        var text = new StringBuilder().Append(TradingDaysPerYear.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        foreach (var f in Factors) text.Append(CultureInfo.InvariantCulture, $"{f.Name}|{f.Spot:R}|{f.VolatilityAnnual:R}|{f.Tonnes:R}\n");
        foreach (var row in Correlation) text.AppendJoin(',', row.Select(c => c.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Value now.</summary>
    public double Value => Factors.Sum(f => f.Spot * f.Tonnes);
}
