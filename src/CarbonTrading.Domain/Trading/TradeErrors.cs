using System.Globalization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>Every refusal of a trade.</summary>
public static class TradeErrors
{
    /// <summary>A field has no usable value.</summary>
    public static DomainError FieldMissing(string field) => new("trade.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>Not an account key.</summary>
    public static DomainError AccountKeyInvalid(string account) => new("trade.account-key-invalid", ErrorKind.Invalid,
        $"'{account}' is not an account key; a key has 1 to 40 of A-Z, 0-9 and hyphen.", "account");

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("trade.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0; a trade has from 1 to 10,000,000,000.", "quantity");

    /// <summary>Price 0.</summary>
    public static DomainError PriceZero() => new("trade.price-zero", ErrorKind.Invalid,
        "The price is 0; a trade has a price above 0.", "price");

    /// <summary>A fee or commission that cannot be one.</summary>
    public static DomainError FeeNotPossible(string field, decimal fee) => new("trade.fee-not-possible", ErrorKind.Invalid,
        $"An amount of {fee.ToString(CultureInfo.InvariantCulture)} is not possible as {field}; give 0 to 10^16 with at most 2 decimals, or leave it out.", field);

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day, string field) => new("trade.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", field);

    /// <summary>No rules for the market.</summary>
    public static DomainError MarketUnknown(string market) => new("trade.market-unknown", ErrorKind.Invalid,
        $"There is no market '{market}' in the rule book; choose one that is listed on the rules page.", "product");

    /// <summary>A block trade without the other side.</summary>
    public static DomainError CounterpartyMissing() => new("trade.counterparty-missing", ErrorKind.Invalid,
        "A block or OTC trade is agreed with somebody; name the counterparty.", "counterparty");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate, string field) => new("trade.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", field);

    /// <summary>No trade under this key.</summary>
    public static DomainError NotCaptured() => new("trade.not-captured", ErrorKind.NotFound,
        "There is no trade under this key; capture it first (capture-trade).");

    /// <summary>The trade is there already.</summary>
    public static DomainError AlreadyCaptured(TradeStatus status) => new("trade.already-captured", ErrorKind.Conflict,
        $"There is a trade under this key, {status}; choose another key.");

    /// <summary>The trade is at another step.</summary>
    public static DomainError NotAtStep(string asked, TradeStatus status, string possible) => new("trade.not-at-step", ErrorKind.Conflict,
        $"Asked to {asked} a trade that is {status}; possible only when it is {possible}.");

    /// <summary>Four eyes.</summary>
    public static DomainError MakerIsChecker(string asked, string maker) => new("trade.maker-is-checker", ErrorKind.Forbidden,
        $"{maker} captured or recorded this trade and cannot {asked} it; another person has to.");

    /// <summary>A step dated before the trade.</summary>
    public static DomainError BeforeTradeDate(DateOnly day, DateOnly tradeDate) => new("trade.before-trade-date", ErrorKind.Refused,
        $"{Day(day)} is before the trade date {Day(tradeDate)}; settlement is on that day or later.", "effective");

    /// <summary>A step of a sale before its units moved last: went on their way, or were confirmed in part.</summary>
    public static DomainError BeforeUnitsMoved(DateOnly day, DateOnly since) => new("trade.before-units-moved", ErrorKind.Refused,
        $"{Day(day)} is before {Day(since)}, when units of this sale moved last; date it {Day(since)} or later.", "effective");

    /// <summary>Asked for already, and not answered yet.</summary>
    public static DomainError SettlementUnderWay() => new("trade.settlement-under-way", ErrorKind.Conflict,
        "The settlement is asked for already and the account has not answered yet. Ask again only where it was refused.");

    /// <summary>An amount of cash that cannot be one.</summary>
    public static DomainError CashNotPossible(decimal amount) => new("trade.cash-not-possible", ErrorKind.Invalid,
        $"Cash of {amount.ToString(CultureInfo.InvariantCulture)} is not possible; give an amount above 0 with at most 2 decimals.", "amount");

    /// <summary>More units than are open.</summary>
    public static DomainError MoreThanOpen(Tonnes asked, Tonnes open) => new("trade.more-than-open", ErrorKind.Refused,
        $"{asked} asked, {open} are still to be settled; confirm at most that.", "quantity");

    /// <summary>Settled on a day the venue was closed.</summary>
    public static DomainError VenueClosed(DateOnly day, string calendar, string source) => new("trade.venue-closed", ErrorKind.Refused,
        $"{Day(day)} is not a trading day of {calendar} ({source}); give the day the venue settled on, not the day its statement came.", "effective");

    /// <summary>One deal of the venue, entered twice.</summary>
    public static DomainError VenueDealKnown(string number, DateOnly day, string other) => new("trade.venue-deal-known", ErrorKind.Conflict,
        $"Deal {number} of {Day(day)} is in the books as {other}. Where that is wrong correct it (rebook-trade), else look at the number.", "venueReference");

    /// <summary>The same confirmation again.</summary>
    public static DomainError PartOnRecord(Tonnes quantity, DateOnly day, string evidence) => new("trade.part-on-record", ErrorKind.Conflict,
        $"{quantity} of {Day(day)} by \"{evidence}\" are confirmed already. Where these are others, give the line of the statement they stand in as evidence.", "evidence");

    /// <summary>The same payment again.</summary>
    public static DomainError PaymentOnRecord(Money amount, DateOnly day, string evidence) => new("trade.payment-on-record", ErrorKind.Conflict,
        $"{amount} of {Day(day)} by \"{evidence}\" is confirmed already. Where this is another payment, give the line of the statement it stands in as evidence.", "evidence");

    /// <summary>More cash than is open.</summary>
    public static DomainError MoreCashThanOpen(decimal asked, decimal open, string currency) => new("trade.more-cash-than-open", ErrorKind.Refused,
        $"{new Money(asked, currency)} asked, {new Money(open, currency)} are still to be settled; confirm at most that.", "amount");

    /// <summary>Not due yet.</summary>
    public static DomainError NotExpiredYet(DateOnly day, DateOnly due) => new("trade.not-expired-yet", ErrorKind.Refused,
        $"{Day(day)} asked, the settlement is due on {Day(due)}; it expires on a later day. Use fail-settlement where it failed before.", "effective");

    /// <summary>No confirmation was sent.</summary>
    public static DomainError NotIssued() => new("trade.confirmation-not-issued", ErrorKind.Conflict,
        "No confirmation of this trade was sent yet; issue it first (issue-confirmation).");

    /// <summary>Both sides agree already.</summary>
    public static DomainError AlreadyMatched(DateOnly day) => new("trade.confirmation-matched", ErrorKind.Conflict,
        $"Both sides agreed on {Day(day)}; a confirmation is matched once.");

    /// <summary>A step of the confirmation before an earlier one.</summary>
    public static DomainError BeforeIssued(DateOnly day, DateOnly since) => new("trade.before-confirmation", ErrorKind.Refused,
        $"{Day(day)} is before {Day(since)}, when the confirmation was sent or chased last; date it {Day(since)} or later.", "effective");

    /// <summary>A floor where there is no auction, or in another currency.</summary>
    public static DomainError FloorNotPossible(TradeMethod method, UnitPrice floor) => new("trade.floor-not-possible", ErrorKind.Invalid,
        $"A floor of {floor} is not possible on a trade by {method}; only an auction has one, in the currency of its price.", "floor");

    /// <summary>A day of settlement that cannot be agreed.</summary>
    public static DomainError SettleOnNotPossible(DateOnly day, DateOnly tradeDate) => new("trade.settle-on-not-possible", ErrorKind.Invalid,
        $"{Day(day)} is not possible as the agreed day of settlement; only an OTC trade has one, {Day(tradeDate)} or later. Leave it out.", "settleOn");

    /// <summary>Days of an auction where there is none, or none of ours.</summary>
    public static DomainError AuctionDayNotPossible(string field, DateOnly day, DateOnly tradeDate) => new("trade.auction-day-not-possible", ErrorKind.Invalid,
        $"{Day(day)} is not possible; only who sells by one-way auction applies and freezes, on {Day(tradeDate)} or before. Leave it out.", field);

    /// <summary>Too late for an auction. Rules auction-application-working-days, auction-answer-working-days, auction-freeze-working-days.</summary>
    public static DomainError AuctionTooLate(string field, DateOnly day, DateOnly latest, int days, string source) => new("trade.auction-too-late", ErrorKind.Refused,
        $"{Day(day)} is too late for this auction: {days} working days before it are asked for ({source}), {Day(latest)} or earlier. "
        + $"Take a later auction where it was not done by then.", field);

    /// <summary>Rule accounts-frozen-from.</summary>
    public static DomainError AccountsFrozen(string market, DateOnly day, DateOnly from, RuleValue rule) => new("trade.accounts-frozen", ErrorKind.Refused,
        $"All accounts of {market} are frozen from {Day(from)} on ({rule.Source}); nothing is traded on {Day(day)}. Trade in another market, or wait for the release.", "tradeDate");

    /// <summary>Below the floor of the auction.</summary>
    public static DomainError BelowFloor(UnitPrice price, UnitPrice floor) => new("trade.below-auction-floor", ErrorKind.Refused,
        $"{price} asked; the floor of the auction is {floor}. Bid that or more.", "price");

    /// <summary>Rule auction-price-cap-share.</summary>
    public static DomainError AboveAuctionCap(UnitPrice price, decimal high, Quote close, RuleValue rule) => new("trade.above-auction-cap", ErrorKind.Refused,
        $"{price} asked, possible up to {Price(high)}: {Number(rule.Value * 100)} % above the previous close {close.Price} of {Day(close.Date)} ({rule.Source}). "
        + $"Bid at most that.", "price");

    /// <summary>Rule products.</summary>
    public static DomainError ProductNotListed(Product product, DateOnly day, RuleValue rule) => new("trade.product-not-listed", ErrorKind.Refused,
        $"{product.Code} is not traded on {Day(day)}; traded are {rule.Text} ({rule.Source}). Choose one of them.", "product");

    /// <summary>Rule calendar.</summary>
    public static DomainError NotATradingDay(DateOnly day, string calendar, string source) => new("trade.not-a-trading-day", ErrorKind.Refused,
        $"{Day(day)} is not a trading day of {calendar} ({source}); give the day the trade was made.", "tradeDate");

    /// <summary>Rule session.</summary>
    public static DomainError OutsideSession(TimeOnly time, RuleValue rule) => new("trade.outside-session", ErrorKind.Refused,
        $"{time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} is outside the sessions {rule.Text}, ends excluded ({rule.Source}); "
        + $"give the time of the deal.", "tradeTime");

    /// <summary>Rule currency.</summary>
    public static DomainError OtherCurrency(string asked, RuleValue rule) => new("trade.other-currency", ErrorKind.Refused,
        $"The price is in {asked}; the venue trades in {rule.Text} ({rule.Source}). Give the price in that currency.", "price");

    /// <summary>Rule lot-size.</summary>
    public static DomainError NotInLots(Tonnes quantity, RuleValue rule, string unit) => new("trade.not-in-lots", ErrorKind.Refused,
        $"{LimitFigure.Of(quantity, unit)} is not a multiple of the lot of {Number(rule.Value)} {unit} ({rule.Source}); enter a multiple of it.", "quantity");

    /// <summary>Rule listed-maximum-exclusive.</summary>
    public static DomainError TooLargeForListed(Tonnes quantity, RuleValue rule, string unit) => new("trade.too-large-for-listed", ErrorKind.Refused,
        $"{LimitFigure.Of(quantity, unit)} asked as a listed trade; listed trades are below {Number(rule.Value)} {unit} ({rule.Source}). Capture it as a block trade.", "quantity");

    /// <summary>Rule block-minimum.</summary>
    public static DomainError TooSmallForBlock(Tonnes quantity, RuleValue rule, string unit) => new("trade.too-small-for-block", ErrorKind.Refused,
        $"{LimitFigure.Of(quantity, unit)} asked as a block trade; block trades are from {Number(rule.Value)} {unit} ({rule.Source}). Capture it as a listed trade.", "quantity");

    /// <summary>Rule tick-size.</summary>
    public static DomainError OffTick(UnitPrice price, RuleValue rule) => new("trade.off-tick", ErrorKind.Refused,
        $"{price} is not a multiple of the tick of {Number(rule.Value)} ({rule.Source}); enter a multiple of it.", "price");

    /// <summary>Rules price-limit-listed and price-limit-block.</summary>
    public static DomainError OutsidePriceLimit(UnitPrice price, decimal low, decimal high, Quote close, RuleValue rule) => new(
        "trade.outside-price-limit", ErrorKind.Refused,
        $"{price} asked, possible {Price(low)} to {Price(high)}: {Number(rule.Value * 100)} % around the previous close "
        + $"{close.Price} of {Day(close.Date)} ({rule.Source}). Give a price within them.", "price");

    /// <summary>More than the account can sell.</summary>
    public static DomainError NotEnoughAvailable(LimitReading limit, Product product) => new("trade.not-enough-available", ErrorKind.Refused,
        $"{Figure(limit.Asked, limit.Unit)} of {product.Code} asked; {Figure(limit.Allowed, limit.Unit)} are free and may be sold that day"
        + $"{(limit.Name.Length > 0 ? $" (no sale in the days after a purchase: {limit.Name})" : "")}, {Figure(limit.Used, limit.Unit)} of them wait in other sales; "
        + $"{limit.WouldPass} would pass. Sell that much, or later.", "quantity");

    /// <summary>Fewer units free than a contract takes on the day it starts.</summary>
    public static DomainError NotEnoughFree(LimitReading limit, Product product) => new("trade.contract-units-missing", ErrorKind.Refused,
        $"{Figure(limit.Asked, limit.Unit)} of {product.Code} asked; {Figure(limit.Allowed, limit.Unit)} are free, {Figure(limit.Used, limit.Unit)} of them are promised to sales and contracts; "
        + $"{limit.WouldPass} would pass. Agree that much, a later start, or say in the remark why they will be there.", "quantity");

    /// <summary>Less money at the venue than the purchase needs.</summary>
    public static DomainError NotEnoughMoney(LimitReading limit) => new("trade.not-enough-money", ErrorKind.Refused,
        $"{Figure(limit.Asked, limit.Unit)} asked; {Figure(limit.Allowed, limit.Unit)} are in the fund account by {limit.Name} and what was settled or sold since, "
        + $"{Figure(limit.Used, limit.Unit)} of them are promised to other purchases; {limit.WouldPass} would pass. Buy less, or pay in and record the new balance.", "quantity");

    /// <summary>Beyond a hard limit.</summary>
    public static DomainError LimitExceeded(LimitReading limit) => new("trade.limit-exceeded", ErrorKind.Refused,
        $"Limit {limit.Limit} ({limit.Name}): used {Figure(limit.Used, limit.Unit)}, asked {Figure(limit.Asked, limit.Unit)}, allowed "
        + $"{Figure(limit.Allowed, limit.Unit)}; {limit.WouldPass} would pass. Ask for less, or for an override that a second person approves (override-limit).",
        FieldOf(limit));

    /// <summary>Under a hard limit whose last day is over.</summary>
    public static DomainError LimitExpired(LimitReading limit) => new("trade.limit-expired", ErrorKind.Refused,
        $"Limit {limit.Limit} ({limit.Name}) ended on {Day(limit.ValidTo)}: it gives no headroom for {Figure(limit.Asked, limit.Unit)}. "
        + $"Have it renewed (set-limit) or retired (retire-limit).",
        FieldOf(limit));

    /// <summary>A hard limit that cannot be measured.</summary>
    public static DomainError LimitNotKnown(LimitReading limit) => new("trade.limit-not-known", ErrorKind.Refused,
        $"Limit {limit.Limit} ({limit.Name}) cannot be measured: {limit.WouldPass}. Import what is missing, or have the limit changed.", FieldOf(limit));

    /// <summary>Beyond a soft limit without a reason.</summary>
    public static DomainError LimitReasonMissing(LimitReading limit) => new("trade.limit-reason-missing", ErrorKind.Refused,
        $"Soft limit {limit.Limit} ({limit.Name}) is exceeded: used {Figure(limit.Used, limit.Unit)}, asked {Figure(limit.Asked, limit.Unit)}, allowed "
        + $"{Figure(limit.Allowed, limit.Unit)}. Give the reason as remark; the approver sees both.", "remark");

    /// <summary>An execution went beyond a soft limit, and its order gave no reason: the limit was set, or used up, since it was placed.</summary>
    public static DomainError ApprovalReasonMissing(LimitReading limit) => new("trade.approval-reason-missing", ErrorKind.Refused,
        $"The execution is beyond soft limit {limit.Limit} ({limit.Name}): used {Figure(limit.Used, limit.Unit)}, asked {Figure(limit.Asked, limit.Unit)}, allowed "
        + $"{Figure(limit.Allowed, limit.Unit)}; its order gave no reason. Give it as note.", "note");

    /// <summary>A limit had no headroom left when it was asked.</summary>
    public static DomainError LimitsRefused(IReadOnlyList<LimitRefusal> refused) => new("trade.limits-refused", ErrorKind.Refused,
        $"The trade has no headroom: {string.Join("; ", refused.Select(r => $"{r.Limit}: {r.Message}"))} Reject it, or have the limit overridden (override-limit).")
        { Parts = [.. refused.Select(r => r.Said).OfType<Remark>()] };

    /// <summary>The limits were not asked yet.</summary>
    public static DomainError LimitsWaiting(IReadOnlyList<string> waiting) => new("trade.limits-waiting", ErrorKind.Conflict,
        $"Headroom of {string.Join(", ", waiting)} is being taken for this trade; approve it once it is held. Try again in a moment.");

    /// <summary>A batch missing, or one too many.</summary>
    public static DomainError BatchWrong(bool isNeeded) => new("trade.batch-wrong", ErrorKind.Invalid,
        isNeeded ? "The trade brings credits; confirm it with their batch (confirm-credit-settlement)."
            : "The trade brings no credits; confirm it without a batch (confirm-settlement).", "batch");

    /// <summary>A batch of another vintage than was traded.</summary>
    public static DomainError OtherBatch(Product batch, Product traded) => new("trade.other-batch", ErrorKind.Refused,
        $"The batch is {batch}, the trade says {traded}; take a batch whose monitoring period ends in that year.", "batch.periodTo");

    /// <summary>Dates of a batch that cannot be.</summary>
    public static DomainError BatchDatesWrong(CreditBatch batch, DateOnly effective) => new("trade.batch-dates-wrong", ErrorKind.Invalid,
        $"The monitoring period {Day(batch.PeriodFrom)} to {Day(batch.PeriodTo)} must end before the registration on {Day(batch.RegisteredOn)}, "
        + $"and that not after the confirmation on {Day(effective)}; check the dates of the batch.", "batch");

    /// <summary>Units named by somebody who does not sell.</summary>
    public static DomainError UnitsNotNamed() => new("trade.units-not-named", ErrorKind.Invalid,
        "A purchase is of no units in the account yet; leave units out, or enter a sale.", "units");

    /// <summary>Serial ranges that cannot be.</summary>
    public static DomainError SerialsNotPossible() => new("trade.serials-not-possible", ErrorKind.Invalid,
        "A serial range is not possible; give a block, and a first number not after the last.", "units");

    /// <summary>Serial ranges of another quantity.</summary>
    public static DomainError SerialsDoNotAddUp(long count, Tonnes quantity) => new("trade.serials-do-not-add-up", ErrorKind.Invalid,
        $"The serial ranges hold {Number(count)} units, the trade {quantity}; name as many as are sold.", "units");

    /// <summary>Not a trade key.</summary>
    public static DomainError ReplacesKeyInvalid(string key) => new("trade.replaces-key-invalid", ErrorKind.Invalid,
        $"'{key}' is not a trade key; a key has 1 to 40 of A-Z, 0-9 and hyphen.", "replaces");

    /// <summary>No such trade to correct.</summary>
    public static DomainError ReplacesUnknown(string key) => new("trade.replaces-unknown", ErrorKind.NotFound,
        $"There is no trade {key} to correct; name one of the blotter.", "replaces");

    /// <summary>A trade that is to replace itself.</summary>
    public static DomainError ReplacesItself(string key) => new("trade.replaces-itself", ErrorKind.Invalid,
        $"{key} cannot stand in its own place; give the correction a key of its own.", "replaces");

    /// <summary>Nothing there to be replaced.</summary>
    public static DomainError NotReplaceable(TradeStatus status, string? by) => by is null
        ? new("trade.not-replaceable", ErrorKind.Conflict, $"The trade is {status}; only one that stands is corrected. Enter what is right as a new trade.", "replaces")
        : new("trade.not-replaceable", ErrorKind.Conflict, $"The trade is {status} already: {by} stands in its place. Correct that one.", "replaces");

    /// <summary>A correction of what is not in the books yet would leave what it corrects standing.</summary>
    public static DomainError CorrectionNotInPlace(string of, TradeStatus status) => new("trade.correction-not-in-place", ErrorKind.Conflict,
        $"The trade is a correction, {status}, that has not taken the place of {of} yet. Wait until it has, or reject or cancel it and correct {of}.", "replaces");

    /// <summary>An execution is corrected where it was reported.</summary>
    public static DomainError CorrectedAtOrder(string order, string? execution) => new("trade.corrected-at-order", ErrorKind.Refused,
        $"The trade is execution {execution} of order {order}; correct it there: record-fill with replaces {execution}.", "replaces");

    /// <summary>Nothing of it is in the books, or it is out of them.</summary>
    public static DomainError NotAnnulled(TradeStatus status) => new("trade.not-annulled", ErrorKind.Conflict,
        $"The trade is {status}; only one that is on its way or settled, all or a part, is taken out of the books. One that moved nothing yet is cancelled: cancel-trade.");

    /// <summary>The execution of the trade stands.</summary>
    public static DomainError ExecutionStands(string order, string execution) => new("trade.execution-stands", ErrorKind.Refused,
        $"The trade is execution {execution} of order {order}, which stands; take that back there first: bust-fill {execution}.");

    /// <summary>Two corrections of one trade.</summary>
    public static DomainError AlreadyBeingReplaced(string wrong, string by) => new("trade.already-being-replaced", ErrorKind.Conflict,
        $"{by} is to stand in the place of {wrong} already; have it approved, rejected or cancelled first.", "replaces");

    /// <summary>Units of the wrong trade were used.</summary>
    public static DomainError UsedSince(string wrong, Remark why) => new("trade.used-since", ErrorKind.Refused,
        $"The units of {wrong} cannot be taken back: {why} Correct what used them first, then this trade; where only price or fees are wrong, correct-price.", "replaces");

    /// <summary>Nothing came in yet whose price could be wrong in the books.</summary>
    public static DomainError PriceNotCorrected(Side side, TradeStatus status) => new("trade.price-not-corrected", ErrorKind.Refused,
        $"Only the price of a purchase whose units came in is corrected this way, and this is a {side} that is {status}; correct the whole trade: rebook-trade.", "price");

    /// <summary>A correction of another day than the trade's.</summary>
    public static DomainError CorrectionDay(DateOnly asked, DateOnly right) => new("trade.correction-day", ErrorKind.Refused,
        $"The trade is of {Day(right)} and the correction asks for {Day(asked)}; a correction counts from the day of what was wrong, in its period: enter {Day(right)}.", "effective");

    /// <summary>The trade of an execution was rejected; the execution stands.</summary>
    public static DomainError RejectedStands(string reason) => new("trade.rejected-stands", ErrorKind.Refused,
        $"The checker rejected the trade of this execution ({reason}). The execution stands at the broker; book it again (book-fill), or record the broker's correction.", "execution");

    /// <summary>A price in another currency than the trade's.</summary>
    public static DomainError CorrectedInOtherCurrency(string asked, string right) => new("trade.corrected-in-other-currency", ErrorKind.Invalid,
        $"The price is in {asked} and the trade in {right}; enter it in {right}.", "price");

    /// <summary>A correction that changes nothing.</summary>
    public static DomainError NothingToCorrect(UnitPrice price, decimal fee) => new("trade.nothing-to-correct", ErrorKind.Refused,
        $"The trade has this price ({price}) and these fees ({fee}) already; enter what is right.", "price");

    /// <summary>A receipt that belongs to a trade.</summary>
    public static DomainError CorrectTheTrade(string trade) => new("trade.correct-the-trade", ErrorKind.Refused,
        $"This receipt was booked for trade {trade}; correct the trade (rebook-trade), and its receipt follows.", "movement");

    /// <summary>A correction that stands in the place of another trade.</summary>
    public static DomainError CorrectionNotCancelled(string replaced) => new("trade.correction-not-cancelled", ErrorKind.Refused,
        $"The trade stands in the place of {replaced}, or is about to; ask for its settlement again (instruct-settlement), or correct it (rebook-trade).");

    /// <summary>Nothing was settled that could be carried over.</summary>
    public static DomainError NothingToCarry() => new("trade.nothing-to-carry", ErrorKind.Conflict,
        "Nothing that was settled fits the new terms; confirm the settlement with its evidence.");

    private static string Figure(decimal? value, string unit) => value is { } known ? LimitFigure.Of(known, unit) : "not known";

    private static string FieldOf(LimitReading limit) => limit.Kind switch
    {
        "price-deviation" => "price", "counterparty" => "counterparty", "book" => "book", _ => "quantity",
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string Price(decimal value) => value.ToString("0.00##", CultureInfo.InvariantCulture);
}
