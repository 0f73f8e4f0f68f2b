using System.Collections.Concurrent;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Tonnes promised whose units are free still: sales that wait for a second person or for their units, what sell orders may still fill, and captures on their way.</summary>
public sealed class WaitingSales
{
    private readonly ConcurrentDictionary<(string Account, Product Product), long> tonnes = new();
    private readonly ConcurrentDictionary<(string Account, Product Product), ConcurrentDictionary<string, (long Number, long Tonnes)>> announced = new();
    private long number;

    /// <summary>Tonnes of an account and product, with captures that were announced before this one and are not seen yet.</summary>
    /// <param name="account">Account.</param>
    /// <param name="product">Product.</param>
    /// <param name="trade">The capture that asks: it does not count itself, nor what was announced after it. Null = all count.</param>
    /// <param name="isSeen">Whether a trade is on the read side.</param>
    public long Of(string account, Product product, string? trade, Func<string, bool> isSeen)
    {
        var ahead = 0L;
        if (announced.TryGetValue((account, product), out var captures))
        {
            var own = trade is not null && captures.TryGetValue(trade, out var mine) ? mine.Number : long.MaxValue;
            foreach (var (key, capture) in captures)
            {
                if (isSeen(key)) captures.TryRemove(key, out _);
                else if (key != trade && capture.Number < own) ahead += capture.Tonnes;
            }
        }

        return tonnes.GetValueOrDefault((account, product)) + ahead;
    }

    /// <summary>A sale is about to be captured: of two at the same moment the second sees the first.</summary>
    public void Announce(string trade, CaptureTrade sale) =>
        announced.GetOrAdd((sale.Account, sale.Product), _ => new(StringComparer.Ordinal))[trade] = (Interlocked.Increment(ref number), sale.Quantity.Value);

    /// <summary>It was refused.</summary>
    public void Withdraw(string trade, CaptureTrade sale)
    {
        if (announced.TryGetValue((sale.Account, sale.Product), out var captures)) captures.TryRemove(trade, out _);
    }

    /// <summary>A trade changed.</summary>
    public void Changed(Trade before, Trade after) => Add(after.Terms!.Account, after.Terms.Product, Waiting(after) - Waiting(before));

    /// <summary>An order changed.</summary>
    public void Changed(Order before, Order after) => Add(after.Terms!.Account, after.Terms.Product, Waiting(after) - Waiting(before));

    private void Add(string account, Product product, long change)
    {
        if (change != 0) tonnes.AddOrUpdate((account, product), change, (_, sum) => sum + change);
    }

    // Once its units are reserved a sale is in transit, and they are free no more.
    internal static long Waiting(Trade trade) => trade is
        { Status: TradeStatus.PendingApproval, Terms.Side: Side.Sell } or { Status: TradeStatus.Approved, LastProblem: null, Terms.Side: Side.Sell } ? trade.Terms.Quantity.Value : 0;

    private static long Waiting(Order order) => order.Terms is { Side: Side.Sell } ? order.Open.Value : 0;
}
