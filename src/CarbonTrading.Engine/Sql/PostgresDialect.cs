using System.Data;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace CarbonTrading.Engine.Sql;

/// <summary>One PostgreSQL database, shared by any number of nodes.</summary>
internal sealed class PostgresDialect : Dialect
{
    private const string Channel = "carbon_log";
    private const long AloneLock = 0x636172626F6E; // "carbon": advisory lock of whoever changes tables or fills them
    private static readonly TimeSpan reconnect = TimeSpan.FromMilliseconds(500);

    private readonly string connectionString;
    private readonly NpgsqlDataSource pool;
    private readonly CancellationTokenSource closing = new();
    private readonly Lazy<Task> listening;

    public PostgresDialect(string connectionString)
    {
        this.connectionString = connectionString;
        var pooled = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 30, AutoPrepareMinUsages = 2, Enlist = false };
        pool = NpgsqlDataSource.Create(pooled.ConnectionString);
        Place = $"{pooled.Database} on {pooled.Host}:{pooled.Port}";
        listening = new Lazy<Task>(() => Task.Run(Listen));
    }

    /// <summary>The connection the log was last written on.</summary>
    internal NpgsqlConnection? Writer { get; private set; }

    public override string Place { get; }
    public override string Bytes => "BYTEA";
    public override string Text => "TEXT COLLATE \"C\"";
    public override string PositionKey => "position BIGINT PRIMARY KEY";

    public override Task Prepare(CancellationToken ct) => Task.CompletedTask;

    public override async Task<DbConnection> OpenReader(CancellationToken ct) => await pool.OpenConnectionAsync(ct);

    public override Task<DbConnection> OpenSide(CancellationToken ct) => OpenReader(ct);

    /// <summary>A node that stalls inside a transaction loses it after 5 s, so that it cannot hold the lock on the head for ever.</summary>
    public override async Task<DbConnection> OpenWriter(CancellationToken ct)
    {
        Writer = await OpenOwn(ct);
        await Writer.Command("SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '5s'").Run(ct);
        return Writer;
    }

    public override async Task<DbTransaction> BeginSnapshot(DbConnection reader, CancellationToken ct) =>
        await reader.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    public override async Task<DbTransaction> BeginAlone(DbConnection writer, CancellationToken ct)
    {
        var transaction = await writer.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await writer.Command($"SELECT pg_advisory_xact_lock({AloneLock})").Run(ct);
        return transaction;
    }

    /// <summary>One trip. READ COMMITTED: what is read behind the lock is what the holder before us committed.</summary>
    public override async Task<LogState> LockLog(DbConnection writer, IReadOnlyList<Append> asked)
    {
        string[] ids = [.. asked.Select(a => a.CommandId).Distinct()], streams = [.. asked.Select(a => a.Stream).Distinct()];
        await using var batch = new NpgsqlBatch((NpgsqlConnection)writer);
        Add(batch, "BEGIN ISOLATION LEVEL READ COMMITTED");
        Add(batch, "SELECT position, hash, recorded FROM log_head WHERE id = 1 FOR UPDATE");
        Add(batch, "SELECT command_id, input, stream, version, position FROM commands WHERE command_id = ANY($1)", (object)ids); // cast: an array of texts is itself a list of objects
        Add(batch, "SELECT s, (SELECT MAX(version) FROM events WHERE stream = s) FROM unnest($1) s", (object)streams);
        await using var reader = await batch.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) throw new StoreUnavailableException("the row of log_head is missing; run audit verify");
        var state = new LogState(new HeadRow(reader.GetInt64(0), reader.Blob(1), reader.GetInt64(2)), [], []);
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) state.Commands.Add(reader.GetString(0), EventStore.Command(reader));
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) state.Versions.Add(reader.GetString(0), reader.IsDBNull(1) ? 0 : reader.GetInt32(1));
        return state;
    }

    /// <summary>One trip: arrays in, COMMIT at the end; the others' waiting readers are notified by the commit.</summary>
    public override async Task Commit(DbConnection writer, Batch batch)
    {
        var (e, c) = (batch.Events, batch.Commands);
        await using var sql = new NpgsqlBatch((NpgsqlConnection)writer);
        Add(sql, "INSERT INTO events SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            Column(e, r => r.Position), Column(e, r => r.Stream), Column(e, r => r.Version), Column(e, r => r.Recorded), Column(e, r => r.Actor),
            Column(e, r => r.ApprovedBy), Column(e, r => r.Trace), Column(e, r => r.CommandId), Column(e, r => r.Input), Column(e, r => r.Name),
            Column(e, r => r.Body), Column(e, r => r.Hash));
        Add(sql, "INSERT INTO commands SELECT * FROM unnest($1, $2, $3, $4, $5)", Column(c, r => r.CommandId), Column(c, r => r.Input),
            Column(c, r => r.Stream), Column(c, r => r.Version), Column(c, r => r.Position));
        foreach (var (id, position) in batch.Imports) Add(sql, "INSERT INTO price_imports VALUES ($1, $2)", id, position);
        Add(sql, "UPDATE log_head SET position = $1, hash = $2, recorded = $3 WHERE id = 1",
            batch.Head.Position, batch.Head.Hash, batch.Head.Recorded);
        Add(sql, $"SELECT pg_notify('{Channel}', '')");
        Add(sql, "COMMIT");
        await sql.ExecuteNonQueryAsync();
    }

    public override Task Rollback(DbConnection writer) => writer.Command("ROLLBACK").Run(CancellationToken.None);

    public override async Task CloseWriter(DbConnection writer)
    {
        Writer = null;
        await writer.DisposeAsync();
    }

    public override async Task Insert(DbConnection writer, Table table, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        await using var copy = await ((NpgsqlConnection)writer).BeginBinaryImportAsync(
            $"COPY {table.Name}({table.List}) FROM STDIN (FORMAT BINARY)", ct);
        await foreach (var row in rows.WithCancellation(ct))
        {
            await copy.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is null) await copy.WriteNullAsync(ct);
                else if (table.Columns[i] is "version" or "id" && row[i] is long number) await copy.WriteAsync((int)number, NpgsqlDbType.Integer, ct);
                else await copy.WriteAsync(row[i]!, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    public override async Task<IReadOnlyList<StoredEvent>> ReadAll(DbConnection reader, long afterPosition, int max, CancellationToken ct) =>
        await reader.Command($"SELECT {EventStore.EventColumns} FROM events WHERE position > @after ORDER BY position LIMIT @max",
            ("after", afterPosition), ("max", max)).ToList(EventStore.Event, ct);

    /// <summary>Nothing to compare here: notifications beat the pulse, and the caller looks at the head every 500 ms.</summary>
    public override Task<long> Mark(CancellationToken ct)
    {
        _ = listening.Value;
        return Task.FromResult(0L);
    }

    public override async Task WaitForChange(long mark, Task beat, TimeSpan patience, CancellationToken ct)
    {
        await Task.WhenAny(beat, Task.Delay(patience, ct));
        ct.ThrowIfCancellationRequested();
    }

    public override async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (listening.IsValueCreated) await listening.Value;
        await pool.DisposeAsync();
    }

    private async Task Listen()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await OpenOwn(closing.Token);
                connection.Notification += (_, _) => Pulse.Beat();
                await connection.Command($"LISTEN {Channel}").Run(closing.Token);
                Pulse.Beat(); // what was written before LISTEN took hold was not heard
                while (true) await connection.WaitAsync(closing.Token);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested) { return; }
            catch (Exception lost) when (IsOutside(lost)) // until it is back, the look at the head every 500 ms does
            {
                await Task.WhenAny(Task.Delay(reconnect, closing.Token));
            }
        }
    }

    private async Task<NpgsqlConnection> OpenOwn(CancellationToken ct)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, Enlist = false, MaxAutoPrepare = 30, AutoPrepareMinUsages = 2, KeepAlive = 30,
        };
        var connection = new NpgsqlConnection(own.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> column) => [.. rows.Select(column)];

    private static void Add(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
