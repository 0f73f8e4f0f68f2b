using CarbonTrading.Domain.Compliance;

namespace CarbonTrading.Application.Views;

/// <summary>Entities at the end of a business date: what was known, as far as it counted from that day or earlier.</summary>
public static class Dated
{
    /// <summary>An obligation at the end of a day.</summary>
    public static Obligation On(this Seen<Obligation, ObligationEvent> seen, DateOnly day) =>
        seen.History.Select(h => h.Event).Where(e => e is not IDated dated || dated.Effective <= day)
            .Aggregate(ObligationDecider.Instance.Initial, ObligationDecider.Evolve);
}
