using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Application.Positions;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Benchmarks;

/// <summary>Pivots over 1,000,000 movements as of random pairs of dates; bound 50 ms. Peer of the same run: the same sums by LINQ over one object a movement.</summary>
public static class PivotBenchmark
{
    private const int Accounts = 200;
    private static readonly DateOnly first = new(2024, 1, 2);
    private static readonly PivotDimension[][] asked =
    [
        [PivotDimension.Company, PivotDimension.Product], [PivotDimension.Market, PivotDimension.Vintage, PivotDimension.State], [PivotDimension.Month],
        [PivotDimension.Account, PivotDimension.Origin, PivotDimension.Month],
    ];

    private sealed record Row(int Day, long Position, int Account, Bucket From, Bucket To, long Quantity);

    /// <param name="movements">How many; 1,000,000 where not given.</param>
    public static void Run(int movements)
    {
        var (table, objects) = Filled(movements);
        var random = new Random(7);
        foreach (var dimensions in asked)
        {
            var times = new List<double>();
            for (var i = 0; i < 25; i++)
            {
                var (day, known) = (first.AddDays(random.Next(800)), random.NextInt64(1, movements));
                var started = Stopwatch.GetTimestamp();
                var pivot = Pivot.Of(table, day, known, dimensions[..^1] is { Length: > 0 } rows ? rows : dimensions, dimensions.Length > 1 ? dimensions[^1] : null, Place, _ => "t");
                if (i >= 5) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (pivot.Lines.Count == 0 && known > 1_000 && day > first.AddDays(10)) throw new InvalidOperationException("an empty pivot");
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pivot by {string.Join(" x ", dimensions)} over {movements:N0} movements: ")
                + string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:0.0} ms, slowest of {times.Count} {times[^1]:0.0} ms {Bounds.AtMost(times[^1], 50, "ms")}"));
        }

        var peer = Stopwatch.GetTimestamp();
        var sums = objects.Where(o => o.Day <= first.AddDays(400).DayNumber && o.Position <= movements / 2).GroupBy(o => (o.Account % 20, o.To))
            .ToDictionary(g => g.Key, g => g.Sum(o => o.Quantity));
        var took = Stopwatch.GetElapsedTime(peer).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peer: LINQ over {movements:N0} objects, half of them counted, {sums.Count} sums: {took:0.0} ms"));
    }

    private static Dictionary<PivotDimension, string> Place(string account)
    {
        var number = int.Parse(account.AsSpan(2), CultureInfo.InvariantCulture);
        return new() { [PivotDimension.Company] = $"C-{number % 20}", [PivotDimension.Industry] = $"I-{number % 4}", [PivotDimension.Group] = "G" };
    }

    private static string Name(Bucket bucket) => bucket.ToString().ToLowerInvariant();

    private static (MovementTable.Snapshot, List<Row>) Filled(int movements)
    {
        var (table, objects, random) = (new MovementTable(), new List<Row>(movements), new Random(1));
        string[] units = ["cn-ets/CEA/2024/purchased", "cn-ets/CEA/2025/free", "beijing/BEA/none/purchased", "ccer/CCER/2024/issued"];
        for (var position = 1; position <= movements; position++)
        {
            var (account, day, quantity) = (random.Next(Accounts), first.AddDays(random.Next(800)), 1 + random.Next(1_000));
            var (from, to) = random.Next(4) switch { 0 => (Bucket.Free, Bucket.Reserved), 1 => (Bucket.Free, Bucket.Surrendered), _ => (Bucket.Outside, Bucket.Free) };
            var body = string.Create(CultureInfo.InvariantCulture, $$"""
                {"$type":"x","effective":"{{day:yyyy-MM-dd}}","moves":[{"lot":"L-0001","unit":"{{units[random.Next(4)]}}","from":"{{Name(from)}}","to":"{{Name(to)}}",
                 "quantity":{{quantity}},"cost":{{quantity * 80}}.00,"currency":"CNY"}]}
                """);
            var stream = $"allowance-account/A-{account}";
            table.Apply(new StoredEvent(position, stream, position, DateTimeOffset.UnixEpoch, "x", null, null, "x", "x", "x", System.Text.Encoding.UTF8.GetBytes(body)));
            objects.Add(new(day.DayNumber, position, account, from, to, quantity));
        }

        table.Complete(CancellationToken.None).GetAwaiter().GetResult();
        return (table.Now, objects);
    }
}
