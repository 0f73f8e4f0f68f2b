namespace CarbonTrading.Engine.Sql;

/// <summary>The last events this process wrote, as they were before they became JSON: read models a moment behind need not decode them.</summary>
/// <remarks>An event is taken from here only for a row with exactly the bytes written from it. One writer, any number of readers.</remarks>
internal sealed class JustWritten
{
    private const int Kept = 4_096;

    private sealed record Slot(long Position, EventBody Body);

    private readonly Slot?[] slots = new Slot?[Kept];

    /// <summary>Notes the events of a command.</summary>
    /// <param name="last">Position of its last event.</param>
    /// <param name="events">Its events in order.</param>
    public void Note(long last, IReadOnlyList<EventBody> events)
    {
        var position = last - events.Count;
        foreach (var written in events)
        {
            position++;
            if (written.Event is not null) Volatile.Write(ref slots[position % Kept], new Slot(position, written));
        }
    }

    /// <summary>Tells the rows what they were written from, where it is known.</summary>
    public IReadOnlyList<StoredEvent> Recall(IReadOnlyList<StoredEvent> rows)
    {
        foreach (var row in rows)
            if (Volatile.Read(ref slots[row.Position % Kept]) is { } slot && slot.Position == row.Position && slot.Body.Body.AsSpan().SequenceEqual(row.Body))
                row.Know(slot.Body.Event!);
        return rows;
    }
}
