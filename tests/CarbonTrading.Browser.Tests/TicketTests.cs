using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The ticket keeps what was typed and its checks; the approver sees the difference a trade makes and what changed since it was submitted.</summary>
public class TicketTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task A_draft_is_there_when_the_trader_comes_back_and_gone_once_it_is_submitted()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/trades/new");
        await page.WaitForSelectorAsync("button.first-field:focus:has-text('Buy')"); // the first field, not the heading
        await page.SelectOptionAsync("#account", "cn-ets/QM-CHP-01");
        await page.SelectOptionAsync("#product", "cn-ets/CEA/2025");
        await page.FillAsync("#quantity", "7k");
        await page.FillAsync("#price", "82.70");
        await page.WaitForSelectorAsync(".field:has(#price) .hint:has-text('73.83–90.23') .chip:has-text('1 d')");
        await page.ClickAsync("button:has-text('Block')");
        await page.WaitForSelectorAsync(".trouble:has-text('trade.counterparty-missing')");
        await page.WaitForSelectorAsync("tr.warned:has-text('Block size')"); // the checks stay
        await page.ClickAsync("button:has-text('Listed')");
        await page.WaitForSelectorAsync("button.wide[type=submit]:enabled");
        await run.Open(page, "/positions");
        await run.Open(page, "/trades/new");
        await page.WaitForSelectorAsync(".note:has-text('What you typed before is back')");
        Assert.Equal(("7k", "82.70", "cn-ets/QM-CHP-01"), (await page.InputValueAsync("#quantity"), await page.InputValueAsync("#price"), await page.InputValueAsync("#account")));
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-ticket-draft.png") });
        await page.ClickAsync("button.wide[type=submit]:enabled");
        var trade = (await (await page.WaitForSelectorAsync(".done a"))!.GetAttributeAsync("href"))!;
        await run.Open(page, "/positions");
        await run.Open(page, "/trades/new");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("", await page.InputValueAsync("#quantity"));

        var other = await run.SignIn("approver");
        await run.Open(other, trade);
        await other.WaitForSelectorAsync(".panel table.effect tr:has-text('CEA25 held'):has-text('+7,000')");
        await other.WaitForSelectorAsync(".panel table.effect tr:has-text('available money'):has-text('−578,900.00')");
        await other.WaitForSelectorAsync(".panel h2:has-text('Checks now, beside those at submission')");
        Assert.Equal(0, await other.Locator(".panel .chip:has-text('changed')").CountAsync());
        await other.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-trade-approval.png") });
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_trade_is_approved_by_another_person_and_an_open_position_page_follows_its_settlement()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "cn-ets/QM-CHP-01");
        await trader.SelectOptionAsync("#product", "cn-ets/CEA/2025");
        await trader.FillAsync("#quantity", "10k");
        await trader.FillAsync("#price", "99.99"); // above the day's limit
        await trader.WaitForSelectorAsync(".trouble:has-text('trade.outside-price-limit')");
        Assert.True(await trader.Locator("button.wide[type=submit]").IsDisabledAsync());
        await trader.FillAsync("#price", "82.70");
        await trader.WaitForSelectorAsync("button.wide[type=submit]:enabled");
        Assert.Equal("CEA25 · National allowance 2025", await trader.EvaluateAsync<string>("document.querySelector('#product').selectedOptions[0].text"));
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-ticket.png") });
        await trader.ClickAsync("button.wide[type=submit]");
        var captured = (await (await trader.WaitForSelectorAsync(".done a"))!.GetAttributeAsync("href"))!;
        await run.Open(trader, captured);
        await trader.WaitForSelectorAsync(".panel .chip:has-text('pending approval')");
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-trade-pending.png") });
        Assert.Equal(0, await trader.Locator(".panel button:has-text('Approve')").CountAsync());

        var approver = await run.SignIn("approver");
        await run.Open(approver, captured);
        await approver.ClickAsync(".panel button:has-text('Approve')");
        await approver.ClickAsync(".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('in transit')");

        var watcher = await run.SignIn("auditor");
        await run.Open(watcher, "/positions");
        var row = watcher.Locator("tr.lvl2", new() { HasText = "CEA25" }).Filter(new() { HasText = "QM-CHP-01" });
        var before = await row.InnerTextAsync();
        var finance = await run.SignIn("finance");
        await run.Open(finance, captured);
        await finance.ClickAsync(".panel button:has-text('Confirm settlement')");
        await finance.FillAsync("#confirm-settlement-evidence", "statement 2026-06-05, line 12");
        await finance.ClickAsync(".panel form button[type=submit]");
        await Assertions.Expect(row).Not.ToHaveTextAsync(before, new() { UseInnerText = true, Timeout = 30_000 }); // nobody touched it
    }

    [Fact]
    public async Task What_changed_since_the_submission_is_marked_and_an_override_shows_its_limit()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/T-20260605-001");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "cn-ets/QM-CHP-01");
        await trader.FillAsync("#quantity", "3k");
        await trader.FillAsync("#price", "82.70");
        await trader.ClickAsync("button.wide[type=submit]:enabled");
        await trader.WaitForSelectorAsync(".done a");
        var first = (await trader.GetAttributeAsync(".done a", "href"))!;
        await trader.FillAsync("#quantity", "4k");
        await trader.FillAsync("#price", "82.70");
        await trader.ClickAsync("button.wide[type=submit]:enabled");
        await trader.WaitForSelectorAsync($".done a:not([href='{first}'])");

        var approver = await run.SignIn("approver");
        await run.Open(approver, first);
        await approver.WaitForSelectorAsync(".panel tr:has-text('One trader, one day') .chip:has-text('changed')"); // the second took headroom since

        var finance = await run.SignIn("finance");
        await run.Open(finance, "/limits/TRADER-DAY");
        await finance.ClickAsync(".panel button:has-text('Override')");
        await finance.FillAsync("#override-limit-amount", "50000");
        await finance.FillAsync("#override-limit-until", "2026-06-10");
        await finance.FillAsync("#override-limit-reason", "cover before the deadline");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .note, .panel [role=status]");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync("tr.pick:has-text('TRADER-DAY') button");
        await approver.WaitForSelectorAsync("main table.effect tr:has-text('Allowed, t'):has-text('600,000 t'):has-text('650,000 t')");
        await approver.WaitForSelectorAsync("main table.effect tr:has-text('Used, t')");
        await approver.WaitForSelectorAsync("main tr:has-text('Reason') td.b:has-text('cover before the deadline')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-override-approval.png") });
        Assert.Empty(run.Complaints);
    }
}
