using System.Collections.Concurrent;
using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace CarbonTrading.Application.Reports;

/// <summary>What all charts have in common: language, font, colours, margins, numbers.</summary>
internal sealed class PlotSheet
{
    public static readonly Color Text = Color.FromHex("#14181f"), Quiet = Color.FromHex("#616a77"), Grid = Color.FromHex("#e8ebef"),
        Axis = Color.FromHex("#9aa3af"), First = Color.FromHex("#2f6fd0"), Second = Color.FromHex("#c8650a"),
            Third = Color.FromHex("#8fa3bd"),
        Gap = Color.FromHex("#c3c9d2");

    private const float TitleSize = 17, LabelSize = 13, TickSize = 12, CaptionSize = 11;
    private const double LatinWidth = 0.56, CaptionLeading = 1.35; // of the font size

    // The first family that is there; a Chinese one carries Latin too. Noto Sans CJK misplaces text in these charts.
    private static readonly string[] latin = ["DejaVu Sans", "Liberation Sans", "Segoe UI", "Helvetica Neue", "Arial", "Noto Sans",
        "WenQuanYi Zen Hei"];
    private static readonly string[] chinese = ["WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC", "SimHei"];

    private static readonly ConcurrentDictionary<string, SKTypeface?> faces = new(StringComparer.Ordinal);

    private readonly string font;

    private PlotSheet(PrintLanguage language, PictureSize size, string font) => (Language, Size, this.font) = (language, size, font);

    public PrintLanguage Language { get; }

    public PictureSize Size { get; }

    /// <summary>A sheet in the language, or the refusal where no font of this machine can write it.</summary>
    public static (PlotSheet? Sheet, Kernel.DomainError? Refused) Of(PrintLanguage language, PictureSize size)
    {
        var found = (language == PrintLanguage.Zh ? chinese : latin).FirstOrDefault(IsThere);
        return found is null ? (null, ChartErrors.NoFont(language == PrintLanguage.Zh)) : (new(language, size, found), null);
    }

    /// <summary>The text of the language.</summary>
    public string Pick(string en, string zh) => Language == PrintLanguage.Zh && zh.Length > 0 ? zh : en;

    /// <summary>Space a caption takes below a panel, with the labels of the axis, pixels.</summary>
    public float Below(string caption) => Bottom(Broken(caption, Size.Width - 40).Count);

    private static float Bottom(int lines) => 30 + (float)(lines == 0 ? 0 : 8 + CaptionSize * CaptionLeading * lines);

    /// <summary>Parts of a caption, without those that are empty or that no font of this machine can write.</summary>
    public string Caption(params string[] parts) => string.Join(" · ", parts.Where(p => p.Length > 0 && FontFor(p) is not null));

    /// <summary>Space for axis labels to the left of every panel, so that panels stand under each other.</summary>
    public static float Left => 78;

    private static double WidthOf(string text, double size) => text.Sum(c => c >= 0x2E80 ? 1 : LatinWidth) * size;

    /// <summary>An empty panel.</summary>
    /// <param name="title">Title; empty = none.</param>
    /// <param name="caption">Sentence below; empty = none. Broken into lines as the width asks.</param>
    /// <param name="yLabel">Unit of the y axis.</param>
    /// <param name="xLabel">Unit of the x axis; empty = none.</param>
    /// <param name="right">Space for labels to the right, pixels.</param>
    /// <param name="left">Space to the left, pixels.</param>
    public Plot Panel(string title, string caption, string yLabel, string xLabel, float right, float? left = null)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Axis);
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Left.FrameLineStyle.IsVisible = false;
        var lines = caption.Length == 0 ? [] : Broken(caption, Size.Width - 40);
        var below = string.Join('\n', xLabel.Length == 0 ? lines : [xLabel, .. lines]);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Left.Label.Text = yLabel;
        plot.Axes.Bottom.Label.Text = below;
        foreach (var (label, textSize, colour) in new[]
        {
            (plot.Axes.Title.Label, (float)Math.Min(TitleSize, TitleSize * (Size.Width - 20) / WidthOf(title + "x", TitleSize)), Text),
                (plot.Axes.Left.Label, LabelSize, Quiet),
                (plot.Axes.Bottom.Label, CaptionSize, Quiet),
            (plot.Axes.Left.TickLabelStyle, TickSize, Text), (plot.Axes.Bottom.TickLabelStyle, TickSize, Text),
        })
            (label.FontSize, label.ForeColor, label.Bold) = (textSize, colour, false);
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom }) axis.MajorTickStyle.Length = 3;
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom }) axis.MinorTickStyle.Length = 0;
        var bottom = Bottom(below.Length == 0 ? 0 : below.Count(c => c == '\n') + 1);
        plot.Layout.Fixed(new PixelPadding(left ?? Left, right, bottom, title.Length == 0 ? 10 : 44));
        return plot;
    }

    /// <summary>Sets the font everywhere; after everything with a text is on the panel.</summary>
    /// <remarks>Label by label: the library's own way sets a default for the whole process, and the server draws in two languages at once.</remarks>
    public Plot Finish(Plot plot)
    {
        Use(plot.Axes.Title.Label, font);
        foreach (var axis in plot.Axes.GetAxes())
        {
            Use(axis.Label, FontFor(axis.Label.Text) ?? font); // a caption may name a publisher in Chinese
            Use(axis.TickLabelStyle, font);
        }

        foreach (var text in plot.GetPlottables<ScottPlot.Plottables.Text>()) Use(text.LabelStyle, font);
        foreach (var item in plot.Legend.ManualItems) Use(item.LabelStyle, font);
        plot.Legend.FontName = font;
        plot.Legend.FontSize = TickSize;
        plot.Legend.FontColor = Text;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.85);
        return plot;
    }

    /// <summary>A text at a place of the panel.</summary>
    public void Write(Plot plot, string text, double x, double y, Alignment alignment, Color? colour = null, float offsetX = 0,
        float offsetY = 0)
    {
        var label = plot.Add.Text(text, x, y);
        (label.Alignment, label.LabelFontSize, label.LabelFontColor) = (alignment, TickSize, colour ?? Text);
        (label.OffsetX, label.OffsetY) = (offsetX, offsetY);
    }

    /// <summary>Names places of the y axis at the right edge; of two that would touch, the later one is left out.</summary>
    /// <param name="plot">Panel, with its limits set.</param>
    /// <param name="height">Height of the panel, pixels.</param>
    /// <param name="labels">The most wanted first.</param>
    public static void AtRight(Plot plot, double height, params (string Text, double Value)[] labels)
    {
        var limits = plot.Axes.GetLimits();
        var apart = (limits.Top - limits.Bottom) / height * TickSize * CaptionLeading;
        List<(string Text, double Value)> shown = [];
        foreach (var label in labels)
            if (shown.All(s => Math.Abs(s.Value - label.Value) >= apart)) shown.Add(label);
        plot.Axes.Right.TickGenerator = new NumericManual([.. shown.Select(s => s.Value)], [.. shown.Select(s => s.Text)]);
        plot.Axes.SetLimitsY(limits.Bottom, limits.Top, plot.Axes.Right);
        plot.Axes.Right.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Right.TickLabelStyle.ForeColor = Text;
        plot.Axes.Right.MajorTickStyle.Length = 3;
    }

    /// <summary>Numbers on an axis, always in the invariant form.</summary>
    public static NumericAutomatic Numbers(string format, int count = 6) =>
        new() { LabelFormatter = v => Number(v, format), TargetTickCount = count };

    /// <summary>A number in the invariant form; not every Chinese font has a sign for minus, all have the hyphen.</summary>
    public static string Number(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.Trim('-', '0', '.', ',').Length == 0 ? text[1..] : text;
    }

    /// <summary>What amounts of this size are divided by, and the name of the unit: CNY m, 万元.</summary>
    public (double Divisor, string Unit) Money(double largest) => Language == PrintLanguage.Zh
        ? Math.Abs(largest) >= 1e10 ? (1e8, "亿元") : Math.Abs(largest) >= 1e4 ? (1e4, "万元") : (1, "元")
        : Math.Abs(largest) >= 1e6 ? (1e6, "CNY m") : Math.Abs(largest) >= 1e3 ? (1e3, "CNY k") : (1, "CNY");

    /// <summary>The same for tonnes.</summary>
    public (double Divisor, string Unit) Tonnes(double largest) => Language == PrintLanguage.Zh
        ? largest >= 1e4 ? (1e4, "万吨") : (1, "吨") : largest >= 1e3 ? (1e3, "kt") : (1, "t");

    private string? FontFor(string text) => chinese.Prepend(font)
        .FirstOrDefault(f => Face(f)?.ContainsGlyphs(text.ReplaceLineEndings("")) == true);

    private static void Use(LabelStyle label, string family) => (label.FontName, label.Font) = (family, Face(family));

    private static bool IsThere(string family) => Face(family) is not null;

    private static SKTypeface? Face(string family) => faces.GetOrAdd(family, f =>
        SKFontManager.Default.MatchFamily(f) is { } face && face.FamilyName.StartsWith(f, StringComparison.OrdinalIgnoreCase) ? face
            : null);

    private static List<string> Broken(string caption, double width)
    {
        var lines = new List<string>();
        foreach (var part in caption.Split(" · "))
            if (lines.Count > 0 && WidthOf($"{lines[^1]} · {part}", CaptionSize) <= width) lines[^1] += $" · {part}";
            else lines.Add(part);
        return lines;
    }
}
