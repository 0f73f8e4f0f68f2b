using CarbonTrading.Engine.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Engine.Tests;

/// <summary>What every host of entities promises; runs on each host and each database.</summary>
public abstract class EntityHostSuite(Hosting hosting, Database database) : IAsyncLifetime
{
    private IEntityHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        host = await hosting.Start(database);
    }

    public async ValueTask DisposeAsync()
    {
        await hosting.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_accepted_command_is_answered_with_its_events_and_where_they_are()
    {
        var outcome = await Run(host, "A", new PutIn(new(10)), "c1");
        Assert.Null(outcome.Error);
        Assert.Equal((1, 1L), (outcome.Version, outcome.Position));
        Assert.Equal([new WasPutIn(new(10), "trader")], outcome.Events);
        var stored = Assert.Single(await (await database.Open()).Events.Read("purse/A", 0, Ct));
        Assert.Equal(("purse.was-put-in.v1", "trader", "approver", "trace-1"), (stored.Name, stored.Actor, stored.ApprovedBy, stored.Trace));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_writes_nothing()
    {
        await Run(host, "A", new PutIn(new(10)), "c1");
        var outcome = await Run(host, "A", new TakeOut(new(11)), "c2");
        Assert.Equal(new DomainError("purse.not-enough", ErrorKind.Refused, "10 t are there."), outcome.Error);
        Assert.Empty(outcome.Events);
        Assert.Equal(1, (await (await database.Open()).Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_trial_answers_as_the_command_would_and_writes_nothing()
    {
        await Run(host, "A", new PutIn(new(10)), "c1");
        await Run(await OtherNode(), "A", new TakeOut(new(4)), "c2");
        Assert.Equal("purse.not-enough", (await Run(host, "A", new TakeOut(new(7)), "t1", trial: true)).Error?.Code);
        var accepted = await Run(host, "A", new TakeOut(new(6)), "t2", trial: true);
        Assert.Equal([new WasTakenOut(new(6), "trader")], accepted.Events);
        Assert.Equal(2, (await (await database.Open()).Events.Head(Ct)).Position);
        Assert.Null((await Run(host, "A", new TakeOut(new(6)), "c3")).Error); // a trial leaves nothing behind in the entity, either
    }

    [Fact]
    public async Task A_command_asked_again_gets_its_first_answer_even_where_it_would_be_refused_now()
    {
        await Run(host, "A", new PutIn(new(10)), "c1");
        var first = await Run(host, "A", new TakeOut(new(10)), "c2");
        await Run(host, "A", new PutIn(new(3)), "c3");
        foreach (var asked in (IEntityHost[])[host, await OtherNode()])
        {
            var again = await Run(asked, "A", new TakeOut(new(10)), "c2");
            Assert.Null(again.Error);
            Assert.Equal((first.Version, first.Position), (again.Version, again.Position));
            Assert.Equal(first.Events, again.Events);
        }
    }

    [Fact]
    public async Task A_command_id_with_another_input_or_entity_is_refused()
    {
        await Run(host, "A", new PutIn(new(10)), "c1");
        Assert.Equal("engine.command-id-reused", (await Run(host, "A", new PutIn(new(11)), "c1")).Error?.Code);
        Assert.Equal("engine.command-id-reused", (await Run(host, "B", new PutIn(new(10)), "c1")).Error?.Code);
        Assert.Equal(1, (await (await database.Open()).Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_node_with_other_rules_refuses()
    {
        var stamp = Stamp("c1") with { RulesVersion = "rules-2" };
        var outcome = await host.Execute(PurseDecider.Instance, "A", new PutIn(new(1)), stamp, Ct);
        Assert.Equal("engine.rules-differ", outcome.Error?.Code);
    }

    [Fact]
    public async Task What_another_node_did_is_seen_before_refusing_and_before_accepting()
    {
        var other = await OtherNode();
        await Run(host, "A", new PutIn(new(1)), "c1");
        Assert.Null((await Run(other, "A", new PutIn(new(9)), "c2")).Error);
        Assert.Null((await Run(host, "A", new TakeOut(new(10)), "c3")).Error); // refused on what it knew, so it reads on
        Assert.Equal("purse.not-enough", (await Run(other, "A", new TakeOut(new(1)), "c4")).Error?.Code);
    }

    [Fact]
    public async Task Two_nodes_at_once_under_load_take_out_no_more_than_was_put_in()
    {
        IEntityHost[] nodes = [host, await OtherNode()];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(p => Run(host, $"P{p}", new PutIn(new(20)), $"in-{p}")));
        // 40 intents an entity, each sent to both nodes under its one id: as impatient callers do.
        var answers = await Task.WhenAll(
            from p in Enumerable.Range(0, 4) from i in Enumerable.Range(0, 40) from node in nodes
            select Insist(node, $"P{p}", new TakeOut(new(1)), $"out-{p}-{i}"));
        var log = (await database.Open()).Events;
        var stored = await log.ReadAll(0, 10_000, Ct);
        Assert.Equal(Enumerable.Range(1, 4 + 80).Select(p => (long)p), stored.Select(e => e.Position));
        Assert.Equal(84, stored.Select(e => e.CommandId).Distinct().Count());
        foreach (var purse in stored.GroupBy(e => e.Stream)) Assert.Equal(21, purse.Count());
        Assert.All(answers, a => Assert.True(a.Error is null or { Code: "purse.not-enough" }, a.Error?.Message));
        Assert.Empty((await log.Verify(Ct)).Faults);
    }

    private async Task<IEntityHost> OtherNode() => new LocalEntityHost((await database.Open()).Events, Hosting.Rules);

    /// <summary>Asks again while the stream is busy or no answer was had, as callers are told to.</summary>
    private static async Task<Outcome> Insist(IEntityHost on, string key, PurseCommand command, string id)
    {
        while (true)
        {
            var outcome = await Run(on, key, command, id);
            if (outcome.Error?.Code is not ("engine.busy" or "engine.unavailable")) return outcome;
        }
    }

    private static Task<Outcome> Run(IEntityHost on, string key, PurseCommand command, string id, bool trial = false) =>
        on.Execute(PurseDecider.Instance, key, command, Stamp(id) with { Trial = trial }, Ct);

    private static Stamp Stamp(string id) =>
        new(id, "trader", Appends.Noon, Hosting.Rules.Version, new DateOnly(2026, 6, 5), "approver", "trace-1");
}

public sealed class LocalHostOnSqliteTests() : EntityHostSuite(new LocalHosting(), new SqliteDatabase());

public sealed class LocalHostOnPostgresTests() : EntityHostSuite(new LocalHosting(), new PostgresDatabase());

public sealed class OrleansHostOnSqliteTests() : EntityHostSuite(new OrleansHosting(), new SqliteDatabase());

public sealed class OrleansHostOnPostgresTests() : EntityHostSuite(new OrleansHosting(), new PostgresDatabase());
