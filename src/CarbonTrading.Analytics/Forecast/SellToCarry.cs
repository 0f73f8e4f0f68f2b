using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;

namespace CarbonTrading.Analytics.Forecast;

/// <summary>How much must be sold so that nothing lapses.</summary>
/// <param name="Sell">Least sale after which all that is left may be carried over, t.</param>
/// <param name="Carry">Carried over then, t.</param>
/// <param name="LapsesWithoutSale">What would lapse if nothing were sold, t.</param>
public sealed record SellToCarry(Tonnes Sell, Tonnes Carry, Tonnes LapsesWithoutSale)
{
    /// <summary>Finds the least sale x with holding - x ≤ limit(sold + x).</summary>
    /// <remarks>The left side falls and the right side never falls with x, so halving finds the first x; at x = holding nothing is left.</remarks>
    /// <param name="limit">Limit of the market.</param>
    /// <param name="sold">Sold in the window so far, t.</param>
    /// <param name="bought">Bought in the window so far, t.</param>
    /// <param name="holding">Held after the surrender, t.</param>
    public static SellToCarry Solve(CarryOverLimit limit, Tonnes sold, Tonnes bought, Tonnes holding)
    {
        long least = 0, most = holding.Value;
        while (least < most)
        {
            var half = least + ((most - least) / 2);
            if (holding.Value - half <= limit.OfSales(sold + new Tonnes(half), bought).Value) most = half;
            else least = half + 1;
        }

        return new(new(least), holding - new Tonnes(least), holding.MinusOrZero(limit.OfSales(sold, bought)));
    }
}
