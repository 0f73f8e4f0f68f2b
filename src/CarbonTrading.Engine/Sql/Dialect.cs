using System.Data.Common;
using System.Net.Sockets;

namespace CarbonTrading.Engine.Sql;

/// <summary>What differs between the two databases; everything else in this folder is written once.</summary>
internal abstract class Dialect : IAsyncDisposable
{
    /// <summary>Beats when this process wrote, or heard that another did.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>Names the database in messages; no password in it.</summary>
    public abstract string Place { get; }

    /// <summary>Column type of bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>Column type of text compared byte by byte.</summary>
    public abstract string Text { get; }

    /// <summary>Column <c>position</c> of the log as its key.</summary>
    public abstract string PositionKey { get; }

    /// <summary>Brings the database into a state where it can be opened; called once, before anything else.</summary>
    public abstract Task Prepare(CancellationToken ct);

    /// <summary>A connection that only reads.</summary>
    public abstract Task<DbConnection> OpenReader(CancellationToken ct);

    /// <summary>A connection that writes durably: commits are on the disk when they return. Not shared, not pooled.</summary>
    public abstract Task<DbConnection> OpenWriter(CancellationToken ct);

    /// <summary>A connection that writes, for the side tables.</summary>
    public abstract Task<DbConnection> OpenSide(CancellationToken ct);

    /// <summary>A transaction in which every read sees the same state.</summary>
    public abstract Task<DbTransaction> BeginSnapshot(DbConnection reader, CancellationToken ct);

    /// <summary>A transaction that writes; keeps other nodes from changing the schema or the log meanwhile.</summary>
    public abstract Task<DbTransaction> BeginAlone(DbConnection writer, CancellationToken ct);

    /// <summary>Begins a transaction, locks the head of the log and reads what a batch has to be checked against.</summary>
    public abstract Task<LogState> LockLog(DbConnection writer, IReadOnlyList<Append> asked);

    /// <summary>Writes the batch and commits: after this it is on the disk.</summary>
    public abstract Task Commit(DbConnection writer, Batch batch);

    /// <summary>Ends the transaction of <see cref="LockLog"/> without a change.</summary>
    public abstract Task Rollback(DbConnection writer);

    /// <summary>Closes a writer, whatever state it is in.</summary>
    public abstract Task CloseWriter(DbConnection writer);

    /// <summary>Many rows into one table at once, inside the caller's transaction.</summary>
    public abstract Task Insert(DbConnection writer, Table table, IAsyncEnumerable<object?[]> rows, CancellationToken ct);

    /// <summary>Events after a position in order, at most <paramref name="max"/>.</summary>
    public abstract Task<IReadOnlyList<StoredEvent>> ReadAll(DbConnection reader, long afterPosition, int max, CancellationToken ct);

    /// <summary>A mark that differs once another connection has committed.</summary>
    public abstract Task<long> Mark(CancellationToken ct);

    /// <summary>Returns when the mark may differ, the pulse came, or the time is over.</summary>
    public abstract Task WaitForChange(long mark, Task beat, TimeSpan patience, CancellationToken ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the database, the disk or the network failed, rather than this program.</summary>
    public static bool IsOutside(Exception failed) =>
        failed is DbException or IOException or UnauthorizedAccessException or SocketException or TimeoutException;

    /// <summary>Runs a piece of work; a failure of the outside world becomes <see cref="StoreUnavailableException"/>.</summary>
    public async Task<T> Guard<T>(Func<Task<T>> work)
    {
        try { return await work(); }
        catch (Exception failed) when (IsOutside(failed)) { throw Unavailable(failed); }
    }

    /// <summary>The failure as callers see it.</summary>
    public StoreUnavailableException Unavailable(Exception failed) => new($"the store {Place} cannot be used now: {failed.Message}", failed);
}

/// <summary>Tells waiting readers in this process that the log grew.</summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource next = New();

    /// <summary>Ends at the next beat.</summary>
    public Task Next => next.Task;

    public void Beat() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
