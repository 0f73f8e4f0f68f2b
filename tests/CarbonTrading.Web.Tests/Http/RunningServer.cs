using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Domain.People;
using CarbonTrading.Web.Edge;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>The real server on a free port and an empty store, with one person for each role; the login is the role in lower
/// case.</summary>
public class RunningServer : IAsyncLifetime
{
    /// <summary>A day after the wall clock's: the timetable has nothing to make up, so nothing moves but what a test asks for.</summary>
    public static readonly DateOnly BusinessDate = new(2099, 6, 5);

    private const string Password = "correct horse 1";
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-web-").FullName;
    private WebApplication app = null!;
    private Engine.Sql.Store store = null!;

    /// <summary>Whether the sample group is loaded; then the sample's persons have the plain logins.</summary>
    protected virtual bool HasSample => false;

    public HttpClient Anonymous { get; private set; } = null!;

    public Dictionary<Role, HttpClient> As { get; } = [];

    public Workplace Workplace => app.Services.GetRequiredService<Workplace>();

    public IServiceProvider Services => app.Services;

    public async ValueTask InitializeAsync()
    {
        var settings = new Settings(folder, null, $"http://127.0.0.1:{FreePorts.Next()}", HasSample, HasSample ? null : BusinessDate);
        store = await Workplace.OpenStore(settings);
        app = Server.Build([], settings, store);
        await app.StartAsync();
        while (!Workplace.IsReady) await Task.Delay(20);
        Anonymous = Client(settings.Url);
        foreach (var role in Enum.GetValues<Role>())
        {
            var login = role.ToString().ToLowerInvariant() + (HasSample ? "-2" : "");
            var outcome = await Workplace.Desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(), new RegisterPerson(login, login,
                [role]),
                new Caller(Permissions.Start, "test:" + login));
            Assert.Null(outcome.Error);
            await Workplace.Tail.WaitFor(outcome.Position, TimeSpan.FromSeconds(5));
            Assert.Null(await Workplace.SignIn.SetPassword(login, Password));
            var client = Client(settings.Url);
            using var answer = await SignIn(login, Password);
            var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            As[role] = client;
        }
    }

    public Task<HttpResponseMessage> SignIn(string login, string password) => Anonymous.PostAsJsonAsync("/api/sign-in",
        new { user = login, password });

    public static async Task<HttpResponseMessage> Post(HttpClient client, string path, string json, string? id = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8,
            "application/json") };
        request.Headers.ExpectContinue = json.Length > 100_000; // else the server may hang up while the body is still being sent
        request.Headers.Add("Idempotency-Key", id ?? Guid.NewGuid().ToString("N"));
        return await client.SendAsync(request);
    }

    public static async Task<(int Status, string Code)> Problem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("   at ", body);
        var type = JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()!;
        Assert.StartsWith("urn:carbon-trading:", type);
        return ((int)answer.StatusCode, type["urn:carbon-trading:".Length..]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Anonymous.Dispose();
        foreach (var client in As.Values) client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static HttpClient Client(string url) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(url) };
}

/// <summary>The same with the sample group.</summary>
public sealed class SampleServer : RunningServer
{
    protected override bool HasSample => true;
}
