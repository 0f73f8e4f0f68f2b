using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>Refusals of <see cref="PivotAsked"/>.</summary>
public static class PivotErrors
{
    /// <summary>No such dimension.</summary>
    public static DomainError Unknown(string field, string value) => new("pivot.unknown-dimension", ErrorKind.Invalid,
        $"'{Short(value)}' is not a dimension of a pivot; there are: {string.Join(", ", PivotAsked.Names)}.", field);

    /// <summary>A dimension that stands elsewhere already.</summary>
    public static DomainError Twice(string field, string value) => new("pivot.dimension-twice", ErrorKind.Invalid,
        $"'{Short(value)}' is asked for twice; a dimension stands once, in the rows or in the columns. Leave one out.", field);

    /// <summary>More dimensions than there are levels of rows.</summary>
    public static DomainError TooMany(string value, int most) => new("pivot.too-many-dimensions", ErrorKind.Invalid,
        $"'{Short(value)}' is one dimension too many; rows have at most {most}. Leave one out, or put it into the columns.", "rows");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>Reads what a door was asked: <c>rows=company,product&amp;columns=state&amp;market=cn-ets</c>.</summary>
public sealed record PivotAsked(IReadOnlyList<PivotDimension> Rows, PivotDimension? Columns, string? Market)
{
    private const int RowsMax = 4;

    /// <summary>Names of the dimensions, as texts and URLs have them.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<PivotDimension>().Select(d => d.ToString().ToLowerInvariant())];

    /// <summary>Reads it; without rows: company and product.</summary>
    public static (PivotAsked? Asked, DomainError? Error) Read(string? rows, string? columns, string? market)
    {
        var list = new List<PivotDimension>();
        foreach (var name in (string.IsNullOrEmpty(rows) ? "company,product" : rows).Split(',', StringSplitOptions.TrimEntries))
        {
            if (Find(name) is not { } dimension) return (null, PivotErrors.Unknown("rows", name));
            if (list.Contains(dimension)) return (null, PivotErrors.Twice("rows", name));
            if (list.Count == RowsMax) return (null, PivotErrors.TooMany(name, RowsMax));
            list.Add(dimension);
        }

        PivotDimension? column = null;
        if (!string.IsNullOrEmpty(columns) && (column = Find(columns)) is null) return (null, PivotErrors.Unknown("columns", columns));
        if (column is { } both && list.Contains(both)) return (null, PivotErrors.Twice("columns", columns!));
        return (new(list, column, string.IsNullOrEmpty(market) ? null : market), null);
    }

    private static PivotDimension? Find(string name) => Names.ToList().IndexOf(name) is >= 0 and var at ? (PivotDimension)at : null;
}

/// <summary>A unit class of an account, as part of a figure of a pivot.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Cell">Its tonnes and cost in the figure.</param>
public sealed record PivotPart(string Account, UnitClass Unit, PivotCell Cell);

/// <summary>Pivots of the books.</summary>
public static class PivotQuery
{
    private static readonly Dictionary<UnitKind, PivotDimension> levels = new()
    {
        [UnitKind.Group] = PivotDimension.Group, [UnitKind.Industry] = PivotDimension.Industry, [UnitKind.Company] = PivotDimension.Company,
    };

    /// <summary>The pivot asked, as of a pair of dates.</summary>
    public static PivotTable Of(ReadSide read, UnitsOfAccount units, AsOf asOf, PivotAsked asked) =>
        Pivot.Of(read.Movements.Now, asOf.Date, asOf.Known, asked.Rows, asked.Columns, account => Place(read, account, asOf), units.Of, asked.Market,
            null, (account, lot) => Source(read, account, lot, asOf));

    /// <summary>What one figure is made of: every unit class of every account that has a share in it; together they are the figure.</summary>
    /// <param name="keys">Keys of the figure's row, and of its column; without a state: what is held.</param>
    public static IReadOnlyList<PivotPart> Parts(ReadSide read, UnitsOfAccount units, AsOf asOf, string? market, IReadOnlyDictionary<PivotDimension, string> keys)
    {
        var now = read.Movements.Now;
        var table = Pivot.Of(now, asOf.Date, asOf.Known, [PivotDimension.Account, PivotDimension.Product, PivotDimension.Vintage, PivotDimension.Origin], null,
            account => Place(read, account, asOf), units.Of, market, keys, (account, lot) => Source(read, account, lot, asOf));
        var classes = now.Cells.ToLookup(c => string.Join('/', c.Account, c.Unit.Product.Name, c.Unit.Product.Vintage, Pivot.OriginOf(c.Unit)), c => c.Unit);
        return [.. table.Lines.Select(l => new PivotPart(l.Keys[0], classes[string.Join('/', l.Keys)].First(), l.Total))];
    }

    /// <summary>Where a lot comes from: the trade it was bought by, the project its credits are of.</summary>
    private static Dictionary<PivotDimension, string> Source(ReadSide read, string account, string lot, AsOf asOf)
    {
        var source = new Dictionary<PivotDimension, string>();
        if (read.LotTrades.Of(account, lot) is { } key && read.Trades.Find(key, asOf.Known)?.State is { Terms: { } terms } trade)
        {
            source[PivotDimension.Trader] = trade.CapturedBy;
            if (terms.Book is { } book) source[PivotDimension.Book] = book;
        }

        if (read.Holdings.Find(account, asOf.Known)?.State.Batches.TryGetValue(lot, out var batch) == true)
            (source[PivotDimension.Project], source[PivotDimension.Methodology]) = (batch.Project, batch.Methodology);
        return source;
    }

    /// <summary>Where an account stands in the organisation tree: the holder and what is above it, by level.</summary>
    internal static Dictionary<PivotDimension, string> Place(ReadSide read, string account, AsOf asOf)
    {
        var holder = read.Accounts.Find(account, asOf.Known)?.Holder ?? read.Holdings.Find(account, asOf.Known)?.State.Holder;
        var place = new Dictionary<PivotDimension, string>();
        if (holder is null) return place;
        place[PivotDimension.Holder] = holder;
        for (var key = holder; key is not null && read.Organisation.Find(key, asOf.Known)?.State is { Kind: { } kind } unit; key = unit.Parent)
            if (levels.TryGetValue(kind, out var level)) place[level] = key;
        return place;
    }
}
