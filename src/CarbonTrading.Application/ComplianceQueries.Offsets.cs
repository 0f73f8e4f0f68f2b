using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Whether a batch counts for an obligation of ours.</summary>
/// <param name="WhyNot">Reason; null = it counts.</param>
/// <param name="Until">Last day on which it counts: the rule's, else the surrender deadline; null = not known.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">How sure it is.</param>
public sealed record BatchUse(string Market, int Year, Remark? WhyNot, DateOnly? Until, string Source, RuleStatus Status);

/// <summary>Credits promised to a purpose.</summary>
/// <param name="Since">Day of the last step.</param>
/// <param name="Obligation">Obligation they are for; null = none.</param>
/// <param name="Note">Why they were released or failed, or where they go; else null.</param>
public sealed record ReservationRow(
    string Id, ClaimStatus Status, DateOnly Since, long Quantity, string Purpose, string? Obligation, string? Market, int? ComplianceYear, string? Note, Remark? Said = null);

public sealed partial class ComplianceQueries
{
    private HoldingRow Row(Seen<CcerHolding, CcerHoldingEvent> seen, AsOf asOf)
    {
        var state = seen.State;
        var targets = Read.Obligations.All(asOf.Known).Where(o => o.State.Remaining is not { IsZero: true })
            .Select(o => (o.State.Market, o.State.Year)).Distinct().Order().ToList();
        var batches = workplace.Queries.Lots(asOf, seen.Key, null).Where(l => state.Batches.ContainsKey(l.Lot)).Select(l => new BatchRow(
            l.Lot, state.Batches[l.Lot], l.Unit, l.In(Bucket.Free), l.In(Bucket.Reserved), l.In(Bucket.Pledged) + l.In(Bucket.Lent) + l.In(Bucket.SoldInRepo),
            l.In(Bucket.InTransit), l.In(Bucket.Cancelled), l.In(Bucket.Delivered), Buckets.Held.Sum(b => l.Cost[(int)b]),
            state.Lots.First(lot => lot.Id == l.Lot).HeldSerials, [.. targets.Select(t => Use(state.Batches[l.Lot], t.Market, t.Year, asOf.Date))])).ToList();
        return new(seen.Key, state.Holder, state.Name, state.NameZh, state.Currency, batches.Sum(b => b.Free), batches.Sum(b => b.Reserved),
            batches.Sum(b => b.Encumbered), batches.Sum(b => b.InTransit), batches.Sum(b => b.Cancelled), batches.Sum(b => b.Delivered), batches, seen.History[^1].Position,
            Reservations(seen, asOf.Date));
    }

    private BatchUse Use(CreditBatch batch, string market, int year, DateOnly day)
    {
        if (workplace.Rules.TryFind("offset-limit", market, new DateOnly(year, 1, 1)) is { IsInForce: true, Number: 0 } none)
            return new(market, year, Remark.Of("offset.none-taken", $"the market takes no credits: its offset limit is 0"), null, none.Source, none.Status);
        var use = Usability.Of(batch, market, year, day, workplace.Rules);
        var until = use.WhyNot is not null ? use.Until : use.Until ?? SurrenderDeadline.Of(market, year, workplace.Rules).Deadline?.Date;
        return new(market, year, use.WhyNot, until, use.Source, use.Status);
    }

    private static List<ReservationRow> Reservations(Seen<CcerHolding, CcerHoldingEvent> seen, DateOnly day)
    {
        var rows = new Dictionary<string, ReservationRow>(StringComparer.Ordinal);
        void Step(string id, ClaimStatus status, DateOnly since, string? note, Remark? said = null) =>
            rows[id] = rows[id] with { Status = status, Since = since, Note = note, Said = said };
        foreach (var happened in seen.History.Select(h => h.Event).Where(e => e is IMovement m && m.Effective <= day))
            switch (happened)
            {
                case CreditsReserved e:
                    rows[e.Reservation] = new(e.Reservation, ClaimStatus.Reserved, e.Effective, e.Quantity.Value, e.Purpose, e.Obligation, e.Market,
                        e.ComplianceYear, null);
                    break;
                case CreditsReleased e: Step(e.Reservation, ClaimStatus.Released, e.Effective, e.Reason, e.Said); break;
                case UsedForOffset e: Step(e.Reservation, ClaimStatus.Used, e.Effective, e.RegistryReference); break;
                case CreditDeliveryInstructed e: Step(e.Reservation, ClaimStatus.InTransit, e.Effective, e.ToAccount); break;
                case CreditDeliveryConfirmed e: Step(e.Reservation, ClaimStatus.Delivered, e.Effective, e.Evidence); break;
                case CreditDeliveryFailed e: Step(e.Reservation, ClaimStatus.Failed, e.Effective, e.Reason); break;
            }

        return [.. rows.Values.OrderByDescending(r => r.Since).ThenByDescending(r => r.Id, StringComparer.Ordinal)];
    }

    private ProjectRow Row(Seen<ReductionProject, ReductionProjectEvent> seen, AsOf asOf)
    {
        var state = seen.State;
        var end = state is { CreditingStart: { } start, CreditingYears: { } years }
            ? ReductionTimes.CreditingEnd(start, years, asOf.Date, workplace.Rules) : (DateOnly?)null;
        return new(seen.Key, state.Name, state.NameZh, state.Owner, state.Location, state.Methodology, state.Status, state.Since, state.Notice?.Start,
            state.Notice?.End, state.CreditingStart, end, state.Issued, [.. state.Reductions.Values], seen.History[^1].Position,
            ProjectStep.Of(state, workplace.Rules), state.ConstructionStart, state.CreditingYears, state.ValidationBody, state.RegistryNumber);
    }
}
