using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class CcerHoldingDecider
{
    private static readonly Costing<CcerHolding, CcerHoldingEvent> costing = new(
        state => state.Book, state => state.Version, state => state.Currency, Evolve, WithMoves,
        happened => happened is CreditCostMethodChanged e ? (e.From, e.Unit) : null, changes => new CreditCostsRestated(changes));

    private static Decision<CcerHoldingEvent> Change(CcerHolding state, ChangeCreditCostMethod c)
    {
        var pool = state.Book.Pool(c.Unit);
        if (pool.Changes is [.., var last] && c.From <= last) return CcerHoldingErrors.CostMethodFixed(c.Unit, c.From, last);
        var before = pool.At(c.From.AddDays(-1));
        if (before.Method == c.Method) return CcerHoldingErrors.CostMethodUnchanged(c.Unit, c.Method, c.From);
        return new CreditCostMethodChanged(c.From, c.Unit, c.Method, before.Method, new(before.Quantity), before.Cost, c.Reason);
    }

    private static CcerHoldingEvent WithMoves(CcerHoldingEvent happened, IReadOnlyList<Move> moves) => happened switch
    {
        UsedForOffset e => e with { Moves = moves },
        CancelledVoluntarily e => e with { Moves = moves },
        CreditDeliveryConfirmed e => e with { Moves = moves },
        CreditMovementReversed e => e with { Moves = moves },
        _ => happened,
    };
}
