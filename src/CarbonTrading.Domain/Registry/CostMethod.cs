using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>How the books find the cost of units that leave.</summary>
public enum CostMethod
{
    /// <summary>个别计价: the cost of the very lots that leave; lots leave oldest first unless named by serial number.</summary>
    Specific,
    /// <summary>移动加权平均: one running pool; a disposal takes its share and never moves the average.</summary>
    MovingAverage,
    /// <summary>先进先出: the oldest cost first, whichever lots leave.</summary>
    Fifo,
}

/// <summary>Part of a cost: what one lot, or the pool, gave to a disposal.</summary>
/// <param name="Lot">Lot whose cost was taken; null = the pool of a moving average.</param>
/// <param name="Quantity">Tonnes.</param>
/// <param name="Cost">Two decimals.</param>
public sealed record CostPart(string? Lot, Tonnes Quantity, decimal Cost);

/// <summary>What the books take for units that leave, where the method is not <see cref="CostMethod.Specific"/> from the start.</summary>
/// <param name="Method">Method in force on the day of the disposal.</param>
/// <param name="Cost">Two decimals, in the account's currency.</param>
/// <param name="Parts">Where it comes from; their costs add up to it.</param>
/// <param name="PoolQuantity">Tonnes in the pool just before.</param>
/// <param name="PoolCost">Cost of the pool just before.</param>
public sealed record BookCost(CostMethod Method, decimal Cost, IReadOnlyList<CostPart> Parts, Tonnes PoolQuantity, decimal PoolCost);

/// <summary>A receipt and the cost it should have had.</summary>
/// <param name="Quantity">Units it brought.</param>
/// <param name="Cost">Cost, two decimals, at least 0.</param>
public sealed record ReceiptCost(Tonnes Quantity, decimal Cost);

/// <summary>The cost of an earlier movement as the books take it now, because something was entered before it.</summary>
/// <param name="Day">Day of that movement.</param>
/// <param name="Movement">Its stream version.</param>
/// <param name="Index">Which of its moves, from 0.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Lot">Lot it moved.</param>
/// <param name="From">Bucket left.</param>
/// <param name="To">Bucket entered.</param>
/// <param name="Was">Cost booked so far, two decimals.</param>
/// <param name="Cost">Cost booked from now on.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Book">How it was found; null = the lot's own cost, or what a conversion took over.</param>
public sealed record CostChange(
    DateOnly Day, int Movement, int Index, UnitClass Unit, string Lot, Bucket From, Bucket To, decimal Was, decimal Cost, string Currency, BookCost? Book = null);
