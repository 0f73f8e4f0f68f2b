namespace CarbonTrading.Engine;

/// <summary>An event as it is stored: its name (<c>trade.captured.v1</c>) and its JSON.</summary>
/// <param name="Event">What the JSON was written from, where it is at hand: who reads the event back in this process need not decode it.</param>
public sealed record EventBody(string Name, byte[] Body, object? Event = null);

/// <summary>What one accepted command adds to one stream.</summary>
/// <param name="Stream"><c>entity/KEY</c>.</param>
/// <param name="ExpectedVersion">Version of the stream the decision rests on; 0 = no events yet.</param>
/// <param name="CommandId">Unique over the whole log; at most 100 characters.</param>
/// <param name="Input">Fingerprint of the command.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="ApprovedBy">The second person, or null.</param>
/// <param name="Trace">Trace id of the request, or null.</param>
/// <param name="Now">Instant asked; stored as max(this, the last stored one), to the microsecond, UTC.</param>
/// <param name="Events">At least one.</param>
public sealed record Append(
    string Stream, int ExpectedVersion, string CommandId, string Input, string Actor, string? ApprovedBy, string? Trace,
    DateTimeOffset Now, IReadOnlyList<EventBody> Events);

/// <summary>One row of the log.</summary>
public sealed record StoredEvent(
    long Position, string Stream, int Version, DateTimeOffset Recorded, string Actor, string? ApprovedBy, string? Trace,
    string CommandId, string Input, string Name, byte[] Body)
{
    private object? happened;

    /// <summary>The event; its JSON is read once for all who ask.</summary>
    /// <typeparam name="TEvent">The abstract record of the entity's events.</typeparam>
    public TEvent As<TEvent>() where TEvent : class
    {
        if (happened is TEvent known) return known;
        var read = Contract.Decode<TEvent>(Body);
        happened = read;
        return read;
    }

    /// <summary>The same row, with what its JSON was written from.</summary>
    internal void Know(object written) => happened = written;
}

/// <summary>What became of a command id: where its events ended. Only accepted commands are remembered.</summary>
/// <param name="Version">Stream version after the command.</param>
/// <param name="Position">Log position of its last event.</param>
public sealed record CommandRecord(string CommandId, string Input, string Stream, int Version, long Position);

/// <summary>End of the log: its last position and the hash of its last row (hex, empty log: 64 zeros).</summary>
public sealed record LogHead(long Position, string Hash)
{
    /// <summary>Reads <c>COUNT:HASH</c>, as <c>audit verify</c> prints it.</summary>
    public static bool TryParse(string text, out LogHead head)
    {
        head = new(0, "");
        var cut = text.IndexOf(':', StringComparison.Ordinal);
        if (cut < 1 || text.Length - cut != 65 || !text[(cut + 1)..].All(char.IsAsciiHexDigit)) return false;
        if (!long.TryParse(text[..cut], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count)) return false;
        head = new(count, text[(cut + 1)..].ToLowerInvariant());
        return true;
    }
}

/// <summary>Answer to an append: exactly one of the three.</summary>
/// <param name="Position">Position of the last event written; null when nothing was.</param>
/// <param name="Earlier">The command id was there already.</param>
public sealed record AppendResult(long? Position, CommandRecord? Earlier)
{
    /// <summary>Somebody else wrote to the stream first.</summary>
    public static readonly AppendResult Conflict = new(null, null);

    /// <summary>True when nothing was written because the expected version is no longer the stream's.</summary>
    public bool IsConflict => Position is null && Earlier is null;
}

/// <summary>The log. Positions are 1, 2, 3 .. without gaps, in commit order; a batch is durable before it is answered.</summary>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Adds the events of one command, or none. Safe for any number of callers; concurrent calls share one transaction.</summary>
    /// <exception cref="StoreUnavailableException">Outcome unknown or store not to be had: read on before answering.</exception>
    Task<AppendResult> TryAppend(Append append, CancellationToken ct = default);

    /// <summary>Events of one stream with a version above <paramref name="afterVersion"/>, in order.</summary>
    Task<IReadOnlyList<StoredEvent>> Read(string stream, int afterVersion, CancellationToken ct = default);

    /// <summary>At most <paramref name="max"/> events after a position, in order.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max, CancellationToken ct = default);

    /// <summary>What became of a command id, or null.</summary>
    Task<CommandRecord?> FindCommand(string commandId, CancellationToken ct = default);

    /// <summary>The end of the log now.</summary>
    Task<LogHead> Head(CancellationToken ct = default);

    /// <summary>Returns when the log may have grown past a position, at the latest after <paramref name="patience"/>; sees other processes' writes.</summary>
    Task WaitForMore(long afterPosition, TimeSpan patience, CancellationToken ct = default);

    /// <summary>Recomputes the whole chain from the stored bytes, with the price rows each import names.</summary>
    Task<ChainReport> Verify(CancellationToken ct = default);

    /// <summary>As <see cref="Verify(CancellationToken)"/>, and the report also tells the hash the chain had at <paramref name="expected"/>'s
    /// position: <see cref="ChainReport.Against"/> compares, and so finds a tail that was cut off.</summary>
    Task<ChainReport> Verify(LogHead expected, CancellationToken ct = default);

    /// <summary>Writes a consistent copy of the whole store (log and side tables) while it is in use.</summary>
    Task Backup(string file, CancellationToken ct = default);
}

/// <summary>Result of checking the chain.</summary>
/// <param name="Count">Rows read.</param>
/// <param name="Hash">Hash of the last row.</param>
/// <param name="Faults">One sentence per fault, with the position; empty = sound.</param>
/// <param name="Noted">The chain at the position asked for, where it is that long; else null.</param>
public sealed record ChainReport(long Count, string Hash, IReadOnlyList<string> Faults, LogHead? Noted = null)
{
    /// <summary>The report with one fault more where the log is shorter than, or differs at, the count and hash written down earlier.</summary>
    public ChainReport Against(LogHead expected)
    {
        var noted = expected.Position == Count ? new LogHead(Count, Hash) : Noted;
        if (Count < expected.Position)
            return this with { Faults = [.. Faults, $"the log ends at position {Count}, expected at least {expected.Position}: its tail was cut off"] };
        if (noted?.Position != expected.Position) throw new ArgumentException("the chain was not noted at this position", nameof(expected));
        return string.Equals(noted.Hash, expected.Hash, StringComparison.OrdinalIgnoreCase)
            ? this
            : this with { Faults = [.. Faults, $"position {expected.Position}: the chain has hash {noted.Hash}, expected {expected.Hash}"] };
    }
}

/// <summary>The store could not be reached, is full, or its answer was lost.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Small things beside the ledger that need no history: password hashes, tokens, cursors, keys, settings.</summary>
public interface IKeyValueStore
{
    /// <summary>The value, or null.</summary>
    Task<byte[]?> Get(string area, string key, CancellationToken ct = default);

    /// <summary>Writes or replaces.</summary>
    Task Put(string area, string key, byte[] value, CancellationToken ct = default);

    /// <summary>Replaces only where the stored value is still <paramref name="expected"/> (null = not there yet).</summary>
    Task<bool> PutIf(string area, string key, byte[]? expected, byte[] value, CancellationToken ct = default);

    /// <summary>Removes; nothing happens where it is not there.</summary>
    Task Delete(string area, string key, CancellationToken ct = default);

    /// <summary>All of an area, by key.</summary>
    Task<IReadOnlyList<KeyValuePair<string, byte[]>>> List(string area, CancellationToken ct = default);
}

/// <summary>One observation of one field of one series; a changed value is a row of a later import, never an edit.</summary>
/// <param name="Field">open, high, low, close, vwap, volume ...</param>
public sealed record PriceRow(string Series, DateOnly Date, string Field, decimal Value);

/// <summary>Append-only price rows, grouped by import. Rows whose import has no event in the log are invisible to everyone.</summary>
public interface IPriceTable
{
    /// <summary>Adds the rows of one import, replacing what a broken-off attempt with the same id left behind.</summary>
    Task Write(string importId, IReadOnlyList<PriceRow> rows, CancellationToken ct = default);

    /// <summary>The rows of one import, by series, date, field.</summary>
    Task<IReadOnlyList<PriceRow>> Read(string importId, CancellationToken ct = default);
}
