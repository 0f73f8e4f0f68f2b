using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonTrading.Application.Trades;

/// <summary>What became of one line of a deal file.</summary>
/// <param name="Line">Line in the file, 1 = the head.</param>
/// <param name="Trade">Trade key; empty where it could not be read.</param>
/// <param name="State">captured, known already, refused.</param>
/// <param name="Refusal">Why, with field and remedy; null where it went in.</param>
public sealed record TradeImportLine(int Line, string Trade, string State, DomainError? Refusal);

/// <summary>Captures the deals of a CSV file, line by line through the desk: good lines go in, the others are reported. The same file twice changes nothing.</summary>
/// <remarks>
/// Head: <c>trade,tradeDate,account,side,method,product,quantity,price,currency</c> and, where there is one, <c>tradeTime,fee,counterparty,venueReference,remark,book</c>.
/// The trade's key is its identity: a line whose deal was captured before with the same terms is known already, with other terms it is refused.
/// </remarks>
public sealed class TradeImport(Desk desk, ReadSide read)
{
    /// <summary>Largest file: 5 MB.</summary>
    public const int BytesMax = 5 * 1024 * 1024;

    /// <summary>Most lines: 10,000.</summary>
    public const int LinesMax = 10_000;

    private static readonly string[] needed = ["trade", "tradeDate", "account", "side", "method", "product", "quantity", "price", "currency"];
    private static readonly string[] possible = ["tradeTime", "fee", "counterparty", "venueReference", "remark", "book"];

    /// <summary>Imports a file.</summary>
    /// <param name="bytes">UTF-8, with or without mark.</param>
    /// <param name="actor">Who imports: the maker of every trade.</param>
    /// <param name="ct">Ends between two lines.</param>
    public async Task<(IReadOnlyList<TradeImportLine> Lines, DomainError? Refusal)> Import(byte[] bytes, string actor, CancellationToken ct)
    {
        if (bytes.Length > BytesMax) return ([], TradeImportErrors.TooLarge(bytes.Length, BytesMax));
        string text;
        try { text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'); }
        catch (DecoderFallbackException) { return ([], TradeImportErrors.NotUtf8()); }

        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
        if (!await csv.ReadAsync() || !csv.ReadHeader()) return ([], TradeImportErrors.Empty());
        var head = csv.HeaderRecord!;
        if (needed.Except(head).ToList() is { Count: > 0 } missing) return ([], TradeImportErrors.ColumnsMissing(missing));
        if (head.Except(needed).Except(possible).ToList() is { Count: > 0 } unknown) return ([], TradeImportErrors.ColumnsUnknown(unknown));

        var lines = new List<TradeImportLine>();
        while (await csv.ReadAsync())
        {
            if (lines.Count == LinesMax) return (lines, TradeImportErrors.TooManyLines(LinesMax));
            lines.Add(await One(csv.Parser.RawRow, head.ToDictionary(h => h, h => (csv.GetField(h) ?? "").Trim()), actor, ct));
        }

        return (lines, null);
    }

    private async Task<TradeImportLine> One(int line, Dictionary<string, string> cells, string actor, CancellationToken ct)
    {
        var key = cells["trade"];
        if (!EntityKey.IsValid(key)) return new(line, "", "refused", DeskErrors.BadKey() with { Field = "trade" });
        CaptureTrade terms;
        try { terms = JsonSerializer.Deserialize<CaptureTrade>(Body(cells), Contract.Strict)!; }
        catch (JsonException wrong) { return new(line, key, "refused", DeskErrors.BadInput(wrong)); }

        if (read.Trades.Find(key)?.State.Terms is { } before && Contract.Fingerprint(before) == Contract.Fingerprint(terms)) return new(line, key, "known already", null);
        var outcome = await desk.Execute(TradeDecider.Instance, key, terms, new Caller(actor, $"trade-import:{key}:{Contract.Fingerprint(terms)}"), ct);
        return new(line, key, outcome.Error is null ? "captured" : "refused", outcome.Error);
    }

    private static JsonObject Body(Dictionary<string, string> cells)
    {
        var body = new JsonObject
        {
            ["tradeDate"] = cells["tradeDate"], ["account"] = cells["account"], ["side"] = cells["side"], ["method"] = cells["method"],
            ["product"] = cells["product"], ["quantity"] = Number(cells["quantity"]),
            ["price"] = new JsonObject { ["amount"] = Number(cells["price"]), ["currency"] = cells["currency"] },
        };
        foreach (var name in possible)
            if (cells.GetValueOrDefault(name) is { Length: > 0 } value)
                body[name] = name == "fee" ? Number(value) : name == "tradeTime" && value.Length == 5 ? value + ":00" : value;
        return body;
    }

    /// <summary>A number as it stands; what is not one stays a text and is refused by the command's own reading.</summary>
    private static JsonNode Number(string text) =>
        text.Length is > 0 and <= 30 && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-') && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? JsonValue.Create(value) : JsonValue.Create(text);
}

/// <summary>Refusals of a whole deal file.</summary>
public static class TradeImportErrors
{
    /// <summary>Too large.</summary>
    public static DomainError TooLarge(int bytes, int bytesMax) => new("trade-import.file-too-large", ErrorKind.Invalid,
        $"The file has {bytes} bytes, at most {bytesMax} are read; split it.", "file");

    /// <summary>Not UTF-8.</summary>
    public static DomainError NotUtf8() => new("trade-import.not-utf8", ErrorKind.Invalid, "The file is not UTF-8 text; save it as CSV UTF-8.", "file");

    /// <summary>Nothing in it.</summary>
    public static DomainError Empty() => new("trade-import.file-empty", ErrorKind.Invalid, "The file holds no line; it needs a head and a line per deal.", "file");

    /// <summary>Columns missing.</summary>
    public static DomainError ColumnsMissing(IEnumerable<string> columns) => new("trade-import.columns-missing", ErrorKind.Invalid,
        $"The head lacks {string.Join(", ", columns)}.", "file");

    /// <summary>Columns nobody knows.</summary>
    public static DomainError ColumnsUnknown(IEnumerable<string> columns) => new("trade-import.columns-unknown", ErrorKind.Invalid,
        $"The head names columns that are not known: {string.Join(", ", columns)}. Remove them.", "file");

    /// <summary>Too many lines; those before were taken.</summary>
    public static DomainError TooManyLines(int linesMax) => new("trade-import.too-many-lines", ErrorKind.Invalid,
        $"The file has more than {linesMax} lines; those before were imported, import the rest as a file of its own.", "file");
}
