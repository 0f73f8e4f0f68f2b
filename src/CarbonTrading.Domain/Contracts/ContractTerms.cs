using System.Text.Json.Serialization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Kinds of contract that live longer than a spot trade. Classes as in JR/T 0244-2022.</summary>
public enum ContractKind
{
    /// <summary>碳远期: price and quantity now, delivery or settlement in cash later.</summary>
    Forward,
    /// <summary>碳掉期: one unit against another in kind, or a fixed against a floating price in cash.</summary>
    Swap,
    /// <summary>碳期权: the right to buy or sell at the price, for a premium.</summary>
    Option,
    /// <summary>碳回购: sold with the promise to buy back; as buyer, received with the promise to give back.</summary>
    Repo,
    /// <summary>碳资产质押: units as security for a loan.</summary>
    Pledge,
    /// <summary>碳借出: units given for a fee, as many come back.</summary>
    Lend,
    /// <summary>碳借入: units received for a fee, as many are given back.</summary>
    Borrow,
    /// <summary>Between two own accounts of one market, or two own holdings of credits.</summary>
    InternalTransfer,
}

/// <summary>What an option gives the right to.</summary>
public enum OptionRight
{
    /// <summary>To buy.</summary>
    Call,
    /// <summary>To sell.</summary>
    Put,
}

/// <summary>Agrees a contract. Fields that a kind has no use for are refused.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="AgreedOn">Day; at most the business date.</param>
/// <param name="Account">Own account of the product's market.</param>
/// <param name="Product">What is delivered, pledged, lent or transferred.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Price">Per tonne: forward and strike price; of a repo the first leg; of a swap in kind what is paid for the difference, in cash the fixed
/// difference; of a loan of units the fee; of an internal transfer the transfer price; of a pledge the price the units were valued at.</param>
/// <param name="Counterparty">Other side.</param>
/// <param name="Document">Contract.</param>
/// <param name="StartsOn">Day of the first legs; of a forward or option the day it is agreed.</param>
/// <param name="EndsOn">Day of the last legs: delivery, expiry, buying back, repayment, giving back. Not for an internal transfer.</param>
/// <param name="Side">Ours: a forward and an option buy or sell; a swap sells the product and buys the other; a repo sells (money in) or buys (money out).</param>
/// <param name="Right">Call or put; only of an option.</param>
/// <param name="EndPrice">Of a repo: price of buying back. Of a swap in kind: what the other product is booked at. Per tonne.</param>
/// <param name="OtherAccount">Account or holding of the other product, or the account or holding transferred to.</param>
/// <param name="OtherProduct">Of a swap: the other product, or what the floating price is taken against.</param>
/// <param name="Amount">Of a pledge: the loan. Of an option: the premium. Two decimals.</param>
/// <param name="Interest">Of a pledge: interest due at the end. Two decimals.</param>
/// <param name="Margin">Cash security posted at the start and given back at the end, two decimals; null = none.</param>
/// <param name="CallShare">Of a pledge: loan to value from which more security is called, above 0 to 1.</param>
/// <param name="InCash">True: a forward, swap or option is settled in cash.</param>
/// <param name="Book">Book it belongs to.</param>
/// <param name="Remark">Any remark.</param>
/// <param name="Fee">Of a forward, swap or option: fee or commission paid at the end, to whoever takes it; above 0, two decimals, null = none. It is in the cost
/// of units that come, else against what is got for those given.</param>
public sealed record AgreeContract(
    ContractKind Kind, DateOnly AgreedOn, string Account, Product Product, Tonnes Quantity, UnitPrice Price, string Counterparty, string Document,
    DateOnly StartsOn, DateOnly? EndsOn = null, Side? Side = null, OptionRight? Right = null, UnitPrice? EndPrice = null, string? OtherAccount = null,
    Product? OtherProduct = null, decimal? Amount = null, decimal? Interest = null, decimal? Margin = null, decimal? CallShare = null,
    bool InCash = false, string? Book = null, string? Remark = null, decimal? Fee = null) : ContractCommand
{
    /// <summary>Price × quantity, half-up to 2 decimals; of a pledge the loan.</summary>
    public Money Value() => Kind == ContractKind.Pledge && Amount is { } loan ? new(loan, Price.Currency) : (Price * Quantity).RoundedHalfUp();
}

/// <summary>When a leg is due.</summary>
public enum LegPhase
{
    /// <summary>At the start: premium, margin, first leg, drawdown.</summary>
    Start,
    /// <summary>At the end: delivery, buying back, repayment.</summary>
    End,
    /// <summary>In between: margin called.</summary>
    Margin,
    /// <summary>What comes back of a sale of security beyond the debt.</summary>
    Surplus,
}

/// <summary>What a leg does to an account.</summary>
public enum LegAction
{
    /// <summary>Money: nothing.</summary>
    Pay,
    /// <summary>Units go: reserved, in transit, delivered.</summary>
    Deliver,
    /// <summary>Units come: a purchase.</summary>
    Receive,
    /// <summary>Units are pledged, lent or sold in repo: held, not free.</summary>
    Encumber,
    /// <summary>They are free again.</summary>
    Release,
    /// <summary>Borrowed units come.</summary>
    Borrow,
    /// <summary>As many are given back.</summary>
    GiveBack,
    /// <summary>Units go to the other own account, with the cost they have.</summary>
    Transfer,
}

/// <summary>One leg of a contract: units or money, in or out.</summary>
/// <param name="Number">Number in the contract, from 1.</param>
/// <param name="Phase">When it is due.</param>
/// <param name="Action">What it does to the account.</param>
/// <param name="IsIn">True: we receive.</param>
/// <param name="Account">Own account or holding; null = money.</param>
/// <param name="Product">Units; null = money.</param>
/// <param name="Quantity">Tonnes; null = money.</param>
/// <param name="Amount">Money, two decimals; null = units, or not fixed yet.</param>
/// <param name="Currency">ISO 4217 code of the contract.</param>
/// <param name="Due">Day it is due.</param>
/// <param name="Price">Of units received: what they are booked at.</param>
/// <param name="PartOf">Number of the leg of the terms it is the rest of; null = it is of the terms itself, or called.</param>
/// <param name="PaysFor">Of money that was divided, or whose units were: number of the leg of units it is paid for; null = those of the terms.</param>
public sealed record ContractLeg(
    int Number, LegPhase Phase, LegAction Action, bool IsIn, string? Account, Product? Product, Tonnes? Quantity, decimal? Amount, string Currency, DateOnly Due,
    UnitPrice? Price = null, int? PartOf = null, int? PaysFor = null)
{
    /// <summary>Number of the leg of the terms it is, or is a part of.</summary>
    [JsonIgnore]
    public int Whole => PartOf ?? Number;

    /// <summary>Whether it moves units.</summary>
    [JsonIgnore]
    public bool IsUnits => Action != LegAction.Pay;

    /// <summary>Whether it brings credits, confirmed with the batch they are of.</summary>
    [JsonIgnore]
    public bool NeedsBatch => Action is LegAction.Receive or LegAction.Borrow && Product?.Market == CcerHoldingDecider.Market;
}

/// <summary>The legs terms stand for.</summary>
public static class ContractLegs
{
    /// <summary>Legs in the order of their numbers. What is settled in cash has one end leg whose amount is fixed later.</summary>
    public static IReadOnlyList<ContractLeg> Of(AgreeContract c)
    {
        var legs = new List<ContractLeg>();
        var (start, end, buys) = (c.StartsOn, c.EndsOn ?? c.StartsOn, c.Side == Side.Buy);
        var value = Cash(c.Price, c.Quantity);
        switch (c.Kind)
        {
            case ContractKind.Forward:
                if (c.InCash) Money(LegPhase.End, true, null, end);
                else Delivery(buys, LegPhase.End, end);
                break;
            case ContractKind.Swap when c.InCash:
                Money(LegPhase.End, true, null, end);
                break;
            case ContractKind.Swap:
                Units(LegPhase.End, LegAction.Deliver, false, c.Account, c.Product, end);
                Units(LegPhase.End, LegAction.Receive, true, c.OtherAccount!, c.OtherProduct!.Value, end, c.EndPrice);
                if (value > 0) Money(LegPhase.End, true, value, end);
                break;
            case ContractKind.Option:
                Money(LegPhase.Start, !buys, c.Amount, start);
                if (c.InCash) Money(LegPhase.End, true, null, end);
                else Delivery(buys == (c.Right == OptionRight.Call), LegPhase.End, end);
                break;
            case ContractKind.Repo:
                Units(LegPhase.Start, buys ? LegAction.Borrow : LegAction.Encumber, buys, c.Account, c.Product, start);
                Money(LegPhase.Start, !buys, value, start);
                Units(LegPhase.End, buys ? LegAction.GiveBack : LegAction.Release, !buys, c.Account, c.Product, end);
                Money(LegPhase.End, buys, Cash(c.EndPrice!.Value, c.Quantity), end);
                break;
            case ContractKind.Pledge:
                Units(LegPhase.Start, LegAction.Encumber, false, c.Account, c.Product, start);
                Money(LegPhase.Start, true, c.Amount, start);
                Money(LegPhase.End, false, c.Amount + (c.Interest ?? 0m), end);
                Units(LegPhase.End, LegAction.Release, true, c.Account, c.Product, end);
                break;
            case ContractKind.Lend or ContractKind.Borrow:
                var lends = c.Kind == ContractKind.Lend;
                Units(LegPhase.Start, lends ? LegAction.Encumber : LegAction.Borrow, !lends, c.Account, c.Product, start);
                Units(LegPhase.End, lends ? LegAction.Release : LegAction.GiveBack, lends, c.Account, c.Product, end);
                if (value > 0) Money(LegPhase.End, lends, value, end);
                break;
            default:
                Units(LegPhase.Start, LegAction.Transfer, false, c.Account, c.Product, start);
                if (value > 0) Money(LegPhase.Start, true, value, start);
                break;
        }

        if (c.Fee is { } fee) Money(LegPhase.End, false, fee, end);
        if (c.Margin is { } margin)
        {
            var gets = c.Kind == ContractKind.Lend; // who lends gets the borrower's margin, anyone else posts it
            Money(LegPhase.Start, gets, margin, start);
            Money(LegPhase.End, !gets, margin, end);
        }

        return legs;

        void Units(LegPhase phase, LegAction action, bool isIn, string account, Product product, DateOnly due, UnitPrice? price = null) =>
            legs.Add(new(legs.Count + 1, phase, action, isIn, account, product, c.Quantity, null, c.Price.Currency, due, price));

        void Money(LegPhase phase, bool isIn, decimal? amount, DateOnly due) =>
            legs.Add(new(legs.Count + 1, phase, LegAction.Pay, isIn, null, null, null, amount, c.Price.Currency, due));

        void Delivery(bool receives, LegPhase phase, DateOnly due)
        {
            Units(phase, receives ? LegAction.Receive : LegAction.Deliver, receives, c.Account, c.Product, due, receives ? c.Price : null);
            Money(phase, !receives, value, due);
        }
    }

    /// <summary>The leg with which the exposure of a contract ends: the first units of the end, or the money it is settled in; null of one that has no end.</summary>
    public static ContractLeg? Exposure(AgreeContract terms) => Of(terms).FirstOrDefault(l => l.Phase == LegPhase.End && l.IsUnits != terms.InCash);

    /// <summary>The leg with which units come to an own account; null where none do.</summary>
    public static ContractLeg? Receipt(AgreeContract terms) => Of(terms).FirstOrDefault(l => l.Action is LegAction.Receive or LegAction.Borrow or LegAction.Transfer);

    /// <summary>The leg of units whose parts share the fee: what comes, else what is given; null where there is no fee, or it is settled in cash.</summary>
    public static ContractLeg? WithFee(AgreeContract terms) => terms.Fee is null ? null
        : Of(terms).FirstOrDefault(l => l.Action == LegAction.Receive) ?? Of(terms).FirstOrDefault(l => l.Action == LegAction.Deliver);

    /// <summary>Whether a leg pays the fee.</summary>
    public static bool IsFee(AgreeContract terms, ContractLeg leg) => terms.Fee is not null && leg.Whole == Of(terms).Count - (terms.Margin is null ? 0 : 2);

    /// <summary>Whether a leg posts cash security or gives it back: agreed, the last two of the terms; or called, behind them.</summary>
    public static bool IsMargin(AgreeContract terms, ContractLeg leg) => leg.Phase != LegPhase.Surplus && leg.Whole > Of(terms).Count - (terms.Margin is null ? 0 : 2);

    private static decimal Cash(UnitPrice price, Tonnes quantity) => (price * quantity).RoundedHalfUp().Amount;
}
