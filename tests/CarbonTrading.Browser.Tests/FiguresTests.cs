using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>Every figure opens to what it is made of, and its parts add up to it.</summary>
public class FiguresTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Theory]
    [InlineData("/positions", ".kpi button.fig")]
    [InlineData("/positions", "tfoot button.fig")]
    [InlineData("/positions", "tr.grp button.fig")]
    [InlineData("/pivot?rows=company&columns=state", "table.grid.tight button.fig:not(.panel *)")]
    [InlineData("/pivot?rows=market&columns=month&show=cost", "tfoot button.fig:not(.panel *)")]
    [InlineData("/pivot?rows=state", "table.grid.tight button.fig:not(.panel *)")]
    [InlineData("/costs", ".kpi button.fig")]
    [InlineData("/costs?view=roll-forward&from=2025-01-01", "tbody button.fig:not(.panel *)")]
    [InlineData("/costs?view=roll-forward&from=2026-03-01", "tfoot button.fig:not(.panel *)")]
    [InlineData("/forward", "tfoot button.fig:not(.panel *)")]
    [InlineData("/forward?show=free", "tbody .b button.fig:not(.panel *)")]
    [InlineData("/trades", "tfoot button.fig:not(.panel *)")]
    [InlineData("/trades?find=CEA25", "tfoot button.fig:not(.panel *)")]
    [InlineData("/orders", "tfoot button.fig:not(.panel *)")]
    [InlineData("/lots", "tfoot button.fig:not(.panel *)")]
    [InlineData("/lots", ".kpi button.fig")]
    [InlineData("/lots?view=radar", ".body > section:nth-of-type(2) tbody button.fig")]
    [InlineData("/contracts", ".kpi button.fig")]
    [InlineData("/limits", ".kpi button.fig")]
    [InlineData("/ccer", ".kpi button.fig")]
    public async Task A_figure_is_the_sum_of_its_parts(string path, string figures)
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, path);
        var count = await page.Locator(figures).CountAsync();
        Assert.NotEqual(0, count);
        for (var i = 0; i < count; i += Math.Max(1, count / FiguresMax))
        {
            var text = await page.Locator(figures).Nth(i).InnerTextAsync();
            await page.Locator(figures).Nth(i).ClickAsync();
            await page.WaitForSelectorAsync(".panel .ok:has-text('difference'), .panel .empty");
            Assert.Equal(0, await page.Locator(".panel .bad:has-text('difference')").CountAsync());
            if (await page.Locator(".panel .empty").CountAsync() > 0) Assert.Matches("^(0|0.00|–)( ?t| ?CNY)?$", text.Split('\n')[0].Trim());
            await page.Keyboard.PressAsync("Escape");
            await page.WaitForSelectorAsync(".panel", new() { State = WaitForSelectorState.Detached });
        }

        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_sum_opens_its_position_its_lots_and_their_events()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/positions");
        await page.ClickAsync(".kpi button.fig >> nth=0");
        await page.WaitForSelectorAsync(".panel tfoot .ok:has-text('difference 0')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-sum.png") });
        await page.ClickAsync(".panel a:has-text('CEA24')");
        await page.WaitForSelectorAsync(".panel h2:has-text('by lot')");
        await page.ClickAsync(".panel .card >> nth=1 >> tbody tr >> nth=0");
        await page.WaitForSelectorAsync(".panel pre.json");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Units_that_are_gone_are_in_no_total_of_the_pivot()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/pivot?rows=company&columns=state");
        Assert.Equal("Held", (await page.InnerTextAsync("table.grid thead th:last-child button")).Split('\u00a0')[0]);
        var held = await page.InnerTextAsync("table.grid tfoot td:last-child");
        await run.Open(page, "/positions");
        Assert.StartsWith((await page.InnerTextAsync("tfoot td:nth-child(2)")).Split(' ')[0], held, StringComparison.Ordinal);
    }

    private const int FiguresMax = 4;
}
