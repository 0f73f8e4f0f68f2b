using System.Text.Json;
using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.People;

/// <summary>Whether a person may decide on something that waits: in the own right, or in another's place.</summary>
/// <param name="OnBehalfOf">In whose place; null = in the own right.</param>
/// <param name="Refused">Why not; null = may.</param>
public sealed record ApprovalRight(string? OnBehalfOf, DomainError? Refused);

/// <summary>The right to approve: by role, up to an amount, or in the place of somebody who has both.</summary>
/// <remarks>
/// A delegate approves within the dates and the authority of the delegator, never own items, never the delegator's. Roles and authority
/// are read from the read side as roles are; that maker and checker differ is held by the entity.
/// </remarks>
public sealed class ApprovalRights(ReadSide read)
{
    private const string Yuan = "CNY";

    /// <summary>Roles that may stand in for an approver.</summary>
    public static IReadOnlyList<Role> Delegates { get; } = [Role.Approver, Role.Finance, Role.Compliance];

    /// <summary>Roles that may never: who trades does not approve, who audits changes nothing.</summary>
    public static IReadOnlyList<Role> NeverDelegates { get; } = [Role.Trader, Role.Auditor];

    private sealed record Item(string Maker, IReadOnlyList<Role> Checkers, Money? Amount);

    /// <summary>The right to a command; null where the command decides on nothing that waits.</summary>
    public ApprovalRight? Of(string actor, string key, object command) => ItemOf(key, command) is { } item
        ? Of(actor, item, command is ApproveTrade or ApproveProposal) : null;

    /// <summary>Whether a person without the role may do it in another's place.</summary>
    public bool MayStandIn(string actor, string key, object command) =>
        ItemOf(key, command) is { } item && Delegators(actor, item).Any();

    /// <summary>At most this amount, CNY; null = any amount.</summary>
    public decimal? AuthorityOf(string login, DateOnly day) =>
        read.People.Find(login.ToUpperInvariant())?.State.AuthorityOn(day) is { } granted ? granted.Amount : read.Authority.Amount;

    /// <summary>The amount a trade has, in CNY, rounded half-up to 2 decimals; null where the rate is missing.</summary>
    public decimal? InYuan(Money amount, DateOnly day) => Rates.Convert(read.Prices, amount, Yuan, day);

    /// <summary>
    /// What a contract is worth to who approves it: the dearest of price × quantity, of the price at its end, and of what the units are worth
    /// today (what is lent or swapped may carry a fee or a difference alone as its price); of a pledge the loan.
    /// </summary>
    public Money ValueOf(AgreeContract c)
    {
        var value = c.Value();
        if (c.Kind == ContractKind.Pledge) return value;
        IEnumerable<UnitPrice?> prices = [c.EndPrice, c.Kind is ContractKind.Lend or ContractKind.Borrow or ContractKind.Swap ? read.PreviousClose(c.Product, c.AgreedOn)?.Price : null];
        foreach (var price in prices)
            if (price is { } p && p.Currency == value.Currency && (p * c.Quantity).RoundedHalfUp() is var other && other.Amount > value.Amount) value = other;
        return value;
    }

    private DateOnly Today => read.Log.BusinessDate ?? BookDates.First;

    private ApprovalRight Of(string actor, Item item, bool approves)
    {
        if (Same(actor, item.Maker)) return new(null, null); // the entity says that maker and checker differ
        if (StandsInFor(item.Maker, actor)) return new(null, DeskErrors.DelegateOfMaker(actor, item.Maker));
        var isOwn = read.RolesOf(actor).Intersect(item.Checkers).Any();
        if (!approves || item.Amount is not { } amount)
            return new(isOwn ? null : Delegators(actor, item).FirstOrDefault(), null);
        if (InYuan(amount, Today) is not { } yuan) return new(null, DeskErrors.AuthorityNotComparable(amount));
        if (isOwn && Reaches(actor, yuan)) return new(null, null);
        var places = Delegators(actor, item).ToList();
        if (places.Find(d => Reaches(d, yuan)) is { } place) return new(place, null);
        var most = places.Append(isOwn ? actor : null).OfType<string>().Select(p => AuthorityOf(p, Today)).Max();
        return new(null, DeskErrors.AuthorityExceeded(actor, new Money(yuan, Yuan), new Money(most ?? 0m, Yuan).ToString(), Others(item, yuan)));
    }

    private string Others(Item item, decimal yuan)
    {
        var who = read.People.All().Select(p => p.State).Where(p => p.Active && !Same(p.Login, item.Maker) && !StandsInFor(item.Maker, p.Login)
            && read.RolesOf(p.Login).Intersect(item.Checkers).Any() && Reaches(p.Login, yuan)).Select(p => $"{p.Login} ({p.Name})").ToList();
        return who.Count == 0 ? "nobody now" : string.Join(", ", who);
    }

    private bool Reaches(string login, decimal yuan) => AuthorityOf(login, Today) is not { } most || yuan <= most;

    /// <summary>Persons in whose place the actor may decide on an item today.</summary>
    private IEnumerable<string> Delegators(string actor, Item item) => Same(actor, item.Maker) || !MayBeDelegate(actor) ? [] : read.People.All()
        .Select(p => p.State).Where(p => p.Active && !Same(p.Login, actor) && !Same(p.Login, item.Maker) && p.DelegatesTo(actor, Today)
            && read.RolesOf(p.Login).Intersect(item.Checkers).Contains(Role.Approver)).Select(p => p.Login);

    private bool MayBeDelegate(string actor) => read.RolesOf(actor) is var roles
        && roles.Intersect(Delegates).Any() && !roles.Intersect(NeverDelegates).Any();

    private bool StandsInFor(string maker, string actor) => read.People.Find(maker.ToUpperInvariant())?.State is { Active: true } person && person.DelegatesTo(actor, Today);

    private Item? ItemOf(string key, object command) => command switch
    {
        ApproveTrade or RejectTrade => read.Trades.Find(key)?.State is { Terms: { } terms, Status: TradeStatus.PendingApproval } trade
            ? new(trade.CapturedBy, Permissions.Of(typeof(ApproveTrade)).Makers, (terms.Price * terms.Quantity).RoundedHalfUp()) : null,
        ApproveProposal or RejectProposal => read.Proposals.Find(key)?.State is { Status: ProposalStatus.Waiting } proposal ? ItemOf(proposal) : null,
        _ => null,
    };

    private Item? ItemOf(Proposal proposal) => Entities.ByName(proposal.Entity)?.Commands.GetValueOrDefault(proposal.Command) is { } type
        ? new(proposal.Maker, Permissions.Of(type).Checkers, AmountOf(proposal, type)) : null;

    /// <summary>
    /// An override in money is worth what it lets through, a contract its price × quantity or its loan, a corrected trade what it will have cost,
    /// one taken out of the books what it was, security disposed of its proceeds, units entered as bought price × quantity.
    /// No other proposal names an amount of its own.
    /// </summary>
    private Money? AmountOf(Proposal proposal, Type type)
    {
        if (type == typeof(AgreeContract))
        {
            try { return ValueOf(proposal.Body.Deserialize<AgreeContract>(Contract.Strict)!); }
            catch (JsonException) { return null; } // what cannot be read cannot be run either
        }

        if (type == typeof(CorrectPrice))
        {
            try { return (proposal.Body.Deserialize<CorrectPrice>(Contract.Strict)!.Price * read.Trades.Find(proposal.Key)!.State.Terms!.Quantity).RoundedHalfUp(); }
            catch (JsonException) { return null; }
        }

        if (type == typeof(AnnulTrade)) return read.Trades.Find(proposal.Key)?.State.Terms is { } gone ? (gone.Price * gone.Quantity).RoundedHalfUp() : null;
        if (type == typeof(DisposeSecurity) && read.Contracts.Find(proposal.Key)?.State.Terms is { } pledge)
        {
            try { return new Money(proposal.Body.Deserialize<DisposeSecurity>(Contract.Strict)!.Proceeds, pledge.Price.Currency); }
            catch (JsonException) { return null; }
        }

        if (type == typeof(DefaultContract)) return read.Contracts.Find(proposal.Key)?.State.Terms is { } broken ? ValueOf(broken) : null;
        if (type == typeof(ReceivePurchase))
        {
            try { return proposal.Body.Deserialize<ReceivePurchase>(Contract.Strict) is { } bought ? (bought.Price * bought.Quantity).RoundedHalfUp() : null; }
            catch (JsonException) { return null; }
        }

        return type == typeof(OverrideLimit) && proposal.Body.TryGetProperty("amount", out var amount)
            && amount.ValueKind == JsonValueKind.Number && read.Limits.Find(proposal.Key)?.State.Terms is { } terms && Currencies.IsKnown(terms.Unit)
                ? new Money(amount.GetDecimal(), terms.Unit) : null;
    }

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
