using System.Collections.Concurrent;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Tonnes in sales that wait for a second person: their units are free still, and promised.</summary>
public sealed class WaitingSales
{
    private readonly ConcurrentDictionary<(string Account, Product Product), long> tonnes = new();

    /// <summary>Tonnes of an account and product.</summary>
    public long Of(string account, Product product) => tonnes.GetValueOrDefault((account, product));

    /// <summary>A trade changed.</summary>
    public void Changed(Trade before, Trade after)
    {
        var (was, now) = (Waiting(before), Waiting(after));
        if (was != now) tonnes.AddOrUpdate((after.Terms!.Account, after.Terms.Product), now - was, (_, sum) => sum + now - was);
    }

    private static long Waiting(Trade trade) => trade is { Status: TradeStatus.PendingApproval, Terms: { Side: Side.Sell } terms } ? terms.Quantity.Value : 0;
}
