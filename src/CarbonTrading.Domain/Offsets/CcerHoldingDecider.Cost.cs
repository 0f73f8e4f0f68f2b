using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class CcerHoldingDecider
{
    private static readonly Costing<CcerHolding, CcerHoldingEvent> costing = new(
        state => state.Book, state => state.Version, state => state.Currency, Evolve, WithMoves,
        happened => happened switch { CreditCostMethodChanged e => (e.From, e.Unit), CreditCostsRestated e => LotBook.PlaceOf(e.Changes), _ => null }, changes => new CreditCostsRestated(changes));

    private static Decision<CcerHoldingEvent> Change(CcerHolding state, ChangeCreditCostMethod c, Context context)
    {
        var pool = state.Book.Pool(c.Unit);
        if (pool.Changes is [.., var last] && c.From <= last) return CcerHoldingErrors.CostMethodFixed(c.Unit, c.From, last);
        if (state.Book.OverIn(c.Unit, c.From, context.BusinessDate) is { } over) return CcerHoldingErrors.CostMethodYearOver(c.Unit, c.From, over, context.BusinessDate.Year);
        var before = pool.At(c.From.AddDays(-1));
        if (before.Method == c.Method) return CcerHoldingErrors.CostMethodUnchanged(c.Unit, c.Method, c.From);
        return new CreditCostMethodChanged(c.From, c.Unit, c.Method, before.Method, new(before.Quantity), before.Cost, c.Reason);
    }

    private static Decision<CcerHoldingEvent> Restate(CcerHolding state, RestateCreditReceipts c)
    {
        var own = state.Movements.Where(m => m.Value is PurchasedBatchReceived e && e.Trade == c.Trade && !state.Reversed.Contains(m.Key)).OrderBy(m => m.Key);
        if (state.Book.WithReceipts([.. own], c.Receipts, state.Currency) is not { } changes) return CcerHoldingErrors.ReceiptsDiffer(c.Trade);
        return new CreditCostsRestated(changes, c.Trade, c.Reason);
    }

    private static CcerHoldingEvent WithMoves(CcerHoldingEvent happened, IReadOnlyList<Move> moves) => happened switch
    {
        UsedForOffset e => e with { Moves = moves },
        CancelledVoluntarily e => e with { Moves = moves },
        CreditDeliveryConfirmed e => e with { Moves = moves },
        CreditEncumbranceEnforced e => e with { Moves = moves },
        BorrowedCreditsReturned e => e with { Moves = moves },
        CreditMovementReversed e => e with { Moves = moves },
        _ => happened,
    };
}
