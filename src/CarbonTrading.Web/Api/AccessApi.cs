using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Application.People;
using CarbonTrading.Engine;

namespace CarbonTrading.Web.Api;

/// <summary>Sign-in for programs, health, the chain.</summary>
public static class AccessApi
{
    /// <summary>What signs in.</summary>
    public sealed record Credentials(string User, string Password);

    /// <summary>Maps them.</summary>
    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").WithTags("access");
        api.MapPost("/sign-in", SignIn).AllowAnonymous().Accepts<Credentials>("application/json").ProducesProblem(400).ProducesProblem(401)
            .WithSummary("Takes user and password, gives a bearer token");
        api.MapPost("/sign-out", async (HttpContext http, Workplace workplace) =>
        {
            var header = http.Request.Headers.Authorization.ToString();
            if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
                await workplace.SignIn.Forget(header["Bearer ".Length..].Trim(), http.RequestAborted);
            return Results.NoContent();
        }).WithSummary("Ends the bearer token");
        api.MapGet("/health", async (Workplace workplace, CancellationToken ct) =>
        {
            var head = await workplace.Store.Events.Head(ct);
            return Results.Json(new { ready = workplace.IsReady && workplace.Tail.Failure is null, position = workplace.Tail.Position,
                head = head.Position, doing = workplace.Doing });
        }).AllowAnonymous().WithSummary("Whether the server is ready, and how far it has read");
        api.MapGet("/audit/verify", async (Workplace workplace, CancellationToken ct) =>
            Results.Json(await workplace.Store.Events.Verify(ct), Contract.Json))
            .RequireAuthorization("verify").WithSummary("Recomputes the whole chain");
        api.MapPost("/people/{key}/issue-code", async (string key, HttpContext http, Workplace workplace, CancellationToken ct) =>
        {
            var (code, refused) = await workplace.IssueCode(key, http.User.Login(), ct);
            return refused is null ? Results.Json(new { code }) : refused.ToHttp();
        })
            .RequireAuthorization("issue-code").WithSummary("A one-time code with which the person sets a password");
    }

    private static async Task<IResult> SignIn(HttpContext http, Doorway doorway, Workplace workplace)
    {
        if (!http.Request.HasJsonContentType()) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        Credentials? given;
        try { given = await JsonSerializer.DeserializeAsync<Credentials>(http.Request.Body, Contract.Strict, http.RequestAborted); }
        catch (JsonException wrong) { return DeskErrors.BadInput(wrong).ToHttp(); }
        if (given is null) return DeskErrors.BadInput(new JsonException("the body is null")).ToHttp();
        if (await doorway.Fits(given.User, given.Password, http.RequestAborted))
            return Results.Json(new { token = await workplace.SignIn.IssueToken(given.User, http.RequestAborted) });
        var failed = SignInErrors.Failed();
        return HttpOutcome.Problem(StatusCodes.Status401Unauthorized, failed.Code, failed.Message);
    }
}
