using System.Globalization;
using CarbonTrading.Analytics.MonteCarlo;

namespace CarbonTrading.Application.Risk;

/// <summary>Everything weak under a result, said with its weight.</summary>
internal static class RiskLabels
{
    private const double OddVolatility = 1; // a year's standard deviation as large as the price: said, not cut off

    public static IReadOnlyList<RiskLabel> Of(Book book, Model model) =>
    [
        .. Missing(book), .. Shares(book), .. book.Histories.SelectMany(OfSeries),
        .. model.Assumed.Count == 0 ? [] : new[] { new RiskLabel("assumed",
            $"{model.Assumed.Count} correlations are assumed to be {N(model.Rules.AssumedCorrelation)}: fewer than {Calibration.CommonDaysMin} common trading days",
            [$"{model.Assumed.Count}", N(model.Rules.AssumedCorrelation), $"{Calibration.CommonDaysMin}"]) },
        .. model.Moved == 0 ? [] : new[] { new RiskLabel("moved", $"correlations were moved by up to {N(model.Moved)} to be possible together", [N(model.Moved)]) },
    ];

    private static IEnumerable<RiskLabel> Missing(Book book)
    {
        var tonnes = book.Missing.Sum(m => m.Tonnes).ToString("N0", CultureInfo.InvariantCulture);
        if (book.Missing.Count > 0) yield return new("missing", $"without {tonnes} t that have no price", [tonnes]);
        var open = book.Shortages.Count(s => s.Days is null);
        if (open > 0) yield return new("short-unpriced", $"the cost of {open} uncovered obligations cannot be said", [$"{open}"]);
    }

    private static IEnumerable<RiskLabel> Shares(Book book)
    {
        var total = book.Positions.Sum(book.ValueOf);
        string Share(Footing footing) => total == 0 ? "0%" : P(book.Positions.Where(p => p.Footing == footing).Sum(book.ValueOf) / total);
        var (stale, proxy) = (Share(Footing.Stale), Share(Footing.Proxy));
        if (book.Positions.Any(p => p.Footing == Footing.Stale)) yield return new("stale", $"{stale} of the value rests on stale prices", [stale]);
        if (book.Positions.Any(p => p.Footing == Footing.Proxy)) yield return new("proxy", $"{proxy} of the value rests on another product's price", [proxy]);
    }

    private static IEnumerable<RiskLabel> OfSeries(History history)
    {
        var f = history.Footing;
        var byDays = f.DailyVolatility is { } daily ? P(daily) : "–";
        if (f.Weekly is { } weekly)
            yield return new("thin",
                $"volatility of {f.Series} is {P(weekly.Annual)} from {weekly.Returns} weekly means ({weekly.Capped} cut), {byDays} by days: its trade is thin",
                [f.Series, P(weekly.Annual), $"{weekly.Returns}", $"{weekly.Capped}", byDays]);
        else if (f.Volatility > OddVolatility)
            yield return new("odd", $"volatility of {f.Series} is {P(f.Volatility)}: its history holds odd trades", [f.Series, P(f.Volatility)]);
        if (f.Unreached > 0)
            yield return new("gaps", $"{f.Unreached} gaps of {f.Series} are counted in weekdays: its calendar does not reach there", [$"{f.Unreached}", f.Series]);
        if (f.RateSeries is not null)
            yield return new("rate",
                FormattableString.Invariant($"{f.Series} is in {f.Currency}, at {f.Rate:0.####} of {f.RateDate:yyyy-MM-dd}: the rate itself is not simulated"),
                [f.Series, f.Currency, f.Rate.ToString("0.####", CultureInfo.InvariantCulture), f.RateDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);
    }

    private static string P(double share) => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
