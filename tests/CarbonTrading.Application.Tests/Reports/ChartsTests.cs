using System.Text.RegularExpressions;
using System.Xml.Linq;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using Xunit;

namespace CarbonTrading.Application.Tests.Reports;

/// <summary>One sample group for all tests of the class: drawing changes nothing.</summary>
public sealed class SampleDesk : IAsyncLifetime
{
    public TestDesk Desk { get; private set; } = null!;

    public AsOf Now => Desk.Workplace.Queries.Resolve(null, null).AsOf!;

    public async ValueTask InitializeAsync() => Desk = await TestDesk.Open(sample: true);

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}

public partial class ChartsTests(SampleDesk sample) : IClassFixture<SampleDesk>
{
    private const int Paths = 5_000;
    private static readonly PictureSize size = new(900, 500);

    private Picture Draw(string chart, PrintLanguage language, string? series = null, string? from = null)
    {
        var (picture, refused) = new Charts(sample.Desk.Workplace).Draw(
            new(chart, series, from, null, language, size, 7, Paths), sample.Now, TestContext.Current.CancellationToken);
        Assert.True(picture is not null, $"{refused?.Code}: {refused?.Message}");
        return picture;
    }

    private string Refusal(string chart, string? series = null, string? from = null, string? to = null, string? asOf = null)
    {
        var (picture, refused) = new Charts(sample.Desk.Workplace).Draw(new(chart, series, from, to, PrintLanguage.En, size, 7, Paths),
            sample.Desk.Workplace.Queries.Resolve(asOf, null).AsOf!, TestContext.Current.CancellationToken);
        Assert.Null(picture);
        return refused!.Code;
    }

    private static string Texts(string svg) => string.Concat(XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text")
        .Select(e => e.Value.Trim() + "\n"));

    [Theory]
    [InlineData("prices", "综合价格")]
    [InlineData("distribution", "价值变动")]
    [InlineData("fan", "持仓价值")]
    [InlineData("positions", "各类别持有量")]
    public void Every_chart_is_drawn_in_both_languages_and_twice_the_same(string chart, string title)
    {
        foreach (var language in Enum.GetValues<PrintLanguage>())
        {
            var svg = Draw(chart, language).Svg();
            Assert.Equal(svg, Draw(chart, language).Svg());
            Assert.Equal(language == PrintLanguage.Zh, Texts(svg).Contains(title, StringComparison.Ordinal));
            if (language == PrintLanguage.Zh) Assert.All(Fonts().Matches(svg), m => Assert.StartsWith("WenQuanYi Zen Hei", m.Value));
            Assert.Equal([137, 80, 78, 71], Draw(chart, language).Png()[..4].Select(b => (int)b));
        }
    }

    [Fact]
    public void Pictures_drawn_at_once_in_two_languages_are_those_drawn_one_by_one()
    {
        PrintLanguage[] languages = [.. Enumerable.Range(0, 12).Select(i => (PrintLanguage)(i % 2))];
        string[] alone = [Draw("positions", PrintLanguage.En).Svg(), Draw("positions", PrintLanguage.Zh).Svg()];
        var together = languages.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(l => Draw("positions", l).Svg()).ToList();
        Assert.Equal(languages.Select(l => alone[(int)l]), together);
    }

    [Fact]
    public void The_distribution_names_VaR_and_CVaR_with_the_figures_of_the_valuation()
    {
        var result = new Application.Risk.Valuation(sample.Desk.Workplace)
            .Run(sample.Now, 7, Paths, ct: TestContext.Current.CancellationToken);
        var texts = Texts(Draw("distribution", PrintLanguage.En).Svg());
        foreach (var tail in result.Tails.Where(t => t.Days == 10))
        {
            Assert.Contains(FormattableString.Invariant($"VaR {tail.Level * 100:0}% {tail.VaR / 1e6:0.00}"), texts);
            Assert.Contains(FormattableString.Invariant($"CVaR {tail.Level * 100:0}% {tail.CVaR / 1e6:0.00}"), texts);
        }

        Assert.Contains("PROVISIONAL", texts);
    }

    [Fact]
    public void The_fan_names_its_percentiles_at_the_right_edge()
    {
        var end = new Application.Risk.Valuation(sample.Desk.Workplace)
            .Run(sample.Now, 7, Paths, ct: TestContext.Current.CancellationToken).Fan[^1];
        var texts = Texts(Draw("fan", PrintLanguage.Zh).Svg());
        foreach (var (name, value) in new[] { ("P5", end.P5), ("P25", end.P25), ("P50", end.P50), ("P75", end.P75), ("P95", end.P95) })
            Assert.Contains(FormattableString.Invariant($"{name} {value / 1e4:#,0.00}"), texts);
    }

    [Fact]
    public void Positions_carry_the_tonnes_of_the_position_page()
    {
        var texts = Texts(Draw("positions", PrintLanguage.En).Svg());
        foreach (var unit in sample.Desk.Workplace.Queries.Positions(sample.Now).Where(r => r is { Held: > 0, Measure: "t" }).GroupBy(r => r.Unit))
            Assert.Contains(FormattableString.Invariant($"{unit.Sum(r => r.Held):N0} t"), texts);
        Assert.DoesNotContain("38,600 t", texts); // credits are no tonnes: not drawn, and the caption says so
        Assert.Contains("not drawn: 38,600 credits", texts);
    }

    [Fact]
    public void Missing_trading_days_are_counted_in_the_caption_and_stand_as_grey_bands()
    {
        var svg = Draw("prices", PrintLanguage.En).Svg();
        Assert.Contains("trading day without data (16)", Texts(svg));
        Assert.Contains("16 trading days without data", svg);
        Assert.True(GreyBand().Count(svg) >= 4);
        Assert.DoesNotContain("without data (", Texts(Draw("prices", PrintLanguage.En, from: "2026-03-01").Svg()));
    }

    [Theory]
    [InlineData("hbea")] // days whose open, high, low and average contradict each other
    [InlineData("ccer")] // no open, high and low; a year between the first two prices
    [InlineData("brent")] // no volume
    [InlineData("tjea")] // prices of 0 t
    public void Any_series_can_be_drawn(string series) => Assert.Contains($"({series})",
        Texts(Draw("prices", PrintLanguage.En, series).Svg()));

    [Fact]
    public void Several_pictures_can_stand_in_one_document_and_no_list_ends_in_a_comma()
    {
        var (first, second) = (Draw("fan", PrintLanguage.Zh).Svg("a"), Draw("distribution", PrintLanguage.Zh).Svg("b"));
        Assert.NotEmpty(Ids().Matches(first));
        Assert.Empty(Ids().Matches(first).Select(m => m.Value).Intersect(Ids().Matches(second).Select(m => m.Value)));
        Assert.DoesNotContain(", \"", first);
        Assert.DoesNotContain("http", first.Replace("http://www.w3.org/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Equal("chart.unknown", Refusal("pie"));
        Assert.Equal("chart.unknown-series", Refusal("prices", "cea"));
        Assert.Equal("chart.option-not-taken", Refusal("fan", series: "ccer"));
        Assert.Equal("chart.day-invalid", Refusal("prices", from: "2026-02-30"));
        Assert.Equal("chart.day-invalid", Refusal("prices", to: "2101-01-01"));
        Assert.Equal("chart.span-reversed", Refusal("prices", from: "2026-03-02", to: "2026-03-01"));
        Assert.Equal("chart.no-prices", Refusal("prices", "bea", from: "2026-01-01"));
        Assert.Equal("chart.no-prices", Refusal("prices", asOf: "2019-01-01"));
        foreach (var chart in new[] { "distribution", "fan", "positions" }) Assert.Equal("chart.nothing-held",
            Refusal(chart, asOf: "2014-01-02"));
    }

    [Theory]
    [InlineData("1200x700", true)]
    [InlineData("600x400", true)]
    [InlineData("4000x4000", true)]
    [InlineData("599x400", false)]
    [InlineData("600x399", false)]
    [InlineData("4001x400", false)]
    [InlineData("1e3x700", false)]
    [InlineData("-1200x700", false)]
    [InlineData("1200", false)]
    [InlineData("99999999999x700", false)]
    public void A_size_is_from_600x400_to_4000x4000(string text, bool fits) => Assert.Equal(fits, PictureSize.TryParse(text, out _));

    [GeneratedRegex("fill=\"#C3C9D2\"")]
    private static partial Regex GreyBand();

    [GeneratedRegex("(?<= font-family=\")[^\"]+")]
    private static partial Regex Fonts();

    [GeneratedRegex("(?<= id=\")[^\"]+")]
    private static partial Regex Ids();
}
