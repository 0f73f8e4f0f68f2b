using System.Diagnostics.CodeAnalysis;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>The operations a kernel is written in, on 8, 4 or 1 doubles at once.</summary>
/// <remarks>
/// Each is rounded correctly by IEEE 754 (the fused multiply-add rounds once) or is exact on bits. A kernel written in these alone gives the same
/// bits at every width, so the three widths cannot drift apart.
/// </remarks>
/// <typeparam name="TNumber">Doubles.</typeparam>
/// <typeparam name="TBits">The same lanes as 64 bits each.</typeparam>
internal interface ILanes<TNumber, TBits>
{
    static abstract int Width { get; }
    static abstract TNumber Of(double value);
    static abstract TBits OfBits(ulong value);
    static abstract TNumber Load(ref double from, int at);
    static abstract TBits LoadBits(ref ulong from, int at);
    static abstract void Store(TNumber value, ref double to, int at);
    static abstract void StoreBits(TBits value, ref ulong to, int at);
    static abstract TNumber Add(TNumber a, TNumber b);
    static abstract TNumber Subtract(TNumber a, TNumber b);
    static abstract TNumber Multiply(TNumber a, TNumber b);
    static abstract TNumber Divide(TNumber a, TNumber b);
    static abstract TNumber SquareRoot(TNumber a);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TNumber MultiplyAdd(TNumber a, TNumber b, TNumber c);

    /// <summary>The smaller; neither may be NaN.</summary>
    static abstract TNumber Min(TNumber a, TNumber b);

    /// <summary>The larger; neither may be NaN.</summary>
    static abstract TNumber Max(TNumber a, TNumber b);

    /// <summary>Sum modulo 2^64.</summary>
    static abstract TBits Add(TBits a, TBits b);
    static abstract TBits Xor(TBits a, TBits b);
    static abstract TBits And(TBits a, TBits b);
    static abstract TBits Or(TBits a, TBits b);
    static abstract TBits Left(TBits a, [ConstantExpected] byte count);
    static abstract TBits Right(TBits a, [ConstantExpected] byte count);
    static abstract TBits RotateLeft(TBits a, [ConstantExpected] byte count);

    /// <summary>Per bit of the mask: 1 takes <paramref name="yes"/>, 0 takes <paramref name="no"/>.</summary>
    static abstract TBits Select(TBits mask, TBits yes, TBits no);
    static abstract TBits Bits(TNumber a);
    static abstract TNumber Number(TBits a);
}
