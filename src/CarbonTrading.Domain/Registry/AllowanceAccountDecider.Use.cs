using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Surrenders units whose vintage counts for the year. A rule that is not in force is recorded, and refuses nothing.</summary>
    /// <remarks>Rules: <c>vintage-usable-from</c> and <c>vintage-usable-to</c> of market and compliance year, as years.</remarks>
    private static Decision<AllowanceAccountEvent> Surrender(AllowanceAccount state, SurrenderUnits c, Context context)
    {
        var year = new DateOnly(c.ComplianceYear, 1, 1);
        var from = context.Rules.TryFind("vintage-usable-from", state.Market, year);
        var to = context.Rules.TryFind("vintage-usable-to", state.Market, year);
        if (c.Product.Vintage != Vintage.None)
        {
            if (from is { IsInForce: true, Number: { } first } && c.Product.Vintage.First < first)
                return AllowanceAccountErrors.VintageNotUsable(c.Product, c.ComplianceYear, Range(from, to), from.Source);
            if (to is { IsInForce: true, Number: { } last } && c.Product.Vintage.Last > last)
                return AllowanceAccountErrors.VintageNotUsable(c.Product, c.ComplianceYear, Range(from, to), to.Source);
        }

        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Surrendered, c.Origin));
        if (taken.Error is { } error) return error;
        var weakest = new[] { from, to }.MaxBy(v => v?.Status ?? RuleStatus.Unknown);
        return new UnitsSurrendered(
            c.Effective, taken.Moves, c.ComplianceYear, c.RegistryReference, weakest?.Source ?? "no vintage rule for this market and year",
            weakest?.Status ?? RuleStatus.Unknown);
    }

    private static Decision<AllowanceAccountEvent> Cancel(AllowanceAccount state, CancelUnits c)
    {
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Cancelled, c.Origin));
        if (taken.Error is { } error) return error;
        return new UnitsCancelled(c.Effective, taken.Moves, c.Purpose, c.Beneficiary, c.RegistryReference);
    }

    private static string Range(RuleValue? from, RuleValue? to) => $"{Year(from, "any")} to {Year(to, "any")}";

    private static string Year(RuleValue? rule, string none) => rule?.Number?.ToString("0", CultureInfo.InvariantCulture) ?? none;
}
