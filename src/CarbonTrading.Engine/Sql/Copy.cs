using System.Data.Common;
using System.Runtime.CompilerServices;

namespace CarbonTrading.Engine.Sql;

/// <summary>Backup and restore: the same tables row by row, from one snapshot into one transaction, between any two stores.</summary>
internal static class Copy
{
    /// <summary>Writes a new SQLite file beside the target and moves it there when it is whole.</summary>
    public static async Task ToFile(Dialect source, string file, CancellationToken ct)
    {
        var part = file + ".part";
        Remove(part);
        try
        {
            await using (var target = await Store.OpenFile(part, ct))
            {
                await using var reader = await source.OpenReader(ct);
                await using var snapshot = await source.BeginSnapshot(reader, ct);
                await All(reader, target.Dialect, ct);
                await using var writer = await target.Dialect.OpenSide(ct);
                await writer.Command("PRAGMA journal_mode=DELETE").Single(ct); // one file, nothing beside it
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            Remove(part);
        }
    }

    /// <summary>Refuses a source that is not sound and a target that is not empty.</summary>
    public static async Task Into(Dialect source, Dialect target, CancellationToken ct)
    {
        await using var reader = await source.OpenReader(ct);
        await Schema.Check(source, reader, ct);
        var report = await Verification.Run(source, 0, ct);
        if (report.Faults.Count > 0) throw new StoreUnavailableException($"The backup is not sound: {report.Faults[0]}; use another one.");
        await using var snapshot = await source.BeginSnapshot(reader, ct);
        await All(reader, target, ct);
        target.Pulse.Beat();
    }

    private static async Task All(DbConnection reader, Dialect target, CancellationToken ct)
    {
        await using var writer = await target.OpenSide(ct);
        await using var transaction = await target.BeginAlone(writer, ct);
        await writer.Command("DELETE FROM log_head WHERE position = 0").Run(ct);
        foreach (var table in Schema.All)
        {
            if (await writer.Command($"SELECT 1 FROM {table.Name} LIMIT 1").Single(ct) is not null)
            {
                throw new StoreUnavailableException(
                    $"The store {target.Place} is not empty ({table.Name}); a backup is restored only into a new one.");
            }
        }

        foreach (var table in Schema.All) await target.Insert(writer, table, Rows(reader, table, ct), ct);
        await transaction.CommitAsync(ct);
    }

    private static async IAsyncEnumerable<object?[]> Rows(
        DbConnection reader, Table table, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = reader.Command($"SELECT {table.List} FROM {table.Name} ORDER BY {table.Order}");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var row = new object?[table.Columns.Length];
            for (var i = 0; i < row.Length; i++) row[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            yield return row;
        }
    }

    private static void Remove(string part)
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(part + end);
    }
}
