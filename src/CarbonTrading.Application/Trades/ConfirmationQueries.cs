using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

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

/// <summary>The confirmation of one trade or contract.</summary>
/// <param name="Source">trade or contract.</param>
/// <param name="Key">Key of it.</param>
/// <param name="Counterparty">Other side; null = it is named by whom the confirmation went to.</param>
/// <param name="Day">Day of the deal.</param>
/// <param name="Product">What of.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Side">Ours; null = the kind of contract has none.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="AgeDays">Trading days since the deal until both sides agreed, or until the day asked.</param>
/// <param name="Confirmation">Sent, chased, answered.</param>
/// <param name="MadeBy">Maker: sends and matches nothing of it.</param>
public sealed record ConfirmationRow(
    string Source, string Key, string? Counterparty, DateOnly Day, Product Product, Tonnes Quantity, Side? Side, ConfirmationStage Stage, int AgeDays,
    Confirmation Confirmation, string MadeBy);

/// <summary>Confirmations of trades and contracts that have a counterparty: made, matched, chased with age.</summary>
public sealed class ConfirmationQueries(Workplace workplace)
{
    /// <summary>Source of a trade's.</summary>
    public const string OfTrade = "trade";

    /// <summary>Source of a contract's.</summary>
    public const string OfContract = "contract";

    /// <summary>All of them: what differs first, then the oldest unanswered.</summary>
    public IReadOnlyList<ConfirmationRow> All(AsOf asOf) =>
        [.. workplace.Read.Trades.All(asOf.Known).Select(t => Row(t.Key, t.On(asOf.Date), asOf))
            .Concat(workplace.Read.Contracts.All(asOf.Known).Select(c => Row(c.Key, c.On(asOf.Date), asOf)))
            .OfType<ConfirmationRow>().Where(r => r.Day <= asOf.Date)
            .OrderBy(r => r.Stage).ThenByDescending(r => r.AgeDays).ThenBy(r => r.Key, StringComparer.Ordinal)];

    /// <summary>The confirmation of one trade or contract; null where it needs none.</summary>
    public ConfirmationRow? Of(string source, string key, AsOf asOf) => source == OfContract
        ? workplace.Read.Contracts.Find(key, asOf.Known)?.On(asOf.Date) is { } contract ? Row(key, contract, asOf) : null
        : workplace.Read.Trades.Find(key, asOf.Known)?.On(asOf.Date) is { } trade ? Row(key, trade, asOf) : null;

    private ConfirmationRow? Row(string key, Trade trade, AsOf asOf) =>
        trade is { Terms: { } terms, Status: not (TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected) }
            && (terms.Counterparty is not null || trade.Confirmation.IssuedOn is not null)
            ? new(OfTrade, key, terms.Counterparty, terms.TradeDate, terms.Product, terms.Quantity, terms.Side, StageOf(trade.Confirmation),
                Age(trade.Confirmation, terms.Product, terms.TradeDate, asOf), trade.Confirmation, trade.CapturedBy) : null;

    private ConfirmationRow? Row(string key, TermContract contract, AsOf asOf) =>
        contract is { Terms: { Kind: not ContractKind.InternalTransfer } terms, Status: not ContractStatus.Cancelled }
            ? new(OfContract, key, terms.Counterparty, terms.AgreedOn, terms.Product, terms.Quantity, terms.Side, StageOf(contract.Confirmation),
                Age(contract.Confirmation, terms.Product, terms.AgreedOn, asOf), contract.Confirmation, contract.AgreedBy) : null;

    private static ConfirmationStage StageOf(Confirmation c) => c switch
    {
        { MatchedOn: not null } => ConfirmationStage.Matched,
        { Differences.Count: > 0 } => ConfirmationStage.Differs,
        { IssuedOn: not null } => ConfirmationStage.Issued,
        _ => ConfirmationStage.ToIssue,
    };

    private int Age(Confirmation c, Product product, DateOnly day, AsOf asOf) => TradingDays.Between(workplace.Rules, product.Market, day, c.MatchedOn ?? asOf.Date);
}
