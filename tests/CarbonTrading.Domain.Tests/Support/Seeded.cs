using System.Globalization;
using Xunit;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>Many random runs, each from a seed of its own; a failure names the seed, and CARBON_SEED=n runs that one alone. CARBON_RUNS=n runs as many, whatever the test asks for.</summary>
public static class Seeded
{
    /// <summary>Whether all runs are made, and not a chosen few.</summary>
    public static bool IsWhole => Environment.GetEnvironmentVariable("CARBON_SEED") is null && Environment.GetEnvironmentVariable("CARBON_RUNS") is null;

    public static void Run(int runs, Action<Random> run)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("CARBON_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var only))
        {
            run(new Random(only));
            return;
        }

        if (int.TryParse(Environment.GetEnvironmentVariable("CARBON_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var chosen)) runs = chosen;
        var first = Environment.TickCount & 0xFFFFFF;
        Parallel.For(0, runs, i =>
        {
            try { run(new Random(first + i)); }
            catch (Exception failure) { throw new InvalidOperationException($"CARBON_SEED={first + i} shows it again: {failure.Message}", failure); }
        });
    }
}
