using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>A contract's panel: its way with day, evidence and person, its letter; forms that start with an account.</summary>
public class ContractPageTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    [Fact]
    public async Task The_way_of_a_loan_is_on_its_panel_and_a_look_at_it_is_recorded_there()
    {
        var page = await run.SignIn("finance");
        await run.Open(page, "/contracts/K-20260302-1");
        await page.WaitForSelectorAsync(".panel tr:has-text('Filing, registration'):has-text('2026-06-05'):has-text('movables registration')");
        await page.WaitForSelectorAsync(".panel tr:has-text('Loan to value, as agreed')");
        await page.ClickAsync(".panel button:has-text('Record a step')");
        Assert.Equal("monitoring", await page.InputValueAsync("#record-contract-step-step")); // what may be recorded now
        await page.SelectOptionAsync("#record-contract-step-step", "due-diligence");
        await page.FillAsync("#record-contract-step-document", "visit 7");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel form .error, .panel form [role=alert]"); // what follows it has begun
        await page.SelectOptionAsync("#record-contract-step-step", "monitoring");
        await page.ClickAsync(".panel form button[type=submit]");
        await page.WaitForSelectorAsync(".panel tr:has-text('Monitoring'):has-text('visit 7'):has-text('finance')");
        await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-contract-steps.png") });
        var letter = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".panel a:has-text('Letter')"));
        Assert.Equal("confirmation-K-20260302-1.html", letter.SuggestedFilename);
        Assert.Contains("碳资产质押 pledge", await File.ReadAllTextAsync(await letter.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_contract_to_be_filed_names_the_steps_it_lacks_and_offers_the_next()
    {
        var page = await run.SignIn("finance");
        await run.Open(page, "/contracts/K-20260316-1"); // a loan on credits, every step on record
        foreach (var step in new[] { "Application", "Due diligence", "Approval", "Monitoring" })
            await page.WaitForSelectorAsync($".panel tr:has-text('{step}'):has-text('2026-0'):has-text('finance')");
        Assert.Equal(0, await page.Locator(".panel .chip:text-is('missing')").CountAsync());
        await run.Open(page, "/contracts/K-20260605-2"); // an option, not quoted and not filed
        await page.WaitForSelectorAsync(".panel tr:has-text('Quote'):has-text('missing')");
        await page.WaitForSelectorAsync(".panel .saying:has-text('Not on record: Quote.')");
        await page.ClickAsync(".panel button.p:has-text('Record a step')");
        Assert.Equal("quote", await page.InputValueAsync("#record-contract-step-step"));
        Assert.Empty(run.Complaints);
    }

    [Theory]
    [InlineData("/orders/new", "place-order")]
    [InlineData("/contracts/new", "agree-contract")]
    public async Task A_form_starts_with_the_first_account_of_the_national_market(string address, string command)
    {
        var page = await run.SignIn("trader");
        await run.Open(page, address);
        await Assertions.Expect(page.Locator($"#{command}-account")).ToHaveValueAsync("QM-ALU-01");
        Assert.Empty(run.Complaints);
    }
}
