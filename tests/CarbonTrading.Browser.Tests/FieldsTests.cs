using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>What cannot be right is said at its field, with what was typed, the rule and what to do, in the person's language.</summary>
public class FieldsTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    [Theory]
    [InlineData("en", "“abc” cannot be read. The quantity is a whole number above 0",
        "“-5” cannot be read. The price is a number from 0", "“2026-13-01” cannot be read. The trade date is yyyy-mm-dd",
        "2026-06-07 is after the business date 2026-06-05")]
    [InlineData("zh", "无法识别“abc”。 数量须为大于 0 的整数", "无法识别“-5”。 价格须为 0 至", "无法识别“2026-13-01”。 成交日须为 yyyy-mm-dd", "2026-06-07 晚于业务日 2026-06-05")]
    public async Task The_ticket_says_it_under_every_wrong_field_at_once(string language, string quantity, string price, string form, string later)
    {
        var page = await run.SignIn("trader", language);
        await run.Open(page, "/trades/new");
        await page.FillAsync("#quantity", "abc");
        await page.FillAsync("#price", "-5");
        await page.WaitForSelectorAsync($".field:has(#quantity) .error:has-text('{quantity}')");
        await page.WaitForSelectorAsync($".field:has(#price) .error:has-text('{price}')");
        await page.FillAsync("#quantity", "10k");
        await page.FillAsync("#price", "82.10");
        await page.FillAsync("#date", "2026-13-01");
        await page.WaitForSelectorAsync($".field:has(#date) .error:has-text('{form}')");
        await page.FillAsync("#date", "2026-06-07"); // the Sunday after
        await page.WaitForSelectorAsync($".field:has(#date) .error:has-text('{later}')");
        Assert.Equal(1, await page.Locator(".field .error").CountAsync());
        Assert.True(await page.Locator("button.wide[type=submit]").IsDisabledAsync());
        await page.FillAsync("#date", "2026-06-05");
        await page.WaitForSelectorAsync("button.wide[type=submit]:enabled");
        Assert.Equal(0, await page.Locator(".field .error").CountAsync());
        Assert.Empty(run.Complaints);
    }

    [Theory]
    [InlineData("/orders/new", "place-order", "en", "“abc” cannot be read. A whole number", "“-5 CNY” cannot be read. An amount without a sign")]
    [InlineData("/orders/new", "place-order", "zh", "无法识别“abc”。 须为整数", "无法识别“-5 CNY”。 须为不带正负号")]
    [InlineData("/contracts/new?kind=loan", "agree-contract", "zh", "无法识别“abc”。 须为整数", "无法识别“-5 CNY”。 须为不带正负号")]
    public async Task Orders_and_contracts_say_it_at_the_field_too(string path, string form, string language, string quantity, string price)
    {
        var page = await run.SignIn("trader", language);
        await run.Open(page, path);
        await page.FillAsync($"#{form}-quantity", "abc");
        await page.FillAsync($"#{form}-price", "-5 CNY");
        await page.WaitForSelectorAsync($".field:has(#{form}-quantity) .error:has-text('{quantity}')");
        await page.WaitForSelectorAsync($".field:has(#{form}-price) .error:has-text('{price}')");
        await page.FillAsync($"#{form}-quantity", "10k");
        await page.FillAsync($"#{form}-price", "82.10 CNY");
        await Microsoft.Playwright.Assertions.Expect(page.Locator(".field .error")).ToHaveCountAsync(0);
        Assert.Empty(run.Complaints);
    }
}
