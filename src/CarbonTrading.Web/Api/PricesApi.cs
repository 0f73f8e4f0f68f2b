using System.Diagnostics;
using CarbonTrading.Application;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CarbonTrading.Web.Api;

/// <summary>Price series, findings of the gate, uploads.</summary>
public static class PricesApi
{
    /// <summary>Largest upload, bytes.</summary>
    public const long UploadMax = 50L * 1024 * 1024;

    /// <summary>What a trial or an import did, for one file.</summary>
    public sealed record ImportAnswer(
        string File, string? Format, int RowsRead, int RowsEmpty, int RowsSkipped, bool DryRun, bool NothingNew,
        IReadOnlyList<SeriesImport> Series, IReadOnlyList<FindingRow> Findings);

    /// <summary>One finding of an upload.</summary>
    public sealed record FindingRow(string? Series, int Line, string Field, string Value, string Reason, string Code);

    /// <summary>Maps them.</summary>
    public static void MapPrices(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/prices").WithTags("prices");
        api.MapGet("", ([AsParameters] QueriesApi.Pair pair, Queries queries, SeriesDesk series, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, series.List, ct)).RequireAuthorization("read")
                .WithSummary("Series with last price, age and count of findings");
        api.MapGet("/imports", ([AsParameters] QueriesApi.Pair pair, string? series, Queries queries, ReadSide read, CancellationToken ct) =>
            series is { Length: > 0 } && read.Prices.Catalogue.Find(series) is null ? Task.FromResult(Unknown(series).ToHttp())
                : QueriesApi.Ask(queries, pair, asOf => queries.PriceImports(series, asOf), ct))
            .RequireAuthorization("read").WithSummary("Imports of prices with their file, hash, period and person: ?series=cea-composite");
        api.MapGet("/{series}", (string series, [AsParameters] QueriesApi.Pair pair, Queries queries, ReadSide read,
            CancellationToken ct) =>
            read.Prices.Catalogue.Find(series) is null ? Task.FromResult(Unknown(series).ToHttp())
                : QueriesApi.Ask(queries, pair, asOf => read.Prices.Observations(series, asOf.Date, asOf.Known), ct))
            .RequireAuthorization("read").WithSummary("Days of a series");
        api.MapGet("/{series}/findings", (string series, [AsParameters] QueriesApi.Pair pair, Queries queries, SeriesDesk desk,
            ReadSide read, CancellationToken ct) =>
            read.Prices.Catalogue.Find(series) is not { } found ? Task.FromResult(Unknown(series).ToHttp())
                : QueriesApi.Ask(queries, pair, asOf => queries.Findings(found, asOf), ct))
            .RequireAuthorization("read").WithSummary("What the quality gate says of a series");
        api.MapPost("/import", Import).RequireAuthorization("import-prices").WithMetadata(new RequestSizeLimitAttribute(UploadMax + 1))
            .Accepts<byte[]>("application/octet-stream").Produces<ImportAnswer>().ProducesProblem(400).ProducesProblem(413)
            .WithMetadata(new CommandsApi.NeedsCommandId()).WithSummary("Imports a price file: ?fileName=cea.csv&format=&dryRun=true");
    }

    /// <summary>The answer of an import.</summary>
    public static ImportAnswer AnswerOf(PriceImportReport report) => new(
        report.FileName, report.File.Format, report.File.RowsRead, report.File.RowsEmpty, report.File.RowsSkipped, report.DryRun,
            report.NothingNew,
        report.Series, [.. report.File.Findings.Select(f => new FindingRow(f.Series, f.Finding.Line, f.Finding.Field, f.Finding.Value,
            f.Finding.Reason, f.Finding.Code))]);

    private static async Task<IResult> Import(string? fileName, string? format, string? dryRun, HttpContext http, Workplace workplace,
        Desk desk)
    {
        var id = http.Request.Headers["Idempotency-Key"].ToString();
        var trial = dryRun == "true";
        if (dryRun is not (null or "" or "true" or "false")) return DeskErrors.BadQuery("dryRun", "true or false").ToHttp();
        if (!trial && !Caller.IsCommandId(id)) return DeskErrors.BadCommandId().ToHttp();
        if (http.Request.ContentLength > UploadMax) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var importer = workplace.PriceImporter(desk, http.User.Login(), trial ? null : id);
        var report = await importer.Import(bytes.ToArray(), fileName ?? "upload.csv", Named(format), trial, http.RequestAborted);
        Activity.Current?.SetTag("import.file", report.FileName);
        return report.Refusal is { } refused ? refused.ToHttp() : Results.Json(AnswerOf(report), Contract.Json);
    }

    private static string? Named(string? format) => string.IsNullOrEmpty(format) ? null : format;

    private static DomainError Unknown(string series) => new("price.unknown-series", ErrorKind.NotFound,
        $"There is no series '{(series.Length > 40 ? series[..40] : series)}'; GET /api/prices lists them.", "series");
}
