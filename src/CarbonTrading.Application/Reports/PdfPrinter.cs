using System.ComponentModel;
using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>Refusals of <see cref="PdfPrinter"/>.</summary>
public static class PdfErrors
{
    /// <summary>No browser to print with.</summary>
    public static DomainError NoBrowser() => new("pdf.no-browser", ErrorKind.Refused,
        $"No Chromium was found to print with; looked in PATH for {string.Join(", ", PdfPrinter.Names)}. Install one (Debian: apt-get install chromium), "
        + "or open the HTML file in any browser and print it there.", "pdf");

    /// <summary>The browser wrote nothing.</summary>
    public static DomainError Failed(string browser, string said) => new("pdf.not-printed", ErrorKind.Refused,
        $"{browser} did not print the report: {said.TrimEnd('.')}. Open the HTML file in a browser and print it there.", "pdf");
}

/// <summary>Prints an HTML file into a PDF with an installed Chromium. It asks no host: the report's own policy forbids it.</summary>
public static class PdfPrinter
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Programs that can print.</summary>
    public static readonly IReadOnlyList<string> Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        "chrome", "msedge"];

    private static readonly string[] places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The browser that would be used; null = none.</summary>
    /// <param name="path">Folders to look in, as the variable PATH lists them.</param>
    public static string? Browser(string? path) => (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.SelectMany(n => OperatingSystem.IsWindows() ? new[] { n + ".exe" } : [n])
            .Select(n => Path.Combine(folder, n)))
        .Concat(places).FirstOrDefault(File.Exists);

    /// <summary>Prints.</summary>
    /// <param name="html">File that exists.</param>
    /// <param name="pdf">File to write; one that is there is written over.</param>
    /// <param name="path">Folders to look for the browser in.</param>
    /// <param name="ct">Ends the browser too.</param>
    public static async Task<DomainError?> Print(string html, string pdf, string? path, CancellationToken ct)
    {
        if (Browser(path) is not { } browser) return PdfErrors.NoBrowser();
        var profile = Directory.CreateTempSubdirectory("carbon-pdf-").FullName;
        try
        {
            var draft = Path.Combine(profile, "report.pdf");
            var said = await Run(browser, profile, new Uri(html).AbsoluteUri, draft, ct);
            if (!File.Exists(draft)) return PdfErrors.Failed(browser, said);
            File.Move(draft, pdf, overwrite: true);
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return PdfErrors.Failed(browser, wrong.Message);
        }
        finally { Directory.Delete(profile, recursive: true); }
    }

    private static async Task<string> Run(string browser, string profile, string url, string draft, CancellationToken ct)
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            $"--user-data-dir={Path.Combine(profile, "profile")}", "--no-pdf-header-footer", $"--print-to-pdf={draft}", url,
        })
            start.ArgumentList.Add(argument);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) start.ArgumentList.Insert(0,
            "--no-sandbox"); // Chromium refuses root otherwise
        using var process = Process.Start(start)!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None),
            process.StandardError.ReadToEndAsync(CancellationToken.None));
        try { await process.WaitForExitAsync(stop.Token); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            return $"it did not end within {patience.TotalSeconds:0} s";
        }

        await output;
        return (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? $"it ended with {process.ExitCode} and said nothing";
    }
}
