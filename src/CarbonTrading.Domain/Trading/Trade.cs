using System.Text.Json.Serialization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>Side of a trade, as seen from the own account.</summary>
public enum Side
{
    /// <summary>The account receives units.</summary>
    Buy,
    /// <summary>The account delivers units.</summary>
    Sell,
}

/// <summary>How the trade was made at the venue.</summary>
public enum TradeMethod
{
    /// <summary>挂牌协议: below the venue's block size.</summary>
    Listed,
    /// <summary>大宗协议: from the venue's block size on.</summary>
    Block,
    /// <summary>单向竞价: bids between the floor of the auction and a share above the previous close.</summary>
    Auction,
    /// <summary>场外: agreed with somebody outside the venue; settled on the day agreed.</summary>
    Otc,
}

/// <summary>What is issued for value-added tax.</summary>
public enum InvoiceKind
{
    /// <summary>None, or one whose tax cannot be deducted: the tax stays in the amounts.</summary>
    None,
    /// <summary>增值税专用发票: a purchase's tax is deducted and is no cost; a sale's tax is no income.</summary>
    Special,
}

/// <summary>Where a trade stands.</summary>
public enum TradeStatus
{
    /// <summary>No trade under this key.</summary>
    None,
    /// <summary>Captured by one person, waiting for the second.</summary>
    PendingApproval,
    /// <summary>Approved; a sale waits for its units to be reserved.</summary>
    Approved,
    /// <summary>Settlement instructed, units on their way.</summary>
    InTransit,
    /// <summary>Confirmed by evidence: final.</summary>
    Settled,
    /// <summary>Settlement failed; may be instructed again or cancelled.</summary>
    Failed,
    /// <summary>Rejected by the second person: final.</summary>
    Rejected,
    /// <summary>Cancelled before settlement, or what was left of it: final.</summary>
    Cancelled,
    /// <summary>Not settled by its day; may be instructed again or cancelled.</summary>
    Expired,
    /// <summary>Another trade with the right terms stands in its place: final.</summary>
    Corrected,
}

/// <summary>Which of the units in the account a sale is of; what is null is not asked for.</summary>
/// <param name="Origin">Only units of this origin: free, purchased, issued ...</param>
/// <param name="Lot">Only this lot of the account, or batch of the holding: L-0003, C-0001.</param>
/// <param name="Serials">Exactly these units, adding up to the quantity.</param>
public sealed record NamedUnits(Origin? Origin = null, string? Lot = null, IReadOnlyList<SerialRange>? Serials = null);

/// <summary>One venue rule applied to a trade: what was compared, and with what right.</summary>
/// <param name="Code">Rule parameter: tick-size, price-limit-listed ...</param>
/// <param name="Passed">Whether the trade keeps it. A failed check on a rule not in force is a warning, not a refusal.</param>
/// <param name="Operands">The comparison as a person would write it: <c>74.58 ≤ 83.10 ≤ 91.16</c>.</param>
/// <param name="Source">Document and article.</param>
/// <param name="Status">How sure the rule is; unknown where it cannot be said whether the trade keeps it.</param>
/// <param name="Missing">What would make an unknown check known: trade-time, previous-close, calendar, applied-on, frozen-on, or rule, a value nobody has found; null = nothing is missing.</param>
public sealed record VenueCheck(string Code, bool Passed, string Operands, string Source, RuleStatus Status, string? Missing = null);

/// <summary>A command on one trade.</summary>
[JsonDerivedType(typeof(CaptureTrade), "capture-trade")]
[JsonDerivedType(typeof(CaptureFill), "capture-fill")]
[JsonDerivedType(typeof(RebookTrade), "rebook-trade")]
[JsonDerivedType(typeof(CorrectPrice), "correct-price")]
[JsonDerivedType(typeof(ReplaceTrade), "replace-trade")]
[JsonDerivedType(typeof(AnnulTrade), "annul-trade")]
[JsonDerivedType(typeof(ReinstateTrade), "reinstate-trade")]
[JsonDerivedType(typeof(TakePlace), "take-place")]
[JsonDerivedType(typeof(CompleteAnnulment), "complete-annulment")]
[JsonDerivedType(typeof(CarrySettlement), "carry-settlement")]
[JsonDerivedType(typeof(ApproveTrade), "approve-trade")]
[JsonDerivedType(typeof(RejectTrade), "reject-trade")]
[JsonDerivedType(typeof(CancelTrade), "cancel-trade")]
[JsonDerivedType(typeof(InstructSettlement), "instruct-settlement")]
[JsonDerivedType(typeof(ConfirmSettlement), "confirm-settlement")]
[JsonDerivedType(typeof(ConfirmCreditSettlement), "confirm-credit-settlement")]
[JsonDerivedType(typeof(FailSettlement), "fail-settlement")]
[JsonDerivedType(typeof(ExpireSettlement), "expire-settlement")]
[JsonDerivedType(typeof(ConfirmCash), "confirm-cash")]
[JsonDerivedType(typeof(RecordSettlementProblem), "record-settlement-problem")]
[JsonDerivedType(typeof(RecordLimits), "record-limits")]
[JsonDerivedType(typeof(IssueConfirmation), "issue-confirmation")]
[JsonDerivedType(typeof(ChaseConfirmation), "chase-confirmation")]
[JsonDerivedType(typeof(MatchConfirmation), "match-confirmation")]
public abstract record TradeCommand;

/// <summary>Enters a spot trade; it is not in the book until a second person approves it.</summary>
/// <param name="TradeDate">Day of the trade at the venue; a trading day, at most the business date.</param>
/// <param name="Account">Key of the own account.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Method">Listed, block, auction or OTC.</param>
/// <param name="Product">What is traded.</param>
/// <param name="Quantity">1..10^10 t; the venue's lot and block rules apply.</param>
/// <param name="Price">Per tonne; the venue's tick and limit apply.</param>
/// <param name="TradeTime">Local time at the venue; null where not known (then it is not known whether the session is kept).</param>
/// <param name="Fee">Fee in the price's currency; null = the venue's rate.</param>
/// <param name="Counterparty">Who is on the other side; asked for on a block or OTC trade.</param>
/// <param name="VenueReference">Deal number of the venue.</param>
/// <param name="Remark">Reason for a warning or for going beyond a soft limit, or any remark.</param>
/// <param name="Book">Book the trade belongs to; limits may be set on it.</param>
/// <param name="Commission">Commission of a broker, two decimals, in the price's currency; null = none.</param>
/// <param name="Invoice">Whether a special VAT invoice comes with it; null = none, the tax stays in the amounts.</param>
/// <param name="Floor">Lowest bid of a one-way auction, per tonne; null = not known.</param>
/// <param name="SettleOn">Day both sides agreed to settle an OTC trade on, not before the trade date; null = the trade date.</param>
/// <param name="Units">Of a sale, which units; null = those the account takes by itself, the oldest first.</param>
/// <param name="AppliedOn">Of a sale by one-way auction, day it was applied for at the exchange; null = not known.</param>
/// <param name="FrozenOn">Of a sale by one-way auction, day all its units were there and frozen for it; null = not known.</param>
public sealed record CaptureTrade(
    DateOnly TradeDate, string Account, Side Side, TradeMethod Method, Product Product, Tonnes Quantity, UnitPrice Price,
    TimeOnly? TradeTime = null, decimal? Fee = null, string? Counterparty = null, string? VenueReference = null, string? Remark = null,
    string? Book = null, decimal? Commission = null, InvoiceKind? Invoice = null, UnitPrice? Floor = null, DateOnly? SettleOn = null, NamedUnits? Units = null,
    DateOnly? AppliedOn = null, DateOnly? FrozenOn = null) : TradeCommand;

/// <summary>Captures the trade of an execution. Asked by the process that books executions.</summary>
/// <param name="Terms">The trade.</param>
/// <param name="Order">Key of the order.</param>
/// <param name="Execution">Broker's id of the execution.</param>
/// <param name="PlacedBy">Who placed the order: maker of the trade.</param>
/// <param name="RecordedBy">Who entered the execution: is no second person either; null = not kept.</param>
/// <param name="Replaces">Key of the trade of the same order in whose place it is to stand; null = a trade of its own.</param>
/// <param name="Reason">Why that one was wrong.</param>
public sealed record CaptureFill(
    CaptureTrade Terms, string Order, string Execution, string PlacedBy, string? RecordedBy = null, string? Replaces = null, string? Reason = null) : TradeCommand;

/// <summary>Units settled by one confirmation.</summary>
public sealed record SettledPart(DateOnly Effective, Tonnes Quantity, string Evidence, CreditBatch? Batch = null);

/// <summary>Cash confirmed, or with a minus come back.</summary>
/// <param name="Amount">Two decimals, in the price's currency.</param>
public sealed record Payment(DateOnly Effective, decimal Amount, string Evidence);

/// <summary>The second person's yes.</summary>
public sealed record ApproveTrade(string? Note = null) : TradeCommand;

/// <summary>The second person's no.</summary>
public sealed record RejectTrade(string Reason) : TradeCommand;

/// <summary>Takes the trade back before it is settled.</summary>
public sealed record CancelTrade(string Reason) : TradeCommand;

/// <summary>Sends the settlement on its way. Asked by the settlement process once a sale's units are reserved, or again by a person after a failure.</summary>
public sealed record InstructSettlement(DateOnly Effective) : TradeCommand;

/// <summary>The venue or registry confirmed, with evidence.</summary>
/// <param name="Effective">Day the registry shows; not before the trade date, at most the business date.</param>
/// <param name="Evidence">Statement and line.</param>
/// <param name="Quantity">Part of it, 1 t to what is open; null = all that is open.</param>
/// <param name="UnitsOnly">True: the cash is confirmed by itself; false = units and cash went together (DvP).</param>
public sealed record ConfirmSettlement(DateOnly Effective, string Evidence, Tonnes? Quantity = null, bool UnitsOnly = false) : TradeCommand;

/// <summary>The registry confirmed credits that were bought, with the batch they are of.</summary>
/// <param name="Effective">Day the registry shows; not before the trade date, at most the business date.</param>
/// <param name="Evidence">Statement and line.</param>
/// <param name="Batch">Where the credits come from; its last year is the vintage of the product.</param>
/// <param name="Quantity">Part of it, 1 t to what is open; null = all that is open. Each part may be of another batch.</param>
/// <param name="UnitsOnly">True: the cash is confirmed by itself; false = units and cash went together (DvP).</param>
public sealed record ConfirmCreditSettlement(DateOnly Effective, string Evidence, CreditBatch Batch, Tonnes? Quantity = null, bool UnitsOnly = false) : TradeCommand;

/// <summary>The bank confirmed the cash, or part of it.</summary>
/// <param name="Effective">Day of the bank statement; not before the trade date, at most the business date.</param>
/// <param name="Amount">Above 0, at most what is open, two decimals, in the price's currency.</param>
/// <param name="Evidence">Statement and line.</param>
public sealed record ConfirmCash(DateOnly Effective, decimal Amount, string Evidence) : TradeCommand;

/// <summary>What is open of the settlement failed: units in transit come back, cash beyond what was settled is reversed.</summary>
public sealed record FailSettlement(DateOnly Effective, string Reason) : TradeCommand;

/// <summary>What is open was not settled by its day; goes back like a failure.</summary>
/// <param name="Effective">After the day the venue's rule names, at most the business date.</param>
/// <param name="Reason">What is known.</param>
public sealed record ExpireSettlement(DateOnly Effective, string Reason) : TradeCommand;

/// <summary>The account refused what the settlement process asked; written on the trade so that somebody sees it.</summary>
public sealed record RecordSettlementProblem(string Code, string Message, IReadOnlyList<string>? Values = null) : TradeCommand;

/// <summary>What the limits of the trade gave when they were asked for headroom. Asked by the process that holds limits.</summary>
/// <param name="Taken">Keys of the limits that gave it, or that need it no longer.</param>
/// <param name="Refused">Limits that had none left.</param>
public sealed record RecordLimits(IReadOnlyList<string> Taken, IReadOnlyList<LimitRefusal> Refused) : TradeCommand;

/// <summary>A limit that had no headroom left for a trade.</summary>
/// <param name="Limit">Key of the limit.</param>
/// <param name="Message">Used, asked, allowed and what would pass.</param>
/// <param name="Said">The same with its values; null in records of before they were kept.</param>
public sealed record LimitRefusal(string Limit, string Message, Remark? Said = null);

/// <summary>What happened to a trade.</summary>
[JsonDerivedType(typeof(TradeCaptured), "trade.captured.v1")]
[JsonDerivedType(typeof(TradeApproved), "trade.approved.v1")]
[JsonDerivedType(typeof(TradeRejected), "trade.rejected.v1")]
[JsonDerivedType(typeof(TradeCancelled), "trade.cancelled.v1")]
[JsonDerivedType(typeof(TradeReplaced), "trade.replaced.v1")]
[JsonDerivedType(typeof(TradeReinstated), "trade.reinstated.v1")]
[JsonDerivedType(typeof(TradeAnnulled), "trade.annulled.v1")]
[JsonDerivedType(typeof(PriceCorrected), "trade.price-corrected.v1")]
[JsonDerivedType(typeof(PlaceTaken), "trade.place-taken.v1")]
[JsonDerivedType(typeof(SettlementAsked), "trade.settlement-asked.v1")]
[JsonDerivedType(typeof(SettlementInstructed), "trade.settlement-instructed.v1")]
[JsonDerivedType(typeof(SettlementConfirmed), "trade.settlement-confirmed.v1")]
[JsonDerivedType(typeof(SettlementFailed), "trade.settlement-failed.v1")]
[JsonDerivedType(typeof(SettlementExpired), "trade.settlement-expired.v1")]
[JsonDerivedType(typeof(CashConfirmed), "trade.cash-confirmed.v1")]
[JsonDerivedType(typeof(CashReversed), "trade.cash-reversed.v1")]
[JsonDerivedType(typeof(SettlementProblemRecorded), "trade.settlement-problem-recorded.v1")]
[JsonDerivedType(typeof(LimitsRecorded), "trade.limits-recorded.v1")]
[JsonDerivedType(typeof(ConfirmationIssued), "trade.confirmation-issued.v1")]
[JsonDerivedType(typeof(ConfirmationChased), "trade.confirmation-chased.v1")]
[JsonDerivedType(typeof(ConfirmationMatched), "trade.confirmation-matched.v1")]
[JsonDerivedType(typeof(ConfirmationDiffered), "trade.confirmation-differed.v1")]
public abstract record TradeEvent;

/// <summary>Captured, with what it was checked against.</summary>
/// <param name="Terms">The trade as captured.</param>
/// <param name="Fee">Fee of the venue and commission of the broker, two decimals, in the price's currency.</param>
/// <param name="PreviousClose">Reference the limit was measured from; null where there is no price.</param>
/// <param name="Checks">Every venue rule applied.</param>
/// <param name="CapturedBy">Maker.</param>
/// <param name="Limits">Every limit it was held against, as read then; null where there is none.</param>
/// <param name="Tax">Value-added tax in the amounts, where a special invoice comes with it; null = none is split off.</param>
/// <param name="Order">Key of the order it fills; null = captured by itself.</param>
/// <param name="Execution">Broker's id of the execution.</param>
/// <param name="RecordedBy">Who entered the execution; null = captured by itself.</param>
/// <param name="Replaces">Key of the trade in whose place it is to stand; null = a trade of its own.</param>
/// <param name="Reason">Why that one was wrong.</param>
public sealed record TradeCaptured(
    CaptureTrade Terms, decimal Fee, Quote? PreviousClose, IReadOnlyList<VenueCheck> Checks, string CapturedBy,
    IReadOnlyList<LimitReading>? Limits = null, TradeTax? Tax = null, string? Order = null, string? Execution = null, string? RecordedBy = null,
    string? Replaces = null, string? Reason = null) : TradeEvent;

/// <summary>Value-added tax that is in the amounts of a trade.</summary>
/// <param name="OnPrice">In price × quantity: amount - amount / (1 + rate), half-up to 2 decimals.</param>
/// <param name="OnFee">In the fees, likewise.</param>
/// <param name="Rate">Rate of the rule <c>vat-rate</c>.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is.</param>
public sealed record TradeTax(decimal OnPrice, decimal OnFee, decimal Rate, string Source, RuleStatus Status);

/// <summary>Approved.</summary>
/// <param name="Effective">Business date of the approval.</param>
/// <param name="ApprovedBy">Checker; never the maker.</param>
/// <param name="Account">Own account, for the settlement process.</param>
/// <param name="Side">Side.</param>
/// <param name="Product">Product.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="OnBehalfOf">In whose place a delegate approved; null = in the own right.</param>
/// <param name="TradeDate">Day from which its units are promised; null = the day of the approval.</param>
/// <param name="Units">Which units a sale is of; null = any.</param>
/// <param name="Replaces">Key of the trade in whose place it stands from now on; null = none.</param>
/// <param name="Reason">Why that one was wrong.</param>
public sealed record TradeApproved(
    DateOnly Effective, string ApprovedBy, string Account, Side Side, Product Product, Tonnes Quantity, string? Note = null, string? OnBehalfOf = null,
    DateOnly? TradeDate = null, NamedUnits? Units = null, string? Replaces = null, string? Reason = null) : TradeEvent;

/// <summary>Rejected.</summary>
/// <param name="OnBehalfOf">In whose place a delegate rejected; null = in the own right.</param>
public sealed record TradeRejected(string RejectedBy, string Reason, string? OnBehalfOf = null, string? Order = null, string? Execution = null) : TradeEvent;

/// <summary>Cancelled.</summary>
/// <param name="From">Status it had: tells the settlement process what to give back.</param>
/// <param name="Product">Product; null = of an allowance account (events written before credits were traded).</param>
/// <param name="NothingReserved">True: its units never could be reserved, so there is nothing to give back.</param>
public sealed record TradeCancelled(
    DateOnly Effective, string Account, Side Side, TradeStatus From, string Reason, Product? Product = null, bool? NothingReserved = null) : TradeEvent, IDated;

/// <summary>A person asked again for a sale whose units could not be reserved; the settlement process tries once more.</summary>
/// <param name="Units">Which units; null = any.</param>
/// <param name="Replaces">Key of the trade in whose place it is to stand, where that one still does; null = none.</param>
/// <param name="Reason">Why that one was wrong.</param>
/// <param name="Side">Side; null = a sale.</param>
public sealed record SettlementAsked(
    DateOnly Effective, string Account, Product Product, Tonnes Quantity, NamedUnits? Units = null, string? Replaces = null, string? Reason = null, Side? Side = null) : TradeEvent, IDated;

/// <summary>What a settlement begins with.</summary>
/// <param name="Effective">Business date.</param>
/// <param name="TradeDate">Day from which the units of a sale are promised.</param>
/// <param name="Units">Which units a sale is of; null = any.</param>
public sealed record SettlementStart(DateOnly Effective, DateOnly TradeDate, string Account, Side Side, Product Product, Tonnes Quantity, NamedUnits? Units = null);

/// <summary>Instructed.</summary>
/// <param name="Replaces">Key of the trade it replaced, whose settlement is carried over now; null = none, or carried over before.</param>
public sealed record SettlementInstructed(DateOnly Effective, string Account, Side Side, Product Product, Tonnes Quantity, string? Replaces = null) : TradeEvent, IDated;

/// <summary>Confirmed, all or a part.</summary>
/// <param name="Quantity">Settled by this confirmation.</param>
/// <param name="Fee">Part of the fee that belongs to it.</param>
/// <param name="UnitsOnly">True: the cash is confirmed by itself; null = with the units.</param>
/// <param name="Tax">Part of the value-added tax that belongs to it; null = none is split off.</param>
/// <param name="Batch">Batch of credits bought; null = units of an allowance account, or a sale.</param>
public sealed record SettlementConfirmed(
    DateOnly Effective, string Account, Side Side, Product Product, Tonnes Quantity, UnitPrice Price, decimal Fee, string Evidence, bool? UnitsOnly = null,
    decimal? Tax = null, CreditBatch? Batch = null) : TradeEvent, IDated;

/// <summary>Failed: what was open.</summary>
/// <param name="Product">Product; null = of an allowance account.</param>
public sealed record SettlementFailed(DateOnly Effective, string Account, Side Side, string Reason, Product? Product = null) : TradeEvent, IDated;

/// <summary>Not settled by its day: what was open.</summary>
/// <param name="Due">Day by the venue's rule.</param>
/// <param name="Product">Product; null = of an allowance account.</param>
public sealed record SettlementExpired(DateOnly Effective, string Account, Side Side, DateOnly Due, string Reason, Product? Product = null) : TradeEvent, IDated;

/// <summary>Cash confirmed by the bank.</summary>
/// <param name="Amount">Two decimals, in the price's currency.</param>
public sealed record CashConfirmed(DateOnly Effective, decimal Amount, string Evidence) : TradeEvent, IDated;

/// <summary>Cash that has to come back because its units did not move.</summary>
/// <param name="Amount">Two decimals, in the price's currency.</param>
public sealed record CashReversed(DateOnly Effective, decimal Amount, string Reason) : TradeEvent, IDated;

/// <summary>The account refused.</summary>
public sealed record SettlementProblemRecorded(string Code, string Message, IReadOnlyList<string>? Values = null) : TradeEvent;

/// <summary>The limits gave headroom, or had none left.</summary>
public sealed record LimitsRecorded(IReadOnlyList<string> Taken, IReadOnlyList<LimitRefusal> Refused) : TradeEvent;
