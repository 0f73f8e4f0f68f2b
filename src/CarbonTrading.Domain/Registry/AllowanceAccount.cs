using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>A command on an allowance account: the holding of one company in one market's registry.</summary>
[JsonDerivedType(typeof(OpenAccount), "open-account")]
[JsonDerivedType(typeof(ReceiveFreeAllocation), "receive-free-allocation")]
[JsonDerivedType(typeof(ReceivePurchase), "receive-purchase")]
[JsonDerivedType(typeof(ReceiveTransfer), "receive-transfer")]
[JsonDerivedType(typeof(ReserveUnits), "reserve-units")]
[JsonDerivedType(typeof(ReleaseUnits), "release-units")]
[JsonDerivedType(typeof(DeliverUnits), "deliver-units")]
[JsonDerivedType(typeof(ConfirmDelivery), "confirm-delivery")]
[JsonDerivedType(typeof(FailDelivery), "fail-delivery")]
[JsonDerivedType(typeof(SurrenderUnits), "surrender-units")]
[JsonDerivedType(typeof(CancelUnits), "cancel-units")]
[JsonDerivedType(typeof(FreezeUnits), "freeze-units")]
[JsonDerivedType(typeof(UnfreezeUnits), "unfreeze-units")]
[JsonDerivedType(typeof(EncumberUnits), "encumber-units")]
[JsonDerivedType(typeof(ReleaseEncumbrance), "release-encumbrance")]
[JsonDerivedType(typeof(EnforceEncumbrance), "enforce-encumbrance")]
[JsonDerivedType(typeof(ReceiveBorrowed), "receive-borrowed")]
[JsonDerivedType(typeof(ReturnBorrowed), "return-borrowed")]
[JsonDerivedType(typeof(KeepBorrowed), "keep-borrowed")]
[JsonDerivedType(typeof(FreezeForCarryOver), "freeze-for-carry-over")]
[JsonDerivedType(typeof(UnfreezeCarryOver), "unfreeze-carry-over")]
[JsonDerivedType(typeof(ConvertUnits), "convert-units")]
[JsonDerivedType(typeof(ReturnUnits), "return-units")]
[JsonDerivedType(typeof(LapseUnits), "lapse-units")]
[JsonDerivedType(typeof(ChangeCostMethod), "change-cost-method")]
[JsonDerivedType(typeof(CorrectMovement), "correct-movement")]
[JsonDerivedType(typeof(UndoTrade), "undo-trade")]
[JsonDerivedType(typeof(RestateReceipts), "restate-receipts")]
public abstract record AllowanceAccountCommand;

/// <summary>Opens the account; the first command of every account.</summary>
/// <param name="Holder">Key of the organisation unit that holds it.</param>
/// <param name="Market">Market code; all units of the account are of this market.</param>
/// <param name="Name">English name.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="RegistryNumber">Account number in the registry, where known.</param>
public sealed record OpenAccount(string Holder, string Market, string Name, string NameZh, string? RegistryNumber = null) : AllowanceAccountCommand;

/// <summary>Books allowances allocated free of charge: a new lot of origin free, cost 0.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Product">What was received.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Document">Allocation decision.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="ComplianceYear">Year it is allocated for; null = the vintage's, or not known where units carry none.</param>
public sealed record ReceiveFreeAllocation(
    DateOnly Effective, Product Product, Tonnes Quantity, string Document, IReadOnlyList<SerialRange>? Serials = null, int? ComplianceYear = null)
    : AllowanceAccountCommand;

/// <summary>Books units bought: a new lot of origin purchased, cost = price x quantity + fee - deductible tax.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Product">What was received.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Price">Price per tonne.</param>
/// <param name="Fee">Fees that belong to the cost, in the price's currency; null = none.</param>
/// <param name="Trade">Key of the trade, where there is one.</param>
/// <param name="Document">Evidence: statement, contract.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="DeductibleTax">Value-added tax in price and fee that is deducted and so no cost, two decimals; null = none.</param>
public sealed record ReceivePurchase(
    DateOnly Effective, Product Product, Tonnes Quantity, UnitPrice Price, decimal? Fee = null, string? Trade = null, string? Document = null,
    IReadOnlyList<SerialRange>? Serials = null, decimal? DeductibleTax = null) : AllowanceAccountCommand;

/// <summary>Books units that came from another account, with the origin and cost they had there.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Unit">What was received.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="FromAccount">Where they came from.</param>
/// <param name="Reference">Registry reference.</param>
/// <param name="Cost">Cost taken over, 0 or more; null = 0.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="SellableFrom">First day they may be sold, as it stood where they came from; null = at once.</param>
public sealed record ReceiveTransfer(
    DateOnly Effective, UnitClass Unit, Tonnes Quantity, string FromAccount, string Reference, decimal? Cost = null,
    IReadOnlyList<SerialRange>? Serials = null, DateOnly? SellableFrom = null) : AllowanceAccountCommand;

/// <summary>Promises free units to a purpose; takes the oldest lots first.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Reservation">Id of the promise, unique in the account: the trade key, the obligation ...</param>
/// <param name="Product">What is reserved.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Purpose">What for, in words.</param>
/// <param name="Origin">Only lots of this origin; null = any.</param>
/// <param name="ForSale">True: lots still inside the no-sale days after purchase are left out.</param>
/// <param name="Serials">Exactly these units, adding up to the quantity; null = oldest lots first.</param>
/// <param name="Lot">Only this lot: L-0003; null = any.</param>
public sealed record ReserveUnits(
    DateOnly Effective, string Reservation, Product Product, Tonnes Quantity, string Purpose, Origin? Origin = null, bool ForSale = false,
    IReadOnlyList<SerialRange>? Serials = null, string? Lot = null) : AllowanceAccountCommand;

/// <summary>Takes the promise back: reserved units are free again.</summary>
public sealed record ReleaseUnits(DateOnly Effective, string Reservation, string Reason) : AllowanceAccountCommand;

/// <summary>Instructs the registry to deliver reserved units: they are in transit until confirmed or failed.</summary>
public sealed record DeliverUnits(DateOnly Effective, string Reservation, string ToAccount, string Reference) : AllowanceAccountCommand;

/// <summary>The registry confirmed the delivery: the units are gone.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Reservation">Reservation they stand under.</param>
/// <param name="Evidence">Statement and line.</param>
/// <param name="Quantity">A part, oldest lots first; null = all that is in transit.</param>
public sealed record ConfirmDelivery(DateOnly Effective, string Reservation, string Evidence, Tonnes? Quantity = null) : AllowanceAccountCommand;

/// <summary>The delivery failed: units in transit are free again.</summary>
public sealed record FailDelivery(DateOnly Effective, string Reservation, string Reason) : AllowanceAccountCommand;

/// <summary>Surrenders free units for a compliance year; the vintage must be usable for it.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Product">What is surrendered.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="ComplianceYear">Data year of the obligation.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
/// <param name="Origin">Only lots of this origin; null = any, oldest first.</param>
/// <param name="Serials">Exactly these units, adding up to the quantity; null = oldest lots first.</param>
/// <param name="Remark">Why it departs from the lots proposed for the obligation, or any remark.</param>
/// <param name="AppliedOn">Day it was applied for at the registry, not after the day there; null = that day. From it on the units count as held no more.</param>
public sealed record SurrenderUnits(
    DateOnly Effective, Product Product, Tonnes Quantity, int ComplianceYear, string RegistryReference, Origin? Origin = null,
    IReadOnlyList<SerialRange>? Serials = null, string? Remark = null, DateOnly? AppliedOn = null) : AllowanceAccountCommand;

/// <summary>Cancels free units for good.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Product">What is cancelled.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Beneficiary">For whom.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
/// <param name="Origin">Only lots of this origin; null = any, oldest first.</param>
/// <param name="AppliedOn">Day it was applied for at the registry, not after the day there; null = that day. From it on the units count as held no more.</param>
public sealed record CancelUnits(
    DateOnly Effective, Product Product, Tonnes Quantity, string Purpose, string Beneficiary, string RegistryReference, Origin? Origin = null,
    DateOnly? AppliedOn = null) : AllowanceAccountCommand;

/// <summary>Records that free units were blocked by a court or an authority.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Hold">Id of the freeze, unique in the account.</param>
/// <param name="Product">What is frozen.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Authority">Who froze.</param>
/// <param name="Document">Decision.</param>
/// <param name="Serials">Exactly these units, adding up to the quantity; null = oldest lots first.</param>
/// <param name="Lot">Only this lot: L-0003; null = any.</param>
public sealed record FreezeUnits(
    DateOnly Effective, string Hold, Product Product, Tonnes Quantity, string Authority, string Document, IReadOnlyList<SerialRange>? Serials = null, string? Lot = null)
    : AllowanceAccountCommand;

/// <summary>Records that a freeze was lifted: all of its units are free again.</summary>
public sealed record UnfreezeUnits(DateOnly Effective, string Hold, string Document) : AllowanceAccountCommand;

/// <summary>Reverses what one earlier event moved, at that event's own day, and posts the right receipt at its own, both recorded now.</summary>
/// <param name="Movement">Stream version of the event to reverse.</param>
/// <param name="Effective">Day the reversal counts from: that event's own, so that it stands in the period of what was wrong.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replacement">What should have been booked; null = nothing.</param>
public sealed record CorrectMovement(int Movement, DateOnly Effective, string Reason, ReceiptCorrection? Replacement = null) : AllowanceAccountCommand;

/// <summary>Turns round everything that stands in the account for a trade, each movement at its own day: its receipts, or promise and delivery. Asked by the settlement process.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Reason">Why it was wrong.</param>
public sealed record UndoTrade(string Trade, string Reason) : AllowanceAccountCommand;

/// <summary>Gives the receipts of a trade the cost they should have had, each at its own day, wherever their units are by now. Asked by the settlement process.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Receipts">Every receipt of the trade in order, with its right cost.</param>
/// <param name="Reason">Why it was wrong.</param>
public sealed record RestateReceipts(string Trade, IReadOnlyList<ReceiptCost> Receipts, string Reason) : AllowanceAccountCommand;

/// <summary>The right figures of a receipt. Only receipts are re-booked this way; everything else is reversed and entered again.</summary>
/// <param name="Effective">The right day; at most the business date.</param>
/// <param name="Quantity">The right quantity, 1..10^10 t.</param>
/// <param name="Price">Right price; null = as it was (of a transfer: its cost per tonne). Not for a free allocation.</param>
/// <param name="Fee">Right fee of a purchase; null = as it was.</param>
/// <param name="Serials">Right serial ranges; null = not known.</param>
public sealed record ReceiptCorrection(
    DateOnly Effective, Tonnes Quantity, UnitPrice? Price = null, decimal? Fee = null, IReadOnlyList<SerialRange>? Serials = null);

/// <summary>What happened to an allowance account. Whatever moves units names its day and its moves.</summary>
[JsonDerivedType(typeof(AccountOpened), "allowance-account.opened.v1")]
[JsonDerivedType(typeof(FreeAllocationReceived), "allowance-account.free-allocation-received.v1")]
[JsonDerivedType(typeof(PurchaseReceived), "allowance-account.purchase-received.v1")]
[JsonDerivedType(typeof(TransferReceived), "allowance-account.transfer-received.v1")]
[JsonDerivedType(typeof(UnitsReserved), "allowance-account.units-reserved.v1")]
[JsonDerivedType(typeof(UnitsReleased), "allowance-account.units-released.v1")]
[JsonDerivedType(typeof(DeliveryInstructed), "allowance-account.delivery-instructed.v1")]
[JsonDerivedType(typeof(DeliveryConfirmed), "allowance-account.delivery-confirmed.v1")]
[JsonDerivedType(typeof(DeliveryFailed), "allowance-account.delivery-failed.v1")]
[JsonDerivedType(typeof(UnitsSurrendered), "allowance-account.units-surrendered.v1")]
[JsonDerivedType(typeof(UnitsCancelled), "allowance-account.units-cancelled.v1")]
[JsonDerivedType(typeof(UnitsFrozen), "allowance-account.units-frozen.v1")]
[JsonDerivedType(typeof(UnitsUnfrozen), "allowance-account.units-unfrozen.v1")]
[JsonDerivedType(typeof(UnitsEncumbered), "allowance-account.units-encumbered.v1")]
[JsonDerivedType(typeof(EncumbranceReleased), "allowance-account.encumbrance-released.v1")]
[JsonDerivedType(typeof(EncumbranceEnforced), "allowance-account.encumbrance-enforced.v1")]
[JsonDerivedType(typeof(BorrowedReceived), "allowance-account.borrowed-received.v1")]
[JsonDerivedType(typeof(BorrowedReturned), "allowance-account.borrowed-returned.v1")]
[JsonDerivedType(typeof(CarryOverFrozen), "allowance-account.carry-over-frozen.v1")]
[JsonDerivedType(typeof(CarryOverUnfrozen), "allowance-account.carry-over-unfrozen.v1")]
[JsonDerivedType(typeof(UnitsConverted), "allowance-account.units-converted.v1")]
[JsonDerivedType(typeof(UnitsReturned), "allowance-account.units-returned.v1")]
[JsonDerivedType(typeof(UnitsLapsed), "allowance-account.units-lapsed.v1")]
[JsonDerivedType(typeof(CostMethodChanged), "allowance-account.cost-method-changed.v1")]
[JsonDerivedType(typeof(CostsRestated), "allowance-account.costs-restated.v1")]
[JsonDerivedType(typeof(MovementReversed), "allowance-account.movement-reversed.v1")]
public abstract record AllowanceAccountEvent;

/// <summary>An event that moved units on a day.</summary>
public interface IMovement
{
    /// <summary>Day it counts from.</summary>
    DateOnly Effective { get; }

    /// <summary>What moved; at least one.</summary>
    IReadOnlyList<Move> Moves { get; }
}

/// <summary>Turns an earlier movement of the stream round.</summary>
public interface IReversal : IMovement
{
    /// <summary>Stream version of the event reversed.</summary>
    int Movement { get; }
}

/// <summary>The account exists.</summary>
/// <param name="Currency">Currency of the market (rule currency); what every cost of the account is in.</param>
public sealed record AccountOpened(
    string Holder, string Market, string Name, string NameZh, string? RegistryNumber = null, string Currency = "") : AllowanceAccountEvent;

/// <summary>A new lot of origin free.</summary>
/// <param name="Corrects">Version of the event this one re-books; null for an original.</param>
/// <param name="ComplianceYear">Year it is allocated for; null = the vintage's, or not known.</param>
public sealed record FreeAllocationReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Document, int? Corrects = null, int? ComplianceYear = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>A new lot of origin purchased.</summary>
/// <param name="SellableFrom">First day it may be sold (rule sale-after-purchase-days).</param>
/// <param name="Corrects">Version of the event this one re-books; null for an original.</param>
/// <param name="DeductibleTax">Value-added tax in price and fee that is no cost; null = none.</param>
public sealed record PurchaseReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, UnitPrice Price, decimal Fee, DateOnly SellableFrom, string? Trade = null, string? Document = null,
    int? Corrects = null, decimal? DeductibleTax = null) : AllowanceAccountEvent, IMovement;

/// <summary>A lot taken over from another account.</summary>
/// <param name="Corrects">Version of the event this one re-books; null for an original.</param>
/// <param name="SellableFrom">First day it may be sold; null = at once.</param>
public sealed record TransferReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, string FromAccount, string Reference, int? Corrects = null, DateOnly? SellableFrom = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>Units promised.</summary>
public sealed record UnitsReserved(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Purpose) : AllowanceAccountEvent, IMovement;

/// <summary>Promise taken back.</summary>
public sealed record UnitsReleased(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Reason) : AllowanceAccountEvent, IMovement;

/// <summary>Delivery instructed; in transit.</summary>
public sealed record DeliveryInstructed(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string ToAccount, string Reference)
    : AllowanceAccountEvent, IMovement;

/// <summary>Delivery confirmed by evidence.</summary>
/// <param name="SaleDays">Lots of it that may not be sold yet: they keep their day where they go to another own account. Null = all may.</param>
public sealed record DeliveryConfirmed(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Evidence, IReadOnlyList<LotSaleDay>? SaleDays = null) : AllowanceAccountEvent, IMovement;

/// <summary>First day a lot may be sold.</summary>
/// <param name="Lot">Lot it came from.</param>
public sealed record LotSaleDay(string Lot, DateOnly SellableFrom);

/// <summary>Delivery failed; units free again.</summary>
public sealed record DeliveryFailed(DateOnly Effective, IReadOnlyList<Move> Moves, string Reservation, string Reason) : AllowanceAccountEvent, IMovement;

/// <summary>Units surrendered.</summary>
/// <param name="Rule">Source of the vintage rule it rests on.</param>
/// <param name="RuleStatus">How sure that rule is.</param>
/// <param name="Remark">Why it departs from the lots proposed for the obligation, or any remark.</param>
/// <param name="AppliedOn">Day it was applied for; null = the day in the registry.</param>
public sealed record UnitsSurrendered(
    DateOnly Effective, IReadOnlyList<Move> Moves, int ComplianceYear, string RegistryReference, string Rule, RuleStatus RuleStatus, string? Remark = null,
    DateOnly? AppliedOn = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>Units cancelled.</summary>
/// <param name="AppliedOn">Day it was applied for; null = the day in the registry.</param>
public sealed record UnitsCancelled(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Purpose, string Beneficiary, string RegistryReference, DateOnly? AppliedOn = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>Units frozen.</summary>
public sealed record UnitsFrozen(DateOnly Effective, IReadOnlyList<Move> Moves, string Hold, string Authority, string Document)
    : AllowanceAccountEvent, IMovement;

/// <summary>Freeze lifted.</summary>
public sealed record UnitsUnfrozen(DateOnly Effective, IReadOnlyList<Move> Moves, string Hold, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>An earlier event's moves, turned round, at that event's own day.</summary>
/// <param name="Movement">Stream version of the event reversed.</param>
/// <param name="Trade">Trade the event was booked for; null = none.</param>
public sealed record MovementReversed(DateOnly Effective, IReadOnlyList<Move> Moves, int Movement, string Reason, string? Trade = null) : AllowanceAccountEvent, IReversal;
