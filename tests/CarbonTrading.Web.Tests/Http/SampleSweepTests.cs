using System.Net;
using System.Text.RegularExpressions;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Every question about things that exist, on the books of the sample group.</summary>
public sealed partial class SampleSweepTests(SampleServer server) : IClassFixture<SampleServer>
{
    private static readonly Dictionary<string, string[]> keys = new(StringComparer.Ordinal)
    {
        ["/api/obligations/{key}"] = ["QM-CHP-01-2025", "BJ-ELEC-01-2026", "EU-AUTO-01-2025"],
        ["/api/ccer/{key}"] = ["QM-CHP-01"],
        ["/api/projects/{key}"] = ["PJ-OSW-01"],
        ["/api/prices/{series}"] = ["cea-composite", "bea", "eurcny"],
        ["/api/prices/{series}/findings"] = ["cea-composite", "bea", "eurcny"],
        ["/api/obligations/{key}/proposal"] = ["QM-CHP-01-2025"],
        ["/api/proposals/{key}/effect"] = ["P-004194C8175946CF"],
        ["/api/trades/{key}/confirmation"] = ["T-20260521-001"],
        ["/api/contracts/{key}/confirmation"] = ["K-20260302-1", "K-20260605-2"],
        ["/api/export/{table}"] = ["positions", "trades.xlsx", "pivot"],
    };

    /// <summary>Nothing to answer without saying what.</summary>
    private static readonly string[] needing = ["/api/positions/lots", "/api/costs/lines", "/api/costs/effect", "/api/lots/lineage"];

    /// <summary>Answers take seconds of every core: asked only what is quickly refused, and once in full.</summary>
    private static readonly string[] slow = ["/api/report", "/api/valuation"];

    [Fact]
    public async Task No_question_about_things_that_exist_makes_the_server_fail()
    {
        int requests = 0, answered = 0;
        var routes = SweepTests.GetRoutes(server);
        Assert.Equal(keys.Keys.Order(), routes.Where(r => r.Contains('{', StringComparison.Ordinal)).Order());
        foreach (var (path, i) in routes.SelectMany(r => keys.GetValueOrDefault(r, [r]).Select(k => Hole().Replace(r, k))).Select((p, i) => (p, i)))
        {
            var questions = slow.Contains(path) ? SweepTests.Questions.Where((q, n) => n == 0 || q.Contains("=x", StringComparison.Ordinal)) : SweepTests.Questions;
            foreach (var (question, q) in questions.Append("?account=QM-CHP-01&unit=cn-ets/CEA/2025/free")
                .Append("?account=QM-CHP-01&unit=cn-ets/CEA/2025/purchased&method=fifo&from=2026-01-01&rows=company,month&columns=product").Select((q, n) => (q, n)))
            {
                var role = slow.Contains(path) || q == 0 ? Role.Administrator : (Role)((i + q) % Enum.GetValues<Role>().Length);
                using var answer = await Patiently(role, path + question);
                requests++;
                if (answer.StatusCode == HttpStatusCode.OK) answered++;
                Assert.True((int)answer.StatusCode < 500, $"{path}{question} as {role}: {(int)answer.StatusCode}");
                if (q == 0 && !needing.Contains(path))
                    Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} as {role}: {(int)answer.StatusCode}");
                if ((int)answer.StatusCode >= 400) await RunningServer.Problem(answer);
            }
        }

        SweepTests.Report($"questions on the sample: {requests} requests, {answered} answered, 0 5xx");
        Assert.True(requests > 600, $"only {requests} requests");
    }

    private async Task<HttpResponseMessage> Patiently(Role role, string path)
    {
        while (true)
        {
            var answer = await server.As[role].GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Hole();
}
