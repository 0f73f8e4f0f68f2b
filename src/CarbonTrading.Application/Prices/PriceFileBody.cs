using System.Globalization;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Prices;

/// <summary>Takes the rows of one file below its header, one by one. A row with a fault in any cell stays out as a whole.</summary>
internal sealed class PriceFileBody(PriceCatalogue catalogue, PriceFormat format, bool workbook, string[] header, string fileName)
{
    private readonly Dictionary<string, int> columns = header.Select((name, i) => (name, i)).Where(c => c.name.Length > 0)
        .ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);

    private readonly Dictionary<(string Series, DateOnly Date, string Field), (decimal Value, int Line)> taken = [];
    private readonly List<PriceRow> values = [];
    private readonly List<(string?, PriceFinding)> findings = [];
    private int read, empty, skipped;

    public PriceFile Result(string hash) => new(null, format.Id, hash, read, empty, skipped, values, findings);

    public void Take(PriceTableRow row)
    {
        read++;
        if (row.Fault is { } fault)
        {
            findings.Add((null, fault));
            return;
        }

        var dateCell = Cell(row, format.DateColumn);
        if (dateCell.Length == 0)
        {
            findings.Add((null, PriceFindings.Of(row.Line, format.DateColumn, "", "the row has no date", "date-missing")));
            return;
        }

        if (Target(row) is not { } target) return;
        var series = catalogue.Find(target.Series)!;
        var (date, noDate) = PriceCells.Date(format, workbook, row.Line, dateCell);
        var before = findings.Count;
        if (noDate is not null) findings.Add((target.Series, noDate));
        if (row.Cells.Length > header.Length)
            findings.Add((target.Series, PriceFindings.Of(row.Line, "", string.Join(format.Delimiter, row.Cells),
                $"the row has {row.Cells.Length} cells, the header {header.Length}", "cells-beyond-header")));
        var good = Values(row, target, series);
        if (findings.Count > before) return;
        if (good.Count == 0) empty++;
        else Keep(row.Line, target.Series, date, good);
    }

    private List<(string Field, string Column, decimal Value)> Values(PriceTableRow row, SeriesRow target, PriceSeries series)
    {
        var good = new List<(string, string, decimal)>();
        foreach (var (field, column) in target.Columns)
        {
            var (value, fault) = PriceCells.Value(format, series, row.Line, field, column, Cell(row, column));
            if (fault is not null) findings.Add((target.Series, fault));
            else if (value is { } v) good.Add((field, column, v));
        }

        return good;
    }

    /// <summary>The first row of a date stands; a later one may say the same or add fields, anything else is a finding.</summary>
    private void Keep(int line, string series, DateOnly date, List<(string Field, string Column, decimal Value)> good)
    {
        foreach (var (field, column, value) in good)
        {
            if (!taken.TryGetValue((series, date, field), out var first) || first.Value == value) continue;
            var reason = string.Create(CultureInfo.InvariantCulture,
                $"line {first.Line} already gives {first.Value} for {series} on {date:yyyy-MM-dd}; the first stands");
            findings.Add((series, PriceFindings.Of(line, column, value.ToString(CultureInfo.InvariantCulture), reason, "duplicate")));
            return;
        }

        foreach (var (field, _, value) in good)
            if (taken.TryAdd((series, date, field), (value, line))) values.Add(new(series, date, field, value));
    }

    private SeriesRow? Target(PriceTableRow row)
    {
        if (format.SeriesBy.Const is { } only) return new(only, format.Columns);
        if (format.SeriesBy.FileName) return ByFileName(row);
        var parts = format.SeriesBy.Columns!.Select(c => Cell(row, c)).ToList();
        if (format.Rows.TryGetValue(string.Join('\t', parts), out var found)) return found;
        if (format.SeriesBy.Unmapped == "skip") skipped++;
        else findings.Add((null, PriceFindings.Of(row.Line, string.Join(" / ", format.SeriesBy.Columns!), string.Join(" / ", parts),
            $"the format {format.Id} has no series for this; map it in market-data/prices/formats/{format.Id}.json or leave it out",
            "series-unknown")));
        return null;
    }

    private SeriesRow? ByFileName(PriceTableRow row)
    {
        var series = Path.GetFileNameWithoutExtension(fileName);
        if (catalogue.Find(series) is not null) return new(series, format.Columns);
        findings.Add((null, PriceFindings.Of(row.Line, "", series, "the file name is not a series of market-data/prices/series.json",
            "series-unknown")));
        return null;
    }

    private string Cell(PriceTableRow row, string column) =>
        columns.TryGetValue(column, out var i) && i < row.Cells.Length ? row.Cells[i] : "";
}
