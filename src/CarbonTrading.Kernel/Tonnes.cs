using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonTrading.Kernel;

/// <summary>A whole quantity of units, tCO₂e, 0..10^15; never negative. A difference is <see cref="SignedTonnes"/>.</summary>
/// <remarks>JSON: a whole number 0..10^10 (what one command may carry); anything else is a <see cref="JsonException"/>.</remarks>
[JsonConverter(typeof(TonnesJson))]
public readonly record struct Tonnes : IComparable<Tonnes>
{
    /// <summary>Largest quantity one command may carry: 10^10 t.</summary>
    public const long CommandMax = 10_000_000_000;

    private const long SumMax = 1_000_000_000_000_000;

    /// <param name="value">tCO₂e, 0..10^15.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range: a bug, inputs are refused before.</exception>
    public Tonnes(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, SumMax);
        Value = value;
    }

    /// <summary>tCO₂e.</summary>
    public long Value { get; }

    /// <summary>No tonnes.</summary>
    public static readonly Tonnes Zero;

    /// <summary>True at 0 t.</summary>
    public bool IsZero => Value == 0;

    /// <summary>Sum.</summary>
    public static Tonnes operator +(Tonnes a, Tonnes b) => new(a.Value + b.Value);

    /// <summary>Difference; a negative one is a bug here, see <see cref="MinusOrZero"/> and <see cref="SignedTonnes"/>.</summary>
    public static Tonnes operator -(Tonnes a, Tonnes b) => new(a.Value - b.Value);

    /// <summary>Less than.</summary>
    public static bool operator <(Tonnes a, Tonnes b) => a.Value < b.Value;

    /// <summary>More than.</summary>
    public static bool operator >(Tonnes a, Tonnes b) => a.Value > b.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Tonnes a, Tonnes b) => a.Value <= b.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Tonnes a, Tonnes b) => a.Value >= b.Value;

    /// <summary>Difference, or 0 where it would be negative.</summary>
    public Tonnes MinusOrZero(Tonnes other) => new(Math.Max(0, Value - other.Value));

    /// <summary>The smaller of two.</summary>
    public static Tonnes Min(Tonnes a, Tonnes b) => a <= b ? a : b;

    /// <summary>A share of the quantity, rounded down to whole tonnes.</summary>
    /// <param name="share">0..1 and above; a fraction, not a percentage.</param>
    public Tonnes ShareRoundedDown(decimal share) => new((long)decimal.Floor(Value * share));

    /// <inheritdoc/>
    public int CompareTo(Tonnes other) => Value.CompareTo(other.Value);

    /// <summary>For messages: <c>5,001 tCO2e</c>.</summary>
    public override string ToString() => Value.ToString("N0", CultureInfo.InvariantCulture) + " tCO2e";
}

/// <summary>A difference of quantities, tCO₂e; may be negative.</summary>
public readonly record struct SignedTonnes(long Value)
{
    /// <summary>For messages: <c>-5,001 tCO2e</c>.</summary>
    public override string ToString() => Value.ToString("N0", CultureInfo.InvariantCulture) + " tCO2e";
}

internal sealed class TonnesJson : JsonConverter<Tonnes>
{
    public override Tonnes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value is < 0 or > Tonnes.CommandMax)
            throw new JsonException("a quantity is a whole number from 0 to 10,000,000,000, without quotes, separators or decimals");
        return new(value);
    }

    public override void Write(Utf8JsonWriter writer, Tonnes value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
