namespace CarbonTrading.Application.Prices;

/// <summary>The fields of a price series, in the order of our files.</summary>
public static class PriceFields
{
    /// <summary>Prices, in the unit of the series.</summary>
    public static readonly IReadOnlyList<string> Prices = ["open", "high", "low", "close", "vwap"];

    /// <summary>Quantities, whole tonnes.</summary>
    public static readonly IReadOnlyList<string> Quantities =
        ["listed_volume", "block_volume", "auction_volume", "volume", "cumulative_volume"];

    /// <summary>Turnover, in the currency of the series.</summary>
    public const string Amount = "amount";

    /// <summary>Turnover of listed trades alone.</summary>
    public const string ListedAmount = "listed_amount";

    /// <summary>All fields.</summary>
    public static readonly IReadOnlyList<string> All = [.. Prices, .. Quantities, Amount, ListedAmount];

    /// <summary>Whether the field is a price.</summary>
    public static bool IsPrice(string field) => Prices.Contains(field);

    /// <summary>Whether the field is a quantity.</summary>
    public static bool IsQuantity(string field) => Quantities.Contains(field);
}
