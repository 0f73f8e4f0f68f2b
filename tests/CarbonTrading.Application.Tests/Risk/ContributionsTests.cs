using CarbonTrading.Analytics.MonteCarlo;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class ContributionsTests
{
    private static readonly Snapshot two = new([new("a", 100, 0.02, 10), new("b", 50, 0.03, 40), new("hedge", 20, 0.02, -30)],
        [[1, 0.4, 0.8], [0.4, 1, 0.5], [0.8, 0.5, 1]], 242);

    private static Paths Run() => PathEngine.Run(two, new([1], 400_000, 7) { Detailed = [1] }, 2, null, TestContext.Current.CancellationToken);

    [Fact]
    public void The_parts_add_up_to_the_whole()
    {
        var paths = Run();
        var loss = Contributions.Of(two, paths.Values[0], paths.Growths[0]!, 0.95);
        var tail = Measures.Tail(two.Value, paths.Values[0], 0.95, 1);
        double Sum(Func<FactorLoss, double> of) => two.Factors.Zip(loss, (f, l) => f.Spot * f.Tonnes * of(l)).Sum();
        Assert.Equal(tail.VaR, Sum(l => l.VaRPerValue), tail.VaR * 1e-12);
        Assert.Equal(tail.CVaR, Sum(l => l.CVaRPerValue), tail.CVaR * 1e-10);
    }

    /// <summary>
    /// At small volatility the loss is normal and the part of i is VaR · cov(i, whole) / var(whole); the hedge has a negative one.
    /// </summary>
    [Fact]
    public void The_parts_agree_with_the_normal_formula_at_small_volatility()
    {
        var paths = Run();
        var loss = Contributions.Of(two, paths.Values[0], paths.Growths[0]!, 0.95);
        double[] sd = [.. two.Factors.Select(f => f.Spot * f.Tonnes * f.VolatilityAnnual / Math.Sqrt(242))];
        double[] covariance = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Sum(j => sd[i] * sd[j] * two.Correlation[i][j]))];
        var whole = Math.Sqrt(covariance.Sum());
        var (z, c) = (-Normal.InvCDF(0, 1, 0.05), Normal.PDF(0, 1, Normal.InvCDF(0, 1, 0.05)) / 0.05);
        for (var i = 0; i < 3; i++)
        {
            var held = two.Factors[i].Spot * two.Factors[i].Tonnes;
            Assert.Equal(z * covariance[i] / whole, held * loss[i].VaRPerValue, 0.03 * z * whole);
            Assert.Equal(c * covariance[i] / whole, held * loss[i].CVaRPerValue, 0.02 * c * whole);
        }

        Assert.True(loss[2].VaRPerValue * two.Factors[2].Tonnes < 0);
    }

    [Fact]
    public void The_cost_of_one_shortage_agrees_with_the_lognormal_closed_form()
    {
        // Cost = 1,000 t x 80 x G, ln G normal with mean -s²/2 and deviation s = 0.3 sqrt(120 / 242); quantiles exp(-s²/2 + s z), the mean stays.
        var snapshot = new Snapshot([new("cea", 80, 0.3, 0)], [[1]], 242);
        var paths = PathEngine.Run(snapshot, new([1, 120], 200_000, 7) { Detailed = [120] }, 2, null, TestContext.Current.CancellationToken);
        var (each, sum) = Costs.Of(snapshot, paths, [new("ALU-2025", "cea", 1_000, 120)]);
        var cost = Assert.Single(each);
        var s = 0.3 * Math.Sqrt(120 / 242.0);
        double Quantile(double level) => 80_000 * Math.Exp(-s * s / 2 + s * Normal.InvCDF(0, 1, level));
        double Within3(double level) => 3 * Math.Sqrt(level * (1 - level) / 200_000) / (Normal.PDF(0, 1, Normal.InvCDF(0, 1, level)) / (s * Quantile(level)));
        Assert.Equal(80_000, cost.Now);
        Assert.Equal(80_000, cost.Mean, 3 * cost.StandardError);
        Assert.Equal(Quantile(0.5), cost.P50, Within3(0.5));
        Assert.Equal(Quantile(0.95), cost.P95, Within3(0.95));
        Assert.Equal(Quantile(0.99), cost.P99, Within3(0.99));
        Assert.Equal(cost with { Name = "" }, sum);
    }

    [Fact]
    public void The_cost_of_all_is_measured_on_the_same_paths()
    {
        var snapshot = new Snapshot([new("cea", 80, 0.3, 0), new("bea", 100, 0.6, 0)], [[1, -0.9], [-0.9, 1]], 242);
        var paths = PathEngine.Run(snapshot, new([20, 60], 50_000, 7) { Detailed = [20, 60] }, 2, null, TestContext.Current.CancellationToken);
        var (each, sum) = Costs.Of(snapshot, paths, [new("A", "cea", 1_000, 20), new("B", "bea", 500, 60)]);
        Assert.Equal(each.Sum(c => c.Mean), sum!.Mean, 1e-6 * sum.Mean);
        Assert.True(sum.P95 < each.Sum(c => c.P95)); // they do not all become dear on the same path
        Assert.Equal(([], null), Costs.Of(snapshot, paths, []));
    }
}
