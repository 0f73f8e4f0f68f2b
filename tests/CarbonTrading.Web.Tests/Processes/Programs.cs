using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonTrading.Cli;
using CarbonTrading.Web.Edge;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The built programs as processes of their own: what a user starts.</summary>
public static class Programs
{
    /// <summary>What a run of the terminal printed and how it ended.</summary>
    public sealed record Ran(int Exit, string Out, string Error);

    /// <summary>Runs the terminal on a data folder.</summary>
    public static async Task<Ran> Carbon(IReadOnlyDictionary<string, string> environment, string? input, params string[] arguments)
    {
        using var process = Start("CarbonTrading.Cli.dll", environment, arguments);
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a line of the terminal in this process: the same program without the start of one.</summary>
    public static async Task<Ran> Line(IReadOnlyDictionary<string, string> environment, string? input, params string[] arguments)
    {
        var session = new Session
        {
            Output = new StringWriter(), Error = new StringWriter(), Input = new StringReader(input ?? ""), Setting = environment.GetValueOrDefault,
        };
        return new(await Terminal.Run(arguments, session), session.Output.ToString()!, session.Error.ToString()!);
    }

    /// <summary>Starts a built program that stands beside the tests.</summary>
    public static Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in new[] { "CARBON_PG", "CARBON_SAMPLE", "CARBON_BUSINESS_DATE", "CARBON_TOKEN", "CARBON_URL", "CARBON_DATA" }) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A server process on a folder, or on a PostgreSQL database, with the sample group.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> log = [];

    private ServerProcess(Process process, string folder, string url, Dictionary<string, string> environment)
    {
        (this.process, Folder, Url, Environment) = (process, folder, url, environment);
        Client = new HttpClient { BaseAddress = new Uri(url) };
        process.OutputDataReceived += (_, line) => { lock (log) log.Add(line.Data ?? ""); };
        process.ErrorDataReceived += (_, line) => { lock (log) log.Add(line.Data ?? ""); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public string Url { get; }

    public Dictionary<string, string> Environment { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<string> Log
    {
        get { lock (log) return [.. log]; }
    }

    /// <summary>Starts and waits until it is ready.</summary>
    public static async Task<ServerProcess> Start(string folder, params (string Name, string Value)[] settings)
    {
        var url = $"http://127.0.0.1:{FreePorts.Next()}";
        var environment = new Dictionary<string, string> { ["CARBON_DATA"] = folder, ["CARBON_URL"] = url };
        foreach (var (name, value) in settings) environment[name] = value;
        var server = new ServerProcess(Programs.Start("CarbonTrading.Web.dll", environment), folder, environment["CARBON_URL"].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), environment);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (server.process.HasExited) throw new InvalidOperationException("the server ended: " + string.Join('\n', server.Log.TakeLast(5)));
            try
            {
                if ((await server.Client.GetFromJsonAsync<JsonElement>("/api/health", TestContext.Current.CancellationToken)).GetProperty("ready").GetBoolean()) return server;
            }
            catch (HttpRequestException) { /* not listening yet */ }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("the server did not get ready: " + string.Join('\n', server.Log.TakeLast(5)));
    }

    /// <summary>A client signed in as a sample person.</summary>
    public async Task<HttpClient> SignIn(string login, string? folderOfPasswords = null)
    {
        using var answer = await Client.PostAsJsonAsync("/api/sign-in", new { user = login, password = Password(login, folderOfPasswords ?? Folder) });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        var client = new HttpClient { BaseAddress = new Uri(Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Password of a sample person.</summary>
    public static string Password(string login, string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "sample-passwords.json"))).RootElement.GetProperty(login).GetString()!;

    /// <summary>Asks the process to end (SIGTERM) and waits.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> Terminate()
    {
        var asked = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", $"-TERM {process.Id}");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return Stopwatch.GetElapsedTime(asked);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
