using System.Net;
using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Persons, not roles, are compared; and what a session is worth.</summary>
public sealed class FourEyesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_with_both_roles_never_approves_the_own_proposal_and_another_does()
    {
        using var both = await Person("both", Role.Trader, Role.Approver, Role.Compliance);
        await Ok(server.As[Role.Administrator], "/api/organisation/QM/register-unit", """{"kind":"group","name":"a","nameZh":"b"}""");
        await Ok(both, "/api/accounts/QM-01/open-account", """{"holder":"QM","market":"cn-ets","name":"a","nameZh":"b"}""");
        await Ok(both, "/api/accounts/QM-01/receive-free-allocation", """{"effective":"2099-06-05","product":"cn-ets/CEA/2025","quantity":1,"document":"d"}""");
        const string proposal = """{"effective":"2099-06-05","product":"cn-ets/CEA/2025","quantity":1,"purpose":"p","beneficiary":"b","registryReference":"r"}""";
        using var proposed = await RunningServer.Post(both, "/api/accounts/QM-01/cancel-units", proposal, "own-proposal");
        Assert.Equal(HttpStatusCode.OK, proposed.StatusCode);
        using var own = await RunningServer.Post(both, $"/api/proposals/{Desk.ProposalKey("both", "own-proposal")}/approve-proposal", "{}");
        Assert.Equal((403, "proposal.maker-is-checker"), await RunningServer.Problem(own));
        using var other = await RunningServer.Post(server.As[Role.Approver], $"/api/proposals/{Desk.ProposalKey("both", "own-proposal")}/approve-proposal", "{}");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_known_and_an_unknown_person_alike()
    {
        using var person = await Person("locked", Role.Auditor);
        foreach (var login in new[] { "locked", "nobody-here" })
        {
            var answers = new List<(int, string)>();
            for (var i = 0; i < 6; i++)
            {
                using var answer = await server.SignIn(login, "wrong");
                answers.Add(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
            }

            Assert.All(answers, a => Assert.Equal(401, a.Item1));
        }

        using var right = await server.SignIn("locked", "correct horse 1");
        Assert.Equal(401, (int)right.StatusCode);
    }

    [Fact]
    public async Task A_token_ends_with_the_persons_access_and_an_unknown_token_is_a_401()
    {
        using var leaver = await Person("leaver", Role.Auditor);
        using (var before = await leaver.GetAsync("/api/accounts", Ct)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await Ok(server.As[Role.Administrator], "/api/people/LEAVER/deactivate-person", """{"reason":"left"}""");
        using var after = await leaver.GetAsync("/api/accounts", Ct);
        Assert.Equal(401, (await RunningServer.Problem(after)).Status);
        leaver.DefaultRequestHeaders.Authorization = new("Bearer", "made-up");
        using var unknown = await leaver.GetAsync("/api/accounts", Ct);
        Assert.Equal(401, (await RunningServer.Problem(unknown)).Status);
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites_and_forms_need_their_token()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = server.Anonymous.BaseAddress };
        using var page = await browser.GetAsync("/sign-in", Ct);
        var token = System.Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(Ct), "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        var cookie = page.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("carbon-form", StringComparison.Ordinal)).Split(';')[0];
        var fields = new Dictionary<string, string>
        {
            ["Input.User"] = "finance", ["Input.Password"] = "correct horse 1", ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token,
        };
        using var forged = await Form(browser, fields.Where(f => f.Key != "__RequestVerificationToken"), cookie);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var signed = await Form(browser, fields, cookie);
        var session = signed.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("carbon-session", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_trace_of_a_request_leads_to_its_event()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organisation/TRACED/register-unit")
        {
            Content = new StringContent("""{"kind":"group","name":"a","nameZh":"b"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "traced-1");
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        using var answer = await server.As[Role.Administrator].SendAsync(request, Ct);
        var position = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("position").GetInt64();
        var stored = (await server.Workplace.Store.Events.ReadAll(position - 1, 1, Ct)).Single();
        Assert.Equal(trace, stored.Trace);
    }

    private static Task<HttpResponseMessage> Form(HttpClient browser, IEnumerable<KeyValuePair<string, string>> fields, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", cookie);
        return browser.SendAsync(request, Ct);
    }

    private async Task<HttpClient> Person(string login, params Role[] roles)
    {
        var list = string.Join(',', roles.Select(r => $"\"{r.ToString().ToLowerInvariant()}\""));
        await Ok(server.As[Role.Administrator], $"/api/people/{login.ToUpperInvariant()}/register-person", $$"""{"login":"{{login}}","name":"{{login}}","roles":[{{list}}]}""");
        Assert.Null(await server.Workplace.SignIn.SetPassword(login, "correct horse 1", Ct));
        using var answer = await server.SignIn(login, "correct horse 1");
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("token").GetString();
        var client = new HttpClient { BaseAddress = server.Anonymous.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private async Task Ok(HttpClient client, string path, string json)
    {
        using var answer = await RunningServer.Post(client, path, json);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(Ct)}");
        await server.Workplace.Tail.WaitFor((await server.Workplace.Store.Events.Head(Ct)).Position, TimeSpan.FromSeconds(5), Ct); // what comes next looks at it
    }
}
