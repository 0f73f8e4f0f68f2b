namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Loss that is not exceeded with a probability, and the mean of those beyond.</summary>
/// <param name="Level">0.95 or 0.99.</param>
/// <param name="Days">Trading days ahead.</param>
/// <param name="VaR">Positive = loss, in the currency of the snapshot.</param>
/// <param name="CVaR">Mean loss from the VaR on.</param>
/// <param name="StandardError">Of the VaR, from 20 batches of paths; null with fewer than 2,000 paths.</param>
/// <param name="CVaRStandardError">Of the CVaR, likewise.</param>
public sealed record TailRisk(double Level, int Days, double VaR, double CVaR, double? StandardError, double? CVaRStandardError = null);

/// <summary>Percentiles of the value on one day.</summary>
public sealed record FanDay(int Days, double P5, double P25, double P50, double P75, double P95);

/// <summary>One bin of a distribution.</summary>
public sealed record Bin(double From, double To, int Count);

/// <summary>A measure over the first so many paths of a run.</summary>
public sealed record Convergence(int Paths, double VaR, double CVaR, double? StandardError);

/// <summary>
/// Figures over simulated paths. Quantiles are order statistics: the smallest loss that at least the level's share of paths does not
/// exceed.
/// </summary>
public static class Measures
{
    private const int Batches = 20;
    private const int BatchPathsMin = 100;
    private static readonly double[] percentiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>VaR and CVaR against today's value.</summary>
    public static TailRisk Tail(double now, ReadOnlySpan<double> values, double level, int days)
    {
        var (var, cvar) = Tail(now, values, level);
        var size = values.Length / Batches;
        if (size < BatchPathsMin) return new(level, days, var, cvar, null);
        var (vars, cvars) = (new double[Batches], new double[Batches]);
        for (var b = 0; b < Batches; b++) (vars[b], cvars[b]) = Tail(now, values.Slice(b * size, size), level);
        return new(level, days, var, cvar, Deviation(vars) / Math.Sqrt(Batches), Deviation(cvars) / Math.Sqrt(Batches));
    }

    /// <summary>The same over the first eighth, quarter, half and all of the paths.</summary>
    public static IReadOnlyList<Convergence> Converging(double now, double[] values, double level) =>
    [
        .. new[] { 8, 4, 2, 1 }.Select(part => values.Length / part).Where(count => count > 0).Distinct().Select(count =>
        {
            var tail = Tail(now, values.AsSpan(0, count), level, 0);
            return new Convergence(count, tail.VaR, tail.CVaR, tail.StandardError);
        }),
    ];

    /// <summary>Mean and its standard error.</summary>
    public static (double Mean, double StandardError) Mean(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length));
    }

    /// <summary>Percentiles of each day.</summary>
    /// <param name="paths">Paths.</param>
    /// <param name="threads">At most this many days at once.</param>
    public static IReadOnlyList<FanDay> Fan(Paths paths, int threads = 1)
    {
        var fan = new FanDay[paths.Days.Count];
        Parallel.For(0, fan.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, i =>
        {
            var p = Quantiles(paths.Values[i], percentiles);
            fan[i] = new(paths.Days[i], p[0], p[1], p[2], p[3], p[4]);
        });
        return fan;
    }

    /// <summary>The values that the levels' shares of all do not exceed.</summary>
    public static double[] Quantiles(double[] values, params double[] levels) =>
        OrderStatistics.Select(values, [.. levels.Select(l => OrderStatistics.RankOf(l, values.Length))]);

    /// <summary>Bins of equal width from the smallest to the largest change of value.</summary>
    public static IReadOnlyList<Bin> Distribution(double now, double[] values, int bins = 50)
    {
        double low = values.Min() - now, high = values.Max() - now;
        var width = high > low ? (high - low) / bins : 1;
        var counts = new int[bins];
        foreach (var value in values) counts[Math.Min(bins - 1, (int)((value - now - low) / width))]++;
        return [.. counts.Select((count, i) => new Bin(low + i * width, low + (i + 1) * width, count))];
    }

    /// <summary>Sum of the values below the quantile, filled up with the quantile itself where several paths share it.</summary>
    private static (double VaR, double CVaR) Tail(double now, ReadOnlySpan<double> values, double level)
    {
        var count = values.Length - OrderStatistics.RankOf(level, values.Length);
        var quantile = OrderStatistics.Select(values, count - 1)[0]; // the greatest loss is the smallest value
        var (sum, below) = (0.0, 0);
        foreach (var v in values)
        {
            if (v >= quantile) continue;
            sum += v;
            below++;
        }

        return (now - quantile, now - (sum + (count - below) * quantile) / count);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
