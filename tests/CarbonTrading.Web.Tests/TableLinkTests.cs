using CarbonTrading.Application.Rules;
using CarbonTrading.Web.Components.Parts;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class TableLinkTests
{
    private sealed record Line(string Name, long Tonnes, string Measure = UnitsOfAccount.Tonne);

    [Fact]
    public void Filter_and_order_come_from_the_address() =>
        Assert.Equal(new TableLink("CEA 25", "status", false), TableLink.Of("http://x/trades?find=CEA+25&sort=-status", ""));

    [Fact]
    public void A_page_with_more_tables_names_each_of_them()
    {
        const string address = "http://x/?find=a&waiting.find=b&waiting.sort=date";
        Assert.Equal(new TableLink("a", null, true), TableLink.Of(address, ""));
        Assert.Equal(new TableLink("b", "date", true), TableLink.Of(address, "waiting"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?sort=")]
    [InlineData("?sort=-")]
    [InlineData("?sort=--status")]
    public void What_is_no_order_is_passed_over(string query) => Assert.Equal(new TableLink("", null, true), TableLink.Of("http://x/lots" + query, ""));

    [Fact]
    public void What_is_written_reads_back_and_nothing_leaves_no_trace()
    {
        var state = new TableLink("BJ", "2026-09", false);
        Assert.Equal("-2026-09", state.Query("legs")["legs.sort"]);
        Assert.Equal(state, TableLink.Of("http://x/settlement?legs.find=BJ&legs.sort=-2026-09", "legs"));
        Assert.All(new TableLink("", null, true).Query("").Values, Assert.Null);
    }

    [Fact]
    public void A_head_sorts_up_then_down_then_as_the_rows_came()
    {
        var first = new TableLink("", null, true).SortedBy("date");
        Assert.Equal(("date", true), (first.Column, first.Up));
        Assert.Equal(("date", false), (first.SortedBy("date").Column, first.SortedBy("date").Up));
        Assert.Null(first.SortedBy("date").SortedBy("date").Column);
        Assert.Equal(("price", true), (first.SortedBy("price").Column, first.SortedBy("price").Up));
    }

    [Fact]
    public void A_column_is_called_after_the_key_of_its_head_in_every_language()
    {
        foreach (var T in new[] { new Texts(Language.En), new Texts(Language.Zh) })
        {
            Assert.Equal("status", new Column<Line>(T["trades.status"], r => r.Name).Name);
            Assert.Equal("in-transit", new Column<Line>(T["bucket.in-transit"], r => r.Tonnes).Name);
            Assert.Equal("p50", new Column<Line>("P50", r => r.Tonnes).Name);
            Assert.Equal("", new Column<Line>(T.OrCode("bucket", "held"), r => r.Tonnes).Name); // such a column names itself
        }
    }

    [Fact]
    public void A_filter_leaves_the_rows_the_text_stands_in()
    {
        IReadOnlyList<Column<Line>> columns = [new("name", r => r.Name), new("t", r => r.Tonnes)];
        IReadOnlyList<Line> rows = [new("BJ-ELEC-01", 1_200), new("SH-STEEL-01", 300)];
        Assert.Equal(["BJ-ELEC-01"], TableOrder.Filtered(rows, columns, "elec", new(Language.En)).Select(r => r.Name));
        Assert.Equal(["BJ-ELEC-01"], TableOrder.Filtered(rows, columns, "1,200", new(Language.En)).Select(r => r.Name));
        Assert.Same(rows, TableOrder.Filtered(rows, columns, "", new(Language.En)));
    }

    [Fact]
    public void A_file_has_its_heads_in_the_language_and_its_dates_in_the_first_rows()
    {
        var zh = new Texts(Language.Zh);
        TableFile<Line> file = new(zh, [(zh["export.as-of"], "2026-06-05"), (zh["export.known"], "#412")],
            [new(zh["field.account"], r => r.Name), new(zh["bucket.held"], r => r.Tonnes) { Unit = "t" }], [new("BJ-ELEC-01", 100)]);
        Assert.Equal("\uFEFF业务日期,2026-06-05\r\n认知时点,#412\r\n账户,持有 (t)\r\nBJ-ELEC-01,100\r\n", file.Csv());
    }

    [Fact]
    public void A_file_with_other_units_than_tonnes_says_of_each_row_what_it_is_in()
    {
        TableFile<Line> file = new(new(Language.En), [], [new("held", r => r.Tonnes) { Unit = "t", Measure = r => r.Measure }], [new("a", 1), new("b", 2, "MWh")]);
        Assert.Equal("\uFEFFheld,unit of account\r\n1,t\r\n2,MWh\r\n", file.Csv());
    }
}
