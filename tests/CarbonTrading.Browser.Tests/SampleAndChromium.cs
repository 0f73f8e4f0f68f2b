using CarbonTrading.Browser.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(SampleAndChromium))]

namespace CarbonTrading.Browser.Tests;

/// <summary>What the classes share: the store as a first start leaves it, to be copied, a server for those that only read, and one Chromium.</summary>
public sealed class SampleAndChromium : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium-headless-shell";
    private readonly string sample = Directory.CreateTempSubdirectory("carbon-sample-").FullName;
    private readonly Lazy<Task<SampleServer>> read;
    private IPlaywright playwright = null!;

    public SampleAndChromium() => read = new(Serve);

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The server of the classes that change nothing.</summary>
    public Task<SampleServer> Read => read.Value;

    public async ValueTask InitializeAsync()
    {
        await (await ServerProcess.Start(sample)).DisposeAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
        });
    }

    /// <summary>The store after a first start, into an empty folder.</summary>
    public void CopySample(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(sample)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    /// <summary>A server on a copy of the store, with a folder of its own.</summary>
    public async Task<SampleServer> Serve()
    {
        var data = Directory.CreateTempSubdirectory("carbon-browser-").FullName;
        CopySample(data);
        return new(await ServerProcess.Start(data), data);
    }

    public async ValueTask DisposeAsync()
    {
        if (read.IsValueCreated) await (await read.Value).DisposeAsync();
        await Browser.DisposeAsync();
        playwright.Dispose();
        Directory.Delete(sample, recursive: true);
    }
}

/// <summary>A server, and the folder of its store, which goes with it.</summary>
public sealed record SampleServer(ServerProcess Process, string Data) : IAsyncDisposable
{
    public string Url => Process.Url;

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
