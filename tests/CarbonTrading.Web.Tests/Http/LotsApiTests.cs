using System.Net;
using System.Text.Json;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>What of the lots is blocked, by REST and as a file.</summary>
public sealed class LotsApiTests(SampleServer server) : IClassFixture<SampleServer>
{
    private async Task<HttpResponseMessage> Get(string path) => await server.As[Role.Auditor].GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<List<JsonElement>> Blocked(string query = "")
    {
        using var answer = await Get($"/api/lots/blocked{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("data").EnumerateArray()];
    }

    [Fact]
    public async Task A_freeze_says_who_froze_what_and_since_when()
    {
        var frozen = await Blocked("?account=SZ-ELEC-01");
        Assert.Equal(2_000, frozen.Sum(b => b.GetProperty("quantity").GetInt64()));
        Assert.All(frozen, b => Assert.Equal(("frozen", "COURT-2026-0317", "2026-03-17", "unfreeze-units"),
            (b.GetProperty("bucket").GetString(), b.GetProperty("claim").GetString(), b.GetProperty("since").GetString(), b.GetProperty("release").GetString())));
        Assert.Empty(await Blocked("?account=SZ-ELEC-01&asOf=2026-03-16"));
        Assert.Equal(1_000, Assert.Single(await Blocked("?account=SZ-ELEC-01&lot=L-0002")).GetProperty("quantity").GetInt64());
    }

    [Fact]
    public async Task What_a_contract_holds_names_its_page_and_is_not_freed_past_it() =>
        Assert.Contains(await Blocked(), b => b.TryGetProperty("link", out var link) && link.GetString()!.StartsWith("/contracts/", StringComparison.Ordinal) && !b.TryGetProperty("release", out _));

    [Fact]
    public async Task The_file_has_a_line_for_each()
    {
        using var file = await Get("/api/export/blocked-units?bucket=frozen");
        var text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal((await Blocked()).Count(b => b.GetProperty("bucket").GetString() == "frozen"), text.Split('\n').Count(l => l.Contains(",frozen,", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("?account=NOBODY", 404)]
    [InlineData("?account=no%20key", 400)]
    [InlineData("?asOf=2026-02-30", 400)]
    public async Task An_account_or_day_that_is_none_is_refused(string query, int status)
    {
        using var answer = await Get($"/api/lots/blocked{query}");
        Assert.Equal(status, (await RunningServer.Problem(answer)).Status);
    }
}
