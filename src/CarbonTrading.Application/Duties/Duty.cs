using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Duties;

/// <summary>One step of the plan that leads to a deadline.</summary>
/// <param name="Step">Name; texts are under <c>duty.step.</c>.</param>
/// <param name="WorkingDays">How long it takes.</param>
/// <param name="LatestStart">Latest instant to begin it.</param>
public sealed record PlannedStep(string Step, decimal WorkingDays, DateTimeOffset LatestStart);

/// <summary>Where a duty stands.</summary>
public enum DutyStatus
{
    /// <summary>Nobody has begun it.</summary>
    Open,
    /// <summary>A command for it waits for the second person.</summary>
    AtApproval,
    /// <summary>The deadline has passed.</summary>
    Missed,
}

/// <summary>What a miss costs.</summary>
public enum Stake
{
    /// <summary>Not known in money.</summary>
    Unknown,
    /// <summary>Units that lapse, at their price.</summary>
    Lapse,
    /// <summary>Fines, least to most.</summary>
    Penalty,
    /// <summary>Value that has no final figure until it is done.</summary>
    Value,
}

/// <summary>Something a person must have done by a deadline.</summary>
/// <param name="Kind">Kind in kebab case; texts are under <c>duty.kind.</c>.</param>
/// <param name="Entity">Account or project it is about.</param>
/// <param name="Month">1..12 of a monthly duty; else null.</param>
/// <param name="Product">Code of the units; null where none.</param>
/// <param name="Tonnes">What is to be covered, filed or sold; null where no quantity.</param>
/// <param name="StakeMin">Least cost of a miss; null = not known.</param>
/// <param name="StakeMax">Most.</param>
/// <param name="Deadline">Deadline of the authority; null = not known.</param>
/// <param name="LastSafe">Latest instant to begin so that the plan still fits; null without deadline or calendar.</param>
/// <param name="Slack">Working days from the opening of the day asked to the last safe instant, tenths rounded down; negative = late.</param>
/// <param name="Plan">Steps, the first to do first.</param>
/// <param name="Owner">Role that begins it.</param>
/// <param name="Escalated">Who must know besides; null = nobody.</param>
/// <param name="Link">Screen where it is done.</param>
/// <param name="Weakest">The least sure of the rules used.</param>
/// <param name="PlanSource">Where the times of the plan come from.</param>
public sealed record Duty(
    string Kind, string Entity, string Name, string NameZh, string? Market, int? Year, int? Month, string? Product, long? Tonnes,
    Stake Stake, decimal? StakeMin, decimal? StakeMax, string? Currency, DeadlineRow? Deadline, DateTimeOffset? LastSafe, decimal? Slack,
    IReadOnlyList<PlannedStep> Plan, string Owner, string? Escalated, DutyStatus Status, string Link, RuleStatus Weakest, string PlanSource)
{
    /// <summary>With less slack than this, working days, a duty is urgent everywhere it is shown.</summary>
    public const int UrgentDays = 3;

    /// <summary>Whether it must be begun at once.</summary>
    public bool IsUrgent => Slack < UrgentDays;
}

/// <summary>Something that stops the day, without a deadline of an authority.</summary>
/// <param name="Kind">Kind in kebab case; texts are under <c>duty.stop.</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Names">Which, at most five.</param>
/// <param name="Link">Screen where it is looked after.</param>
public sealed record DayStop(string Kind, int Count, IReadOnlyList<string> Names, string Link);

/// <summary>The duty board: work with a deadline, and what stops the day.</summary>
public sealed record DutyAnswer(IReadOnlyList<Duty> Duties, IReadOnlyList<DayStop> Stops);
