using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>What one cell holds with every movement in it, whatever its day: for checks at entry, which must not sum the table.</summary>
/// <param name="Tonnes">By bucket, in the order of <see cref="Bucket"/>.</param>
/// <param name="FreeBySaleDay">Free tonnes by the first day their lots may be sold (day number), the latest last; only of units bought, or carried over from what was bought, else empty.</param>
public sealed record Balance(IReadOnlyList<long> Tonnes, IReadOnlyList<(int Day, long Free)> FreeBySaleDay)
{
    /// <summary>Tonnes still in the books.</summary>
    public long Held => Buckets.Held.Sum(b => Tonnes[(int)b]);

    /// <summary>Free tonnes.</summary>
    public long Free => Tonnes[(int)Bucket.Free];

    /// <summary>Free tonnes of lots that may not be sold on a day yet.</summary>
    /// <param name="on">Day of the sale.</param>
    public long NotSellable(DateOnly on)
    {
        var sum = 0L;
        for (var i = FreeBySaleDay.Count - 1; i >= 0 && FreeBySaleDay[i].Day > on.DayNumber; i--) sum += FreeBySaleDay[i].Free;
        return sum;
    }
}

/// <summary>Keeps the balance of every cell, movement by movement. One writer; what is published never changes.</summary>
internal sealed class Balances
{
    private readonly List<long[]> tonnes = [];
    private readonly List<SortedList<int, long>?> freeBySaleDay = [];
    private readonly List<int> saleDays = [];
    private readonly HashSet<int> touched = [];

    /// <summary>A new cell at the next index.</summary>
    public void AddCell(UnitClass unit)
    {
        tonnes.Add(new long[Buckets.Count]);
        freeBySaleDay.Add(unit.Origin is Origin.Purchased or Origin.CarriedOver ? [] : null);
    }

    /// <summary>A new lot at the next index, to be sold from a day on.</summary>
    public void AddLot(int day) => saleDays.Add(day);

    /// <summary>A movement.</summary>
    public void Move(int cell, int lot, Bucket from, Bucket to, long quantity)
    {
        touched.Add(cell);
        tonnes[cell][(int)from] -= quantity;
        tonnes[cell][(int)to] += quantity;
        if (freeBySaleDay[cell] is not { } days || (from != Bucket.Free && to != Bucket.Free)) return;
        var free = days.GetValueOrDefault(saleDays[lot]) + (to == Bucket.Free ? quantity : 0) - (from == Bucket.Free ? quantity : 0);
        if (free == 0) days.Remove(saleDays[lot]);
        else days[saleDays[lot]] = free;
    }

    /// <summary>The balances now: those that did not move since are the same objects.</summary>
    public IReadOnlyList<Balance> Published(IReadOnlyList<Balance> before)
    {
        if (touched.Count == 0 && before.Count == tonnes.Count) return before;
        var next = new Balance[tonnes.Count];
        for (var cell = 0; cell < before.Count; cell++) next[cell] = before[cell];
        for (var cell = before.Count; cell < next.Length; cell++) touched.Add(cell);
        foreach (var cell in touched) next[cell] = new((long[])tonnes[cell].Clone(), freeBySaleDay[cell] is { Count: > 0 } days ? [.. days.Select(d => (d.Key, d.Value))] : []);
        touched.Clear();
        return next;
    }
}
