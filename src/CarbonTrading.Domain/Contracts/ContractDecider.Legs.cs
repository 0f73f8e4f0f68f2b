using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    private static Decision<ContractEvent> Instruct(TermContract state, AgreeContract terms, InstructLeg c)
    {
        if (state.Find(c.Leg) is not { } leg) return ContractErrors.LegUnknown(c.Leg, state.Legs.Count);
        if (leg.Leg.Action is not (LegAction.Deliver or LegAction.Transfer)) return ContractErrors.LegNotInstructed(c.Leg, leg.Leg.Action);
        if (leg.Status is not (ContractLegStatus.Expected or ContractLegStatus.Failed)) return ContractErrors.LegNotAtStep(c.Leg, "instruct", leg.Status, "Expected or Failed");
        if (NotDue(state, leg) is { } notDue) return notDue;
        if (WrongMoment(state, terms, leg, c.Effective) is { } early) return early;
        return new LegInstructed(leg.Leg, leg.Attempt + 1, c.Effective, terms.Counterparty);
    }

    /// <summary>By another person than the one who agreed the contract, in the order of the legs.</summary>
    private static Decision<ContractEvent> Confirm(
        TermContract state, AgreeContract terms, int number, DateOnly day, string evidence, CreditBatch? batch, Context context)
    {
        if (state.Find(number) is not { } leg) return ContractErrors.LegUnknown(number, state.Legs.Count);
        if (IsMaker(state, context)) return ContractErrors.MakerIsChecker(state.AgreedBy);
        var wanted = leg.Leg.Action is LegAction.Deliver or LegAction.Transfer ? ContractLegStatus.InTransit : ContractLegStatus.Expected;
        if (leg.Status != wanted) return ContractErrors.LegNotAtStep(number, "confirm", leg.Status, wanted.ToString());
        if (NotDue(state, leg) is { } notDue) return notDue;
        if (leg.Leg is { IsUnits: false, Amount: null }) return ContractErrors.NotFixed(number);
        var needsBatch = leg.Leg.NeedsBatch;
        if (needsBatch != batch is not null) return ContractErrors.BatchWrong(number, needsBatch);
        if (batch is not null && batch.Product != leg.Leg.Product) return ContractErrors.OtherBatch(batch.Product, leg.Leg.Product!.Value);
        if (WrongMoment(state, terms, leg, day) is { } early) return early;
        return new LegConfirmed(leg.Leg, leg.Attempt, day, evidence, terms, batch, FeeWith(state, terms, leg));
    }

    /// <summary>What a part of the units has of the fee: of what is confirmed with it its share, half-up to the cent, less what the parts before it had.</summary>
    private static decimal? FeeWith(TermContract state, AgreeContract terms, StandingLeg leg)
    {
        if (ContractLegs.WithFee(terms)?.Number != leg.Leg.Whole || !leg.Leg.IsUnits) return null;
        var before = state.Legs.FindAll(l => l.Leg.Number != leg.Leg.Number && l is { Fee: not null, Status: ContractLegStatus.Booking or ContractLegStatus.Done });
        var upTo = before.Sum(l => l.Leg.Quantity!.Value.Value) + leg.Leg.Quantity!.Value.Value;
        return decimal.Round(terms.Fee!.Value * upTo / terms.Quantity.Value, 2, MidpointRounding.AwayFromZero) - before.Sum(l => l.Fee!.Value);
    }

    private static Decision<ContractEvent> Fail(TermContract state, FailLeg c)
    {
        if (state.Find(c.Leg) is not { } leg) return ContractErrors.LegUnknown(c.Leg, state.Legs.Count);
        if (leg.Status != ContractLegStatus.InTransit) return ContractErrors.LegNotAtStep(c.Leg, "fail", leg.Status, "InTransit");
        if (BeforeMoved(leg, c.Effective) is { } early) return early;
        var failed = new LegFailed(leg.Leg, leg.Attempt, c.Effective, c.Reason);
        var reversed = PaymentsOf(state, leg).Where(l => l.Status == ContractLegStatus.Done).Select(l => new LegReversed(l.Leg, c.Effective, c.Reason));
        return Decision<ContractEvent>.Of([failed, .. reversed]);
    }

    private static Decision<ContractEvent> Call(TermContract state, AgreeContract terms, CallMargin c)
    {
        if (state.EndsOn is not { } end) return ContractErrors.FieldNotNeeded("amount", terms.Kind);
        if (state.Legs.Count + 2 > LegsMax) return ContractErrors.TooManyLegs(LegsMax);
        if (TooEarly(terms, c.Effective) is { } early) return early;
        if (state.Disposals is [.., var sale] && c.Effective < sale.Effective) return ContractErrors.BeforeStep(c.Effective, sale.Effective);
        if (c.Due < c.Effective || c.Due > end) return ContractErrors.DueNotPossible(c.Due, c.Effective, end);
        var gets = terms.Kind == ContractKind.Lend;
        ContractLeg Pay(int number, LegPhase phase, bool isIn, DateOnly due) => new(number, phase, LegAction.Pay, isIn, null, null, null, c.Amount, terms.Price.Currency, due);
        return new MarginCalled(c.Effective, [Pay(state.Legs.Count + 1, LegPhase.Margin, gets, c.Due), Pay(state.Legs.Count + 2, LegPhase.End, !gets, end)], c.Reason);
    }

    private static Decision<ContractEvent> Fix(TermContract state, AgreeContract terms, FixSettlement c)
    {
        if (!terms.InCash) return ContractErrors.NotInCash(terms.Kind);
        if (state.Fixing is { } before) return ContractErrors.AlreadyFixed(before.Effective, before.Result, terms.Price.Currency);
        if (state.IsWaitingOption) return ContractErrors.NotExercised();
        if (terms.Kind == ContractKind.Swap && terms.OtherProduct is not null != c.OtherPrice is not null) return ContractErrors.OtherPriceWrong(terms.OtherProduct is not null);
        if (terms.Kind != ContractKind.Swap && c.OtherPrice is not null) return ContractErrors.OtherPriceWrong(false);
        if (c.Price.Currency != terms.Price.Currency) return ContractErrors.OtherCurrency("price", c.Price.Currency, terms.Price.Currency);
        if (c.OtherPrice is { } other && other.Currency != terms.Price.Currency) return ContractErrors.OtherCurrency("otherPrice", other.Currency, terms.Price.Currency);
        if ((TooEarly(terms, c.Effective) ?? BeforeFiled(state, c.Effective) ?? FixedTooEarly(state, c.Effective)) is { } early) return early;
        var (result, operands) = ContractFigures.Settle(terms, c.Price.Amount, c.OtherPrice?.Amount)!.Value;
        return new SettlementFixed(c.Effective, c.Price, c.OtherPrice, result, operands, c.Evidence);
    }

    private static Decision<ContractEvent> Extend(TermContract state, AgreeContract terms, ExtendContract c, Context context)
    {
        if (!state.IsOpen) return ContractErrors.NotAtStep("extend", state.Status, "Agreed or Active");
        if (state.EndsOn is not { } end) return ContractErrors.FieldNotNeeded("endsOn", terms.Kind);
        if (state.IsWaitingOption && context.BusinessDate > end) return ContractErrors.OutsideOption(context.BusinessDate, terms.StartsOn, end);
        return c.EndsOn <= end ? ContractErrors.NotLater(c.EndsOn, end) : new ContractExtended(c.EndsOn, c.Document);
    }

    /// <summary>Units given and not come back are lost, units borrowed and not given back are kept; what is on its way has to end first.</summary>
    private static Decision<ContractEvent> Default(TermContract state, AgreeContract terms, DefaultContract c)
    {
        if (TooEarly(terms, c.Effective) is { } early) return early;
        if (state.Legs.Find(l => l.Status is ContractLegStatus.InTransit or ContractLegStatus.Booking) is { } moving)
            return ContractErrors.LegNotAtStep(moving.Leg.Number, "drop", moving.Status, "Expected, Failed or Done");
        if (terms.Kind == ContractKind.Pledge && state.Legs.Find(l => l.Leg is { Phase: LegPhase.End, Action: LegAction.Pay, IsIn: false } && l.Status == ContractLegStatus.Done) is { } repaid)
            return ContractErrors.DebtPaid(repaid.Leg.Number, repaid.MovedOn!.Value, state.Legs.Last(l => l.Leg.Action == LegAction.Release).Leg.Number);
        List<StandingLeg> Open(LegAction action) => [.. state.Legs.Where(l => l.IsOpen && l.Leg.Action == action && state.OpeningOf(l) is { Status: ContractLegStatus.Done })];
        var (lost, kept) = (Open(LegAction.Release), Open(LegAction.GiveBack));
        if (lost.Concat(kept).Select(state.OpeningOf).OfType<StandingLeg>().Select(o => BeforeMoved(o, c.Effective)).FirstOrDefault(e => e is not null) is { } before) return before;
        return new ContractDefaulted(c.Effective, c.Document, [.. lost.Select(l => l.Leg)], kept.Count > 0 ? [.. kept.Select(l => l.Leg)] : null, kept.Count > 0 ? state.NetPaid : null);
    }

    /// <summary>End legs of an option wait until it is used.</summary>
    private static DomainError? NotDue(TermContract state, StandingLeg leg) => state.IsWaitingOption && IsOptionEnd(state, leg) ? ContractErrors.NotExercised() : null;

    private static DomainError? WrongMoment(TermContract state, AgreeContract terms, StandingLeg leg, DateOnly day) =>
        TooEarly(terms, day) ?? BeforeFiled(state, day) ?? BeforeMoved(leg, day) ?? OutOfOrder(state, terms, leg, day);

    /// <summary>A leg takes its steps in the order of their days, as the account does.</summary>
    private static DomainError? BeforeMoved(StandingLeg leg, DateOnly day) =>
        (leg.Status == ContractLegStatus.InTransit ? leg.InstructedOn ?? leg.MovedOn : leg.MovedOn) is { } moved && day < moved ? ContractErrors.BeforeMoved(leg.Leg.Number, day, moved) : null;
}
