using System.Globalization;
using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Rules;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>Everything weak under a result, said with its weight.</summary>
internal static class RiskLabels
{
    private const double OddVolatility = 1; // a year's standard deviation as large as the price: said, not cut off

    public static IReadOnlyList<Remark> Of(Book book, Model model) =>
    [
        .. Missing(book), .. Shares(book), .. book.Histories.SelectMany(OfSeries),
        .. model.Assumed.Count == 0 ? [] : new[] { Remark.Of("risk.assumed",
            $"{model.Assumed.Count} correlations are assumed to be {N(model.Rules.AssumedCorrelation)}: fewer than {Calibration.CommonDaysMin} common trading days") },
        .. model.Moved == 0 ? [] : new[] { Remark.Of("risk.moved", $"correlations were moved by up to {N(model.Moved)} to be possible together") },
    ];

    private static IEnumerable<Remark> Missing(Book book)
    {
        foreach (var (unit, quantity) in UnitsOfAccount.SumByUnit(book.Missing.Select(m => (m.Measure, m.Quantity))).Where(s => s.Quantity != 0))
            yield return Remark.Of("risk.missing", $"without {quantity:N0} {unit} that have no price");
        var open = book.Shortages.Count(s => s.Days is null);
        if (open > 0) yield return Remark.Of("risk.short-unpriced", $"the cost of {open} uncovered obligations cannot be said");
    }

    private static IEnumerable<Remark> Shares(Book book)
    {
        var total = book.Positions.Sum(book.ValueOf);
        string Share(Footing footing) => total == 0 ? "0%" : P(book.Positions.Where(p => p.Footing == footing).Sum(book.ValueOf) / total);
        var (stale, proxy) = (Share(Footing.Stale), Share(Footing.Proxy));
        if (book.Positions.Any(p => p.Footing == Footing.Stale)) yield return Remark.Of("risk.stale", $"{stale} of the value rests on stale prices");
        if (book.Positions.Any(p => p.Footing == Footing.Proxy)) yield return Remark.Of("risk.proxy", $"{proxy} of the value rests on another product's price");
    }

    private static IEnumerable<Remark> OfSeries(History history)
    {
        var f = history.Footing;
        var byDays = f.DailyVolatility is { } daily ? P(daily) : "–";
        if (f.Weekly is { } weekly)
            yield return Remark.Of("risk.thin",
                $"volatility of {f.Series} is {P(weekly.Annual)} from {weekly.Returns} weekly means ({weekly.Capped} cut), {byDays} by days: its trade is thin");
        else if (f.Volatility > OddVolatility)
            yield return Remark.Of("risk.odd", $"volatility of {f.Series} is {P(f.Volatility)}: its history holds odd trades");
        if (f.Unreached > 0)
            yield return Remark.Of("risk.gaps", $"{f.Unreached} gaps of {f.Series} are counted in weekdays: its calendar does not reach there");
        if (f.RateSeries is not null)
            yield return Remark.Of("risk.rate", $"{f.Series} is in {f.Currency}, at {f.Rate:0.####} of {f.RateDate:yyyy-MM-dd}: the rate itself is not simulated");
    }

    private static string P(double share) => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
