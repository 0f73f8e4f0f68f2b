namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>A price observation: number of its trading day and price.</summary>
/// <param name="Day">Number of the day, the same for every series: returns of two series are common when they span the same days.</param>
/// <param name="Price">Above 0.</param>
/// <param name="TradingDays">Trading days since the observation before; null = the difference of the day numbers.</param>
public readonly record struct Observed(int Day, double Price, int? TradingDays = null);

/// <summary>Volatility and correlation from history. Returns over k trading days count with variance k.</summary>
public static class Calibration
{
    /// <summary>Fewest common returns for a correlation.</summary>
    public const int CommonDaysMin = 60;

    /// <summary>
    /// Annual volatility of a driftless geometric Brownian motion: root of the mean of r² / k, times the root of the trading days of a
    /// year.
    /// </summary>
    /// <param name="prices">In order of days.</param>
    /// <param name="tradingDaysPerYear">Trading days a year.</param>
    /// <returns>Null with fewer than two returns.</returns>
    public static double? Volatility(IReadOnlyList<Observed> prices, double tradingDaysPerYear)
    {
        var squares = Returns(prices).Select(r => r.Log * r.Log / r.Days).ToList();
        return squares.Count < 2 ? null : Math.Sqrt(squares.Average() * tradingDaysPerYear);
    }

    /// <summary>Correlation of the returns that both series have over the same days; null with fewer than 60.</summary>
    public static double? Correlation(IReadOnlyList<Observed> first, IReadOnlyList<Observed> second) => Together(first, second).Correlation;

    /// <summary>The same with the number of common returns.</summary>
    public static (double? Correlation, int Common) Together(IReadOnlyList<Observed> first, IReadOnlyList<Observed> second)
    {
        var others = Returns(second).ToDictionary(r => (r.From, r.To), r => r.Log / Math.Sqrt(r.Days));
        var pairs = Returns(first).Where(r => others.ContainsKey((r.From, r.To)))
            .Select(r => (X: r.Log / Math.Sqrt(r.Days), Y: others[(r.From, r.To)])).ToList();
        if (pairs.Count < CommonDaysMin) return (null, pairs.Count);
        double xy = 0, xx = 0, yy = 0;
        foreach (var (x, y) in pairs) (xy, xx, yy) = (xy + x * y, xx + x * x, yy + y * y);
        return (xx == 0 || yy == 0 ? 0 : Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1), pairs.Count);
    }

    private static IEnumerable<(int From, int To, int Days, double Log)> Returns(IReadOnlyList<Observed> prices)
    {
        for (var i = 1; i < prices.Count; i++)
            if (prices[i].Day > prices[i - 1].Day && prices[i].Price > 0 && prices[i - 1].Price > 0)
                yield return (prices[i - 1].Day, prices[i].Day, prices[i].TradingDays ?? prices[i].Day - prices[i - 1].Day, Math.Log(prices[i].Price / prices[i - 1].Price));
    }
}
