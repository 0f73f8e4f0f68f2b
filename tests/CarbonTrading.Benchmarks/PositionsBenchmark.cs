using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;

namespace CarbonTrading.Benchmarks;

/// <summary>1,000,000 movement events: time until a workplace on them is ready, and a position query at random pairs of dates.</summary>
public static class PositionsBenchmark
{
    private const int Accounts = 200;
    private static readonly DateOnly first = new(2024, 1, 2);

    /// <param name="events">How many events; 1,000,000 where not given.</param>
    public static async Task Run(int events)
    {
        var folder = Directory.CreateTempSubdirectory("carbon-bench-").FullName;
        try
        {
            var settings = new Settings(folder, null, "http://127.0.0.1:0", false, first.AddDays(800));
            await Write(settings, events);
            Figure("events", events, "");
            var (started, used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            var rules = RuleFiles.Load(MarketData.Folder);
            await using var store = await Store.Open(folder);
            await using var workplace = new Workplace(settings, store, rules, new LocalEntityHost(store.Events, rules.Rules), TimeProvider.System);
            await workplace.Start();
            Figure("ready", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
            Figure("ready, processor time", (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds, "s");
            Query(workplace, events);
            Figure("movement table", workplace.Read.Movements.Now.Count * 42 / 1e6, "MB");
            Figure("process memory", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB");
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static void Query(Workplace workplace, int events)
    {
        var random = new Random(7);
        var times = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            var (day, known) = (first.AddDays(random.Next(800)), random.NextInt64(1, events));
            var asked = Stopwatch.GetTimestamp();
            var lines = PositionQuery.Lines(workplace.Read.Movements.Now, day, known);
            if (i >= 10) times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            if (lines.Any(l => l.Tonnes.Sum() != 0)) throw new InvalidOperationException("tonnes do not add up");
        }

        var asOf = new Application.Views.AsOf(first.AddDays(800), events, true);
        var whole = Stopwatch.GetTimestamp();
        var rows = workplace.Queries.Positions(asOf).Count;
        Figure($"whole position page, {rows} rows", Stopwatch.GetElapsedTime(whole).TotalMilliseconds, "ms");
        times.Sort();
        Figure("position query, median of 50 pairs", times[25], "ms");
        Figure("position query, slowest of 50 pairs", times[^1], "ms");
        // Peer of the same run: the same sums by LINQ over one object per movement.
        var table = workplace.Read.Movements.Now;
        var objects = Enumerable.Range(0, table.Count).Select(i => (Cell: i % Accounts, Day: first.AddDays(i % 800), Quantity: (long)i)).ToList();
        var peer = Stopwatch.GetTimestamp();
        var sums = objects.Where(o => o.Day <= asOf.Date).GroupBy(o => o.Cell).ToDictionary(g => g.Key, g => g.Sum(o => o.Quantity));
        Figure($"peer: LINQ over {objects.Count} objects, {sums.Count} groups", Stopwatch.GetElapsedTime(peer).TotalMilliseconds, "ms");
    }

    private static async Task Write(Settings settings, int events)
    {
        await using var store = await Store.Open(settings.DataFolder);
        var now = new DateTimeOffset(2024, 1, 2, 1, 0, 0, TimeSpan.Zero);
        await Add(store, "business-day/BOOKS", 0, [Contract.Body<BusinessDayEvent>(new BooksOpened(first.AddDays(800)))], now);
        var unit = new UnitClass(new Product("cn-ets", "CEA", Vintage.Of(2025)), Origin.Purchased);
        var price = new UnitPrice(80m, "CNY");
        var perAccount = (events - 1) / Accounts;
        foreach (var account in Enumerable.Range(1, Accounts))
        {
            var stream = string.Create(CultureInfo.InvariantCulture, $"allowance-account/ACC-{account:0000}");
            var version = 0;
            while (version < perAccount)
            {
                var batch = new List<EventBody>();
                for (; batch.Count < 500 && version + batch.Count < perAccount;)
                {
                    var n = version + batch.Count;
                    AllowanceAccountEvent happened = n == 0
                        ? new AccountOpened("QM", "cn-ets", "Account", "账户")
                        : n % 2 == 1
                            ? new PurchaseReceived(first.AddDays(n % 800),
                                [new("L-" + n.ToString("0000", CultureInfo.InvariantCulture), unit, Bucket.Outside, Bucket.Free, new(1_000 + n % 97), 80_000m, "CNY")],
                                price, 12.5m, first.AddDays(n % 800 + 1), "T-1", "statement")
                            : new UnitsSurrendered(first.AddDays((n - 1) % 800),
                                [new("L-" + (n - 1).ToString("0000", CultureInfo.InvariantCulture), unit, Bucket.Free, Bucket.Surrendered, new(500), 40_000m, "CNY")],
                                2025, "R-1", "plan", RuleStatus.InForce);
                    batch.Add(Contract.Body(happened));
                }

                await Add(store, stream, version, batch, now);
                version += batch.Count;
            }
        }

        // The processes of an installation that was stopped have seen its log.
        var end = Contract.Encode((await store.Events.Head()).Position);
        foreach (var actor in Permissions.All.SelectMany(p => p.System).Distinct()) await store.Values.Put("process-cursor", actor, end);
    }

    private static async Task Add(Store store, string stream, int version, IReadOnlyList<EventBody> events, DateTimeOffset now)
    {
        var result = await store.Events.TryAppend(new Append(stream, version, $"{stream}@{version}", "bench", "bench", null, null, now, events));
        if (result.Position is null) throw new InvalidOperationException($"{stream} at {version} was not taken");
    }

    private static void Figure(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value:0.##} {unit}"));
}
