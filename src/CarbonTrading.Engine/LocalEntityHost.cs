using System.Collections.Concurrent;
using CarbonTrading.Kernel;

namespace CarbonTrading.Engine;

/// <summary>The host without a cluster: entities live in this process, one command at a time per key. For the CLI, what-ifs and tests.</summary>
public sealed class LocalEntityHost(IEventStore store, RuleBook rules) : IEntityHost
{
    private const int SeatsMax = 10_000;

    private sealed record Seat(object Entity, SemaphoreSlim Turn);

    private readonly ConcurrentDictionary<string, Lazy<Seat>> seats = new(StringComparer.Ordinal);
    private int taken; // the dictionary's own count locks all of it

    /// <inheritdoc/>
    public async Task<Outcome> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, Stamp stamp, CancellationToken ct)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        // An entity that lost its seat while somebody still uses it is only slower, never wrong: the store fences.
        if (Volatile.Read(ref taken) > SeatsMax)
        {
            seats.Clear();
            Volatile.Write(ref taken, 0);
        }

        var seat = seats.GetOrAdd($"{decider.Entity}/{key}", _ => new Lazy<Seat>(() =>
        {
            Interlocked.Increment(ref taken);
            return new Seat(new LiveEntity<TState, TCommand, TEvent>(decider, key, store, rules), new SemaphoreSlim(1));
        })).Value;
        await seat.Turn.WaitAsync(ct);
        try { return await ((LiveEntity<TState, TCommand, TEvent>)seat.Entity).Execute(command, stamp); }
        finally { seat.Turn.Release(); }
    }
}
