using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>The months ahead of everything that shares its keys; units of one measure, since others do not add up with them.</summary>
/// <param name="Keys">Keys in the order of the dimensions; <see cref="Pivot.None"/> where there is none.</param>
/// <param name="Measure">Code of the unit of account: <c>t</c>, <c>MWh</c>, <c>credit</c>.</param>
/// <param name="Held">Held today.</param>
/// <param name="Free">Free today.</param>
/// <param name="Months">Twelve months from the one of the day asked.</param>
/// <param name="Undated">Changes without a day: in no month.</param>
public sealed record ForwardGroup(IReadOnlyList<string> Keys, string Measure, long Held, long Free, IReadOnlyList<ForwardMonth> Months, long Undated);

/// <summary>The forward position by dimensions of the pivot: what is to come has an account and a product, and no lot yet.</summary>
public static class ForwardBy
{
    private const int Most = 4;

    private static readonly PivotDimension[] possible =
    [
        PivotDimension.Group, PivotDimension.Industry, PivotDimension.Company, PivotDimension.Holder, PivotDimension.Account, PivotDimension.Market, PivotDimension.Product,
        PivotDimension.Vintage,
    ];

    /// <summary>Names of the dimensions, as texts and URLs have them.</summary>
    public static readonly IReadOnlyList<string> Names = [.. possible.Select(d => d.ToString().ToLowerInvariant())];

    /// <summary>Reads <c>company,product</c>; that where nothing is asked.</summary>
    public static (IReadOnlyList<PivotDimension> Rows, DomainError? Error) Read(string? rows)
    {
        var names = (string.IsNullOrEmpty(rows) ? "company,product" : rows).Split(',', StringSplitOptions.TrimEntries);
        var found = names.Select(n => Names.ToList().IndexOf(n)).Where(i => i >= 0).Select(i => possible[i]).Distinct().ToList();
        return found.Count == names.Length && names.Length <= Most ? (found, null) : ([], DeskErrors.BadQuery("rows", $"one to {Most} of {string.Join(", ", Names)}, each once"));
    }

    /// <summary>Sums of the forward position, by keys.</summary>
    public static IReadOnlyList<ForwardGroup> Of(ReadSide read, UnitsOfAccount units, IReadOnlyList<ForwardRow> rows, IReadOnlyList<PivotDimension> by, AsOf asOf) =>
        [.. rows.GroupBy(r => (Keys: string.Join('\n', by.Select(d => KeyOf(read, r, d, asOf))), Measure: units.Of(r.Product.Market)))
            .OrderBy(g => g.Key.Keys, StringComparer.Ordinal).ThenBy(g => g.Key.Measure, StringComparer.Ordinal)
            .Select(g => new ForwardGroup(g.Key.Keys.Split('\n'), g.Key.Measure, g.Sum(r => r.Held), g.Sum(r => r.Free),
                [.. g.First().Months.Select((m, i) => new ForwardMonth(m.Month, g.Sum(r => r.Months[i].Held), g.Sum(r => r.Months[i].Free)))], g.Sum(r => r.Undated)))];

    private static string KeyOf(ReadSide read, ForwardRow row, PivotDimension dimension, AsOf asOf) => dimension switch
    {
        PivotDimension.Account => row.Account,
        PivotDimension.Market => row.Product.Market,
        PivotDimension.Product => row.Product.Name,
        PivotDimension.Vintage => row.Product.Vintage.ToString(),
        _ => PivotQuery.Place(read, row.Account, asOf).GetValueOrDefault(dimension, Pivot.None),
    };
}
