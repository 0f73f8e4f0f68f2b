using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Steel, cement, aluminium: A = E × (1 + alpha); alpha follows how far the intensity lies from the sector's balance value.</summary>
/// <remarks>
/// Rules: <c>alpha-slope-*</c>, <c>alpha-threshold-*</c>, <c>alpha-cap-*</c>, <c>balance-value-*</c>. Data year 2024: cap 0, allocation = emissions.
/// </remarks>
public static class AllocationIndustry
{
    /// <summary>Alpha, not rounded.</summary>
    /// <param name="intensity">t per t of product.</param>
    /// <param name="balance">Balance value of the sector, t per t of product, above 0.</param>
    /// <param name="slope">Alpha per share the intensity lies below the balance value.</param>
    /// <param name="threshold">Share from which on alpha stays at the cap.</param>
    /// <param name="cap">Most alpha, either way.</param>
    public static decimal Alpha(decimal intensity, decimal balance, decimal slope, decimal threshold, decimal cap)
    {
        var distance = (balance - intensity) / balance;
        return distance >= threshold ? cap : distance <= -threshold ? -cap : decimal.Clamp(slope * distance, -cap, cap);
    }

    /// <summary>Allocation of a line, rounded down.</summary>
    /// <param name="emissions">Verified emissions.</param>
    /// <param name="alpha">From <see cref="Alpha"/>.</param>
    public static Tonnes Line(Tonnes emissions, decimal alpha) => emissions.ShareRoundedDown(1m + alpha);
}
