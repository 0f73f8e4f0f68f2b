using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CarbonTrading.Web;

/// <summary>The one place where an outcome or a refusal becomes an HTTP answer.</summary>
public static class HttpOutcome
{
    private const string Prefix = "urn:carbon-trading:";

    /// <summary>Body of an accepted command.</summary>
    /// <param name="Stream">Entity and key.</param>
    /// <param name="Version">Version of the stream after the command.</param>
    /// <param name="Position">Log position of its last event; give it to a query as <c>atLeast</c>.</param>
    /// <param name="Events">Names of the events.</param>
    public sealed record Accepted(string Stream, int Version, long Position, IReadOnlyList<string> Events);

    /// <summary>200 with where it stands in the log, or problem details.</summary>
    public static IResult ToHttp(this Outcome outcome, string stream) => outcome.Error is { } error
        ? error.ToHttp()
        : Results.Json(new Accepted(stream, outcome.Version, outcome.Position, [.. outcome.Events.Select(EventName.Of)]), Contract.Json);

    /// <summary>Problem details of a refusal.</summary>
    public static IResult ToHttp(this DomainError error) => Problem(Status(error.Kind), error.Code, error.Message, error.Field);

    /// <summary>Problem details with a code of ours.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Stable code.</param>
    /// <param name="detail">What was asked, what is possible, what to do.</param>
    /// <param name="field">Field it is about, or null.</param>
    public static IResult Problem(int status, string code, string detail, string? field = null)
    {
        var problem = new ProblemDetails { Type = Prefix + code, Title = Title(status), Status = status, Detail = detail };
        if (field is not null) problem.Extensions["field"] = field;
        return Results.Problem(problem);
    }

    /// <summary>Status of a kind of refusal.</summary>
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.Refused => 422,
        ErrorKind.Unavailable => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
    };

    private static string Title(int status) => status switch
    {
        400 => "The input has not the form asked for",
        401 => "Sign in first",
        403 => "You may not do this",
        404 => "There is no such thing",
        405 => "This method is not possible here",
        409 => "Another change stands against it",
        413 => "The body is too large",
        415 => "This content type is not read here",
        422 => "A rule refuses it",
        429 => "Too many requests",
        503 => "No answer now",
        _ => "The server failed",
    };
}
