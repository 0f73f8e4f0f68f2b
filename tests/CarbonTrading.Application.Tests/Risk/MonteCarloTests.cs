using CarbonTrading.Analytics.MonteCarlo;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class MonteCarloTests
{
    private const int Many = 200_000;
    private const ulong Seed = 7;

    private static readonly Snapshot one = new([new("cea", 82.87, 0.35, 100_000)], [[1]], 242);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Paths Run(Snapshot snapshot, int[] days, int paths = Many, ulong seed = Seed, int threads = 2) => PathEngine.Run(snapshot, new(days, paths, seed), threads, null, Ct);

    /// <summary>
    /// Lognormal, driftless, s = σ√t, z = N⁻¹(1 - level): VaR = V (1 - exp(-s²/2 + s z)), CVaR = V (1 - N(z - s) / (1 - level)).
    /// </summary>
    private static (double VaR, double CVaR, double StandardError) Closed(double level, int days, int paths)
    {
        var s = 0.35 * Math.Sqrt(days / 242.0);
        var z = Normal.InvCDF(0, 1, 1 - level);
        var quantile = one.Value * Math.Exp(-s * s / 2 + s * z);
        var density = Normal.PDF(0, 1, z) / (s * quantile); // of the value at its quantile
        return (one.Value - quantile, one.Value * (1 - Normal.CDF(0, 1, z - s) / (1 - level)), Math.Sqrt(level * (1 - level) / paths) / density);
    }

    [Theory]
    [InlineData(1, 0.99, 1)]
    [InlineData(2, 0.99, 1)]
    [InlineData(3, 0.99, 1)]
    [InlineData(4, 0.99, 1)]
    [InlineData(5, 0.99, 1)]
    [InlineData(7, 0.99, 1)]
    [InlineData(7, 0.95, 1)]
    [InlineData(7, 0.95, 10)]
    [InlineData(7, 0.99, 10)]
    public void Loss_of_one_position_is_within_3_standard_errors_of_the_closed_form(ulong seed, double level, int days)
    {
        const int paths = 100_000;
        var (var, cvar, error) = Closed(level, days, paths);
        var tail = Measures.Tail(one.Value, Run(one, [days], paths, seed).Values[0], level, days);
        Assert.InRange(tail.VaR, var - 3 * error, var + 3 * error);
        Assert.InRange(tail.CVaR, cvar - 3 * tail.CVaRStandardError!.Value, cvar + 3 * tail.CVaRStandardError!.Value);
        Assert.InRange(tail.StandardError!.Value / error, 0.5, 1.6); // 20 batches know it to 16 % (one standard deviation)
    }

    /// <summary>200 seeds each know a standard deviation to 5 %, their ratio to 7 %: the band is 2.5 of these wide.</summary>
    [Fact]
    public void Four_times_the_paths_halve_the_standard_error()
    {
        double Spread(int paths) => Enumerable.Range(1, 200).Select(seed => Measures.Tail(one.Value, Run(one, [1], paths, (ulong)seed).Values[0], 0.95, 1).VaR).StandardDeviation();
        Assert.InRange(Spread(8_000) / Spread(2_000), 0.41, 0.59);
    }

    [Fact]
    public void The_convergence_shows_the_first_eighth_quarter_half_and_all_of_the_paths()
    {
        var values = Run(one, [1], 80_000).Values[0];
        var steps = Measures.Converging(one.Value, values, 0.95);
        Assert.Equal([10_000, 20_000, 40_000, 80_000], steps.Select(s => s.Paths));
        Assert.Equal(Measures.Tail(one.Value, values.AsSpan(0, 20_000), 0.95, 1).VaR, steps[1].VaR);
        Assert.Equal(Measures.Tail(one.Value, values, 0.95, 1).StandardError, steps[3].StandardError);
        Assert.Equal([5], Measures.Converging(one.Value, values[..5], 0.95).Select(s => s.Paths).TakeLast(1));
    }

    /// <summary>The plain way: sort the losses, take the one of the rank, average from there.</summary>
    [Fact]
    public void Value_at_risk_and_its_mean_beyond_are_those_of_the_sorted_losses()
    {
        double[] values = [.. Run(one, [10], 5_000).Values[0].Select(v => Math.Round(v / 10_000) * 10_000)]; // rounded: many paths share the quantile
        var losses = values.Select(v => one.Value - v).Order().ToArray();
        var tail = Measures.Tail(one.Value, values, 0.95, 10);
        Assert.Equal(losses[4_749], tail.VaR);
        Assert.Equal(losses[4_749..].Average(), tail.CVaR, 1e-6);
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

    /// <summary>
    /// Written again without Calibration: a loop over the returns; where every day has a price also MathNet's root mean square.
    /// </summary>
    [Fact]
    public void Volatility_equals_a_second_implementation_to_1e_9()
    {
        List<Observed> gaps = [.. Enumerable.Range(0, 200).Select(i => new Observed(i + i / 7 * 2, 80 + 5 * Math.Sin(i * 1.7) + i % 3))];
        var (sum, count) = (0.0, 0);
        for (var i = 1; i < gaps.Count; i++, count++)
        {
            var move = Math.Log(gaps[i].Price) - Math.Log(gaps[i - 1].Price);
            sum += move * move / (gaps[i].Day - gaps[i - 1].Day);
        }

        Assert.Equal(Math.Sqrt(sum / count * 242), Calibration.Volatility(gaps, 242)!.Value, 1e-9);
        List<Observed> daily = [.. gaps.Select((o, i) => new Observed(i, o.Price))];
        var returns = daily.Skip(1).Zip(daily, (now, before) => Math.Log(now.Price / before.Price));
        Assert.Equal(returns.RootMeanSquare() * Math.Sqrt(242), Calibration.Volatility(daily, 242)!.Value, 1e-9);
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
