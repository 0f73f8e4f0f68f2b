using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Free units somebody wants on a day.</summary>
    private sealed record Demand(DateOnly Day, Product Product, Tonnes Quantity, Bucket To, Origin? Origin = null, bool ForSale = false);

    /// <summary>Moves, or why not.</summary>
    private readonly record struct Taken(IReadOnlyList<Move> Moves, DomainError? Error);

    private static Taken Take(AllowanceAccount state, Demand demand)
    {
        var taken = state.Book.Take(
            new(demand.Day, demand.Quantity, demand.To,
                lot => lot.Unit.Product == demand.Product && (demand.Origin is null || lot.Unit.Origin == demand.Origin),
                demand.ForSale, demand.Product),
            state.Currency);
        return taken.Shortage is not { } shortage ? new(taken.Moves, null) : new([], shortage.IsLater
            ? AllowanceAccountErrors.WouldGoNegative(demand.Product.ToString(), demand.Quantity, shortage.Free, shortage.Day)
            : AllowanceAccountErrors.NotEnoughFree(demand.Product, demand.Quantity, shortage.Free, shortage.NotSellable, demand.Day));
    }
}
