using System.Text.Json;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The terminal on the sample group, as a person uses it.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-terminal-").FullName;
    private readonly Dictionary<string, string> environment;

    public TerminalTests(LoadedSample sample)
    {
        environment = new() { ["CARBON_DATA"] = folder };
        sample.CopyTo(folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<Programs.Ran> Carbon(string? input, params string[] arguments) => Programs.Carbon(environment, input, arguments);

    /// <summary>The same within this process.</summary>
    private Task<Programs.Ran> Line(string? input, params string[] arguments) => Programs.Line(environment, input, arguments);

    private async Task SignIn(string login) => Assert.Equal(0, (await Line(ServerProcess.Password(login, folder), "sign-in", login)).Exit);

    private async Task As(string login) => Assert.Equal(0, (await Carbon(ServerProcess.Password(login, folder), "sign-in", login)).Exit);

    [Fact]
    public async Task Lots_and_refusals_of_credits_are_in_credits()
    {
        await SignIn("compliance");
        var lots = await Line(null, "lots", "list");
        Assert.Matches("(?m)^HB-AUTO-NEV .*nev/NEV/2025.* credit +38,600 ", lots.Out);
        Assert.Matches("(?m)^QM-CHP-01 .* t +[0-9]", lots.Out);
        Assert.Matches("(?m)^SZ-ELEC-01 +L-0002 .* 1,000 +Frozen +2026-03-17 +COURT-2026-0317 .*unfreeze-units", (await Line(null, "lots", "blocked", "--account", "SZ-ELEC-01")).Out);
        Assert.Contains("query.not-found", (await Line(null, "lots", "blocked", "--account", "NOBODY")).Error, StringComparison.Ordinal);
        var refused = await Line(null, "accounts", "reserve-units", "HB-AUTO-NEV", "--effective", "2026-06-05", "--reservation", "R-1", "--product", "nev/NEV/2025", "--quantity", "38601",
            "--purpose", "own use");
        Assert.Contains("38,601 credits of nev/NEV/2025 asked, 38,600 credits can be used", refused.Error, StringComparison.Ordinal);
        Assert.Contains("measure", (await Line(null, "costs", "realised", "--from", "2025-01-01")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_flag_is_true_and_any_other_option_without_its_value_is_an_error_that_names_it()
    {
        await SignIn("trader");
        string[] trade = ["trades", "capture", "T-1", "--trade-date", "2026-06-05", "--account", "QM-CHP-01", "--side", "buy", "--method", "listed", "--product", "cn-ets/CEA/2025",
            "--quantity", "10", "--price", "83.10"];
        foreach (string[] bare in new string[][] { [.. trade, "--fee"], [.. trade, "--remark", "--fee", "1.00"] })
        {
            var wrong = await Line(null, bare);
            Assert.Equal(2, wrong.Exit);
            Assert.Contains(bare[^1] == "--fee" ? "--fee" : "--remark", wrong.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await Line(null, [.. trade, "--fee", "1.00"])).Exit); // nothing was captured before

        string[] forward = ["--agreed-on", "2026-06-05", "--kind", "forward", "--account", "QM-CHP-01", "--side", "sell", "--counterparty", "HB-CARS", "--product", "cn-ets/CEA/2025",
            "--quantity", "10", "--price", "83.10", "--document", "D", "--starts-on", "2026-06-05", "--ends-on", "2026-09-01"];
        foreach (var (key, flag) in new[] { ("C-BARE", new[] { "--in-cash" }), ("C-TRUE", ["--in-cash", "true"]), ("C-NOT", ["--in-cash", "false"]) })
            Assert.Equal(0, (await Line(null, ["contracts", "agree-contract", .. flag, key, .. forward])).Exit);
        var proposals = await Line(null, "proposals", "list", "--json");
        Assert.Equal(2, (await Line(null, ["contracts", "agree-contract", "C-X", .. forward, "--in-cash", "maybe"])).Exit);
        Assert.Equal(0, proposals.Exit);
        var asked = JsonDocument.Parse(proposals.Out).RootElement.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("state"))
            .Where(p => p.GetProperty("key").GetString()!.StartsWith("C-", StringComparison.Ordinal))
            .ToDictionary(p => p.GetProperty("key").GetString()!, p => p.GetProperty("body").TryGetProperty("inCash", out var inCash) && inCash.GetBoolean());
        Assert.Equal((true, true, false), (asked["C-BARE"], asked["C-TRUE"], asked["C-NOT"]));
    }

    [Fact]
    public async Task A_preview_says_all_checks_limits_and_the_effect_and_writes_nothing()
    {
        await SignIn("trader");
        string[] deal = ["--trade-date", "2026-06-05", "--account", "QM-CHP-01", "--side", "buy", "--method", "listed", "--product", "cn-ets/CEA/2025", "--quantity", "100"];
        foreach (var kind in new[] { "trades", "orders" })
        {
            var passes = await Line(null, [kind, "preview", "T-1", .. deal, "--price", "83.10"]);
            Assert.Equal(0, passes.Exit);
            Assert.Contains("price-limit-listed", passes.Out, StringComparison.Ordinal);
            Assert.Matches("(?m)^session-listed +not known .* Unknown +trade-time ", passes.Out);
            Assert.Contains("TRADER", passes.Out, StringComparison.Ordinal);
            Assert.Contains("Held", passes.Out, StringComparison.Ordinal);
        }

        var refused = await Line(null, ["trades", "preview", "T-1", .. deal, "--price", "93.10", "--json"]);
        Assert.Equal((1, "trade.outside-price-limit"), (refused.Exit, JsonDocument.Parse(refused.Out).RootElement.GetProperty("refusal").GetProperty("code").GetString()));
        var contract = await Line(null, "contracts", "preview", "K-1", "--kind", "forward", "--agreed-on", "2026-06-05", "--account", "QM-CHP-01", "--product", "cn-ets/CEA/2025", "--quantity", "100",
            "--price", "83.10", "--counterparty", "HB-CARS", "--document", "D", "--starts-on", "2026-06-05", "--ends-on", "2026-09-01", "--side", "buy");
        Assert.Equal(0, contract.Exit);
        Assert.Contains("2026-09-01", contract.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("T-1 ", (await Line(null, "trades", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_day_in_the_terminal()
    {
        Assert.Equal(1, (await Carbon(null, "positions")).Exit); // nobody signed in
        Assert.Equal(2, (await Carbon(null, "positions", "--nonsense")).Exit);
        Assert.Equal(1, (await Carbon("wrong password", "sign-in", "trader")).Exit);
        await As("trader");

        var positions = await Carbon(null, "positions", "--json");
        Assert.Equal(0, positions.Exit);
        var chp = JsonDocument.Parse(positions.Out).RootElement.GetProperty("data").EnumerateArray().Single(r => r.GetProperty("unit").GetString() == "cn-ets/CEA/2024/purchased"
            && r.GetProperty("account").GetString() == "QM-CHP-01");
        Assert.Equal(32_000, chp.GetProperty("free").GetInt64());

        var captured = await Carbon(null, "trades", "capture", "T-20260605-050", "--trade-date", "2026-06-05", "--account", "QM-CHP-01", "--side", "buy",
            "--method", "listed", "--product", "cn-ets/CEA/2025", "--quantity", "10000", "--price", "83.10");
        Assert.Equal(0, captured.Exit);
        var outside = await Carbon(null, "trades", "capture", "T-20260605-051", "--trade-date", "2026-06-05", "--account", "QM-CHP-01", "--side", "buy",
            "--method", "listed", "--product", "cn-ets/CEA/2025", "--quantity", "10000", "--price", "93.10", "--json");
        Assert.Equal((1, "trade.outside-price-limit"), (outside.Exit, JsonDocument.Parse(outside.Out).RootElement.GetProperty("error").GetString()));
        Assert.Equal(1, (await Carbon(null, "trades", "approve", "T-20260605-050")).Exit); // own trade, and not the role

        await As("approver");
        Assert.Equal(0, (await Carbon(null, "trades", "approve", "T-20260605-050")).Exit);
        await As("finance");
        Assert.Equal(0, (await Carbon(null, "trades", "settle", "T-20260605-050", "--effective", "2026-06-05", "--evidence", "statement 9")).Exit);
        var after = await Carbon(null, "positions", "--json");
        Assert.Contains("269500", after.Out, StringComparison.Ordinal); // 259,500 t before

        Assert.Equal(0, (await Carbon(null, "check")).Exit);
        Assert.Equal(0, (await Carbon(null, "audit", "verify")).Exit);
    }

    [Fact]
    public async Task Prices_are_imported_once_and_the_missing_days_are_named()
    {
        await SignIn("finance");
        var file = Path.Combine(folder, "cea-composite.csv");
        await File.WriteAllTextAsync(file, "date,close\n2026-06-05,82.87\n2026-06-99,1\n2026-06-04,83.00\n", TestContext.Current.CancellationToken);
        var first = await Line(null, "prices", "import", file, "--format", "normalised");
        Assert.Equal(1, first.Exit); // one line was left out
        Assert.Contains("line 3", first.Out, StringComparison.Ordinal);
        var again = await Line(null, "prices", "import", file, "--format", "normalised");
        Assert.Contains("Nothing new", again.Out, StringComparison.Ordinal);
        var findings = await Line(null, "prices", "findings", "--series", "cea-composite");
        Assert.Equal(1, findings.Exit);
        Assert.Equal(16, findings.Out.Split('\n').Count(l => l.Contains("price.missing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Evidence_finds_a_cut_tail_and_a_backup_restores_to_the_same_head()
    {
        await SignIn("admin");
        var head = (await Line(null, "audit", "verify")).Out.Split(' ')[0].Trim();
        Assert.Equal(0, (await Line(null, "audit", "verify", "--expect", head)).Exit);
        var longer = $"{long.Parse(head.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture) + 100}:{head.Split(':')[1]}";
        Assert.Equal(1, (await Line(null, "audit", "verify", "--expect", longer)).Exit);
        var backup = Path.Combine(folder, "backup.db");
        Assert.Equal(0, (await Line(null, "backup", backup)).Exit);
        Assert.Equal(1, (await Line(null, "backup", backup)).Exit); // never over an existing file

        var elsewhere = Path.Combine(folder, "elsewhere");
        var restored = await Programs.Line(new Dictionary<string, string> { ["CARBON_DATA"] = elsewhere }, null, "restore", backup);
        Assert.Equal(0, restored.Exit);
        Assert.Contains(head.Split(':')[1], restored.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await Programs.Line(new Dictionary<string, string> { ["CARBON_DATA"] = elsewhere }, null, "restore", backup)).Exit);
    }

    [Fact]
    public async Task A_deal_file_goes_in_line_by_line_once()
    {
        await SignIn("trader");
        var file = Path.Combine(folder, "deals.csv");
        await File.WriteAllTextAsync(file, """
            trade,tradeDate,account,side,method,product,quantity,price,currency,remark
            D-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,82.90,CNY,=1+1
            D-2,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,100000,82.90,CNY,
            D-3,2026-02-30,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,82.90,CNY,
            """, TestContext.Current.CancellationToken);
        var first = await Line(null, "trades", "import", file);
        Assert.Equal(1, first.Exit);
        Assert.Contains("line 3 D-2", first.Out, StringComparison.Ordinal);
        Assert.Contains("line 4 D-3", first.Out, StringComparison.Ordinal);
        Assert.Contains("1 captured, 2 refused", first.Out, StringComparison.Ordinal);
        Assert.Contains("1 known already", (await Line(null, "trades", "import", file)).Out, StringComparison.Ordinal);
        Assert.Contains(",'=1+1", (await Line(null, "export", "trades")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_leaves_as_text_or_as_a_workbook()
    {
        await SignIn("auditor");
        Assert.Matches("(?m)^contract-legs +Legs of contracts 合约各腿", (await Line(null, "export")).Out);
        var text = await Line(null, "export", "trades", "--filter", "account=QM-CHP-01", "--language", "zh");
        Assert.Equal(0, text.Exit);
        Assert.Contains("筛选,account=QM-CHP-01", text.Out, StringComparison.Ordinal);
        var file = Path.Combine(folder, "trades.xlsx");
        Assert.Equal(0, (await Line(null, "export", "trades", "--filter", "account=QM-CHP-01", "--out", file)).Exit);
        var (rows, _) = Application.Prices.PriceTableFile.Sheet(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), file);
        Assert.Equal(text.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length, rows.Count);
        var csv = Path.Combine(folder, "trades.csv");
        Assert.Equal(0, (await Line(null, "export", "trades", "--filter", "account=QM-CHP-01", "--language", "zh", "--out", csv)).Exit);
        Assert.Equal(text.Out, "\uFEFF" + await File.ReadAllTextAsync(csv, TestContext.Current.CancellationToken)); // reading takes the mark off
        Assert.Contains("output.file-exists", (await Line(null, "export", "trades", "--out", csv)).Error, StringComparison.Ordinal);
        Assert.Contains("export.file-needed", (await Line(null, "export", "trades", "--format", "xlsx")).Error, StringComparison.Ordinal);
        Assert.Contains("export.unknown-table", (await Line(null, "export", "trade")).Error, StringComparison.Ordinal);
        Assert.Contains("NAME=VALUE", (await Line(null, "export", "trades", "--filter", "account")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_and_a_report_are_written_into_files_that_are_not_written_over()
    {
        await SignIn("auditor");
        var chart = Path.Combine(folder, "cea.svg");
        var drawn = await Line(null, "chart", "prices", "--language", "zh", "--size", "900x500", "--out", chart, "--json");
        Assert.Equal(0, drawn.Exit);
        Assert.Equal(chart, JsonDocument.Parse(drawn.Out).RootElement.GetProperty("file").GetString());
        Assert.Contains("全国碳排放配额", await File.ReadAllTextAsync(chart, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("output.file-exists", (await Line(null, "chart", "prices", "--out", chart)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Line(null, "chart", "prices", "--out", chart, "--force")).Exit);
        foreach (var (wrong, code) in new[] { ("10x10", "chart.size-out-of-range"), ("900", "chart.size-out-of-range") })
            Assert.Contains(code, (await Line(null, "chart", "prices", "--size", wrong, "--out", chart, "--force")).Error, StringComparison.Ordinal);
        Assert.Contains("output.unknown-type", (await Line(null, "chart", "prices", "--out", chart + ".gif")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Line(null, "chart", "prices")).Exit); // no file named

        var report = Path.Combine(folder, "report.html");
        Assert.Equal(0, (await Line(null, "report", "--language", "zh", "--out", report)).Exit);
        Assert.Contains("auditor", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("output.file-exists", (await Line(null, "report", "--out", report)).Error, StringComparison.Ordinal);
        Assert.Contains("chart.unknown-language", (await Line(null, "report", "--language", "fr", "--out", report, "--force")).Error, StringComparison.Ordinal);
        Assert.Contains("output.no-folder", (await Line(null, "report", "--out", Path.Combine(folder, "no", "r.html"))).Error, StringComparison.Ordinal);
    }
}
