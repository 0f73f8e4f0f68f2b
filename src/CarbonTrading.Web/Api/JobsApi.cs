using CarbonTrading.Application;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>The timetable and its runs.</summary>
public static class JobsApi
{
    /// <summary>Maps them.</summary>
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/jobs", ([AsParameters] QueriesApi.Pair pair, Queries queries, ReadSide read, CancellationToken ct) =>
            QueriesApi.Ask(queries, pair, asOf => new
            {
                timetable = Timetable.Jobs.Select(j => new { j.Job, j.Cron, j.Zone, j.When, j.WhenZh, j.What, j.WhatZh, Steps = Names(j) }),
                runs = read.Jobs.All(asOf.Known).Select(r => new { r.Key, run = r.State }),
            }, ct)).RequireAuthorization("read").WithTags("jobs").WithSummary("Timetable and runs");
        app.MapPost("/api/jobs/{job}/run", Run).RequireAuthorization("run-jobs").WithTags("jobs")
            .WithSummary("Runs a job for a business date (?date=), or for the open one");
    }

    private static IEnumerable<string> Names(JobLine job) => job.Steps.Select(s => s.Name);

    private static async Task<IResult> Run(string job, string? date, HttpContext http, Workplace workplace)
    {
        if (Timetable.Find(job) is not { } line)
            return new DomainError("job.unknown", ErrorKind.NotFound,
                $"There is no such job; there are: {string.Join(", ", Timetable.Jobs.Select(j => j.Job))}.", "job").ToHttp();
        if (!string.IsNullOrEmpty(date) && AsOfLink.ReadDate(date) is null)
            return DeskErrors.BadQuery("date", "a date yyyy-MM-dd").ToHttp();
        if ((AsOfLink.ReadDate(date) ?? workplace.Read.Log.BusinessDate) is not { } day) return DeskErrors.BooksNotOpen().ToHttp();
        var (run, refused) = await workplace.Jobs.Run(line, day, http.User.Login(), http.RequestAborted);
        return refused is not null ? refused.ToHttp() : Results.Json(new { key = JobRun.KeyOf(job, day), run }, Contract.Json);
    }
}
