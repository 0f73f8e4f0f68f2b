using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class ReductionProjectDecider
{
    /// <summary>What can be said of a command without the project: texts, quantities, dates.</summary>
    private static DomainError? WrongShape(ReductionProjectCommand command, Context context)
    {
        if (Array.Find(Texts(command), t => string.IsNullOrWhiteSpace(t.Text)).Field is { } field) return ReductionProjectErrors.FieldMissing(field);
        if (QuantityOf(command) is { IsZero: true }) return ReductionProjectErrors.QuantityZero();
        var (day, name) = DayOf(command);
        if (!BookDates.Accepts(day)) return ReductionProjectErrors.DateOutOfRange(day, name);
        if (day > context.BusinessDate) return ReductionProjectErrors.InTheFuture(day, context.BusinessDate, name);
        return command switch
        {
            RegisterProject c when c.ConstructionStart > context.BusinessDate =>
                ReductionProjectErrors.InTheFuture(c.ConstructionStart, context.BusinessDate, "constructionStart"),
            SubmitMonitoringReport c when c.PeriodTo < c.PeriodFrom || c.PeriodTo >= c.Effective =>
                ReductionProjectErrors.PeriodWrong(c.PeriodFrom, c.PeriodTo, c.Effective),
            RecordIssuance { Serials: { Count: > 0 } serials } c when new LotBook("C-").FaultOf(serials, c.Quantity) is not null =>
                ReductionProjectErrors.SerialsWrong(c.Quantity),
            RecordIssuance { Holding: { } holding } when !EntityKey.IsValid(holding) => ReductionProjectErrors.FieldMissing("holding"),
            _ => null,
        };
    }

    private static (string Field, string? Text)[] Texts(ReductionProjectCommand command) => command switch
    {
        RegisterProject c => [("name", c.Name), ("nameZh", c.NameZh), ("owner", c.Owner), ("location", c.Location), ("methodology", c.Methodology)],
        PublishNotice c => [("validationBody", c.ValidationBody)],
        RecordValidation c => [("body", c.Body), ("reportId", c.ReportId)],
        RecordRegistration c => [("registryNumber", c.RegistryNumber)],
        SubmitMonitoringReport c => [("report", c.Report)],
        PublishReductionNotice c => [("report", c.Report), ("verificationBody", c.VerificationBody)],
        RecordVerification c => [("report", c.Report), ("body", c.Body), ("verificationId", c.VerificationId)],
        ApplyForIssuance c => [("report", c.Report)],
        RecordIssuance c => [("report", c.Report), ("document", c.Document)],
        _ => [],
    };

    private static Tonnes? QuantityOf(ReductionProjectCommand command) => command switch
    {
        SubmitMonitoringReport c => c.Quantity,
        RecordVerification c => c.Quantity,
        ApplyForIssuance c => c.Quantity,
        RecordIssuance c => c.Quantity,
        _ => null,
    };

    private static (DateOnly Day, string Field) DayOf(ReductionProjectCommand command) => command switch
    {
        RegisterProject c => (c.Effective, "effective"),
        PublishNotice c => (c.Start, "start"),
        RecordValidation c => (c.Effective, "effective"),
        ApplyForRegistration c => (c.Effective, "effective"),
        RecordRegistration c => (c.Effective, "effective"),
        SubmitMonitoringReport c => (c.Effective, "effective"),
        PublishReductionNotice c => (c.Start, "start"),
        RecordVerification c => (c.Effective, "effective"),
        ApplyForIssuance c => (c.Effective, "effective"),
        RecordIssuance c => (c.Effective, "effective"),
        _ => throw new System.Diagnostics.UnreachableException($"no day for {command.GetType().Name}"),
    };
}
