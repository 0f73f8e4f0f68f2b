using System.Globalization;
using CarbonTrading.Application.Contracts;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Forecasts;
using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Orders;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Trades;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>An answer and the pair of dates it stands on.</summary>
/// <param name="AsOf">Effective up to this day.</param>
/// <param name="Known">Recorded up to this position.</param>
/// <param name="BusinessDate">The day the books were on then; null before they were opened.</param>
/// <param name="Data">The answer.</param>
public sealed record Answer<T>(DateOnly AsOf, long Known, DateOnly? BusinessDate, T Data);

/// <summary>A price beside a position.</summary>
/// <param name="Value">Per tonne.</param>
/// <param name="Date">Day of the price.</param>
/// <param name="AgeTradingDays">Trading days from that day to the day asked; null where the calendar does not reach.</param>
/// <param name="Stale">Older than its series allows.</param>
/// <param name="Proxy">Another product's price stands in.</param>
public sealed record PositionPrice(decimal Value, string Currency, DateOnly Date, int? AgeTradingDays, bool? Stale, bool Proxy, string Series);

/// <summary>One line of the position page: account and unit class.</summary>
/// <param name="Measure">What one unit is: <c>t</c>, or what the market counts in.</param>
/// <param name="Pledged">Pledged, lent or sold in repo.</param>
/// <param name="Average">Cost per tonne held, four decimals half-up; null at 0 t.</param>
/// <param name="Price">Null = no price, never 0.</param>
/// <param name="Value">Price x held, two decimals half-up; null without a price.</param>
public sealed record PositionRow(
    string Account, string AccountName, string AccountNameZh, string Holder, string Market, UnitClass Unit, string Code, string Measure,
    long Free, long Reserved, long Pledged, long Frozen, long CarryOver, long InTransit, long Held, long Surrendered, long Cancelled, long Delivered, long Gone,
    long CameIn, decimal Cost, string Currency, decimal? Average, PositionPrice? Price, decimal? Value);

/// <summary>One trade in the blotter.</summary>
public sealed record TradeRow(string Key, Trade Trade, DateTimeOffset CapturedAt, DateTimeOffset? ApprovedAt, long Position);

/// <summary>One row of the log as screens show it.</summary>
public sealed record EventRow(
    long Position, string Stream, int Version, DateTimeOffset Recorded, string Actor, string? ApprovedBy, string? Trace, string Name,
    System.Text.Json.JsonElement Body);

/// <summary>A finding of the quality gate and the series it is about.</summary>
public sealed record SeriesFinding(string Series, QualityFinding Finding);

/// <summary>Every question a door may ask, each with its pair of dates.</summary>
public sealed class Queries(Workplace workplace)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    private sealed record Gate(DateOnly Date, long Imported, IReadOnlyList<SeriesFinding> Findings);

    private Gate? gate;

    private ReadSide Read => workplace.Read;

    /// <summary>Reads the pair of dates a door was given.</summary>
    /// <param name="asOf">yyyy-MM-dd, or null: the business date (of <paramref name="known"/>).</param>
    /// <param name="known">Log position or ISO instant, or null: everything.</param>
    public (AsOf? AsOf, DomainError? Error) Resolve(string? asOf, string? known)
    {
        var position = workplace.Tail.Position;
        if (!string.IsNullOrEmpty(known))
        {
            if (long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (number > position) return (null, DeskErrors.BadQuery("known", $"a log position is at most {position}, the last one read"));
                position = number;
            }
            else if (DateTimeOffset.TryParseExact(known, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                position = Math.Min(position, Read.Log.PositionAt(instant));
            else return (null, DeskErrors.BadQuery("known", "a log position, or an instant such as 2026-06-05T18:40:00+08:00"));
        }

        var day = Read.Log.BusinessDateAt(position) ?? Read.Log.BusinessDate ?? BookDates.First;
        if (!string.IsNullOrEmpty(asOf)
            && (!DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || !BookDates.Accepts(day)))
            return (null, DeskErrors.BadQuery("asOf", "a date yyyy-MM-dd that exists, from 2013-01-01 to 2100-12-31"));
        return (new AsOf(day, position, string.IsNullOrEmpty(asOf) && string.IsNullOrEmpty(known)), null);
    }

    /// <summary>Waits until the read side holds a position; at most 2 s.</summary>
    public async Task<DomainError?> WaitFor(long? atLeast, CancellationToken ct) =>
        atLeast is not { } target || await workplace.Tail.WaitFor(target, patience, ct) ? null : DeskErrors.NotThereYet(target);

    /// <summary>Puts the pair of dates beside an answer.</summary>
    public Answer<T> With<T>(AsOf asOf, T data) => new(asOf.Date, asOf.Known, Read.Log.BusinessDateAt(asOf.Known), data);

    /// <summary>Positions by account and unit class.</summary>
    public IReadOnlyList<PositionRow> Positions(AsOf asOf) =>
        [.. PositionQuery.Lines(Read.Movements.Now, asOf.Date, asOf.Known).Select(l => Row(l, asOf))];

    /// <summary>Obligations, credits and projects.</summary>
    public ComplianceQueries Compliance { get; } = new(workplace);

    /// <summary>Year-end forecasts of the obligations.</summary>
    public ObligationForecasts Forecasts { get; } = new(workplace);

    /// <summary>What is to be done, by slack.</summary>
    public DutyBoard Duties { get; } = new(workplace);

    /// <summary>Legs of settlements.</summary>
    public SettlementQueries Settlement { get; } = new(workplace);

    /// <summary>Money at the venues.</summary>
    public FundQueries Funds { get; } = new(workplace);

    /// <summary>Orders and their executions.</summary>
    public OrderQueries Orders { get; } = new(workplace);

    /// <summary>Positions from today on.</summary>
    public ForwardQueries Forward { get; } = new(workplace);

    /// <summary>Lots, what they are good for and until when.</summary>
    public LotQueries LotBook { get; } = new(workplace);

    /// <summary>Where a lot came from and went; null where there is none.</summary>
    public Task<Lineage?> Lineage(string account, string lot, AsOf asOf, CancellationToken ct) => new LotLineage(workplace, LotBook.Books).Of(account, lot, asOf, ct);

    /// <summary>Term contracts.</summary>
    public ContractQueries Contracts { get; } = new(workplace);

    /// <summary>Confirmations of trades and contracts.</summary>
    public ConfirmationQueries Confirmations { get; } = new(workplace);

    /// <summary>Cost and result.</summary>
    public CostQueries Costs { get; } = new(workplace);

    /// <summary>Limits and the breach log.</summary>
    public LimitQueries Limits { get; } = new(workplace);

    /// <summary>Lots of an account, and of one unit class where given.</summary>
    public IReadOnlyList<LotLine> Lots(AsOf asOf, string account, UnitClass? unit) =>
        PositionQuery.Lots(Read.Movements.Now, asOf.Date, asOf.Known, account, unit);

    /// <summary>Trades captured up to the known position whose trade date is not after the day, as they stood at its end, newest first.</summary>
    public IReadOnlyList<TradeRow> Trades(AsOf asOf) =>
        [.. Read.Trades.All(asOf.Known).Where(t => t.State.Terms is { } terms && terms.TradeDate <= asOf.Date)
            .Select(t => new TradeRow(t.Key, t.On(asOf.Date), t.History[0].Recorded,
                t.History.Find(h => h.Event is TradeApproved)?.Recorded, t.History[^1].Position))
            .OrderByDescending(t => t.CapturedAt).ThenBy(t => t.Key, StringComparer.Ordinal)];

    /// <summary>Imports of prices known by then, of one series or of all in their order.</summary>
    public IReadOnlyList<RecordedImport> PriceImports(string? series, AsOf asOf) =>
        [.. Read.Prices.Series.Select(s => s.Series).Where(s => string.IsNullOrEmpty(series) || s == series).SelectMany(s => Read.Prices.Imports(s, asOf.Known))];

    /// <summary>Units on their way in: approved purchases not yet confirmed, by account and product.</summary>
    public IReadOnlyList<(string Account, Product Product, long Tonnes)> Incoming(AsOf asOf) =>
        [.. Trades(asOf).Where(t => t.Trade is { Terms.Side: Side.Buy, Status: TradeStatus.Approved or TradeStatus.InTransit })
            .GroupBy(t => (t.Trade.Terms!.Account, t.Trade.Terms.Product))
            .Select(g => (g.Key.Account, g.Key.Product, g.Sum(t => t.Trade.Terms!.Quantity.Value)))];

    /// <summary>One account with everything a screen needs of it, read from its own stream: state with lots and serials as known at a position.</summary>
    public async Task<(AllowanceAccount State, IReadOnlyList<EventRow> Events)> Account(string key, AsOf asOf, CancellationToken ct)
    {
        var stored = await workplace.Store.Events.Read($"{AllowanceAccountDecider.Instance.Entity}/{key}", 0, ct);
        var seen = stored.Where(e => e.Position <= asOf.Known).ToList();
        var state = seen.Aggregate(AllowanceAccountDecider.Instance.Initial,
            (s, e) => AllowanceAccountDecider.Instance.Evolve(s, e.As<AllowanceAccountEvent>()));
        return (state, [.. seen.Select(Shown)]);
    }

    /// <summary>Rows of the log up to the known position, newest first.</summary>
    /// <param name="asOf">Pair of dates; only the known position is used.</param>
    /// <param name="stream">Only this stream; null = all.</param>
    /// <param name="before">Only positions below this; null = from the end.</param>
    /// <param name="max">1..1,000 rows.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<EventRow>> Events(AsOf asOf, string? stream, long? before, int max, CancellationToken ct)
    {
        var last = Math.Min(asOf.Known, (before ?? long.MaxValue) - 1);
        if (stream is not null)
            return [.. (await workplace.Store.Events.Read(stream, 0, ct)).Where(e => e.Position <= last).Reverse().Take(max).Select(Shown)];
        var rows = await workplace.Store.Events.ReadAll(Math.Max(0, last - max), (int)Math.Min(max, Math.Max(0, last)), ct);
        return [.. rows.Where(e => e.Position <= last).Reverse().Select(Shown)];
    }

    /// <summary>One row of the log, or null.</summary>
    public async Task<EventRow?> Event(long position, CancellationToken ct) =>
        position < 1 ? null : (await workplace.Store.Events.ReadAll(position - 1, 1, ct)).Select(Shown).FirstOrDefault();

    /// <summary>What the quality gate says of every series, as of the pair of dates.</summary>
    /// <remarks>It reads every price there is: the answer is kept until another day or another import is asked about.</remarks>
    public IReadOnlyList<SeriesFinding> Findings(AsOf asOf)
    {
        var imported = Read.Prices.Series.SelectMany(s => Read.Prices.Imports(s.Series, asOf.Known)).Select(i => i.Position).DefaultIfEmpty().Max();
        if (gate is { } kept && kept.Date == asOf.Date && kept.Imported == imported) return kept.Findings;
        var found = new Gate(asOf.Date, imported, [.. Read.Prices.Series.SelectMany(s => Findings(s, asOf).Select(f => new SeriesFinding(s.Series, f)))]);
        gate = found;
        return found.Findings;
    }

    /// <summary>What the quality gate says of one series.</summary>
    public IReadOnlyList<QualityFinding> Findings(PriceSeries series, AsOf asOf) => QualityGate.Check(
        series, Read.Prices.Observations(series.Series, asOf.Date, asOf.Known), workplace.Rules.Calendar(series.Calendar), asOf.Date,
        workplace.Rules.TryFind("price-limit-listed", series.Market, asOf.Date) is { IsKnown: true, Number: { } limit } ? limit : null,
        day => workplace.Rules.TryFind("close-method", series.Market, day));

    private static EventRow Shown(StoredEvent e) => new(e.Position, e.Stream, e.Version, e.Recorded, e.Actor, e.ApprovedBy, e.Trace, e.Name,
        System.Text.Json.JsonDocument.Parse(e.Body).RootElement);

    private PositionRow Row(PositionLine l, AsOf asOf)
    {
        var account = Read.Accounts.Find(l.Account);
        var price = Price(l.Unit.Product, asOf);
        long In(Bucket b) => l.In(b);
        var holding = l.Unit.Product.Market == CcerHoldingDecider.Market || account is null ? Read.Holdings.Find(l.Account, asOf.Known)?.State : null;
        return new(
            l.Account, holding?.Name ?? account?.Name ?? l.Account, holding?.NameZh ?? account?.NameZh ?? l.Account, holding?.Holder ?? account?.Holder ?? "",
            l.Unit.Product.Market, l.Unit, l.Unit.Product.Code, workplace.Units.Of(l.Unit.Product.Market),
            In(Bucket.Free), In(Bucket.Reserved), In(Bucket.Pledged) + In(Bucket.Lent) + In(Bucket.SoldInRepo), In(Bucket.Frozen), In(Bucket.CarryOver), In(Bucket.InTransit), l.Held,
            In(Bucket.Surrendered), In(Bucket.Cancelled), In(Bucket.Delivered),
            In(Bucket.Returned) + In(Bucket.Converted) + In(Bucket.Lapsed),
            l.CameIn, l.HeldCost, l.Currency, l.Held == 0 ? null : decimal.Round(l.HeldCost / l.Held, 4, MidpointRounding.AwayFromZero),
            price, price is null ? null : decimal.Round(price.Value * l.Held, 2, MidpointRounding.AwayFromZero));
    }

    /// <summary>The price that values a product; null where there is none.</summary>
    public PositionPrice? Price(Product product, AsOf asOf)
    {
        if (Read.Prices.ValueOf(product, asOf.Date, asOf.Known) is not { } reading) return null;
        var proxy = Read.Prices.Catalogue.For(product)?.Status == "proxy";
        return new(reading.Point.Value, reading.Series.Currency, reading.Date, reading.AgeTradingDays, reading.IsStale, proxy, reading.Series.Series);
    }
}
