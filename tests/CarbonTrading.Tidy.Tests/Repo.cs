namespace CarbonTrading.Tidy.Tests;

/// <summary>Finds the checkout the tests run in.</summary>
public static class Repo
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("CarbonTrading.sln is above none of the folders");
        return folder;
    }
}
