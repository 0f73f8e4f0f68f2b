using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>A trader's deal file: looked at first, captured then; what is beyond a limit is said on the ticket; every table goes out as a workbook.</summary>
public class DealFileTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    private const string File = """
        trade,tradeDate,account,side,method,product,quantity,price,currency
        F-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,82.10,CNY
        F-2,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,2000,82.20,CNY
        F-3,2026-06-05,NOWHERE,buy,listed,cn-ets/CEA/2025,2000,82.20,CNY

        """;

    [Fact]
    public async Task A_deal_file_is_tried_then_captured_and_its_bad_line_is_named()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades");
        await trader.ClickAsync("button:has-text('Import deals')");
        // The file field listens only once the circuit has hooked it up.
        await trader.WaitForFunctionAsync("() => document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined");
        await trader.WaitForSelectorAsync("summary:has-text('9 needed')");
        await trader.WaitForSelectorAsync("details tr:has-text('side'):has-text('one of: buy, sell') .chip:has-text('needed')");
        var template = await trader.RunAndWaitForDownloadAsync(() => trader.ClickAsync("button:has-text('Download template')"));
        Assert.Equal("deals.csv", template.SuggestedFilename);
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-deal-columns.png") });
        await trader.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "deals.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(File) });
        await trader.WaitForSelectorAsync("[role=status]:has-text('2 would be captured')");
        await trader.WaitForSelectorAsync("td:has-text('trade.unknown-account')");
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-deal-file.png") });
        await trader.ClickAsync("button:has-text('Capture deals'):enabled");
        await trader.WaitForSelectorAsync(".done:has-text('2 captured')");
        await trader.WaitForSelectorAsync("td:has-text('F-2')");
        var file = await trader.RunAndWaitForDownloadAsync(() => trader.ClickAsync("button:has-text('XLSX')"));
        Assert.EndsWith(".xlsx", file.SuggestedFilename, StringComparison.Ordinal);
        await using var stream = await file.CreateReadStreamAsync();
        var first = new byte[4];
        await stream.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal("PK\u0003\u0004"u8.ToArray(), first);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public async Task A_ticket_beyond_a_hard_limit_says_what_would_pass()
    {
        var trader = await run.SignIn("trader");
        await run.Open(trader, "/trades/new");
        await trader.SelectOptionAsync("#account", "cn-ets/QM-CHP-01");
        await trader.SelectOptionAsync("#product", "cn-ets/CEA/2025");
        await trader.ClickAsync("button:has-text('Block')");
        await trader.FillAsync("#counterparty", "Some company");
        await trader.FillAsync("#quantity", "600001");
        await trader.FillAsync("#price", "82.00");
        await trader.WaitForSelectorAsync("tr.warned:has-text('would pass')");
        await trader.WaitForSelectorAsync("button.wide[type=submit]:disabled");
        await trader.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, "en-ticket-limit.png") });
        Assert.Empty(run.Complaints);
    }
}
