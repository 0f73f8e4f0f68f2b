using System.Globalization;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>A table on its way out: what the figures stand on, and the rows of the whole filtered set.</summary>
/// <param name="Table">The table.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Rows">Columns and rows.</param>
public sealed record Export(ExportTable Table, ExportQuestion Question, ExportRows Rows)
{
    /// <summary>Most rows of a workbook: it is put together in memory. CSV has no bound, it is written as it is read.</summary>
    public const int WorkbookRowsMax = 200_000;

    /// <summary>Comma-separated text.</summary>
    public const string CsvFormat = "csv";

    /// <summary>A workbook.</summary>
    public const string XlsxFormat = "xlsx";

    /// <summary>Formats there are.</summary>
    public static readonly IReadOnlyList<string> Formats = [CsvFormat, XlsxFormat];

    private bool isZh => Question.Language == PrintLanguage.Zh;

    /// <summary>Title in the language asked.</summary>
    public string Title => isZh ? Table.TitleZh : Table.Title;

    /// <summary>What the figures stand on, and what they are filtered by.</summary>
    public IReadOnlyList<(string Name, string Value)> About =>
    [
        (isZh ? "业务日期" : "as of", Question.AsOf.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        (isZh ? "认知位置" : "known at position", Question.AsOf.Known.ToString(CultureInfo.InvariantCulture)),
        (isZh ? "价格集" : "price set", Question.Workplace.Read.Prices.SetAt(Question.AsOf.Known) is { } set ? $"#{set.Position.ToString(CultureInfo.InvariantCulture)}" : "-"),
        (isZh ? "规则库" : "rule book", Question.Workplace.Rules.Version),
        .. Question.Given.Select(g => (isZh ? "筛选" : "filter", $"{g.Key}={g.Value}")),
    ];

    /// <summary>Heads, with the unit where it is the same for every row.</summary>
    public IReadOnlyList<string> Heads => [.. Rows.Columns.Select(c => (isZh ? c.HeadZh : c.Head) + (c.Unit is "t" or "CNY" && !c.Head.EndsWith(')') ? $" ({c.Unit})" : ""))];

    /// <summary>Asks a table, and whether the person may see it.</summary>
    /// <param name="w">Workplace.</param>
    /// <param name="login">Who asks.</param>
    /// <param name="name">Name of the table.</param>
    /// <param name="format">Format it is wanted in.</param>
    /// <param name="language">zh or en; English where left out.</param>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="given">What else was given, by name.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<(Export? Export, DomainError? Error)> Of(
        Workplace w, string login, string name, string format, string? language, AsOf asOf, IReadOnlyDictionary<string, string> given, CancellationToken ct)
    {
        if (ExportTables.Find(name) is not { } table) return (null, ExportErrors.UnknownTable(name));
        if (w.Read.MayNot(Permissions.Of(table.Permission), login, table.Permission) is { } denied) return (null, denied);
        if (!Formats.Contains(format)) return (null, ExportErrors.UnknownFormat(format));
        if (!ReportWords.TryLanguage(language, out var words)) return (null, ChartErrors.BadLanguage(language!));
        string[] columns = [.. table.Columns.Select(c => c.Name)];
        if (given.Keys.FirstOrDefault(g => !table.Takes.Contains(g) && !columns.Contains(g)) is { } unknown)
            return (null, ExportErrors.UnknownFilter(name, unknown, table.Takes.Union(columns)));
        var question = new ExportQuestion(w, asOf, words, given);
        var (rows, error) = await table.Ask(question, ct);
        if (rows is null) return (null, error);
        var wanted = columns.Select((c, i) => (At: i, Value: table.Takes.Contains(c) ? null : question[c])).Where(c => c.Value is not null).ToList();
        return (new(table, question, wanted.Count == 0 ? rows
            : rows with { Rows = rows.Rows.Where(r => wanted.TrueForAll(c => string.Equals(Csv.Text(r[c.At]), c.Value, StringComparison.OrdinalIgnoreCase))) }), null);
    }

    /// <summary>Writes it as comma-separated text, row by row as it is read.</summary>
    public Task WriteCsv(TextWriter to, CancellationToken ct) => Csv.Write(to, About, Heads, Rows.Rows, ct);

    /// <summary>Writes it as a workbook; the refusal where it has too many rows.</summary>
    public async Task<DomainError?> WriteXlsx(Stream to, CancellationToken ct)
    {
        var rows = await Rows.Rows.Take(WorkbookRowsMax + 1).ToListAsync(ct);
        if (rows.Count > WorkbookRowsMax) return ExportErrors.TooManyRows(Table.Name, WorkbookRowsMax);
        await to.WriteAsync(Xlsx.Write(Title, About, Heads, rows), ct);
        return null;
    }
}
