namespace CarbonTrading.Analytics.MonteCarlo.Kernels;

/// <summary>Eight random streams of one path block side by side; which eight depends on (seed, block) alone.</summary>
/// <remarks>xoshiro256++ (Blackman, Vigna 2019), each state four words of SplitMix64 (Steele, Lea, Flood 2014).</remarks>
internal sealed class RandomLanes
{
    /// <summary>Streams, whatever the width of the kernel.</summary>
    public const int Count = 8;

    /// <summary>Word w of stream l stands at [8 w + l].</summary>
    public ulong[] State { get; } = new ulong[4 * Count];

    /// <summary>Goes to the start of a block.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="block">Number of the path block.</param>
    public void Start(ulong seed, int block)
    {
        var next = seed;
        next = unchecked(SplitMix(ref next) ^ ((ulong)(uint)block * 0xD1342543DE82EF95UL));
        for (var lane = 0; lane < Count; lane++)
            for (var word = 0; word < 4; word++) State[word * Count + lane] = SplitMix(ref next);
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
