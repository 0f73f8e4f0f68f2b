namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Loss that is not exceeded with a probability, and the mean of those beyond.</summary>
/// <param name="Level">0.95 or 0.99.</param>
/// <param name="Days">Trading days ahead.</param>
/// <param name="VaR">Positive = loss, in the currency of the snapshot.</param>
/// <param name="CVaR">Mean loss from the VaR on.</param>
/// <param name="StandardError">Of the VaR, from 20 batches of paths; null with fewer than 2,000 paths.</param>
public sealed record TailRisk(double Level, int Days, double VaR, double CVaR, double? StandardError);

/// <summary>Percentiles of the value on one day.</summary>
public sealed record FanDay(int Days, double P5, double P25, double P50, double P75, double P95);

/// <summary>One bin of a distribution.</summary>
public sealed record Bin(double From, double To, int Count);

/// <summary>Figures over simulated paths. Quantiles are order statistics: the smallest loss that at least the level's share of paths does not exceed.</summary>
public static class Measures
{
    private const int Batches = 20;

    /// <summary>VaR and CVaR against today's value.</summary>
    public static TailRisk Tail(double now, double[] values, double level, int days)
    {
        var losses = Losses(now, values);
        Array.Sort(losses);
        var (var, cvar) = Tail(losses, level);
        var batch = values.Length / Batches;
        double? error = batch < 100 ? null : Deviation([.. Enumerable.Range(0, Batches).Select(b =>
        {
            var part = Losses(now, values.AsSpan(b * batch, batch).ToArray());
            Array.Sort(part);
            return Tail(part, level).VaR;
        })]) / Math.Sqrt(Batches);
        return new(level, days, var, cvar, error);
    }

    /// <summary>Mean and its standard error.</summary>
    public static (double Mean, double StandardError) Mean(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length));
    }

    /// <summary>Percentiles of each day.</summary>
    public static IReadOnlyList<FanDay> Fan(Paths paths) => [.. paths.Days.Select((day, i) =>
    {
        var sorted = (double[])paths.Values[i].Clone();
        Array.Sort(sorted);
        return new FanDay(day, Quantile(sorted, 0.05), Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), Quantile(sorted, 0.95));
    })];

    /// <summary>Bins of equal width from the smallest to the largest change of value.</summary>
    public static IReadOnlyList<Bin> Distribution(double now, double[] values, int bins = 50)
    {
        double low = values.Min() - now, high = values.Max() - now;
        var width = high > low ? (high - low) / bins : 1;
        var counts = new int[bins];
        foreach (var value in values) counts[Math.Min(bins - 1, (int)((value - now - low) / width))]++;
        return [.. counts.Select((count, i) => new Bin(low + i * width, low + (i + 1) * width, count))];
    }

    private static (double VaR, double CVaR) Tail(double[] sortedLosses, double level)
    {
        var at = Math.Min(sortedLosses.Length - 1, (int)Math.Ceiling(level * sortedLosses.Length) - 1);
        var sum = 0.0;
        for (var i = at; i < sortedLosses.Length; i++) sum += sortedLosses[i];
        return (sortedLosses[at], sum / (sortedLosses.Length - at));
    }

    private static double Quantile(double[] sorted, double level) => sorted[Math.Clamp((int)Math.Ceiling(level * sorted.Length) - 1, 0, sorted.Length - 1)];

    private static double[] Losses(double now, double[] values) => [.. values.Select(v => now - v)];

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
