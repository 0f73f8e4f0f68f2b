using System.Collections.Immutable;
using System.Diagnostics;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>The rules of a term contract: two persons agree it, it is filed, its legs are performed by evidence.</summary>
public static partial class ContractDecider
{
    /// <summary>Longest key of a contract: what an account holds for it adds the number of the leg.</summary>
    public const int KeyMax = 32;

    private const int LegsMax = 100;

    /// <summary>The decider.</summary>
    public static readonly Decider<TermContract, ContractCommand, ContractEvent> Instance = new("contract", TermContract.NotAgreed, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<ContractEvent> Decide(TermContract state, ContractCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is AgreeContract agree)
            return state.Terms is not null ? ContractErrors.AlreadyAgreed(state.Status)
                : TradeDecider.BeyondLimits(agree.Product, agree.Remark, context.Limits) is { } beyond ? beyond
                : new ContractAgreed(agree, ContractLegs.Of(agree), context.Actor, context.ApprovedBy, context.Limits is { Count: > 0 } limits ? limits : null);
        if (state.Terms is not { } terms) return ContractErrors.NotAgreed();
        return command switch
        {
            FileContract c => state.Status != ContractStatus.Agreed ? ContractErrors.NotAtStep("file", state.Status, "Agreed")
                : (TooEarly(terms, c.Effective) ?? StepsOpen(state, terms)) is { } early ? early : new ContractFiled(c.Effective, c.Reference),
            CancelContract c => !state.IsOpen || state.Legs.Any(l => l.Status != ContractLegStatus.Expected || l.MovedOn is not null)
                ? ContractErrors.NotAtStep("cancel", state.Status, "Agreed or Active with no leg moved") : new ContractCancelled(c.Reason),
            RecordContractStep c => Record(state, terms, c, context),
            ExtendContract c => Extend(state, terms, c, context),
            ShortenContract c => Shorten(state, terms, c),
            IssueContractConfirmation c => Issue(state, terms, c, context),
            ChaseContractConfirmation c => Chase(state, terms, c),
            MatchContractConfirmation c => Match(state, terms, c, context),
            RecordLegStep c => state.Find(c.Leg) is null ? ContractErrors.LegUnknown(c.Leg, state.Legs.Count) : new LegStepRecorded(c.Leg, c.Status),
            RecordLegProblem c => state.Find(c.Leg) is null ? ContractErrors.LegUnknown(c.Leg, state.Legs.Count) : new LegProblemRecorded(c.Leg, c.Code, c.Message, c.Values),
            _ when state.Status != ContractStatus.Active => ContractErrors.NotAtStep("perform", state.Status, "Active: filed, and not at its end"),
            InstructLeg c => Instruct(state, terms, c),
            ConfirmLeg c => Confirm(state, terms, c.Leg, c.Effective, c.Evidence, null, context),
            ConfirmCreditLeg c => Confirm(state, terms, c.Leg, c.Effective, c.Evidence, c.Batch, context),
            FailLeg c => Fail(state, c),
            SplitLeg c => Split(state, terms, c),
            CallMargin c => Call(state, terms, c),
            FixSettlement c => Fix(state, terms, c),
            ExerciseOption c => Exercise(state, terms, c, context),
            LapseOption c => !state.IsWaitingOption ? ContractErrors.NoOption()
                : c.Effective < state.EndsOn ? ContractErrors.NotLapsedYet(c.Effective, state.EndsOn!.Value) : new OptionLapsed(c.Effective, c.Reason),
            DisposeSecurity c => Dispose(state, terms, c),
            DefaultContract c => Default(state, terms, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static TermContract Evolve(TermContract state, ContractEvent happened) => happened switch
    {
        ContractAgreed e => state with
        {
            Terms = e.Terms, AgreedBy = e.AgreedBy, ApprovedBy = e.ApprovedBy, Legs = [.. e.Legs.Select(l => new StandingLeg(l))],
        },
        ContractFiled e => state with { FiledOn = e.Effective, Reference = e.Reference },
        LegInstructed e => state.With(e.Leg.Number, l => l with { Status = ContractLegStatus.Booking, Back = l.Status, Attempt = e.Attempt, InstructedOn = e.Effective, Problem = null, Fee = null }),
        LegConfirmed e => state.With(e.Leg.Number, l => l with
        {
            Status = e.Leg.IsUnits ? ContractLegStatus.Booking : ContractLegStatus.Done, Back = l.Status, MovedOn = e.Effective, Evidence = e.Evidence, Problem = null, Fee = e.Fee,
        }),
        LegFailed e => state.With(e.Leg.Number, l => l with { Status = ContractLegStatus.Failed, MovedOn = e.Effective, Problem = new("leg-failed", e.Reason) }),
        LegReversed e => state.With(e.Leg.Number, l => l with { Status = ContractLegStatus.Expected, MovedOn = null, Evidence = null, Problem = new("leg-reversed", e.Reason) }),
        LegStepRecorded e => state.With(e.Leg, l => l with { Status = e.Status, Problem = e.Status == ContractLegStatus.Failed ? l.Problem : null }),
        LegProblemRecorded e => state.With(e.Leg, l => l with { Status = l.Status == ContractLegStatus.Booking ? l.Back : l.Status, Problem = new(e.Code, e.Message, e.Values), Fee = null }),
        LegSplit e => WithParts(state, e),
        MarginCalled e => state with { Legs = [.. state.Legs, .. e.Legs.Select(l => new StandingLeg(l) { CalledOn = e.Effective })] },
        SettlementFixed e => state with { Fixing = e, Legs = [.. state.Legs.Select(l => Fixed(l, e))] },
        OptionExercised e => state with { ExercisedOn = e.Effective, Legs = EndsDue(state, e.Due ?? e.Effective) },
        OptionLapsed => state with { End = ContractStatus.Lapsed, Legs = [.. state.Legs.Select(l => IsOptionEnd(state, l) ? l with { Status = ContractLegStatus.Dropped } : l)] },
        ContractExtended e => WithEnd(state, e.EndsOn),
        ContractShortened e => WithEnd(state, e.EndsOn),
        ContractDefaulted => state with { End = ContractStatus.Defaulted, Legs = Dropped(state.Legs) },
        ContractConfirmationIssued e => state with { Confirmation = Confirmation.None with { IssuedOn = e.Effective, To = e.To } },
        ContractConfirmationChased e => state with { Confirmation = state.Confirmation with { Chased = state.Confirmation.Chased + 1, ChasedOn = e.Effective } },
        ContractConfirmationMatched e => state with { Confirmation = state.Confirmation with { MatchedOn = e.Effective, Evidence = e.Evidence, Differences = [] } },
        ContractConfirmationDiffered e => state with { Confirmation = state.Confirmation with { Evidence = e.Evidence, Differences = e.Differences } },
        ContractStepRecorded e => state with { Steps = state.Steps.Add(e) },
        SecurityDisposed e => Disposed(state, e),
        ContractCancelled => state with { End = ContractStatus.Cancelled, Legs = Dropped(state.Legs) },
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static StandingLeg Fixed(StandingLeg leg, SettlementFixed fixing) => leg is not { Leg: { Phase: LegPhase.End, IsUnits: false, Amount: null } } ? leg
        : fixing.Result == 0 ? leg with { Leg = leg.Leg with { Amount = 0m }, Status = ContractLegStatus.Dropped }
        : leg with { Leg = leg.Leg with { Amount = Math.Abs(fixing.Result), IsIn = fixing.Result > 0 } };

    /// <summary>What an option that is not used takes away: delivery and its price, or the settlement in cash, and the fee; not the margin that comes back.</summary>
    private static bool IsOptionEnd(TermContract state, StandingLeg leg) => leg.IsOpen && leg.Leg.Phase == LegPhase.End && leg.Leg.Whole <= OptionEnds(state.Terms!);

    private static int OptionEnds(AgreeContract terms) => (terms.InCash ? 2 : 3) + (terms.Fee is null ? 0 : 1); // after the premium: one leg in cash, else units and money; the fee

    private static ImmutableList<StandingLeg> Dropped(ImmutableList<StandingLeg> legs) =>
        [.. legs.Select(l => l.IsOpen ? l with { Status = ContractLegStatus.Dropped, Problem = null } : l)];

    /// <summary>No leg moves before the contract is filed.</summary>
    private static DomainError? BeforeFiled(TermContract state, DateOnly day) =>
        state.FiledOn is { } filed && day < filed ? ContractErrors.BeforeFiled(day, filed) : null;

    private static DomainError? TooEarly(AgreeContract terms, DateOnly day) =>
        day < terms.AgreedOn ? ContractErrors.BeforeAgreed(day, terms.AgreedOn) : null;

    private static bool IsMaker(TermContract state, Context context) => string.Equals(state.AgreedBy, context.Actor, StringComparison.OrdinalIgnoreCase);
}
