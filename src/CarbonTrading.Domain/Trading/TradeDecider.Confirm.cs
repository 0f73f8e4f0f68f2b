using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    /// <summary>Units, all that is open or a part; with their cash unless it is confirmed by itself.</summary>
    private static Decision<TradeEvent> Confirm(Trade state, CaptureTrade terms, ConfirmSettlement c, CreditBatch? batch, Context context)
    {
        if (state.Status != TradeStatus.InTransit) return TradeErrors.NotAtStep("confirm the settlement of", state.Status, "InTransit");
        if (IsMaker(state, context)) return TradeErrors.MakerIsChecker("confirm the settlement of", state.CapturedBy);
        if (TooEarly(state, terms, c.Effective) is { } early) return early;
        if (state.BringsCredits != batch is not null) return TradeErrors.BatchWrong(state.BringsCredits);
        if (batch is not null && batch.Product != terms.Product) return TradeErrors.OtherBatch(batch.Product, terms.Product);
        var part = c.Quantity ?? state.OpenQuantity;
        if (part > state.OpenQuantity) return TradeErrors.MoreThanOpen(part, state.OpenQuantity);
        return ConfirmedPart(state, terms, part, c.Effective, c.Evidence, c.UnitsOnly, batch);
    }

    private static SettlementConfirmed ConfirmedPart(
        Trade state, CaptureTrade terms, Tonnes part, DateOnly effective, string evidence, bool unitsOnly, CreditBatch? batch)
    {
        var fee = state.FeeOf(state.SettledQuantity + part) - state.FeeOf(state.SettledQuantity);
        var tax = state.TaxOf(state.SettledQuantity + part) - state.TaxOf(state.SettledQuantity);
        return new(effective, terms.Account, terms.Side, terms.Product, part, terms.Price, fee, evidence, unitsOnly ? true : null, tax, batch);
    }

    private static Decision<TradeEvent> Confirm(Trade state, CaptureTrade terms, ConfirmCash c, Context context)
    {
        if (state.Status is not (TradeStatus.InTransit or TradeStatus.Settled) && (state.CashDue == 0 || state.SettledQuantity.IsZero))
            return TradeErrors.NotAtStep("confirm the cash of", state.Status, "InTransit or Settled, or ended with a part settled");
        if (IsMaker(state, context)) return TradeErrors.MakerIsChecker("confirm the cash of", state.CapturedBy);
        if (c.Effective < terms.TradeDate) return TradeErrors.BeforeTradeDate(c.Effective, terms.TradeDate);
        var open = state.CashDue - state.SettledCash;
        return c.Amount > open ? TradeErrors.MoreCashThanOpen(c.Amount, open, terms.Price.Currency) : new CashConfirmed(c.Effective, c.Amount, c.Evidence);
    }

    private static Decision<TradeEvent> Fail(Trade state, CaptureTrade terms, FailSettlement c)
    {
        if (state.Status != TradeStatus.InTransit) return TradeErrors.NotAtStep("fail the settlement of", state.Status, "InTransit");
        if (TooEarly(state, terms, c.Effective) is { } early) return early;
        return WithReversal(state, new SettlementFailed(c.Effective, terms.Account, terms.Side, c.Reason, terms.Product), c.Effective, c.Reason);
    }

    private static Decision<TradeEvent> Expire(Trade state, CaptureTrade terms, ExpireSettlement c, Context context)
    {
        if (state.Status != TradeStatus.InTransit) return TradeErrors.NotAtStep("expire the settlement of", state.Status, "InTransit");
        var due = SettlementDay.Of(terms, context.Rules);
        if (c.Effective <= due) return TradeErrors.NotExpiredYet(c.Effective, due);
        if (TooEarly(state, terms, c.Effective) is { } early) return early;
        return WithReversal(state, new SettlementExpired(c.Effective, terms.Account, terms.Side, due, c.Reason, terms.Product), c.Effective, c.Reason);
    }

    /// <summary>Not before the trade; of a sale, not before its units moved last: the account takes its steps in the order of their days.</summary>
    private static DomainError? TooEarly(Trade state, CaptureTrade terms, DateOnly day) =>
        day < terms.TradeDate ? TradeErrors.BeforeTradeDate(day, terms.TradeDate)
        : terms.Side == Side.Sell && day < state.UnitsMovedOn ? TradeErrors.BeforeUnitsMoved(day, state.UnitsMovedOn.Value)
        : null;

    /// <summary>Cash beyond what belongs to the units settled has to come back.</summary>
    private static TradeEvent[] WithReversal(Trade state, TradeEvent ended, DateOnly day, string reason) =>
        state.SettledCash - state.CashOf(state.SettledQuantity) is > 0 and var beyond ? [ended, new CashReversed(day, beyond, reason)] : [ended];
}
