using CarbonTrading.Web.Components.Charts;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class PricePlotTests
{
    private static readonly PriceBar monday = new(new(2026, 4, 27), 80m, 84m, 79m, 82m, 100m, 50m);
    private static readonly PriceBar tuesday = new(new(2026, 4, 28), null, null, null, null);
    private static readonly PriceBar wednesday = new(new(2026, 4, 29), null, null, null, null);
    private static readonly PriceBar afterHoliday = new(new(2026, 5, 6), 82m, 86m, 81m, 85m, 300m);
    private static readonly HashSet<DateOnly> mayDays = [new(2026, 5, 1), new(2026, 5, 4), new(2026, 5, 5)];

    private readonly PricePlot plot = new([monday, tuesday, wednesday, afterHoliday], mayDays, 800, 300);

    [Fact]
    public void A_higher_price_stands_higher_and_all_stay_inside()
    {
        Assert.True(plot.Y(86m) < plot.Y(79m));
        Assert.InRange(plot.Y(86m), plot.Top, plot.PriceBottom);
        Assert.InRange(plot.Y(79m), plot.Top, plot.PriceBottom);
    }

    [Fact]
    public void Closed_days_are_one_gap_and_missing_days_another()
    {
        var gap = Assert.Single(plot.Closed);
        Assert.Equal((new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 5)), (gap.First, gap.Last));
        var run = Assert.Single(plot.MissingRuns());
        Assert.Equal((tuesday, wednesday), (run.First, run.Last));
    }

    [Fact]
    public void The_largest_volume_fills_the_volume_part_and_stacks_listed_and_block() =>
        Assert.Equal(plot.VolumeHeight(300m) / 2, plot.VolumeHeight(100m) + plot.VolumeHeight(50m), 6);

    [Fact]
    public void Grid_lines_are_round_numbers() => Assert.Equal([80m, 82m, 84m, 86m], plot.Ticks.Where(t => t >= 80m));

    [Fact]
    public void Without_open_high_and_low_it_is_a_line()
    {
        Assert.True(plot.IsCandles);
        Assert.False(new PricePlot([monday with { Open = null }], mayDays, 800, 300).IsCandles);
    }
}
