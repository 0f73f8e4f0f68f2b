using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Every refusal of a CCER holding.</summary>
public static class CcerHoldingErrors
{
    /// <summary>A field has no usable value.</summary>
    public static DomainError FieldMissing(string field) => new("ccer-holding.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a value.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("ccer-holding.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0 t; a movement has from 1 to 10,000,000,000 t.", "quantity");

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day, string field) => new("ccer-holding.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", field);

    /// <summary>Dates of a batch in the wrong order.</summary>
    public static DomainError BatchDatesWrong(CreditBatch batch, DateOnly effective) => new("ccer-holding.batch-dates-wrong", ErrorKind.Invalid,
        $"The monitoring period {Day(batch.PeriodFrom)} to {Day(batch.PeriodTo)} must end before the registration on {Day(batch.RegisteredOn)}, "
        + $"and that not after the receipt on {Day(effective)}; check the dates of the batch.", "batch");

    /// <summary>An amount that cannot be one.</summary>
    public static DomainError AmountNotPossible(string field, decimal amount) => new("ccer-holding.amount-not-possible", ErrorKind.Invalid,
        $"{field} {amount.ToString(CultureInfo.InvariantCulture)} is not possible; give 0 to 10^16 with at most 2 decimals.", field);

    /// <summary>A compliance year outside the book dates.</summary>
    public static DomainError YearOutOfRange(int year) => new("ccer-holding.year-out-of-range", ErrorKind.Invalid,
        $"{year} is not a compliance year; give one from {BookDates.First.Year} to {BookDates.Last.Year}.", "complianceYear");

    /// <summary>A price in another currency.</summary>
    public static DomainError OtherCurrency(string asked, string currency) => new("ccer-holding.other-currency", ErrorKind.Invalid,
        $"The price is in {asked}, the holding is kept in {currency}; give the price in {currency}.", "price");

    /// <summary>Serial ranges that are none, or too many of them.</summary>
    public static DomainError SerialsNotPossible() => new("ccer-holding.serials-not-possible", ErrorKind.Invalid,
        $"A serial range has a block and 0 ≤ first ≤ last ≤ 10^15; one command carries at most {Serials.RangesMax} ranges.", "serials");

    /// <summary>Serial ranges do not add up.</summary>
    public static DomainError SerialsDoNotAddUp(long count, Tonnes quantity) => new("ccer-holding.serials-do-not-add-up", ErrorKind.Invalid,
        $"The serial ranges hold {T(count)}, the quantity is {quantity}; ranges include their last number.", "serials");

    /// <summary>Serial numbers that are in the holding already, or twice in the command.</summary>
    public static DomainError SerialsOverlap(SerialRange asked, SerialRange held) => new("ccer-holding.serials-overlap", ErrorKind.Conflict,
        $"Serial numbers {asked.Block} {asked.First}-{asked.Last} overlap {held.Block} {held.First}-{held.Last}, which are in the holding already; "
        + $"check the statement.", "serials");

    /// <summary>No currency rule for the market of credits.</summary>
    public static DomainError MarketUnknown() => new("ccer-holding.market-unknown", ErrorKind.Refused,
        "The rule book has no currency for the market ccer; load its rules first.");

    /// <summary>An obligation without its market and year, or the other way round.</summary>
    public static DomainError ObligationIncomplete() => new("ccer-holding.obligation-incomplete", ErrorKind.Invalid,
        "An obligation is named by its key, market and compliance year together; give all three or none.", "obligation");

    /// <summary>A purpose that does not fit the command.</summary>
    public static DomainError PurposeNotHere(CancellationPurpose purpose) => new("ccer-holding.purpose-not-here", ErrorKind.Invalid,
        $"{purpose} is a use for compliance; reserve the credits for the obligation and surrender them there.", "purpose");

    /// <summary>A use for another market or year than reserved.</summary>
    public static DomainError OtherObligation(string reservation, CreditUse use) => new("ccer-holding.other-obligation", ErrorKind.Refused,
        $"Reservation '{reservation}' is for {use.Obligation} ({use.Market}, {use.ComplianceYear}); use it for that, or release it and reserve anew.",
        "reservation");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate) => new("ccer-holding.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", "effective");

    /// <summary>No holding under this key.</summary>
    public static DomainError NotOpened() => new("ccer-holding.not-opened", ErrorKind.NotFound,
        "There is no CCER holding under this key; open it first (open-holding).");

    /// <summary>The holding is there already.</summary>
    public static DomainError AlreadyOpened(string holder) => new("ccer-holding.already-opened", ErrorKind.Conflict,
        $"The holding is open already, for {holder}; choose another key.");

    /// <summary>A reservation id used before.</summary>
    public static DomainError ReservationIdReused(string id) => new("ccer-holding.reservation-id-reused", ErrorKind.Conflict,
        $"There is or was a reservation '{id}' in this holding; an id is used once, choose another.", "reservation");

    /// <summary>No such reservation.</summary>
    public static DomainError ReservationUnknown(string id) => new("ccer-holding.reservation-unknown", ErrorKind.NotFound,
        $"There is no reservation '{id}' in this holding.", "reservation");

    /// <summary>The reservation is at another step.</summary>
    public static DomainError ReservationNotAtStep(string id, ClaimStatus status, ClaimStatus needed) => new(
        "ccer-holding.reservation-not-at-step", ErrorKind.Conflict,
        $"Reservation '{id}' is {status}, this step needs it {needed}; nothing was changed.", "reservation");

    /// <summary>A reservation for an obligation is not sold.</summary>
    public static DomainError ReservedForObligation(string id, string obligation) => new("ccer-holding.reserved-for-obligation", ErrorKind.Refused,
        $"Reservation '{id}' is for the obligation {obligation}; release it before the credits are delivered.", "reservation");

    /// <summary>A step dated before the step it follows.</summary>
    public static DomainError BeforeEarlierStep(string id, DateOnly day, DateOnly since) => new("ccer-holding.before-earlier-step", ErrorKind.Refused,
        $"{Day(day)} lies before the last step of '{id}' on {Day(since)}; date this step {Day(since)} or later.", "effective");

    /// <summary>No such batch.</summary>
    public static DomainError BatchUnknown(string batch) => new("ccer-holding.batch-unknown", ErrorKind.NotFound,
        $"There is no batch '{batch}' in this holding; batches are C-0001, C-0002 and so on.", "batch");

    /// <summary>Fewer free credits on the day than asked.</summary>
    public static DomainError NotEnoughFree(Tonnes asked, long free, long notUsable, DateOnly day) => notUsable > 0
        ? new("ccer-holding.not-enough-free", ErrorKind.Refused,
            $"{asked} asked, {T(free)} can be used on {Day(day)}; {T(notUsable)} more are free but do not count for this. Ask for less, or receive or release credits first.", "quantity")
        : new("ccer-holding.not-enough-free", ErrorKind.Refused,
            $"{asked} asked, {T(free)} can be used on {Day(day)}. Ask for less, or receive or release credits first.", "quantity");

    /// <summary>A back-dated use that a later day does not bear.</summary>
    public static DomainError WouldGoNegative(Tonnes asked, long free, DateOnly day) => new("ccer-holding.would-go-negative", ErrorKind.Refused,
        $"{asked} asked, but on {Day(day)} only {T(free)} are free: the balance would go negative that day. Ask for less.", "quantity");

    /// <summary>A batch that does not count for the obligation.</summary>
    public static DomainError BatchNotUsable(string batch, CreditBatch from, string market, int year, Remark why, string source) => new(
        "ccer-holding.batch-not-usable", ErrorKind.Refused,
        $"Batch {batch} (registered {Day(from.RegisteredOn)}) does not count for {market} {year}: {why} ({source}). Use another batch.", "batch");

    /// <summary>A unit class of another market.</summary>
    public static DomainError NoCredit(Product product, string field) => new("ccer-holding.no-credit", ErrorKind.Invalid,
        $"{product} is no credit of the national registry; give credits of market ccer, such as ccer/CCER/2024 (a unit class: ccer/CCER/2024/purchased).", field);

    /// <summary>More confirmed than is in transit.</summary>
    public static DomainError MoreThanInTransit(string id, Tonnes asked, Tonnes moving) => new("ccer-holding.more-than-in-transit", ErrorKind.Refused,
        $"{asked} asked, {moving} are in transit under '{id}'; confirm at most that.", "quantity");

    /// <summary>More lost than stands under a pledge, a loan or a repo.</summary>
    public static DomainError MoreThanHeld(string id, Tonnes asked, Tonnes held) => new("ccer-holding.more-than-held", ErrorKind.Refused,
        $"{asked} asked, {held} stand under '{id}'; give at most that.", "quantity");

    /// <summary>The id of a pledge, loan or repo used before.</summary>
    public static DomainError HoldIdReused(string id) => new("ccer-holding.hold-id-reused", ErrorKind.Conflict,
        $"There is or was a pledge, loan or repo '{id}' in this holding; an id is used once, choose another.", "encumbrance");

    /// <summary>No such pledge, loan or repo.</summary>
    public static DomainError HoldUnknown(string id) => new("ccer-holding.hold-unknown", ErrorKind.NotFound,
        $"There is no pledge, loan or repo '{id}' in this holding; see its page for the ids.", "encumbrance");

    /// <summary>The pledge, loan or repo is over.</summary>
    public static DomainError HoldLifted(string id) => new("ccer-holding.hold-lifted", ErrorKind.Conflict,
        $"'{id}' is over already; nothing stands under it.", "encumbrance");

    /// <summary>Back before it leaves.</summary>
    public static DomainError BackBeforeItLeaves(DateOnly back, DateOnly day, string field) => new("ccer-holding.back-before-it-leaves", ErrorKind.Invalid,
        $"They would come back on {Day(back)}, before {Day(day)}; give that day or a later one, or none.", field);

    /// <summary>A loan id used before.</summary>
    public static DomainError LoanIdReused(string id) => new("ccer-holding.loan-id-reused", ErrorKind.Conflict,
        $"There is or was a loan '{id}' in this holding; an id is used once, choose another.", "loan");

    /// <summary>No such loan.</summary>
    public static DomainError LoanUnknown(string id) => new("ccer-holding.loan-unknown", ErrorKind.NotFound,
        $"Nothing was borrowed under '{id}' in this holding.", "loan");

    /// <summary>Given back already.</summary>
    public static DomainError LoanReturned(string id) => new("ccer-holding.loan-returned", ErrorKind.Conflict,
        $"What was borrowed under '{id}' is given back already.", "loan");

    /// <summary>More tax than was paid.</summary>
    public static DomainError TaxBeyondCost(decimal tax, decimal gross) => new("ccer-holding.tax-beyond-cost", ErrorKind.Refused,
        $"Deductible tax {tax:0.00} is more than price and fee together, {gross:0.00}; give the tax of the invoice.",
        "deductibleTax");

    /// <summary>A change before or on the last one.</summary>
    public static DomainError CostMethodFixed(UnitClass unit, DateOnly asked, DateOnly last) => new("ccer-holding.cost-method-fixed", ErrorKind.Refused,
        $"The cost method of {unit} was set from {Day(last)}; what lies before that is closed. {Day(asked)} asked, give a later day.", "from");

    /// <summary>A change that would cost disposals of a year that is over anew. 会计法 art. 11: the accounting year is the calendar year.</summary>
    public static DomainError CostMethodYearOver(UnitClass unit, DateOnly asked, DateOnly left, int year) => new("ccer-holding.cost-method-year-over", ErrorKind.Refused,
        $"{unit} left on {Day(left)}, in a year that is over, and stays as it was booked; {Day(asked)} asked, give {year}-01-01 or later.", "from");

    /// <summary>The method there is already.</summary>
    public static DomainError CostMethodUnchanged(UnitClass unit, CostMethod method, DateOnly from) => new("ccer-holding.cost-method-unchanged", ErrorKind.Conflict,
        $"{unit} is at {method} on {Day(from)} already; nothing was changed.", "method");

    /// <summary>Serial numbers that are not free.</summary>
    public static DomainError SerialsNotFree(SerialRange range, DateOnly day) => new("ccer-holding.serials-not-free", ErrorKind.Refused,
        $"{range.Block} {range.First}-{range.Last} is not free in batches that may be used on {Day(day)} and after; name credits that are, or leave the serial numbers out.",
        "serials");

    /// <summary>Nothing stands for the trade.</summary>
    public static DomainError NothingToUndo(string trade) => new("ccer-holding.nothing-to-undo", ErrorKind.Conflict,
        $"Nothing in this holding stands for {trade}; there is nothing to take back.", "trade");

    /// <summary>Receipts that are not those of the trade.</summary>
    public static DomainError ReceiptsDiffer(string trade) => new("ccer-holding.receipts-differ", ErrorKind.Conflict,
        $"What this holding received for {trade} is not what the trade settled; look at its receipts and correct them first.", "receipts");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string T(long quantity) => new SignedTonnes(quantity).ToString();
}
