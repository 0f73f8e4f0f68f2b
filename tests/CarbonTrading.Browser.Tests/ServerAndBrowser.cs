using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>The server as a person starts it, with the sample group in a folder of its own, and a window of Chromium per person.</summary>
public class ServerAndBrowser(SampleAndChromium shared) : IAsyncLifetime
{
    private readonly List<IBrowserContext> windows = [];
    private Xunit.Sdk.ITest? test;
    private SampleServer server = null!;

    public string Url => server.Url;

    /// <summary>Pictures, kept as an artefact of the run.</summary>
    public string Pictures { get; } = Path.Combine(Root(), "artifacts", "screenshots");

    /// <summary>What a page complained about: console errors, failed answers, requests to other hosts.</summary>
    public List<string> Complaints { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        server = await Serve(shared);
    }

    /// <summary>A browser of its own with this person signed in, at 1440 x 900; those of an earlier test are closed.</summary>
    public async Task<IPage> SignIn(string user, string language = "en")
    {
        if (!ReferenceEquals(test, TestContext.Current.Test)) await CloseWindows();
        test = TestContext.Current.Test;
        var context = await shared.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        windows.Add(context);
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
        await CloseWindows();
        await End(server);
        GC.SuppressFinalize(this);
    }

    protected virtual Task<SampleServer> Serve(SampleAndChromium shared) => shared.Serve();

    protected virtual ValueTask End(SampleServer server) => server.DisposeAsync();

    private async Task CloseWindows()
    {
        foreach (var window in windows) await window.CloseAsync();
        windows.Clear();
    }

    private async Task<string> PasswordOf(string user)
    {
        using var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(server.Data, "sample-passwords.json")));
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

/// <summary>The same on the one server of all classes that change nothing of its books.</summary>
public sealed class ReadingBrowser(SampleAndChromium shared) : ServerAndBrowser(shared)
{
    protected override Task<SampleServer> Serve(SampleAndChromium shared) => shared.Read;

    protected override ValueTask End(SampleServer server) => ValueTask.CompletedTask;
}
