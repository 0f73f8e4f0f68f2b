using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>Standard normals from the eight streams, by Box and Muller (1958).</summary>
internal static class Normals<TLanes, TNumber, TBits>
    where TLanes : struct, ILanes<TNumber, TBits>
{
    private const ulong OneBits = 0x3FF0000000000000;
    private const ulong SignBit = 0x8000000000000000;

    /// <summary>
    /// Fills <paramref name="draws"/> for the lanes from <paramref name="lane"/> on: rows of eight, two rows from each pair of
    /// uniforms.
    /// </summary>
    /// <param name="state">State of the streams; moves on.</param>
    /// <param name="draws">Length a multiple of 16.</param>
    /// <param name="lane">First lane of the eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ulong[] state, double[] draws, int lane)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(state);
        ref var to = ref MemoryMarshal.GetArrayDataReference(draws);
        var s0 = TLanes.LoadBits(ref words, lane);
        var s1 = TLanes.LoadBits(ref words, RandomLanes.Count + lane);
        var s2 = TLanes.LoadBits(ref words, 2 * RandomLanes.Count + lane);
        var s3 = TLanes.LoadBits(ref words, 3 * RandomLanes.Count + lane);
        for (var at = lane; at < draws.Length; at += 2 * RandomLanes.Count)
        {
            var radiusBits = Next(ref s0, ref s1, ref s2, ref s3);
            var angleBits = Next(ref s0, ref s1, ref s2, ref s3);
            var (first, second) = Pair(radiusBits, angleBits);
            TLanes.Store(first, ref to, at);
            TLanes.Store(second, ref to, at + RandomLanes.Count);
        }

        TLanes.StoreBits(s0, ref words, lane);
        TLanes.StoreBits(s1, ref words, RandomLanes.Count + lane);
        TLanes.StoreBits(s2, ref words, 2 * RandomLanes.Count + lane);
        TLanes.StoreBits(s3, ref words, 3 * RandomLanes.Count + lane);
    }

    /// <summary>
    /// Two normals: R cos θ and R sin θ with R = √(-2 ln u), u in (0, 1] from the upper 52 bits of the one word, θ from the other.
    /// </summary>
    /// <remarks>
    /// θ = (π/2) (q + r): quadrant q = the two lowest bits, r in [-½, ½) from the upper 52, so that no angle has to be reduced. 2⁻⁵² is
    /// the smallest u: |normal| is at most 8.5.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TNumber First, TNumber Second) Pair(TBits radiusBits, TBits angleBits)
    {
        var u = TLanes.Subtract(TLanes.Of(2), OneToTwo(radiusBits));
        var radius = TLanes.SquareRoot(TLanes.Multiply(TLanes.Of(-2), Elementary<TLanes, TNumber, TBits>.Log(u)));
        var r = TLanes.Subtract(OneToTwo(angleBits), TLanes.Of(1.5));
        var (sine, cosine) = Elementary<TLanes, TNumber, TBits>.SinCos(TLanes.Multiply(r, TLanes.Of(Math.PI / 2)));
        // A quarter turn swaps the two; the signs are those of the quadrant: cosine - in 1 and 2, sine - in 2 and 3.
        var odd = TLanes.And(angleBits, TLanes.OfBits(1));
        var swap = TLanes.Add(TLanes.Xor(odd, TLanes.OfBits(ulong.MaxValue)), TLanes.OfBits(1)); // 0 - odd: all ones or none
        var x = TLanes.Select(swap, TLanes.Bits(sine), TLanes.Bits(cosine));
        var y = TLanes.Select(swap, TLanes.Bits(cosine), TLanes.Bits(sine));
        var signOfSine = TLanes.And(TLanes.Left(angleBits, 62), TLanes.OfBits(SignBit));
        var signOfCosine = TLanes.Xor(signOfSine, TLanes.Left(odd, 63));
        return (TLanes.Multiply(radius, TLanes.Number(TLanes.Xor(x, signOfCosine))), TLanes.Multiply(radius, TLanes.Number(TLanes.Xor(y, signOfSine))));
    }

    /// <summary>The upper 52 bits as the mantissa of a number in [1, 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber OneToTwo(TBits bits) => TLanes.Number(TLanes.Or(TLanes.Right(bits, 12), TLanes.OfBits(OneBits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBits Next(ref TBits s0, ref TBits s1, ref TBits s2, ref TBits s3)
    {
        var result = TLanes.Add(TLanes.RotateLeft(TLanes.Add(s0, s3), 23), s0);
        var t = TLanes.Left(s1, 17);
        s2 = TLanes.Xor(s2, s0);
        s3 = TLanes.Xor(s3, s1);
        s1 = TLanes.Xor(s1, s2);
        s0 = TLanes.Xor(s0, s3);
        s2 = TLanes.Xor(s2, t);
        s3 = TLanes.RotateLeft(s3, 45);
        return result;
    }
}
