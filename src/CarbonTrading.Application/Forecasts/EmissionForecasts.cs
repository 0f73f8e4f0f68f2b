using CarbonTrading.Analytics.Forecast;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Forecasts;

/// <summary>Year-end emissions of an obligation from the best it has: verification, report, months, estimate.</summary>
public static class EmissionForecasts
{
    private const int YearMonths = 12;

    /// <summary>Computes it.</summary>
    /// <param name="state">The obligation at the end of the day asked.</param>
    /// <param name="earlier">Obligations of the same account for earlier years: their whole years give season and spread.</param>
    /// <param name="assumedSigma">Spread where earlier years are too few.</param>
    public static EmissionForecast Of(Obligation state, IEnumerable<Obligation> earlier, double assumedSigma)
    {
        var months = Run(state);
        long? toDate = months.Count > 0 ? state.Activity.Values.Sum(m => m.Value) : null;
        EmissionForecast Certain(EmissionBasis basis, Tonnes t) => new(basis, state.Activity.Count, toDate, t.Value, t.Value, t.Value, 0, false);
        if (state.Verified is { } verified) return Certain(EmissionBasis.Verified, state.Due ?? verified);
        if (state.Reported is { } reported) return Certain(EmissionBasis.Reported, reported);
        if (months.Count > 0)
        {
            var whole = earlier.Where(o => o.Activity.Count == YearMonths).Select(o => (IReadOnlyList<double>)Run(o)).ToList();
            var budget = state.Budget.Where(b => b.Key > months.Count).ToDictionary(b => b.Key, b => (double)b.Value.Value);
            var f = YearEndForecast.Of(months, whole, budget, assumedSigma);
            return new(EmissionBasis.Activity, months.Count, toDate, Whole(f.P10), Whole(f.P50), Whole(f.P90), months.Count == YearMonths ? 0 : f.Sigma,
                f.SigmaAssumed && months.Count < YearMonths);
        }

        var planned = state.Budget.Count == YearMonths ? new Tonnes(state.Budget.Values.Sum(b => b.Value)) : (Tonnes?)null;
        if ((state.Estimate ?? planned) is not { } central) return new(EmissionBasis.None, 0, null, null, null, null, 0, false);
        // A forecast of twelve months to come: the whole estimate has the spread.
        return new(EmissionBasis.Estimate, 0, null, Whole(central.Value * Math.Exp(-YearEndForecast.Z90 * assumedSigma)), central.Value,
            Whole(central.Value * Math.Exp(YearEndForecast.Z90 * assumedSigma)), assumedSigma, true);
    }

    /// <summary>Months from January on without a gap; what lies beyond a gap waits for it.</summary>
    private static List<double> Run(Obligation state)
    {
        var months = new List<double>();
        while (months.Count < YearMonths && state.Activity.TryGetValue(months.Count + 1, out var month)) months.Add(month.Value);
        return months;
    }

    private static long Whole(double tonnes) => (long)Math.Round(tonnes, MidpointRounding.AwayFromZero);
}
