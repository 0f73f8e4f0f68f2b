using System.Collections.Concurrent;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Views;

/// <summary>The trade each lot was bought by.</summary>
public sealed class LotTrades : IFold
{
    private readonly ConcurrentDictionary<(string Account, string Lot), string> trades = [];

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        switch (happened.Name)
        {
            case "allowance-account.purchase-received.v1" when happened.As<AllowanceAccountEvent>() is PurchaseReceived { Trade: { } trade } e:
                trades[(KeyOf(happened), e.Moves[0].Lot)] = trade;
                break;
            case "ccer-holding.purchased-batch-received.v1" when happened.As<CcerHoldingEvent>() is PurchasedBatchReceived { Trade: { } trade } e:
                trades[(KeyOf(happened), e.Moves[0].Lot)] = trade;
                break;
        }
    }

    /// <summary>Key of the trade; null = of none.</summary>
    public string? Of(string account, string lot) => trades.GetValueOrDefault((account, lot));

    private static string KeyOf(StoredEvent happened) => happened.Stream[(happened.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
