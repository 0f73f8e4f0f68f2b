using System.Globalization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Every refusal of a term contract.</summary>
public static class ContractErrors
{
    /// <summary>A text is empty.</summary>
    public static DomainError FieldMissing(string field) => new("contract.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>A field the kind asks for.</summary>
    public static DomainError FieldNeeded(string field, ContractKind kind) => new("contract.field-needed", ErrorKind.Invalid,
        $"A contract of kind {kind} needs the field {field}; give it.", field);

    /// <summary>A field the kind has no use for.</summary>
    public static DomainError FieldNotNeeded(string field, ContractKind kind) => new("contract.field-not-needed", ErrorKind.Invalid,
        $"The field {field} means nothing to a contract of kind {kind}; leave it out.", field);

    /// <summary>A key too long for its legs.</summary>
    public static DomainError KeyTooLong(string key) => new("contract.key-too-long", ErrorKind.Invalid,
        $"The key {key} has {key.Length} characters, at most {ContractDecider.KeyMax} are possible: its legs add to it.");

    /// <summary>Not an account key, or the same account twice.</summary>
    public static DomainError AccountKeyInvalid(string account, string field) => new("contract.account-key-invalid", ErrorKind.Invalid,
        $"'{account}' is not possible; give the key of an account, and another one than the first.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("contract.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0; a contract has from 1 to 10,000,000,000.", "quantity");

    /// <summary>Price 0.</summary>
    public static DomainError PriceZero(ContractKind kind) => new("contract.price-zero", ErrorKind.Invalid,
        $"The price is 0; a contract of kind {kind} has prices above 0.", "price");

    /// <summary>An amount that cannot be one.</summary>
    public static DomainError AmountNotPossible(string field, decimal amount) => new("contract.amount-not-possible", ErrorKind.Invalid,
        $"{amount.ToString(CultureInfo.InvariantCulture)} is not possible as {field}; give an amount above 0 to 10^16 with at most 2 decimals.", field);

    /// <summary>A share outside the range.</summary>
    public static DomainError ShareNotPossible(decimal share) => new("contract.share-not-possible", ErrorKind.Invalid,
        $"{share.ToString(CultureInfo.InvariantCulture)} is not possible; loan to value is above 0 and at most 1 (0.75 = 75 %).", "callShare");

    /// <summary>Another currency.</summary>
    public static DomainError OtherCurrency(string field, string asked, string currency) => new("contract.other-currency", ErrorKind.Invalid,
        $"The price is in {asked}; the contract is in {currency}.", field);

    /// <summary>No rules for the market.</summary>
    public static DomainError MarketUnknown(string market) => new("contract.market-unknown", ErrorKind.Invalid,
        $"There is no market '{market}' in the rule book; choose one that is listed on the rules page.", "product");

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day, string field) => new("contract.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", field);

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate, string field) => new("contract.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", field);

    /// <summary>A start before the agreement.</summary>
    public static DomainError StartNotPossible(DateOnly day, DateOnly agreed) => new("contract.start-not-possible", ErrorKind.Invalid,
        $"{Day(day)} is not possible as the start; give {Day(agreed)}, when it was agreed, or later.", "startsOn");

    /// <summary>An end that is not after the start.</summary>
    public static DomainError EndNotPossible(DateOnly day, DateOnly start) => new("contract.end-not-possible", ErrorKind.Invalid,
        $"{Day(day)} is not possible as the end; give a day after the start {Day(start)}.", "endsOn");

    /// <summary>No contract under this key.</summary>
    public static DomainError NotAgreed() => new("contract.not-agreed", ErrorKind.NotFound,
        "There is no contract under this key; agree it first (agree-contract).");

    /// <summary>The contract is there already.</summary>
    public static DomainError AlreadyAgreed(ContractStatus status) => new("contract.already-agreed", ErrorKind.Conflict,
        $"There is a contract under this key, {status}; choose another key.");

    /// <summary>The contract is at another step.</summary>
    public static DomainError NotAtStep(string asked, ContractStatus status, string possible) => new("contract.not-at-step", ErrorKind.Conflict,
        $"Asked to {asked} a contract that is {status}; possible only when it is {possible}.");

    /// <summary>Four eyes.</summary>
    public static DomainError MakerIsChecker(string maker) => new("contract.maker-is-checker", ErrorKind.Forbidden,
        $"{maker} agreed this contract and confirms neither its legs nor its terms; another person has to.");

    /// <summary>No such leg.</summary>
    public static DomainError LegUnknown(int leg, int legs) => new("contract.leg-unknown", ErrorKind.NotFound,
        $"There is no leg {leg}; the contract has legs 1 to {legs}.", "leg");

    /// <summary>A leg that needs no instruction.</summary>
    public static DomainError LegNotInstructed(int leg, LegAction action) => new("contract.leg-not-instructed", ErrorKind.Conflict,
        $"Leg {leg} ({action}) needs no instruction; confirm it by its evidence (confirm-leg).", "leg");

    /// <summary>A leg that is performed whole.</summary>
    public static DomainError LegNotDivided(int leg, ContractKind kind) => new("contract.leg-not-divided", ErrorKind.Conflict,
        $"Leg {leg} of a {kind} is performed whole; deliveries of a forward, a swap, an exercised option and an internal transfer are divided, and what is paid for them.", "leg");

    /// <summary>The wrong measure for a part.</summary>
    public static DomainError PartMissing(string field, int leg) => new("contract.part-missing", ErrorKind.Invalid,
        $"Leg {leg} is divided by its {field}; give that and nothing else.", field);

    /// <summary>Not a part of the units.</summary>
    public static DomainError QuantityNotAPart(Tonnes part, Tonnes whole) => new("contract.quantity-not-a-part", ErrorKind.Invalid,
        $"{part} is no part of {whole}; enter at least 1 and less than the whole.", "quantity");

    /// <summary>Not a part of the money.</summary>
    public static DomainError AmountNotAPart(decimal part, decimal whole, string currency) => new("contract.amount-not-a-part", ErrorKind.Invalid,
        $"{currency} {part.ToString(CultureInfo.InvariantCulture)} is no part of {new Money(whole, currency)}; enter more than 0 and less than the whole, with two decimals.", "amount");

    /// <summary>A leg at another step.</summary>
    public static DomainError LegNotAtStep(int leg, string asked, ContractLegStatus status, string possible) => new("contract.leg-not-at-step", ErrorKind.Conflict,
        $"Asked to {asked} leg {leg}, which is {status}; possible only when it is {possible}.", "leg");

    /// <summary>A leg before the one it follows.</summary>
    public static DomainError NotOpened(int leg, int earlier, string what, DateOnly due) => new("contract.leg-not-opened", ErrorKind.Conflict,
        $"Leg {leg} follows leg {earlier} ({what}, due {Day(due)}), which is not done yet; confirm that one first.", "leg");

    /// <summary>A leg before its day.</summary>
    public static DomainError BeforeLegDay(int leg, DateOnly day, DateOnly first) => new("contract.before-leg-day", ErrorKind.Refused,
        $"{Day(day)} is before {Day(first)}, from when leg {leg} may move; date it that day or later, or agree another end (shorten-contract).", "effective");

    /// <summary>Fixed before its day.</summary>
    public static DomainError BeforeFixing(DateOnly day, DateOnly first) => new("contract.before-fixing", ErrorKind.Refused,
        $"{Day(day)} is before {Day(first)}, the day the settlement is fixed on; date it that day or later.", "effective");

    /// <summary>An option whose premium is open.</summary>
    public static DomainError PremiumOpen(int leg, string what, DateOnly due) => new("contract.premium-open", ErrorKind.Conflict,
        $"The premium (leg {leg}, {what}, due {Day(due)}) is not paid yet; confirm it first, then the option can be used.");

    /// <summary>Settled before it is used.</summary>
    public static DomainError SettlesBefore(DateOnly day, DateOnly exercised) => new("contract.settles-before", ErrorKind.Invalid,
        $"{Day(day)} is before {Day(exercised)}, when the option is used; it settles on that day or later.", "settlesOn");

    /// <summary>Not an earlier end.</summary>
    public static DomainError NotEarlier(DateOnly day, DateOnly end) => new("contract.not-earlier", ErrorKind.Refused,
        $"{Day(day)} is not before the end {Day(end)}; a shorter contract ends earlier.", "endsOn");

    /// <summary>A step before an earlier one.</summary>
    public static DomainError BeforeMoved(int leg, DateOnly day, DateOnly moved) => new("contract.before-leg-moved", ErrorKind.Refused,
        $"{Day(day)} is before {Day(moved)}, when leg {leg} moved last; date it {Day(moved)} or later.", "effective");

    /// <summary>A step before the agreement.</summary>
    public static DomainError BeforeAgreed(DateOnly day, DateOnly agreed) => new("contract.before-agreed", ErrorKind.Refused,
        $"{Day(day)} is before the contract was agreed on {Day(agreed)}; date it that day or later.", "effective");

    /// <summary>No confirmation was sent.</summary>
    public static DomainError NotIssued() => new("contract.confirmation-not-issued", ErrorKind.Conflict,
        "No confirmation of this contract was sent yet; issue it first (issue-contract-confirmation).");

    /// <summary>Both sides agreed before.</summary>
    public static DomainError AlreadyMatched(DateOnly day) => new("contract.confirmation-matched", ErrorKind.Conflict,
        $"Both sides agreed on {Day(day)}; a confirmation is matched once.");

    /// <summary>A step of the confirmation before an earlier one.</summary>
    public static DomainError BeforeIssued(DateOnly day, DateOnly since) => new("contract.before-confirmation", ErrorKind.Refused,
        $"{Day(day)} is before {Day(since)}, when the confirmation was sent or chased last; date it {Day(since)} or later.", "effective");

    /// <summary>Nobody to confirm to.</summary>
    public static DomainError NoOtherSide() => new("contract.no-other-side", ErrorKind.Conflict,
        "An internal transfer is between own accounts; it has no other side to confirm to.");

    /// <summary>A leg before the filing.</summary>
    public static DomainError BeforeFiled(DateOnly day, DateOnly filed) => new("contract.before-filed", ErrorKind.Refused,
        $"{Day(day)} is before the contract was filed on {Day(filed)}: no leg moves before; date it that day or later.", "effective");

    /// <summary>Money that is not fixed.</summary>
    public static DomainError NotFixed(int leg) => new("contract.not-fixed", ErrorKind.Conflict,
        $"The amount of leg {leg} is not fixed yet; fix the settlement first (fix-settlement).", "leg");

    /// <summary>Fixed before.</summary>
    public static DomainError AlreadyFixed(DateOnly day, decimal result, string currency) => new("contract.already-fixed", ErrorKind.Conflict,
        $"The settlement was fixed on {Day(day)} at {new Money(result, currency)}; it is fixed once.");

    /// <summary>Settled in kind.</summary>
    public static DomainError NotInCash(ContractKind kind) => new("contract.not-in-cash", ErrorKind.Conflict,
        $"This {kind} is settled in kind; there is nothing to fix.");

    /// <summary>A second price missing, or one too many.</summary>
    public static DomainError OtherPriceWrong(bool isNeeded) => new("contract.other-price-wrong", ErrorKind.Invalid,
        isNeeded ? "The swap is between two products; give the price of the other one too." : "There is no other product in this contract; leave its price out.", "otherPrice");

    /// <summary>A batch missing, or one too many.</summary>
    public static DomainError BatchWrong(int leg, bool isNeeded) => isNeeded
        ? new("contract.batch-wrong", ErrorKind.Invalid, $"Leg {leg} brings credits; confirm it with their batch ({"confirm-credit-leg"}).", "batch")
        : new("contract.batch-wrong", ErrorKind.Invalid, $"Leg {leg} brings no credits; confirm it without a batch ({"confirm-leg"}).", "batch");

    /// <summary>Dates of a batch that cannot be.</summary>
    public static DomainError BatchDatesWrong(CreditBatch batch, DateOnly effective) => new("contract.batch-dates-wrong", ErrorKind.Invalid,
        $"The monitoring period {Day(batch.PeriodFrom)} to {Day(batch.PeriodTo)} must end before the registration on {Day(batch.RegisteredOn)}, "
        + $"and that not after the confirmation on {Day(effective)}; check the dates of the batch.", "batch");

    /// <summary>Another batch than agreed.</summary>
    public static DomainError OtherBatch(Product batch, Product agreed) => new("contract.other-batch", ErrorKind.Refused,
        $"The batch is {batch}, the contract says {agreed}; take a batch of that vintage.", "batch");

    /// <summary>Not an option that waits.</summary>
    public static DomainError NoOption() => new("contract.no-option", ErrorKind.Conflict,
        "This is no option that waits to be used: it is none, was used, or lapsed.");

    /// <summary>Outside the days of the option.</summary>
    public static DomainError OutsideOption(DateOnly day, DateOnly from, DateOnly to) => new("contract.outside-option", ErrorKind.Refused,
        $"{Day(day)} is outside the days of the option, {Day(from)} to {Day(to)}; it can be used on one of them.", "effective");

    /// <summary>Not lapsed yet.</summary>
    public static DomainError NotLapsedYet(DateOnly day, DateOnly last) => new("contract.not-lapsed-yet", ErrorKind.Refused,
        $"{Day(day)} is before the last day of the option {Day(last)}; it lapses on that day or later.", "effective");

    /// <summary>A default of a pledge whose loan was paid.</summary>
    public static DomainError DebtPaid(int repayment, DateOnly paid, int release) => new("contract.debt-paid", ErrorKind.Conflict,
        $"Leg {repayment} paid the loan and its interest on {Day(paid)}, so nothing is owed that units could be taken for; confirm leg {release}, which gives the security back (confirm-leg).");

    /// <summary>An option that was not used.</summary>
    public static DomainError NotExercised() => new("contract.not-exercised", ErrorKind.Conflict,
        "The option was not used yet; exercise it first (exercise-option).");

    /// <summary>A due day outside the call and the end.</summary>
    public static DomainError DueNotPossible(DateOnly due, DateOnly from, DateOnly to) => new("contract.due-not-possible", ErrorKind.Invalid,
        $"{Day(due)} is not possible; give a day from {Day(from)} to {Day(to)}.", "due");

    /// <summary>Not a later end.</summary>
    public static DomainError NotLater(DateOnly day, DateOnly end) => new("contract.not-later", ErrorKind.Refused,
        $"{Day(day)} is not after the end {Day(end)}; an extension ends later.", "endsOn");

    /// <summary>A step the kind does not have.</summary>
    public static DomainError StepNotOfKind(ContractStep step, ContractKind kind) => new("contract.step-not-of-kind", ErrorKind.Invalid,
        $"A contract of kind {kind} has no step {step}; choose one it has.", "step");

    /// <summary>A step on record.</summary>
    public static DomainError StepOnRecord(ContractStep step) => new("contract.step-on-record", ErrorKind.Conflict,
        $"The step {step} is on record already; it is taken once.", "step");

    /// <summary>A step before the one it follows.</summary>
    public static DomainError StepMissing(ContractStep step) => new("contract.step-missing", ErrorKind.Conflict,
        $"The step {step} comes first and is not on record; record it (record-contract-step).", "step");

    /// <summary>A step after what rests on it.</summary>
    public static DomainError StepTooLate(ContractStep step) => new("contract.step-too-late", ErrorKind.Conflict,
        $"What follows the step {step} has begun already; it is recorded before.", "step");

    /// <summary>A step that comes before the contract, dated after it.</summary>
    public static DomainError StepAfterContract(ContractStep step, DateOnly day, DateOnly agreed) => new("contract.step-after-contract", ErrorKind.Refused,
        $"The step {step} comes before the contract; {Day(day)} is after {Day(agreed)}, when it was agreed. Date it that day or earlier.", "effective");

    /// <summary>A step dated before the one it follows.</summary>
    public static DomainError BeforeStep(DateOnly day, DateOnly since) => new("contract.before-step", ErrorKind.Refused,
        $"{Day(day)} is before {Day(since)}, the day of the step before; date it {Day(since)} or later.", "effective");

    /// <summary>A loan that was not paid out.</summary>
    public static DomainError NotDrawn() => new("contract.not-drawn", ErrorKind.Conflict,
        "The loan was not paid out yet; confirm its leg first (confirm-leg).");

    /// <summary>Nothing is pledged in this kind.</summary>
    public static DomainError NoSecurity(ContractKind kind) => new("contract.no-security", ErrorKind.Conflict,
        $"Nothing is pledged in a contract of kind {kind}; only what is pledged is disposed of. Declare the default instead (default-contract).");

    /// <summary>More sold than is pledged.</summary>
    public static DomainError MoreThanPledged(Tonnes asked, Tonnes pledged) => new("contract.more-than-pledged", ErrorKind.Refused,
        $"{asked} asked, {pledged} are still pledged; give at most that.", "quantity");

    /// <summary>Too many legs.</summary>
    public static DomainError TooManyLegs(int max) => new("contract.too-many-legs", ErrorKind.Refused,
        $"The contract has {max} legs, the most there can be; close it and agree another.");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
