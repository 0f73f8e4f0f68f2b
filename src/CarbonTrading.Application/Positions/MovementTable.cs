using System.Text.Json;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>Every movement of every lot, in position order, as columns: the one table all positions are sums over.</summary>
/// <remarks>42 bytes a movement. One writer (the tail); readers take a <see cref="Snapshot"/> and never wait.</remarks>
public sealed class MovementTable : IFold
{
    private readonly Dictionary<string, int> accountIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> unitIds = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Account, int Unit), int> cellIds = [];
    private readonly Dictionary<(int Cell, string Lot), int> lotIds = [];
    private readonly List<string> accounts = [];
    private readonly List<UnitClass> units = [];
    private readonly List<Cell> cells = [];
    private readonly List<Lot> lots = [];
    private Columns columns = new(1_024);
    private Snapshot current = Snapshot.Empty;

    /// <summary>What is kept together: one account, one unit class, one currency.</summary>
    public sealed record Cell(string Account, UnitClass Unit, string Currency);

    /// <summary>A lot of a cell.</summary>
    public sealed record Lot(int Cell, string Id);

    /// <summary>The columns; only the first <see cref="Snapshot.Count"/> rows of a snapshot may be read.</summary>
    public sealed class Columns(int capacity)
    {
        internal readonly int[] Day = new int[capacity];
        internal readonly int[] CellOf = new int[capacity];
        internal readonly int[] LotOf = new int[capacity];
        internal readonly byte[] From = new byte[capacity];
        internal readonly byte[] To = new byte[capacity];
        internal readonly long[] Quantity = new long[capacity];
        internal readonly long[] CostCents = new long[capacity];
        internal readonly long[] Position = new long[capacity];

        internal int Capacity => Day.Length;

        internal Columns Doubled(int used)
        {
            var next = new Columns(Capacity * 2);
            Array.Copy(Day, next.Day, used);
            Array.Copy(CellOf, next.CellOf, used);
            Array.Copy(LotOf, next.LotOf, used);
            Array.Copy(From, next.From, used);
            Array.Copy(To, next.To, used);
            Array.Copy(Quantity, next.Quantity, used);
            Array.Copy(CostCents, next.CostCents, used);
            Array.Copy(Position, next.Position, used);
            return next;
        }
    }

    /// <summary>The table as of one moment.</summary>
    public sealed record Snapshot(Columns Columns, int Count, IReadOnlyList<Cell> Cells, IReadOnlyList<Lot> Lots)
    {
        internal static readonly Snapshot Empty = new(new Columns(1), 0, [], []);

        /// <summary>Rows recorded up to a position: a prefix, found by halving.</summary>
        public int RowsKnownAt(long position)
        {
            var found = Array.BinarySearch(Columns.Position, 0, Count, position);
            if (found < 0) return ~found;
            while (found + 1 < Count && Columns.Position[found + 1] == position) found++;
            return found + 1;
        }
    }

    /// <summary>The table now.</summary>
    public Snapshot Now => Volatile.Read(ref current);

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (KeyOf(happened.Stream) is not { } key) return;
        if (!TryReadMoves(happened.Body, out var day, out var moves)) return;
        var account = Id(accountIds, accounts, key, a => a);
        var count = current.Count;
        foreach (var move in moves)
        {
            if (count == columns.Capacity) columns = columns.Doubled(count);
            var unit = Id(unitIds, units, move.Unit, u => UnitClass.TryParse(u, out var parsed) ? parsed : throw new JsonException($"unit class {u}"));
            if (!cellIds.TryGetValue((account, unit), out var cell))
            {
                cellIds[(account, unit)] = cell = cells.Count;
                cells.Add(new Cell(accounts[account], units[unit], move.Currency));
            }

            if (!lotIds.TryGetValue((cell, move.Lot), out var lot))
            {
                lotIds[(cell, move.Lot)] = lot = lots.Count;
                lots.Add(new Lot(cell, move.Lot));
            }

            (columns.Day[count], columns.CellOf[count], columns.LotOf[count]) = (day.DayNumber, cell, lot);
            (columns.From[count], columns.To[count]) = ((byte)move.From, (byte)move.To);
            (columns.Quantity[count], columns.CostCents[count]) = (move.Quantity, move.CostCents);
            columns.Position[count++] = happened.Position;
        }

        Volatile.Write(ref current, new Snapshot(columns, count, cells.Count == current.Cells.Count ? current.Cells : [.. cells],
            lots.Count == current.Lots.Count ? current.Lots : new Prefix<Lot>(lots, lots.Count)));
    }

    /// <summary>Allowances and credits of one key stand in one account; their lot ids differ (<c>L-0001</c>, <c>C-0001</c>).</summary>
    private static string? KeyOf(string stream) =>
        stream.StartsWith("allowance-account/", StringComparison.Ordinal) ? stream["allowance-account/".Length..]
        : stream.StartsWith("ccer-holding/", StringComparison.Ordinal) ? stream["ccer-holding/".Length..]
        : null;

    private readonly record struct Row(string Lot, string Unit, Bucket From, Bucket To, long Quantity, long CostCents, string Currency);

    /// <summary>A list that only grows, seen as long as it was.</summary>
    private sealed class Prefix<T>(List<T> list, int count) : IReadOnlyList<T>
    {
        public T this[int index] => list[index];

        public int Count => count;

        public IEnumerator<T> GetEnumerator()
        {
            for (var i = 0; i < count; i++) yield return list[i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static int Id<T>(Dictionary<string, int> ids, List<T> values, string name, Func<string, T> make)
    {
        if (ids.TryGetValue(name, out var id)) return id;
        ids[name] = id = values.Count;
        values.Add(make(name));
        return id;
    }

    private static bool TryReadMoves(byte[] body, out DateOnly day, out List<Row> moves)
    {
        (day, moves) = (default, []);
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("effective"u8))
            {
                reader.Read();
                day = DateOnly.ParseExact(reader.GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (reader.ValueTextEquals("moves"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) moves.Add(ReadMove(ref reader));
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return moves.Count > 0;
    }

    private static Row ReadMove(ref Utf8JsonReader reader)
    {
        string lot = "", unit = "", currency = "";
        Bucket from = default, to = default;
        long quantity = 0, cents = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("lot"u8)) lot = Text(ref reader);
            else if (reader.ValueTextEquals("unit"u8)) unit = Text(ref reader);
            else if (reader.ValueTextEquals("currency"u8)) currency = Text(ref reader);
            else if (reader.ValueTextEquals("from"u8)) from = BucketOf(ref reader);
            else if (reader.ValueTextEquals("to"u8)) to = BucketOf(ref reader);
            else if (reader.ValueTextEquals("quantity"u8)) { reader.Read(); quantity = reader.GetInt64(); }
            else if (reader.ValueTextEquals("cost"u8)) { reader.Read(); cents = (long)(reader.GetDecimal() * 100m); }
            else { reader.Read(); reader.Skip(); }
        }

        return new Row(lot, unit, from, to, quantity, cents, currency);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString()!;
    }

    private static readonly (byte[] Name, Bucket Bucket)[] bucketNames = [.. Enum.GetValues<Bucket>()
        .Select(b => (System.Text.Encoding.UTF8.GetBytes(JsonNamingPolicy.KebabCaseLower.ConvertName(b.ToString())), b))];

    private static Bucket BucketOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        foreach (var (name, bucket) in bucketNames)
            if (reader.ValueTextEquals(name)) return bucket;
        throw new JsonException($"bucket {reader.GetString()}");
    }
}
