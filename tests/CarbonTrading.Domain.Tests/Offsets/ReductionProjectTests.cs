using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Words the project tests share.</summary>
public static class Project
{
    public static RegisterProject Design(string methodology = "CCER-01-002-V01", int? years = 10) => new(
        Day("2024-02-26"), "Offshore wind", "海上风电", "CO-QM-POWER", "off the coast", methodology, Day("2019-03-18"), years);

    public static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> InNotice =>
        RealRules.Project.And(Design()).And(new PublishNotice(Day("2024-03-11"), "body B"));

    public static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Registered => InNotice
        .And(new RecordValidation(Day("2024-04-19"), "body B", "VAL-1"))
        .And(new ApplyForRegistration(Day("2024-04-22")))
        .And(new RecordRegistration(Day("2024-05-15"), "A0102-1"));

    /// <summary>MR-1, 10,000 t of 2023, notice until 2024-07-03.</summary>
    public static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Noticed => Registered
        .And(Report("MR-1", "2023-01-01", "2023-12-31"))
        .And(new PublishReductionNotice("MR-1", Day("2024-06-05"), "body C"));

    public static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Applied => Noticed
        .And(Verify(9_900)).And(new ApplyForIssuance(Day("2024-07-24"), "MR-1", new(9_900)));

    public static SubmitMonitoringReport Report(string id, string from, string to) => new(Day("2024-06-03"), id, Day(from), Day(to), new(10_000));

    public static RecordVerification Verify(long quantity, string day = "2024-07-22", string body = "body C") => new(Day(day), "MR-1", body, new(quantity), "VER-1");

    public static DateOnly Day(string text) => RealRules.Day(text);
}

public class RegisterProjectTests
{
    [Fact]
    public void Without_a_length_it_takes_the_most_of_the_methodology() =>
        Assert.Equal(40, RealRules.Project.When(Project.Design("CCER-14-001-V01", null)).ThenOne<ProjectRegistered>().CreditingYears);

    [Theory]
    [InlineData("CCER-01-002-V01", 10, true)]
    [InlineData("CCER-01-002-V01", 11, false)]
    [InlineData("CCER-14-001-V01", 20, true)]
    [InlineData("CCER-14-001-V01", 19, false)]
    [InlineData("CCER-14-001-V01", 40, true)]
    [InlineData("CCER-14-001-V01", 41, false)]
    [InlineData("CCER-01-003-V01", 99, true)] // nothing is known of its crediting period: accepted, with its label
    public void The_crediting_years_lie_within_the_methodology(string methodology, int years, bool accepted)
    {
        var story = RealRules.Project.When(Project.Design(methodology, years));
        if (accepted) story.ThenAccepted();
        else story.ThenRefused("reduction-project.crediting-years-wrong");
    }

    [Fact]
    public void A_methodology_that_is_not_listed_is_refused() =>
        RealRules.Project.When(Project.Design("CM-001")).ThenRefused("reduction-project.methodology-unknown");

    [Fact]
    public void Twice_is_refused() => Project.InNotice.When(Project.Design()).ThenRefused("reduction-project.already-registered");
}

public class RecordValidationTests
{
    [Theory]
    [InlineData("2024-04-08", false)] // last day of the notice
    [InlineData("2024-04-09", true)]
    public void It_comes_after_the_notice(string day, bool accepted)
    {
        var story = Project.InNotice.When(new RecordValidation(Project.Day(day), "body B", "VAL-1"));
        if (accepted) story.ThenAccepted();
        else story.ThenRefused("reduction-project.too-early", "2024-04-09");
    }

    [Fact]
    public void Another_body_than_in_the_notice_is_refused() =>
        Project.InNotice.When(new RecordValidation(Project.Day("2024-04-19"), "body X", "VAL-1")).ThenRefused("reduction-project.other-body");

    [Fact]
    public void Without_a_notice_it_is_refused() => RealRules.Project.And(Project.Design())
        .When(new RecordValidation(Project.Day("2024-04-19"), "body B", "VAL-1")).ThenRefused("reduction-project.not-at-step");
}

public class SubmitMonitoringReportTests
{
    [Fact]
    public void Before_registration_it_is_refused() =>
        Project.InNotice.When(Project.Report("MR-1", "2023-01-01", "2023-12-31")).ThenRefused("reduction-project.not-at-step");

    [Fact]
    public void A_day_of_an_earlier_report_is_refused() => Project.Noticed
        .When(Project.Report("MR-2", "2023-12-31", "2024-05-31")).ThenRefused("reduction-project.periods-overlap");

    [Fact]
    public void The_day_after_is_accepted() => Project.Noticed.When(Project.Report("MR-2", "2024-01-01", "2024-05-31")).ThenAccepted();

    [Fact]
    public void Before_the_start_of_the_crediting_period_is_refused() => Project.Noticed
        .When(Project.Report("MR-0", "2022-01-01", "2022-12-31")).ThenRefused("reduction-project.outside-crediting", "2023-01-01");

    [Fact]
    public void A_period_that_is_not_over_is_refused() => Project.Registered
        .When(Project.Report("MR-1", "2024-01-01", "2024-06-03")).ThenRefused("reduction-project.period-wrong");
}

public class RecordVerificationTests
{
    [Fact]
    public void As_much_as_reported_is_accepted() => Project.Noticed.When(Project.Verify(10_000)).ThenAccepted();

    [Fact]
    public void One_tonne_more_is_refused() => Project.Noticed.When(Project.Verify(10_001)).ThenRefused("reduction-project.more-than-reported");

    [Theory]
    [InlineData("2024-07-03", false)] // last day of the notice
    [InlineData("2024-07-04", true)]
    public void It_comes_after_the_notice(string day, bool accepted)
    {
        var story = Project.Noticed.When(Project.Verify(9_900, day));
        if (accepted) story.ThenAccepted();
        else story.ThenRefused("reduction-project.too-early");
    }

    [Fact]
    public void The_validator_is_refused() => Project.Noticed.When(Project.Verify(9_900, body: "body B")).ThenRefused("reduction-project.verifier-is-validator");
}

public class RecordIssuanceTests
{
    private static RecordIssuance Issue(long quantity, params SerialRange[] serials) =>
        new(Project.Day("2024-08-14"), "MR-1", new(quantity), "notice", serials.Length == 0 ? null : serials, "QM-CHP-01");

    [Fact]
    public void It_carries_what_the_holding_needs() => Project.Applied
        .When(Issue(9_900, new SerialRange("A", 1, 9_900)))
        .Then(new IssuanceRecorded(Project.Day("2024-08-14"), "MR-1", new(9_900), "CCER-01-002-V01", Project.Day("2023-01-01"), Project.Day("2023-12-31"),
            "notice", [new("A", 1, 9_900)], "QM-CHP-01"));

    [Theory]
    [InlineData(9_899)]
    [InlineData(9_901)]
    public void Any_other_quantity_than_the_verified_is_refused(long quantity) =>
        Project.Applied.When(Issue(quantity)).ThenRefused("reduction-project.not-the-verified");

    [Fact]
    public void Serial_numbers_add_up() => Project.Applied.When(Issue(9_900, new SerialRange("A", 1, 9_899))).ThenRefused("reduction-project.serials-wrong");

    [Fact]
    public void Before_the_application_it_is_refused() =>
        Project.Noticed.And(Project.Verify(9_900)).When(Issue(9_900)).ThenRefused("reduction-project.reduction-not-at-step");

    [Fact]
    public void Twice_is_refused() => Project.Applied.And(Issue(9_900)).When(Issue(9_900)).ThenRefused("reduction-project.reduction-not-at-step", "Issued");
}
