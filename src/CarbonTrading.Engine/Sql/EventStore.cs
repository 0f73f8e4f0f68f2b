using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;

namespace CarbonTrading.Engine.Sql;

/// <summary>The log on a database. One writer in this process takes whatever is waiting into one transaction.</summary>
/// <remarks>A lone command goes through at once; commands that arrive during a commit share the next one.</remarks>
internal sealed class EventStore : IEventStore
{
    private const int BatchMax = 1_024;
    private const int CommandIdLengthMax = 100;
    private static readonly TimeSpan beatMax = TimeSpan.FromMilliseconds(500);

    private sealed record Asked(Append Append, TaskCompletionSource<AppendResult> Answer);

    private readonly Dialect dialect;
    private readonly Pulse pulse;
    private readonly Task writing;
    private readonly Channel<Asked> queue = Channel.CreateUnbounded<Asked>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JustWritten written = new();
    private DbConnection? writer;

    public EventStore(Dialect dialect, Pulse pulse)
    {
        (this.dialect, this.pulse) = (dialect, pulse);
        writing = Task.Run(Write);
    }

    public async Task<AppendResult> TryAppend(Append append, CancellationToken ct = default)
    {
        Check(append);
        ct.ThrowIfCancellationRequested();
        var asked = new Asked(append, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!queue.Writer.TryWrite(asked)) throw new StoreUnavailableException($"the store {dialect.Place} is closed");
        return await asked.Answer.Task.WaitAsync(ct);
    }

    public Task<IReadOnlyList<StoredEvent>> Read(string stream, int afterVersion, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return (IReadOnlyList<StoredEvent>)await reader.Command(
            $"SELECT {EventColumns} FROM events WHERE stream = @stream AND version > @version ORDER BY version",
            ("stream", stream), ("version", afterVersion)).ToList(Event, ct);
    });

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return written.Recall(await dialect.ReadAll(reader, afterPosition, max, ct));
    });

    public Task<CommandRecord?> FindCommand(string commandId, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        var found = await reader.Command("SELECT command_id, input, stream, version, position FROM commands WHERE command_id = @id",
            ("id", commandId)).ToList(Command, ct);
        return found.SingleOrDefault();
    });

    public Task<LogHead> Head(CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return (await HeadOf(reader, ct)).ToHead();
    });

    public Task WaitForMore(long afterPosition, TimeSpan patience, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var (beat, mark) = (pulse.Next, await dialect.Mark(ct)); // before the look at the head: nothing falls in between
            if ((await Head(ct)).Position > afterPosition) return true;
            var left = patience - waited.Elapsed;
            if (left <= TimeSpan.Zero) return false;
            await dialect.WaitForChange(mark, beat, left < beatMax ? left : beatMax, ct);
        }
    });

    public Task<ChainReport> Verify(CancellationToken ct = default) => Verify(new LogHead(0, ""), ct);

    public Task<ChainReport> Verify(LogHead expected, CancellationToken ct = default) =>
        dialect.Guard(() => Verification.Run(dialect, expected.Position, ct));

    public Task Backup(string file, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await Copy.ToFile(dialect, file, ct);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        await CloseWriter();
    }

    internal const string EventColumns = "position, stream, version, recorded, actor, approved_by, trace, command_id, input, name, body";

    internal static StoredEvent Event(DbDataReader r) => new(r.GetInt64(0), r.GetString(1), r.GetInt32(2), Chain.Instant(r.GetInt64(3)),
        r.GetString(4), r.TextOrNull(5), r.TextOrNull(6), r.GetString(7), r.GetString(8), r.GetString(9), r.Blob(10));

    internal static CommandRecord Command(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetInt64(4));

    internal static async Task<HeadRow> HeadOf(DbConnection reader, CancellationToken ct)
    {
        var rows = await reader.Command("SELECT position, hash, recorded FROM log_head WHERE id = 1")
            .ToList(r => new HeadRow(r.GetInt64(0), r.Blob(1), r.GetInt64(2)), ct);
        return rows.Count == 1 ? rows[0] : throw new StoreUnavailableException("the row of log_head is missing; run audit verify");
    }

    private async Task Write()
    {
        var batch = new List<Asked>();
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < BatchMax && queue.Reader.TryRead(out var next)) batch.Add(next);
            try { await Commit(batch); }
            catch (Exception failed) // edge: whatever happens, every caller hears of it and the writer goes on with a new connection
            {
                await CloseWriter();
                var told = Dialect.IsOutside(failed) ? dialect.Unavailable(failed) : failed;
                foreach (var asked in batch) asked.Answer.TrySetException(told);
            }
        }
    }

    private async Task Commit(List<Asked> asked)
    {
        writer ??= await dialect.OpenWriter(CancellationToken.None);
        List<Append> appends = [.. asked.Select(a => a.Append)];
        var batch = Batch.Plan(appends, await dialect.LockLog(writer, appends));
        if (batch.Events.Count == 0) await dialect.Rollback(writer);
        else await dialect.Commit(writer, batch);
        for (var i = 0; i < asked.Count; i++)
            if (batch.Answers[i].Position is { } last) written.Note(last, appends[i].Events);
        if (batch.Events.Count > 0) pulse.Beat();
        for (var i = 0; i < asked.Count; i++) asked[i].Answer.TrySetResult(batch.Answers[i]);
    }

    private async Task CloseWriter()
    {
        if (writer is null) return;
        var closing = writer;
        writer = null;
        await dialect.CloseWriter(closing);
    }

    private static void Check(Append append)
    {
        ArgumentOutOfRangeException.ThrowIfZero(append.Events.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(append.CommandId.Length, CommandIdLengthMax);
        foreach (var text in (string?[])[append.Stream, append.CommandId, append.Input, append.Actor, append.ApprovedBy, append.Trace])
            if (text is not null && (text.Contains('\0') || !IsWellFormed(text))) throw new ArgumentException("text that cannot be stored", nameof(append));
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
