using System.Text.Json;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>Every movement of every lot, in position order, as columns: the one table all positions are sums over.</summary>
/// <remarks>50 bytes a movement. One writer (the tail); readers take a <see cref="Snapshot"/> and never wait.</remarks>
public sealed class MovementTable : IFold
{
    private readonly Dictionary<string, int> streamIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> unitIds = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Account, int Unit), int> cellIds = [];
    private readonly Dictionary<(int Cell, int Code), int> lotIds = [];
    private readonly List<Row> moves = [];
    private readonly List<string> accounts = [];
    private readonly List<UnitClass> units = [];
    private readonly List<Cell> cells = [];
    private readonly List<Lot> lots = [];
    private readonly Balances balances = new();
    private Columns columns = new(1_024);
    private Snapshot current = Snapshot.Empty;
    private int count;

    /// <summary>What is kept together: one account, one unit class, one currency.</summary>
    public sealed record Cell(string Account, UnitClass Unit, string Currency);

    /// <summary>A lot of a cell.</summary>
    /// <param name="Cell">Index of the cell.</param>
    /// <param name="Code">Twice the lot's number; one more for a lot of credits.</param>
    public readonly record struct Lot(int Cell, int Code)
    {
        /// <summary>Id as events name it: <c>L-0001</c> of allowances, <c>C-0001</c> of credits.</summary>
        public string Id => (Code % 2 == 0 ? "L-" : "C-") + (Code / 2).ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
    }

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
        internal readonly long[] BookCents = new long[capacity];
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
            Array.Copy(BookCents, next.BookCents, used);
            Array.Copy(Position, next.Position, used);
            return next;
        }
    }

    /// <summary>The table as of one moment.</summary>
    /// <param name="Balances">By cell, with every row in it.</param>
    public sealed record Snapshot(Columns Columns, int Count, IReadOnlyList<Cell> Cells, IReadOnlyList<Lot> Lots, IReadOnlyList<Balance> Balances)
    {
        /// <summary>Log position of the last movement in it; 0 when there is none.</summary>
        public long LastPosition => Count == 0 ? 0 : Columns.Position[Count - 1];

        internal static readonly Snapshot Empty = new(new Columns(1), 0, [], [], []);

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
        if (!streamIds.TryGetValue(happened.Stream, out var account))
        {
            if (KeyOf(happened.Stream) is not { } key) return;
            streamIds[happened.Stream] = account = accounts.Count;
            accounts.Add(key);
        }

        if (!TryReadMoves(happened.Body, out var day, out var sellable)) return;
        foreach (var move in moves)
        {
            if (count == columns.Capacity) columns = columns.Doubled(count);
            var cell = CellOf(account, move.Unit, move.Currency);
            if (!lotIds.TryGetValue((cell, move.Lot), out var lot))
            {
                lotIds[(cell, move.Lot)] = lot = lots.Count;
                lots.Add(new Lot(cell, move.Lot));
                balances.AddLot(sellable > 0 ? sellable : move.Day == 0 ? day : move.Day);
            }

            (columns.Day[count], columns.CellOf[count], columns.LotOf[count]) = (move.Day == 0 ? day : move.Day, cell, lot);
            (columns.From[count], columns.To[count]) = ((byte)move.From, (byte)move.To);
            (columns.Quantity[count], columns.CostCents[count], columns.BookCents[count]) = (move.Quantity, move.CostCents, move.BookCents);
            columns.Position[count++] = happened.Position;
            balances.Move(cell, lot, move.From, move.To, move.Quantity);
        }
    }

    /// <summary>Shows readers what was added since the last batch.</summary>
    public Task Complete(CancellationToken ct)
    {
        if (count != current.Count)
            Volatile.Write(ref current, new Snapshot(columns, count, cells.Count == current.Cells.Count ? current.Cells : [.. cells], new Prefix<Lot>(lots, lots.Count),
                balances.Published(current.Balances)));
        return Task.CompletedTask;
    }

    private int CellOf(int account, int unit, string currency)
    {
        if (cellIds.TryGetValue((account, unit), out var cell)) return cell;
        cellIds[(account, unit)] = cell = cells.Count;
        cells.Add(new Cell(accounts[account], units[unit], currency));
        balances.AddCell(units[unit]);
        return cell;
    }

    /// <summary>Allowances and credits of one key stand in one account; their lot ids differ (<c>L-0001</c>, <c>C-0001</c>).</summary>
    private static string? KeyOf(string stream) =>
        stream.StartsWith("allowance-account/", StringComparison.Ordinal) ? stream["allowance-account/".Length..]
        : stream.StartsWith("ccer-holding/", StringComparison.Ordinal) ? stream["ccer-holding/".Length..]
        : null;

    /// <summary>One row: a move, or a changed cost of an earlier one (its own day, no tonnes).</summary>
    private readonly record struct Row(int Lot, int Unit, Bucket From, Bucket To, long Quantity, long CostCents, long BookCents, string Currency, int Day);

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

    /// <param name="body">Event as stored.</param>
    /// <param name="day">Day it counts from.</param>
    /// <param name="sellable">First day its new lot may be sold; 0 = it names none, its own day.</param>
    private bool TryReadMoves(byte[] body, out int day, out int sellable)
    {
        (day, sellable) = (0, 0);
        moves.Clear();
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("effective"u8))
            {
                reader.Read();
                day = DayOf(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("sellableFrom"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String) sellable = DayOf(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("moves"u8) || reader.ValueTextEquals("changes"u8))
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

    private Row ReadMove(ref Utf8JsonReader reader)
    {
        int lot = 0, unit = 0, day = 0;
        var currency = "";
        Bucket from = default, to = default;
        long quantity = 0, cents = 0, was = 0;
        long? book = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("lot"u8)) { reader.Read(); lot = CodeOf(reader.ValueSpan); }
            else if (name.SequenceEqual("unit"u8)) { reader.Read(); unit = UnitOf(ref reader); }
            else if (name.SequenceEqual("currency"u8)) { reader.Read(); currency = reader.ValueTextEquals("CNY"u8) ? "CNY" : reader.GetString()!; }
            else if (name.SequenceEqual("from"u8)) { reader.Read(); from = BucketOf(ref reader); }
            else if (name.SequenceEqual("to"u8)) { reader.Read(); to = BucketOf(ref reader); }
            else if (name.SequenceEqual("quantity"u8)) { reader.Read(); quantity = reader.GetInt64(); }
            else if (name.SequenceEqual("cost"u8)) { reader.Read(); cents = (long)(reader.GetDecimal() * 100m); }
            else if (name.SequenceEqual("day"u8)) { reader.Read(); day = DayOf(reader.ValueSpan); }
            else if (name.SequenceEqual("was"u8)) { reader.Read(); was = (long)(reader.GetDecimal() * 100m); }
            else if (name.SequenceEqual("book"u8)) { reader.Read(); book = BookOf(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }

        return day == 0 ? new Row(lot, unit, from, to, quantity, cents, book ?? cents, currency, 0) : new Row(lot, unit, from, to, 0, 0, cents - was, currency, day);
    }

    private static long? BookOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        long cents = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCost = reader.ValueTextEquals("cost"u8);
            reader.Read();
            if (isCost) cents = (long)(reader.GetDecimal() * 100m);
            else reader.Skip();
        }

        return cents;
    }

    private int UnitOf(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[80];
        var length = reader.CopyString(text);
        if (unitIds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var id)) return id;
        var name = text[..length].ToString();
        unitIds[name] = id = units.Count;
        units.Add(UnitClass.TryParse(name, out var unit) ? unit : throw new JsonException($"unit class {name}"));
        return id;
    }

    /// <summary>Day number of <c>yyyy-MM-dd</c>.</summary>
    private static int DayOf(ReadOnlySpan<byte> text) =>
        new DateOnly(Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10])).DayNumber;

    /// <summary>Code of a lot id, <c>L-0001</c> or <c>C-0001</c>.</summary>
    private static int CodeOf(ReadOnlySpan<byte> lot) => lot.Length > 2 && lot[1] == '-' && lot[0] is (byte)'L' or (byte)'C'
        ? Digits(lot[2..]) * 2 + (lot[0] == 'C' ? 1 : 0) : throw new JsonException("a lot id is L- or C- and a number");

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var digit in text) value = digit is >= (byte)'0' and <= (byte)'9' ? value * 10 + digit - '0' : throw new JsonException("a digit is expected");
        return value;
    }

    private static readonly (byte[] Name, Bucket Bucket)[] bucketNames = [.. Enum.GetValues<Bucket>()
        .Select(b => (System.Text.Encoding.UTF8.GetBytes(JsonNamingPolicy.KebabCaseLower.ConvertName(b.ToString())), b))];

    private static Bucket BucketOf(ref Utf8JsonReader reader)
    {
        foreach (var (name, bucket) in bucketNames)
            if (reader.ValueTextEquals(name)) return bucket;
        throw new JsonException($"bucket {reader.GetString()}");
    }
}
