using System.Text.Json.Serialization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>A command on one term contract.</summary>
[JsonDerivedType(typeof(AgreeContract), "agree-contract")]
[JsonDerivedType(typeof(FileContract), "file-contract")]
[JsonDerivedType(typeof(InstructLeg), "instruct-leg")]
[JsonDerivedType(typeof(ConfirmLeg), "confirm-leg")]
[JsonDerivedType(typeof(ConfirmCreditLeg), "confirm-credit-leg")]
[JsonDerivedType(typeof(FailLeg), "fail-leg")]
[JsonDerivedType(typeof(SplitLeg), "split-leg")]
[JsonDerivedType(typeof(CallMargin), "call-margin")]
[JsonDerivedType(typeof(FixSettlement), "fix-settlement")]
[JsonDerivedType(typeof(ExerciseOption), "exercise-option")]
[JsonDerivedType(typeof(LapseOption), "lapse-option")]
[JsonDerivedType(typeof(ExtendContract), "extend-contract")]
[JsonDerivedType(typeof(ShortenContract), "shorten-contract")]
[JsonDerivedType(typeof(DefaultContract), "default-contract")]
[JsonDerivedType(typeof(CancelContract), "cancel-contract")]
[JsonDerivedType(typeof(RecordContractStep), "record-contract-step")]
[JsonDerivedType(typeof(DisposeSecurity), "dispose-security")]
[JsonDerivedType(typeof(IssueContractConfirmation), "issue-contract-confirmation")]
[JsonDerivedType(typeof(ChaseContractConfirmation), "chase-contract-confirmation")]
[JsonDerivedType(typeof(MatchContractConfirmation), "match-contract-confirmation")]
[JsonDerivedType(typeof(RecordLegStep), "record-leg-step")]
[JsonDerivedType(typeof(RecordLegProblem), "record-leg-problem")]
public abstract record ContractCommand;

/// <summary>The contract is filed with the venue, or the security registered: before it, no leg moves.</summary>
/// <param name="Effective">Day; not before it was agreed, at most the business date.</param>
/// <param name="Reference">Number of the filing or registration.</param>
public sealed record FileContract(DateOnly Effective, string Reference) : ContractCommand;

/// <summary>Sends a leg of units that go on its way: reserved and in transit.</summary>
/// <param name="Leg">Number of the leg.</param>
/// <param name="Effective">Day; at most the business date.</param>
public sealed record InstructLeg(int Leg, DateOnly Effective) : ContractCommand;

/// <summary>Confirms a leg by evidence: units are booked, money is final.</summary>
/// <param name="Leg">Number of the leg.</param>
/// <param name="Effective">Day of the registry or the bank; at most the business date.</param>
/// <param name="Evidence">Statement and line.</param>
public sealed record ConfirmLeg(int Leg, DateOnly Effective, string Evidence) : ContractCommand;

/// <summary>Confirms a leg of credits that come, with the batch they are of.</summary>
/// <param name="Leg">Number of the leg.</param>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Evidence">Statement and line.</param>
/// <param name="Batch">Where the credits come from.</param>
public sealed record ConfirmCreditLeg(int Leg, DateOnly Effective, string Evidence, CreditBatch Batch) : ContractCommand;

/// <summary>A leg in transit failed: its units are free again and it may be instructed anew.</summary>
public sealed record FailLeg(int Leg, DateOnly Effective, string Reason) : ContractCommand;

/// <summary>Divides a delivery or a payment that has not moved yet: the leg keeps the part, what is left becomes a leg of its own, due the same day.</summary>
/// <param name="Leg">Number of the leg.</param>
/// <param name="Quantity">Of units: the part, at least 1 and less than the leg; what is paid for them is divided with them.</param>
/// <param name="Amount">Of money: the part, above 0 and less than the leg, two decimals.</param>
public sealed record SplitLeg(int Leg, Tonnes? Quantity = null, decimal? Amount = null) : ContractCommand;

/// <summary>More cash security is asked for: a leg of its own, and one that gives it back at the end.</summary>
/// <param name="Effective">Day of the call.</param>
/// <param name="Amount">Above 0, two decimals, in the contract's currency.</param>
/// <param name="Due">Day it is to be posted; from the day of the call on.</param>
/// <param name="Reason">What it rests on.</param>
public sealed record CallMargin(DateOnly Effective, decimal Amount, DateOnly Due, string Reason) : ContractCommand;

/// <summary>Fixes what is settled in cash.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Price">Settlement price of the product, per tonne.</param>
/// <param name="Evidence">Where the price is published.</param>
/// <param name="OtherPrice">Of a swap: price of the other product, per tonne.</param>
public sealed record FixSettlement(DateOnly Effective, UnitPrice Price, string Evidence, UnitPrice? OtherPrice = null) : ContractCommand;

/// <summary>The option is used: its end legs are due. Up to its last day.</summary>
/// <param name="Effective">Day; from the first to the last day of the option, not before its premium was paid.</param>
/// <param name="SettlesOn">Day agreed for what follows; null = by the venue's days of settlement.</param>
public sealed record ExerciseOption(DateOnly Effective, DateOnly? SettlesOn = null) : ContractCommand;

/// <summary>The option was not used: its end legs fall away.</summary>
/// <param name="Effective">On or after its last day, at most the business date.</param>
/// <param name="Reason">Why.</param>
public sealed record LapseOption(DateOnly Effective, string Reason) : ContractCommand;

/// <summary>The end moves to a later day.</summary>
/// <param name="EndsOn">New last day, after the one it had.</param>
/// <param name="Document">Supplement to the contract.</param>
public sealed record ExtendContract(DateOnly EndsOn, string Document) : ContractCommand;

/// <summary>The end moves to an earlier day both sides agree: repaid, bought back or delivered before its time.</summary>
/// <param name="EndsOn">New last day, after the start and before the one it had.</param>
/// <param name="Document">Supplement to the contract.</param>
public sealed record ShortenContract(DateOnly EndsOn, string Document) : ContractCommand;

/// <summary>One side does not perform: units given as security, lent or sold in repo are lost, what is open falls away.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Document">Decision or notice.</param>
public sealed record DefaultContract(DateOnly Effective, string Document) : ContractCommand;

/// <summary>Takes the contract back before anything moved.</summary>
public sealed record CancelContract(string Reason) : ContractCommand;

/// <summary>What the account did with a leg. Asked by the process that settles contracts.</summary>
/// <param name="Leg">Number of the leg.</param>
/// <param name="Status">Where it stands.</param>
public sealed record RecordLegStep(int Leg, ContractLegStatus Status) : ContractCommand;

/// <summary>The account refused a leg.</summary>
public sealed record RecordLegProblem(int Leg, string Code, string Message, IReadOnlyList<string>? Values = null) : ContractCommand;

/// <summary>What happened to a term contract.</summary>
[JsonDerivedType(typeof(ContractAgreed), "contract.agreed.v1")]
[JsonDerivedType(typeof(ContractFiled), "contract.filed.v1")]
[JsonDerivedType(typeof(LegInstructed), "contract.leg-instructed.v1")]
[JsonDerivedType(typeof(LegConfirmed), "contract.leg-confirmed.v1")]
[JsonDerivedType(typeof(LegFailed), "contract.leg-failed.v1")]
[JsonDerivedType(typeof(LegReversed), "contract.leg-reversed.v1")]
[JsonDerivedType(typeof(LegSplit), "contract.leg-split.v1")]
[JsonDerivedType(typeof(MarginCalled), "contract.margin-called.v1")]
[JsonDerivedType(typeof(SettlementFixed), "contract.settlement-fixed.v1")]
[JsonDerivedType(typeof(OptionExercised), "contract.option-exercised.v1")]
[JsonDerivedType(typeof(OptionLapsed), "contract.option-lapsed.v1")]
[JsonDerivedType(typeof(ContractExtended), "contract.extended.v1")]
[JsonDerivedType(typeof(ContractShortened), "contract.shortened.v1")]
[JsonDerivedType(typeof(ContractDefaulted), "contract.defaulted.v1")]
[JsonDerivedType(typeof(ContractCancelled), "contract.cancelled.v1")]
[JsonDerivedType(typeof(ContractStepRecorded), "contract.step-recorded.v1")]
[JsonDerivedType(typeof(SecurityDisposed), "contract.security-disposed.v1")]
[JsonDerivedType(typeof(ContractConfirmationIssued), "contract.confirmation-issued.v1")]
[JsonDerivedType(typeof(ContractConfirmationChased), "contract.confirmation-chased.v1")]
[JsonDerivedType(typeof(ContractConfirmationMatched), "contract.confirmation-matched.v1")]
[JsonDerivedType(typeof(ContractConfirmationDiffered), "contract.confirmation-differed.v1")]
[JsonDerivedType(typeof(LegStepRecorded), "contract.leg-step-recorded.v1")]
[JsonDerivedType(typeof(LegProblemRecorded), "contract.leg-problem-recorded.v1")]
public abstract record ContractEvent;

/// <summary>Agreed by two persons.</summary>
/// <param name="Legs">Legs the terms stand for.</param>
/// <param name="AgreedBy">Maker: confirms none of its legs.</param>
/// <param name="ApprovedBy">Checker.</param>
/// <param name="Limits">Limits it was held against; null = none applied, or written before they were.</param>
public sealed record ContractAgreed(
    AgreeContract Terms, IReadOnlyList<ContractLeg> Legs, string AgreedBy, string? ApprovedBy, IReadOnlyList<LimitReading>? Limits = null) : ContractEvent;

/// <summary>Filed or registered.</summary>
public sealed record ContractFiled(DateOnly Effective, string Reference) : ContractEvent, IDated;

/// <summary>Units are to go on their way.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Attempt">How often it was instructed, from 1.</param>
public sealed record LegInstructed(ContractLeg Leg, int Attempt, DateOnly Effective, string Counterparty) : ContractEvent, IDated;

/// <summary>A leg is confirmed; units are to be booked.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Attempt">How often it was instructed; 0 = it needs none.</param>
/// <param name="Terms">Terms of the contract: what the booking needs.</param>
/// <param name="Batch">Batch of credits that come; null = none.</param>
/// <param name="Fee">What the units have of the contract's fee, two decimals; null = nothing.</param>
public sealed record LegConfirmed(
    ContractLeg Leg, int Attempt, DateOnly Effective, string Evidence, AgreeContract Terms, CreditBatch? Batch = null, decimal? Fee = null) : ContractEvent, IDated;

/// <summary>A leg in transit failed.</summary>
public sealed record LegFailed(ContractLeg Leg, int Attempt, DateOnly Effective, string Reason) : ContractEvent, IDated;

/// <summary>Money paid for units that did not move has to come back: it is to be paid again with them.</summary>
public sealed record LegReversed(ContractLeg Leg, DateOnly Effective, string Reason) : ContractEvent, IDated;

/// <summary>Legs are divided: those that keep a part, and behind them the rests as legs of their own.</summary>
/// <param name="Legs">Each as it is from now on.</param>
public sealed record LegSplit(IReadOnlyList<ContractLeg> Legs) : ContractEvent;

/// <summary>More security is asked for.</summary>
/// <param name="Legs">The leg that posts it and the one that gives it back.</param>
public sealed record MarginCalled(DateOnly Effective, IReadOnlyList<ContractLeg> Legs, string Reason) : ContractEvent, IDated;

/// <summary>What is settled in cash is fixed.</summary>
/// <param name="Result">What we receive; below 0 = what we pay. Two decimals.</param>
/// <param name="Operands">The formula with its figures.</param>
public sealed record SettlementFixed(DateOnly Effective, UnitPrice Price, UnitPrice? OtherPrice, decimal Result, string Operands, string Evidence) : ContractEvent, IDated;

/// <summary>The option was used.</summary>
/// <param name="Due">Day what follows is due; null = the same day, of events written before it was kept.</param>
public sealed record OptionExercised(DateOnly Effective, DateOnly? Due = null) : ContractEvent, IDated;

/// <summary>The option was not used.</summary>
public sealed record OptionLapsed(DateOnly Effective, string Reason) : ContractEvent, IDated;

/// <summary>A later end.</summary>
public sealed record ContractExtended(DateOnly EndsOn, string Document) : ContractEvent;

/// <summary>An earlier end.</summary>
public sealed record ContractShortened(DateOnly EndsOn, string Document) : ContractEvent;

/// <summary>Not performed.</summary>
/// <param name="Lost">Legs of units that were given and are lost; to be taken out of the books.</param>
/// <param name="Kept">Legs of units that were borrowed and are not given back; to be bought at what was paid. Null = none.</param>
/// <param name="Paid">Money paid and not come back, less money got and not paid back, two decimals; null where nothing is kept.</param>
public sealed record ContractDefaulted(
    DateOnly Effective, string Document, IReadOnlyList<ContractLeg> Lost, IReadOnlyList<ContractLeg>? Kept = null, decimal? Paid = null) : ContractEvent, IDated;

/// <summary>Taken back.</summary>
public sealed record ContractCancelled(string Reason) : ContractEvent;

/// <summary>The account did its part.</summary>
public sealed record LegStepRecorded(int Leg, ContractLegStatus Status) : ContractEvent;

/// <summary>The account refused.</summary>
public sealed record LegProblemRecorded(int Leg, string Code, string Message, IReadOnlyList<string>? Values = null) : ContractEvent;
