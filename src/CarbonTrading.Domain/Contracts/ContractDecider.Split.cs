using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    /// <summary>
    /// A delivery in parts: the leg keeps the part, the rest becomes a leg of its own with the same due day. What is paid for the units is divided with them, half-up to the
    /// cent, the remainder with the rest: parts and rest are always the whole. Where the money was divided by itself before, the part keeps payments up to its share, those that
    /// are paid first, and only the one that goes beyond it is divided. Of an exchange each leg of units is divided alone, the difference with the units it is paid for.
    /// </summary>
    private static Decision<ContractEvent> Split(TermContract state, AgreeContract terms, SplitLeg c)
    {
        if (state.Find(c.Leg) is not { } leg) return ContractErrors.LegUnknown(c.Leg, state.Legs.Count);
        var isDelivery = terms.Kind is ContractKind.Forward or ContractKind.Swap or ContractKind.Option or ContractKind.InternalTransfer;
        if (!isDelivery || ContractLegs.IsMargin(terms, leg.Leg) || (terms.Kind == ContractKind.Option && leg.Leg.Phase == LegPhase.Start)) return ContractErrors.LegNotDivided(c.Leg, terms.Kind);
        if (leg is not { Status: ContractLegStatus.Expected or ContractLegStatus.Failed }) return ContractErrors.LegNotAtStep(c.Leg, "divide", leg.Status, "Expected or Failed");
        if (NotDue(state, leg) is { } notDue) return notDue;
        if (state.Legs.Count + 2 > LegsMax) return ContractErrors.TooManyLegs(LegsMax);
        if (!leg.Leg.IsUnits)
        {
            if (leg.Leg.Amount is not { } whole) return ContractErrors.NotFixed(c.Leg);
            if (c.Amount is not { } paid || c.Quantity is not null) return ContractErrors.PartMissing("amount", c.Leg);
            if (paid <= 0 || paid >= whole || decimal.Round(paid, 2) != paid) return ContractErrors.AmountNotAPart(paid, whole, leg.Leg.Currency);
            var pays = leg.Leg with { PaysFor = PaidWith(state, leg.Leg) };
            return new LegSplit([pays with { Amount = paid }, Rest(state, 1, pays) with { Amount = whole - paid }]);
        }

        if (c.Quantity is not { } part || c.Amount is not null) return ContractErrors.PartMissing("quantity", c.Leg);
        if (part.IsZero || part.Value >= leg.Leg.Quantity!.Value.Value) return ContractErrors.QuantityNotAPart(part, leg.Leg.Quantity!.Value);
        List<ContractLeg> legs = [leg.Leg with { Quantity = part }, Rest(state, 1, leg.Leg) with { Quantity = new(leg.Leg.Quantity.Value.Value - part.Value) }];
        legs.AddRange(Shared(state, leg, part));
        return new LegSplit(legs);
    }

    /// <summary>The payments of units that are divided, as they are from then on: at most one is divided itself.</summary>
    private static IEnumerable<ContractLeg> Shared(TermContract state, StandingLeg units, Tonnes part)
    {
        var payments = PaymentsOf(state, units).OrderBy(l => l.IsOpen).ThenBy(l => l.Leg.Number).Select(l => l.Leg).ToList();
        var left = decimal.Round(payments.Sum(l => l.Amount!.Value) * part.Value / units.Leg.Quantity!.Value.Value, 2, MidpointRounding.AwayFromZero);
        foreach (var payment in payments)
        {
            var (kept, rest) = (Math.Min(left, payment.Amount!.Value), state.Legs.Count + 1);
            left -= kept;
            if (kept == payment.Amount) yield return payment with { PaysFor = units.Leg.Number };
            else if (kept == 0) yield return payment with { PaysFor = rest };
            else
            {
                yield return payment with { Amount = kept, PaysFor = units.Leg.Number };
                yield return Rest(state, 2, payment) with { Amount = payment.Amount - kept, PaysFor = rest };
            }
        }
    }

    private static ContractLeg Rest(TermContract state, int number, ContractLeg of) => of with { Number = state.Legs.Count + number, PartOf = of.Whole };

    /// <summary>The money that is paid for a leg of units, all of it, paid or not.</summary>
    private static IEnumerable<StandingLeg> PaymentsOf(TermContract state, StandingLeg units) =>
        state.Legs.Where(l => l.Leg is { IsUnits: false, Amount: not null } && PaidWith(state, l.Leg) == units.Leg.Number);

    /// <summary>Number of the leg of units a payment is for: of the same phase, the other way. Null where it is for none: premium, fee, margin, settlement in cash.</summary>
    private static int? PaidWith(TermContract state, ContractLeg money)
    {
        if (money.PaysFor is not null) return money.PaysFor;
        if (ContractLegs.IsMargin(state.Terms!, money) || ContractLegs.IsFee(state.Terms!, money)) return null;
        bool IsFor(ContractLeg units) => units.IsUnits && units.Phase == money.Phase && units.IsIn != money.IsIn;
        // Divided before the number was written: behind the units it was divided with.
        return (money.PartOf is null ? null : state.Legs.Find(l => l.Leg.PartOf is not null && l.Leg.Number == money.Number - 1 && IsFor(l.Leg))?.Leg.Number)
            ?? state.Legs.Find(l => l.Leg.PartOf is null && IsFor(l.Leg))?.Leg.Number;
    }

    /// <summary>What is paid of a payment stays paid in both its parts.</summary>
    private static TermContract WithParts(TermContract state, LegSplit e)
    {
        var legs = state.Legs;
        foreach (var leg in e.Legs)
        {
            if (leg.Number <= legs.Count) legs = legs.SetItem(leg.Number - 1, legs[leg.Number - 1] with { Leg = leg });
            else if (!leg.IsUnits && e.Legs.TakeWhile(l => l != leg).Last() is var of && legs[of.Number - 1] is { Status: ContractLegStatus.Done } paid) legs = legs.Add(paid with { Leg = leg });
            else legs = legs.Add(new(leg));
        }

        return state with { Legs = legs };
    }
}
