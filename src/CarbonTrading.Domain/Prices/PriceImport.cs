using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Prices;

/// <summary>The imports of one price series. One event stream each, keyed by the series in upper case (CEA-COMPOSITE).</summary>
/// <param name="Imports">Ids of the imports recorded.</param>
/// <param name="Files">Hashes of the files recorded.</param>
public sealed record PriceImport(ImmutableHashSet<string> Imports, ImmutableHashSet<string> Files)
{
    /// <summary>Findings kept in one event; the total is kept beside them.</summary>
    public const int FindingsMax = 1_000;

    /// <summary>Nothing imported yet.</summary>
    public static readonly PriceImport None = new([], []);

    /// <summary>The key of a series.</summary>
    public static string KeyOf(string series) => series.ToUpperInvariant();

    /// <summary>The series of a key.</summary>
    public static string SeriesOf(string key) => key.ToLowerInvariant();
}

/// <summary>One row, or one field of a row, of a price file that did not go in.</summary>
/// <param name="Line">Line in the file, 1 = first; 0 = the file as a whole.</param>
/// <param name="Field">Column as it stands in the file; empty = the whole row.</param>
/// <param name="Value">What stood there, cut at 100 characters.</param>
/// <param name="Reason">What is wrong and what is possible.</param>
/// <param name="Code"><c>price-import.reason-in-kebab-case</c>.</param>
public sealed record PriceFinding(int Line, string Field, string Value, string Reason, string Code);

/// <summary>A command on the imports of one series.</summary>
[JsonDerivedType(typeof(RecordPriceImport), "record-price-import")]
public abstract record PriceImportCommand;

/// <summary>Makes the rows written under <paramref name="ImportId"/> visible.</summary>
/// <param name="ImportId">Id the rows stand under in the price table; unique.</param>
/// <param name="FileName">Name of the file without folder.</param>
/// <param name="FileHash">SHA-256 of the file, 64 hex digits.</param>
/// <param name="Format">Id of the source format.</param>
/// <param name="Publisher">Who published the figures.</param>
/// <param name="Rows">Values written (one per date and field), at least 1.</param>
/// <param name="RowsHash">SHA-256 of the canonical rows, 64 hex digits.</param>
/// <param name="Changed">How many of them replace an earlier value.</param>
/// <param name="First">First date written.</param>
/// <param name="Last">Last date written.</param>
/// <param name="Findings">What did not go in; at most 1,000.</param>
/// <param name="FindingsTotal">How many findings there were in all.</param>
public sealed record RecordPriceImport(
    string ImportId, string FileName, string FileHash, string Format, string Publisher, int Rows, string RowsHash, int Changed,
    DateOnly First, DateOnly Last, IReadOnlyList<PriceFinding> Findings, int FindingsTotal = 0) : PriceImportCommand;

/// <summary>What happened to the imports of one series.</summary>
[JsonDerivedType(typeof(PriceImportRecorded), "price-import.recorded.v1")]
public abstract record PriceImportEvent;

/// <summary>Rows were imported; the fields are those of <see cref="RecordPriceImport"/>.</summary>
public sealed record PriceImportRecorded(
    string ImportId, string FileName, string FileHash, string Format, string Publisher, int Rows, string RowsHash, int Changed,
    DateOnly First, DateOnly Last, IReadOnlyList<PriceFinding> Findings, int FindingsTotal = 0) : PriceImportEvent;

/// <summary>Refusals of price imports, of the record and of the file.</summary>
public static class PriceImportErrors
{
    /// <summary>A text field has not its form.</summary>
    public static DomainError InvalidField(string field, string form) => new("price-import.field-invalid", ErrorKind.Invalid,
        $"{field} is not possible here; give {form}.", field);

    /// <summary>Counts that contradict each other.</summary>
    public static DomainError CountsInvalid(int rows, int changed) => new("price-import.counts-invalid", ErrorKind.Invalid,
        $"{rows} rows with {changed} changed: an import has at least 1 row and at most all of them changed.", "rows");

    /// <summary>Dates in the wrong order.</summary>
    public static DomainError DatesReversed(DateOnly first, DateOnly last) => new("price-import.dates-reversed", ErrorKind.Invalid,
        $"First date {first:yyyy-MM-dd} lies after last date {last:yyyy-MM-dd}; exchange them.", "first");

    /// <summary>Too many findings in one event.</summary>
    public static DomainError TooManyFindings(int count) => new("price-import.too-many-findings", ErrorKind.Invalid,
        $"{count} findings given, at most {PriceImport.FindingsMax} are kept; give the first ones and the total.", "findings");

    /// <summary>The same file again.</summary>
    public static DomainError AlreadyImported(string fileName) => new("price-import.file-already-imported", ErrorKind.Conflict,
        $"{fileName} is already imported for this series; nothing was changed. Import a file with new or corrected figures.");

    /// <summary>The upload is too large.</summary>
    public static DomainError FileTooLarge(long bytes, long bytesMax) => new("price-import.file-too-large", ErrorKind.Invalid,
        $"The file has {bytes:N0} bytes, at most {bytesMax:N0} are read; split it by year.", "file");

    /// <summary>Nothing in it.</summary>
    public static DomainError FileEmpty(string fileName) => new("price-import.file-empty", ErrorKind.Invalid,
        $"{fileName} holds no line; a price file has a header and one row per day.", "file");

    /// <summary>A workbook that grows out of proportion when it is unpacked.</summary>
    public static DomainError ZipBomb(string why) => new("price-import.workbook-too-large-unpacked", ErrorKind.Invalid,
        $"The workbook was not opened: {why}. Save the price sheet alone as .xlsx or .csv.", "file");

    /// <summary>A workbook that cannot be read.</summary>
    public static DomainError WorkbookBroken(string fileName) => new("price-import.workbook-unreadable", ErrorKind.Invalid,
        $"{fileName} is not a readable .xlsx workbook; save it again as .xlsx or .csv.", "file");

    /// <summary>Too many rows.</summary>
    public static DomainError TooManyRows(int rowsMax) => new("price-import.too-many-rows", ErrorKind.Invalid,
        $"The file has more than {rowsMax:N0} rows; split it by year.", "file");

    /// <summary>No format fits the header.</summary>
    public static DomainError NotRecognised(string fileName, IEnumerable<string> formats) => new("price-import.format-not-recognised",
        ErrorKind.Invalid, $"The header of {fileName} fits no source format. Formats: {string.Join(", ", formats)}. "
        + $"Name the format, or declare it under market-data/prices/formats.", "file");

    /// <summary>More than one format fits equally.</summary>
    public static DomainError Ambiguous(string fileName, IEnumerable<string> formats) => new("price-import.format-ambiguous",
        ErrorKind.Invalid,
        $"The header of {fileName} fits several source formats: {string.Join(", ", formats)}. Name the one meant.", "format");

    /// <summary>The named format does not exist.</summary>
    public static DomainError UnknownFormat(string format, IEnumerable<string> formats) => new("price-import.format-unknown",
        ErrorKind.Invalid, $"There is no source format {format}. Formats: {string.Join(", ", formats)}.", "format");

    /// <summary>The named format asks for columns the file has not.</summary>
    public static DomainError ColumnsMissing(string format, IEnumerable<string> columns) => new("price-import.columns-missing",
        ErrorKind.Invalid, $"Format {format} needs the columns {string.Join(", ", columns)}, which the header does not have; add them, or choose the format of this file.", "format");

    /// <summary>A header names a column twice.</summary>
    public static DomainError ColumnTwice(string column) => new("price-import.column-twice",
        ErrorKind.Invalid, $"The header names the column {column} twice; remove or rename one.", "file");
}
