using CarbonTrading.Engine.Sql;
using CarbonTrading.Engine.Tests.Support;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>Opening a store; runs on each database.</summary>
public abstract class SchemaSuite(Database database) : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Several_nodes_that_open_a_new_database_at_once_create_it_once()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(database.Open, Ct)));
        for (var i = 0; i < nodes.Length; i++) Assert.Equal(i + 1, (await nodes[i].Events.TryAppend(To("test/A", i, $"c{i}"), Ct)).Position);
    }

    [Fact]
    public async Task What_was_written_is_there_after_closing_and_opening()
    {
        var store = await database.Open();
        await store.Events.TryAppend(To("test/A", 0, "c1", events: 3), Ct);
        var head = await store.Events.Head(Ct);
        await store.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Events.TryAppend(To("test/A", 3, "c2"), Ct));
        Assert.Equal(head, await (await database.Open()).Events.Head(Ct));
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_not_opened()
    {
        var store = await database.Open();
        await using (var writer = await store.Dialect.OpenSide(Ct)) await writer.Command("UPDATE store_schema SET number = 2").Run(Ct);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(database.Open);
        Assert.Contains("has schema number 2; this program knows up to 1", refused.Message, StringComparison.Ordinal);
    }
}

public sealed class SchemaOnSqliteTests() : SchemaSuite(new SqliteDatabase());

public sealed class SchemaOnPostgresTests() : SchemaSuite(new PostgresDatabase());
