using CarbonTrading.Engine;

namespace CarbonTrading.Application.Processes;

/// <summary>Every process there is; a new one is added here and nowhere else.</summary>
public static class AllProcesses
{
    /// <summary>The processes on a log.</summary>
    public static IReadOnlyList<IProcess> Of(IEventStore log) =>
        [new BookFills(), new ExpireOrders(), new HoldLimits(log), new SettleTrade(), new SettleContract(), new RunProposal(), new FollowSurrenders(log),
            new CarryOffsets(), new CarryFilings(), new BookIssuance()];
}
