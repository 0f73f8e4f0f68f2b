using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>A day of construction: a plant may be older than the books, so it may lie before <see cref="BookDates.First"/>, from 1990 on.</summary>
internal sealed class ConstructionDayJson : JsonConverter<DateOnly>
{
    private static readonly DateOnly first = new(1990, 1, 1);

    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String
            && DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= first && day <= BookDates.Last) return day;
        throw new JsonException("a day of construction is yyyy-MM-dd, a day that exists, from 1990-01-01 to 2100-12-31");
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
