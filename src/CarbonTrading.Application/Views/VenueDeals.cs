using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Views;

/// <summary>Trades by the deal number the venue gave them: one number of one venue, day and account is one deal.</summary>
public sealed class VenueDeals
{
    private readonly ConcurrentDictionary<(string Account, string Market, DateOnly Day, string Number), ImmutableSortedSet<string>> deals = new();

    /// <summary>A trade was captured.</summary>
    public void Captured(string key, CaptureTrade terms)
    {
        if (Number(terms) is { } number) deals.AddOrUpdate(number, [key], (_, keys) => keys.Add(key));
    }

    /// <summary>Keys of the trades with the number of this one, whatever became of them, in order.</summary>
    public IReadOnlyCollection<string> Of(CaptureTrade terms) => Number(terms) is { } number ? deals.GetValueOrDefault(number, []) : [];

    private static (string, string, DateOnly, string)? Number(CaptureTrade terms) => string.IsNullOrWhiteSpace(terms.VenueReference) ? null
        : (terms.Account, terms.Product.Market, terms.TradeDate, terms.VenueReference.Trim().ToUpperInvariant());
}
