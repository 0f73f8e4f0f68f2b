using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class WorkCalendarTests
{
    [Theory]
    [InlineData("2026-07-17", "2026-08-13")]
    [InlineData("2026-09-14", "2026-10-15")]
    [InlineData("2026-02-09", "2026-03-12")]
    [InlineData("2025-09-22", "2025-10-23")]
    public void Twenty_working_days_count_their_first_day_and_make_up_weekends(string start, string last) =>
        Assert.Equal(Day(last), Calendars.China.LastOfPeriod(Day(start), 20));

    [Fact]
    public void Seven_working_days_after_a_notice() => Assert.Equal(Day("2026-09-29"), Calendars.China.Add(Day("2026-09-18"), 7));

    [Fact]
    public void A_make_up_saturday_is_worked_but_not_traded()
    {
        Assert.True(Calendars.China.IsOpen(Day("2026-05-09")));
        Assert.False(Calendars.ChinaTrading.IsOpen(Day("2026-05-09")));
    }

    [Fact]
    public void A_year_has_242_trading_days() => // 261 weekdays less 19 closures
        Assert.Equal(242, Calendars.ChinaTrading.OpenDays(Day("2026-01-01"), Day("2026-12-31")).Count());

    [Fact]
    public void Next_and_previous_step_over_a_holiday()
    {
        Assert.Equal(Day("2026-05-06"), Calendars.ChinaTrading.Next(Day("2026-04-30")));
        Assert.Equal(Day("2026-04-30"), Calendars.ChinaTrading.Previous(Day("2026-05-06")));
    }

    [Fact]
    public void Between_is_the_number_add_needs()
    {
        Assert.Equal(3, Calendars.ChinaTrading.Between(Day("2026-04-30"), Day("2026-05-08")));
        Assert.Equal(-3, Calendars.ChinaTrading.Between(Day("2026-05-08"), Day("2026-04-30")));
    }

    [Fact]
    public void A_year_that_is_not_listed_is_a_bug_to_ask_for() =>
        Assert.Throws<KeyNotFoundException>(() => Calendars.China.IsOpen(Day("2024-12-31")));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
