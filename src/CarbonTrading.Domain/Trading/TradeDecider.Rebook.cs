using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    /// <summary>Asked twice by the same trade it has been replaced already; what is of an order is replaced by trades of that order alone.</summary>
    private static Decision<TradeEvent> Replace(Trade state, CaptureTrade terms, ReplaceTrade c, Context context)
    {
        var isOfItsOrder = state.Order is { } itsOwn && c.By.StartsWith($"{itsOwn}-F", StringComparison.Ordinal);
        var isGone = isOfItsOrder && state.WaitsForPlaceOf is null && state.Status is TradeStatus.Cancelled or TradeStatus.Rejected;
        if (!isGone && state.WhyNotReplaced() is { } standing) return standing;
        if (state.Order is { } order && !isOfItsOrder) return TradeErrors.CorrectedAtOrder(order, state.Execution);
        return Out(state, terms, c.By, c.Reason, context);
    }

    /// <summary>What moved nothing yet is cancelled; its cash comes back, all of it.</summary>
    private static Decision<TradeEvent> Annul(Trade state, CaptureTrade terms, AnnulTrade c, Context context) =>
        !state.MayBeAnnulled ? TradeErrors.NotAnnulled(state.Status)
        : c.Effective != terms.TradeDate ? TradeErrors.CorrectionDay(c.Effective, terms.TradeDate)
        : Out(state, terms, null, c.Reason, context);

    private static Decision<TradeEvent> Annulled(Trade state, Context context)
    {
        var annulled = new TradeAnnulled(state.Order, state.Execution);
        return state.SettledCash > 0 ? new TradeEvent[] { annulled, new CashReversed(context.BusinessDate, state.SettledCash, "annulled") } : annulled;
    }

    private static TradeReplaced Out(Trade state, CaptureTrade terms, string? by, string reason, Context context)
    {
        var moved = terms.Side == Side.Buy ? !state.SettledQuantity.IsZero
            : !state.SettledQuantity.IsZero || state.Status == TradeStatus.InTransit || state is { Status: TradeStatus.Approved, LastProblem: null };
        return new(context.BusinessDate, by, state.Status, terms.Account, terms.Side, terms.Product, moved, reason, state.Parts, state.Payments, state.Order, state.Execution);
    }

    private static Decision<TradeEvent> Reinstate(Trade state, ReinstateTrade c, Context context) => state.Status == TradeStatus.Corrected && state.ReplacedBy == c.By
        ? new TradeReinstated(context.BusinessDate, c.By, c.Code, c.Message, c.Values) : TradeErrors.NotAtStep("reinstate", state.Status, "Corrected");

    /// <summary>The rules of the venue hold for the right price as for any; cash paid beyond the right amount has to come back.</summary>
    private static Decision<TradeEvent> Correct(Trade state, CaptureTrade terms, CorrectPrice c, Context context)
    {
        if (terms.Side == Side.Sell || state.SettledQuantity.IsZero || state.Status == TradeStatus.Corrected) return TradeErrors.PriceNotCorrected(terms.Side, state.Status);
        if (c.Effective != terms.TradeDate) return TradeErrors.CorrectionDay(c.Effective, terms.TradeDate);
        if (c.Price.Currency != terms.Price.Currency) return TradeErrors.CorrectedInOtherCurrency(c.Price.Currency, terms.Price.Currency);
        var right = c.Of(terms);
        var venue = new Venue(right, context, isFill: true);
        if (venue.Findings().FirstOrDefault(f => f.Check is { Passed: false, Status: RuleStatus.InForce }).Refusal is { } refused) return refused;
        var (fee, _) = venue.Fee();
        var (tax, _) = venue.Tax(fee);
        if (right == terms && fee == state.Fee) return TradeErrors.NothingToCorrect(terms.Price, state.Fee);
        var next = state with { Terms = right, Fee = fee, Tax = tax };
        var happened = new PriceCorrected(context.BusinessDate, terms.Account, terms.Price, state.Fee, right, fee, tax, next.Receipts, c.Reason, state.Order, state.Execution,
            (context.Limits ?? []).Where(l => l.State != LimitState.Passes).ToList() is { Count: > 0 } beyond ? beyond : null);
        var due = next.CashDue;
        return next.SettledCash > due ? new TradeEvent[] { happened, new CashReversed(context.BusinessDate, next.SettledCash - due, c.Reason) } : happened;
    }

    /// <summary>Units as far as the quantity reaches, cash all of it; of the cash what is beyond the amount has to come back.</summary>
    private static Decision<TradeEvent> Carry(Trade state, CaptureTrade terms, CarrySettlement c, Context context)
    {
        if (state.Status != TradeStatus.InTransit) return TradeErrors.NotAtStep("carry over the settlement of", state.Status, "InTransit");
        var events = new List<TradeEvent>();
        var next = state;
        foreach (var part in c.Parts)
        {
            var quantity = Tonnes.Min(part.Quantity, next.OpenQuantity);
            if (quantity.IsZero || next.BringsCredits != part.Batch is not null || (part.Batch is { } batch && batch.Product != terms.Product)) continue;
            // Not before the day its own units began to move: the account would refuse it.
            var day = new[] { part.Effective, terms.TradeDate, next.UnitsMovedOn ?? terms.TradeDate }.Max();
            Add(ConfirmedPart(next, terms, quantity, day, part.Evidence, true, part.Batch));
        }

        foreach (var payment in c.Payments)
            Add(payment.Amount >= 0 ? new CashConfirmed(payment.Effective, payment.Amount, payment.Evidence) : new CashReversed(payment.Effective, -payment.Amount, payment.Evidence));
        if (next.SettledCash > next.Cash && next.Cash >= 0) Add(new CashReversed(context.BusinessDate, next.SettledCash - next.Cash, state.Reason ?? ""));
        return events.Count > 0 ? Decision<TradeEvent>.Of(events) : TradeErrors.NothingToCarry();

        void Add(TradeEvent happened)
        {
            events.Add(happened);
            next = Evolve(next, happened);
        }
    }
}
