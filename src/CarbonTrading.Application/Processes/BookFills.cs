using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Makes a trade of every execution that stands, and cancels the trade of one that stands no longer. A refusal is written on the order.</summary>
public sealed class BookFills : IProcess
{
    private const string Orders = "order/";

    /// <inheritdoc/>
    public string Actor => Permissions.BookFills;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (!happened.Stream.StartsWith(Orders, StringComparison.Ordinal)) return null;
        var order = happened.Stream[Orders.Length..];
        return happened.As<OrderEvent>() switch
        {
            BookingAsked e => Trade(order, e.Number, e.Execution, new CaptureFill(e.Terms, order, e.Execution, e.PlacedBy, e.RecordedBy)),
            UnbookingAsked e => Trade(order, e.Number, e.Execution, new CancelTrade(e.Reason)),
            _ => null,
        };
    }

    private static Reaction Trade(string order, int number, string execution, TradeCommand command)
    {
        var trade = OrderDecider.TradeOf(order, number);
        return new("trade", trade, async (desk, caller, ct) =>
        {
            var outcome = await desk.Execute(TradeDecider.Instance, trade, command, caller, ct);
            // What was never booked, or is at its end already, needs no cancelling.
            if (command is not CancelTrade || (outcome.Error is not (null or { Code: "trade.not-captured" }) && !desk.IsGone(trade))) return outcome;
            return await desk.Execute(OrderDecider.Instance, order, new RecordUnbooked(execution), caller with { CommandId = caller.CommandId + "-gone" }, ct);
        }, refused => new("order", order, (desk, caller, ct) =>
            desk.Execute(OrderDecider.Instance, order, new RecordFillProblem(execution, refused.Code, refused.Message, refused.Values), caller, ct)));
    }
}
