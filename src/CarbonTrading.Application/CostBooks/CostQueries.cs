using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

/// <summary>What the books say of cost and result, as of any pair of dates.</summary>
public sealed partial class CostQueries(Workplace workplace)
{
    private ReadSide Read => workplace.Read;

    /// <summary>Cost, value and unrealised result of everything held, by account and unit class.</summary>
    public IReadOnlyList<CostRow> Held(AsOf asOf)
    {
        var residuals = PositionQuery.Lines(Read.Movements.Now, asOf.Date, asOf.Known).ToDictionary(l => (l.Account, l.Unit), l => l.Book[(int)Bucket.Residual]);
        var owed = Read.Loans.Open(asOf).ToLookup(l => (l.Account, new UnitClass(l.Product, Origin.Borrowed)), l => l.Quantity);
        return [.. workplace.Queries.Positions(asOf).Select(r => (Row: r, Owed: owed[(r.Account, r.Unit)].Sum()))
            .Where(r => r.Row.Held != 0 || r.Owed != 0 || residuals[(r.Row.Account, r.Row.Unit)] != 0).Select(x =>
            {
                var (r, back) = x;
                var value = back == 0 ? r.Value : r.Price is { } p ? decimal.Round(p.Value * (r.Held - back), 2, MidpointRounding.AwayFromZero) : (decimal?)null;
                return new CostRow(
                    r.Account, r.AccountName, r.AccountNameZh, r.Holder, r.Unit, r.Code, Read.CostMethods.On(r.Account, r.Unit, asOf), r.Held, r.Cost, r.Currency,
                    r.Average, r.Price, value, r.Price?.Currency == r.Currency ? value - r.Cost : null, residuals[(r.Account, r.Unit)]) { Owed = back };
            })];
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
