using CarbonTrading.Application.Reports;
using Xunit;

namespace CarbonTrading.Application.Tests.Reports;

public sealed class OutputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-output-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_is_written_over_only_when_it_is_forced()
    {
        var file = Path.Combine(folder, "a.svg");
        Assert.Null(OutputFile.Check(file, false, ".png", ".svg"));
        Assert.Null(await OutputFile.Write(file, [1], false, TestContext.Current.CancellationToken));
        Assert.Equal("output.file-exists", OutputFile.Check(file, false, ".svg")?.Code);
        Assert.Equal("output.file-exists", (await OutputFile.Write(file, [2], false, TestContext.Current.CancellationToken))?.Code);
        Assert.Equal([1], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Null(OutputFile.Check(file, true, ".svg"));
        Assert.Null(await OutputFile.Write(file, [2], true, TestContext.Current.CancellationToken));
        Assert.Equal([2], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["a.svg"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Another_ending_a_folder_that_is_not_there_and_one_that_takes_no_files_are_refused()
    {
        foreach (var typed in new[] { "", " ", "a\0.png" }) Assert.Equal("output.no-path", OutputFile.Check(OutputFile.Full(typed), false, ".png")?.Code);
        Assert.Null(OutputFile.Check(OutputFile.Full("a.png"), false, ".png"));
        Assert.Equal("output.unknown-type", OutputFile.Check(Path.Combine(folder, "a.jpg"), false, ".png", ".svg")?.Code);
        Assert.Equal("output.unknown-type", OutputFile.Check(Path.Combine(folder, "a"), false, ".png")?.Code);
        Assert.Equal("output.no-folder", OutputFile.Check(Path.Combine(folder, "not-there", "a.png"), false, ".png")?.Code);
        Directory.CreateDirectory(Path.Combine(folder, "b.png"));
        Assert.Equal("output.not-writable", OutputFile.Check(Path.Combine(folder, "b.png"), true, ".png")?.Code);
        var inTheWay = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(inTheWay, "", TestContext.Current.CancellationToken);
        Assert.Equal("output.not-writable", (await OutputFile.Write(Path.Combine(inTheWay, "a.png"), [1], false,
            TestContext.Current.CancellationToken))?.Code);
    }
}
