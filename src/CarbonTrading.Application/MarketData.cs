namespace CarbonTrading.Application;

/// <summary>Where the product finds its market data: the folder <c>market-data</c> beside the program, or above it in a checkout.</summary>
public static class MarketData
{
    /// <summary>The folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none: the installation is incomplete.</exception>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            var folder = Path.Combine(at, "market-data");
            if (File.Exists(Path.Combine(folder, "README.md"))) return folder;
        }

        throw new DirectoryNotFoundException("the folder market-data is neither beside the program nor above it");
    }
}
