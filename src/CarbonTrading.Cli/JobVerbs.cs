using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Domain.Control;

namespace CarbonTrading.Cli;

/// <summary>Verbs on jobs.</summary>
public static class JobVerbs
{
    /// <summary><c>job run NAME --date D</c>.</summary>
    public static Command Run()
    {
        var name = new Argument<string>("job") { Description = string.Join(" | ", Timetable.Jobs.Select(j => j.Job)) };
        var date = new Option<string>("--date") { Description = "Business date yyyy-MM-dd. Default: the open day." };
        var verb = new Command("run", "Runs a job now, from its first step that is not done. A run that is finished is not done again. Exit 1 when it failed or another node has it.") { name, date };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "run-jobs", async (w, person, stop) =>
        {
            if (Timetable.Find(parsed.GetValue(name)!) is not { } job)
                return Terminal.Refuse(parsed, new("job.unknown", Kernel.ErrorKind.NotFound, $"There is no job '{parsed.GetValue(name)}'; see: carbon job list", "job"));
            var (pair, wrong) = w.Queries.Resolve(parsed.GetValue(date), null);
            if (wrong is not null) return Terminal.Refuse(parsed, wrong);
            w.Jobs.Moved += () => Progress(Session.Of(parsed), w);
            var (run, refused) = await w.Jobs.Run(job, pair!.Date, person, stop);
            if (refused is { Code: "job.already-finished" })
            {
                Terminal.Print(parsed, new { key = JobRun.KeyOf(job.Job, pair.Date), status = "finished", again = true }, to => to.WriteLine(refused.Message));
                return Exit.Done;
            }

            if (refused is not null) return Terminal.Refuse(parsed, refused);
            Terminal.Print(parsed, run!, to =>
            {
                foreach (var s in run!.Steps) to.WriteLine($"{s.Step}: {s.Summary}{(s.Findings > 0 ? $" ({s.Findings} to look at)" : "")}");
                to.WriteLine(run.Status == JobStatus.Finished ? "Finished." : $"Failed: {run.Problem}");
            });
            return run!.Status == JobStatus.Finished ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }

    /// <summary><c>job list</c>.</summary>
    public static Command List() => Verbs.Query("list", "The timetable and the last run of each job.", (parsed, w, pair, _) =>
    {
        var rows = Timetable.Jobs.Select(j => (Line: j, Last: w.Read.Jobs.All(pair.Known).Where(r => r.State.Job == j.Job).MaxBy(r => r.History[^1].Position)?.State)).ToList();
        Terminal.Print(parsed, w.Queries.With(pair, rows.Select(r => new { r.Line.Job, r.Line.Cron, r.Line.Zone, r.Line.What, Last = r.Last })), to =>
            Terminal.Table(to, ["job", "when", "what", "last", "status"], rows.Select(r => new[]
            {
                r.Line.Job, r.Line.When, r.Line.What, r.Last?.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", r.Last?.Status.ToString() ?? "never",
            })));
        return Task.FromResult(Exit.Done);
    });

    private static void Progress(Session session, Workplace w)
    {
        foreach (var p in w.Jobs.Running) session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{p.Step} {p.StepsDone + 1}/{p.Steps} {p.Share:P0}"));
    }
}
