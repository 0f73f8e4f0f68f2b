using Microsoft.Extensions.Logging;
using Quartz;

namespace CarbonTrading.Application.Jobs;

/// <summary>Quartz says when, from the one timetable; <see cref="JobRunner"/> says whether. Nothing depends on the scheduler's own memory.</summary>
/// <remarks>The sample group's books stand still on purpose: there the timetable waits, and jobs are run by hand.</remarks>
public sealed class Timekeeper(Workplace workplace, ILogger<Timekeeper> log)
{
    /// <summary>Actor of runs nobody asked for.</summary>
    public const string Actor = "timetable";

    /// <summary>Whether the timetable is kept here.</summary>
    public bool IsOn => !workplace.Settings.Sample;

    /// <summary>Makes up what was missed, then keeps the timetable until cancelled.</summary>
    public async Task Follow(CancellationToken ct)
    {
        if (!IsOn) return;
        await MakeUp(ct);
        var scheduler = await QuartzSchedulerBuilder.Create(_ => { }).BuildScheduler(ct);
        scheduler.Context[nameof(Timekeeper)] = this;
        foreach (var line in Timetable.Jobs)
        {
            var trigger = TriggerBuilder.Create().WithCronSchedule(line.Cron, c => c
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(line.Zone)).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)).Build();
            await scheduler.ScheduleJob(JobBuilder.Create<Turn>().WithIdentity(line.Job).Build(), trigger, cancellationToken: ct);
        }

        await scheduler.Start(ct);
        try { await Task.Delay(Timeout.Infinite, ct); }
        catch (OperationCanceledException) { await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None); }
    }

    /// <summary>Runs a job for what it has missed, or for the open day.</summary>
    internal async Task Keep(JobLine line, CancellationToken ct)
    {
        if (workplace.Read.Log.BusinessDate is not { } today) return;
        var dates = line.TradingDays ? workplace.Jobs.Missed(line, Latest()).Dates : [today];
        foreach (var date in dates)
        {
            var (run, refused) = await workplace.Jobs.Run(line, date, Actor, ct);
            log.LogInformation("job {Job} {Date}: {Result}", line.Job, date, refused?.Code ?? run!.Status.ToString());
            if (run?.Status != Domain.Control.JobStatus.Finished) return; // the later dates rest on this one
        }
    }

    private async Task MakeUp(CancellationToken ct)
    {
        foreach (var line in Timetable.Jobs.Where(j => j.TradingDays))
        {
            var (_, more) = workplace.Jobs.Missed(line, Latest().AddDays(-1));
            if (more > 0) log.LogWarning("job {Job} has missed {More} more business dates than are made up in one start", line.Job, more);
            await Keep(line, ct);
        }
    }

    /// <summary>The last date whose day is over in Shanghai, or the current one from 18:00 on.</summary>
    private DateOnly Latest()
    {
        var now = TimeZoneInfo.ConvertTime(workplace.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var today = DateOnly.FromDateTime(now.DateTime);
        return now.Hour >= 18 ? today : today.AddDays(-1);
    }

    /// <summary>One turn of the clock.</summary>
    public sealed class Turn : IJob
    {
        /// <inheritdoc/>
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var keeper = (Timekeeper)context.Scheduler.Context[nameof(Timekeeper)]!;
            await keeper.Keep(Timetable.Find(context.JobDetail.Key.Name)!, cancellationToken);
        }
    }
}
