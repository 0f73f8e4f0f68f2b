namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>A traded day: number of the day, mean price, tonnes.</summary>
public readonly record struct Traded(int Day, double Price, double Tonnes);

/// <summary>Volatility of a series of thin trade.</summary>
/// <param name="Annual">Annual volatility.</param>
/// <param name="Returns">Weekly returns it rests on.</param>
/// <param name="Capped">How many of them were cut.</param>
public sealed record WeeklyVolatility(double Annual, int Returns, int Capped);

/// <summary>Volatility where single days are a few tonnes: from volume-weighted weekly means, with odd weeks cut.</summary>
/// <remarks>
/// A mean over a week moves less than the price: over k weeks with variance σ²(k - 1/3) instead of σ²k (Working 1960). The cut is at so many robust standard
/// deviations, median |r| / 0.6745 (Huber 1981, winsorising): a slip of the source counts as a large move, not as a catastrophe.
/// </remarks>
public static class ThinTrade
{
    private const double WeeksPerYear = 365.2425 / 7;
    private const double MedianOfNormal = 0.6745; // median of |z|, z standard normal

    /// <summary>Measures.</summary>
    /// <param name="days">In order of days; day 0 is a Monday.</param>
    /// <param name="weekTonnesMin">Weeks with less are left out, and the return spans them.</param>
    /// <param name="capDeviations">Where returns are cut.</param>
    /// <returns>Null with fewer than two returns.</returns>
    public static WeeklyVolatility? Volatility(IReadOnlyList<Traded> days, double weekTonnesMin, double capDeviations)
    {
        var weeks = days.Where(d => d.Price > 0).GroupBy(d => d.Day / 7)
            .Select(g => (Week: g.Key, Tonnes: g.Sum(d => d.Tonnes), Amount: g.Sum(d => d.Price * d.Tonnes)))
            .Where(w => w.Tonnes > 0 && w.Tonnes >= weekTonnesMin).Select(w => (w.Week, Price: w.Amount / w.Tonnes)).ToList();
        var returns = weeks.Skip(1).Zip(weeks, (now, before) => Math.Log(now.Price / before.Price) / Math.Sqrt(now.Week - before.Week - 1.0 / 3)).ToList();
        if (returns.Count < 2) return null;
        var robust = Median([.. returns.Select(Math.Abs)]) / MedianOfNormal;
        var cap = robust > 0 ? capDeviations * robust : double.PositiveInfinity; // more than half did not move at all: nothing to measure a cut by
        return new(Math.Sqrt(returns.Average(r => Math.Min(r * r, cap * cap)) * WeeksPerYear), returns.Count, returns.Count(r => Math.Abs(r) > cap));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
