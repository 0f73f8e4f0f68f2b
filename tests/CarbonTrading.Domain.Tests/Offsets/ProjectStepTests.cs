using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

public class ProjectStepTests
{
    private static readonly ReductionProjectEvent[] registered =
    [
        new ProjectRegistered(RealRules.Day("2024-02-26"), "Wind", "风电", "CO", "sea", "CCER-01-002-V01", RealRules.Day("2019-03-18"), 10, "S", RuleStatus.InForce),
        new NoticePublished(RealRules.Day("2024-03-11"), RealRules.Day("2024-04-08"), "body B", "S", RuleStatus.InForce),
        new ValidationRecorded(RealRules.Day("2024-04-19"), "body B", "VAL"),
        new RegistrationApplied(RealRules.Day("2024-04-22")),
        new RegistrationRecorded(RealRules.Day("2024-05-15"), "A-1"),
    ];

    private static IReadOnlyList<ProjectStep> Next(params IEnumerable<ReductionProjectEvent> events) =>
        ProjectStep.Of(events.Aggregate(ReductionProject.Unregistered, ReductionProjectDecider.Evolve), RealRules.Book);

    [Theory]
    [InlineData(1, "publish-notice", "2024-02-26")]
    [InlineData(2, "record-validation", "2024-04-09")]
    [InlineData(3, "apply-for-registration", "2024-04-19")]
    [InlineData(4, "record-registration", "2024-04-22")]
    [InlineData(5, "submit-monitoring-report", "2024-05-15")]
    public void Each_gate_opens_on_its_earliest_day(int events, string command, string earliest) =>
        Assert.Equal(new ProjectStep(command, null, RealRules.Day(earliest)), Assert.Single(Next(registered.Take(events))));

    [Fact]
    public void A_report_in_notice_is_verified_after_it_and_its_window_closes_five_years_after_its_first_day()
    {
        var next = Next([.. registered,
            new MonitoringReportSubmitted(RealRules.Day("2026-04-20"), "MR-2", RealRules.Day("2024-01-01"), RealRules.Day("2025-03-31"), new(61_700), "S", RuleStatus.InForce),
            new ReductionNoticePublished("MR-2", RealRules.Day("2026-05-11"), RealRules.Day("2026-06-05"), "body C", "S", RuleStatus.InForce)]);
        Assert.Equal(
            [
                new("record-verification", "MR-2", RealRules.Day("2026-06-06"), RealRules.Day("2029-01-01")),
                new ProjectStep("submit-monitoring-report", null, RealRules.Day("2025-04-02")),
            ], next);
    }

    [Fact]
    public void A_project_that_is_not_there_has_no_next_step() => Assert.Empty(Next([]));
}
