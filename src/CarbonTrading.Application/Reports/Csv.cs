using System.Globalization;
using System.Text;

namespace CarbonTrading.Application.Reports;

/// <summary>Writes tables for spreadsheets: invariant numbers, and no cell that a spreadsheet would run as a formula.</summary>
public static class Csv
{
    /// <summary>One file: what the figures stand on in the first rows, then the head, then the rows.</summary>
    /// <param name="about">Name and value pairs: as-of date, known position, price set.</param>
    /// <param name="head">Column heads.</param>
    /// <param name="rows">Cells as they are.</param>
    public static string Write(IEnumerable<(string Name, string Value)> about, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder("\uFEFF"); // spreadsheets take UTF-8 only with a mark
        foreach (var (name, value) in about) Line(text, [name, value]);
        Line(text, head);
        foreach (var row in rows) Line(text, row);
        return text.ToString();
    }

    /// <summary>The same, written row by row as the rows come.</summary>
    public static async Task Write(
        TextWriter to, IEnumerable<(string Name, string Value)> about, IReadOnlyList<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken ct)
    {
        await to.WriteAsync(Write(about, head, []).AsMemory(), ct);
        var text = new StringBuilder();
        await foreach (var row in rows.WithCancellation(ct))
        {
            Line(text.Clear(), row);
            await to.WriteAsync(text, ct);
        }

        await to.FlushAsync(ct);
    }

    /// <summary>A value as text, the same in every language: numbers without grouping, days and instants in ISO form.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        long or int or decimal or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        Kernel.Tonnes tonnes => tonnes.Value.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>One cell. A text that begins like a formula gets an apostrophe; a number never does.</summary>
    public static string Cell(object? value)
    {
        var text = value is long or int or decimal or double or Kernel.Tonnes ? Text(value) : Neutral(Text(value));
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Neutral(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.Length > 0 && start[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || text.StartsWith('\t') || text.StartsWith('\r')
            ? "'" + text : text;
    }

    private static void Line(StringBuilder text, IReadOnlyList<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
}
