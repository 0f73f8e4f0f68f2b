using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace CarbonTrading.Engine.Sql;

/// <summary>One SQLite file, shared by any number of processes of one machine.</summary>
/// <param name="folder">Folder that belongs to the store alone: made, and closed to others, when it is opened; null = none.</param>
internal sealed class SqliteDialect(string file, string? folder = null) : Dialect
{
    private const int BusyMs = 10_000;
    private static readonly TimeSpan poll = TimeSpan.FromMilliseconds(20);

    private readonly SqliteConnection watcher = new(ConnectionText(file, SqliteOpenMode.ReadOnly, pooling: false));
    private readonly Lock watching = new();
    private SqliteLog? log;

    /// <summary>Runs on every new writer connection; a test makes it small with this.</summary>
    internal Action<SqliteConnection>? WriterOpened { get; set; }

    /// <summary>The connection the log was last written on.</summary>
    internal SqliteConnection? Writer => log?.Connection;

    public override string Place => file;
    public override string Bytes => "BLOB";
    public override string Text => "TEXT";
    public override string PositionKey => "position INTEGER PRIMARY KEY";

    /// <summary>The file only its owner may read, the folder (where it is new or was empty) only its owner may enter.</summary>
    public override async Task Prepare(CancellationToken ct)
    {
        if (folder is not null) CloseFolder(folder);
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await new FileStream(file, options).DisposeAsync();
        }

        await using var connection = (SqliteConnection)await OpenWriter(ct);
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await connection.Command("PRAGMA journal_mode=WAL").Single(ct);
                break;
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY && waited.ElapsedMilliseconds < BusyMs)
            {
                await Task.Delay(poll, ct); // another process is opening the same new file
            }
        }
    }

    private void CloseFolder(string folder)
    {
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder);
        var isOurs = File.Exists(file) || !Directory.EnumerateFileSystemEntries(folder).Any();
        if (isOurs && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public override async Task<DbConnection> OpenReader(CancellationToken ct)
    {
        var connection = new SqliteConnection(ConnectionText(file, SqliteOpenMode.ReadOnly, pooling: true));
        await connection.OpenAsync(ct);
        return connection;
    }

    public override async Task<DbConnection> OpenWriter(CancellationToken ct)
    {
        var connection = new SqliteConnection(ConnectionText(file, SqliteOpenMode.ReadWrite, pooling: false));
        try
        {
            await connection.OpenAsync(ct);
            await connection.Command($"PRAGMA busy_timeout={BusyMs}; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000").Run(ct);
            WriterOpened?.Invoke(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<DbConnection> OpenSide(CancellationToken ct) => OpenWriter(ct);

    public override Task<DbTransaction> BeginSnapshot(DbConnection reader, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)reader).BeginTransaction(deferred: true));

    public override Task<DbTransaction> BeginAlone(DbConnection writer, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)writer).BeginTransaction(deferred: false));

    public override Task<LogState> LockLog(DbConnection writer, IReadOnlyList<Append> asked)
    {
        if (log?.Connection != writer)
        {
            log?.Dispose();
            log = new SqliteLog((SqliteConnection)writer);
        }

        return Task.FromResult(log.Lock(asked));
    }

    public override Task Commit(DbConnection writer, Batch batch)
    {
        log!.Commit(batch);
        return Task.CompletedTask;
    }

    public override Task Rollback(DbConnection writer)
    {
        log!.Rollback();
        return Task.CompletedTask;
    }

    public override async Task CloseWriter(DbConnection writer)
    {
        log?.Dispose();
        log = null;
        await writer.DisposeAsync();
    }

    public override async Task Insert(
        DbConnection writer, Table table, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        var names = table.Columns.Select(c => "@" + c).ToArray();
        await using var insert = writer.Command(
            $"INSERT INTO {table.Name}({table.List}) VALUES ({string.Join(", ", names)})", [.. names.Select(n => (n, (object?)null))]);
        await foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) insert.Parameters[i].Value = row[i] ?? DBNull.Value;
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    public override Task<IReadOnlyList<StoredEvent>> ReadAll(DbConnection reader, long afterPosition, int max, CancellationToken ct) =>
        Task.FromResult(SqliteLog.ReadAll((SqliteConnection)reader, afterPosition, max, ct));

    public override Task<long> Mark(CancellationToken ct)
    {
        lock (watching)
        {
            if (watcher.State != System.Data.ConnectionState.Open) watcher.Open();
            using var command = watcher.CreateCommand();
            command.CommandText = "PRAGMA data_version";
            return Task.FromResult((long)command.ExecuteScalar()!);
        }
    }

    public override async Task WaitForChange(long mark, Task beat, TimeSpan patience, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience && await Mark(ct) == mark;)
            if (await Task.WhenAny(beat, Task.Delay(poll, ct)) == beat) return;
        ct.ThrowIfCancellationRequested();
    }

    public override ValueTask DisposeAsync()
    {
        log?.Dispose();
        lock (watching) watcher.Dispose();
        using var pooled = new SqliteConnection(ConnectionText(file, SqliteOpenMode.ReadOnly, pooling: true));
        SqliteConnection.ClearPool(pooled);
        return ValueTask.CompletedTask;
    }

    // One second: SQLite itself waits for a busy file (busy_timeout); the driver's own wait behind it sleeps 150 ms a turn.
    private static string ConnectionText(string file, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = mode, Pooling = pooling, DefaultTimeout = mode == SqliteOpenMode.ReadOnly ? 10 : 1,
    }.ToString();
}
