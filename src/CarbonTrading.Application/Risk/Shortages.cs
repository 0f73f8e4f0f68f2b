using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>What obligations still need beyond what their accounts hold.</summary>
/// <remarks>Units free in the account count once: for the obligation with the earliest deadline that may use them.</remarks>
internal sealed class Shortages(Workplace workplace, AsOf asOf)
{
    /// <summary>Obligations that need more than is usable, the earliest deadline first; not priced yet.</summary>
    public IReadOnlyList<ShortageRow> Find(IReadOnlyList<PositionRow> positions)
    {
        var free = positions.Where(p => p.Free > 0).ToDictionary(p => (p.Account, Unit: p.Unit.ToString()), p => p.Free);
        var found = new List<ShortageRow>();
        foreach (var o in workplace.Queries.Compliance.Obligations(asOf))
        {
            if (o.Emissions is not { } emissions) continue; // nothing is known of it: the duty board asks for an estimate
            var needed = o.Remaining ?? Math.Max(0, emissions - o.Surrendered - o.OffsetsSurrendered);
            var usable = Take(free, positions, o, needed);
            if (needed == usable) continue;
            var product = Product(o);
            var instrument = product is { } p ? workplace.Read.Prices.Catalogue.For(p) : null;
            found.Add(new(o.Key, o.Account, workplace.Read.Accounts.Find(o.Account)?.Holder ?? "", o.Market, o.Year, needed, usable, o.Verified is not null,
                o.Deadline?.Date, o.Deadline?.Status ?? RuleStatus.Unknown, instrument?.Series, instrument?.Status == "proxy" ? Footing.Proxy : Footing.Sound,
                null, Why(o, product, instrument?.Series)));
        }

        return found;
    }

    private string? Why(ObligationRow o, Product? product, string? series) =>
        o.Deadline is not { } deadline ? "no deadline is known"
        : deadline.Date <= asOf.Date ? "the deadline has passed"
        : product is null ? "the account never held an allowance: its product is not known"
        : series is null ? "no price"
        : null;

    private long Take(Dictionary<(string, string), long> free, IReadOnlyList<PositionRow> positions, ObligationRow o, long needed)
    {
        var year = new DateOnly(o.Year, 1, 1);
        var first = workplace.Rules.TryFind("vintage-usable-from", o.Market, year)?.Number;
        var last = workplace.Rules.TryFind("vintage-usable-to", o.Market, year)?.Number;
        var taken = 0L;
        foreach (var p in positions.Where(p => p.Account == o.Account && p.Market == o.Market && p.Free > 0))
        {
            var vintage = p.Unit.Product.Vintage;
            if (vintage != Vintage.None && (vintage.First < first || vintage.Last > last)) continue;
            var key = (p.Account, p.Unit.ToString());
            var part = Math.Min(free[key], needed - taken);
            free[key] -= part;
            taken += part;
        }

        return taken;
    }

    /// <summary>The allowance of the obligation's year, named as the account's own units are.</summary>
    private Product? Product(ObligationRow o) => workplace.Read.Movements.Now.Cells
        .Where(c => c.Account == o.Account && c.Unit.Product.Market == o.Market)
        .Select(c => (Product?)new Product(c.Unit.Product.Market, c.Unit.Product.Name, c.Unit.Product.Vintage == Vintage.None ? Vintage.None : Vintage.Of(o.Year)))
        .FirstOrDefault();
}
