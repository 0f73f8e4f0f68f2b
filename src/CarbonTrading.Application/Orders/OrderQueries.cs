using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Orders;

/// <summary>One execution of an order with what became of it.</summary>
/// <param name="Execution">Broker's id.</param>
/// <param name="Fill">As reported.</param>
/// <param name="Stands">False: taken back or replaced.</param>
/// <param name="Ended">Why it stands no longer; null = it does.</param>
/// <param name="Trade">Key of its trade; null = none was asked for yet.</param>
/// <param name="TradeStatus">Where that trade stands; null = it is not there.</param>
/// <param name="IsWorse">Whether it is worse than the order allows.</param>
/// <param name="Problem">Why its trade was refused, or could not be cancelled.</param>
/// <param name="Successor">Key of the trade that takes the place of its trade once it is approved; null = none.</param>
public sealed record FillRow(
    string Execution, RecordFill Fill, bool Stands, string? Ended, string? Trade, TradeStatus? TradeStatus, bool IsWorse, SettlementProblem? Problem,
    string? Successor = null)
{
    /// <summary>Whether somebody has to look at it: refused, worse than allowed, or rejected though it stands.</summary>
    public bool NeedsLook => Problem is not null || (Stands && (IsWorse || TradeStatus is Domain.Trading.TradeStatus.Rejected));
}

/// <summary>One order.</summary>
/// <param name="Key">Key.</param>
/// <param name="Terms">As placed.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Filled">Tonnes of the executions that stand.</param>
/// <param name="Open">Tonnes not filled and not ended.</param>
/// <param name="AveragePrice">Volume-weighted price of the executions that stand, 6 decimals; null where there is none.</param>
/// <param name="PlacedBy">Maker.</param>
/// <param name="PlacedAt">Instant it was recorded.</param>
/// <param name="Checks">Venue rules applied.</param>
/// <param name="Fills">Executions in the order of arrival.</param>
/// <param name="Missing">Ids taken back or replaced that did not arrive.</param>
public sealed record OrderRow(
    string Key, PlaceOrder Terms, OrderStatus Status, long Filled, long Open, decimal? AveragePrice, string PlacedBy, DateTimeOffset PlacedAt,
    IReadOnlyList<VenueCheck> Checks, IReadOnlyList<FillRow> Fills, IReadOnlyList<string> Missing)
{
    /// <summary>Whether somebody has to look at it.</summary>
    public bool NeedsLook => Status == OrderStatus.Overfilled || Fills.Any(f => f.NeedsLook);
}

/// <summary>Orders and their executions.</summary>
public sealed class OrderQueries(Workplace workplace)
{
    /// <summary>Orders placed up to the known position whose first day is not after the day, as they were at its end: what needs a look first, then the newest.</summary>
    public IReadOnlyList<OrderRow> All(AsOf asOf) =>
        [.. workplace.Read.Orders.All(asOf.Known).Where(o => o.State.Terms is { } terms && terms.TradeDate <= asOf.Date)
            .Select(o => Row(o.Key, o.On(asOf.Date), o.History[0].Recorded, asOf))
            .OrderByDescending(o => o.NeedsLook).ThenByDescending(o => o.PlacedAt).ThenBy(o => o.Key, StringComparer.Ordinal)];

    private OrderRow Row(string key, Order order, DateTimeOffset placed, AsOf asOf) => new(
        key, order.Terms!, order.Status, order.Filled.Value, order.Open.Value, order.AveragePrice, order.PlacedBy, placed, order.Checks,
        [.. order.Fills.Values.OrderBy(f => f.Number).Select(f =>
        {
            var trade = OrderDecider.TradeOf(key, f.TradeNumber);
            var made = f.IsBooked ? workplace.Read.Trades.Find(trade, asOf.Known)?.On(asOf.Date) : null;
            var ended = order.Ended.GetValueOrDefault(f.Reported.Execution);
            return new FillRow(f.Reported.Execution, f.Reported, ended is null, ended, f.IsBooked ? trade : null, made?.Status, order.IsWorse(f), f.Problem,
                order.Successor(f) is { } next ? OrderDecider.TradeOf(key, next.TradeNumber) : null);
        })],
        [.. order.Ended.Keys.Where(e => !order.Fills.ContainsKey(e))]);
}
