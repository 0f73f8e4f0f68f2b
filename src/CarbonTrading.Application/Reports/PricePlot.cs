using System.Globalization;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CarbonTrading.Application.Reports;

/// <summary>Prices of one series: candles where open, high and low are there, else a line; below it the volume, where there is one.</summary>
internal static class PricePlot
{
    private const float Right = 64;
    private const double VolumeShare = 0.32, VolumeHeightMin = 84; // of the height; pixels
    private const double CandleShare = 0.5; // at least this share of the days: candles; the others are marked by their price
    private const double LabelWidth = 96; // pixels from one day named on the axis to the next
    private const int LineDaysMax = 31; // a line over more days without a price would say what nobody knows

    /// <param name="sheet">Sheet.</param>
    /// <param name="series">Series.</param>
    /// <param name="days">Its days in order; at least one with a price.</param>
    /// <param name="missing">Trading days without a row.</param>
    /// <param name="asOf">What it stands on.</param>
    public static Picture Of(PlotSheet sheet, PriceSeries series, IReadOnlyList<Observation> days, IReadOnlyList<DateOnly> missing,
        AsOf asOf)
    {
        var priced = days.Where(d => d[series.Price] is not null).ToList();
        var (first, last) = (priced[0].Date, priced[^1].Date);
        var gaps = missing.Where(m => m > first && m < last).ToHashSet();
        var candles = priced.Count(d => IsCandle(d, series)) >= priced.Count * CandleShare;
        var volume = days.Any(d => Listed(d) > 0 || d["block_volume"] > 0);
        var caption = Caption(sheet, series, asOf, gaps.Count, candles, candles && priced.Any(d => !IsCandle(d, series)));
        var name = sheet.Pick(series.Name.En, series.Name.Zh);
        var prices = sheet.Panel($"{name} ({series.Series}){sheet.Pick(", ", "，")}{series.Unit}", volume ? "" : caption, series.Unit, "",
            Right);
        if (candles) Candles(prices, series, priced);
        else Line(prices, series, priced, gaps);
        Range(sheet, prices, first, last);
        Padded(prices, priced.SelectMany(d => candles && IsCandle(d, series) ? [d["low"]!.Value, d["high"]!.Value]
            : new[] { d[series.Price]!.Value }));
        Gaps(prices, gaps);
        var price = (double)priced[^1][series.Price]!.Value;
        PlotSheet.AtRight(prices, sheet.Size.Height, (PlotSheet.Number(price, "#,0.00##"), price));
        var finding = sheet.Pick(
            FormattableString.Invariant($"{series.Name.En} from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, last {price:0.00##} {series.Unit}, {gaps.Count} trading days without data."),
            FormattableString.Invariant($"{series.Name.Zh}，{first:yyyy-MM-dd} 至 {last:yyyy-MM-dd}，最新 {price:0.00##} {series.Unit}，缺 {gaps.Count} 个交易日。"));
        if (!volume) return new(sheet.Size, finding, (sheet.Finish(prices), 1));
        prices.Axes.Bottom.TickLabelStyle.IsVisible = false;
        var lower = Math.Max(VolumeShare, (sheet.Below(caption) + VolumeHeightMin) / sheet.Size.Height);
        return new(sheet.Size, finding, (sheet.Finish(prices), 1 - lower), (sheet.Finish(Volume(sheet, days, first, last, caption)), lower));
    }

    private static string Caption(PlotSheet sheet, PriceSeries series, AsOf asOf, int gaps, bool candles, bool marks) => sheet.Caption(
        sheet.Pick(FormattableString.Invariant($"As of {asOf.Date:yyyy-MM-dd}"),
            FormattableString.Invariant($"业务日 {asOf.Date:yyyy-MM-dd}")),
        sheet.Pick(FormattableString.Invariant($"known at {asOf.Known:N0}"), FormattableString.Invariant($"已知至 {asOf.Known:N0}")),
        sheet.Pick("source: ", "来源：") + series.Publisher,
        candles ? sheet.Pick("blue = closed up, orange = closed down", "蓝为涨，橙为跌") : "",
        marks ? sheet.Pick("circle = open, high and low missing or contradictory", "圆圈为开高低价缺失或矛盾的日子") : "",
        gaps > 0 ? sheet.Pick($"grey = trading day without data ({gaps})", $"灰色为缺数据的交易日（{gaps}）") : "");

    // A day whose figures contradict each other is no candle; the quality gate says so elsewhere.
    private static bool IsCandle(Observation day, PriceSeries series) => day["open"] is { } open && day["high"] is { } high
        && day["low"] is { } low
        && day[series.Price] is { } close && low <= Math.Min(open, close) && high >= Math.Max(open, close);

    private static decimal? Listed(Observation day) => day["listed_volume"] ?? day["volume"];

    private static double X(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).ToOADate();

    private static void Candles(Plot plot, PriceSeries series, List<Observation> days)
    {
        var ohlc = days.Where(d => IsCandle(d, series)).Select(d =>
            new OHLC((double)d["open"]!.Value, (double)d["high"]!.Value, (double)d["low"]!.Value,
            (double)d[series.Price]!.Value, d.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromDays(1))).ToList();
        var candles = plot.Add.Candlestick(ohlc);
        candles.SymbolWidth = 0.7;
        (candles.RisingColor, candles.FallingColor) = (PlotSheet.First,
            PlotSheet.Second); // a year of candles is too narrow to tell hollow from filled
        var rest = days.Where(d => !IsCandle(d, series)).ToList();
        if (rest.Count > 0)
            plot.Add.Markers(rest.Select(d => X(d.Date)).ToArray(), rest.Select(d => (double)d[series.Price]!.Value).ToArray(),
                MarkerShape.OpenCircle, 5, PlotSheet.First);
    }

    private static void Line(Plot plot, PriceSeries series, List<Observation> days, HashSet<DateOnly> gaps)
    {
        List<Coordinates> run = [];
        foreach (var day in days)
        {
            if (run.Count > 0 && (X(day.Date) - run[^1].X > LineDaysMax || gaps.Any(g => X(g) > run[^1].X && X(g) < X(day.Date)))) Flush();
            run.Add(new(X(day.Date), (double)day[series.Price]!.Value));
        }

        Flush();

        void Flush()
        {
            var line = plot.Add.Scatter(run.ToArray(), PlotSheet.First);
            (line.LineWidth, line.MarkerSize) = (1.4f, run.Count == 1 ? 4 : 0);
            run = [];
        }
    }

    private static Plot Volume(PlotSheet sheet, IReadOnlyList<Observation> days, DateOnly first, DateOnly last, string caption)
    {
        var within = days.Where(d => d.Date >= first && d.Date <= last).ToList();
        var (divisor, unit) = sheet.Tonnes((double)within.Max(d => (Listed(d) ?? 0) + (d["block_volume"] ?? 0)));
        var plot = sheet.Panel("", caption, sheet.Pick("volume, ", "成交量，") + unit, "", Right);
        var bars = new List<Bar>();
        foreach (var day in within)
        {
            var (listed, block) = ((double)(Listed(day) ?? 0) / divisor, (double)(day["block_volume"] ?? 0) / divisor);
            if (listed > 0) bars.Add(Stick(day.Date, 0, listed, PlotSheet.First));
            if (block > 0) bars.Add(Stick(day.Date, listed, listed + block, PlotSheet.Third));
        }

        plot.Add.Bars(bars);
        if (within.Any(d => d["block_volume"] > 0))
        {
            plot.Legend.ManualItems.Add(new() { LabelText = sheet.Pick("listed", "挂牌"), FillColor = PlotSheet.First });
            plot.Legend.ManualItems.Add(new() { LabelText = sheet.Pick("block", "大宗"), FillColor = PlotSheet.Third });
            plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        }

        Range(sheet, plot, first, last);
        plot.Axes.SetLimitsY(0, bars.Max(b => b.Value) * 1.15);
        plot.Axes.Left.TickGenerator = PlotSheet.Numbers("#,0.##", 4);
        return plot;
    }

    private static Bar Stick(DateOnly day, double from, double to, Color colour) =>
        new() { Position = X(day), ValueBase = from, Value = to, FillColor = colour, LineWidth = 0, Size = 0.8 };

    /// <summary>A grey band over each run of days without data.</summary>
    private static void Gaps(Plot plot, IReadOnlySet<DateOnly> days)
    {
        foreach (var from in days.Where(d => !days.Contains(d.AddDays(-1))).Order())
        {
            var to = from;
            while (days.Contains(to.AddDays(1))) to = to.AddDays(1);
            var span = plot.Add.HorizontalSpan(X(from) - 0.5, X(to) + 0.5, PlotSheet.Gap.WithAlpha(0.45));
            span.LineStyle.Width = 0;
            plot.MoveToBack(span);
        }
    }

    private static void Padded(Plot plot, IEnumerable<decimal> prices)
    {
        var all = prices.Select(p => (double)p).ToList();
        var (low, high) = (all.Min(), all.Max());
        var room = high > low ? (high - low) * 0.06 : Math.Max(Math.Abs(high) * 0.05, 0.5);
        plot.Axes.SetLimitsY(low - room, high + room);
        plot.Axes.Left.TickGenerator = PlotSheet.Numbers("#,0.##");
    }

    /// <summary>Days from the first to the last, labelled at the first of months, or by days where it is less than a quarter.</summary>
    private static void Range(PlotSheet sheet, Plot plot, DateOnly first, DateOnly last)
    {
        plot.Axes.SetLimitsX(X(first) - 1, X(last) + 1);
        var days = last.DayNumber - first.DayNumber;
        var labels = Math.Clamp((int)((sheet.Size.Width - PlotSheet.Left - Right) / LabelWidth), 2, 12);
        List<DateOnly> at = [];
        if (days < 90)
        {
            var step = Math.Max(1, (days + labels - 1) / labels);
            for (var day = first; day <= last; day = day.AddDays(step)) at.Add(day);
        }
        else
        {
            var months = days / 30.4;
            var step = new[] { 1, 2, 3, 6, 12, 24, 60 }.First(s => months / s <= labels || s == 60);
            for (var month = new DateOnly(first.Year, 1, 1); month <= last; month = month.AddMonths(step))
                if (month >= first) at.Add(month);
        }

        var form = days < 90 ? "yyyy-MM-dd" : "yyyy-MM";
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. at.Select(X)],
            [.. at.Select(d => d.ToString(form, CultureInfo.InvariantCulture))]);
    }
}
