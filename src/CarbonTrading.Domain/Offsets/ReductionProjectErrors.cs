using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Every refusal of a reduction project.</summary>
public static class ReductionProjectErrors
{
    /// <summary>A field has no usable value.</summary>
    public static DomainError FieldMissing(string field) => new("reduction-project.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("reduction-project.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0 t; reductions have from 1 to 10,000,000,000 t.", "quantity");

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day, string field) => new("reduction-project.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates accepted here, up to {Day(BookDates.Last)}; enter a day within them.", field);

    /// <summary>A period that ends before it starts, or after the report.</summary>
    public static DomainError PeriodWrong(DateOnly from, DateOnly to, DateOnly report) => new("reduction-project.period-wrong", ErrorKind.Invalid,
        $"The period {Day(from)} to {Day(to)} does not fit; enter an end on or after its start and before the report of {Day(report)}.", "periodTo");

    /// <summary>Serial ranges that are none, or do not add up.</summary>
    public static DomainError SerialsWrong(Tonnes quantity) => new("reduction-project.serials-wrong", ErrorKind.Invalid,
        $"Serial ranges have a block and 0 ≤ first ≤ last ≤ 10^15, do not overlap, and add up to {quantity}; at most {Serials.RangesMax} of them.", "serials");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate, string field) => new("reduction-project.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", field);

    /// <summary>No project under this key.</summary>
    public static DomainError NotRegistered() => new("reduction-project.not-registered", ErrorKind.NotFound,
        "There is no project under this key; enter its design document first (register-project).");

    /// <summary>The project is there already.</summary>
    public static DomainError AlreadyRegistered(string name) => new("reduction-project.already-registered", ErrorKind.Conflict,
        $"The project '{name}' stands under this key already; choose another key.");

    /// <summary>A methodology without rules.</summary>
    public static DomainError MethodologyUnknown(string methodology) => new("reduction-project.methodology-unknown", ErrorKind.Invalid,
        $"There is no methodology '{methodology}' in the rule book; choose one that is listed on the rules page.", "methodology");

    /// <summary>Construction started too early.</summary>
    public static DomainError ConstructionTooEarly(DateOnly start, RuleDay rule) => new("reduction-project.construction-too-early", ErrorKind.Refused,
        $"Construction started on {Day(start)}; projects count from {Day(rule.Day)} ({rule.Source}).", "constructionStart");

    /// <summary>More or fewer crediting years than the methodology allows.</summary>
    public static DomainError CreditingYearsWrong(int years, decimal? least, decimal? most, string source) => new(
        "reduction-project.crediting-years-wrong", ErrorKind.Refused,
        $"{years} crediting years asked; the methodology allows {least ?? 1:0} to {most:0} ({source}).",
        "creditingYears");

    /// <summary>The project is at another step.</summary>
    public static DomainError NotAtStep(string what, ProjectStatus status, ProjectStatus needed) => new("reduction-project.not-at-step", ErrorKind.Conflict,
        $"Cannot {what}: the project is {status}, this step needs it {needed}; nothing was changed.");

    /// <summary>A step dated before the step it follows, or before the end of the notice.</summary>
    public static DomainError TooEarly(string what, DateOnly day, DateOnly first) => new("reduction-project.too-early", ErrorKind.Refused,
        $"Cannot {what} on {Day(day)}: the earliest day is {Day(first)}, after the notice or the step before.", "effective");

    /// <summary>Another body than the notice names.</summary>
    public static DomainError OtherBody(string body, string named) => new("reduction-project.other-body", ErrorKind.Refused,
        $"'{body}' is not the body the notice names, '{named}'; publish a notice with the right one.", "body");

    /// <summary>The body that validated may not verify.</summary>
    public static DomainError VerifierIsValidator(string body, string source) => new("reduction-project.verifier-is-validator", ErrorKind.Refused,
        $"'{body}' validated the project and may not verify its reductions ({source}); name another body.", "verificationBody");

    /// <summary>A report id used before.</summary>
    public static DomainError ReportIdReused(string report) => new("reduction-project.report-id-reused", ErrorKind.Conflict,
        $"There is a report '{report}' already; an id is used once.", "report");

    /// <summary>No such report.</summary>
    public static DomainError ReportUnknown(string report) => new("reduction-project.report-unknown", ErrorKind.NotFound,
        $"There is no report '{report}' in this project.", "report");

    /// <summary>Two reports over the same day.</summary>
    public static DomainError PeriodsOverlap(string report, DateOnly from, DateOnly to) => new("reduction-project.periods-overlap", ErrorKind.Conflict,
        $"Report '{report}' covers {Day(from)} to {Day(to)} already; the same reductions are not counted twice.", "periodFrom");

    /// <summary>Reductions before the day from which they count.</summary>
    public static DomainError ReductionsTooEarly(DateOnly from, RuleDay rule) => new("reduction-project.reductions-too-early", ErrorKind.Refused,
        $"The period starts on {Day(from)}; reductions count from {Day(rule.Day)} ({rule.Source}). Report the part that counts.", "periodFrom");

    /// <summary>Reductions outside the crediting period.</summary>
    public static DomainError OutsideCrediting(DateOnly from, DateOnly to, DateOnly start, DateOnly end) => new(
        "reduction-project.outside-crediting", ErrorKind.Refused,
        $"The period {Day(from)} to {Day(to)} is not within the crediting period {Day(start)} to {Day(end)}; enter days within it.", "periodTo");

    /// <summary>Reductions older than an application may cover.</summary>
    public static DomainError OutsideWindow(DateOnly from, DateOnly application, RuleDay rule) => new("reduction-project.outside-window", ErrorKind.Refused,
        $"The period starts on {Day(from)}; an application of {Day(application)} covers reductions from {Day(rule.Day)} ({rule.Source}).", "effective");

    /// <summary>The reductions are at another step.</summary>
    public static DomainError ReductionNotAtStep(string report, ReductionStatus status, ReductionStatus needed) => new(
        "reduction-project.reduction-not-at-step", ErrorKind.Conflict,
        $"The reductions of '{report}' are {status}, this step needs them {needed}; nothing was changed.", "report");

    /// <summary>More verified than reported.</summary>
    public static DomainError MoreThanReported(Tonnes asked, Tonnes reported) => new("reduction-project.more-than-reported", ErrorKind.Refused,
        $"{asked} verified, {reported} reported; at most the reported reductions can be verified.", "quantity");

    /// <summary>Another quantity than verified.</summary>
    public static DomainError NotTheVerified(Tonnes asked, Tonnes verified) => new("reduction-project.not-the-verified", ErrorKind.Refused,
        $"{asked} asked, {verified} are verified; application and issuance are for exactly that.", "quantity");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
