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

    /// <summary>Cost of a purchase: price × quantity, half-up to 2 decimals, and the fee, less the tax that is deducted.</summary>
    private static Decision<CcerHoldingEvent> Receive(CcerHolding state, ReceivePurchasedBatch c, Context context)
    {
        if (c.Price.Currency != state.Currency) return CcerHoldingErrors.OtherCurrency(c.Price.Currency, state.Currency);
        if (WrongReceipt(state, c.Fee, c.Serials, c.Quantity) is { } wrong) return wrong;
        var fee = c.Fee ?? 0m;
        var gross = (c.Price * c.Quantity).RoundedHalfUp().Amount + fee;
        if (WrongAmount("deductibleTax", c.DeductibleTax) is { } tax) return tax;
        if (c.DeductibleTax > gross) return CcerHoldingErrors.TaxBeyondCost(c.DeductibleTax.Value, gross);
        var move = state.Book.Incoming(new(c.Batch.Product, Origin.Purchased), c.Quantity, gross - (c.DeductibleTax ?? 0m), state.Currency, c.Serials);
        var sellable = AllowanceAccountDecider.SellableFrom(Market, c.Effective, context.Rules);
        return new PurchasedBatchReceived(c.Effective, [move], c.Batch, c.Price, fee, c.Trade, c.Document, sellable, c.DeductibleTax);
    }

    private static Decision<CcerHoldingEvent> Receive(CcerHolding state, ReceiveTransferredBatch c)
    {
        if ((WrongAmount("cost", c.Cost) ?? WrongReceipt(state, null, c.Serials, c.Quantity)) is { } wrong) return wrong;
        var move = state.Book.Incoming(new(c.Batch.Product, c.Origin), c.Quantity, c.Cost, state.Currency, c.Serials);
        return new TransferredBatchReceived(c.Effective, [move], c.Batch, c.FromHolding, c.Reference, c.SellableFrom > c.Effective ? c.SellableFrom : null);
    }

    private static DomainError? WrongReceipt(CcerHolding state, decimal? fee, IReadOnlyList<SerialRange>? serials, Tonnes quantity) =>
        WrongAmount("fee", fee) ?? state.Book.FaultOf(serials, quantity) switch
        {
            null => null,
            { Asked: { } asked, Held: { } held } => CcerHoldingErrors.SerialsOverlap(asked, held),
            { Count: { } count } => CcerHoldingErrors.SerialsDoNotAddUp(count, quantity),
            _ => CcerHoldingErrors.SerialsNotPossible(),
        };

    private static DomainError? WrongAmount(string field, decimal? amount) =>
        amount is { } a && (a < 0 || a > AmountMax || decimal.Round(a, 2) != a) ? CcerHoldingErrors.AmountNotPossible(field, a) : null;
}
