using CarbonTrading.Engine.Tests.Support;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

public sealed class LogTailTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Catching_up_feeds_every_event_once_in_order()
    {
        var log = (await database.Open()).Events;
        await log.TryAppend(To("test/A", 0, "c1", events: 2_500), Ct);
        var seen = new Seen();
        var tail = new LogTail(log, [seen]);
        await tail.CatchUp(Ct);
        await log.TryAppend(To("test/A", 2_500, "c2"), Ct);
        await tail.CatchUp(Ct);
        await tail.CatchUp(Ct);
        Assert.Equal(Enumerable.Range(1, 2_501).Select(p => (long)p), seen.Positions);
        Assert.Equal(2_501, tail.Position);
    }

    [Fact]
    public async Task A_follower_brings_what_another_node_writes_to_those_who_wait()
    {
        var (mine, others) = ((await database.Open()).Events, (await database.Open()).Events);
        var tail = new LogTail(mine, [new Seen()]);
        using var stop = new CancellationTokenSource();
        var following = tail.Follow(stop.Token);
        var waiting = tail.WaitFor(2, TimeSpan.FromSeconds(30), Ct);
        await others.TryAppend(To("test/A", 0, "c1"), Ct);
        await others.TryAppend(To("test/A", 1, "c2"), Ct);
        Assert.True(await waiting);
        Assert.True(await tail.WaitFor(1, TimeSpan.Zero, Ct));
        await stop.CancelAsync();
        await following;
        Assert.Null(tail.Failure);
    }

    [Fact]
    public async Task Who_waits_for_a_position_that_does_not_come_is_told_so()
    {
        var tail = new LogTail((await database.Open()).Events, [new Seen()]);
        Assert.False(await tail.WaitFor(1, TimeSpan.FromMilliseconds(50), Ct));
    }

    [Fact]
    public async Task An_event_that_cannot_be_folded_stops_the_tail_and_is_kept_as_the_reason()
    {
        var log = (await database.Open()).Events;
        await log.TryAppend(To("test/A", 0, "c1"), Ct);
        var tail = new LogTail(log, [new Refusing()]);
        await Assert.ThrowsAsync<NotSupportedException>(() => tail.Follow(Ct));
        Assert.IsType<NotSupportedException>(tail.Failure);
        Assert.Equal(0, tail.Position);
    }

    private sealed class Seen : IFold
    {
        public List<long> Positions { get; } = [];

        public void Apply(StoredEvent happened) => Positions.Add(happened.Position);
    }

    private sealed class Refusing : IFold
    {
        public void Apply(StoredEvent happened) => throw new NotSupportedException(happened.Name);
    }
}
