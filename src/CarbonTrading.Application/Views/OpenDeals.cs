using System.Collections.Concurrent;
using CarbonTrading.Application.Limits;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>A part of an order that is no trade yet: what may still be filled, at its worst price, or an execution whose trade is not seen.</summary>
/// <param name="Order">Key of the order.</param>
/// <param name="Key">Key of the trade of the execution; of what is open <see cref="OpenDeals.OfOrder"/>.</param>
/// <param name="Person">Who placed the order.</param>
/// <param name="Terms">As one trade.</param>
/// <param name="LastDay">Last day it may be dealt on.</param>
public sealed record OrderPart(string Order, string Key, string Person, CaptureTrade Terms, DateOnly LastDay);

/// <summary>What an order holds of something, before it is filled.</summary>
/// <param name="Order">Key of the order.</param>
/// <param name="Amount">In the unit, or the currency, of what it holds it of.</param>
public sealed record HeldByOrder(string Order, decimal Amount);

/// <summary>
/// What is agreed and not in the accounts yet. Units of sales, which are free still (they wait for a second person or for their units), and of purchases, which
/// are still to come; what orders may still fill; what contracts still bring; and units, money and headroom of captures, orders and contracts on their way.
/// </summary>
public sealed class OpenDeals : IFold
{
    private const string OrderPrefix = "order/";
    private readonly ConcurrentDictionary<(string Account, Product Product, Side Side), long> tonnes = new(); // of trades
    private readonly ConcurrentDictionary<string, (Order Order, IReadOnlyList<OrderPart> Parts)> orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> booked = new(StringComparer.Ordinal); // trades of executions that are seen: their order
    private readonly ConcurrentDictionary<string, IReadOnlyList<Coming>> contracts = new(StringComparer.Ordinal); // what they still bring
    private readonly ConcurrentDictionary<string, IReadOnlyList<Going>> going = new(StringComparer.Ordinal); // what they still take of what is free
    private readonly Claims<(string Account, Product Product, Side Side)> units = new();
    private readonly Claims<(string Account, string Market)> money = new();
    private long readTo;

    private readonly ConcurrentDictionary<string, IReadOnlyList<(string Limit, decimal Amount)>> placing = new(StringComparer.Ordinal); // what orders on their way ask of limits

    /// <summary>Units a contract still brings.</summary>
    /// <param name="From">Own units they come from, or in exchange for, held until then: what holds both sees no change. Null = none.</param>
    private sealed record Coming((string Account, Product Product)? From, string Account, Product Product, long Quantity);

    /// <summary>Free units a contract still takes; what was borrowed may be sold and bought again before it is given back.</summary>
    private sealed record Going(string Account, Product Product, long Quantity, DateOnly Due);

    /// <summary>How an order is named where trades are: no trade has such a key.</summary>
    public static string OfOrder(string order) => OrderPrefix + order;

    /// <summary>Log position up to which movements, deals and limits are read: a holding looked up after it holds all that happened until then.</summary>
    public long ReadTo => Volatile.Read(ref readTo);

    /// <summary>Headroom of limits asked by captures and orders on their way, and by trades the limit has not answered yet.</summary>
    public Claims<string> Headroom { get; } = new();

    private IEnumerable<OrderPart> Orders => orders.Values.SelectMany(o => o.Parts);

    /// <summary>Parts of orders that are no trade yet, but for the deal's own: an execution is not in the way of what its order may still fill, nor that in its.</summary>
    /// <param name="deal">Key of a trade, or <see cref="OfOrder"/>; null = all.</param>
    public IEnumerable<OrderPart> OrdersBeside(string? deal)
    {
        var own = deal is null ? null : booked.GetValueOrDefault(deal) ?? Orders.FirstOrDefault(o => o.Key == deal)?.Order;
        return Orders.Where(o => o.Order != own);
    }

    /// <summary>Tonnes promised of an account and product, with captures that were announced before this one and are not seen yet.</summary>
    /// <param name="account">Account.</param>
    /// <param name="product">Product.</param>
    /// <param name="deal">The capture or order that asks: it does not count itself, nor what was announced after it. Null = all count.</param>
    /// <param name="day">Contracts promise what is due by this day and still free.</param>
    public long Promised(string account, Product product, string? deal, DateOnly day) => Of((account, product, Side.Sell), deal)
        + going.Where(c => c.Key != deal).SelectMany(c => c.Value).Where(g => g.Account == account && g.Product == product && g.Due <= day).Sum(g => g.Quantity);

    /// <summary>Tonnes still to come of the accounts and products meant, counted likewise.</summary>
    public long ToCome(Func<string, Product, bool> which, string? deal) => tonnes.Keys.Union(units.All).Union(Orders.Select(Line))
        .Where(k => k.Side == Side.Buy && which(k.Account, k.Product)).Sum(k => Of(k, deal))
        + contracts.Where(c => c.Key != deal).SelectMany(c => c.Value).Where(u => which(u.Account, u.Product) && !(u.From is { } from && which(from.Account, from.Product))).Sum(u => u.Quantity);

    /// <summary>Money that captures and orders announced before this one need and that are not seen yet.</summary>
    public decimal Needed(string account, string market, string? deal) => money.Ahead((account, market), deal);

    private long Of((string Account, Product Product, Side Side) line, string? deal) => tonnes.GetValueOrDefault(line)
        + Orders.Where(o => o.Key != deal && Line(o) == line).Sum(o => o.Terms.Quantity.Value) + (long)units.Ahead(line, deal);

    private static (string Account, Product Product, Side Side) Line(OrderPart part) => Line(part.Terms);

    internal static (string Account, Product Product, Side Side) Line(CaptureTrade terms) => (terms.Account, terms.Product, terms.Side);

    /// <summary>A trade is about to be captured, an order placed, or a contract agreed.</summary>
    /// <param name="deal">Key of the trade or contract, or <see cref="OfOrder"/>.</param>
    /// <param name="terms">Terms; of a contract each purchase it stands for.</param>
    /// <param name="need">Money it needs at the venue; 0 = none.</param>
    /// <param name="headroom">What it asks of limits.</param>
    /// <param name="isTrial">True: nothing will come of it; only other trials see it.</param>
    public void Announce(string deal, IReadOnlyList<CaptureTrade> terms, decimal need, IReadOnlyList<(string Limit, decimal Amount)> headroom, bool isTrial = false)
    {
        foreach (var (limit, amount) in headroom) Headroom.Put(limit, deal, amount, isTrial);
        if (need != 0) money.Put((terms[0].Account, terms[0].Product.Market), deal, need, isTrial);
        foreach (var trade in terms) units.Put(Line(trade), deal, trade.Quantity.Value, isTrial);
        if (deal.StartsWith(OrderPrefix, StringComparison.Ordinal)) placing[deal] = headroom;
    }

    /// <summary>It was refused, or is seen: what it asks of limits a trade goes on asking until they answer.</summary>
    public void Withdraw(string deal, IReadOnlyList<CaptureTrade> terms, IReadOnlyList<(string Limit, decimal Amount)>? headroom = null, bool isTrial = false)
    {
        foreach (var (limit, _) in headroom ?? []) Headroom.Drop(limit, deal, isTrial);
        foreach (var trade in terms)
        {
            money.Drop((trade.Account, trade.Product.Market), deal, isTrial);
            units.Drop(Line(trade), deal, isTrial);
        }

        placing.TryRemove(deal, out _);
    }

    /// <summary>A trade changed.</summary>
    public void Changed(string key, Trade before, Trade after)
    {
        if (Of(after) - Of(before) is not 0 and var change) tonnes.AddOrUpdate(Line(after.Terms!), change, (_, sum) => sum + change);
        if (before.Terms is not null) return;
        foreach (var limit in after.Limits.Where(l => l.Holds)) Headroom.Put(limit.Limit, key, limit.Asked ?? 0m);
        Withdraw(key, [after.Terms!]); // last: for a moment it counts twice, never not at all
        if (after.Order is not { } order) return;
        booked[key] = order;
        if (orders.TryGetValue(order, out var known)) Count(order, known.Order);
    }

    /// <summary>An order changed.</summary>
    public void Changed(string key, Order before, Order after)
    {
        Count(key, after);
        if (before.Terms is null) Withdraw(OfOrder(key), [after.Terms!.AsTrade()], placing.GetValueOrDefault(OfOrder(key)));
    }

    /// <summary>A contract changed.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="after">As it is now.</param>
    /// <param name="agreed">Where it was agreed just now; else null.</param>
    public void Changed(string key, TermContract after, ContractAgreed? agreed)
    {
        var coming = after.IsOpen ? ComingOf(after).ToList() : [];
        Put(contracts, key, coming);
        Put(going, key, after.IsOpen && !after.IsWaitingOption ? [.. after.Legs.Where(l => l.Leg.Action is LegAction.Deliver or LegAction.Encumber or LegAction.Transfer
                && (l.Status is ContractLegStatus.Expected or ContractLegStatus.Failed || (l is { Status: ContractLegStatus.Booking, Leg.Action: LegAction.Encumber } || l.IsInstructed)))
            .Select(l => new Going(l.Leg.Account!, l.Leg.Product!.Value, l.Leg.Quantity!.Value.Value, l.Leg.Due))] : []);
        if (agreed is null) return;
        foreach (var limit in (agreed.Limits ?? []).Where(l => l.Holds)) Headroom.Put(limit.Limit, key, limit.Asked ?? 0m);
        Withdraw(key, ContractDeal.Of(agreed.Terms, agreed.Terms.Value())?.Purchases ?? []);
    }

    private static void Put<T>(ConcurrentDictionary<string, IReadOnlyList<T>> lines, string key, IReadOnlyList<T> of)
    {
        if (of.Count > 0) lines[key] = of;
        else lines.TryRemove(key, out _);
    }

    private static IEnumerable<Coming> ComingOf(TermContract contract)
    {
        var legs = contract.Legs.Where(l => l is { IsOpen: true, Leg.IsUnits: true }).Select(l => l.Leg).ToList();
        var going = legs.Where(l => l.Action == LegAction.Deliver).Sum(l => l.Quantity!.Value.Value); // of a swap: goes for what comes
        foreach (var leg in legs)
        {
            var (account, product, quantity) = (leg.Account!, leg.Product!.Value, leg.Quantity!.Value.Value);
            if (leg.Action == LegAction.Transfer) yield return new((account, product), contract.Terms!.OtherAccount!, product, quantity);
            if (leg.Action is not (LegAction.Receive or LegAction.Borrow)) continue;
            var exchanged = Math.Min(going, quantity);
            going -= exchanged;
            if (exchanged > 0) yield return new((contract.Terms!.Account, contract.Terms.Product), account, product, exchanged);
            if (quantity > exchanged) yield return new(null, account, product, quantity - exchanged);
        }
    }

    /// <summary>A limit answered: what it gave it counts itself, what it refused waits. After the limits' own view.</summary>
    public void Apply(StoredEvent happened)
    {
        readTo = happened.Position;
        if (happened.Stream.StartsWith("limit/", StringComparison.Ordinal))
        {
            var answered = happened.As<LimitEvent>() switch { HeadroomTaken e => e.Trade, HeadroomRefused e => e.Asked.Trade, HeadroomReleased e => e.Trade, _ => null };
            if (answered is not null) Headroom.Drop(happened.Stream["limit/".Length..], answered);
        }
        else if (happened.Stream.StartsWith("trade/", StringComparison.Ordinal) && happened.As<TradeEvent>() is LimitsRecorded e) // a retired limit says nothing itself
        {
            foreach (var limit in e.Taken.Concat(e.Refused.Select(r => r.Limit))) Headroom.Drop(limit, happened.Stream["trade/".Length..]);
        }
    }

    private void Count(string key, Order order)
    {
        var parts = PartsOf(key, order, booked.ContainsKey);
        if (parts.Count > 0) orders[key] = (order, parts);
        else orders.TryRemove(key, out _);
    }

    /// <summary>Parts of all orders that were no trade yet, as of a pair of dates.</summary>
    public static IEnumerable<OrderPart> OrdersAt(ReadSide read, AsOf asOf) => read.Orders.All(asOf.Known).Where(o => o.State.Terms?.TradeDate <= asOf.Date)
        .SelectMany(o => PartsOf(o.Key, o.On(asOf.Date), trade => read.Trades.Find(trade, asOf.Known) is not null));

    /// <summary>Parts of an order that are no trade yet.</summary>
    /// <param name="key">Key of the order.</param>
    /// <param name="order">The order.</param>
    /// <param name="isBooked">Whether the trade of an execution is there.</param>
    public static IReadOnlyList<OrderPart> PartsOf(string key, Order order, Func<string, bool> isBooked)
    {
        if (order.Terms is not { } terms) return [];
        var parts = order.Standing.Select(f => (f.Reported, Key: OrderDecider.TradeOf(key, f.TradeNumber))).Where(f => !isBooked(f.Key))
            .Select(f => new OrderPart(key, f.Key, order.PlacedBy, OrderDecider.TermsOf(terms, f.Reported), f.Reported.TradeDate)).ToList();
        if (!order.Open.IsZero) parts.Add(new(key, OfOrder(key), order.PlacedBy, terms.AsTrade() with { Quantity = order.Open }, terms.LastDay));
        return parts;
    }

    /// <summary>Tonnes a trade counts with.</summary>
    internal static long Of(Trade trade) => trade switch
    {
        { Terms.Side: Side.Buy, Status: TradeStatus.PendingApproval or TradeStatus.Approved or TradeStatus.InTransit } => trade.OpenQuantity.Value,
        // Once its units are reserved a sale is in transit, and they are free no more.
        { Terms.Side: Side.Sell, Status: TradeStatus.PendingApproval } or { Terms.Side: Side.Sell, Status: TradeStatus.Approved, LastProblem: null } => trade.OpenQuantity.Value,
        _ => 0,
    };
}
