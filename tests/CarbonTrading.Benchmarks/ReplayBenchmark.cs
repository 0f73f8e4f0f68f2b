using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;
using Microsoft.Data.Sqlite;

namespace CarbonTrading.Benchmarks;

/// <summary>Movement events, one a command, written to a SQLite store; then the time to read and decode them all.</summary>
public static class ReplayBenchmark
{
    private const int Accounts = 1_000;
    private const int BatchMax = 1_000;
    private static readonly DateOnly first = new(2024, 1, 2);

    /// <param name="events">How many events, a multiple of 1,000.</param>
    public static async Task Run(int events)
    {
        var folder = Directory.CreateTempSubdirectory("carbon-bench-").FullName;
        try
        {
            await using var store = await Store.Open(folder);
            await Measure("written", events, async () =>
            {
                await Write(store.Events, events);
                return new Sum();
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"file: {new FileInfo(Path.Combine(folder, Store.FileName)).Length / (double)events:0} bytes/event"));
            await Read(store.Events, Decode); // warm
            await Measure("read, not decoded", events, () => Read(store.Events, (_, _) => { }));
            await Measure("read, then decoded, one thread", events, () => Read(store.Events, Decode));
            await Measure("read on while decoding", events, () => ReadAhead(store.Events));
            await Measure("peer: rows by Microsoft.Data.Sqlite's reader, decoded, one thread", events,
                () => Task.FromResult(Peer(Path.Combine(folder, Store.FileName))));
            await Measure("verified", events, async () => (await store.Events.Verify()).Faults.Count == 0
                ? new Sum()
                : throw new InvalidOperationException("the chain is not sound"));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static async Task Measure(string name, int events, Func<Task<Sum>> work)
    {
        GC.Collect();
        var (started, used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var sum = await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var processor = (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {seconds:0.00} s, {events / seconds:N0} events/s ({processor:0.00} s of processor time)"));
        if (sum.Events != 0 && (sum.Events != events || sum.Tonnes == 0)) throw new InvalidOperationException($"{sum.Events} of {events} decoded");
    }

    private static async Task<Sum> Read(IEventStore log, Action<IReadOnlyList<StoredEvent>, Sum> take)
    {
        var sum = new Sum();
        for (long position = 0; await log.ReadAll(position, BatchMax) is { Count: > 0 } batch; position = batch[^1].Position) take(batch, sum);
        return sum;
    }

    /// <summary>One reads, as many as there are processors decode.</summary>
    private static async Task<Sum> ReadAhead(IEventStore log)
    {
        var batches = Channel.CreateBounded<IReadOnlyList<StoredEvent>>(8);
        var decoding = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            var sum = new Sum();
            await foreach (var batch in batches.Reader.ReadAllAsync()) Decode(batch, sum);
            return sum;
        })).ToList();
        for (long position = 0; await log.ReadAll(position, BatchMax) is { Count: > 0 } batch; position = batch[^1].Position)
            await batches.Writer.WriteAsync(batch);
        batches.Writer.Complete();
        var sums = await Task.WhenAll(decoding);
        return new Sum { Events = sums.Sum(s => s.Events), Tonnes = sums.Sum(s => s.Tonnes) };
    }

    private static void Decode(IReadOnlyList<StoredEvent> batch, Sum sum)
    {
        foreach (var stored in batch) sum.Add(stored.Body);
    }

    private static Sum Peer(string file)
    {
        var sum = new Sum();
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT position, stream, version, recorded, actor, approved_by, trace, command_id, input, name, body FROM events ORDER BY position";
        using var rows = select.ExecuteReader();
        var row = new object[rows.FieldCount];
        while (rows.Read())
        {
            rows.GetValues(row);
            sum.Add((byte[])row[^1]);
        }

        return sum;
    }

    private static async Task Write(IEventStore log, int events)
    {
        var unit = new UnitClass(new Product("cn-ets", "CEA", Vintage.Of(2025)), Origin.Purchased);
        var now = new DateTimeOffset(2024, 1, 2, 1, 0, 0, TimeSpan.Zero);
        for (var version = 0; version < events / Accounts; version++)
        {
            var (v, day) = (version, first.AddDays(version % 800));
            AllowanceAccountEvent happened = version % 2 == 0
                ? new PurchaseReceived(day, [new($"L-{v:00000}", unit, Bucket.Outside, Bucket.Free, new(1_000 + v % 97), 80_000m, "CNY")],
                    new UnitPrice(80m, "CNY"), 12.5m, day.AddDays(1), $"T-{v:00000}", "statement 2024-1")
                : new UnitsSurrendered(day, [new($"L-{v - 1:00000}", unit, Bucket.Free, Bucket.Surrendered, new(500), 40_000m, "CNY")],
                    2025, "R-1", "allocation plan, section 7", RuleStatus.InForce);
            EventBody[] body = [Contract.Body(happened)];
            await Task.WhenAll(Enumerable.Range(0, Accounts).Select(a => log.TryAppend(new Append(
                $"allowance-account/ACC-{a:0000}", v, $"{a:0000}-{v:00000}-7d9c4a52", "0123456789abcdef", "trader", null, null, now, body))));
        }
    }

    private sealed class Sum
    {
        public long Events { get; set; }

        public long Tonnes { get; set; }

        public void Add(byte[] body)
        {
            Events++;
            if (Contract.Decode<AllowanceAccountEvent>(body) is IMovement movement)
                foreach (var move in movement.Moves) Tonnes += move.Quantity.Value;
        }
    }
}
