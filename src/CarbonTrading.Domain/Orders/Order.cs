using System.Text.Json.Serialization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Orders;

/// <summary>A command on one order and its executions.</summary>
[JsonDerivedType(typeof(PlaceOrder), "place-order")]
[JsonDerivedType(typeof(CancelOrder), "cancel-order")]
[JsonDerivedType(typeof(ExpireOrder), "expire-order")]
[JsonDerivedType(typeof(RecordFill), "record-fill")]
[JsonDerivedType(typeof(BustFill), "bust-fill")]
[JsonDerivedType(typeof(BookFill), "book-fill")]
[JsonDerivedType(typeof(RecordFillProblem), "record-fill-problem")]
[JsonDerivedType(typeof(RecordUnbooked), "record-unbooked")]
[JsonDerivedType(typeof(RecordRepriced), "record-repriced")]
public abstract record OrderCommand;

/// <summary>Places an order at the venue, by oneself or through a broker.</summary>
/// <param name="TradeDate">First day it stands; at most the business date.</param>
/// <param name="Account">Key of the own account.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Method">Listed or block.</param>
/// <param name="Product">What is traded.</param>
/// <param name="Quantity">1..10^10 t; the venue's lot and block rules apply.</param>
/// <param name="Price">Worst price per tonne it may be filled at; the venue's tick and limit apply.</param>
/// <param name="Until">Last day it stands; null = the first day alone.</param>
/// <param name="Broker">Through whom; null = at the venue itself.</param>
/// <param name="Counterparty">Who is on the other side; asked for on a block order.</param>
/// <param name="Book">Book its trades belong to; limits may be set on it.</param>
/// <param name="Invoice">Whether its trades come with a special VAT invoice.</param>
/// <param name="Remark">Reason for a warning or for going beyond a soft limit, or any remark.</param>
public sealed record PlaceOrder(
    DateOnly TradeDate, string Account, Side Side, TradeMethod Method, Product Product, Tonnes Quantity, UnitPrice Price, DateOnly? Until = null,
    string? Broker = null, string? Counterparty = null, string? Book = null, InvoiceKind? Invoice = null, string? Remark = null) : OrderCommand
{
    /// <summary>Last day it stands.</summary>
    [JsonIgnore]
    public DateOnly LastDay => Until ?? TradeDate;

    /// <summary>The order as one trade at its worst price: what venue rules and limits look at.</summary>
    public CaptureTrade AsTrade() =>
        new(TradeDate, Account, Side, Method, Product, Quantity, Price, Counterparty: Counterparty, Remark: Remark, Book: Book, Invoice: Invoice);
}

/// <summary>Ends what is not filled. Executions made before may still be reported.</summary>
public sealed record CancelOrder(string Reason) : OrderCommand;

/// <summary>Ends what is not filled: the last day of the order is over. Asked by a process. Executions of its days may still be reported.</summary>
public sealed record ExpireOrder : OrderCommand;

/// <summary>An execution as the venue or the broker reports it.</summary>
/// <param name="Execution">Their own id of it: what links a correction to it, in whatever order both arrive.</param>
/// <param name="TradeDate">Day of the deal, within the days of the order; at most the business date.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Price">Per tonne.</param>
/// <param name="TradeTime">Local time at the venue; null where not known.</param>
/// <param name="Fee">Fee of the venue, two decimals; null = the venue's rate.</param>
/// <param name="Commission">Commission of the broker, two decimals; null = none.</param>
/// <param name="VenueReference">Deal number of the venue.</param>
/// <param name="Replaces">Id of the execution this one stands in place of; null = a new one.</param>
public sealed record RecordFill(
    string Execution, DateOnly TradeDate, Tonnes Quantity, UnitPrice Price, TimeOnly? TradeTime = null, decimal? Fee = null, decimal? Commission = null,
    string? VenueReference = null, string? Replaces = null) : OrderCommand;

/// <summary>The venue or the broker takes an execution back; may arrive before the execution itself.</summary>
public sealed record BustFill(string Execution, string Reason) : OrderCommand;

/// <summary>Tries once more to book an execution whose trade was refused.</summary>
public sealed record BookFill(string Execution) : OrderCommand;

/// <summary>The trade of an execution could not be booked or taken back; written on the order so that somebody sees it.</summary>
public sealed record RecordFillProblem(string Execution, string Code, string Message, IReadOnlyList<string>? Values = null) : OrderCommand;

/// <summary>The trade of an execution that stands no longer is cancelled: what waited for it may be booked.</summary>
public sealed record RecordUnbooked(string Execution) : OrderCommand;

/// <summary>The trade of an execution got another price: where that is what its correction says, the trade is that of the correction from now on.</summary>
/// <param name="Execution">Execution the trade was made of.</param>
/// <param name="Terms">Terms of the trade now.</param>
public sealed record RecordRepriced(string Execution, CaptureTrade Terms) : OrderCommand;

/// <summary>What happened to an order.</summary>
[JsonDerivedType(typeof(OrderPlaced), "order.placed.v1")]
[JsonDerivedType(typeof(OrderCancelled), "order.cancelled.v1")]
[JsonDerivedType(typeof(OrderExpired), "order.expired.v1")]
[JsonDerivedType(typeof(FillRecorded), "order.fill-recorded.v1")]
[JsonDerivedType(typeof(FillBusted), "order.fill-busted.v1")]
[JsonDerivedType(typeof(BookingAsked), "order.booking-asked.v1")]
[JsonDerivedType(typeof(UnbookingAsked), "order.unbooking-asked.v1")]
[JsonDerivedType(typeof(FillProblemRecorded), "order.fill-problem-recorded.v1")]
[JsonDerivedType(typeof(FillUnbooked), "order.fill-unbooked.v1")]
[JsonDerivedType(typeof(TradeTakenOver), "order.trade-taken-over.v1")]
public abstract record OrderEvent;

/// <summary>Placed, with what it was checked against.</summary>
/// <param name="PlacedBy">Maker of the order and of its trades.</param>
public sealed record OrderPlaced(PlaceOrder Terms, IReadOnlyList<VenueCheck> Checks, string PlacedBy) : OrderEvent;

/// <summary>What was not filled is ended.</summary>
public sealed record OrderCancelled(string Reason) : OrderEvent;

/// <summary>What was not filled by the end of the order's last day is ended.</summary>
/// <param name="LastDay">That day.</param>
public sealed record OrderExpired(DateOnly LastDay) : OrderEvent;

/// <summary>An execution as reported.</summary>
/// <param name="Number">Number of the execution in the order, from 1, in the order of arrival.</param>
/// <param name="RecordedBy">Who entered it; null in events written before it was kept.</param>
public sealed record FillRecorded(RecordFill Fill, int Number, string? RecordedBy = null) : OrderEvent;

/// <summary>An execution is taken back.</summary>
public sealed record FillBusted(string Execution, string Reason) : OrderEvent;

/// <summary>An execution that stands is to become a trade.</summary>
/// <param name="Execution">Id of the execution.</param>
/// <param name="Number">Its number in the order.</param>
/// <param name="Terms">Terms of the trade.</param>
/// <param name="PlacedBy">Maker.</param>
/// <param name="RecordedBy">Who entered the execution; null in events written before it was kept.</param>
/// <param name="Replaces">Number of the execution in the place of whose trade it is to stand: that one is on its way or settled. Null = none.</param>
/// <param name="Reason">Why that one was wrong.</param>
public sealed record BookingAsked(
    string Execution, int Number, CaptureTrade Terms, string PlacedBy, string? RecordedBy = null, int? Replaces = null, string? Reason = null) : OrderEvent;

/// <summary>The trade of an execution that stands no longer is to be cancelled.</summary>
public sealed record UnbookingAsked(string Execution, int Number, string Reason) : OrderEvent;

/// <summary>The trade was refused.</summary>
public sealed record FillProblemRecorded(string Execution, string Code, string Message, IReadOnlyList<string>? Values = null) : OrderEvent;

/// <summary>The trade of an execution that stands no longer is out of the books, or never was in them.</summary>
public sealed record FillUnbooked(string Execution, int Number) : OrderEvent;

/// <summary>The trade of an execution that was corrected is that of the correction: it got the right price where it stood.</summary>
/// <param name="Execution">The correction.</param>
/// <param name="From">Execution the trade was made of.</param>
/// <param name="Number">Number of that one, and of the trade.</param>
/// <param name="Unneeded">Number of the trade that was asked for the correction before, and is not needed; null = none.</param>
public sealed record TradeTakenOver(string Execution, string From, int Number, int? Unneeded = null) : OrderEvent;
