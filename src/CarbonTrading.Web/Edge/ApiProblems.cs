using System.Diagnostics;
using CarbonTrading.Engine;

namespace CarbonTrading.Web.Edge;

/// <summary>Whatever goes wrong below <c>/api</c> is answered as problem details: never HTML, never a stack trace.</summary>
public static class ApiProblems
{
    /// <summary>Paths that programs call.</summary>
    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || http.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        || http.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    /// <summary>Wraps the rest of the pipeline for these paths.</summary>
    public static void UseApiProblems(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (!http.IsApi())
        {
            await next(http);
            return;
        }

        var answer = await Run(http, next, app.Logger);
        if (answer is not null && !http.Response.HasStarted)
        {
            http.Response.Headers.ContentLength = null;
            await answer.ExecuteAsync(http);
        }
    });

    private static async Task<IResult?> Run(HttpContext http, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(http);
            return http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }
                ? OfStatus(http.Response.StatusCode) : null;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) { return null; }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge) { return OfStatus(
            bad.StatusCode); }
        catch (BadHttpRequestException bad) { return HttpOutcome.Problem(bad.StatusCode, "input.bad-request",
            "The request could not be read."); }
        catch (StoreUnavailableException down)
        {
            log.LogError(down, "store unavailable");
            return HttpOutcome.Problem(503, "engine.unavailable", "The store cannot be reached; ask again with the same command id.");
        }
        catch (Exception bug)
        {
            log.LogError(bug, "unhandled");
            return HttpOutcome.Problem(500, "server.failed", $"The server failed; tell support the trace id {Activity.Current?.TraceId}.");
        }
    }

    private static IResult OfStatus(int status) => status switch
    {
        401 => HttpOutcome.Problem(401, "access.sign-in",
            "Sign in by POST /api/sign-in and send the token as 'Authorization: Bearer ...'."),
        403 => HttpOutcome.Problem(403, "access.forbidden", "Your roles do not allow this; an administrator can grant one."),
        404 => HttpOutcome.Problem(404, "input.no-such-path", "There is nothing at this path; the paths are listed in /openapi/v1.json."),
        405 => HttpOutcome.Problem(405, "input.method", "This method is not possible here; commands are POST, queries are GET."),
        413 => HttpOutcome.Problem(413, "input.too-large", "The body is too large: commands take up to 1 MB, uploads up to 50 MB."),
        415 => HttpOutcome.Problem(415, "input.content-type", "Send the body as application/json."),
        429 => HttpOutcome.Problem(429, "access.too-many", "Too many requests; wait a few seconds and go on."),
        _ => HttpOutcome.Problem(status, "input.bad-request", "The request could not be answered."),
    };
}
