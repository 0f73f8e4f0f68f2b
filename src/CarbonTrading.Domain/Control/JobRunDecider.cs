using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>Rules of <see cref="JobRun"/>: one node at a time, every step once, a business date once.</summary>
public static class JobRunDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<JobRun, JobCommand, JobEvent> Instance = new("job", JobRun.Nothing, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<JobEvent> Decide(JobRun state, JobCommand command, Context context) => command switch
    {
        StartJob c => Start(state, c),
        TakeOverJob c => state.Status != JobStatus.Running ? JobErrors.NotRunning()
            : state.Node != c.From ? JobErrors.NotMine(state.Node) : new JobTakenOver(c.Node, c.From),
        FinishJobStep c => Mine(state, c.Node, new JobStepFinished(c.Step, c.Summary, c.Findings, c.Values)),
        FinishJob c => Mine(state, c.Node, new JobFinished(state.Steps.Sum(s => s.Findings))),
        FailJob c => Mine(state, c.Node, new JobFailed(c.Step, c.Problem, c.Said)),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>Next state.</summary>
    public static JobRun Evolve(JobRun state, JobEvent happened) => happened switch
    {
        JobStarted e => new(JobStatus.Running, e.Job, e.Date, e.Node, e.Attempt, state.Steps, null),
        JobTakenOver e => state with { Node = e.Node },
        JobStepFinished e => state with { Steps = state.Steps.Add(new(e.Step, e.Summary, e.Findings, e.Values)) },
        JobFinished => state with { Status = JobStatus.Finished },
        JobFailed e => state with { Status = JobStatus.Failed, Problem = $"{e.Step}: {e.Problem}", FailedStep = e.Step, Said = e.Said },
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<JobEvent> Start(JobRun state, StartJob c) => state.Status switch
    {
        JobStatus.Finished => JobErrors.AlreadyFinished(JobRun.KeyOf(state.Job, state.Date)),
        JobStatus.Running => JobErrors.AlreadyRunning(state.Node),
        _ => new JobStarted(c.Job, c.Date, c.Node, c.StartedBy, state.Attempt + 1),
    };

    private static Decision<JobEvent> Mine(JobRun state, string node, JobEvent happened)
    {
        if (state.Status != JobStatus.None && state.Node != node) return JobErrors.NotMine(state.Node); // also after the other one has finished
        return state.Status == JobStatus.Running ? happened : JobErrors.NotRunning();
    }
}
