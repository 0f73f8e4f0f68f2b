using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Cases;

/// <summary>Cases C20 and C21: crediting, application window, notice, bodies, construction; with the rule files.</summary>
public class ProjectCases
{
    private static RegisterProject Design(string construction = "2019-01-15", string methodology = "CCER-01-002-V01") => new(
        RealRules.Day("2024-02-26"), "Offshore wind", "海上风电", "CO-QM-POWER", "off the coast", methodology, RealRules.Day(construction));

    private static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Registered => RealRules.Project
        .And(Design())
        .And(new PublishNotice(RealRules.Day("2024-03-11"), "body B"))
        .And(new RecordValidation(RealRules.Day("2024-04-19"), "body B", "VAL-1"))
        .And(new ApplyForRegistration(RealRules.Day("2024-04-22")))
        .And(new RecordRegistration(RealRules.Day("2024-05-15"), "A0102-1"));

    [Fact]
    public void C20_ten_years_from_the_first_period_end_on_2030_12_31() => Assert.Equal(RealRules.Day("2030-12-31"),
        ReductionTimes.CreditingEnd(RealRules.Day("2021-01-01"), 10, RealRules.Day("2026-03-10"), RealRules.Book));

    [Fact]
    public void C20_an_application_of_2026_03_10_covers_reductions_from_2021_03_10() =>
        Assert.Equal(RealRules.Day("2021-03-10"), ReductionTimes.WindowFrom(RealRules.Day("2026-03-10"), RealRules.Book)!.Day);

    [Theory]
    [InlineData("2020-09-22", "reduction-project.reductions-too-early")]
    [InlineData("2020-09-23", null)]
    public void C20_reductions_until_2020_09_22_never_count(string from, string? refusal)
    {
        var story = Registered.When(new SubmitMonitoringReport(
            RealRules.Day("2024-06-03"), "MR-1", RealRules.Day(from), RealRules.Day("2021-12-31"), new(10_000)));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal, "2020-09-23");
    }

    [Theory]
    [InlineData("2021-03-09", "reduction-project.outside-window")]
    [InlineData("2021-03-10", null)]
    public void C20_a_batch_older_than_five_years_is_not_issued(string from, string? refusal)
    {
        var story = Registered
            .And(new SubmitMonitoringReport(RealRules.Day("2025-12-01"), "MR-1", RealRules.Day(from), RealRules.Day("2023-12-31"), new(10_000)))
            .And(new PublishReductionNotice("MR-1", RealRules.Day("2025-12-08"), "body C"))
            .And(new RecordVerification(RealRules.Day("2026-02-10"), "MR-1", "body C", new(9_900), "VER-1"))
            .When(new ApplyForIssuance(RealRules.Day("2026-03-10"), "MR-1", new(9_900)));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal, "2021-03-10");
    }

    [Theory]
    [InlineData("2026-07-17", "2026-08-13")]
    [InlineData("2026-09-14", "2026-10-15")]
    [InlineData("2026-02-09", "2026-03-12")]
    [InlineData("2025-09-22", "2025-10-23")]
    public void C21_a_notice_runs_twenty_working_days_and_the_first_counts(string start, string end) =>
        Assert.Equal(RealRules.Day(end), ReductionTimes.NoticeEnd(RealRules.Day(start), RealRules.Book)!.Day);

    [Fact]
    public void C21_the_body_that_validated_may_not_verify() => Registered
        .And(new SubmitMonitoringReport(RealRules.Day("2025-12-01"), "MR-1", RealRules.Day("2021-06-01"), RealRules.Day("2023-12-31"), new(10_000)))
        .When(new PublishReductionNotice("MR-1", RealRules.Day("2025-12-08"), " BODY B"))
        .ThenRefused("reduction-project.verifier-is-validator");

    [Fact]
    public void C21_construction_on_2012_11_08_is_too_early() =>
        RealRules.Project.When(Design("2012-11-08")).ThenRefused("reduction-project.construction-too-early", "2012-11-09");

    [Fact]
    public void C21_construction_a_day_later_is_accepted_and_can_be_stored()
    {
        var registered = RealRules.Project.When(Design("2012-11-09")).ThenOne<ProjectRegistered>();
        var stored = Engine.Contract.Decode<ReductionProjectEvent>(Engine.Contract.Encode<ReductionProjectEvent>(registered));
        Assert.Equal(registered, stored);
    }
}
