using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

public static partial class ObligationDecider
{
    /// <summary>
    /// An application for carry-over: several may be filed, of vintages the rules name, while the authority takes them, and of no more in all than may be carried
    /// over. What a court held past the last day may be applied for once it is released. Only rules in force refuse.
    /// </summary>
    private static Decision<ObligationEvent> Record(Obligation state, RecordFiling c, Context context)
    {
        if (c.Filing != Filing.CarryOver) return new PaperFiled(c.Effective, c.Filing, c.Reference, null, null);
        var (product, quantity) = (c.Product!.Value, c.Quantity!.Value);
        if (product.Market != state.Market) return ObligationErrors.FilingElsewhere(product, state.Market);
        if (context.Rules.TryFind("carry-over-rule", state.Market, c.Effective) is { IsInForce: true, Text: "suspended" } suspended)
            return ObligationErrors.CarryOverSuspended(state.Market, suspended.Source);
        if (state.Applications.ContainsKey(c.Reference)) return ObligationErrors.FilingKnown(c.Reference);
        if (CarryOverVintages.Of(state.Market, state.Year, context.Rules) is { IsInForce: true } old && !old.Has(product)) return ObligationErrors.VintageNotCarried(product, state.Year, old);
        var batch = CarryOverBatch.Of(state.Market, state.Year, c.Effective, context.Rules);
        if (batch is null && CarryOverWindow.Of(state.Market, state.Year, context.Rules) is { Status: RuleStatus.InForce, Last: { } last } window && c.Effective > last
            && quantity.Value > (context.CarryOver?.Released ?? 0))
            return ObligationErrors.CarryOverClosed(c.Effective, window);
        if (context.CarryOver is { IsInForce: true } cap && state.AppliedFor.Value + quantity.Value > cap.Highest)
            return ObligationErrors.CarryOverBeyondLimit(quantity, state.AppliedFor, new(cap.Highest), cap.Source).InUnit(context.Rules.UnitOf(state.Market, context.BusinessDate));
        return new PaperFiled(c.Effective, c.Filing, c.Reference, quantity, batch?.Number, product, c.Origin, state.Account,
            context.CarryOver is { } known ? new(known.Most) : null, context.CarryOver?.StatusOf(state.AppliedFor.Value + quantity.Value));
    }

    private static Decision<ObligationEvent> End(Obligation state, EndFiling c)
    {
        if (NotFiled(state, c.Reference, c.Effective) is { } wrong) return wrong;
        return new FilingEnded(c.Effective, c.Reference, c.End, c.Document, state.Applications[c.Reference].Product is null ? null : state.Account);
    }

    private static Decision<ObligationEvent> Fail(Obligation state, FailFiling c)
    {
        if (NotFiled(state, c.Reference, c.Effective) is { } wrong) return wrong;
        return new FilingFailed(c.Effective, c.Reference, c.Code, c.Message, c.Values);
    }

    private static Decision<ObligationEvent> Record(Obligation state, RecordCarriedOver c)
    {
        if (NotFiled(state, c.Reference, c.Effective) is { } wrong) return wrong;
        return new CarriedOver(c.Effective, c.Reference, c.Quantity);
    }

    private static DomainError? NotFiled(Obligation state, string reference, DateOnly day) =>
        !state.Applications.TryGetValue(reference, out var application) ? ObligationErrors.FilingUnknown(reference)
        : application.Status != ApplicationStatus.Filed ? ObligationErrors.FilingOver(reference, application.Status)
        : day < application.Since ? ObligationErrors.BeforeEarlierStep(reference, day, application.Since)
        : null;

    /// <summary>An application without a product is of a time when a later one replaced the one before.</summary>
    private static Obligation Filed(Obligation state, PaperFiled e)
    {
        if (e.Filing != Filing.CarryOver) return state;
        var others = e.Product is null ? state.Applications.RemoveRange(state.Applications.Where(a => a.Value.Product is null).Select(a => a.Key)) : state.Applications;
        return state with
        {
            Applications = others.SetItem(e.Reference, new(e.Reference, e.Effective, e.Product, e.Origin, e.Quantity!.Value, e.Batch, ApplicationStatus.Filed, e.Effective, Tonnes.Zero)),
        };
    }

    private static Obligation Application(Obligation state, string reference, Func<CarryOverApplication, CarryOverApplication> change) =>
        state with { Applications = state.Applications.SetItem(reference, change(state.Applications[reference])) };
}
