using System.Text;
using CarbonTrading.Application;
using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Orders;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Trades;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CarbonTrading.Web.Api;

/// <summary>Orders, executions, confirmations, money, term contracts and lots.</summary>
public static class OrdersApi
{
    /// <summary>What an import or a dry run of a statement did.</summary>
    /// <param name="Read">Lines read.</param>
    /// <param name="Counts">Lines by what became of them.</param>
    /// <param name="Lines">The refused ones, then the others in the order of the file; at most 1,000.</param>
    public sealed record StatementAnswer(bool DryRun, int Read, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<FillImportLine> Lines);

    /// <summary>Maps them.</summary>
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").RequireAuthorization("read").WithTags("orders")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        api.MapGet("/orders", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, asOf => queries.Orders.All(asOf), ct)).WithSummary("Orders with their executions, those that need a look first");
        api.MapGet("/confirmations", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, asOf => queries.Confirmations.All(asOf), ct)).WithSummary("Confirmations of trades and contracts with their age, those that differ first");
        api.MapGet("/funds", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, asOf => queries.Funds.All(asOf), ct)).WithSummary("Money at the venues: last balance, what was settled since, what purchases and buy orders hold");
        api.MapGet("/contracts", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, asOf => queries.Contracts.All(asOf), ct)).WithSummary("Term contracts with their legs and figures, those that need a look first");
        api.MapGet("/lots", ([AsParameters] QueriesApi.Pair pair, string? serial, Queries queries, CancellationToken ct) =>
            serial is { Length: > 0 } && SerialAsked.Read(serial) is null ? Task.FromResult(DeskErrors.BadQuery("serial", "BLOCK 123 or 123").ToHttp())
                : QueriesApi.Ask(queries, pair, asOf => queries.LotBook.All(asOf, serial, ct), ct))
            .WithSummary("Lots with what they are good for, their last use and what is at risk of lapse: ?serial=BLOCK 123 finds the lot of a serial number");
        api.MapGet("/lots/radar", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, async asOf => queries.LotBook.Stranding(await queries.LotBook.All(asOf, null, ct)), ct))
            .WithSummary("Units and value at risk of lapse by month, unit of account and currency");
        api.MapGet("/lots/blocked", Blocked).ProducesProblem(404)
            .WithSummary("Units of lots that are held and not free, with their serial numbers, since when and why: ?account=...&lot=L-0001, all without");
        api.MapGet("/obligations/{key}/proposal", Proposal).ProducesProblem(404).WithSummary("Which lots an obligation should take, those whose use ends soonest first");
        api.MapGet("/lots/lineage", Lineage).ProducesProblem(404).WithSummary("Where the tonnes of a lot came from and went: ?account=...&lot=L-0001");
        api.MapGet("/contracts/{key}/confirmation", ContractLetter).Produces(200, contentType: "text/html").ProducesProblem(404)
            .WithSummary("Confirmation of a contract as one HTML page for the other side");
        api.MapGet("/trades/{key}/confirmation", Letter).Produces(200, contentType: "text/html").ProducesProblem(404)
            .WithSummary("Confirmation of a trade as one HTML page for the other side");
        app.MapPost("/api/orders/import", Import).RequireAuthorization("import-fills").WithTags("orders")
            .WithMetadata(new RequestSizeLimitAttribute(TradeImport.BytesMax + 1)).Accepts<byte[]>("application/octet-stream").Produces<StatementAnswer>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413)
            .WithSummary("Records the executions of a broker's statement, CSV or XLSX: ?dryRun=true says what would become of each line and writes nothing");
    }

    /// <summary>The answer of an import.</summary>
    public static StatementAnswer AnswerOf(bool isTrial, IReadOnlyList<FillImportLine> lines) => new(
        isTrial, lines.Count, lines.GroupBy(l => l.State).ToDictionary(g => g.Key, g => g.Count()),
        [.. lines.OrderBy(l => l.Refusal is null).ThenBy(l => l.Line).Take(TradesApi.LinesShownMax)]);

    private static async Task<IResult> Import(string? dryRun, HttpContext http, Workplace workplace)
    {
        if (dryRun is not (null or "" or "true" or "false")) return DeskErrors.BadQuery("dryRun", "true or false").ToHttp();
        if (http.Request.ContentLength > TradeImport.BytesMax) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var (lines, refused) = await new FillImport(workplace.Desk, workplace.Read).Import(bytes.ToArray(), http.User.Login(), dryRun == "true", http.RequestAborted);
        return refused is not null ? refused.ToHttp() : Results.Json(AnswerOf(dryRun == "true", lines), Contract.Json);
    }

    private static async Task<IResult> Proposal(string key, [AsParameters] QueriesApi.Pair pair, Workplace workplace, CancellationToken ct)
    {
        var (asOf, error) = workplace.Queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        if (workplace.Queries.Compliance.Obligation(key, asOf!) is null) return DeskErrors.NotFound("obligations", key, asOf!.Known).ToHttp();
        return await QueriesApi.Ask(workplace.Queries, pair, seen => SurrenderProposal.Of(workplace, key, seen, ct), ct);
    }

    private static async Task<IResult> Blocked(string? account, string? lot, [AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct)
    {
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        if (account is not null && queries.LotBook.Unknown(account, asOf!) is { } unknown) return unknown.ToHttp();
        return await QueriesApi.Ask(queries, pair, seen => queries.LotBook.Blocked.All(seen, account, lot, ct), ct);
    }

    private static async Task<IResult> Lineage(string? account, string? lot, [AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct)
    {
        if (!EntityKey.IsValid(account)) return DeskErrors.BadKey().ToHttp();
        if (string.IsNullOrEmpty(lot)) return DeskErrors.BadQuery("lot", "a lot id such as L-0001").ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        var name = $"{account}/{lot}";
        if (await queries.Lineage(account!, lot, asOf!, ct) is null) return DeskErrors.NotFound("lots", name, asOf!.Known).ToHttp();
        return await QueriesApi.Ask(queries, pair, seen => queries.Lineage(account!, lot, seen, ct), ct);
    }

    private static async Task<IResult> Letter(string key, [AsParameters] QueriesApi.Pair pair, Queries queries, ReadSide read, UnitsOfAccount units, CancellationToken ct)
    {
        if (!QueriesApi.TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await queries.WaitFor(atLeast, ct) is { } late) return late.ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        if (read.Trades.Find(key, asOf!.Known)?.State is not { Terms: { } terms } trade) return TradeErrors.NotCaptured().ToHttp();
        if (trade.Status is TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected)
            return TradeErrors.NotAtStep("print the confirmation of", trade.Status, "Approved or later").ToHttp();
        var letter = ConfirmationLetter.Of(key, trade, read.TradingAccount(terms.Account, terms.Product.Market), units.Of(terms.Product.Market), asOf);
        return Results.File(Encoding.UTF8.GetBytes(letter), "text/html; charset=utf-8", $"confirmation-{key}.html");
    }

    private static async Task<IResult> ContractLetter(
        string key, [AsParameters] QueriesApi.Pair pair, Queries queries, ReadSide read, UnitsOfAccount units, CancellationToken ct)
    {
        if (!QueriesApi.TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await queries.WaitFor(atLeast, ct) is { } late) return late.ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        if (read.Contracts.Find(key, asOf!.Known)?.On(asOf.Date) is not { Terms: { } terms } contract) return ContractErrors.NotAgreed().ToHttp();
        if (ContractDecider.NotConfirmed(contract, terms) is { } no) return no.ToHttp();
        var letter = ConfirmationLetter.Of(key, contract, read.TradingAccount(terms.Account, terms.Product.Market), units, asOf);
        return Results.File(Encoding.UTF8.GetBytes(letter), "text/html; charset=utf-8", $"confirmation-{key}.html");
    }
}
