using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>Every question: answers carry <c>asOf</c>, <c>known</c> and <c>businessDate</c>.</summary>
public static class QueriesApi
{
    private const int EventsMax = 1_000;

    /// <summary>The pair of dates and the position to wait for, as every query takes them.</summary>
    /// <param name="AsOf">Business date; the open one where left out.</param>
    /// <param name="Known">Log position or instant; the latest where left out.</param>
    /// <param name="AtLeast">Log position the answer must contain; waits up to 2 s, else 503.</param>
    public sealed record Pair(string? AsOf, string? Known, string? AtLeast);

    /// <summary>Maps them.</summary>
    public static void MapQueries(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").RequireAuthorization("read").WithTags("queries")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        api.MapGet("/positions", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, asOf => queries.Positions(asOf), ct)).WithSummary("Positions by account and unit class");
        api.MapGet("/positions/lots", ([AsParameters] Pair pair, string account, string? unit, Queries queries, CancellationToken ct) =>
        {
            UnitClass parsed = default;
            return unit is not null && !UnitClass.TryParse(unit, out parsed)
                ? Task.FromResult(DeskErrors.BadQuery("unit", UnitClass.Form).ToHttp())
                : Ask(queries, pair, asOf => queries.Lots(asOf, account, unit is null ? null : parsed), ct);
        }).WithSummary("Lots behind a position, with the log positions that moved them");
        api.MapGet("/positions/pivot", ([AsParameters] Pair pair, string? rows, string? columns, string? market, Queries queries, ReadSide read, UnitsOfAccount units, CancellationToken ct) =>
        {
            var (asked, wrong) = PivotAsked.Read(rows, columns, market);
            return wrong is not null ? Task.FromResult(wrong.ToHttp()) : Ask(queries, pair, asOf => PivotQuery.Of(read, units, asOf, asked!), ct);
        }).WithSummary("Tonnes and cost by up to four dimensions and one of columns");
        api.MapGet("/positions/forward", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, asOf => queries.Forward.All(asOf), ct)).WithSummary("Positions at the end of each of the next twelve months, with every change");
        api.MapGet("/positions/forward-by", ([AsParameters] Pair pair, string? rows, Queries queries, ReadSide read, UnitsOfAccount units, CancellationToken ct) =>
        {
            var (by, wrong) = ForwardBy.Read(rows);
            return wrong is not null ? Task.FromResult(wrong.ToHttp()) : Ask(queries, pair, asOf => ForwardBy.Of(read, units, queries.Forward.All(asOf), by, asOf), ct);
        }).WithSummary("The same summed by up to four dimensions");
        api.MapGet("/positions/cover", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, asOf => queries.Forward.Cover(asOf), ct)).WithSummary("Cover of the open obligations");
        api.MapGet("/trades", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, asOf => queries.Trades(asOf), ct)).WithSummary("Trades, newest first");
        api.MapGet("/settlement", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, asOf => queries.Settlement.Legs(asOf), ct)).WithSummary("Legs of settlements, units and cash, the late ones first");
        api.MapGet("/limits", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) => Ask(queries, pair, asOf => queries.Limits.All(asOf), ct))
            .WithSummary("Limits with their use, headroom and overrides");
        api.MapGet("/limits/breaches", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) => Ask(queries, pair, asOf => queries.Limits.Breaches(asOf), ct))
            .WithSummary("Breach log: what went beyond a limit, or was refused");
        api.MapGet("/forecast", ([AsParameters] Pair pair, string? year, Queries queries, CancellationToken ct) =>
            !TryPosition(year, out var only) || only is < 2013 or > 2100 ? Task.FromResult(DeskErrors.BadQuery("year", "a compliance year from 2013 to 2100").ToHttp())
                : Ask(queries, pair, asOf => queries.Forecasts.All(asOf).Where(r => only is null || r.Year == only).ToList(), ct))
            .WithSummary("Year-end emissions, allocation, surplus or shortage of the open obligations");
        api.MapGet("/duties", ([AsParameters] Pair pair, Queries queries, CancellationToken ct) =>
            Ask(queries, pair, async asOf => new DutyAnswer(queries.Duties.All(asOf), await queries.Duties.Stops(asOf, ct)), ct))
            .WithSummary("What must be done, the least slack first");
        api.MapGet("/search", ([AsParameters] Pair pair, string? text, Workplace workplace, HttpContext http, CancellationToken ct) =>
            Ask(workplace.Queries, pair, asOf => new Search(workplace).For(text ?? "", http.User.Login(), asOf, ct), ct))
            .WithSummary("Finds things by id, serial number, name or pinyin initials");
        api.MapGet("/accounts", ([AsParameters] Pair pair, Queries queries, ReadSide read, CancellationToken ct) =>
            Ask(queries, pair, asOf => read.Accounts.All(asOf.Known), ct)).WithSummary("Accounts");
        api.MapGet("/rules", ([AsParameters] Pair pair, string? market, string? parameter, Workplace workplace, CancellationToken ct) =>
            Ask(workplace.Queries, pair, _ => RuleRow.Of(workplace.Rules, market, parameter), ct))
            .WithSummary("Rules of the markets with every dated value, its source and status: ?market=cn-ets&parameter=offset-limit");
        api.MapGet("/organisation", ([AsParameters] Pair pair, Queries queries, ReadSide read, CancellationToken ct) =>
            Ask(queries, pair, asOf => read.Organisation.All(asOf.Known)
                .Select(u => new { u.Key, unit = u.State }), ct)).WithSummary("Organisation units");
        api.MapGet("/proposals", ([AsParameters] Pair pair, Queries queries, ReadSide read, CancellationToken ct) =>
            Ask(queries, pair, asOf => read.Proposals.All(asOf.Known)
                .Select(p => new { p.Key, proposal = p.State }), ct)).WithSummary("Proposals");
        api.MapGet("/proposals/{key}/effect", async ([AsParameters] Pair pair, string key, Queries queries, Workplace workplace, CancellationToken ct) =>
            workplace.Read.Proposals.Find(key)?.State.Status == Domain.Control.ProposalStatus.Waiting
                ? await Ask(queries, pair, asOf => new ProposalEffects(workplace).Of(key, asOf, ct), ct) : DeskErrors.NotFound("proposals", key, workplace.Tail.Position).ToHttp())
            .Produces<Answer<ProposalEffect>>().ProducesProblem(404).WithSummary("What a proposal that waits would change, and whether it would be refused now");
        api.MapGet("/events", ([AsParameters] Pair pair, string? stream, string? before, string? max, Queries queries,
            CancellationToken ct) =>
            Events(queries, pair, stream, before, max, ct)).WithSummary("Rows of the log, newest first");
        api.MapGet("/valuation", ([AsParameters] Pair pair, string? seed, string? paths, Workplace workplace, CancellationToken ct) =>
            Value(workplace, pair, seed, paths, ct)).WithSummary("Market value, VaR and CVaR of what is held, and the cost of what is short, by Monte Carlo");
        Preview<CaptureTrade>(api, "trades").WithSummary("What a trade would be told now, without capturing it: all checks, limits with their use, effect on units and money");
        Preview<PlaceOrder>(api, "orders").WithSummary("What an order would be told now, without placing it: all checks, limits with their use, effect on units and money");
        Preview<AgreeContract>(api, "contracts").WithSummary("What a contract would be told now, without agreeing it: all checks, limits with their use, effect on units and money");
        app.MapGet("/api/people", ([AsParameters] Pair pair, Queries queries, ReadSide read, CancellationToken ct) =>
            Ask(queries, pair, asOf => read.People.All(asOf.Known).Select(p => new { p.Key, person = p.State }), ct))
            .RequireAuthorization("see-people").WithTags("queries").WithSummary("Persons and their roles");
    }

    /// <summary>Answers one question on its pair of dates.</summary>
    internal static Task<IResult> Ask<T>(Queries queries, Pair pair, Func<AsOf, T> question, CancellationToken ct) =>
        Ask(queries, pair, asOf => Task.FromResult(question(asOf)), ct);

    /// <inheritdoc cref="Ask{T}(Queries, Pair, Func{AsOf, T}, CancellationToken)"/>
    internal static async Task<IResult> Ask<T>(Queries queries, Pair pair, Func<AsOf, Task<T>> question, CancellationToken ct)
    {
        if (!TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await queries.WaitFor(atLeast, ct) is { } late) return late.ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        return error is not null ? error.ToHttp() : Results.Json(queries.With(asOf!, await question(asOf!)), Contract.Json);
    }

    /// <summary>A log position, or nothing at all.</summary>
    internal static bool TryPosition(string? text, out long? position)
    {
        var fits = long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out var number);
        position = fits ? number : null;
        return fits || string.IsNullOrEmpty(text);
    }

    private static Task<IResult> Events(Queries queries, Pair pair, string? stream, string? before, string? max, CancellationToken ct)
    {
        if (!TryPosition(before, out var last)) return Task.FromResult(DeskErrors.BadQuery("before", "a log position").ToHttp());
        if (!TryPosition(max, out var count) || count is < 1 or > EventsMax)
            return Task.FromResult(DeskErrors.BadQuery("max", $"a number from 1 to {EventsMax}").ToHttp());
        return Ask(queries, pair, asOf => queries.Events(asOf, stream, last, (int)(count ?? 100), ct), ct);
    }

    private static Task<IResult> Value(Workplace workplace, Pair pair, string? seed, string? paths, CancellationToken ct)
    {
        var (asked, error) = ValuationAsked.Read(seed, paths);
        return error is not null ? Task.FromResult(error.ToHttp())
            : Ask(workplace.Queries, pair, asOf => new Valuation(workplace).RunInTurn(asOf, asked!, null, ct), ct);
    }

    /// <summary>A refusal is part of the answer, beside what was looked at; only what cannot be read is an error.</summary>
    private static RouteHandlerBuilder Preview<TDeal>(RouteGroupBuilder api, string plural) where TDeal : class =>
        api.MapPost($"/{plural}/preview", async (string? key, HttpContext http, Workplace workplace) =>
        {
            if (!http.Request.HasJsonContentType()) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            if (key is { Length: > 0 } && !EntityKey.IsValid(key)) return DeskErrors.BadKey().ToHttp();
            var (asOf, error) = workplace.Queries.Resolve(null, null);
            if (error is not null) return error.ToHttp();
            JsonElement? given = null;
            try
            {
                given = (await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted)).Clone();
                var deal = given.Value.Deserialize<TDeal>(Contract.Strict);
                return deal is null ? DeskErrors.BadInput(new JsonException("the body is null")).ToHttp()
                    : Results.Json(new DealTrials(workplace).Of(key is { Length: > 0 } ? key : null, deal, http.User.Login(), asOf!), Contract.Json);
            }
            catch (JsonException wrong) { return DeskErrors.BadInput(wrong, given).ToHttp(); }
        }).Accepts<TDeal>("application/json").Produces<DealTrial>();
}
