using Xunit;

namespace CarbonTrading.Tidy.Tests;

/// <summary>A generated file that is kept in the repository: the test makes it anew in memory and compares.</summary>
public static class Golden
{
    /// <param name="path">Path from the root of the repository.</param>
    /// <param name="now">What it should hold.</param>
    public static void Same(string path, string now)
    {
        var file = Path.Combine(Repo.Root, path);
        if (Environment.GetEnvironmentVariable("CARBON_GOLDEN") == "write") File.WriteAllText(file, now);
        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(kept == now,
            $"{path} is not what the code says now. Look at the difference; if it is meant, run the test again with CARBON_GOLDEN=write "
            + $"and say why in the commit.{Environment.NewLine}{FirstDifference(kept, now)}");
    }

    private static string FirstDifference(string kept, string now)
    {
        var (a, b) = (kept.Split('\n'), now.Split('\n'));
        var at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {at + 1}, kept: {a.ElementAtOrDefault(at)}{Environment.NewLine}line {at + 1}, now:  {b.ElementAtOrDefault(at)}";
    }
}
