namespace CarbonTrading.Web.Components.Charts;

/// <summary>Where the values of one axis stand, in pixels, and which of them are named.</summary>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>; above the low one.</param>
public sealed record Axis(double Low, double High, double From, double To)
{
    private const int TicksMax = 5;

    /// <summary>Pixel of a value.</summary>
    public double At(double value) => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>Round values on the axis, four or five.</summary>
    public IReadOnlyList<double> Ticks()
    {
        var rough = (High - Low) / TicksMax;
        var size = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1d, 2, 2.5, 5, 10 }.Select(f => f * size).First(s => s >= rough * 0.999);
        return [.. Enumerable.Range(0, 2 * TicksMax + 2).Select(i => (Math.Ceiling(Low / step - 1e-9) + i) * step).Where(v => v <= High + step * 1e-9)];
    }
}
