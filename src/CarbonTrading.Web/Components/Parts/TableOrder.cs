using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>How values of a table column are ordered and written; what is missing comes last.</summary>
public static class TableOrder
{
    /// <summary>Order of two values of one column.</summary>
    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string x, string y) => string.CompareOrdinal(x, y),
        (IComparable x, _) when a.GetType() == b.GetType() => x.CompareTo(b),
        _ => string.CompareOrdinal(Convert.ToString(a, CultureInfo.InvariantCulture), Convert.ToString(b, CultureInfo.InvariantCulture)),
    };

    /// <summary>The rows in which the text stands, in whatever column; all of them where there is no text.</summary>
    public static IReadOnlyList<TRow> Filtered<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns, string find, Format format) => find.Length == 0 ? rows
        : [.. rows.Where(r => columns.Any(c => Text(c.Value(r), format).Contains(find, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>A value as a person reads it.</summary>
    public static string Text(object? value, Format format) => value switch
    {
        null => Format.NotApplicable,
        long number => format.Tonnes(number),
        int number => format.Tonnes(number),
        Tonnes tonnes => format.Tonnes(tonnes),
        decimal amount => format.Number(amount),
        DateOnly day => format.Date(day),
        DateTimeOffset instant => format.Instant(instant),
        _ => value.ToString() ?? "",
    };
}
