using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>A width the simulation can run at on this processor.</summary>
/// <remarks>
/// All give the same bits: they are one text in <see cref="ILanes{TNumber,TBits}"/>. The name in a result says how it was computed, not
/// what came out.
/// </remarks>
public sealed class PathKernel
{
    private readonly Action<BlockWork> block;
    private readonly Action<ulong[], double[]> normals;

    private PathKernel(string name, bool isSupported, Action<BlockWork> block, Action<ulong[], double[]> normals) =>
        (Name, IsSupported, this.block, this.normals) = (name, isSupported, block, normals);

    /// <summary>Eight lanes.</summary>
    public static readonly PathKernel Avx512 = Of<Lanes8, Vector512<double>, Vector512<ulong>>("gbm-2/avx-512", Avx512F.IsSupported);

    /// <summary>Four lanes.</summary>
    public static readonly PathKernel Avx256 = Of<Lanes4, Vector256<double>, Vector256<ulong>>("gbm-2/avx2", Avx2.IsSupported && Fma.IsSupported);

    /// <summary>One lane; everywhere.</summary>
    public static readonly PathKernel Scalar = Of<Lanes1, double, ulong>("gbm-2/scalar", true);

    /// <summary>All, the widest first.</summary>
    public static readonly IReadOnlyList<PathKernel> All = [Avx512, Avx256, Scalar];

    /// <summary>The widest this processor has.</summary>
    public static readonly PathKernel Best = All.First(k => k.IsSupported);

    /// <summary>Name: version of the arithmetic / width.</summary>
    public string Name { get; }

    /// <summary>Whether this processor has the instructions.</summary>
    public bool IsSupported { get; }

    internal void Run(BlockWork work) => block(work);

    internal void Fill(ulong[] state, double[] draws) => normals(state, draws);

    private static PathKernel Of<TLanes, TNumber, TBits>(string name, bool isSupported)
        where TLanes : struct, ILanes<TNumber, TBits> => new(name, isSupported,
            work => BlockKernel<TLanes, TNumber, TBits>.Run(work),
            (state, draws) =>
            {
                for (var lane = 0; lane < RandomLanes.Count; lane += TLanes.Width) Normals<TLanes, TNumber, TBits>.Fill(state, draws, lane);
            });
}
