using Xunit;

namespace CarbonTrading.Web.Tests;

/// <summary>Every table of rows leaves as CSV and XLSX: a DataTable by itself, a statement written out by its buttons.</summary>
public class TableExportTests
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

    [Fact]
    public void Every_table_with_rows_has_its_export()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CarbonTrading.sln"))) root = Path.GetDirectoryName(root)!;
        var tables = Directory.EnumerateFiles(Path.Combine(root, "src/CarbonTrading.Web/Components"), "*.razor", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetFileName(f), Text: File.ReadAllText(f))).Where(f => f.Text.Contains("<thead>", StringComparison.Ordinal)).ToList();
        Assert.True(tables.Count > 10);
        Assert.Empty(tables.Where(t => !t.Text.Contains("<ExportButtons", StringComparison.Ordinal) && !none.ContainsKey(t.Name)).Select(t => t.Name));
        Assert.Empty(none.Keys.Except(tables.Select(t => t.Name)));
    }
}
