using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>A surrender deadline beside an obligation.</summary>
/// <param name="Instant">After this it is missed.</param>
/// <param name="PlanningInstant">To plan for: 17:00 of the authority where no time is named.</param>
/// <param name="SlackWorkingDays">Working days of the authority after the day asked up to the deadline; negative = missed; null = no calendar.</param>
public sealed record DeadlineRow(
    DateOnly Date, TimeOnly? Time, string Zone, DateTimeOffset Instant, DateTimeOffset PlanningInstant, int? SlackWorkingDays, string Source,
    RuleStatus Status);

/// <summary>Fines if what remains stayed uncovered. Null amounts = no price or no rule; never 0 for unknown.</summary>
/// <param name="Price">Average market price used; null = none known, or the rule does not ask for one.</param>
/// <param name="PriceDate">Last day that entered it.</param>
/// <param name="Status">The least sure of the rules behind the amounts.</param>
/// <param name="Missing">Missing at the deadline, t; before it: missing now.</param>
/// <param name="DeliveredLater">Surrendered after the deadline within the correction period, t.</param>
/// <param name="CorrectionUntil">Last day of the correction period; null = its length is not known, then all that came later counts.</param>
/// <param name="Basis">What the average price rests on; null = the window is not known, or the rule does not ask for a price.</param>
public sealed record PenaltyRow(
    string Kind, string Currency, decimal? FixedMin, decimal? FixedMax, decimal? ScaledMin, decimal? ScaledMax, decimal? Worst, decimal? Price,
    DateOnly? PriceDate, string Source, RuleStatus Status, long Missing = 0, long DeliveredLater = 0, DateOnly? CorrectionUntil = null,
    PenaltyPriceRow? Basis = null);

/// <summary>One obligation.</summary>
/// <param name="OffsetRoom">Credits still allowed, t; null = not known.</param>
/// <param name="Limit">The offset limit with its share, base and source.</param>
/// <param name="Estimate">Estimated emissions, t; null = none.</param>
/// <param name="Reported">Reported emissions, t; null = none.</param>
/// <param name="CarryOver">Most that may be carried over into the year; null = nothing is, or the rules are not known.</param>
public sealed record ObligationRow(
    string Key, string Account, string Market, int Year, Sector Sector, ObligationStatus Status, long? Emissions, long? Verified, long? Due,
    long Surrendered, long OffsetsReserved, long OffsetsSurrendered, long? Remaining, long? OffsetCeiling, long? OffsetRoom, RuleStatus OffsetRuleStatus,
    DeadlineRow? Deadline, PenaltyRow? Penalty, IReadOnlyList<OffsetClaim> Offsets, long Position,
    OffsetLimit? Limit = null, long? Estimate = null, long? Reported = null, CarryOverCap? CarryOver = null)
{
    /// <summary>Applications for carry-over into the year, the oldest first.</summary>
    public IReadOnlyList<CarryOverApplication> Applications { get; init; } = [];

    /// <summary>Applied for and not withdrawn or refused, what was carried over included, t.</summary>
    public long AppliedFor => Applications.Sum(a => a.Counted.Value);
}

/// <summary>One batch of a holding.</summary>
/// <param name="Encumbered">Pledged, lent or sold in repo: held, not free, t.</param>
/// <param name="Cost">Cost of what is held, in the holding's currency.</param>
/// <param name="Serials">Serial ranges of what is held, both ends included; empty = not known.</param>
/// <param name="Uses">Whether it counts for each market and year we owe something in.</param>
public sealed record BatchRow(
    string Id, CreditBatch Batch, UnitClass Unit, long Free, long Reserved, long Encumbered, long InTransit, long Cancelled, long Delivered, decimal Cost,
    IReadOnlyList<SerialRange> Serials, IReadOnlyList<BatchUse> Uses)
{
    /// <summary>Still in the books, t.</summary>
    public long Held => Free + Reserved + Encumbered + InTransit;
}

/// <summary>One CCER holding.</summary>
/// <param name="Encumbered">Pledged, lent or sold in repo: held, not free, t.</param>
/// <param name="Reservations">Promises, the last step first.</param>
public sealed record HoldingRow(
    string Key, string Holder, string Name, string NameZh, string Currency, long Free, long Reserved, long Encumbered, long InTransit, long Cancelled, long Delivered,
    IReadOnlyList<BatchRow> Batches, long Position, IReadOnlyList<ReservationRow> Reservations);

/// <summary>One reduction project.</summary>
/// <param name="NoticeEnd">Last day of the notice that runs or ran.</param>
/// <param name="CreditingEnd">Last day of the crediting period; null before the first report, or where its length is not known.</param>
/// <param name="Next">Steps that may be taken next, with their earliest day.</param>
public sealed record ProjectRow(
    string Key, string Name, string NameZh, string Owner, string Location, string Methodology, ProjectStatus Status, DateOnly Since,
    DateOnly? NoticeStart, DateOnly? NoticeEnd, DateOnly? CreditingStart, DateOnly? CreditingEnd, long Issued, IReadOnlyList<Reduction> Reductions, long Position,
    IReadOnlyList<ProjectStep> Next, DateOnly ConstructionStart, int? CreditingYears, string? ValidationBody, string? RegistryNumber);

/// <summary>Questions about obligations, credits and projects.</summary>
public sealed partial class ComplianceQueries(Workplace workplace)
{
    private ReadSide Read => workplace.Read;

    /// <summary>Obligations, the nearest deadline first.</summary>
    public IReadOnlyList<ObligationRow> Obligations(AsOf asOf) =>
        [.. Read.Obligations.All(asOf.Known).Select(o => Row(o, asOf))
            .OrderBy(r => r.Deadline?.Instant ?? DateTimeOffset.MaxValue).ThenBy(r => r.Key, StringComparer.Ordinal)];

    /// <summary>CCER holdings by key. Batches and buckets are effective up to the day asked.</summary>
    public IReadOnlyList<HoldingRow> Holdings(AsOf asOf) => [.. Read.Holdings.All(asOf.Known).Select(h => Row(h, asOf))];

    /// <summary>Reduction projects by key, as known.</summary>
    public IReadOnlyList<ProjectRow> Projects(AsOf asOf) => [.. Read.Projects.All(asOf.Known).Select(p => Row(p, asOf))];

    /// <summary>One obligation; null where there was none then.</summary>
    public ObligationRow? Obligation(string key, AsOf asOf) => Read.Obligations.Find(key, asOf.Known) is { } seen ? Row(seen, asOf) : null;

    /// <summary>One holding; null where there was none then.</summary>
    public HoldingRow? Holding(string key, AsOf asOf) => Read.Holdings.Find(key, asOf.Known) is { } seen ? Row(seen, asOf) : null;

    /// <summary>One project; null where there was none then.</summary>
    public ProjectRow? Project(string key, AsOf asOf) => Read.Projects.Find(key, asOf.Known) is { } seen ? Row(seen, asOf) : null;

    private ObligationRow Row(Seen<Obligation, ObligationEvent> seen, AsOf asOf)
    {
        var events = seen.History.Select(h => h.Event).Where(e => e is not IDated dated || dated.Effective <= asOf.Date).ToList();
        var state = seen.On(asOf.Date);
        var deadline = SurrenderDeadline.Of(state.Market, state.Year, workplace.Rules);
        var limit = OffsetLimit.Of(state, workplace.Rules);
        var status = state.StatusAt(deadline.Deadline, EndOf(asOf.Date, deadline.Deadline?.Zone));
        return new(
            seen.Key, state.Account, state.Market, state.Year, state.Sector, status, state.Emissions?.Value, state.Verified?.Value, state.Due?.Value,
            state.Surrendered.Value, state.OffsetsCounted.Value - state.OffsetsSurrendered.Value, state.OffsetsSurrendered.Value, state.Remaining?.Value,
            limit.Ceiling?.Value, limit.RoomOf(state)?.Value, limit.Status, Row(deadline, asOf), Penalty(state, events, deadline.Deadline, asOf),
            [.. state.Offsets.Values], seen.History[^1].Position, limit, state.Estimate?.Value, state.Reported?.Value, CapOf(state, asOf))
        {
            Applications = [.. state.Applications.Values.OrderBy(a => a.Filed).ThenBy(a => a.Reference, StringComparer.Ordinal)],
        };
    }

    private CarryOverCap? CapOf(Obligation state, AsOf asOf) =>
        CarryOverVintages.Of(state.Market, state.Year, workplace.Rules) is { } old && Read.Movements.Now.Cells.FirstOrDefault(c => c.Account == state.Account && old.Has(c.Unit.Product)) is { } cell
            ? CarryOverCaps.Of(Read, workplace.Rules, asOf, state, cell.Unit.Product) : null;

    private DeadlineRow? Row(AuthorityDeadline deadline, AsOf asOf) =>
        deadline.Deadline is { } at ? DeadlineRows.Of(at, deadline.Source, deadline.Status, workplace.Rules, asOf) : null;

    /// <summary>A day of the books counts to its end where the authority is.</summary>
    private static DateTimeOffset EndOf(DateOnly day, string? zone) => zone is null
        ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : new Deadline(day, new TimeOnly(23, 59, 59), zone).Instant;
}
