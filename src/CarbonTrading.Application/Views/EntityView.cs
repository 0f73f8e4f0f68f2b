using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>One event of one entity with what a screen says of it.</summary>
public sealed record Happened<TEvent>(long Position, int Version, DateTimeOffset Recorded, string Actor, string? ApprovedBy, string Name, TEvent Event);

/// <summary>An entity as of a position, with its events so far.</summary>
public sealed record Seen<TState, TEvent>(string Key, TState State, ImmutableList<Happened<TEvent>> History);

/// <summary>All entities of one kind, folded by the kind's own decider; for kinds with thousands of streams, not for movements.</summary>
/// <param name="decider">The kind's decider.</param>
/// <param name="changed">Told of every change: key, state before and after, and the event; for small sums that would else be counted over all entities.</param>
public sealed class EntityView<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider, Action<string, TState, TState, Happened<TEvent>>? changed = null) : IFold
    where TState : notnull where TCommand : notnull where TEvent : class
{
    private readonly string prefix = decider.Entity + "/";
    private readonly ConcurrentDictionary<string, Seen<TState, TEvent>> all = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (!happened.Stream.StartsWith(prefix, StringComparison.Ordinal)) return;
        var key = happened.Stream[prefix.Length..];
        var body = happened.As<TEvent>();
        var before = all.GetValueOrDefault(key) ?? new(key, decider.Initial, []);
        var after = decider.Evolve(before.State, body);
        var seen = new Happened<TEvent>(happened.Position, happened.Version, happened.Recorded, happened.Actor, happened.ApprovedBy, happened.Name, body);
        changed?.Invoke(key, before.State, after, seen); // first: what follows it is never behind what can be found
        all[key] = new(key, after, before.History.Add(seen));
    }

    /// <summary>One entity as known at a position; null where it did not exist then.</summary>
    public Seen<TState, TEvent>? Find(string key, long known = long.MaxValue) =>
        all.TryGetValue(key, out var seen) ? At(seen, known) : null;

    /// <summary>All entities as known at a position, by key.</summary>
    public IReadOnlyList<Seen<TState, TEvent>> All(long known = long.MaxValue) =>
        [.. all.Values.Select(s => At(s, known)).OfType<Seen<TState, TEvent>>().OrderBy(s => s.Key, StringComparer.Ordinal)];

    private Seen<TState, TEvent>? At(Seen<TState, TEvent> seen, long known)
    {
        if (seen.History[^1].Position <= known) return seen;
        var history = seen.History.FindAll(h => h.Position <= known);
        return history.IsEmpty ? null : new(seen.Key, history.Aggregate(decider.Initial, (s, h) => decider.Evolve(s, h.Event)), history);
    }
}
