using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

/// <summary>A contract as limits see it.</summary>
/// <param name="Deal">One deal with its other side, at what it is worth; null = between two own accounts, which is no deal.</param>
/// <param name="Other">Of a swap: the same deal in the other product; else null.</param>
/// <param name="Moves">What it brings to accounts (buy) and takes for good (sell). What is pledged, lent or sold in repo stays held, what is settled in cash moves nothing.</param>
/// <param name="Priced">Those with a price of the unit as of today: a forward, and what a swap in kind brings. A strike, a loan or a fee is none.</param>
public sealed record ContractDeal(CaptureTrade? Deal, CaptureTrade? Other, IReadOnlyList<CaptureTrade> Moves, IReadOnlyList<CaptureTrade> Priced)
{
    /// <summary>What the deal is worth: limits in money count it to the cent.</summary>
    public Money Worth { get; init; }

    /// <summary>What leaves the free units of an account with its first legs, pledged, lent, sold in repo or transferred: it has to be there on the day it starts.</summary>
    public IReadOnlyList<CaptureTrade> Takes { get; init; } = [];

    /// <summary>What it brings.</summary>
    public IReadOnlyList<CaptureTrade> Purchases => [.. Moves.Where(m => m.Side == Side.Buy)];

    /// <summary>Reads the terms; null where a field their kind asks for is missing.</summary>
    /// <param name="c">The terms.</param>
    /// <param name="worth">What the contract is worth to who approves it.</param>
    public static ContractDeal? Of(AgreeContract c, Money worth)
    {
        if (!ContractDecider.IsWhole(c)) return null;
        var perTonne = decimal.Round(worth.Amount / c.Quantity.Value, 4, MidpointRounding.AwayFromZero);
        var price = UnitPrice.IsPossible(perTonne) ? new UnitPrice(perTonne, worth.Currency) : c.Price; // a loan may be any amount
        var deal = c.Kind == ContractKind.InternalTransfer ? null : Trade(c.Side ?? Side.Sell, c.Account, c.Product, c.Quantity, price);
        var moves = ContractLegs.Of(c).SelectMany(l => l.Action switch
        {
            LegAction.Receive or LegAction.Borrow => [Trade(Side.Buy, l.Account!, l.Product!.Value, l.Quantity!.Value, l.Price ?? price)],
            LegAction.Deliver => [Trade(Side.Sell, l.Account!, l.Product!.Value, l.Quantity!.Value, price)],
            LegAction.Transfer => [Trade(Side.Sell, l.Account!, l.Product!.Value, l.Quantity!.Value, price), Trade(Side.Buy, c.OtherAccount!, l.Product!.Value, l.Quantity!.Value, price)],
            _ => (CaptureTrade[])[],
        }).ToList();
        return new(deal, c.OtherProduct is { } other ? deal! with { Account = c.OtherAccount ?? c.Account, Product = other } : null, moves, c.Kind switch
        {
            ContractKind.Forward => [deal! with { Price = c.Price }],
            ContractKind.Swap when !c.InCash => [.. moves.Where(m => m.Side == Side.Buy)],
            _ => [],
        })
        {
            Worth = worth,
            Takes = [.. ContractLegs.Of(c).Where(l => l is { Phase: LegPhase.Start, Action: LegAction.Encumber or LegAction.Transfer })
                .Select(l => Trade(Side.Sell, l.Account!, l.Product!.Value, l.Quantity!.Value, price) with { TradeDate = l.Due })],
        };

        CaptureTrade Trade(Side side, string account, Product product, Tonnes quantity, UnitPrice at) =>
            new(c.AgreedOn, account, side, TradeMethod.Otc, product, quantity, at, Counterparty: c.Counterparty, Remark: c.Remark, Book: c.Book);
    }
}
