using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>One series as the market-data page lists it.</summary>
/// <param name="Faults">Findings of weight fault.</param>
/// <param name="Warnings">Findings of weight warning.</param>
/// <param name="Missing">Trading days without a row.</param>
/// <param name="Held">Whether a position is valued by it now.</param>
public sealed record SeriesLine(
    string Series, SeriesName Name, string Market, string Unit, decimal? Last, DateOnly? Date, int? AgeTradingDays, bool? Stale,
    int Days, int Faults, int Warnings, int Missing, bool Held, IReadOnlyList<decimal> Recent);

/// <summary>Puts series, gate and calendar together for page and API; remembers the findings of the latest question.</summary>
public sealed class SeriesDesk(Workplace workplace)
{
    private const int RecentDays = 60;
    private readonly Lock gate = new();
    private (DateOnly Date, long Known, IReadOnlyList<SeriesLine> Rows)? latest;

    private ReadSide Read => workplace.Read;

    /// <summary>All series: those that value a position first, then the freshest.</summary>
    public IReadOnlyList<SeriesLine> List(AsOf asOf)
    {
        var imported = Read.Prices.Series.SelectMany(s => Read.Prices.Imports(s.Series, asOf.Known))
            .Select(i => i.Position).DefaultIfEmpty().Max();
        lock (gate)
        {
            if (latest is { } seen && seen.Date == asOf.Date && seen.Known == imported) return seen.Rows;
        }

        var held = Read.Movements.Now.Cells.Select(c => Read.Prices.Catalogue.For(c.Unit.Product)?.Series).ToHashSet();
        IReadOnlyList<SeriesLine> rows = [.. Read.Prices.Series.Select(s => Row(s, asOf, held.Contains(s.Series)))
            .OrderByDescending(r => r.Held).ThenByDescending(r => r.Date).ThenByDescending(r => r.Faults)
            .ThenByDescending(r => r.Warnings).ThenBy(r => r.Series, StringComparer.Ordinal)];
        lock (gate) latest = (asOf.Date, imported, rows);
        return rows;
    }

    /// <summary>Weekdays of a span on which the series' venue was closed.</summary>
    public IReadOnlySet<DateOnly> ClosedDays(PriceSeries series, DateOnly from, DateOnly to)
    {
        var calendar = workplace.Rules.Calendar(series.Calendar);
        var closed = new HashSet<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && calendar.Covers(day)
                && !calendar.IsOpen(day)) closed.Add(day);
        return closed;
    }

    private SeriesLine Row(PriceSeries series, AsOf asOf, bool held)
    {
        var days = Read.Prices.Observations(series.Series, asOf.Date, asOf.Known);
        var last = Read.Prices.ValueAt(series.Series, series.Price, asOf.Date, asOf.Known);
        var findings = workplace.Queries.Findings(series, asOf);
        return new(series.Series, series.Name, series.Market, series.Unit, last?.Point.Value, last?.Date, last?.AgeTradingDays,
            last?.IsStale,
            days.Count, findings.Count(f => f.Severity == Severity.Fault), findings.Count(f => f.Severity == Severity.Warning),
            findings.Count(f => f.Code == "price.missing"), held, 
            [.. days.TakeLast(RecentDays).Select(d => d[series.Price]).OfType<decimal>()]);
    }
}
