using System.Globalization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Orders;

/// <summary>Every refusal of an order.</summary>
public static class OrderErrors
{
    /// <summary>A text is empty.</summary>
    public static DomainError FieldMissing(string field) => new("order.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>A key too long to name trades after.</summary>
    public static DomainError KeyTooLong(string key) => new("order.key-too-long", ErrorKind.Invalid,
        $"The key {key} has {key.Length} characters, at most {OrderDecider.KeyMax} are possible: its trades add -F and a number.");

    /// <summary>An id that cannot be one.</summary>
    public static DomainError IdNotPossible(string field, int max) => new("order.id-not-possible", ErrorKind.Invalid,
        $"The id in {field} is not possible; give the broker's own, 1 to {max} characters without spaces around it.", field);

    /// <summary>Quantity 0.</summary>
    public static DomainError QuantityZero() => new("order.quantity-zero", ErrorKind.Invalid,
        "The quantity is 0; an execution has from 1 to 10,000,000,000.", "quantity");

    /// <summary>Price 0.</summary>
    public static DomainError PriceZero() => new("order.price-zero", ErrorKind.Invalid,
        "The price is 0; an execution has a price above 0.", "price");

    /// <summary>A fee or commission that cannot be one.</summary>
    public static DomainError AmountNotPossible(string field, decimal amount) => new("order.amount-not-possible", ErrorKind.Invalid,
        $"{amount.ToString(CultureInfo.InvariantCulture)} is not possible; give 0 to 10^16 with at most 2 decimals, or leave it out.", field);

    /// <summary>A date outside the book dates.</summary>
    public static DomainError DateOutOfRange(DateOnly day) => new("order.date-out-of-range", ErrorKind.Invalid,
        $"{Day(day)} is outside the dates the books accept, {Day(BookDates.First)} to {Day(BookDates.Last)}; enter a day within them.", "tradeDate");

    /// <summary>A method without a book of orders.</summary>
    public static DomainError MethodHasNoOrders(TradeMethod method) => new("order.method-has-no-orders", ErrorKind.Invalid,
        $"Orders are listed or block, not {method}: an auction is answered and an OTC deal agreed as a whole. Capture what came of it as a trade (capture-trade).", "method");

    /// <summary>A last day before the first.</summary>
    public static DomainError UntilNotPossible(DateOnly until, DateOnly from) => new("order.until-not-possible", ErrorKind.Invalid,
        $"{Day(until)} is not possible as the last day; give {Day(from)} to {Day(BookDates.Last)}, or leave it out.", "until");

    /// <summary>A fact after the business date.</summary>
    public static DomainError InTheFuture(DateOnly day, DateOnly businessDate) => new("order.in-the-future", ErrorKind.Refused,
        $"{Day(day)} is after the business date {Day(businessDate)}; a fact is entered on its day or later.", "tradeDate");

    /// <summary>No order under this key.</summary>
    public static DomainError NotPlaced() => new("order.not-placed", ErrorKind.NotFound,
        "There is no order under this key; place it first (place-order).");

    /// <summary>The order is there already.</summary>
    public static DomainError AlreadyPlaced(OrderStatus status) => new("order.already-placed", ErrorKind.Conflict,
        $"There is an order under this key, {status}; choose another key.");

    /// <summary>Nothing left to cancel.</summary>
    public static DomainError NothingOpen(OrderStatus status) => new("order.nothing-open", ErrorKind.Conflict,
        $"The order is {status}: nothing of it is open. An execution that was wrong is taken back with bust-fill.");

    /// <summary>Its last day is not over.</summary>
    public static DomainError StillStands(DateOnly lastDay, DateOnly businessDate) => new("order.still-stands", ErrorKind.Refused,
        $"The order stands until {Day(lastDay)}, the books are on {Day(businessDate)}; what is open is ended before its last day with cancel-order.");

    /// <summary>An execution on another day.</summary>
    public static DomainError OutsideDays(DateOnly day, DateOnly from, DateOnly to) => new("order.fill-outside-days", ErrorKind.Refused,
        $"The execution is of {Day(day)}, the order stands from {Day(from)} to {Day(to)}; look at its order and its day.", "tradeDate");

    /// <summary>Another currency.</summary>
    public static DomainError OtherCurrency(string asked, string currency) => new("order.other-currency", ErrorKind.Refused,
        $"The price is in {asked}; the order is in {currency}. Give the price in that currency.", "price");

    /// <summary>The same report again.</summary>
    public static DomainError FillKnown(string execution) => new("order.fill-known", ErrorKind.Conflict,
        $"Execution {execution} is known already with the same figures; nothing is to be done.", "execution");

    /// <summary>The same id with other figures.</summary>
    public static DomainError FillDiffers(string execution) => new("order.fill-differs", ErrorKind.Conflict,
        $"Execution {execution} is known already with other figures; a correction has an id of its own and names this one in replaces.", "execution");

    /// <summary>Replaces itself.</summary>
    public static DomainError ReplacesItself(string execution) => new("order.fill-replaces-itself", ErrorKind.Invalid,
        $"Execution {execution} names itself in replaces; name the execution it stands in place of.", "replaces");

    /// <summary>Two corrections of one execution.</summary>
    public static DomainError AlreadyReplaced(string execution, string by) => new("order.fill-replaced", ErrorKind.Conflict,
        $"Execution {execution} was replaced by {by}; a further correction names {by}.", "replaces");

    /// <summary>Already taken back or replaced.</summary>
    public static DomainError AlreadyEnded(string execution, string reason) => new("order.fill-ended", ErrorKind.Conflict,
        $"Execution {execution} stands no longer ({reason}); nothing is to be done.", "execution");

    /// <summary>No such execution.</summary>
    public static DomainError FillUnknown(string execution) => new("order.fill-unknown", ErrorKind.NotFound,
        $"The order has no execution {execution}; look at its executions.", "execution");

    /// <summary>Nothing to try again.</summary>
    public static DomainError NoProblem(string execution) => new("order.fill-no-problem", ErrorKind.Conflict,
        $"Nothing is wrong with execution {execution}: its trade was booked or taken back as asked. Where its settlement failed, instruct it again at the trade.", "execution");

    /// <summary>A price that is not what a correction of the execution says.</summary>
    public static DomainError NotItsPrice(string execution) => new("order.not-its-price", ErrorKind.Refused,
        $"No correction of execution {execution} says what its trade says now; the order stays as it is.", "execution");

    /// <summary>More executions than an order can hold.</summary>
    public static DomainError TooManyFills(int max) => new("order.too-many-fills", ErrorKind.Refused,
        $"The order has {max} executions, the most there can be; place another order for the rest.");

    /// <summary>A word of a statement nobody knows.</summary>
    public static DomainError ActionUnknown(string action) => new("order.action-unknown", ErrorKind.Invalid,
        $"'{(action.Length > 40 ? action[..40] : action)}' is no action of a statement; give new, replace or bust.", "action");

    /// <summary>A replaced execution named where none is, or none where one is needed.</summary>
    public static DomainError ReplacesWrong(string action) => new("order.replaces-wrong", ErrorKind.Invalid,
        $"The action is {action}; replace names in replaces the execution it stands in place of, the others leave it empty.", "replaces");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
