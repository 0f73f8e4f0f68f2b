using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>Simulates the paths of one block, step by step; a row is eight paths side by side.</summary>
internal static class BlockKernel<TLanes, TNumber, TBits>
    where TLanes : struct, ILanes<TNumber, TBits>
{
    /// <summary>Runs the block the work stands on.</summary>
    public static void Run(BlockWork work)
    {
        Array.Clear(work.Logs);
        for (var step = 0; step < work.Plan.Steps.Count; step++)
        {
            for (var lane = 0; lane < RandomLanes.Count; lane += TLanes.Width)
            {
                Normals<TLanes, TNumber, TBits>.Fill(work.Random.State, work.Draws, lane);
                Advance(work, work.Plan.Steps[step], lane);
            }

            work.Keep(step);
        }
    }

    /// <summary>
    /// Log price of factor f: += Σ over k ≤ f of (σ √t L)[f,k] z[k] - σ²t/2; value of the row: Σ of weight · e^(log price).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Advance(BlockWork work, StepPlan step, int lane)
    {
        var factors = work.Plan.Weights.Length;
        ref var draws = ref MemoryMarshal.GetArrayDataReference(work.Draws);
        ref var logs = ref MemoryMarshal.GetArrayDataReference(work.Logs);
        ref var growths = ref MemoryMarshal.GetArrayDataReference(work.Growths);
        ref var values = ref MemoryMarshal.GetArrayDataReference(work.Values);
        for (var row = lane; row < BlockWork.Paths; row += RandomLanes.Count)
        {
            var value = TLanes.Of(0);
            var coefficient = 0;
            for (var f = 0; f < factors; f++)
            {
                var at = f * BlockWork.Paths + row;
                var log = TLanes.Add(TLanes.Load(ref logs, at), TLanes.Of(step.Drifts[f]));
                for (var k = row; k <= at; k += BlockWork.Paths)
                    log = TLanes.MultiplyAdd(TLanes.Of(step.Shocks[coefficient++]), TLanes.Load(ref draws, k), log);
                TLanes.Store(log, ref logs, at);
                var growth = Elementary<TLanes, TNumber, TBits>.Exp(log);
                TLanes.Store(growth, ref growths, at);
                value = TLanes.MultiplyAdd(TLanes.Of(work.Plan.Weights[f]), growth, value);
            }

            TLanes.Store(value, ref values, row);
        }
    }
}
