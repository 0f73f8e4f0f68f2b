using System.Text;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>The market data of the checkout, and short forms for reading excerpts.</summary>
internal static class TestMarket
{
    public static readonly string Folder = Path.Combine(Root(), "market-data");
    public static readonly PriceCatalogue Catalogue = PriceCatalogue.Load(Path.Combine(Folder, "prices"));
    public static readonly PriceFormats Formats = PriceFormats.Load(Path.Combine(Folder, "prices"), Catalogue);
    public static readonly RuleBook Rules = RuleFiles.Load(Folder).Rules;
    public static readonly PriceFileReader Reader = new(Catalogue, Formats);

    public static readonly DateOnly BusinessDate = new(2026, 6, 5);

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd");

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static PriceFile Read(string text, string fileName = "excerpt.csv", string? format = null) =>
        Reader.Read(Utf8(text), fileName, format);

    public static PriceFinding[] Found(PriceFile file) => [.. file.Findings.Select(f => f.Finding)];

    /// <summary>The days of our own file of a series, as first revisions of one import.</summary>
    public static IReadOnlyList<Observation> Own(string series) =>
        Days(Reader.Read(File.ReadAllBytes(Path.Combine(Folder, "prices", series + ".csv")), series + ".csv"));

    public static IReadOnlyList<Observation> Days(PriceFile file)
    {
        var import = new RecordedImport("test", new("price-import-1", "test.csv", new string('0', 64), "normalised", "test", 1,
            new string('0', 64), 0, BusinessDate, BusinessDate, []), 1, DateTimeOffset.UnixEpoch, "test");
        return [.. file.Values.GroupBy(v => v.Date).OrderBy(g => g.Key)
            .Select(g => new Observation(g.Key, g.ToDictionary(v => v.Field, v => new PricePoint(v.Value, 1, import))))];
    }

    public static IReadOnlyList<QualityFinding> Judge(string series, IReadOnlyList<Observation> days, DateOnly? businessDate = null) =>
        QualityGate.Check(Catalogue.Find(series)!, days, Rules.Calendar(Catalogue.Find(series)!.Calendar), businessDate ?? BusinessDate,
            0.10m, day => Rules.TryFind("close-method", Catalogue.Find(series)!.Market, day));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
