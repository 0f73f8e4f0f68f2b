using System.Globalization;
using CarbonTrading.Analytics.Measures;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing, nothing wrong.</summary>
    Note,
    /// <summary>Unusual: look before it is used.</summary>
    Warning,
    /// <summary>The figures contradict each other, or there are none.</summary>
    Fault,
}

/// <summary>One finding of the gate about one day of one series.</summary>
/// <param name="Code"><c>price.reason-in-kebab-case</c>.</param>
/// <param name="Date">Day.</param>
/// <param name="Field">Field; empty = the day as a whole.</param>
/// <param name="Value">What stands there; null = nothing.</param>
/// <param name="Reason">What was compared with what.</param>
/// <param name="Severity">How much it weighs.</param>
public sealed record QualityFinding(string Code, DateOnly Date, string Field, decimal? Value, Remark Reason, Severity Severity);

/// <summary>Judges the days of a series against their calendar, their neighbours and themselves. Pure; changes nothing, reports
/// everything.</summary>
/// <remarks>The age a series goes stale at is data (series.json), the daily limit is a rule of the market (price-limit-listed, given).
/// The statistics of the outlier test are ours: <see cref="RobustOutliers"/>.</remarks>
public static class QualityGate
{
    private const string ListedAverage = "listed-vwap";
    private const int LimitDaysMax = 250; // a year of gap: compounded further the limit says nothing and leaves the range of decimal

    /// <summary>Every finding, by day and code.</summary>
    /// <param name="series">The series.</param>
    /// <param name="observations">Its days in order, as of the business date.</param>
    /// <param name="calendar">Its calendar. Days of years it does not cover are not judged against it.</param>
    /// <param name="businessDate">The day the books are on.</param>
    /// <param name="dailyLimit">Largest move of a day as a fraction (0.10); null = not known, not judged.</param>
    /// <param name="closesAt">How the venue takes its close on a day; null = not judged.</param>
    public static IReadOnlyList<QualityFinding> Check(
        PriceSeries series, IReadOnlyList<Observation> observations, WorkCalendar calendar, DateOnly businessDate, decimal? dailyLimit,
        Func<DateOnly, RuleValue?>? closesAt = null)
    {
        var days = observations.Where(o => o.Date <= businessDate).ToList();
        if (days.Count == 0) return [];
        var found = new List<QualityFinding>();
        found.AddRange(Missing(series, days, calendar, businessDate));
        found.AddRange(Stale(series, days, calendar, businessDate));
        found.AddRange(days.SelectMany(Range));
        found.AddRange(Outliers(series, days, calendar));
        found.AddRange(Moves(series, days, calendar, dailyLimit));
        if (closesAt is not null) found.AddRange(days.Select(d => NotAverage(d, closesAt)).OfType<QualityFinding>());
        return [.. found.OrderBy(f => f.Date).ThenBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.Field, StringComparer.Ordinal)];
    }

    private static IEnumerable<QualityFinding> Missing(
        PriceSeries series, List<Observation> days, WorkCalendar calendar, DateOnly businessDate)
    {
        var uncovered = days.Where(d => !calendar.Covers(d.Date)).ToList();
        if (uncovered.Count > 0)
            yield return Found("price.calendar-does-not-reach", uncovered[0].Date, "", null, Severity.Note,
                $"calendar {calendar.Id} does not cover {uncovered.Count} days from {Iso(uncovered[0].Date)} to {Iso(uncovered[^1].Date)}: not judged for missing days");

        var dated = series.Frequency != PriceFrequency.Monthly; // a monthly row stands for a month, whatever day it is labelled with
        foreach (var day in days.Where(d => dated && calendar.Covers(d.Date) && !calendar.IsOpen(d.Date)))
            yield return Found("price.closed-day", day.Date, "", null, Severity.Warning, $"calendar {calendar.Id} is closed on this day");

        if (series.Frequency != PriceFrequency.Daily) yield break;
        var there = days.Select(d => d.Date).ToHashSet();
        for (var day = days[0].Date; day <= businessDate; day = day.AddDays(1))
            if (calendar.Covers(day) && calendar.IsOpen(day) && !there.Contains(day))
                yield return Found("price.missing", day, "", null, Severity.Fault, $"open day of calendar {calendar.Id} without a row");
    }

    private static IEnumerable<QualityFinding> Stale(
        PriceSeries series, List<Observation> days, WorkCalendar calendar, DateOnly businessDate)
    {
        var last = days.LastOrDefault(d => d[series.Price] is not null);
        if (last is null || OpenDaysAfter(calendar, last.Date, businessDate) is not { } age || age <= series.StaleAfterDays) yield break;
        yield return Found("price.stale", last.Date, series.Price, last[series.Price], Severity.Warning,
            $"the last price is {age} open days old on {Iso(businessDate)}, at most {series.StaleAfterDays} are fresh");
    }

    private static IEnumerable<QualityFinding> Range(Observation day)
    {
        var (high, low) = (day["high"], day["low"]);
        if (high < low)
            yield return Found("price.high-below-low", day.Date, "high", high, Severity.Fault, $"high {Text(high)} is below low {Text(low)}");
        foreach (var field in (string[])["open", "close"])
        {
            var value = day[field];
            if (value > high)
                yield return new("price.outside-range", day.Date, field, value,
                    Remark.Of("price.above-high", $"{field} {Text(value)} is above high {Text(high)}"), Severity.Fault);
            if (value < low)
                yield return new("price.outside-range", day.Date, field, value,
                    Remark.Of("price.below-low", $"{field} {Text(value)} is below low {Text(low)}"), Severity.Fault);
        }
    }

    private static IEnumerable<QualityFinding> Outliers(PriceSeries series, List<Observation> days, WorkCalendar calendar)
    {
        var priced = days.Where(d => d[series.Price] is not null).ToList();
        foreach (var outlier in RobustOutliers.Find([.. priced.Select(d => d[series.Price]!.Value)]))
        {
            var (before, day) = (priced[outlier.Index - 1], priced[outlier.Index]);
            var open = OpenDaysAfter(calendar, before.Date, day.Date) ?? 1;
            yield return Found("price.outlier", day.Date, series.Price, day[series.Price], Severity.Warning,
                $"log return {outlier.LogReturn:0.0000} since {Iso(before.Date)}, open days {open}, median {outlier.Median:0.0000}, allowed {outlier.Threshold:0.0000}");
        }
    }

    private static IEnumerable<QualityFinding> Moves(PriceSeries series, List<Observation> days, WorkCalendar calendar, decimal? dailyLimit)
    {
        for (var i = 1; i < days.Count; i++)
        {
            var (before, day) = (days[i - 1], days[i]);
            var open = OpenDaysAfter(calendar, before.Date, day.Date);
            if (series.DailyLimit && dailyLimit is { } limit && Limit(series, before, day, open, limit) is { } outside)
                yield return outside;
            if (open == 1 && Cumulative(before, day) is { } differs) yield return differs;
            if (Untraded(series, before, day) is { } untraded) yield return untraded;
        }
    }

    /// <summary>A move across missing days is measured against the limit compounded over the days missed; the limit price is rounded to
    /// cents, half up.</summary>
    private static QualityFinding? Limit(PriceSeries series, Observation before, Observation day, int? open, decimal limit)
    {
        if (before[series.Price] is not { } from || day[series.Price] is not { } to || open is not (> 0 and <= LimitDaysMax) || from <= 0)
            return null;
        var (up, down) = (from, from);
        for (var n = 0; n < open; n++) (up, down) = (up * (1 + limit), down * (1 - limit));
        (up, down) = (decimal.Round(up, 2, MidpointRounding.AwayFromZero), decimal.Round(down, 2, MidpointRounding.AwayFromZero));
        if (to <= up && to >= down) return null;
        return Found("price.outside-daily-limit", day.Date, series.Price, to, Severity.Fault,
            $"{Text(down)} to {Text(up)} is possible: {limit:P0} a day from {Text(from)} on {Iso(before.Date)}, {open} open days");
    }

    /// <summary>Where the close is the average of the listed trades (<c>close-method</c>), their turnover by their quantity, half-up to cents; block trades do not enter.</summary>
    private static QualityFinding? NotAverage(Observation day, Func<DateOnly, RuleValue?> closesAt)
    {
        if (day["close"] is not { } close || day[PriceFields.ListedAmount] is not { } amount || day["listed_volume"] is not (> 0 and var listed)) return null;
        if (closesAt(day.Date) is not { IsKnown: true, Text: ListedAverage } rule) return null;
        var average = decimal.Round(amount / listed, 2, MidpointRounding.AwayFromZero);
        return average == close ? null : Found("price.close-not-average", day.Date, "close", close, rule.Status == RuleStatus.InForce ? Severity.Fault : Severity.Warning,
            $"listed turnover {amount:N2} by {listed:N0} t is {Text(average)} ({rule.Source})");
    }

    private static QualityFinding? Cumulative(Observation before, Observation day)
    {
        if (before["cumulative_volume"] is not { } from || day["cumulative_volume"] is not { } to) return null;
        if (day["listed_volume"] is not { } listed || day["block_volume"] is not { } block) return null;
        var auction = day["auction_volume"]; // most sources do not give it: then a larger move is reported, not explained
        var traded = listed + block + (auction ?? 0);
        if (to - from == traded) return null;
        return new("price.cumulative-differs", day.Date, "cumulative_volume", to, auction is null
            ? Remark.Of("price.cumulative-differs", $"moved by {to - from:N0} t, listed + block are {traded:N0} t")
            : Remark.Of("price.cumulative-differs-auction", $"moved by {to - from:N0} t, listed + block + auction are {traded:N0} t"), Severity.Warning);
    }

    /// <summary>A close moves by listed trades; where the source tells them apart, block trades do not explain it.</summary>
    private static QualityFinding? Untraded(PriceSeries series, Observation before, Observation day)
    {
        if (before[series.Price] is not { } from || day[series.Price] is not { } to || from == to) return null;
        var field = Has("listed_volume") ? "listed_volume" : Has("volume") ? "volume" : null;
        if (field is null || day[field] > 0) return null;
        return Found("price.moved-without-volume", day.Date, field, day[field], Severity.Warning,
            $"{series.Price} moved from {Text(from)} to {Text(to)} with {(day[field] is null ? "no" : "0")} {field}");

        bool Has(string name) => before[name] is not null || day[name] is not null;
    }

    private static QualityFinding Found(string code, DateOnly date, string field, decimal? value, Severity severity, Sentence reason) =>
        new(code, date, field, value, Remark.Of(code, reason), severity);

    private static int? OpenDaysAfter(WorkCalendar calendar, DateOnly from, DateOnly to) =>
        Enumerable.Range(from.Year, to.Year - from.Year + 1).All(calendar.Years.ContainsKey) ? calendar.Between(from, to) : null;

    private static string Text(decimal? value) => value?.ToString("0.########", CultureInfo.InvariantCulture) ?? "none";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
