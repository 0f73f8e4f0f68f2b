using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>One lane, on every processor; also the plain reading of what the wide ones do.</summary>
internal readonly struct Lanes1 : ILanes<double, ulong>
{
    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfBits(ulong value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(ref double from, int at) => Unsafe.Add(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadBits(ref ulong from, int at) => Unsafe.Add(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double value, ref double to, int at) => Unsafe.Add(ref to, at) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(ulong value, ref ulong to, int at) => Unsafe.Add(ref to, at) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SquareRoot(double a) => Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(double a, double b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(double a, double b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b) => unchecked(a + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong a, ulong b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong a, ulong b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Left(ulong a, [ConstantExpected] byte count) => a << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Right(ulong a, [ConstantExpected] byte count) => a >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateLeft(ulong a, [ConstantExpected] byte count) => ulong.RotateLeft(a, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Select(ulong mask, ulong yes, ulong no) => (mask & yes) | (~mask & no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(double a) => BitConverter.DoubleToUInt64Bits(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Number(ulong a) => BitConverter.UInt64BitsToDouble(a);
}
