using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Deadlines as screens show them.</summary>
public static class DeadlineRows
{
    /// <summary>Calendar whose open days count towards a deadline of a zone.</summary>
    public static string CalendarOf(string zone) => zone == "Asia/Shanghai" ? "CN" : "EU-REGISTRY";

    /// <summary>A deadline beside the day asked.</summary>
    public static DeadlineRow Of(Deadline at, string source, RuleStatus status, RuleBook rules, AsOf asOf)
    {
        var calendar = rules.Calendar(CalendarOf(at.Zone));
        int? slack = calendar.Covers(asOf.Date) && calendar.Covers(at.Date) ? calendar.Between(asOf.Date, at.Date) : null;
        return new(at.Date, at.Time, at.Zone, at.Instant, at.PlanningInstant, slack, source, status);
    }
}
