using CarbonTrading.Application.Rules;
using System.Globalization;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>A chart as a door asks for it; texts as they were given.</summary>
/// <param name="Chart">One of <see cref="Charts.Names"/>.</param>
/// <param name="Series">Series of the price chart; null = the composite of the national market.</param>
/// <param name="From">First day of the price chart, yyyy-MM-dd; null = the first there is.</param>
/// <param name="To">Last day; null = the as-of day.</param>
/// <param name="Language">Language of all texts.</param>
/// <param name="Size">Size.</param>
/// <param name="Seed">Seed of the valuation.</param>
/// <param name="Paths">Paths of the valuation.</param>
public sealed record ChartRequest(
    string Chart, string? Series, string? From, string? To, PrintLanguage Language, PictureSize Size, ulong Seed = Charts.Seed,
        int Paths = Charts.Paths);

/// <summary>Draws what the queries answer. Pictures of the same question are the same.</summary>
public sealed class Charts(Workplace workplace)
{
    /// <summary>Charts there are.</summary>
    public static readonly IReadOnlyList<string> Names = ["prices", "distribution", "fan", "positions"];

    /// <summary>Seed where none is asked for, as in <c>carbon value</c>.</summary>
    public const ulong Seed = 7;

    /// <summary>Paths where none are asked for, as in <c>carbon value</c>.</summary>
    public const int Paths = 100_000;

    private const string MainSeries = "cea-composite";

    /// <summary>Draws one chart, or says why not.</summary>
    public (Picture? Picture, DomainError? Refused) Draw(ChartRequest asked, AsOf asOf, CancellationToken ct)
    {
        if (!Names.Contains(asked.Chart)) return (null, ChartErrors.Unknown(asked.Chart));
        if (asked.Chart != "prices" && (asked.Series is not null ? "series" : asked.From is not null ? "from" : asked.To is not null
            ? "to" : null) is { } option)
            return (null, ChartErrors.OptionNotTaken(asked.Chart, option));
        var (sheet, refused) = PlotSheet.Of(asked.Language, asked.Size);
        if (sheet is null) return (null, refused);
        return asked.Chart switch
        {
            "prices" => Prices(sheet, asked, asOf),
            "positions" => Positions(sheet, workplace.Queries.Positions(asOf), asOf),
            var risk => Risk(sheet, risk, new Valuation(workplace).Run(asOf, asked.Seed, asked.Paths, ct: ct)),
        };
    }

    /// <summary>Distribution or fan of a valuation that was run.</summary>
    internal static (Picture? Picture, DomainError? Refused) Risk(PlotSheet sheet, string chart, ValuationResult result) =>
        result.Factors.Count == 0 ? (null, ChartErrors.NothingHeld(chart))
            : (chart == "fan" ? RiskPlots.Fan(sheet, result) : RiskPlots.Distribution(sheet, result), null);

    /// <summary>Positions by unit class.</summary>
    internal static (Picture? Picture, DomainError? Refused) Positions(PlotSheet sheet, IReadOnlyList<PositionRow> rows, AsOf asOf) =>
        rows.Any(r => r.Held > 0 && r.Measure == UnitsOfAccount.Tonne) ? (PositionPlot.Of(sheet, rows, asOf), null) : (null, ChartErrors.NothingHeld("positions"));

    private (Picture? Picture, DomainError? Refused) Prices(PlotSheet sheet, ChartRequest asked, AsOf asOf)
    {
        var book = workplace.Read.Prices;
        if (book.Catalogue.Find(asked.Series ?? MainSeries) is not { } series)
            return (null, ChartErrors.UnknownSeries(asked.Series ?? MainSeries, book.Series.Select(s => s.Series)));
        if (!Day(asked.From, BookDates.First, out var from)) return (null, ChartErrors.BadDay("from", asked.From!));
        if (!Day(asked.To, asOf.Date, out var to)) return (null, ChartErrors.BadDay("to", asked.To!));
        if (from > to) return (null, ChartErrors.SpanReversed(from, to));
        var known = book.Observations(series.Series, asOf.Date, asOf.Known);
        var days = known.Where(d => d.Date >= from && d.Date <= to).ToList();
        if (days.All(d => d[series.Price] is null))
            return (null, ChartErrors.NoPrices(series.Series, known.Count == 0 ? null : known[0].Date, known.Count == 0 ? null
                : known[^1].Date));
        var missing = QualityGate.Check(series, known, workplace.Rules.Calendar(series.Calendar), asOf.Date, null)
            .Where(f => f.Code == "price.missing").Select(f => f.Date).ToList();
        return (PricePlot.Of(sheet, series, days, missing, asOf), null);
    }

    private static bool Day(string? text, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        return text is null || (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && BookDates.Accepts(day));
    }
}
