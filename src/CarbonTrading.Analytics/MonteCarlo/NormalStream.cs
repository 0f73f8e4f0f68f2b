namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Standard normal draws of one path block: the same for the same (seed, block), whatever thread asks and in whatever order.</summary>
/// <remarks>xoshiro256++ (Blackman, Vigna 2019), seeded by SplitMix64 (Steele, Lea, Flood 2014); normals by Box and Muller (1958).</remarks>
public struct NormalStream
{
    private ulong s0, s1, s2, s3;
    private double spare;
    private bool hasSpare;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="block">Number of the path block.</param>
    public NormalStream(ulong seed, int block)
    {
        var state = unchecked(seed ^ ((ulong)(uint)block * 0xD1342543DE82EF95UL));
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
        (spare, hasSpare) = (0, false);
    }

    /// <summary>Next standard normal.</summary>
    public double Next()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform())); // 1 - u is in (0, 1]: the logarithm is finite
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Uniform());
        (spare, hasSpare) = (radius * sine, true);
        return radius * cosine;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    private ulong Bits()
    {
        unchecked
        {
            var result = ulong.RotateLeft(s0 + s3, 23) + s0;
            var t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = ulong.RotateLeft(s3, 45);
            return result;
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
