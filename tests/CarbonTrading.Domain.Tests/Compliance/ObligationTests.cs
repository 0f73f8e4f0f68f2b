using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Compliance;

/// <summary>Words the obligation tests share.</summary>
public static class Due
{
    public static readonly DateOnly Today = TestRules.Day(6, 1);

    public static Story<Obligation, ObligationCommand, ObligationEvent> Opened =>
        RealRules.Obligation.Given(new ObligationOpened("QM-CHP-01", "cn-ets", 2025, Sector.Power));

    /// <summary>100,019 t due: at most 5,000 t of credits.</summary>
    public static Story<Obligation, ObligationCommand, ObligationEvent> Verified => Opened.And(Report(100_019));

    public static RecordVerified Report(long due, long? emissions = null, string id = "VR-1") =>
        new(TestRules.Day(5, 29), new(emissions ?? due), new(due), id, "body A");

    public static ReserveOffsets Reserve(string id, long quantity) => new(Today, "QM-CHP-01", id, new(quantity));

    public static SurrenderOffsets Surrender(string id) => new(TestRules.Day(6, 2), "QM-CHP-01", id, "REG-1");

    public static RecordSurrendered Allowances(int movement, long quantity) => new(Today, movement, new(quantity), "SUR-1");
}

public class OpenObligationTests
{
    [Fact]
    public void It_names_account_market_year_and_sector() => RealRules.Obligation
        .When(new OpenObligation("QM-CHP-01", "cn-ets", 2025, Sector.Power))
        .Then(new ObligationOpened("QM-CHP-01", "cn-ets", 2025, Sector.Power));

    [Fact]
    public void A_market_without_rules_is_refused() =>
        RealRules.Obligation.When(new OpenObligation("A", "mars", 2025, Sector.Power)).ThenRefused("obligation.market-unknown");

    [Theory]
    [InlineData(2012)]
    [InlineData(2101)]
    public void A_year_outside_the_books_is_refused(int year) =>
        RealRules.Obligation.When(new OpenObligation("A", "cn-ets", year, Sector.Power)).ThenRefused("obligation.year-out-of-range");

    [Fact]
    public void Twice_is_refused() => Due.Opened.When(new OpenObligation("A", "cn-ets", 2025, Sector.Power)).ThenRefused("obligation.already-opened");

    [Fact]
    public void The_deadline_for_2025_is_the_end_of_2026_in_Shanghai_wherever_the_machine_is()
    {
        var deadline = SurrenderDeadline.Of("cn-ets", 2025, RealRules.Book);
        Assert.Equal(RuleStatus.InForce, deadline.Status);
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero), deadline.Deadline!.Instant);
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 9, 0, 0, TimeSpan.Zero), deadline.Deadline.PlanningInstant);
    }
}

public class RecordFiguresTests
{
    [Fact]
    public void Estimate_then_report_then_verification()
    {
        var story = Due.Opened.And(new RecordEstimate(Due.Today, new(10), "plan"));
        Assert.Equal(ObligationStatus.Estimate, story.State.StatusAt(null, TestRules.Now));
        story = story.And(new RecordReported(Due.Today, new(11), "RP-1"));
        Assert.Equal(ObligationStatus.Reported, story.State.StatusAt(null, TestRules.Now));
        story = story.And(Due.Report(12));
        Assert.Equal((ObligationStatus.Verified, 12L), (story.State.StatusAt(null, TestRules.Now), story.State.Remaining!.Value.Value));
    }

    [Fact]
    public void An_estimate_after_the_report_is_refused() => Due.Opened.And(new RecordReported(Due.Today, new(11), "RP-1"))
        .When(new RecordEstimate(Due.Today, new(10), "plan")).ThenRefused("obligation.already-reported");

    [Fact]
    public void A_report_after_the_verification_is_refused() =>
        Due.Verified.When(new RecordReported(Due.Today, new(11), "RP-1")).ThenRefused("obligation.already-verified");

    [Fact]
    public void As_much_due_as_emitted_is_accepted() => Due.Opened.When(Due.Report(12, 12)).ThenAccepted();

    [Fact]
    public void More_due_than_emitted_is_refused() => Due.Opened.When(Due.Report(13, 12)).ThenRefused("obligation.more-due-than-emitted");

    [Fact]
    public void The_same_verification_again_is_refused() => Due.Verified.When(Due.Report(100_019)).ThenRefused("obligation.same-report");

    [Fact]
    public void A_corrected_verification_replaces_the_first() =>
        Assert.Equal(90_000, Due.Verified.When(Due.Report(90_000, id: "VR-2")).ThenAccepted().State.Due!.Value.Value);

    [Fact]
    public void Tomorrow_is_refused() => Due.Opened.When(new RecordReported(TestRules.Day(6, 6), new(1), "RP-1")).ThenRefused("obligation.in-the-future");
}

public class RecordSurrenderedTests
{
    [Fact]
    public void Surrenders_add_up_and_lower_what_remains()
    {
        var state = Due.Verified.And(Due.Allowances(7, 60_000)).And(Due.Allowances(9, 40_000)).State;
        Assert.Equal((100_000L, 19L), (state.Surrendered.Value, state.Remaining!.Value.Value));
    }

    [Fact]
    public void The_same_movement_twice_is_refused() =>
        Due.Verified.And(Due.Allowances(7, 1)).When(Due.Allowances(7, 1)).ThenRefused("obligation.surrender-recorded");

    [Fact]
    public void A_reversed_movement_is_out_and_does_not_come_back()
    {
        var story = Due.Verified.And(Due.Allowances(7, 100)).And(new ReverseSurrendered(Due.Today, 7, "wrong account"));
        Assert.Equal(0, story.State.Surrendered.Value);
        story.When(Due.Allowances(7, 100)).ThenRefused("obligation.surrender-recorded");
        story.When(new ReverseSurrendered(Due.Today, 7, "again")).ThenRefused("obligation.surrender-unknown");
    }

    [Fact]
    public void Covered_is_surrendered_and_one_tonne_less_is_due_until_the_deadline_and_short_after()
    {
        var deadline = SurrenderDeadline.Of("cn-ets", 2025, RealRules.Book).Deadline!;
        Assert.Equal(ObligationStatus.Surrendered, Due.Verified.And(Due.Allowances(7, 100_019)).State.StatusAt(deadline, deadline.Instant));
        var open = Due.Verified.And(Due.Allowances(7, 100_018)).State;
        Assert.Equal(ObligationStatus.Due, open.StatusAt(deadline, deadline.Instant.AddTicks(-1)));
        Assert.Equal(ObligationStatus.Short, open.StatusAt(deadline, deadline.Instant));
    }
}

public class ReserveOffsetsTests
{
    [Fact]
    public void Up_to_the_limit_is_reserved_and_the_limit_rounds_down()
    {
        var reserved = Due.Verified.When(Due.Reserve("R-1", 5_000)).ThenOne<OffsetsReserved>();
        Assert.Equal((5_000L, RuleStatus.InForce), (reserved.Ceiling!.Value.Value, reserved.RuleStatus));
    }

    [Fact]
    public void One_tonne_above_the_limit_is_refused() =>
        Due.Verified.When(Due.Reserve("R-1", 5_001)).ThenRefused("obligation.offset-limit-exceeded", "5,001 tCO2e", "5,000 tCO2e");

    [Fact]
    public void Earlier_ones_use_up_the_room() =>
        Due.Verified.And(Due.Reserve("R-1", 4_000)).When(Due.Reserve("R-2", 1_001)).ThenRefused("obligation.offset-limit-exceeded", "1,000 tCO2e");

    [Fact]
    public void Released_and_failed_ones_give_it_back() => Due.Verified
        .And(Due.Reserve("R-1", 3_000)).And(new ReleaseOffsets(Due.Today, "QM-CHP-01", "R-1", "x"))
        .And(Due.Reserve("R-2", 2_000)).And(Due.Surrender("R-2")).And(new FailOffsets(TestRules.Day(6, 2), "QM-CHP-01", "R-2", "c", "m"))
        .When(Due.Reserve("R-3", 5_000)).ThenAccepted();

    [Fact]
    public void Why_the_holding_refused_is_kept_with_its_values_and_an_old_failure_with_its_text()
    {
        var story = Due.Verified.And(Due.Reserve("R-2", 2_000)).And(Due.Surrender("R-2"));
        var kept = story.And(new FailOffsets(TestRules.Day(6, 2), "QM-CHP-01", "R-2", "c.d", "5 t asked", ["5 t"])).State.Offsets.Values.Single();
        Assert.Equal(("c.d: 5 t asked", new Remark("c.d", "5 t asked", ["5 t"])), (kept.Problem, kept.Said));
        var old = story.And(new FailOffsets(TestRules.Day(6, 2), "QM-CHP-01", "R-2", "c.d", "5 t asked")).State.Offsets.Values.Single();
        Assert.Equal(("c.d: 5 t asked", null), (old.Problem, old.Said));
    }

    [Fact]
    public void Before_verification_it_is_refused() => Due.Opened.When(Due.Reserve("R-1", 1)).ThenRefused("obligation.not-verified");

    [Fact]
    public void More_than_still_to_be_covered_is_refused() => Due.Verified.And(Due.Allowances(7, 100_000))
        .When(Due.Reserve("R-1", 20)).ThenRefused("obligation.more-than-remaining", "19 tCO2e");

    [Fact]
    public void A_lower_due_after_a_correction_leaves_no_room_and_breaks_nothing()
    {
        var story = Due.Verified.And(Due.Reserve("R-1", 5_000)).And(Due.Report(50_000, id: "VR-2"));
        Assert.Equal(0, OffsetLimit.Of(story.State, RealRules.Book).RoomOf(story.State)!.Value.Value);
        story.When(Due.Reserve("R-2", 1)).ThenRefused("obligation.offset-limit-exceeded");
    }

    [Fact]
    public void A_limit_that_is_not_in_force_refuses_nothing_and_is_recorded()
    {
        var weak = new RuleBook([new Rule("test-ets", "offset-limit", true, "share",
            [new(new(2013, 1, 1), null, new(2013, 1, 1), 0.05m, null, "allowances-due", RuleStatus.Unsure, "hearsay")])], []);
        var story = new Story<Obligation, ObligationCommand, ObligationEvent>(ObligationDecider.Instance, weak)
            .Given(new ObligationOpened("A", "test-ets", 2025, Sector.General), new EmissionsVerified(Due.Today, new(1_000), new(1_000), "VR", "body"));
        var reserved = story.When(Due.Reserve("R-1", 51)).ThenOne<OffsetsReserved>();
        Assert.Equal((50L, RuleStatus.Unsure), (reserved.Ceiling!.Value.Value, reserved.RuleStatus));
    }
}

public class SurrenderOffsetsTests
{
    [Fact]
    public void The_reserved_quantity_counts_at_once_and_the_holding_is_named() => Assert.Equal(96_019, Due.Verified
        .And(Due.Reserve("R-1", 4_000))
        .When(Due.Surrender("R-1"))
        .Then(new OffsetsSurrendered(TestRules.Day(6, 2), "QM-CHP-01", "R-1", new(4_000), "cn-ets", 2025, "REG-1")).State.Remaining!.Value.Value);

    [Fact]
    public void Without_a_reservation_it_is_refused() => Due.Verified.When(Due.Surrender("R-1")).ThenRefused("obligation.offsets-unknown");

    [Fact]
    public void Twice_is_refused() =>
        Due.Verified.And(Due.Reserve("R-1", 1)).And(Due.Surrender("R-1")).When(Due.Surrender("R-1")).ThenRefused("obligation.offsets-not-at-step");

    [Fact]
    public void Confirmed_ones_neither_fail_nor_are_released()
    {
        var story = Due.Verified.And(Due.Reserve("R-1", 1)).And(Due.Surrender("R-1")).And(new ConfirmOffsets(TestRules.Day(6, 2), "QM-CHP-01", "R-1"));
        story.When(new FailOffsets(TestRules.Day(6, 3), "QM-CHP-01", "R-1", "c", "m")).ThenRefused("obligation.offsets-not-at-step", "Confirmed");
        story.When(new ReleaseOffsets(TestRules.Day(6, 3), "QM-CHP-01", "R-1", "x")).ThenRefused("obligation.offsets-not-at-step", "Confirmed");
    }
}
