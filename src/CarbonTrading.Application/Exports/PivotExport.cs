using CarbonTrading.Application.Positions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>A pivot as a file: its columns are those that were asked for.</summary>
public sealed class PivotExport() : ExportTable("pivot", "Position pivot", "持仓透视", "/api/positions/pivot", "lines/*", ["rows", "columns", "market"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<ExportColumn> Columns => [];

    /// <inheritdoc/>
    public override Task<(ExportRows? Rows, DomainError? Error)> Ask(ExportQuestion question, CancellationToken ct)
    {
        var (asked, wrong) = PivotAsked.Read(question["rows"], question["columns"], question["market"]);
        if (wrong is not null) return Task.FromResult<(ExportRows?, DomainError?)>((null, wrong));
        var table = PivotQuery.Of(question.Read, question.Workplace.Units, question.AsOf, asked!);
        var total = ExportWords.Column("total");
        var parts = table.ColumnKeys.Select((key, i) => (Key: key, KeyZh: key, Of: (Func<PivotRow, PivotCell>)(r => r.Cells[i])))
            .Append((total.Head, total.HeadZh, r => r.Total)).ToList();
        string[] measures = [.. table.Total.Others.Keys.Concat(table.Lines.SelectMany(l => l.Cells.Append(l.Total)).SelectMany(c => c.Others.Keys)).Distinct().Order(StringComparer.Ordinal)];
        string[] currencies = [.. table.Lines.SelectMany(l => l.Total.Cost.Keys).Distinct().Order(StringComparer.Ordinal)];
        var cost = ExportWords.Column("cost");
        IReadOnlyList<(ExportColumn Column, Func<PivotRow, object?> Of)> columns =
        [
            .. table.Rows.Select((d, i) => (ExportWords.Column(PivotAsked.Names[(int)d]), (Func<PivotRow, object?>)(r => r.Keys[i]))),
            .. parts.Select(p => (new ExportColumn(p.Key, $"{p.Key} (t)", $"{p.KeyZh} (t)", "t"), (Func<PivotRow, object?>)(r => p.Of(r).Tonnes))),
            .. measures.SelectMany(m => parts.Select(p => (new ExportColumn(p.Key, $"{p.Key} ({m})", $"{p.KeyZh} ({m})", m),
                (Func<PivotRow, object?>)(r => p.Of(r).Others.TryGetValue(m, out var quantity) ? quantity : 0L)))),
            .. currencies.Select(c => (new ExportColumn("cost", $"{cost.Head} ({c})", $"{cost.HeadZh} ({c})", c), (Func<PivotRow, object?>)(r => r.Total.Cost.GetValueOrDefault(c)))),
        ];
        return Task.FromResult<(ExportRows?, DomainError?)>((new([.. columns.Select(c => c.Column)],
            table.Lines.Select(l => (IReadOnlyList<object?>)[.. columns.Select(c => c.Of(l))]).ToAsyncEnumerable()), null));
    }
}
