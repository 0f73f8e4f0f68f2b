using System.Collections.Concurrent;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>
/// Tonnes agreed that no account shows yet: of sales, whose units are free still (they wait for a second person or for their units); of purchases, whose
/// units are still to come; of both what orders may still fill, and captures on their way.
/// </summary>
public sealed class OpenDeals
{
    private readonly ConcurrentDictionary<(string Account, Product Product, Side Side), long> tonnes = new();
    private readonly ConcurrentDictionary<(string Account, Product Product, Side Side), ConcurrentDictionary<string, (long Number, long Tonnes)>> announced = new();
    private long number;

    /// <summary>Tonnes promised of an account and product, with captures that were announced before this one and are not seen yet.</summary>
    /// <param name="account">Account.</param>
    /// <param name="product">Product.</param>
    /// <param name="trade">The capture that asks: it does not count itself, nor what was announced after it. Null = all count.</param>
    public long Promised(string account, Product product, string? trade) => Of((account, product, Side.Sell), trade);

    /// <summary>Tonnes still to come of the accounts and products meant, counted likewise.</summary>
    public long ToCome(Func<string, Product, bool> which, string? trade) => tonnes.Keys.Union(announced.Keys)
        .Where(k => k.Side == Side.Buy && which(k.Account, k.Product)).Sum(k => Of(k, trade));

    private long Of((string, Product, Side) deals, string? trade)
    {
        var ahead = 0L;
        if (announced.TryGetValue(deals, out var captures))
        {
            var own = trade is not null && captures.TryGetValue(trade, out var mine) ? mine.Number : long.MaxValue;
            foreach (var (key, capture) in captures)
                if (key != trade && capture.Number < own) ahead += capture.Tonnes;
        }

        return tonnes.GetValueOrDefault(deals) + ahead;
    }

    /// <summary>A trade is about to be captured: of two at the same moment the second sees the first.</summary>
    public void Announce(string trade, CaptureTrade terms) =>
        announced.GetOrAdd((terms.Account, terms.Product, terms.Side), _ => new(StringComparer.Ordinal))[trade] = (Interlocked.Increment(ref number), terms.Quantity.Value);

    /// <summary>It was refused, or is seen.</summary>
    public void Withdraw(string trade, CaptureTrade terms)
    {
        if (announced.TryGetValue((terms.Account, terms.Product, terms.Side), out var captures)) captures.TryRemove(trade, out _);
    }

    /// <summary>A trade changed.</summary>
    public void Changed(string key, Trade before, Trade after)
    {
        Add(after.Terms!, Of(after) - Of(before));
        if (before.Terms is null) Withdraw(key, after.Terms!); // last: for a moment it counts twice, never not at all
    }

    /// <summary>An order changed.</summary>
    public void Changed(Order before, Order after) => Add(after.Terms!.AsTrade(), Of(after) - Of(before));

    private void Add(CaptureTrade terms, long change)
    {
        if (change != 0) tonnes.AddOrUpdate((terms.Account, terms.Product, terms.Side), change, (_, sum) => sum + change);
    }

    /// <summary>Tonnes a trade counts with.</summary>
    internal static long Of(Trade trade) => trade switch
    {
        { Terms.Side: Side.Buy, Status: TradeStatus.PendingApproval or TradeStatus.Approved or TradeStatus.InTransit } => trade.OpenQuantity.Value,
        // Once its units are reserved a sale is in transit, and they are free no more.
        { Terms.Side: Side.Sell, Status: TradeStatus.PendingApproval } or { Terms.Side: Side.Sell, Status: TradeStatus.Approved, LastProblem: null } => trade.Terms.Quantity.Value,
        _ => 0,
    };

    private static long Of(Order order) => order.Terms is null ? 0 : order.Open.Value;
}
