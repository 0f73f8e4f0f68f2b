using System.Data.Common;
using System.Text.Json;

namespace CarbonTrading.Engine.Sql;

/// <summary>Recomputes everything the log promises from the stored bytes, in one snapshot.</summary>
internal sealed class Verification(long notedPosition)
{
    private const int FaultsMax = 100;

    private readonly List<string> faults = [];
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly List<(string Id, int Rows, string Hash, long Position)> imports = [];
    private HeadRow last = new(0, Chain.Start, 0);
    private CommandRecord? command;
    private LogHead? noted = notedPosition == 0 ? new HeadRow(0, Chain.Start, 0).ToHead() : null;
    private long count;

    public static async Task<ChainReport> Run(Dialect dialect, long notedPosition, CancellationToken ct)
    {
        await using var reader = await dialect.OpenReader(ct);
        await using var snapshot = await dialect.BeginSnapshot(reader, ct);
        return await new Verification(notedPosition).Run(reader, ct);
    }

    private async Task<ChainReport> Run(DbConnection reader, CancellationToken ct)
    {
        var commands = await Commands(reader, ct);
        await using (var select = reader.Command($"SELECT {Schema.Events.List} FROM events ORDER BY position"))
        {
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) Next(Row(rows), commands);
        }

        CommandEnds(commands);
        foreach (var left in commands.Values) Fault($"command {left.CommandId} is recorded at position {left.Position}, but has no events");
        await CheckHead(reader, ct);
        await CheckImports(reader, ct);
        return new ChainReport(count, last.ToHead().Hash, faults, noted);
    }

    private void Next(EventRow row, Dictionary<string, CommandRecord> commands)
    {
        if (row.Position != last.Position + 1) Fault($"position {row.Position} follows {last.Position}: rows in between are missing");
        if (!Chain.Hash(last.Hash, row).AsSpan().SequenceEqual(row.Hash)) Fault($"position {row.Position}: the stored row does not match its hash");
        if (row.Recorded < last.Recorded) Fault($"position {row.Position}: recorded before the row in front of it");
        var version = versions.GetValueOrDefault(row.Stream);
        if (row.Version != version + 1) Fault($"position {row.Position}: version {row.Version} of {row.Stream} follows {version}");
        versions[row.Stream] = row.Version;
        if (row.CommandId != command?.CommandId) CommandEnds(commands);
        command = new CommandRecord(row.CommandId, row.Input, row.Stream, row.Version, row.Position);
        if (row.Name == PriceRows.RecordedEvent) NoteImport(row);
        last = new HeadRow(row.Position, row.Hash, row.Recorded);
        if (row.Position == notedPosition) noted = last.ToHead();
        count++;
    }

    /// <summary>All events of a command stand together; the row of the command names the last of them.</summary>
    private void CommandEnds(Dictionary<string, CommandRecord> commands)
    {
        if (command is null) return;
        if (!commands.Remove(command.CommandId, out var recorded)) Fault($"position {command.Position}: command {command.CommandId} is not recorded");
        else if (recorded != command) Fault($"position {command.Position}: command {command.CommandId} is recorded otherwise: {recorded}");
    }

    private void NoteImport(EventRow row)
    {
        try
        {
            using var body = JsonDocument.Parse(row.Body);
            var import = body.RootElement;
            imports.Add((import.GetProperty("importId").GetString()!, import.GetProperty("rows").GetInt32(),
                import.GetProperty("rowsHash").GetString()!, row.Position));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Fault($"position {row.Position}: the price import cannot be read: {unreadable.Message}");
        }
    }

    private async Task CheckHead(DbConnection reader, CancellationToken ct)
    {
        var heads = await reader.Command("SELECT position, hash, recorded FROM log_head ORDER BY id")
            .ToList(r => new HeadRow(r.GetInt64(0), r.Blob(1), r.GetInt64(2)), ct);
        if (heads is not [var head]) Fault($"log_head has {heads.Count} rows, 1 expected");
        else if (head.Position != last.Position || head.Recorded != last.Recorded || !head.Hash.AsSpan().SequenceEqual(last.Hash))
            Fault($"log_head stands at position {head.Position}, the last row at {last.Position}, or their hashes differ");
    }

    private async Task CheckImports(DbConnection reader, CancellationToken ct)
    {
        var marks = await reader.Command("SELECT import_id, position FROM price_imports").ToList(r => (Id: r.GetString(0), Position: r.GetInt64(1)), ct);
        var visible = marks.ToDictionary(i => i.Id, i => i.Position, StringComparer.Ordinal);
        foreach (var (id, rows, hash, position) in imports)
        {
            if (!visible.Remove(id, out var marked) || marked != position) Fault($"position {position}: price import {id} is not marked here");
            var stored = await PriceTable.Rows(reader, id, ct);
            if (stored.Count != rows) Fault($"position {position}: price import {id} has {stored.Count} rows, {rows} expected");
            else if (PriceRows.Hash(stored) != hash) Fault($"position {position}: the price rows of import {id} do not match their hash");
        }

        foreach (var (id, position) in visible) Fault($"price import {id} is marked at position {position}, but has no event there");
    }

    private static async Task<Dictionary<string, CommandRecord>> Commands(DbConnection reader, CancellationToken ct)
    {
        return (await reader.Command($"SELECT {Schema.Commands.List} FROM commands").ToList(EventStore.Command, ct)).ToDictionary(c => c.CommandId, StringComparer.Ordinal);
    }

    private static EventRow Row(DbDataReader r) => new(r.GetInt64(0), r.GetString(1), r.GetInt32(2), r.GetInt64(3), r.GetString(4),
        r.TextOrNull(5), r.TextOrNull(6), r.GetString(7), r.GetString(8), r.GetString(9), r.Blob(10), r.Blob(11));

    private void Fault(string sentence)
    {
        if (faults.Count < FaultsMax) faults.Add(sentence);
        else if (faults.Count == FaultsMax) faults.Add("... and more");
    }
}
