using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Ends what orders did not fill on their last day, when a later day is opened. What is entered after its day the order ends itself.</summary>
public sealed class ExpireOrders : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.ExpireOrders;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened) => happened.Name != "business-day.advanced.v1" || happened.As<BusinessDayEvent>() is not BusinessDateAdvanced opened ? null
        : new("order", opened.To.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), async (desk, caller, ct) =>
        {
            foreach (var order in desk.OrdersOver(opened.To))
            {
                var outcome = await desk.Execute(OrderDecider.Instance, order, new ExpireOrder(), caller with { CommandId = $"{caller.CommandId}-{order}" }, ct);
                if (outcome.Error is { Code: not "order.nothing-open" }) return outcome;
            }

            return new Outcome(0, 0, [], null);
        });
}
