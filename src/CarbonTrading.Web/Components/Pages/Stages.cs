using CarbonTrading.Application;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>How far an obligation or a project has come, in dots.</summary>
public static class Stages
{
    /// <summary>Of the five of an obligation: estimate, reported, verified, due, surrendered.</summary>
    public static int Reached(ObligationRow row) => row.Status switch
    {
        ObligationStatus.Open => 0,
        ObligationStatus.Estimate => 1,
        ObligationStatus.Reported => 2,
        ObligationStatus.Verified => 3,
        ObligationStatus.Surrendered => 5,
        _ => 4,
    };

    /// <summary>Whether a part is surrendered and the rest is not.</summary>
    public static bool IsPart(ObligationRow row) => row.Status is ObligationStatus.Due or ObligationStatus.Short && row.Surrendered + row.OffsetsSurrendered > 0;

    /// <summary>Of the five gates of a project: designed, notice, validated, applied, registered.</summary>
    public static int Reached(ProjectStatus status) => (int)status;

    /// <summary>Of the five of a report: reported, notice, verified, applied, issued.</summary>
    public static int Reached(ReductionStatus status) => (int)status + 1;
}
