using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Rules;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>The files about prices and calendars: those we ship are sound, a fault in one stops the start and names the file.</summary>
public sealed class MarketFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-market-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Copied(string sub)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(TestMarket.Folder, sub), "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Path.Combine(TestMarket.Folder, sub), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }

    private void Replace(string file, string old, string now)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_series_we_ship_has_a_file_in_the_normalised_format_without_a_fault() =>
        Assert.All(TestMarket.Catalogue.Series, series =>
    {
        var file = TestMarket.Reader.Read(File.ReadAllBytes(Path.Combine(TestMarket.Folder, "prices", series.File)), series.File);
        Assert.Null(file.Refusal);
        Assert.Equal("normalised", file.Format);
        Assert.Empty(file.Findings);
        Assert.NotEmpty(file.Values);
        Assert.All(file.Values, v => Assert.Equal(series.Series, v.Series));
        Assert.NotNull(TestMarket.Rules.Calendar(series.Calendar));
    });

    [Theory]
    [InlineData("cneeex-daily.json", "\"utf-8\"", "\"utf-7\"")]
    [InlineData("cneeex-daily.json", "\"delimiter\": \",\"", "\"delimiter\": \"::\"")]
    [InlineData("cneeex-daily.json", "\"header\": true", "\"header\": false")]
    [InlineData("cneeex-daily.json", "\"id\": \"cneeex-daily\"", "\"id\": \"cneeex\"")]
    [InlineData("cneeex-daily.json", "\"cea-composite\"", "\"nobody\"")]
    [InlineData("cneeex-daily.json", "\"cumulative_volume\": \"cum_volume_t\"", "\"cum\": \"cum_volume_t\"")]
    [InlineData("cneeex-daily.json", "\"group\": \",\"", "\"group\": \".\"")]
    [InlineData("cneeex-daily.json", "\"recognise\"", "\"recognize\"")]
    [InlineData("fx-monthly.json", "\"next-month-first\"", "\"later\"")]
    [InlineData("fx-monthly.json", "\"unmapped\": \"skip\"", "\"unmapped\": \"drop\"")]
    [InlineData("fx-monthly.json", "\"usdcny\"", "\"nobody\"")]
    [InlineData("fx-monthly.json", "\"Country\": \"China\"", "\"Land\": \"China\"")]
    [InlineData("fx-monthly.json", "{", "")]
    public void A_fault_in_a_format_stops_the_start_and_names_the_file(string file, string old, string now)
    {
        Copied("prices");
        Replace(Path.Combine("formats", file), old, now);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => PriceFormats.Load(folder, PriceCatalogue.Load(folder))).Message);
    }

    [Theory]
    [InlineData("series.json", "\"price\": \"vwap\"", "\"price\": \"volume\"")]
    [InlineData("series.json", "\"currency\": \"USD\"", "\"currency\": \"XXX\"")]
    [InlineData("series.json", "\"series\": \"ccer\"", "\"series\": \"cea-composite\"")]
    [InlineData("series.json", "\"series\": \"ccer\"", "\"series\": \"CCER\"")]
    [InlineData("series.json", "\"staleAfterDays\": 3", "\"staleAfterDays\": 0")]
    [InlineData("instruments.json", "\"series\": \"ccer\"", "\"series\": \"nobody\"")]
    [InlineData("instruments.json", "\"vintage\": 2024", "\"vintage\": 2025")]
    public void A_fault_in_the_catalogue_stops_the_start_and_names_the_file(string file, string old, string now)
    {
        Copied("prices");
        Replace(file, old, now);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => PriceCatalogue.Load(folder)).Message);
    }

    [Theory]
    [InlineData("\"2026-04-06\"", "\"2026-04-07\", \"2026-04-08\"")] // one closure more than the published count of trading days
    [InlineData("\"2026-04-06\"", "\"2025-04-07\"")]
    [InlineData("\"2026-04-06\"", "\"2026-04-04\"")]
    [InlineData("\"Asia/Shanghai\"", "\"Asia/Peking\"")]
    [InlineData("\"trading-days\"", "\"days\"")]
    [InlineData("\"official\"", "\"sure\"")]
    [InlineData("\"09:30\"", "\"9.30\"")]
    [InlineData("\"2027\"", "\"next\"")]
    public void A_fault_in_a_calendar_stops_the_start_and_names_the_file(string old, string now)
    {
        Copied("calendars");
        Replace("CN-ETS.json", old, now);
        Assert.Contains("CN-ETS.json", Assert.Throws<InvalidDataException>(() => CalendarFiles.Load(folder)).Message);
    }

    [Fact]
    public void Make_up_weekends_are_working_days_and_no_trading_days()
    {
        DateOnly saturday = new(2026, 5, 9);
        Assert.True(TestMarket.Rules.Calendar("CN").IsOpen(saturday));
        Assert.False(TestMarket.Rules.Calendar("CN-ETS").IsOpen(saturday));
        Assert.True(TestMarket.Rules.Calendar("GZ-ETS").IsOpen(new(2021, 7, 17)));
    }

    [Fact]
    public void A_calendar_keeps_its_status_and_sessions()
    {
        var calendar = TestMarket.Rules.Calendar("CN-ETS");
        Assert.Equal((RuleStatus.InForce, RuleStatus.Expected), (calendar.Years[2026].Status, calendar.Years[2027].Status));
        Assert.Equal(RuleStatus.Unsure, TestMarket.Rules.Calendar("GZ-ETS").Years[2026].Status);
        Assert.Contains(new Session("block", new(13, 0), new(15, 0)), calendar.Sessions);
    }

    [Fact]
    public void A_product_is_priced_by_its_vintage_then_by_any_and_an_EUA_by_nothing()
    {
        Instrument? For(string product) =>
            Product.TryParse(product, out var p) ? TestMarket.Catalogue.For(p) : throw new ArgumentException(product);
        Assert.Equal(("cea-composite", "direct"), (For("cn-ets/CEA/2025")!.Series, For("cn-ets/CEA/2025")!.Status));
        Assert.Equal("proxy", For("cn-ets/CEA/2024")!.Status);
        Assert.InRange(For("cn-ets/CEA/2019-2020")!.Vintage!.Value, 2019, 2020);
        Assert.Null(For("cn-ets/CEA/2031")!.Vintage);
        Assert.Null(For("eu-ets/EUA/none")!.Series);
        Assert.Null(For("cn-ets/NOBODY/2025"));
    }
}
