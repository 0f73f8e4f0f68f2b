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
        TradeApproved { Side: Side.Sell } e => Reserve(e.Account, trade, e.Effective, e.Product, e.Quantity),
        SettlementAsked e => Reserve(e.Account, trade, e.Effective, e.Product, e.Quantity),
        TradeApproved e => Trade(trade, new InstructSettlement(e.Effective)),
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

    private static Reaction Reserve(string account, string trade, DateOnly day, Product product, Tonnes quantity) => Units(product, account, trade,
        new ReserveUnits(day, trade, product, quantity, $"sale {trade}", ForSale: true),
        new ReserveCredits(day, trade, quantity, $"sale {trade}", Product: product, ForSale: true));

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

    private static Reaction Problem(string trade, DomainError refused) => Trade(trade, new RecordSettlementProblem(refused.Code, refused.Message));

    private static Reaction Trade(string trade, TradeCommand command) => new(
        "trade", trade, (desk, caller, ct) => desk.Execute(TradeDecider.Instance, trade, command, caller, ct));
}
