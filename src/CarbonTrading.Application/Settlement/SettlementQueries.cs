using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Settlement;

/// <summary>Every leg of every settlement, units and cash side by side.</summary>
public sealed class SettlementQueries(Workplace workplace)
{
    /// <summary>Legs of all that was approved and not cancelled before anything settled: the late ones first, then by day.</summary>
    public IReadOnlyList<SettlementLeg> Legs(AsOf asOf) =>
        [.. workplace.Read.Trades.All(asOf.Known).Select(t => (t.Key, State: t.On(asOf.Date)))
            .Where(t => t.State.Terms is { } terms && terms.TradeDate <= asOf.Date && Counts(t.State))
            .SelectMany(t => Of(t.Key, t.State, asOf)).Concat(workplace.Queries.Contracts.Legs(asOf).Select(c => Of(c.Key, c.Contract, c.Leg, asOf)))
            .OrderByDescending(l => l.LateDays).ThenByDescending(l => l.IsOpen).ThenBy(l => l.Due).ThenBy(l => l.Key, StringComparer.Ordinal).ThenBy(l => l.Kind)];

    /// <summary>The two legs of one trade; none before it is approved.</summary>
    public IReadOnlyList<SettlementLeg> Of(string trade, AsOf asOf) =>
        workplace.Read.Trades.Find(trade, asOf.Known)?.On(asOf.Date) is { Terms: not null } state && Counts(state) ? [.. Of(trade, state, asOf)] : [];

    private static bool Counts(Trade trade) => trade.Status switch
    {
        TradeStatus.None or TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Corrected => false,
        TradeStatus.Cancelled => !trade.SettledQuantity.IsZero,
        _ => true,
    };

    private IEnumerable<SettlementLeg> Of(string key, Trade trade, AsOf asOf)
    {
        var terms = trade.Terms!;
        var due = SettlementDay.Of(terms, workplace.Rules);
        // Of a trade cancelled after a part was settled that part is all there is.
        var isEnded = trade.Status == TradeStatus.Cancelled;
        var (quantity, amount) = isEnded ? (trade.SettledQuantity.Value, trade.CashDue) : (terms.Quantity.Value, trade.Cash);
        var units = StatusOf(trade, trade.OpenQuantity.IsZero || isEnded, !trade.SettledQuantity.IsZero);
        var cash = StatusOf(trade, trade.SettledCash == amount, trade.SettledCash > 0);
        var (buy, other) = (terms.Side == Side.Buy, terms.Counterparty ?? terms.Product.Market);
        yield return new("trade", key, LegKind.Units, buy, terms.Account, other, terms.Product.Code, quantity, trade.SettledQuantity.Value, null, null,
            terms.Price.Currency, due, units, Late(terms, due, units, asOf), trade.SettledQuantity.IsZero ? null : trade.Evidence, trade.LastProblem, trade.CapturedBy)
            { Market = terms.Product.Market };
        yield return new("trade", key, LegKind.Cash, !buy, terms.Account, other, terms.Product.Code, null, null, amount, trade.SettledCash,
            terms.Price.Currency, due, cash, Late(terms, due, cash, asOf), trade.SettledCash == 0 ? null : trade.Evidence, trade.LastProblem, trade.CapturedBy)
            { Market = terms.Product.Market };
    }

    private SettlementLeg Of(string key, TermContract contract, StandingLeg leg, AsOf asOf)
    {
        var (terms, l) = (contract.Terms!, leg.Leg);
        var status = leg.Status switch
        {
            ContractLegStatus.Done => LegStatus.Confirmed, ContractLegStatus.Failed => LegStatus.Failed,
            _ when leg.IsInstructed => LegStatus.Instructed,
            ContractLegStatus.InTransit or ContractLegStatus.Booking => LegStatus.InTransit, _ => LegStatus.Expected,
        };
        var isDone = status == LegStatus.Confirmed;
        var late = isDone ? 0 : TradingDays.Between(workplace.Rules, terms.Product.Market, l.Due, asOf.Date);
        return new("contract", key, l.IsUnits ? LegKind.Units : LegKind.Cash, l.IsIn, l.Account ?? terms.Account, terms.Counterparty, (l.Product ?? terms.Product).Code,
            l.Quantity?.Value, l.IsUnits ? (isDone ? l.Quantity!.Value.Value : 0) : null, l.Amount, l.IsUnits ? null : isDone ? l.Amount : 0m, l.Currency, l.Due, status, late,
            leg.Evidence, leg.Problem, contract.AgreedBy, $"{l.Phase} {l.Number}") { Market = (l.Product ?? terms.Product).Market };
    }

    private static LegStatus StatusOf(Trade trade, bool isDone, bool isBegun) =>
        isDone ? LegStatus.Confirmed
        : trade.Status switch
        {
            TradeStatus.Failed => LegStatus.Failed,
            TradeStatus.Expired => LegStatus.Expired,
            TradeStatus.Approved => trade.IsInstructed ? LegStatus.Instructed : LegStatus.Expected,
            _ => isBegun ? LegStatus.PartConfirmed : LegStatus.InTransit,
        };

    private int Late(CaptureTrade terms, DateOnly due, LegStatus status, AsOf asOf) =>
        status == LegStatus.Confirmed ? 0 : TradingDays.Between(workplace.Rules, terms.Product.Market, due, asOf.Date);
}
