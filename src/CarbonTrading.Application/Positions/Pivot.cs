using System.Buffers;
using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>What tonnes may be grouped by.</summary>
public enum PivotDimension
{
    /// <summary>Top of the organisation tree.</summary>
    Group,
    /// <summary>Industry.</summary>
    Industry,
    /// <summary>Legal entity.</summary>
    Company,
    /// <summary>Holder of the account: company or site.</summary>
    Holder,
    /// <summary>Account.</summary>
    Account,
    /// <summary>Market.</summary>
    Market,
    /// <summary>Product code without vintage: CEA.</summary>
    Product,
    /// <summary>Vintage.</summary>
    Vintage,
    /// <summary>Origin.</summary>
    Origin,
    /// <summary>State: free, reserved ... surrendered. Cost belongs to a unit class, not to a state: there is none.</summary>
    State,
    /// <summary>Month of the effective day: figures are changes in it.</summary>
    Month,
    /// <summary>Book of the trade a lot was bought by. Units transferred or carried over name no trade any more.</summary>
    Book,
    /// <summary>Who captured that trade.</summary>
    Trader,
    /// <summary>Reduction project of a lot of credits.</summary>
    Project,
    /// <summary>Its methodology.</summary>
    Methodology,
}

/// <summary>Tonnes and cost of one cell of a pivot.</summary>
/// <param name="Tonnes">Held, or in the states asked.</param>
/// <param name="Others">The same of units that are no tonnes, by what they are.</param>
/// <param name="Cost">Cost of what is held, by currency; empty where states are told apart.</param>
public sealed record PivotCell(long Tonnes, IReadOnlyDictionary<string, long> Others, IReadOnlyDictionary<string, decimal> Cost);

/// <summary>One row: its keys in the order of the dimensions, a cell per column, and the total.</summary>
/// <param name="Keys">Keys in the order of the dimensions.</param>
/// <param name="Cells">A cell per column.</param>
/// <param name="Total">Sum of the cells; where the columns are states, of those that are held. Units that are gone add up with nothing.</param>
public sealed record PivotRow(IReadOnlyList<string> Keys, IReadOnlyList<PivotCell> Cells, PivotCell Total);

/// <summary>A pivot.</summary>
/// <param name="Rows">Dimensions of the rows.</param>
/// <param name="Columns">Dimension of the columns; null = none.</param>
/// <param name="ColumnKeys">Keys of the columns, in order; empty without a column dimension.</param>
/// <param name="Lines">Rows with anything in them, by keys.</param>
/// <param name="Total">Of all rows; where states are told apart, of what is held.</param>
public sealed record PivotTable(IReadOnlyList<PivotDimension> Rows, PivotDimension? Columns, IReadOnlyList<string> ColumnKeys, IReadOnlyList<PivotRow> Lines, PivotCell Total);

/// <summary>Sums of the movement table by any dimensions, as of a pair of dates.</summary>
/// <remarks>One pass over the rows known, in two halves at once; then a few hundred sums are put together by their keys.</remarks>
public static class Pivot
{
    /// <summary>Key of what has no value in a dimension.</summary>
    public const string None = "-";

    private const int RowsPerThread = 50_000;
    private static readonly PivotCell empty = new Figure().Shown;

    /// <summary>Computes it.</summary>
    /// <param name="table">Movements.</param>
    /// <param name="asOf">Effective up to this day.</param>
    /// <param name="known">Recorded up to this position.</param>
    /// <param name="rows">Dimensions of the rows, one to four.</param>
    /// <param name="columns">Dimension of the columns; null = none.</param>
    /// <param name="ancestors">Keys above a holder, by kind: group, industry, company, and the holder itself.</param>
    /// <param name="measureOf">What a unit of a market is; see <see cref="Rules.UnitsOfAccount"/>.</param>
    /// <param name="market">Only this market; null = all.</param>
    /// <param name="where">Only what has these keys; null = everything.</param>
    /// <param name="ofLot">Keys of a lot, by account and lot: book, trader, project, methodology; null = none has any.</param>
    public static PivotTable Of(
        MovementTable.Snapshot table, DateOnly asOf, long known, IReadOnlyList<PivotDimension> rows, PivotDimension? columns,
        Func<string, IReadOnlyDictionary<PivotDimension, string>> ancestors, Func<string, string> measureOf, string? market = null,
        IReadOnlyDictionary<PivotDimension, string>? where = null, Func<string, string, IReadOnlyDictionary<PivotDimension, string>>? ofLot = null)
    {
        PivotDimension[] all = columns is { } column ? [.. rows, column] : [.. rows];
        var byLot = all.Any(IsOfLot) || where?.Keys.Any(IsOfLot) == true;
        var (state, onlyMonth) = (where?.GetValueOrDefault(PivotDimension.State), where?.GetValueOrDefault(PivotDimension.Month));
        var (stateAt, monthAt) = (Array.IndexOf(all, PivotDimension.State), Array.IndexOf(all, PivotDimension.Month));
        var (byState, byMonth) = (stateAt >= 0 || state is not null, monthAt >= 0 || onlyMonth is not null);
        var sums = Sum(table, asOf, known, byMonth, byState, byLot);
        var places = new Dictionary<string, IReadOnlyDictionary<PivotDimension, string>>(StringComparer.Ordinal);
        var cells = new Dictionary<(Key Row, string Column), Figure>();
        string[] months = [.. Enumerable.Range(sums.FirstMonth, sums.Months).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m / 12:0000}-{(m % 12) + 1:00}"))];
        for (var cell = 0; cell < (byLot ? table.Lots.Count : table.Cells.Count); cell++)
        {
            var key = table.Cells[byLot ? table.Lots[cell].Cell : cell];
            if (market is not null && key.Unit.Product.Market != market) continue;
            if (!places.TryGetValue(key.Account, out var place)) places[key.Account] = place = ancestors(key.Account);
            var lot = byLot ? ofLot?.Invoke(key.Account, table.Lots[cell].Id) : null;
            string Of(PivotDimension d) => IsOfLot(d) ? lot?.GetValueOrDefault(d) ?? None : KeyOf(d, key, place);
            if (where?.Any(w => w.Key is not (PivotDimension.State or PivotDimension.Month) && Of(w.Key) != w.Value) == true) continue;
            string[] names = [.. all.Select(d => d is PivotDimension.State or PivotDimension.Month ? "" : Of(d))];
            var measure = measureOf(key.Unit.Product.Market);
            for (var month = 0; month < sums.Months; month++)
            {
                if (onlyMonth is not null && months[month] != onlyMonth) continue;
                if (monthAt >= 0) names[monthAt] = months[month];
                Add(cells, key.Currency, measure, sums, sums.At(cell, month), names, rows.Count, byState ? (stateAt, state) : null);
            }
        }

        ArrayPool<long>.Shared.Return(sums.Tonnes);
        ArrayPool<long>.Shared.Return(sums.Book);
        return Put(cells, rows, columns);
    }

    private static bool IsOfLot(PivotDimension dimension) => dimension is PivotDimension.Book or PivotDimension.Trader or PivotDimension.Project or PivotDimension.Methodology;

    /// <summary>Tonnes and booked cost by cell, or lot, and month; by bucket too where states are told apart, else of what is held.</summary>
    private sealed record Sums(long[] Tonnes, long[] Book, int Months, int FirstMonth, int Width)
    {
        public int At(int cell, int month) => ((cell * Months) + month) * Width;
    }

    private static readonly int[] isHeld = [.. Enum.GetValues<Bucket>().Select(b => b.IsHeld() ? 1 : 0)];

    /// <summary>Keys of a row, compared by their texts.</summary>
    private readonly record struct Key(string A, string B, string C, string D) : IComparable<Key>
    {
        public int CompareTo(Key other) =>
            string.CompareOrdinal(A, other.A) is not 0 and var a ? a
            : string.CompareOrdinal(B, other.B) is not 0 and var b ? b
            : string.CompareOrdinal(C, other.C) is not 0 and var c ? c
            : string.CompareOrdinal(D, other.D);

        public IReadOnlyList<string> Take(int count) => new[] { A, B, C, D }[..count];
    }

    private sealed class Figure
    {
        private long tonnes;
        private Amounts<decimal> costs;
        private Amounts<long> others;

        public PivotCell Shown => new(tonnes, others.Shown, costs.Shown);

        public void AddUnits(string measure, long quantity)
        {
            if (measure == Rules.UnitsOfAccount.Tonne) tonnes += quantity;
            else others.Add(measure, quantity);
        }

        public void AddCost(string currency, decimal cost) => costs.Add(currency, cost);

        public void Add(Figure other)
        {
            tonnes += other.tonnes;
            others.Add(other.others);
            costs.Add(other.costs);
        }
    }

    private static Sums Sum(MovementTable.Snapshot table, DateOnly asOf, long known, bool byMonth, bool byState, bool byLot)
    {
        var (rows, columns, last) = (table.RowsKnownAt(known), table.Columns, asOf.DayNumber);
        var (first, months, earliest, monthOf) = (0, 1, last, (int[])[]);
        if (byMonth)
        {
            foreach (var day in columns.Day.AsSpan(0, rows)) earliest = Math.Min(earliest, day);
            first = MonthOf(earliest);
            months = MonthOf(last) - first + 1;
            monthOf = [.. Enumerable.Range(earliest, last - earliest + 1).Select(day => MonthOf(day) - first)];
        }

        var width = byState ? Buckets.Count : 1;
        var (length, placeOf) = ((byLot ? table.Lots.Count : table.Cells.Count) * months * width, byLot ? columns.LotOf : columns.CellOf);
        var parts = Math.Clamp(rows / RowsPerThread, 1, Environment.ProcessorCount);
        var partial = new (long[] Tonnes, long[] Book)[parts];
        Parallel.For(0, parts, part =>
        {
            var (tonnes, book) = (Rent(length), Rent(length));
            var (from, to) = ((int)((long)rows * part / parts), (int)((long)rows * (part + 1) / parts));
            for (var i = from; i < to; i++)
            {
                var day = columns.Day[i];
                if (day > last) continue;
                var start = placeOf[i] * months;
                if (byMonth) start += monthOf[day - earliest];
                if (byState)
                {
                    tonnes[(start * width) + columns.From[i]] -= columns.Quantity[i];
                    tonnes[(start * width) + columns.To[i]] += columns.Quantity[i];
                    continue;
                }

                var sign = isHeld[columns.To[i]] - isHeld[columns.From[i]];
                tonnes[start] += sign * columns.Quantity[i];
                book[start] += sign * columns.BookCents[i];
            }

            partial[part] = (tonnes, book);
        });
        for (var part = 1; part < parts; part++)
        {
            for (var i = 0; i < length; i++)
            {
                partial[0].Tonnes[i] += partial[part].Tonnes[i];
                partial[0].Book[i] += partial[part].Book[i];
            }

            ArrayPool<long>.Shared.Return(partial[part].Tonnes);
            ArrayPool<long>.Shared.Return(partial[part].Book);
        }

        return new(partial[0].Tonnes, partial[0].Book, months, first, width);
    }

    private static long[] Rent(int length)
    {
        var rented = ArrayPool<long>.Shared.Rent(length);
        rented.AsSpan(0, length).Clear();
        return rented;
    }

    private static void Add(Dictionary<(Key, string), Figure> cells, string currency, string measure, Sums sums, int at, string[] names, int rows, (int At, string? Only)? state)
    {
        if (state is not { } states)
        {
            if (sums.Tonnes[at] == 0 && sums.Book[at] == 0) return;
            var figure = Into();
            figure.AddUnits(measure, sums.Tonnes[at]);
            figure.AddCost(currency, sums.Book[at] / 100m);
            return;
        }

        foreach (var bucket in Enum.GetValues<Bucket>().Where(b => b is not (Bucket.Outside or Bucket.Residual)))
        {
            if (sums.Tonnes[at + (int)bucket] == 0) continue;
            if (states.Only is not null && states.Only != bucket.ToString()) continue;
            if (states.At >= 0) names[states.At] = bucket.ToString();
            Into().AddUnits(measure, sums.Tonnes[at + (int)bucket]);
        }

        Figure Into()
        {
            string Of(int n) => n < rows ? names[n] : "";
            var id = (new Key(Of(0), Of(1), Of(2), Of(3)), rows < names.Length ? names[rows] : "");
            if (!cells.TryGetValue(id, out var found)) cells[id] = found = new Figure();
            return found;
        }
    }

    private static string KeyOf(PivotDimension dimension, MovementTable.Cell cell, IReadOnlyDictionary<PivotDimension, string> place) => dimension switch
    {
        PivotDimension.Account => cell.Account,
        PivotDimension.Market => cell.Unit.Product.Market,
        PivotDimension.Product => cell.Unit.Product.Name,
        PivotDimension.Vintage => cell.Unit.Product.Vintage.ToString(),
        PivotDimension.Origin => OriginOf(cell.Unit),
        _ => place.GetValueOrDefault(dimension, None),
    };

    private static PivotTable Put(Dictionary<(Key Row, string Column), Figure> cells, IReadOnlyList<PivotDimension> rows, PivotDimension? columns)
    {
        string[] columnKeys = columns is null ? [] : [.. cells.Keys.Select(k => k.Column).Distinct().Order(StringComparer.Ordinal)];
        var placeOf = columnKeys.Select((k, i) => (k, i)).ToDictionary(x => x.k, x => x.i, StringComparer.Ordinal);
        var lines = new Dictionary<Key, (Figure Total, PivotCell[] Cells)>();
        var total = new Figure();
        var stateAt = rows.ToList().IndexOf(PivotDimension.State);
        foreach (var ((row, column), figure) in cells)
        {
            var held = columns == PivotDimension.State ? IsHeld(column) : stateAt < 0 || IsHeld(row.Take(rows.Count)[stateAt]);
            if (!lines.TryGetValue(row, out var line))
            {
                lines[row] = line = (new Figure(), new PivotCell[columnKeys.Length]);
                Array.Fill(line.Cells, empty);
            }

            if (columns is not null) line.Cells[placeOf[column]] = figure.Shown;
            if (held || columns != PivotDimension.State) line.Total.Add(figure);
            if (held) total.Add(figure);
        }

        return new(rows, columns, columnKeys,
            [.. lines.OrderBy(l => l.Key).Select(l => new PivotRow(l.Key.Take(rows.Count), l.Value.Cells, l.Value.Total.Shown))], total.Shown);
    }

    /// <summary>Origin of a unit class, as its text has it.</summary>
    public static string OriginOf(UnitClass unit) => unit.ToString().Split('/')[^1];

    /// <summary>Whether the key of a state is one of what is held.</summary>
    public static bool IsHeld(string state) => Enum.TryParse<Bucket>(state, out var bucket) && bucket.IsHeld();

    private static int MonthOf(int dayNumber)
    {
        var day = DateOnly.FromDayNumber(dayNumber);
        return (day.Year * 12) + day.Month - 1;
    }
}
