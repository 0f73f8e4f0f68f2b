using CarbonTrading.Engine;

namespace CarbonTrading.Application.Tests.RandomDays;

/// <summary>A log kept in memory, for thousands of short sequences: the same fences and ids as a store's, no chain and no file. One thread.</summary>
public sealed class MemoryLog : IEventStore
{
    private readonly List<StoredEvent> all;
    private readonly Dictionary<string, List<StoredEvent>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommandRecord> commands = new(StringComparer.Ordinal);

    public MemoryLog(IEnumerable<StoredEvent> begun)
    {
        all = [.. begun];
        foreach (var stored in all) Index(stored);
    }

    /// <summary>Every event, in order.</summary>
    public IReadOnlyList<StoredEvent> All => all;

    public Task<AppendResult> TryAppend(Append append, CancellationToken ct = default)
    {
        if (commands.TryGetValue(append.CommandId, out var earlier)) return Task.FromResult(new AppendResult(null, earlier));
        var version = streams.TryGetValue(append.Stream, out var stream) ? stream.Count : 0;
        if (version != append.ExpectedVersion) return Task.FromResult(AppendResult.Conflict);
        foreach (var body in append.Events)
        {
            var stored = new StoredEvent(
                all.Count + 1, append.Stream, ++version, append.Now, append.Actor, append.ApprovedBy, append.Trace, append.CommandId, append.Input, body.Name, body.Body);
            all.Add(stored);
            Index(stored);
        }

        return Task.FromResult(new AppendResult(all.Count, null));
    }

    public Task<IReadOnlyList<StoredEvent>> Read(string stream, int afterVersion, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<StoredEvent>>(
        streams.TryGetValue(stream, out var events) && afterVersion < events.Count ? events.GetRange(afterVersion, events.Count - afterVersion) : []);

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max, CancellationToken ct = default) => Task.FromResult(UpTo(afterPosition, max, all.Count));

    /// <summary>At most <paramref name="max"/> events after a position, none after another.</summary>
    public IReadOnlyList<StoredEvent> UpTo(long afterPosition, int max, long last) =>
        Math.Min(max, (int)(last - afterPosition)) is > 0 and var count ? all.GetRange((int)afterPosition, count) : [];

    public Task<CommandRecord?> FindCommand(string commandId, CancellationToken ct = default) => Task.FromResult(commands.GetValueOrDefault(commandId));

    public Task<LogHead> Head(CancellationToken ct = default) => Task.FromResult(new LogHead(all.Count, ""));

    public Task WaitForMore(long afterPosition, TimeSpan patience, CancellationToken ct = default) => Task.CompletedTask;

    public Task<ChainReport> Verify(CancellationToken ct = default) => throw new NotSupportedException("there is no chain in memory");

    public Task<ChainReport> Verify(LogHead expected, CancellationToken ct = default) => Verify(ct);

    public Task Backup(string file, CancellationToken ct = default) => throw new NotSupportedException("memory is not backed up");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Index(StoredEvent stored)
    {
        if (!streams.TryGetValue(stored.Stream, out var events)) streams[stored.Stream] = events = [];
        events.Add(stored);
        commands[stored.CommandId] = new(stored.CommandId, stored.Input, stored.Stream, stored.Version, stored.Position);
    }
}

/// <summary>The log as a process that is behind sees it: it ends at a position.</summary>
public sealed class LateLog(MemoryLog log) : IEventStore
{
    /// <summary>Last position seen.</summary>
    public long Last { get; set; }

    public Task<AppendResult> TryAppend(Append append, CancellationToken ct = default) => log.TryAppend(append, ct);

    public Task<IReadOnlyList<StoredEvent>> Read(string stream, int afterVersion, CancellationToken ct = default) => log.Read(stream, afterVersion, ct);

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max, CancellationToken ct = default) => Task.FromResult(log.UpTo(afterPosition, max, Last));

    public Task<CommandRecord?> FindCommand(string commandId, CancellationToken ct = default) => log.FindCommand(commandId, ct);

    public Task<LogHead> Head(CancellationToken ct = default) => log.Head(ct);

    public Task WaitForMore(long afterPosition, TimeSpan patience, CancellationToken ct = default) => log.WaitForMore(afterPosition, patience, ct);

    public Task<ChainReport> Verify(CancellationToken ct = default) => log.Verify(ct);

    public Task<ChainReport> Verify(LogHead expected, CancellationToken ct = default) => log.Verify(expected, ct);

    public Task Backup(string file, CancellationToken ct = default) => log.Backup(file, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Cursors of processes and what they could not do, in memory.</summary>
public sealed class MemoryValues : IKeyValueStore
{
    private readonly Dictionary<(string Area, string Key), byte[]> values;

    public MemoryValues() => values = [];

    /// <summary>As they stand now.</summary>
    public MemoryValues(MemoryValues other) => values = new(other.values);

    public Task<byte[]?> Get(string area, string key, CancellationToken ct = default) => Task.FromResult(values.GetValueOrDefault((area, key)));

    public Task Put(string area, string key, byte[] value, CancellationToken ct = default)
    {
        values[(area, key)] = value;
        return Task.CompletedTask;
    }

    public Task<bool> PutIf(string area, string key, byte[]? expected, byte[] value, CancellationToken ct = default)
    {
        var before = values.GetValueOrDefault((area, key));
        if (before is null != expected is null || (before is not null && !before.AsSpan().SequenceEqual(expected))) return Task.FromResult(false);
        values[(area, key)] = value;
        return Task.FromResult(true);
    }

    public Task Delete(string area, string key, CancellationToken ct = default)
    {
        values.Remove((area, key));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<KeyValuePair<string, byte[]>>> List(string area, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<KeyValuePair<string, byte[]>>>(
        [.. values.Where(v => v.Key.Area == area).OrderBy(v => v.Key.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create(v.Key.Key, v.Value))]);
}

/// <summary>Price rows read once from a store.</summary>
public sealed class MemoryPrices(IReadOnlyDictionary<string, IReadOnlyList<PriceRow>> rows) : IPriceTable
{
    /// <summary>Rows by import.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PriceRow>> Imports => rows;

    public Task Write(string importId, IReadOnlyList<PriceRow> rows, CancellationToken ct = default) => throw new NotSupportedException("prices are imported before the sequence begins");

    public Task<IReadOnlyList<PriceRow>> Read(string importId, CancellationToken ct = default) => Task.FromResult(rows[importId]);
}
