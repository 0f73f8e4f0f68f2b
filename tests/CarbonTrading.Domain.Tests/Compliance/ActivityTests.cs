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

public class RecordFilingTests
{
    private static RecordFiling CarryOver(DateOnly day, long? quantity = 29_500) =>
        new(day, Filing.CarryOver, "CO-1", quantity is { } q ? new Tonnes(q) : null);

    [Fact]
    public void C12_the_last_day_for_carry_over_is_the_tenth_of_June() => Due.Opened.On(TestRules.Day(6, 10)).When(CarryOver(TestRules.Day(6, 10)))
        .Then(new PaperFiled(TestRules.Day(6, 10), Filing.CarryOver, "CO-1", new(29_500), 2));

    [Fact]
    public void C12_the_day_after_is_refused() => Due.Opened.On(TestRules.Day(6, 11)).When(CarryOver(TestRules.Day(6, 11)))
        .ThenRefused("obligation.carry-over-closed", "2026-06-11", "2026-06-10");

    [Fact]
    public void C12_the_twentieth_of_March_is_batch_1() =>
        Assert.Equal(1, Due.Opened.When(CarryOver(TestRules.Day(3, 20))).ThenOne<PaperFiled>().Batch);

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void A_carry_over_has_a_quantity(long? quantity) => Due.Opened.When(CarryOver(TestRules.Day(6, 5), quantity)).ThenRefused("obligation.quantity-zero");

    [Fact]
    public void A_data_quality_plan_has_none_and_no_batch() => Due.Opened.When(new RecordFiling(TestRules.Day(6, 5), Filing.DataQualityPlan, "DQ-1"))
        .Then(new PaperFiled(TestRules.Day(6, 5), Filing.DataQualityPlan, "DQ-1", null, null));

    [Fact]
    public void Where_no_last_day_is_known_nothing_is_refused() => RealRules.Obligation.Given(new ObligationOpened("A", "cn-ets", 2026, Sector.Power))
        .When(CarryOver(TestRules.Day(6, 5))).ThenAccepted();

    [Fact]
    public void A_later_application_replaces_the_first() => Assert.Equal(29_000,
        Due.Opened.And(CarryOver(TestRules.Day(6, 4))).And(CarryOver(TestRules.Day(6, 5), 29_000)).State.Filings[Filing.CarryOver].Quantity!.Value.Value);
}
