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
        var (months, before) = (Run(state), earlier.ToList());
        var last = before.FirstOrDefault(o => o.Year == state.Year - 1)?.Activity;
        MonthFigure Month(int month, double tonnes, MonthKind kind) =>
            new(month, Whole(tonnes), kind, last is not null && last.TryGetValue(month, out var then) ? then.Value : null);
        List<MonthFigure> recorded = [.. state.Activity.Select(a => Month(a.Key, a.Value.Value, MonthKind.Recorded))];
        long? toDate = months.Count > 0 ? state.Activity.Values.Sum(m => m.Value) : null;
        EmissionForecast Certain(EmissionBasis basis, Tonnes t) => new(basis, state.Activity.Count, toDate, t.Value, t.Value, t.Value, 0, false, recorded);
        if (state.Verified is { } verified) return Certain(EmissionBasis.Verified, state.Due ?? verified);
        if (state.Reported is { } reported) return Certain(EmissionBasis.Reported, reported);
        if (months.Count > 0)
        {
            var whole = before.Where(o => o.Activity.Count == YearMonths).Select(o => (IReadOnlyList<double>)Run(o)).ToList();
            var budget = state.Budget.Where(b => b.Key > months.Count).ToDictionary(b => b.Key, b => (double)b.Value.Value);
            var f = YearEndForecast.Of(months, whole, budget, assumedSigma);
            recorded.AddRange(f.Expected.Select((t, i) => Month(months.Count + i + 1, t, budget.ContainsKey(months.Count + i + 1) ? MonthKind.Planned : MonthKind.Expected)));
            return new(EmissionBasis.Activity, months.Count, toDate, Whole(f.P10), Whole(f.P50), Whole(f.P90), months.Count == YearMonths ? 0 : f.Sigma,
                f.SigmaAssumed && months.Count < YearMonths, recorded);
        }

        var planned = state.Budget.Count == YearMonths ? new Tonnes(state.Budget.Values.Sum(b => b.Value)) : (Tonnes?)null;
        if ((state.Estimate ?? planned) is not { } central) return new(EmissionBasis.None, 0, null, null, null, null, 0, false, recorded);
        // A forecast of twelve months to come: the whole estimate has the spread.
        return new(EmissionBasis.Estimate, 0, null, Whole(central.Value * Math.Exp(-YearEndForecast.Z90 * assumedSigma)), central.Value,
            Whole(central.Value * Math.Exp(YearEndForecast.Z90 * assumedSigma)), assumedSigma, true,
            [.. state.Budget.Select(b => Month(b.Key, b.Value.Value, MonthKind.Planned))]);
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
