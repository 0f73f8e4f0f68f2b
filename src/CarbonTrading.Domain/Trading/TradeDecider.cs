using System.Diagnostics;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>The rules of a spot trade: venue rules at capture, two persons, settlement by evidence.</summary>
public static partial class TradeDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<Trade, TradeCommand, TradeEvent> Instance = new("trade", Trade.NotCaptured, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<TradeEvent> Decide(Trade state, TradeCommand command, Context context) => Decided(state, command, context)
        .InUnitOf(context.Rules, (state.Terms ?? TermsOf(command))?.Product.Market ?? "", context.BusinessDate);

    private static CaptureTrade? TermsOf(TradeCommand command) => command switch { CaptureTrade c => c, CaptureFill c => c.Terms, RebookTrade c => c.Terms, _ => null };

    private static Decision<TradeEvent> Decided(Trade state, TradeCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is CaptureTrade capture) return Capture(state, capture, context);
        if (command is CaptureFill fill) return Capture(state, fill.Terms, context, fill);
        if (command is RebookTrade rebook) return Capture(state, rebook.Terms, context, null, rebook);
        if (state.Terms is not { } terms) return TradeErrors.NotCaptured();
        return command switch
        {
            ApproveTrade c => Approve(state, terms, c, context),
            RejectTrade c => Reject(state, c, context),
            CancelTrade c => Cancel(state, terms, c, context),
            ReplaceTrade c => Replace(state, terms, c, context),
            AnnulTrade c => Annul(state, terms, c, context),
            CompleteAnnulment => state is { Status: TradeStatus.Corrected, ReplacedBy: null, IsAnnulled: false } ? Annulled(state, context)
                : TradeErrors.NotAtStep("complete the annulment of", state.Status, "Corrected"),
            CorrectPrice c => Correct(state, terms, c, context),
            ReinstateTrade c => Reinstate(state, c, context),
            TakePlace c => new PlaceTaken(
                c.Of, new(context.BusinessDate, terms.TradeDate, terms.Account, terms.Side, terms.Product, terms.Quantity, terms.Units), state.Order, c.Execution),
            CarrySettlement c => Carry(state, terms, c, context),
            InstructSettlement c => Instruct(state, terms, c, context),
            ConfirmSettlement c => Confirm(state, terms, c, null, context),
            ConfirmCreditSettlement c => Confirm(state, terms, new(c.Effective, c.Evidence, c.Quantity, c.UnitsOnly), c.Batch, context),
            ConfirmCash c => Confirm(state, terms, c, context),
            FailSettlement c => Fail(state, terms, c),
            ExpireSettlement c => Expire(state, terms, c, context),
            RecordSettlementProblem c => RecordProblem(state, c),
            IssueConfirmation c => Issue(state, terms, c, context),
            ChaseConfirmation c => Chase(state, c),
            MatchConfirmation c => Match(state, terms, c, context),
            RecordLimits c => new LimitsRecorded(c.Taken, c.Refused), // a fact of the limits, whatever became of the trade since
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    private static decimal Worth(CaptureTrade terms) => (terms.Price * terms.Quantity).RoundedHalfUp().Amount;

    /// <summary>Next state.</summary>
    public static Trade Evolve(Trade state, TradeEvent happened) => happened switch
    {
        TradeCaptured e => state with
        {
            Terms = e.Terms, Fee = e.Fee, Checks = e.Checks, CapturedBy = e.CapturedBy, Status = TradeStatus.PendingApproval, LastProblem = null,
            Tax = e.Tax, Order = e.Order, Execution = e.Execution, RecordedBy = e.RecordedBy, Replaces = e.Replaces, Reason = e.Reason,
            Limits = e.Limits ?? [], LimitsWaiting = [.. (e.Limits ?? []).Where(l => l.Holds).Select(l => l.Limit)],
        },
        TradeApproved e => state with { Status = TradeStatus.Approved, ApprovedBy = e.ApprovedBy, OnBehalfOf = e.OnBehalfOf, LastProblem = null },
        TradeRejected => state with { Status = TradeStatus.Rejected, LastProblem = null },
        TradeCancelled => state with { Status = TradeStatus.Cancelled, LastProblem = null, IsInstructed = false },
        TradeReplaced e => state with { Status = TradeStatus.Corrected, StatusBefore = e.From, ReplacedBy = e.By },
        PlaceTaken => state with { HasReplaced = true },
        TradeAnnulled => state with { IsAnnulled = true },
        PriceCorrected e => state with
        {
            Terms = e.Terms, Fee = e.Fee, Tax = e.Tax, Confirmation = Confirmation.None, // the other side has not seen this price
            Limits = [.. state.Limits.Select(l => l.Worth(Worth(e.Terms with { Price = e.Was }), Worth(e.Terms)))],
        },
        TradeReinstated e => state with
        {
            Status = state.StatusBefore, ReplacedBy = null, LastProblem = e.By is null ? new(e.Code, e.Message, e.Values) : state.LastProblem,
        },
        SettlementAsked => state with { Status = TradeStatus.Approved, LastProblem = null, IsInstructed = true },
        SettlementInstructed e => state with
        {
            Status = TradeStatus.InTransit, UnitsMovedOn = e.Effective, LastProblem = null, IsInstructed = false, HasCarried = state.Replaces is not null,
        },
        SettlementConfirmed e => state with
        {
            Status = e.Quantity == state.OpenQuantity ? TradeStatus.Settled : TradeStatus.InTransit,
            SettledQuantity = state.SettledQuantity + e.Quantity,
            SettledCash = e.UnitsOnly == true ? state.SettledCash : state.SettledCash + state.CashWith(e.Quantity),
            SettledOn = e.Effective, UnitsMovedOn = e.Effective, Evidence = e.Evidence, LastProblem = null,
            Parts = [.. state.Parts, new(e.Effective, e.Quantity, e.Evidence, e.Batch)],
            Payments = e.UnitsOnly != true && state.CashWith(e.Quantity) is not 0m and var paid ? [.. state.Payments, new(e.Effective, paid, e.Evidence)] : state.Payments,
        },
        CashConfirmed e => state with { SettledCash = state.SettledCash + e.Amount, Payments = [.. state.Payments, new(e.Effective, e.Amount, e.Evidence)] },
        CashReversed e => state with { SettledCash = state.SettledCash - e.Amount, Payments = [.. state.Payments, new(e.Effective, -e.Amount, e.Reason)] },
        SettlementExpired e => state with { Status = TradeStatus.Expired, LastProblem = new("settlement-expired", e.Reason) },
        SettlementFailed e => state with { Status = TradeStatus.Failed, LastProblem = new("settlement-failed", e.Reason) },
        SettlementProblemRecorded e => state with { LastProblem = new(e.Code, e.Message, e.Values), IsInstructed = false },
        ConfirmationIssued e => state with { Confirmation = Confirmation.None with { IssuedOn = e.Effective, To = e.To } },
        ConfirmationChased e => state with { Confirmation = state.Confirmation with { Chased = state.Confirmation.Chased + 1, ChasedOn = e.Effective } },
        ConfirmationMatched e => state with { Confirmation = state.Confirmation with { MatchedOn = e.Effective, Evidence = e.Evidence, Differences = [] } },
        ConfirmationDiffered e => state with { Confirmation = state.Confirmation with { Evidence = e.Evidence, Differences = e.Differences } },
        LimitsRecorded e => state with
        {
            LimitsWaiting = [.. state.LimitsWaiting.Except(e.Taken)],
            LimitsRefused = [.. state.LimitsRefused.Where(r => !e.Taken.Contains(r.Limit) && e.Refused.All(n => n.Limit != r.Limit)), .. e.Refused],
        },
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static DomainError? WrongShape(TradeCommand command, Context context) => command switch
    {
        CaptureTrade c => WrongCapture(c, context),
        CaptureFill c => WrongCapture(c.Terms, context),
        RebookTrade c => Empty("reason", c.Reason) ?? (EntityKey.IsValid(c.Replaces) ? null : TradeErrors.ReplacesKeyInvalid(c.Replaces)) ?? WrongCapture(c.Terms, context),
        IssueConfirmation c => Empty("to", c.To) ?? WrongDay(c.Effective, "effective", context),
        ChaseConfirmation c => Empty("note", c.Note) ?? WrongDay(c.Effective, "effective", context),
        MatchConfirmation c => Empty("evidence", c.Evidence) ?? (c.Quantity.IsZero ? TradeErrors.QuantityZero() : null) ?? WrongFee("commission", c.Commission)
            ?? WrongDay(c.Effective, "effective", context),
        CorrectPrice c => Empty("reason", c.Reason) ?? (c.Price.Amount == 0 ? TradeErrors.PriceZero() : null) ?? WrongFee("fee", c.Fee) ?? WrongFee("commission", c.Commission),
        RejectTrade c => Empty("reason", c.Reason),
        AnnulTrade c => Empty("reason", c.Reason),
        CancelTrade c => Empty("reason", c.Reason),
        InstructSettlement c => WrongDay(c.Effective, "effective", context),
        ConfirmSettlement c => Empty("evidence", c.Evidence) ?? (c.Quantity is { IsZero: true } ? TradeErrors.QuantityZero() : null)
            ?? WrongDay(c.Effective, "effective", context),
        ConfirmCreditSettlement c => Empty("evidence", c.Evidence) ?? (c.Quantity is { IsZero: true } ? TradeErrors.QuantityZero() : null)
            ?? WrongDay(c.Effective, "effective", context) ?? WrongBatch(c.Batch, c.Effective),
        ConfirmCash c => Empty("evidence", c.Evidence) ?? (c.Amount <= 0 || decimal.Round(c.Amount, 2) != c.Amount ? TradeErrors.CashNotPossible(c.Amount) : null)
            ?? WrongDay(c.Effective, "effective", context),
        ExpireSettlement c => Empty("reason", c.Reason) ?? WrongDay(c.Effective, "effective", context),
        FailSettlement c => Empty("reason", c.Reason) ?? WrongDay(c.Effective, "effective", context),
        RecordSettlementProblem c => Empty("code", c.Code) ?? Empty("message", c.Message),
        _ => null,
    };

    private static DomainError? Empty(string field, string? text) => string.IsNullOrWhiteSpace(text) ? TradeErrors.FieldMissing(field) : null;

    private static DomainError? WrongBatch(CreditBatch batch, DateOnly effective) =>
        Empty("batch.project", batch.Project) ?? Empty("batch.methodology", batch.Methodology)
        ?? (batch.IsPossibleOn(effective) ? null : TradeErrors.BatchDatesWrong(batch, effective));

    private static DomainError? WrongDay(DateOnly day, string field, Context context) =>
        !BookDates.Accepts(day) ? TradeErrors.DateOutOfRange(day, field)
        : day > context.BusinessDate ? TradeErrors.InTheFuture(day, context.BusinessDate, field)
        : null;
}
