using CarbonTrading.Engine.Tests.Support;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>What every event store promises; runs on each database.</summary>
public abstract class EventStoreSuite(Database database) : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected Database Database => database;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Positions_and_versions_are_without_gaps_whatever_the_callers_do_at_once()
    {
        var log = (await database.Open()).Events;
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => log.TryAppend(To($"test/S{i % 150}", i / 150 * 2, $"c{i}", events: 2), Ct)));
        var stored = await log.ReadAll(0, 10_000, Ct);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(p => (long)p), stored.Select(e => e.Position));
        foreach (var stream in stored.GroupBy(e => e.Stream))
            Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(e => e.Version));
        Assert.Empty((await log.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task What_this_process_wrote_comes_back_as_it_was_also_to_another_from_its_bytes()
    {
        var log = (await database.Open()).Events;
        var put = Enumerable.Range(1, 5_000).Select(i => (PurseEvent)new WasPutIn(new(i), "trader")).ToList();
        foreach (var (some, i) in put.Chunk(1_000).Select((c, i) => (c, i)))
            await log.TryAppend(new Append("purse/A", i * 1_000, $"c{i}", "in", "trader", null, null, Noon, [.. some.Select(Contract.Body)]), Ct);
        var mine = (await log.ReadAll(0, 10_000, Ct)).Select(e => e.As<PurseEvent>()).ToList();
        var others = (await (await database.Open()).Events.ReadAll(0, 10_000, Ct)).Select(e => e.As<PurseEvent>()).ToList();
        Assert.Equal(put, mine);
        Assert.Equal(put, others);
        Assert.Same(put[^1], mine[^1]);
        Assert.NotSame(put[^1], others[^1]);
        Assert.NotSame(put[0], mine[0]); // too long ago
    }

    [Fact]
    public async Task What_was_appended_is_read_back_whole()
    {
        var log = (await database.Open()).Events;
        var now = Noon.AddTicks(12_345_670);
        var append = new Append("test/A", 0, "c1", "0123456789abcdef", "trader", "approver", "trace-1", now,
            [Body("test.one.v1", """{"$type":"test.one.v1","zh":"配额 € \\u0007"}"""), Body("test.two.v1", "{}")]);
        Assert.Equal(new AppendResult(2, null), await log.TryAppend(append, Ct));
        var stored = await log.Read("test/A", 0, Ct);
        Assert.Equal([1L, 2L], stored.Select(e => e.Position));
        var first = stored[0];
        Assert.Equal(("test/A", 1, now, "trader", "approver", "trace-1", "c1", "0123456789abcdef", "test.one.v1"),
            (first.Stream, first.Version, first.Recorded, first.Actor, first.ApprovedBy, first.Trace, first.CommandId, first.Input, first.Name));
        Assert.Equal(append.Events[0].Body, first.Body);
        var (one, other) = (first, (await log.ReadAll(0, 1, Ct)).Single());
        Assert.Equal(one with { Body = [] }, other with { Body = [] });
        Assert.Equal(one.Body, other.Body);
        Assert.Equal([2], (await log.Read("test/A", 1, Ct)).Select(e => e.Version));
        Assert.Equal(new CommandRecord("c1", "0123456789abcdef", "test/A", 2, 2), await log.FindCommand("c1", Ct));
        Assert.Null(await log.FindCommand("c2", Ct));
    }

    [Fact]
    public async Task A_conflict_leaves_its_batch_alone_and_the_others_commit()
    {
        var log = (await database.Open()).Events;
        await log.TryAppend(To("test/A", 0, "c0"), Ct);
        // Asked in one go, so that several share a batch: on A only one of ten may win, B and every C get through.
        var onA = Enumerable.Range(0, 10).Select(i => log.TryAppend(To("test/A", 1, $"a{i}"), Ct)).ToList();
        var others = Enumerable.Range(0, 50).Select(i => log.TryAppend(To($"test/C{i}", 0, $"o{i}"), Ct)).ToList();
        var late = log.TryAppend(To("test/A", 7, "late"), Ct);
        Assert.Equal(9, (await Task.WhenAll(onA)).Count(a => a.IsConflict));
        Assert.DoesNotContain(await Task.WhenAll(others), o => o.Position is null);
        Assert.True((await late).IsConflict);
        Assert.Equal(52, (await log.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_command_id_is_done_once_whatever_comes_back_under_it()
    {
        var log = (await database.Open()).Events;
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => log.TryAppend(To("test/A", 0, "c1", events: 2), Ct)));
        Assert.Single(all, a => a.Position == 2);
        Assert.Equal(19, all.Count(a => a.Earlier == new CommandRecord("c1", "in", "test/A", 2, 2)));
        var otherInput = await log.TryAppend(To("test/B", 0, "c1", input: "other"), Ct);
        Assert.Equal("in", otherInput.Earlier?.Input);
        Assert.Equal(2, (await log.Head(Ct)).Position);
    }

    [Fact]
    public async Task Recorded_instants_never_go_back()
    {
        var (one, other) = ((await database.Open()).Events, (await database.Open()).Events);
        await one.TryAppend(To("test/A", 0, "c1", now: Noon), Ct);
        await other.TryAppend(To("test/A", 1, "c2", now: Noon.AddHours(-1)), Ct);
        await one.TryAppend(To("test/A", 2, "c3", now: Noon.AddSeconds(1)), Ct);
        Assert.Equal([Noon, Noon, Noon.AddSeconds(1)], (await one.ReadAll(0, 10, Ct)).Select(e => e.Recorded));
    }

    [Fact]
    public async Task A_reader_on_another_node_is_woken_by_an_append()
    {
        var (one, other) = ((await database.Open()).Events, (await database.Open()).Events);
        await one.TryAppend(To("test/A", 0, "c1"), Ct);
        var waiting = other.WaitForMore(1, TimeSpan.FromMinutes(1), Ct);
        await one.TryAppend(To("test/A", 1, "c2"), Ct);
        await waiting.WaitAsync(TimeSpan.FromSeconds(5), Ct);
        Assert.Equal(2, (await other.Head(Ct)).Position);
        await other.WaitForMore(1, TimeSpan.FromMinutes(1), Ct).WaitAsync(TimeSpan.FromSeconds(5), Ct);
    }

    [Fact]
    public async Task Waiting_ends_with_the_patience()
    {
        var log = (await database.Open()).Events;
        await log.WaitForMore(0, TimeSpan.FromMilliseconds(100), Ct).WaitAsync(TimeSpan.FromSeconds(5), Ct);
        Assert.Equal(new LogHead(0, new string('0', 64)), await log.Head(Ct));
    }

    [Fact]
    public async Task Text_that_cannot_be_stored_is_a_bug_of_the_caller_and_harms_nobody_else()
    {
        var log = (await database.Open()).Events;
        await Assert.ThrowsAsync<ArgumentException>(() => log.TryAppend(To("test/A", 0, "a\0b"), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => log.TryAppend(To("test/A", 0, "a\ud800b"), Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.TryAppend(To("test/A", 0, new string('x', 101)), Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.TryAppend(To("test/A", 0, "c1", events: 0), Ct));
        Assert.Equal(1, (await log.TryAppend(To("test/A", 0, "c1"), Ct)).Position);
    }

    [Fact]
    public async Task Two_nodes_under_load_write_one_log()
    {
        var nodes = new[] { (await database.Open()).Events, (await database.Open()).Events };
        var done = await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(n => Enumerable.Range(0, 16).Select(async w =>
        {
            var written = 0;
            for (var i = 0; i < 25; i++)
                if ((await nodes[n].TryAppend(To($"test/S{w}", i, $"{n}-{w}-{i}"), Ct)).Position is not null) written++;
            return written;
        })));
        var stored = await nodes[0].ReadAll(0, 10_000, Ct);
        Assert.Equal(done.Sum(), stored.Count);
        Assert.Equal(stored.Count, stored.Select(e => e.CommandId).Distinct().Count());
        Assert.Empty((await nodes[1].Verify(Ct)).Faults);
    }
}

public sealed class EventStoreOnSqliteTests() : EventStoreSuite(new SqliteDatabase());

public sealed class EventStoreOnPostgresTests() : EventStoreSuite(new PostgresDatabase());
