using System.Runtime.CompilerServices;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>
/// Logarithm, sine and cosine, exponential as polynomials: plain Taylor series on a reduced argument, cut where the rest is below half
/// a unit in the last place.
/// </summary>
/// <remarks>
/// Reductions after Tang (1989, 1990) as in Sun's fdlibm; the coefficients are those of the series themselves.
/// KernelTests holds the bounds against <c>Math</c>.
/// </remarks>
internal static class Elementary<TLanes, TNumber, TBits>
    where TLanes : struct, ILanes<TNumber, TBits>
{
    private const ulong RootHalfBits = 0x3FE6A09E667F3BCD; // sqrt(1/2)
    private const ulong OneBits = 0x3FF0000000000000;
    private const ulong MantissaMask = 0x000FFFFFFFFFFFFF;
    private const ulong TwoTo52Bits = 0x4330000000000000; // 2^52: a whole number below it can lie in the mantissa as it is
    private const double TwoTo52 = 4503599627370496;
    private const double RoundToWhole = 6755399441055744; // 1.5 * 2^52: adding it rounds to a whole number, which then stands in the low bits

    /// <summary>Natural logarithm of a normal number above 0. Relative error below 4e-16.</summary>
    /// <remarks>
    /// x = 2^k m with m in [√½, √2); s = (m - 1) / (m + 1), |s| below 0.172; ln m = 2 (s + s³/3 + ... + s¹⁹/19). What is cut off is
    /// below 3e-17 of it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Log(TNumber x)
    {
        var shifted = TLanes.Add(TLanes.Bits(x), TLanes.OfBits(OneBits - RootHalfBits)); // now the exponent field counts from √½, not from 1
        var k = TLanes.Subtract(TLanes.Number(TLanes.Or(TLanes.Right(shifted, 52), TLanes.OfBits(TwoTo52Bits))), TLanes.Of(TwoTo52 + 1023));
        var m = TLanes.Number(TLanes.Add(TLanes.And(shifted, TLanes.OfBits(MantissaMask)), TLanes.OfBits(RootHalfBits)));
        var f = TLanes.Subtract(m, TLanes.Of(1));
        var s = TLanes.Divide(f, TLanes.Add(m, TLanes.Of(1)));
        var z = TLanes.Multiply(s, s);
        var p = TLanes.Of(1.0 / 19);
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 17));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 15));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 13));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 11));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 9));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 7));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 5));
        p = TLanes.MultiplyAdd(p, z, TLanes.Of(1.0 / 3));
        var twice = TLanes.Add(s, s);
        var logOfMantissa = TLanes.MultiplyAdd(TLanes.Multiply(twice, z), p, twice);
        return TLanes.MultiplyAdd(k, TLanes.Of(0.6931471805599453), logOfMantissa);
    }

    /// <summary>Sine and cosine of an angle in [-π/4, π/4]. Error below 3e-16.</summary>
    /// <remarks>Taylor to y¹⁵/15! and y¹⁶/16!: what is cut off is below 5e-17 and 3e-18.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumber Sine, TNumber Cosine) SinCos(TNumber y)
    {
        var w = TLanes.Multiply(y, y);
        var s = TLanes.Of(-1.0 / 1307674368000);
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(1.0 / 6227020800));
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(-1.0 / 39916800));
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(1.0 / 362880));
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(-1.0 / 5040));
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(1.0 / 120));
        s = TLanes.MultiplyAdd(s, w, TLanes.Of(-1.0 / 6));
        var c = TLanes.Of(1.0 / 20922789888000);
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(-1.0 / 87178291200));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(1.0 / 479001600));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(-1.0 / 3628800));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(1.0 / 40320));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(-1.0 / 720));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(1.0 / 24));
        c = TLanes.MultiplyAdd(c, w, TLanes.Of(-1.0 / 2));
        return (TLanes.MultiplyAdd(TLanes.Multiply(y, w), s, y), TLanes.MultiplyAdd(c, w, TLanes.Of(1)));
    }

    /// <summary>e^x; x is cut to [-708, 708]. Relative error below 4e-16.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2, ln 2 in two parts (Cody and Waite); e^r by Taylor to r¹³/13!, what is cut off is below
    /// 5e-18; then n goes into the exponent.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Exp(TNumber x)
    {
        x = TLanes.Min(TLanes.Max(x, TLanes.Of(-708)), TLanes.Of(708));
        var rounded = TLanes.MultiplyAdd(x, TLanes.Of(1.4426950408889634), TLanes.Of(RoundToWhole));
        var n = TLanes.Subtract(rounded, TLanes.Of(RoundToWhole));
        var r = TLanes.MultiplyAdd(n, TLanes.Of(-0.6931471805599453), x);
        r = TLanes.MultiplyAdd(n, TLanes.Of(-2.3190468138462996e-17), r); // what the double nearest to ln 2 leaves out
        var p = TLanes.Of(1.0 / 6227020800);
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 479001600));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 39916800));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 3628800));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 362880));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 40320));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 5040));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 720));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 120));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 24));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 6));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1.0 / 2));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1));
        p = TLanes.MultiplyAdd(p, r, TLanes.Of(1));
        return TLanes.Number(TLanes.Add(TLanes.Bits(p), TLanes.Left(TLanes.Bits(rounded), 52)));
    }
}
