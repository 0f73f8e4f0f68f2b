using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Cases;

/// <summary>Allocation cases C01 to C06, with the numbers of the rule files.</summary>
public class AllocationCases
{
    private static readonly PowerOfLoad curve2024 = new(
        RealRules.National("peak-shaving-threshold", 2024), (int)RealRules.National("peak-shaving-decimals", 2024),
        RealRules.National("peak-shaving-base", 2024), RealRules.National("peak-shaving-intercept", 2024), RealRules.National("peak-shaving-slope", 2024));

    private static readonly DoubleExponential curve2025 = new(
        RealRules.National("peak-shaving-threshold", 2025), (int)RealRules.National("peak-shaving-decimals", 2025),
        RealRules.National("peak-shaving-constant", 2025), RealRules.National("peak-shaving-a", 2025), RealRules.National("peak-shaving-a-scale", 2025),
        RealRules.National("peak-shaving-b", 2025), RealRules.National("peak-shaving-b-scale", 2025));

    [Fact]
    public void C01_two_conventional_coal_units_2024()
    {
        var heat = RealRules.National("benchmark-heat-coal", 2024);
        var a = AllocationPower.Unit(new(3_200_000, 1_500_000, 0.72m, RealRules.National("benchmark-power-class-1", 2024), heat, curve2024));
        var b = AllocationPower.Unit(new(1_500_000, 2_000_000, 0.60m, RealRules.National("benchmark-power-class-2", 2024), heat, curve2024));
        Assert.Equal((2_531_200L, 154_950L, 2_686_150L), (a.Power.Value, a.Heat.Value, a.Total.Value));
        Assert.Equal(1.061364m, curve2024.Factor(0.60m));
        Assert.Equal((1_281_437L, 206_600L, 1_488_037L), (b.Power.Value, b.Heat.Value, b.Total.Value));

        var entity = AllocationPower.Entity(a.Total + b.Total, new(4_370_000), RealRules.National("gap-cap-share", 2024));
        Assert.Equal((4_174_187L, 4_174_187L, 0.0448m), (entity.Initial.Value, entity.Final.Value, entity.GapRate));

        var share = RealRules.National("pre-allocation-share", 2024);
        Assert.Equal(1_890_777, AllocationPower.PreAllocation(new(2_701_111), share).Value);
        Assert.Equal(1_112_222, AllocationPower.PreAllocation(new(1_588_889), share).Value);
        Assert.Equal(795_373, AllocationPower.TrueUp(a.Total, new(1_890_777)).Value);
        Assert.Equal(375_815, AllocationPower.TrueUp(b.Total, new(1_112_222)).Value);
    }

    [Fact]
    public void C01_the_factor_jumps_at_the_threshold()
    {
        Assert.Equal(1m, curve2024.Factor(0.65m));
        Assert.Equal(1.045678m, curve2024.Factor(0.65m - 0.0000001m));
    }

    [Theory]
    [InlineData(1_234_567, 900_000, 87_653, 987_653)]
    [InlineData(1_000_000, 800_000, 0, 800_000)]
    [InlineData(1_000_000, 799_999, 1, 800_000)]
    public void C02_the_gap_is_capped_at_twenty_percent(long verified, long initial, long topUp, long final)
    {
        var entity = AllocationPower.Entity(new(initial), new(verified), RealRules.National("gap-cap-share", 2024));
        Assert.Equal((topUp, final), (entity.TopUp.Value, entity.Final.Value));
    }

    [Theory]
    [InlineData(301_000, 11_310, 301_000)]
    [InlineData(280_000, 0, 289_690)]
    public void C03_a_gas_unit_is_topped_up_to_what_it_emitted(long verified, long topUp, long final)
    {
        var unit = new PowerUnitYear(800_000, 500_000, 0.5m, RealRules.National("benchmark-power-class-4", 2024),
            RealRules.National("benchmark-heat-gas", 2024), null, IsGas: true);
        var allocated = AllocationPower.Unit(unit, new(verified));
        Assert.Equal((topUp, final), (allocated.TopUp.Value, allocated.Total.Value));
    }

    [Fact]
    public void C04_the_draft_curve_of_2025()
    {
        Assert.Equal(1.126059m, curve2025.Factor(0.45m));
        Assert.Equal(1m, curve2025.Factor(0.50m));
        Assert.Equal(1.100321m, curve2025.Factor(0.4999m));
        var unit = AllocationPower.Unit(new(1_200_000, 900_000, 0.45m, RealRules.National("benchmark-power-class-2", 2025),
            RealRules.National("benchmark-heat-coal", 2025), curve2025));
        Assert.Equal((1_083_313L, 92_430L, 1_175_743L), (unit.Power.Value, unit.Heat.Value, unit.Total.Value));
    }

    [Theory]
    [InlineData(0.7800, 1_560_000, 1_568_666)]
    [InlineData(0.6400, 1_280_000, 1_318_400)]
    [InlineData(0.8500, 1_700_000, 1_687_407)]
    [InlineData(0.9800, 1_960_000, 1_901_200)]
    public void C05_a_cement_line_2025(double intensity, long emissions, long allocated)
    {
        var alpha = AllocationIndustry.Alpha((decimal)intensity, 0.81m, RealRules.National("alpha-slope-cement", 2025),
            RealRules.National("alpha-threshold-cement", 2025), RealRules.National("alpha-cap-cement", 2025));
        Assert.Equal(allocated, AllocationIndustry.Line(new(emissions), alpha).Value);
    }

    [Fact]
    public void C05_for_2024_the_allocation_is_what_was_emitted()
    {
        var alpha = AllocationIndustry.Alpha(0.64m, 0.81m, 0.15m, 0.2m, RealRules.National("alpha-cap-cement", 2024));
        Assert.Equal(1_280_000, AllocationIndustry.Line(new(1_280_000), alpha).Value);
    }

    [Fact]
    public void C06_deduction_and_give_back()
    {
        var issued = AllocationIssuance.WithDeduction(new(50_000), new(30_000), new(70_000));
        Assert.Equal(new DeductedIssuance(new(0), new(20_000), new(0), new(0), new(40_000)), issued);
    }

    [Fact]
    public void C06_a_higher_final_allocation_is_deducted_further()
    {
        var issued = AllocationIssuance.WithDeduction(new(50_000), new(80_000), new(70_000));
        Assert.Equal(new DeductedIssuance(new(0), new(0), new(10_000), new(0), new(0)), issued);
    }

    [Fact]
    public void C06b_differentiated_issuance()
    {
        Assert.Equal((new Tonnes(200_000), new Tonnes(0)), AllocationIssuance.Differentiated(new(1_200_000), new(1_000_000)));
        Assert.Equal((new Tonnes(0), new Tonnes(200_000)), AllocationIssuance.Differentiated(new(800_000), new(1_000_000)));
    }
}
