using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>What one key does, on a page nobody touched with a pointer.</summary>
public class KeyboardTests(ReadingBrowser run) : IClassFixture<ReadingBrowser>
{
    private static Task Address(IPage page, string part) => page.WaitForFunctionAsync("part => (location.pathname + location.search).includes(part)", part);

    private async Task Find(IPage page, string typed, string kind, string title, string address)
    {
        await run.Open(page, "/positions");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(typed);
        await page.WaitForSelectorAsync($"#found a[data-kind={kind}]:has-text('{title}')");
        await page.Keyboard.PressAsync("Enter");
        await Address(page, address);
        await page.WaitForSelectorAsync("main:not([aria-busy=true]) h1");
    }

    [Fact]
    public async Task A_slash_and_an_id_a_serial_number_a_name_or_a_rule_open_the_thing()
    {
        var page = await run.SignIn("trader");
        await Find(page, "T-20250515-001", "trade", "T-20250515-001", "/trades/T-20250515-001");
        await Find(page, "SAMPLE-CEA24-A 10000005", "serial", "QM-CHP-01 L-0004", "/lots?lot=QM-CHP-01~L-0004");
        await page.WaitForSelectorAsync(".panel:has-text('SAMPLE-CEA24-A'), .panel:has-text('L-0004')");
        await Find(page, "BJ-ELEC-01-2025", "obligation", "BJ-ELEC-01-2025", "/compliance/BJ-ELEC-01-2025");
        await Find(page, "cn-ets offset-limit", "rule", "cn-ets offset-limit", "/rules?rule=cn-ets~offset-limit");
        await page.WaitForSelectorAsync(".panel h2:has-text('0.05')");
        await run.Open(page, "/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("nothing of this name");
        await page.WaitForSelectorAsync(".search .empty");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(".search .pop", new() { State = WaitForSelectorState.Detached });
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Chinese_names_and_their_initials_find_a_company_and_arrows_choose_among_what_was_found()
    {
        var page = await run.SignIn("trader", "zh");
        await Find(page, "启明铝业", "unit", "QM-ALU", "/positions?open=");
        await Find(page, "qmly", "unit", "QM-ALU", "/positions?open=");
        await run.Open(page, "/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("QM-CHP-01");
        await page.WaitForSelectorAsync("#found li:nth-child(2)");
        var second = (await page.GetAttributeAsync("#found li:nth-child(2) a", "href"))!;
        await page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForSelectorAsync("#found li:nth-child(2)[aria-selected=true]");
        await page.Keyboard.PressAsync("Enter");
        await Address(page, second);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_person_is_found_only_by_who_may_see_persons()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/");
        await trader.Keyboard.PressAsync("/");
        await trader.Keyboard.TypeAsync("auditor");
        await trader.WaitForSelectorAsync(".search .empty");
        Assert.Equal(0, await trader.Locator("#found a").CountAsync());
        var admin = await run.SignIn("admin");
        await Find(admin, "auditor", "person", "AUDITOR", "/people?person=AUDITOR");
    }

    [Fact]
    public async Task A_question_mark_lists_the_keys_in_the_language_and_escape_closes_it()
    {
        foreach (var (language, said) in new[] { ("en", "One business day back"), ("zh", "后退一个业务日") })
        {
            var page = await run.SignIn("trader", language);
            await run.Open(page, "/trades");
            await page.Keyboard.PressAsync("?");
            await page.WaitForSelectorAsync($"dialog#keys[open]:has-text('{said}')");
            await page.Keyboard.PressAsync("j"); // no key reaches the page behind
            Assert.Equal(0, await page.Locator("tr.pick:focus").CountAsync());
            await page.Keyboard.PressAsync("Escape");
            await page.WaitForSelectorAsync("dialog#keys:not([open])", new() { State = WaitForSelectorState.Hidden });
        }

        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Comma_and_point_step_over_the_days_the_exchange_is_closed()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/positions?asOf=2026-06-01"); // a Monday
        await page.Keyboard.PressAsync(",");
        await Address(page, "asOf=2026-05-29");
        await page.WaitForFunctionAsync("() => document.querySelector('#asof-day').value === '2026-05-29'");
        await page.Keyboard.PressAsync(".");
        await Address(page, "asOf=2026-06-01");
        await run.Open(page, "/positions?asOf=2026-06-04");
        await page.Keyboard.PressAsync(".");
        await page.WaitForFunctionAsync("() => !location.search.includes('asOf')"); // the open day is now
        Assert.Equal(0, await page.Locator("[data-day=forward]").CountAsync()); // beyond it there is nothing
    }

    [Fact]
    public async Task U_shows_large_quantities_in_ten_thousands_and_files_stay_in_tonnes()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/positions?market=cn-ets");
        var total = long.Parse((await page.InnerTextAsync("table.positions tfoot td:nth-child(2)")).Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        await page.Keyboard.PressAsync("u");
        await page.WaitForSelectorAsync("html[data-unit=wan] main:not([aria-busy=true]) table.positions th:has-text('万吨')");
        Assert.Contains("market=cn-ets", page.Url, StringComparison.Ordinal);
        Assert.Equal((total / 10_000m).ToString("N2", System.Globalization.CultureInfo.InvariantCulture), await page.InnerTextAsync("table.positions tfoot td:nth-child(2)"));
        var file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".head button:has-text('CSV')"));
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        var held = lines.First(l => l.StartsWith("Account,", StringComparison.Ordinal)).Split(',').ToList().IndexOf("Held");
        Assert.Equal(total, lines.Where(l => l.StartsWith("QM-", StringComparison.Ordinal)).Sum(l => long.Parse(l.Split(',')[held], System.Globalization.CultureInfo.InvariantCulture)));
        await page.Keyboard.PressAsync("u");
        await page.WaitForSelectorAsync("html[data-unit=t] main:not([aria-busy=true]) table.positions");
    }

    [Fact]
    public async Task Tab_reaches_the_rows_of_duties_and_enter_opens_one()
    {
        var page = await run.SignIn("compliance");
        await run.Open(page, "/");
        var second = page.Locator("main tr.pick").Nth(1);
        await page.Locator("main tr.pick").First.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await second.EvaluateAsync<bool>("row => row === document.activeElement"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".panel");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(".panel", new() { State = WaitForSelectorState.Detached });
        await page.WaitForFunctionAsync("() => document.activeElement.matches('tr.pick')"); // back where it was
    }

    [Fact]
    public async Task A_opens_what_waits_first_for_this_person_and_approves_nothing()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/");
        await trader.Keyboard.PressAsync("a");
        await Address(trader, "/approvals?item=first");
        var approver = await run.SignIn("approver");
        await run.Open(approver, "/trades?status=pending-approval");
        await approver.Keyboard.PressAsync("a");
        await approver.WaitForSelectorAsync(".panel button:has-text('Approve'), .seg button:has-text('Approve')");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('pending approval'), .chip:has-text('waiting')");
    }

    [Fact]
    public async Task Letters_do_nothing_in_a_field_or_once_they_are_switched_off()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/trades");
        await page.FocusAsync("input.findbox");
        await page.Keyboard.TypeAsync("gp?,.u/");
        Assert.Equal("gp?,.u/", await page.InputValueAsync("input.findbox"));
        await run.Open(page, "/settings");
        await page.ClickAsync("a[href^='/display/keys/off']");
        await page.WaitForSelectorAsync("html[data-keys=off] main:not([aria-busy=true]) h1");
        await run.Open(page, "/trades");
        foreach (var key in new[] { "/", "?", ",", "u", "j", "n", "g", "p" }) await page.Keyboard.PressAsync(key);
        Assert.Equal("/trades", new Uri(page.Url).PathAndQuery);
        Assert.Equal(0, await page.Locator("dialog[open], #search:focus, tr.pick:focus").CountAsync());
        await page.ClickAsync("[data-keys-list]"); // by pointer the list still opens
        await page.WaitForSelectorAsync("dialog#keys[open]:has-text('switched off')");
        Assert.Empty(run.Complaints);
    }
}
