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
/// <param name="Price">Price used: the last known one before the deadline.</param>
/// <param name="PriceDate">Its day.</param>
public sealed record PenaltyRow(
    string Kind, string Currency, decimal? FixedMin, decimal? FixedMax, decimal? ScaledMin, decimal? ScaledMax, decimal? Worst, decimal? Price,
    DateOnly? PriceDate, string Source, RuleStatus Status);

/// <summary>One obligation.</summary>
/// <param name="OffsetRoom">Credits still allowed, t; null = not known.</param>
public sealed record ObligationRow(
    string Key, string Account, string Market, int Year, Sector Sector, ObligationStatus Status, long? Emissions, long? Verified, long? Due,
    long Surrendered, long OffsetsReserved, long OffsetsSurrendered, long? Remaining, long? OffsetCeiling, long? OffsetRoom, RuleStatus OffsetRuleStatus,
    DeadlineRow? Deadline, PenaltyRow? Penalty, IReadOnlyList<OffsetClaim> Offsets, long Position);

/// <summary>One batch of a holding.</summary>
public sealed record BatchRow(
    string Id, CreditBatch Batch, UnitClass Unit, long Free, long Reserved, long InTransit, long Cancelled, long Delivered, decimal Cost);

/// <summary>One CCER holding.</summary>
public sealed record HoldingRow(
    string Key, string Holder, string Name, string NameZh, string Currency, long Free, long Reserved, long InTransit, long Cancelled, long Delivered,
    IReadOnlyList<BatchRow> Batches, long Position);

/// <summary>One reduction project.</summary>
/// <param name="NoticeEnd">Last day of the notice that runs or ran.</param>
/// <param name="CreditingEnd">Last day of the crediting period; null before the first report, or where its length is not known.</param>
public sealed record ProjectRow(
    string Key, string Name, string NameZh, string Owner, string Location, string Methodology, ProjectStatus Status, DateOnly Since,
    DateOnly? NoticeStart, DateOnly? NoticeEnd, DateOnly? CreditingStart, DateOnly? CreditingEnd, long Issued, IReadOnlyList<Reduction> Reductions, long Position);

/// <summary>Questions about obligations, credits and projects.</summary>
public sealed class ComplianceQueries(Workplace workplace)
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

    private ObligationRow Row(Seen<Obligation, ObligationEvent> seen, AsOf asOf)
    {
        var state = seen.On(asOf.Date);
        var deadline = SurrenderDeadline.Of(state.Market, state.Year, workplace.Rules);
        var limit = OffsetLimit.Of(state, workplace.Rules);
        var status = state.StatusAt(deadline.Deadline, EndOf(asOf.Date, deadline.Deadline?.Zone));
        return new(
            seen.Key, state.Account, state.Market, state.Year, state.Sector, status, state.Emissions?.Value, state.Verified?.Value, state.Due?.Value,
            state.Surrendered.Value, state.OffsetsCounted.Value - state.OffsetsSurrendered.Value, state.OffsetsSurrendered.Value, state.Remaining?.Value,
            limit.Ceiling?.Value, limit.RoomOf(state)?.Value, limit.Status, Row(deadline, asOf), Penalty(state, deadline.Deadline, asOf),
            [.. state.Offsets.Values], seen.History[^1].Position);
    }

    private DeadlineRow? Row(AuthorityDeadline deadline, AsOf asOf) =>
        deadline.Deadline is { } at ? DeadlineRows.Of(at, deadline.Source, deadline.Status, workplace.Rules, asOf) : null;

    private PenaltyRow? Penalty(Obligation state, Deadline? deadline, AsOf asOf)
    {
        if (deadline is null || state.Remaining is not { } remaining) return null;
        if (PenaltyRules.Of(state.Market, state.Year, deadline.Date, workplace.Rules) is not { } rules) return null;
        var day = asOf.Date < deadline.Date ? asOf.Date : deadline.Date.AddDays(-1);
        var reading = Product(state) is { } product ? Read.Prices.ValueOf(product, day, asOf.Known) : null;
        var exposure = PenaltyExposure.Of(remaining, Tonnes.Zero, reading?.Point.Value, rules);
        return new(rules.Kind, rules.Currency, exposure.FixedMin, exposure.FixedMax, exposure.ScaledMin, exposure.ScaledMax, exposure.Worst,
            reading?.Point.Value, reading?.Date, rules.Source, rules.Status);
    }

    /// <summary>The allowance of the obligation's year, named as the account's own units are.</summary>
    private Product? Product(Obligation state) => Read.Movements.Now.Cells
        .Where(c => c.Account == state.Account && c.Unit.Product.Market == state.Market)
        .Select(c => (Product?)new Product(c.Unit.Product.Market, c.Unit.Product.Name,
            c.Unit.Product.Vintage == Vintage.None ? Vintage.None : Vintage.Of(state.Year)))
        .FirstOrDefault();

    private HoldingRow Row(Seen<CcerHolding, CcerHoldingEvent> seen, AsOf asOf)
    {
        var state = seen.State;
        var batches = workplace.Queries.Lots(asOf, seen.Key, null).Where(l => state.Batches.ContainsKey(l.Lot)).Select(l => new BatchRow(
            l.Lot, state.Batches[l.Lot], l.Unit, l.In(Bucket.Free), l.In(Bucket.Reserved), l.In(Bucket.InTransit), l.In(Bucket.Cancelled),
            l.In(Bucket.Delivered), l.Cost[(int)Bucket.Free] + l.Cost[(int)Bucket.Reserved] + l.Cost[(int)Bucket.InTransit])).ToList();
        return new(seen.Key, state.Holder, state.Name, state.NameZh, state.Currency, batches.Sum(b => b.Free), batches.Sum(b => b.Reserved),
            batches.Sum(b => b.InTransit), batches.Sum(b => b.Cancelled), batches.Sum(b => b.Delivered), batches, seen.History[^1].Position);
    }

    private ProjectRow Row(Seen<ReductionProject, ReductionProjectEvent> seen, AsOf asOf)
    {
        var state = seen.State;
        var end = state is { CreditingStart: { } start, CreditingYears: { } years }
            ? ReductionTimes.CreditingEnd(start, years, asOf.Date, workplace.Rules) : (DateOnly?)null;
        return new(seen.Key, state.Name, state.NameZh, state.Owner, state.Location, state.Methodology, state.Status, state.Since, state.Notice?.Start,
            state.Notice?.End, state.CreditingStart, end, state.Issued, [.. state.Reductions.Values], seen.History[^1].Position);
    }

    /// <summary>A day of the books counts to its end where the authority is.</summary>
    private static DateTimeOffset EndOf(DateOnly day, string? zone) => zone is null
        ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : new Deadline(day, new TimeOnly(23, 59, 59), zone).Instant;
}
