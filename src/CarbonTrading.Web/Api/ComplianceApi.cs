using CarbonTrading.Application;
using CarbonTrading.Application.Views;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>Questions about obligations, CCER holdings and reduction projects: a list and one by key, each with its pair of dates.</summary>
public static class ComplianceApi
{
    /// <summary>Maps them.</summary>
    public static void MapCompliance(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").RequireAuthorization("read")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        Map(api, "obligations", "Obligations, the nearest deadline first", (c, asOf) => c.Obligations(asOf), (c, key, asOf) => c.Obligation(key, asOf));
        Map(api, "ccer", "CCER holdings with their batches and reservations", (c, asOf) => c.Holdings(asOf), (c, key, asOf) => c.Holding(key, asOf));
        Map(api, "projects", "Reduction projects with their next steps", (c, asOf) => c.Projects(asOf), (c, key, asOf) => c.Project(key, asOf));
    }

    private static void Map<T>(
        RouteGroupBuilder api, string plural, string summary, Func<ComplianceQueries, AsOf, IReadOnlyList<T>> all,
        Func<ComplianceQueries, string, AsOf, T?> one) where T : class
    {
        api.MapGet($"/{plural}", ([AsParameters] QueriesApi.Pair pair, Queries queries, CancellationToken ct) =>
                QueriesApi.Ask(queries, pair, asOf => all(queries.Compliance, asOf), ct))
            .Produces<Answer<IReadOnlyList<T>>>().WithTags(plural).WithSummary(summary);
        api.MapGet($"/{plural}/{{key}}", ([AsParameters] QueriesApi.Pair pair, string key, Queries queries, CancellationToken ct) =>
                One(queries, pair, plural, key, asOf => one(queries.Compliance, key, asOf), ct))
            .Produces<Answer<T>>().ProducesProblem(404).WithTags(plural).WithSummary($"One of {plural} by its key");
    }

    private static async Task<IResult> One<T>(
        Queries queries, QueriesApi.Pair pair, string plural, string key, Func<AsOf, T?> question, CancellationToken ct) where T : class
    {
        if (!EntityKey.IsValid(key)) return DeskErrors.BadKey().ToHttp();
        if (!QueriesApi.TryPosition(pair.AtLeast, out var atLeast)) return DeskErrors.BadQuery("atLeast", "a log position").ToHttp();
        if (await queries.WaitFor(atLeast, ct) is { } late) return late.ToHttp();
        var (asOf, error) = queries.Resolve(pair.AsOf, pair.Known);
        if (error is not null) return error.ToHttp();
        return question(asOf!) is { } found
            ? Results.Json(queries.With(asOf!, found), Contract.Json) : DeskErrors.NotFound(plural, key, asOf!.Known).ToHttp();
    }
}
