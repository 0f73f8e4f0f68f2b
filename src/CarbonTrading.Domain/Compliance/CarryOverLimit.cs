using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Most allowances of older vintages that may be carried over (结转): base + rate × net sold, and no more than is held.</summary>
/// <remarks>
/// Rules: <c>carry-over-base</c>, <c>carry-over-rate</c>; net sold counts trades of <c>carry-over-window-from</c> to <c>carry-over-window-to</c>.
/// </remarks>
/// <param name="Base">t.</param>
/// <param name="Rate">t per t net sold.</param>
public sealed record CarryOverLimit(decimal Base, decimal Rate)
{
    /// <summary>The limit before the holding is looked at.</summary>
    /// <param name="sold">Sold in the window, t.</param>
    /// <param name="bought">Bought in the window, t.</param>
    /// <returns>Whole tonnes, rounded down.</returns>
    public Tonnes OfSales(Tonnes sold, Tonnes bought) => new((long)decimal.Floor(Base + (Rate * sold.MinusOrZero(bought).Value)));

    /// <summary>The most that may be carried over.</summary>
    /// <param name="sold">Sold in the window, t.</param>
    /// <param name="bought">Bought in the window, t.</param>
    /// <param name="holding">Held at the end of the window, less what is under way in surrender or cancellation, t.</param>
    /// <param name="excluded">Entity missed a deadline of the excluded years (rule <c>carry-over-excluded-deadline-years</c>).</param>
    public Tonnes Most(Tonnes sold, Tonnes bought, Tonnes holding, bool excluded = false) =>
        excluded ? Tonnes.Zero : Tonnes.Min(holding, OfSales(sold, bought));
}
