using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class PriceWorkbookTests
{
    private static Cell Text(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };

    private static Cell Number(string number) => new() { CellValue = new CellValue(number) };

    private static Cell Date(DateOnly day) => new()
    {
        StyleIndex = 1,
        CellValue = new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)),
    };

    private static byte[] Workbook(params Cell[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()),
                new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(r => new Row(r))));
            book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "prices" }));
        }

        return stream.ToArray();
    }

    private static Cell[] Header => [.. "date,volume_t,amount_cny,vwap".Split(',').Select(Text)];

    [Fact]
    public void A_workbook_is_read_like_a_text_file_with_real_dates_and_numbers()
    {
        var file = TestMarket.Reader.Read(Workbook(
            Header,
            [Date(new(2026, 6, 4)), Number("10000"), Number("830000"), Number("83")],
            [Text("2026-06-05"), Text("341,027"), Number("28275535.2"), Number("82.912900000000007")]), "ccer.xlsx");
        Assert.Equal("ccer-daily", file.Format);
        Assert.Empty(file.Findings);
        Assert.Equal([83m, 10_000m, 830_000m, 82.9129m, 341_027m, 28_275_535.2m], file.Values.Select(v => v.Value));
        Assert.Equal([new(2026, 6, 4), new(2026, 6, 5)], file.Values.Select(v => v.Date).Distinct());
    }

    [Fact]
    public void Faults_in_a_workbook_are_reported_by_line_and_column()
    {
        var file = TestMarket.Reader.Read(Workbook(
            Header, [], [Date(new(2026, 6, 4)), Number("1.5"), Number("80"), Number("-1")],
                [Number("46178"), Number("1"), Number("80"), Number("80")]), "ccer.xlsx");
        Assert.Equal([(3, "vwap", "price-import.price-negative"), (3, "volume_t", "price-import.not-whole"),
            (4, "date", "price-import.date-invalid")],
            TestMarket.Found(file).Select(f => (f.Line, f.Field, f.Code)));
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_the_workbook_is_opened()
    {
        var bomb = WithPart(Workbook(Header), "xl/worksheets/big.xml", 150 * 1024 * 1024);
        Assert.InRange(bomb.Length, 1, 2 * 1024 * 1024);
        Assert.Equal("price-import.workbook-too-large-unpacked", TestMarket.Reader.Read(bomb, "bomb.xlsx").Refusal!.Code);
    }

    [Fact]
    public void A_forged_size_does_not_unpack_the_bomb_either()
    {
        var bomb = WithPart(Workbook(Header), "xl/worksheets/big.xml", 150 * 1024 * 1024);
        foreach (var at in Positions(bomb, BitConverter.GetBytes(150 * 1024 * 1024))) BitConverter.GetBytes(1_000).CopyTo(bomb, at);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(TestMarket.Reader.Read(bomb, "bomb.xlsx").Values);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 * 1024); // of the 150 MB hidden in it
    }

    [Fact]
    public void An_archive_of_too_many_parts_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            for (var i = 0; i < 1_001; i++) zip.CreateEntry($"part{i}");
        Assert.Equal("price-import.workbook-too-large-unpacked", TestMarket.Reader.Read(stream.ToArray(), "many.xlsx").Refusal!.Code);
    }

    [Fact]
    public void A_damaged_workbook_is_refused()
    {
        var whole = Workbook(Header, [Date(new(2026, 6, 4)), Number("1"), Number("1"), Number("1")]);
        Assert.Equal("price-import.workbook-unreadable", TestMarket.Reader.Read(whole[..(whole.Length / 2)], "half.xlsx").Refusal!.Code);
        Assert.Equal("price-import.workbook-unreadable",
            TestMarket.Reader.Read([.. "PK\u0003\u0004"u8, 1, 2, 3], "stump.xlsx").Refusal!.Code);
    }

    [Fact]
    public void A_zip_archive_that_is_no_workbook_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = new StreamWriter(zip.CreateEntry("prices.csv").Open(), Encoding.UTF8)) entry.Write("date,close\n");
        Assert.Equal("price-import.workbook-unreadable", TestMarket.Reader.Read(stream.ToArray(), "zip.xlsx").Refusal!.Code);
    }

    private static byte[] WithPart(byte[] workbook, string name, int noughts)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        using (var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open())
        {
            var block = new byte[1024 * 1024];
            for (var written = 0; written < noughts; written += block.Length) entry.Write(block);
        }

        return stream.ToArray();
    }

    private static IEnumerable<int> Positions(byte[] bytes, byte[] sought)
    {
        for (var i = 0; i <= bytes.Length - sought.Length; i++)
            if (bytes.AsSpan(i, sought.Length).SequenceEqual(sought)) yield return i;
    }
}
