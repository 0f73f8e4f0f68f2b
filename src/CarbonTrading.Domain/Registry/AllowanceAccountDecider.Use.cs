using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Surrenders units whose vintage counts for the year. A rule that is not in force is recorded, and refuses nothing.</summary>
    /// <remarks>
    /// Rules: <c>vintage-usable-from</c> and <c>vintage-usable-to</c> of market and compliance year, as years; of a year that is still short after its deadline
    /// <c>arrears-vintage-usable-from</c> and <c>-to</c> let in more: where they are not in force, for a reason, and the event says how sure that is.
    /// </remarks>
    private static Decision<AllowanceAccountEvent> Surrender(AllowanceAccount state, SurrenderUnits c, Context context)
    {
        if (Afterwards(c.AppliedOn, c.Effective) is { } wrong) return wrong;
        var usable = VintageUsability.Of(state.Market, c.ComplianceYear, context.Rules);
        if (usable.Broken(c.Product.Vintage) is { IsInForce: true } broken)
        {
            var arrears = VintageUsability.OfArrears(state.Market, c.ComplianceYear, context.Rules, c.Effective, context.BusinessDate);
            if (arrears is null || arrears.Broken(c.Product.Vintage) is not null) return AllowanceAccountErrors.VintageNotUsable(c.Product, c.ComplianceYear, usable.Range, broken.Source);
            if (arrears.Status != RuleStatus.InForce && string.IsNullOrWhiteSpace(c.Remark))
                return AllowanceAccountErrors.VintageNotUsable(c.Product, c.ComplianceYear, usable.Range, broken.Source, arrears.Source);
            usable = arrears;
        }

        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Surrendered, c.Origin, false, c.Serials));
        if (taken.Error is { } error) return error;
        return new UnitsSurrendered(c.Effective, taken.Moves, c.ComplianceYear, c.RegistryReference, usable.Source, usable.Status, c.Remark, c.AppliedOn);
    }

    private static DomainError? Afterwards(DateOnly? applied, DateOnly day) =>
        applied is { } on && (!BookDates.Accepts(on) || on > day) ? AllowanceAccountErrors.AppliedAfterwards(on, day) : null;

    private static Decision<AllowanceAccountEvent> Cancel(AllowanceAccount state, CancelUnits c)
    {
        if (Afterwards(c.AppliedOn, c.Effective) is { } wrong) return wrong;
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Cancelled, c.Origin));
        if (taken.Error is { } error) return error;
        return new UnitsCancelled(c.Effective, taken.Moves, c.Purpose, c.Beneficiary, c.RegistryReference, c.AppliedOn);
    }
}
