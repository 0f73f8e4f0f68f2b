using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>What a desk does seldom and must find all the same: a trade that never was, a delivery in parts, security sold, credits moved between own holdings.</summary>
public class DeskStepsTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    private async Task Agreed(string what, string shown = "main table.effect")
    {
        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync($"tr.pick:has-text('{what}')");
        await approver.WaitForSelectorAsync(shown);
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"en-approval-{what}.png") });
        await approver.ClickAsync("main form button[type=submit]");
        await approver.WaitForSelectorAsync($"main tr:has-text('{what}'):has-text('done')");
    }

    [Fact]
    public async Task A_trade_that_never_was_leaves_the_books_from_its_own_day()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/T-20260602-001");
        await trader.ClickAsync(".panel button:has-text('Take out of the books')");
        Assert.Equal("2026-06-02", await trader.InputValueAsync("#annul-trade-effective")); // never silently today
        await trader.FillAsync("#annul-trade-reason", "entered for another firm");
        await trader.FillAsync("#annul-trade-effective", "2026-06-05");
        await trader.ClickAsync(".panel form button[type=submit]");
        await trader.WaitForSelectorAsync(".panel form .error:has-text('2026-06-02')");
        await trader.FillAsync("#annul-trade-effective", "2026-06-02");
        await trader.ClickAsync(".panel form button[type=submit]");
        await trader.WaitForSelectorAsync(".panel .note:has-text('second person')");
        await Agreed("T-20260602-001", "main tr:has-text('Units that come back'), main tr:has-text('981,600.00')"); // 12,000 x 81.80
        await run.Open(trader, "/trades/T-20260602-001");
        await trader.WaitForSelectorAsync(".panel:has-text('nothing stands in its place')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_forward_is_received_in_parts()
    {
        var finance = await run.SignIn("finance");
        await run.Open(finance, "/contracts/K-20260605-1");
        await finance.ClickAsync(".panel button:has-text('Deliver in parts')");
        await finance.FillAsync("#split-leg-leg", "1");
        await finance.FillAsync("#split-leg-quantity", "50,000");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel form .error:has-text('less than the whole')");
        await finance.FillAsync("#split-leg-quantity", "20,000");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel table tr:has-text('30,000')");
        await finance.WaitForSelectorAsync(".panel table tr:has-text('1,684,000.00')"); // 20,000 x 84.20
        await finance.WaitForSelectorAsync(".panel table tr:has-text('2,526,000.00')"); // 30,000 x 84.20
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-contract-parts.png") });
        Assert.Empty(run.Complaints);
    }

    /// <summary>10,000 of 60,000 t bring 800,000 of the 2,794,500 owed: the rest stays a claim of 1,994,500.</summary>
    [Fact]
    public async Task Security_is_sold_by_two_persons_and_the_claim_shrinks()
    {
        var finance = await run.SignIn("finance");
        await run.Open(finance, "/contracts/K-20260302-1");
        await finance.ClickAsync(".panel button:has-text('Dispose of security')");
        await finance.FillAsync("#dispose-security-effective", "2026-06-05");
        await finance.FillAsync("#dispose-security-quantity", "10,000");
        await finance.FillAsync("#dispose-security-proceeds", "800000");
        await finance.FillAsync("#dispose-security-document", "auction 7");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .note:has-text('second person')");
        await Agreed("K-20260302-1");
        await run.Open(finance, "/contracts/K-20260302-1");
        await finance.WaitForSelectorAsync(".panel tr:has-text('auction 7')");
        await finance.WaitForSelectorAsync(".panel:has-text('1,994,500.00')");
        Assert.Empty(run.Complaints);
    }
}
