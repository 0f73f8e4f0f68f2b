using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CarbonTrading.Application.Reports;

/// <summary>Tonnes held by unit class, over all accounts, stacked by state; units that are no tonnes are not in it.</summary>
internal static class PositionPlot
{
    private const int ClassesMax = 24;
    private const float Left = 132, Right = 24, TotalWidth = 84; // pixels; the last for the tonnes beside a bar

    private static readonly (string En, string Zh, string Colour, Func<PositionRow, long> Of)[] states =
    [
        ("free", "可用", "#2f6fd0", r => r.Free), ("reserved", "预留", "#7a57c2", r => r.Reserved),
            ("pledged", "质押", "#a8690a", r => r.Pledged),
        ("frozen", "冻结", "#59636f", r => r.Frozen + r.CarryOver), ("in transit", "在途", "#12849a", r => r.InTransit),
    ];

    /// <summary>What is held and not in the picture: units that are no tonnes.</summary>
    private static string Others(PlotSheet sheet, IReadOnlyList<PositionRow> rows)
    {
        var sums = rows.Where(r => r.Held > 0 && r.Measure != UnitsOfAccount.Tonne).GroupBy(r => r.Measure).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => FormattableString.Invariant($"{g.Sum(r => r.Held):N0} {ReportWords.Unit(sheet.Language, g.Key)}")).ToList();
        return sums.Count == 0 ? "" : sheet.Pick($"; not drawn: {string.Join(", ", sums)}", $"；未绘出：{string.Join("、", sums)}");
    }

    /// <param name="sheet">Sheet.</param>
    /// <param name="rows">Positions; at least one with tonnes held.</param>
    /// <param name="asOf">What they stand on.</param>
    public static Picture Of(PlotSheet sheet, IReadOnlyList<PositionRow> rows, AsOf asOf)
    {
        var all = rows.Where(r => r.Held > 0 && r.Measure == UnitsOfAccount.Tonne).GroupBy(r => r.Unit).OrderByDescending(g => g.Sum(r => r.Held))
            .ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
            .Select(g => (Name: $"{g.Key.Product.Code} {ReportWords.Origin(sheet.Language, g.Key.Origin)}", Rows: g.ToList())).ToList();
        var shown = all.Take(ClassesMax).ToList();
        if (all.Count > ClassesMax)
            shown[^1] = (sheet.Pick($"other ({all.Count - ClassesMax + 1})", $"其他（{all.Count - ClassesMax + 1}）"),
                [.. all.Skip(ClassesMax - 1).SelectMany(g => g.Rows)]);
        var largest = shown.Max(g => g.Rows.Sum(r => r.Held));
        var (divisor, unit) = sheet.Tonnes(largest);
        var caption = sheet.Caption(sheet.Pick(FormattableString.Invariant($"As of {asOf.Date:yyyy-MM-dd}"),
            FormattableString.Invariant($"业务日 {asOf.Date:yyyy-MM-dd}")),
            sheet.Pick(FormattableString.Invariant($"known at {asOf.Known:N0}"), FormattableString.Invariant($"已知至 {asOf.Known:N0}")),
            sheet.Pick("unit classes are not fungible", "不同类别不可互换") + Others(sheet, rows));
        var plot = sheet.Panel(sheet.Pick($"Held by unit class, {unit}", $"各类别持有量，{unit}"), caption, "", unit, Right, left: Left);
        var bars = new List<Bar>();
        for (var i = 0; i < shown.Count; i++)
        {
            var from = 0.0;
            foreach (var state in states)
            {
                var tonnes = shown[i].Rows.Sum(state.Of) / divisor;
                if (tonnes <= 0) continue;
                bars.Add(new() { Position = -i, ValueBase = from, Value = from + tonnes, FillColor = Color.FromHex(state.Colour),
                    LineWidth = 0, Size = 0.62, Orientation = Orientation.Horizontal });
                from += tonnes;
            }

            sheet.Write(plot, FormattableString.Invariant($"{shown[i].Rows.Sum(r => r.Held):N0} t"), from, -i, Alignment.MiddleLeft,
                offsetX: 6);
        }

        plot.Add.Bars(bars);
        foreach (var state in states.Where(s => rows.Any(r => s.Of(r) > 0)))
            plot.Legend.ManualItems.Add(new() { LabelText = sheet.Pick(state.En, state.Zh), FillColor = Color.FromHex(state.Colour) });
        plot.ShowLegend(Alignment.LowerRight);
        plot.Axes.SetLimits(0, largest / divisor * (1 + TotalWidth / (sheet.Size.Width - Left - Right - TotalWidth)), -shown.Count + 0.4,
            0.6);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, shown.Count).Select(i => (double)-i)],
            [.. shown.Select(g => g.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickGenerator = PlotSheet.Numbers("#,0.##", 10);
        plot.Grid.XAxisStyle.IsVisible = true;
        plot.Grid.YAxisStyle.IsVisible = false;
        var said = string.Join(sheet.Pick("; ", "；"), shown.Take(5)
            .Select(g => FormattableString.Invariant($"{g.Name} {g.Rows.Sum(r => r.Held):N0} t")));
        return new(sheet.Size, sheet.Pick($"Held by unit class: {said}.", $"各类别持有量：{said}。"), (sheet.Finish(plot), 1));
    }
}
