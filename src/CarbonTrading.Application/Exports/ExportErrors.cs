using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>Refusals of <see cref="Export"/>.</summary>
public static class ExportErrors
{
    /// <summary>No such table.</summary>
    public static DomainError UnknownTable(string table) => new("export.unknown-table", ErrorKind.NotFound,
        $"'{Short(table)}' is not a table that can be exported; there are: {string.Join(", ", ExportTables.All.Select(t => t.Name))}.", "table");

    /// <summary>No such format.</summary>
    public static DomainError UnknownFormat(string format) => new("export.unknown-format", ErrorKind.Invalid,
        $"'{Short(format)}' is not a format of a table; there are: {string.Join(", ", Export.Formats)}.", "format");

    /// <summary>Something the table does not take.</summary>
    public static DomainError UnknownFilter(string table, string name, IEnumerable<string> taken) => new("export.unknown-filter", ErrorKind.Invalid,
        $"{table} is not filtered by '{Short(name)}'; it takes: {string.Join(", ", taken)}.", Short(name));

    /// <summary>Something the table cannot do without.</summary>
    public static DomainError Needs(string table, string name, string form) => new("export.value-needed", ErrorKind.Invalid,
        $"{table} needs {name}: {form}. Give it as well.", name);

    /// <summary>More rows than a workbook is made of here.</summary>
    public static DomainError TooManyRows(string table, int most) => new("export.too-many-rows", ErrorKind.Refused,
        $"{table} has more than {most} rows; a workbook has at most so many here. Ask for csv, or for fewer rows by a filter.", "format");

    /// <summary>A workbook on the screen of a terminal.</summary>
    public static DomainError NeedsFile() => new("export.file-needed", ErrorKind.Invalid,
        "A workbook is no text for the terminal; name the file it goes into with --out.", "out");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
