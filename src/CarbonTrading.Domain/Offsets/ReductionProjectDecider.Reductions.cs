using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class ReductionProjectDecider
{
    /// <summary>A period counts once, after the general date, within the crediting period that starts with the first one reported.</summary>
    private static Decision<ReductionProjectEvent> Submit(ReductionProject state, SubmitMonitoringReport c, Context context)
    {
        if (state.Status != ProjectStatus.Registered)
            return ReductionProjectErrors.NotAtStep("submit a monitoring report", state.Status, ProjectStatus.Registered);
        if (c.Effective < state.Since) return ReductionProjectErrors.TooEarly("submit a monitoring report", c.Effective, state.Since);
        if (state.Reductions.ContainsKey(c.Report)) return ReductionProjectErrors.ReportIdReused(c.Report);
        if (state.Reductions.Values.FirstOrDefault(r => r.PeriodFrom <= c.PeriodTo && c.PeriodFrom <= r.PeriodTo) is { } other)
            return ReductionProjectErrors.PeriodsOverlap(other.Report, other.PeriodFrom, other.PeriodTo);
        var first = ReductionTimes.ReductionsFrom(c.Effective, context.Rules);
        if (first is { Status: RuleStatus.InForce } && c.PeriodFrom < first.Day) return ReductionProjectErrors.ReductionsTooEarly(c.PeriodFrom, first);
        if (state.CreditingYears is { } years)
        {
            var start = state.CreditingStart ?? c.PeriodFrom;
            var end = ReductionTimes.CreditingEnd(start, years, c.Effective, context.Rules);
            if (c.PeriodFrom < start || c.PeriodTo > end) return ReductionProjectErrors.OutsideCrediting(c.PeriodFrom, c.PeriodTo, start, end);
        }

        return new MonitoringReportSubmitted(
            c.Effective, c.Report, c.PeriodFrom, c.PeriodTo, c.Quantity, first?.Source ?? "no reductions-after rule", first?.Status ?? RuleStatus.Unknown);
    }

    private static Decision<ReductionProjectEvent> Publish(ReductionProject state, PublishReductionNotice c, Context context)
    {
        if (!state.Reductions.TryGetValue(c.Report, out var reduction)) return ReductionProjectErrors.ReportUnknown(c.Report);
        // As with the project's notice: a second one replaces the first until something is verified on it.
        if (reduction.Status is not (ReductionStatus.Reported or ReductionStatus.InNotice))
            return ReductionProjectErrors.ReductionNotAtStep(c.Report, reduction.Status, ReductionStatus.Reported);
        var earliest = reduction.NoticeStart ?? reduction.Since;
        if (c.Start < earliest) return ReductionProjectErrors.TooEarly("publish the reduction notice", c.Start, earliest);
        if (MayNotVerify(state, c.VerificationBody, c.Start, context) is { } refused) return refused;
        var end = ReductionTimes.NoticeEnd(c.Start, context.Rules);
        return new ReductionNoticePublished(
            c.Report, c.Start, end?.Day ?? c.Start, c.VerificationBody, end?.Source ?? "no notice rule for this day", end?.Status ?? RuleStatus.Unknown);
    }

    private static Decision<ReductionProjectEvent> Verify(ReductionProject state, RecordVerification c, Context context)
    {
        if (NotAtStep(state, c.Report, ReductionStatus.InNotice, out var reduction) is { } error) return error;
        if (MayNotVerify(state, c.Body, c.Effective, context) is { } refused) return refused;
        if (!SameBody(c.Body, reduction.VerificationBody)) return ReductionProjectErrors.OtherBody(c.Body, reduction.VerificationBody!);
        if (c.Effective <= reduction.Since) return ReductionProjectErrors.TooEarly("record the verification", c.Effective, reduction.Since.AddDays(1));
        if (c.Quantity > reduction.Reported) return ReductionProjectErrors.MoreThanReported(c.Quantity, reduction.Reported);
        return new ReductionVerified(c.Effective, c.Report, c.Body, c.Quantity, c.VerificationId);
    }

    private static Decision<ReductionProjectEvent> Apply(ReductionProject state, ApplyForIssuance c, Context context)
    {
        if (NotAtStep(state, c.Report, ReductionStatus.Verified, out var reduction) is { } error) return error;
        if (c.Effective < reduction.Since) return ReductionProjectErrors.TooEarly("apply for issuance", c.Effective, reduction.Since);
        if (c.Quantity != reduction.Verified) return ReductionProjectErrors.NotTheVerified(c.Quantity, reduction.Verified!.Value);
        var window = ReductionTimes.WindowFrom(c.Effective, context.Rules);
        if (window is { Status: RuleStatus.InForce } && reduction.PeriodFrom < window.Day)
            return ReductionProjectErrors.OutsideWindow(reduction.PeriodFrom, c.Effective, window);
        return new IssuanceApplied(c.Effective, c.Report, c.Quantity, window?.Source ?? "no application-window rule", window?.Status ?? RuleStatus.Unknown);
    }

    private static Decision<ReductionProjectEvent> Issue(ReductionProject state, RecordIssuance c)
    {
        if (NotAtStep(state, c.Report, ReductionStatus.Applied, out var reduction) is { } error) return error;
        if (c.Effective < reduction.Since) return ReductionProjectErrors.TooEarly("record the issuance", c.Effective, reduction.Since);
        if (c.Quantity != reduction.Verified) return ReductionProjectErrors.NotTheVerified(c.Quantity, reduction.Verified!.Value);
        return new IssuanceRecorded(
            c.Effective, c.Report, c.Quantity, state.Methodology, reduction.PeriodFrom, reduction.PeriodTo, c.Document, c.Serials, c.Holding);
    }

    private static DomainError? NotAtStep(ReductionProject state, string report, ReductionStatus needed, out Reduction reduction)
    {
        if (!state.Reductions.TryGetValue(report, out var found))
        {
            reduction = null!;
            return ReductionProjectErrors.ReportUnknown(report);
        }

        reduction = found;
        return found.Status == needed ? null : ReductionProjectErrors.ReductionNotAtStep(report, found.Status, needed);
    }

    /// <remarks>Rule: <c>validator-may-verify</c>.</remarks>
    private static DomainError? MayNotVerify(ReductionProject state, string body, DateOnly day, Context context) =>
        SameBody(body, state.ValidationBody)
        && context.Rules.TryFind("validator-may-verify", CcerHoldingDecider.Market, day) is { IsInForce: true, Text: "no" } rule
            ? ReductionProjectErrors.VerifierIsValidator(body, rule.Source) : null;
}
