using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

public class CommandsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Unit = """{"kind":"group","parent":null,"name":"Test group","nameZh":"测试集团"}""";

    private HttpClient Admin => server.As[Role.Administrator];

    [Fact]
    public async Task An_accepted_command_says_where_it_stands_in_the_log_and_a_query_that_waits_for_it_shows_it()
    {
        using var answer = await RunningServer.Post(Admin, "/api/organisation/GROUP-A/register-unit", Unit);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("organisation-unit/GROUP-A", body.GetProperty("stream").GetString());
        Assert.Equal(1, body.GetProperty("version").GetInt32());
        Assert.Equal("organisation-unit.registered.v1", body.GetProperty("events")[0].GetString());
        var shown = await Admin.GetStringAsync(new Uri($"/api/organisation?atLeast={body.GetProperty("position").GetInt64()}",
            UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("GROUP-A", shown);
        Assert.Contains("\"businessDate\":\"2099-06-05\"", shown);
    }

    [Fact]
    public async Task The_same_id_gives_the_same_answer_and_with_another_input_a_conflict()
    {
        using var first = await RunningServer.Post(Admin, "/api/organisation/GROUP-B/register-unit", Unit, "once");
        using var again = await RunningServer.Post(Admin, "/api/organisation/GROUP-B/register-unit", Unit, "once");
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var other = await RunningServer.Post(Admin, "/api/organisation/GROUP-B/register-unit", Unit.Replace("Test", "Other",
            StringComparison.Ordinal), "once");
        Assert.Equal((409, "engine.command-id-reused"), await RunningServer.Problem(other));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"kind":7,"parent":null,"name":"a","nameZh":"b"}""")]
    [InlineData("""{"Kind":"group","parent":null,"name":"a","nameZh":"b"}""")]
    [InlineData("""{"kind":"group","parent":null,"name":"a","nameZh":"b","colour":1}""")]
    [InlineData("""{"kind":"group","parent":null,"name":"a","name":"c","nameZh":"b"}""")]
    [InlineData("""{"kind":"group","parent":null,"name":null,"nameZh":"b"}""")]
    [InlineData("""{"kind":"group","parent":null,"name":"a\u0000","nameZh":"b"}""")]
    public async Task A_body_that_is_not_the_command_is_a_400_with_a_code_and_changes_nothing(string json)
    {
        using var answer = await RunningServer.Post(Admin, "/api/organisation/GROUP-C/register-unit", json);
        Assert.Equal((400, "input.invalid"), await RunningServer.Problem(answer));
        Assert.Null(server.Workplace.Read.Organisation.Find("GROUP-C"));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("9223372036854775807")]
    [InlineData("1e400")]
    [InlineData("\"１０\"")]
    [InlineData("\"10\"")]
    public async Task An_impossible_quantity_is_never_a_failure_of_the_server(string quantity)
    {
        using var answer = await RunningServer.Post(server.As[Role.Trader], "/api/accounts/ACC-1/receive-free-allocation",
            $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"D"}""");
        Assert.InRange((await RunningServer.Problem(answer)).Status, 400, 422);
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("..%2F..%2Fetc")]
    [InlineData("A B")]
    [InlineData("-A")]
    [InlineData("AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDE")]
    public async Task A_key_that_is_none_is_a_400(string key)
    {
        using var answer = await RunningServer.Post(Admin, $"/api/organisation/{key}/register-unit", Unit);
        Assert.Equal((400, "input.key-invalid"), await RunningServer.Problem(answer));
    }

    [Fact]
    public async Task A_command_without_its_id_is_a_400()
    {
        using var answer = await Admin.PostAsync(new Uri("/api/organisation/GROUP-D/register-unit", UriKind.Relative),
            new StringContent(Unit, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal((400, "input.idempotency-key-invalid"), await RunningServer.Problem(answer));
    }

    [Fact]
    public async Task Another_content_type_is_a_415_and_a_body_above_one_megabyte_a_413()
    {
        using var form = await Admin.PostAsync(new Uri("/api/organisation/GROUP-D/register-unit", UriKind.Relative),
            new StringContent("a=1", Encoding.UTF8, "application/x-www-form-urlencoded"), TestContext.Current.CancellationToken);
        Assert.Equal((415, "input.content-type"), await RunningServer.Problem(form));
        var megabyte = $$"""{"name":"{{new string('x', 1_100_000)}}"}""";
        using var large = await RunningServer.Post(Admin, "/api/organisation/GROUP-D/register-unit", megabyte);
        Assert.Equal((413, "input.too-large"), await RunningServer.Problem(large));
    }

    [Fact]
    public async Task A_path_that_is_not_there_and_a_method_that_is_not_possible_are_problems_too()
    {
        using var nowhere = await Admin.GetAsync(new Uri("/api/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((404, "input.no-such-path"), await RunningServer.Problem(nowhere));
        using var deleted = await Admin.DeleteAsync(new Uri("/api/trades", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((405, "input.method"), await RunningServer.Problem(deleted));
    }

    [Theory]
    [InlineData("/api/positions?asOf=2026-02-30")]
    [InlineData("/api/positions?known=soon")]
    [InlineData("/api/positions?known=999999999")]
    [InlineData("/api/positions?atLeast=x")]
    [InlineData("/api/positions/lots?account=A&unit=CEA")]
    [InlineData("/api/events?max=0")]
    [InlineData("/api/valuation?seed=-1")]
    [InlineData("/api/valuation?seed=seven")]
    [InlineData("/api/valuation?paths=999")]
    [InlineData("/api/valuation?paths=1000001")]
    [InlineData("/api/valuation?asOf=2026-02-30")]
    [InlineData("/api/events?before=-1")]
    public async Task A_query_value_that_has_not_its_form_is_a_400(string path)
    {
        using var answer = await Admin.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((400, "query.invalid"), await RunningServer.Problem(answer));
    }

    [Fact]
    public async Task A_valuation_of_empty_books_has_no_value_and_a_refused_one_names_field_bound_and_remedy()
    {
        var answer = JsonDocument.Parse(await Admin.GetStringAsync(new Uri("/api/valuation?seed=3&paths=1000", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal((0, 3, 1_000), (answer.RootElement.GetProperty("data").GetProperty("value").GetDouble(),
            answer.RootElement.GetProperty("data").GetProperty("seed").GetInt32(), answer.RootElement.GetProperty("data").GetProperty("paths").GetInt32()));
        using var refused = await Admin.GetAsync(new Uri("/api/valuation?paths=5", UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("paths has not its form; it is a whole number from 1000 to 1000000; leave it out for 100000", problem);
    }

    [Fact]
    public async Task A_position_that_is_not_reached_in_two_seconds_is_a_503()
    {
        using var answer = await Admin.GetAsync(new Uri("/api/positions?atLeast=999999999", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal((503, "query.not-there-yet"), await RunningServer.Problem(answer));
    }

    [Fact]
    public async Task The_description_of_the_API_names_every_command_and_the_metrics_are_there()
    {
        var document = await Admin.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("/api/trades/{key}/capture-trade", document);
        Assert.Contains("Idempotency-Key", document);
        using var metrics = await Admin.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
    }
}
