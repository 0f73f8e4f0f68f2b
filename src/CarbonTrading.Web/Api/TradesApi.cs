using CarbonTrading.Application;
using CarbonTrading.Application.Trades;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CarbonTrading.Web.Api;

/// <summary>The deal file.</summary>
public static class TradesApi
{
    /// <summary>Most lines an answer names one by one: those refused come first.</summary>
    public const int LinesShownMax = 1_000;

    /// <summary>What an import or a dry run did.</summary>
    /// <param name="Read">Lines read.</param>
    /// <param name="Counts">Lines by what became of them.</param>
    /// <param name="Lines">The refused ones, those that wait for headroom of a limit, then the others in the order of the file; at most 1,000.</param>
    public sealed record ImportAnswer(bool DryRun, int Read, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<TradeImportLine> Lines);

    /// <summary>Maps it.</summary>
    public static void MapTrades(this IEndpointRouteBuilder app) => app.MapPost("/api/trades/import", Import).RequireAuthorization("import-trades").WithTags("trades")
        .WithMetadata(new RequestSizeLimitAttribute(TradeImport.BytesMax + 1)).Accepts<byte[]>("application/octet-stream").Produces<ImportAnswer>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413)
        .WithSummary("Captures the deals of a CSV or XLSX file: ?dryRun=true says what would become of each line and writes nothing");

    /// <summary>The answer of an import.</summary>
    public static ImportAnswer AnswerOf(bool isTrial, IReadOnlyList<TradeImportLine> lines) => new(
        isTrial, lines.Count, lines.GroupBy(l => l.State).ToDictionary(g => g.Key, g => g.Count()),
        [.. lines.OrderBy(l => l.Refusal is null).ThenBy(l => l.Waits is null).ThenBy(l => l.Line).Take(LinesShownMax)]);

    private static async Task<IResult> Import(string? dryRun, HttpContext http, Workplace workplace)
    {
        if (dryRun is not (null or "" or "true" or "false")) return DeskErrors.BadQuery("dryRun", "true or false").ToHttp();
        if (http.Request.ContentLength > TradeImport.BytesMax) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var isTrial = dryRun == "true";
        var (lines, refused) = await new TradeImport(workplace.BulkDesk(), workplace.Read).Import(bytes.ToArray(), http.User.Login(), isTrial, null, http.RequestAborted);
        return refused is not null ? refused.ToHttp() : Results.Json(AnswerOf(isTrial, lines), Contract.Json);
    }
}
