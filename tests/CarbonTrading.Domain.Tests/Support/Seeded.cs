using System.Globalization;
using Xunit;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>Many random runs, each from a seed of its own; a failure names the seed, and CARBON_SEED=n runs that one alone.</summary>
public static class Seeded
{
    public static void Run(int runs, Action<Random> run)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("CARBON_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var only))
        {
            run(new Random(only));
            return;
        }

        var first = Environment.TickCount & 0xFFFFFF;
        Parallel.For(0, runs, i =>
        {
            try { run(new Random(first + i)); }
            catch (Exception failure) { throw new InvalidOperationException($"CARBON_SEED={first + i} shows it again: {failure.Message}", failure); }
        });
    }
}
