using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    private static Decision<TradeEvent> Issue(Trade state, CaptureTrade terms, IssueConfirmation c, Context context)
    {
        if (NotConfirmed(state) is { } no) return no;
        if (state.Confirmation.MatchedOn is { } matched) return TradeErrors.AlreadyMatched(matched);
        if (IsMaker(state, context)) return TradeErrors.MakerIsChecker("confirm to the other side", state.CapturedBy);
        if (c.Effective < terms.TradeDate) return TradeErrors.BeforeTradeDate(c.Effective, terms.TradeDate);
        return new ConfirmationIssued(c.Effective, c.To);
    }

    private static Decision<TradeEvent> Chase(Trade state, ChaseConfirmation c) =>
        NotOpen(state, c.Effective) is { } wrong ? wrong : new ConfirmationChased(c.Effective, c.Note);

    /// <summary>Their terms against ours, field by field; what differs is written down and chased until it is right.</summary>
    private static Decision<TradeEvent> Match(Trade state, CaptureTrade terms, MatchConfirmation c, Context context)
    {
        if (NotOpen(state, c.Effective) is { } wrong) return wrong;
        if (IsMaker(state, context)) return TradeErrors.MakerIsChecker("match the confirmation of", state.CapturedBy);
        List<TermDifference> differences = [];
        Compare("tradeDate", Day(terms.TradeDate), Day(c.TradeDate));
        Compare("product", terms.Product.ToString(), c.Product.ToString());
        Compare("side", terms.Side.ToString(), c.Side.ToString());
        Compare("quantity", terms.Quantity.ToString(), c.Quantity.ToString());
        Compare("price", terms.Price.ToString(), c.Price.ToString());
        if (c.Commission is { } commission) Compare("commission", Cents(terms.Commission ?? 0m), Cents(commission));
        if (c.SettleOn is { } day) Compare("settleOn", Day(SettlementDay.Of(terms, context.Rules)), Day(day));
        if (c.Counterparty is { Length: > 0 } name && !string.Equals((terms.Counterparty ?? state.Confirmation.To)?.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase))
            Compare("counterparty", terms.Counterparty ?? state.Confirmation.To ?? "", name);
        return differences.Count == 0 ? new ConfirmationMatched(c.Effective, c.Evidence) : new ConfirmationDiffered(c.Effective, c.Evidence, differences);

        void Compare(string field, string ours, string theirs)
        {
            if (ours != theirs) differences.Add(new(field, ours, theirs));
        }
    }

    /// <summary>A trade nobody agreed, or in whose place another stands, is confirmed to nobody.</summary>
    private static DomainError? NotConfirmed(Trade state) =>
        state.Status is TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected
            ? TradeErrors.NotAtStep("confirm to the other side", state.Status, "Approved or later, and not Corrected") : null;

    private static string Cents(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static DomainError? NotOpen(Trade state, DateOnly day) => NotConfirmed(state) is { } no ? no
        : state.Confirmation.IssuedOn is not { } issued ? TradeErrors.NotIssued()
        : state.Confirmation.MatchedOn is { } matched ? TradeErrors.AlreadyMatched(matched)
        : day < (state.Confirmation.ChasedOn ?? issued) ? TradeErrors.BeforeIssued(day, state.Confirmation.ChasedOn ?? issued) : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
