using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>Every refusal of an obligation.</summary>
public static class ObligationErrors
{
    /// <summary>A field has no usable value.</summary>
    public static DomainError FieldMissing(string field) => new("obligation.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("obligation.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0 t; a surrender has from 1 to 10,000,000,000 t.", "quantity");

    /// <summary>No month of a year.</summary>
    public static DomainError MonthOutOfRange() => new("obligation.month-out-of-range", ErrorKind.Invalid,
        "There is no such month; enter a number from 1 (January) to 12 (December).", "month");

    /// <summary>A month that still runs.</summary>
    public static DomainError MonthNotOver(int month, DateOnly day, DateOnly last) => new("obligation.month-not-over", ErrorKind.Refused,
        $"Month {month} ends on {Day(last)}, the figure is dated {Day(day)}; date it after the month, or record a budget for it (record-budget).", "month");

    /// <summary>A carry-over filed too late.</summary>
    public static DomainError CarryOverClosed(DateOnly day, CarryOverWindow window) => new("obligation.carry-over-closed", ErrorKind.Refused,
        $"{Day(day)} is after {Day(window.Last!.Value)}, the last day for carry-over applications ({window.Source}); what was not filed by then lapses.",
        "effective");

    /// <summary>The market takes no applications. Rule carry-over-rule.</summary>
    public static DomainError CarryOverSuspended(string market, string source) => new("obligation.carry-over-suspended", ErrorKind.Refused,
        $"Carry-over in {market} is suspended ({source}); file once the authority takes applications again.", "filing");

    /// <summary>More is applied for than may be carried over.</summary>
    public static DomainError CarryOverBeyondLimit(Tonnes asked, Tonnes before, Tonnes most, string source) => new("obligation.carry-over-beyond-limit", ErrorKind.Refused,
        $"{asked} are applied for, {before} were before; together at most {most} may be carried over ({source}). Apply for at most {most.MinusOrZero(before)}.", "quantity");

    /// <summary>A vintage the rules do not carry over.</summary>
    public static DomainError VintageNotCarried(Product product, int year, CarryOverVintages old) => new("obligation.vintage-not-carried", ErrorKind.Refused,
        $"{product.Code} is not carried over into {year}; allowances of {old.First} to {old.Last} are ({old.Source}). Choose one of them.", "product");

    /// <summary>Units of another market.</summary>
    public static DomainError FilingElsewhere(Product product, string market) => new("obligation.filing-elsewhere", ErrorKind.Invalid,
        $"{product} is not of {market}, where this obligation is; choose a product of that market.", "product");

    /// <summary>The application is on record already.</summary>
    public static DomainError FilingKnown(string reference) => new("obligation.filing-known", ErrorKind.Conflict,
        $"Application '{reference}' is on record already; give the receipt number of the other one.", "reference");

    /// <summary>No application under the number.</summary>
    public static DomainError FilingUnknown(string reference) => new("obligation.filing-unknown", ErrorKind.NotFound,
        $"There is no application for carry-over '{reference}'; see the obligation for the receipt numbers.", "reference");

    /// <summary>The application is over.</summary>
    public static DomainError FilingOver(string reference, ApplicationStatus status) => new("obligation.filing-over", ErrorKind.Conflict,
        $"Application '{reference}' is {status} and stands no longer.", "reference");

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day) => new("obligation.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", "effective");

    /// <summary>A compliance year outside the book dates.</summary>
    public static DomainError YearOutOfRange(int year) => new("obligation.year-out-of-range", ErrorKind.Invalid,
        $"{year} is not a compliance year; give one from {BookDates.First.Year} to {BookDates.Last.Year}.", "year");

    /// <summary>No rules for the market.</summary>
    public static DomainError MarketUnknown(string market) => new("obligation.market-unknown", ErrorKind.Invalid,
        $"There is no market '{market}' in the rule book; choose one that is listed on the rules page.", "market");

    /// <summary>More due than emitted.</summary>
    public static DomainError MoreDueThanEmitted(Tonnes due, Tonnes emissions) => new("obligation.more-due-than-emitted", ErrorKind.Invalid,
        $"{due} due is more than the verified {emissions}; check the verification report.", "allowancesDue");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate) => new("obligation.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", "effective");

    /// <summary>No obligation under this key.</summary>
    public static DomainError NotOpened() => new("obligation.not-opened", ErrorKind.NotFound,
        "There is no obligation under this key; open it first (open-obligation), under account and year.");

    /// <summary>The obligation is there already.</summary>
    public static DomainError AlreadyOpened(string account, int year) => new("obligation.already-opened", ErrorKind.Conflict,
        $"The obligation of {account} for {year} is open already.");

    /// <summary>Figures of an earlier stage after a later one.</summary>
    public static DomainError AlreadyVerified(int year) => new("obligation.already-verified", ErrorKind.Conflict,
        $"The emissions of {year} are verified; an estimate or a report no longer changes them. Record a corrected verification.");

    /// <summary>An estimate after the report.</summary>
    public static DomainError AlreadyReported(int year) => new("obligation.already-reported", ErrorKind.Conflict,
        $"The emissions of {year} are reported; an estimate no longer changes them. Record a corrected report.");

    /// <summary>The same verification again.</summary>
    public static DomainError SameReport(string reportId) => new("obligation.same-report", ErrorKind.Conflict,
        $"Verification report {reportId} with these figures is recorded already; nothing was changed.", "reportId");

    /// <summary>Not verified yet.</summary>
    public static DomainError NotVerified() => new("obligation.not-verified", ErrorKind.Refused,
        "Credits can be used only after the verification report is recorded: before, what is due is not known.");

    /// <summary>A surrender recorded before.</summary>
    public static DomainError SurrenderRecorded(int movement) => new("obligation.surrender-recorded", ErrorKind.Conflict,
        $"The account's event {movement} is recorded already.", "movement");

    /// <summary>No such surrender.</summary>
    public static DomainError SurrenderUnknown(int movement) => new("obligation.surrender-unknown", ErrorKind.NotFound,
        $"The account's event {movement} is not recorded here as a surrender.", "movement");

    /// <summary>More credits than the limit.</summary>
    public static DomainError OffsetLimitExceeded(Tonnes asked, Tonnes room, OffsetLimit limit) => new(
        "obligation.offset-limit-exceeded", ErrorKind.Refused,
        $"{asked} of credits asked, {room} still allowed: at most {limit.Ceiling}, {Percent(limit.Share)} of {limit.Basis} ({limit.Source}). "
        + $"Reserve less.", "quantity");

    /// <summary>More credits than still to be covered.</summary>
    public static DomainError MoreThanRemaining(Tonnes asked, Tonnes remaining) => new("obligation.more-than-remaining", ErrorKind.Refused,
        $"{asked} of credits asked, {remaining} still to be covered; reserve at most that.", "quantity");

    /// <summary>A reservation of the holding used before.</summary>
    public static DomainError OffsetsKnown(string holding, string reservation) => new("obligation.offsets-known", ErrorKind.Conflict,
        $"Reservation '{reservation}' of {holding} is known here already; an id is used once.", "reservation");

    /// <summary>No such reservation.</summary>
    public static DomainError OffsetsUnknown(string holding, string reservation) => new("obligation.offsets-unknown", ErrorKind.NotFound,
        $"No room is kept here for reservation '{reservation}' of {holding}; reserve the credits for this obligation first.", "reservation");

    /// <summary>The credits are at another step.</summary>
    public static DomainError OffsetsNotAtStep(string reservation, OffsetStatus status, OffsetStatus needed) => new(
        "obligation.offsets-not-at-step", ErrorKind.Conflict,
        $"The credits of '{reservation}' are {status}, this step needs them {needed}; nothing was changed.", "reservation");

    /// <summary>A step dated before the step it follows.</summary>
    public static DomainError BeforeEarlierStep(string reservation, DateOnly day, DateOnly since) => new("obligation.before-earlier-step", ErrorKind.Refused,
        $"{Day(day)} lies before the last step of '{reservation}' on {Day(since)}; date this step {Day(since)} or later.", "effective");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Percent(decimal? share) => share is { } s ? (s * 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %" : "?";
}
