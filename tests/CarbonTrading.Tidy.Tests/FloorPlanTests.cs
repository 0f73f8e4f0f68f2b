using System.Xml.Linq;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

public class FloorPlanTests
{
    private static readonly Dictionary<string, string[]> allowed = new()
    {
        ["Kernel"] = [],
        ["Domain"] = ["Kernel"],
        ["Engine"] = ["Kernel"],
        ["Analytics"] = ["Domain"],
        ["Grains"] = ["Domain", "Engine"],
        ["Application"] = ["Analytics", "Domain", "Engine"],
        ["Web"] = ["Application", "Grains"],
        ["Cli"] = ["Application"],
    };

    [Fact]
    public void Projects_of_src_are_the_eight_and_reference_only_the_floor_below()
    {
        var found = Directory.GetFiles(Path.Combine(Repo.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f)["CarbonTrading.".Length..], References);
        Assert.Equal(allowed.Keys.Order(), found.Keys.Order());
        foreach (var (project, references) in found) Assert.Equal(allowed[project].Order(), references.Order());
    }

    private static string[] References(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)["CarbonTrading.".Length..])];
}
