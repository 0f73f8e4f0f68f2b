using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>What was or would be missing at the deadline, and what came after it.</summary>
/// <param name="Missing">Missing at the deadline, t; before it: missing now.</param>
/// <param name="DeliveredLater">Surrendered after the deadline within the correction period, t; 0 before the deadline.</param>
/// <param name="CorrectionUntil">Last day of the correction period; null = its length is not known, then all that came later counts.</param>
public sealed record Shortage(Tonnes Missing, Tonnes DeliveredLater, DateOnly? CorrectionUntil)
{
    /// <summary>Of an obligation on a day; null while what is due is not known.</summary>
    /// <remarks>
    /// Rule: <c>penalty-correction-days</c>, calendar days counted from the deadline; the authority's order may set another first day. What is surrendered on
    /// the day of the deadline is in time.
    /// </remarks>
    /// <param name="state">The obligation as it stands on the day.</param>
    /// <param name="events">Its events up to the day.</param>
    /// <param name="deadline">Day of the deadline.</param>
    /// <param name="day">Day asked.</param>
    /// <param name="rules">Rule book.</param>
    public static Shortage? Of(Obligation state, IEnumerable<ObligationEvent> events, DateOnly deadline, DateOnly day, RuleBook rules)
    {
        if (state.Due is not { } due) return null;
        if (day <= deadline) return new(state.Remaining!.Value, Tonnes.Zero, null);
        var until = rules.TryFind("penalty-correction-days", state.Market, deadline) is { IsKnown: true, Number: { } days }
            ? deadline.AddDays((int)days) : (DateOnly?)null;
        var covers = CoversOf(events);
        var inTime = Sum(covers.Where(c => c.Day <= deadline));
        var later = Sum(covers.Where(c => c.Day > deadline && (until is null || c.Day <= until)));
        return new(due.MinusOrZero(inTime), later, until);
    }

    /// <summary>What covers the obligation, with its day; reversed surrenders and refused credits are left out.</summary>
    private static IReadOnlyCollection<(DateOnly Day, Tonnes Quantity)> CoversOf(IEnumerable<ObligationEvent> events)
    {
        var covers = new Dictionary<string, (DateOnly, Tonnes)>(StringComparer.Ordinal);
        foreach (var happened in events)
            switch (happened)
            {
                case AllowancesSurrendered e: covers[$"#{e.Movement}"] = (e.Effective, e.Quantity); break;
                case SurrenderReversed e: covers.Remove($"#{e.Movement}"); break;
                case OffsetsSurrendered e: covers[$"{e.Holding}/{e.Reservation}"] = (e.Effective, e.Quantity); break;
                case OffsetsFailed e: covers.Remove($"{e.Holding}/{e.Reservation}"); break;
            }

        return covers.Values;
    }

    private static Tonnes Sum(IEnumerable<(DateOnly Day, Tonnes Quantity)> covers) => covers.Aggregate(Tonnes.Zero, (sum, c) => sum + c.Quantity);
}
