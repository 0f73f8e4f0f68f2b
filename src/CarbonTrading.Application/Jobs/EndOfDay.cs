using System.Globalization;
using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Jobs;

/// <summary>Closes a business date and opens the next trading day. Every step can be broken off and done again.</summary>
public static class EndOfDay
{
    /// <summary>The steps, in order.</summary>
    public static readonly IReadOnlyList<Step> Steps =
    [
        Jobs.Steps.Inbox, Jobs.Steps.Gate, Jobs.Steps.Settle, new("forecast", Forecast), Risk.DayValuation.Step,
        new("deadlines", Deadlines), Jobs.Steps.Checks, Reports.DayReport.Step, new("next-day", NextDay),
    ];

    /// <summary>Forecasts every obligation and keeps the answer of the day.</summary>
    private static async Task<StepResult> Forecast(JobContext job, CancellationToken ct)
    {
        var rows = job.Workplace.Queries.Forecasts.All(new AsOf(job.Date, job.Workplace.Tail.Position, false));
        await job.Workplace.Store.Values.Put("forecast", Text(job.Date), Contract.Encode(rows), ct);
        var shortAtP50 = rows.Count(r => r.Balance50 < 0);
        return new(Remark.Of("job-step.forecast",
            $"{rows.Count} obligations: {shortAtP50} short at P50, {rows.Count(r => r.Balance90 < 0)} at P90, {rows.Count(r => r.Balance50 is null)} not known"), shortAtP50);
    }

    /// <summary>Lays out what must be done by slack, as of the morning of the next trading day.</summary>
    private static Task<StepResult> Deadlines(JobContext job, CancellationToken ct)
    {
        var next = job.Workplace.Rules.Calendar("CN-ETS").Next(job.Date);
        var duties = job.Workplace.Queries.Duties.All(new AsOf(next, job.Workplace.Tail.Position, false));
        var urgent = duties.Where(d => d.IsUrgent).ToList();
        return Task.FromResult(new StepResult(Remark.Of("job-step.deadlines",
            $"{duties.Count} duties: {urgent.Count} to be begun within {Duty.UrgentDays} working days, {duties.Count(d => d.Deadline is null)} without a known deadline"), urgent.Count));
    }

    private static async Task<StepResult> NextDay(JobContext job, CancellationToken ct)
    {
        var w = job.Workplace;
        var next = w.Rules.Calendar("CN-ETS").Next(job.Date);
        if (w.Read.Log.BusinessDate > job.Date) return new(Remark.Of("job-step.next-day", $"the books are on {Text(w.Read.Log.BusinessDate.Value)}"));
        var outcome = await w.Desk.Execute(BusinessDayDecider.Instance, BusinessDay.Key, new AdvanceBusinessDate(next), new Caller(job.Actor, job.Id("next-day")), ct);
        if (outcome.Error is { } refused) throw new StepFailedException(refused.Said());
        await w.Tail.CatchUp(ct);
        return new(Remark.Of("job-step.next-day", $"the books are on {Text(next)}"));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
