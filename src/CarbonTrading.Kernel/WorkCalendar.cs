namespace CarbonTrading.Kernel;

/// <summary>A session of a venue in local time.</summary>
/// <param name="Method">Trading method: listed, block.</param>
/// <param name="From">First minute.</param>
/// <param name="To">End, exclusive.</param>
public sealed record Session(string Method, TimeOnly From, TimeOnly To);

/// <summary>One year of a calendar.</summary>
/// <param name="Closures">Closed Mondays to Fridays.</param>
/// <param name="ExtraDays">Open Saturdays and Sundays: make-up working days, or extra trading days of a venue.</param>
/// <param name="Status">Official, expected or unsure.</param>
/// <param name="Source">Source.</param>
public sealed record CalendarYear(IReadOnlySet<DateOnly> Closures, IReadOnlySet<DateOnly> ExtraDays, RuleStatus Status, string Source);

/// <summary>Open days of a country (working days, 工作日) or a venue (trading days). The two are not the same: venues do not trade on make-up weekends.</summary>
/// <param name="Id">File name: CN, CN-ETS, TARGET.</param>
/// <param name="Zone">IANA zone.</param>
/// <param name="Years">By year; a year not listed is an error to ask for.</param>
/// <param name="Sessions">Sessions where the venue has them.</param>
public sealed record WorkCalendar(string Id, string Zone, IReadOnlyDictionary<int, CalendarYear> Years, IReadOnlyList<Session> Sessions)
{
    /// <summary>Whether the calendar covers the day.</summary>
    public bool Covers(DateOnly day) => Years.ContainsKey(day.Year);

    /// <summary>Whether the day is open.</summary>
    /// <exception cref="KeyNotFoundException">The year is not in the calendar.</exception>
    public bool IsOpen(DateOnly day)
    {
        var year = Years.TryGetValue(day.Year, out var found) ? found
            : throw new KeyNotFoundException($"calendars/{Id}.json does not cover {day.Year}");
        if (year.ExtraDays.Contains(day)) return true;
        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !year.Closures.Contains(day);
    }

    /// <summary>The first open day after <paramref name="day"/>.</summary>
    public DateOnly Next(DateOnly day) => Step(day, 1);

    /// <summary>The last open day before <paramref name="day"/>.</summary>
    public DateOnly Previous(DateOnly day) => Step(day, -1);

    /// <summary>The day reached by <paramref name="count"/> open days after <paramref name="day"/>; 0 is the day itself.</summary>
    public DateOnly Add(DateOnly day, int count)
    {
        for (var left = Math.Abs(count); left > 0; left--) day = Step(day, Math.Sign(count));
        return day;
    }

    /// <summary>Last day of a period of <paramref name="count"/> open days that starts on <paramref name="start"/>; the start day counts when it is open.</summary>
    public DateOnly LastOfPeriod(DateOnly start, int count) => Add(IsOpen(start) ? start : Next(start), count - 1);

    /// <summary>Open days from <paramref name="from"/> to <paramref name="to"/>, both included, in order.</summary>
    public IEnumerable<DateOnly> OpenDays(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            if (IsOpen(day)) yield return day;
    }

    /// <summary>Open days after <paramref name="from"/> up to <paramref name="to"/>; negative when it lies before.</summary>
    public int Between(DateOnly from, DateOnly to) =>
        to >= from ? OpenDays(from.AddDays(1), to).Count() : -OpenDays(to.AddDays(1), from).Count();

    private DateOnly Step(DateOnly day, int direction)
    {
        do day = day.AddDays(direction); while (!IsOpen(day));
        return day;
    }
}
