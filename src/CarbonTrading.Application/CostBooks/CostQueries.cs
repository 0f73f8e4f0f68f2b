using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

/// <summary>What the books say of cost and result, as of any pair of dates.</summary>
public sealed class CostQueries(Workplace workplace)
{
    private ReadSide Read => workplace.Read;

    /// <summary>Cost, value and unrealised result of everything held, by account and unit class.</summary>
    public IReadOnlyList<CostRow> Held(AsOf asOf)
    {
        var residuals = PositionQuery.Lines(Read.Movements.Now, asOf.Date, asOf.Known).ToDictionary(l => (l.Account, l.Unit), l => l.Book[(int)Bucket.Residual]);
        return [.. workplace.Queries.Positions(asOf).Where(r => r.Held != 0 || residuals[(r.Account, r.Unit)] != 0).Select(r => new CostRow(
            r.Account, r.AccountName, r.AccountNameZh, r.Holder, r.Unit, r.Code, Read.CostMethods.On(r.Account, r.Unit, asOf), r.Held, r.Cost, r.Currency,
            r.Average, r.Price, r.Value, r.Price?.Currency == r.Currency ? r.Value - r.Cost : null, residuals[(r.Account, r.Unit)]))];
    }

    /// <summary>Roll-forward of a period that ends on the day asked, by account and unit class.</summary>
    /// <param name="asOf">Last day of the period, and what was known.</param>
    /// <param name="from">First day of the period.</param>
    public IReadOnlyList<RollForwardRow> RollForward(AsOf asOf, DateOnly from)
    {
        var table = Read.Movements.Now;
        var opening = PositionQuery.Lines(table, from.AddDays(-1), asOf.Known).ToDictionary(l => (l.Account, l.Unit));
        return [.. PositionQuery.Lines(table, asOf.Date, asOf.Known).Select(now =>
        {
            var was = opening.GetValueOrDefault((now.Account, now.Unit));
            Flow Change(Bucket b) => new(now.In(b) - (was?.In(b) ?? 0), now.Book[(int)b] - (was?.Book[(int)b] ?? 0m));
            var came = Change(Bucket.Outside);
            return new RollForwardRow(now.Account, now.Unit, now.Unit.Product.Code, now.Currency, new(was?.Held ?? 0, was?.HeldCost ?? 0m), new(-came.Tonnes, -came.Cost),
                Change(Bucket.Delivered), Change(Bucket.Surrendered), Change(Bucket.Cancelled), Change(Bucket.Converted), Change(Bucket.Returned),
                Change(Bucket.Lapsed), Change(Bucket.Residual), new(now.Held, now.HeldCost));
        })];
    }

    /// <summary>What sales earned whose units were delivered in a period, oldest first: trades, and deliveries of forwards, options, swaps and internal transfers at a price.</summary>
    /// <remarks>Of a swap in kind the proceeds are what the other product is booked at and the money for the difference; a premium is no part of them.</remarks>
    public async Task<IReadOnlyList<RealisedRow>> Realised(AsOf asOf, DateOnly from, CancellationToken ct)
    {
        var rows = new List<RealisedRow>();
        foreach (var account in Sales(asOf).GroupBy(s => (s.Account, s.IsCredit)))
        {
            var (currency, lines, deliveries) = account.Key.IsCredit ? OfHolding(account.Key.Account, asOf) : await OfAccount(account.Key.Account, asOf, ct);
            var within = lines.Where(l => l.To == Bucket.Delivered && l.Day >= from && l.Day <= asOf.Date).ToLookup(l => l.Movement);
            foreach (var sale in account)
            {
                var before = Tonnes.Zero;
                foreach (var movement in deliveries[sale.Reservation].Where(m => within[m].Any()))
                {
                    var taken = within[movement].ToList();
                    var (tonnes, cost) = (new Tonnes(-taken.Sum(l => l.Quantity)), -taken.Sum(l => l.Cost));
                    var proceeds = sale.Proceeds(before + tonnes) - sale.Proceeds(before);
                    rows.Add(new(sale.Account, sale.Key, taken[0].Day, movement, sale.Code, tonnes.Value, proceeds, cost, proceeds - cost, currency, taken) { IsContract = sale.IsContract });
                    before += tonnes;
                }
            }
        }

        return [.. rows.OrderBy(r => r.Day).ThenBy(r => r.Trade, StringComparer.Ordinal)];
    }

    /// <param name="Proceeds">Of a quantity delivered so far, two decimals; tax that is owed is no income.</param>
    private sealed record Sale(string Account, bool IsCredit, string Key, bool IsContract, string Reservation, string Code, Func<Tonnes, decimal> Proceeds);

    private IEnumerable<Sale> Sales(AsOf asOf)
    {
        foreach (var (key, trade, _) in Read.Trades.All(asOf.Known))
            if (trade is { Terms: { Side: Side.Sell } terms, SettledQuantity.IsZero: false, Status: not TradeStatus.Corrected })
                yield return new(terms.Account, terms.Product.Market == CcerHoldingDecider.Market, key, false, key, terms.Product.Code, t => trade.CashOf(t) - (trade.TaxOf(t) ?? 0m));
        foreach (var (key, contract, _) in Read.Contracts.All(asOf.Known))
        {
            foreach (var leg in contract.Legs.Where(l => l is { Status: ContractLegStatus.Done, Leg.Action: LegAction.Deliver or LegAction.Transfer }))
            {
                var (terms, product) = (contract.Terms!, leg.Leg.Product!.Value);
                var price = terms.Price.Amount + (terms.Kind == ContractKind.Swap ? terms.EndPrice!.Value.Amount : 0m);
                if (terms.Kind == ContractKind.InternalTransfer && price == 0) continue; // moved over at cost
                yield return new(leg.Leg.Account!, product.Market == CcerHoldingDecider.Market, key, true, TermContract.IdOf(key, leg.Leg.Number, leg.Attempt), product.Code,
                    t => decimal.Round(price * t.Value, 2, MidpointRounding.AwayFromZero));
            }
        }
    }

    private async Task<(string Currency, List<CostLine> Lines, ILookup<string, int> Deliveries)> OfAccount(string account, AsOf asOf, CancellationToken ct)
    {
        var (state, _) = await workplace.Queries.Account(account, asOf, ct);
        return (state.Currency, [.. state.CostUnits.SelectMany(state.CostLines)], state.Movements.Where(m => m.Value is DeliveryConfirmed).OrderBy(m => m.Key)
            .ToLookup(m => ((DeliveryConfirmed)m.Value).Reservation, m => m.Key));
    }

    private (string Currency, List<CostLine> Lines, ILookup<string, int> Deliveries) OfHolding(string holding, AsOf asOf)
    {
        var seen = Read.Holdings.Find(holding, asOf.Known)!;
        return (seen.State.Currency, [.. seen.State.CostUnits.SelectMany(seen.State.CostLines)], seen.History.Where(h => h.Event is CreditDeliveryConfirmed)
            .ToLookup(h => ((CreditDeliveryConfirmed)h.Event).Reservation, h => h.Version));
    }

    /// <summary>Every line of the cost of a unit class of an account up to the day, in order of the days; null where it never had one.</summary>
    public async Task<IReadOnlyList<CostLine>?> Lines(AsOf asOf, string account, UnitClass unit, CancellationToken ct)
    {
        if (IsCredit(unit))
            return Read.Holdings.Find(account, asOf.Known)?.State is { } h && h.CostUnits.Contains(unit) ? [.. h.CostLines(unit).Where(l => l.Day <= asOf.Date)] : null;
        var (state, _) = await workplace.Queries.Account(account, asOf, ct);
        return state.CostUnits.Contains(unit) ? [.. state.CostLines(unit).Where(l => l.Day <= asOf.Date)] : null;
    }

    /// <summary>What a change of method would do to both sides, without doing it; null where the account has no such unit class.</summary>
    public async Task<CostEffect?> Effect(AsOf asOf, string account, UnitClass unit, CostMethod method, DateOnly from, CancellationToken ct)
    {
        if (IsCredit(unit)) return Read.Holdings.Find(account, asOf.Known)?.State is { } h && h.CostUnits.Contains(unit) ? h.EffectOf(unit, method, from) : null;
        var (state, _) = await workplace.Queries.Account(account, asOf, ct);
        return state.CostUnits.Contains(unit) ? state.EffectOf(unit, method, from) : null;
    }

    private static bool IsCredit(UnitClass unit) => unit.Product.Market == CcerHoldingDecider.Market;
}
