namespace CarbonTrading.Analytics.Forecast;

/// <summary>Emissions of a year as they are expected at its end, with a range.</summary>
/// <param name="ToDate">Months so far, t.</param>
/// <param name="Remaining">Months to come, central, t.</param>
/// <param name="P10">One in ten years ends lower, t.</param>
/// <param name="P50">Central, t.</param>
/// <param name="P90">One in ten years ends higher, t.</param>
/// <param name="Sigma">Spread of the remaining part: standard deviation of the logarithm of actual to expected.</param>
/// <param name="SigmaAssumed">True: too few earlier years to measure it, the stated assumption stands in.</param>
/// <param name="Expected">Months to come, one by one, central, t.</param>
public sealed record YearEndForecast(
    double ToDate, double Remaining, double P10, double P50, double P90, double Sigma, bool SigmaAssumed, IReadOnlyList<double> Expected)
{
    /// <summary>Earlier years needed to measure the spread.</summary>
    public const int YearsMin = 3;

    /// <summary>90 % quantile of the standard normal distribution.</summary>
    public const double Z90 = 1.2815515655446004;

    /// <summary>Expects the months to come from the season of earlier years, or from the budget where there is one.</summary>
    /// <remarks>
    /// Share s(k): mean over earlier years of month k / year. Month k to come: its budget, else to-date × s(k) / (s(1) + .. + s(m)).
    /// Without earlier years, months without a budget are expected like the mean of the months so far.
    /// Spread: for each earlier year, the same season rule with the shares of the others, from its own first m months; sigma is the sample standard
    /// deviation (n - 1) around 0 of ln(actual remaining / expected remaining). P10 and P90 = to-date + remaining × exp(∓1.28155 sigma).
    /// A working model of this product, not a published one.
    /// </remarks>
    /// <param name="months">Months so far, 1..12 values of 0 or more, t.</param>
    /// <param name="earlier">Whole earlier years, twelve months each, t; may be empty.</param>
    /// <param name="budget">Budget by month, 1..12; months not listed have none.</param>
    /// <param name="assumedSigma">Spread where earlier years are too few, 0 or more.</param>
    public static YearEndForecast Of(
        IReadOnlyList<double> months, IReadOnlyList<IReadOnlyList<double>> earlier, IReadOnlyDictionary<int, double> budget, double assumedSigma)
    {
        if (months.Count is < 1 or > 12) throw new ArgumentOutOfRangeException(nameof(months), months.Count, "1 to 12 months");
        var whole = earlier.Where(y => y.Count == 12 && y.Sum() > 0).ToList();
        var toDate = months.Sum();
        var expected = Enumerable.Range(months.Count + 1, 12 - months.Count)
            .Select(month => budget.TryGetValue(month, out var planned) ? planned : ExpectedOf(month, months, whole)).ToList();
        var remaining = expected.Sum();
        var errors = Errors(months.Count, whole);
        var measured = errors.Count >= YearsMin;
        var sigma = measured ? Math.Sqrt(errors.Sum(e => e * e) / (errors.Count - 1)) : assumedSigma;
        return new(toDate, remaining, toDate + (remaining * Math.Exp(-Z90 * sigma)), toDate + remaining, toDate + (remaining * Math.Exp(Z90 * sigma)),
            sigma, !measured, expected);
    }

    private static double ExpectedOf(int month, IReadOnlyList<double> months, IReadOnlyList<IReadOnlyList<double>> earlier)
    {
        var past = Enumerable.Range(1, months.Count).Sum(m => Share(m, earlier));
        return earlier.Count == 0 || past <= 0 ? months.Average() : months.Sum() * Share(month, earlier) / past;
    }

    private static double Share(int month, IReadOnlyList<IReadOnlyList<double>> years) => years.Count == 0 ? 0 : years.Average(y => y[month - 1] / y.Sum());

    private static List<double> Errors(int count, List<IReadOnlyList<double>> years)
    {
        var errors = new List<double>();
        foreach (var year in years)
        {
            var others = years.Where(y => !ReferenceEquals(y, year)).ToList();
            var actual = year.Skip(count).Sum();
            if (others.Count == 0 || count == 12) continue;
            var expected = Enumerable.Range(count + 1, 12 - count).Sum(m => ExpectedOf(m, [.. year.Take(count)], others));
            if (actual > 0 && expected > 0) errors.Add(Math.Log(actual / expected));
        }

        return errors;
    }
}
