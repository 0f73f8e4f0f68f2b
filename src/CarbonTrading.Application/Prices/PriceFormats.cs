using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>How numbers are written.</summary>
/// <param name="Decimal">Decimal sign, one character.</param>
/// <param name="Group">Sign between groups of three digits; empty = none.</param>
public sealed record NumberFormat(string Decimal, string Group);

/// <summary>How a row tells its series: one series for the file, the name of the file, or the values of some columns.</summary>
/// <param name="Const">The one series.</param>
/// <param name="FileName">True where the name of the file without ending is the series.</param>
/// <param name="Columns">Columns whose values are looked up in <paramref name="Map"/>.</param>
/// <param name="Map">Values of those columns, <c>series</c>, and optionally <c>columns</c>: the only ones taken from such a row.</param>
/// <param name="Unmapped"><c>skip</c>: rows not in the map are left out without a finding.</param>
public sealed record SeriesBy(
    string? Const = null, bool FileName = false, IReadOnlyList<string>? Columns = null,
    IReadOnlyList<Dictionary<string, JsonElement>>? Map = null, string? Unmapped = null);

/// <summary>One source format as <c>market-data/prices/formats</c> declares it.</summary>
/// <param name="Id">File name without ending.</param>
/// <param name="Encoding">utf-8 or gb18030.</param>
/// <param name="Delimiter">One character.</param>
/// <param name="Header">Always true: rows without a header are not read.</param>
/// <param name="DateColumn">Column of the date.</param>
/// <param name="DateFormat">Form of the date.</param>
/// <param name="Columns">Our field -> the source's column.</param>
/// <param name="SeriesBy">How a row tells its series.</param>
/// <param name="NumberFormat">How numbers are written.</param>
/// <param name="Units">Unit per field, for the reader.</param>
/// <param name="Recognise">Columns that tell the format; empty = only when it is named.</param>
/// <param name="DateFormats">All forms of the date where there are several.</param>
/// <param name="DateShift"><c>next-month-first</c>: the row counts from the first of the following month.</param>
/// <param name="Ignore">Columns that may be there and are not read.</param>
/// <param name="Note">Own words.</param>
public sealed record PriceFormat(
    string Id, string Encoding, string Delimiter, bool Header, string DateColumn, string DateFormat,
    IReadOnlyDictionary<string, string> Columns, SeriesBy SeriesBy, NumberFormat NumberFormat,
    IReadOnlyDictionary<string, string> Units, IReadOnlyList<string> Recognise,
    IReadOnlyList<string>? DateFormats = null, string? DateShift = null, IReadOnlyList<string>? Ignore = null, string? Note = null)
{
    /// <summary>Forms of the date, the main one first.</summary>
    [JsonIgnore]
    public string[] DateForms => DateFormats is { Count: > 0 } several ? [.. several] : [DateFormat];

    /// <summary>The map of <see cref="SeriesBy"/>, keyed by the columns' values joined with a tab; empty where the series is
    /// constant.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, SeriesRow> Rows { get; init; } = new Dictionary<string, SeriesRow>();
}

/// <summary>The series of a row and the columns taken from it.</summary>
public sealed record SeriesRow(string Series, IReadOnlyDictionary<string, string> Columns);

/// <summary>All source formats.</summary>
public sealed class PriceFormats
{
    private PriceFormats(IReadOnlyList<PriceFormat> all) => All = all;

    /// <summary>All formats, by id.</summary>
    public IReadOnlyList<PriceFormat> All { get; }

    /// <summary>The format with this id, or null.</summary>
    public PriceFormat? Find(string id) => All.FirstOrDefault(f => f.Id == id);

    /// <summary>Reads every format.</summary>
    /// <param name="folder"><c>market-data/prices</c>.</param>
    /// <param name="catalogue">The series the formats may name.</param>
    /// <exception cref="InvalidDataException">A fault in a file, named: the product does not start on it.</exception>
    public static PriceFormats Load(string folder, PriceCatalogue catalogue)
    {
        var formats = Path.Combine(folder, "formats");
        if (!Directory.Exists(formats)) throw new InvalidDataException($"{formats}: the folder does not exist");
        return new([.. Directory.GetFiles(formats, "*.json").Order(StringComparer.Ordinal).Select(file => One(file, catalogue))]);
    }

    private static PriceFormat One(string file, PriceCatalogue catalogue)
    {
        var format = PriceCatalogue.Read<PriceFormat>(file);
        Check(format, file);
        var rows = new Dictionary<string, SeriesRow>(StringComparer.Ordinal);
        foreach (var entry in format.SeriesBy.Map ?? [])
        {
            var key = string.Join('\t', format.SeriesBy.Columns!.Select(c => Text(entry, c, file)));
            var row = new SeriesRow(Text(entry, "series", file), ColumnsOf(entry, file) ?? format.Columns);
            if (!rows.TryAdd(key, row)) throw new InvalidDataException($"{file}: {key.Replace('\t', '/')} is mapped twice");
        }

        foreach (var series in rows.Values.Select(r => r.Series).Append(format.SeriesBy.Const).OfType<string>())
            if (catalogue.Find(series) is null) throw new InvalidDataException($"{file}: the series {series} is not in series.json");
        foreach (var field in rows.Values.SelectMany(r => r.Columns.Keys).Concat(format.Columns.Keys))
            if (!PriceFields.All.Contains(field)) throw new InvalidDataException($"{file}: {field} is not a field of ours");
        return format with { Rows = rows };
    }

    private static void Check(PriceFormat f, string file)
    {
        if (f.Id != Path.GetFileNameWithoutExtension(file))
            throw new InvalidDataException($"{file}: the id {f.Id} is not the name of the file");
        if (f.Encoding is not ("utf-8" or "gb18030"))
            throw new InvalidDataException($"{file}: encoding {f.Encoding} is not utf-8 or gb18030");
        if (f.Delimiter.Length != 1) throw new InvalidDataException($"{file}: the delimiter is one character");
        if (!f.Header) throw new InvalidDataException($"{file}: files without a header are not read");
        if (f.Columns.Count == 0) throw new InvalidDataException($"{file}: columns names no field");
        if (f.NumberFormat is not { Decimal.Length: 1, Group.Length: <= 1 } || f.NumberFormat.Decimal == f.NumberFormat.Group)
            throw new InvalidDataException($"{file}: numberFormat has one decimal sign and at most one other group sign");
        if (f.DateShift is not (null or "next-month-first"))
            throw new InvalidDataException($"{file}: dateShift {f.DateShift} is not known");
        if (f.SeriesBy.Unmapped is not (null or "skip"))
            throw new InvalidDataException($"{file}: unmapped {f.SeriesBy.Unmapped} is not known");
        var ways = (f.SeriesBy.Const is null ? 0 : 1) + (f.SeriesBy.FileName ? 1 : 0) + (f.SeriesBy.Columns is null ? 0 : 1);
        if (ways != 1 || (f.SeriesBy.Columns is null) != (f.SeriesBy.Map is null))
            throw new InvalidDataException($"{file}: seriesBy is one of const, fileName, or columns with a map");
    }

    private static string Text(Dictionary<string, JsonElement> entry, string name, string file) =>
        entry.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidDataException($"{file}: an entry of the map has no text {name}");

    private static Dictionary<string, string>? ColumnsOf(Dictionary<string, JsonElement> entry, string file)
    {
        if (!entry.TryGetValue("columns", out var value)) return null;
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
            throw new InvalidDataException($"{file}: columns of a map entry are texts by field");
        return value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
    }
}
