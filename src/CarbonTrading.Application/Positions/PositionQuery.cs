using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>Tonnes and cost of one account and unit class, by bucket, as of a pair of dates.</summary>
/// <param name="Account">Account key.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Currency">Currency of the cost.</param>
/// <param name="Tonnes">By bucket, in the order of <see cref="Bucket"/>; Outside is minus what came in.</param>
/// <param name="Cost">Acquisition cost of the lots by bucket, two decimals.</param>
/// <param name="Book">Cost as the books take it, by the cost method, two decimals; only sums of held buckets and single buckets of what is gone mean something.</param>
public sealed record PositionLine(
    string Account, UnitClass Unit, string Currency, IReadOnlyList<long> Tonnes, IReadOnlyList<decimal> Cost, IReadOnlyList<decimal> Book)
{
    /// <summary>Tonnes in one bucket.</summary>
    public long In(Bucket bucket) => Tonnes[(int)bucket];

    /// <summary>Tonnes still in the books: free, reserved, pledged, frozen, in transit, lent, sold in repo.</summary>
    public long Held => Buckets.Held.Sum(In);

    /// <summary>Cost of what is still in the books, by the cost method; 0 whenever nothing is held.</summary>
    public decimal HeldCost => Buckets.Held.Sum(b => Book[(int)b]);

    /// <summary>Tonnes that ever came in: equals the sum of all buckets, always.</summary>
    public long CameIn => -Tonnes[(int)Bucket.Outside];
}

/// <summary>One lot of a position.</summary>
/// <param name="Lot">Lot id.</param>
/// <param name="Account">Account key.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Acquired">First effective day.</param>
/// <param name="Tonnes">By bucket.</param>
/// <param name="Cost">By bucket, two decimals.</param>
/// <param name="Events">Log positions that moved it, in order.</param>
public sealed record LotLine(
    string Lot, string Account, UnitClass Unit, DateOnly Acquired, IReadOnlyList<long> Tonnes, IReadOnlyList<decimal> Cost, IReadOnlyList<long> Events)
{
    /// <summary>Tonnes in one bucket.</summary>
    public long In(Bucket bucket) => Tonnes[(int)bucket];
}

/// <summary>Sums over the movement table.</summary>
public static class PositionQuery
{
    private static readonly int width = Buckets.Count;

    /// <summary>Positions with anything in them, by account and unit class: effective up to <paramref name="asOf"/>, recorded up to <paramref name="known"/>.</summary>
    public static IReadOnlyList<PositionLine> Lines(MovementTable.Snapshot table, DateOnly asOf, long known)
    {
        var (tonnes, cents, book) = Sum(table, asOf, known, table.Cells.Count, table.Columns.CellOf);
        var lines = new List<PositionLine>();
        for (var cell = 0; cell < table.Cells.Count; cell++)
        {
            var start = cell * width;
            if (tonnes.AsSpan(start, width).IndexOfAnyExcept(0) < 0) continue;
            var key = table.Cells[cell];
            lines.Add(new(key.Account, key.Unit, key.Currency, tonnes[start..(start + width)], Money(cents, start), Money(book, start)));
        }

        return [.. lines.OrderBy(l => l.Account, StringComparer.Ordinal).ThenBy(l => l.Unit.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Lots of one account (and unit class), or of all of them where it is null, with the events behind them.</summary>
    public static IReadOnlyList<LotLine> Lots(MovementTable.Snapshot table, DateOnly asOf, long known, string? account, UnitClass? unit = null)
    {
        var rows = table.RowsKnownAt(known);
        var columns = table.Columns;
        var lots = new Dictionary<(string Account, string Id), (UnitClass Unit, int Day, long[] Tonnes, long[] Cents, List<long> Events)>();
        for (var i = 0; i < rows; i++)
        {
            if (columns.Day[i] > asOf.DayNumber) continue;
            var cell = table.Cells[columns.CellOf[i]];
            if ((account is not null && cell.Account != account) || (unit is { } only && cell.Unit != only)) continue;
            var id = (cell.Account, table.Lots[columns.LotOf[i]].Id);
            if (!lots.TryGetValue(id, out var lot)) lots[id] = lot = (cell.Unit, columns.Day[i], new long[width], new long[width], []);
            lot.Tonnes[columns.From[i]] -= columns.Quantity[i];
            lot.Tonnes[columns.To[i]] += columns.Quantity[i];
            lot.Cents[columns.From[i]] -= columns.CostCents[i];
            lot.Cents[columns.To[i]] += columns.CostCents[i];
            if (lot.Events.Count == 0 || lot.Events[^1] != columns.Position[i]) lot.Events.Add(columns.Position[i]);
        }

        return [.. lots.OrderBy(l => l.Key.Account, StringComparer.Ordinal).ThenBy(l => l.Key.Id, StringComparer.Ordinal).Select(l => new LotLine(
            l.Key.Id, l.Key.Account, l.Value.Unit, DateOnly.FromDayNumber(l.Value.Day), l.Value.Tonnes, Money(l.Value.Cents, 0), l.Value.Events))];
    }

    /// <summary>Balances of every lot and bucket of an account at the end of each effective day: the negative ones, which there must not be.</summary>
    public static (int Lots, IReadOnlyList<(string Lot, Bucket Bucket, DateOnly Day, long Balance)> Negative) Days(
        MovementTable.Snapshot table, long known, string account)
    {
        var rows = table.RowsKnownAt(known);
        var columns = table.Columns;
        var changes = new Dictionary<(int Lot, Bucket Bucket), SortedDictionary<int, long>>();
        for (var i = 0; i < rows; i++)
        {
            if (table.Cells[columns.CellOf[i]].Account != account) continue;
            Add((Bucket)columns.From[i], i, -columns.Quantity[i]);
            Add((Bucket)columns.To[i], i, columns.Quantity[i]);
        }

        var negative = new List<(string, Bucket, DateOnly, long)>();
        foreach (var ((lot, bucket), days) in changes)
        {
            var balance = 0L;
            foreach (var (day, change) in days)
                if ((balance += change) < 0) negative.Add((table.Lots[lot].Id, bucket, DateOnly.FromDayNumber(day), balance));
        }

        return (changes.Keys.Select(k => k.Lot).Distinct().Count(), negative);

        void Add(Bucket bucket, int row, long change)
        {
            if (bucket == Bucket.Outside) return;
            var key = (columns.LotOf[row], bucket);
            if (!changes.TryGetValue(key, out var days)) changes[key] = days = [];
            days[columns.Day[row]] = days.GetValueOrDefault(columns.Day[row]) + change;
        }
    }

    private static (long[] Tonnes, long[] Cents, long[] Book) Sum(MovementTable.Snapshot table, DateOnly asOf, long known, int groups, int[] groupOf)
    {
        var rows = table.RowsKnownAt(known);
        var (columns, last) = (table.Columns, asOf.DayNumber);
        var (tonnes, cents, book) = (new long[groups * width], new long[groups * width], new long[groups * width]);
        for (var i = 0; i < rows; i++)
        {
            if (columns.Day[i] > last) continue;
            var start = groupOf[i] * width;
            tonnes[start + columns.From[i]] -= columns.Quantity[i];
            tonnes[start + columns.To[i]] += columns.Quantity[i];
            cents[start + columns.From[i]] -= columns.CostCents[i];
            cents[start + columns.To[i]] += columns.CostCents[i];
            book[start + columns.From[i]] -= columns.BookCents[i];
            book[start + columns.To[i]] += columns.BookCents[i];
        }

        return (tonnes, cents, book);
    }

    private static decimal[] Money(long[] cents, int start) => [.. cents.Skip(start).Take(width).Select(c => c / 100m)];
}
