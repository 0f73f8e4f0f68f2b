using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class CcerHoldingDecider
{
    private static Decision<CcerHoldingEvent> Receive(CcerHolding state, ReceiveIssuedBatch c)
    {
        if (WrongReceipt(state, c.Fee, c.Serials, c.Quantity) is { } wrong) return wrong;
        var move = state.Book.Incoming(new(c.Batch.Product, Origin.Issued), c.Quantity, c.Fee ?? 0m, state.Currency, c.Serials);
        return new IssuedBatchReceived(c.Effective, [move], c.Batch, c.Document);
    }

    /// <summary>Cost of a purchase: price × quantity, half-up to 2 decimals, and the fee.</summary>
    private static Decision<CcerHoldingEvent> Receive(CcerHolding state, ReceivePurchasedBatch c)
    {
        if (c.Price.Currency != state.Currency) return CcerHoldingErrors.OtherCurrency(c.Price.Currency, state.Currency);
        if (WrongReceipt(state, c.Fee, c.Serials, c.Quantity) is { } wrong) return wrong;
        var fee = c.Fee ?? 0m;
        var cost = (c.Price * c.Quantity).RoundedHalfUp().Amount + fee;
        var move = state.Book.Incoming(new(c.Batch.Product, Origin.Purchased), c.Quantity, cost, state.Currency, c.Serials);
        return new PurchasedBatchReceived(c.Effective, [move], c.Batch, c.Price, fee, c.Trade, c.Document);
    }

    private static DomainError? WrongReceipt(CcerHolding state, decimal? fee, IReadOnlyList<SerialRange>? serials, Tonnes quantity) =>
        fee is { } a && (a < 0 || a > AmountMax || decimal.Round(a, 2) != a)
            ? CcerHoldingErrors.AmountNotPossible("fee", a)
            : state.Book.FaultOf(serials, quantity) switch
            {
                null => null,
                { Asked: { } asked, Held: { } held } => CcerHoldingErrors.SerialsOverlap(asked, held),
                { Count: { } count } => CcerHoldingErrors.SerialsDoNotAddUp(count, quantity),
                _ => CcerHoldingErrors.SerialsNotPossible(),
            };
}
