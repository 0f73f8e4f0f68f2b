using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Forecasts;

/// <summary>What the emissions of a forecast rest on.</summary>
public enum EmissionBasis
{
    /// <summary>Nothing is known.</summary>
    None,
    /// <summary>An estimate, or the plan of the months.</summary>
    Estimate,
    /// <summary>Months so far and what the rest is expected to be.</summary>
    Activity,
    /// <summary>The report sent to the authority.</summary>
    Reported,
    /// <summary>The verification: what is due is certain.</summary>
    Verified,
}

/// <summary>What the allocation of a forecast rests on.</summary>
public enum AllocationBasis
{
    /// <summary>Nothing is known; the balance counts without it.</summary>
    Unknown,
    /// <summary>Received in full, or the first allocation as verified.</summary>
    Received,
    /// <summary>Share of the emissions that last year's allocation was.</summary>
    LastYearsShare,
}

/// <summary>Emissions of a year in whole tonnes.</summary>
/// <param name="Months">Months recorded.</param>
/// <param name="ToDate">Their sum; null without any.</param>
/// <param name="P10">One in ten years ends lower; null = no basis.</param>
/// <param name="P50">Central.</param>
/// <param name="P90">One in ten years ends higher.</param>
/// <param name="Sigma">Spread of the months to come; 0 where nothing is to come.</param>
/// <param name="SigmaAssumed">The spread is an assumption: fewer than three whole earlier years.</param>
/// <param name="ByMonth">Months with a figure, January first.</param>
public sealed record EmissionForecast(
    EmissionBasis Basis, int Months, long? ToDate, long? P10, long? P50, long? P90, double Sigma, bool SigmaAssumed, IReadOnlyList<MonthFigure> ByMonth);

/// <summary>Emissions of one month.</summary>
/// <param name="Month">1..12.</param>
/// <param name="Tonnes">Recorded, planned or expected, t.</param>
/// <param name="Kind">Which of the three.</param>
/// <param name="LastYear">The same month a year earlier, t; null = not recorded.</param>
public sealed record MonthFigure(int Month, long Tonnes, MonthKind Kind, long? LastYear);

/// <summary>What the figure of a month is.</summary>
public enum MonthKind
{
    /// <summary>Recorded with its evidence.</summary>
    Recorded,
    /// <summary>From the budget.</summary>
    Planned,
    /// <summary>From the season of earlier years.</summary>
    Expected,
}

/// <summary>Allowances of the year.</summary>
/// <param name="Received">Booked free of charge for this year; null where units carry no year and no decision is recorded.</param>
/// <param name="Expected">What it will be in the end; null = not known.</param>
/// <param name="ToCome">Expected beyond what is booked; 0 where not known.</param>
public sealed record AllocationForecast(AllocationBasis Basis, long? Received, long? Expected, long ToCome);

/// <summary>The obligation of one account for one year as it is expected to end.</summary>
/// <param name="Product">Allowance of the year; null = the market names none.</param>
/// <param name="Units">Free and reserved units of the account that count for the year, after what earlier years need, t.</param>
/// <param name="Credits">Free credits of the same holder that count and find room, t.</param>
/// <param name="OffsetRoom">Credits still allowed, t; null = no rule with a value.</param>
/// <param name="Balance10">Surplus (+) or shortage (-) at P10 of the emissions, without credits, t; null = emissions not known.</param>
/// <param name="Balance50">At P50.</param>
/// <param name="Balance90">At P90.</param>
/// <param name="Price">Of the year's allowance; null = none.</param>
/// <param name="Value50">Balance at P50 x price, two decimals half-up; null without either.</param>
/// <param name="CreditGain">Saved by using credits up to the room where they are cheaper; null without prices.</param>
/// <param name="Weakest">The least sure rule used.</param>
/// <param name="Labels">What a reader must know, as codes; texts are under <c>forecast.label.</c>.</param>
public sealed record ForecastRow(
    string Key, string Account, string Name, string NameZh, string Holder, string Market, int Year, ObligationStatus Status, Product? Product,
    EmissionForecast Emissions, AllocationForecast Allocation, long Surrendered, long OffsetsSurrendered, long Units, long Credits,
    long? OffsetRoom, RuleStatus OffsetRuleStatus, long? Balance10, long? Balance50, long? Balance90,
    PositionPrice? Price, decimal? Value50, decimal? CreditGain, DeadlineRow? Deadline, RuleStatus Weakest, IReadOnlyList<string> Labels)
{
    /// <summary>Allocation to come of earlier years that they do not need and that counts for this one, t.</summary>
    public long CarriedToCome { get; init; }
}
