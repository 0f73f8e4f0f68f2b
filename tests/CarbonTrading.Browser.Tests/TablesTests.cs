using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>Tables: what a person sees of them stands in the address, and leaves as a file.</summary>
public class TablesTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Fact]
    public async Task A_link_shows_the_same_filter_order_and_row_to_another_person()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/trades");
        var all = await page.Locator("tr.pick").CountAsync();
        await page.ClickAsync("th button:has-text('Quantity')");
        await page.ClickAsync("th button:has-text('Quantity')");
        await page.FillAsync("input.findbox", "buy");
        await page.WaitForFunctionAsync("() => location.search.includes('find=buy') && location.search.includes('sort=-quantity')");
        await page.ClickAsync("tr.pick button");
        await page.WaitForSelectorAsync(".panel");
        var rows = await page.Locator("tr.pick .fig.code").AllInnerTextsAsync();
        Assert.InRange(rows.Count, 1, all - 1);

        var other = await run.SignIn("auditor");
        await run.Open(other, new Uri(page.Url).PathAndQuery);
        Assert.Equal(rows, await other.Locator("tr.pick .fig.code").AllInnerTextsAsync());
        Assert.Equal("buy", await other.InputValueAsync("input.findbox"));
        Assert.Equal("descending", await other.GetAttributeAsync("th:has-text('Quantity')", "aria-sort"));
        Assert.Equal(await page.InnerTextAsync("tr.sel .fig.code"), await other.InnerTextAsync("tr.sel .fig.code"));
        await other.Keyboard.PressAsync("Escape");
        await other.WaitForSelectorAsync(".panel", new() { State = WaitForSelectorState.Detached });
        Assert.Equal("buy", await other.InputValueAsync("input.findbox")); // closing a row keeps the filter
        Assert.Empty(run.Complaints);
    }

    [Theory]
    [InlineData("/forward", "QM-CHP-01")]
    [InlineData("/pivot?rows=account,product", "QM-CHP-01")]
    [InlineData("/costs?view=roll-forward", "QM-CHP-01")]
    [InlineData("/costs", "CEA25")]
    public async Task A_total_of_filtered_rows_opens_to_those_rows(string address, string find)
    {
        var page = await run.SignIn("trader");
        await run.Open(page, address);
        var all = await page.Locator("tfoot .fig").First.InnerTextAsync();
        await page.FillAsync("input.findbox", find);
        await page.WaitForFunctionAsync($"() => location.search.includes('find={find}')");
        var total = await page.Locator(".body tfoot .fig").First.InnerTextAsync();
        Assert.NotEqual(all, total);
        await page.Locator(".body tfoot .fig").First.ClickAsync();
        await page.WaitForSelectorAsync(".panel .sums");
        Assert.Contains(find, await page.InnerTextAsync(".panel"), StringComparison.Ordinal);
        Assert.NotEmpty(await page.Locator(".panel .sums tbody tr").AllAsync());
        Assert.Empty(await page.Locator(".panel tfoot .st.bad").AllAsync());
        Assert.Contains(new string([.. total.Split('\n')[0].TakeWhile(c => !char.IsWhiteSpace(c))]), await page.InnerTextAsync(".panel tfoot"), StringComparison.Ordinal);
        Assert.Equal(total.Split('\n')[0], (await page.Locator(".body tfoot .fig").First.InnerTextAsync()).Split('\n')[0]); // the panel hides columns, not rows
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task The_position_is_exported_in_the_language_with_its_dates_and_every_row()
    {
        var page = await run.SignIn("auditor", "zh");
        await run.Open(page, "/positions?market=cn-ets");
        var file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".head button:has-text('CSV')"));
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("业务日期,2026-06-05", lines[0].TrimStart('\uFEFF'));
        Assert.StartsWith("认知时点,", lines[1], StringComparison.Ordinal);
        var head = Array.FindIndex(lines, l => l.StartsWith("账户,", StringComparison.Ordinal));
        Assert.Contains("持有", lines[head], StringComparison.Ordinal);
        Assert.Contains(lines.Skip(head), l => l.StartsWith("QM-CHP-01,", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("欧盟", StringComparison.Ordinal)); // the market chosen
        var book = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".head button:has-text('XLSX')"));
        Assert.Equal("positions-2026-06-05.xlsx", book.SuggestedFilename);
        Assert.Empty(run.Complaints);
    }
}
