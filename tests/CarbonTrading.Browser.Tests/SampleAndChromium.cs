using CarbonTrading.Browser.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(SampleAndChromium))]

namespace CarbonTrading.Browser.Tests;

/// <summary>What the classes share: the store as a first start leaves it, to be copied, and one Chromium.</summary>
public sealed class SampleAndChromium : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium-headless-shell";
    private readonly string sample = Directory.CreateTempSubdirectory("carbon-sample-").FullName;
    private IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

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

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        Directory.Delete(sample, recursive: true);
    }
}
