using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonTrading.Kernel;

/// <summary>An amount in one currency; may be negative. Arithmetic across currencies is a bug.</summary>
/// <remarks>JSON: <c>{"amount":-12.50,"currency":"CNY"}</c>. Stands in for NodaMoney's type of the same name.</remarks>
/// <param name="Amount">In units of the currency, up to 4 decimals kept; rounding is always named.</param>
/// <param name="Currency">ISO 4217 code.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>Sum of two amounts of one currency.</summary>
    public static Money operator +(Money a, Money b) => new(a.Amount + b.Amount, Same(a, b));

    /// <summary>Difference of two amounts of one currency.</summary>
    public static Money operator -(Money a, Money b) => new(a.Amount - b.Amount, Same(a, b));

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money a) => new(-a.Amount, a.Currency);

    /// <summary>Rounded to cents, half away from zero (commercial rounding, 四舍五入).</summary>
    public Money RoundedHalfUp() => new(decimal.Round(Amount, 2, MidpointRounding.AwayFromZero), Currency);

    /// <summary>For messages: <c>CNY 831,249.30</c>.</summary>
    public override string ToString() => $"{Currency} {Amount.ToString("N2", CultureInfo.InvariantCulture)}";

    private static string Same(Money a, Money b) => a.Currency == b.Currency
        ? a.Currency
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not add up");
}

/// <summary>A price per tonne, 0..10^6 with at most 4 decimals, in one currency.</summary>
/// <remarks>JSON: <c>{"amount":92.50,"currency":"CNY"}</c>; out of range or with more decimals is a <see cref="JsonException"/>.</remarks>
[JsonConverter(typeof(UnitPriceJson))]
public readonly record struct UnitPrice
{
    private const decimal Max = 1_000_000m;

    /// <param name="amount">Per tonne, 0..10^6, at most 4 decimals.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range: a bug, inputs are refused before.</exception>
    public UnitPrice(decimal amount, string currency)
    {
        if (!IsPossible(amount)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "not a price");
        (Amount, Currency) = (amount, currency);
    }

    /// <summary>Per tonne.</summary>
    public decimal Amount { get; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>Whether a number can be a price: 0..10^6 with at most 4 decimals.</summary>
    public static bool IsPossible(decimal amount) => amount is >= 0 and <= Max && decimal.Round(amount, 4) == amount;

    /// <summary>Price times quantity, not rounded.</summary>
    public static Money operator *(UnitPrice price, Tonnes quantity) => new(price.Amount * quantity.Value, price.Currency);

    /// <summary>For messages: <c>92.50 CNY/t</c>.</summary>
    public override string ToString() => $"{Amount.ToString("0.00##", CultureInfo.InvariantCulture)} {Currency}/t";
}

internal sealed class UnitPriceJson : JsonConverter<UnitPrice>
{
    public override UnitPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isStrict = options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
        if (reader.TokenType != JsonTokenType.StartObject) throw NoPrice();
        var (amount, currency) = ((decimal?)null, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isAmount, isCurrency) = (reader.ValueTextEquals("amount"u8), reader.ValueTextEquals("currency"u8));
            if (isStrict && (isAmount ? amount is not null : !isCurrency || currency is not null)) throw NoPrice();
            reader.Read();
            if (isAmount) amount = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) ? number : throw NoPrice();
            else if (isCurrency) currency = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw NoPrice();
            else reader.Skip();
        }

        if (amount is not { } known || !UnitPrice.IsPossible(known)) throw NoPrice();
        if (!Currencies.IsKnown(currency)) throw new JsonException("a currency is a three-letter code such as CNY or EUR");
        return new(known, currency!);
    }

    public override void Write(Utf8JsonWriter writer, UnitPrice value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount"u8, value.Amount);
        writer.WriteString("currency"u8, value.Currency);
        writer.WriteEndObject();
    }

    private static JsonException NoPrice() =>
        new("a price is {\"amount\":92.50,\"currency\":\"CNY\"} with an amount from 0 to 1,000,000 and at most 4 decimals");
}

/// <summary>The currencies the product keeps books in (ISO 4217).</summary>
public static class Currencies
{
    private static readonly HashSet<string> known = ["CNY", "EUR", "USD", "GBP", "HKD", "NZD"];

    /// <summary>Whether the code is one of them.</summary>
    public static bool IsKnown(string? code) => code is not null && known.Contains(code);
}
