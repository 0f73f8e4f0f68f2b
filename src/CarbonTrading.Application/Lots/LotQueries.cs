using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>One lot with everything that decides what it is good for.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Holder">Organisation unit.</param>
/// <param name="Lot">Lot id.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Code">Product code.</param>
/// <param name="Acquired">Day received.</param>
/// <param name="Held">Still in the books, t.</param>
/// <param name="Free">Free, t.</param>
/// <param name="Gone">Surrendered, delivered, cancelled, returned, converted or lapsed, t.</param>
/// <param name="Cost">Acquisition cost of what is held, two decimals.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Value">What is held at the market price; null = no price.</param>
/// <param name="Serials">Serial ranges of what is held, both ends included; empty = not known.</param>
/// <param name="Project">Of credits: project; else null.</param>
/// <param name="Methodology">Of credits: methodology; else null.</param>
/// <param name="Uses">Obligations of the account's holder it could meet.</param>
/// <param name="Last">When it can be used last.</param>
/// <param name="AtRisk">What no open obligation takes before that day, t; 0 where nothing ends its use.</param>
/// <param name="ValueAtRisk">The same at the market price; null = no price.</param>
public sealed record LotRow(
    string Account, string Holder, string Lot, UnitClass Unit, string Code, DateOnly Acquired, long Held, long Free, long Gone, decimal Cost, string Currency,
    decimal? Value, IReadOnlyList<SerialRange> Serials, string? Project, string? Methodology, IReadOnlyList<LotUse> Uses, LastUse Last, long AtRisk,
    decimal? ValueAtRisk)
{
    /// <summary>Whether it is of a holding of credits, which meet an obligation up to a limit.</summary>
    public bool IsCredit => Project is not null;

    /// <summary>Frozen by applications for carry-over, t: no obligation takes it, and it does not lapse.</summary>
    public long Filed { get; init; }

    /// <summary>Serial ranges of what is free; empty = not known.</summary>
    public IReadOnlyList<SerialRange> FreeSerials { get; init; } = [];
}

/// <summary>What lapses in a month unless it is used, sold or carried over: units of one measure, priced in one currency.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Measure">Code of the unit of account: <c>t</c>, <c>MWh</c>, <c>credit</c>.</param>
/// <param name="AtRisk">How many of them.</param>
/// <param name="Currency">Currency of their prices; empty = they have none.</param>
/// <param name="Value">At market prices in that currency; null where a price is missing.</param>
/// <param name="Lots">How many lots.</param>
/// <param name="Status">The least sure of the rules behind it.</param>
public sealed record StrandingMonth(DateOnly Month, string Measure, long AtRisk, string Currency, decimal? Value, int Lots, RuleStatus Status)
{
    /// <summary>Which days end the use of its lots, each with what has to be done by it and the rule that says so; the earliest first.</summary>
    public IReadOnlyList<LastUse> Ends { get; init; } = [];
}

/// <summary>Lots with their attributes, what they are good for and until when.</summary>
public sealed class LotQueries(Workplace workplace)
{
    private readonly LotBooks books = new(workplace);

    /// <summary>Account states with lots and serials.</summary>
    public LotBooks Books => books;

    /// <summary>What of the lots is held and not free.</summary>
    public BlockedQueries Blocked => new(workplace, books);

    /// <summary>The refusal of a key that is no account and no holding; null = it is one.</summary>
    public DomainError? Unknown(string account, AsOf asOf) => !EntityKey.IsValid(account) ? DeskErrors.BadKey()
        : workplace.Read.Accounts.Find(account, asOf.Known) is null && workplace.Read.Holdings.Find(account, asOf.Known) is null ? DeskErrors.NotFound("accounts", account, asOf.Known) : null;

    /// <summary>All lots that hold or held anything: those that can be used up to the nearest day first.</summary>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="serial">Only lots that hold or held this serial number, written <c>BLOCK 123</c> or 123; null = all.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<LotRow>> All(AsOf asOf, string? serial = null, CancellationToken ct = default)
    {
        var asked = SerialAsked.Read(serial);
        if (asked is null && !string.IsNullOrWhiteSpace(serial)) return []; // no serial number, so nobody holds it
        var lines = PositionQuery.Lots(workplace.Read.Movements.Now, asOf.Date, asOf.Known, null);
        var lots = new Dictionary<string, IReadOnlyList<Lot>>(StringComparer.Ordinal);
        foreach (var account in lines.Select(l => l.Account).Distinct().Where(a => workplace.Read.Accounts.Find(a, asOf.Known) is not null).ToList())
            lots[account] = await books.Lots(account, asOf, ct);
        return Rows(lines, lots, asked, asOf);
    }

    /// <summary>The same without the serial numbers of allowances, for who asks only until when lots can be used.</summary>
    public IReadOnlyList<LotRow> Ends(AsOf asOf) =>
        Rows(PositionQuery.Lots(workplace.Read.Movements.Now, asOf.Date, asOf.Known, null), new Dictionary<string, IReadOnlyList<Lot>>(), null, asOf);

    private IReadOnlyList<LotRow> Rows(IReadOnlyList<LotLine> lines, Dictionary<string, IReadOnlyList<Lot>> known, SerialAsked? asked, AsOf asOf)
    {
        var uses = new LastUses(workplace.Rules);
        var obligations = workplace.Read.Obligations.All(asOf.Known).Select(o => (o.Key, State: o.On(asOf.Date))).Where(o => o.State.IsOpened).ToList();
        var prices = new Dictionary<Product, PositionPrice?>();
        var rows = new List<LotRow>(lines.Count);
        foreach (var account in lines.GroupBy(l => l.Account))
        {
            var holding = workplace.Read.Holdings.Find(account.Key, asOf.Known)?.State;
            var entry = workplace.Read.Accounts.Find(account.Key, asOf.Known);
            var lots = known.GetValueOrDefault(account.Key) ?? [];
            var credits = holding is null ? [] : asOf.Latest ? holding.Lots : LotsOn.Of(holding.Lots, holding.Movements, asOf.Date);
            var byId = lots.Concat(credits).ToDictionary(l => l.Id, StringComparer.Ordinal);
            var ofHolder = holding is null ? [] : obligations.Where(o => workplace.Read.Accounts.Find(o.State.Account, asOf.Known)?.Holder == holding.Holder).ToList();
            foreach (var line in account)
            {
                var isCredit = line.Unit.Product.Market == CcerHoldingDecider.Market;
                var lot = byId.GetValueOrDefault(line.Lot);
                if (asked is not null && lot?.Buckets.Values.Any(b => asked.IsIn(b.Serials)) != true) continue;
                var batch = isCredit ? holding?.Batches.GetValueOrDefault(line.Lot) : null;
                if (!prices.TryGetValue(line.Unit.Product, out var price)) prices[line.Unit.Product] = price = workplace.Queries.Price(line.Unit.Product, asOf);
                rows.Add(isCredit && holding is not null ? Row(line, lot, batch, holding.Holder, price, ofHolder, uses, asOf)
                    : Row(line, lot, batch, entry?.Holder ?? "", price, obligations, uses, asOf));
            }
        }

        return [.. AtRisk(rows, Lacking(obligations, asOf)).OrderBy(r => r.Held == 0).ThenBy(r => r.Last.Day ?? DateOnly.MaxValue).ThenByDescending(r => r.Held)
            .ThenBy(r => r.Account, StringComparer.Ordinal).ThenBy(r => r.Lot, StringComparer.Ordinal)];
    }

    /// <summary>What is at risk of lapse by month, unit of account and currency, the nearest first and tonnes before other units.</summary>
    public IReadOnlyList<StrandingMonth> Stranding(IReadOnlyList<LotRow> rows) =>
        [.. rows.Where(r => r.AtRisk > 0)
            .GroupBy(r => (Month: new DateOnly(r.Last.Day!.Value.Year, r.Last.Day.Value.Month, 1), Measure: workplace.Units.Of(r.Unit.Product.Market), r.Currency))
            .OrderBy(g => g.Key.Month).ThenBy(g => g.Key.Measure != UnitsOfAccount.Tonne).ThenBy(g => g.Key.Measure, StringComparer.Ordinal).ThenBy(g => g.Key.Currency, StringComparer.Ordinal)
            .Select(g => new StrandingMonth(g.Key.Month, g.Key.Measure, g.Sum(r => r.AtRisk), g.Key.Currency, g.Any(r => r.ValueAtRisk is null) ? null : g.Sum(r => r.ValueAtRisk),
                g.Count(), g.Max(r => r.Last.Status)) { Ends = [.. g.Select(r => r.Last).Distinct().OrderBy(l => l.Day).ThenBy(l => l.Year)] })];

    private static LotRow Row(
        LotLine line, Lot? lot, CreditBatch? batch, string holder, PositionPrice? price, List<(string Key, Obligation State)> obligations, LastUses rules, AsOf asOf)
    {
        var product = line.Unit.Product;
        var held = Buckets.Held.Sum(line.In);
        var mine = obligations.Where(o => batch is not null || (o.State.Account == line.Account && o.State.Market == product.Market))
            .Select(o => (o.Key, o.State, Use: batch is null ? rules.For(product, o.State.Year) : rules.For(batch, o.State.Market, o.State.Year, asOf.Date)))
            .Where(o => o.Use.Counts && o.State.Remaining is not { IsZero: true })
            .Select(o => new LotUse(o.Key, o.State.Year, o.Use.Until, o.State.Remaining?.Value, o.Use.Status))
            .OrderBy(u => u.Until ?? DateOnly.MaxValue).ThenBy(u => u.Obligation, StringComparer.Ordinal).ToList();
        decimal? value = price is null ? null : decimal.Round(price.Value * held, 2, MidpointRounding.AwayFromZero);
        return new(line.Account, holder, line.Lot, line.Unit, product.Code, line.Acquired, held, line.In(Bucket.Free),
            Enum.GetValues<Bucket>().Where(b => b != Bucket.Outside && !b.IsHeld()).Sum(line.In), Buckets.Held.Sum(b => line.Cost[(int)b]), price?.Currency ?? "",
            value, lot?.HeldSerials ?? [], batch?.Project, batch?.Methodology, mine,
            batch is null ? rules.Of(product, asOf.Date) : rules.Of(batch, [.. obligations.Select(o => (o.State.Market, o.State.Year))], asOf.Date), 0, null)
        {
            FreeSerials = lot?.In(Bucket.Free).Serials ?? [], Filed = line.In(Bucket.CarryOver),
        };
    }

    /// <summary>What each obligation lacks, the earliest year first: verified, or as it is forecast where nobody has verified it yet.</summary>
    private IEnumerable<(string Key, string Account, long Lacking)> Lacking(List<(string Key, Obligation State)> obligations, AsOf asOf)
    {
        var forecasts = obligations.Exists(o => o.State.Remaining is null) ? workplace.Queries.Forecasts.All(asOf).ToDictionary(f => f.Key, StringComparer.Ordinal) : [];
        return obligations.OrderBy(o => o.State.Year).ThenBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => (o.Key, o.State.Account, o.State.Remaining is { } known ? known.Value
                : forecasts.GetValueOrDefault(o.Key) is { Emissions.P50: { } p50 } f ? Math.Max(0L, p50 - f.Surrendered - f.OffsetsSurrendered) : 0L)).Where(o => o.Item3 > 0);
    }

    /// <summary>Obligations take what they lack, the earliest deadline first, from the lots that end first; what is left of a lot that ends is at risk.</summary>
    private static IEnumerable<LotRow> AtRisk(IReadOnlyList<LotRow> rows, IEnumerable<(string Key, string Account, long Lacking)> obligations)
    {
        var left = rows.ToDictionary(r => (r.Account, r.Lot), r => r.Held - r.Filed);
        foreach (var (key, account, needed) in obligations)
        {
            var lacking = needed;
            foreach (var row in rows.Where(r => r.Account == account && r.Uses.Any(u => u.Obligation == key)).OrderBy(r => r.Last.Day ?? DateOnly.MaxValue).ThenBy(r => r.Acquired))
            {
                var taken = Math.Min(lacking, left[(row.Account, row.Lot)]);
                left[(row.Account, row.Lot)] -= taken;
                if ((lacking -= taken) == 0) break;
            }
        }

        return rows.Select(r => r.Last.Day is null || left[(r.Account, r.Lot)] is not (> 0 and var risk) ? r : r with
        {
            AtRisk = risk, ValueAtRisk = r.Value is { } v ? decimal.Round(v * risk / r.Held, 2, MidpointRounding.AwayFromZero) : null,
        });
    }
}

/// <summary>A serial number as people write it.</summary>
/// <param name="Block">Block; null = any.</param>
/// <param name="Number">Running number.</param>
public sealed record SerialAsked(string? Block, long Number)
{
    /// <summary>Reads <c>BLOCK 123</c>, <c>BLOCK:123</c> or 123; null where there is none.</summary>
    public static SerialAsked? Read(string? text)
    {
        var parts = (text ?? "").Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length is 1 or 2 && long.TryParse(parts[^1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new(parts.Length == 2 ? parts[0] : null, number) : null;
    }

    /// <summary>Whether one of the ranges holds it.</summary>
    public bool IsIn(IReadOnlyList<SerialRange>? ranges) =>
        ranges?.Any(r => (Block is null || string.Equals(r.Block, Block, StringComparison.OrdinalIgnoreCase)) && Number >= r.First && Number <= r.Last) == true;
}
