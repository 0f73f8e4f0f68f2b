using CarbonTrading.Grains;
using CarbonTrading.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace CarbonTrading.Engine.Tests.Support;

/// <summary>A way to host entities on a database.</summary>
public abstract class Hosting : IAsyncDisposable
{
    public static RuleBook Rules { get; } = new([], [], "rules-1");

    public abstract Task<IEntityHost> Start(Database database);

    public abstract ValueTask DisposeAsync();
}

public sealed class LocalHosting : Hosting
{
    public override async Task<IEntityHost> Start(Database database) => new LocalEntityHost((await database.Open()).Events, Rules);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A cluster of two silos, each with a store of its own on the one database.</summary>
public sealed class OrleansHosting : Hosting
{
    private InProcessTestCluster? cluster;

    public override async Task<IEntityHost> Start(Database database)
    {
        // Open before the silos start: a store opened inside the first grains stalls a cold node.
        var stores = new Queue<IEventStore>([(await database.Open()).Events, (await database.Open()).Events]);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            lock (stores) silo.Services.AddSingleton(stores.Dequeue());
            silo.Services.AddSingleton(Rules);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
        return new OrleansEntityHost(cluster.Client);
    }

    public override async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
    }
}

/// <summary>Hosts <see cref="Purse"/>.</summary>
[GrainType("purse")]
public sealed class PurseGrain(IEventStore store, RuleBook rules) : EntityGrain<Purse, PurseCommand, PurseEvent>(PurseDecider.Instance, store, rules);
