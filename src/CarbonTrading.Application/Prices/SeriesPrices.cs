using System.Collections.Immutable;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Prices;

/// <summary>All values of one series, immutable: days in order, in each the revisions of each field in log order.</summary>
internal sealed class SeriesPrices
{
    private sealed record Day(DateOnly Date, ImmutableSortedDictionary<string, ImmutableArray<PricePoint>> Fields);

    public static readonly SeriesPrices Empty = new([], []);

    private readonly ImmutableArray<Day> days;

    private SeriesPrices(ImmutableArray<Day> days, ImmutableList<RecordedImport> imports) => (this.days, Imports) = (days, imports);

    public ImmutableList<RecordedImport> Imports { get; }

    public SeriesPrices With(RecordedImport import, IReadOnlyList<PriceRow> rows)
    {
        var merged = days.ToDictionary(d => d.Date);
        foreach (var day in rows.GroupBy(r => r.Date))
        {
            var fields = (merged.GetValueOrDefault(day.Key)?.Fields
                ?? ImmutableSortedDictionary.Create<string, ImmutableArray<PricePoint>>(StringComparer.Ordinal)).ToBuilder();
            foreach (var row in day)
            {
                var earlier = fields.GetValueOrDefault(row.Field, []);
                fields[row.Field] = earlier.Add(new(row.Value, earlier.Length + 1, import));
            }

            merged[day.Key] = new(day.Key, fields.ToImmutable());
        }

        return new([.. merged.Values.OrderBy(d => d.Date)], Imports.Add(import));
    }

    public IReadOnlyList<Observation> Observations(DateOnly asOf, long? known)
    {
        var answer = new List<Observation>();
        foreach (var day in days)
        {
            if (day.Date > asOf) break;
            var fields = new Dictionary<string, PricePoint>(StringComparer.Ordinal);
            foreach (var (field, points) in day.Fields)
                if (Known(points, known) is { } point) fields[field] = point;
            if (fields.Count > 0) answer.Add(new(day.Date, fields));
        }

        return answer;
    }

    public (DateOnly Date, PricePoint Point)? Last(string field, DateOnly day, long? known)
    {
        for (var i = CountUpTo(day) - 1; i >= 0; i--)
            if (days[i].Fields.TryGetValue(field, out var points) && Known(points, known) is { } point) return (days[i].Date, point);
        return null;
    }

    public IReadOnlyList<(string Field, PricePoint Point)> Revisions(DateOnly date)
    {
        var i = CountUpTo(date) - 1;
        return i < 0 || days[i].Date != date ? [] : [.. days[i].Fields.SelectMany(f => f.Value.Select(p => (f.Key, p)))];
    }

    private int CountUpTo(DateOnly day)
    {
        var (low, high) = (0, days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle].Date <= day) low = middle + 1; else high = middle;
        }

        return low;
    }

    private static PricePoint? Known(ImmutableArray<PricePoint> points, long? known)
    {
        for (var i = points.Length - 1; i >= 0; i--)
            if (known is null || points[i].Import.Position <= known) return points[i];
        return null;
    }
}
