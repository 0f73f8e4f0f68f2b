using Microsoft.Data.Sqlite;

namespace CarbonTrading.Engine.Sql;

/// <summary>The log's statements on one writer connection, prepared once.</summary>
internal sealed class SqliteLog(SqliteConnection connection) : IDisposable
{
    private const string EventColumns = "position, stream, version, recorded, actor, approved_by, trace, command_id, input, name, body";

    private readonly SqliteStatement begin = new(connection, "BEGIN IMMEDIATE");
    private readonly SqliteStatement commit = new(connection, "COMMIT");
    private readonly SqliteStatement rollback = new(connection, "ROLLBACK");
    private readonly SqliteStatement head = new(connection, "SELECT position, hash, recorded FROM log_head WHERE id = 1");
    private readonly SqliteStatement command = new(connection, "SELECT input, stream, version, position FROM commands WHERE command_id = ?");
    private readonly SqliteStatement version = new(connection, "SELECT MAX(version) FROM events WHERE stream = ?");
    private readonly SqliteStatement moveHead = new(connection, "UPDATE log_head SET position = ?, hash = ?, recorded = ? WHERE id = 1");
    private readonly SqliteStatement addCommand = new(connection, "INSERT INTO commands VALUES (?, ?, ?, ?, ?)");
    private readonly SqliteStatement addImport = new(connection, "INSERT INTO price_imports VALUES (?, ?)");
    private readonly SqliteStatement addEvent = new(connection, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    public SqliteConnection Connection => connection;

    public LogState Lock(IReadOnlyList<Append> asked)
    {
        begin.Run();
        if (!head.Step()) throw new StoreUnavailableException("the row of log_head is missing; run audit verify");
        var state = new LogState(new HeadRow(head.Number(0), head.Blob(1), head.Number(2)), [], []);
        head.Reset();
        foreach (var append in asked)
        {
            var id = append.CommandId;
            if (!state.Commands.ContainsKey(id) && command.Bind(1, id).Step())
                state.Commands[id] = new CommandRecord(id, command.Text(0), command.Text(1), command.Int(2), command.Number(3));
            command.Reset();
            if (state.Versions.ContainsKey(append.Stream)) continue;
            version.Bind(1, append.Stream).Step();
            state.Versions[append.Stream] = version.Int(0); // NULL reads as 0: no events yet
            version.Reset();
        }

        return state;
    }

    public void Commit(Batch batch)
    {
        foreach (var e in batch.Events)
        {
            addEvent.Bind(1, e.Position).Bind(2, e.Stream).Bind(3, e.Version).Bind(4, e.Recorded).Bind(5, e.Actor).Bind(6, e.ApprovedBy)
                .Bind(7, e.Trace).Bind(8, e.CommandId).Bind(9, e.Input).Bind(10, e.Name).Bind(11, e.Body).Bind(12, e.Hash).Run();
        }

        foreach (var c in batch.Commands)
            addCommand.Bind(1, c.CommandId).Bind(2, c.Input).Bind(3, c.Stream).Bind(4, c.Version).Bind(5, c.Position).Run();
        foreach (var (id, position) in batch.Imports) addImport.Bind(1, id).Bind(2, position).Run();
        moveHead.Bind(1, batch.Head.Position).Bind(2, batch.Head.Hash).Bind(3, batch.Head.Recorded).Run();
        commit.Run();
    }

    public void Rollback() => rollback.Run();

    public static IReadOnlyList<StoredEvent> ReadAll(SqliteConnection connection, long afterPosition, int max, CancellationToken ct)
    {
        var rows = new List<StoredEvent>(Math.Min(max, 10_000));
        using var select = new SqliteStatement(connection, $"SELECT {EventColumns} FROM events WHERE position > ? ORDER BY position LIMIT ?");
        select.Bind(1, afterPosition).Bind(2, max);
        while (select.Step())
        {
            rows.Add(new StoredEvent(select.Number(0), select.Repeated(1), select.Int(2), Chain.Instant(select.Number(3)), select.Repeated(4),
                select.TextOrNull(5), select.TextOrNull(6), select.Text(7), select.Text(8), select.Repeated(9), select.Blob(10)));
        }

        ct.ThrowIfCancellationRequested();
        return rows;
    }

    public void Dispose()
    {
        foreach (var s in (SqliteStatement[])[begin, commit, rollback, head, command, version, moveHead, addCommand, addImport, addEvent]) s.Dispose();
    }
}
