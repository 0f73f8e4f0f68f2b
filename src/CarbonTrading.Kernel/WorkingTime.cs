namespace CarbonTrading.Kernel;

/// <summary>Working time of an office: some hours of every open day of a calendar. Moments are local.</summary>
/// <param name="Calendar">Open days.</param>
/// <param name="From">Opening.</param>
/// <param name="To">Closing, after the opening.</param>
public sealed record WorkingTime(WorkCalendar Calendar, TimeOnly From, TimeOnly To)
{
    /// <summary>Minutes of one working day.</summary>
    public int DayMinutes => (int)(To - From).TotalMinutes;

    /// <summary>The latest moment from which at least this many working days are left before another moment.</summary>
    /// <param name="moment">Local moment.</param>
    /// <param name="workingDays">0 or more; parts of a day count in minutes, rounded up.</param>
    /// <exception cref="KeyNotFoundException">A year is not in the calendar.</exception>
    public DateTime Back(DateTime moment, decimal workingDays)
    {
        var left = (int)decimal.Ceiling(workingDays * DayMinutes);
        var day = DateOnly.FromDateTime(moment);
        var end = TimeOnly.FromDateTime(moment);
        while (true)
        {
            var usable = Calendar.IsOpen(day) ? Minutes(end) : 0;
            if (usable > 0 && usable >= left) return day.ToDateTime(From).AddMinutes(usable - left);
            left -= usable;
            (day, end) = (day.AddDays(-1), TimeOnly.MaxValue);
        }
    }

    /// <summary>Working days from one moment to another, rounded down to tenths; negative when the second lies before.</summary>
    /// <exception cref="KeyNotFoundException">A year is not in the calendar.</exception>
    public decimal Between(DateTime from, DateTime to)
    {
        if (to < from) return -Between(to, from);
        var (first, last) = (DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));
        var minutes = Calendar.OpenDays(first, last).Count() * DayMinutes;
        if (Calendar.IsOpen(first)) minutes -= Minutes(TimeOnly.FromDateTime(from));
        if (Calendar.IsOpen(last)) minutes -= DayMinutes - Minutes(TimeOnly.FromDateTime(to));
        return decimal.Floor(10m * minutes / DayMinutes) / 10m;
    }

    /// <summary>Working minutes from the opening to a time of the day.</summary>
    private int Minutes(TimeOnly time) => time <= From ? 0 : time >= To ? DayMinutes : (int)(time - From).TotalMinutes;
}
