using CarbonTrading.Application.Positions;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>Every table that leaves as a file, by REST and at the terminal; the screens' files begin with the same names.</summary>
/// <remarks>The rows are those of the table's own list; a column says one thing of a row, under the same name and head in every table.</remarks>
public static partial class ExportTables
{
    private const string Each = "*";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExportTable> All { get; } = [.. Holdings(), .. Deals(), .. CostsAndLimits(), .. Duties(), .. Market(), .. Risks(), .. Control()];

    private static readonly Dictionary<string, ExportTable> byName = All.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>The table of a name; null = there is none.</summary>
    public static ExportTable? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A table whose list takes nothing but the pair of dates.</summary>
    private static ExportTable<TRow> Table<TRow>(string name, string title, string titleZh, string list, Func<ExportQuestion, IEnumerable<TRow>> rows, string part = Each) =>
        new(name, title, titleZh, list, part, [], (q, _) => Task.FromResult<(IAsyncEnumerable<TRow>?, DomainError?)>((rows(q).ToAsyncEnumerable(), null)));

    /// <summary>A table whose list takes more, can refuse it, or has to be waited for.</summary>
    private static ExportTable<TRow> Asked<TRow>(
        string name, string title, string titleZh, string list, string[] takes, Func<ExportQuestion, CancellationToken, Task<(IEnumerable<TRow>? Rows, DomainError? Error)>> ask,
        string part = Each) =>
        new(name, title, titleZh, list, part, takes, async (q, ct) => await ask(q, ct) is var (rows, error) && rows is not null ? (rows.ToAsyncEnumerable(), null) : (null, error));

    private static (IEnumerable<TRow>? Rows, DomainError? Error) No<TRow>(DomainError error) => (null, error);

    private static IEnumerable<ExportTable> Holdings()
    {
        yield return Table("positions", "Positions", "持仓", "/api/positions", q => q.Queries.Positions(q.AsOf))
            .Col("account", r => r.Account).Col("account-name", r => r.AccountName).Col("account-name-zh", r => r.AccountNameZh).Col("holder", r => r.Holder)
            .Col("market", r => r.Market).Col("unit", r => r.Unit).Col("code", r => r.Code).Col("measure", r => r.Measure)
            .Col("free", r => r.Free).Col("reserved", r => r.Reserved).Col("pledged", r => r.Pledged).Col("frozen", r => r.Frozen).Col("carry-over-filed", r => r.CarryOver)
            .Col("in-transit", r => r.InTransit)
            .Col("held", r => r.Held).Col("surrendered", r => r.Surrendered).Col("cancelled", r => r.Cancelled).Col("delivered", r => r.Delivered)
            .Col("cost", r => r.Cost).Col("currency", r => r.Currency).Col("average-cost", r => r.Average).Col("price", r => r.Price?.Value)
            .Col("price-date", r => r.Price?.Date).Col("price-age-days", r => r.Price?.AgeTradingDays).Col("price-stale", r => r.Price?.Stale)
            .Col("series", r => r.Price?.Series).Col("value", r => r.Value);
        yield return Asked("position-lots", "Lots of a position", "持仓批次", "/api/positions/lots", ["account", "unit"], (q, _) => Task.FromResult(
                q["account"] is not { } account ? No<LotLine>(ExportErrors.Needs("position-lots", "account", "the key of an account or a CCER holding"))
                : q["unit"] is { } text && !UnitClass.TryParse(text, out var _) ? No<LotLine>(DeskErrors.BadQuery("unit", UnitClass.Form))
                : (q.Queries.Lots(q.AsOf, account, UnitClass.TryParse(q["unit"] ?? "", out var unit) ? unit : null), null)))
            .Col("account", r => r.Account).Col("lot", r => r.Lot).Col("unit", r => r.Unit).Col("measure", (r, q) => q.Measure(r.Unit.Product.Market)).Col("acquired", r => r.Acquired)
            .Col("free", r => r.In(Bucket.Free)).Col("reserved", r => r.In(Bucket.Reserved)).Col("pledged", r => r.In(Bucket.Pledged)).Col("lent", r => r.In(Bucket.Lent))
            .Col("sold-in-repo", r => r.In(Bucket.SoldInRepo)).Col("frozen", r => r.In(Bucket.Frozen)).Col("carry-over-filed", r => r.In(Bucket.CarryOver))
            .Col("in-transit", r => r.In(Bucket.InTransit))
            .Col("surrendered", r => r.In(Bucket.Surrendered)).Col("cancelled", r => r.In(Bucket.Cancelled)).Col("delivered", r => r.In(Bucket.Delivered))
            .Col("events", r => r.Events);
        yield return new PivotExport();
        yield return Table("forward-position", "Forward position", "远期头寸", "/api/positions/forward",
                q => q.Queries.Forward.All(q.AsOf).SelectMany(r => r.Months.Select(m => (Row: r, Month: m))), "*/months/*")
            .Col("account", r => r.Row.Account).Col("holder", r => r.Row.Holder).Col("product", r => r.Row.Product).Col("code", r => r.Row.Code)
            .Col("measure", (r, q) => q.Measure(r.Row.Product.Market)).Col("month", r => r.Month.Month).Col("held", r => r.Month.Held).Col("free", r => r.Month.Free);
        yield return Asked("forward-by", "Forward position by dimensions", "远期头寸（按维度）", "/api/positions/forward-by", ["rows"], (q, _) => Task.FromResult(
                ForwardBy.Read(q["rows"]) is var (by, wrong) && wrong is not null ? No<(ForwardGroup Row, ForwardMonth Month)>(wrong)
                : (ForwardBy.Of(q.Workplace.Read, q.Workplace.Units, q.Queries.Forward.All(q.AsOf), by, q.AsOf).SelectMany(r => r.Months.Select(m => (Row: r, Month: m))), null)), "*/months/*")
            .Col("keys", r => r.Row.Keys).Col("measure", r => r.Row.Measure).Col("month", r => r.Month.Month).Col("held", r => r.Month.Held).Col("free", r => r.Month.Free);
        yield return Table("forward-flows", "Changes of the forward position", "远期头寸变动", "/api/positions/forward",
                q => q.Queries.Forward.All(q.AsOf).SelectMany(r => r.Flows), "*/flows/*")
            .Col("account", r => r.Account).Col("product", r => r.Product).Col("measure", (r, q) => q.Measure(r.Product.Market)).Col("kind", r => r.Kind).Col("source", r => r.Key)
            .Col("day", r => r.Day).Col("held-change", r => r.Held).Col("free-change", r => r.Free).Col("usable-change", r => r.Usable).Col("rule-status", r => r.Status);
        yield return Table("cover", "Cover of obligations", "履约覆盖", "/api/positions/cover", q => q.Queries.Forward.Cover(q.AsOf))
            .Col("obligation", r => r.Forecast.Key).Col("account", r => r.Forecast.Account).Col("market", r => r.Forecast.Market).Col("year", r => r.Forecast.Year)
            .Col("deadline", r => r.Forecast.Deadline?.Date).Col("measure", (r, q) => q.Measure(r.Forecast.Market)).Col("emissions-p50", r => r.Forecast.Emissions.P50)
            .Col("surrendered", r => r.Covered).Col("usable-units", r => r.Units).Col("allocation-to-come", r => r.ToCome).Col("incoming", r => r.Incoming)
            .Col("usable-credits", r => r.Credits).Col("short", r => r.Short);
        yield return Asked("lots", "Lots", "批次", "/api/lots", ["serial"], async (q, ct) =>
                q["serial"] is { } serial && Lots.SerialAsked.Read(serial) is null ? No<Lots.LotRow>(DeskErrors.BadQuery("serial", "BLOCK 123 or 123"))
                : (await q.Queries.LotBook.All(q.AsOf, q["serial"], ct), null))
            .Col("account", r => r.Account).Col("holder", r => r.Holder).Col("lot", r => r.Lot).Col("unit", r => r.Unit).Col("code", r => r.Code)
            .Col("measure", (r, q) => q.Measure(r.Unit.Product.Market)).Col("acquired", r => r.Acquired).Col("held", r => r.Held).Col("free", r => r.Free).Col("gone", r => r.Gone)
            .Col("cost", r => r.Cost).Col("currency", r => r.Currency).Col("value", r => r.Value).Col("serials", r => r.Serials.Select(s => $"{s.Block} {s.First}-{s.Last}"))
            .Col("project", r => r.Project).Col("methodology", r => r.Methodology).Col("obligations", r => r.Uses.Select(u => u.Obligation)).Col("last-use", r => r.Last.Day)
            .Col("carry-over", r => r.Last.IsCarryOver).Col("rule-source", r => r.Last.Source).Col("rule-status", r => r.Last.Status).Col("at-risk", r => r.AtRisk)
            .Col("value-at-risk", r => r.ValueAtRisk);
        yield return Asked("blocked-units", "Blocked units of lots", "批次受限单位", "/api/lots/blocked", ["account", "lot"], async (q, ct) =>
                q["account"] is { } account && q.Queries.LotBook.Unknown(account, q.AsOf) is { } unknown ? No<Lots.BlockedUnits>(unknown)
                : (await q.Queries.LotBook.Blocked.All(q.AsOf, q["account"], q["lot"], ct), null))
            .Col("account", r => r.Account).Col("lot", r => r.Lot).Col("unit", r => r.Unit).Col("code", r => r.Unit.Product.Code).Col("measure", (r, q) => q.Measure(r.Unit.Product.Market))
            .Col("bucket", r => r.Bucket).Col("claim", r => r.Claim).Col("quantity", r => r.Quantity).Col("serials", r => r.Serials.Select(s => $"{s.Block} {s.First}-{s.Last}"))
            .Col("since", r => r.Since).Col("why", r => r.Why).Col("document", r => r.Document).Col("until", r => r.Until).Col("stream", r => r.Stream).Col("version", r => r.Version);
        yield return Asked("stranding", "Units at risk of lapse by month", "临期批次（按月）", "/api/lots/radar", [],
                async (q, ct) => ((IEnumerable<Lots.StrandingMonth>?)q.Queries.LotBook.Stranding(await q.Queries.LotBook.All(q.AsOf, null, ct)), (DomainError?)null))
            .Col("month", r => r.Month).Col("at-risk", r => r.AtRisk).Col("measure", r => r.Measure).Col("value-at-risk", r => r.Value).Col("currency", r => r.Currency)
            .Col("lots", r => r.Lots).Col("last-use", r => r.Ends.Select(e => e.Day!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Distinct())
            .Col("carry-over", r => r.Ends.Any(e => e.IsCarryOver)).Col("rule-source", r => r.Ends.Select(e => e.Source).Distinct()).Col("rule-status", r => r.Status);
        yield return Asked("lineage", "Lineage of a lot", "批次溯源", "/api/lots/lineage", ["account", "lot"], async (q, ct) =>
            {
                if (!EntityKey.IsValid(q["account"]) || q["lot"] is not { } lot) return No<(Lots.Lineage Of, Lots.LineageEdge Edge)>(
                    ExportErrors.Needs("lineage", "account and lot", "an account or holding and a lot id such as L-0001"));
                return await q.Queries.Lineage(q["account"]!, lot, q.AsOf, ct) is { } picture ? (picture.Edges.Select(e => (Of: picture, Edge: e)), null)
                    : No<(Lots.Lineage Of, Lots.LineageEdge Edge)>(DeskErrors.NotFound("lots", string.Join('/', q["account"], lot), q.AsOf.Known));
            }, "edges/*")
            .Col("from", r => r.Edge.From).Col("to", r => r.Edge.To).Col("quantity", r => r.Edge.Tonnes).Col("measure", (r, q) => q.Measure(r.Of.Unit.Product.Market))
            .Col("day", r => r.Edge.Day).Col("movement", r => r.Edge.Movement);
        yield return Asked("surrender-proposal", "Lots proposed for surrender", "清缴批次建议", "/api/obligations/{obligation}/proposal", ["obligation"], async (q, ct) =>
            {
                if (!EntityKey.IsValid(q["obligation"])) return No<Lots.ProposedLot>(ExportErrors.Needs("surrender-proposal", "obligation", "the key of an obligation"));
                if (q.Queries.Compliance.Obligation(q["obligation"]!, q.AsOf) is null) return No<Lots.ProposedLot>(DeskErrors.NotFound("obligations", q["obligation"]!, q.AsOf.Known));
                return ((await Lots.SurrenderProposal.Of(q.Workplace, q["obligation"]!, q.AsOf, ct))?.Lots ?? [], null);
            }, "lots/*")
            .Col("account", r => r.Lot.Account).Col("lot", r => r.Lot.Lot).Col("code", r => r.Lot.Code).Col("measure", (r, q) => q.Measure(r.Lot.Unit.Product.Market))
            .Col("quantity", r => r.Tonnes).Col("free", r => r.Lot.Free).Col("acquired", r => r.Lot.Acquired).Col("last-use", r => r.Lot.Last.Day).Col("why", r => r.Reason);
    }
}
