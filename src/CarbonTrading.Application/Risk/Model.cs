using CarbonTrading.Analytics.MonteCarlo;

namespace CarbonTrading.Application.Risk;

/// <summary>Factors and their correlation, measured where history allows it.</summary>
/// <param name="Snapshot">As stated.</param>
/// <param name="Moved">Largest change of an entry to make the matrix possible.</param>
/// <param name="Pairs">Correlations as used.</param>
internal sealed record Model(Snapshot Snapshot, double Moved, IReadOnlyList<CorrelationPair> Pairs, RiskRules Rules)
{
    public IReadOnlyList<string> Assumed => [.. Pairs.Where(p => p.Measured is null).Select(p => $"{p.First} / {p.Second}")];

    /// <summary>Makes the factors of a book.</summary>
    public static Model Of(Book book, RiskRules rules, double tradingDaysPerYear)
    {
        var histories = book.Histories;
        List<Factor> factors = [.. histories.Select(h => new Factor(
            h.Series, h.Spot, h.Footing.Volatility, book.Positions.Where(p => p.Series == h.Series).Sum(p => p.Tonnes)))];
        var pairs = new List<CorrelationPair>();
        for (var b = 0; b < histories.Count; b++)
            for (var a = 0; a < b; a++)
            {
                var (measured, common) = Calibration.Together(histories[a].Daily, histories[b].Daily);
                pairs.Add(new(histories[a].Series, histories[b].Series, common, measured, measured ?? rules.AssumedCorrelation));
            }

        var (matrix, moved) = NearestCorrelation.Of(Matrix(factors, pairs, rules.AssumedCorrelation));
        var used = pairs.Select(p => p with { Used = matrix[At(factors, p.First)][At(factors, p.Second)] }).ToList();
        return new(new(factors, matrix, tradingDaysPerYear), moved, used, rules);
    }

    /// <summary>The result at other values of what is assumed; null where nothing is.</summary>
    /// <param name="oneDay">VaR 95 % 1 day of a snapshot.</param>
    public CorrelationAssumption? Assumption(Func<Snapshot, double> oneDay)
    {
        if (Assumed.Count == 0) return null;
        var (zero, movedAtZero) = With(0);
        var (one, movedAtOne) = With(1);
        return new(Assumed, Rules.AssumedCorrelation, oneDay(zero), oneDay(Snapshot), oneDay(one), movedAtZero, Moved, movedAtOne);
    }

    private (Snapshot Snapshot, double Moved) With(double assumed)
    {
        var (matrix, moved) = NearestCorrelation.Of(Matrix(Snapshot.Factors, Pairs, assumed));
        return (Snapshot with { Correlation = matrix }, moved);
    }

    private static double[][] Matrix(IReadOnlyList<Factor> factors, IReadOnlyList<CorrelationPair> pairs, double assumed)
    {
        double[][] matrix = [.. factors.Select((_, i) => factors.Select((_, j) => i == j ? 1.0 : 0).ToArray())];
        foreach (var p in pairs)
        {
            var (a, b) = (At(factors, p.First), At(factors, p.Second));
            matrix[a][b] = matrix[b][a] = p.Measured ?? assumed;
        }

        return matrix;
    }

    private static int At(IReadOnlyList<Factor> factors, string series) => Enumerable.Range(0, factors.Count).First(f => factors[f].Name == series);
}
