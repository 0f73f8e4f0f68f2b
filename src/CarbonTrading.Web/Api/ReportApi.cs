using System.Text;
using CarbonTrading.Application;
using CarbonTrading.Application.Reports;

namespace CarbonTrading.Web.Api;

/// <summary>The printed report.</summary>
public static class ReportApi
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);
    private static readonly SemaphoreSlim gate = new(1, 1); // a report keeps every core busy for a second

    /// <summary>Maps it.</summary>
    public static void MapReport(this IEndpointRouteBuilder app) => app.MapGet("/api/report", Report).RequireAuthorization("read")
        .WithTags("queries")
        .Produces(200, contentType: "text/html").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503)
        .WithSummary("Report on positions, value, risk and obligations as one HTML file: ?language=zh");

    private static async Task<IResult> Report(
        string? language, [AsParameters] QueriesApi.Pair pair, Workplace workplace, HttpContext http, CancellationToken ct)
    {
        if (!ReportWords.TryLanguage(language, out var words)) return ChartErrors.BadLanguage(language!).ToHttp();
        if (!QueriesApi.TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await workplace.Queries.WaitFor(atLeast, ct) is { } late) return late.ToHttp();
        var (asOf, error) = workplace.Queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        if (!await gate.WaitAsync(patience, ct)) return ReportErrors.Busy().ToHttp();
        try
        {
            var report = await Application.Reports.Report.Of(workplace, asOf!, words, http.User.Login(), ct);
            var name = FormattableString.Invariant($"carbon-report-{asOf!.Date:yyyy-MM-dd}-{asOf.Known}-{(words == PrintLanguage.Zh ? "zh" : "en")}.html");
            return Results.File(Encoding.UTF8.GetBytes(ReportHtml.Of(report)), "text/html; charset=utf-8", name);
        }
        finally { gate.Release(); }
    }
}
