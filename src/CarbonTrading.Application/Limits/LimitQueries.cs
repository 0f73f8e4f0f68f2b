using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

/// <summary>Where a limit stands on a day.</summary>
public enum LimitStage
{
    /// <summary>It governs and gives headroom.</summary>
    InForce,
    /// <summary>Its first day is still to come.</summary>
    NotBegun,
    /// <summary>Its last day is over: a hard limit lets nothing through.</summary>
    Expired,
    /// <summary>Ended for good: it holds nothing.</summary>
    Retired,
}

/// <summary>One limit with its use.</summary>
/// <param name="Terms">As set last.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="Used">Used on the day asked, in the limit's unit; null for a limit that only looks at one trade.</param>
/// <param name="Allowed">The amount with the overrides in force for every trade.</param>
/// <param name="Share">Used of allowed, a fraction of six decimals half-up; null where nothing is held under it.</param>
/// <param name="Overrides">Overrides in force, those for one trade too.</param>
/// <param name="Waiting">Trades that wait for headroom.</param>
/// <param name="Breaches">Lines of the breach log.</param>
/// <param name="Measure">What the amounts are in: <c>t</c>, <c>credit</c>, <c>MWh</c>, a currency, <c>fraction</c>.</param>
public sealed record LimitRow(
    string Key, SetLimit Terms, LimitStage Stage, decimal? Used, decimal Allowed, decimal? Share, IReadOnlyList<Override> Overrides, IReadOnlyList<string> Waiting, int Breaches,
    string Measure)
{
    /// <summary>Open orders that hold headroom of it, with how much; empty for a limit that only looks at one trade.</summary>
    public IReadOnlyList<HeldByOrder> Orders { get; init; } = [];

    /// <summary>What open orders hold together; null for a limit that only looks at one trade.</summary>
    public decimal? HeldByOrders => Used is null ? null : Orders.Sum(o => o.Amount);

    /// <summary>What a deal can still have: nothing of an expired one; null for a limit that only looks at one trade.</summary>
    public decimal? Headroom => Stage == LimitStage.Expired ? 0m : Used is { } used ? Math.Max(0m, Allowed - used - HeldByOrders!.Value) : null;
}

/// <summary>What went beyond a limit, or would have.</summary>
public enum BreachKind
{
    /// <summary>Refused at entry by a hard limit.</summary>
    Refused,
    /// <summary>Captured, but there was no headroom left when it was asked: the trade waits.</summary>
    Waiting,
    /// <summary>Went beyond a soft limit, with a reason.</summary>
    Soft,
    /// <summary>Went beyond a hard limit under an override.</summary>
    Overridden,
    /// <summary>The limit was cut below what is used.</summary>
    CutBelowUse,
    /// <summary>The corrected price of a trade took it beyond.</summary>
    Corrected,
}

/// <summary>A line of the breach log.</summary>
/// <param name="Trade">Key of the trade; empty where the limit itself was cut.</param>
/// <param name="Asked">What the trade adds, in the limit's unit; null where it could not be measured.</param>
/// <param name="Used">Used before.</param>
/// <param name="Beyond">How much of it is beyond; null where it could not be measured.</param>
/// <param name="Person">Who captured it, or who set the limit.</param>
public sealed record Breach(
    string Limit, string Name, string NameZh, BreachKind Kind, DateTimeOffset Recorded, long Position, string Trade, string Person, decimal? Asked, decimal? Used,
    decimal Allowed, decimal? Beyond, string Unit, string Reason);

/// <summary>Limits, their use and the breach log.</summary>
public sealed class LimitQueries(Workplace workplace)
{
    private ReadSide Read => workplace.Read;

    /// <summary>Every limit: the most used first, then by key; retired ones last.</summary>
    public IReadOnlyList<LimitRow> All(AsOf asOf)
    {
        var orders = OpenDeals.OrdersAt(Read, asOf).ToList();
        var looked = Looked(asOf).ToLookup(b => b.Limit, StringComparer.Ordinal);
        return [.. Read.Limits.All(asOf.Known).Select(l => Row(l, orders, looked, asOf))
            .OrderBy(r => r.Stage == LimitStage.Retired).ThenByDescending(r => r.Share ?? -1m).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>The breach log, the newest first.</summary>
    /// <remarks>A limit that gives headroom says itself what went beyond; one that only looks is read from the deals it looked at, and so is the venue's own.</remarks>
    public IReadOnlyList<Breach> Breaches(AsOf asOf) =>
        [.. Read.Limits.All(asOf.Known).SelectMany(l => Of(l, asOf)).Concat(Looked(asOf)).OrderByDescending(b => b.Position)];

    /// <summary>What deals went beyond limits that only look at them, with the reason that was given.</summary>
    private IEnumerable<Breach> Looked(AsOf asOf)
    {
        foreach (var trade in Read.Trades.All(asOf.Known))
            foreach (var happened in trade.History.Where(h => h.Event is TradeCaptured or PriceCorrected))
            {
                var (limits, kind, reason) = happened.Event switch
                {
                    TradeCaptured e => (e.Limits, e.Order is null ? BreachKind.Soft : BreachKind.Waiting, e.Terms.Remark),
                    PriceCorrected e => (e.Limits, BreachKind.Corrected, e.Reason),
                    _ => (null, default, null),
                };
                foreach (var limit in BeyondOf(limits, happened.Position))
                {
                    var its = kind == BreachKind.Waiting && !limit.Reading.Hard ? BreachKind.Soft : kind;
                    yield return Line(limit, its, trade.Key, trade.State.CapturedBy, happened.Recorded, happened.Position, reason);
                }
            }

        foreach (var contract in Read.Contracts.All(asOf.Known))
            if (contract.History[0] is { Event: ContractAgreed agreed } happened)
                foreach (var limit in BeyondOf(agreed.Limits, happened.Position))
                    yield return Line(limit, BreachKind.Soft, contract.Key, agreed.AgreedBy, happened.Recorded, happened.Position, agreed.Terms.Remark);

        static Breach Line((LimitReading Reading, decimal Allowed) of, BreachKind kind, string deal, string person, DateTimeOffset recorded, long position, string? reason)
        {
            var (r, allowed) = of;
            return new(r.Limit, r.Name, r.NameZh, kind == BreachKind.Soft && r.Hard ? BreachKind.Overridden : kind, recorded, position, deal, person, r.Asked, r.Used, allowed,
                r.After - allowed, r.Unit, reason ?? "");
        }
    }

    /// <summary>Readings that went beyond what was allowed without overrides: not those of units and money that have to be there.</summary>
    private IEnumerable<(LimitReading Reading, decimal Allowed)> BeyondOf(IReadOnlyList<LimitReading>? limits, long position) => (limits ?? [])
        .Where(l => l is { Holds: false } and not { Kind: "available-units" or "available-money" or "free-units" })
        .Select(l => (Reading: l, Allowed: Math.Min(l.Allowed, AmountAt(l.Limit, position) ?? l.Allowed)))
        .Where(l => l.Reading.State != LimitState.Passes || l.Reading.After > l.Allowed && l.Reading.Asked > 0);

    private decimal? AmountAt(string limit, long position) => Read.Limits.Find(limit, position)?.State.Terms?.Amount;

    private LimitRow Row(Seen<Limit, LimitEvent> seen, IReadOnlyList<OrderPart> orders, ILookup<string, Breach> looked, AsOf asOf)
    {
        var (limit, terms) = (seen.State, seen.State.Terms!);
        var allowed = limit.AllowedFor(asOf.Date, null);
        decimal? used = limit.Holds ? limit.UsedOn(asOf.Date, terms.Kind == LimitKind.Position ? Held(terms, asOf) : 0m) : null;
        HeldByOrder[] held = !limit.Holds || limit.IsRetired ? [] : [.. new LimitReader(Read, workplace.Rules).HeldBy(orders, limit, asOf.Date).GroupBy(o => o.Order)
            .Select(g => new HeldByOrder(g.Key, g.Sum(o => o.Amount))).OrderByDescending(o => o.Amount).ThenBy(o => o.Order, StringComparer.Ordinal)];
        return new(
            seen.Key, terms, StageOf(limit, asOf.Date), used, allowed,
            used is { } u && allowed > 0 ? decimal.Round((u + held.Sum(o => o.Amount)) / allowed, 6, MidpointRounding.AwayFromZero) : null,
            [.. limit.Overrides.Where(o => o.Until >= asOf.Date)], [.. limit.Waiting.Keys.Order(StringComparer.Ordinal)], Of(seen, asOf).Count() + looked[seen.Key].Count(),
            MeasureOf(terms, asOf))
        {
            Orders = held,
        };
    }

    private static LimitStage StageOf(Limit limit, DateOnly day) => limit.IsRetired ? LimitStage.Retired
        : limit.IsOverOn(day) ? LimitStage.Expired : limit.Governs(day) ? LimitStage.InForce : LimitStage.NotBegun;

    private decimal Held(SetLimit terms, AsOf asOf) => PositionQuery.Lines(Read.Movements.Now, asOf.Date, asOf.Known)
        .Where(l => l.Account == terms.Account && Scopes.Covers(terms.Scope, l.Unit.Product)).Sum(l => (decimal)l.Held);

    private string MeasureOf(SetLimit terms, AsOf asOf) =>
        terms is { Kind: LimitKind.Position, Scope: "*", Account: { } account } && Read.Accounts.Find(account) is { } known ? workplace.Rules.UnitOf(known.Market, asOf.Date)
            : LimitDecider.UnitOf(terms, workplace.Rules, asOf.Date);

    /// <summary>How much of what was asked lies beyond: never more than was asked.</summary>
    private static decimal? Beyond(decimal? asked, decimal? used, decimal allowed) => asked is { } a && used is { } u ? Math.Clamp(a + u - allowed, 0m, Math.Max(0m, a)) : null;

    private IEnumerable<Breach> Of(Seen<Limit, LimitEvent> seen, AsOf asOf)
    {
        SetLimit? terms = null;
        foreach (var happened in seen.History)
        {
            if (happened.Event is LimitSet set) terms = set.Terms;
            Breach Line(BreachKind kind, string trade, string person, decimal? asked, decimal? used, decimal allowed, decimal? beyond, string? reason) => new(
                seen.Key, terms!.Name, terms.NameZh, kind, happened.Recorded, happened.Position, trade, person, asked, used, allowed, beyond, MeasureOf(terms, asOf), reason ?? "");
            switch (happened.Event)
            {
                case TradeRefused e:
                    yield return Line(BreachKind.Refused, e.Trade, e.Person, e.Asked, e.Used, e.Allowed, Beyond(e.Asked, e.Used, e.Allowed), e.Reason);
                    break;
                case HeadroomRefused e:
                    yield return Line(BreachKind.Waiting, e.Asked.Trade, e.Asked.Person, e.Asked.Amount, e.Used, e.Allowed, Beyond(e.Asked.Amount, e.Used, e.Allowed), e.Asked.Reason);
                    break;
                case HeadroomTaken { Beyond: > 0 } e:
                    yield return Line(terms!.Hardness == Hardness.Soft ? BreachKind.Soft : BreachKind.Overridden, e.Trade, e.Person, e.Amount, e.Used, e.Allowed, e.Beyond, e.Reason);
                    break;
                case HeadroomRestated { Beyond: > 0 } e:
                    yield return Line(BreachKind.Corrected, e.Trade, e.Person, e.Amount, e.Used, e.Allowed, e.Beyond, e.Reason);
                    break;
                case LimitSet e when e.Used > e.Terms.Amount:
                    yield return Line(BreachKind.CutBelowUse, "", happened.Actor, null, e.Used, e.Terms.Amount, e.Used - e.Terms.Amount, e.Terms.Reason);
                    break;
            }
        }
    }
}
