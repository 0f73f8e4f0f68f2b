using System.Text.Json;
using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Limits;
using CarbonTrading.Application.People;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What the desk looks at for limits and for the right to approve.</summary>
public sealed partial class Desk
{
    private ApprovalRights Rights => new(read);

    /// <summary>What every limit that applies says to a capture now.</summary>
    /// <param name="capture">The trade.</param>
    /// <param name="key">Its key, or null where it has none yet.</param>
    /// <param name="actor">Who would capture it.</param>
    /// <param name="inPlaceOf">Key of the trade it is to replace, whose share it may count on; null = none.</param>
    public IReadOnlyList<LimitReading> LimitsOf(CaptureTrade capture, string? key, string actor, string? inPlaceOf = null) => LimitsOf(capture, key, actor, inPlaceOf, false);

    private IReadOnlyList<LimitReading> LimitsOf(CaptureTrade capture, string? key, string actor, string? inPlaceOf, bool isOrder) =>
        read.Log.BusinessDate is { } today ? new LimitReader(read, rules).Of(capture, key, actor, today, inPlaceOf, isOrder) : [];

    /// <summary>A trade is about to be captured, or an order placed: who comes after it counts its units, money and headroom.</summary>
    /// <returns>What takes it back once it is refused (true) or seen (false).</returns>
    internal Action<bool> Announce(string deal, CaptureTrade terms, string person, bool isTrial = false)
    {
        var headroom = new LimitReader(read, rules).HeadroomOf(terms, person, read.Log.BusinessDate ?? terms.TradeDate);
        read.OpenDeals.Announce(deal, [terms], FundQueries.NeedOf(terms, rules), headroom, isTrial);
        return isRefused => read.OpenDeals.Withdraw(deal, [terms], isRefused ? headroom : null, isTrial);
    }

    /// <summary>A contract is about to be agreed.</summary>
    private Action<bool> Announce(string key, AgreeContract contract, string person)
    {
        var (purchases, headroom) = (DealOf(contract)?.Purchases ?? [], LimitsOf(contract, key, person).Where(l => l.Holds).Select(l => (l.Limit, l.Asked ?? 0m)).ToList());
        read.OpenDeals.Announce(key, purchases, 0m, headroom);
        return isRefused => read.OpenDeals.Withdraw(key, purchases, isRefused ? headroom : null);
    }

    private ContractDeal? DealOf(AgreeContract c) => ContractDeal.Of(c, Rights.ValueOf(c));

    private IReadOnlyList<LimitReading> LimitsOf(AgreeContract contract, string key, string actor) =>
        read.Log.BusinessDate is { } today && DealOf(contract) is { } deal ? new LimitReader(read, rules).Of(deal, key, actor, today) : [];

    /// <summary>Read once more where one does not pass: headroom given back or an override may only not be seen yet.</summary>
    private async Task<IReadOnlyList<LimitReading>?> LimitsFor<TCommand>(TCommand command, string key, string actor, CancellationToken ct)
    {
        var limits = LimitsNow(command, key, actor);
        if (limits is null || limits.All(l => l.State == LimitState.Passes)) return limits;
        await read.Refresh(ct);
        return LimitsNow(command, key, actor);
    }

    private IReadOnlyList<LimitReading>? LimitsNow<TCommand>(TCommand command, string key, string actor)
    {
        if (command is ProposeCommand { Command: "agree-contract" } proposed)
            return LimitsNow(proposed.Body.Deserialize<AgreeContract>(Contract.Strict), proposed.Key, actor);
        if (command is AgreeContract contract) return LimitsOf(contract, key, actor);
        if (command is ApproveTrade && read.Trades.Find(key)?.State is { Status: TradeStatus.PendingApproval, Terms: { } terms } waiting && waiting.Limits.Any(l => l.IsBeyondHard))
            return LimitsOf(terms, key, waiting.CapturedBy, waiting.Replaces);
        if (command is CorrectPrice right && read.Trades.Find(key)?.State is { Terms: { } was } wrong)
            return [.. LimitsOf(right.Of(was), key, wrong.CapturedBy).Where(l => l.Kind == LimitDecider.NameOf(LimitKind.PriceDeviation))];
        if (TermsOf(command, actor) is not ({ } capture, var person)) return null;
        return LimitsOf(capture, key, person, (command as RebookTrade)?.Replaces ?? (command as CaptureFill)?.Replaces, command is PlaceOrder);    }

    /// <summary>The trade a command would make and whose it would be; an order is looked at as one trade at its worst price.</summary>
    private (CaptureTrade? Terms, string Person) TermsOf(object? command, string actor) => command switch
    {
        CaptureTrade c => (c, actor),
        CaptureFill c => (c.Terms, c.PlacedBy),
        RebookTrade c => (c.Terms, actor),
        PlaceOrder c => (c.AsTrade(), actor),
        AgreeContract c => (DealOf(c) is { } deal ? deal.Deal ?? deal.Moves[0] : null, actor),
        _ => (null, actor),
    };

    /// <summary>The terms whose price is held against the venue's.</summary>
    private CaptureTrade? PricedBy(object command, string key, CaptureTrade? terms) => command switch
    {
        AgreeContract => null,
        CorrectPrice => read.Trades.Find(key)?.State.Terms,
        _ => terms,
    };

    /// <summary>Whether a trade is at its end without having moved anything.</summary>
    internal bool IsGone(string trade) => read.Trades.Find(trade)?.State.Status is TradeStatus.Cancelled or TradeStatus.Rejected;

    /// <summary>Orders with something open whose last day is before a day.</summary>
    internal IReadOnlyList<string> OrdersOver(DateOnly day) => [.. read.Orders.All().Where(o => o.State.Terms?.LastDay < day && !o.State.Open.IsZero).Select(o => o.Key)];

    /// <summary>Both accounts exist and hold what the contract is on.</summary>
    private DomainError? ContractFits(string key, AgreeContract c)
    {
        if (key.Length > ContractDecider.KeyMax) return ContractErrors.KeyTooLong(key);
        if ((HolderFits(c.Account, c.Product.Market) ?? UnitsFit(c)) is { } wrong) return wrong;
        return c.OtherAccount is { } other ? HolderFits(other, (c.OtherProduct ?? c.Product).Market) is { } no ? no with { Field = "otherAccount" } : null : null;
    }

    /// <summary>The account holds units of the market; credits are held in a holding.</summary>
    private DomainError? HolderFits(string account, string market)
    {
        if (market == CcerHoldingDecider.Market) return read.Holdings.Find(account) is null ? DeskErrors.NoHoldingToTradeFor(account) : null;
        if (read.Accounts.Find(account) is not { } known) return DeskErrors.UnknownAccount(account);
        return known.Market == market ? null : DeskErrors.OtherMarket(account, known.Market, market);
    }

    /// <summary>The fund account pays for an account that is there, in the currency of its market.</summary>
    private DomainError? FundsFit(string key, RecordFunds c)
    {
        if (read.TradingAccount(key, c.Market) is null) return FundAccountErrors.UnknownAccount(key, c.Market);
        return rules.TryFind("currency", c.Market, c.Effective) is { IsKnown: true, Text: { } right } && right != c.Currency
            ? FundAccountErrors.OtherCurrency(c.Currency, c.Market, right) : null;
    }

    private DomainError? OrderFits(string key, PlaceOrder c) => key.Length > OrderDecider.KeyMax ? OrderErrors.KeyTooLong(key) : TradeFits(c.AsTrade());

    /// <summary>A trade refused at entry leaves its trace on every hard limit it did not keep: the breach log is made of events.</summary>
    private async Task RecordRefused(CaptureTrade c, string trade, Stamp stamp, DomainError refusal, CancellationToken ct)
    {
        if (refusal.Code is not ("trade.limit-exceeded" or "trade.limit-expired" or "trade.limit-not-known")) return;
        foreach (var limit in (stamp.Limits ?? []).Where(l => l.Hard && l.State != LimitState.Passes && read.Limits.Find(l.Limit) is not null))
        {
            var id = "refused-" + Contract.Fingerprint($"{stamp.CommandId} {limit.Limit}");
            var noted = new RecordRefusedTrade(trade, stamp.Actor, limit.Asked, limit.Used, limit.Allowed, c.TradeDate, Code(limit.State), c.Remark);
            await host.Execute(LimitDecider.Instance, limit.Limit, noted,
                stamp with { CommandId = id, Actor = Permissions.HoldLimits, Quotes = null, Limits = null, Trial = false }, ct);
        }
    }

    private static string Code(LimitState state) => state switch
    {
        LimitState.Expired => "trade.limit-expired",
        LimitState.NotKnown => "trade.limit-not-known",
        _ => "trade.limit-exceeded",
    };

    private string? OnBehalfOf<TCommand>(string key, TCommand command, Caller caller) =>
        caller.IsSystem || command is null ? null : Rights.Of(caller.Actor, key, command)?.OnBehalfOf;

    private DomainError? MayApprove<TCommand>(string key, TCommand command, Caller caller) =>
        approval is not null || caller.IsSystem || command is null ? null : Rights.Of(caller.Actor, key, command)?.Refused;

    private DomainError? DelegateFits(DelegateApproval c)
    {
        var roles = read.RolesOf(c.To);
        return roles.Intersect(ApprovalRights.Delegates).Any() && !roles.Intersect(ApprovalRights.NeverDelegates).Any()
            ? null : DeskErrors.UnfitDelegate(c.To, ApprovalRights.Delegates, ApprovalRights.NeverDelegates);
    }

    private DomainError? LimitFits(SetLimit c) => c.Kind switch
    {
        LimitKind.Trader when read.People.Find(c.Scope.ToUpperInvariant()) is null => DeskErrors.UnknownTrader(c.Scope),
        LimitKind.Position when c.Account is { } account && read.Accounts.Find(account) is null && read.Holdings.Find(account) is null => DeskErrors.UnknownLimitAccount(account),
        _ => null,
    };
}
