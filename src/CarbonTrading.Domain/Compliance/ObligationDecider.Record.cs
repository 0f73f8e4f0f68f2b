using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

public static partial class ObligationDecider
{
    /// <summary>A month counts once it is over. It may come after the verification: it then shows how far the own figures were from it.</summary>
    private static Decision<ObligationEvent> Record(Obligation state, RecordActivity c)
    {
        var last = new DateOnly(state.Year, c.Month, 1).AddMonths(1).AddDays(-1);
        if (c.Effective <= last) return ObligationErrors.MonthNotOver(c.Month, c.Effective, last);
        return new ActivityRecorded(c.Effective, c.Month, c.Emissions, c.Basis);
    }

    private static Decision<ObligationEvent> Record(Obligation state, RecordEstimate c)
    {
        if (state.Verified is not null) return ObligationErrors.AlreadyVerified(state.Year);
        if (state.Reported is not null) return ObligationErrors.AlreadyReported(state.Year);
        return new EmissionsEstimated(c.Effective, c.Emissions, c.Basis);
    }

    private static Decision<ObligationEvent> Record(Obligation state, RecordReported c)
    {
        if (state.Verified is not null) return ObligationErrors.AlreadyVerified(state.Year);
        return new EmissionsReported(c.Effective, c.Emissions, c.ReportId);
    }

    /// <summary>A corrected verification may lower the offset ceiling below what was used; what was used stays, the room is then 0.</summary>
    private static Decision<ObligationEvent> Record(Obligation state, RecordVerified c)
    {
        if (c.AllowancesDue > c.Emissions) return ObligationErrors.MoreDueThanEmitted(c.AllowancesDue, c.Emissions);
        if (state.Verified == c.Emissions && state.Due == c.AllowancesDue && state.InitialAllowances == c.InitialAllowances)
            return ObligationErrors.SameReport(c.ReportId);
        return new EmissionsVerified(c.Effective, c.Emissions, c.AllowancesDue, c.ReportId, c.Verifier, c.InitialAllowances);
    }

    /// <summary>A surrender is a fact of the registry: it is recorded whatever is due.</summary>
    private static Decision<ObligationEvent> Record(Obligation state, RecordSurrendered c)
    {
        if (state.Surrenders.ContainsKey(c.Movement) || state.Reversed.Contains(c.Movement)) return ObligationErrors.SurrenderRecorded(c.Movement);
        return new AllowancesSurrendered(c.Effective, c.Movement, c.Quantity, c.RegistryReference);
    }

    private static Decision<ObligationEvent> Reverse(Obligation state, ReverseSurrendered c)
    {
        if (!state.Surrenders.TryGetValue(c.Movement, out var quantity)) return ObligationErrors.SurrenderUnknown(c.Movement);
        return new SurrenderReversed(c.Effective, c.Movement, quantity, c.Reason);
    }
}
