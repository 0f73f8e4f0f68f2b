using System.Text;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Trades;

public class TradeImportTests
{
    private const string Head = "trade,tradeDate,account,side,method,product,quantity,price,currency,tradeTime,remark\n";
    private const string Good = "T-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,80.00,CNY,10:15,\nT-2,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,2000,80.10,CNY,,morning\n";
    private const string Bad = """
        t 3,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,80.00,CNY,,
        T-4,2026-06-05,NOWHERE,buy,listed,cn-ets/CEA/2025,1000,80.00,CNY,,
        T-5,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,80.005,CNY,,
        T-6,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,many,80.00,CNY,,
        T-7,05/06/2026,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,80.00,CNY,,
        T-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1001,80.00,CNY,10:15,

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<TradeImportLine>> Import(TestDesk desk, byte[] file, bool isTrial = false)
    {
        var (lines, refusal) = await new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(file, "trader", isTrial, null, Ct);
        Assert.Null(refusal);
        await desk.Settle();
        return lines;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task Good_lines_go_in_and_each_bad_one_is_named_with_line_field_and_code()
    {
        await using var desk = await TestDesk.Open();
        var lines = await Import(desk, Text(Head + Good + Bad));
        Assert.Equal(
            [
                (2, "captured", null, null), (3, "captured", null, null), (4, "refused", "trade", "trade-import.key-not-possible"), (5, "refused", "account", "trade.unknown-account"),
                (6, "refused", "price", "trade.off-tick"), (7, "refused", "quantity", "trade-import.no-quantity"), (8, "refused", "tradeDate", "trade-import.no-day"),
                (9, "refused", "trade", "trade-import.key-twice"),
            ],
            lines.Select(l => (l.Line, l.State, l.Refusal?.Field, l.Refusal?.Code)));
        Assert.Equal(2, desk.Workplace.Read.Trades.All().Count);
        Assert.Equal(2_000, desk.Workplace.Read.Trades.Find("T-2")!.State.Terms!.Quantity.Value);
        Assert.Equal((null, "trade-time"), (Session("T-1").Missing, Session("T-2").Missing)); // a line without a time goes in; whether it kept the session is not known

        VenueCheck Session(string key) => desk.Workplace.Read.Trades.Find(key)!.State.Checks.Single(c => c.Code == "session-listed");
    }

    [Theory]
    [InlineData("byu,listed,cn-ets/CEA/2025,1000,80.00,CNY", "side", "'byu' is not possible as side: it is one of buy, sell; write one of them, letter for letter.")]
    [InlineData("buy,spot,cn-ets/CEA/2025,1000,80.00,CNY", "method", "'spot' is not possible as method: it is one of listed, block, auction, otc; write one of them, letter for letter.")]
    [InlineData("buy,listed,CEA25,1000,80.00,CNY", "product",
        "'CEA25' is not possible as product: a product is market/code/vintage, with none where it has no vintage; write it like cn-ets/CEA/2025.")]
    [InlineData("buy,listed,cn-ets/CEA/2025,,80.00,CNY", "quantity", "The cell under quantity is empty, and this line needs it; fill it in, such as 10000.")]
    [InlineData("buy,listed,cn-ets/CEA/2025,1000,80.00001,CNY", "price",
        "'80.00001' is not possible as price: a price is a number from 0 with at most 4 decimals, without separators and unit; write it like 83.10.")]
    [InlineData("buy,listed,cn-ets/CEA/2025,1000,80.00,RMB", "currency", "'RMB' is not possible as currency: it is one of CNY, EUR, USD, GBP, HKD, NZD; write one of them, letter for letter.")]
    public async Task A_cell_that_cannot_be_read_is_named_with_its_value_its_rule_and_what_to_write(string cells, string field, string message)
    {
        await using var desk = await TestDesk.Open();
        var line = Assert.Single(await Import(desk, Text($"{Head}T-1,2026-06-05,QM-CHP-01,{cells},,\n")));
        Assert.Equal((field, message), (line.Refusal?.Field, line.Refusal?.Message));
    }

    [Fact]
    public async Task A_key_with_two_deals_names_the_other_line_and_what_differs()
    {
        await using var desk = await TestDesk.Open();
        var doubled = Text(Head + Good + "T-1,2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,1000,80.50,CNY,10:15,\n");
        Assert.Equal("T-1 stands on line 2 already, with other terms (price: 80.00 CNY there, 80.50 CNY here): one key is one deal; give this line a key of its own, or take one of the two out.",
            (await Import(desk, doubled, isTrial: true))[^1].Refusal!.Message);
        await Import(desk, Text(Head + Good));
        var known = (await Import(desk, doubled))[^1].Refusal!;
        Assert.Equal(("trade-import.key-known", "trade"), (known.Code, known.Field));
        Assert.Contains("in the books", known.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_the_template_is_a_line_that_goes_in()
    {
        await using var desk = await TestDesk.Open();
        var template = $"{string.Join(',', TradeImport.Columns.Select(c => c.Name))}\r\n{string.Join(',', TradeImport.Columns.Select(c => c.Example))}\r\n";
        Assert.Equal("captured", Assert.Single(await Import(desk, Text(template))).State);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await using var desk = await TestDesk.Open();
        await Import(desk, Text(Head + Good));
        var head = (await desk.Workplace.Store.Events.Head(Ct)).Position;
        Assert.All(await Import(desk, Text(Head + Good)), l => Assert.Equal("known already", l.State));
        Assert.Equal(head, (await desk.Workplace.Store.Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_of_every_line_and_writes_nothing()
    {
        await using var desk = await TestDesk.Open();
        var head = (await desk.Workplace.Store.Events.Head(Ct)).Position;
        var tried = await Import(desk, Text(Head + Good + Bad), isTrial: true);
        Assert.Equal(head, (await desk.Workplace.Store.Events.Head(Ct)).Position);
        var done = await Import(desk, Text(Head + Good + Bad));
        Assert.Equal(done.Select(l => (l.Line, l.Trade, l.Refusal?.Code)), tried.Select(l => (l.Line, l.Trade, l.Refusal?.Code)));
        Assert.Equal(2, tried.Count(l => l.State == "would be captured"));
    }

    [Fact]
    public async Task A_workbook_is_read_as_the_same_deals()
    {
        await using var desk = await TestDesk.Open();
        var day = new DateOnly(2026, 6, 5);
        var book = Xlsx.Write("deals", [], Head.Trim().Split(','),
        [
            ["T-1", day, "QM-CHP-01", "buy", "listed", "cn-ets/CEA/2025", 1000L, 80.00m, "CNY", "10:15", null],
            ["T-2", day, "QM-CHP-01", "buy", "listed", "cn-ets/CEA/2025", 2000L, 80.10m, "CNY", null, "morning"],
        ]);
        Assert.All(await Import(desk, book), l => Assert.Equal("captured", l.State));
        Assert.All(await Import(desk, Text(Head + Good)), l => Assert.Equal("known already", l.State)); // to the last field the same
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_as_a_whole()
    {
        await using var desk = await TestDesk.Open();
        async Task<string?> Code(byte[] file) => (await new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(file, "trader", ct: Ct)).Refusal?.Code;
        Assert.Equal("trade-import.file-empty", await Code([]));
        Assert.Equal("trade-import.not-utf8", await Code([0xFF, 0xFE, 0x41]));
        Assert.Equal("trade-import.columns-missing", await Code(Text("trade,side\nT-1,buy\n")));
        Assert.Equal("trade-import.columns-unknown", await Code(Text(Head.Replace("remark", "colour", StringComparison.Ordinal) + Good)));
        Assert.Equal("trade-import.workbook-broken", await Code([.. "PK\u0003\u0004"u8, 1, 2, 3]));
        Assert.Equal("trade-import.too-many-lines", await Code(Text(Head + string.Concat(Enumerable.Repeat("a,b\n", TradeImport.LinesMax + 1)))));
    }

    [Fact]
    public async Task Cancelled_in_the_middle_what_was_captured_stays_and_the_same_file_goes_on()
    {
        await using var desk = await TestDesk.Open();
        var file = Text(Head + string.Concat(Enumerable.Range(1, 5_000).Select(i => FormattableString.Invariant($"T-{i},2026-06-05,QM-CHP-01,buy,listed,cn-ets/CEA/2025,{i},80.00,CNY,,\n"))));
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(file, "trader", false, progress, stop.Token));
        await desk.Settle();
        var before = desk.Workplace.Read.Trades.All().Count;
        Assert.InRange(before, 1_000, 4_999);
        var lines = await Import(desk, file);
        Assert.Equal((5_000, before), (desk.Workplace.Read.Trades.All().Count, lines.Count(l => l.State == "known already")));
    }

    [Fact]
    public void A_workbook_keeps_days_numbers_and_texts_and_runs_no_formula()
    {
        var book = Xlsx.Write("a/b", [("as of", "2026-06-05")], ["day", "t", "price", "text"], [[new DateOnly(2026, 6, 5), new Tonnes(12_345), 80.25m, "=1+1"]]);
        var (rows, error) = PriceTableFile.Sheet(book, "x.xlsx");
        Assert.Null(error);
        Assert.Equal(["as of", "2026-06-05"], rows[0].Cells.Where(c => c.Length > 0));
        Assert.Equal(["day", "t", "price", "text"], rows[1].Cells);
        Assert.Equal(["2026-06-05", "12345", "80.25", "=1+1"], rows[2].Cells);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<int>
    {
        public void Report(int value) => stop.Cancel();
    }
}
