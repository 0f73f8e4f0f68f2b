namespace CarbonTrading.Kernel;

/// <summary>Dates the product accepts: 2013-01-01..2100-12-31.</summary>
public static class BookDates
{
    /// <summary>First date.</summary>
    public static readonly DateOnly First = new(2013, 1, 1);

    /// <summary>Last date.</summary>
    public static readonly DateOnly Last = new(2100, 12, 31);

    /// <summary>Whether the date is accepted.</summary>
    public static bool Accepts(DateOnly day) => day >= First && day <= Last;
}
