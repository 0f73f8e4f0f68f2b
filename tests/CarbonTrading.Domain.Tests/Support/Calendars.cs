using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>Working days of China and trading days of the national market, 2025 and 2026 (State Council holiday notices).</summary>
public static class Calendars
{
    private const string Closed2025 = "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08";
    private const string Closed2026 = "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07";

    public static readonly WorkCalendar China = new("CN", "Asia/Shanghai", new Dictionary<int, CalendarYear>
    {
        [2025] = Year(2025, Closed2025, "01-26 02-08 04-27 09-28 10-11"),
        [2026] = Year(2026, Closed2026, "01-04 02-14 02-28 05-09 09-20 10-10"),
    }, []);

    public static readonly WorkCalendar ChinaTrading = new("CN-ETS", "Asia/Shanghai", new Dictionary<int, CalendarYear>
    {
        [2025] = Year(2025, Closed2025, ""),
        [2026] = Year(2026, Closed2026, ""),
    }, []);

    private static CalendarYear Year(int year, string closed, string open) => new(Days(year, closed), Days(year, open), RuleStatus.InForce, "holiday notice");

    private static HashSet<DateOnly> Days(int year, string days) =>
        [.. days.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(d => DateOnly.ParseExact($"{year}-{d}", "yyyy-MM-dd", CultureInfo.InvariantCulture))];
}
