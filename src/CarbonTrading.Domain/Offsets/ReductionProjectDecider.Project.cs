using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class ReductionProjectDecider
{
    /// <summary>Construction date and crediting years against the rules; only rules in force refuse.</summary>
    private static Decision<ReductionProjectEvent> Register(ReductionProject state, RegisterProject c, Context context)
    {
        if (state.Status != ProjectStatus.None) return ReductionProjectErrors.AlreadyRegistered(state.Name);
        var (most, least) = ReductionTimes.CreditingYears(c.Methodology, context.BusinessDate, context.Rules);
        if (most is null) return ReductionProjectErrors.MethodologyUnknown(c.Methodology);
        var first = ReductionTimes.ConstructionFrom(context.BusinessDate, context.Rules);
        if (first is { Status: RuleStatus.InForce } && c.ConstructionStart < first.Day)
            return ReductionProjectErrors.ConstructionTooEarly(c.ConstructionStart, first);
        if (c.CreditingYears is { } years && (years < 1
            || (most is { IsInForce: true, Number: { } top } && years > top) || (least is { IsInForce: true, Number: { } bottom } && years < bottom)))
            return ReductionProjectErrors.CreditingYearsWrong(years, least?.Number, most.Number, most.Source);
        var length = c.CreditingYears ?? (most.Number is { } number ? (int)number : null);
        var status = first is null || first.Status < most.Status ? most.Status : first.Status;
        return new ProjectRegistered(
            c.Effective, c.Name, c.NameZh, c.Owner, c.Location, c.Methodology, c.ConstructionStart, length, first?.Source ?? most.Source, status);
    }

    private static Decision<ReductionProjectEvent> Publish(ReductionProject state, PublishNotice c, Context context)
    {
        // A second notice replaces the first as long as nothing was validated on it: another body, or a changed document.
        if (state.Status is not (ProjectStatus.Designed or ProjectStatus.InNotice))
            return ReductionProjectErrors.NotAtStep("publish the notice", state.Status, ProjectStatus.Designed);
        var earliest = state.Notice?.Start ?? state.Since;
        if (c.Start < earliest) return ReductionProjectErrors.TooEarly("publish the notice", c.Start, earliest);
        var end = ReductionTimes.NoticeEnd(c.Start, context.Rules);
        return new NoticePublished(
            c.Start, end?.Day ?? c.Start, c.ValidationBody, end?.Source ?? "no notice rule for this day", end?.Status ?? RuleStatus.Unknown);
    }

    private static Decision<ReductionProjectEvent> Validate(ReductionProject state, RecordValidation c)
    {
        if (state.Status != ProjectStatus.InNotice) return ReductionProjectErrors.NotAtStep("record the validation", state.Status, ProjectStatus.InNotice);
        if (!SameBody(c.Body, state.ValidationBody)) return ReductionProjectErrors.OtherBody(c.Body, state.ValidationBody!);
        if (c.Effective <= state.Since) return ReductionProjectErrors.TooEarly("record the validation", c.Effective, state.Since.AddDays(1));
        return new ValidationRecorded(c.Effective, c.Body, c.ReportId);
    }

    private static Decision<ReductionProjectEvent> Apply(ReductionProject state, ApplyForRegistration c)
    {
        if (state.Status != ProjectStatus.Validated) return ReductionProjectErrors.NotAtStep("apply for registration", state.Status, ProjectStatus.Validated);
        if (c.Effective < state.Since) return ReductionProjectErrors.TooEarly("apply for registration", c.Effective, state.Since);
        return new RegistrationApplied(c.Effective);
    }

    private static Decision<ReductionProjectEvent> RecordRegistered(ReductionProject state, RecordRegistration c)
    {
        if (state.Status != ProjectStatus.Applied) return ReductionProjectErrors.NotAtStep("record the registration", state.Status, ProjectStatus.Applied);
        if (c.Effective < state.Since) return ReductionProjectErrors.TooEarly("record the registration", c.Effective, state.Since);
        return new RegistrationRecorded(c.Effective, c.RegistryNumber);
    }

    private static bool SameBody(string body, string? named) => string.Equals(body.Trim(), named?.Trim(), StringComparison.OrdinalIgnoreCase);
}
