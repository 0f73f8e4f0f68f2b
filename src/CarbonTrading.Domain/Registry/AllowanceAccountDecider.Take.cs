using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Free units somebody wants on a day.</summary>
    private sealed record Demand(DateOnly Day, Product Product, Tonnes Quantity, Bucket To, Origin? Origin = null, bool ForSale = false,
        IReadOnlyList<SerialRange>? Serials = null, string? Lot = null)
    {
        public bool Fits(Lot lot) => lot.Unit.Product == Product && (Origin is null || lot.Unit.Origin == Origin) && (Lot is null || lot.Id == Lot);
    }

    /// <summary>Moves, or why not.</summary>
    private readonly record struct Taken(IReadOnlyList<Move> Moves, DomainError? Error);

    private static Taken Take(AllowanceAccount state, Demand demand)
    {
        if (demand.Serials is { Count: > 0 }) return TakeNamed(state, demand, demand.Serials);
        var taken = state.Book.Take(
            new(demand.Day, demand.Quantity, demand.To, demand.Fits, demand.ForSale, demand.Product), state.Currency);
        return taken.Shortage is not { } shortage ? new(taken.Moves, null) : new([], shortage.IsLater
            ? AllowanceAccountErrors.WouldGoNegative(demand.Product.ToString(), demand.Quantity, shortage.Free, shortage.Day)
            : AllowanceAccountErrors.NotEnoughFree(demand.Product, demand.Quantity, shortage.Free, shortage.NotSellable, demand.Day));
    }

    /// <summary>Exactly the units with these serial numbers, all of them free on the day and later.</summary>
    private static Taken TakeNamed(AllowanceAccount state, Demand demand, IReadOnlyList<SerialRange> serials)
    {
        if (serials.Count > Serials.RangesMax || !serials.All(Serials.IsPossible)) return new([], AllowanceAccountErrors.SerialsNotPossible());
        if (Serials.Count(serials) != demand.Quantity.Value) return new([], AllowanceAccountErrors.SerialsDoNotAddUp(Serials.Count(serials), demand.Quantity));
        var named = state.Book.TakeNamed(Serials.Join(serials, []), demand.Day, demand.To, lot => demand.Fits(lot)
            && (!demand.ForSale || lot.SellableFrom <= demand.Day), state.Currency);
        return named.Missing is { } missing ? new([], AllowanceAccountErrors.SerialsNotFree(missing, demand.Day)) : new(named.Moves, null);
    }
}
