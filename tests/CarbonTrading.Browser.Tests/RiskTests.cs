using Xunit;

namespace CarbonTrading.Browser.Tests;

public class RiskTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Fact]
    public async Task Another_seed_gives_other_figures_in_a_link_of_its_own_and_a_bad_number_of_paths_is_refused()
    {
        var page = await run.SignIn("finance");
        await run.Open(page, "/risk");
        var measures = page.Locator(".card", new() { HasText = "VaR and CVaR" }).Locator("tbody");
        await measures.WaitForAsync();
        var first = await measures.InnerTextAsync();

        await page.FillAsync("#risk-paths", "999");
        await page.ClickAsync("button:has-text('Run again')");
        await page.WaitForSelectorAsync(".trouble:has-text('a whole number from 1000 to 1000000')");
        Assert.Equal(first, await measures.InnerTextAsync());

        await page.FillAsync("#risk-seed", "8");
        await page.FillAsync("#risk-paths", "50000");
        await page.ClickAsync("button:has-text('Run again')");
        await page.WaitForSelectorAsync("text=seed 8, 50,000 paths");
        var second = await measures.InnerTextAsync();
        Assert.NotEqual(first, second);

        var reader = await run.SignIn("auditor");
        await run.Open(reader, new Uri(page.Url).PathAndQuery);
        await reader.WaitForSelectorAsync("text=seed 8, 50,000 paths");
        Assert.Equal(second, await reader.Locator(".card", new() { HasText = "VaR and CVaR" }).Locator("tbody").InnerTextAsync());
    }

    [Fact]
    public async Task Both_charts_show_their_figures_as_a_table_and_the_whole_page_can_be_read()
    {
        var page = await run.SignIn("finance");
        await page.SetViewportSizeAsync(1440, 2600);
        await run.Open(page, "/risk");
        await page.WaitForSelectorAsync("svg[role=img] >> nth=1");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-risk-whole.png") });
        await page.ClickAsync("button:has-text('10 d')");
        await page.WaitForSelectorAsync("h2:has-text('Change of value in 10 d')");
        foreach (var (at, rows) in new[] { (0, 50), (1, 9) })
        {
            await page.Locator("button:has-text('As table')").Nth(at).ClickAsync();
            await page.Locator(".card.plot").Nth(at).Locator("tbody tr").First.WaitForAsync();
            Assert.Equal(rows, await page.Locator(".card.plot").Nth(at).Locator("tbody tr").CountAsync());
        }

        Assert.Empty(run.Complaints);
    }
}
