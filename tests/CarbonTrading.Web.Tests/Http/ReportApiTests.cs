using System.Net;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

public sealed class ReportApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    private Task<HttpResponseMessage> Get(string query, Role role = Role.Auditor) =>
        server.As[role].GetAsync(new Uri("/api/report" + query, UriKind.Relative), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("", "Carbon asset report", "en")]
    [InlineData("?language=en", "Carbon asset report", "en")]
    [InlineData("?language=zh", "碳资产报告", "zh")]
    public async Task Everybody_who_may_read_gets_it_as_a_file(string query, string title, string language)
    {
        using var answer = await Get(query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches($"^carbon-report-2099-06-05-[0-9]+-{language}\\.html$", answer.Content.Headers.ContentDisposition?.FileName);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"<title>{title} 2099-06-05</title>", html);
        Assert.Contains("auditor, ", html);
    }

    [Theory]
    [InlineData("?language=fr", "chart.unknown-language")]
    [InlineData("?language=ZH", "chart.unknown-language")]
    [InlineData("?asOf=2026-02-30", "query.invalid")]
    [InlineData("?known=abc", "query.invalid")]
    [InlineData("?known=99999999", "query.invalid")]
    [InlineData("?atLeast=-1", "query.invalid")]
    public async Task What_has_not_its_form_is_refused(string query, string code)
    {
        using var answer = await Get(query);
        Assert.Equal((400, code), await RunningServer.Problem(answer));
    }

    [Fact]
    public async Task A_stranger_does_not_get_it()
    {
        using var answer = await server.Anonymous.GetAsync(new Uri("/api/report", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
