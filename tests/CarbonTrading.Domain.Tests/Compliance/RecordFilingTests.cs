using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Compliance;

public class RecordFilingTests
{
    private static readonly Product cea24 = new("cn-ets", "CEA", Vintage.Of(2024));
    private static readonly CarryOverCap cap = new(29_500, 29_500, 0, "annex 5", RuleStatus.InForce);

    private static RecordFiling CarryOver(DateOnly day, long? quantity = 29_500, string reference = "CO-1", Product? product = null) =>
        new(day, Filing.CarryOver, reference, quantity is { } q ? new Tonnes(q) : null, product ?? cea24);

    [Fact]
    public void C12_the_last_day_for_carry_over_is_the_tenth_of_June() => Due.Opened.On(TestRules.Day(6, 10)).When(CarryOver(TestRules.Day(6, 10)))
        .Then(new PaperFiled(TestRules.Day(6, 10), Filing.CarryOver, "CO-1", new(29_500), 2, cea24, null, Due.Opened.State.Account));

    [Fact]
    public void C12_the_day_after_is_refused() => Due.Opened.On(TestRules.Day(6, 11)).When(CarryOver(TestRules.Day(6, 11)))
        .ThenRefused("obligation.carry-over-closed", "2026-06-11", "2026-06-10");

    /// <summary>"Late application after release": as much as a court released after the last day, and not a tonne more.</summary>
    [Theory]
    [InlineData(700, true)]
    [InlineData(701, false)]
    public void What_a_court_released_later_may_be_filed_later(long quantity, bool accepted)
    {
        var story = Due.Opened.On(TestRules.Day(6, 12)).With(c => c with { CarryOver = cap with { Released = 700 } }).When(CarryOver(TestRules.Day(6, 12), quantity));
        if (accepted) story.ThenAccepted();
        else story.ThenRefused("obligation.carry-over-closed");
    }

    [Fact]
    public void C12_the_twentieth_of_March_is_batch_1() =>
        Assert.Equal(1, Due.Opened.When(CarryOver(TestRules.Day(3, 20))).ThenOne<PaperFiled>().Batch);

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void A_carry_over_has_a_quantity(long? quantity) => Due.Opened.When(CarryOver(TestRules.Day(6, 5), quantity)).ThenRefused("obligation.quantity-zero");

    [Fact]
    public void A_carry_over_names_its_vintage() => Due.Opened.When(new RecordFiling(TestRules.Day(6, 5), Filing.CarryOver, "CO-1", new(1))).ThenRefused("obligation.field-missing");

    [Fact]
    public void A_data_quality_plan_has_none_and_no_batch() => Due.Opened.When(new RecordFiling(TestRules.Day(6, 5), Filing.DataQualityPlan, "DQ-1"))
        .Then(new PaperFiled(TestRules.Day(6, 5), Filing.DataQualityPlan, "DQ-1", null, null));

    [Fact]
    public void Where_no_last_day_is_known_nothing_is_refused() => RealRules.Obligation.Given(new ObligationOpened("A", "cn-ets", 2026, Sector.Power))
        .When(CarryOver(TestRules.Day(6, 5))).ThenAccepted();

    /// <summary>2019 to 2024 are carried over into 2025 (annex 5); 2025 itself is not.</summary>
    [Theory]
    [InlineData(2024, true)]
    [InlineData(2025, false)]
    public void Only_the_vintages_of_the_rule_are_carried_over(int vintage, bool accepted)
    {
        var asked = Due.Opened.When(CarryOver(TestRules.Day(6, 5), product: new("cn-ets", "CEA", Vintage.Of(vintage))));
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("obligation.vintage-not-carried", "CEA25", "2019");
    }

    [Fact]
    public void Units_of_another_market_are_refused() => Due.Opened.When(CarryOver(TestRules.Day(6, 5), product: new("beijing", "BEA", Vintage.None))).ThenRefused("obligation.filing-elsewhere");

    /// <summary>Guangdong: allowed until 2025-08-21, suspended since.</summary>
    [Theory]
    [InlineData("2025-08-21", true)]
    [InlineData("2025-08-22", false)]
    public void Where_carry_over_is_suspended_nothing_is_filed(string day, bool accepted)
    {
        var asked = RealRules.Obligation.On(TestRules.Day(6, 5)).Given(new ObligationOpened("GD", "guangdong", 2025, Sector.General))
            .When(CarryOver(RealRules.Day(day), 1, product: new("guangdong", "GDEA", Vintage.None)));
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("obligation.carry-over-suspended", "guangdong", "Guangdong notice");
    }

    [Fact]
    public void The_whole_limit_may_be_applied_for() => Assert.Equal((29_500L, RuleStatus.InForce), MostOf(Due.Opened.With(Capped).When(CarryOver(TestRules.Day(6, 5))).ThenOne<PaperFiled>()));

    [Fact]
    public void One_tonne_above_the_limit_is_refused() => Due.Opened.With(Capped).When(CarryOver(TestRules.Day(6, 5), 29_501))
        .ThenRefused("obligation.carry-over-beyond-limit", "29,501", "29,500", "annex 5");

    [Theory]
    [InlineData(9_500, true)]
    [InlineData(9_501, false)]
    public void Two_applications_together_keep_the_limit(long second, bool accepted)
    {
        var asked = Due.Opened.And(CarryOver(TestRules.Day(6, 4), 20_000)).With(Capped).When(CarryOver(TestRules.Day(6, 5), second, "CO-2"));
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("obligation.carry-over-beyond-limit", "20,000", "9,500");
    }

    [Theory]
    [InlineData(FilingEnd.Withdrawn)]
    [InlineData(FilingEnd.Refused)]
    public void What_was_withdrawn_or_refused_leaves_its_room(FilingEnd end) => Due.Opened.And(CarryOver(TestRules.Day(6, 4), 20_000))
        .And(new EndFiling(TestRules.Day(6, 4), "CO-1", end, "D")).With(Capped).When(CarryOver(TestRules.Day(6, 5), 29_500, "CO-2")).ThenAccepted();

    [Fact]
    public void What_was_carried_over_takes_its_room_for_good() => Due.Opened.And(CarryOver(TestRules.Day(6, 4), 20_000)).And(new RecordCarriedOver(TestRules.Day(6, 4), "CO-1", new(5_000)))
        .And(new EndFiling(TestRules.Day(6, 4), "CO-1", FilingEnd.Refused, "D")).With(Capped).When(CarryOver(TestRules.Day(6, 5), 24_501, "CO-2"))
        .ThenRefused("obligation.carry-over-beyond-limit", "5,000", "24,500");

    /// <summary>Where it is not sure that contracts count, the reading that leaves more refuses; between the two the application is marked unsure.</summary>
    [Theory]
    [InlineData(29_500, RuleStatus.InForce)]
    [InlineData(31_000, RuleStatus.Unsure)]
    public void Between_two_readings_an_application_is_unsure(long quantity, RuleStatus status) => Assert.Equal((29_500L, status),
        MostOf(Due.Opened.With(c => c with { CarryOver = cap with { Highest = 31_000 } }).When(CarryOver(TestRules.Day(6, 5), quantity)).ThenOne<PaperFiled>()));

    [Fact]
    public void Beyond_both_readings_it_is_refused() => Due.Opened.With(c => c with { CarryOver = cap with { Highest = 31_000 } }).When(CarryOver(TestRules.Day(6, 5), 31_001))
        .ThenRefused("obligation.carry-over-beyond-limit", "31,000");

    [Fact]
    public void A_rule_that_is_not_in_force_refuses_nothing() => Assert.Equal((10L, RuleStatus.Draft),
        MostOf(Due.Opened.With(c => c with { CarryOver = new(10, 10, 0, "draft", RuleStatus.Draft) }).When(CarryOver(TestRules.Day(6, 5))).ThenOne<PaperFiled>()));

    [Fact]
    public void A_receipt_number_stands_once() => Due.Opened.And(CarryOver(TestRules.Day(6, 4), 1)).When(CarryOver(TestRules.Day(6, 5), 1)).ThenRefused("obligation.filing-known");

    [Fact]
    public void Applications_stand_beside_each_other() => Assert.Equal(["CO-1", "CO-2"],
        Due.Opened.And(CarryOver(TestRules.Day(6, 4), 1)).And(CarryOver(TestRules.Day(6, 5), 2, "CO-2")).State.Applications.Keys);

    /// <summary>Before applications named their vintage a later one took the place of the one before; what was stored then still says so.</summary>
    [Fact]
    public void Old_applications_replay_as_they_were_meant()
    {
        var state = Due.Opened.Given(new PaperFiled(TestRules.Day(6, 4), Filing.CarryOver, "A", new(29_500), 2), new PaperFiled(TestRules.Day(6, 5), Filing.CarryOver, "B", new(29_000), 2)).State;
        Assert.Equal(("B", 29_000L), (Assert.Single(state.Applications).Key, state.AppliedFor.Value));
    }

    private static Context Capped(Context context) => context with { CarryOver = cap };

    private static (long, RuleStatus) MostOf(PaperFiled filed) => (filed.Most!.Value.Value, filed.RuleStatus!.Value);
}

public class EndFilingTests
{
    private static readonly RecordFiling filed = new(TestRules.Day(6, 4), Filing.CarryOver, "CO-1", new(100), new Product("cn-ets", "CEA", Vintage.Of(2024)));

    [Fact]
    public void It_names_the_account_whose_units_are_free_again() => Due.Opened.And(filed).When(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, "D"))
        .Then(new FilingEnded(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, "D", Due.Opened.State.Account));

    [Fact]
    public void Nobody_ends_what_was_not_filed() => Due.Opened.When(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, "D")).ThenRefused("obligation.filing-unknown");

    [Fact]
    public void It_ends_once() => Due.Opened.And(filed).And(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Refused, "D"))
        .When(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, "D")).ThenRefused("obligation.filing-over", "Refused");

    [Fact]
    public void What_is_carried_over_whole_is_ended_by_nobody() => Due.Opened.And(filed).And(new RecordCarriedOver(TestRules.Day(6, 5), "CO-1", new(100)))
        .When(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, "D")).ThenRefused("obligation.filing-over", "CarriedOver");

    [Fact]
    public void It_does_not_end_before_it_was_filed() => Due.Opened.And(filed).When(new EndFiling(TestRules.Day(6, 3), "CO-1", FilingEnd.Withdrawn, "D")).ThenRefused("obligation.before-earlier-step");

    [Fact]
    public void It_names_its_document() => Due.Opened.And(filed).When(new EndFiling(TestRules.Day(6, 5), "CO-1", FilingEnd.Withdrawn, " ")).ThenRefused("obligation.field-missing");
}
