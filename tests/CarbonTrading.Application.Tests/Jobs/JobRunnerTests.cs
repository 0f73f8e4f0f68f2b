using CarbonTrading.Kernel;
using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using Xunit;

namespace CarbonTrading.Application.Tests.Jobs;

public class JobRunnerTests
{
    private static readonly DateOnly day = new(2026, 6, 5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JobLine EndOfDayJob => Timetable.Find("end-of-day")!;

    [Fact]
    public async Task The_end_of_day_opens_the_next_trading_day_once()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var (run, _) = await desk.Workplace.Jobs.Run(EndOfDayJob, day, "finance", Ct);
        Assert.Equal(JobStatus.Finished, run!.Status);
        Assert.Equal(["inbox", "quality-gate", "settlement", "forecast", "value", "deadlines", "checks", "report", "next-day"], run.Steps.Select(s => s.Step));
        Assert.Equal(new DateOnly(2026, 6, 8), desk.Workplace.Read.Log.BusinessDate);
        foreach (var language in Enum.GetValues<PrintLanguage>())
            Assert.Contains("2026-06-05", await File.ReadAllTextAsync(DayReport.FileOf(desk.Workplace.Settings, day, language), Ct), StringComparison.Ordinal);
        var head = await desk.Workplace.Store.Events.Head(Ct);
        var (_, refused) = await desk.Workplace.Jobs.Run(EndOfDayJob, day, "finance", Ct);
        Assert.Equal("job.already-finished", refused!.Code);
        Assert.Equal(head, await desk.Workplace.Store.Events.Head(Ct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Broken_off_in_any_step_and_run_again_it_ends_at_the_same_state(int stepBrokenOff)
    {
        await using var clean = await TestDesk.Open(sample: true);
        await clean.Workplace.Jobs.Run(EndOfDayJob, day, "finance", Ct);

        await using var broken = await TestDesk.Open(sample: true);
        var steps = EndOfDayJob.Steps.Select((s, i) => i + 1 == stepBrokenOff ? new Step(s.Name, async (job, ct) =>
        {
            await s.Run(job, ct); // the work was done, its record was not
            throw new OperationCanceledException();
        }) : s).ToList();
        var (failed, _) = await broken.Workplace.Jobs.Run(EndOfDayJob with { Steps = steps }, day, "finance", Ct);
        Assert.Equal(JobStatus.Failed, failed!.Status);
        Assert.Equal(stepBrokenOff - 1, failed.Steps.Count);
        var (again, _) = await broken.Workplace.Jobs.Run(EndOfDayJob, day, "finance", Ct);
        Assert.Equal(JobStatus.Finished, again!.Status);
        Assert.Equal(2, again.Attempt);
        Assert.Equal(StateHash.Of(clean.Workplace), StateHash.Of(broken.Workplace));
        var valued = (await DayValuation.Find(clean.Workplace, day, Ct))!;
        Assert.Equal(Engine.Contract.Fingerprint(valued with { Known = 0 }), Engine.Contract.Fingerprint((await DayValuation.Find(broken.Workplace, day, Ct))! with { Known = 0 }));
        Assert.Contains(again.Steps, s => s.Step == "value" && s.Summary.Contains(valued.InputHash[..16], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_node_waits_for_60_seconds_without_a_sign_and_takes_over_after_them()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var stuck = new TaskCompletionSource<StepResult>();
        var job = EndOfDayJob with { Steps = [new Step("stuck", (_, _) => stuck.Task), .. EndOfDayJob.Steps] };
        var first = new JobRunner(desk.Workplace, "dead-node", Timeout.InfiniteTimeSpan).Run(job, day, "finance", Ct);
        while (desk.Workplace.Read.Jobs.Find(JobRun.KeyOf("end-of-day", day)) is null) await desk.Workplace.Tail.CatchUp(Ct);
        var other = new JobRunner(desk.Workplace, "other-node");
        Assert.Equal("job.already-running", (await other.Run(EndOfDayJob, day, "finance", Ct)).Refusal!.Code);
        await Eventually(async () => await desk.Workplace.Store.Values.Get("job-heartbeat", JobRun.KeyOf("end-of-day", day), Ct) is not null);

        desk.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("job.already-running", (await other.Run(EndOfDayJob, day, "finance", Ct)).Refusal!.Code);
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        var (run, refusal) = await other.Run(EndOfDayJob, day, "finance", Ct);
        Assert.Null(refusal);
        Assert.Equal((JobStatus.Finished, "other-node"), (run!.Status, run.Node));
        stuck.SetResult(new StepResult(Remark.Of("job-step.stuck", $"late"))); // the dead node comes back: its account no longer counts
        await first;
        await desk.Workplace.Tail.CatchUp(Ct);
        Assert.DoesNotContain(desk.Workplace.Read.Jobs.Find(JobRun.KeyOf("end-of-day", day))!.State.Steps, s => s.Step == "stuck");
    }

    [Fact]
    public async Task A_step_that_fails_is_said_and_the_steps_before_it_are_not_done_again()
    {
        await using var desk = await TestDesk.Open();
        var worked = 0;
        var job = new JobLine("trial", "", "Asia/Shanghai", "", "", "", "",
        [
            new Step("first", (_, _) => Task.FromResult(new StepResult(Remark.Of("job-step.first", $"done {++worked}")))),
            new Step("second", (_, _) => worked < 2 ? throw new InvalidDataException("the file is torn") : Task.FromResult(new StepResult(Remark.Of("job-step.second", $"fine")))),
        ]);
        var (failed, _) = await desk.Workplace.Jobs.Run(job, day, "finance", Ct);
        Assert.Equal("second: the file is torn", failed!.Problem);
        Assert.Equal(("second", "程序或环境出错：the file is torn"), (failed.FailedStep, Application.Words.Chinese.Say(failed.Said!)));
        worked = 2;
        var (run, _) = await desk.Workplace.Jobs.Run(job, day, "finance", Ct);
        Assert.Equal((JobStatus.Finished, 2), (run!.Status, worked));
        Assert.Equal("done 1", run.Steps[0].Summary);
    }

    [Fact]
    public async Task Missed_trading_days_are_made_up_oldest_first_and_at_most_ten()
    {
        await using var desk = await TestDesk.Open(sample: true);
        await desk.Workplace.Jobs.Run(EndOfDayJob, day, "finance", Ct);
        // 2026-06-19 is the Dragon Boat holiday.
        var (dates, more) = desk.Workplace.Jobs.Missed(EndOfDayJob, new DateOnly(2026, 6, 30));
        Assert.Equal(new DateOnly(2026, 6, 8), dates[0]);
        Assert.Equal(10, dates.Count);
        Assert.DoesNotContain(new DateOnly(2026, 6, 19), dates);
        Assert.Equal(desk.Workplace.Rules.Calendar("CN-ETS").OpenDays(new(2026, 6, 8), new(2026, 6, 30)).Count() - 10, more);
    }

    [Fact]
    public async Task A_file_in_the_inbox_is_taken_when_it_has_stopped_growing()
    {
        await using var desk = await TestDesk.Open();
        var inbox = new Inbox(desk.Workplace);
        Directory.CreateDirectory(inbox.Folder);
        var file = Path.Combine(inbox.Folder, "cea-composite.csv");
        await File.WriteAllTextAsync(file, "date,close\n2026-06-04,82.00\n", Ct);
        Assert.Equal((0, 0, 1), await inbox.Work(Permissions.JobActor, Ct));
        await File.AppendAllTextAsync(file, "2026-06-05,82.87\n", Ct);
        Assert.Equal((0, 0, 1), await inbox.Work(Permissions.JobActor, Ct)); // it grew
        Assert.Equal((1, 0, 0), await inbox.Work(Permissions.JobActor, Ct));
        await desk.Workplace.Tail.CatchUp(Ct);
        Assert.Equal(82.87m, desk.Workplace.Read.Prices.ValueAt("cea-composite", "close", day)!.Point.Value);
        Assert.Contains(Directory.GetFiles(Path.Combine(inbox.Folder, "done")), f => f.EndsWith(".report.txt", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(inbox.Folder, "strange.csv"), "a,b\n1,2\n", Ct);
        await inbox.Work(Permissions.JobActor, Ct);
        Assert.Equal((0, 1, 0), await inbox.Work(Permissions.JobActor, Ct));
        Assert.Contains(Directory.GetFiles(Path.Combine(inbox.Folder, "failed")), f => f.EndsWith("strange.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_backup_is_opened_and_verified()
    {
        await using var desk = await TestDesk.Open();
        var (run, _) = await desk.Workplace.Jobs.Run(Timetable.Find("backup")!, day, "admin", Ct);
        Assert.Equal(JobStatus.Finished, run!.Status);
        Assert.True(File.Exists(Path.Combine(desk.Settings.DataFolder, "backups", "BACKUP-2026-06-05.db")));
    }

    [Fact]
    public void Every_cron_expression_of_the_timetable_is_one() =>
        Assert.All(Timetable.Jobs, j => Assert.NotNull(new Quartz.CronExpression(j.Cron).GetNextValidTimeAfter(new(2026, 6, 5, 0, 0, 0, TimeSpan.Zero))));

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200 && !await holds(); i++) await Task.Delay(10, Ct);
        Assert.True(await holds());
    }
}
