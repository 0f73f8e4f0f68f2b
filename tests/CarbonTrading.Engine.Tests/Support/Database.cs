using System.Collections.Concurrent;
using CarbonTrading.Engine.Sql;
using Npgsql;
using Xunit;

namespace CarbonTrading.Engine.Tests.Support;

/// <summary>A database of its own for one test, opened as often as the test likes: every opening is another node.</summary>
public abstract class Database : IAsyncLifetime
{
    private readonly ConcurrentBag<Store> opened = [];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Another node on the same database.</summary>
    public async Task<Store> Open()
    {
        var store = await OpenOne();
        opened.Add(store);
        return store;
    }

    /// <summary>A folder for whatever the test writes.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("carbon-engine-").FullName;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in opened) await store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<Store> OpenOne();
}

public sealed class SqliteDatabase : Database
{
    protected override Task<Store> OpenOne() => Store.Open(Path.Combine(Folder, "data"), Ct);
}

/// <summary>A schema of its own in the database of <c>CARBON_TEST_PG</c>.</summary>
public sealed class PostgresDatabase : Database
{
    private readonly string schema = $"t_{Guid.NewGuid():N}";

    public static string Server => Environment.GetEnvironmentVariable("CARBON_TEST_PG") is { Length: > 0 } text
        ? text
        : throw new InvalidOperationException("CARBON_TEST_PG is not set: run these tests with `bash tests/run engine`, which starts a PostgreSQL.");

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { SearchPath = schema, MaxPoolSize = 20 }.ConnectionString;

    public override async ValueTask InitializeAsync() => await Run($"CREATE SCHEMA {schema}");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Run($"DROP SCHEMA {schema} CASCADE");
    }

    protected override Task<Store> OpenOne() => Store.OpenPostgres(ConnectionString, Ct);

    private static async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
