using System.Runtime.Intrinsics;
using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Analytics.MonteCarlo.Kernels;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class KernelTests
{
    private const ulong Seed = 7;

    private static readonly Snapshot four = new(
        [new("a", 82.87, 0.25, 120_000), new("b", 104.4, 0.45, -20_000), new("c", 40.2, 0.6, 60_000), new("d", 620, 0.3, 0)],
        [[1, 0.6, 0.3, 0.2], [0.6, 1, 0.4, 0.1], [0.3, 0.4, 1, 0.25], [0.2, 0.1, 0.25, 1]], 242);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Paths Run(PathKernel kernel, int paths = 1_000, int threads = 1) =>
        PathEngine.Run(four, new([1, 5, 10], paths, Seed) { Detailed = [10], Kernel = kernel }, threads, null, Ct);

    [Fact]
    public void Every_kernel_gives_the_same_bits()
    {
        var scalar = Run(PathKernel.Scalar);
        foreach (var kernel in PathKernel.All.Where(k => k.IsSupported))
        {
            var paths = Run(kernel);
            Assert.Equal(kernel.Name, paths.Kernel);
            Assert.Equal(scalar.Values.SelectMany(v => v), paths.Values.SelectMany(v => v));
            Assert.Equal(scalar.Growths[2]!.SelectMany(g => g), paths.Growths[2]!.SelectMany(g => g));
            Assert.Null(paths.Growths[0]);
        }
    }

    [Fact]
    public void The_widest_kernel_of_the_processor_is_taken() => Assert.Equal(
        PathKernel.All.First(k => k.IsSupported).Name, PathEngine.Run(four, new([1], 1, Seed), 1, null, Ct).Kernel);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_bits(int threads) => Assert.Equal(
        Run(PathKernel.Best, 10_000).Values.SelectMany(v => v), Run(PathKernel.Best, 10_000, threads).Values.SelectMany(v => v));

    /// <summary>The model once more, path by path, with the functions of the machine: agrees to 1e-12 of the value.</summary>
    [Fact]
    public void The_kernels_agree_with_a_plain_loop_over_the_same_draws()
    {
        var paths = Run(PathKernel.Best, BlockWork.Paths);
        var lower = Cholesky.Lower(four.Correlation);
        var random = new RandomLanes();
        random.Start(Seed, 0);
        var (draws, logs) = (new double[4 * BlockWork.Paths], new double[4 * BlockWork.Paths]);
        for (var d = 0; d < 3; d++)
        {
            FillPlainly(random.State, draws);
            var years = new[] { 1, 4, 5 }[d] / 242.0;
            for (var path = 0; path < BlockWork.Paths; path++)
            {
                var value = 0.0;
                for (var f = 0; f < 4; f++)
                {
                    var (shock, factor) = (0.0, four.Factors[f]);
                    for (var k = 0; k <= f; k++) shock += lower[f][k] * draws[k * BlockWork.Paths + path];
                    logs[f * BlockWork.Paths + path] += factor.VolatilityAnnual * Math.Sqrt(years) * shock - factor.VolatilityAnnual * factor.VolatilityAnnual * years / 2;
                    value += factor.Spot * factor.Tonnes * Math.Exp(logs[f * BlockWork.Paths + path]);
                }

                Assert.Equal(1, paths.Values[d][path] / value, 1e-12);
            }
        }
    }

    /// <summary>Box and Muller with Math.Log and Math.SinCos on xoshiro256++ one stream after the other.</summary>
    private static void FillPlainly(ulong[] state, double[] draws)
    {
        for (var lane = 0; lane < 8; lane++)
        {
            ulong s0 = state[lane], s1 = state[8 + lane], s2 = state[16 + lane], s3 = state[24 + lane];
            ulong Next() => unchecked(Step(ref s0, ref s1, ref s2, ref s3));
            for (var at = lane; at < draws.Length; at += 16)
            {
                var radius = Math.Sqrt(-2 * Math.Log(1 - (Next() >> 12) / 4503599627370496.0));
                var bits = Next();
                var (sine, cosine) = Math.SinCos(Math.PI / 2 * ((bits & 3) + (bits >> 12) / 4503599627370496.0 - 0.5));
                (draws[at], draws[at + 8]) = (radius * cosine, radius * sine);
            }

            (state[lane], state[8 + lane], state[16 + lane], state[24 + lane]) = (s0, s1, s2, s3);
        }
    }

    private static ulong Step(ref ulong s0, ref ulong s1, ref ulong s2, ref ulong s3)
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

    [Fact]
    public void Draws_are_standard_normal_and_the_two_of_a_pair_and_neighbouring_streams_do_not_know_of_each_other()
    {
        const int many = 204_800;
        var random = new RandomLanes();
        random.Start(Seed, 3);
        var draws = new double[many];
        PathKernel.Best.Fill(random.State, draws);
        double Product(int distance) => Enumerable.Range(0, many - distance).Average(i => draws[i] * draws[i + distance]);
        Assert.All(new[] { 1, 2, 8, 16 }, distance => Assert.InRange(Product(distance), -0.01, 0.01)); // 4.5 standard errors of 1 / sqrt(n)
        var sorted = draws.Order().ToArray();
        Assert.InRange(sorted.Average(), -0.01, 0.01);
        Assert.InRange(sorted.Average(d => d * d), 0.985, 1.015);
        Assert.InRange(sorted.Average(d => d * d * d * d), 2.9, 3.1);
        // Kolmogorov and Smirnov: above 1.63 / sqrt(n) one time in a hundred.
        var distance = sorted.Select((d, i) => Math.Max(Math.Abs(Normal.CDF(0, 1, d) - (double)i / many), Math.Abs(Normal.CDF(0, 1, d) - (double)(i + 1) / many))).Max();
        Assert.True(distance < 1.63 / Math.Sqrt(many), $"{distance}");
    }

    [Fact]
    public void The_first_words_of_a_stream_are_those_of_the_published_generator()
    {
        // xoshiro256++ from the state 1, 2, 3, 4: the first results of the reference code by Blackman and Vigna.
        ulong s0 = 1, s1 = 2, s2 = 3, s3 = 4;
        Assert.Equal([41943041UL, 58720359UL, 3588806011781223UL, 3591011842654386UL], Enumerable.Range(0, 4).Select(_ => Step(ref s0, ref s1, ref s2, ref s3)));
    }

    [Fact]
    public void Seeds_and_blocks_have_streams_of_their_own()
    {
        var random = new RandomLanes();
        var seen = new HashSet<ulong>();
        foreach (var seed in new ulong[] { 0, 1, 2, 7, ulong.MaxValue })
            for (var block = 0; block < 100; block++)
            {
                random.Start(seed, block);
                Assert.All(random.State, word => Assert.True(seen.Add(word)));
            }
    }

    [Fact]
    public void Logarithm_is_within_4e_16_of_the_machines() => Assert.All(Spread(-52, 52, 20_000), x =>
    {
        var expected = Math.Log(x);
        Assert.InRange(Elementary<Lanes1, double, ulong>.Log(x), expected - 4e-16 * Math.Abs(expected), expected + 4e-16 * Math.Abs(expected));
    });

    [Fact]
    public void Logarithm_is_right_next_to_one_and_to_the_edge_of_its_reduction()
    {
        foreach (var x in new[] { 1, Math.BitDecrement(1), Math.BitIncrement(1), Math.Sqrt(0.5), Math.BitDecrement(Math.Sqrt(0.5)), Math.Sqrt(2), Math.Pow(2, -52) })
            Assert.Equal(Math.Log(x), Elementary<Lanes1, double, ulong>.Log(x), Math.Abs(Math.Log(x)) * 4e-16);
    }

    [Fact]
    public void Sine_and_cosine_are_within_3e_16_of_the_machines() => Assert.All(Enumerable.Range(-10_000, 20_001).Select(i => i / 10_000.0 * Math.PI / 4), y =>
    {
        var (sine, cosine) = Elementary<Lanes1, double, ulong>.SinCos(y);
        Assert.Equal(Math.Sin(y), sine, 3e-16);
        Assert.Equal(Math.Cos(y), cosine, 3e-16);
    });

    [Fact]
    public void Exponential_is_within_4e_16_of_the_machines_and_does_not_overflow()
    {
        Assert.All(Enumerable.Range(-20_000, 40_001).Select(i => i / 20_000.0 * 707), x => Assert.Equal(1, Elementary<Lanes1, double, ulong>.Exp(x) / Math.Exp(x), 4e-16));
        Assert.Equal(1, Elementary<Lanes1, double, ulong>.Exp(0));
        Assert.Equal(Math.Exp(708), Elementary<Lanes1, double, ulong>.Exp(1e9), Math.Exp(708) * 4e-16);
        Assert.Equal(Math.Exp(-708), Elementary<Lanes1, double, ulong>.Exp(-1e9), Math.Exp(-708) * 4e-16);
    }

    [Fact]
    public void Wide_and_narrow_functions_give_the_same_bits()
    {
        if (!PathKernel.Avx512.IsSupported) Assert.Skip("this processor has no AVX-512");
        foreach (var x in Spread(-52, 8, 2_000))
        {
            Assert.Equal(Vector512.Create(Elementary<Lanes1, double, ulong>.Log(x)), Elementary<Lanes8, Vector512<double>, Vector512<ulong>>.Log(Vector512.Create(x)));
            Assert.Equal(Vector512.Create(Elementary<Lanes1, double, ulong>.Exp(-x)), Elementary<Lanes8, Vector512<double>, Vector512<ulong>>.Exp(Vector512.Create(-x)));
        }
    }

    private static IEnumerable<double> Spread(int from, int to, int count) => Enumerable.Range(0, count + 1).Select(i => Math.Pow(2, from + (double)(to - from) * i / count));
}
