using CarbonTrading.Domain.Prices;

namespace CarbonTrading.Application.Prices;

/// <summary>Makes findings: values cut to what an event keeps, without control characters.</summary>
public static class PriceFindings
{
    private const int ValueMax = 100;

    /// <summary>A finding; <paramref name="code"/> without its entity.</summary>
    public static PriceFinding Of(int line, string field, string value, string reason, string code) =>
        new(line, Clean(field), Clean(value), reason, "price-import." + code);

    internal static string Clean(string text)
    {
        var cut = text.Length <= ValueMax ? text : text[..(char.IsHighSurrogate(text[ValueMax - 1]) ? ValueMax - 1 : ValueMax)];
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) || IsLoneSurrogate(source, i) ? '\uFFFD' : source[i];
        });
    }

    private static bool IsLoneSurrogate(string text, int i) =>
        (char.IsHighSurrogate(text[i]) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])))
        || (char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1])));
}
