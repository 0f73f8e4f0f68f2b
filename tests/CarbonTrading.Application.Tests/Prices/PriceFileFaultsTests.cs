using System.Text;
using CarbonTrading.Application.Prices;
using CarbonTrading.Domain.Prices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>One fault a file, made up; the faults of real files are in <see cref="PriceFileExcerptsTests"/>.</summary>
public class PriceFileFaultsTests
{
    private const string Header = "date,open,high,low,close,vwap,listed_volume,amount\n";
    private const string Good = "2026-06-04,80,81,79,80.5,80.1,1000,80100\n";

    private static PriceFinding Only(string row, string format = "normalised")
    {
        var file = TestMarket.Read(Header + Good + row + "\n", "cea-composite.csv", format);
        Assert.Null(file.Refusal);
        Assert.Equal(7, file.Values.Count); // the good row is in, whatever the other one holds
        return Assert.Single(file.Findings).Finding;
    }

    [Theory]
    [InlineData(",80,81,79,80,80,1,80", "date", "", "price-import.date-missing")]
    [InlineData("2026-02-30,80,81,79,80,80,1,80", "date", "2026-02-30", "price-import.date-invalid")]
    [InlineData("05/06/2026,80,81,79,80,80,1,80", "date", "05/06/2026", "price-import.date-invalid")]
    [InlineData("2012-12-31,80,81,79,80,80,1,80", "date", "2012-12-31", "price-import.date-out-of-range")]
    [InlineData("2101-01-01,80,81,79,80,80,1,80", "date", "2101-01-01", "price-import.date-out-of-range")]
    [InlineData("２０２６-06-05,80,81,79,80,80,1,80", "date", "２０２６-06-05", "price-import.full-width-digits")]
    [InlineData("2026-06-05,８０,81,79,80,80,1,80", "open", "８０", "price-import.full-width-digits")]
    [InlineData("2026-06-05,80,81,79,-80,80,1,80", "close", "-80", "price-import.price-negative")]
    [InlineData("2026-06-05,80,81,79,0,80,1,80", "close", "0", "price-import.price-zero")]
    [InlineData("2026-06-05,80,81,79,80.00001,80,1,80", "close", "80.00001", "price-import.too-many-decimals")]
    [InlineData("2026-06-05,80,81,79,1000000.01,80,1,80", "close", "1000000.01", "price-import.out-of-range")]
    [InlineData("2026-06-05,80,81,79,n/a,80,1,80", "close", "n/a", "price-import.number-invalid")]
    [InlineData("2026-06-05,80,81,79,1e400,80,1,80", "close", "1e400", "price-import.number-invalid")]
    [InlineData("2026-06-05,80,81,79,80,80,-1,80", "listed_volume", "-1", "price-import.negative")]
    [InlineData("2026-06-05,80,81,79,80,80,1.5,80", "listed_volume", "1.5", "price-import.not-whole")]
    [InlineData("2026-06-05,80,81,79,80,80,9223372036854775807,80", "listed_volume", "9223372036854775807", "price-import.out-of-range")]
    [InlineData("2026-06-05,80,81,79,80,80,1,80.12345", "amount", "80.12345", "price-import.too-many-decimals")]
    [InlineData("2026-06-05,80,81,79,80,80,1,80,surplus", "", "2026-06-05,80,81,79,80,80,1,80,surplus", "price-import.cells-beyond-header")]
    [InlineData("2026-06-05,\"80,81,79,80,80,1,80", "", "2026-06-05,\"80,81,79,80,80,1,80", "price-import.quote-not-closed")]
    [InlineData("2026-06-05,80,81,79,80\0,80,1,80", "", "2026-06-05,80,81,79,80\uFFFD,80,1,80", "price-import.control-character")]
    [InlineData("2026-06-04,80,81,79,80.6,80.1,1000,80100", "close", "80.6", "price-import.duplicate")]
    public void A_bad_row_is_reported_with_line_field_value_and_code_and_stays_out(string row, string field, string value, string code)
    {
        var finding = Only(row);
        Assert.Equal((3, field, value, code), (finding.Line, finding.Field, finding.Value, finding.Code));
        Assert.NotEmpty(finding.Reason);
    }

    [Fact]
    public void The_last_allowed_values_go_in()
    {
        const string rows = "2013-01-01,0.0001,1000000,0.0001,80.1234,80,1000000000000000,0.0001\n2100-12-31,1,1,1,1,1,0,0\n";
        var file = TestMarket.Read(Header + rows, "cea-composite.csv");
        Assert.Empty(file.Findings);
        Assert.Equal(14, file.Values.Count);
    }

    [Fact]
    public void An_empty_cell_is_no_value_and_a_published_nought_of_volume_is_one()
    {
        var file = TestMarket.Read(Header + "2026-06-05,,,,80,,0,\n", "cea-composite.csv");
        Assert.Equal([("close", 80m), ("listed_volume", 0m)], file.Values.Select(v => (v.Field, v.Value)));
    }

    [Fact]
    public void A_row_without_any_figure_is_counted_and_not_reported()
    {
        var file = TestMarket.Read(Header + Good + "2026-06-05,,,,,,,\n", "cea-composite.csv");
        Assert.Equal((1, 0, 7), (file.RowsEmpty, file.Findings.Count, file.Values.Count));
    }

    [Fact]
    public void A_repeated_row_that_says_the_same_is_passed_over()
    {
        var file = TestMarket.Read(Header + Good + Good, "cea-composite.csv");
        Assert.Equal((0, 7), (file.Findings.Count, file.Values.Count));
    }

    [Fact]
    public void Of_two_faults_in_one_row_both_are_reported()
    {
        var file = TestMarket.Read(Header + "2026-02-30,x,81,79,80,80,1,80\n", "cea-composite.csv");
        Assert.Equal(["price-import.date-invalid", "price-import.number-invalid"], TestMarket.Found(file).Select(f => f.Code));
    }

    [Fact]
    public void Group_separators_are_read_where_the_format_has_them_and_only_between_groups_of_three()
    {
        const string rows = "2026-06-04,\"1,234,567\",\"12,345.60\",80\n2026-06-05,\"12,34\",1,80\n2026-06-08,1,\"1,2345\",80\n";
        var file = TestMarket.Read("date,volume_t,amount_cny,vwap\n" + rows);
        Assert.Equal([80m, 1_234_567m, 12_345.60m], file.Values.Select(v => v.Value));
        Assert.Equal([(3, "volume_t", "12,34"), (4, "amount_cny", "1,2345")],
            TestMarket.Found(file).Select(f => (f.Line, f.Field, f.Value)));
        Assert.All(TestMarket.Found(file), f => Assert.Equal("price-import.grouping-invalid", f.Code));
    }

    [Fact]
    public void A_line_of_ten_thousand_characters_is_read_and_one_more_is_reported()
    {
        var row = "2026-06-05,80,81,79,80,80,1,80";
        var longest = TestMarket.Read(Header + row + new string(' ', 10_000 - row.Length) + "\n", "cea-composite.csv");
        Assert.Equal((7, 0), (longest.Values.Count, longest.Findings.Count));
        var finding = Only(row + new string('9', 10_001 - row.Length));
        Assert.Equal("price-import.line-too-long", finding.Code);
        Assert.Equal(100, finding.Value.Length);
    }

    [Fact]
    public void A_row_of_more_than_a_hundred_columns_is_reported() =>
        Assert.Equal("price-import.too-many-columns", Only("2026-06-05" + new string(',', 100)).Code);

    [Fact]
    public void Bytes_that_are_no_utf8_cost_their_line_only()
    {
        byte[] bytes = [.. TestMarket.Utf8(Header + "2026-06-05,80,81,79,"), 0xC3, 0x28, .. TestMarket.Utf8(",80,1,80\n" + Good)];
        var file = TestMarket.Reader.Read(bytes, "cea-composite.csv");
        Assert.Equal("price-import.not-text", Assert.Single(file.Findings).Finding.Code);
        Assert.Equal(7, file.Values.Count);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. TestMarket.Utf8((Header + Good).Replace("\n", "\r\n", StringComparison.Ordinal))];
        Assert.Equal(TestMarket.Read(Header + Good, "cea-composite.csv").Values, TestMarket.Reader.Read(bytes, "cea-composite.csv").Values);
    }

    [Theory]
    [InlineData("", "x.csv", null, "price-import.file-empty")]
    [InlineData("\n\n", "x.csv", null, "price-import.file-empty")]
    [InlineData("a,b\n1,2\n", "x.csv", null, "price-import.format-not-recognised")]
    [InlineData("date,close\n2026-06-05,80\n", "nobody.csv", null, "price-import.format-not-recognised")]
    [InlineData("date,close,rating\n2026-06-05,80,AAA\n", "cea-composite.csv", null, "price-import.format-not-recognised")]
    [InlineData("date,close\n2026-06-05,80\n", "x.csv", "nobody", "price-import.format-unknown")]
    [InlineData("day,close\n2026-06-05,80\n", "x.csv", "brent-daily", "price-import.columns-missing")]
    [InlineData("date,close,close\n2026-06-05,80,81\n", "cea-composite.csv", null, "price-import.column-twice")]
    public void A_file_that_cannot_be_read_as_a_whole_is_refused(string text, string fileName, string? format, string code) =>
        Assert.Equal(code, TestMarket.Read(text, fileName, format).Refusal!.Code);

    [Fact]
    public void The_refusal_of_an_unknown_header_lists_the_formats()
    {
        var message = TestMarket.Read("a,b\n1,2\n").Refusal!.Message;
        Assert.All(TestMarket.Formats.All, f => Assert.Contains(f.Id, message));
    }

    [Fact]
    public void Fifty_megabytes_are_the_most()
    {
        Assert.Equal("price-import.file-too-large", TestMarket.Reader.Read(new byte[50 * 1024 * 1024 + 1], "x.csv").Refusal!.Code);
        Assert.NotEqual("price-import.file-too-large", TestMarket.Reader.Read(new byte[50 * 1024 * 1024], "x.csv").Refusal!.Code);
    }

    [Fact]
    public void Any_bytes_at_all_are_answered_with_rows_findings_or_a_refusal() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            var file = TestMarket.Reader.Read([.. TestMarket.Utf8(Header), .. bytes], "cea-composite.csv");
            return file.Refusal is not null || file.RowsRead >= file.Values.Select(v => v.Date).Distinct().Count();
        }).QuickCheckThrowOnFailure();
}
