using System.Text.Json.Serialization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>What a credit is cancelled for: the registry's codes.</summary>
/// <remarks>Rule: <c>ccer/cancellation-purposes</c>; a test holds the two lists together.</remarks>
public enum CancellationPurpose
{
    /// <summary>Surrender in the national market.</summary>
    NationalCompliance,
    /// <summary>Surrender in a pilot market.</summary>
    PilotCompliance,
    /// <summary>Neutrality of an event.</summary>
    EventNeutrality,
    /// <summary>Offset of a company or product.</summary>
    CorporateOffset,
    /// <summary>For the public good.</summary>
    VoluntaryPublicGood,
    /// <summary>Ordered by the authority.</summary>
    ForcedCancellation,
}

/// <summary>Where credits come from.</summary>
/// <param name="Project">Key of the own project, or name and number in the registry.</param>
/// <param name="Methodology">Code such as CCER-01-002-V01.</param>
/// <param name="PeriodFrom">First day of the monitoring period.</param>
/// <param name="PeriodTo">Last day; its year is the vintage.</param>
/// <param name="RegisteredOn">Day the reductions were registered.</param>
/// <param name="Region">Province or city the project lies in, by the code of its market where it has one: guangdong; null = not on record.</param>
public sealed record CreditBatch(string Project, string Methodology, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly RegisteredOn, string? Region = null)
{
    /// <summary>Product of the batch: <c>ccer/CCER/2024</c>.</summary>
    [JsonIgnore]
    public Product Product => new(CcerHoldingDecider.Market, CcerHoldingDecider.CreditName, Vintage.Of(PeriodTo.Year));

    /// <summary>Whether credits of it can come in on a day: dates inside 2000-2099, monitored, then registered, then received.</summary>
    internal bool IsPossibleOn(DateOnly effective) => BookDates.Accepts(PeriodFrom) && BookDates.Accepts(PeriodTo) && BookDates.Accepts(RegisteredOn)
        && PeriodFrom <= PeriodTo && PeriodTo < RegisteredOn && RegisteredOn <= effective;
}

/// <summary>A command on a CCER holding: the emission reductions (核证自愿减排量) of one company in the national registry.</summary>
[JsonDerivedType(typeof(OpenHolding), "open-holding")]
[JsonDerivedType(typeof(ReceiveIssuedBatch), "receive-issued-batch")]
[JsonDerivedType(typeof(ReceivePurchasedBatch), "receive-purchased-batch")]
[JsonDerivedType(typeof(ReceiveTransferredBatch), "receive-transferred-batch")]
[JsonDerivedType(typeof(ReserveCredits), "reserve-credits")]
[JsonDerivedType(typeof(ReleaseCredits), "release-credits")]
[JsonDerivedType(typeof(UseForOffset), "use-for-offset")]
[JsonDerivedType(typeof(CancelVoluntarily), "cancel-voluntarily")]
[JsonDerivedType(typeof(DeliverCredits), "deliver-credits")]
[JsonDerivedType(typeof(ConfirmCreditDelivery), "confirm-credit-delivery")]
[JsonDerivedType(typeof(FailCreditDelivery), "fail-credit-delivery")]
[JsonDerivedType(typeof(EncumberCredits), "encumber-credits")]
[JsonDerivedType(typeof(ReleaseCreditEncumbrance), "release-credit-encumbrance")]
[JsonDerivedType(typeof(EnforceCreditEncumbrance), "enforce-credit-encumbrance")]
[JsonDerivedType(typeof(ReceiveBorrowedBatch), "receive-borrowed-batch")]
[JsonDerivedType(typeof(ReturnBorrowedCredits), "return-borrowed-credits")]
[JsonDerivedType(typeof(KeepBorrowedCredits), "keep-borrowed-credits")]
[JsonDerivedType(typeof(ChangeCreditCostMethod), "change-credit-cost-method")]
[JsonDerivedType(typeof(UndoCreditTrade), "undo-credit-trade")]
[JsonDerivedType(typeof(RestateCreditReceipts), "restate-credit-receipts")]
public abstract record CcerHoldingCommand;

/// <summary>Opens the holding; the first command of every holding.</summary>
/// <param name="Holder">Key of the organisation unit that holds it.</param>
/// <param name="Name">English name.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="RegistryNumber">Account number in the registry, where known.</param>
public sealed record OpenHolding(string Holder, string Name, string NameZh, string? RegistryNumber = null) : CcerHoldingCommand;

/// <summary>Books credits issued to an own project: a new batch of origin issued, cost = fee.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Batch">Where they come from.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Document">Evidence.</param>
/// <param name="Fee">Fees that belong to the cost, CNY; null = none.</param>
/// <param name="Serials">Serial ranges, where known.</param>
public sealed record ReceiveIssuedBatch(
    DateOnly Effective, CreditBatch Batch, Tonnes Quantity, string Document, decimal? Fee = null, IReadOnlyList<SerialRange>? Serials = null)
    : CcerHoldingCommand;

/// <summary>Books credits bought: a new batch of origin purchased, cost = price x quantity + fee.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Batch">Where they come from.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Price">Price per tonne.</param>
/// <param name="Fee">Fees that belong to the cost, CNY; null = none.</param>
/// <param name="Trade">Key of the trade, where there is one.</param>
/// <param name="Document">Evidence: statement, contract.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="DeductibleTax">Value-added tax in price and fee that is deducted and so no cost, two decimals; null = none.</param>
public sealed record ReceivePurchasedBatch(
    DateOnly Effective, CreditBatch Batch, Tonnes Quantity, UnitPrice Price, decimal? Fee = null, string? Trade = null, string? Document = null,
    IReadOnlyList<SerialRange>? Serials = null, decimal? DeductibleTax = null) : CcerHoldingCommand;

/// <summary>Books credits that came from another own holding, with the batch, origin and cost they had there. Asked by the process that settles contracts.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Batch">Where they come from.</param>
/// <param name="Origin">Origin they had in the other holding.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="FromHolding">Holding they left.</param>
/// <param name="Reference">Reservation they left it under.</param>
/// <param name="Cost">Cost taken over, 0 or more.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="SellableFrom">First day they may be sold, as it stood where they came from; null = at once.</param>
public sealed record ReceiveTransferredBatch(
    DateOnly Effective, CreditBatch Batch, Origin Origin, Tonnes Quantity, string FromHolding, string Reference, decimal Cost,
    IReadOnlyList<SerialRange>? Serials = null, DateOnly? SellableFrom = null) : CcerHoldingCommand;

/// <summary>Promises free credits to a purpose; takes the oldest batches first.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Reservation">Id of the promise, unique in the holding.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Purpose">What for, in words.</param>
/// <param name="Batch">Only this batch, by its lot id (C-0001); null = any.</param>
/// <param name="Obligation">Key of the obligation they are to cover; the obligation then keeps the same quantity of its offset room.</param>
/// <param name="Market">Market of that obligation; its rules say which batches count.</param>
/// <param name="ComplianceYear">Data year of that obligation.</param>
/// <param name="Product">Only batches of this product, that is of its vintage; null = any.</param>
/// <param name="ForSale">True: batches still inside the no-sale days after purchase are left out.</param>
/// <param name="Origin">Only batches of this origin, issued or purchased; null = any.</param>
/// <param name="Serials">Exactly these credits, adding up to the quantity; null = oldest batches first.</param>
public sealed record ReserveCredits(
    DateOnly Effective, string Reservation, Tonnes Quantity, string Purpose, string? Batch = null, string? Obligation = null, string? Market = null,
    int? ComplianceYear = null, Product? Product = null, bool ForSale = false, Origin? Origin = null, IReadOnlyList<SerialRange>? Serials = null) : CcerHoldingCommand;

/// <summary>Takes the promise back: reserved credits are free again.</summary>
public sealed record ReleaseCredits(DateOnly Effective, string Reservation, string Reason, Remark? Said = null) : CcerHoldingCommand;

/// <summary>Reserved credits are cancelled in the registry for an offset: gone.</summary>
/// <param name="Effective">Day of cancellation in the registry; at most the business date.</param>
/// <param name="Reservation">Reservation they stand under.</param>
/// <param name="Purpose">The registry's code.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
/// <param name="Market">Market of the obligation; needed for compliance.</param>
/// <param name="ComplianceYear">Data year; needed for compliance.</param>
/// <param name="Beneficiary">For whom, where it is not compliance.</param>
public sealed record UseForOffset(
    DateOnly Effective, string Reservation, CancellationPurpose Purpose, string RegistryReference, string? Market = null, int? ComplianceYear = null,
    string? Beneficiary = null) : CcerHoldingCommand;

/// <summary>Cancels free credits for something else than compliance.</summary>
/// <param name="Effective">Day of cancellation in the registry; at most the business date.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Purpose">The registry's code; not one of compliance.</param>
/// <param name="Beneficiary">For whom.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
/// <param name="Batch">Only this batch; null = oldest first.</param>
public sealed record CancelVoluntarily(
    DateOnly Effective, Tonnes Quantity, CancellationPurpose Purpose, string Beneficiary, string RegistryReference, string? Batch = null)
    : CcerHoldingCommand;

/// <summary>Instructs the registry to deliver reserved credits: in transit until confirmed or failed.</summary>
public sealed record DeliverCredits(DateOnly Effective, string Reservation, string ToAccount, string Reference) : CcerHoldingCommand;

/// <summary>The registry confirmed the delivery, or part of it: the credits are gone.</summary>
/// <param name="Quantity">1 t to what is in transit; null = all of it.</param>
public sealed record ConfirmCreditDelivery(DateOnly Effective, string Reservation, string Evidence, Tonnes? Quantity = null) : CcerHoldingCommand;

/// <summary>The delivery failed: credits in transit are free again.</summary>
public sealed record FailCreditDelivery(DateOnly Effective, string Reservation, string Reason) : CcerHoldingCommand;

/// <summary>Sets how the books find the cost of a unit class from a day on. What left before that day keeps its cost for good.</summary>
/// <param name="From">First day of the method; after the last change, later days are possible.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Method">New method.</param>
/// <param name="Reason">Why: it goes into the notes.</param>
public sealed record ChangeCreditCostMethod(DateOnly From, UnitClass Unit, CostMethod Method, string Reason) : CcerHoldingCommand;

/// <summary>Turns round everything that stands in the holding for a trade, each movement at its own day. Asked by the settlement process.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Reason">Why it was wrong.</param>
public sealed record UndoCreditTrade(string Trade, string Reason) : CcerHoldingCommand;

/// <summary>Gives the receipts of a trade the cost they should have had, each at its own day, wherever their credits are by now. Asked by the settlement process.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Receipts">Every receipt of the trade in order, with its right cost.</param>
/// <param name="Reason">Why it was wrong.</param>
public sealed record RestateCreditReceipts(string Trade, IReadOnlyList<ReceiptCost> Receipts, string Reason) : CcerHoldingCommand;

/// <summary>What happened to a CCER holding. Whatever moves credits names its day and its moves.</summary>
[JsonDerivedType(typeof(HoldingOpened), "ccer-holding.opened.v1")]
[JsonDerivedType(typeof(IssuedBatchReceived), "ccer-holding.issued-batch-received.v1")]
[JsonDerivedType(typeof(PurchasedBatchReceived), "ccer-holding.purchased-batch-received.v1")]
[JsonDerivedType(typeof(TransferredBatchReceived), "ccer-holding.transferred-batch-received.v1")]
[JsonDerivedType(typeof(CreditsReserved), "ccer-holding.credits-reserved.v1")]
[JsonDerivedType(typeof(CreditsReleased), "ccer-holding.credits-released.v1")]
[JsonDerivedType(typeof(UsedForOffset), "ccer-holding.used-for-offset.v1")]
[JsonDerivedType(typeof(CancelledVoluntarily), "ccer-holding.cancelled-voluntarily.v1")]
[JsonDerivedType(typeof(CreditDeliveryInstructed), "ccer-holding.delivery-instructed.v1")]
[JsonDerivedType(typeof(CreditDeliveryConfirmed), "ccer-holding.delivery-confirmed.v1")]
[JsonDerivedType(typeof(CreditDeliveryFailed), "ccer-holding.delivery-failed.v1")]
[JsonDerivedType(typeof(CreditsEncumbered), "ccer-holding.credits-encumbered.v1")]
[JsonDerivedType(typeof(CreditEncumbranceReleased), "ccer-holding.encumbrance-released.v1")]
[JsonDerivedType(typeof(CreditEncumbranceEnforced), "ccer-holding.encumbrance-enforced.v1")]
[JsonDerivedType(typeof(BorrowedBatchReceived), "ccer-holding.borrowed-received.v1")]
[JsonDerivedType(typeof(BorrowedCreditsReturned), "ccer-holding.borrowed-returned.v1")]
[JsonDerivedType(typeof(CreditMovementReversed), "ccer-holding.movement-reversed.v1")]
[JsonDerivedType(typeof(CreditCostMethodChanged), "ccer-holding.cost-method-changed.v1")]
[JsonDerivedType(typeof(CreditCostsRestated), "ccer-holding.costs-restated.v1")]
public abstract record CcerHoldingEvent;

/// <summary>The holding exists.</summary>
/// <param name="Currency">What every cost of the holding is in (rule currency).</param>
public sealed record HoldingOpened(string Holder, string Name, string NameZh, string? RegistryNumber, string Currency) : CcerHoldingEvent;

/// <summary>A new batch of origin issued.</summary>
public sealed record IssuedBatchReceived(DateOnly Effective, IReadOnlyList<Move> Moves, CreditBatch Batch, string Document)
    : CcerHoldingEvent, IMovement;

/// <summary>A new batch of origin purchased.</summary>
/// <param name="SellableFrom">First day it may be sold again; null = at once.</param>
/// <param name="DeductibleTax">Value-added tax in price and fee that is no cost; null = none.</param>
public sealed record PurchasedBatchReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, CreditBatch Batch, UnitPrice Price, decimal Fee, string? Trade = null, string? Document = null,
    DateOnly? SellableFrom = null, decimal? DeductibleTax = null) : CcerHoldingEvent, IMovement;

/// <summary>A batch taken over from another own holding.</summary>
/// <param name="SellableFrom">First day it may be sold; null = at once.</param>
public sealed record TransferredBatchReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, CreditBatch Batch, string FromHolding, string Reference, DateOnly? SellableFrom = null) : CcerHoldingEvent, IMovement;

/// <summary>Credits promised.</summary>
public sealed record CreditsReserved(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, Tonnes Quantity, string Purpose, string? Obligation = null,
    string? Market = null, int? ComplianceYear = null) : CcerHoldingEvent, IMovement;

/// <summary>Promise taken back.</summary>
/// <param name="Obligation">Obligation whose room is free again; null = none.</param>
public sealed record CreditsReleased(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Reason, string? Obligation = null, Remark? Said = null)
    : CcerHoldingEvent, IMovement;

/// <summary>Credits cancelled for an offset.</summary>
/// <param name="Rule">Source of the usability rule it rests on.</param>
/// <param name="RuleStatus">How sure that rule is.</param>
public sealed record UsedForOffset(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, Tonnes Quantity, CancellationPurpose Purpose, string RegistryReference,
    string Rule, RuleStatus RuleStatus, string? Obligation = null, string? Market = null, int? ComplianceYear = null, string? Beneficiary = null)
    : CcerHoldingEvent, IMovement;

/// <summary>Credits cancelled voluntarily.</summary>
public sealed record CancelledVoluntarily(
    DateOnly Effective, IReadOnlyList<Move> Moves, CancellationPurpose Purpose, string Beneficiary, string RegistryReference)
    : CcerHoldingEvent, IMovement;

/// <summary>Delivery instructed; in transit.</summary>
public sealed record CreditDeliveryInstructed(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string ToAccount, string Reference)
    : CcerHoldingEvent, IMovement;

/// <summary>Delivery confirmed by evidence.</summary>
/// <param name="Batches">What the lots delivered are: another own holding takes them over so. Null = written before it was kept.</param>
public sealed record CreditDeliveryConfirmed(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Evidence, IReadOnlyList<DeliveredBatch>? Batches = null) : CcerHoldingEvent, IMovement;

/// <summary>A lot of which credits were delivered.</summary>
/// <param name="SellableFrom">First day it may be sold, where that is later than the delivery.</param>
public sealed record DeliveredBatch(string Lot, CreditBatch Batch, DateOnly? SellableFrom = null);

/// <summary>Delivery failed; credits free again.</summary>
public sealed record CreditDeliveryFailed(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Reason)
    : CcerHoldingEvent, IMovement;

/// <summary>An earlier event's moves, turned round, at that event's own day.</summary>
/// <param name="Movement">Stream version of the event reversed.</param>
/// <param name="Trade">Trade the event was booked for; null = none.</param>
public sealed record CreditMovementReversed(DateOnly Effective, IReadOnlyList<Move> Moves, int Movement, string Reason, string? Trade = null)
    : CcerHoldingEvent, IReversal;

/// <summary>Another cost method from a day on.</summary>
/// <param name="Was">Method until then.</param>
/// <param name="Quantity">Tonnes held at the change.</param>
/// <param name="CarryingCost">Their cost, which the change does not alter.</param>
public sealed record CreditCostMethodChanged(
    DateOnly From, UnitClass Unit, CostMethod Method, CostMethod Was, Tonnes Quantity, decimal CarryingCost, string Reason) : CcerHoldingEvent;

/// <summary>Costs of earlier movements as the books take them now, because something was entered before them, or the price of a trade was wrong.</summary>
/// <param name="Trade">Key of the trade whose receipts these are; null = what follows from another event.</param>
/// <param name="Reason">What was wrong with it.</param>
public sealed record CreditCostsRestated(IReadOnlyList<CostChange> Changes, string? Trade = null, string? Reason = null) : CcerHoldingEvent;
