using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class DeadlineTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-12-31T09:00:00Z")]
    [InlineData("Europe/Brussels", "2026-12-31T16:00:00Z")]
    [InlineData("Europe/London", "2026-12-31T17:00:00Z")]
    [InlineData("America/New_York", "2026-12-31T22:00:00Z")]
    [InlineData("America/Los_Angeles", "2027-01-01T01:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-12-31T08:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-12-31T11:30:00Z")]
    [InlineData("Asia/Kathmandu", "2026-12-31T11:15:00Z")]
    [InlineData("Pacific/Auckland", "2026-12-31T04:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-12-31T03:00:00Z")]
    [InlineData("America/Sao_Paulo", "2026-12-31T20:00:00Z")]
    [InlineData("Pacific/Pago_Pago", "2027-01-01T04:00:00Z")]
    public void Seventeen_hours_local_is_one_instant_whatever_the_machine(string zone, string instant) =>
        Assert.Equal(Utc(instant), new Deadline(new(2026, 12, 31), new(17, 0), zone).Instant);

    [Fact]
    public void Without_a_time_it_ends_with_the_local_day_and_is_planned_for_17_hours()
    {
        var deadline = new Deadline(new(2026, 12, 31), null, "Asia/Shanghai");
        Assert.Equal(Utc("2026-12-31T16:00:00Z"), deadline.Instant);
        Assert.Equal(Utc("2026-12-31T09:00:00Z"), deadline.PlanningInstant);
    }

    [Fact]
    public void Summer_time_counts() => Assert.Equal(Utc("2026-09-30T22:00:00Z"), new Deadline(new(2026, 9, 30), null, "Europe/Brussels").Instant);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
