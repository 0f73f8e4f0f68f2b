using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    private static Decision<TradeEvent> Approve(Trade state, CaptureTrade terms, ApproveTrade c, Context context)
    {
        if (state.Status != TradeStatus.PendingApproval) return TradeErrors.NotAtStep("approve", state.Status, "PendingApproval");
        if (MakerAmong(state, context.Actor, context.OnBehalfOf) is { } maker) return TradeErrors.MakerIsChecker("approve", maker);
        if (state.LimitsRefused.Count > 0) return TradeErrors.LimitsRefused(state.LimitsRefused);
        if (state.LimitsWaiting.Count > 0) return TradeErrors.LimitsWaiting(state.LimitsWaiting);
        if (state.Limits.Any(l => l.IsBeyondHard) && Beyond((context.Limits ?? []).FirstOrDefault(l => l.IsBeyondHard && state.Limits.Any(s => s.Limit == l.Limit))) is { } hard) return hard;
        if (state.Order is not null && string.IsNullOrWhiteSpace(terms.Remark) && string.IsNullOrWhiteSpace(c.Note)
            && state.Limits.FirstOrDefault(l => l is { Hard: false, State: not LimitState.Passes }) is { } soft) return TradeErrors.ApprovalReasonMissing(soft);
        return new TradeApproved(
            context.BusinessDate, context.Actor, terms.Account, terms.Side, terms.Product, terms.Quantity, c.Note, context.OnBehalfOf, terms.TradeDate, terms.Units,
            state.Replaces, state.Reason);
    }

    private static Decision<TradeEvent> Reject(Trade state, RejectTrade c, Context context)
    {
        if (state.Status != TradeStatus.PendingApproval) return TradeErrors.NotAtStep("reject", state.Status, "PendingApproval");
        if (MakerAmong(state, context.Actor, context.OnBehalfOf) is { } maker) return TradeErrors.MakerIsChecker("reject", maker);
        return new TradeRejected(context.Actor, c.Reason, context.OnBehalfOf, state.Order, state.Execution);
    }

    private static Decision<TradeEvent> Cancel(Trade state, CaptureTrade terms, CancelTrade c, Context context)
    {
        if (state.Status is not (TradeStatus.PendingApproval or TradeStatus.Approved or TradeStatus.Failed or TradeStatus.Expired))
            return TradeErrors.NotAtStep("cancel", state.Status, "PendingApproval, Approved, Failed or Expired");
        if (state is { Replaces: not null, Status: TradeStatus.Approved } and ({ HasReplaced: true } or { LastProblem: null })) return TradeErrors.CorrectionNotCancelled(state.Replaces!);
        var nothing = terms.Side == Side.Sell && state is { Status: TradeStatus.Approved, LastProblem: not null, IsInstructed: false };
        return new TradeCancelled(context.BusinessDate, terms.Account, terms.Side, state.Status, c.Reason, terms.Product, nothing ? true : null);
    }

    private static Decision<TradeEvent> Instruct(Trade state, CaptureTrade terms, InstructSettlement c, Context context)
    {
        if (state.Status is not (TradeStatus.Approved or TradeStatus.Failed or TradeStatus.Expired))
            return TradeErrors.NotAtStep("instruct the settlement of", state.Status, "Approved, Failed or Expired");
        if (c.Effective < terms.TradeDate) return TradeErrors.BeforeTradeDate(c.Effective, terms.TradeDate);
        // A sale goes on its way only when its units are reserved, which the settlement process sees to; so does one that failed, for what is open of it.
        if (terms.Side == Side.Sell && !context.Actor.StartsWith("process:", StringComparison.Ordinal)) return Ask();
        // A correction goes on its way only when what it replaces is out of the books.
        if (state is { Replaces: not null, HasReplaced: false } && !context.Actor.StartsWith("process:", StringComparison.Ordinal)) return Ask();
        return new SettlementInstructed(c.Effective, terms.Account, terms.Side, terms.Product, state.OpenQuantity, state.HasCarried ? null : state.Replaces);

        // Asked by its approval, or by a person before: asked once more meanwhile, the second answer would deny what the first did.
        Decision<TradeEvent> Ask() => state.LastProblem is null ? TradeErrors.SettlementUnderWay()
            : new SettlementAsked(c.Effective, terms.Account, terms.Product, state.OpenQuantity, state.OpenUnits, state.WaitsForPlaceOf,
                state.WaitsForPlaceOf is null ? null : state.Reason, terms.Side == Side.Buy ? Side.Buy : null);
    }

    private static Decision<TradeEvent> RecordProblem(Trade state, RecordSettlementProblem c)
    {
        if (state.Status is TradeStatus.PendingApproval or TradeStatus.Rejected)
            return TradeErrors.NotAtStep("record a settlement problem of", state.Status, "Approved or later");
        return new SettlementProblemRecorded(c.Code, c.Message, c.Values);
    }

    private static bool IsMaker(Trade state, Context context) => IsSame(state.CapturedBy, context.Actor);

    /// <summary>Who captured it, or entered the execution it comes from, where the decision is theirs, or in their place.</summary>
    private static string? MakerAmong(Trade state, string actor, string? onBehalfOf) => new[] { state.CapturedBy, state.RecordedBy }.OfType<string>()
        .FirstOrDefault(maker => IsSame(maker, actor) || IsSame(maker, onBehalfOf));

    private static bool IsSame(string person, string? other) => string.Equals(person, other, StringComparison.OrdinalIgnoreCase);
}
