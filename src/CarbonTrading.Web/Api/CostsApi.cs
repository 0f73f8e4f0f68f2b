using CarbonTrading.Application;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>Questions about cost and result.</summary>
public static class CostsApi
{
    /// <summary>Maps them.</summary>
    public static void MapCosts(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/costs").RequireAuthorization("read").WithTags("costs")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        api.MapGet("", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) => QueriesApi.Ask(queries, pair, asOf => queries.Costs.Held(asOf), ct))
            .WithSummary("Cost, market value and unrealised result by account and unit class");
        api.MapGet("/roll-forward", ([AsParameters] QueriesApi.Pair pair, string? from, Queries queries, CancellationToken ct) =>
                Period(queries, pair, from, (asOf, first) => Task.FromResult(queries.Costs.RollForward(asOf, first)), ct))
            .WithSummary("Opening, changes and closing of a period in tonnes and cost; from = its first day, asOf = its last");
        api.MapGet("/realised", ([AsParameters] QueriesApi.Pair pair, string? from, Queries queries, CancellationToken ct) =>
                Period(queries, pair, from, (asOf, first) => queries.Costs.Realised(asOf, first, ct), ct))
            .WithSummary("Results of a period: sales, and contracts that ended, with the lots and cost of each");
        api.MapGet("/lines", ([AsParameters] QueriesApi.Pair pair, string? account, string? unit, Queries queries, CancellationToken ct) =>
            {
                var (asked, wrong) = CostAsked.Unit(unit);
                return One(queries, pair, account, wrong, asOf => queries.Costs.Lines(asOf, account!, asked, ct), ct);
            }).WithSummary("Every line of the cost of a unit class of an account");
        api.MapGet("/effect", ([AsParameters] QueriesApi.Pair pair, string? account, string? unit, string? method, string? from, Queries queries, CancellationToken ct) =>
            {
                var (asked, wrong) = CostAsked.Unit(unit);
                var (to, first, mistake) = CostAsked.Change(method, from);
                return One(queries, pair, account, wrong ?? mistake, asOf => queries.Costs.Effect(asOf, account!, asked, to, first, ct), ct);
            }).WithSummary("What a change of cost method would do to both sides, without doing it");
    }

    private static async Task<IResult> Period<T>(Queries queries, QueriesApi.Pair pair, string? from, Func<AsOf, DateOnly, Task<IReadOnlyList<T>>> question, CancellationToken ct)
    {
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        var (first, wrong) = CostAsked.From(from, asOf!);
        return wrong is not null ? wrong.ToHttp() : await QueriesApi.Ask(queries, pair, seen => question(seen, first), ct);
    }

    private static async Task<IResult> One<T>(Queries queries, QueriesApi.Pair pair, string? account, DomainError? wrong, Func<AsOf, Task<T?>> question, CancellationToken ct) where T : class
    {
        if (!EntityKey.IsValid(account)) return DeskErrors.BadKey().ToHttp();
        if (wrong is not null) return wrong.ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        return await question(asOf!) is null ? DeskErrors.NotFound("costs", account!, asOf!.Known).ToHttp() : await QueriesApi.Ask(queries, pair, question, ct);
    }
}
