using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class WorkingTimeTests
{
    private static readonly WorkingTime office = new(Calendars.China, new(9, 0), new(17, 0));

    [Theory]
    [InlineData("2026-06-10 17:00", 0, "2026-06-10 17:00")]
    [InlineData("2026-06-10 17:00", 1, "2026-06-10 09:00")]
    [InlineData("2026-06-10 17:00", 2.5, "2026-06-08 13:00")]
    [InlineData("2026-06-08 09:00", 0.5, "2026-06-05 13:00")] // Monday morning: half of Friday
    [InlineData("2026-10-08 12:00", 1, "2026-09-30 12:00")] // over the holiday of 1 to 7 October
    [InlineData("2026-05-11 09:00", 1, "2026-05-09 09:00")] // a make-up Saturday is worked
    [InlineData("2026-06-07 12:00", 0.25, "2026-06-05 15:00")] // a Sunday holds no working time
    [InlineData("2026-06-10 20:00", 1, "2026-06-10 09:00")] // nor does the evening
    public void The_latest_start_leaves_the_working_days_asked(string moment, double days, string start) =>
        Assert.Equal(At(start), office.Back(At(moment), (decimal)days));

    [Theory]
    [InlineData("2026-06-05 09:00", "2026-06-08 13:00", 1.5)]
    [InlineData("2026-06-05 09:00", "2026-06-05 09:47", 0.0)]
    [InlineData("2026-06-05 09:00", "2026-06-05 09:48", 0.1)]
    [InlineData("2026-06-08 13:00", "2026-06-05 09:00", -1.5)]
    [InlineData("2026-06-05 17:00", "2026-06-08 09:00", 0.0)]
    public void Between_counts_tenths_of_working_days(string from, string to, double days) => Assert.Equal((decimal)days, office.Between(At(from), At(to)));

    [Fact]
    public void Whatever_the_moment_and_the_days_the_start_is_safe_and_a_minute_later_is_not() =>
        Prop.ForAll(Gen.Choose(0, 364 * 1440).ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (minute, tenths) =>
        {
            var (moment, days) = (new DateTime(2026, 1, 1).AddMinutes(minute), tenths / 10m);
            if (Working(new(2025, 2, 1), moment) < days * 480) return true;
            var start = office.Back(moment, days);
            return Working(start, moment) >= days * 480 && Working(start.AddMinutes(1), moment) < days * 480;
        }).QuickCheckThrowOnFailure();

    /// <summary>The slow and plain way: every minute is looked at.</summary>
    private static int Working(DateTime from, DateTime to)
    {
        var minutes = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            if (minutes > 20_000) break;
            if (Calendars.China.IsOpen(DateOnly.FromDateTime(at)) && at.Hour is >= 9 and < 17) minutes++;
        }

        return minutes;
    }

    private static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
