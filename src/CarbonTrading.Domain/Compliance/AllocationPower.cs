using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>The peak-shaving curve (调峰修正系数) of a compliance year, from the rule files <c>peak-shaving-*</c>.</summary>
/// <param name="Threshold">Load factor, as a fraction, from which on the factor is 1.</param>
/// <param name="Decimals">The factor is rounded half-up to these.</param>
public abstract record PeakShaving(decimal Threshold, int Decimals)
{
    /// <summary>Factor of a load.</summary>
    /// <param name="load">Load factor as a fraction, above 0.</param>
    /// <returns>1 from the threshold on, else the curve, half-up to <see cref="Decimals"/>.</returns>
    public decimal Factor(decimal load) => load >= Threshold ? 1m : decimal.Round(Curve(load), Decimals, MidpointRounding.AwayFromZero);

    /// <summary>The curve below the threshold.</summary>
    protected abstract decimal Curve(decimal load);
}

/// <summary>2023 and 2024: base ^ (intercept - slope × F), F as a fraction.</summary>
public sealed record PowerOfLoad(decimal Threshold, int Decimals, decimal Base, decimal Intercept, decimal Slope) : PeakShaving(Threshold, Decimals)
{
    /// <inheritdoc/>
    protected override decimal Curve(decimal load) => DecimalMath.Pow(Base, Intercept - (Slope * load));
}

/// <summary>2025 and 2026: constant - a (1 - e^(-F / a-scale)) - b (1 - e^(-F / b-scale)), F in percent.</summary>
public sealed record DoubleExponential(decimal Threshold, int Decimals, decimal Constant, decimal A, decimal AScale, decimal B, decimal BScale)
    : PeakShaving(Threshold, Decimals)
{
    /// <inheritdoc/>
    protected override decimal Curve(decimal load) => Constant
        - (A * (1m - DecimalMath.Exp(-load * 100m / AScale))) - (B * (1m - DecimalMath.Exp(-load * 100m / BScale)));
}

/// <summary>What a unit of a power plant did in a year, and the benchmarks of its class.</summary>
/// <param name="Generation">MWh generated.</param>
/// <param name="Heat">GJ supplied.</param>
/// <param name="Load">Load factor as a fraction.</param>
/// <param name="PowerBenchmark">tCO₂e/MWh (rule <c>benchmark-power-*</c>).</param>
/// <param name="HeatBenchmark">tCO₂e/GJ (rule <c>benchmark-heat-*</c>).</param>
/// <param name="Shaving">Peak-shaving curve; null where the class has none (unconventional coal, gas).</param>
/// <param name="IsGas">Gas unit: topped up to its verified emissions (rule <c>gas-exemption</c>).</param>
public sealed record PowerUnitYear(
    decimal Generation, decimal Heat, decimal Load, decimal PowerBenchmark, decimal HeatBenchmark, PeakShaving? Shaving, bool IsGas = false);

/// <summary>Allocation of a power unit.</summary>
/// <param name="Power">For power, floored.</param>
/// <param name="Heat">For heat, floored.</param>
/// <param name="TopUp">Gas units: up to the verified emissions.</param>
public sealed record UnitAllocation(Tonnes Power, Tonnes Heat, Tonnes TopUp)
{
    /// <summary>All of it.</summary>
    public Tonnes Total => Power + Heat + TopUp;
}

/// <summary>Allocation of an entity.</summary>
/// <param name="Initial">Sum of its units.</param>
/// <param name="TopUp">Up to the gap cap, floored.</param>
/// <param name="GapRate">Gap before the top-up as a share of verified emissions, half-up to four decimals (1 % = 0.01); 0 where there is none.</param>
public sealed record EntityAllocation(Tonnes Initial, Tonnes TopUp, decimal GapRate)
{
    /// <summary>Final allocation.</summary>
    public Tonnes Final => Initial + TopUp;
}

/// <summary>Power sector: generation × benchmark × peak-shaving factor + heat × benchmark, per unit; then gas exemption, then the gap cap per entity.</summary>
/// <remarks>Allocation plan 2023/2024 and its draft successor (rule files of <c>cn-ets</c>); every number comes in from there.</remarks>
public static class AllocationPower
{
    /// <summary>Allocation of a unit. Each part is rounded down.</summary>
    /// <param name="unit">Activity and benchmarks.</param>
    /// <param name="verified">Verified emissions of the unit: the gas exemption needs them; null = none applied.</param>
    public static UnitAllocation Unit(PowerUnitYear unit, Tonnes? verified = null)
    {
        var power = Floor(unit.Generation * unit.PowerBenchmark * (unit.Shaving?.Factor(unit.Load) ?? 1m));
        var heat = Floor(unit.Heat * unit.HeatBenchmark);
        return new(power, heat, unit.IsGas && verified is { } v ? v.MinusOrZero(power + heat) : Tonnes.Zero);
    }

    /// <summary>Allocation of an entity: topped up so that its gap is at most the capped share of its verified emissions.</summary>
    /// <param name="initial">Sum of its units, gas exemption included.</param>
    /// <param name="verified">Verified emissions of the entity.</param>
    /// <param name="gapCapShare">Rule <c>gap-cap-share</c>, for example 0.2.</param>
    public static EntityAllocation Entity(Tonnes initial, Tonnes verified, decimal gapCapShare)
    {
        var gap = verified.MinusOrZero(initial);
        var rate = verified.IsZero ? 0m : decimal.Round((decimal)gap.Value / verified.Value, 4, MidpointRounding.AwayFromZero);
        var floor = verified.Value * (1m - gapCapShare);
        return new(initial, initial.Value < floor ? Floor(floor - initial.Value) : Tonnes.Zero, rate);
    }

    /// <summary>Pre-allocation of a unit, rounded down.</summary>
    /// <param name="verifiedBefore">Verified emissions of the year before.</param>
    /// <param name="share">Rule <c>pre-allocation-share</c>.</param>
    public static Tonnes PreAllocation(Tonnes verifiedBefore, decimal share) => verifiedBefore.ShareRoundedDown(share);

    /// <summary>What is issued (or, negative, given back) at the final allocation.</summary>
    public static SignedTonnes TrueUp(Tonnes final, Tonnes preAllocated) => new(final.Value - preAllocated.Value);

    private static Tonnes Floor(decimal tonnes) => new((long)decimal.Floor(tonnes));
}
