using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>Enters the right terms of a trade that was captured wrong. Once a second person approves them, that trade is taken out of the books and this one stands in its place.</summary>
/// <param name="Replaces">Key of the wrong trade: not rejected, cancelled or corrected, and not of an order, whose executions are corrected there.</param>
/// <param name="Terms">The right terms; venue rules and limits apply as to any trade.</param>
/// <param name="Reason">Why.</param>
public sealed record RebookTrade(string Replaces, CaptureTrade Terms, string Reason) : TradeCommand;

/// <summary>Gives a purchase whose units came in, wherever they are by now, its right price and fees. Anything else that is wrong takes a correction of the whole trade.</summary>
/// <param name="Effective">Day the correction counts from: the trade date, so that it stands in the period of what was wrong.</param>
/// <param name="Price">Right price.</param>
/// <param name="Reason">What was wrong, or what the other side changed.</param>
/// <param name="Fee">Right fee of the venue; null = as it was.</param>
/// <param name="Commission">Right commission of the broker; null = as it was.</param>
public sealed record CorrectPrice(DateOnly Effective, UnitPrice Price, string Reason, decimal? Fee = null, decimal? Commission = null) : TradeCommand
{
    /// <summary>The terms with the right price and fees.</summary>
    public CaptureTrade Of(CaptureTrade terms) => terms with { Price = Price, Fee = Fee ?? terms.Fee, Commission = Commission ?? terms.Commission };
}

/// <summary>
/// Takes a trade out of the books that never was, with nothing in its place: its account takes back what it moved, its cash has to come back.
/// One that moved nothing yet is cancelled. Of an order only where its execution stands no longer.
/// </summary>
/// <param name="Effective">Day it counts from: the trade date, so that nothing of it is left in any period.</param>
/// <param name="Reason">Why it never was.</param>
public sealed record AnnulTrade(DateOnly Effective, string Reason) : TradeCommand;

/// <summary>Another trade stands in its place from now on. Asked by the settlement process when that one is approved.</summary>
public sealed record ReplaceTrade(string By, string Reason) : TradeCommand;

/// <summary>It stands again: its account could not take back what it moved. Asked by the settlement process.</summary>
public sealed record ReinstateTrade(string? By, string Code, string Message, IReadOnlyList<string>? Values = null) : TradeCommand;

/// <summary>The trade it replaces is out of the books. Asked by the settlement process.</summary>
/// <param name="Of">Key of that trade.</param>
/// <param name="Execution">Execution it was made of; null = captured by itself.</param>
public sealed record TakePlace(string Of, string? Execution = null) : TradeCommand;

/// <summary>Its account took back what it moved: nothing of it is in the books. Asked by the settlement process.</summary>
public sealed record CompleteAnnulment : TradeCommand;

/// <summary>What the trade it replaces had settled is settled for it too, on the same days with the same evidence. Asked by the settlement process.</summary>
/// <param name="Parts">Units settled, as far as the new quantity reaches.</param>
/// <param name="Payments">Cash confirmed; what is beyond the new amount has to come back.</param>
public sealed record CarrySettlement(IReadOnlyList<SettledPart> Parts, IReadOnlyList<Payment> Payments) : TradeCommand;

/// <summary>It is out of the books: another trade stands in its place, or it never was.</summary>
/// <param name="By">Key of that trade; null = none, it never was.</param>
/// <param name="From">Status it had.</param>
/// <param name="Account">Account that takes back what it moved.</param>
/// <param name="Product">Product.</param>
/// <param name="Moved">Whether it promised or moved units.</param>
/// <param name="Parts">Units it had settled.</param>
/// <param name="Payments">Cash it had settled.</param>
/// <param name="Order">Key of the order it fills; null = none.</param>
/// <param name="Execution">Execution it was made of; null = captured by itself.</param>
public sealed record TradeReplaced(
    DateOnly Effective, string? By, TradeStatus From, string Account, Side Side, Product Product, bool Moved, string Reason, IReadOnlyList<SettledPart> Parts,
    IReadOnlyList<Payment> Payments, string? Order = null, string? Execution = null) : TradeEvent;

/// <summary>It stands again as it did: its account could not take back what it moved.</summary>
public sealed record TradeReinstated(DateOnly Effective, string? By, string Code, string Message, IReadOnlyList<string>? Values = null) : TradeEvent;

/// <summary>Nothing of it is in the books any more, and nothing stands in its place.</summary>
/// <param name="Order">Key of the order it filled; null = none.</param>
/// <param name="Execution">Execution it was made of; null = captured by itself.</param>
public sealed record TradeAnnulled(string? Order = null, string? Execution = null) : TradeEvent;

/// <summary>Price and fees of a purchase were wrong, or the other side changed them later; its receipts cost what they should have, each at its own day.</summary>
/// <param name="Account">Account or holding that has its receipts.</param>
/// <param name="Was">Price until then.</param>
/// <param name="FeeWas">Fee of the venue and commission of the broker until then.</param>
/// <param name="Terms">The terms with the right price and fees.</param>
/// <param name="Fee">Fee and commission, two decimals, in the price's currency.</param>
/// <param name="Tax">Value-added tax in the amounts; null = none is split off.</param>
/// <param name="Receipts">What each part settled so far should have cost.</param>
/// <param name="Order">Key of the order it fills; null = none.</param>
/// <param name="Execution">Execution it was made of; null = captured by itself.</param>
/// <param name="Limits">Limits on the price the right one goes beyond: for the breach log; null = none.</param>
public sealed record PriceCorrected(
    DateOnly Effective, string Account, UnitPrice Was, decimal FeeWas, CaptureTrade Terms, decimal Fee, TradeTax? Tax, IReadOnlyList<ReceiptCost> Receipts, string Reason,
    string? Order = null, string? Execution = null, IReadOnlyList<LimitReading>? Limits = null) : TradeEvent;

/// <summary>The trade it replaces is out of the books: it stands in its place, and is settled from now on.</summary>
/// <param name="Start">What its settlement begins with; null in events written before it was kept: it was begun with them.</param>
/// <param name="Order">Key of the order both fill; null = none.</param>
/// <param name="Execution">Execution the other was made of; null = captured by itself.</param>
public sealed record PlaceTaken(string Of, SettlementStart? Start = null, string? Order = null, string? Execution = null) : TradeEvent;
