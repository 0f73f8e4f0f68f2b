using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>How the screens are drawn: what a person chose, and what fits into the window.</summary>
public class DisplayTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Fact]
    public async Task The_theme_a_person_chose_is_there_with_the_first_paint_and_prices_keep_their_contrast()
    {
        foreach (var language in new[] { "en", "zh" })
        {
            var page = await run.SignIn("trader", language);
            await run.Open(page, "/settings");
            await page.ClickAsync("a[href^='/display/theme/dark']");
            await page.WaitForSelectorAsync("html[data-theme=dark] main:not([aria-busy=true]) a[aria-current=true][href^='/display/theme/dark']");
            var answer = await page.Context.APIRequest.GetAsync(run.Url + "/positions");
            Assert.Contains("data-theme=\"dark\"", await answer.TextAsync(), StringComparison.Ordinal); // the server's own page, no script needed
            await run.Open(page, "/positions");
            Assert.True(await Brightness(page, "body", "background-color") < 40);
            Assert.True(await Brightness(page, ".kpi .v", "color") > 180);
            await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"{language}-dark-positions.png") });
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            Assert.True(await Brightness(page, "body", "background-color") > 240); // paper is white
        }

        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task As_the_system_follows_the_system()
    {
        var page = await run.SignIn("trader");
        await page.GotoAsync($"{run.Url}/display/theme/system?back=/positions");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.True(await Brightness(page, "body", "background-color") > 200);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.True(await Brightness(page, "body", "background-color") < 40);
    }

    [Fact]
    public async Task Density_and_the_colours_of_up_and_down_are_the_persons_and_not_the_languages()
    {
        var page = await run.SignIn("trader", "zh");
        await run.Open(page, "/settings");
        Assert.True(await Red(page, ".body .up") && !await Red(page, ".body .down"));
        await page.ClickAsync("a[href^='/display/move/intl']");
        await page.WaitForSelectorAsync("html[data-move=intl]:has(main:not([aria-busy=true])) .status:has-text('绿涨红跌')");
        Assert.True(await Red(page, ".body .down") && !await Red(page, ".body .up"));
        await run.Open(page, "/trades");
        var normal = (await page.Locator("tr.pick").First.BoundingBoxAsync())!.Height;
        await page.GotoAsync($"{run.Url}/display/density/roomy?back=/trades");
        await page.WaitForSelectorAsync("html[data-density=roomy] main:not([aria-busy=true]) tr.pick");
        Assert.True((await page.Locator("tr.pick").First.BoundingBoxAsync())!.Height > normal);
        await page.GotoAsync($"{run.Url}/language/en?back=/settings");
        await page.WaitForSelectorAsync("html[data-move=intl][lang=en] .status:has-text('Green up, red down')");
        var other = await run.SignIn("auditor", "zh"); // another browser
        await run.Open(other, "/settings");
        Assert.Equal("cn", await other.EvaluateAsync<string>("document.documentElement.dataset.move"));
        Assert.Equal(404, (await page.Context.APIRequest.GetAsync(run.Url + "/display/theme/pink")).Status);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task The_navigation_is_letters_at_1280_opens_by_key_and_is_a_drawer_on_a_phone()
    {
        var page = await run.SignIn("trader");
        await page.SetViewportSizeAsync(1280, 800);
        await run.Open(page, "/positions");
        Assert.Equal(48, (await page.Locator(".nav").BoundingBoxAsync())!.Width);
        Assert.False(await page.Locator(".nav .lbl >> nth=0").IsVisibleAsync());
        await page.Keyboard.PressAsync("[");
        await page.WaitForFunctionAsync("() => document.querySelector('.nav').getBoundingClientRect().width === 168");
        await page.WaitForFunctionAsync("async () => (await (await fetch('/positions')).text()).includes('data-nav=\"wide\"')"); // kept
        await page.SetViewportSizeAsync(390, 844);
        await run.Open(page, "/positions");
        Assert.False(await page.Locator(".nav").IsVisibleAsync());
        await page.ClickAsync("[data-menu]");
        await page.ClickAsync(".nav a:has-text('Settlement')");
        await page.WaitForFunctionAsync("() => location.pathname === '/settlement'");
        Assert.False(await page.Locator(".nav").IsVisibleAsync());
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Rows_of_cover_and_sums_of_tables_are_whole_and_a_panel_covers_no_title()
    {
        var page = await run.SignIn("trader");
        await page.SetViewportSizeAsync(1280, 800);
        await run.Open(page, "/forward");
        Assert.True(await page.EvaluateAsync<bool>("""
            () => [...document.querySelectorAll('main .card')].every(c => c.querySelector('.scroll') !== null || c.scrollHeight <= c.clientHeight + 1)
            """));
        await run.Open(page, "/forward?show=free&row=QM-CHP-01~cn-ets/CEA/2025");
        var panel = (await page.Locator(".panel").BoundingBoxAsync())!;
        foreach (var part in await page.Locator(".head > *:not(.grow)").AllAsync()) Assert.True((await part.BoundingBoxAsync())! is var box && box.X + box.Width <= panel.X);
        await run.Open(page, "/costs?open=QM-CHP-01~cn-ets/CEA/2025/purchased");
        var right = (await page.Locator(".kpis").BoundingBoxAsync())!;
        Assert.True(right.X + right.Width <= (await page.Locator(".panel").BoundingBoxAsync())!.X);
    }

    /// <summary>40,000 t of credits surrendered, 17,640 t of room; 10,000 t of credits are pledged.</summary>
    [Fact]
    public async Task Panels_of_obligation_holding_and_forecast_are_in_the_unit_the_person_chose()
    {
        var page = await run.SignIn("trader");
        await page.GotoAsync($"{run.Url}/display/unit/wan?back=/settings");
        await run.Open(page, "/compliance/QM-CHP-01-2025");
        await page.WaitForSelectorAsync(".panel .formula .box.on:has-text('1.76 万吨')");
        await page.WaitForSelectorAsync(".panel .formula .box:has-text('4.00')");
        await page.WaitForSelectorAsync(".panel th:text-is('万吨')");
        await run.Open(page, "/ccer/QM-CHP-01");
        await page.WaitForSelectorAsync(".panel .formula .box:has-text('1.00')");
        await page.WaitForSelectorAsync(".panel .formula .box.on:has-text('万吨')");
        await run.Open(page, "/forecast?open=QM-CHP-01-2026");
        await page.WaitForSelectorAsync(".panel h2:has-text('万吨')");
        await page.WaitForSelectorAsync(".panel .chart.months title:has-text('万吨')", new() { State = WaitForSelectorState.Attached });
        Assert.DoesNotContain("0,000", await page.Locator(".panel .chart.months").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(run.Complaints);
    }

    private static async Task<double> Brightness(IPage page, string selector, string what) => (await Colour(page, selector, what)).Average();

    private static async Task<bool> Red(IPage page, string selector) => await Colour(page, selector, "color") is [var red, var green, _] && red > green;

    private static async Task<double[]> Colour(IPage page, string selector, string what)
    {
        var text = await page.Locator(selector).First.EvaluateAsync<string>("(e, what) => getComputedStyle(e).getPropertyValue(what)", what);
        return [.. text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')').Split(',').Take(3).Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
    }
}
