using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The server as a person starts it, with the sample group in a folder of its own, and Chromium.</summary>
public sealed class ServerAndBrowser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly TimeSpan startTime = TimeSpan.FromSeconds(60);
    private readonly string data = Directory.CreateTempSubdirectory("carbon-browser-").FullName;
    private Process server = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public string Url { get; private set; } = "";

    /// <summary>Pictures, kept as an artefact of the run.</summary>
    public string Pictures { get; } = Path.Combine(Root(), "artifacts", "screenshots");

    /// <summary>What a page complained about: console errors, failed answers, requests to other hosts.</summary>
    public List<string> Complaints { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        Url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "--project", Path.Combine(Root(), "src", "CarbonTrading.Web")])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["CARBON_DATA"] = data;
        start.Environment["CARBON_URL"] = Url;
        server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        await UntilReady();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
        });
    }

    /// <summary>A browser of its own with this person signed in, at 1440 x 900.</summary>
    public async Task<IPage> SignIn(string user, string language = "en")
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Add($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Scheme.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(Url, StringComparison.Ordinal))
                Complaints.Add($"{page.Url} asked {request.Url}");
        };
        await page.GotoAsync($"{Url}/language/{language}?back=/sign-in");
        await page.FillAsync("input[name='Input.User']", user);
        await page.FillAsync("input[name='Input.Password']", await PasswordOf(user));
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".shell main:not([aria-busy=true])");
        return page;
    }

    /// <summary>Opens a page and waits until its circuit answers.</summary>
    public async Task Open(IPage page, string path)
    {
        await page.GotoAsync(Url + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.WaitForSelectorAsync("main:not([aria-busy=true]) h1");
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private async Task<string> PasswordOf(string user)
    {
        using var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "sample-passwords.json")));
        return passwords.RootElement.GetProperty(user).GetString()!;
    }

    private async Task UntilReady()
    {
        using var client = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await client.GetStringAsync(new Uri(Url + "/api/health"))).Contains("\"ready\":true", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException) when (waited.Elapsed < startTime) { /* not listening yet */ }
            Assert.True(waited.Elapsed < startTime, "the server is not ready after 60 s");
            await Task.Delay(200);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The checkout.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
