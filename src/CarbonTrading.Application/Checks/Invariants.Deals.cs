using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Checks;

public static partial class Invariants
{
    private static bool IsOut(TradeStatus status) => status is TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected;

    /// <summary>Orders and trades tell the same: an execution that stands has its trade, one that stands no longer has none, and no trade is of an execution nobody knows.</summary>
    private static CheckResult OrdersAgree(Books books)
    {
        var (findings, fills) = (new List<string>(), 0);
        var trades = books.Read.Trades.All(books.Known).Where(t => t.State.Order is not null).ToDictionary(t => t.Key, t => t.State, StringComparer.Ordinal);
        var orders = books.Read.Orders.All(books.Known);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, order) in orders.Select(o => (o.Key, o.State)))
        {
            foreach (var fill in order.Fills.Values)
            {
                fills++;
                var trade = OrderDecider.TradeOf(key, fill.Number);
                known.Add(trade);
                var finding = order.Stands(fill.Reported.Execution) ? Standing(key, order, fill) : Ended(key, order, fill);
                if (finding is not null) findings.Add($"{key} {fill.Reported.Execution}: {finding}");
            }

            // Of a trade that gives its place to another, one of the two will stand.
            var booked = trades.Where(t => t.Value.Order == key && !IsOut(t.Value.Status) && (t.Value.Replaces is null || t.Value.HasReplaced)).Sum(t => t.Value.Terms!.Quantity.Value);
            if (booked > order.Terms!.Quantity.Value) findings.Add($"{key}: {booked} t in the books, {order.Terms.Quantity.Value} t ordered");
        }

        findings.AddRange(trades.Keys.Where(t => !known.Contains(t)).Select(t => $"{t}: order {trades[t].Order} knows no execution {trades[t].Execution}"));
        return new("orders agree with trades", $"{orders.Count} orders, {fills} executions, {trades.Count} trades of them", findings);

        string? Standing(string key, Order order, Fill fill)
        {
            if (!fill.IsBooked) return fill.Problem is null && order.Status != OrderStatus.Overfilled && order.MayBeBooked(fill) ? "it stands and fits, and no trade was asked for" : null;
            if (fill.Problem is not null) return null; // on the duty board
            var trade = OrderDecider.TradeOf(key, fill.TradeNumber);
            if (!trades.TryGetValue(trade, out var made)) return $"it stands, and there is no trade {trade}";
            if (made.Status is TradeStatus.Cancelled or TradeStatus.Corrected) return $"it stands, its trade {trade} is {made.Status}";
            var (said, terms) = (fill.Reported, made.Terms!);
            return said.Quantity == terms.Quantity && said.TradeDate == terms.TradeDate ? null
                : $"{said.Quantity} of {said.TradeDate:yyyy-MM-dd} reported, trade {trade} is of {terms.Quantity} of {terms.TradeDate:yyyy-MM-dd}";
        }

        string? Ended(string key, Order order, Fill fill)
        {
            var trade = OrderDecider.TradeOf(key, fill.TradeNumber);
            return !fill.IsInBooks || fill.Problem is not null || order.Successor(fill) is not null || order.OwnerOf(fill.Reported.Execution) is not null
                || !trades.TryGetValue(trade, out var made) || IsOut(made.Status) ? null : $"it stands no longer, its trade {trade} is {made.Status}";
        }
    }

    /// <summary>What stands in accounts and holdings for a trade or contract, and what trades and contracts have standing there: both ways the same.</summary>
    private static CheckResult ClaimsAgree(Books books)
    {
        var expected = new Dictionary<Books.Held, long>();
        foreach (var (key, trade) in books.Read.Trades.All(books.Known).Select(t => (t.Key, t.State)))
            if (trade is { Status: TradeStatus.InTransit, Terms: { Side: Side.Sell } terms })
                expected[new(terms.Account, terms.Product.Market == CcerHoldingDecider.Market, key, "in transit")] = trade.OpenQuantity.Value;
        foreach (var (key, contract) in books.Read.Contracts.All(books.Known).Select(c => (c.Key, c.State)))
            foreach (var (held, tonnes) in contract.Legs.Select(l => HeldBy(key, contract, l)).OfType<(Books.Held, long)>()) expected[held] = tonnes;
        var standing = books.HeldForDeals();
        return new("what is promised and pledged belongs to one deal", $"{expected.Count} sales on their way and legs of contracts, {standing.Count} entries in accounts and holdings",
            [.. expected.Where(e => standing.GetValueOrDefault(e.Key) != e.Value)
                .Select(e => $"{e.Key.Account} {e.Key.Id}: {e.Value} t {e.Key.What} by the deal, {standing.GetValueOrDefault(e.Key)} t in the account"),
             .. standing.Where(s => !expected.ContainsKey(s.Key)).Select(s => $"{s.Key.Account} {s.Key.Id}: {s.Value} t {s.Key.What} in the account, none by the deal")]);
    }

    /// <summary>What a leg has standing in its account now; null = nothing.</summary>
    private static (Books.Held, long)? HeldBy(string key, TermContract contract, StandingLeg leg)
    {
        if (!leg.Leg.IsUnits || !leg.IsOpen) return null;
        var opening = contract.Legs.Find(l => l.Leg.IsUnits)!;
        var what = leg.Leg.Action switch
        {
            LegAction.Deliver or LegAction.Transfer when leg.Status is ContractLegStatus.InTransit || (leg.Status == ContractLegStatus.Booking && !leg.IsInstructed) => "in transit",
            LegAction.Release when opening.Status == ContractLegStatus.Done => contract.Terms!.Kind switch
            {
                ContractKind.Pledge => "pledged", ContractKind.Repo => "sold in repo", _ => "lent",
            },
            LegAction.GiveBack when opening.Status == ContractLegStatus.Done => "borrowed",
            _ => null,
        };
        if (what is null) return null;
        var id = what == "in transit" ? TermContract.IdOf(key, leg.Leg.Number, leg.Attempt) : TermContract.IdOf(key, opening.Leg.Number);
        return (new(leg.Leg.Account!, leg.Leg.Product!.Value.Market == CcerHoldingDecider.Market, id, what), leg.Leg.Quantity!.Value.Value);
    }

    /// <summary>Money at the venues, counted once more from the payments of every trade; and no trade paid beyond what is due.</summary>
    internal static CheckResult CashAgrees(Books books)
    {
        var (findings, payments) = (new List<string>(), 0);
        var trades = books.Read.Trades.All(books.Known).Where(t => t.State.Terms is not null).ToList();
        foreach (var (key, trade) in trades.Select(t => (t.Key, t.State)))
        {
            payments += trade.Payments.Count;
            if (trade.Payments.Sum(p => p.Amount) is var paid && paid != trade.SettledCash) findings.Add($"{key}: payments add up to {paid}, {trade.SettledCash} is settled");
            var due = trade.IsAnnulled ? 0m : trade.Status == TradeStatus.Corrected ? decimal.MaxValue : trade.CashDue;
            if (trade.SettledCash > Math.Max(0m, due)) findings.Add($"{key}: {trade.SettledCash} paid, {due} is due");
        }

        foreach (var account in trades.GroupBy(t => (t.State.Terms!.Account, t.State.Terms.Product.Market)))
        {
            var last = books.Read.Funds.Find(account.Key.Account, books.Known)?.State.Last(account.Key.Market)?.Effective ?? DateOnly.MinValue;
            var (kept, counted) = (books.Read.FundBook.Of(account.Key.Account, account.Key.Market, last, new AsOf(DateOnly.MaxValue, books.Known, false)), Counted(account, last));
            if (kept != counted) findings.Add($"{account.Key.Account} {account.Key.Market}: kept are {kept}, its trades make {counted}");
        }

        return new("money at the venues agrees with the payments of trades", $"{trades.Count} trades, {payments} payments", findings);

        static FundFlow Counted(IEnumerable<Seen<Trade, TradeEvent>> trades, DateOnly after)
        {
            decimal open = 0m, settled = 0m, coming = 0m;
            foreach (var trade in trades.Select(t => t.State).Where(t => t.Terms!.Method != TradeMethod.Otc))
            {
                var buys = trade.Terms!.Side == Side.Buy;
                var isOut = trade.Status is TradeStatus.Rejected or TradeStatus.Corrected;
                var moved = decimal.Round(trade.Cash * trade.SettledQuantity.Value / trade.Terms!.Quantity.Value, 2, MidpointRounding.AwayFromZero); // owed whatever becomes of the rest
                if (buys && !isOut) open += (trade.Status is TradeStatus.Failed or TradeStatus.Expired or TradeStatus.Cancelled ? moved : trade.Cash) - trade.SettledCash;
                if (!buys && !isOut && trade.Terms.TradeDate > after) coming += (trade.Status is TradeStatus.InTransit or TradeStatus.Settled ? trade.Cash : moved) - trade.SettledCash;
                if (trade.Status == TradeStatus.Corrected && trade.ReplacedBy is not null) continue; // carried over to the trade in its place
                settled += trade.Payments.Where(p => p.Effective > after).Sum(p => buys ? -p.Amount : p.Amount);
            }

            return new(open, settled, coming);
        }
    }
}
