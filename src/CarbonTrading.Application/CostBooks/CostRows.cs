using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

/// <summary>Cost, market value and result not yet realised of what one account holds of one unit class.</summary>
/// <param name="Method">Cost method in force on the day.</param>
/// <param name="Tonnes">Held.</param>
/// <param name="Cost">By the cost method, two decimals.</param>
/// <param name="Average">Cost per tonne, four decimals half-up; null at 0 t.</param>
/// <param name="Price">Null = no price, never 0.</param>
/// <param name="Value">Price x held, two decimals half-up; null without a price.</param>
/// <param name="Unrealised">Value less cost; null without a price, or where the price is in another currency.</param>
/// <param name="Residual">Cost no tonne bears any more.</param>
public sealed record CostRow(
    string Account, string Name, string NameZh, string Holder, UnitClass Unit, string Code, CostMethod Method, long Tonnes, decimal Cost, string Currency,
    decimal? Average, PositionPrice? Price, decimal? Value, decimal? Unrealised, decimal Residual)
{
    /// <summary>Borrowed and to be given back, whether still held or not: value and result are of what is held less this.</summary>
    public long Owed { get; init; }
}

/// <summary>What one account had, got and gave of one unit class in a period: tonnes and cost, opening plus changes is closing.</summary>
/// <param name="Opening">At the end of the day before the period.</param>
/// <param name="In">Allocated, bought, issued, borrowed, transferred or carried over into it; the unit class says which.</param>
/// <param name="Delivered">Sold and delivered, or lost under a contract.</param>
/// <param name="Surrendered">For compliance.</param>
/// <param name="Cancelled">For good.</param>
/// <param name="Converted">Carried over into a later vintage.</param>
/// <param name="Returned">To the authority, or to who lent them.</param>
/// <param name="Lapsed">No longer usable.</param>
/// <param name="Residual">Cost to the residual account; never tonnes.</param>
/// <param name="Closing">At the end of the period.</param>
public sealed record RollForwardRow(
    string Account, UnitClass Unit, string Code, string Currency, Flow Opening, Flow In, Flow Delivered, Flow Surrendered, Flow Cancelled, Flow Converted,
    Flow Returned, Flow Lapsed, Flow Residual, Flow Closing)
{
    /// <summary>What does not add up: nothing, ever.</summary>
    public Flow Difference => Opening + In - Delivered - Surrendered - Cancelled - Converted - Returned - Lapsed - Residual - Closing;
}

/// <summary>Tonnes and their cost.</summary>
public readonly record struct Flow(long Tonnes, decimal Cost)
{
    /// <summary>Sum.</summary>
    public static Flow operator +(Flow a, Flow b) => new(a.Tonnes + b.Tonnes, a.Cost + b.Cost);

    /// <summary>Difference.</summary>
    public static Flow operator -(Flow a, Flow b) => new(a.Tonnes - b.Tonnes, a.Cost - b.Cost);
}

/// <summary>What a result comes from.</summary>
public enum ResultKind
{
    /// <summary>Units sold and delivered.</summary>
    Sale,
    /// <summary>Units of our own given back for units that were borrowed: the cost of having used those.</summary>
    GivenBack,
    /// <summary>A contract that was not performed: units lost for the money that stays, or money alone.</summary>
    Default,
    /// <summary>Units given as security and sold for what is owed, the contract not being in default.</summary>
    Security,
    /// <summary>Premium of an option that was used or lapsed.</summary>
    Premium,
    /// <summary>A contract settled in cash, a premium included.</summary>
    Cash,
    /// <summary>Interest, fee or difference of prices of a repo, a pledge or a loan of units that ended.</summary>
    Financing,
}

/// <summary>What one settled sale earned, or a contract that ended.</summary>
/// <param name="Trade">Key of the trade or contract; of a loan without a contract its id.</param>
/// <param name="Day">Day of delivery, or the end.</param>
/// <param name="Movement">Version of the account's event that delivered; 0 = money alone.</param>
/// <param name="Tonnes">Delivered.</param>
/// <param name="Proceeds">Price x quantity less fee, two decimals; of money alone what was got less what was paid.</param>
/// <param name="Cost">What the books took for the units, by the cost method.</param>
/// <param name="Realised">Proceeds less cost.</param>
/// <param name="Lots">Lots delivered, with the cost of each and how it was found.</param>
public sealed record RealisedRow(
    string Account, string Trade, DateOnly Day, int Movement, string Code, long Tonnes, decimal Proceeds, decimal Cost, decimal Realised, string Currency,
    IReadOnlyList<CostLine> Lots)
{
    /// <summary>What it comes from.</summary>
    public ResultKind Kind { get; init; }

    /// <summary>Whether the key is that of a contract.</summary>
    public bool IsContract { get; init; }
}
