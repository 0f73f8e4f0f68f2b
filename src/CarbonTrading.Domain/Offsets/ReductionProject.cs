using System.Text.Json.Serialization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>A command on a reduction project (温室气体自愿减排项目), from design document to issuance.</summary>
[JsonDerivedType(typeof(RegisterProject), "register-project")]
[JsonDerivedType(typeof(PublishNotice), "publish-notice")]
[JsonDerivedType(typeof(RecordValidation), "record-validation")]
[JsonDerivedType(typeof(ApplyForRegistration), "apply-for-registration")]
[JsonDerivedType(typeof(RecordRegistration), "record-registration")]
[JsonDerivedType(typeof(SubmitMonitoringReport), "submit-monitoring-report")]
[JsonDerivedType(typeof(PublishReductionNotice), "publish-reduction-notice")]
[JsonDerivedType(typeof(RecordVerification), "record-verification")]
[JsonDerivedType(typeof(ApplyForIssuance), "apply-for-issuance")]
[JsonDerivedType(typeof(RecordIssuance), "record-issuance")]
public abstract record ReductionProjectCommand;

/// <summary>Enters the design document; the first command of every project. Not yet a registration with the authority.</summary>
/// <param name="Effective">Day of the document; at most the business date.</param>
/// <param name="Name">English name.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="Owner">Key of the organisation unit that owns it.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Methodology">Code such as CCER-01-002-V01.</param>
/// <param name="ConstructionStart">Day construction started.</param>
/// <param name="CreditingYears">Length of the crediting period; null = the most the methodology allows.</param>
public sealed record RegisterProject(
    DateOnly Effective, string Name, string NameZh, string Owner, string Location, string Methodology,
    [property: JsonConverter(typeof(ConstructionDayJson))] DateOnly ConstructionStart,
    int? CreditingYears = null) : ReductionProjectCommand;

/// <summary>Records the public notice of the project.</summary>
/// <param name="Start">First day of the notice; at most the business date.</param>
/// <param name="ValidationBody">Body that validates.</param>
public sealed record PublishNotice(DateOnly Start, string ValidationBody) : ReductionProjectCommand;

/// <summary>Records the validation report; after the notice.</summary>
public sealed record RecordValidation(DateOnly Effective, string Body, string ReportId) : ReductionProjectCommand;

/// <summary>Records the application for registration.</summary>
public sealed record ApplyForRegistration(DateOnly Effective) : ReductionProjectCommand;

/// <summary>Records the registration of the project.</summary>
public sealed record RecordRegistration(DateOnly Effective, string RegistryNumber) : ReductionProjectCommand;

/// <summary>Enters a monitoring report: reductions of a period.</summary>
/// <param name="Effective">Day of the report; at most the business date.</param>
/// <param name="Report">Id of the report, unique in the project.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day; before <paramref name="Effective"/>.</param>
/// <param name="Quantity">1..10^10 t.</param>
public sealed record SubmitMonitoringReport(DateOnly Effective, string Report, DateOnly PeriodFrom, DateOnly PeriodTo, Tonnes Quantity)
    : ReductionProjectCommand;

/// <summary>Records the public notice of a report's reductions.</summary>
/// <param name="Report">Report.</param>
/// <param name="Start">First day of the notice; at most the business date.</param>
/// <param name="VerificationBody">Body that verifies; another than the one that validated.</param>
public sealed record PublishReductionNotice(string Report, DateOnly Start, string VerificationBody) : ReductionProjectCommand;

/// <summary>Records the verification report; after the notice.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Report">Report.</param>
/// <param name="Body">Body that verified.</param>
/// <param name="Quantity">Verified reductions, at most the reported ones.</param>
/// <param name="VerificationId">Number of the verification report.</param>
public sealed record RecordVerification(DateOnly Effective, string Report, string Body, Tonnes Quantity, string VerificationId)
    : ReductionProjectCommand;

/// <summary>Records the application to register the reductions.</summary>
/// <param name="Effective">Day; the period lies within the five years before it.</param>
/// <param name="Report">Report.</param>
/// <param name="Quantity">Equals the verified one.</param>
public sealed record ApplyForIssuance(DateOnly Effective, string Report, Tonnes Quantity) : ReductionProjectCommand;

/// <summary>Records the issuance of credits.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Report">Report.</param>
/// <param name="Quantity">Equals the verified one.</param>
/// <param name="Document">Evidence.</param>
/// <param name="Serials">Serial ranges, where known.</param>
/// <param name="Holding">CCER holding the credits are booked into; null = none of ours.</param>
public sealed record RecordIssuance(
    DateOnly Effective, string Report, Tonnes Quantity, string Document, IReadOnlyList<SerialRange>? Serials = null, string? Holding = null)
    : ReductionProjectCommand;

/// <summary>What happened to a reduction project.</summary>
[JsonDerivedType(typeof(ProjectRegistered), "reduction-project.registered.v1")]
[JsonDerivedType(typeof(NoticePublished), "reduction-project.notice-published.v1")]
[JsonDerivedType(typeof(ValidationRecorded), "reduction-project.validation-recorded.v1")]
[JsonDerivedType(typeof(RegistrationApplied), "reduction-project.registration-applied.v1")]
[JsonDerivedType(typeof(RegistrationRecorded), "reduction-project.registration-recorded.v1")]
[JsonDerivedType(typeof(MonitoringReportSubmitted), "reduction-project.monitoring-report-submitted.v1")]
[JsonDerivedType(typeof(ReductionNoticePublished), "reduction-project.reduction-notice-published.v1")]
[JsonDerivedType(typeof(ReductionVerified), "reduction-project.reduction-verified.v1")]
[JsonDerivedType(typeof(IssuanceApplied), "reduction-project.issuance-applied.v1")]
[JsonDerivedType(typeof(IssuanceRecorded), "reduction-project.issuance-recorded.v1")]
public abstract record ReductionProjectEvent;

/// <summary>Design document entered.</summary>
/// <param name="CreditingYears">Length of the crediting period; null = the methodology's is not known.</param>
/// <param name="Rule">Source of the construction-date rule.</param>
/// <param name="RuleStatus">The least sure of the rules looked at.</param>
public sealed record ProjectRegistered(
    DateOnly Effective, string Name, string NameZh, string Owner, string Location, string Methodology,
    [property: JsonConverter(typeof(ConstructionDayJson))] DateOnly ConstructionStart,
    int? CreditingYears, string Rule, RuleStatus RuleStatus) : ReductionProjectEvent;

/// <summary>Project in notice.</summary>
/// <param name="End">Last day of the notice.</param>
public sealed record NoticePublished(DateOnly Start, DateOnly End, string ValidationBody, string Rule, RuleStatus RuleStatus) : ReductionProjectEvent;

/// <summary>Validated.</summary>
public sealed record ValidationRecorded(DateOnly Effective, string Body, string ReportId) : ReductionProjectEvent;

/// <summary>Applied for registration.</summary>
public sealed record RegistrationApplied(DateOnly Effective) : ReductionProjectEvent;

/// <summary>Registered with the authority.</summary>
public sealed record RegistrationRecorded(DateOnly Effective, string RegistryNumber) : ReductionProjectEvent;

/// <summary>Reductions reported.</summary>
public sealed record MonitoringReportSubmitted(
    DateOnly Effective, string Report, DateOnly PeriodFrom, DateOnly PeriodTo, Tonnes Quantity, string Rule, RuleStatus RuleStatus)
    : ReductionProjectEvent;

/// <summary>Reductions in notice.</summary>
public sealed record ReductionNoticePublished(
    string Report, DateOnly Start, DateOnly End, string VerificationBody, string Rule, RuleStatus RuleStatus) : ReductionProjectEvent;

/// <summary>Reductions verified.</summary>
public sealed record ReductionVerified(DateOnly Effective, string Report, string Body, Tonnes Quantity, string VerificationId)
    : ReductionProjectEvent;

/// <summary>Applied for issuance.</summary>
public sealed record IssuanceApplied(DateOnly Effective, string Report, Tonnes Quantity, string Rule, RuleStatus RuleStatus) : ReductionProjectEvent;

/// <summary>Credits issued.</summary>
public sealed record IssuanceRecorded(
    DateOnly Effective, string Report, Tonnes Quantity, string Methodology, DateOnly PeriodFrom, DateOnly PeriodTo, string Document,
    IReadOnlyList<SerialRange>? Serials = null, string? Holding = null) : ReductionProjectEvent;
