using System.Data.Common;
using System.Globalization;

namespace CarbonTrading.Engine.Sql;

/// <summary>The table <c>price_rows</c>; <c>price_imports</c> names the imports whose event is in the log.</summary>
internal sealed class PriceTable(Dialect dialect) : IPriceTable
{
    /// <summary>Rows of an import whose event is in the log stand: writing them again changes nothing.</summary>
    public Task Write(string importId, IReadOnlyList<PriceRow> rows, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var writer = await dialect.OpenSide(ct);
        await using var transaction = await dialect.BeginAlone(writer, ct);
        var recorded = await writer.Command("SELECT position FROM price_imports WHERE import_id = @id", ("id", importId)).Single(ct);
        if (recorded is not null) return false;
        await writer.Command("DELETE FROM price_rows WHERE import_id = @id", ("id", importId)).Run(ct);
        await dialect.Insert(writer, Schema.Prices, Values(importId, rows), ct);
        await transaction.CommitAsync(ct);
        return true;
    });

    public Task<IReadOnlyList<PriceRow>> Read(string importId, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return (IReadOnlyList<PriceRow>)await Rows(reader, importId, ct);
    });

    /// <summary>Rows of an import whose event is in the log; none of any other.</summary>
    internal static async Task<List<PriceRow>> Rows(DbConnection reader, string importId, CancellationToken ct)
    {
        var rows = await reader.Command(
            """
            SELECT series, day, field, value FROM price_rows
            WHERE import_id = @id AND EXISTS (SELECT 1 FROM price_imports i WHERE i.import_id = price_rows.import_id)
            """,
            ("id", importId)).ToList(r => new PriceRow(r.GetString(0),
                DateOnly.ParseExact(r.GetString(1), "yyyy-MM-dd", CultureInfo.InvariantCulture), r.GetString(2),
                decimal.Parse(r.GetString(3), NumberStyles.Float, CultureInfo.InvariantCulture)), ct);
        return [.. PriceRows.InOrder(rows)];
    }

    private static async IAsyncEnumerable<object?[]> Values(string importId, IReadOnlyList<PriceRow> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return [importId, row.Series, PriceRows.DateText(row.Date), row.Field, PriceRows.ValueText(row.Value)];
    }
}
