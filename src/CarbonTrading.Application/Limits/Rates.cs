using CarbonTrading.Application.Prices;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

/// <summary>Amounts of one currency in another, by the rates in the books.</summary>
public static class Rates
{
    private const string Base = "CNY";

    /// <summary>CNY for one unit of a currency on a day, by the series <c>xxxcny</c>; null = there is none.</summary>
    public static decimal? InYuan(PriceBook prices, string currency, DateOnly day)
    {
        if (currency == Base) return 1m;
#pragma warning disable CA1308 // series ids are lower case
        var series = currency.ToLowerInvariant() + "cny";
#pragma warning restore CA1308
        return prices.Catalogue.Find(series) is { } found && prices.ValueAt(series, found.Price, day) is { Point.Value: > 0 and var rate } ? rate : null;
    }

    /// <summary>An amount in another currency, rounded half-up to 2 decimals; null where a rate is missing.</summary>
    public static decimal? Convert(PriceBook prices, Money amount, string currency, DateOnly day)
    {
        if (amount.Currency == currency) return amount.RoundedHalfUp().Amount;
        return InYuan(prices, amount.Currency, day) is { } from && InYuan(prices, currency, day) is { } to
            ? decimal.Round(amount.Amount * from / to, 2, MidpointRounding.AwayFromZero) : null;
    }
}
