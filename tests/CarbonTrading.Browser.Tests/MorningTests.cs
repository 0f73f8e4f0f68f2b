using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The trader's morning and session, F1: from the duty board over position and prices to a purchase, approved and settled.</summary>
public class MorningTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    private const int ClicksMax = 12;
    private int clicks;

    private async Task Click(IPage page, string selector)
    {
        clicks++;
        await page.ClickAsync(selector);
    }

    /// <summary>Every click after the password counts, those of the approver and of the back office too; typed is on the ticket alone, and one line of evidence.</summary>
    [Fact]
    public async Task A_plain_purchase_takes_at_most_twelve_clicks_and_one_page_of_typing()
    {
        var trader = await run.SignIn("trader");
        clicks++; // the button of the sign-in
        await trader.WaitForSelectorAsync("main h1"); // the duty board comes first
        await Click(trader, ".nav a[href^='/positions']");
        await trader.WaitForSelectorAsync("main h1:has-text('Position')");
        await Click(trader, "a.btn.p[href^='/trades/new']");
        await trader.WaitForSelectorAsync("#quantity");
        await trader.FillAsync("#quantity", "3k");
        await trader.FillAsync("#price", "82.70");
        await Click(trader, "button.wide[type=submit]:enabled");
        var trade = (await (await trader.WaitForSelectorAsync(".done a"))!.GetAttributeAsync("href"))!.Split('/')[^1].Split('?')[0];

        var approver = await run.SignIn("approver");
        clicks++;
        await Click(approver, ".nav a[href^='/approvals']");
        await Click(approver, $"tr.pick:has-text('{trade}')");
        await Click(approver, ".panel button:has-text('Approve')");
        await Click(approver, ".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('in transit')");

        var finance = await run.SignIn("finance");
        clicks++;
        await finance.Keyboard.PressAsync("g");
        await finance.Keyboard.PressAsync("s");
        await finance.WaitForSelectorAsync("main:not([aria-busy=true]) .lanes");
        await Click(finance, $".lanes section:has-text('In transit') .tile:has-text('{trade}')"); // once it is on its way, the card stays where it is
        await finance.FillAsync("#confirm-settlement-evidence", "clearing statement, line 3");
        await Click(finance, ".panel form button[type=submit]");
        await finance.WaitForSelectorAsync($".lanes section:has-text('Confirmed') .tile:has-text('{trade}')");
        Assert.InRange(clicks, 1, ClicksMax);

        await run.Open(trader, $"/trades/{trade}");
        await trader.WaitForSelectorAsync(".panel .chip:has-text('settled')");
        Assert.Empty(run.Complaints);
    }

    /// <summary>
    /// F1, steps 1 to 5, then the ticket: the duty board; yesterday's prices and a file that is only tried; position; what was earned; limits and risk. Each by one click of
    /// the menu, nothing but the file chosen.
    /// </summary>
    [Fact]
    public async Task The_morning_goes_over_prices_an_import_that_is_only_tried_position_profit_limits_and_risk_to_the_ticket()
    {
        var trader = await run.SignIn("trader");
        await trader.WaitForSelectorAsync("main h1:has-text('Duty board')");
        clicks = 0;
        await Menu(trader, "/market-data", "Market data");
        await Click(trader, "tr.pick:has-text('CEA national allowance') button");
        await trader.WaitForSelectorAsync("tr.pick.sel:has-text('82.87')");
        await trader.WaitForSelectorAsync(".chartcard:has-text('CNY/t')");
        await Click(trader, "button:has-text('Import a file')");
        // The file field listens only once the circuit has hooked it up.
        await trader.WaitForFunctionAsync("() => document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined");
        var file = new FilePayload { Name = "cea-composite.csv", MimeType = "text/csv", Buffer = "date,close\n2026-06-04,82.03\n2026-06-05,82.95\n"u8.ToArray() };
        await trader.SetInputFilesAsync("input[type=file]", file);
        await trader.WaitForSelectorAsync("[role=status]:has-text('2 rows read; 1 values would be written, 1 of them change an earlier one; 0 findings.')");
        await trader.WaitForSelectorAsync("button.p:has-text('Import'):enabled"); // it could be, and is not
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-morning-prices.png") });

        await Menu(trader, "/positions", "Position");
        await trader.WaitForSelectorAsync(".kpis");
        await Menu(trader, "/costs", "Cost & P&L");
        await trader.WaitForSelectorAsync(".kpis:has-text('Unrealised'):has-text('Realised')");
        await Click(trader, "[role=tab]:has-text('Realised')");
        await trader.WaitForSelectorAsync("tr.pick:has-text('2026-')");
        await Menu(trader, "/limits", "Limits");
        await Click(trader, "tr.pick:has-text('TRADER-DAY') button");
        await trader.WaitForSelectorAsync(".panel tr:has-text('Headroom')");
        await Menu(trader, "/risk", "Risk");
        await trader.WaitForSelectorAsync(".card:has-text('VaR and CVaR') tbody tr");
        await Menu(trader, "/market-data", "Market data");
        await trader.WaitForSelectorAsync("tr.pick:has-text('CEA national allowance'):has-text('82.87')"); // what was only tried changed nothing
        Assert.Equal(10, clicks);
        await trader.Keyboard.PressAsync("g");
        await trader.Keyboard.PressAsync("p");
        await trader.WaitForSelectorAsync("main h1:has-text('Position')");
        await Click(trader, "a.btn.p[href^='/trades/new']");
        await trader.WaitForSelectorAsync("#quantity");
        Assert.Empty(run.Complaints);
    }

    private async Task Menu(IPage page, string path, string title)
    {
        await Click(page, $".nav a[href^='{path}']");
        await page.WaitForSelectorAsync($"main:not([aria-busy=true]) h1:has-text('{title}')");
    }

    [Fact]
    public async Task The_trader_needs_no_mouse()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/");
        await trader.Keyboard.PressAsync("g");
        await trader.Keyboard.PressAsync("p");
        await trader.WaitForSelectorAsync("main h1:has-text('Position')");
        await trader.Keyboard.PressAsync("n");
        await trader.WaitForSelectorAsync("#quantity");
        await trader.FocusAsync("#quantity");
        await trader.Keyboard.TypeAsync("2k", new() { Delay = 100 });
        await trader.Keyboard.PressAsync("Tab");
        await trader.Keyboard.TypeAsync("82.70", new() { Delay = 100 });
        await trader.WaitForSelectorAsync("button.wide[type=submit]:enabled");
        await trader.Keyboard.PressAsync("Control+Enter");
        await trader.WaitForSelectorAsync(".done a");
        await trader.EvaluateAsync("document.activeElement.blur()");
        await trader.Keyboard.PressAsync("g");
        await trader.Keyboard.PressAsync("t");
        await trader.WaitForSelectorAsync("tr.pick");
        await trader.Keyboard.PressAsync("j");
        await trader.Keyboard.PressAsync("Enter");
        await trader.WaitForSelectorAsync(".panel");
        await trader.Keyboard.PressAsync("Escape");
        await trader.WaitForSelectorAsync(".panel", new() { State = WaitForSelectorState.Detached });
        await trader.WaitForFunctionAsync("() => document.activeElement.matches('tr.pick')"); // back where it was opened
        await trader.Keyboard.PressAsync("f");
        Assert.Equal("search", await trader.EvaluateAsync<string>("document.activeElement.type"));
        Assert.Empty(run.Complaints);
    }
}
