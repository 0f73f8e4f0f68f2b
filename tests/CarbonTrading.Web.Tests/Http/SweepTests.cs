using System.Net;
using System.Text;
using CarbonTrading.Application;
using CarbonTrading.Domain.People;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Every command with every kind of rubbish, as a role that may ask it.</summary>
public sealed class SweepTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string[] bodies =
    [
        "{}", "{", "null", "[]", "\"x\"", "-1", "1e400", """{"quantity":-1}""", """{"quantity":0}""", """{"quantity":1.5}""",
        """{"quantity":9223372036854775807}""", """{"quantity":"１０"}""", """{"effective":"2026-02-30"}""", """{"unknown":1}""",
        $$"""{"reason":"{{new string('a', 900_000)}}"}""", "{\"a\":" + new string('[', 100) + new string(']', 100) + "}", "\u0000",
    ];

    [Fact]
    public async Task No_rubbish_makes_the_server_fail_or_writes_anything()
    {
        var before = (await server.Workplace.Store.Events.Head(TestContext.Current.CancellationToken)).Position;
        int requests = 0, failures = 0, throttled = 0;
        foreach (var kind in Entities.All)
            foreach (var (name, type) in kind.Commands)
            {
                var makers = Permissions.Of(type).Makers;
                foreach (var (body, i) in bodies.Select((b, i) => (b, i)))
                {
                    var role = makers.Length > 0 ? makers[i % makers.Length] : Role.Administrator;
                    var answer = await Ask(role, $"/api/{kind.Plural}/SWEEP-1/{name}", body);
                    while (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        throttled++;
                        answer.Dispose();
                        await Task.Delay(300, TestContext.Current.CancellationToken);
                        answer = await Ask(role, $"/api/{kind.Plural}/SWEEP-1/{name}", body);
                    }

                    requests++;
                    if ((int)answer.StatusCode >= 500) failures++;
                    // A command without fields takes {}: then the entity itself refuses, because there is none under the key.
                    Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{kind.Plural}/{name} {body[..Math.Min(40, body.Length)]}: {(int)answer.StatusCode}");
                    await RunningServer.Problem(answer);
                    answer.Dispose();
                }
            }

        Report($"commands: {requests} requests, {failures} 5xx, {throttled} asked again after 429");
        Assert.True(requests > 800, $"only {requests} requests");
        Assert.Equal(0, failures);
        Assert.Equal(before, (await server.Workplace.Store.Events.Head(TestContext.Current.CancellationToken)).Position);
    }

    /// <summary>What may stand behind an address, most of it wrong.</summary>
    internal static readonly string[] Questions =
    [
        "", "?asOf=2026-02-30", "?asOf=x", "?asOf=0001-01-01", "?asOf=9999-12-31", "?asOf=2026-06-05%27--", "?known=-1", "?known=99999999999999999999", "?known=2026-13-01T00:00:00Z",
        "?atLeast=x", "?atLeast=-1", "?year=1e9", "?year=2012", "?seed=-1", "?seed=x", "?paths=0", "?paths=99999999999", "?max=0", "?max=1001&before=-5", "?account=%00&unit=%F0%9F%98%80",
        "?unit=cn-ets/CEA/2025/free&account=X", "?stream=..%2F..%2Fetc", "?language=xx", "?market=" + new string('m', 2_000), "?asOf=2026-06-05&known=1&year=2026&max=10",
    ];

    [Fact]
    public async Task No_question_makes_the_server_fail_whoever_asks_it()
    {
        var routes = GetRoutes(server);
        int requests = 0, failures = 0, throttled = 0;
        var keys = new[] { "X-1", "%2e%2e", "QM-CHP-01%20%27", new string('k', 300) };
        foreach (var route in routes)
            foreach (var (role, r) in Enum.GetValues<Role>().Select((role, i) => (role, i)))
                foreach (var (question, q) in Questions.Select((q, i) => (q, i)))
                {
                    var path = System.Text.RegularExpressions.Regex.Replace(route, "\\{[^}]*\\}", keys[(r + q) % keys.Length]) + question;
                    var answer = await server.As[role].GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                    while (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        throttled++;
                        answer.Dispose();
                        await Task.Delay(300, TestContext.Current.CancellationToken);
                        answer = await server.As[role].GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                    }

                    requests++;
                    if ((int)answer.StatusCode >= 500) failures++;
                    Assert.True((int)answer.StatusCode < 500, $"{path} as {role}: {(int)answer.StatusCode}");
                    if ((int)answer.StatusCode >= 400) await RunningServer.Problem(answer);
                    answer.Dispose();
                }

        Report($"questions: {requests} requests, {failures} 5xx, {throttled} asked again after 429");
        Assert.True(requests > 2_000, $"only {requests} requests to {routes.Count} routes");
    }

    /// <summary>Every address that is asked with GET, as a pattern.</summary>
    internal static IReadOnlyList<string> GetRoutes(RunningServer server) =>
        [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
                && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()];

    /// <summary>A line for the end of the run; <c>tests/run</c> prints them.</summary>
    internal static void Report(string line)
    {
        TestContext.Current.SendDiagnosticMessage(line);
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        File.AppendAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "artifacts")).FullName, "sweep.txt"), line + Environment.NewLine);
    }

    [Fact]
    public async Task An_upload_above_50_MB_and_a_workbook_that_explodes_are_refused()
    {
        using var large = new ByteArrayContent(new byte[51 * 1024 * 1024]);
        using var first = await Upload(large, "prices.csv");
        Assert.Equal(413, (await RunningServer.Problem(first)).Status);
        using var bomb = new ByteArrayContent(Bomb());
        using var second = await Upload(bomb, "prices.xlsx");
        Assert.Equal((400, "price-import.workbook-too-large-unpacked"), await RunningServer.Problem(second));
    }

    [Fact]
    public async Task Asking_too_often_is_a_429_with_a_code()
    {
        var codes = new List<int>();
        for (var i = 0; i < 12 && !codes.Contains(429); i++)
            codes.AddRange(await Task.WhenAll(Enumerable.Range(0, 120).Select(async _ =>
            {
                using var answer = await server.As[Role.Auditor].GetAsync("/api/accounts", TestContext.Current.CancellationToken);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) Assert.Equal(429, (await RunningServer.Problem(answer)).Status);
                return (int)answer.StatusCode;
            })));
        Assert.Contains(429, codes);
    }

    private async Task<HttpResponseMessage> Ask(Role role, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return await server.As[role].SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> Upload(HttpContent content, string name)
    {
        content.Headers.ContentType = new("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/prices/import?fileName={name}") { Content = content };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        request.Headers.ExpectContinue = true; // else the server may hang up while the body is still being sent
        return await server.As[Role.Finance].SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A workbook whose one sheet unpacks to 300 MB of blanks.</summary>
    private static byte[] Bomb()
    {
        using var memory = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml").Open();
            var blanks = new byte[1024 * 1024];
            for (var i = 0; i < 300; i++) sheet.Write(blanks);
        }

        return memory.ToArray();
    }
}
