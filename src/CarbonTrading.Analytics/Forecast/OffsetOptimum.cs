using CarbonTrading.Kernel;

namespace CarbonTrading.Analytics.Forecast;

/// <summary>The cheapest way to cover an obligation with credits and allowances.</summary>
/// <param name="Credits">Credits to buy, t.</param>
/// <param name="AllowancesToBuy">Allowances to buy, t.</param>
/// <param name="AllowancesLeft">Allowances left over: to be sold or carried over, or they lapse, t.</param>
/// <param name="Cost">Paid for credits and allowances.</param>
/// <param name="Gain">Against using no credits, allowances left over counted at their price; 0 or more.</param>
public sealed record OffsetOptimum(Tonnes Credits, Tonnes AllowancesToBuy, Tonnes AllowancesLeft, decimal Cost, decimal Gain)
{
    /// <summary>Credits up to the limit where they are cheaper than allowances, none where they are not.</summary>
    /// <remarks>Every tonne of credits saves or frees one allowance, so the cost is linear in the credits and the optimum at one end.</remarks>
    /// <param name="due">Allowances due, t.</param>
    /// <param name="free">Allowances held for it, t.</param>
    /// <param name="limit">Most credits allowed, t.</param>
    /// <param name="allowancePrice">Per tonne.</param>
    /// <param name="creditPrice">Per tonne.</param>
    /// <param name="surplusUsable">Whether allowances left over can be sold or carried over; if not, only bought ones are worth replacing.</param>
    public static OffsetOptimum Of(Tonnes due, Tonnes free, Tonnes limit, decimal allowancePrice, decimal creditPrice, bool surplusUsable = true)
    {
        var most = Tonnes.Min(limit, surplusUsable ? due : due.MinusOrZero(free));
        var credits = creditPrice < allowancePrice ? most : Tonnes.Zero;
        return new(credits, (due - credits).MinusOrZero(free), free.MinusOrZero(due - credits), CostOf(credits, due, free, allowancePrice, creditPrice),
            credits.Value * (allowancePrice - creditPrice));
    }

    /// <summary>What covering the obligation costs with so many credits.</summary>
    public static decimal CostOf(Tonnes credits, Tonnes due, Tonnes free, decimal allowancePrice, decimal creditPrice) =>
        (credits.Value * creditPrice) + ((due - credits).MinusOrZero(free).Value * allowancePrice);
}
