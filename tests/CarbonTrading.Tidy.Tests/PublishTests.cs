using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

/// <summary>What <c>dotnet publish</c> puts into a folder, asked of the build itself; nothing is compiled or copied.</summary>
public class PublishTests
{
    [Theory]
    [InlineData("src/CarbonTrading.Web")]
    [InlineData("src/CarbonTrading.Cli")]
    public async Task A_published_program_has_all_of_the_market_data_beside_it(string project)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet",
            ["msbuild", project, "-t:PrepareProjectReferences;ComputeResolvedFilesToPublishList", "-getItem:ResolvedFileToPublish", "-nologo"])
            { WorkingDirectory = Repo.Root, RedirectStandardOutput = true };
        using var asked = Process.Start(start)!;
        var answer = await asked.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await asked.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(asked.ExitCode == 0, answer);
        using var items = JsonDocument.Parse(answer);
        var published = items.RootElement.GetProperty("Items").GetProperty("ResolvedFileToPublish").EnumerateArray()
            .Select(i => i.GetProperty("RelativePath").GetString()!.Replace('\\', '/')).ToHashSet();
        var data = Path.Combine(Repo.Root, "market-data");
        var files = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Select(f => "market-data/" + Path.GetRelativePath(data, f).Replace('\\', '/')).ToList();
        Assert.Contains("market-data/README.md", files); // by which the program knows the folder
        Assert.Empty(files.Except(published));
    }
}
