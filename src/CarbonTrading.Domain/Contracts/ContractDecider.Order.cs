using System.Collections.Immutable;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Legs move in their order and not before their day.</summary>
/// <remarks>
/// Registration -> drawdown -> repayment -> release; first leg -> maturity -> second leg; premium -> exercise -> settlement; margin posted -> given back.
/// JR/T 0244-2022, flows of the kinds.
/// </remarks>
public static partial class ContractDecider
{
    /// <summary>A leg that has to be done first, or a day before the one from which the leg may move.</summary>
    private static DomainError? OutOfOrder(TermContract state, AgreeContract terms, StandingLeg leg, DateOnly day)
    {
        foreach (var earlier in Before(terms, leg.Leg).SelectMany(n => state.Legs.Where(l => l.Leg.Whole == n)))
        {
            if (earlier.IsOpen) return ContractErrors.NotOpened(leg.Leg.Number, earlier.Leg.Number, What(earlier.Leg), earlier.Leg.Due);
            if (BeforeMoved(earlier, day) is { } moved) return moved;
        }

        return FirstDay(state, terms, leg) is var first && day < first ? ContractErrors.BeforeLegDay(leg.Leg.Number, day, first) : null;
    }

    /// <summary>Numbers of the legs that are done before this one.</summary>
    private static IEnumerable<int> Before(AgreeContract terms, ContractLeg leg)
    {
        IEnumerable<int> Of(LegPhase phase) => ContractLegs.Of(terms).Where(l => l.Phase == phase && !ContractLegs.IsMargin(terms, l)).Select(l => l.Number);
        if (leg.Phase == LegPhase.Surplus) return [];
        if (ContractLegs.IsMargin(terms, leg)) // what was posted is given back once all it secures is performed
            return leg.Phase != LegPhase.End ? [] : [leg.Number - 1, .. terms.Kind == ContractKind.Pledge ? Of(LegPhase.End).Take(1) : Of(LegPhase.End)];
        return terms.Kind == ContractKind.Pledge ? Enumerable.Range(1, leg.Whole - 1) : leg.Phase == LegPhase.End ? Of(LegPhase.Start) : [];
    }

    /// <summary>First day a leg may move. Security may be given from the filing on: nobody pays before it stands.</summary>
    private static DateOnly FirstDay(TermContract state, AgreeContract terms, StandingLeg leg) => leg.Leg.Phase switch
    {
        LegPhase.Margin or LegPhase.Surplus => leg.CalledOn ?? terms.AgreedOn,
        LegPhase.Start => IsSecurity(terms, leg.Leg) ? terms.AgreedOn : terms.StartsOn,
        _ => state.Fixing?.Effective ?? state.ExercisedOn ?? (state.Disposals is [.., var sale] && sale.Effective < state.EndsOn ? sale.Effective : state.EndsOn!.Value),
    };

    private static bool IsSecurity(AgreeContract terms, ContractLeg leg) =>
        ContractLegs.IsMargin(terms, leg) || terms.Kind == ContractKind.Pledge && leg.IsUnits;

    private static string What(ContractLeg leg) => leg.IsUnits ? $"{leg.Quantity} {leg.Product!.Value.Code}" : leg.Amount is { } amount ? $"{new Money(amount, leg.Currency)}" : leg.Currency;

    /// <summary>The right is there once its premium is paid; what follows is due by the venue's days of settlement, or the day agreed.</summary>
    private static Decision<ContractEvent> Exercise(TermContract state, AgreeContract terms, ExerciseOption c, Context context)
    {
        if (!state.IsWaitingOption) return ContractErrors.NoOption();
        if (c.Effective < terms.StartsOn || c.Effective > state.EndsOn) return ContractErrors.OutsideOption(c.Effective, terms.StartsOn, state.EndsOn!.Value);
        var premium = state.Legs[0];
        if (premium.IsOpen) return ContractErrors.PremiumOpen(premium.Leg.Number, What(premium.Leg), premium.Leg.Due);
        if ((BeforeFiled(state, c.Effective) ?? BeforeMoved(premium, c.Effective)) is { } early) return early;
        if (c.SettlesOn < c.Effective) return ContractErrors.SettlesBefore(c.SettlesOn.Value, c.Effective);
        return new OptionExercised(c.Effective, c.SettlesOn ?? SettlementDay.After(c.Effective, terms.Product.Market, context.Rules));
    }

    private static DomainError? FixedTooEarly(TermContract state, DateOnly day) =>
        (state.ExercisedOn ?? state.EndsOn) is { } first && day < first ? ContractErrors.BeforeFixing(day, first) : null;

    /// <summary>An earlier end both sides agree.</summary>
    private static Decision<ContractEvent> Shorten(TermContract state, AgreeContract terms, ShortenContract c)
    {
        if (!state.IsOpen) return ContractErrors.NotAtStep("shorten", state.Status, "Agreed or Active");
        if (state.EndsOn is not { } end) return ContractErrors.FieldNotNeeded("endsOn", terms.Kind);
        if (c.EndsOn <= terms.StartsOn) return ContractErrors.EndNotPossible(c.EndsOn, terms.StartsOn);
        return c.EndsOn >= end ? ContractErrors.NotEarlier(c.EndsOn, end) : new ContractShortened(c.EndsOn, c.Document);
    }

    /// <summary>The other side confirmed another end, if any: it confirms anew.</summary>
    private static TermContract WithEnd(TermContract state, DateOnly end) =>
        state with { Terms = state.Terms! with { EndsOn = end }, Legs = EndsDue(state, end), Confirmation = Confirmation.None };

    private static ImmutableList<StandingLeg> EndsDue(TermContract state, DateOnly day) =>
        [.. state.Legs.Select(l => l is { IsOpen: true, Leg.Phase: LegPhase.End } ? l with { Leg = l.Leg with { Due = day } } : l)];
}
