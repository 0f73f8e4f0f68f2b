using System.Globalization;
using System.Text;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Positions;

/// <summary>Pivots against plain LINQ over one object a movement, and on the sample group against the position page.</summary>
public class PivotTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    private static readonly DateOnly first = new(2026, 1, 20);
    private static readonly string[] units = ["cn-ets/CEA/2024/purchased", "cn-ets/CEA/2025/free", "beijing/BEA/none/purchased"];

    private sealed record Row(DateOnly Day, long Position, string Account, UnitClass Unit, Bucket From, Bucket To, long Quantity, decimal Cost, string Currency);

    [Theory]
    [InlineData("colour", null, "pivot.unknown-dimension", "rows", "company 公司")]
    [InlineData("company", "colour", "pivot.unknown-dimension", "columns", "month 月份")]
    [InlineData("company,company", null, "pivot.dimension-twice", "rows", "company")]
    [InlineData("company", "company", "pivot.dimension-twice", "columns", "company")]
    [InlineData("group,industry,company,holder,account", null, "pivot.too-many-dimensions", "rows", "4")]
    public void A_wrong_dimension_is_refused_with_field_value_and_what_would_pass(string rows, string? columns, string code, string field, string says)
    {
        var (asked, error) = PivotAsked.Read(rows, columns, null);
        Assert.Null(asked);
        Assert.Equal((code, field), (error!.Code, error.Field));
        Assert.Contains(says, Application.Words.Chinese.Say(error, _ => null), StringComparison.Ordinal);
        Assert.Null(PivotAsked.Read("group,industry,company,holder", "account", null).Error); // the last that passes
    }

    [Fact]
    public void Ten_thousand_random_pivots_agree_with_plain_sums() => Seeded.Run(100, random =>
    {
        var (snapshot, rows) = Filled(random);
        for (var i = 0; i < 100; i++)
        {
            var (day, known) = (first.AddDays(random.Next(70)), random.NextInt64(1, 130));
            PivotDimension[] dimensions = [.. Enum.GetValues<PivotDimension>().OrderBy(_ => random.Next()).Take(1 + random.Next(4))];
            var columns = dimensions.Length > 1 && random.Next(2) == 0 ? dimensions[^1] : (PivotDimension?)null;
            var pivot = Pivot.Of(snapshot, day, known, columns is null ? dimensions : dimensions[..^1], columns, Place, _ => "t");
            var ours = pivot.Lines.SelectMany(l => columns is null ? [(Keys: string.Join('|', l.Keys), l.Total)]
                    : pivot.ColumnKeys.Zip(l.Cells).Select(c => (Keys: string.Join('|', l.Keys.Append(c.First)), Total: c.Second)))
                .Where(c => c.Total.Tonnes != 0 || c.Total.Cost.Count > 0).Select(c => $"{c.Keys}={c.Total.Tonnes}/{Text(c.Total.Cost)}").Order(StringComparer.Ordinal);
            Assert.True(Plain(rows, day, known, dimensions).SequenceEqual(ours), $"{string.Join(',', dimensions)} as of {day} known {known}");
        }
    });

    [Fact]
    public void The_sample_group_by_account_and_state_is_the_position_page()
    {
        var now = books.Desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var (asked, _) = PivotAsked.Read("account", "state", null);
        var pivot = PivotQuery.Of(books.Desk.Workplace.Read, books.Desk.Workplace.Units, now, asked!);
        var page = books.Desk.Workplace.Queries.Positions(now).ToLookup(r => r.Account);
        Assert.Equal(page.Select(g => g.Key).Order(StringComparer.Ordinal), pivot.Lines.Select(l => l.Keys[0]));
        foreach (var line in pivot.Lines)
        {
            long In(string state) => pivot.ColumnKeys.ToList().IndexOf(state) is >= 0 and var at ? line.Cells[at].Tonnes + line.Cells[at].Others.Values.Sum() : 0;
            Assert.Equal((page[line.Keys[0]].Sum(r => r.Free), page[line.Keys[0]].Sum(r => r.Surrendered)), (In("Free"), In("Surrendered")));
        }

        var held = PivotQuery.Of(books.Desk.Workplace.Read, books.Desk.Workplace.Units, now, PivotAsked.Read("group,industry,company", null, null).Asked!);
        Assert.Equal(books.Desk.Workplace.Queries.Positions(now).Where(r => r.Measure == "t").Sum(r => r.Held), held.Total.Tonnes);
        Assert.Equal(38_600, Assert.Single(held.Total.Others, o => o.Key == "credit").Value);
        Assert.Equal(books.Desk.Workplace.Queries.Costs.Held(now).Where(r => r.Currency == "CNY").Sum(r => r.Cost), held.Total.Cost["CNY"]);
        Assert.DoesNotContain(held.Lines, l => l.Keys.Contains(Pivot.None));
    }

    [Theory]
    [InlineData("company", "state")]
    [InlineData("company,state", null)]
    [InlineData("market,state", "month")]
    public void What_is_gone_is_in_no_total(string rows, string? columns)
    {
        var now = books.Desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var pivot = PivotQuery.Of(books.Desk.Workplace.Read, books.Desk.Workplace.Units, now, PivotAsked.Read(rows, columns, null).Asked!);
        Assert.Equal(books.Desk.Workplace.Queries.Positions(now).Where(r => r.Measure == "t").Sum(r => r.Held), pivot.Total.Tonnes);
        if (columns == "state") Assert.Equal(pivot.Total.Tonnes, pivot.Lines.Sum(l => l.Total.Tonnes));
    }

    [Theory]
    [InlineData("company,product", null)]
    [InlineData("company", "state")]
    [InlineData("market,state", "month")]
    [InlineData("group,vintage", "month")]
    [InlineData("holder,account,origin,vintage", "state")]
    [InlineData("trader,book", "month")]
    [InlineData("project,methodology,account", "state")]
    public void Every_figure_is_the_sum_of_its_parts(string rows, string? columns)
    {
        var (read, units) = (books.Desk.Workplace.Read, books.Desk.Workplace.Units);
        var now = books.Desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var pivot = PivotQuery.Of(read, units, now, PivotAsked.Read(rows, columns, null).Asked!);
        foreach (var line in pivot.Lines)
        {
            var keys = pivot.Rows.Zip(line.Keys).ToDictionary(k => k.First, k => k.Second);
            Same(line.Total, PivotQuery.Parts(read, units, now, null, keys));
            foreach (var (column, cell) in pivot.ColumnKeys.Zip(line.Cells))
                Same(cell, PivotQuery.Parts(read, units, now, null, new Dictionary<PivotDimension, string>(keys) { [pivot.Columns!.Value] = column }));
        }

        static void Same(PivotCell cell, IReadOnlyList<PivotPart> parts)
        {
            Assert.Equal(cell.Tonnes, parts.Sum(p => p.Cell.Tonnes));
            Assert.Equal(cell.Others.Values.Sum(), parts.Sum(p => p.Cell.Others.Values.Sum()));
            if (cell.Cost.Count > 0) Assert.Equal(cell.Cost.Values.Sum(), parts.Sum(p => p.Cell.Cost.Values.Sum())); // where states are told apart there is none
        }
    }

    /// <summary>Lots know the trade they were bought by and the project they are of; what names neither stands under none, and nothing is lost.</summary>
    [Theory]
    [InlineData("trader", PivotDimension.Trader, "trader")]
    [InlineData("book,trader", PivotDimension.Book, "COVER")]
    [InlineData("project,methodology", PivotDimension.Project, "PJ-OSW-01")]
    public async Task The_sample_group_by_book_trader_and_project_adds_up(string rows, PivotDimension dimension, string key)
    {
        await using var desk = await TestDesk.Open(sample: true);
        await desk.Done("trader", "trades", "T-BOOK", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,
             "price":{"amount":82.70,"currency":"CNY"},"book":"COVER"}
            """);
        await desk.Done("approver", "trades", "T-BOOK", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-BOOK", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
        var (read, measures, now) = (desk.Workplace.Read, desk.Workplace.Units, desk.Workplace.Queries.Resolve(null, null).AsOf!);
        PivotTable Of(string by) => PivotQuery.Of(read, measures, now, PivotAsked.Read(by, null, null).Asked!);
        var (whole, split) = (Of("account"), Of(rows));
        Assert.Equal((whole.Total.Tonnes, Text(whole.Total.Cost)), (split.Total.Tonnes, Text(split.Total.Cost)));
        var named = split.Lines.Where(l => l.Keys[0] == key).ToList();
        bool Fits(string account, string lot) => key switch
        {
            "PJ-OSW-01" => read.Holdings.Find(account)?.State.Batches.TryGetValue(lot, out var batch) == true && batch.Project == key,
            _ => read.LotTrades.Of(account, lot) is { } trade && read.Trades.Find(trade)!.State is var t && (key == "COVER" ? t.Terms!.Book : t.CapturedBy) == key,
        };
        var expected = whole.Lines.Select(l => l.Keys[0]).Sum(a => desk.Workplace.Queries.Lots(now, a, null).Where(l => Fits(a, l.Lot)).Sum(l => Buckets.Held.Sum(l.In)));
        Assert.True(expected > 0);
        Assert.Equal(expected, named.Sum(l => l.Total.Tonnes + l.Total.Others.Values.Sum()));
        Assert.Equal(expected, PivotQuery.Parts(read, measures, now, null, new Dictionary<PivotDimension, string> { [dimension] = key }).Sum(p => p.Cell.Tonnes + p.Cell.Others.Values.Sum()));
        if (rows == "trader") Assert.Contains(split.Lines, l => l.Keys[0] == Pivot.None && l.Total.Tonnes > 0); // allocated, not bought
    }

    [Theory]
    [InlineData("colour", null, "company")]
    [InlineData("account,account", null, "once")]
    [InlineData("account", "account", "once")]
    [InlineData("account", "colour", "company")]
    [InlineData("group,industry,company,holder,account", null, "at most 4")]
    public void What_cannot_be_asked_is_refused_with_what_can(string rows, string? columns, string said)
    {
        var (asked, error) = PivotAsked.Read(rows, columns, null);
        Assert.Null(asked);
        Assert.Contains(said, error!.Message, StringComparison.Ordinal);
    }

    /// <summary>What comes in on a day stands before what leaves on it; whatever order they were entered in, every later day ends the same.</summary>
    [Fact]
    public void The_order_of_entry_within_a_day_changes_no_later_position()
    {
        var random = new Random(11);
        var moves = Enumerable.Range(0, 60).Select(i => new Row(first.AddDays(i % 6), 0, $"A-{i % 3}", Unit(i),
            i % 3 == 0 ? Bucket.Outside : Bucket.Free, i % 3 == 0 ? Bucket.Free : Bucket.Reserved, 1 + i, 10m * i, "CNY")).ToList();
        var (plain, shuffled) = (Table(moves), Table([.. moves.OrderBy(_ => random.Next())]));
        for (var day = first; day <= first.AddDays(8); day = day.AddDays(1))
            Assert.Equal(PositionQuery.Lines(plain, day, long.MaxValue).Select(l => (l.Account, l.Unit, string.Join(',', l.Tonnes), l.HeldCost)),
                PositionQuery.Lines(shuffled, day, long.MaxValue).Select(l => (l.Account, l.Unit, string.Join(',', l.Tonnes), l.HeldCost)));
    }

    private static UnitClass Unit(int n) => UnitClass.TryParse(units[n % units.Length], out var unit) ? unit : throw new InvalidOperationException();

    private static Dictionary<PivotDimension, string> Place(string account) => account == "A-0" ? [] : new()
    {
        [PivotDimension.Group] = "G", [PivotDimension.Industry] = $"I-{account[^1] % 2}", [PivotDimension.Company] = account == "A-1" ? "C-1" : "C-2",
        [PivotDimension.Holder] = account,
    };

    private static IEnumerable<string> Plain(List<Row> rows, DateOnly day, long known, PivotDimension[] dimensions)
    {
        var byState = dimensions.Contains(PivotDimension.State);
        var sides = rows.Where(r => r.Day <= day && r.Position <= known)
            .SelectMany(r => new[] { (Row: r, Bucket: r.From, Sign: -1), (Row: r, Bucket: r.To, Sign: 1) }).Where(s => byState ? s.Bucket != Bucket.Outside : s.Bucket.IsHeld());
        return sides.GroupBy(s => string.Join('|', dimensions.Select(d => Of(d, s.Row, s.Bucket))))
            .Select(g => (g.Key, Tonnes: g.Sum(s => s.Sign * s.Row.Quantity), Cost: byState ? [] : g.GroupBy(s => s.Row.Currency)
                .Select(c => (c.Key, Cost: c.Sum(s => s.Sign * s.Row.Cost))).Where(c => c.Cost != 0).ToDictionary(c => c.Key, c => c.Cost)))
            .Where(g => g.Tonnes != 0 || g.Cost.Count > 0).Select(g => $"{g.Key}={g.Tonnes}/{Text(g.Cost)}").Order(StringComparer.Ordinal);
    }

    private static string Text(IReadOnlyDictionary<string, decimal> cost) =>
        string.Join(';', cost.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:0.00}")));

    private static string Of(PivotDimension dimension, Row row, Bucket bucket) => dimension switch
    {
        PivotDimension.Account => row.Account,
        PivotDimension.Market => row.Unit.Product.Market,
        PivotDimension.Product => row.Unit.Product.Name,
        PivotDimension.Vintage => row.Unit.Product.Vintage.ToString(),
        PivotDimension.Origin => row.Unit.Origin.ToString().ToLowerInvariant(),
        PivotDimension.State => bucket.ToString(),
        PivotDimension.Month => row.Day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Place(row.Account).GetValueOrDefault(dimension, Pivot.None),
    };

    private static (MovementTable.Snapshot, List<Row>) Filled(Random random)
    {
        var rows = Enumerable.Range(1, 120).Select(position => new Row(first.AddDays(random.Next(70)), position, $"A-{position % 3}", Unit(random.Next(3)),
            (Bucket)random.Next(3), (Bucket)(3 + random.Next(5)), 1 + random.Next(100), random.Next(10_000) / 100m, position % 3 == 2 ? "EUR" : "CNY")).ToList();
        return (Table(rows), rows);
    }

    private static MovementTable.Snapshot Table(IReadOnlyList<Row> rows)
    {
        var table = new MovementTable();
        foreach (var (row, at) in rows.Select((r, i) => (r, i)))
        {
            string Name(Bucket bucket) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(bucket.ToString());
            var body = string.Create(CultureInfo.InvariantCulture, $$"""
                {"effective":"{{row.Day:yyyy-MM-dd}}","moves":[{"lot":"L-0001","unit":"{{row.Unit}}","from":"{{Name(row.From)}}","to":"{{Name(row.To)}}",
                 "quantity":{{row.Quantity}},"cost":{{row.Cost}},"currency":"{{row.Currency}}"}]}
                """);
            var stream = $"allowance-account/{row.Account}";
            table.Apply(new StoredEvent(at + 1, stream, 1, DateTimeOffset.UnixEpoch, "x", null, null, "x", "x", "x", Encoding.UTF8.GetBytes(body)));
        }

        table.Complete(CancellationToken.None).GetAwaiter().GetResult();
        return table.Now;
    }
}
