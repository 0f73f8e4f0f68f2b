using System.Globalization;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>The whole of a list as CSV, in the unit and the currency named, with the pair of dates and the rule book in the first rows.</summary>
public static class CsvExport
{
    /// <summary>Names that can be exported.</summary>
    public static readonly IReadOnlyList<string> Names = ["positions", "trades", "events"];

    /// <summary>Writes one list.</summary>
    public static async Task<DomainError?> Write(Workplace w, string what, AsOf asOf, TextWriter to, CancellationToken ct)
    {
        (IReadOnlyList<string> Head, IEnumerable<IReadOnlyList<object?>> Rows)? table = what switch
        {
            "positions" => Positions(w, asOf),
            "trades" => Trades(w, asOf),
            "events" => await Events(w, asOf, ct),
            _ => null,
        };
        if (table is not { } found) return DeskErrors.BadQuery("what", $"one of {string.Join(", ", Names)}");
        (string, string)[] about =
        [
            ("as of", asOf.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("known at position", asOf.Known.ToString(CultureInfo.InvariantCulture)),
            ("rule book", w.Rules.Version),
        ];
        await to.WriteAsync(Csv.Write(about, found.Head, found.Rows));
        return null;
    }

    private static (IReadOnlyList<string>, IEnumerable<IReadOnlyList<object?>>) Positions(Workplace w, AsOf asOf) => (
        ["account", "holder", "unit", "measure", "free", "reserved", "pledged", "frozen", "in transit", "held", "surrendered", "cancelled",
            "delivered", "cost", "currency", "price", "price date", "value"],
        w.Queries.Positions(asOf).Select(r => (IReadOnlyList<object?>)[r.Account, r.Holder, r.Unit, r.Measure, r.Free, r.Reserved, r.Pledged, r.Frozen, r.InTransit,
            r.Held, r.Surrendered, r.Cancelled, r.Delivered, r.Cost, r.Currency, r.Price?.Value, r.Price?.Date, r.Value]));

    private static (IReadOnlyList<string>, IEnumerable<IReadOnlyList<object?>>) Trades(Workplace w, AsOf asOf) => (
        ["trade", "trade date", "account", "side", "method", "product", "measure", "quantity", "price", "currency", "fee", "status", "captured by", "captured at",
            "approved by", "approved at", "settled on", "counterparty", "venue reference", "remark"],
        w.Queries.Trades(asOf).Select(r => (IReadOnlyList<object?>)[r.Key, r.Trade.Terms!.TradeDate, r.Trade.Terms.Account, r.Trade.Terms.Side, r.Trade.Terms.Method,
            r.Trade.Terms.Product, w.Units.Of(r.Trade.Terms.Product.Market), r.Trade.Terms.Quantity, r.Trade.Terms.Price.Amount, r.Trade.Terms.Price.Currency, r.Trade.Fee, r.Trade.Status,
            r.Trade.CapturedBy, r.CapturedAt, r.Trade.ApprovedBy, r.ApprovedAt, r.Trade.SettledOn, r.Trade.Terms.Counterparty, r.Trade.Terms.VenueReference,
            r.Trade.Terms.Remark]));

    private static async Task<(IReadOnlyList<string>, IEnumerable<IReadOnlyList<object?>>)> Events(Workplace w, AsOf asOf, CancellationToken ct)
    {
        var rows = new List<EventRow>();
        for (long? before = null; ; before = rows[^1].Position)
        {
            var page = await w.Queries.Events(asOf, null, before, 1_000, ct);
            if (page.Count == 0) break;
            rows.AddRange(page);
        }

        return (["position", "recorded", "stream", "version", "event", "actor", "approved by", "trace", "body"],
            rows.Select(e => (IReadOnlyList<object?>)[e.Position, e.Recorded, e.Stream, e.Version, e.Name, e.Actor, e.ApprovedBy, e.Trace, e.Body.GetRawText()]));
    }
}
