using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CarbonTrading.Application.Exports;
using CarbonTrading.Domain.People;
using CsvHelper;
using ExcelDataReader;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Every table as a file, on the books of the sample group.</summary>
public sealed class ExportApiTests(SampleServer server) : IClassFixture<SampleServer>
{
    private const int AboutRows = 4; // date, position, price set, rule book

    /// <summary>What a table cannot do without, or what keeps it short here.</summary>
    private static readonly Dictionary<string, string> asked = new(StringComparer.Ordinal)
    {
        ["position-lots"] = "account=QM-CHP-01", ["pivot"] = "rows=holder,market&columns=state", ["lineage"] = "account=QM-CHP-01&lot=L-0001", ["surrender-proposal"] = "obligation=QM-CHP-01-2025",
        ["cost-lines"] = "account=QM-CHP-01&unit=cn-ets/CEA/2025/purchased", ["prices"] = "series=cea-composite", ["price-findings"] = "series=cea-composite", ["events"] = "max=300",
        ["roll-forward"] = "from=2026-01-01", ["realised"] = "from=2025-01-01", ["forecast"] = "year=2026",
    };

    /// <summary>Columns that put a figure of the list into other words.</summary>
    private static readonly HashSet<string> worded = ["measure", "differences", "serials", "code", "body", "price-unit", "cost-lines/currency", "price-findings/series"];

    private static IEnumerable<ExportTable> Tables => ExportTables.All.Where(t => t.List != "/api/valuation"); // each of those runs a simulation: one by itself

    private async Task<(HttpStatusCode Status, byte[] Body)> Get(string path, Role role = Role.Auditor)
    {
        while (true)
        {
            using var answer = await server.As[role].GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }
    }

    private async Task<List<string[]>> Csv(string table, string question)
    {
        var (status, body) = await Get($"/api/export/{table}?{question}");
        Assert.True(status == HttpStatusCode.OK, $"{table}: {status} {Encoding.UTF8.GetString(body)}");
        Assert.Equal([0xEF, 0xBB, 0xBF], body[..3]); // once, or the first name would begin with a second one
        using var csv = new CsvParser(new StringReader(Encoding.UTF8.GetString(body[3..])), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add(csv.Record!);
        return rows;
    }

    private async Task<List<object?[]>> Xlsx(string table, string question)
    {
        var (status, body) = await Get($"/api/export/{table}?format=xlsx&{question}");
        Assert.Equal(HttpStatusCode.OK, status);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(body));
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        return rows;
    }

    [Fact]
    public async Task Every_table_leaves_in_both_formats_with_the_same_cells_and_numbers_are_numbers()
    {
        var (numbers, days) = (0, 0);
        foreach (var table in Tables)
        {
            var question = asked.GetValueOrDefault(table.Name, "");
            var (csv, xlsx) = (await Csv(table.Name, question), await Xlsx(table.Name, question));
            Assert.Equal(csv.Count, xlsx.Count);
            foreach (var (text, cells) in csv.Zip(xlsx))
                foreach (var (a, b) in text.Zip(cells))
                {
                    if (b is double number)
                    {
                        numbers++;
                        Assert.Equal(double.Parse(a, CultureInfo.InvariantCulture), number, 1e-9 * Math.Max(1, Math.Abs(number)));
                    }
                    else if (b is DateTime day)
                    {
                        days++;
                        Assert.Equal(a, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        var shown = b as string ?? "";
                        Assert.True(a.ReplaceLineEndings() == shown.ReplaceLineEndings() || a == "'" + shown, $"{table.Name}: csv {a}, xlsx {shown}");
                    }
                }
        }

        Assert.True(numbers > 3_000 && days > 1_000, $"{numbers} numbers, {days} days");
    }

    [Fact]
    public async Task Every_table_has_the_rows_of_its_list()
    {
        var empty = new List<string>();
        foreach (var table in Tables.Where(t => t.List.Length > 0))
        {
            var question = asked.GetValueOrDefault(table.Name, "");
            var list = table.List.Replace("{obligation}", "QM-CHP-01-2025", StringComparison.Ordinal).Replace("{series}", "cea-composite", StringComparison.Ordinal);
            var (status, body) = await Get($"{list}?{question}");
            Assert.True(status == HttpStatusCode.OK, $"{list}: {status}");
            var rows = Parts(JsonDocument.Parse(body).RootElement.GetProperty("data"), table.Part.Split('/'), [list, question]).ToList();
            var csv = await Csv(table.Name, question);
            var about = AboutRows + question.Split('&', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.True(rows.Count == csv.Count - about - 1, $"{table.Name}: {rows.Count} in the list, {csv.Count - about - 1} in the file");
            if (rows.Count == 0) empty.Add(table.Name);
            if (table is PivotExport) continue; // its sums stand in lists by measure and currency
            foreach (var (said, cells) in rows.Zip(csv.Skip(about + 1)))
                foreach (var (column, cell) in table.Columns.Zip(cells).Where(c => c.Second.Length > 0 && !worded.Contains(c.First.Name) && !worded.Contains($"{table.Name}/{c.First.Name}")))
                    Assert.True(said.Contains(Plain(cell)) || cell.Split("; ").All(part => said.Contains(Plain(part))),
                        $"{table.Name}: the list says nothing of {column.Name} {cell}: {string.Join(" | ", said)}");
        }

        Assert.Equal(["breaches", "carry-over", "job-runs"], empty); // in the sample nobody went beyond a limit or applied for carry-over, and no job has run
    }

    /// <summary>Values of each row a part of an answer has, with those of what it stands in.</summary>
    private static IEnumerable<HashSet<string>> Parts(JsonElement at, string[] path, IEnumerable<string> above)
    {
        if (path.Length == 0) return [[.. above, .. Values(at)]];
        if (path[0] != "*") return at.TryGetProperty(path[0], out var one) ? Parts(one, path[1..], above) : [];
        var each = at.ValueKind == JsonValueKind.Object ? at.EnumerateObject().Select(p => (p.Value, Own: (IEnumerable<string>)[p.Name]))
            : at.EnumerateArray().Select(e => (e, Own: Enumerable.Empty<string>()));
        return each.SelectMany(e => Parts(e.Item1, path[1..], [.. above, .. e.Own, .. path.Length > 1 ? Values(e.Item1) : []]));
    }

    private static IEnumerable<string> Values(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(p => Values(p.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => at.GetString()!.Split(' ').Append(at.GetString()!).Select(Plain),
        JsonValueKind.True => ["yes"], JsonValueKind.False => ["no"], JsonValueKind.Null => [],
        _ => [Plain(at.GetRawText())],
    };

    /// <summary>Numbers and instants in one form.</summary>
    private static string Plain(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.############", CultureInfo.InvariantCulture)
        : text.Length > 18 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) : text.TrimStart('\'').Trim();

    [Fact]
    public async Task The_tables_of_a_valuation_leave_too()
    {
        var measures = await Csv("risk-measures", "paths=1000&seed=7");
        Assert.Equal("Level", measures[AboutRows + 2][0]);
        Assert.True(measures.Count > AboutRows + 4);
        Assert.All(measures.Skip(AboutRows + 3), r => Assert.True(double.Parse(r[3], CultureInfo.InvariantCulture) >= double.Parse(r[2], CultureInfo.InvariantCulture))); // CVaR is not less than VaR
        var (status, body) = await Get("/api/export/risk-measures?paths=1");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("query.invalid", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_tables_says_what_each_takes_and_its_columns_in_both_languages()
    {
        var tables = JsonDocument.Parse((await Get("/api/export")).Body).RootElement.EnumerateArray().ToList();
        Assert.Equal(ExportTables.All.Select(t => t.Name), tables.Select(t => t.GetProperty("name").GetString()));
        var trades = tables.Single(t => t.GetProperty("name").GetString() == "trades");
        Assert.Equal("交易", trades.GetProperty("titleZh").GetString());
        var quantity = trades.GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "quantity");
        Assert.Equal(("Quantity", "数量", "measure"), (quantity.GetProperty("head").GetString(), quantity.GetProperty("headZh").GetString(), quantity.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Heads_are_in_the_language_asked_and_codes_stay()
    {
        var rows = await Csv("trades", "language=zh");
        Assert.Equal(["业务日期", "认知位置", "价格集", "规则库"], rows.Take(AboutRows).Select(r => r[0]));
        Assert.Contains("交易编号", rows[AboutRows]);
        Assert.Contains(rows.Skip(AboutRows + 1), r => r.Contains("buy"));
    }

    [Fact]
    public async Task A_column_with_a_value_keeps_the_rows_that_have_it()
    {
        var (all, some) = (await Csv("trades", ""), await Csv("trades", "account=QM-CHP-01&side=sell"));
        var (account, side) = (Array.IndexOf(all[AboutRows], "Account"), Array.IndexOf(all[AboutRows], "Side"));
        var expected = all.Skip(AboutRows + 1).Count(r => r[account] == "QM-CHP-01" && r[side] == "sell");
        Assert.True(expected > 0);
        Assert.Equal(expected, some.Count - AboutRows - 2 - 1); // two filters, the heads
    }

    [Fact]
    public async Task The_whole_log_leaves_the_newest_first_and_as_it_was_known()
    {
        var rows = await Csv("events", "known=900");
        Assert.Equal(Enumerable.Range(1, 900).Reverse().Select(n => n.ToString(CultureInfo.InvariantCulture)), rows.Skip(AboutRows + 1).Select(r => r[0]));
    }

    /// <summary>A list and its file take the same filters and have the same rows.</summary>
    [Theory]
    [InlineData("/api/rules", "rules", "market=cn-ets&parameter=offset-limit")]
    [InlineData("/api/rules", "rules", "market=guangdong")]
    [InlineData("/api/prices/imports", "price-imports", "series=bea")]
    public async Task A_filter_keeps_the_same_rows_in_the_list_and_in_the_file(string list, string table, string filters)
    {
        var (all, some) = (await Rows(list, ""), await Rows(list, filters));
        Assert.InRange(some.Count, 1, all.Count - 1);
        foreach (var filter in filters.Split('&').Select(f => f.Split('='))) Assert.All(some, r => Assert.Equal(filter[1], r.GetProperty(filter[0]).GetString()));
        Assert.Equal(some.Count, (await Csv(table, filters)).Count - AboutRows - filters.Split('&').Length - 1);

        async Task<List<JsonElement>> Rows(string path, string question) => [.. JsonDocument.Parse((await Get($"{path}?{question}")).Body).RootElement.GetProperty("data").EnumerateArray()];
    }

    [Fact]
    public async Task Imports_of_a_series_nobody_knows_are_refused() => Assert.Equal(HttpStatusCode.NotFound, (await Get("/api/prices/imports?series=x")).Status);

    [Theory]
    [InlineData("/api/export/trade", 404, "export.unknown-table", "trades, orders")]
    [InlineData("/api/export/trades?format=pdf", 400, "export.unknown-format", "csv, xlsx")]
    [InlineData("/api/export/trades?colour=red", 400, "export.unknown-filter", "account")]
    [InlineData("/api/export/trades?language=fr", 400, "chart.unknown-language", "zh and en")]
    [InlineData("/api/export/position-lots", 400, "export.value-needed", "account")]
    [InlineData("/api/export/cost-lines?account=QM-CHP-01&unit=x", 400, "query.invalid", "unit")]
    [InlineData("/api/export/trades?asOf=2026-02-30", 400, "query.invalid", "asOf")]
    [InlineData("/api/export/lineage?account=QM-CHP-01&lot=L-9999", 404, "query.not-found", "L-9999")]
    public async Task What_cannot_be_had_is_refused_with_what_can(string path, int status, string code, string says)
    {
        var (answered, body) = await Get(path);
        var text = Encoding.UTF8.GetString(body);
        Assert.Equal(status, (int)answered);
        Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_a_list_does_not_get_its_file()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Get("/api/people", Role.Trader)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get("/api/export/people", Role.Trader)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get("/api/export/people")).Status);
        using var nobody = await server.Anonymous.GetAsync(new Uri("/api/export/trades", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task The_address_of_a_file_may_end_as_the_file_does()
    {
        using var book = await server.As[Role.Auditor].GetAsync(new Uri("/api/export/accounts.xlsx", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("accounts.xlsx", book.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal([0x50, 0x4B], (await book.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..2]);
        Assert.Equal((await Get("/api/export/accounts")).Body, (await Get("/api/export/accounts.csv")).Body);
    }
}
