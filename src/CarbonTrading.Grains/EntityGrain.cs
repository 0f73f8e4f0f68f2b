using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Grains;

/// <summary>Hosts one <see cref="LiveEntity{TState,TCommand,TEvent}"/>; Orleans lets one command in at a time.</summary>
public abstract class EntityGrain<TState, TCommand, TEvent> : Grain, IEntityGrain
    where TState : notnull where TCommand : notnull where TEvent : class
{
    private readonly LiveEntity<TState, TCommand, TEvent> entity;

    /// <param name="decider">The entity kind's; its name is the grain type.</param>
    /// <param name="store">The node's log.</param>
    /// <param name="rules">The node's rules.</param>
    protected EntityGrain(Decider<TState, TCommand, TEvent> decider, IEventStore store, RuleBook rules) =>
        entity = new(decider, this.GetPrimaryKeyString(), store, rules);

    /// <inheritdoc/>
    public async Task<byte[]> Execute(byte[] request)
    {
        var (command, stamp) = Contract.Decode<Request<TCommand>>(request);
        var outcome = await entity.Execute(command, stamp);
        // Lost again and again to another writer: perhaps another silo holds this entity too; let the directory decide anew.
        // Not after a single conflict: whoever is waiting for this entity would be turned away, and it reads on by itself.
        if (!entity.IsCurrent && outcome.Error is not null) DeactivateOnIdle();
        return Contract.Encode(new Answer<TEvent>(outcome.Version, outcome.Position, [.. outcome.Events.Cast<TEvent>()], outcome.Error));
    }
}
