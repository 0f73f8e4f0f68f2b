using System.Globalization;

namespace CarbonTrading.Benchmarks;

/// <summary>Bounds a run was held to; where one is broken the program ends with 1.</summary>
internal static class Bounds
{
    /// <summary>Exit code: 0 where every bound was kept.</summary>
    public static int Result { get; private set; }

    /// <summary>A figure that may be at most this.</summary>
    public static string AtMost(double figure, double bound, string unit) => Say(figure <= bound, bound, $" {unit}");

    /// <summary>A ratio that must be at least this.</summary>
    public static string AtLeast(double ratio, double bound) => Say(ratio >= bound, bound, " times");

    private static string Say(bool kept, double bound, string unit)
    {
        if (!kept) Result = 1;
        return string.Create(CultureInfo.InvariantCulture, $"(bound {bound:0.#}{unit}, {(kept ? "kept" : "broken")})");
    }
}
