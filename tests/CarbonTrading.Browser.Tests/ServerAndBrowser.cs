using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The server as a person starts it, with the sample group in a folder of its own, and a window of Chromium per person.</summary>
public sealed class ServerAndBrowser(SampleAndChromium shared) : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("carbon-browser-").FullName;
    private ServerProcess server = null!;

    public string Url => server.Url;

    /// <summary>Pictures, kept as an artefact of the run.</summary>
    public string Pictures { get; } = Path.Combine(Root(), "artifacts", "screenshots");

    /// <summary>What a page complained about: console errors, failed answers, requests to other hosts.</summary>
    public List<string> Complaints { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        shared.CopySample(data);
        server = await ServerProcess.Start(data);
    }

    /// <summary>A browser of its own with this person signed in, at 1440 x 900.</summary>
    public async Task<IPage> SignIn(string user, string language = "en")
    {
        var context = await shared.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
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
        await page.GotoAsync(Url + path, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync("main:not([aria-busy=true]) h1");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task<string> PasswordOf(string user)
    {
        using var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "sample-passwords.json")));
        return passwords.RootElement.GetProperty(user).GetString()!;
    }

    /// <summary>The checkout.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
