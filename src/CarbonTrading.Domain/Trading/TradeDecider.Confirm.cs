using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    /// <summary>Units, all that is open or a part; with their cash unless it is confirmed by itself.</summary>
    private static Decision<TradeEvent> Confirm(Trade state, CaptureTrade terms, ConfirmSettlement c, CreditBatch? batch, Context context)
    {
        if (state.Status != TradeStatus.InTransit) return TradeErrors.NotAtStep("confirm the settlement of", state.Status, "InTransit");
        if (MakerAmong(state, context.Actor, context.OnBehalfOf) is { } maker) return TradeErrors.MakerIsChecker("confirm the settlement of", maker);
        if ((TooEarly(state, terms, c.Effective) ?? VenueClosed(terms, c.Effective, context.Rules)) is { } early) return early;
        if (state.BringsCredits != batch is not null) return TradeErrors.BatchWrong(state.BringsCredits);
        if (batch is not null && batch.Product != terms.Product) return TradeErrors.OtherBatch(batch.Product, terms.Product);
        var part = c.Quantity ?? state.OpenQuantity;
        if (part > state.OpenQuantity) return TradeErrors.MoreThanOpen(part, state.OpenQuantity);
        if (c.Quantity is not null && state.Parts.Any(p => p.Quantity == part && p.Effective == c.Effective && IsSameText(p.Evidence, c.Evidence)))
            return TradeErrors.PartOnRecord(part, c.Effective, c.Evidence);
        return ConfirmedPart(state, terms, part, c.Effective, c.Evidence, c.UnitsOnly, batch);
    }

    /// <summary>What is dealt at the venue settles on its trading days; where its calendar does not say, or is not sure, any day is taken.</summary>
    private static DomainError? VenueClosed(CaptureTrade terms, DateOnly day, RuleBook rules)
    {
        if (terms.Method == TradeMethod.Otc || rules.TryFind("calendar", terms.Product.Market, day) is not { Status: RuleStatus.InForce, Text: { } id } rule) return null;
        var calendar = rules.Calendar(id);
        return calendar.Covers(day) && calendar.Years[day.Year].Status == RuleStatus.InForce && !calendar.IsOpen(day) ? TradeErrors.VenueClosed(day, id, rule.Source) : null;
    }

    private static bool IsSameText(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

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
        if (MakerAmong(state, context.Actor, context.OnBehalfOf) is { } maker) return TradeErrors.MakerIsChecker("confirm the cash of", maker);
        if (c.Effective < terms.TradeDate) return TradeErrors.BeforeTradeDate(c.Effective, terms.TradeDate);
        var open = state.CashDue - state.SettledCash;
        // What came back since may be paid again.
        if (state.Payments.Reverse().TakeWhile(p => p.Amount > 0).Any(p => p.Amount == c.Amount && p.Effective == c.Effective && IsSameText(p.Evidence, c.Evidence)))
            return TradeErrors.PaymentOnRecord(new(c.Amount, terms.Price.Currency), c.Effective, c.Evidence);
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
