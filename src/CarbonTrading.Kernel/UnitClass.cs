using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CarbonTrading.Kernel;

/// <summary>The year or years a unit was issued for. CEA19-20 is one vintage of two years; EUA carries none.</summary>
/// <remarks>Text: <c>2025</c>, <c>2019-2020</c>, <c>none</c>. Not the year it is surrendered for.</remarks>
/// <param name="First">First year, or 0 for none.</param>
/// <param name="Last">Last year, or 0 for none.</param>
[JsonConverter(typeof(TextJson<Vintage>))]
public readonly record struct Vintage(int First, int Last) : IText<Vintage>
{
    /// <summary>Units without a vintage.</summary>
    public static readonly Vintage None;

    /// <summary>A vintage of one year.</summary>
    public static Vintage Of(int year) => new(year, year);

    /// <summary>Short form behind a product code: <c>25</c>, <c>19-20</c>, or nothing.</summary>
    public string Code => this == None ? "" : First == Last ? Two(First) : $"{Two(First)}-{Two(Last)}";

    /// <inheritdoc/>
    public static bool TryParse(string text, out Vintage value)
    {
        value = None;
        if (text == "none") return true;
        var parts = text.Split('-');
        if (parts.Length is < 1 or > 2 || !parts.All(p => p.Length == 4 && p.All(char.IsAsciiDigit))) return false;
        var years = parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (years[0] < 2005 || years[^1] > 2100 || years[^1] < years[0] || (parts.Length == 2 && years[0] == years[1])) return false;
        value = new(years[0], years[^1]);
        return true;
    }

    /// <inheritdoc/>
    public static string Form => "a vintage is a year such as 2025, a range such as 2019-2020, or none";

    /// <summary>Text form.</summary>
    public override string ToString() => this == None ? "none"
        : First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static string Two(int year) => (year % 100).ToString("00", CultureInfo.InvariantCulture);
}

/// <summary>What is traded: market, product code and vintage. Units of one product are alike to a buyer.</summary>
/// <remarks>Text: <c>cn-ets/CEA/2025</c>.</remarks>
/// <param name="Market">Market code, as the folders of <c>market-data/regulations</c>.</param>
/// <param name="Name">Product code without vintage: CEA, CCER, BEA, EUA.</param>
/// <param name="Vintage">Vintage.</param>
[JsonConverter(typeof(TextJson<Product>))]
public readonly partial record struct Product(string Market, string Name, Vintage Vintage) : IText<Product>
{
    /// <summary>As it is spoken of on the desk: <c>CEA25</c>.</summary>
    public string Code => Name + Vintage.Code;

    /// <inheritdoc/>
    public static bool TryParse(string text, out Product value)
    {
        value = default;
        var parts = text.Split('/');
        if (parts.Length != 3 || !MarketForm().IsMatch(parts[0]) || !NameForm().IsMatch(parts[1]) || !Vintage.TryParse(parts[2], out var vintage))
            return false;
        value = new(string.Intern(parts[0]), string.Intern(parts[1]), vintage);
        return true;
    }

    /// <inheritdoc/>
    public static string Form => "a product is market/code/vintage such as cn-ets/CEA/2025";

    /// <summary>Text form.</summary>
    public override string ToString() => $"{Market}/{Name}/{Vintage}";

    [GeneratedRegex("^[a-z][a-z0-9-]{1,19}\\z")]
    private static partial Regex MarketForm();

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,9}\\z")]
    private static partial Regex NameForm();
}

/// <summary>How the holder came to have units; decides cost, carry-over and what a sale does to the books.</summary>
public enum Origin
{
    /// <summary>Allocated free of charge.</summary>
    Free,
    /// <summary>Bought.</summary>
    Purchased,
    /// <summary>Converted from an older vintage.</summary>
    CarriedOver,
    /// <summary>Issued to the own reduction project.</summary>
    Issued,
    /// <summary>Borrowed: as many are to be given back.</summary>
    Borrowed,
}

/// <summary>Units the books keep apart: product and origin.</summary>
/// <remarks>Text: <c>cn-ets/CEA/2025/purchased</c>.</remarks>
/// <param name="Product">Product.</param>
/// <param name="Origin">Origin.</param>
[JsonConverter(typeof(TextJson<UnitClass>))]
public readonly record struct UnitClass(Product Product, Origin Origin) : IText<UnitClass>
{
    private static readonly (Origin Origin, string Text)[] origins =
        [(Origin.Free, "free"), (Origin.Purchased, "purchased"), (Origin.CarriedOver, "carried-over"), (Origin.Issued, "issued"),
        (Origin.Borrowed, "borrowed")];

    /// <inheritdoc/>
    public static bool TryParse(string text, out UnitClass value)
    {
        value = default;
        var cut = text.LastIndexOf('/');
        if (cut < 0 || !Product.TryParse(text[..cut], out var product)) return false;
        foreach (var (origin, name) in origins)
        {
            if (!text.AsSpan(cut + 1).SequenceEqual(name)) continue;
            value = new(product, origin);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public static string Form => "a unit class is market/code/vintage/origin such as cn-ets/CEA/2025/purchased; "
        + "origins are free, purchased, carried-over, issued, borrowed";

    /// <summary>Text form.</summary>
    public override string ToString()
    {
        var origin = Origin;
        return $"{Product}/{origins.First(o => o.Origin == origin).Text}";
    }
}

/// <summary>A value with one text form, in JSON as in a URL.</summary>
public interface IText<TSelf> where TSelf : struct, IText<TSelf>
{
    /// <summary>Reads the text form; false where it is not one.</summary>
    static abstract bool TryParse(string text, out TSelf value);

    /// <summary>The form, in a sentence, for error messages.</summary>
    static abstract string Form { get; }
}

/// <summary>JSON of an <see cref="IText{TSelf}"/>: its text form.</summary>
public sealed class TextJson<T> : JsonConverter<T> where T : struct, IText<T>
{
    private const int LengthMax = 60;
    private const int KnownMax = 1_000;

    // A log of a million events names a few dozen products: each text is taken apart once, then only looked up.
    private static readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> bySpan = known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.String || length > LengthMax) throw new JsonException(T.Form);
        Span<char> text = stackalloc char[LengthMax];
        text = text[..reader.CopyString(text)];
        if (bySpan.TryGetValue(text, out var value)) return value;
        if (!T.TryParse(text.ToString(), out value)) throw new JsonException(T.Form);
        if (known.Count < KnownMax) bySpan.TryAdd(text, value);
        return value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
