using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The terminal prints its report with the installed Chromium.</summary>
public sealed class PdfTests(SampleAndChromium shared) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-pdf-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_report_is_printed_into_a_PDF_and_without_a_browser_nothing_is_written()
    {
        shared.CopySample(folder);
        using var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sample-passwords.json"),
            TestContext.Current.CancellationToken));
        Assert.Equal(0, (await Carbon(passwords.RootElement.GetProperty("finance").GetString(), null, "sign-in", "finance")).Exit);

        var report = Path.Combine(folder, "report.html");
        var bare = await Carbon(null, Path.Combine(folder, "nowhere"), "report", "--out", report, "--pdf");
        Assert.Equal(1, bare.Exit);
        Assert.Contains("pdf.no-browser", bare.Error);
        Assert.False(File.Exists(report));

        var printed = await Carbon(null, null, "report", "--language", "zh", "--out", report, "--pdf");
        Assert.True(printed.Exit == 0, printed.Error);
        var pdf = await File.ReadAllBytesAsync(Path.ChangeExtension(report, ".pdf"), TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(pdf.AsSpan(0, 8)));
        Assert.True(pdf.Length > 50_000, $"only {pdf.Length} bytes");
        Assert.Contains("output.file-exists", (await Carbon(null, null, "report", "--out", Path.Combine(folder, "report.html"), "--pdf"))
            .Error);
    }

    private async Task<(int Exit, string Error)> Carbon(string? input, string? path, params string[] arguments)
    {
        var program = Path.Combine(ServerAndBrowser.Root(), "src", "CarbonTrading.Cli", "bin", "Debug", "net10.0", "CarbonTrading.Cli.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host
            : "dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["CARBON_DATA"] = folder;
        start.Environment.Remove("CARBON_PG");
        if (path is not null) start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        return (process.ExitCode, await error);
    }
}
