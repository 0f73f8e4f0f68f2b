using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>Obligations, credits and projects as the compliance officer uses them.</summary>
public class ComplianceTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task An_obligation_is_opened_and_an_estimate_changes_its_row()
    {
        var page = await run.SignIn("compliance");
        await run.Open(page, "/compliance");
        await page.ClickAsync(".head button:has-text('Open obligation')");
        await page.FillAsync("#new-key", "QM-CHP-01-2027");
        await page.FillAsync("#open-obligation-account", "QM-CHP-01");
        await page.FillAsync("#open-obligation-market", "cn-ets");
        await page.FillAsync("#open-obligation-year", "2027");
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync(".panel:has-text('QM-CHP-01-2027')");
        Assert.Contains("Record an estimate", await page.InnerTextAsync(".panel"), StringComparison.OrdinalIgnoreCase);
        Assert.True(await page.Locator(".panel button:has-text('Surrender offsets')").IsDisabledAsync());

        await page.ClickAsync(".panel button:has-text('Record estimate')");
        await page.FillAsync("#record-estimate-emissions", "118万");
        await page.FillAsync("#record-estimate-basis", "plan 2027");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .formula .box:has-text('1,180,000')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-obligation-estimated.png") });
        await page.ClickAsync(".panel button[aria-label='Close']");
        await page.WaitForSelectorAsync("tr:has-text('2027'):has-text('1,180,000')");
        Assert.Empty(run.Complaints);
    }

    /// <summary>Filed from the duty, agreed with its difference in view, frozen in position and obligation; then a surrender with its lots beside what is proposed.</summary>
    [Fact]
    public async Task A_carry_over_is_filed_from_its_duty_and_the_second_person_sees_what_changes()
    {
        var page = await run.SignIn("compliance");
        await run.Open(page, "/?duty=carry-over~QM-CHP-01~2025~");
        Assert.Equal(["Quantity", "Product"], await page.Locator(".panel label[for=record-filing-quantity], .panel label[for=record-filing-product]").AllInnerTextsAsync());
        await page.SelectOptionAsync("#record-filing-filing", "data-quality-plan"); // a plan has neither
        await page.WaitForSelectorAsync(".panel label[for=record-filing-quantity]:has-text('opt.')");
        await page.SelectOptionAsync("#record-filing-filing", "carry-over");
        await page.FillAsync("#record-filing-reference", "WALK-CO-1");
        await page.FillAsync("#record-filing-quantity", "20000");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .note");
        await run.Open(page, "/accounts/BJ-ELEC-01");
        await page.SelectOptionAsync("main .card header select.pill", "surrender-units");
        await page.SelectOptionAsync("#surrender-units-product", "beijing/BEA/none");
        await page.FillAsync("#surrender-units-quantity", "1000");
        await page.FillAsync("#surrender-units-complianceYear", "2025");
        await page.FillAsync("#surrender-units-registryReference", "WALK-S-1");
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync("main .note");

        var approver = await run.SignIn("approver");
        await run.Open(approver, "/approvals");
        await approver.ClickAsync("main tr.pick:has-text('Surrender')");
        await approver.WaitForSelectorAsync("main .card:has-text('Units that go') td:has-text('L-0')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-approve-surrender.png"), FullPage = true });
        await approver.ClickAsync("main tr.pick:has-text('Record a filing')");
        await approver.WaitForSelectorAsync("main .effect tr:has-text('frozen for carry-over'):has-text('20,000')");
        await approver.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-approve-filing.png"), FullPage = true });
        await approver.ClickAsync("main form button[type=submit]");
        await approver.WaitForSelectorAsync("main tr:has-text('Record a filing'):has-text('Done')");

        await run.Open(page, "/positions");
        await page.WaitForSelectorAsync("th:has-text('Carry-over')");
        Assert.True(await page.EvaluateAsync<bool>("() => { const s = document.querySelector('table.positions').parentElement; return s.scrollWidth <= s.clientWidth; }")); // the value too
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-positions-carry-over.png") });
        await run.Open(page, "/compliance/QM-CHP-01-2025");
        await page.WaitForSelectorAsync(".panel .card:has-text('Carry-over') tr:has-text('WALK-CO-1'):has-text('20,000')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-obligation-carry-over.png"), FullPage = true });
        await run.Open(page, "/rules?rule=cn-ets~benchmark-power-class-1");
        await page.WaitForSelectorAsync(".panel .note:has-text('For information')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-rules-for-information.png") });
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task Credits_above_the_ceiling_are_given_back_with_the_reason_on_the_screen()
    {
        var page = await run.SignIn("compliance");
        await run.Open(page, "/ccer/QM-CHP-01");
        await page.ClickAsync(".panel button:has-text('Reserve credits')");
        await page.FillAsync("#reserve-credits-reservation", "WALK-1");
        await page.FillAsync("#reserve-credits-quantity", "17641"); // one tonne above what is left
        await page.FillAsync("#reserve-credits-purpose", "offset");
        await page.FillAsync("#reserve-credits-obligation", "QM-CHP-01-2025");
        await page.FillAsync("#reserve-credits-market", "cn-ets");
        await page.FillAsync("#reserve-credits-complianceYear", "2025");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel tr:has-text('WALK-1'):has-text('released')");
        var reason = await page.Locator(".panel tr:has-text('WALK-1') + tr").InnerTextAsync();
        Assert.Contains("17,640 tCO2e still allowed", reason);
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-ceiling.png") });
    }

    [Fact]
    public async Task A_batch_with_its_origin_is_entered_in_one_form_and_a_wrong_day_is_shown_at_its_field()
    {
        var page = await run.SignIn("compliance");
        await run.Open(page, "/ccer/QM-CHP-01");
        await page.ClickAsync(".panel button:has-text('Receive issued batch')");
        await page.FillAsync("#receive-issued-batch-batch-project", "PJ-OSW-01");
        await page.FillAsync("#receive-issued-batch-batch-methodology", "CCER-01-002-V01");
        await Date(page, "batch-periodFrom", "2024-01-01");
        await Date(page, "batch-periodTo", "2024-13-31");
        await Date(page, "batch-registeredOn", "2025-06-02");
        await page.FillAsync("#receive-issued-batch-quantity", "10k");
        await page.FillAsync("#receive-issued-batch-document", "notice");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .field:has(#receive-issued-batch-batch-periodTo) .error:has-text('input.invalid')");
        await Date(page, "batch-periodTo", "2024-12-31");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel .done");
        await page.WaitForSelectorAsync(".panel h2:has-text('C-0003')");
    }

    [Fact]
    public async Task An_auditor_sees_why_commands_are_off_and_a_key_that_is_not_there_says_what_to_do()
    {
        var page = await run.SignIn("auditor", "zh");
        await run.Open(page, "/projects/PJ-OSW-01");
        Assert.Equal(await page.Locator(".panel .cells button").CountAsync(), await page.Locator(".panel .cells button:disabled").CountAsync());
        Assert.Contains("履约", await page.Locator(".panel .cells + .saying").InnerTextAsync());
        await run.Open(page, "/compliance/NO-SUCH-2025");
        Assert.Contains("NO-SUCH-2025", await page.InnerTextAsync(".panel .empty"));
        await run.Open(page, "/compliance?market=cn-ets&year=2031");
        await page.WaitForSelectorAsync(".empty");
        Assert.Empty(run.Complaints);
    }

    private static async Task Date(IPage page, string field, string day)
    {
        await page.FillAsync($"#receive-issued-batch-{field}", day);
        await page.PressAsync($"#receive-issued-batch-{field}", "Tab");
    }
}
