using CarbonTrading.Application.Prices;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>The whole files as published, where CARBON_RAW_PRICES names their folder. The repository holds excerpts only.</summary>
public class RawPriceFilesTests
{
    private static PriceFile Read(string name, string? format = null)
    {
        var folder = Environment.GetEnvironmentVariable("CARBON_RAW_PRICES");
        Assert.SkipWhen(folder is null, "CARBON_RAW_PRICES does not name the folder of the raw price files");
        return TestMarket.Reader.Read(File.ReadAllBytes(Path.Combine(folder!, name)), name, format);
    }

    private static (int, int) Counted(PriceFile file, string code) => (file.RowsRead, file.Findings.Count(f => f.Finding.Code == code));

    [Fact]
    [Trait("Category", "raw-prices")]
    public void The_raw_files_hold_the_faults_they_are_known_for()
    {
        var cea = Read("cea-daily-2025-05-08_2026-06-05.csv");
        Assert.Equal((247, 1_729, 0), (cea.RowsRead, cea.Values.Count, cea.Findings.Count));
        Assert.Equal(TestMarket.Judge("cea-composite", TestMarket.Own("cea-composite")),
            TestMarket.Judge("cea-composite", TestMarket.Days(cea)));

        var pilots = Read("pilots-daily-2016-07-21_2023-07-24.csv");
        Assert.Equal((12_408, 46), Counted(pilots, "price-import.date-missing"));
        Assert.Equal((12_408, 4), Counted(pilots, "price-import.not-whole"));
        Assert.Equal((12_408, 52), Counted(pilots, "price-import.series-unknown"));
        Assert.Equal(102, pilots.Findings.Count);

        Assert.Equal((788, 3), Counted(Read("sza-by-vintage-2020-12-08_2021-12-08.csv"), "price-import.duplicate"));
        var ccer = Read("ccer-daily-2024-01-22_2026-06-08.csv");
        Assert.Equal((179, 0), (ccer.RowsRead, ccer.Findings.Count));
        Assert.Equal((9_958, 6_500), Counted(Read("brent-daily.csv", "brent-daily"), "price-import.date-out-of-range"));
        Assert.Equal((17_237, 383), Counted(Read("fx-monthly.csv"), "price-import.date-out-of-range"));
        Assert.Single(Read("wti-daily.csv", "brent-daily").Findings, f => f.Finding.Code == "price-import.price-negative");
        Assert.Equal("price-import.format-not-recognised", Read("nzu-spot.csv").Refusal!.Code);
        Assert.Equal("price-import.format-not-recognised", Read("henry-hub-gas-daily.csv").Refusal!.Code);
    }
}
