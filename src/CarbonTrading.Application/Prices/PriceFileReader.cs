using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>What a price file holds: its good rows, and a finding for everything else; or the refusal of the whole file.</summary>
/// <param name="Format">The format it was read in; null when refused before.</param>
/// <param name="FileHash">SHA-256, 64 hex digits.</param>
/// <param name="RowsRead">Rows below the header.</param>
/// <param name="RowsEmpty">Rows with a date and a series but no figure: nothing to keep, nothing wrong.</param>
/// <param name="RowsSkipped">Rows of others that the format leaves out on purpose.</param>
/// <param name="Values">Good values in file order, each (series, date, field) once.</param>
/// <param name="Findings">All findings, by line, with the series they belong to where that is known.</param>
public sealed record PriceFile(
    DomainError? Refusal, string? Format, string FileHash, int RowsRead, int RowsEmpty, int RowsSkipped,
    IReadOnlyList<PriceRow> Values, IReadOnlyList<(string? Series, PriceFinding Finding)> Findings);

/// <summary>Reads a price file in one of the declared formats. Pure: bytes in, rows and findings out.</summary>
public sealed class PriceFileReader(PriceCatalogue catalogue, PriceFormats formats)
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="fileName">Its name; of the normalised format the name is the series.</param>
    /// <param name="formatId">The format, or null: told from the header.</param>
    public PriceFile Read(byte[] bytes, string fileName, string? formatId = null)
    {
        if (bytes.LongLength > PriceTableFile.BytesMax)
            return Refused("", PriceImportErrors.FileTooLarge(bytes.LongLength, PriceTableFile.BytesMax));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var named = formatId is null ? null : formats.Find(formatId);
        if (formatId is not null && named is null)
            return Refused(hash, PriceImportErrors.UnknownFormat(PriceFindings.Clean(formatId), formats.All.Select(f => f.Id)));

        var workbook = PriceTableFile.IsWorkbook(bytes);
        IReadOnlyList<PriceTableRow> sheet = [];
        if (workbook)
        {
            (sheet, var broken) = PriceTableFile.Sheet(bytes, fileName);
            if (broken is not null) return Refused(hash, broken);
        }

        var candidates = named is null ? formats.All : [named];
        var texts = new Dictionary<(string, string), IReadOnlyList<PriceTableRow>>();
        var fitting = new List<(PriceFormat Format, IReadOnlyList<PriceTableRow> Rows)>();
        foreach (var format in candidates)
        {
            var rows = workbook ? sheet : Rows(bytes, format, texts);
            if (rows.Count == 0) return Refused(hash, PriceImportErrors.FileEmpty(fileName));
            if (named is not null || Fits(format, rows[0].Cells, fileName)) fitting.Add((format, rows));
        }

        return Choose(fitting) switch
        {
            [] => Refused(hash, PriceImportErrors.NotRecognised(fileName, formats.All.Select(f => f.Id))),
            [var only] => Body(hash, only.Format, workbook, only.Rows, fileName),
            var several => Refused(hash, PriceImportErrors.Ambiguous(fileName, several.Select(f => f.Format.Id))),
        };
    }

    private static IReadOnlyList<PriceTableRow> Rows(
        byte[] bytes, PriceFormat format, Dictionary<(string, string), IReadOnlyList<PriceTableRow>> texts)
    {
        var way = (format.Encoding, format.Delimiter);
        if (texts.TryGetValue(way, out var known)) return known;
        var lines = PriceTableFile.Lines(PriceTableFile.Decode(bytes, format.Encoding), format.Delimiter);
        return texts[way] = [.. lines.Take(PriceTableFile.RowsMax + 2)];
    }

    /// <summary>Of the formats that fit, those that tell the file by the most columns.</summary>
    private static List<(PriceFormat Format, IReadOnlyList<PriceTableRow> Rows)> Choose(
        List<(PriceFormat Format, IReadOnlyList<PriceTableRow> Rows)> fitting)
    {
        var most = fitting.Select(f => f.Format.Recognise.Count).DefaultIfEmpty().Max();
        return [.. fitting.Where(f => f.Format.Recognise.Count == most)];
    }

    private bool Fits(PriceFormat format, string[] header, string fileName)
    {
        if (format.Recognise.Count == 0 || !format.Recognise.All(header.Contains)) return false;
        if (!format.SeriesBy.FileName) return true;
        return catalogue.Find(Path.GetFileNameWithoutExtension(fileName)) is not null
            && header.All(c => c == format.DateColumn || format.Columns.Values.Contains(c));
    }

    private static PriceFile Refused(string hash, DomainError error) => new(error, null, hash, 0, 0, 0, [], []);

    private PriceFile Body(string hash, PriceFormat format, bool workbook, IReadOnlyList<PriceTableRow> rows, string fileName)
    {
        var header = rows[0].Cells;
        if (rows.Count > PriceTableFile.RowsMax + 1) return Refused(hash, PriceImportErrors.TooManyRows(PriceTableFile.RowsMax));
        if (header.Where(c => c.Length > 0).GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Refused(hash, PriceImportErrors.ColumnTwice(PriceFindings.Clean(twice.Key)));
        var missing = (format.SeriesBy.Columns ?? []).Append(format.DateColumn).Where(c => !header.Contains(c)).ToList();
        if (missing.Count == 0 && !format.Columns.Values.Any(header.Contains)) missing = [.. format.Columns.Values];
        if (missing.Count > 0) return Refused(hash, PriceImportErrors.ColumnsMissing(format.Id, missing));
        var body = new PriceFileBody(catalogue, format, workbook, header, fileName);
        foreach (var row in rows.Skip(1)) body.Take(row);
        return body.Result(hash);
    }
}
