using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Deals;

/// <summary>Units that are to be surrendered beside what is proposed of the lot.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Lot">Lot id.</param>
/// <param name="Code">Product code.</param>
/// <param name="Market">Market of the product.</param>
/// <param name="Tonnes">To be surrendered, t.</param>
/// <param name="Proposed">Proposed for the obligation, t; null = nothing is proposed at all.</param>
/// <param name="Serials">Serial numbers; empty = not known.</param>
public sealed record SurrenderedLot(string Account, string Lot, string Code, string Market, long Tonnes, long? Proposed, IReadOnlyList<SerialRange> Serials);

/// <summary>What a proposal that waits would change: figures before and after, and the lots of a surrender.</summary>
/// <param name="Lines">Figures.</param>
/// <param name="Lots">Of a surrender; else none.</param>
/// <param name="Refusal">Why it would be refused now; null = it would be done.</param>
public sealed record ProposalEffect(IReadOnlyList<EffectLine> Lines, IReadOnlyList<SurrenderedLot> Lots, DomainError? Refusal);

/// <summary>The difference a proposal makes, from what its entity would decide now.</summary>
public sealed class ProposalEffects(Workplace workplace)
{
    /// <summary>Of a proposal that waits; null where there is none.</summary>
    /// <param name="proposal">Its key.</param>
    /// <param name="asOf">Pair of dates the figures before stand on.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<ProposalEffect?> Of(string proposal, AsOf asOf, CancellationToken ct)
    {
        if (workplace.Read.Proposals.Find(proposal)?.State is not { Status: Domain.Control.ProposalStatus.Waiting } waiting) return null;
        var outcome = await workplace.Desk.AskApproved(proposal, ct);
        return (outcome.Events.Count > 0 ? outcome.Events[0] : null) switch
        {
            UnitsSurrendered e => await Surrender(ObligationDecider.KeyOf(waiting.Key, e.ComplianceYear), waiting.Key, e.Moves, EffectKind.Surrendered, asOf, ct),
            OffsetsSurrendered e => await Surrender(waiting.Key, e.Holding, UnitsOf(e), EffectKind.Credits, asOf, ct),
            PaperFiled { Product: { } product, Account: { } account, Quantity: { } tonnes } => new(Filing(account, product, tonnes.Value, asOf), [], null),
            SecurityDisposed e => new(Disposal(e, asOf), [], null),
            ContractDefaulted e => new(Default(waiting.Key, e, asOf), [], null),
            AllowanceAccountEvent => await Books(waiting.Key, outcome.Events, asOf, ct),
            CcerHoldingEvent => HoldingBooks(waiting.Key, outcome.Events),
            _ => new([], [], outcome.Error),
        };
    }

    /// <summary>Units and cost of an account before and after, and the lots that leave it.</summary>
    private async Task<ProposalEffect> Books(string account, IReadOnlyList<object> events, AsOf asOf, CancellationToken ct)
    {
        var before = (await workplace.Queries.Account(account, asOf with { Known = long.MaxValue }, ct)).State;
        var after = events.OfType<AllowanceAccountEvent>().Aggregate(before, AllowanceAccountDecider.Evolve);
        var restated = events.OfType<CostsRestated>().SelectMany(e => e.Changes);
        return new([.. Lines(account, before.Currency, Units(before.Lots), Units(after.Lots), Costs(before.CostUnits, before.Pool), Costs(after.CostUnits, after.Pool), restated)],
            Leaving(account, events), null);
    }

    private ProposalEffect HoldingBooks(string holding, IReadOnlyList<object> events)
    {
        var before = workplace.Read.Holdings.Find(holding)!.State;
        var after = events.OfType<CcerHoldingEvent>().Aggregate(before, CcerHoldingDecider.Evolve);
        var restated = events.OfType<CreditCostsRestated>().SelectMany(e => e.Changes);
        return new([.. Lines(holding, before.Currency, Units(before.Lots), Units(after.Lots), Costs(before.CostUnits, before.Pool), Costs(after.CostUnits, after.Pool), restated)],
            Leaving(holding, events), null);
    }

    private static readonly (EffectKind Kind, Bucket[] Buckets)[] states =
    [
        (EffectKind.Held, [.. Buckets.Held]), (EffectKind.Free, [Bucket.Free]), (EffectKind.Reserved, [Bucket.Reserved]),
        (EffectKind.Encumbered, [Bucket.Pledged, Bucket.Lent, Bucket.SoldInRepo]), (EffectKind.CarryOver, [Bucket.CarryOver]),
    ];

    private static Dictionary<(Product, Bucket), long> Units(IEnumerable<Lot> lots) => lots.SelectMany(l => l.Buckets.Select(b => (Key: (l.Unit.Product, b.Key), b.Value.Quantity.Value)))
        .GroupBy(b => b.Key).ToDictionary(b => b.Key, b => b.Sum(x => x.Value));

    private static Dictionary<Product, decimal> Costs(IEnumerable<UnitClass> units, Func<UnitClass, PoolState> pool) =>
        units.GroupBy(u => u.Product).ToDictionary(u => u.Key, u => u.Sum(x => pool(x).Cost));

    private IEnumerable<EffectLine> Lines(
        string account, string currency, Dictionary<(Product, Bucket), long> before, Dictionary<(Product, Bucket), long> after,
        Dictionary<Product, decimal> costs, Dictionary<Product, decimal> costsAfter, IEnumerable<CostChange> restated)
    {
        var left = restated.Where(c => c.From != Bucket.Outside && c.To != Bucket.Residual).ToLookup(c => c.Unit.Product);
        foreach (var product in costs.Keys.Union(costsAfter.Keys).OrderBy(p => p.ToString(), StringComparer.Ordinal))
        {
            foreach (var (kind, buckets) in states)
                if ((buckets.Sum(b => before.GetValueOrDefault((product, b))), buckets.Sum(b => after.GetValueOrDefault((product, b)))) is var (was, now) && was != now)
                    yield return new(kind, null, account, product, workplace.Units.Of(product.Market), was, now - was);
            var (cost, then) = (costs.GetValueOrDefault(product), costsAfter.GetValueOrDefault(product));
            if (cost != then) yield return new(EffectKind.Cost, null, account, product, currency, cost, then - cost);
            if (left[product].Any()) yield return new(EffectKind.CostOfLeft, null, account, product, currency, left[product].Sum(c => c.Was), left[product].Sum(c => c.Cost - c.Was));
        }
    }

    /// <summary>Lots whose units are held no more, or are turned round.</summary>
    private static List<SurrenderedLot> Leaving(string account, IReadOnlyList<object> events) =>
        [.. events.OfType<IMovement>().SelectMany(e => e.Moves).Where(m => m.From.IsHeld() && !m.To.IsHeld()).GroupBy(m => m.Lot)
            .Select(m => new SurrenderedLot(account, m.Key, m.First().Unit.Product.Code, m.First().Unit.Product.Market, m.Sum(x => x.Quantity.Value), null, [.. m.SelectMany(x => x.Serials ?? [])]))];

    private IReadOnlyList<Move> UnitsOf(OffsetsSurrendered e) => workplace.Read.Holdings.Find(e.Holding)?.State.Reservations.GetValueOrDefault(e.Reservation)?.Units ?? [];

    private async Task<ProposalEffect> Surrender(string obligation, string account, IReadOnlyList<Move> units, EffectKind kind, AsOf asOf, CancellationToken ct)
    {
        var lines = new List<EffectLine>();
        var quantity = units.Sum(u => u.Quantity.Value);
        if (workplace.Queries.Compliance.Obligation(obligation, asOf) is { } row)
        {
            if (row.Remaining is { } lacking) lines.Add(new(EffectKind.Owed, null, obligation, null, workplace.Units.Of(row.Market), lacking, -Math.Min(lacking, quantity)));
            lines.Add(new(kind, null, obligation, null, workplace.Units.Of(row.Market), kind == EffectKind.Credits ? row.OffsetsSurrendered : row.Surrendered, quantity));
        }

        foreach (var of in units.GroupBy(u => u.Unit.Product))
            lines.AddRange(Position(account, of.Key, -of.Sum(u => u.Quantity.Value), -of.Sum(u => u.Book?.Cost ?? u.Cost), kind == EffectKind.Credits, asOf));

        var proposed = await SurrenderProposal.Of(workplace, obligation, asOf, ct);
        return new(lines, [.. units.GroupBy(u => u.Lot).Select(u => new SurrenderedLot(account, u.Key, u.First().Unit.Product.Code, u.First().Unit.Product.Market, u.Sum(m => m.Quantity.Value),
            proposed is null ? null : proposed.Lots.FirstOrDefault(l => l.Lot.Account == account && l.Lot.Lot == u.Key)?.Tonnes ?? 0, [.. u.SelectMany(m => m.Serials ?? [])]))], null);
    }

    private List<EffectLine> Filing(string account, Product product, long tonnes, AsOf asOf)
    {
        var (unit, rows) = (workplace.Units.Of(product.Market), Rows(account, product, asOf));
        return [new(EffectKind.Free, null, account, product, unit, rows.Sum(r => r.Free), -tonnes), new(EffectKind.CarryOver, null, account, product, unit, rows.Sum(r => r.CarryOver), tonnes)];
    }

    /// <summary>Proceeds pay the loan; where they pay all of it, what is not sold comes back at once.</summary>
    private List<EffectLine> Disposal(SecurityDisposed e, AsOf asOf)
    {
        var (account, product, currency) = (e.Leg.Account!, e.Leg.Product!.Value, e.Leg.Currency);
        var unit = workplace.Units.Of(product.Market);
        var rows = Rows(account, product, asOf);
        var back = e.Claim == 0 ? e.Left.Value : 0;
        return
        [
            new(EffectKind.Held, null, account, product, unit, rows.Sum(r => r.Held), -e.Quantity.Value),
            new(EffectKind.Encumbered, null, account, product, unit, rows.Sum(r => r.Pledged), -e.Quantity.Value - back),
            new(EffectKind.Free, null, account, product, unit, rows.Sum(r => r.Free), back),
            new(EffectKind.Debt, null, account, null, currency, e.Debt, e.Claim - e.Debt),
            new(EffectKind.Cash, null, account, null, currency, null, e.Surplus),
        ];
    }

    /// <summary>Units given are lost, units borrowed are kept at what was paid for them, and money that was to come or to be paid falls away.</summary>
    private List<EffectLine> Default(string key, ContractDefaulted e, AsOf asOf)
    {
        var lines = new List<EffectLine>();
        foreach (var (account, product, tonnes) in e.Lost.Select(l => (l.Account!, l.Product!.Value, l.Quantity!.Value.Value)))
        {
            var (unit, rows) = (workplace.Units.Of(product.Market), Rows(account, product, asOf));
            lines.Add(new(EffectKind.Held, null, account, product, unit, rows.Sum(r => r.Held), -tonnes));
            lines.Add(new(EffectKind.Encumbered, null, account, product, unit, rows.Sum(r => r.Pledged), -tonnes));
        }

        foreach (var leg in e.Kept ?? [])
        {
            var (account, product, tonnes) = (leg.Account!, leg.Product!.Value, leg.Quantity!.Value.Value);
            lines.Add(new(EffectKind.ToGiveBack, null, account, product, workplace.Units.Of(product.Market), tonnes, -tonnes));
            lines.Add(new(EffectKind.Cost, null, account, product, leg.Currency, Rows(account, product, asOf).Sum(r => r.Cost), Math.Max(0m, e.Paid ?? 0m)));
        }

        if (workplace.Read.Contracts.Find(key)?.State is { Terms: { } terms, CashDue: not 0 and var due })
            lines.Add(new(EffectKind.Due, null, terms.Account, null, terms.Price.Currency, due, -due));
        return lines;
    }

    private IEnumerable<EffectLine> Position(string account, Product product, long tonnes, decimal cost, bool isReserved, AsOf asOf)
    {
        var (unit, rows) = (workplace.Units.Of(product.Market), Rows(account, product, asOf));
        yield return new(EffectKind.Held, null, account, product, unit, rows.Sum(r => r.Held), tonnes);
        yield return isReserved ? new(EffectKind.Reserved, null, account, product, unit, rows.Sum(r => r.Reserved), tonnes)
            : new(EffectKind.Free, null, account, product, unit, rows.Sum(r => r.Free), tonnes);
        if (rows.FirstOrDefault(r => r.Held > 0) is { } row && !isReserved) yield return new(EffectKind.Cost, null, account, product, row.Currency, rows.Sum(r => r.Cost), cost);
    }

    private List<PositionRow> Rows(string account, Product product, AsOf asOf) =>
        [.. workplace.Queries.Positions(asOf).Where(r => r.Account == account && r.Unit.Product == product)];
}
