using System.Diagnostics;
using CarbonTrading.Web.Edge;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The product's own program on a free port.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan startTime = TimeSpan.FromSeconds(60);
    private readonly Process process;

    private ServerProcess(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it on the data of this folder, and waits until it is ready; an empty folder gets the sample group.</summary>
    public static async Task<ServerProcess> Start(string data)
    {
        var url = $"http://127.0.0.1:{FreePorts.Next()}";
        var home = Path.Combine(ServerAndBrowser.Root(), "src", "CarbonTrading.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(home, "bin", "Debug", "net10.0", "CarbonTrading.Web.dll")])
        {
            RedirectStandardOutput = true, WorkingDirectory = home,
        };
        start.Environment["CARBON_DATA"] = data;
        start.Environment["CARBON_URL"] = url;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await client.GetStringAsync(new Uri(url + "/api/health"))).Contains("\"ready\":true", StringComparison.Ordinal)) return new(process, url);
            }
            catch (HttpRequestException) when (waited.Elapsed < startTime) { /* not listening yet */ }
            Assert.True(waited.Elapsed < startTime, "the server is not ready after 60 s");
            await Task.Delay(100);
        }
    }

    /// <summary>Kills it, as a power failure would.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
