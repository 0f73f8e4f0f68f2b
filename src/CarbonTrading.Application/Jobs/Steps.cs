using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Prices;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Jobs;

/// <summary>Steps that jobs share.</summary>
public static class Steps
{
    /// <summary>Imports what lies in the inbox.</summary>
    public static readonly Step Inbox = new("inbox", async (job, ct) =>
    {
        var (done, failed, waiting) = await new Inbox(job.Workplace).Work(job.Actor, ct);
        return new(Remark.Of("job-step.inbox", $"{done} files imported, {failed} failed, {waiting} not complete yet"), failed);
    });

    /// <summary>Runs the quality gate over every series.</summary>
    public static readonly Step Gate = new("quality-gate", (job, ct) =>
    {
        var w = job.Workplace;
        var found = w.Queries.Findings(new(job.Date, w.Tail.Position, false));
        var faults = found.Where(f => f.Finding.Severity == Severity.Fault && f.Finding.Date == job.Date).ToList();
        var stale = found.Count(f => f.Finding.Code == "price.stale");
        return Task.FromResult(new StepResult(Remark.Of("job-step.quality-gate",
            $"{w.Read.Prices.Series.Count} series: {faults.Count} faults on the day, {stale} stale"), faults.Count + stale));
    });

    /// <summary>Brings the processes to the end of the log: settlements that can go on do.</summary>
    public static readonly Step Settle = new("settlement", async (job, ct) =>
    {
        await job.Workplace.Processes.RunToEnd(ct);
        await job.Workplace.Tail.CatchUp(ct);
        var open = job.Workplace.Read.Trades.All().Count(t => t.State.Status == Domain.Trading.TradeStatus.InTransit);
        var late = job.Workplace.Read.Trades.All().Count(t => t.State is { Status: Domain.Trading.TradeStatus.InTransit or Domain.Trading.TradeStatus.Failed } s
            && s.Terms!.TradeDate < job.Date);
        return new(Remark.Of("job-step.settlement", $"{open} trades in transit, {late} past their day"), late);
    });

    /// <summary>Checks what must always hold.</summary>
    public static readonly Step Checks = new("checks", async (job, ct) =>
    {
        var results = await Invariants.Check(job.Workplace, ct);
        var findings = results.Sum(r => r.Findings.Count);
        return findings == 0 ? new StepResult(Remark.Of("job-step.checks", $"{results.Count} invariants hold"))
            : throw new StepFailedException(Remark.Of("job-failed.checks", $"{findings} findings, the first: {string.Join("; ", results.SelectMany(r => r.Findings).Take(3))}"));
    });

    /// <summary>Recomputes the chain.</summary>
    public static readonly Step Verify = new("verify", async (job, ct) =>
    {
        var report = await job.Workplace.Store.Events.Verify(ct);
        return report.Faults.Count == 0 ? new StepResult(Remark.Of("job-step.verify", $"{report.Count:N0} events sound, head {report.Hash[..12]}"))
            : throw new StepFailedException(Remark.Of("job-failed.verify", $"the chain is broken: {string.Join("; ", report.Faults.Take(3))}"));
    });

    /// <summary>Copies the store into <c>backups</c> of the data folder, opens the copy and checks its chain.</summary>
    public static readonly Step Backup = new("backup", async (job, ct) =>
    {
        var folder = Path.Combine(job.Workplace.Settings.DataFolder, "backups");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{job.Key}.db");
        File.Delete(file);
        await job.Workplace.Store.Events.Backup(file, ct);
        var trial = Directory.CreateDirectory(Path.Combine(folder, $"trial-{Guid.NewGuid():N}"));
        try
        {
            await using var copy = await Store.Open(trial.FullName, ct);
            await Store.Restore(file, copy, ct);
            var report = await copy.Events.Verify(ct);
            if (report.Faults.Count > 0) throw new StepFailedException(Remark.Of("job-failed.backup", $"the copy is not sound: {report.Faults[0]}"));
            return new(Remark.Of("job-step.backup", $"{Path.GetFileName(file)}: {report.Count:N0} events, restored and verified"));
        }
        finally { trial.Delete(recursive: true); }
    });
}
