using CarbonTrading.Analytics.MonteCarlo;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class MonteCarloTests
{
    private const int Many = 200_000;
    private const ulong Seed = 7;

    private static readonly Snapshot one = new([new("cea", 82.87, 0.35, 100_000)], [[1]], 242);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Paths Run(Snapshot snapshot, int[] days, int paths = Many, ulong seed = Seed, int threads = 2) => PathEngine.Run(snapshot, new(days, paths, seed), threads, null, Ct);

    [Theory]
    [InlineData(0.95, 1)]
    [InlineData(0.99, 1)]
    [InlineData(0.95, 10)]
    [InlineData(0.99, 10)]
    public void Loss_of_one_position_agrees_with_the_closed_form(double level, int days)
    {
        // Lognormal, driftless: VaR = V (1 - exp(-s²/2 + s z)), CVaR = V (1 - N(z - s) / (1 - level)), s = sigma sqrt(t), z = N⁻¹(1 - level).
        var s = 0.35 * Math.Sqrt(days / 242.0);
        var z = Normal.InvCDF(0, 1, 1 - level);
        var value = one.Value;
        var tail = Measures.Tail(value, Run(one, [days]).Values[0], level, days);
        Assert.InRange(tail.VaR, value * (1 - Math.Exp(-s * s / 2 + s * z)) - 4 * tail.StandardError!.Value, value * (1 - Math.Exp(-s * s / 2 + s * z)) + 4 * tail.StandardError!.Value);
        Assert.InRange(tail.CVaR / (value * (1 - Normal.CDF(0, 1, z - s) / (1 - level))), 0.99, 1.01);
    }

    [Fact]
    public void A_price_without_drift_is_expected_to_stay()
    {
        var (mean, error) = Measures.Mean(Run(one, [60]).Values[0]);
        Assert.InRange(mean, one.Value - 4 * error, one.Value + 4 * error);
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Two_correlated_positions_agree_with_the_normal_formula_at_small_volatility(double rho)
    {
        var two = new Snapshot([new("a", 100, 0.02, 10), new("b", 50, 0.03, 40)], [[1, rho], [rho, 1]], 242);
        double a = 1_000 * 0.02 / Math.Sqrt(242), b = 2_000 * 0.03 / Math.Sqrt(242);
        var expected = -Normal.InvCDF(0, 1, 0.05) * Math.Sqrt(a * a + b * b + 2 * rho * a * b);
        var tail = Measures.Tail(two.Value, Run(two, [1]).Values[0], 0.95, 1);
        Assert.InRange(tail.VaR / expected, 0.985, 1.015);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_another_seed_does_not()
    {
        var two = new Snapshot([new("a", 100, 0.3, 10), new("b", 50, 0.2, -40)], [[1, 0.4], [0.4, 1]], 242);
        var single = Run(two, [1, 10], 10_000, threads: 1);
        foreach (var threads in new[] { 2, 5 })
            Assert.Equal(single.Values.SelectMany(v => v), Run(two, [1, 10], 10_000, threads: threads).Values.SelectMany(v => v));
        Assert.NotEqual(single.Values[0], Run(two, [1, 10], 10_000, seed: 8).Values[0]);
    }

    [Fact]
    public void The_first_paths_do_not_depend_on_how_many_there_are() =>
        Assert.Equal(Run(one, [1], 1_000).Values[0], Run(one, [1], 5_000).Values[0][..1_000]);

    [Fact]
    public void Volatility_counts_a_gap_of_k_days_with_variance_k()
    {
        var step = Math.Log(1.01);
        List<Observed> daily = [.. Enumerable.Range(0, 101).Select(i => new Observed(i, 80 * Math.Exp(i % 2 * step)))];
        Assert.Equal(step * Math.Sqrt(242), Calibration.Volatility(daily, 242)!.Value, 12);
        List<Observed> gap = [new(0, 100), new(4, 100 * Math.Exp(2 * step)), new(5, 100 * Math.Exp(3 * step))];
        Assert.Equal(step * Math.Sqrt(242), Calibration.Volatility(gap, 242)!.Value, 12); // (2s)²/4 and s²/1
        Assert.Null(Calibration.Volatility([new(0, 1), new(1, 2)], 242));
    }

    [Fact]
    public void A_correlation_takes_60_common_returns_and_59_are_too_few()
    {
        List<Observed> first = [.. Enumerable.Range(0, 61).Select(i => new Observed(i, 80 + Math.Sin(i)))];
        List<Observed> second = [.. first.Select(o => o with { Price = o.Price * 2 })];
        Assert.Equal(1, Calibration.Correlation(first, second)!.Value, 12);
        Assert.Null(Calibration.Correlation(first, second[1..]));
        // Series that end on different days are paired by day, not by their distance from the end.
        List<Observed> longer = [.. Enumerable.Range(0, 90).Select(i => new Observed(i, 80 + Math.Sin(i)))];
        Assert.Equal(1, Calibration.Correlation(longer, longer[..70])!.Value, 12);
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PathEngine.Run(one, new([1], Many, Seed), 2, null, stop.Token));
    }

    [Fact]
    public void Bins_hold_every_path()
    {
        var values = Run(one, [10], 5_000).Values[0];
        var bins = Measures.Distribution(one.Value, values);
        Assert.Equal((50, 5_000), (bins.Count, bins.Sum(b => b.Count)));
    }
}
