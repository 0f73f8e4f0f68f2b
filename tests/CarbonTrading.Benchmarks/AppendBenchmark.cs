using System.Diagnostics;
using System.Globalization;
using System.Text;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CarbonTrading.Benchmarks;

/// <summary>Commands a second through the event store, each durable before it is answered, at 1, 32 and 256 in flight.</summary>
/// <remarks>Beside each the peer of the same run: the same row inserted by plain SQL, one transaction a command, through the same driver.
/// SQLite always, PostgreSQL where <c>CARBON_PG</c> is set (it makes tables of its own and drops them).</remarks>
public static class AppendBenchmark
{
    private const string Schema = "carbon_bench";
    private static readonly TimeSpan duration = TimeSpan.FromSeconds(2);
    private static readonly byte[] body = Encoding.UTF8.GetBytes($$"""{"$type":"bench.happened.v1","text":"{{new string('x', 260)}}"}""");

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("carbon-bench-").FullName;
        try
        {
            await using (var store = await Store.Open(Path.Combine(folder, "store")))
                await Compare("SQLite", store, () => SqlitePeer(Path.Combine(folder, "peer.db")));
        }
        finally { Directory.Delete(folder, recursive: true); }

        if (Environment.GetEnvironmentVariable("CARBON_PG") is not { Length: > 0 } server)
        {
            Console.WriteLine("PostgreSQL: skipped, CARBON_PG is not set");
            return;
        }

        await Sql(server, $"DROP SCHEMA IF EXISTS {Schema} CASCADE; CREATE SCHEMA {Schema}");
        try
        {
            var own = new NpgsqlConnectionStringBuilder(server) { SearchPath = Schema, MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 };
            await using var store = await Store.OpenPostgres(own.ConnectionString);
            await Sql(own.ConnectionString, "CREATE TABLE peer(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream TEXT NOT NULL, body BYTEA NOT NULL)");
            await Compare("PostgreSQL", store, () => PostgresPeer(own.ConnectionString));
        }
        finally { await Sql(server, $"DROP SCHEMA {Schema} CASCADE"); }
    }

    private static async Task Compare(string name, Store store, Func<Func<int, Task<Func<Task>>>> peer)
    {
        await Rate(32, _ => Task.FromResult(Ours(store, Guid.NewGuid().ToString("N"))), TimeSpan.FromSeconds(0.5)); // warm
        foreach (var inFlight in (int[])[1, 32, 256])
        {
            var ours = await Rate(inFlight, _ => Task.FromResult(Ours(store, Guid.NewGuid().ToString("N"))), duration);
            var theirs = await Rate(Math.Min(inFlight, 32), peer(), duration);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, {inFlight} in flight: {ours:N0} commands/s; peer, one transaction each on {Math.Min(inFlight, 32)} connections: {theirs:N0}/s"));
        }
    }

    /// <summary>Counts how often a number of workers get through in a time; each prepares its own work first.</summary>
    private static async Task<double> Rate(int workers, Func<int, Task<Func<Task>>> prepare, TimeSpan time)
    {
        var work = await Task.WhenAll(Enumerable.Range(0, workers).Select(prepare));
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(work.Select(one => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(started) < time; count++) await one();
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Func<Task> Ours(Store store, string stream)
    {
        var version = 0;
        return async () =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{stream}-{version}");
            var append = new Append($"bench/{stream}", version++, id, "0123456789abcdef", "trader", null, null, DateTimeOffset.UtcNow,
                [new EventBody("bench.happened.v1", body)]);
            if ((await store.Events.TryAppend(append)).Position is null) throw new InvalidOperationException("a conflict on a stream of its own");
        };
    }

    /// <summary>SQLite has one writer at a time, so the peer's workers share one connection and a lock.</summary>
    private static Func<int, Task<Func<Task>>> SqlitePeer(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using (var create = connection.CreateCommand())
        {
            create.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS peer(id INTEGER PRIMARY KEY, stream TEXT, body BLOB)";
            create.ExecuteNonQuery();
        }

        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO peer(stream, body) VALUES (@stream, @body)";
        insert.Parameters.AddWithValue("@stream", "bench/peer");
        insert.Parameters.AddWithValue("@body", body);
        return _ => Task.FromResult<Func<Task>>(() =>
        {
            lock (connection) insert.ExecuteNonQuery();
            return Task.CompletedTask;
        });
    }

    private static Func<int, Task<Func<Task>>> PostgresPeer(string connectionString) => async _ =>
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var insert = new NpgsqlCommand("INSERT INTO peer(stream, body) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = "bench/peer" }, new() { Value = body } },
        };
        return () => insert.ExecuteNonQueryAsync();
    };

    private static async Task Sql(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
