using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Engine;

/// <summary>The one JSON dialect: REST bodies, the event store and the wire between nodes.</summary>
/// <remarks>Types are told apart by <c>$type</c>, declared with <c>[JsonDerivedType]</c> on the abstract record; its text is the stored event name.</remarks>
public static class Contract
{
    /// <summary>For what we wrote ourselves: fields this version does not know are passed over.</summary>
    public static readonly JsonSerializerOptions Json = Options(JsonUnmappedMemberHandling.Skip);

    /// <summary>For what people send: unknown and doubled fields, missing and null values are refused.</summary>
    public static readonly JsonSerializerOptions Strict = Options(JsonUnmappedMemberHandling.Disallow);

    /// <typeparam name="T">The abstract record; with the concrete one the <c>$type</c> would be missing.</typeparam>
    public static byte[] Encode<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <summary>Reads what <see cref="Encode{T}"/> wrote.</summary>
    public static T Decode<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Json)
        ?? throw new JsonException("null where a value was stored");

    /// <summary>First 16 hex digits of the SHA-256 of the JSON: tells whether a command id came back with another input.</summary>
    public static string Fingerprint<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(Encode(value)))[..16];

    /// <summary>An event as it is stored: its name and its JSON.</summary>
    public static EventBody Body<TEvent>(TEvent happened) where TEvent : class
    {
        var json = Encode(happened);
        return new(NameOf(json), json, happened);
    }

    private static string NameOf(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Read();
        if (!reader.ValueTextEquals("$type")) throw new InvalidOperationException("an event was encoded without its name");
        reader.Read();
        return reader.GetString()!;
    }

    private static JsonSerializerOptions Options(JsonUnmappedMemberHandling unknown)
    {
        var strict = unknown == JsonUnmappedMemberHandling.Disallow;
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
            UnmappedMemberHandling = unknown,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = strict,
            RespectRequiredConstructorParameters = strict,
            AllowDuplicateProperties = !strict,
            PropertyNameCaseInsensitive = false,
            MaxDepth = 24,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new BookDateJson());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        if (strict) options.Converters.Add(new PlainTextJson());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

internal sealed class BookDateJson : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String
            && DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && BookDates.Accepts(day)) return day;
        throw new JsonException("a date is yyyy-MM-dd, a day that exists, from 2013-01-01 to 2100-12-31");
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public override DateOnly ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateOnly.ParseExact(reader.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>Text people send: at most 2,000 characters, no control characters, stored in Unicode form NFC.</summary>
internal sealed class PlainTextJson : JsonConverter<string>
{
    private const int LengthMax = 2_000;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("a text is expected here");
        var text = reader.GetString()!;
        if (text.Length > LengthMax) throw new JsonException($"a text has at most {LengthMax} characters");
        foreach (var c in text)
            if (char.IsControl(c)) throw new JsonException("a text has no control characters");
        try { return text.Normalize(NormalizationForm.FormC); }
        catch (ArgumentException) { throw new JsonException("a text is valid Unicode"); }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
