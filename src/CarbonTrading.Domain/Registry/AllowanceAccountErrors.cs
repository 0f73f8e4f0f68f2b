using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Every refusal of an allowance account.</summary>
public static class AllowanceAccountErrors
{
    /// <summary>More tax than there is cost.</summary>
    public static DomainError TaxBeyondCost(decimal tax, decimal gross) => new("allowance-account.tax-beyond-cost", ErrorKind.Invalid,
        $"A deductible tax of {tax.ToString("N2", CultureInfo.InvariantCulture)} is more than price and fee together, {gross.ToString("N2", CultureInfo.InvariantCulture)}; "
        + $"give at most that.", "deductibleTax");

    /// <summary>A field has no usable value.</summary>
    public static DomainError FieldMissing(string field) => new("allowance-account.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("allowance-account.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0; a movement has from 1 to 10,000,000,000.", "quantity");

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day) => new("allowance-account.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", "effective");

    /// <summary>An amount that cannot be one.</summary>
    public static DomainError AmountNotPossible(string field, decimal amount) => new("allowance-account.amount-not-possible", ErrorKind.Invalid,
        $"{field} {amount.ToString(CultureInfo.InvariantCulture)} is not possible; give 0 to 10^16 with at most 2 decimals.", field);

    /// <summary>A compliance year outside the book dates.</summary>
    public static DomainError YearOutOfRange(int year) => new("allowance-account.year-out-of-range", ErrorKind.Invalid,
        $"{year} is not a compliance year; give one from {BookDates.First.Year} to {BookDates.Last.Year}.", "complianceYear");

    /// <summary>No rules for the market.</summary>
    public static DomainError MarketUnknown(string market) => new("allowance-account.market-unknown", ErrorKind.Invalid,
        $"There is no market '{market}' with a currency in the rule book; choose one that is listed on the rules page.", "market");

    /// <summary>A product of another market.</summary>
    public static DomainError OtherMarket(Product product, string market) => new("allowance-account.other-market", ErrorKind.Invalid,
        $"{product} is not of this account's market {market}; use an account of {product.Market}.", "product");

    /// <summary>A price in another currency.</summary>
    public static DomainError OtherCurrency(string asked, string currency) => new("allowance-account.other-currency", ErrorKind.Invalid,
        $"The price is in {asked}, the account is kept in {currency}; give the price in {currency}.", "price");

    /// <summary>Serial ranges that are none, or too many of them.</summary>
    public static DomainError SerialsNotPossible() => new("allowance-account.serials-not-possible", ErrorKind.Invalid,
        $"A serial range has a block and 0 ≤ first ≤ last ≤ 10^15; one command carries at most {Serials.RangesMax} ranges.", "serials");

    /// <summary>Serial ranges do not add up.</summary>
    public static DomainError SerialsDoNotAddUp(long count, Tonnes quantity) => new("allowance-account.serials-do-not-add-up", ErrorKind.Invalid,
        $"The serial ranges hold {T(count)}, the quantity is {quantity}; ranges include their last number.", "serials");

    /// <summary>Serial numbers that are in the account already, or twice in the command.</summary>
    public static DomainError SerialsOverlap(SerialRange asked, SerialRange held) => new("allowance-account.serials-overlap", ErrorKind.Conflict,
        $"Serial numbers {asked.Block} {asked.First}-{asked.Last} overlap {held.Block} {held.First}-{held.Last}, which are in the account already; "
        + $"check the statement.", "serials");

    /// <summary>A fact after the business date.</summary>
    public static DomainError AppliedAfterwards(DateOnly applied, DateOnly effective) => new("allowance-account.applied-afterwards", ErrorKind.Invalid,
        $"Applied for on {applied:yyyy-MM-dd}, in the registry on {effective:yyyy-MM-dd}; an application comes before, or on the day. Leave it out where it was the same day.", "appliedOn");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate) => new("allowance-account.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", "effective");

    /// <summary>No account under this key.</summary>
    public static DomainError NotOpened() => new("allowance-account.not-opened", ErrorKind.NotFound,
        "There is no account under this key; open it first (open-account).");

    /// <summary>The account is there already.</summary>
    public static DomainError AlreadyOpened(string holder, string market) => new("allowance-account.already-opened", ErrorKind.Conflict,
        $"The account is open already, for {holder} in {market}; choose another key.");

    /// <summary>A reservation id used before.</summary>
    public static DomainError ReservationIdReused(string id) => new("allowance-account.reservation-id-reused", ErrorKind.Conflict,
        $"There is or was a reservation '{id}' in this account; an id is used once, choose another.", "reservation");

    /// <summary>No such reservation.</summary>
    public static DomainError ReservationUnknown(string id) => new("allowance-account.reservation-unknown", ErrorKind.NotFound,
        $"There is no reservation '{id}' in this account.", "reservation");

    /// <summary>The reservation is at another step.</summary>
    public static DomainError ReservationNotAtStep(string id, ClaimStatus status, ClaimStatus needed) => new(
        "allowance-account.reservation-not-at-step", ErrorKind.Conflict,
        $"Reservation '{id}' is {status}, this step needs it {needed}; nothing was changed.", "reservation");

    /// <summary>More than is in transit.</summary>
    public static DomainError MoreThanInTransit(string id, Tonnes asked, Tonnes moving) => new("allowance-account.more-than-in-transit", ErrorKind.Refused,
        $"{asked} asked, {moving} are in transit under '{id}'; confirm at most that.", "quantity");

    /// <summary>More lost than stands under a pledge, a loan or a repo.</summary>
    public static DomainError MoreThanHeld(string id, Tonnes asked, Tonnes held) => new("allowance-account.more-than-held", ErrorKind.Refused,
        $"{asked} asked, {held} stand under '{id}'; give at most that.", "quantity");

    /// <summary>A hold id used before.</summary>
    public static DomainError HoldIdReused(string id) => new("allowance-account.hold-id-reused", ErrorKind.Conflict,
        $"There is or was a freeze, pledge, loan or repo '{id}' in this account; an id is used once, choose another.", "hold");

    /// <summary>No such hold.</summary>
    public static DomainError HoldUnknown(string id) => new("allowance-account.hold-unknown", ErrorKind.NotFound,
        $"There is no freeze, pledge, loan or repo '{id}' in this account; see its page for the ids.", "hold");

    /// <summary>The hold is lifted already.</summary>
    public static DomainError HoldLifted(string id) => new("allowance-account.hold-lifted", ErrorKind.Conflict,
        $"'{id}' is over already; nothing stands under it.", "hold");

    /// <summary>A freeze asked to end like a contract.</summary>
    public static DomainError HoldIsAFreeze(string id) => new("allowance-account.hold-is-a-freeze", ErrorKind.Conflict,
        $"'{id}' is a freeze by an authority, not a contract; use unfreeze-units.", "encumbrance");

    /// <summary>A contract asked to end like a freeze.</summary>
    public static DomainError HoldIsNoFreeze(string id, ClaimStatus status) => new("allowance-account.hold-is-no-freeze", ErrorKind.Conflict,
        $"Units under '{id}' are {status}, not frozen; use release-encumbrance.", "hold");

    /// <summary>The authority froze all accounts of the market. Rule accounts-frozen-from.</summary>
    public static DomainError AccountsFrozen(string market, DateOnly day, DateOnly from, string source) => new("allowance-account.accounts-frozen", ErrorKind.Refused,
        $"All accounts of {market} are frozen from {from:yyyy-MM-dd} on ({source}); {day:yyyy-MM-dd} is not before it. "
        + $"Date it earlier where it happened earlier, or wait for the release.", "effective");

    /// <summary>Units applied for to be carried over, asked to end otherwise.</summary>
    public static DomainError HoldIsCarryOver(string id, string field) => new("allowance-account.hold-is-carry-over", ErrorKind.Conflict,
        $"'{id}' is an application for carry-over; its units are free again when it is withdrawn or refused (end-filing at the obligation).", field);

    /// <summary>No application under the number.</summary>
    public static DomainError ApplicationUnknown(string id) => new("allowance-account.application-unknown", ErrorKind.NotFound,
        $"There is no application for carry-over '{id}' in this account; file it first (record-filing at the obligation).", "application");

    /// <summary>Units of an application stand, and none is named.</summary>
    public static DomainError ApplicationNotNamed(Product product, IEnumerable<string> filed) => new("allowance-account.application-not-named", ErrorKind.Refused,
        $"{product.Code} was applied for under {string.Join(", ", filed)}; name the application whose units are carried over.", "application");

    /// <summary>The application is for other units.</summary>
    public static DomainError ApplicationOfAnother(string id, Product of, Product asked) => new("allowance-account.application-of-another", ErrorKind.Refused,
        $"Application '{id}' is for {of.Code}, not for {asked.Code}; name the application of the product.", "application");

    /// <summary>More is carried over than stands under the application.</summary>
    public static DomainError MoreThanApplied(string id, Tonnes asked, Tonnes held) => new("allowance-account.more-than-applied", ErrorKind.Refused,
        $"{asked} are to be carried over, {held} stand under application '{id}'; carry over at most those.", "quantity");

    /// <summary>Units to come back before they leave.</summary>
    public static DomainError BackBeforeItLeaves(DateOnly back, DateOnly day) => new("allowance-account.back-before-it-leaves", ErrorKind.Invalid,
        $"They would come back on {Day(back)}, before {Day(day)}; give that day or a later one, or none.", "until");

    /// <summary>A loan id used before.</summary>
    public static DomainError LoanIdReused(string id) => new("allowance-account.loan-id-reused", ErrorKind.Conflict,
        $"There is or was a loan '{id}' in this account; an id is used once, choose another.", "loan");

    /// <summary>No such loan.</summary>
    public static DomainError LoanUnknown(string id) => new("allowance-account.loan-unknown", ErrorKind.NotFound,
        $"Nothing was borrowed under '{id}' in this account.", "loan");

    /// <summary>Given back already.</summary>
    public static DomainError LoanReturned(string id) => new("allowance-account.loan-returned", ErrorKind.Conflict,
        $"What was borrowed under '{id}' is given back already.", "loan");

    /// <summary>A carry-over into something else than a later vintage.</summary>
    public static DomainError NotALaterVintage(Product product, Product into) => new("allowance-account.not-a-later-vintage", ErrorKind.Invalid,
        $"{product} cannot become {into}; a carry-over goes into a later vintage of the same market and code.", "into");

    /// <summary>Serial numbers that are not free.</summary>
    public static DomainError SerialsNotFree(SerialRange range, DateOnly day) => new("allowance-account.serials-not-free", ErrorKind.Refused,
        $"{range.Block} {range.First}-{range.Last} is not free in lots that may be used on {Day(day)} and after; name units that are, or leave the serial numbers out.",
        "serials");

    /// <summary>A change before or on the last one.</summary>
    public static DomainError CostMethodFixed(UnitClass unit, DateOnly asked, DateOnly last) => new("allowance-account.cost-method-fixed", ErrorKind.Refused,
        $"The cost method of {unit} was set from {Day(last)}; what lies before that is closed. {Day(asked)} asked, give a later day.", "from");

    /// <summary>A change that would cost disposals of a year that is over anew. 会计法 art. 11: the accounting year is the calendar year.</summary>
    public static DomainError CostMethodYearOver(UnitClass unit, DateOnly asked, DateOnly left, int year) => new("allowance-account.cost-method-year-over", ErrorKind.Refused,
        $"{unit} left on {Day(left)}, in a year that is over, and stays as it was booked; {Day(asked)} asked, give {year}-01-01 or later.", "from");

    /// <summary>The method there is already.</summary>
    public static DomainError CostMethodUnchanged(UnitClass unit, CostMethod method, DateOnly from) => new("allowance-account.cost-method-unchanged", ErrorKind.Conflict,
        $"{unit} is at {method} on {Day(from)} already; nothing was changed.", "method");

    /// <summary>A step dated before the step it follows.</summary>
    public static DomainError BeforeEarlierStep(string id, DateOnly day, DateOnly since) => new("allowance-account.before-earlier-step", ErrorKind.Refused,
        $"{Day(day)} lies before the last step of '{id}' on {Day(since)}; date this step {Day(since)} or later.", "effective");

    /// <summary>Fewer free units on the day than asked.</summary>
    public static DomainError NotEnoughFree(Product product, Tonnes asked, long free, long notSellable, DateOnly day) => notSellable > 0
        ? new("allowance-account.not-enough-free", ErrorKind.Refused,
            $"{asked} of {product} asked, {T(free)} can be used on {Day(day)}; {T(notSellable)} more are free but may not be sold yet (rule sale-after-purchase-days). "
            + $"Ask for less, or receive or release units first.", "quantity")
        : new("allowance-account.not-enough-free", ErrorKind.Refused,
            $"{asked} of {product} asked, {T(free)} can be used on {Day(day)}. Ask for less, or receive or release units first.", "quantity");

    /// <summary>A back-dated use that a later day does not bear.</summary>
    public static DomainError WouldGoNegative(string what, Tonnes asked, long free, DateOnly day) => new(
        "allowance-account.would-go-negative", ErrorKind.Refused,
        $"{asked} of {what} asked, but on {Day(day)} only {T(free)} of it are free: the balance would go negative that day. "
        + $"Ask for less, or correct the later movements first.", "quantity");

    /// <summary>Allocated for another year than the units carry.</summary>
    public static DomainError YearIsNotTheVintage(Product product, int year) => new("allowance-account.year-is-not-the-vintage", ErrorKind.Invalid,
        $"{product.Code} cannot be allocated for {year}: units with a vintage are those of its year. Leave the year out, or choose the other vintage.",
        "complianceYear");

    /// <summary>A vintage that does not count for the year.</summary>
    /// <param name="weaker">Source of a rule that is not in force and lets it settle arrears; null = none does.</param>
    public static DomainError VintageNotUsable(Product product, int year, string usable, string source, string? weaker = null) => weaker is not null ? new(
        "allowance-account.vintage-not-usable", ErrorKind.Refused,
        $"{product.Code} asked for compliance year {year}, usable are vintages {usable} ({source}). What is still short after the deadline may be settled with it by a rule that is not in force "
        + $"({weaker}): say in the remark that the authority takes it, or surrender another vintage.", "remark") : new(
        "allowance-account.vintage-not-usable", ErrorKind.Refused,
        $"{product.Code} asked for compliance year {year}, usable are vintages {usable} ({source}). Surrender another vintage.", "product");

    /// <summary>No event with this version.</summary>
    public static DomainError MovementUnknown(int movement, int version) => new("allowance-account.movement-unknown", ErrorKind.NotFound,
        $"There is no event {movement} in this account; it has events 1 to {version}.", "movement");

    /// <summary>Reversed before.</summary>
    public static DomainError AlreadyReversed(int movement) => new("allowance-account.already-reversed", ErrorKind.Conflict,
        $"Event {movement} is reversed already; enter what is right as a new movement.", "movement");

    /// <summary>Not undone by a correction.</summary>
    public static DomainError NotReversible(int movement, string what, string remedy) => new("allowance-account.not-reversible", ErrorKind.Refused,
        $"Event {movement} is {what}, which a correction does not reverse; {remedy}.", "movement");

    /// <summary>A correction of another day than what it corrects.</summary>
    public static DomainError CorrectionDay(DateOnly asked, int movement, DateOnly right) => new("allowance-account.correction-day", ErrorKind.Refused,
        $"Event {movement} is of {Day(right)} and the correction asks for {Day(asked)}; a correction counts from the day of what was wrong, in its period: enter {Day(right)}.", "effective");

    /// <summary>A replacement for something that is no receipt.</summary>
    public static DomainError OnlyReceiptsReplaced(int movement) => new("allowance-account.only-receipts-replaced", ErrorKind.Invalid,
        $"Event {movement} is no receipt, so it has no replacement; reverse it and enter the right one.", "replacement");

    /// <summary>A figure that this kind of receipt does not have.</summary>
    public static DomainError ReplacementField(string field, string kind) => new("allowance-account.replacement-field", ErrorKind.Invalid,
        $"A {kind} has no {field}; leave it out of the replacement.", "replacement");

    /// <summary>No such lot.</summary>
    public static DomainError LotUnknown(string lot) => new("allowance-account.lot-unknown", ErrorKind.NotFound,
        $"There is no lot {lot} in this account; name one of its lots, such as L-0001.", "lot");

    /// <summary>Nothing stands for the trade.</summary>
    public static DomainError NothingToUndo(string trade) => new("allowance-account.nothing-to-undo", ErrorKind.Conflict,
        $"Nothing in this account stands for {trade}; there is nothing to take back.", "trade");

    /// <summary>Receipts that are not those of the trade.</summary>
    public static DomainError ReceiptsDiffer(string trade) => new("allowance-account.receipts-differ", ErrorKind.Conflict,
        $"What this account received for {trade} is not what the trade settled; look at its receipts and correct them first.", "receipts");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string T(long quantity) => new SignedTonnes(quantity).ToString();
}
