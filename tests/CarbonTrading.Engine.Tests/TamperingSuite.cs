using CarbonTrading.Engine.Sql;
using CarbonTrading.Engine.Tests.Support;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>Whoever changes the database behind the program's back is found out; runs on each database.</summary>
public abstract class TamperingSuite(Database database) : IAsyncLifetime
{
    private Store store = null!;
    private LogHead writtenDown = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        store = await database.Open();
        for (var i = 0; i < 10; i++)
            Assert.NotNull((await store.Events.TryAppend(To($"test/S{i % 2}", i / 2, $"c{i}", now: Noon.AddMinutes(i)), Ct)).Position);
        writtenDown = await store.Events.Head(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_untouched_log_is_sound_and_matches_what_was_written_down()
    {
        var report = await store.Events.Verify(writtenDown, Ct);
        Assert.Equal((10, writtenDown.Hash), (report.Count, report.Hash));
        Assert.Empty(report.Against(writtenDown).Faults);
    }

    [Fact]
    public async Task What_was_written_down_still_matches_after_the_log_grew()
    {
        await store.Events.TryAppend(To("test/S0", 5, "more"), Ct);
        Assert.Empty((await store.Events.Verify(writtenDown, Ct)).Against(writtenDown).Faults);
        var other = writtenDown with { Hash = new string('a', 64) };
        Assert.Single((await store.Events.Verify(other, Ct)).Against(other).Faults);
    }

    [Fact]
    public Task A_flipped_byte_of_a_body_is_found() => Finds("position 4: the stored row does not match its hash",
        [("UPDATE events SET body = @body WHERE position = 4", [("body", "{\"$type\":\"test.happened.v1\",\"n\":1}"u8.ToArray())])]);

    [Fact]
    public Task A_deleted_row_is_found() => Finds("position 5 follows 3: rows in between are missing", [("DELETE FROM events WHERE position = 4", [])]);

    [Fact]
    public Task Two_swapped_rows_are_found() => Finds("position 4: the stored row does not match its hash",
    [
        ("UPDATE events SET position = 99 WHERE position = 4", []),
        ("UPDATE events SET position = 4 WHERE position = 6", []),
        ("UPDATE events SET position = 6 WHERE position = 99", []),
    ]);

    [Fact]
    public Task A_changed_actor_is_found() => Finds("position 4: the stored row does not match its hash",
        [("UPDATE events SET actor = 'somebody' WHERE position = 4", [])]);

    [Fact]
    public Task A_changed_date_is_found() => Finds("position 4: the stored row does not match its hash",
        [("UPDATE events SET recorded = recorded + 1 WHERE position = 4", [])]);

    [Fact]
    public async Task A_tail_cut_off_with_everything_that_points_at_it_is_found_by_what_was_written_down()
    {
        foreach (var sql in (string[])
        [
            "UPDATE log_head SET position = 8, hash = (SELECT hash FROM events WHERE position = 8), recorded = (SELECT recorded FROM events WHERE position = 8)",
            "DELETE FROM events WHERE position > 8", "DELETE FROM commands WHERE position > 8",
        ]) await Tamper(sql);
        var report = await store.Events.Verify(writtenDown, Ct);
        Assert.Empty(report.Faults); // by itself the shorter log is sound
        Assert.Equal(["the log ends at position 8, expected at least 10: its tail was cut off"], report.Against(writtenDown).Faults);
    }

    [Fact]
    public Task A_tail_cut_off_alone_is_found() => Finds("log_head stands at position 10, the last row at 8, or their hashes differ",
        [("DELETE FROM events WHERE position > 8", [])]);

    [Fact]
    public Task A_forgotten_command_id_is_found() => Finds("position 4: command c3 is not recorded", [("DELETE FROM commands WHERE position = 4", [])]);

    [Fact]
    public Task A_command_moved_to_another_stream_is_found() => Finds("position 4: command c3 is recorded otherwise",
        [("UPDATE commands SET stream = 'test/S9' WHERE position = 4", [])]);

    [Fact]
    public async Task A_log_rewritten_from_some_row_on_is_found_by_what_was_written_down()
    {
        await Tamper("UPDATE events SET actor = 'somebody' WHERE position = 10");
        var stored = (await store.Events.ReadAll(8, 2, Ct))[1];
        await using var reader = await store.Dialect.OpenReader(Ct);
        var previous = (byte[])(await reader.Command("SELECT hash FROM events WHERE position = 9").Single(Ct))!;
        var forged = Chain.Hash(previous, new EventRow(10, stored.Stream, stored.Version, Chain.Microseconds(stored.Recorded), stored.Actor,
            stored.ApprovedBy, stored.Trace, stored.CommandId, stored.Input, stored.Name, stored.Body, []));
        await Tamper("UPDATE events SET hash = @hash WHERE position = 10", ("hash", forged));
        await Tamper("UPDATE log_head SET hash = @hash", ("hash", forged));
        var report = await store.Events.Verify(writtenDown, Ct);
        Assert.Empty(report.Faults);
        Assert.StartsWith("position 10: the chain has hash", Assert.Single(report.Against(writtenDown).Faults), StringComparison.Ordinal);
    }

    private async Task Finds(string fault, (string Sql, (string Name, object? Value)[] Parameters)[] changes)
    {
        foreach (var (sql, parameters) in changes) await Tamper(sql, parameters);
        var report = await store.Events.Verify(Ct);
        Assert.Contains(report.Faults, f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    private async Task Tamper(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var writer = await store.Dialect.OpenSide(Ct);
        Assert.NotEqual(0, await writer.Command(sql, parameters).Run(Ct));
    }
}

public sealed class TamperingOnSqliteTests() : TamperingSuite(new SqliteDatabase());

public sealed class TamperingOnPostgresTests() : TamperingSuite(new PostgresDatabase());
