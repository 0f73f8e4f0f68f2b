namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Values of the whole position on every path, at chosen days.</summary>
/// <param name="Days">Trading days ahead, ascending.</param>
/// <param name="Values">Per day, the value on every path, in path order.</param>
/// <param name="Kernel">What computed it; results of one kernel are the same to the bit.</param>
public sealed record Paths(IReadOnlyList<int> Days, IReadOnlyList<double[]> Values, string Kernel);

/// <summary>Correlated driftless geometric Brownian motion: S(t) = S(0) exp(-σ²t/2 + σW(t)), stepped from one chosen day to the next.</summary>
/// <remarks>Each block of 1,024 paths draws from a stream of its own and writes its own slice: any number of threads gives the same bits.</remarks>
public static class PathEngine
{
    /// <summary>Paths of one block.</summary>
    public const int BlockPaths = 1_024;

    /// <summary>Name of the kernel.</summary>
    public const string Kernel = "scalar-box-muller-1";

    /// <summary>Simulates.</summary>
    /// <param name="snapshot">Inputs.</param>
    /// <param name="days">Trading days ahead to look at; ascending, above 0.</param>
    /// <param name="paths">1 or more.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="threads">At most this many at once; no influence on the result.</param>
    /// <param name="progress">Takes the share done, 0..1; null = nobody asks.</param>
    /// <param name="ct">Ends the run between two blocks.</param>
    public static Paths Run(
        Snapshot snapshot, IReadOnlyList<int> days, int paths, ulong seed, int threads, IProgress<double>? progress, CancellationToken ct)
    {
        var (lower, _) = Cholesky.Of(snapshot.Correlation);
        var values = days.Select(_ => new double[paths]).ToArray();
        var blocks = (paths + BlockPaths - 1) / BlockPaths;
        var done = 0;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = ct }, block =>
        {
            Block(snapshot, lower, days, values, seed, block, Math.Min(BlockPaths, paths - block * BlockPaths));
            progress?.Report(Interlocked.Increment(ref done) / (double)blocks);
        });
        return new(days, values, Kernel);
    }

    private static void Block(Snapshot snapshot, double[][] lower, IReadOnlyList<int> days, double[][] values, ulong seed, int block, int count)
    {
        var stream = new NormalStream(seed, block);
        var factors = snapshot.Factors;
        var (draws, logs) = (new double[factors.Count], new double[factors.Count]);
        for (var path = 0; path < count; path++)
        {
            Array.Clear(logs);
            for (var d = 0; d < days.Count; d++)
            {
                var years = (days[d] - (d == 0 ? 0 : days[d - 1])) / snapshot.TradingDaysPerYear;
                for (var f = 0; f < draws.Length; f++) draws[f] = stream.Next();
                var value = 0.0;
                for (var f = 0; f < draws.Length; f++)
                {
                    var shock = 0.0;
                    for (var k = 0; k <= f; k++) shock += lower[f][k] * draws[k];
                    var sigma = factors[f].VolatilityAnnual;
                    logs[f] += sigma * Math.Sqrt(years) * shock - sigma * sigma * years / 2;
                    value += factors[f].Tonnes * factors[f].Spot * Math.Exp(logs[f]);
                }

                values[d][block * BlockPaths + path] = value;
            }
        }
    }
}
