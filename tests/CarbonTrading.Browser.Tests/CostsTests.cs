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
}
