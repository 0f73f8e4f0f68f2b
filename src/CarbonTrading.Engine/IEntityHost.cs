using CarbonTrading.Kernel;

namespace CarbonTrading.Engine;

/// <summary>Runs one command on one entity, one at a time per entity. Only <c>Desk</c> holds one; it cannot tell which.</summary>
/// <remarks>Whatever is in the arguments may cross a process: the decider by its entity name, the rest as JSON.</remarks>
public interface IEntityHost
{
    /// <returns>Always an outcome, never an exception for something foreseen. <see cref="ErrorKind.Unavailable"/>: no answer; ask again
    /// with the same command id, it is never done twice.</returns>
    Task<Outcome> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, Stamp stamp, CancellationToken ct)
        where TState : notnull where TCommand : notnull where TEvent : class;
}

/// <summary>Who asked, when, under which command id, believing which rules. Plain values: this record travels.</summary>
/// <param name="CommandId">Unique id of the intent.</param>
/// <param name="Actor">Login, <c>process:x</c> or <c>job:x</c>.</param>
/// <param name="Now">Instant, UTC.</param>
/// <param name="RulesVersion"><see cref="RuleBook.Version"/> of the asking node; a host with other rules refuses.</param>
/// <param name="BusinessDate">The day the books are on.</param>
/// <param name="ApprovedBy">The second person, or null.</param>
/// <param name="Trace">Trace id, or null.</param>
/// <param name="Quotes">Reference prices read for this command, or null.</param>
/// <param name="Trial">True: the entity only says what it would decide; nothing is written.</param>
/// <param name="Limits">Limits read for this command, or null.</param>
/// <param name="OnBehalfOf">Whose place the actor takes, or null.</param>
/// <param name="IsNew">True: nothing is known under the key, so it is not read first; the store's fence finds out where that is wrong.</param>
/// <param name="SaleFrom">First day of sale that units from another own account have there.</param>
/// <param name="CarryOver">Most that may be carried over by the account of the obligation, or null.</param>
public sealed record Stamp(
    string CommandId, string Actor, DateTimeOffset Now, string RulesVersion, DateOnly BusinessDate,
    string? ApprovedBy = null, string? Trace = null, IReadOnlyDictionary<string, Quote>? Quotes = null, bool Trial = false,
    IReadOnlyList<LimitReading>? Limits = null, string? OnBehalfOf = null, bool IsNew = false, DateOnly? SaleFrom = null,
    CarryOverCap? CarryOver = null);

/// <summary>What became of a command: the stream's new version, the log position to wait for, the events; or the refusal.</summary>
public sealed record Outcome(int Version, long Position, IReadOnlyList<object> Events, DomainError? Error)
{
    /// <summary>A refusal.</summary>
    public static Outcome Refused(DomainError error, int version = 0) => new(version, 0, [], error);
}

/// <summary>Refusals of the engine itself.</summary>
public static class EngineErrors
{
    /// <summary>No answer was had.</summary>
    public static DomainError Unavailable(string stream, string why) => new("engine.unavailable", ErrorKind.Unavailable,
        $"No answer for {stream} ({why}); ask again with the same command id.");

    /// <summary>Too many others write the same stream.</summary>
    public static DomainError Busy(string stream) => new("engine.busy", ErrorKind.Conflict, $"{stream} kept changing; try again.");

    /// <summary>The command id stands for something else.</summary>
    public static DomainError CommandIdReused(string id) => new("engine.command-id-reused", ErrorKind.Conflict,
        $"Command id {id} was used for another input; use a new id.");

    /// <summary>Nodes believe different rules.</summary>
    public static DomainError RulesDiffer(string asked, string here) => new("engine.rules-differ", ErrorKind.Conflict,
        $"Asked under rule book {asked}, but this node has {here}; bring all nodes to the same rules.");
}
