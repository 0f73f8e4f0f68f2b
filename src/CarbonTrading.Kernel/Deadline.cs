namespace CarbonTrading.Kernel;

/// <summary>A deadline as an authority sets it: local date and time in its zone.</summary>
/// <param name="Date">Local date.</param>
/// <param name="Time">Local time; null when the source names none: then it ends with the day, and planning uses 17:00.</param>
/// <param name="Zone">IANA zone of the authority.</param>
public sealed record Deadline(DateOnly Date, TimeOnly? Time, string Zone)
{
    /// <summary>Time to plan for where the source names none.</summary>
    public static readonly TimeOnly PlanningTime = new(17, 0);

    /// <summary>The instant after which it is missed, whatever zone the machine is in.</summary>
    public DateTimeOffset Instant => Time is { } time ? At(Date, time) : At(Date.AddDays(1), TimeOnly.MinValue);

    /// <summary>The instant to plan for: the stated time, else 17:00 local.</summary>
    public DateTimeOffset PlanningInstant => At(Date, Time ?? PlanningTime);

    private DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(Zone).GetUtcOffset(local)).ToUniversalTime();
    }
}
