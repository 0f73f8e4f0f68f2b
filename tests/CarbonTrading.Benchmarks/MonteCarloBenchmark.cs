using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Analytics.MonteCarlo.Kernels;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace CarbonTrading.Benchmarks;

/// <summary>
/// 100,000 paths of 4 correlated factors over 250 daily steps, with the percentiles of every day: every kernel on 1 and 2 threads,
/// beside a plain loop.
/// </summary>
public static class MonteCarloBenchmark
{
    private const int Paths = 100_000;
    private const int PeerPaths = 10_000;
    private const double BoundSeconds = 1;

    private static readonly Snapshot snapshot = new(
        [new("a", 82.87, 0.25, 120_000), new("b", 104.4, 0.45, -20_000), new("c", 40.2, 0.6, 60_000), new("d", 620, 0.3, 8_000)],
        [[1, 0.6, 0.3, 0.2], [0.6, 1, 0.4, 0.1], [0.3, 0.4, 1, 0.25], [0.2, 0.1, 0.25, 1]], 242);

    private static readonly PathRequest request = new([.. Enumerable.Range(1, 250)], Paths, 7);

    /// <returns>0; 1 where the bound is broken or two runs differ.</returns>
    public static int Run()
    {
        Plain(100);
        Text($"paths: {Paths:N0}, steps: 250, factors: 4, processors: {Environment.ProcessorCount}");
        var (first, best) = (default(Paths), double.PositiveInfinity);
        var differ = false;
        foreach (var kernel in PathKernel.All.Where(k => k.IsSupported))
            foreach (var threads in new[] { 1, 2 })
            {
                PathEngine.Run(snapshot, request with { Kernel = kernel, Paths = 1_000 }, 1, null, CancellationToken.None); // warm
                var (paths, simulated, fan) = Timed(kernel, threads);
                first ??= paths;
                differ |= !first.Values.Zip(paths.Values).All(p => p.First.AsSpan().SequenceEqual(p.Second));
                best = threads == 2 ? Math.Min(best, simulated + fan) : best;
                Text($"{kernel.Name}, {threads} threads: {simulated + fan:0.000} s (paths {simulated:0.000}, percentiles {fan:0.000}), {Paths * 1_000.0 / simulated:0.00e+0} factor steps/s");
            }

        Text($"bits equal for every kernel and number of threads: {(differ ? "no" : "yes")}");
        var started = Stopwatch.GetTimestamp();
        var mean = Plain(PeerPaths);
        var peer = Stopwatch.GetElapsedTime(started).TotalSeconds * Paths / PeerPaths;
        Text($"peer: MathNet Normal.Samples and Math.Exp, a plain loop, 1 thread: {peer:0.000} s (from {PeerPaths:N0} paths), {Paths * 1_000.0 / peer:0.00e+0} factor steps/s");
        Text($"mean of the last day / value now: {first!.Values[^1].Average() / snapshot.Value:0.0000}, peer {mean / snapshot.Value:0.0000}");
        Text($"bound: {BoundSeconds:0} s on 2 threads with percentiles, {(best < BoundSeconds ? "kept" : "broken")}: {best:0.000} s");
        return best < BoundSeconds && !differ ? 0 : 1;
    }

    /// <summary>The median of three.</summary>
    private static (Paths Paths, double Simulated, double Fan) Timed(PathKernel kernel, int threads)
    {
        var runs = new List<(Paths Paths, double Simulated, double Fan)>();
        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var paths = PathEngine.Run(snapshot, request with { Kernel = kernel }, threads, null, CancellationToken.None);
            var simulated = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            Measures.Fan(paths, threads);
            runs.Add((paths, simulated, Stopwatch.GetElapsedTime(started).TotalSeconds));
        }

        return runs.OrderBy(r => r.Simulated + r.Fan).ElementAt(1);
    }

    /// <summary>The same model as one would write it first.</summary>
    private static double Plain(int paths)
    {
        var lower = Cholesky.Lower(snapshot.Correlation);
        var random = new Xoshiro256StarStar(7);
        var (normals, logs, sum) = (new double[250 * 4], new double[4], 0.0);
        for (var path = 0; path < paths; path++)
        {
            Normal.Samples(random, normals, 0, 1);
            Array.Clear(logs);
            var value = 0.0;
            for (var step = 0; step < 250; step++)
            {
                value = 0;
                for (var f = 0; f < 4; f++)
                {
                    var (shock, factor) = (0.0, snapshot.Factors[f]);
                    for (var k = 0; k <= f; k++) shock += lower[f][k] * normals[step * 4 + k];
                    var sigma = factor.VolatilityAnnual;
                    logs[f] += sigma * Math.Sqrt(1 / snapshot.TradingDaysPerYear) * shock - sigma * sigma / snapshot.TradingDaysPerYear / 2;
                    value += factor.Tonnes * factor.Spot * Math.Exp(logs[f]);
                }
            }

            sum += value;
        }

        return sum / paths;
    }

    private static void Text(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
