using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Orleans.Runtime;

namespace CarbonTrading.Grains;

/// <summary>The Orleans host: entities live as grains somewhere in the cluster. Works in a silo and in a client alike.</summary>
public sealed class OrleansEntityHost(IGrainFactory grains) : IEntityHost
{
    private const int AttemptsMax = 2;

    /// <inheritdoc/>
    public async Task<Outcome> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, Stamp stamp, CancellationToken ct)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        var id = GrainId.Create(decider.Entity, key);
        var request = Contract.Encode(new Request<TCommand>(command, stamp));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await grains.GetGrain<IEntityGrain>(id).Execute(request).WaitAsync(ct);
                var (version, position, events, error) = Contract.Decode<Answer<TEvent>>(answer);
                return new Outcome(version, position, events, error);
            }
            catch (Exception lost) when (lost is OrleansException or TimeoutException) // edge: the network
            {
                // The command id makes asking again harmless; a second failure is the caller's to repeat.
                if (attempt == AttemptsMax) return Outcome.Refused(EngineErrors.Unavailable(id.ToString(), lost.GetType().Name));
            }
        }
    }
}
