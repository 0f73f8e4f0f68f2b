using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Trades;

/// <summary>Where a confirmation stands: what is to be done with it.</summary>
public enum ConfirmationStage
{
    /// <summary>The other side says something else: settle it with them.</summary>
    Differs,
    /// <summary>Sent, no answer: chase it.</summary>
    Issued,
    /// <summary>To be sent.</summary>
    ToIssue,
    /// <summary>Both sides agree.</summary>
    Matched,
}

/// <summary>The confirmation of one trade.</summary>
/// <param name="Trade">Trade key.</param>
/// <param name="Terms">What is confirmed.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="AgeDays">Trading days since the deal until both sides agreed, or until the day asked.</param>
/// <param name="Confirmation">Sent, chased, answered.</param>
/// <param name="CapturedBy">Maker: sends and matches nothing of it.</param>
public sealed record ConfirmationRow(string Trade, CaptureTrade Terms, ConfirmationStage Stage, int AgeDays, Confirmation Confirmation, string CapturedBy);

/// <summary>Confirmations of trades that have a counterparty: made, matched, chased with age.</summary>
public sealed class ConfirmationQueries(Workplace workplace)
{
    /// <summary>All of them: what differs first, then the oldest unanswered.</summary>
    public IReadOnlyList<ConfirmationRow> All(AsOf asOf) =>
        [.. workplace.Read.Trades.All(asOf.Known).Select(t => (t.Key, State: t.On(asOf.Date)))
            .Where(t => t.State.Terms is { } terms && terms.TradeDate <= asOf.Date && Needs(t.State))
            .Select(t => Row(t.Key, t.State, asOf))
            .OrderBy(r => r.Stage).ThenByDescending(r => r.AgeDays).ThenBy(r => r.Trade, StringComparer.Ordinal)];

    /// <summary>The confirmation of one trade; null where it needs none.</summary>
    public ConfirmationRow? Of(string trade, AsOf asOf) =>
        workplace.Read.Trades.Find(trade, asOf.Known)?.On(asOf.Date) is { Terms: not null } state && Needs(state) ? Row(trade, state, asOf) : null;

    private static bool Needs(Trade trade) => trade is { Status: not (TradeStatus.None or TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected) }
        && (trade.Terms!.Counterparty is not null || trade.Confirmation.IssuedOn is not null);

    private ConfirmationRow Row(string key, Trade trade, AsOf asOf)
    {
        var (terms, c) = (trade.Terms!, trade.Confirmation);
        var stage = c switch
        {
            { MatchedOn: not null } => ConfirmationStage.Matched,
            { Differences.Count: > 0 } => ConfirmationStage.Differs,
            { IssuedOn: not null } => ConfirmationStage.Issued,
            _ => ConfirmationStage.ToIssue,
        };
        return new(key, terms, stage, TradingDays.Between(workplace.Rules, terms.Product.Market, terms.TradeDate, c.MatchedOn ?? asOf.Date), c, trade.CapturedBy);
    }
}
