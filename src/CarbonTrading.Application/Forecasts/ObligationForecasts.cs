using CarbonTrading.Analytics.Forecast;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Forecasts;

/// <summary>Forecasts of all obligations: emissions with a range, allocation, what may be used, surplus or shortage in tonnes and money.</summary>
/// <remarks>
/// Per account the years are taken in order: an earlier year takes its units first, the vintages that expire soonest before others, then allocation to come; what is left
/// serves the next year where its vintage counts.
/// Allocation to come: last year's share of the emissions x P50, a working model until the decision is booked. Weaker rules are used and labelled.
/// </remarks>
public sealed class ObligationForecasts(Workplace workplace)
{
    private sealed record Account(string Key, AccountEntry? Entry, IReadOnlyList<(string Key, Obligation State)> Years, Dictionary<Product, long> Pool)
    {
        /// <summary>Allocation to come of earlier years that they do not need.</summary>
        public Dictionary<Product, long> Coming { get; } = [];

        /// <summary>Allowances and emissions by year, as far as known or expected.</summary>
        public Dictionary<int, (long Allowances, long Emissions)> Shares { get; } = [];
    }

    private ReadSide Read => workplace.Read;

    /// <summary>Forecasts of the obligations that are not covered yet, the nearest deadline first.</summary>
    public IReadOnlyList<ForecastRow> All(AsOf asOf)
    {
        var rows = workplace.Queries.Compliance.Obligations(asOf).ToDictionary(r => r.Key, StringComparer.Ordinal);
        var positions = workplace.Queries.Positions(asOf);
        var credits = new Dictionary<string, long>(StringComparer.Ordinal);
        return [.. Accounts(asOf, positions).SelectMany(a => a.Years.Select(y => Row(a, y, rows[y.Key], positions, credits, asOf)))
            .Where(r => r.Status != ObligationStatus.Surrendered)
            .OrderBy(r => r.Deadline?.Instant ?? DateTimeOffset.MaxValue).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    private IEnumerable<Account> Accounts(AsOf asOf, IReadOnlyList<PositionRow> positions) =>
        Read.Obligations.All(asOf.Known).Select(o => (o.Key, State: o.On(asOf.Date))).Where(o => o.State.IsOpened).GroupBy(o => o.State.Account)
            .Select(g => new Account(g.Key, Read.Accounts.Find(g.Key, asOf.Known), [.. g.OrderBy(o => o.State.Year)],
                positions.Where(p => p.Account == g.Key && p.Market == g.First().State.Market).GroupBy(p => p.Unit.Product)
                    .ToDictionary(p => p.Key, p => p.Sum(r => r.Free + r.Reserved)))); // a sale takes its units out of the reserved at once, in transit

    private ForecastRow Row(
        Account account, (string Key, Obligation State) at, ObligationRow row, IReadOnlyList<PositionRow> positions, Dictionary<string, long> credits, AsOf asOf)
    {
        var state = at.State;
        var emissions = EmissionForecasts.Of(state, account.Years.Where(y => y.State.Year < state.Year).Select(y => y.State), workplace.Planning.SigmaWhereNotMeasured);
        var allocation = Allocation(account, state, emissions, asOf);
        var usable = VintageUsability.Of(state.Market, state.Year, workplace.Rules);
        var units = account.Pool.Where(p => usable.Broken(p.Key.Vintage) is null).Sum(p => p.Value);
        var covered = state.Surrendered.Value + state.OffsetsCounted.Value;
        var carried = account.Coming.Where(p => usable.Broken(p.Key.Vintage) is null).Sum(p => p.Value);
        long? Balance(long? due) => due is { } d ? units + carried + allocation.ToCome + covered - d : null;
        var need = Math.Max(0, (emissions.P50 ?? 0) - covered);
        var product = workplace.Queries.Compliance.ProductOf(state);
        if (product is { } own) account.Coming[own] = account.Coming.GetValueOrDefault(own) + allocation.ToCome; // what this year does not need serves the next
        Take(account.Coming, usable, Take(account.Pool, usable, need));
        var expected = emissions.P50 is { } p50 && state.Due is null ? state with { Due = new(p50), Verified = new(p50) } : state;
        var limit = OffsetLimit.Of(expected, workplace.Rules);
        var room = limit.RoomOf(expected)?.Value;
        var free = Credits(account, state, positions, credits, asOf);
        var used = Math.Min(free, Math.Min(room ?? 0, need));
        credits[account.Entry?.Holder ?? ""] = credits.GetValueOrDefault(account.Entry?.Holder ?? "") + used;
        var price = product is { } p ? workplace.Queries.Price(p, asOf) : null;
        var balance = Balance(emissions.P50);
        return new(at.Key, account.Key, account.Entry?.Name ?? account.Key, account.Entry?.NameZh ?? account.Key, account.Entry?.Holder ?? "",
            state.Market, state.Year, row.Status, product, emissions, allocation, state.Surrendered.Value, state.OffsetsCounted.Value, units, used,
            room, limit.Status, Balance(emissions.P10), balance, Balance(emissions.P90), price,
            balance is { } b && price is not null ? decimal.Round(b * price.Value, 2, MidpointRounding.AwayFromZero) : null,
            Gain(need, units, room, price, asOf), row.Deadline,
            new[] { limit.Status, usable.Status, row.Deadline?.Status ?? RuleStatus.Unknown }.Max(), [.. Labels(emissions, allocation, limit, usable, price, row)])
        {
            CarriedToCome = carried,
        };
    }

    /// <summary>The first allocation of the verification, or what is booked for a year that is closed; else last year's share of the emissions, and at least what is booked.</summary>
    private AllocationForecast Allocation(Account account, Obligation state, EmissionForecast emissions, AsOf asOf)
    {
        var booked = Read.Allocations.For(account.Key, state.Market, state.Year, asOf);
        var isClosed = state.Remaining is { IsZero: true };
        var certain = state.InitialAllowances?.Value ?? (isClosed ? booked : null);
        long? share = account.Shares.TryGetValue(state.Year - 1, out var last) && last.Emissions > 0 && emissions.P50 is { } p50
            ? (long)decimal.Floor((decimal)last.Allowances * p50 / last.Emissions) : null;
        long? expected = (certain ?? share, booked) is ({ } most, _) ? Math.Max(most, booked ?? 0) : booked;
        if (expected is { } total && emissions.P50 is { } emitted) account.Shares[state.Year] = (total, emitted);
        var basis = certain is not null ? AllocationBasis.Received : share is not null ? AllocationBasis.LastYearsShare
            : booked is not null ? AllocationBasis.Received : AllocationBasis.Unknown;
        // Of a closed year nothing comes any more; what the verification names is booked, though not by its year.
        var toCome = isClosed || (certain is not null && booked is null) ? 0 : (expected ?? 0) - (booked ?? 0);
        return new(basis, booked, expected, toCome);
    }

    /// <summary>Takes from the pool, the oldest vintage first.</summary>
    /// <returns>What it lacks, t.</returns>
    private static long Take(Dictionary<Product, long> pool, VintageUsability usable, long need)
    {
        foreach (var product in pool.Keys.Where(p => usable.Broken(p.Vintage) is null).OrderBy(p => p.Vintage.First).ToList())
        {
            var taken = Math.Min(need, pool[product]);
            (pool[product], need) = (pool[product] - taken, need - taken);
        }

        return need;
    }

    /// <summary>Free credits of the holder that count for the year and are not needed by an earlier one.</summary>
    private long Credits(Account account, Obligation state, IReadOnlyList<PositionRow> positions, Dictionary<string, long> taken, AsOf asOf)
    {
        if (account.Entry is not { } entry) return 0;
        var free = Read.Holdings.All(asOf.Known).Where(h => h.State.Holder == entry.Holder)
            .SelectMany(h => workplace.Queries.Lots(asOf, h.Key, null).Select(l => (Lot: l, h.State)))
            .Where(l => l.State.Batches.TryGetValue(l.Lot.Lot, out var batch) && Usability.Of(batch, state.Market, state.Year, asOf.Date, workplace.Rules).WhyNot is null)
            .Sum(l => l.Lot.In(Bucket.Free));
        return Math.Max(0, free - taken.GetValueOrDefault(entry.Holder));
    }

    private decimal? Gain(long need, long units, long? room, PositionPrice? price, AsOf asOf)
    {
        var credit = Read.Prices.ValueOf(new(CcerHoldingDecider.Market, "CCER", Vintage.None), asOf.Date, asOf.Known);
        if (room is not { } most || price is null || price.Currency != "CNY" || credit is null) return null;
        return OffsetOptimum.Of(new(need), new(Math.Max(0, units)), new(Math.Max(0, most)), price.Value, credit.Point.Value, surplusUsable: false).Gain;
    }

    private static IEnumerable<string> Labels(
        EmissionForecast emissions, AllocationForecast allocation, OffsetLimit limit, VintageUsability usable, PositionPrice? price, ObligationRow row)
    {
        if (emissions.Basis == EmissionBasis.None) yield return "no-emissions";
        if (emissions.Basis == EmissionBasis.Reported) yield return "not-verified";
        if (emissions.SigmaAssumed) yield return "range-assumed";
        if (allocation.Basis == AllocationBasis.Unknown) yield return "allocation-unknown";
        if (allocation.Basis == AllocationBasis.LastYearsShare && allocation.ToCome > 0) yield return "allocation-expected";
        if (limit.Status != RuleStatus.InForce) yield return "offset-rule-weak";
        if (usable.Status is not RuleStatus.InForce and not RuleStatus.Unknown) yield return "vintage-rule-weak";
        if (price is null) yield return "price-missing";
        if (price?.Proxy == true) yield return "price-proxy";
        if (price?.Stale == true) yield return "price-stale";
        if (row.Deadline is null) yield return "deadline-unknown";
        else if (row.Deadline.Status != RuleStatus.InForce) yield return "deadline-weak";
    }
}
