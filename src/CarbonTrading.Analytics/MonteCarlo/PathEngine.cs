using CarbonTrading.Analytics.MonteCarlo.Kernels;

namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Values of the whole position on every path, at chosen days.</summary>
/// <param name="Days">Trading days ahead, ascending.</param>
/// <param name="Values">Per day, the value on every path, in path order.</param>
/// <param name="Growths">Per day, per factor: price / spot on every path; null on days that were not asked for.</param>
/// <param name="Kernel">What computed it.</param>
public sealed record Paths(IReadOnlyList<int> Days, IReadOnlyList<double[]> Values, IReadOnlyList<IReadOnlyList<double[]>?> Growths, string Kernel);

/// <summary>
/// Correlated driftless geometric Brownian motion: S(t) = S(0) exp(-σ²t/2 + σW(t)), stepped from one chosen day to the next.
/// </summary>
/// <remarks>
/// Each block of 256 paths draws from streams of its own and writes its own slice: any number of threads gives the same bits.
/// </remarks>
public static class PathEngine
{
    /// <summary>Simulates.</summary>
    /// <param name="snapshot">Inputs; at least one factor.</param>
    /// <param name="request">Days, number of paths, seed.</param>
    /// <param name="threads">At most this many at once; no influence on the result.</param>
    /// <param name="progress">Takes the share done, 0..1; null = nobody asks.</param>
    /// <param name="ct">Ends the run between two blocks.</param>
    public static Paths Run(Snapshot snapshot, PathRequest request, int threads, IProgress<double>? progress, CancellationToken ct)
    {
        var kernel = request.Kernel ?? PathKernel.Best;
        if (!kernel.IsSupported) throw new NotSupportedException($"this processor has no {kernel.Name}");
        var plan = Plan(snapshot, request);
        var blocks = (request.Paths + BlockWork.Paths - 1) / BlockWork.Paths;
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = ct };
        Parallel.For(0, blocks, options, () => new BlockWork(plan), (block, _, work) =>
        {
            work.Start(request.Seed, block);
            kernel.Run(work);
            progress?.Report(Interlocked.Increment(ref done) / (double)blocks);
            return work;
        }, _ => { });
        return new(request.Days, plan.Values, [.. plan.Growths.Select(g => g.Any(f => f is null) ? null : (IReadOnlyList<double[]>)g!)], kernel.Name);
    }

    private static BlockPlan Plan(Snapshot snapshot, PathRequest request)
    {
        var factors = snapshot.Factors;
        var lower = Cholesky.Lower(snapshot.Correlation);
        var steps = request.Days.Select((day, d) =>
        {
            var years = (day - (d == 0 ? 0 : request.Days[d - 1])) / snapshot.TradingDaysPerYear;
            return new StepPlan(
                [.. factors.Select(f => -f.VolatilityAnnual * f.VolatilityAnnual * years / 2)],
                [.. factors.SelectMany((f, row) => lower[row].Take(row + 1).Select(l => l * f.VolatilityAnnual * Math.Sqrt(years)))]);
        }).ToList();
        return new([.. factors.Select(f => f.Spot * f.Tonnes)], steps,
            [.. request.Days.Select(_ => new double[request.Paths])],
            [.. request.Days.Select(d => factors.Select(_ => request.Detailed.Contains(d) ? new double[request.Paths] : null).ToArray())]);
    }
}

/// <summary>What to simulate.</summary>
/// <param name="Days">Trading days ahead to look at; ascending, above 0.</param>
/// <param name="Paths">1 or more.</param>
/// <param name="Seed">Seed.</param>
public sealed record PathRequest(IReadOnlyList<int> Days, int Paths, ulong Seed)
{
    /// <summary>Those of the days on which the price of every factor is kept too.</summary>
    public IReadOnlyCollection<int> Detailed { get; init; } = [];

    /// <summary>Width to run at; null = the widest of this processor. No influence on the result.</summary>
    public PathKernel? Kernel { get; init; }
}
