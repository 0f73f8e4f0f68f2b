using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What a command on one entity needs of an account: the account itself is asked, and writes nothing.</summary>
public sealed partial class Desk
{
    /// <summary>The trade that is wrong stands, is of no order, and is not being corrected already.</summary>
    private DomainError? RebookFits(string key, RebookTrade c)
    {
        if (!EntityKey.IsValid(c.Replaces)) return TradeErrors.ReplacesKeyInvalid(c.Replaces);
        if (c.Replaces == key) return TradeErrors.ReplacesItself(key);
        if (read.Trades.Find(c.Replaces)?.State is not { } wrong) return TradeErrors.ReplacesUnknown(c.Replaces);
        if (read.Trades.Find(key) is not null) return null; // asked again, or the key is taken: the trade itself says so
        if (wrong.WhyNotReplaced() is { } standing) return standing;
        if (wrong.Order is { } order) return TradeErrors.CorrectedAtOrder(order, wrong.Execution);
        return BeingReplaced(c.Replaces);
    }

    private DomainError? BeingReplaced(string wrong) => read.Trades.All().FirstOrDefault(t => t.State.Replaces == wrong && t.State.Status is TradeStatus.PendingApproval or TradeStatus.Approved)
        is { } other ? TradeErrors.AlreadyBeingReplaced(wrong, other.Key) : null;

    /// <summary>A deal of the venue is entered once: what has its number, and is not at an end or the one that is corrected. Executions of one order are told apart by their ids.</summary>
    private DomainError? SameDeal(string? key, CaptureTrade terms, string? order = null, string? wrong = null)
    {
        foreach (var other in read.VenueDeals.Of(terms).Where(k => k != key && k != wrong))
            if (read.Trades.Find(other)?.State is { Status: not (TradeStatus.Cancelled or TradeStatus.Rejected or TradeStatus.Corrected) } standing
                && (order is null || standing.Order != order) && standing.Replaces != key) return TradeErrors.VenueDealKnown(terms.VenueReference!.Trim(), terms.TradeDate, other);
        return null;
    }

    /// <summary>What is of an order is taken out once its execution stands no longer.</summary>
    private DomainError? AnnulFits(string key) => OfStanding(key) ?? BeingReplaced(key);

    /// <summary>The trade of an execution that stands is not cancelled behind the order's back: the broker has made it.</summary>
    private DomainError? OfStanding(string key) => read.Trades.Find(key)?.State is { Order: { } order, Execution: { } execution }
        && read.Orders.Find(order)?.State.OwnerOf(execution) is { } standing ? TradeErrors.ExecutionStands(order, standing) : null;

    /// <summary>What a trade settled that another one replaces; null where the two are not of one side and market.</summary>
    internal CarrySettlement? Settled(string wrong, string right) =>
        read.Trades.Find(wrong)?.State is { Terms: { } was } state && read.Trades.Find(right)?.State.Terms is { } now
        && was.Side == now.Side && was.Product.Market == now.Product.Market && was.Price.Currency == now.Price.Currency
        && (state.Parts.Count > 0 || state.Payments.Count > 0) ? new(state.Parts, state.Payments) : null;

    /// <summary>Named units are free to be sold; what a wrong trade moved can be taken back; a receipt of a trade is corrected at the trade.</summary>
    private async Task<DomainError?> AccountRefuses<TCommand>(string key, TCommand command, Caller caller, CancellationToken ct) where TCommand : notnull
    {
        if (command is RecordFiling { Filing: Filing.CarryOver, Product: { } carried, Quantity: { IsZero: false } tonnes } f
            && read.Obligations.Find(key)?.State is { IsOpened: true } into && !into.Applications.ContainsKey(f.Reference))
            return (await Trial(into.Account, new FreezeForCarryOver(f.Effective, f.Reference, carried, tonnes, f.Origin), caller, ct)).Error is { } no
                ? no with { Field = no.Field == "hold" ? "reference" : no.Field } : null;
        if (await Departs(key, command, caller, ct) is { } departs) return departs;
        if (caller.IsSystem) return null;
        return command switch
        {
            CaptureTrade { Side: Side.Sell, Units: { } units } c when units.Serials is not { Count: > 0 } s || Serials.Count(s) == c.Quantity.Value => Named(await Trial(c.Product.Market, c.Account,
                new ReserveUnits(c.TradeDate, "trial", c.Product, c.Quantity, "sale", units.Origin, ForSale: true, units.Serials, units.Lot),
                new ReserveCredits(c.TradeDate, "trial", c.Quantity, "sale", units.Lot, Product: c.Product, ForSale: true, Origin: units.Origin, Serials: units.Serials), caller, ct)),
            InstructSettlement c when read.Trades.Find(key)?.State is { Status: TradeStatus.Failed or TradeStatus.Expired, Terms: { Side: Side.Sell } t, OpenUnits: var units } sale => (await Trial(
                t.Product.Market, t.Account, new ReserveUnits(c.Effective, "trial", t.Product, sale.OpenQuantity, "sale", units?.Origin, ForSale: true, units?.Serials, units?.Lot),
                new ReserveCredits(c.Effective, "trial", sale.OpenQuantity, "sale", units?.Lot, Product: t.Product, ForSale: true, Origin: units?.Origin, Serials: units?.Serials), caller, ct)).Error,
            RebookTrade c => await TakenBack(c.Replaces, c.Reason, caller, ct),
            AnnulTrade c when read.Trades.Find(key)?.State.MayBeAnnulled == true => await TakenBack(key, c.Reason, caller, ct),
            _ => null,
        };
    }

    /// <summary>Whether the account can take back what a trade moved; null = it can, or nothing is settled of it.</summary>
    private async Task<DomainError?> TakenBack(string wrong, string reason, Caller caller, CancellationToken ct) =>
        !string.IsNullOrWhiteSpace(reason) && read.Trades.Find(wrong)?.State is { Terms: { } terms, SettledQuantity.IsZero: false }
        && await Trial(terms.Product.Market, terms.Account, new UndoTrade(wrong, reason), new UndoCreditTrade(wrong, reason), caller, ct) is { Error: { } no }
            ? TradeErrors.UsedSince(wrong, no.Said()) : null;

    /// <summary>A receipt that is a trade's is not corrected behind its back. The trial of the correction says whose it is.</summary>
    private DomainError? OfTrade(object command, Outcome trial) =>
        command is CorrectMovement && trial.Events.OfType<MovementReversed>().FirstOrDefault()?.Trade is { } trade && read.Trades.Find(trade) is not null
            ? TradeErrors.CorrectTheTrade(trade) : null;

    private static DomainError? Named(Outcome trial) => trial.Error is { } no && no.Code is not "allowance-account.not-opened" ? no with { Field = "units" } : null;

    private Task<Outcome> Trial(string market, string account, AllowanceAccountCommand allowances, CcerHoldingCommand credits, Caller caller, CancellationToken ct) =>
        market != CcerHoldingDecider.Market ? Trial(account, allowances, caller, ct)
            : Run(CcerHoldingDecider.Instance, account, credits, caller.Actor, null, ForTrial(caller), ct, trial: true);

    private Task<Outcome> Trial(string account, AllowanceAccountCommand command, Caller caller, CancellationToken ct) =>
        Run(AllowanceAccountDecider.Instance, account, command, caller.Actor, null, ForTrial(caller), ct, trial: true);

    private static Caller ForTrial(Caller caller) => caller with { CommandId = $"trial-{Guid.CreateVersion7():N}" };
}
