using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

public class ReportTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Theory]
    [InlineData("en", "Carbon asset report")]
    [InlineData("zh", "碳资产报告")]
    public async Task The_report_of_the_positions_page_opens_from_a_file_with_its_style_and_pictures(string language, string title)
    {
        var page = await run.SignIn("auditor", language);
        await run.Open(page, "/positions?asOf=2026-06-05");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"{language}-positions-report.png") });
        var total = (await page.InnerTextAsync("tfoot td.total >> nth=1")).Trim();
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a.btn[download]"));
        Assert.Matches($"^carbon-report-2026-06-05-[0-9]+-{language}\\.html$", download.SuggestedFilename);
        var file = Path.Combine(run.Pictures, $"{language}-report.html");
        await download.SaveAsAsync(file);

        await page.GotoAsync(new Uri(file).AbsoluteUri);
        Assert.StartsWith(title, await page.InnerTextAsync("h1"));
        Assert.Equal(3, await page.Locator("figure svg").CountAsync());
        Assert.Contains(total, await page.InnerTextAsync("tr.total")); // the market value of the page, to the cent
        Assert.Equal("fixed", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.margin')).position")); // its style was let in
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"{language}-report.png"), FullPage = true });
        Assert.Empty(run.Complaints);
    }
}
