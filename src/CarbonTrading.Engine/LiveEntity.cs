using CarbonTrading.Kernel;

namespace CarbonTrading.Engine;

/// <summary>One entity in memory: its stream folded, and how a command is run on it. Every host holds these and adds only the queue.</summary>
/// <remarks>
/// Not thread-safe: the host lets one command in at a time. Other hosts may write the same stream: an append is fenced by the store's
/// UNIQUE (stream, version) and by its command ids; an answer that appends nothing is given only on a state just read.
/// </remarks>
public sealed class LiveEntity<TState, TCommand, TEvent>(
    Decider<TState, TCommand, TEvent> decider, string key, IEventStore store, RuleBook rules)
    where TState : notnull where TCommand : notnull where TEvent : class
{
    private const int AttemptsMax = 4;

    private readonly string stream = $"{decider.Entity}/{key}";
    private TState state = decider.Initial;
    private int version;

    /// <summary>False after a conflict or an append of unknown outcome, until the stream has been read on.</summary>
    public bool IsCurrent { get; private set; }

    /// <summary>Runs one command.</summary>
    public async Task<Outcome> Execute(TCommand command, Stamp stamp)
    {
        if (stamp.RulesVersion != rules.Version) return Outcome.Refused(EngineErrors.RulesDiffer(stamp.RulesVersion, rules.Version));
        var input = Contract.Fingerprint(command);
        var context = new Context(stamp.Now, stamp.Actor, rules, stamp.BusinessDate, stamp.ApprovedBy, stamp.Quotes, stamp.Limits, stamp.OnBehalfOf, stamp.SaleFrom,
            stamp.CarryOver);
        DomainError? trouble = null;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            try
            {
                var isGuess = stamp.IsNew && version == 0 && attempt == 1 && !stamp.Trial;
                var justRead = !IsCurrent && !isGuess;
                if (justRead) await ReadOn();
                var decision = decider.Decide(state, command, context);
                if (decision.Error is { } refusal)
                {
                    // A repeated command often looks refused now ("already verified"): its first answer stands.
                    if (await store.FindCommand(stamp.CommandId) is { } earlier) return await Recorded(earlier, input);
                    if (justRead) return Outcome.Refused(refusal, version);
                    IsCurrent = false;
                    continue;
                }

                if (stamp.Trial && justRead) // what was done already under this id is answered as it was, with its position
                    return await store.FindCommand(stamp.CommandId) is { } done ? await Recorded(done, input) : new Outcome(version, 0, decision.Events, null);
                IsCurrent = false;
                if (stamp.Trial) continue;
                var result = await store.TryAppend(new Append(
                    stream, version, stamp.CommandId, input, stamp.Actor, stamp.ApprovedBy, stamp.Trace, stamp.Now,
                    [.. decision.Events.Select(Contract.Body)]));
                if (result.Earlier is { } same) return await Recorded(same, input);
                if (result.Position is not { } position) continue;
                foreach (var happened in decision.Events) Advance(happened);
                IsCurrent = true;
                return new Outcome(version, position, decision.Events, null);
            }
            catch (StoreUnavailableException down)
            {
                trouble = EngineErrors.Unavailable(stream, down.Message); // what was written, reading on will find
            }
        }

        return Outcome.Refused(trouble ?? EngineErrors.Busy(stream), version);
    }

    private async Task ReadOn()
    {
        foreach (var stored in await store.Read(stream, version)) Advance(stored.As<TEvent>());
        IsCurrent = true;
    }

    private void Advance(TEvent happened)
    {
        state = decider.Evolve(state, happened);
        version++;
    }

    private async Task<Outcome> Recorded(CommandRecord earlier, string input)
    {
        if (earlier.Input != input || earlier.Stream != stream) return Outcome.Refused(EngineErrors.CommandIdReused(earlier.CommandId), version);
        var mine = (await store.Read(stream, 0)).Where(e => e.CommandId == earlier.CommandId);
        return new Outcome(earlier.Version, earlier.Position, [.. mine.Select(e => e.As<TEvent>())], null);
    }
}
