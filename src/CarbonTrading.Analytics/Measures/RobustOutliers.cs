namespace CarbonTrading.Analytics.Measures;

/// <summary>A log return far from those before it.</summary>
/// <param name="Index">Index of the later price of the return.</param>
/// <param name="LogReturn">ln(price / previous price).</param>
/// <param name="Median">Median of the returns of the window.</param>
/// <param name="Threshold">Largest distance from the median that is not an outlier.</param>
public sealed record RobustOutlier(int Index, double LogReturn, double Median, double Threshold);

/// <summary>Outliers by median and median absolute deviation of the returns before: a wild price does not hide the next one.</summary>
/// <remarks>
/// Hampel identifier: |r - median| > 6 x 1.4826 x MAD over the previous 60 returns. 1.4826 = 1 / Φ⁻¹(0.75) makes the MAD estimate the
/// standard deviation of a normal distribution (Hampel 1974; Rousseeuw and Croux 1993). 6 and 60 are this product's choice: statistics
/// of ours, not rules of a market, so they stand here and not in <c>market-data</c>. Not judged before 60 returns are known.
/// </remarks>
public static class RobustOutliers
{
    /// <summary>Width of the band, in estimated standard deviations.</summary>
    public const double Width = 6;

    /// <summary>MAD to standard deviation.</summary>
    public const double NormalConsistency = 1.4826;

    /// <summary>Returns looked back on.</summary>
    public const int Window = 60;

    /// <summary>The outliers of a price series.</summary>
    /// <param name="prices">In order of days; a price of 0 or below has no log return and interrupts nothing else.</param>
    public static IReadOnlyList<RobustOutlier> Find(IReadOnlyList<decimal> prices)
    {
        var found = new List<RobustOutlier>();
        var before = new Queue<double>(Window);
        for (var i = 1; i < prices.Count; i++)
        {
            if (prices[i] <= 0 || prices[i - 1] <= 0) continue;
            var logReturn = Math.Log((double)(prices[i] / prices[i - 1]));
            if (before.Count == Window)
            {
                var sorted = before.Order().ToArray();
                var median = MedianOf(sorted);
                var deviations = sorted.Select(r => Math.Abs(r - median)).Order().ToArray();
                var threshold = Width * NormalConsistency * MedianOf(deviations);
                if (Math.Abs(logReturn - median) > threshold) found.Add(new(i, logReturn, median, threshold));
                before.Dequeue();
            }

            before.Enqueue(logReturn);
        }

        return found;
    }

    private static double MedianOf(double[] sorted) => sorted.Length % 2 == 1
        ? sorted[sorted.Length / 2]
        : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}
