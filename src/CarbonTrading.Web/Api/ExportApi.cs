using System.Text;
using CarbonTrading.Application;
using CarbonTrading.Application.Exports;
using CarbonTrading.Engine;

namespace CarbonTrading.Web.Api;

/// <summary>Every table as a file.</summary>
public static class ExportApi
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly string[] own = ["format", "language", "asOf", "known", "atLeast"];

    /// <summary>Maps them.</summary>
    public static void MapExport(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/export").RequireAuthorization("export").WithTags("export")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
        api.MapGet("", () => Results.Json(ExportTables.All.Select(t => new
        {
            t.Name, t.Title, t.TitleZh, t.List, t.Part, t.Takes, t.Permission, Export.Formats, t.Columns,
        }), Contract.Json)).WithSummary("Tables that leave as files: their columns in both languages, what they take, and the list that has the same rows");
        api.MapGet("/{table}", File).Produces(200, contentType: "text/csv", additionalContentTypes: XlsxType)
            .WithSummary("A whole table: ?format=csv or xlsx, language=en or zh, the pair of dates, what its list takes, and any column with the value its rows must have, as in ?account=QM-CHP-01");
    }

    private static async Task<IResult> File(string table, [AsParameters] QueriesApi.Pair pair, string? format, string? language, HttpContext http, Workplace workplace)
    {
        if (!QueriesApi.TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await workplace.Queries.WaitFor(atLeast, http.RequestAborted) is { } late) return late.ToHttp();
        var (asOf, wrong) = workplace.Queries.Resolve(pair.AsOf, pair.Known);
        if (wrong is not null) return wrong.ToHttp();
        // The address of a file may end as the file does: trades.xlsx is trades with format=xlsx.
        if (Export.Formats.FirstOrDefault(f => table.EndsWith("." + f, StringComparison.Ordinal)) is { } ending) (table, format) = (table[..^(ending.Length + 1)], format ?? ending);
        var given = http.Request.Query.Where(q => !own.Contains(q.Key, StringComparer.OrdinalIgnoreCase) && q.Value.ToString().Length > 0).ToDictionary(q => q.Key, q => q.Value.ToString());
        var (export, refused) = await Export.Of(workplace, http.User.Login(), table, string.IsNullOrEmpty(format) ? Export.CsvFormat : format, language, asOf!, given, http.RequestAborted);
        if (export is null) return refused!.ToHttp();
        if (format == Export.XlsxFormat)
        {
            using var workbook = new MemoryStream();
            return await export.WriteXlsx(workbook, http.RequestAborted) is { } tooMany ? tooMany.ToHttp() : Results.File(workbook.ToArray(), XlsxType, $"{table}.xlsx");
        }

        return Results.Stream(async body =>
        {
            await using var text = new StreamWriter(body, new UTF8Encoding(false)); // the mark is part of the text
            await export.WriteCsv(text, http.RequestAborted);
        }, "text/csv; charset=utf-8", $"{table}.csv");
    }
}
