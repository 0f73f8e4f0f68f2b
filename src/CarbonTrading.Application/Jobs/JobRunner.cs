using System.Collections.Concurrent;
using System.Globalization;
using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Jobs;

/// <summary>What a step may use.</summary>
/// <param name="Workplace">The product.</param>
/// <param name="Job">Job name.</param>
/// <param name="Date">Business date of the run.</param>
/// <param name="Key">Key of the run.</param>
/// <param name="Report">Takes the share of the step that is done, 0..1.</param>
public sealed record JobContext(Workplace Workplace, string Job, DateOnly Date, string Key, IProgress<double> Report)
{
    /// <summary>System actor of the job.</summary>
    public string Actor => Permissions.JobActor;

    /// <summary>Command id of something this run asks for: the same in every attempt.</summary>
    public string Id(string what) => $"job:{Key}:{what}";
}

/// <summary>How far a run of this process is; for the progress bar.</summary>
public sealed record JobProgress(string Key, string Step, int StepsDone, int Steps, double Share, DateTimeOffset Since);

/// <summary>Runs jobs: started once per business date whoever asks, taken over after 60 s without a sign of life, every step done once.</summary>
/// <param name="workplace">The product.</param>
/// <param name="node">Name of this node in the log.</param>
/// <param name="beatEvery">Between two signs of life; a sixth of <see cref="Stale"/> where not given.</param>
public sealed class JobRunner(Workplace workplace, string node, TimeSpan? beatEvery = null)
{
    /// <summary>After how long without a heartbeat another node takes over.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(60);

    private const string Heartbeat = "job-heartbeat";
    private const int MakeUpMax = 10;

    private readonly ConcurrentDictionary<string, JobProgress> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> stops = new(StringComparer.Ordinal);

    /// <summary>Runs of this process now.</summary>
    public IReadOnlyCollection<JobProgress> Running => [.. running.Values];

    /// <summary>Raised when a run of this process moved on.</summary>
    public event Action? Moved;

    /// <summary>Cancels a run of this process; it ends as failed and may be started again.</summary>
    public bool Cancel(string key)
    {
        if (!stops.TryGetValue(key, out var stop)) return false;
        stop.Cancel();
        return true;
    }

    /// <summary>Runs a job for a business date, from its first step that is not done.</summary>
    /// <returns>The run as it ended, or the refusal: finished already, or another node works on it.</returns>
    public async Task<(JobRun? Run, DomainError? Refusal)> Run(JobLine job, DateOnly date, string startedBy, CancellationToken ct)
    {
        var key = JobRun.KeyOf(job.Job, date);
        await workplace.Tail.CatchUp(ct);
        var before = workplace.Read.Jobs.Find(key);
        JobCommand begin = before?.State.Status == JobStatus.Running && await IsStale(key, before.History[^1].Recorded, ct)
            ? new TakeOverJob(node, before.State.Node) : new StartJob(job.Job, date, node, startedBy);
        var begun = await Ask(key, begin, $"job:{key}:begin:{Guid.NewGuid():N}", ct);
        if (begun.Error is { } refused) return (null, refused);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stops[key] = stop;
        try { await Steps(job, date, key, stop.Token); }
        finally
        {
            stops.TryRemove(key, out _);
            running.TryRemove(key, out _);
            Moved?.Invoke();
        }

        await workplace.Tail.CatchUp(CancellationToken.None);
        return (workplace.Read.Jobs.Find(key)!.State, null);
    }

    /// <summary>Business dates a job has missed since its last success, oldest first, at most 10; and how many more there are.</summary>
    public (IReadOnlyList<DateOnly> Dates, int More) Missed(JobLine job, DateOnly upTo)
    {
        var done = workplace.Read.Jobs.All().Where(r => r.State is { Status: JobStatus.Finished } s && s.Job == job.Job).Select(r => r.State.Date).ToList();
        var from = done.Count > 0 ? done.Max() : workplace.Read.Log.BusinessDate?.AddDays(-1) ?? upTo;
        var days = job.TradingDays && from < upTo ? workplace.Rules.Calendar("CN-ETS").OpenDays(from.AddDays(1), upTo).ToList() : [];
        return ([.. days.Take(MakeUpMax)], Math.Max(0, days.Count - MakeUpMax));
    }

    private async Task Steps(JobLine job, DateOnly date, string key, CancellationToken ct)
    {
        await workplace.Tail.CatchUp(ct);
        var done = workplace.Read.Jobs.Find(key)!.State.Steps.Select(s => s.Step).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < job.Steps.Count; i++)
        {
            var step = job.Steps[i];
            if (done.Contains(step.Name)) continue;
            Show(new(key, step.Name, i, job.Steps.Count, 0, workplace.Clock.GetUtcNow()));
            StepResult result;
            using var beat = new CancellationTokenSource();
            var beating = Beat(key, beat.Token);
            try { result = await step.Run(new(workplace, job.Job, date, key, new Shares(s => Show(running[key] with { Share = s }))), ct); }
            catch (Exception failed) // edge: a job
            {
                var why = WhyOf(failed);
                var said = why with { Text = Short(why.Text), Values = [.. why.Values.Select(Short)] };
                await Ask(key, new FailJob(node, step.Name, said.Text, said), $"job:{key}:{step.Name}:failed:{Guid.NewGuid():N}", CancellationToken.None);
                return;
            }
            finally
            {
                await beat.CancelAsync();
                await beating;
            }

            var recorded = await Ask(key, new FinishJobStep(node, step.Name, result.Summary.Text, result.Findings, result.Summary.Values), $"job:{key}:step:{step.Name}", ct);
            if (recorded.Error is { Code: "job.taken-over" }) return; // the other node's account stands
            if (recorded.Error is { } refused) throw new InvalidOperationException($"{step.Name}: {refused.Code}: {refused.Message}");
        }

        await Ask(key, new FinishJob(node), $"job:{key}:finished", ct);
    }

    /// <summary>What a person is told of a failed step; what no step foresaw carries the words of the program or the machine.</summary>
    private static Remark WhyOf(Exception failed) => failed switch
    {
        StepFailedException foreseen => foreseen.Why,
        OperationCanceledException => Remark.Of("job-failed.cancelled", $"cancelled"),
        _ => Remark.Of("job-failed.unforeseen", $"{failed.Message}"),
    };

    private static string Short(string text) => text.Length <= 500 ? text : text[..500];

    private Task<Outcome> Ask(string key, JobCommand command, string id, CancellationToken ct) =>
        workplace.Desk.Execute(JobRunDecider.Instance, key, command, new Caller(Permissions.JobActor, id), ct);

    private void Show(JobProgress progress)
    {
        running[progress.Key] = progress;
        Moved?.Invoke();
    }

    private async Task Beat(string key, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await workplace.Store.Values.Put(Heartbeat, key, Contract.Encode(workplace.Clock.GetUtcNow()), ct);
                await Task.Delay(beatEvery ?? Stale / 6, ct);
            }
        }
        catch (OperationCanceledException) { /* the step is over */ }
        catch (StoreUnavailableException) { /* the step itself will say so */ }
    }

    /// <summary>A run just started has not beaten yet: then its last event is the sign of life.</summary>
    private async Task<bool> IsStale(string key, DateTimeOffset lastEvent, CancellationToken ct)
    {
        var beat = await workplace.Store.Values.Get(Heartbeat, key, ct) is { } stored ? Contract.Decode<DateTimeOffset>(stored) : lastEvent;
        return workplace.Clock.GetUtcNow() - beat > Stale;
    }

    private sealed class Shares(Action<double> show) : IProgress<double>
    {
        public void Report(double value) => show(Math.Clamp(value, 0, 1));
    }
}
