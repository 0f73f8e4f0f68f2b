using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>A step a project may take next.</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Report">Monitoring report it is about; null = the project itself.</param>
/// <param name="Earliest">First day it may be dated.</param>
/// <param name="Latest">Last day on which it still counts for all of the period; null = no such day, or not known.</param>
public sealed record ProjectStep(string Command, string? Report, DateOnly Earliest, DateOnly? Latest = null)
{
    /// <summary>The next steps of a project: its own, or one for each report on its way and one for a new report.</summary>
    /// <remarks>Rules: <c>application-window-years</c>, <c>application-window-boundary</c> for the last day of an application that covers the whole period.</remarks>
    /// <param name="state">The project.</param>
    /// <param name="rules">Rule book.</param>
    public static IReadOnlyList<ProjectStep> Of(ReductionProject state, RuleBook rules) => state.Status switch
    {
        ProjectStatus.Designed => [new("publish-notice", null, state.Since)],
        ProjectStatus.InNotice => [new("record-validation", null, state.Since.AddDays(1))],
        ProjectStatus.Validated => [new("apply-for-registration", null, state.Since)],
        ProjectStatus.Applied => [new("record-registration", null, state.Since)],
        ProjectStatus.Registered =>
        [
            .. state.Reductions.Values.Where(r => r.Status != ReductionStatus.Issued).Select(r => Of(r, rules)),
            new("submit-monitoring-report", null, NextReport(state)),
        ],
        _ => [],
    };

    private static ProjectStep Of(Reduction reduction, RuleBook rules) => reduction.Status switch
    {
        ReductionStatus.Reported => new("publish-reduction-notice", reduction.Report, reduction.Since, WindowEnd(reduction, rules)),
        ReductionStatus.InNotice => new("record-verification", reduction.Report, reduction.Since.AddDays(1), WindowEnd(reduction, rules)),
        ReductionStatus.Verified => new("apply-for-issuance", reduction.Report, reduction.Since, WindowEnd(reduction, rules)),
        _ => new("record-issuance", reduction.Report, reduction.Since),
    };

    /// <summary>A report is dated after its period, and the period after the last one reported.</summary>
    private static DateOnly NextReport(ReductionProject state)
    {
        if (state.Reductions.IsEmpty) return state.Since;
        var afterLast = state.Reductions.Values.Max(r => r.PeriodTo).AddDays(2);
        return afterLast > state.Since ? afterLast : state.Since;
    }

    private static DateOnly? WindowEnd(Reduction reduction, RuleBook rules)
    {
        if (rules.TryFind("application-window-years", CcerHoldingDecider.Market, reduction.Since) is not { Number: { } years }) return null;
        var last = reduction.PeriodFrom.AddYears((int)years);
        return rules.TryFind("application-window-boundary", CcerHoldingDecider.Market, reduction.Since)?.Text == "inclusive" ? last : last.AddDays(-1);
    }
}
