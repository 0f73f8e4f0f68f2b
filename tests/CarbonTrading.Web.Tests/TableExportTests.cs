using System.Text.RegularExpressions;
using CarbonTrading.Application.Exports;
using CarbonTrading.Application.Positions;
using Xunit;

namespace CarbonTrading.Web.Tests;

/// <summary>Every table of rows leaves as CSV and XLSX: a DataTable by itself, a statement written out by its buttons.</summary>
public partial class TableExportTests
{
    /// <summary>Pages whose tables are no rows to take away, and why.</summary>
    private static readonly Dictionary<string, string> none = new(StringComparer.Ordinal)
    {
        ["TradePanel.razor"] = "two versions of one trade side by side", ["ProposedDifference.razor"] = "terms of one contract before and after",
        ["Risk.razor"] = "the numbers of a chart, which the report prints", ["PriceUpload.razor"] = "a look into the file just sent",
        ["Market.razor"] = "a list to choose from; each series is exported",
        ["EventList.razor"] = "the evidence page exports events", ["EffectCard.razor"] = "one deal before and after", ["MethodEffect.razor"] = "a trial of a method",
        ["LinesUpload.razor"] = "a look into the file just sent", ["DataTable.razor"] = "has them", ["DutyPanel.razor"] = "the plan of one duty; the board has them",
        ["JobsPage.razor"] = "the timetable, with buttons; the runs have them", ["ApprovalsPage.razor"] = "what waits for one person; all proposals have them",
    };

    /// <summary>Files of screens that are no table of their own, and why.</summary>
    private static readonly Dictionary<string, string> parts = new(StringComparer.Ordinal) { ["parts"] = "the rows of a table that make up one of its totals" };

    [Fact]
    public void Every_table_with_rows_has_its_export()
    {
        var tables = Screens().Where(f => f.Text.Contains("<thead>", StringComparison.Ordinal)).ToList();
        Assert.True(tables.Count > 10);
        Assert.Equal([], tables.Where(t => !t.Text.Contains("<ExportButtons", StringComparison.Ordinal) && !none.ContainsKey(t.Name)).Select(t => t.Name));
        Assert.Empty(none.Keys.Except(tables.Select(t => t.Name)));
    }

    [Fact]
    public void Every_table_of_a_screen_can_be_asked_of_REST_and_of_the_terminal_under_the_name_of_its_file()
    {
        var tables = Screens().SelectMany(f => Table().Matches(f.Text).Select(m => (f.Name, Tag: m.Value))).ToList();
        var unnamed = tables.Where(t => !FileName().IsMatch(t.Tag)).Select(t => t.Name).Distinct().Order();
        Assert.Equal(["DataTable.razor", "Today.razor"], unnamed); // the part itself; what waits for one person
        var names = tables.Select(t => FileName().Match(t.Tag)).Where(m => m.Success).Select(m => (m.Groups["risk"].Success ? "risk-" : "") + m.Groups["name"].Value.TrimEnd('-')).ToHashSet();
        Assert.True(names.Count > 30);
        Assert.Equal(parts.Keys, names.Where(n => ExportTables.Find(n) is null));
    }

    [Fact]
    public void Every_column_has_its_words_once_and_every_table_its_columns()
    {
        Assert.Distinct(ExportTables.All.Select(t => t.Name));
        foreach (var table in ExportTables.All.Where(t => t is not PivotExport)) // its columns are those asked for
        {
            Assert.True(table.Columns.Count > 3, table.Name);
            Assert.Equal(table.Columns.Count, table.Columns.DistinctBy(c => c.Head).Count());
            Assert.Equal(table.Columns.Count, table.Columns.DistinctBy(c => c.HeadZh).Count());
            foreach (var column in table.Columns.Where(c => c.Unit is "measure" or "currency"))
                Assert.True(table.Columns.Any(c => c.Name == column.Unit || (column.Name, c.Name) == ("price", "price-unit")), $"{table.Name}: {column.Name} has no column that says its unit");
        }

        var used = ExportTables.All.SelectMany(t => t.Columns).Select(c => c.Name).Concat(PivotAsked.Names).Append("total");
        Assert.Empty(ExportWords.Names.Except(used));
    }

    private static IEnumerable<(string Name, string Text)> Screens()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CarbonTrading.sln"))) root = Path.GetDirectoryName(root)!;
        return Directory.EnumerateFiles(Path.Combine(root, "src/CarbonTrading.Web/Components"), "*.razor", SearchOption.AllDirectories).Select(f => (Path.GetFileName(f), File.ReadAllText(f)));
    }

    [GeneratedRegex("<(DataTable|ExportButtons) TRow=[^\n]*")]
    private static partial Regex Table();

    [GeneratedRegex("<DataTable.* File=\"(@\\(\\$\"|(?<risk>@File\\(\"))?(?<name>[a-z-]+)|<ExportButtons.* Name=\"@\\(?\\(\\$?\"(?<name>[a-z-]+)")]
    private static partial Regex FileName();
}
