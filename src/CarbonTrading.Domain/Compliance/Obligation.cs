using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Kind of production an obligation is about; rules differ by it.</summary>
public enum Sector
{
    /// <summary>Power and heat.</summary>
    Power,
    /// <summary>Steel, cement, aluminium.</summary>
    Industry,
    /// <summary>Everything else.</summary>
    General,
}

/// <summary>A command on an obligation: what one account owes its market for one year. Key: account, hyphen, year.</summary>
[JsonDerivedType(typeof(OpenObligation), "open-obligation")]
[JsonDerivedType(typeof(RecordActivity), "record-activity")]
[JsonDerivedType(typeof(RecordBudget), "record-budget")]
[JsonDerivedType(typeof(RecordFiling), "record-filing")]
[JsonDerivedType(typeof(EndFiling), "end-filing")]
[JsonDerivedType(typeof(FailFiling), "fail-filing")]
[JsonDerivedType(typeof(RecordCarriedOver), "record-carried-over")]
[JsonDerivedType(typeof(RecordEstimate), "record-estimate")]
[JsonDerivedType(typeof(RecordReported), "record-reported")]
[JsonDerivedType(typeof(RecordVerified), "record-verified")]
[JsonDerivedType(typeof(RecordSurrendered), "record-surrendered")]
[JsonDerivedType(typeof(ReverseSurrendered), "reverse-surrendered")]
[JsonDerivedType(typeof(ReserveOffsets), "reserve-offsets")]
[JsonDerivedType(typeof(ReleaseOffsets), "release-offsets")]
[JsonDerivedType(typeof(SurrenderOffsets), "surrender-offsets")]
[JsonDerivedType(typeof(ConfirmOffsets), "confirm-offsets")]
[JsonDerivedType(typeof(FailOffsets), "fail-offsets")]
public abstract record ObligationCommand;

/// <summary>Opens the obligation; the first command of every obligation.</summary>
/// <param name="Account">Key of the allowance account that surrenders for it.</param>
/// <param name="Market">Market code.</param>
/// <param name="Year">Compliance year: year of the emissions, from 2013.</param>
/// <param name="Sector">Kind of production.</param>
public sealed record OpenObligation(string Account, string Market, int Year, Sector Sector) : ObligationCommand;

/// <summary>Paper an entity files with its authority beside report and surrender.</summary>
public enum Filing
{
    /// <summary>Application to carry over allowances of older vintages (结转) into the year of the obligation.</summary>
    CarryOver,
    /// <summary>Data quality control plan (数据质量控制方案).</summary>
    DataQualityPlan,
}

/// <summary>Records the emissions of one month from activity data, with its evidence; a later figure replaces an earlier one.</summary>
/// <param name="Effective">Day of the figure; after the month ended, at most the business date.</param>
/// <param name="Month">1..12 of the obligation's year.</param>
/// <param name="Emissions">0..10^10 t.</param>
/// <param name="Basis">Activity, factor and document it rests on.</param>
public sealed record RecordActivity(DateOnly Effective, int Month, Tonnes Emissions, string Basis) : ObligationCommand;

/// <summary>Records what one month is planned to emit; a later plan replaces an earlier one.</summary>
/// <param name="Effective">Day of the plan; at most the business date.</param>
/// <param name="Month">1..12 of the obligation's year.</param>
/// <param name="Emissions">0..10^10 t.</param>
/// <param name="Basis">What the plan rests on.</param>
public sealed record RecordBudget(DateOnly Effective, int Month, Tonnes Emissions, string Basis) : ObligationCommand;

/// <summary>Records that a paper was filed with the authority. A later plan replaces an earlier one; applications for carry-over stand beside each other.</summary>
/// <param name="Effective">Day of filing; at most the business date.</param>
/// <param name="Filing">Which paper.</param>
/// <param name="Reference">Number of the authority's receipt; of applications for carry-over each once.</param>
/// <param name="Quantity">Of a carry-over, above 0 t, free in the account; frozen there from the filing on. Null for the others.</param>
/// <param name="Product">Of a carry-over, the older vintage; null for the others.</param>
/// <param name="Origin">Of a carry-over, only lots of this origin; null = any, oldest first.</param>
public sealed record RecordFiling(
    DateOnly Effective, Filing Filing, string Reference, Tonnes? Quantity = null, Product? Product = null, Origin? Origin = null) : ObligationCommand;

/// <summary>How an application for carry-over ended before all of it was carried over.</summary>
public enum FilingEnd
{
    /// <summary>We took it back.</summary>
    Withdrawn,
    /// <summary>The authority refused it, or what is left of it.</summary>
    Refused,
}

/// <summary>Records that an application for carry-over ended: what was not carried over is free again.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Reference">Receipt number of the application.</param>
/// <param name="End">How it ended.</param>
/// <param name="Document">Withdrawal or decision.</param>
public sealed record EndFiling(DateOnly Effective, string Reference, FilingEnd End, string Document) : ObligationCommand;

/// <summary>The account could not freeze what was applied for. Asked by the process alone.</summary>
public sealed record FailFiling(DateOnly Effective, string Reference, string Code, string Message, IReadOnlyList<string>? Values = null) : ObligationCommand;

/// <summary>Units of an application were carried over. Asked by the process that follows the account alone.</summary>
public sealed record RecordCarriedOver(DateOnly Effective, string Reference, Tonnes Quantity) : ObligationCommand;

/// <summary>Records what emissions are expected to be; replaces an earlier estimate.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Emissions">0..10^10 t.</param>
/// <param name="Basis">What it rests on.</param>
public sealed record RecordEstimate(DateOnly Effective, Tonnes Emissions, string Basis) : ObligationCommand;

/// <summary>Records the annual report as it was sent to the authority; a later report replaces it until it is verified.</summary>
/// <param name="Effective">Day of the report; at most the business date.</param>
/// <param name="Emissions">0..10^10 t.</param>
/// <param name="ReportId">Number of the report.</param>
public sealed record RecordReported(DateOnly Effective, Tonnes Emissions, string ReportId) : ObligationCommand;

/// <summary>Records the verification result: what is due. A second result replaces the first where the verifier or the authority corrected it.</summary>
/// <param name="Effective">Day of the verification report; at most the business date.</param>
/// <param name="Emissions">0..10^10 t.</param>
/// <param name="AllowancesDue">Allowances to surrender, 0..10^10 t; equals the emissions unless the market grants relief.</param>
/// <param name="ReportId">Number of the verification report.</param>
/// <param name="Verifier">Who verified.</param>
/// <param name="InitialAllowances">Allowances first allocated for the year, where a market's offset limit counts from them; null = not known.</param>
public sealed record RecordVerified(
    DateOnly Effective, Tonnes Emissions, Tonnes AllowancesDue, string ReportId, string Verifier, Tonnes? InitialAllowances = null)
    : ObligationCommand;

/// <summary>Records a surrender of the account. Asked by the process that follows the account alone.</summary>
/// <param name="Effective">Day in the registry.</param>
/// <param name="Movement">Stream version of the account's event: each is recorded once.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
public sealed record RecordSurrendered(DateOnly Effective, int Movement, Tonnes Quantity, string RegistryReference) : ObligationCommand;

/// <summary>Takes a surrender out again that the account reversed. Asked by the process that follows the account alone.</summary>
/// <param name="Effective">Day of the reversed surrender.</param>
/// <param name="Movement">Stream version of the surrender.</param>
/// <param name="Reason">Why.</param>
public sealed record ReverseSurrendered(DateOnly Effective, int Movement, string Reason) : ObligationCommand;

/// <summary>Keeps room for credits that a holding reserved. Asked by the process alone.</summary>
/// <param name="Effective">Day of the reservation.</param>
/// <param name="Holding">CCER holding.</param>
/// <param name="Reservation">Reservation id in the holding.</param>
/// <param name="Quantity">Above 0.</param>
public sealed record ReserveOffsets(DateOnly Effective, string Holding, string Reservation, Tonnes Quantity) : ObligationCommand;

/// <summary>Gives the room back: the holding released the credits. Asked by the process alone.</summary>
public sealed record ReleaseOffsets(DateOnly Effective, string Holding, string Reservation, string Reason) : ObligationCommand;

/// <summary>Surrenders reserved credits for the obligation, as the registry confirmed their cancellation.</summary>
/// <param name="Effective">Day of cancellation; at most the business date.</param>
/// <param name="Holding">CCER holding.</param>
/// <param name="Reservation">Reservation id in the holding.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
/// <param name="Remark">Why it departs from the lots proposed for the obligation, or any remark.</param>
public sealed record SurrenderOffsets(DateOnly Effective, string Holding, string Reservation, string RegistryReference, string? Remark = null) : ObligationCommand;

/// <summary>The holding cancelled the credits: they count. Asked by the process alone.</summary>
public sealed record ConfirmOffsets(DateOnly Effective, string Holding, string Reservation) : ObligationCommand;

/// <summary>The holding refused to cancel the credits: they do not count. Asked by the process alone.</summary>
public sealed record FailOffsets(
    DateOnly Effective, string Holding, string Reservation, string Code, string Message, IReadOnlyList<string>? Values = null) : ObligationCommand;

/// <summary>What happened to an obligation.</summary>
[JsonDerivedType(typeof(ObligationOpened), "obligation.opened.v1")]
[JsonDerivedType(typeof(ActivityRecorded), "obligation.activity-recorded.v1")]
[JsonDerivedType(typeof(BudgetRecorded), "obligation.budget-recorded.v1")]
[JsonDerivedType(typeof(PaperFiled), "obligation.paper-filed.v1")]
[JsonDerivedType(typeof(FilingEnded), "obligation.filing-ended.v1")]
[JsonDerivedType(typeof(FilingFailed), "obligation.filing-failed.v1")]
[JsonDerivedType(typeof(CarriedOver), "obligation.carried-over.v1")]
[JsonDerivedType(typeof(EmissionsEstimated), "obligation.emissions-estimated.v1")]
[JsonDerivedType(typeof(EmissionsReported), "obligation.emissions-reported.v1")]
[JsonDerivedType(typeof(EmissionsVerified), "obligation.emissions-verified.v1")]
[JsonDerivedType(typeof(AllowancesSurrendered), "obligation.allowances-surrendered.v1")]
[JsonDerivedType(typeof(SurrenderReversed), "obligation.surrender-reversed.v1")]
[JsonDerivedType(typeof(OffsetsReserved), "obligation.offsets-reserved.v1")]
[JsonDerivedType(typeof(OffsetsReleased), "obligation.offsets-released.v1")]
[JsonDerivedType(typeof(OffsetsSurrendered), "obligation.offsets-surrendered.v1")]
[JsonDerivedType(typeof(OffsetsConfirmed), "obligation.offsets-confirmed.v1")]
[JsonDerivedType(typeof(OffsetsFailed), "obligation.offsets-failed.v1")]
public abstract record ObligationEvent;

/// <summary>The obligation exists.</summary>
public sealed record ObligationOpened(string Account, string Market, int Year, Sector Sector) : ObligationEvent;

/// <summary>Emissions of a month.</summary>
public sealed record ActivityRecorded(DateOnly Effective, int Month, Tonnes Emissions, string Basis) : ObligationEvent, IDated;

/// <summary>Plan of a month.</summary>
public sealed record BudgetRecorded(DateOnly Effective, int Month, Tonnes Emissions, string Basis) : ObligationEvent, IDated;

/// <summary>A paper was filed.</summary>
/// <param name="Batch">Of a carry-over: batch the authority works on it in; null = no rule is known.</param>
/// <param name="Product">Of a carry-over: what; null = filed before applications named it, nothing is frozen for it.</param>
/// <param name="Origin">Of a carry-over: origin of the lots; null = any.</param>
/// <param name="Account">Of a carry-over: account whose units are frozen.</param>
/// <param name="Most">Most that could be applied for in all by our books, t; null = no rule is known.</param>
/// <param name="RuleStatus">How sure that is.</param>
public sealed record PaperFiled(
    DateOnly Effective, Filing Filing, string Reference, Tonnes? Quantity, int? Batch, Product? Product = null, Origin? Origin = null, string? Account = null,
    Tonnes? Most = null, RuleStatus? RuleStatus = null) : ObligationEvent, IDated;

/// <summary>An application ended.</summary>
/// <param name="Account">Account whose units are free again; null = nothing was frozen.</param>
public sealed record FilingEnded(DateOnly Effective, string Reference, FilingEnd End, string Document, string? Account = null) : ObligationEvent, IDated;

/// <summary>Nothing could be frozen for an application: it does not stand.</summary>
public sealed record FilingFailed(DateOnly Effective, string Reference, string Code, string Message, IReadOnlyList<string>? Values = null) : ObligationEvent, IDated;

/// <summary>Units of an application were carried over.</summary>
public sealed record CarriedOver(DateOnly Effective, string Reference, Tonnes Quantity) : ObligationEvent, IDated;

/// <summary>Estimated.</summary>
public sealed record EmissionsEstimated(DateOnly Effective, Tonnes Emissions, string Basis) : ObligationEvent, IDated;

/// <summary>Reported.</summary>
public sealed record EmissionsReported(DateOnly Effective, Tonnes Emissions, string ReportId) : ObligationEvent, IDated;

/// <summary>Verified.</summary>
public sealed record EmissionsVerified(
    DateOnly Effective, Tonnes Emissions, Tonnes AllowancesDue, string ReportId, string Verifier, Tonnes? InitialAllowances = null) : ObligationEvent, IDated;

/// <summary>Allowances surrendered.</summary>
public sealed record AllowancesSurrendered(DateOnly Effective, int Movement, Tonnes Quantity, string RegistryReference) : ObligationEvent, IDated;

/// <summary>A surrender taken out again.</summary>
public sealed record SurrenderReversed(DateOnly Effective, int Movement, Tonnes Quantity, string Reason) : ObligationEvent, IDated;

/// <summary>Room kept for credits.</summary>
/// <param name="Ceiling">Most credits the rule allows; null = no rule with a value.</param>
/// <param name="Rule">Source of the rule.</param>
/// <param name="RuleStatus">How sure it is; only one in force refuses.</param>
public sealed record OffsetsReserved(
    DateOnly Effective, string Holding, string Reservation, Tonnes Quantity, Tonnes? Ceiling, string Rule, RuleStatus RuleStatus) : ObligationEvent, IDated;

/// <summary>Room given back.</summary>
public sealed record OffsetsReleased(DateOnly Effective, string Holding, string Reservation, string Reason) : ObligationEvent, IDated;

/// <summary>Credits surrendered; the holding is asked to cancel them.</summary>
/// <param name="Remark">Why it departs from the lots proposed for the obligation, or any remark.</param>
public sealed record OffsetsSurrendered(
    DateOnly Effective, string Holding, string Reservation, Tonnes Quantity, string Market, int Year, string RegistryReference, string? Remark = null) : ObligationEvent, IDated;

/// <summary>Credits cancelled: they count.</summary>
public sealed record OffsetsConfirmed(DateOnly Effective, string Holding, string Reservation, Tonnes Quantity) : ObligationEvent, IDated;

/// <summary>Credits not cancelled: they do not count.</summary>
public sealed record OffsetsFailed(
    DateOnly Effective, string Holding, string Reservation, string Code, string Message, IReadOnlyList<string>? Values = null) : ObligationEvent, IDated;
