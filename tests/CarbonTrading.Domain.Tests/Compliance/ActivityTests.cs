using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Compliance;

public class RecordActivityTests
{
    private static Story<Obligation, ObligationCommand, ObligationEvent> Of2026 =>
        RealRules.Obligation.Given(new ObligationOpened("QM-CHP-01", "cn-ets", 2026, Sector.Power));

    [Fact]
    public void The_day_after_the_month_is_the_first_that_counts() =>
        Of2026.When(new RecordActivity(TestRules.Day(6, 1), 5, new(90_000), "coal")).Then(new ActivityRecorded(TestRules.Day(6, 1), 5, new(90_000), "coal"));

    [Fact]
    public void The_last_day_of_the_month_is_refused() => Of2026.When(new RecordActivity(TestRules.Day(5, 31), 5, new(90_000), "coal"))
        .ThenRefused("obligation.month-not-over", "2026-05-31", "record-budget");

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void There_are_twelve_months(int month)
    {
        Of2026.When(new RecordActivity(TestRules.Day(6, 1), month, new(1), "coal")).ThenRefused("obligation.month-out-of-range");
        Of2026.When(new RecordBudget(TestRules.Day(6, 1), month, new(1), "plan")).ThenRefused("obligation.month-out-of-range");
    }

    [Fact]
    public void December_is_a_month() => Of2026.When(new RecordBudget(TestRules.Day(6, 1), 12, new(1), "plan")).ThenAccepted();

    [Fact]
    public void A_later_figure_replaces_an_earlier_one() => Assert.Equal(80_000, Of2026.And(new RecordActivity(TestRules.Day(6, 1), 5, new(90_000), "coal"))
        .And(new RecordActivity(TestRules.Day(6, 2), 5, new(80_000), "coal, corrected")).State.Activity[5].Value);

    [Fact]
    public void It_may_come_after_the_verification_and_changes_nothing_that_is_due() =>
        Assert.Equal(100_019, Due.Verified.And(new RecordActivity(TestRules.Day(6, 1), 12, new(90_000), "coal")).State.Due!.Value.Value);

    [Fact]
    public void It_names_what_it_rests_on() => Of2026.When(new RecordActivity(TestRules.Day(6, 1), 5, new(1), " ")).ThenRefused("obligation.field-missing");

    [Fact]
    public void Tomorrow_is_refused() => Of2026.When(new RecordActivity(TestRules.Day(6, 6), 5, new(1), "coal")).ThenRefused("obligation.in-the-future");
}
