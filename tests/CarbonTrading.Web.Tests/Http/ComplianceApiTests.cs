using System.Net;
using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Obligations, credits and projects over HTTP: entered by command, read by list and by key.</summary>
public sealed class ComplianceApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Compliance => server.As[Role.Compliance];

    private async Task<HttpResponseMessage> Get(string path) => await server.As[Role.Auditor].GetAsync(new Uri(path, UriKind.Relative), Ct);

    private async Task<JsonElement> Data(string path)
    {
        using var answer = await Get(path);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }

    private static async Task<long> Done(HttpClient client, string path, string json)
    {
        using var answer = await RunningServer.Post(client, path, json);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("position").GetInt64();
    }

    private async Task SetUp(string account)
    {
        var unit = await Done(server.As[Role.Administrator], $"/api/organisation/G-{account}/register-unit", """{"kind":"group","name":"Group","nameZh":"集团"}""");
        await Data($"/api/organisation?atLeast={unit}"); // the desk looks at what it has read
        var opened = await Done(Compliance, $"/api/accounts/{account}/open-account",
            $$"""{"holder":"G-{{account}}","market":"cn-ets","name":"CHP","nameZh":"热电"}""");
        await Data($"/api/accounts?atLeast={opened}");
    }

    [Fact]
    public async Task An_obligation_is_read_by_list_and_by_key_as_known_then_and_now()
    {
        await SetUp("API-1");
        var opened = await Done(Compliance, "/api/obligations/API-1-2025/open-obligation", """{"account":"API-1","market":"cn-ets","year":2025,"sector":"power"}""");
        var estimated = await Done(Compliance, "/api/obligations/API-1-2025/record-estimate", """{"effective":"2026-01-15","emissions":1000,"basis":"plan"}""");
        var now = await Data($"/api/obligations/API-1-2025?atLeast={estimated}");
        Assert.Equal(("estimate", 1_000), (now.GetProperty("status").GetString(), now.GetProperty("emissions").GetInt64()));
        Assert.Equal("2026-12-31", now.GetProperty("deadline").GetProperty("date").GetString());
        Assert.Equal("in-force", now.GetProperty("limit").GetProperty("status").GetString());
        Assert.Equal("open", (await Data($"/api/obligations/API-1-2025?known={opened}")).GetProperty("status").GetString());
        Assert.Equal("open", (await Data("/api/obligations/API-1-2025?asOf=2026-01-14")).GetProperty("status").GetString());
        Assert.Contains((await Data("/api/obligations")).EnumerateArray(), r => r.GetProperty("key").GetString() == "API-1-2025");
    }

    [Fact]
    public async Task A_holding_and_a_project_are_read_with_batches_and_next_steps()
    {
        await SetUp("API-2");
        var opened = await Done(Compliance, "/api/ccer/API-2/open-holding", """{"holder":"G-API-2","name":"Credits","nameZh":"减排量"}""");
        await Data($"/api/ccer?atLeast={opened}");
        await Done(Compliance, "/api/ccer/API-2/receive-issued-batch", """
            {"effective":"2025-03-20","quantity":8000,"document":"notice","serials":[{"block":"B","first":1,"last":8000}],
             "batch":{"project":"P","methodology":"CCER-01-002-V01","periodFrom":"2023-01-01","periodTo":"2024-03-31","registeredOn":"2025-03-20"}}
            """);
        var reserved = await Done(Compliance, "/api/ccer/API-2/reserve-credits", """{"effective":"2026-06-05","reservation":"R-1","quantity":100,"purpose":"sale"}""");
        var holding = await Data($"/api/ccer/API-2?atLeast={reserved}");
        Assert.Equal((7_900, 100), (holding.GetProperty("free").GetInt64(), holding.GetProperty("reserved").GetInt64()));
        Assert.Equal(8_000, holding.GetProperty("batches")[0].GetProperty("serials")[0].GetProperty("last").GetInt64());
        Assert.Equal("reserved", holding.GetProperty("reservations")[0].GetProperty("status").GetString());

        var registered = await Done(Compliance, "/api/projects/API-P1/register-project",
            """{"effective":"2024-02-26","name":"Wind","nameZh":"风电","owner":"G-API-2","location":"sea","methodology":"CCER-01-002-V01","constructionStart":"2019-03-18"}""");
        var project = await Data($"/api/projects/API-P1?atLeast={registered}");
        Assert.Equal("publish-notice", project.GetProperty("next")[0].GetProperty("command").GetString());
        Assert.NotEqual(0, (await Data("/api/projects")).GetArrayLength());
    }

    [Theory]
    [InlineData("obligations")]
    [InlineData("ccer")]
    [InlineData("projects")]
    public async Task A_key_that_is_not_there_is_a_404_that_names_it_and_says_how_to_list(string plural)
    {
        using var answer = await Get($"/api/{plural}/NO-SUCH-KEY");
        Assert.Equal((404, "query.not-found"), await RunningServer.Problem(answer));
        var detail = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("detail").GetString()!;
        Assert.Contains("NO-SUCH-KEY", detail);
        Assert.Contains($"GET /api/{plural}", detail);
        using var odd = await Get($"/api/{plural}/no%20key");
        Assert.Equal((400, "input.key-invalid"), await RunningServer.Problem(odd));
    }

    [Theory]
    [InlineData("asOf=2026-02-30")]
    [InlineData("known=soon")]
    [InlineData("known=999999999")]
    [InlineData("atLeast=x")]
    public async Task A_pair_of_dates_that_is_none_is_a_400_on_every_path(string query)
    {
        foreach (var path in new[] { "obligations", "obligations/X-2025", "ccer", "ccer/X", "projects", "projects/X" })
        {
            using var answer = await Get($"/api/{path}?{query}");
            Assert.Equal((400, "query.invalid"), await RunningServer.Problem(answer));
        }
    }

    [Fact]
    public async Task The_description_of_the_API_names_the_paths()
    {
        var document = JsonDocument.Parse(await server.As[Role.Administrator].GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Ct));
        foreach (var kind in new[] { "obligations", "ccer", "projects" })
            foreach (var path in new[] { $"/api/{kind}", $"/api/{kind}/{{key}}" })
                Assert.True(document.RootElement.GetProperty("paths").GetProperty(path).TryGetProperty("get", out _), path);
    }
}
