using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries an approved trade to the account and back: reserve, in transit, confirmed. A refusal is written on the trade.</summary>
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
            return OfTrade(happened.Stream["trade/".Length..], Contract.Decode<TradeEvent>(happened.Body));
        // Reserved at this process's own asking: the reservation is a trade.
        return happened.Name == "allowance-account.units-reserved.v1" && happened.Actor == Actor
            && Contract.Decode<AllowanceAccountEvent>(happened.Body) is UnitsReserved reserved
                ? Trade(reserved.Reservation, new InstructSettlement(reserved.Effective)) : null;
    }

    private static Reaction? OfTrade(string trade, TradeEvent happened) => happened switch
    {
        TradeApproved { Side: Side.Sell } e => Account(e.Account, trade,
            new ReserveUnits(e.Effective, trade, e.Product, e.Quantity, $"sale {trade}", ForSale: true)),
        SettlementAsked e => Account(e.Account, trade, new ReserveUnits(e.Effective, trade, e.Product, e.Quantity, $"sale {trade}", ForSale: true)),
        TradeApproved e => Trade(trade, new InstructSettlement(e.Effective)),
        SettlementInstructed { Side: Side.Sell } e => Account(e.Account, trade, new DeliverUnits(e.Effective, trade, "venue", trade)),
        SettlementConfirmed { Side: Side.Sell } e => Account(e.Account, trade, new ConfirmDelivery(e.Effective, trade, e.Evidence, e.Quantity)),
        SettlementConfirmed e => Account(e.Account, trade,
            new ReceivePurchase(e.Effective, e.Product, e.Quantity, e.Price, e.Fee, trade, e.Evidence, DeductibleTax: e.Tax)),
        SettlementFailed { Side: Side.Sell } e => Account(e.Account, trade, new FailDelivery(e.Effective, trade, e.Reason)),
        SettlementExpired { Side: Side.Sell } e => Account(e.Account, trade, new FailDelivery(e.Effective, trade, e.Reason)),
        TradeCancelled { Side: Side.Sell, From: TradeStatus.Approved } e => Account(e.Account, trade, new ReleaseUnits(e.Effective, trade, e.Reason)),
        _ => null,
    };

    private static Reaction Account(string account, string trade, AllowanceAccountCommand command) => new(
        "allowance-account", account, (desk, caller, ct) => desk.Execute(AllowanceAccountDecider.Instance, account, command, caller, ct),
        refused => Trade(trade, new RecordSettlementProblem(refused.Code, refused.Message)));

    private static Reaction Trade(string trade, TradeCommand command) => new(
        "trade", trade, (desk, caller, ct) => desk.Execute(TradeDecider.Instance, trade, command, caller, ct));
}
