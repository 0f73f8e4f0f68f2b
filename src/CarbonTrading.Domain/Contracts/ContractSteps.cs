using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>What happens around a contract besides its filing and its legs. JR/T 0244-2022, flows of the kinds.</summary>
public enum ContractStep
{
    /// <summary>Of a pledge: the loan is applied for.</summary>
    Application,
    /// <summary>Of a pledge: the lender looked into borrower and units (尽职调查).</summary>
    DueDiligence,
    /// <summary>Of a pledge: the lender approved the loan.</summary>
    Approval,
    /// <summary>Of an option: the premium was quoted.</summary>
    Quote,
    /// <summary>Of a forward: the account at the venue is open.</summary>
    AccountOpen,
    /// <summary>Of a loan of units: the dedicated account they move through is named (借碳专用账户).</summary>
    DedicatedAccount,
    /// <summary>Of a pledge: the lender looked at borrower and security after the drawdown (贷后管理); as often as it does.</summary>
    Monitoring,
}

/// <summary>Records that a step was taken: in its order, by its evidence.</summary>
/// <param name="Step">Which.</param>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Document">What it rests on: application, report, decision, quote, account number.</param>
/// <param name="Note">Any remark.</param>
public sealed record RecordContractStep(ContractStep Step, DateOnly Effective, string Document, string? Note = null) : ContractCommand;

/// <summary>Units pledged are sold for the loan, all or a part: the proceeds pay the debt; a surplus comes back, what lacks stays owed.</summary>
/// <param name="Effective">Day of the sale; at most the business date.</param>
/// <param name="Quantity">1 t to what is still pledged.</param>
/// <param name="Proceeds">Got for them, above 0, two decimals, in the contract's currency.</param>
/// <param name="Document">Decision, auction or statement.</param>
public sealed record DisposeSecurity(DateOnly Effective, Tonnes Quantity, decimal Proceeds, string Document) : ContractCommand;

/// <summary>A step was taken.</summary>
/// <param name="By">Who recorded it.</param>
public sealed record ContractStepRecorded(ContractStep Step, DateOnly Effective, string Document, string By, string? Note = null) : ContractEvent, IDated;

/// <summary>Units pledged were sold for the loan.</summary>
/// <param name="Leg">Leg that would have brought them back.</param>
/// <param name="Left">Still pledged afterwards.</param>
/// <param name="Debt">Loan and interest owed before.</param>
/// <param name="Surplus">What comes back of the proceeds, two decimals.</param>
/// <param name="Claim">What is still owed, two decimals.</param>
public sealed record SecurityDisposed(
    DateOnly Effective, ContractLeg Leg, Tonnes Quantity, decimal Proceeds, Tonnes Left, decimal Debt, decimal Surplus, decimal Claim, string Document) : ContractEvent, IDated;

public static partial class ContractDecider
{
    /// <summary>Steps of a kind besides its filing and its legs, in their order.</summary>
    public static IReadOnlyList<ContractStep> StepsOf(ContractKind kind) => kind switch
    {
        ContractKind.Pledge => [ContractStep.Application, ContractStep.DueDiligence, ContractStep.Approval, ContractStep.Monitoring],
        ContractKind.Option => [ContractStep.Quote],
        ContractKind.Forward => [ContractStep.AccountOpen],
        ContractKind.Lend or ContractKind.Borrow => [ContractStep.DedicatedAccount],
        _ => [],
    };

    /// <summary>Whether a step lies before the contract: taken by the day it is agreed, recorded before what follows it moves.</summary>
    public static bool IsBeforeContract(ContractStep step) => step is not (ContractStep.DedicatedAccount or ContractStep.Monitoring);

    /// <summary>Steps that are not on record and still can be, in their order: those before the contract, and the dedicated account. Monitoring is never missing.</summary>
    public static IReadOnlyList<ContractStep> MissingSteps(TermContract contract) => contract is not { Terms: { } terms, IsOpen: true } ? []
        : [.. StepsOf(terms.Kind).Where(s => s != ContractStep.Monitoring && !contract.Steps.Exists(r => r.Step == s) && !IsTooLate(contract, s))];

    /// <summary>Whether what follows a step has begun.</summary>
    private static bool IsTooLate(TermContract state, ContractStep step) => step switch
    {
        ContractStep.Quote => state.Legs[0].Status != ContractLegStatus.Expected,
        ContractStep.DedicatedAccount => state.Legs.Exists(l => l is { Leg: { IsUnits: true, Phase: LegPhase.Start }, Status: not ContractLegStatus.Expected }),
        ContractStep.Monitoring => false,
        _ => state.FiledOn is not null,
    };

    private static Decision<ContractEvent> Record(TermContract state, AgreeContract terms, RecordContractStep c, Context context)
    {
        var steps = StepsOf(terms.Kind);
        if (!steps.Contains(c.Step)) return ContractErrors.StepNotOfKind(c.Step, terms.Kind);
        if (!state.IsOpen) return ContractErrors.NotAtStep($"record {c.Step} of", state.Status, "Agreed or Active");
        if (c.Step != ContractStep.Monitoring && state.Steps.Exists(s => s.Step == c.Step)) return ContractErrors.StepOnRecord(c.Step);
        return (IsBeforeContract(c.Step) ? NotBefore(state, terms, steps, c) : NotAfter(state, c)) is { } wrong ? wrong
            : new ContractStepRecorded(c.Step, c.Effective, c.Document, context.Actor, c.Note);
    }

    /// <summary>Application, due diligence, approval, each after the one before and by the day of the contract; before what rests on them.</summary>
    private static DomainError? NotBefore(TermContract state, AgreeContract terms, IReadOnlyList<ContractStep> steps, RecordContractStep c)
    {
        if (IsTooLate(state, c.Step)) return ContractErrors.StepTooLate(c.Step);
        if (c.Effective > terms.AgreedOn) return ContractErrors.StepAfterContract(c.Step, c.Effective, terms.AgreedOn);
        var at = steps.Index().First(s => s.Item == c.Step).Index;
        if (at == 0) return null;
        return state.Steps.Find(s => s.Step == steps[at - 1]) is not { } before ? ContractErrors.StepMissing(steps[at - 1])
            : c.Effective < before.Effective ? ContractErrors.BeforeStep(c.Effective, before.Effective) : null;
    }

    /// <summary>The dedicated account is named between filing and the first units; a loan is watched from its drawdown on.</summary>
    private static DomainError? NotAfter(TermContract state, RecordContractStep c)
    {
        if (state.FiledOn is not { } filed) return ContractErrors.NotAtStep($"record {c.Step} of", state.Status, "Active: filed, and not at its end");
        var since = filed;
        if (IsTooLate(state, c.Step)) return ContractErrors.StepTooLate(c.Step);
        if (c.Step == ContractStep.Monitoring)
        {
            if (state.Legs[1] is not { Status: ContractLegStatus.Done, MovedOn: { } drawn }) return ContractErrors.NotDrawn();
            since = state.Steps.FindLast(s => s.Step == c.Step)?.Effective ?? drawn;
        }

        return c.Effective < since ? ContractErrors.BeforeStep(c.Effective, since) : null;
    }

    /// <summary>Once the first step before a contract is on record, what rests on all of them waits for the last.</summary>
    private static DomainError? StepsOpen(TermContract state, AgreeContract terms)
    {
        if (state.Steps.IsEmpty) return null;
        foreach (var step in StepsOf(terms.Kind).Where(IsBeforeContract))
            if (!state.Steps.Exists(s => s.Step == step)) return ContractErrors.StepMissing(step);
        return null;
    }

    /// <summary>Proceeds pay the debt first; a surplus is a leg of its own, what lacks stands on the leg of the repayment.</summary>
    private static Decision<ContractEvent> Dispose(TermContract state, AgreeContract terms, DisposeSecurity c)
    {
        if (terms.Kind != ContractKind.Pledge) return ContractErrors.NoSecurity(terms.Kind);
        var (drawn, repayment, back) = (state.Legs[1], state.Legs[2], state.Legs[3]);
        if (drawn.Status != ContractLegStatus.Done) return ContractErrors.NotDrawn();
        if (repayment.Status != ContractLegStatus.Expected) return ContractErrors.LegNotAtStep(3, "pay by a sale", repayment.Status, "Expected");
        if (back.Status != ContractLegStatus.Expected) return ContractErrors.LegNotAtStep(4, "dispose of", back.Status, "Expected");
        if (c.Quantity > back.Leg.Quantity) return ContractErrors.MoreThanPledged(c.Quantity, back.Leg.Quantity!.Value);
        if (BeforeMoved(drawn, c.Effective) is { } early) return early;
        if (state.Disposals is [.., var last] && c.Effective < last.Effective) return ContractErrors.BeforeStep(c.Effective, last.Effective);
        if (state.Legs.Count >= LegsMax) return ContractErrors.TooManyLegs(LegsMax);
        var debt = repayment.Leg.Amount!.Value;
        var paid = Math.Min(debt, c.Proceeds);
        return new SecurityDisposed(c.Effective, back.Leg, c.Quantity, c.Proceeds, back.Leg.Quantity!.Value - c.Quantity, debt, c.Proceeds - paid, debt - paid, c.Document);
    }

    private static TermContract Disposed(TermContract state, SecurityDisposed e)
    {
        var next = state.With(3, l => l with { Leg = l.Leg with { Amount = e.Claim }, Status = e.Claim == 0 ? ContractLegStatus.Dropped : l.Status })
            .With(4, l => l with
            {
                Leg = l.Leg with { Quantity = e.Left, Due = e.Claim == 0 ? e.Effective : l.Leg.Due }, Status = e.Left.IsZero ? ContractLegStatus.Dropped : l.Status,
            });
        return next with
        {
            Disposals = [.. state.Disposals, e],
            Legs = e.Surplus == 0 ? next.Legs
                : [.. next.Legs, new(new(next.Legs.Count + 1, LegPhase.Surplus, LegAction.Pay, true, null, null, null, e.Surplus, e.Leg.Currency, e.Effective)) { CalledOn = e.Effective }],
        };
    }
}
