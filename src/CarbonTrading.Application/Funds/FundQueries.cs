using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Funds;

/// <summary>The money one account can buy with at its market's venue.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Market">Market whose venue holds it.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameZh">Its Chinese name.</param>
/// <param name="Currency">Currency of its market.</param>
/// <param name="On">Day of the last balance; null = none recorded: purchases are not held against money.</param>
/// <param name="Balance">Closing balance of that day.</param>
/// <param name="Settled">Received less paid since.</param>
/// <param name="Open">Promised to purchases that wait, are approved or on their way.</param>
/// <param name="Orders">Held by buy orders: what may still be filled at the worst price, with its fees, and executions that are no trade yet.</param>
/// <param name="Coming">To come for sales made, where the market lets it buy again the same day (rule <c>sale-money-usable</c>).</param>
/// <param name="Evidence">Statement the balance is from.</param>
public sealed record FundRow(
    string Account, string Market, string Name, string NameZh, string Currency, DateOnly? On, decimal Balance, decimal Settled, decimal Open, decimal Orders, decimal Coming, string? Evidence)
{
    /// <summary>Balance + settled since + to come for sales - promised - held by orders; null where no balance is recorded.</summary>
    public decimal? Available => On is null ? null : Balance + Settled + Coming - Open - Orders;

    /// <summary>The buy orders that hold money, with how much each: also where no balance is recorded.</summary>
    public IReadOnlyList<HeldByOrder> Holding { get; init; } = [];
}

/// <summary>Fund accounts: balances and what trades did to them since.</summary>
public sealed class FundQueries(Workplace workplace)
{
    /// <summary>Every account and holding: those with a balance first.</summary>
    public IReadOnlyList<FundRow> All(AsOf asOf)
    {
        var orders = OpenDeals.OrdersAt(workplace.Read, asOf)
            .ToLookup(p => (p.Terms.Account, p.Terms.Product.Market), p => new HeldByOrder(p.Order, NeedOf(p.Terms, workplace.Rules)));
        return [.. workplace.Read.TradingAccounts(asOf.Known).Select(a => Row(a, [.. orders[(a.Key, a.Market)]], asOf))
            .OrderBy(r => r.On is null).ThenBy(r => r.Account, StringComparer.Ordinal).ThenBy(r => r.Market, StringComparer.Ordinal)];
    }

    /// <summary>Money a deal needs at the venue: of a purchase the amount with its fees; 0 where the two sides pay each other.</summary>
    public static decimal NeedOf(CaptureTrade c, RuleBook rules) => c is { Side: Side.Buy, Method: not TradeMethod.Otc }
        ? (c.Price * c.Quantity).RoundedHalfUp().Amount + TradeDecider.FeesOf(c, rules) : 0m;

    /// <summary>Whether money of a sale may buy again the same day.</summary>
    public static bool MayBuyAgain(RuleBook rules, string market, DateOnly day) => rules.TryFind("sale-money-usable", market, day) is { IsKnown: true, Text: "same-day" };

    private FundRow Row(AccountEntry account, IReadOnlyList<HeldByOrder> orders, AsOf asOf)
    {
        var last = workplace.Read.Funds.Find(account.Key, asOf.Known)?.State.Last(account.Market) is { } l && l.Effective <= asOf.Date ? l : null;
        var currency = last?.Currency ?? workplace.Rules.TryFind("currency", account.Market, asOf.Date)?.Text ?? "";
        var flow = workplace.Read.FundBook.Of(account.Key, account.Market, last?.Effective ?? DateOnly.MaxValue, asOf);
        var coming = MayBuyAgain(workplace.Rules, account.Market, asOf.Date) ? flow.Coming : 0m;
        return new(account.Key, account.Market, account.Name, account.NameZh, currency, last?.Effective, last?.Amount ?? 0m, flow.Settled, flow.Open, orders.Sum(o => o.Amount), coming,
            last?.Evidence)
        {
            Holding = [.. orders.GroupBy(o => o.Order).Select(g => new HeldByOrder(g.Key, g.Sum(o => o.Amount))).Where(o => o.Amount > 0)
                .OrderByDescending(o => o.Amount).ThenBy(o => o.Order, StringComparer.Ordinal)],
        };
    }
}
