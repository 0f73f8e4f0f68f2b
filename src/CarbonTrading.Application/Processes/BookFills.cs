using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Makes a trade of every execution that stands, and cancels the trade of one that stands no longer. A refusal is written on the order.</summary>
/// <remarks>
/// A trade that cannot be cancelled any more, on its way or settled, gives its place to the trade of the correction once that is approved; or persons take it out of the books,
/// or give it the price of the correction. The order is told of each.
/// </remarks>
public sealed class BookFills : IProcess
{
    private const string Orders = "order/";
    private const string Trades = "trade/";

    /// <inheritdoc/>
    public string Actor => Permissions.BookFills;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Stream.StartsWith(Trades, StringComparison.Ordinal)) return OfTrade(happened.As<TradeEvent>());
        if (!happened.Stream.StartsWith(Orders, StringComparison.Ordinal)) return null;
        var order = happened.Stream[Orders.Length..];
        return happened.As<OrderEvent>() switch
        {
            BookingAsked e => Trade(order, e.Number, e.Execution, new CaptureFill(
                e.Terms, order, e.Execution, e.PlacedBy, e.RecordedBy, e.Replaces is { } wrong ? OrderDecider.TradeOf(order, wrong) : null, e.Reason)),
            UnbookingAsked e => Trade(order, e.Number, e.Execution, new CancelTrade(e.Reason)),
            TradeTakenOver { Unneeded: { } number } e => Cancel(order, number, e.Execution, e.From),
            _ => null,
        };
    }

    private static Reaction? OfTrade(TradeEvent happened) => happened switch
    {
        TradeRejected { Order: { } order, Execution: { } execution } e => Tell(order, ProblemOf(execution, TradeErrors.RejectedStands(e.Reason))),
        PlaceTaken { Order: { } order, Execution: { } wrong } => Tell(order, new RecordUnbooked(wrong)),
        TradeAnnulled { Order: { } order, Execution: { } wrong } => Tell(order, new RecordUnbooked(wrong)),
        PriceCorrected { Order: { } order, Execution: { } wrong } e => Tell(order, new RecordRepriced(wrong, e.Terms)),
        _ => null,
    };

    private static RecordFillProblem ProblemOf(string execution, DomainError refused) => new(execution, refused.Code, refused.Message, refused.Values);

    private static Reaction Tell(string order, OrderCommand command) => new("order", order, async (desk, caller, ct) =>
    {
        var outcome = await desk.Execute(OrderDecider.Instance, order, command, caller, ct);
        return outcome.Error is { Code: "order.not-its-price" } ? new(0, 0, [], null) : outcome; // no correction waits for it
    });

    /// <summary>The trade asked for a correction before the wrong one got its price.</summary>
    private static Reaction Cancel(string order, int number, string execution, string wrong)
    {
        var trade = OrderDecider.TradeOf(order, number);
        return new("trade", trade, async (desk, caller, ct) =>
        {
            var outcome = await desk.Execute(TradeDecider.Instance, trade, new CancelTrade(wrong), caller, ct);
            return outcome.Error is { Code: "trade.not-captured" } || desk.IsGone(trade) ? new(0, 0, [], null) : outcome;
        }, refused => new("order", order, (desk, caller, ct) =>
            desk.Execute(OrderDecider.Instance, order, ProblemOf(execution, refused), caller, ct)));
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
            desk.Execute(OrderDecider.Instance, order, ProblemOf(execution, refused), caller, ct)));
    }
}
