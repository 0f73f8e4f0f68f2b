using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Risk;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CarbonTrading.Application.Reports;

/// <summary>Distribution and fan of a valuation.</summary>
internal static class RiskPlots
{
    /// <summary>Horizon of the distribution, trading days.</summary>
    public const int Days = 10;

    private const double Level = 0.95;
    private const double DayLabelWidth = 26; // pixels from one day named on the axis to the next

    /// <summary>Changes of value in 10 trading days: the tail beyond VaR 95 coloured, VaR solid, CVaR dashed.</summary>
    public static Picture Distribution(PlotSheet sheet, ValuationResult r)
    {
        var bins = r.Distribution;
        var tails = r.Tails.Where(t => t.Days == Days).OrderBy(t => t.Level).ToList();
        var (divisor, unit) = sheet.Money(Math.Max(Math.Abs(bins[0].From), Math.Abs(bins[^1].To)));
        var plot = sheet.Panel(
            sheet.Pick($"Change of value in {Days} trading days, {unit}", $"{Days} 个交易日价值变动，{unit}"), Standing(sheet, r),
                sheet.Pick("share of paths, %", "路径占比，%"),
            sheet.Pick($"change of value, {unit}", $"价值变动，{unit}"), 24);
        var beyond = -tails.First(t => t.Level == Level).VaR;
        plot.Add.Bars(bins.Select(b => new Bar
        {
            Position = (b.From + b.To) / 2 / divisor, Value = 100.0 * b.Count / r.Paths, Size = (b.To - b.From) / divisor * 0.92,
                LineWidth = 0,
            FillColor = (b.From + b.To) / 2 <= beyond ? PlotSheet.Second : PlotSheet.First,
        }).ToArray());
        var highest = bins.Max(b => 100.0 * b.Count / r.Paths);
        var (low, high) = (bins[0].From / divisor, bins[^1].To / divisor);
        plot.Axes.SetLimits(low, high, 0, highest * 1.6);
        var lines = tails.SelectMany(t => new[] { (Name: $"VaR {t.Level * 100:0}%", Value: -t.VaR, Dashed: false),
            (Name: $"CVaR {t.Level * 100:0}%", Value: -t.CVaR, Dashed: true) })
            .OrderBy(l => l.Value).ToList(); // the leftmost is the highest: no label crosses a line
        for (var i = 0; i < lines.Count; i++)
        {
            var (name, value, dashed) = lines[i];
            var top = highest * (1.54 - 0.13 * i);
            var line = plot.Add.Line(value / divisor, 0, value / divisor, top);
            (line.LineWidth, line.LineColor, line.LinePattern) = (1.6f, PlotSheet.Text, dashed ? LinePattern.Dashed : LinePattern.Solid);
            line.MarkerSize = 0;
            sheet.Write(plot, $"{name} {PlotSheet.Number(-value / divisor, "#,0.00")}", value / divisor, top, Alignment.MiddleLeft,
                offsetX: 6);
        }

        plot.Axes.Bottom.TickGenerator = PlotSheet.Numbers("#,0.##", 10);
        plot.Axes.Left.TickGenerator = PlotSheet.Numbers("0.##");
        var said = string.Join(sheet.Pick(", ", "，"), lines.Select(l =>
            $"{l.Name} {PlotSheet.Number(-l.Value / divisor, "#,0.00")} {unit}"));
        return new(sheet.Size, sheet.Pick($"Distribution of the change of value in {Days} trading days: {said}.",
            $"{Days} 个交易日价值变动分布：{said}。"),
            (sheet.Finish(plot), 1));
    }

    /// <summary>Value ahead: half of the paths in the dark band, nine of ten in the light one, median dashed.</summary>
    public static Picture Fan(PlotSheet sheet, ValuationResult r)
    {
        List<FanDay> days = [new(0, r.Value, r.Value, r.Value, r.Value, r.Value), .. r.Fan];
        var (divisor, unit) = sheet.Money(days.Max(d => d.P95));
        var plot = sheet.Panel(sheet.Pick($"Value of what is held, {unit}", $"持仓价值，{unit}"), Standing(sheet, r), unit,
            sheet.Pick("trading days ahead", "未来交易日"), 108);
        double[] Y(Func<FanDay, double> of) => [.. days.Select(d => of(d) / divisor)];
        double[] x = [.. days.Select(d => (double)d.Days)];
        foreach (var (low, high, alpha) in new[] { (Y(d => d.P5), Y(d => d.P95), 0.16), (Y(d => d.P25), Y(d => d.P75), 0.30) })
        {
            var band = plot.Add.FillY(x, low, high);
            (band.FillColor, band.LineWidth, band.MarkerSize) = (PlotSheet.First.WithAlpha(alpha), 0, 0);
        }

        var median = plot.Add.Scatter(x, Y(d => d.P50), PlotSheet.Text);
        (median.MarkerSize, median.LineWidth, median.LinePattern) = (0, 1.6f, LinePattern.Dashed);
        var (bottom, top) = (days.Min(d => d.P5) / divisor, days.Max(d => d.P95) / divisor);
        var room = Math.Max((top - bottom) * 0.06, 1e-6);
        plot.Axes.SetLimits(0, x[^1], bottom - room, top + room);
        var end = days[^1];
        string Of(double v) => PlotSheet.Number(v / divisor, "#,0.00");
        PlotSheet.AtRight(plot, sheet.Size.Height, new[] { ("P50", end.P50), ("P95", end.P95), ("P5", end.P5), ("P75", end.P75),
            ("P25", end.P25) }
            .Select(p => ($"{p.Item1} {Of(p.Item2)}", p.Item2 / divisor)).ToArray());
        var apart = x[^1] * DayLabelWidth / (sheet.Size.Width - PlotSheet.Left);
        List<double> named = [];
        foreach (var day in x)
            if (named.Count == 0 || day - named[^1] >= apart) named.Add(day);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. named], [.. named.Select(d => PlotSheet.Number(d, "0"))]);
        plot.Axes.Left.TickGenerator = PlotSheet.Numbers("#,0.##");
        return new(sheet.Size, sheet.Pick(
            $"Value now {Of(r.Value)} {unit}; in {end.Days} trading days median {Of(end.P50)}, nine of ten paths between {Of(end.P5)} and {Of(end.P95)}.",
            $"当前价值 {Of(r.Value)} {unit}；{end.Days} 个交易日后中位数 {Of(end.P50)}，九成路径在 {Of(end.P5)} 至 {Of(end.P95)} 之间。"),
                (sheet.Finish(plot), 1));
    }

    private static string Standing(PlotSheet sheet, ValuationResult r)
    {
        var provisional = r.Labels.Count > 0 || r.Missing.Count > 0;
        return sheet.Caption(
            sheet.Pick(FormattableString.Invariant($"As of {r.AsOf:yyyy-MM-dd}"), FormattableString.Invariant($"业务日 {r.AsOf:yyyy-MM-dd}")),
            sheet.Pick(FormattableString.Invariant($"known at {r.Known:N0}"), FormattableString.Invariant($"已知至 {r.Known:N0}")),
            sheet.Pick(FormattableString.Invariant($"{r.Paths:N0} paths, seed {r.Seed}"),
                FormattableString.Invariant($"{r.Paths:N0} 条路径，种子 {r.Seed}")),
            sheet.Pick($"input {r.InputHash[..12]}", $"输入 {r.InputHash[..12]}"),
            provisional ? sheet.Pick($"PROVISIONAL: {r.Labels.Count + r.Missing.Count} remarks",
                $"暂定：{r.Labels.Count + r.Missing.Count} 项说明") : "");
    }
}
