using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Analytics.MonteCarlo.Kernels;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class ThinTradeTests
{
    [Fact]
    public void Weeks_are_weighed_by_tonnes_and_a_gap_of_k_weeks_has_variance_k_less_a_third()
    {
        Traded[] days = [new(0, 100, 900), new(4, 200, 100), new(7, 110, 1_000), new(30, 121, 5_000), new(31, 121, 0)];
        // Weekly means 110, 110, 121; the third is 3 weeks after the second. Median |r| = half of the second, robust deviation / 0.6745: nothing is cut.
        var r = Math.Log(1.1) / Math.Sqrt(3 - 1.0 / 3);
        var found = ThinTrade.Volatility(days, 1_000, 3)!;
        Assert.Equal(Math.Sqrt((0 + r * r) / 2 * 365.2425 / 7), found.Annual, 1e-12);
        Assert.Equal((2, 0), (found.Returns, found.Capped));
    }

    [Fact]
    public void Weeks_below_the_least_tonnes_are_left_out_and_two_weeks_are_too_few()
    {
        Traded[] days = [new(0, 100, 1_000), new(7, 10, 999), new(14, 100, 1_000), new(21, 100, 1_000)];
        Assert.Equal((0.0, 2), (ThinTrade.Volatility(days, 1_000, 3)!.Annual, ThinTrade.Volatility(days, 1_000, 3)!.Returns));
        Assert.Null(ThinTrade.Volatility(days[..3], 1_000, 3));
        Assert.Null(ThinTrade.Volatility([], 1_000, 3));
    }

    [Fact]
    public void One_slip_of_the_source_is_cut_and_hardly_changes_the_result()
    {
        List<Traded> days = [.. Enumerable.Range(0, 60).Select(i => new Traded(7 * i, 80 * Math.Exp(0.02 * (i % 2)), 2_000))];
        var clean = ThinTrade.Volatility(days, 1_000, 3)!;
        days[30] = days[30] with { Price = 8 };
        var slipped = ThinTrade.Volatility(days, 1_000, 3)!;
        Assert.Equal((0, 2), (clean.Capped, slipped.Capped));
        Assert.InRange(slipped.Annual / clean.Annual, 1, 1.3);
        var uncut = ThinTrade.Volatility(days, 1_000, 1e9)!;
        Assert.True(uncut.Annual > 10 * clean.Annual);
    }

    /// <summary>Daily prices of a known volatility: weekly means, corrected for averaging, find it again.</summary>
    [Fact]
    public void The_volatility_of_a_brownian_motion_is_found_again()
    {
        var random = new RandomLanes();
        random.Start(7, 0);
        var draws = new double[16 * 1_000];
        PathKernel.Scalar.Fill(random.State, draws);
        var (log, days) = (0.0, new List<Traded>());
        for (var i = 0; i < 7 * 2_000; i++) days.Add(new(i, Math.Exp(log += 0.02 * draws[i]), 1_000)); // every day of the week, 2,000 weeks
        Assert.Equal(0.02 * Math.Sqrt(365.2425), ThinTrade.Volatility(days, 1_000, 3)!.Annual, 0.02);
    }
}
