using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Orders;

/// <summary>What became of one line of a broker's statement.</summary>
/// <param name="Line">Line in the file, 1 = the head.</param>
/// <param name="Order">Order key; empty where it could not be read.</param>
/// <param name="Execution">Broker's id.</param>
/// <param name="State">recorded, known already, refused.</param>
/// <param name="Refusal">Why, with field and remedy; null where it went in.</param>
public sealed record FillImportLine(int Line, string Order, string Execution, string State, DomainError? Refusal);

/// <summary>Records the executions of a broker's or the venue's statement, CSV or XLSX. The same statement twice, or lines in any order, end the same.</summary>
/// <remarks>
/// Head: <c>order,execution,action</c> and <c>tradeDate,quantity,price,currency,tradeTime,fee,commission,venueReference,replaces,reason</c>.
/// Action: <c>new</c>, <c>replace</c> (names the execution it stands in place of), <c>bust</c> (takes an execution back, with a reason).
/// </remarks>
public sealed class FillImport(Desk desk, ReadSide read)
{
    /// <summary>Columns of a statement, in the order of its template; day, quantity, price and currency are needed where an execution is new or replaces another.</summary>
    public static readonly IReadOnlyList<FileColumn> Columns =
    [
        new("order", CellKind.Key, true, "O-1"), new("execution", CellKind.Text, true, "EX-1"), new("action", CellKind.Choice, true, "new", ["new", "replace", "bust"]),
        new("tradeDate", CellKind.Day, false, "2026-06-05"), new("quantity", CellKind.Whole, false, "3000"), new("price", CellKind.Price, false, "83.10"),
        new("currency", CellKind.Currency, false, "CNY"), new("tradeTime", CellKind.Time, false, "10:15"), new("fee", CellKind.Amount, false, "12.34"),
        new("commission", CellKind.Amount, false, ""), new("venueReference", CellKind.Text, false, ""), new("replaces", CellKind.Text, false, ""),
        new("reason", CellKind.Text, false, ""),
    ];

    private static readonly string[] ofAnExecution = ["tradeDate", "quantity", "price", "currency"];
    private static readonly string[] needed = [.. Columns.Where(c => c.IsNeeded).Select(c => c.Name)];
    private static readonly string[] possible = [.. Columns.Where(c => !c.IsNeeded).Select(c => c.Name)];

    /// <summary>Imports a statement.</summary>
    /// <param name="bytes">UTF-8 text with or without mark, or the first sheet of an XLSX workbook.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="isTrial">True: says of every line what would become of it, each after the ones before it, and writes nothing.</param>
    /// <param name="ct">Ends between lines; what was recorded stays, and the same file goes on from there.</param>
    public async Task<(IReadOnlyList<FillImportLine> Lines, DomainError? Refusal)> Import(byte[] bytes, string actor, bool isTrial = false, CancellationToken ct = default)
    {
        var (rows, wrong) = TradeFile.Read(bytes, needed, possible);
        if (wrong is not null) return ([], wrong);
        var results = new List<FillImportLine>(rows.Count);
        var tried = new Dictionary<string, Order>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            results.Add(await One(row, actor, isTrial ? tried : null, ct));
        }

        return (results, null);
    }

    private async Task<FillImportLine> One(TradeFileRow row, string actor, Dictionary<string, Order>? tried, CancellationToken ct)
    {
        var (order, execution) = (row["order"], row["execution"]);
        if (row["action"] is { Length: > 0 } action and not ("new" or "replace" or "bust"))
            return new(row.Line, EntityKey.IsValid(order) ? order : "", execution, "refused", OrderErrors.ActionUnknown(action));
        var wrong = FileColumn.Wrong(Columns, row, c => c.IsNeeded || (row["action"] != "bust" && ofAnExecution.Contains(c.Name)));
        if (wrong is not null) return new(row.Line, EntityKey.IsValid(order) ? order : "", execution, "refused", wrong);
        if (row["action"] == "replace" != row["replaces"].Length > 0)
            return new(row.Line, order, execution, "refused", OrderErrors.ReplacesWrong(row["action"]));
        OrderCommand command;
        try { command = Read(row); }
        catch (JsonException unread) { return new(row.Line, order, execution, "refused", DeskErrors.BadInput(unread, JsonSerializer.SerializeToElement(Body(row)))); }

        if (IsKnown(tried?.GetValueOrDefault(order) ?? read.Orders.Find(order)?.State, command)) return new(row.Line, order, execution, "known already", null);
        var refusal = tried is null ? (await desk.Execute(OrderDecider.Instance, order, command, new Caller(actor, Id(order, command)), ct)).Error : Try(tried, order, command, actor);
        return refusal switch
        {
            null => new(row.Line, order, execution, tried is null ? "recorded" : "would be recorded", null),
            { Code: "order.fill-known" } => new(row.Line, order, execution, "known already", null),
            { Code: "order.fill-ended" } when command is BustFill => new(row.Line, order, execution, "known already", null),
            _ => new(row.Line, order, execution, "refused", refusal),
        };
    }

    private static bool IsKnown(Order? order, OrderCommand command) => command switch
    {
        RecordFill c => order?.Fills.GetValueOrDefault(c.Execution)?.Reported == c,
        BustFill c => order?.Ended.ContainsKey(c.Execution) == true,
        _ => false,
    };

    private DomainError? Try(Dictionary<string, Order> tried, string order, OrderCommand command, string actor)
    {
        var state = tried.GetValueOrDefault(order) ?? read.Orders.Find(order)?.State ?? Order.NotPlaced;
        var decision = desk.Preview(OrderDecider.Instance, state, command, actor);
        tried[order] = decision.Events.Aggregate(state, OrderDecider.Evolve);
        return decision.Error;
    }

    /// <summary>The same report has the same id: sent twice, it is recorded once.</summary>
    private static string Id(string order, OrderCommand command) => $"fill-import:{order}:{Contract.Fingerprint(command)}";

    private static OrderCommand Read(TradeFileRow row) => row["action"] == "bust"
        ? new BustFill(row["execution"], row["reason"].Length > 0 ? row["reason"] : "taken back by the broker")
        : JsonSerializer.Deserialize<RecordFill>(Body(row), Contract.Strict)!;

    private static JsonObject Body(TradeFileRow row)
    {
        var body = new JsonObject
        {
            ["execution"] = row["execution"], ["tradeDate"] = row["tradeDate"], ["quantity"] = TradeFile.Number(row["quantity"]),
            ["price"] = new JsonObject { ["amount"] = TradeFile.Number(row["price"]), ["currency"] = row["currency"] },
        };
        foreach (var name in new[] { "tradeTime", "fee", "commission", "venueReference", "replaces" })
            if (row[name] is { Length: > 0 } value)
                body[name] = name is "fee" or "commission" ? TradeFile.Number(value) : name == "tradeTime" && value.Length == 5 ? value + ":00" : value;
        return body;
    }
}
