using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Views;

/// <summary>When each position was recorded, and which day the books were on then.</summary>
public sealed class LogIndex : IFold
{
    private readonly Lock gate = new();
    private readonly List<long> recorded = [];
    private readonly List<(long Position, DateOnly Date)> days = [];

    /// <summary>The business date now; null before the books are opened.</summary>
    public DateOnly? BusinessDate { get; private set; }

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        lock (gate)
        {
            recorded.Add(happened.Recorded.UtcTicks);
            if (!happened.Stream.StartsWith("business-day/", StringComparison.Ordinal)) return;
            BusinessDate = happened.As<BusinessDayEvent>() switch
            {
                BooksOpened e => e.Date,
                BusinessDateAdvanced e => e.To,
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
            days.Add((happened.Position, BusinessDate.Value));
        }
    }

    /// <summary>The last position recorded at or before an instant; 0 when there was none.</summary>
    public long PositionAt(DateTimeOffset instant)
    {
        lock (gate)
        {
            var found = recorded.BinarySearch(instant.UtcTicks);
            if (found < 0) return ~found;
            while (found + 1 < recorded.Count && recorded[found + 1] == instant.UtcTicks) found++;
            return found + 1;
        }
    }

    /// <summary>When a position was recorded.</summary>
    public DateTimeOffset? RecordedAt(long position)
    {
        lock (gate) return position >= 1 && position <= recorded.Count ? new DateTimeOffset(recorded[(int)(position - 1)], TimeSpan.Zero) : null;
    }

    /// <summary>The day the books were on at a position; null before they were opened.</summary>
    public DateOnly? BusinessDateAt(long position)
    {
        lock (gate)
        {
            var found = days.FindLast(d => d.Position <= position);
            return found.Position == 0 ? null : found.Date;
        }
    }
}
