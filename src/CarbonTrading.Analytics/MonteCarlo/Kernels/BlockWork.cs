namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>One step from a day looked at to the next.</summary>
/// <param name="Drifts">Per factor: -σ²t/2.</param>
/// <param name="Shocks">Lower triangle of the correlation's root row by row, row f times σ √t.</param>
internal sealed record StepPlan(double[] Drifts, double[] Shocks);

/// <summary>What every block of a run needs.</summary>
/// <param name="Weights">Per factor: spot price x net tonnes.</param>
/// <param name="Steps">One for each day looked at.</param>
/// <param name="Values">Per step: where the value of every path goes.</param>
/// <param name="Growths">Per step, per factor: where price / spot of every path goes; null where nobody asked.</param>
internal sealed record BlockPlan(double[] Weights, IReadOnlyList<StepPlan> Steps, double[][] Values, double[]?[][] Growths);

/// <summary>The buffers of one thread; small enough for the first-level cache at four factors.</summary>
internal sealed class BlockWork(BlockPlan plan)
{
    /// <summary>Paths of a block.</summary>
    public const int Paths = 256;

    private int first;
    private int count;

    public BlockPlan Plan => plan;

    public RandomLanes Random { get; } = new();

    /// <summary>Normals of one step; factor f, path p at [f * Paths + p], as in all of these.</summary>
    public double[] Draws { get; } = new double[plan.Weights.Length * Paths];

    public double[] Logs { get; } = new double[plan.Weights.Length * Paths];

    public double[] Growths { get; } = new double[plan.Weights.Length * Paths];

    public double[] Values { get; } = new double[Paths];

    /// <summary>
    /// Goes to a block. A last block that is not full is simulated whole and kept in part: its first paths do not depend on how many
    /// there are.
    /// </summary>
    public void Start(ulong seed, int block)
    {
        Random.Start(seed, block);
        first = block * Paths;
        count = Math.Min(Paths, plan.Values[0].Length - first);
    }

    /// <summary>Carries what a step gave to where the run collects it.</summary>
    public void Keep(int step)
    {
        Values.AsSpan(0, count).CopyTo(plan.Values[step].AsSpan(first));
        for (var f = 0; f < plan.Weights.Length; f++)
            if (plan.Growths[step][f] is { } kept) Growths.AsSpan(f * Paths, count).CopyTo(kept.AsSpan(first));
    }
}
