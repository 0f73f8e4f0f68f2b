using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Trades;

/// <summary>What became of one line of a deal file.</summary>
/// <param name="Line">Line in the file, 1 = the head.</param>
/// <param name="Trade">Trade key; empty where it could not be read.</param>
/// <param name="State">captured, known already, refused.</param>
/// <param name="Refusal">Why, with field and remedy; null where it went in.</param>
/// <param name="Waits">Hard limits that had no headroom left for it: it went in and waits for them. Null = none.</param>
public sealed record TradeImportLine(int Line, string Trade, string State, DomainError? Refusal, IReadOnlyList<LimitRefusal>? Waits = null);

/// <summary>Captures the deals of a CSV or XLSX file through the desk: good lines go in, the others are reported. The same file twice changes nothing.</summary>
/// <remarks>
/// Head: <c>trade,tradeDate,account,side,method,product,quantity,price,currency</c> and, where there is one,
/// <c>tradeTime,fee,counterparty,venueReference,remark,book,commission,invoice,floor,settleOn,appliedOn,frozenOn,origin,lot</c>; the last two say which units a sale is of.
/// The trade's key is its identity: a line whose deal was captured before with the same terms is known already, with other terms it is refused.
/// Lines of different trades are captured side by side, those of one trade in the order of the file.
/// </remarks>
/// <param name="desk">Desk.</param>
/// <param name="read">Read side.</param>
/// <param name="processes">Runs the processes, where nobody else does; null = they run beside it.</param>
public sealed class TradeImport(Desk desk, ReadSide read, Func<CancellationToken, Task>? processes = null)
{
    /// <summary>Largest file: 50 MB.</summary>
    public const int BytesMax = 50 * 1024 * 1024;

    /// <summary>Most lines: 200,000.</summary>
    public const int LinesMax = 200_000;

    private const int InFlightMax = 512;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPause = TimeSpan.FromMilliseconds(50);
    private const decimal one = 1.0000000000000000000000000000m; // a number divided by it loses its trailing noughts

    /// <summary>Columns of a deal file, in the order of its template.</summary>
    public static readonly IReadOnlyList<FileColumn> Columns =
    [
        new("trade", CellKind.Key, true, "T-1"), new("tradeDate", CellKind.Day, true, "2026-06-05"), new("account", CellKind.Key, true, "QM-CHP-01"),
        new("side", CellKind.Choice, true, "buy", ["buy", "sell"]), new("method", CellKind.Choice, true, "listed", ["listed", "block", "auction", "otc"]),
        new("product", CellKind.Product, true, "cn-ets/CEA/2025"), new("quantity", CellKind.Whole, true, "10000"), new("price", CellKind.Price, true, "83.10"),
        new("currency", CellKind.Currency, true, "CNY"), new("tradeTime", CellKind.Time, false, "10:15"), new("fee", CellKind.Amount, false, "12.34"),
        new("counterparty", CellKind.Text, false, ""), new("venueReference", CellKind.Text, false, ""), new("remark", CellKind.Text, false, ""),
        new("book", CellKind.Text, false, ""), new("commission", CellKind.Amount, false, ""), new("invoice", CellKind.Choice, false, "", ["special"]),
        new("floor", CellKind.Price, false, ""), new("settleOn", CellKind.Day, false, ""), new("appliedOn", CellKind.Day, false, ""), new("frozenOn", CellKind.Day, false, ""),
        new("origin", CellKind.Choice, false, "", ["free", "purchased", "carried-over", "issued", "borrowed"]), new("lot", CellKind.Text, false, ""),
    ];

    private static readonly string[] needed = [.. Columns.Where(c => c.IsNeeded).Select(c => c.Name)];
    private static readonly string[] possible = [.. Columns.Where(c => !c.IsNeeded).Select(c => c.Name)];

    /// <summary>Terms an earlier line of the file, or an earlier file, captured under a key.</summary>
    private sealed record Known(string Print, CaptureTrade Terms, int Line);

    /// <summary>Imports a file.</summary>
    /// <param name="bytes">UTF-8 text with or without mark, or the first sheet of an XLSX workbook.</param>
    /// <param name="actor">Who imports: the maker of every trade.</param>
    /// <param name="isTrial">True: says of every line what would become of it and writes nothing. What would be captured counts, with its units, money
    /// and headroom, for those looked at after it.</param>
    /// <param name="progress">Told the number of lines done, now and then.</param>
    /// <param name="ct">Ends between lines; what was captured stays, and the same file goes on from there.</param>
    public async Task<(IReadOnlyList<TradeImportLine> Lines, DomainError? Refusal)> Import(
        byte[] bytes, string actor, bool isTrial = false, IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var (rows, wrong) = TradeFile.Read(bytes, needed, possible);
        if (wrong is not null) return ([], wrong);
        var results = new TradeImportLine[rows.Count];
        var tried = new ConcurrentDictionary<string, Action<bool>>(StringComparer.Ordinal);
        var doubled = SameDeals(rows);
        var done = 0;
        var trades = rows.Select((row, i) => (row, i)).GroupBy(r => r.row["trade"], StringComparer.Ordinal);
        await Parallel.ForEachAsync(trades, new ParallelOptions { MaxDegreeOfParallelism = InFlightMax, CancellationToken = ct }, async (trade, stop) =>
        {
            Known? captured = null; // terms of an earlier line of this file
            foreach (var (row, i) in trade)
            {
                (results[i], captured) = doubled.TryGetValue(i, out var twice) ? (new(row.Line, EntityKey.IsValid(trade.Key) ? trade.Key : "", "refused", twice), captured)
                    : await One(row, captured, actor, isTrial ? tried : null, stop);
                if (Interlocked.Increment(ref done) is var count && count % 1_000 == 0) progress?.Report(count);
            }
        });
        foreach (var withdraw in tried.Values) withdraw(true);
        if (!isTrial) await Answered(results, ct);
        return (results, null);
    }

    /// <summary>Rows with the deal number of an earlier one of the file and another key.</summary>
    private static Dictionary<int, DomainError> SameDeals(IReadOnlyList<TradeFileRow> rows)
    {
        var (first, doubled) = (new Dictionary<(string, string, string, string), string>(), new Dictionary<int, DomainError>());
        foreach (var (i, row) in rows.Index().Where(r => r.Item["venueReference"] is { Length: > 0 } && r.Item["trade"] is { Length: > 0 }))
        {
            var number = row["venueReference"].Trim();
            var deal = (row["account"], row["product"].Split('/')[0], row["tradeDate"], number.ToUpperInvariant());
            if (!first.TryAdd(deal, row["trade"]) && first[deal] is var other && other != row["trade"] && DateOnly.TryParse(row["tradeDate"], CultureInfo.InvariantCulture, out var day))
                doubled[i] = TradeErrors.VenueDealKnown(number, day, other);
        }

        return doubled;
    }

    /// <summary>Says of each trade which limits it waits for; those who answer late are waited for a moment.</summary>
    private async Task Answered(TradeImportLine[] lines, CancellationToken ct)
    {
        await read.Refresh(ct);
        if (processes is not null && lines.Any(IsUnanswered)) await processes(ct);
        for (var waited = TimeSpan.Zero; waited < AnswerPatience && lines.Any(IsUnanswered); waited += AnswerPause)
        {
            await read.Refresh(ct);
            if (lines.Any(IsUnanswered)) await Task.Delay(AnswerPause, ct);
        }

        for (var i = 0; i < lines.Length; i++)
            if (StateOf(lines[i]) is { LimitsRefused: { Count: > 0 } refused }) lines[i] = lines[i] with { Waits = refused };
    }

    private bool IsUnanswered(TradeImportLine line) => StateOf(line) is { Status: TradeStatus.PendingApproval, LimitsRefused.Count: 0, LimitsWaiting.Count: > 0 };

    private Trade? StateOf(TradeImportLine line) => line.Refusal is null ? read.Trades.Find(line.Trade)?.State : null;

    private async Task<(TradeImportLine Line, Known? Captured)> One(
        TradeFileRow row, Known? captured, string actor, ConcurrentDictionary<string, Action<bool>>? tried, CancellationToken ct)
    {
        var (line, key) = (row.Line, row["trade"]);
        if (FileColumn.Wrong(Columns, row) is { } unread) return (new(line, EntityKey.IsValid(key) ? key : "", "refused", unread), captured);
        CaptureTrade terms;
        var body = Body(row);
        try { terms = body.Deserialize<CaptureTrade>(Contract.Strict)!; }
        catch (JsonException wrong) { return (new(line, key, "refused", DeskErrors.BadInput(wrong, JsonSerializer.SerializeToElement(body))), captured); }

        var print = Print(terms);
        captured ??= read.Trades.Find(key)?.State.Terms is { } before ? new(Print(before), before, 0) : null;
        if (captured?.Print == print) return (new(line, key, "known already", null), captured);
        if (captured is { } other) return (new(line, key, "refused", Doubled(key, other, terms)), captured);
        var isTrial = tried is not null;
        if (tried is not null && !tried.ContainsKey(key)) tried[key] = desk.Announce(key, terms, actor, isTrial: true);
        var refusal = !isTrial ? (await desk.Execute(TradeDecider.Instance, key, terms, new Caller(actor, $"trade-import:{key}:{print}"), ct)).Error
            : desk.Preview(terms, actor, key).Error;
        if (refusal is not null && tried?.TryRemove(key, out var withdraw) == true) withdraw(true);
        return refusal is not null ? (new(line, key, "refused", refusal), captured) : (new(line, key, isTrial ? "would be captured" : "captured", null), new(print, terms, line));
    }

    /// <summary>One key, two deals: the first field in which they differ is named.</summary>
    private static DomainError Doubled(string key, Known other, CaptureTrade terms)
    {
        var (there, here) = (Plain(Whole(other.Terms)), Plain(Whole(terms)));
        var field = there.Select(f => f.Key).Concat(here.Select(f => f.Key)).First(f => there[f]?.ToJsonString() != here[f]?.ToJsonString());
        var (before, now) = (Said(Plain(other.Terms)[field]), Said(Plain(terms)[field])); // as they were written
        return other.Line > 0 ? FileCellErrors.KeyTwice(key, other.Line, field, before, now) : FileCellErrors.KeyKnown(key, field, before, now);
    }

    private static JsonObject Plain(CaptureTrade terms) => JsonSerializer.SerializeToNode(terms, Contract.Json)!.AsObject();

    private static string Said(JsonNode? value) => value switch
    {
        null => "–",
        JsonObject parts => string.Join(' ', parts.Select(p => p.Value?.ToString()).Where(v => v is { Length: > 0 })), // a price: 80.00 CNY
        _ => value.ToString(),
    };

    /// <summary>The same deal has the same print, whether its price was written 80 or 80.00.</summary>
    private static string Print(CaptureTrade terms) => Contract.Fingerprint(Whole(terms));

    private static CaptureTrade Whole(CaptureTrade terms) => terms with
    {
        Price = new(terms.Price.Amount / one, terms.Price.Currency), Fee = terms.Fee / one, Commission = terms.Commission / one,
        Floor = terms.Floor is { } floor ? new UnitPrice(floor.Amount / one, floor.Currency) : null,
    };

    private static JsonObject Body(TradeFileRow cells)
    {
        var body = new JsonObject
        {
            ["tradeDate"] = cells["tradeDate"], ["account"] = cells["account"], ["side"] = cells["side"], ["method"] = cells["method"],
            ["product"] = cells["product"], ["quantity"] = TradeFile.Number(cells["quantity"]),
            ["price"] = new JsonObject { ["amount"] = TradeFile.Number(cells["price"]), ["currency"] = cells["currency"] },
        };
        if (cells["origin"] is { Length: > 0 } || cells["lot"] is { Length: > 0 })
            body["units"] = new JsonObject([.. new[] { "origin", "lot" }.Where(name => cells[name] is { Length: > 0 }).Select(name => KeyValuePair.Create(name, (JsonNode?)cells[name]))]);
        foreach (var name in possible.Except(["origin", "lot"]))
            if (cells[name] is { Length: > 0 } value)
                body[name] = name == "floor" ? new JsonObject { ["amount"] = TradeFile.Number(value), ["currency"] = cells["currency"] }
                    : name is "fee" or "commission" ? TradeFile.Number(value) : name == "tradeTime" && value.Length == 5 ? value + ":00" : value;
        return body;
    }
}
