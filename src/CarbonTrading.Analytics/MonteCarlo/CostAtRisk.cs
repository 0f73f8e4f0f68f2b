namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Tonnes that have to be bought by a day. Where they come from does not matter here: the books of today or a forecast.</summary>
/// <param name="Name">Of the obligation.</param>
/// <param name="Factor">Name of the factor they are priced by.</param>
/// <param name="Tonnes">Above 0.</param>
/// <param name="Days">Trading days to the deadline, above 0.</param>
public sealed record Shortage(string Name, string Factor, double Tonnes, int Days);

/// <summary>What covering a shortage costs when it is bought at the deadline, undiscounted, in the currency of the snapshot.</summary>
/// <param name="Name">Of the obligation; of the sum: empty.</param>
/// <param name="Now">At today's price.</param>
/// <param name="Mean">Mean over the paths.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="P50">In half of the paths it costs at most this.</param>
/// <param name="P95">In 95 of 100.</param>
/// <param name="P99">In 99 of 100.</param>
public sealed record CostAtRisk(string Name, double Now, double Mean, double StandardError, double P50, double P95, double P99);

/// <summary>Distribution of the cost of shortages at their deadlines.</summary>
public static class Costs
{
    /// <summary>Each by itself, and the sum of all on the same paths.</summary>
    /// <param name="snapshot">What was simulated; has the factors of the shortages.</param>
    /// <param name="paths">With the prices kept on the days of the shortages.</param>
    /// <param name="shortages">Shortages.</param>
    public static (IReadOnlyList<CostAtRisk> Each, CostAtRisk? Sum) Of(Snapshot snapshot, Paths paths, IReadOnlyList<Shortage> shortages)
    {
        if (shortages.Count == 0) return ([], null);
        var sum = new double[paths.Values[0].Length];
        var (each, now) = (new List<CostAtRisk>(), 0.0);
        foreach (var shortage in shortages)
        {
            var factor = Enumerable.Range(0, snapshot.Factors.Count).First(f => snapshot.Factors[f].Name == shortage.Factor);
            var day = Enumerable.Range(0, paths.Days.Count).First(d => paths.Days[d] == shortage.Days);
            var atSpot = snapshot.Factors[factor].Spot * shortage.Tonnes;
            double[] costs = [.. paths.Growths[day]![factor].Select(g => g * atSpot)];
            for (var i = 0; i < sum.Length; i++) sum[i] += costs[i];
            now += atSpot;
            each.Add(Measured(shortage.Name, atSpot, costs));
        }

        return (each, Measured("", now, sum));
    }

    private static CostAtRisk Measured(string name, double now, double[] costs)
    {
        var (mean, error) = Measures.Mean(costs);
        var p = Measures.Quantiles(costs, 0.5, 0.95, 0.99);
        return new(name, now, mean, error, p[0], p[1], p[2]);
    }
}
