using System.Text.Json.Nodes;
using System.Xml.Linq;
using CarbonTrading.Application.Tests.Prices;
using Xunit;

namespace CarbonTrading.Application.Tests.Notebooks;

/// <summary>The cells write to the console of the process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(NotebooksTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(NotebooksTests))]
public class NotebooksTests
{
    private static readonly string folder = Path.Combine(Path.GetDirectoryName(TestMarket.Folder)!, "notebooks");

    public static TheoryData<string> Files => [.. Directory.GetFiles(folder, "*.ipynb").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_cell_prints_what_is_stored(string file)
    {
        var run = new NotebookRun(Path.Combine(folder, file));
        var results = await run.Run(TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("CARBON_GOLDEN") == "write") run.Store(results);
        Assert.NotEmpty(results);
        foreach (var ((printed, shown), cell) in results.Zip(run.Cells))
        {
            Assert.Equal(NotebookRun.Printed(cell), printed);
            Assert.True(printed.Length > 0 || shown is not null, $"cell {cell["id"]} says nothing");
            Assert.Equal(NotebookRun.Picture(cell) is null, shown is null);
            // Fonts differ from machine to machine: a picture has the same parts, not the same bytes.
            if (shown is not null) Assert.Equal(Parts(NotebookRun.Picture(cell)!), Parts(shown));
        }

        Assert.Contains(results, r => r.Shown is not null);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_is_a_notebook_and_names_no_machine(string file)
    {
        var text = File.ReadAllText(Path.Combine(folder, file));
        var notebook = JsonNode.Parse(text)!;
        Assert.Equal((4, "C#"), ((int)notebook["nbformat"]!, (string?)notebook["metadata"]!["kernelspec"]!["language"]));
        Assert.DoesNotContain(Path.GetDirectoryName(folder)!, text);
        Assert.DoesNotContain("/home/", text);
        Assert.DoesNotContain(":\\\\", text);
        Assert.All(new NotebookRun(Path.Combine(folder, file)).Cells.Select((c, i) => (c, i)), x =>
            Assert.Equal(x.i + 1, (int)x.c["execution_count"]!));
    }

    [Fact]
    public async Task The_volatility_of_the_notebook_is_that_of_the_product()
    {
        var run = new NotebookRun(Path.Combine(folder, "cea-prices.ipynb"));
        var printed = string.Concat((await run.Run(TestContext.Current.CancellationToken)).Select(r => r.Printed));
        Assert.Contains("equal to 1e-12: True", printed);
        Assert.DoesNotContain("False", printed);
        await using var desk = await Support.TestDesk.Open(sample: true);
        var value = new Application.Risk.Valuation(desk.Workplace)
            .Run(desk.Workplace.Queries.Resolve(null, null).AsOf!, 7, 1_000, ct: TestContext.Current.CancellationToken);
        var volatility = value.Factors.Single(f => f.Name == "cea-composite").VolatilityAnnual;
        Assert.Contains($"by hand        {volatility.ToString("0.000000000000", System.Globalization.CultureInfo.InvariantCulture)}",
            printed);
    }

    private static int Parts(string svg) => XDocument.Parse(svg).Descendants().Count(e => e.Name.LocalName is "path" or "rect");
}
