using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

public partial class ReportTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Theory]
    [InlineData("en", "Carbon asset report")]
    [InlineData("zh", "碳资产报告")]
    public async Task The_report_of_the_positions_page_opens_from_a_file_with_its_style_and_pictures(string language, string title)
    {
        var page = await run.SignIn("auditor", language);
        await run.Open(page, "/positions?asOf=2026-06-05");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"{language}-positions-report.png") });
        var total = Figures().Matches(await page.InnerTextAsync("tfoot td.total >> nth=1")).Select(m => m.Value).ToList(); // tonnes, and on a line of their own what is none
        Assert.NotEmpty(total);
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a.btn[download]"));
        Assert.Matches($"^carbon-report-2026-06-05-[0-9]+-{language}\\.html$", download.SuggestedFilename);
        var file = Path.Combine(run.Pictures, $"{language}-report.html");
        await download.SaveAsAsync(file);

        await page.GotoAsync(new Uri(file).AbsoluteUri);
        Assert.StartsWith(title, await page.InnerTextAsync("h1"));
        Assert.Equal(3, await page.Locator("figure svg").CountAsync());
        var reported = Figures().Matches(await page.InnerTextAsync("tr.total")).Select(m => m.Value).ToList();
        Assert.All(total, figure => Assert.Contains(figure, reported)); // the tonnes of the page, to the last one
        Assert.Equal("fixed", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.margin')).position")); // its style was let in
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"{language}-report.png"), FullPage = true });
        Assert.Empty(run.Complaints);
    }

    [GeneratedRegex("[0-9][0-9,.]*")]
    private static partial Regex Figures();
}
