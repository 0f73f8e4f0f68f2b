using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>Finance changes a cost method: both sides are on the screen before it is proposed and before it is approved.</summary>
public class CostsTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task A_change_of_method_is_seen_on_both_sides_by_the_maker_and_by_the_checker()
    {
        var finance = await run.SignIn("finance");
        await run.Open(finance, "/costs");
        await finance.ClickAsync("tr:has-text('Shenzhen'):has-text('SZEA bought')");
        await finance.WaitForSelectorAsync(".panel:has-text('specific lots')");
        Assert.True(await finance.Locator(".panel button:has-text('Propose the change')").IsDisabledAsync());
        await finance.SelectOptionAsync("#cm-method", "Fifo");
        await finance.FillAsync("#cm-from", "2026-01-01");
        await finance.FillAsync("#cm-reason", "pilots first in, first out");
        await finance.WaitForSelectorAsync(".panel .card:has-text('Both sides of the change'):has-text('Held now')");
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-cost-method.png") });
        await finance.ClickAsync(".panel button:has-text('Propose the change')");
        await finance.WaitForSelectorAsync(".panel .note:has-text('second person')");

        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync("tr:has-text('Change cost method'):has-text('SZ-ELEC-01')");
        await approver.WaitForSelectorAsync(".card:has-text('Both sides of the change')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-cost-method-approval.png") });
        await approver.ClickAsync("form button[type=submit]:has-text('Approve')");

        await run.Open(finance, "/costs");
        await finance.WaitForSelectorAsync("tr:has-text('Shenzhen'):has-text('SZEA bought'):has-text('first in, first out')");
        Assert.Empty(run.Complaints);
    }

    /// <summary>100,000 t bought at 78.23, 76.00 on the statement: 7,823,000.00 becomes 7,600,000.00.</summary>
    [Fact]
    public async Task A_corrected_price_shows_the_checker_both_prices_and_amounts()
    {
        var finance = await run.SignIn("finance");
        await run.Open(finance, "/trades/T-20260420-001");
        await finance.ClickAsync(".panel button:has-text('Correct price')");
        await finance.FillAsync("#correct-price-price", "76.00 CNY");
        await finance.FillAsync("#correct-price-reason", "statement");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .note:has-text('second person')");
        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync("tr.pick:has-text('T-20260420-001') button");
        await approver.WaitForSelectorAsync("main table.effect tr:has-text('Price'):has-text('78.23'):has-text('76.00')");
        await approver.WaitForSelectorAsync("main table.effect tr:has-text('7,823,000.00'):has-text('7,600,000.00')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-price-approval.png") });
        Assert.Empty(run.Complaints);
    }
}
