using CarbonTrading.Application.Prices;

namespace CarbonTrading.Web.Components.Charts;

/// <summary>Makes the bars of a chart out of a series: missing trading days get a bar of their own, doubted days their reason.</summary>
public static class SeriesBars
{
    private const int TailDays = 21;

    /// <summary>The last bars of a series.</summary>
    /// <param name="series">Series.</param>
    /// <param name="days">Its days in order.</param>
    /// <param name="findings">What the gate says.</param>
    /// <param name="max">How many trading days at most.</param>
    /// <param name="texts">Language of the reasons.</param>
    public static IReadOnlyList<PriceBar> Of(PriceSeries series, IReadOnlyList<Observation> days, IReadOnlyList<QualityFinding> findings,
        int max, Texts texts)
    {
        var doubts = findings.Where(f => f.Severity != Severity.Note && f.Code is not ("price.missing" or "price.stale"))
            .GroupBy(f => f.Date).ToDictionary(g => g.Key, g => texts.Say(g.First().Reason));
        var missing = findings.Where(f => f.Code == "price.missing").Select(f => new PriceBar(f.Date, null, null, null, null));
        // A series that ended long ago is not drawn as one long gap.
        var end = days.Count == 0 ? DateOnly.MinValue : days[^1].Date.AddDays(TailDays);
        return [.. days.Select(d => Bar(series, d, doubts.GetValueOrDefault(d.Date), texts))
            .Concat(missing.Where(m => m.Date <= end)).DistinctBy(b => b.Date).OrderBy(b => b.Date).TakeLast(max)];
    }

    private static PriceBar Bar(PriceSeries series, Observation day, string? doubt, Texts texts) => new(
        day.Date, day["open"], day["high"], day["low"], day[series.Price], day["listed_volume"] ?? day["volume"], day["block_volume"],
            doubt, texts.Source(series.Publisher));
}
