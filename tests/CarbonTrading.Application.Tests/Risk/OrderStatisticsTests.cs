using CarbonTrading.Analytics.MonteCarlo;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class OrderStatisticsTests
{
    [Fact]
    public void Every_rank_is_that_of_the_sorted_values() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat[]>().Filter(v => v.Length > 0),
        drawn =>
        {
            var values = drawn.Select(v => Math.Round(v.Get, 1)).ToArray(); // rounded: equal values occur
            return OrderStatistics.Select(values, [.. Enumerable.Range(0, values.Length)]).SequenceEqual(values.Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Values_that_are_all_the_same_or_far_apart_have_ranks_too()
    {
        Assert.Equal([5.0, 5.0], OrderStatistics.Select([5, 5, 5], 0, 2));
        Assert.Equal([-1e300, 0, 1e300], OrderStatistics.Select([1e300, 0, -1e300], 0, 1, 2));
        Assert.Equal([-1.7e308, 1.7e308], OrderStatistics.Select([1.7e308, -1.7e308], 0, 1)); // their distance is not a number
        Assert.Equal([3.0, 1.0], OrderStatistics.Select([2, 1, 3], 2, 0)); // in the order asked
    }

    [Theory]
    [InlineData(0.95, 100, 94)]
    [InlineData(0.99, 100, 98)]
    [InlineData(0.5, 3, 1)]
    [InlineData(0.05, 1, 0)]
    public void The_rank_of_a_quantile_is_the_smallest_that_leaves_the_share_at_or_below(double level, int count, int rank) =>
        Assert.Equal(rank, OrderStatistics.RankOf(level, count));
}
