using CarbonTrading.Application.Reports;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class CsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("plain", "plain")]
    public void A_text_that_a_spreadsheet_would_run_is_neutralised(string text, string cell) => Assert.Equal(cell, Csv.Cell(text));

    [Fact]
    public void A_number_keeps_its_sign_and_has_no_grouping()
    {
        Assert.Equal("-10000", Csv.Cell(-10_000L));
        Assert.Equal("83.10", Csv.Cell(83.10m));
        Assert.Equal("12000", Csv.Cell(new Tonnes(12_000)));
    }

    [Fact]
    public void Quotes_commas_and_line_breaks_are_quoted() => Assert.Equal("\"a \"\"b\"\", c\"", Csv.Cell("a \"b\", c"));

    [Fact]
    public void The_first_rows_say_what_the_figures_stand_on() => Assert.Equal(
        "\uFEFFasOf,2026-06-05\r\nknown,412\r\naccount,t\r\nBJ-ELEC-01,100\r\n",
        Csv.Write([("asOf", "2026-06-05"), ("known", "412")], ["account", "t"], [["BJ-ELEC-01", 100L]]));
}
