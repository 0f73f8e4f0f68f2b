using CarbonTrading.Analytics.Measures;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class RobustOutliersTests
{
    /// <summary>The formula once more, plainly: |r - median| > 6 x 1.4826 x MAD of the 60 returns before.</summary>
    private static List<int> Plain(IReadOnlyList<decimal> prices)
    {
        var returns = Enumerable.Range(1, prices.Count - 1).Select(i => Math.Log((double)(prices[i] / prices[i - 1]))).ToList();
        var found = new List<int>();
        for (var i = 60; i < returns.Count; i++)
        {
            var window = returns.GetRange(i - 60, 60);
            var median = Middle(window);
            if (Math.Abs(returns[i] - median) > 6 * 1.4826 * Middle([.. window.Select(r => Math.Abs(r - median))])) found.Add(i + 1);
        }

        return found;
    }

    private static double Middle(List<double> values)
    {
        values = [.. values.OrderBy(v => v)];
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static List<decimal> Wave(int count) => [.. Enumerable.Range(0, count).Select(i => 80m + i * 7 % 13 * 0.1m)];

    [Fact]
    public void The_real_series_has_the_outliers_of_the_plain_formula()
    {
        var prices = TestMarket.Own("cea-composite").Select(o => o["close"]!.Value).ToList();
        Assert.Equal(Plain(prices), RobustOutliers.Find(prices).Select(o => o.Index));
        Assert.NotEmpty(Plain(prices));
    }

    [Fact]
    public void Any_series_has_the_outliers_of_the_plain_formula() => Prop.ForAll(
        Gen.Choose(1, 10_000).ListOf(150).ToArbitrary(),
        steps =>
        {
            var prices = steps.Select(s => 50m + s * 0.01m).ToList();
            return Plain(prices).SequenceEqual(RobustOutliers.Find(prices).Select(o => o.Index));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Before_sixty_returns_are_known_nothing_is_judged()
    {
        Assert.Empty(RobustOutliers.Find([.. Wave(60), 800m]));
        Assert.Equal(61, Assert.Single(RobustOutliers.Find([.. Wave(61), 800m])).Index);
    }

    [Fact]
    public void One_wild_price_does_not_hide_the_next() =>
        Assert.Equal([61, 62, 63], RobustOutliers.Find([.. Wave(61), 800m, 80m, 800m]).Select(o => o.Index));

    [Fact]
    public void A_price_of_nought_or_below_has_no_log_return_and_is_passed_over() =>
        Assert.Empty(RobustOutliers.Find([.. Wave(61), -36.98m, 0m, 80m]));
}
