using CarbonTrading.Application;
using CarbonTrading.Application.Jobs;

namespace CarbonTrading.Web.Edge;

/// <summary>Brings the workplace up in the background, then follows the log, runs the processes and keeps the timetable until the
/// end.</summary>
public sealed class Opening(Workplace workplace, Timekeeper timekeeper, ILogger<Opening> log, IHostApplicationLifetime life)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            if (await workplace.Start(stoppingToken) is { } code)
                await Console.Error.WriteLineAsync(
                    $"Set-up code for the first administrator, good for 15 minutes, once: {code}  ({workplace.Settings.Url}/code)");
            log.LogInformation("ready at position {Position}", workplace.Tail.Position);
            await Task.WhenAll(workplace.Tail.Follow(stoppingToken), workplace.Processes.Follow(stoppingToken),
                timekeeper.Follow(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* asked to stop */ }
        catch (Exception failed)
        {
            log.LogCritical(failed, "the server cannot go on");
            Environment.ExitCode = 3;
            life.StopApplication();
        }
    }
}

/// <summary>What is answered while the workplace is still opening.</summary>
public static class WhileOpening
{
    private const string Page = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Starting</title>
        <link rel="stylesheet" href="/tokens.css"><link rel="stylesheet" href="/app.css"></head>
        <body><div class="door"><section class="card"><header><h2>Carbon Desk · 碳资产台</h2></header><div class="pad">
        The server is starting: @doing. This page comes back by itself.<br><span lang="zh-CN">服务正在启动，完成后本页会自动打开。</span>
        </div></section></div></body></html>
        """;

    /// <summary>Lets the files of the page and the health answer through, and nothing else, until it is ready.</summary>
    public static void UseWhileOpening(this WebApplication app) => app.Use(async (http, next) =>
    {
        var workplace = http.RequestServices.GetRequiredService<Workplace>();
        if (workplace.IsReady || http.Request.Path.StartsWithSegments("/api/health") || http.Request.Path.StartsWithSegments("/metrics")
            || Path.HasExtension(http.Request.Path.Value))
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = "2";
        if (http.IsApi())
        {
            await HttpOutcome.Problem(503, "server.opening", $"The server is starting: {workplace.Doing}. Ask again in a few seconds.")
                .ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(Page.Replace("@doing", workplace.Doing, StringComparison.Ordinal));
    });
}
