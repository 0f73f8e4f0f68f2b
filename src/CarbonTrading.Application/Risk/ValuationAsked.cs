using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>Seed and number of paths as a door was given them.</summary>
public sealed record ValuationAsked(ulong Seed, int Paths)
{
    /// <summary>Reads them; empty = the defaults.</summary>
    public static (ValuationAsked? Asked, DomainError? Error) Read(string? seed, string? paths)
    {
        var (number, count) = (Valuation.SeedDefault, Valuation.PathsDefault);
        if (!string.IsNullOrEmpty(seed) && !ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out number)) return (null, BadSeed());
        if (!string.IsNullOrEmpty(paths) && !int.TryParse(paths, NumberStyles.None, CultureInfo.InvariantCulture, out count)) return (null, BadPaths());
        return count is < Valuation.PathsMin or > Valuation.PathsMax ? (null, BadPaths()) : (new(number, count), null);
    }

    /// <summary>The seed has not its form.</summary>
    public static DomainError BadSeed() => DeskErrors.BadQuery("seed", $"a whole number from 0 to {ulong.MaxValue}; leave it out for {Valuation.SeedDefault}");

    /// <summary>The number of paths has not its form or bound.</summary>
    public static DomainError BadPaths() => DeskErrors.BadQuery(
        "paths", $"a whole number from {Valuation.PathsMin} to {Valuation.PathsMax}; leave it out for {Valuation.PathsDefault}");
}
