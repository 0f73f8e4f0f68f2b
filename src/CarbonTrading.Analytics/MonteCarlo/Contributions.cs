namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>What a yuan held in a factor loses when the whole position loses its VaR, and on average beyond it.</summary>
/// <param name="Factor">Name.</param>
/// <param name="VaRPerValue">Times the value held = contribution to the VaR. Negative = it makes good a loss of the others.</param>
/// <param name="CVaRPerValue">Times the value held = contribution to the CVaR.</param>
public sealed record FactorLoss(string Factor, double VaRPerValue, double CVaRPerValue);

/// <summary>Splits VaR and CVaR among what is held, so that the parts add up to the whole.</summary>
/// <remarks>
/// Euler's allocation (Tasche 1999): the part of a position is its mean loss on the condition that the whole loses its VaR (or more, for the CVaR). The
/// condition "exactly the VaR" is met by no path; the mean is over the paths whose rank is within half a percent of all paths of it, then scaled
/// to the VaR (Hallerbach 2003).
/// </remarks>
public static class Contributions
{
    private const double Band = 0.005; // share of all paths on each side of the VaR

    /// <summary>Splits.</summary>
    /// <param name="snapshot">What was simulated.</param>
    /// <param name="values">Value of the whole on every path.</param>
    /// <param name="growths">Per factor, price / spot on every path.</param>
    /// <param name="level">Of VaR and CVaR.</param>
    public static IReadOnlyList<FactorLoss> Of(Snapshot snapshot, double[] values, IReadOnlyList<double[]> growths, double level)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values.ToArray(), order); // the greatest losses first; equal ones stay apart by the sort, which is the same every time
        var tail = values.Length - OrderStatistics.RankOf(level, values.Length);
        var half = Math.Max(1, (int)(Band * values.Length));
        var (from, to) = (Math.Max(0, tail - 1 - half), Math.Min(values.Length, tail + half));
        var near = growths.Select(g => 1 - Mean(g, order.AsSpan(from, to - from))).ToArray();
        var beyond = growths.Select(g => 1 - Mean(g, order.AsSpan(0, tail))).ToArray();
        var nearLoss = snapshot.Factors.Select((f, i) => f.Spot * f.Tonnes * near[i]).Sum();
        var scale = nearLoss == 0 ? 0 : (snapshot.Value - values[order[tail - 1]]) / nearLoss;
        return [.. snapshot.Factors.Select((f, i) => new FactorLoss(f.Name, near[i] * scale, beyond[i]))];
    }

    private static double Mean(double[] values, ReadOnlySpan<int> paths)
    {
        var sum = 0.0;
        foreach (var path in paths) sum += values[path];
        return sum / paths.Length;
    }
}
