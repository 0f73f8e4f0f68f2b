using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    /// <summary>
    /// A delivery in parts: the leg keeps the part, the rest becomes a leg of its own with the same due day. What is paid for the units is divided with them, half-up to the
    /// cent, the remainder with the rest: parts and rest are always the whole. Of an exchange, and of what was divided by itself before, each leg is divided alone.
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
            return new LegSplit([leg.Leg with { Amount = paid }, Rest(state, 1, leg.Leg) with { Amount = whole - paid }]);
        }

        if (c.Quantity is not { } part || c.Amount is not null) return ContractErrors.PartMissing("quantity", c.Leg);
        if (part.IsZero || part.Value >= leg.Leg.Quantity!.Value.Value) return ContractErrors.QuantityNotAPart(part, leg.Leg.Quantity!.Value);
        List<ContractLeg> legs = [leg.Leg with { Quantity = part }, Rest(state, 1, leg.Leg) with { Quantity = new(leg.Leg.Quantity.Value.Value - part.Value) }];
        if (PaymentOf(state, terms, leg) is { Status: ContractLegStatus.Expected, Leg: { Amount: { } amount } money } && amount > 0)
        {
            var share = decimal.Round(amount * part.Value / leg.Leg.Quantity.Value.Value, 2, MidpointRounding.AwayFromZero);
            if (share > 0 && share < amount) legs.AddRange([money with { Amount = share }, Rest(state, 2, money) with { Amount = amount - share }]);
        }

        return new LegSplit(legs);
    }

    private static ContractLeg Rest(TermContract state, int number, ContractLeg of) => of with { Number = state.Legs.Count + number, PartOf = of.Whole };

    /// <summary>The money of a delivery: the leg beside it, the other way; null where the units are exchanged for others.</summary>
    private static StandingLeg? PaymentOf(TermContract state, AgreeContract terms, StandingLeg units) => terms.Kind == ContractKind.Swap ? null
        : state.Legs.Find(l => !l.Leg.IsUnits && l.Leg.Phase == units.Leg.Phase && l.Leg.IsIn != units.Leg.IsIn && l.Leg.Number == units.Leg.Number + 1 && !ContractLegs.IsMargin(terms, l.Leg));

    private static TermContract WithParts(TermContract state, LegSplit e)
    {
        var legs = state.Legs;
        foreach (var leg in e.Legs)
            legs = leg.Number <= legs.Count ? legs.SetItem(leg.Number - 1, legs[leg.Number - 1] with { Leg = leg }) : legs.Add(new(leg));
        return state with { Legs = legs };
    }
}
