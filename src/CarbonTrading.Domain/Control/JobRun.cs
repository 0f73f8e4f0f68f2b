using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>Where a run stands.</summary>
public enum JobStatus
{
    /// <summary>No run under this key.</summary>
    None,
    /// <summary>A node works on it, or died over it.</summary>
    Running,
    /// <summary>All steps done.</summary>
    Finished,
    /// <summary>A step failed; it may be started again.</summary>
    Failed,
}

/// <summary>What one step of a run ended in.</summary>
/// <param name="Step">Step name.</param>
/// <param name="Summary">One line for the screen.</param>
/// <param name="Findings">How many things a person should look at.</param>
/// <param name="Values">The values in the line, in its order: the line in another language is made of them; null in old runs.</param>
public sealed record JobStep(string Step, string Summary, int Findings, IReadOnlyList<string>? Values);

/// <summary>One run of one job for one business date. One event stream each, keyed NAME-yyyy-MM-dd.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Job">Job name.</param>
/// <param name="Date">Business date.</param>
/// <param name="Node">Who works on it.</param>
/// <param name="Attempt">1 for the first start.</param>
/// <param name="Steps">Steps done, in order.</param>
/// <param name="Problem">Why it failed; null otherwise.</param>
public sealed record JobRun(JobStatus Status, string Job, DateOnly Date, string Node, int Attempt, ImmutableList<JobStep> Steps, string? Problem)
{
    /// <summary>Step that failed; null otherwise.</summary>
    public string? FailedStep { get; init; }

    /// <summary>Why it failed with its values, for another language; null in old runs.</summary>
    public Remark? Said { get; init; }

    /// <summary>No run.</summary>
    public static readonly JobRun Nothing = new(JobStatus.None, "", default, "", 0, [], null);

    /// <summary>Key of a run.</summary>
    public static string KeyOf(string job, DateOnly date) =>
        $"{job.ToUpperInvariant()}-{date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>A command on a run. All are asked by the job runner in the name of who started it.</summary>
[JsonDerivedType(typeof(StartJob), "start-job")]
[JsonDerivedType(typeof(TakeOverJob), "take-over-job")]
[JsonDerivedType(typeof(FinishJobStep), "finish-job-step")]
[JsonDerivedType(typeof(FinishJob), "finish-job")]
[JsonDerivedType(typeof(FailJob), "fail-job")]
public abstract record JobCommand;

/// <summary>Starts a run, or starts a failed one again; the steps done before are not done again.</summary>
/// <param name="StartedBy">Login, or the timetable.</param>
public sealed record StartJob(string Job, DateOnly Date, string Node, string StartedBy) : JobCommand;

/// <summary>Goes on with a run whose node gave no sign for 60 s.</summary>
public sealed record TakeOverJob(string Node, string From) : JobCommand;

/// <summary>Records a step.</summary>
public sealed record FinishJobStep(string Node, string Step, string Summary, int Findings, IReadOnlyList<string>? Values = null) : JobCommand;

/// <summary>Records the end.</summary>
public sealed record FinishJob(string Node) : JobCommand;

/// <summary>Records that a step failed.</summary>
public sealed record FailJob(string Node, string Step, string Problem, Remark? Said = null) : JobCommand;

/// <summary>What happened to a run.</summary>
[JsonDerivedType(typeof(JobStarted), "job.started.v1")]
[JsonDerivedType(typeof(JobTakenOver), "job.taken-over.v1")]
[JsonDerivedType(typeof(JobStepFinished), "job.step-finished.v1")]
[JsonDerivedType(typeof(JobFinished), "job.finished.v1")]
[JsonDerivedType(typeof(JobFailed), "job.failed.v1")]
public abstract record JobEvent;

/// <summary>Started.</summary>
public sealed record JobStarted(string Job, DateOnly Date, string Node, string StartedBy, int Attempt) : JobEvent;

/// <summary>Taken over.</summary>
public sealed record JobTakenOver(string Node, string From) : JobEvent;

/// <summary>Step done.</summary>
public sealed record JobStepFinished(string Step, string Summary, int Findings, IReadOnlyList<string>? Values = null) : JobEvent;

/// <summary>All done.</summary>
public sealed record JobFinished(int Findings) : JobEvent;

/// <summary>Step failed.</summary>
public sealed record JobFailed(string Step, string Problem, Remark? Said = null) : JobEvent;

/// <summary>Refusals of <see cref="JobRunDecider"/>.</summary>
public static class JobErrors
{
    /// <summary>Done already.</summary>
    public static DomainError AlreadyFinished(string key) => new("job.already-finished", ErrorKind.Conflict,
        $"The run {key} is finished; a business date is worked once. See its log for what was found.");

    /// <summary>Somebody works on it.</summary>
    public static DomainError AlreadyRunning(string node) => new("job.already-running", ErrorKind.Conflict,
        $"Node {node} works on this run; wait for it. If it died, another node takes over after 60 s without a sign.");

    /// <summary>Not running.</summary>
    public static DomainError NotRunning() => new("job.not-running", ErrorKind.Conflict, "This run is not running; start it first.");

    /// <summary>Another node has it.</summary>
    public static DomainError NotMine(string node) => new("job.taken-over", ErrorKind.Conflict, $"Node {node} has taken this run over.");
}
