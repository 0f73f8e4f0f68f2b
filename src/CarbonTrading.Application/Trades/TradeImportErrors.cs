using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Trades;

/// <summary>Refusals of a whole deal file.</summary>
public static class TradeImportErrors
{
    /// <summary>Too large.</summary>
    public static DomainError TooLarge(int bytes, int bytesMax) => new("trade-import.file-too-large", ErrorKind.Invalid,
        $"The file has {bytes} bytes, at most {bytesMax} are read; split it.", "file");

    /// <summary>No such file.</summary>
    public static DomainError NoFile(string path) => new("trade-import.no-file", ErrorKind.NotFound, $"The file {path} does not exist; name one that does.", "file");

    /// <summary>Not UTF-8.</summary>
    public static DomainError NotUtf8() => new("trade-import.not-utf8", ErrorKind.Invalid, "The file is not UTF-8 text; save it as CSV UTF-8.", "file");

    /// <summary>Nothing in it.</summary>
    public static DomainError Empty() => new("trade-import.file-empty", ErrorKind.Invalid, "The file holds no line; it needs a head and a line per deal.", "file");

    /// <summary>A workbook nobody can read.</summary>
    public static DomainError WorkbookBroken(string why) => new("trade-import.workbook-broken", ErrorKind.Invalid,
        $"The workbook was not read: {why} Save the sheet of the deals alone as .xlsx or as CSV UTF-8.", "file");

    /// <summary>Columns missing.</summary>
    public static DomainError ColumnsMissing(IEnumerable<string> columns) => new("trade-import.columns-missing", ErrorKind.Invalid,
        $"The head lacks {string.Join(", ", columns)}; add these columns, named as in the template.", "file");

    /// <summary>Columns nobody knows.</summary>
    public static DomainError ColumnsUnknown(IEnumerable<string> columns) => new("trade-import.columns-unknown", ErrorKind.Invalid,
        $"The head names columns that are not known: {string.Join(", ", columns)}. Remove them.", "file");

    /// <summary>Too many lines.</summary>
    public static DomainError TooManyLines(int linesMax) => new("trade-import.too-many-lines", ErrorKind.Invalid,
        $"The file has more than {linesMax} lines; nothing was imported, split it.", "file");
}
