using System.Globalization;
using CarbonTrading.Application.Forecasts;
using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Positions;

/// <summary>What will change a position.</summary>
public enum ForwardKind
{
    /// <summary>A trade that is agreed and not settled.</summary>
    Settlement,
    /// <summary>A leg of a contract.</summary>
    Contract,
    /// <summary>Free allocation that is expected.</summary>
    Allocation,
    /// <summary>Credits of an own project, verified and not issued.</summary>
    Issuance,
    /// <summary>What an obligation still lacks, at its central forecast.</summary>
    Surrender,
    /// <summary>What can be used no more after the last day of its lot, unless it is sold, used or carried over before.</summary>
    Lapse,
}

/// <summary>One change that is to come.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Product">What.</param>
/// <param name="Kind">Why.</param>
/// <param name="Key">Trade, contract, obligation or project.</param>
/// <param name="Day">Day it is due; a day gone by counts as today; null = no day is known.</param>
/// <param name="Held">Change of what is held, t.</param>
/// <param name="Free">Change of what is free, t: reserved units that go change nothing here.</param>
/// <param name="Status">How sure it is: agreed in force, forecasts unsure.</param>
public sealed record ForwardFlow(string Account, Product Product, ForwardKind Kind, string Key, DateOnly? Day, long Held, long Free, RuleStatus Status)
{
    /// <summary>Change of what may serve an obligation, free or reserved, t.</summary>
    public long Usable { get; init; }
}

/// <summary>The end of a month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Held">Held at its end, t; below 0 = what is lacking.</param>
/// <param name="Free">Free at its end, t.</param>
public sealed record ForwardMonth(DateOnly Month, long Held, long Free);

/// <summary>One account and product from today on.</summary>
/// <param name="Held">Held today, t.</param>
/// <param name="Free">Free today, t.</param>
/// <param name="Months">Twelve months from the one of the day asked.</param>
/// <param name="Undated">Changes without a day, t held: in no month.</param>
/// <param name="Flows">Every change, by day.</param>
public sealed record ForwardRow(
    string Account, string Holder, Product Product, string Code, long Held, long Free, IReadOnlyList<ForwardMonth> Months, long Undated, IReadOnlyList<ForwardFlow> Flows);

/// <summary>How far an obligation is covered.</summary>
/// <param name="Forecast">The forecast it rests on.</param>
/// <param name="Covered">Surrendered, credits included, t.</param>
/// <param name="Units">Free and reserved units that count, less what leaves by the deadline beyond what comes, t.</param>
/// <param name="ToCome">Allocation to come, t.</param>
/// <param name="Incoming">Bought and on its way, due by the deadline, t.</param>
/// <param name="Credits">Free credits that find room, t.</param>
/// <param name="Short">Lacking at the central forecast after all of it, t; 0 = covered; null = emissions not known.</param>
public sealed record CoverRow(ForecastRow Forecast, long Covered, long Units, long ToCome, long Incoming, long Credits, long? Short);

/// <summary>Positions from today on: what is agreed, allocated, issued and owed, by month.</summary>
/// <remarks>
/// Rules: <c>distribution-date</c> (<c>-industry</c>) by compliance year, the day allocation to come is expected on; <c>registry-check-working-days</c>, of credits applied for.
/// </remarks>
public sealed class ForwardQueries(Workplace workplace)
{
    private const int MonthsAhead = 12;

    /// <summary>Positions by account and product that hold something or will.</summary>
    public IReadOnlyList<ForwardRow> All(AsOf asOf)
    {
        var flows = Flows(asOf).ToLookup(f => (f.Account, f.Product));
        var held = workplace.Queries.Positions(asOf).GroupBy(p => (p.Account, p.Unit.Product)).ToDictionary(g => g.Key, g => (Held: g.Sum(r => r.Held), Free: g.Sum(r => r.Free)));
        return [.. held.Where(h => h.Value.Held != 0).Select(h => h.Key).Union(flows.Select(f => f.Key))
            .Select(k => Row(k.Account, k.Product, held.GetValueOrDefault(k), [.. flows[k].OrderBy(f => f.Day ?? DateOnly.MaxValue)], asOf))
            .OrderBy(r => r.Account, StringComparer.Ordinal).ThenBy(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>Cover of the open obligations, the nearest deadline first.</summary>
    /// <remarks>Per account the years are taken in order: what an earlier one needs of a purchase, or lacks by a sale, is not counted again at a later one.</remarks>
    public IReadOnlyList<CoverRow> Cover(AsOf asOf)
    {
        var agreed = Agreed(asOf).Where(f => f.Usable != 0).GroupBy(f => (f.Account, f.Product.Market))
            .ToDictionary(g => g.Key, g => g.OrderBy(f => f.Product.Vintage.First).ThenBy(f => f.Day).Select(f => new Coming(f)).ToList());
        var forecasts = workplace.Queries.Forecasts.All(asOf);
        var rows = new Dictionary<string, CoverRow>(StringComparer.Ordinal);
        foreach (var f in forecasts.OrderBy(f => f.Year)) rows[f.Key] = Covered(f, agreed.GetValueOrDefault((f.Account, f.Market)) ?? []);
        return [.. forecasts.Select(f => rows[f.Key])];
    }

    private CoverRow Covered(ForecastRow f, IReadOnlyList<Coming> agreed)
    {
        var usable = VintageUsability.Of(f.Market, f.Year, workplace.Rules);
        var counted = agreed.Where(c => usable.Broken(c.Flow.Product.Vintage) is null && (f.Deadline is null || c.Flow.Day <= f.Deadline.Date)).ToList();
        var (coming, toCome, covered) = (counted.Sum(c => c.Left), f.Allocation.ToCome + f.CarriedToCome, f.Surrendered + f.OffsetsSurrendered);
        long? lacking = null;
        if (f.Emissions.P50 is { } p50)
        {
            var before = p50 - covered - f.Units - toCome - f.Credits; // without what is agreed
            lacking = Math.Max(0, before - coming);
            if (coming > 0) Use(counted.Where(c => c.Left > 0), Math.Min(coming, Math.Max(0, before)));
            else Use(counted.Where(c => c.Left < 0), lacking.Value - Math.Max(0, before)); // lacking here: not once more at the next
        }

        var units = Math.Max(0, f.Units + Math.Min(0, coming)); // what was promised to others serves nobody here
        return new CoverRow(f, covered, units, toCome, Math.Max(0, coming), f.Credits, lacking);
    }

    private static void Use(IEnumerable<Coming> flows, long tonnes)
    {
        foreach (var flow in flows)
        {
            var part = Math.Min(tonnes, Math.Abs(flow.Left));
            (flow.Left, tonnes) = (flow.Left - (Math.Sign(flow.Left) * part), tonnes - part);
        }
    }

    /// <summary>What is agreed, and how much of it no earlier obligation took.</summary>
    private sealed class Coming(ForwardFlow flow)
    {
        public ForwardFlow Flow { get; } = flow;

        public long Left { get; set; } = flow.Usable;
    }

    private ForwardRow Row(string account, Product product, (long Held, long Free) now, IReadOnlyList<ForwardFlow> flows, AsOf asOf)
    {
        var first = new DateOnly(asOf.Date.Year, asOf.Date.Month, 1);
        var months = Enumerable.Range(0, MonthsAhead).Select(i =>
        {
            var (month, next) = (first.AddMonths(i), first.AddMonths(i + 1));
            var until = flows.Where(f => f.Day < next).ToList();
            return new ForwardMonth(month, now.Held + until.Sum(f => f.Held), now.Free + until.Sum(f => f.Free));
        });
        var holder = workplace.Read.Accounts.Find(account, asOf.Known)?.Holder ?? workplace.Read.Holdings.Find(account, asOf.Known)?.State.Holder ?? "";
        return new(account, holder, product, product.Code, now.Held, now.Free, [.. months], flows.Where(f => f.Day is null).Sum(f => f.Held), flows);
    }

    private IEnumerable<ForwardFlow> Flows(AsOf asOf)
    {
        List<ForwardFlow> flows = [.. Agreed(asOf), .. Expected(asOf), .. Issuance(asOf)];
        return flows.Concat(Lapse(flows, asOf));
    }

    /// <summary>What no obligation takes of lots that end, on the day after their last: at most what is still held by then.</summary>
    private IEnumerable<ForwardFlow> Lapse(List<ForwardFlow> others, AsOf asOf)
    {
        foreach (var product in workplace.Queries.LotBook.Ends(asOf).Where(r => r.AtRisk > 0).GroupBy(r => (r.Account, r.Unit.Product)))
        {
            var gone = 0L;
            foreach (var row in product.OrderBy(r => r.Last.Day))
            {
                var day = row.Last.Day!.Value;
                var there = product.Sum(r => r.Held) + others.Where(f => (f.Account, f.Product) == product.Key && f.Day <= day).Sum(f => f.Held) - gone;
                var lapses = Math.Min(row.AtRisk, Math.Max(0, there));
                gone += lapses;
                if (lapses > 0) yield return new(row.Account, row.Unit.Product, ForwardKind.Lapse, row.Lot, From(day.AddDays(1), asOf), -lapses, -Math.Min(lapses, row.Free), row.Last.Status);
            }
        }
    }

    /// <summary>Trades and contracts: agreed, not done.</summary>
    private IEnumerable<ForwardFlow> Agreed(AsOf asOf)
    {
        foreach (var leg in workplace.Queries.Settlement.Legs(asOf).Where(l => l is { Source: "trade", Kind: LegKind.Units, IsOpen: true, Status: not (LegStatus.Failed or LegStatus.Expired) }))
        {
            var terms = workplace.Read.Trades.Find(leg.Key, asOf.Known)!.State.Terms!;
            var open = leg.Quantity!.Value - leg.Settled!.Value;
            var usable = leg.IsIn ? open : leg.Status is LegStatus.Expected or LegStatus.Instructed ? -open : 0; // in transit it is out of both already
            yield return new(terms.Account, terms.Product, ForwardKind.Settlement, leg.Key, From(leg.Due, asOf), leg.IsIn ? open : -open, leg.IsIn ? open : 0, RuleStatus.InForce)
            {
                Usable = usable,
            };
        }

        foreach (var (key, contract, leg) in workplace.Queries.Contracts.Legs(asOf).Where(c => c.Contract.IsOpen && c.Leg is { IsOpen: true, Leg.IsUnits: true }))
        {
            var (l, tonnes) = (leg.Leg, leg.Leg.Quantity!.Value.Value);
            var (held, free) = l.Action switch
            {
                LegAction.Receive or LegAction.Borrow => (tonnes, tonnes),
                LegAction.Encumber => (0, -tonnes),
                LegAction.Release => (0, tonnes),
                _ => (-tonnes, leg.Status == ContractLegStatus.InTransit ? 0 : -tonnes),
            };
            yield return new(l.Account!, l.Product!.Value, ForwardKind.Contract, key, From(l.Due, asOf), held, free, RuleStatus.InForce) { Usable = free };
            if (l.Action == LegAction.Transfer)
                yield return new(contract.Terms!.OtherAccount!, l.Product.Value, ForwardKind.Contract, key, From(l.Due, asOf), tonnes, tonnes, RuleStatus.InForce) { Usable = tonnes };
        }
    }

    /// <summary>Allocation to come and what obligations lack, by the forecast.</summary>
    private IEnumerable<ForwardFlow> Expected(AsOf asOf)
    {
        var (positions, promised) = (workplace.Queries.Positions(asOf), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var f in workplace.Queries.Forecasts.All(asOf).Where(f => f.Product is not null))
        {
            if (f.Allocation.ToCome > 0)
                yield return new(f.Account, f.Product!.Value, ForwardKind.Allocation, f.Key, DistributionOf(f, asOf), f.Allocation.ToCome, f.Allocation.ToCome, RuleStatus.Unsure);
            var reserved = positions.Where(p => p.Account == f.Account && p.Market == f.Market).Sum(p => p.Reserved) - promised.GetValueOrDefault(f.Account);
            if (f.Emissions.P50 is { } p50 && p50 - f.Surrendered - f.OffsetsSurrendered is > 0 and var lacking)
            {
                var kept = Math.Clamp(lacking, 0, Math.Max(0, reserved)); // reserved units that go change nothing in what is free
                promised[f.Account] = promised.GetValueOrDefault(f.Account) + kept;
                yield return new(f.Account, f.Product!.Value, ForwardKind.Surrender, f.Key, f.Deadline is { } d ? From(d.Date, asOf) : null, -lacking, kept - lacking,
                    f.Emissions.Basis == EmissionBasis.Verified ? RuleStatus.InForce : RuleStatus.Unsure);
            }
        }
    }

    /// <summary>Credits verified and not issued: once applied for, expected on the last day of the registry's check; before that no day is known.</summary>
    private IEnumerable<ForwardFlow> Issuance(AsOf asOf) => workplace.Queries.Compliance.Projects(asOf).SelectMany(p => p.Reductions
        .Where(r => r is { Status: not ReductionStatus.Issued, Verified.IsZero: false })
        .Select(r => new ForwardFlow(HoldingOf(p.Owner, asOf), new(CcerHoldingDecider.Market, CcerHoldingDecider.CreditName, Vintage.Of(r.PeriodTo.Year)), ForwardKind.Issuance, p.Key,
            r.Status == ReductionStatus.Applied && ReductionTimes.CheckedBy(r.Since, workplace.Rules) is { } check ? From(check.Day, asOf) : null,
            r.Verified!.Value.Value, r.Verified.Value.Value, RuleStatus.Unsure)));

    private string HoldingOf(string owner, AsOf asOf) => workplace.Read.Holdings.All(asOf.Known).FirstOrDefault(h => h.State.Holder == owner)?.Key ?? owner;

    private DateOnly? DistributionOf(ForecastRow f, AsOf asOf)
    {
        var sector = workplace.Read.Obligations.Find(f.Key, asOf.Known)?.State.Sector;
        var rule = (sector == Sector.Industry ? workplace.Rules.TryFind("distribution-date-industry", f.Market, new DateOnly(f.Year, 1, 1)) : null)
            ?? workplace.Rules.TryFind("distribution-date", f.Market, new DateOnly(f.Year, 1, 1));
        return rule is { IsKnown: true, Text: { } text } && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? From(day, asOf) : null;
    }

    private static DateOnly From(DateOnly day, AsOf asOf) => day < asOf.Date ? asOf.Date : day;
}
