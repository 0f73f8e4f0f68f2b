using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The desk's other pages as their people use them: an order and its executions, a contract, a trade of credits, the money, a serial number.</summary>
public class DeskTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task An_order_is_placed_filled_twice_and_shows_its_average_and_its_trades()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/orders");
        await page.ClickAsync(".head a[data-new]");
        await Fill(page, "place-order", ("account", "QM-CHP-01"), ("quantity", "5k"), ("price", "82.72 EU R"));
        await page.SelectOptionAsync("#place-order-product", "cn-ets/CEA/2025");
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync("main .field:has(#place-order-price) .error:has-text('input.invalid')");
        await page.WaitForSelectorAsync("main .field:has(#place-order-price) .u:has-text('CNY/t')");
        await Fill(page, "place-order", ("price", "99.99")); // in the currency beside it, above the day's limit: the check stands beside the form, the button says which
        await page.WaitForSelectorAsync("main tr.warned:has-text('Daily limit, listed'):has-text('73.83 ≤ 99.99 ≤ 90.23')");
        await page.WaitForSelectorAsync("main form button[type=submit]:disabled");
        await page.WaitForSelectorAsync("main form .saying:has-text('Daily limit, listed')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-order-blocked.png") });
        await Fill(page, "place-order", ("price", "82.72 CNY"));
        await page.WaitForSelectorAsync("main table.effect tr:has-text('CEA25 free'):has-text('+5,000')");
        await page.WaitForSelectorAsync("main tr:has-text('One trader, one day'):has-text('within')");
        await page.ClickAsync("main form button[type=submit]:enabled");
        await page.WaitForSelectorAsync(".panel h2:has-text('Executions')");
        foreach (var (id, quantity, price) in new[] { ("EX-1", "3000", "82.70 CNY"), ("EX-2", "1000", "82.72 CNY") })
        {
            await page.ClickAsync(".panel button:has-text('Record execution')");
            await Fill(page, "record-fill", ("execution", id), ("quantity", quantity), ("price", price));
            await page.ClickAsync(".panel form button[type=submit]");
            await page.WaitForSelectorAsync($".panel tr:has-text('{id}') .chip");
        }

        await page.WaitForSelectorAsync(".panel .saying:has-text('82.705')"); // (3,000 x 82.70 + 1,000 x 82.72) / 4,000
        await page.WaitForSelectorAsync(".panel .formula .box.on:has-text('1,000 t')");
        Assert.Equal(2, await page.Locator(".panel a[href^='/trades/']").CountAsync());
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-order-filled.png") });
        Assert.Empty(run.Complaints);
    }

    /// <summary>Of two executions the trade of the second is rejected: booking again starts with the second, and makes a trade of it.</summary>
    [Fact]
    public async Task Booking_again_starts_with_the_execution_that_has_the_problem()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/orders");
        await trader.ClickAsync(".head a[data-new]");
        await Fill(trader, "place-order", ("account", "QM-CHP-01"), ("quantity", "900"), ("price", "82.72 CNY"));
        await trader.SelectOptionAsync("#place-order-product", "cn-ets/CEA/2025");
        await trader.ClickAsync("main form button[type=submit]:enabled");
        await trader.WaitForSelectorAsync(".panel h2:has-text('Executions')");
        var order = new Uri(trader.Url).AbsolutePath;
        foreach (var id in new[] { "RB-1", "RB-2" })
        {
            await trader.ClickAsync(".panel button:has-text('Record execution')");
            await Fill(trader, "record-fill", ("execution", id), ("quantity", "300"), ("price", "82.70 CNY"));
            await trader.ClickAsync(".panel form button[type=submit]");
            await trader.WaitForSelectorAsync($".panel tr:has-text('{id}') a[href^='/trades/']");
        }

        var rejected = await trader.GetAttributeAsync(".panel tr:has-text('RB-2') a[href^='/trades/']", "href");
        var approver = await run.SignIn("approver");
        await run.Open(approver, rejected!);
        await approver.ClickAsync(".panel button:has-text('Reject')");
        await approver.FillAsync("#reject-trade-reason", "not ours");
        await approver.ClickAsync(".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('rejected')");

        await run.Open(trader, order);
        await trader.WaitForSelectorAsync(".panel tr:has-text('RB-2') .bad:has-text('trade.rejected-stands')");
        Assert.Equal(1, await trader.Locator(".panel tr .bad").CountAsync());
        await trader.ClickAsync(".panel button:has-text('Try booking again')");
        Assert.Equal("RB-2", await trader.InputValueAsync("#book-fill-execution"));
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-order-book-again.png") });
        await trader.ClickAsync(".panel form button[type=submit]");
        await trader.WaitForSelectorAsync(".panel tr:has-text('RB-2'):not(:has(.bad)) a[href^='/trades/']");
        Assert.Equal(0, await trader.Locator(".panel tr .bad").CountAsync());
        await run.Open(approver, rejected!);
        await approver.ClickAsync(".panel button:has-text('Approve')"); // it waits for the second person again
        await approver.ClickAsync(".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('in transit')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_forward_is_agreed_by_two_persons_filed_and_shows_its_legs()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/contracts");
        await trader.ClickAsync(".head a[data-new]");
        var key = (await trader.InnerTextAsync("main .split .code")).Trim();
        await trader.ClickAsync(".head button:has-text('Repo')");
        await trader.WaitForSelectorAsync("#agree-contract-endPrice"); // what a repo needs
        await trader.ClickAsync(".head button:has-text('Forward')");
        await Assertions.Expect(trader.Locator("#agree-contract-endPrice")).ToHaveCountAsync(0);
        Assert.Equal(0, await trader.Locator("#agree-contract-kind").CountAsync()); // the kind stands above
        Assert.Equal("Ends on", (await trader.InnerTextAsync("label[for=agree-contract-endsOn]")).Trim()); // needed, not optional
        await Fill(trader, "agree-contract", ("account", "QM-CHP-01"), ("quantity", "10k"), ("price", "84.00 CNY"));
        await trader.SelectOptionAsync("#agree-contract-product", "cn-ets/CEA/2025");
        await Date(trader, "#agree-contract-endsOn", "2026-06-05");
        await trader.WaitForSelectorAsync("main tr.warned:has-text('2026-06-05 < 2026-06-05')"); // though nobody is named yet
        await trader.WaitForSelectorAsync("main form button[type=submit]:disabled");
        await Date(trader, "#agree-contract-endsOn", "2026-12-01");
        await trader.WaitForSelectorAsync("main .verdict:has-text('Counterparty')");
        await Fill(trader, "agree-contract", ("counterparty", "Seller B"), ("document", "forward 9"));
        await trader.SelectOptionAsync("#agree-contract-side", "buy");
        await trader.WaitForSelectorAsync("main table.effect tr:has-text('2026-12-01 CEA25 held'):has-text('+10,000')");
        await trader.ClickAsync("main form button[type=submit]:enabled");
        await trader.WaitForSelectorAsync("main .note:has-text('second person')");

        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync($"tr.pick:has-text('{key}')");
        await approver.WaitForSelectorAsync("main tr:has-text('Price'):has-text('84.00 CNY/t')");
        await approver.WaitForSelectorAsync("main table.effect tr:has-text('2026-12-01 money'):has-text('−840,000.00')");
        await approver.WaitForSelectorAsync("main h2:has-text('beside those at submission')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-contract-approval.png") });
        await approver.ClickAsync("main form button[type=submit]");
        await approver.WaitForSelectorAsync($"main tr:has-text('{key}'):has-text('done')");

        var finance = await run.SignIn("finance");
        await run.Open(finance, $"/contracts/{key}");
        await finance.ClickAsync(".panel button:has-text('File')");
        await finance.FillAsync("#file-contract-reference", "FILING 9");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .chip:has-text('Active')");
        Assert.Contains("840,000.00", await finance.InnerTextAsync(".panel table:has(th:has-text('Leg'))"), StringComparison.Ordinal);
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-forward-active.png") });
        Assert.Empty(run.Complaints);
    }

    [Theory]
    [InlineData("/orders/new", "place-order", "Block")]
    [InlineData("/contracts/new", "agree-contract", "Pledge")]
    public async Task What_was_typed_in_a_form_is_back_with_its_kind_until_it_is_discarded(string address, string command, string kind)
    {
        var page = await run.SignIn("trader");
        await run.Open(page, address);
        await page.ClickAsync($".head .seg button:has-text('{kind}')");
        await page.WaitForSelectorAsync($".head .seg button.on:has-text('{kind}')");
        await page.WaitForSelectorAsync($"#{command}-account option:has-text('QM-CHP-01 · ')", new() { State = WaitForSelectorState.Attached }); // accounts are picked by name
        await Fill(page, command, ("account", "QM-CHP-01"), ("quantity", "1,234"), ("counterparty", "Bank of the test"));
        await page.SelectOptionAsync($"#{command}-product", "cn-ets/CEA/2025");
        await page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(k => sessionStorage.getItem(k).includes('Bank of the test') && sessionStorage.getItem(k).includes('CEA/2025'))");
        await run.Open(page, "/limits");
        await run.Open(page, address);
        await page.WaitForSelectorAsync($".head .seg button.on:has-text('{kind}')");
        await page.WaitForSelectorAsync("main form .note:has-text('back')");
        Assert.Equal(("QM-CHP-01", "1,234", "Bank of the test", "cn-ets/CEA/2025"), (await page.InputValueAsync($"#{command}-account"), await page.InputValueAsync($"#{command}-quantity"),
            await page.InputValueAsync($"#{command}-counterparty"), await page.InputValueAsync($"#{command}-product")));
        await page.ClickAsync("main form .note button");
        await Assertions.Expect(page.Locator($"#{command}-quantity")).ToHaveValueAsync("");
        await run.Open(page, address);
        await page.WaitForTimeoutAsync(400);
        Assert.Equal("", await page.InputValueAsync($"#{command}-quantity"));
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Credits_are_bought_on_the_ticket_and_settled_with_their_batch()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "ccer/QM-CHP-01");
        await trader.SelectOptionAsync("#product", "ccer/CCER/2024");
        await trader.FillAsync("#quantity", "2k");
        await trader.FillAsync("#price", "70.00");
        await trader.FillAsync("#remark", "offset for 2025");
        await trader.FillAsync("#time", "25:99"); // what cannot be read is said, not left out
        await trader.WaitForSelectorAsync("#time.wrong");
        Assert.True(await trader.IsDisabledAsync("button.wide[type=submit]"));
        await trader.FillAsync("#time", "");
        await trader.ClickAsync("button.wide[type=submit]:enabled");
        var trade = (await (await trader.WaitForSelectorAsync(".done a"))!.GetAttributeAsync("href"))!.Split('/')[^1].Split('?')[0];

        var approver = await run.SignIn("approver");
        await run.Open(approver, $"/trades/{trade}");
        await approver.ClickAsync(".panel button:has-text('Approve')");
        await approver.ClickAsync(".panel form button[type=submit]");
        await approver.WaitForSelectorAsync(".panel .chip:has-text('in transit')");

        var finance = await run.SignIn("finance");
        await run.Open(finance, $"/settlement/{trade}");
        await finance.FillAsync("#confirm-credit-settlement-evidence", "registry, line 1");
        await finance.FillAsync("#confirm-credit-settlement-batch-project", "PJ-9");
        await finance.FillAsync("#confirm-credit-settlement-batch-methodology", "CCER-01-002-V01");
        await Date(finance, "#confirm-credit-settlement-batch-periodFrom", "2023-01-01");
        await Date(finance, "#confirm-credit-settlement-batch-periodTo", "2023-12-31");
        await Date(finance, "#confirm-credit-settlement-batch-registeredOn", "2025-06-01");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .field:has(#confirm-credit-settlement-batch-periodTo) .error:has-text('trade.other-batch')");
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-credit-batch-wrong.png") });
        await Date(finance, "#confirm-credit-settlement-batch-periodTo", "2024-12-31");
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync($".lanes section:has-text('Confirmed') .tile:has-text('{trade}')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_balance_is_recorded_and_a_purchase_beyond_it_says_what_would_pass()
    {
        var finance = await run.SignIn("finance");
        await run.Open(finance, "/settlement/QM-ALU-01~cn-ets?view=funds");
        await finance.ClickAsync(".panel button:has-text('Record balance')");
        await Fill(finance, "record-funds", ("amount", "2583427.20"), ("evidence", "statement 5")); // 1,655,427.20 of trades and 828,000.00 of an order are promised
        await finance.ClickAsync(".panel form button[type=submit]");
        await finance.WaitForSelectorAsync(".panel .formula .box.on:has-text('CNY 100,000.00')");
        await finance.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-funds.png") });

        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "cn-ets/QM-ALU-01");
        await trader.FillAsync("#quantity", "2k");
        await trader.FillAsync("#price", "82.70");
        await trader.WaitForSelectorAsync("tr.warned:has-text('Available money'):has-text('would pass: CNY 100,000.00')");
        Assert.True(await trader.Locator("button.wide[type=submit]").IsDisabledAsync());
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-ticket-money.png") });
        await trader.FillAsync("#quantity", "1k");
        await trader.WaitForSelectorAsync("button.wide[type=submit]:enabled");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task An_approver_delegates_and_takes_it_back_on_the_approvals_page()
    {
        var page = await run.SignIn("approver");
        await run.Open(page, "/approvals");
        await page.ClickAsync("main button:has-text('Delegate approvals')");
        await page.FillAsync("#delegate-approval-to", "compliance");
        await Date(page, "#delegate-approval-until", "2026-06-30");
        await page.FillAsync("#delegate-approval-reason", "leave");
        await page.ClickAsync("form:has(#delegate-approval-to) button[type=submit]");
        await page.WaitForSelectorAsync("main .note:has-text('compliance stands in for you from 2026-06-05 to 2026-06-30')");
        var other = await run.SignIn("compliance");
        await run.Open(other, "/approvals");
        await other.WaitForSelectorAsync("main .note:has-text('You stand in for approver')");
        await page.FillAsync("#end-delegation-reason", "back early");
        await page.ClickAsync("form:has(#end-delegation-to) button[type=submit]");
        await page.WaitForSelectorAsync("main .t3:has-text('nobody stands in for you')");
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_serial_number_finds_its_lot_and_one_that_is_nowhere_says_so()
    {
        var page = await run.SignIn("auditor");
        await run.Open(page, "/lots");
        var all = await page.Locator("tr.pick").CountAsync();
        await Find(page, "SAMPLE-CCER-OSW1 50000");
        await page.WaitForFunctionAsync($"() => document.querySelectorAll('tr.pick').length < {all}");
        Assert.InRange(await page.Locator("tr.pick").CountAsync(), 1, all - 1);
        await page.ClickAsync("tr.pick button");
        await page.WaitForSelectorAsync(".panel svg");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-lot-of-serial.png") });
        await run.Open(page, "/lots");
        await Find(page, "NO-SUCH-BLOCK 1");
        await page.WaitForSelectorAsync("section:has(h2:has-text('Lots')) .empty");
        Assert.Equal(0, await page.Locator("tr.pick").CountAsync());
        Assert.Empty(run.Complaints);
    }

    /// <summary>1,000 t are split off a free range by their numbers, stand in the lot as reserved with their event, and join the range again.</summary>
    [Fact]
    public async Task Part_of_a_lot_is_reserved_and_released_at_the_lot()
    {
        var page = await run.SignIn("trader");
        await run.Open(page, "/lots?view=blocked");
        await page.ClickAsync("main tr.pick:has-text('K-20260302-1-L1'):has-text('50,000') button");
        await page.WaitForSelectorAsync(".panel .parts tr:has-text('Pledged') a[href^='/contracts/K-20260302-1']");
        Assert.Equal(0, await page.Locator(".panel .parts tr:has-text('Pledged') button").CountAsync()); // the contract frees it
        Assert.True(await page.Locator(".panel button:has-text('Freeze')").First.IsDisabledAsync()); // a trader freezes nothing
        await page.ClickAsync(".panel .parts tr:has-text('Free') button:has-text('Take')");
        await page.WaitForSelectorAsync("#reserve-units-lot");
        Assert.Equal(("L-0006", "249610", "SAMPLE-CEA25-A 20500001-20749610"), (await page.InputValueAsync("#reserve-units-lot"),
            await page.InputValueAsync("#reserve-units-quantity"), await page.InputValueAsync("#reserve-units-serials")));
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-lot-reserve.png"), FullPage = true });
        await Fill(page, "reserve-units", ("reservation", "WALK-PART"), ("purpose", "spare"), ("quantity", "1000"));
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .error:has-text('allowance-account.serials-do-not-add-up')");
        await Fill(page, "reserve-units", ("serials", "SAMPLE-CEA25-A 20500001-20501000"));
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .parts tr:has-text('WALK-PART'):has-text('1,000'):has-text('20500001–20501000')");
        await page.WaitForSelectorAsync(".panel .parts tr:has-text('Free'):has-text('20501001–20749610')");
        await page.ClickAsync(".panel .parts tr:has-text('WALK-PART') button:has-text('Release')");
        await page.WaitForFunctionAsync("() => document.querySelector('#release-units-reservation')?.value === 'WALK-PART'");
        await Fill(page, "release-units", ("reason", "no longer needed"));
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .parts tr:has-text('Free'):has-text('20500001–20749610')");
        await page.ClickAsync(".panel .parts tr:has-text('OBLIGATION-ALU-2025') a[href^='/evidence']");
        await page.WaitForSelectorAsync(".panel .json:has-text('OBLIGATION-ALU-2025')");
        Assert.Empty(run.Complaints);
    }

    private static async Task Fill(IPage page, string command, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
            if (await page.Locator($"#{command}-{field}").EvaluateAsync<string>("e => e.tagName") == "SELECT") await page.SelectOptionAsync($"#{command}-{field}", text);
            else await page.FillAsync($"#{command}-{field}", text);
    }

    private static async Task Date(IPage page, string selector, string day)
    {
        await page.FillAsync(selector, day);
        await page.PressAsync(selector, "Tab");
    }

    private static async Task Find(IPage page, string serial)
    {
        await page.FillAsync("input.findbox", serial);
        await page.PressAsync("input.findbox", "Enter");
    }
}
