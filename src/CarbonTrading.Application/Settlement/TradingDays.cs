using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Settlement;

/// <summary>Counts the days of a market.</summary>
public static class TradingDays
{
    /// <summary>Trading days after <paramref name="from"/> up to and with <paramref name="to"/>; 0 where it is not later.</summary>
    /// <remarks>Rule: <c>calendar</c> of the market. Years the calendar does not list count Monday to Friday.</remarks>
    public static int Between(RuleBook rules, string market, DateOnly from, DateOnly to)
    {
        var calendar = rules.TryFind("calendar", market, from) is { IsKnown: true, Text: { } id } ? rules.Calendar(id) : null;
        var days = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (calendar?.Covers(day) == true ? calendar.IsOpen(day) : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) days++;
        return days;
    }
}
