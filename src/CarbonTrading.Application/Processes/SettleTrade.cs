using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries an approved trade to the account, or of credits to the holding, and back: reserve, in transit, confirmed. A refusal is written on the trade.</summary>
/// <remarks>
/// Sale: approved -> account reserves -> settlement instructed -> account in transit -> confirmed by evidence -> account delivered.
/// Purchase: approved -> settlement instructed -> confirmed by evidence -> account receives. The reservation's id is the trade's key.
/// Wrong price: corrected -> the account restates what the trade's receipts cost.
/// Take-out: annulled -> account undoes it; where it cannot, the trade stands again with the reason.
/// Correction: approved -> the wrong trade is replaced -> account undoes it -> place taken -> then as any other; what the wrong one had settled is carried over once it is instructed.
/// </remarks>
public sealed class SettleTrade : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.Settle;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Stream.StartsWith("trade/", StringComparison.Ordinal))
            return OfTrade(happened.Stream["trade/".Length..], happened.As<TradeEvent>());
        if (happened.Actor != Actor) return null;
        // Reserved at this process's own asking: the reservation is a trade.
        return happened.Name switch
        {
            "allowance-account.units-reserved.v1" when happened.As<AllowanceAccountEvent>() is UnitsReserved e =>
                Trade(e.Reservation, new InstructSettlement(e.Effective)),
            "ccer-holding.credits-reserved.v1" when happened.As<CcerHoldingEvent>() is CreditsReserved e =>
                Trade(e.Reservation, new InstructSettlement(e.Effective)),
            _ => null,
        };
    }

    private static Reaction? OfTrade(string trade, TradeEvent happened) => happened switch
    {
        TradeApproved { Replaces: { } wrong } e => Replace(trade, wrong, e.Reason!),
        SettlementAsked { Replaces: { } wrong } e => Replace(trade, wrong, e.Reason!),
        PriceCorrected e => Units(e.Terms.Product, e.Account, trade, new RestateReceipts(trade, e.Receipts, e.Reason), new RestateCreditReceipts(trade, e.Receipts, e.Reason)),
        TradeReplaced e => Undo(trade, e),
        PlaceTaken { Start: { } start } => Begin(trade, start),
        TradeApproved e => Begin(trade, new(e.Effective, e.TradeDate ?? e.Effective, e.Account, e.Side, e.Product, e.Quantity, e.Units)),
        SettlementAsked e => Again(trade, e),
        SettlementInstructed { Replaces: { } wrong } e => CarryOver(trade, wrong, e),
        SettlementInstructed { Side: Side.Sell } e => Units(e.Product, e.Account, trade,
            new DeliverUnits(e.Effective, trade, "venue", trade), new DeliverCredits(e.Effective, trade, "venue", trade)),
        SettlementConfirmed { Side: Side.Sell } e => Units(e.Product, e.Account, trade,
            new ConfirmDelivery(e.Effective, trade, e.Evidence, e.Quantity), new ConfirmCreditDelivery(e.Effective, trade, e.Evidence, e.Quantity)),
        SettlementConfirmed { Batch: { } batch } e => Holding(e.Account, trade,
            new ReceivePurchasedBatch(e.Effective, batch, e.Quantity, e.Price, e.Fee, trade, e.Evidence, DeductibleTax: e.Tax)),
        SettlementConfirmed e => Account(e.Account, trade,
            new ReceivePurchase(e.Effective, e.Product, e.Quantity, e.Price, e.Fee, trade, e.Evidence, DeductibleTax: e.Tax)),
        SettlementFailed { Side: Side.Sell } e => Fail(e.Product, e.Account, trade, e.Effective, e.Reason),
        SettlementExpired { Side: Side.Sell } e => Fail(e.Product, e.Account, trade, e.Effective, e.Reason),
        TradeCancelled { Side: Side.Sell, From: TradeStatus.Approved, NothingReserved: not true } e => Units(e.Product, e.Account, trade,
            new ReleaseUnits(e.Effective, trade, e.Reason), new ReleaseCredits(e.Effective, trade, e.Reason)),
        _ => null,
    };

    /// <summary>Units of a sale are promised from its trade date on; where they came only later, from the day it was approved.</summary>
    private static Reaction Begin(string trade, SettlementStart e)
    {
        if (e.Side == Side.Buy) return Trade(trade, new InstructSettlement(e.TradeDate));
        var reserve = Reserve(e.Account, trade, e.TradeDate, e.Product, e.Quantity, e.Units);
        return e.TradeDate == e.Effective ? reserve : reserve with { OnRefusal = _ => Reserve(e.Account, trade, e.Effective, e.Product, e.Quantity, e.Units) };
    }

    private static Reaction Again(string trade, SettlementAsked e) =>
        e.Side == Side.Buy ? Trade(trade, new InstructSettlement(e.Effective)) : Reserve(e.Account, trade, e.Effective, e.Product, e.Quantity, e.Units);

    private static Reaction Reserve(string account, string trade, DateOnly day, Product product, Tonnes quantity, NamedUnits? units) => Units(product, account, trade,
        new ReserveUnits(day, trade, product, quantity, $"sale {trade}", units?.Origin, ForSale: true, units?.Serials, units?.Lot),
        new ReserveCredits(day, trade, quantity, $"sale {trade}", units?.Lot, Product: product, ForSale: true, Origin: units?.Origin, Serials: units?.Serials));

    /// <summary>
    /// Takes the wrong trade out of the account, and lets the right one begin. Where the account cannot take back what the wrong one moved, that stands again.
    /// It answers the wrong trade's own event: what that trade asked of the account before has been done by then.
    /// </summary>
    private static Reaction Undo(string wrong, TradeReplaced e) => new("trade", wrong, async (desk, caller, ct) =>
    {
        if (e.Moved)
        {
            var undone = await Undo(desk, e.Product, e.Account, wrong, e.Reason, Step(caller, "-undo"), ct);
            if (undone.Error is { Kind: ErrorKind.Unavailable }) return undone;
            if (undone.Error is { Code: not ("allowance-account.nothing-to-undo" or "ccer-holding.nothing-to-undo") } refused)
            {
                var stands = new ReinstateTrade(e.By, refused.Code, refused.Message, refused.Values);
                var again = await desk.Execute(TradeDecider.Instance, wrong, stands, Step(caller, "-reinstate"), ct);
                return again.Error is not null ? again : e.By is null ? Nothing : undone;
            }
        }

        return e.By is { } by ? await desk.Execute(TradeDecider.Instance, by, new TakePlace(wrong, e.Execution), caller, ct)
            : await desk.Execute(TradeDecider.Instance, wrong, new CompleteAnnulment(), caller, ct);
    }, refused => e.By is { } by ? Problem(by, refused) : null);

    private static Outcome Nothing => new(0, 0, [], null);

    private static Reaction Replace(string trade, string wrong, string reason) => new(
        "trade", wrong, (desk, caller, ct) => desk.Execute(TradeDecider.Instance, wrong, new ReplaceTrade(trade, reason), caller, ct), refused => Problem(trade, refused));

    private static Task<Outcome> Undo(Desk desk, Product product, string account, string trade, string reason, Caller caller, CancellationToken ct) =>
        product.Market == CcerHoldingDecider.Market
            ? desk.Execute(CcerHoldingDecider.Instance, account, new UndoCreditTrade(trade, reason), caller, ct)
            : desk.Execute(AllowanceAccountDecider.Instance, account, new UndoTrade(trade, reason), caller, ct);

    /// <summary>Delivers the units of a sale, then carries over what the wrong trade had settled: of the same side in the same market.</summary>
    private static Reaction CarryOver(string trade, string wrong, SettlementInstructed instructed) => new("trade", trade, async (desk, caller, ct) =>
    {
        if (OfTrade(trade, instructed with { Replaces = null }) is { } deliver && (await deliver.Run(desk, Step(caller, "-deliver"), ct)).Error is { } refused)
            return Outcome.Refused(refused);
        if (desk.Settled(wrong, trade) is not { } settled) return Nothing;
        var carried = await desk.Execute(TradeDecider.Instance, trade, settled, caller, ct);
        return carried.Error is { Code: "trade.nothing-to-carry" } ? Nothing : carried;
    }, refused => Problem(trade, refused));

    private static Caller Step(Caller caller, string end) => caller with { CommandId = caller.CommandId + end };

    private static Reaction Fail(Product? product, string account, string trade, DateOnly day, string reason) =>
        Units(product, account, trade, new FailDelivery(day, trade, reason), new FailCreditDelivery(day, trade, reason));

    /// <summary>The same step where the units are: allowances in an account, credits in a holding.</summary>
    private static Reaction Units(Product? product, string account, string trade, AllowanceAccountCommand allowances, CcerHoldingCommand credits) =>
        product is { Market: CcerHoldingDecider.Market } ? Holding(account, trade, credits) : Account(account, trade, allowances);

    private static Reaction Account(string account, string trade, AllowanceAccountCommand command) => new(
        "allowance-account", account, (desk, caller, ct) => desk.Execute(AllowanceAccountDecider.Instance, account, command, caller, ct),
        refused => Problem(trade, refused));

    private static Reaction Holding(string holding, string trade, CcerHoldingCommand command) => new(
        "ccer-holding", holding, (desk, caller, ct) => desk.Execute(CcerHoldingDecider.Instance, holding, command, caller, ct),
        refused => Problem(trade, refused));

    private static Reaction Problem(string trade, DomainError refused) => Trade(trade, new RecordSettlementProblem(refused.Code, refused.Message, refused.Values));

    /// <summary>A trade that went on since, or ended, needs no instruction any more: what became of it has its own reaction.</summary>
    private static Reaction Trade(string trade, TradeCommand command) => new("trade", trade, async (desk, caller, ct) =>
    {
        var outcome = await desk.Execute(TradeDecider.Instance, trade, command, caller, ct);
        return command is InstructSettlement && outcome.Error is { Code: "trade.not-at-step" } ? Nothing : outcome;
    });
}
