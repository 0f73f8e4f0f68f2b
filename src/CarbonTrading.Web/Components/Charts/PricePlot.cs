namespace CarbonTrading.Web.Components.Charts;

/// <summary>Where everything of a price chart stands, in pixels of the measured width. Pure arithmetic.</summary>
public sealed class PricePlot
{
    private const double LeftEdge = 46;
    private const double RightEdge = 12;
    private const double TopEdge = 14;
    private const double BottomEdge = 20;
    private const double VolumeShare = 0.2;
    private const int TicksMax = 5;

    private readonly Dictionary<DateOnly, double> xs = [];
    private readonly double low;
    private readonly double high;
    private readonly double volumeMax;

    /// <param name="bars">In date order, with a bar for each missing trading day.</param>
    /// <param name="closed">Weekdays on which the venue was closed.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public PricePlot(IReadOnlyList<PriceBar> bars, IReadOnlySet<DateOnly> closed, double width, double height)
    {
        (Width, Height, Bars) = (width, height, bars);
        HasVolume = bars.Any(b => b.Listed > 0 || b.Block > 0);
        VolumeBottom = height - BottomEdge;
        PriceBottom = HasVolume ? VolumeBottom - ((height - TopEdge - BottomEdge) * VolumeShare) - 14 : VolumeBottom;
        var gaps = ClosedRuns(bars, closed);
        Slot = (width - LeftEdge - RightEdge) / Math.Max(1, bars.Count + gaps.Count);
        var x = LeftEdge + (Slot / 2);
        var lines = new List<(double, DateOnly, DateOnly)>();
        for (var i = 0; i < bars.Count; i++)
        {
            xs[bars[i].Date] = x;
            x += Slot;
            if (!gaps.TryGetValue(i, out var run)) continue;
            lines.Add((x, run.First, run.Last));
            x += Slot;
        }

        Closed = lines;
        var prices = bars.SelectMany(b => new[] { b.Open, b.High, b.Low, b.Close }).OfType<decimal>().Select(p => (double)p).ToList();
        (low, high) = prices.Count == 0 ? (0, 1) : Padded(prices.Min(), prices.Max());
        volumeMax = (double)bars.Select(b => (b.Listed ?? 0) + (b.Block ?? 0)).DefaultIfEmpty().Max();
        Ticks = NiceTicks(low, high);
    }

    /// <summary>Bars drawn.</summary>
    public IReadOnlyList<PriceBar> Bars { get; }

    /// <summary>Width of the picture.</summary>
    public double Width { get; }

    /// <summary>Height of the picture.</summary>
    public double Height { get; }

    /// <summary>Left end of the grid lines.</summary>
    public double Left => LeftEdge;

    /// <summary>Right end of the grid lines.</summary>
    public double Right => Width - RightEdge;

    /// <summary>Top of the price part.</summary>
    public double Top => TopEdge;

    /// <summary>Bottom of the price part.</summary>
    public double PriceBottom { get; }

    /// <summary>Bottom of the volume part: its zero line.</summary>
    public double VolumeBottom { get; }

    /// <summary>Pixels a day has.</summary>
    public double Slot { get; }

    /// <summary>Width of a candle or volume bar.</summary>
    public double BarWidth => Math.Clamp(Slot * 0.62, 1, 14);

    /// <summary>Whether there is a volume part.</summary>
    public bool HasVolume { get; }

    /// <summary>Candles need three pixels a day; below that, and without open, high and low, it is a line of closes.</summary>
    public bool IsCandles => Slot >= 3 && Bars.Count(b => b.IsCandle) * 2 > Bars.Count(b => !b.IsMissing);

    /// <summary>Grid values, four or five.</summary>
    public IReadOnlyList<decimal> Ticks { get; }

    /// <summary>Runs of closed weekdays: where, first and last day.</summary>
    public IReadOnlyList<(double X, DateOnly First, DateOnly Last)> Closed { get; }

    /// <summary>Centre of a day.</summary>
    public double X(PriceBar bar) => xs[bar.Date];

    /// <summary>Height of a price.</summary>
    public double Y(decimal price) => PriceBottom - (((double)price - low) / (high - low) * (PriceBottom - TopEdge));

    /// <summary>Pixels of a volume.</summary>
    public double VolumeHeight(decimal volume) => volumeMax <= 0 ? 0
        : (double)volume / volumeMax * (VolumeBottom - PriceBottom - 14);

    /// <summary>Days whose date is written below, far enough apart not to touch.</summary>
    public IEnumerable<PriceBar> Labelled()
    {
        var last = double.MinValue;
        foreach (var bar in Bars)
        {
            if (X(bar) - last < 78 || X(bar) + 28 > Width) continue;
            last = X(bar);
            yield return bar;
        }
    }

    /// <summary>Runs of missing days: first and last bar of each.</summary>
    public IEnumerable<(PriceBar First, PriceBar Last)> MissingRuns()
    {
        for (var i = 0; i < Bars.Count; i++)
        {
            if (!Bars[i].IsMissing) continue;
            var first = i;
            while (i + 1 < Bars.Count && Bars[i + 1].IsMissing) i++;
            yield return (Bars[first], Bars[i]);
        }
    }

    private static Dictionary<int, (DateOnly First, DateOnly Last)> ClosedRuns(IReadOnlyList<PriceBar> bars, IReadOnlySet<DateOnly> closed)
    {
        var runs = new Dictionary<int, (DateOnly, DateOnly)>();
        for (var i = 0; i + 1 < bars.Count; i++)
        {
            DateOnly? first = null, last = null;
            for (var day = bars[i].Date.AddDays(1); day < bars[i + 1].Date; day = day.AddDays(1))
            {
                if (!closed.Contains(day)) continue;
                first ??= day;
                last = day;
            }

            if (first is { } from) runs[i] = (from, last!.Value);
        }

        return runs;
    }

    private static (double Low, double High) Padded(double low, double high)
    {
        var pad = high > low ? (high - low) * 0.06 : Math.Max(1, Math.Abs(high) * 0.02);
        return (Math.Max(0, low - pad), high + pad);
    }

    private static List<decimal> NiceTicks(double low, double high)
    {
        var rough = (high - low) / TicksMax;
        var size = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1d, 2, 2.5, 5, 10 }.Select(f => f * size).First(s => s >= rough);
        var ticks = new List<decimal>();
        for (var value = Math.Ceiling(low / step) * step; value <= high; value += step) ticks.Add(decimal.Round((decimal)value, 6));
        return ticks;
    }
}
