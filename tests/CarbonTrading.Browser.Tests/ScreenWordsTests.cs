using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>What screens say of units, of the pair they are at, of what holds limits and money, and of who may go on.</summary>
public class ScreenWordsTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Fact]
    public async Task The_unit_a_person_chose_stands_on_forecast_compliance_and_credits_too()
    {
        var page = await run.SignIn("trader", "zh");
        foreach (var path in new[] { "/forecast", "/compliance", "/ccer" })
        {
            await page.GotoAsync($"{run.Url}/display/unit/t?back={path}");
            await page.WaitForSelectorAsync("main:not([aria-busy=true]) tbody tr");
            Assert.True(await page.Locator("th .unit:has-text('t')").CountAsync() > 0, path);
            Assert.Equal(0, await page.Locator("th .unit:has-text('万吨')").CountAsync());
            await page.GotoAsync($"{run.Url}/display/unit/wan?back={path}");
            await page.WaitForSelectorAsync("main:not([aria-busy=true]) th .unit:has-text('万吨')");
        }

        await run.Open(page, "/forecast?open=QM-CHP-01-2026");
        await page.WaitForSelectorAsync(".panel .formula .box.on:has-text('万吨')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_wrong_dimension_of_the_pivot_is_one_line_that_says_what_there_is()
    {
        var page = await run.SignIn("trader", "zh");
        await run.Open(page, "/pivot?rows=colour");
        var trouble = page.Locator(".body .trouble");
        Assert.Contains("“colour”不是透视维度", await trouble.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("company 公司", await trouble.InnerTextAsync(), StringComparison.Ordinal);
        Assert.True((await trouble.BoundingBoxAsync())!.Height < 80);
        await page.ClickAsync(".body .empty a");
        await page.WaitForSelectorAsync(".body table tbody tr");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Rules_are_words_of_the_language()
    {
        var page = await run.SignIn("trader", "zh");
        await run.Open(page, "/rules?find=%E7%BD%9A%E6%AC%BE%E6%96%B9%E5%BC%8F");
        await page.WaitForSelectorAsync("td:has-text('市场价格的倍数')");
        Assert.Equal(0, await page.Locator("td:has-text('market-multiple')").CountAsync());
    }

    [Fact]
    public async Task Counts_in_the_navigation_belong_to_the_pair_the_screen_is_at()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/positions");
        await page.WaitForSelectorAsync("nav a[href^='/trades'] .n");
        await run.Open(page, "/positions?known=100");
        await page.WaitForSelectorAsync(".travel");
        Assert.Equal(0, await page.Locator("nav a[href^='/trades'] .n").CountAsync());
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Limits_and_fund_accounts_name_the_orders_that_hold_them()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/limits/TRADER-DAY");
        await page.WaitForSelectorAsync(".panel tr:has(a[href^='/orders/O-20260605-1']):has-text('10,000 t')");
        await run.Open(page, "/settlement?view=funds");
        await page.ClickAsync("tr:has-text('QM-ALU-01') button.fig >> nth=0");
        await page.WaitForSelectorAsync(".panel tr:has(a[href^='/orders/O-20260605-1']):has-text('CNY 828,000.00')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_confirmation_says_who_may_take_the_next_step()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/trades/T-20260521-001");
        await page.WaitForSelectorAsync(".panel .card:has(h2:has-text('Confirmation')) :text('another person than trader')");
        Assert.Equal(0, await page.Locator(".panel .card:has(h2:has-text('Confirmation')) button").CountAsync());
    }
}
