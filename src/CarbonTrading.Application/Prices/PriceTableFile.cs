using System.Globalization;
using System.IO.Compression;
using System.Text;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Kernel;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CarbonTrading.Application.Prices;

/// <summary>One row of cells as text, with its line in the file; or the finding that stands in its place.</summary>
public sealed record PriceTableRow(int Line, string[] Cells, PriceFinding? Fault = null);

/// <summary>A price file as rows of text cells: a text file in some encoding, or the first sheet of a workbook. Knows limits, no
/// formats.</summary>
public static class PriceTableFile
{
    /// <summary>Largest upload: 50 MB.</summary>
    public const long BytesMax = 50L * 1024 * 1024;

    /// <summary>Most rows of one file.</summary>
    public const int RowsMax = 200_000;

    private const int ColumnsMax = 100;
    private const int LineMax = 10_000;
    private const int EntriesMax = 1_000;
    private const long UnpackedMax = 200L * 1024 * 1024;
    private const long RatioMax = 100;
    private const long RatioFreeBytes = 1024 * 1024; // small parts of a sound workbook may pack better than RatioMax

    static PriceTableFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether the bytes are a zip archive, as every .xlsx is.</summary>
    public static bool IsWorkbook(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The text of a file: the byte order mark decides where there is one, else the encoding asked for.</summary>
    /// <remarks>Bytes that are no text in the encoding become U+FFFD, so that the row they stand in can be reported.</remarks>
    public static string Decode(byte[] bytes, string encoding)
    {
        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)) return Encoding.UTF8.GetString(bytes.AsSpan(Encoding.UTF8.Preamble.Length));
        var chosen = Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"));
        return chosen.GetString(bytes);
    }

    /// <summary>Rows of a text, one per line. A quoted cell ends on its line: figures have no line breaks.</summary>
    public static IEnumerable<PriceTableRow> Lines(string text, string delimiter)
    {
        var config = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter, HasHeaderRecord = false, BadDataFound = null, BufferSize = 512, TrimOptions = TrimOptions.Trim,
        };
        var line = 0;
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } content)
        {
            line++;
            if (string.IsNullOrWhiteSpace(content)) continue;
            yield return Row(line, content, config);
        }
    }

    private static PriceTableRow Row(int line, string content, CsvConfiguration config)
    {
        if (content.Length > LineMax)
            return Fault(line, content, $"the line has {content.Length} characters, at most {LineMax} are read", "line-too-long");
        if (content.Contains('\uFFFD'))
            return Fault(line, content, "the line holds bytes that are no text in the encoding of the format", "not-text");
        if (content.Contains('\0') || content.Any(c => char.IsControl(c) && c != '\t'))
            return Fault(line, content, "the line holds control characters", "control-character");
        if (content.Count(c => c == '"') % 2 != 0)
            return Fault(line, content, "a quotation mark is not closed on its line", "quote-not-closed");
        using var parser = new CsvParser(new StringReader(content), config);
        parser.Read();
        return Checked(line, parser.Record ?? []);
    }

    private static PriceTableRow Checked(int line, string[] cells) => cells.Length <= ColumnsMax
        ? new(line, cells)
        : Fault(line, string.Join(',', cells), $"the row has {cells.Length} columns, at most {ColumnsMax} are read", "too-many-columns");

    private static PriceTableRow Fault(int line, string value, string reason, string code) =>
        new(line, [], PriceFindings.Of(line, "", value, reason, code));

    /// <summary>Rows of the first sheet of a workbook; dates as <c>yyyy-MM-dd</c>, numbers in invariant form.</summary>
    public static (IReadOnlyList<PriceTableRow> Rows, DomainError? Error) Sheet(byte[] bytes, string fileName)
    {
        try
        {
            if (Bomb(bytes) is { } bomb) return ([], bomb);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes, writable: false));
            var rows = new List<PriceTableRow>();
            for (var line = 1; reader.Read(); line++)
            {
                if (line > RowsMax + 1) return ([], PriceImportErrors.TooManyRows(RowsMax));
                var cells = new string[Math.Min(reader.FieldCount, ColumnsMax + 1)];
                for (var i = 0; i < cells.Length; i++) cells[i] = Text(reader.GetValue(i));
                if (cells.Any(c => c.Length > 0)) rows.Add(Checked(line, cells));
            }

            return (rows, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or ExcelReaderException or System.Xml.XmlException or IOException
            or ArgumentException or FormatException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException
            or OverflowException or InvalidOperationException or NotSupportedException)
        {
            return ([], PriceImportErrors.WorkbookBroken(fileName)); // the reader answers a damaged workbook with any of these
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text.Trim(),
        IFormattable number when value is not DateTime => Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A workbook keeps binary numbers; 15 significant digits are what it shows.</summary>
    private static string Number(IFormattable number)
    {
        try { return Convert.ToDecimal(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture); }
        catch (OverflowException) { return number.ToString(null, CultureInfo.InvariantCulture); }
    }

    /// <summary>Unpacks every part and counts; what the archive says about its sizes is not believed.</summary>
    private static DomainError? Bomb(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > EntriesMax)
            return PriceImportErrors.ZipBomb($"it has {zip.Entries.Count} parts, at most {EntriesMax} are read");
        var buffer = new byte[81_920];
        long total = 0;
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            long unpacked = 0;
            for (int read; (read = part.Read(buffer)) > 0;)
            {
                unpacked += read;
                total += read;
                if (total > UnpackedMax)
                    return PriceImportErrors.ZipBomb(FormattableString.Invariant($"it unpacks to more than {UnpackedMax:N0} bytes"));
                if (unpacked > RatioFreeBytes && unpacked > RatioMax * Math.Max(1, entry.CompressedLength))
                    return PriceImportErrors.ZipBomb(FormattableString.Invariant($"a part unpacks to more than {RatioMax} times its size"));
            }
        }

        return null;
    }
}
