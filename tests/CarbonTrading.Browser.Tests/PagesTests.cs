using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

public class PagesTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    /// <summary>Every page of the product, with a panel open where it has one.</summary>
    public static readonly string[] Pages =
    [
        "/", "/?duty=carry-over~QM-CHP-01~2025~", "/positions", "/forecast", "/forecast?open=QM-CHP-01-2026", "/trades", "/trades/T-20250515-001",
        "/trades/new", "/orders/new", "/contracts/new", "/contracts/new?kind=pledge", "/market-data/cea-composite", "/market-data/bea", "/risk", "/accounts", "/accounts/QM-CHP-01", "/approvals",
        "/compliance", "/compliance/QM-CHP-01-2025", "/compliance/BJ-ELEC-01-2025", "/ccer", "/ccer/QM-CHP-01", "/projects", "/projects/PJ-OSW-01",
        "/pivot", "/pivot?rows=company,product&columns=state", "/pivot?rows=market&columns=month&show=cost",
        "/limits", "/limits?view=breaches", "/limits/TRADER-DAY", "/settlement", "/settlement?view=legs", "/settlement/T-20260514-001",
        "/settlement?view=confirmations", "/settlement/QM-CHP-01~cn-ets?view=funds", "/trades/T-20260521-001", "/orders", "/orders/O-20260605-1",
        "/contracts", "/contracts/K-20260302-1", "/lots", "/lots?view=radar&lot=QM-CHP-01~L-0001", "/lots?view=blocked", "/lots?lot=QM-ALU-01~L-0006",
        "/forward", "/forward?show=free&row=QM-CHP-01~cn-ets/CEA/2025",
        "/costs", "/costs?view=roll-forward", "/costs?view=realised&from=2025-01-01", "/costs?open=QM-CHP-01~cn-ets/CEA/2025/purchased",
        "/evidence", "/rules", "/rules?rule=cn-ets~offset-limit", "/jobs", "/people", "/settings",
        "/lots?lot=QM-CHP-01~L-0004",
    ];

    /// <summary>A page's name in pictures.</summary>
    public static string NameOf(string path) => path == "/" ? "today" : string.Concat(path.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>In English; in Chinese <see cref="ChineseTests"/> looks at the same and takes the pictures.</summary>
    [Fact]
    public async Task Every_page_opens_without_a_complaint_asks_no_other_host_and_fits_its_window()
    {
        var page = await run.SignIn("admin");
        List<string> wide = [];
        foreach (var path in Pages)
        {
            await run.Open(page, path);
            Assert.Equal(0, await page.Locator(".trouble").CountAsync());
            wide.AddRange((await Window.Beyond(page)).Select(found => $"{path}: {found}"));
        }

        Assert.Empty(run.Complaints);
        Assert.True(wide.Count == 0, string.Join("\n", wide));
    }

    [Fact]
    public async Task A_link_with_a_date_shows_the_same_figures_in_another_browser_and_takes_no_commands()
    {
        const string link = "/positions?asOf=2026-03-31&known=300";
        var first = await run.SignIn("trader");
        var second = await run.SignIn("auditor");
        await run.Open(first, link);
        await run.Open(second, link);
        Assert.Equal(await first.InnerTextAsync("table.grid >> nth=0"), await second.InnerTextAsync("table.grid >> nth=0"));
        Assert.True(await first.Locator(".head button:has-text('New trade')").IsDisabledAsync());
        var then = await first.InnerTextAsync("table.grid >> nth=0");
        await run.Open(first, "/positions");
        Assert.NotEqual(then, await first.InnerTextAsync("table.grid >> nth=0"));
    }

    [Fact]
    public async Task A_figure_opens_its_lots_their_sum_is_the_figure_and_an_event_opens_its_document()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/positions");
        await page.Locator("tr.lvl2", new() { HasText = "CEA24" }).Locator("button.fig").First.ClickAsync();
        await page.WaitForSelectorAsync(".panel tfoot:has-text('difference 0')");
        await page.Locator(".panel .card >> nth=1").Locator("tbody tr").First.ClickAsync();
        await page.WaitForSelectorAsync(".panel pre.json");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-drill.png") });
    }
}
