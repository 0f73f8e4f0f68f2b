using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Rules;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>A table as a file: what the figures stand on in the first rows, heads in the person's language, every row of the filtered set.</summary>
/// <param name="About">As-of pair, rules, filter: name and value.</param>
/// <param name="Columns">Columns, those that are only exported too.</param>
/// <param name="Rows">The filtered set.</param>
public sealed record TableFile<TRow>(Texts Texts, IReadOnlyList<(string Name, string Value)> About, IReadOnlyList<Column<TRow>> Columns, IReadOnlyList<TRow> Rows)
{
    // A file that holds something else than tonnes says of each row what it is in.
    private Func<TRow, string>? Mixed => Columns.FirstOrDefault(c => c.Measure is not null)?.Measure is { } measure && Rows.Any(r => measure(r) != UnitsOfAccount.Tonne) ? measure : null;

    /// <summary>Heads with their units.</summary>
    public IReadOnlyList<string> Heads =>
        [.. Columns.Select(c => c.Unit is null || (Mixed is not null && c.Measure is not null) ? c.Head : $"{c.Head} ({c.Unit})"), .. Mixed is null ? [] : new[] { Texts["table.measure"] }];

    private IEnumerable<IReadOnlyList<object?>> Cells
    {
        get
        {
            var mixed = Mixed;
            return Rows.Select(r => (IReadOnlyList<object?>)[.. Columns.Select(c => c.Value(r)), .. mixed is null ? [] : new[] { mixed(r) }]);
        }
    }

    /// <summary>Comma-separated.</summary>
    public string Csv() => Application.Reports.Csv.Write(About, Heads, Cells);

    /// <summary>A workbook of one sheet.</summary>
    public byte[] Xlsx(string title) => Application.Reports.Xlsx.Write(title, About, Heads, Cells);
}
