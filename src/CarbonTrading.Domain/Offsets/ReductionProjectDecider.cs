using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>The steps of a reduction project in their order, with the time rules between them.</summary>
public static partial class ReductionProjectDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Instance =
        new("reduction-project", ReductionProject.Unregistered, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<ReductionProjectEvent> Decide(ReductionProject state, ReductionProjectCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is RegisterProject register) return Register(state, register, context);
        if (state.Status == ProjectStatus.None) return ReductionProjectErrors.NotRegistered();
        return command switch
        {
            PublishNotice c => Publish(state, c, context),
            RecordValidation c => Validate(state, c),
            ApplyForRegistration c => Apply(state, c),
            RecordRegistration c => RecordRegistered(state, c),
            SubmitMonitoringReport c => Submit(state, c, context),
            PublishReductionNotice c => Publish(state, c, context),
            RecordVerification c => Verify(state, c, context),
            ApplyForIssuance c => Apply(state, c, context),
            RecordIssuance c => Issue(state, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static ReductionProject Evolve(ReductionProject state, ReductionProjectEvent happened) => happened switch
    {
        ProjectRegistered e => state with
        {
            Status = ProjectStatus.Designed, Since = e.Effective, Name = e.Name, NameZh = e.NameZh, Owner = e.Owner, Location = e.Location,
            Methodology = e.Methodology, ConstructionStart = e.ConstructionStart, CreditingYears = e.CreditingYears,
        },
        NoticePublished e => state with
        {
            Status = ProjectStatus.InNotice, Since = e.End, Notice = (e.Start, e.End), ValidationBody = e.ValidationBody,
        },
        ValidationRecorded e => state with { Status = ProjectStatus.Validated, Since = e.Effective },
        RegistrationApplied e => state with { Status = ProjectStatus.Applied, Since = e.Effective },
        RegistrationRecorded e => state with { Status = ProjectStatus.Registered, Since = e.Effective, RegistryNumber = e.RegistryNumber },
        MonitoringReportSubmitted e => With(state, new(e.Report, e.PeriodFrom, e.PeriodTo, e.Quantity, ReductionStatus.Reported, e.Effective)),
        ReductionNoticePublished e => With(state, state.Reductions[e.Report] with
        {
            Status = ReductionStatus.InNotice, Since = e.End, VerificationBody = e.VerificationBody, NoticeStart = e.Start,
        }),
        ReductionVerified e => With(state, state.Reductions[e.Report] with
        {
            Status = ReductionStatus.Verified, Since = e.Effective, Verified = e.Quantity,
        }),
        IssuanceApplied e => With(state, state.Reductions[e.Report] with { Status = ReductionStatus.Applied, Since = e.Effective }),
        IssuanceRecorded e => With(state, state.Reductions[e.Report] with { Status = ReductionStatus.Issued, Since = e.Effective }),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static ReductionProject With(ReductionProject state, Reduction reduction) =>
        state with { Reductions = state.Reductions.SetItem(reduction.Report, reduction) };
}
