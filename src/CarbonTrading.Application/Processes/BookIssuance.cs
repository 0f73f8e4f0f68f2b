using CarbonTrading.Domain.Offsets;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Processes;

/// <summary>Books credits issued to an own project into the holding the issuance names.</summary>
public sealed class BookIssuance : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.BookIssuance;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Name != "reduction-project.issuance-recorded.v1"
            || happened.As<ReductionProjectEvent>() is not IssuanceRecorded { Holding: { } holding } e) return null;
        var project = happened.Stream["reduction-project/".Length..];
        var receive = new ReceiveIssuedBatch(
            e.Effective, new(project, e.Methodology, e.PeriodFrom, e.PeriodTo, e.Effective), e.Quantity, e.Document, null, e.Serials);
        return new("ccer-holding", holding, (desk, caller, ct) => desk.Execute(CcerHoldingDecider.Instance, holding, receive, caller, ct));
    }
}
