using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What the product would say to a deal now, without entering it.</summary>
/// <param name="Checks">Every rule it is held against, kept or not.</param>
/// <param name="Limits">What every limit that governs it says.</param>
/// <param name="Refusal">Why it cannot be entered; null = it can.</param>
public sealed record DealPreview(IReadOnlyList<VenueCheck> Checks, IReadOnlyList<LimitReading> Limits, DomainError? Refusal)
{
    /// <summary>What it would go against without being refused: each needs the reason in the remark.</summary>
    public int Warnings => Checks.Count(c => c is { Passed: false, Status: not RuleStatus.InForce }) + Limits.Count(l => l is { Hard: false, State: not LimitState.Passes });
}

/// <summary>What stands beside the form of a deal, from the deciders the deal itself goes through.</summary>
public sealed partial class Desk
{
    /// <summary>What a trade would be told now.</summary>
    /// <param name="key">Its key; null = it has none yet.</param>
    /// <param name="trade">The trade.</param>
    /// <param name="actor">Who would capture it.</param>
    public DealPreview Preview(string? key, CaptureTrade trade, string actor) => read.Log.BusinessDate is null ? new([], [], DeskErrors.BooksNotOpen())
        : new(ChecksOf(trade, actor), LimitsOf(trade, key, actor), Preview(trade, actor, key).Error);

    /// <summary>What an order would be told now.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="order">The order.</param>
    /// <param name="actor">Who would place it.</param>
    public DealPreview Preview(string key, PlaceOrder order, string actor)
    {
        if (read.Log.BusinessDate is not { } today) return new([], [], DeskErrors.BooksNotOpen());
        var terms = order.AsTrade();
        var limits = LimitsNow(order, key, actor) ?? [];
        var context = new Context(clock.GetUtcNow(), actor, rules, today, null, QuotesFor(terms), limits);
        return new(TradeDecider.ChecksOf(terms, context), limits, OrderFits(key, order) ?? OrderDecider.Instance.Decide(Order.NotPlaced, order, context).Error);
    }

    /// <summary>What a contract would be told now.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="actor">Who would agree it.</param>
    public DealPreview Preview(string key, AgreeContract contract, string actor)
    {
        if (read.Log.BusinessDate is not { } today) return new([], [], DeskErrors.BooksNotOpen());
        var limits = LimitsNow(contract, key, actor) ?? [];
        var context = new Context(clock.GetUtcNow(), actor, rules, today, null, null, limits);
        return new(ContractDecider.ChecksOf(contract, context), limits,
            ContractFits(key, contract) ?? ContractDecider.Instance.Decide(TermContract.NotAgreed, contract, context).Error);
    }

    /// <summary>What a trade that waits for its second person would be told now; headroom, units and money it holds itself are not in its way.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="trade">The trade.</param>
    public DealPreview Preview(string key, Trade trade)
    {
        if (read.Log.BusinessDate is not { } || trade.Terms is not { } terms) return new([], [], DeskErrors.BooksNotOpen());
        return new(ChecksOf(terms, trade.CapturedBy), LimitsOf(terms, key, trade.CapturedBy, trade.Replaces), Preview(terms, trade.CapturedBy, key, trade.Replaces).Error);
    }

    /// <summary>Prices the venue's daily limit leaves possible; null where it has none, or no close to measure from.</summary>
    public (decimal? Low, decimal High)? BandOf(CaptureTrade terms) => read.Log.BusinessDate is { } today
        ? TradeDecider.BandOf(terms, new Context(clock.GetUtcNow(), "", rules, today, null, QuotesFor(terms))) : null;
}
