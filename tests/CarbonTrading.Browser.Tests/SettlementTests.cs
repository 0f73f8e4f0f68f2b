using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The back office settles a purchase: units first, then the cash; the card moves over the board. At the end of the day the value is kept.</summary>
public class SettlementTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task Units_and_cash_are_confirmed_apart_and_the_card_moves_over_the_board()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "cn-ets/QM-CHP-01");
        await trader.SelectOptionAsync("#product", "cn-ets/CEA/2025");
        await trader.FillAsync("#quantity", "4k");
        await trader.FillAsync("#price", "82.70");
        await trader.ClickAsync("button.wide[type=submit]:enabled");
        var trade = (await (await trader.WaitForSelectorAsync(".done a"))!.GetAttributeAsync("href"))!.Split('/')[^1].Split('?')[0];
        var approver = await run.SignIn("approver");
        await run.Open(approver, $"/trades/{trade}");
        await approver.ClickAsync(".panel button:has-text('Approve')");
        await approver.ClickAsync(".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('in transit')");

        var finance = await run.SignIn("finance");
        await run.Open(finance, "/settlement");
        await finance.ClickAsync($".lanes section:has-text('In transit') .tile:has-text('{trade}')");
        await finance.FillAsync("#confirm-settlement-evidence", "registry statement 12");
        await finance.FillAsync("#confirm-settlement-quantity", "1000");
        await finance.CheckAsync("#confirm-settlement-unitsOnly");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync($".lanes section:has-text('Part confirmed') .tile:has-text('{trade}')");
        await finance.WaitForSelectorAsync(".panel .formula .box:has-text('3,000 t')");
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-settlement-part.png") });
        await finance.FillAsync("#confirm-settlement-evidence", "registry statement 13");
        await finance.FillAsync("#confirm-settlement-quantity", "");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync($".lanes section:has-text('Confirmed') .tile:has-text('{trade}')");
        await finance.WaitForSelectorAsync(".panel .formula .box.on:has-text('0 t')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_corrected_price_stands_above_the_one_before_it()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/T-20260602-001");
        await trader.ClickAsync(".panel button:has-text('Correct price')");
        await trader.FillAsync("#correct-price-price", "81.85");
        await trader.FillAsync("#correct-price-reason", "invoice says 81.85");
        await trader.ClickAsync(".panel form button[type=submit]");
        await trader.WaitForSelectorAsync(".panel .note");
        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync("tr.pick:has-text('T-20260602-001')");
        await approver.ClickAsync("main form button[type=submit]");
        await approver.WaitForSelectorAsync("main tr:has-text('T-20260602-001'):has-text('done')");
        await run.Open(trader, "/trades/T-20260602-001");
        await trader.WaitForSelectorAsync(".panel tr:has-text('Price before'):has-text('81.80 CNY/t'):has-text('invoice says 81.85')");
        await trader.WaitForSelectorAsync(".panel tr:has(td:text-is('Price')):has-text('81.85 CNY/t')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task After_the_end_of_day_the_page_shows_what_was_kept_for_that_day()
    {
        var page = await run.SignIn("admin");
        await run.Open(page, "/jobs");
        var job = page.Locator("tr", new() { HasText = "end-of-day" }).First;
        await job.Locator("button").ClickAsync();
        await job.Locator(".chip:has-text('2026-06-05')").WaitForAsync();
        await run.Open(page, "/risk?asOf=2026-06-05");
        await page.WaitForSelectorAsync(".head:has-text('end of day 2026-06-05')");
        await page.WaitForSelectorAsync("text=seed 7, 100,000 paths");
        Assert.Empty(run.Complaints);
    }
}
