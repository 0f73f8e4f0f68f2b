using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CarbonTrading.Application.Prices;
using CarbonTrading.Kernel;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonTrading.Application.Trades;

/// <summary>One line of a deal file.</summary>
/// <param name="Line">Line in the file, 1 = the head.</param>
/// <param name="Columns">Where each column stands, the same for every line.</param>
/// <param name="Cells">Trimmed cells.</param>
public sealed record TradeFileRow(int Line, FrozenDictionary<string, int> Columns, IReadOnlyList<string> Cells)
{
    /// <summary>The cell under a name; empty where the file has no such column or the line ends before it.</summary>
    public string this[string name] => Columns.TryGetValue(name, out var column) && column < Cells.Count ? Cells[column] : "";
}

/// <summary>Reads the lines of a deal file: CSV UTF-8, or the first sheet of an XLSX workbook.</summary>
public static class TradeFile
{
    /// <summary>All lines, or why the file is none.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="needed">Columns that must be there.</param>
    /// <param name="possible">Columns that may be there.</param>
    public static (IReadOnlyList<TradeFileRow> Rows, DomainError? Refusal) Read(byte[] bytes, IReadOnlyList<string> needed, IReadOnlyList<string> possible)
    {
        if (bytes.Length > TradeImport.BytesMax) return ([], TradeImportErrors.TooLarge(bytes.Length, TradeImport.BytesMax));
        var (lines, wrong) = PriceTableFile.IsWorkbook(bytes) ? OfWorkbook(bytes) : OfText(bytes);
        if (wrong is not null) return ([], wrong);
        if (lines.Count == 0) return ([], TradeImportErrors.Empty());
        var head = lines[0].Cells;
        if (needed.Except(head).ToList() is { Count: > 0 } missing) return ([], TradeImportErrors.ColumnsMissing(missing));
        if (head.Except(needed).Except(possible).Where(h => h.Length > 0).ToList() is { Count: > 0 } unknown) return ([], TradeImportErrors.ColumnsUnknown(unknown));
        if (lines.Count - 1 > TradeImport.LinesMax) return ([], TradeImportErrors.TooManyLines(TradeImport.LinesMax));
        var columns = head.Index().DistinctBy(c => c.Item).ToFrozenDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        return ([.. lines.Skip(1).Select(l => new TradeFileRow(l.Line, columns, l.Cells))], null);
    }

    /// <summary>A number as it stands; what is not one stays a text and is refused by the command's own reading.</summary>
    public static JsonNode Number(string text) =>
        text.Length is > 0 and <= 30 && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-') && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? JsonValue.Create(value) : JsonValue.Create(text);

    private static (IReadOnlyList<(int Line, IReadOnlyList<string> Cells)>, DomainError?) OfWorkbook(byte[] bytes)
    {
        var (rows, broken) = PriceTableFile.Sheet(bytes, "The file");
        return broken is not null ? ([], TradeImportErrors.WorkbookBroken(broken.Message)) : ([.. rows.Select(r => (r.Line, r.Cells))], null);
    }

    private static (IReadOnlyList<(int Line, IReadOnlyList<string> Cells)>, DomainError?) OfText(byte[] bytes)
    {
        string text;
        try { text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'); }
        catch (DecoderFallbackException) { return ([], TradeImportErrors.NotUtf8()); }

        var config = new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, BadDataFound = null, TrimOptions = TrimOptions.Trim };
        using var csv = new CsvParser(new StringReader(text), config);
        var lines = new List<(int, IReadOnlyList<string>)>();
        while (csv.Read() && lines.Count <= TradeImport.LinesMax + 1)
            if (csv.Record is { } record && record.Any(c => c.Length > 0)) lines.Add((csv.RawRow, record));
        return (lines, null);
    }
}
