using CarbonTrading.Engine.Sql;
using CarbonTrading.Engine.Tests.Support;
using Npgsql;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>What only PostgreSQL has: a server that may be set otherwise, and connections that may be lost.</summary>
public sealed class PostgresStoreTests : IAsyncLifetime
{
    private readonly PostgresDatabase database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_writers_own_connection_waits_for_the_disk_and_gives_a_stalled_lock_back()
    {
        var store = await database.Open();
        await store.Events.TryAppend(To("test/A", 0, "c1"), Ct);
        var writer = ((PostgresDialect)store.Dialect).Writer!;
        Assert.Equal("on", await writer.Command("SHOW synchronous_commit").Single(Ct));
        Assert.Equal("on", await writer.Command("SHOW fsync").Single(Ct));
        Assert.Equal("5s", await writer.Command("SHOW idle_in_transaction_session_timeout").Single(Ct));
    }

    [Fact]
    public async Task A_lost_connection_is_no_answer_and_the_writer_goes_on_with_a_new_one()
    {
        var store = await database.Open();
        await store.Events.TryAppend(To("test/A", 0, "c1"), Ct);
        await using (var reader = await store.Dialect.OpenReader(Ct))
        {
            var session = ((PostgresDialect)store.Dialect).Writer!.ProcessID;
            await reader.Command("SELECT pg_terminate_backend(@session, 5000)", ("session", session)).Single(Ct); // returns when it is gone
        }

        var lost = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Events.TryAppend(To("test/A", 1, "c2"), Ct));
        Assert.IsAssignableFrom<NpgsqlException>(lost.InnerException);
        Assert.Equal(2, (await store.Events.TryAppend(To("test/A", 1, "c2"), Ct)).Position);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_store_not_to_be_had_and_the_message_keeps_the_password()
    {
        var none = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 1, Username = "carbon", Password = "hush", Database = "books" };
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.OpenPostgres(none.ConnectionString, Ct));
        Assert.Contains("books on 127.0.0.1:1", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.ToString(), StringComparison.Ordinal);
    }
}
