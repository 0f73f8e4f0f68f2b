using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonTrading.Domain.Control;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Rules;

/// <summary>Reads <c>market-data/regulations</c> and <c>market-data/calendars</c> into a rule book. A fault in any file is an error at start that names it.</summary>
public static class RuleFiles
{
    private static readonly string[] folders = ["regulations", "calendars", "factors", "planning"];

    /// <summary>The rule book of a market-data folder, and the files it was read from.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static (RuleBook Rules, IReadOnlyList<RuleFile> Files) Load(string marketData)
    {
        var files = folders.SelectMany(f => Directory.GetFiles(Path.Combine(marketData, f), "*.json", SearchOption.AllDirectories))
            .Select(f => Read(marketData, f)).OrderBy(f => f.Path, StringComparer.Ordinal).ToList();
        var rules = files.Where(f => f.Path.StartsWith("regulations/", StringComparison.Ordinal)).Select(Rule).ToList();
        var calendars = CalendarFiles.Load(Path.Combine(marketData, "calendars"));
        return (new RuleBook(rules, calendars, Version(files)), files);
    }

    private static string Version(IEnumerable<RuleFile> files) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(f => $"{f.Path} {f.Hash}")))))[..16];

    private static RuleFile Read(string root, string file)
    {
        var bytes = File.ReadAllBytes(file);
        return new RuleFile(Path.GetRelativePath(root, file).Replace('\\', '/'), Convert.ToHexStringLower(SHA256.HashData(bytes)), Encoding.UTF8.GetString(bytes));
    }

    private static Rule Rule(RuleFile file)
    {
        try
        {
            using var json = JsonDocument.Parse(file.Content);
            var root = json.RootElement;
            var market = root.GetProperty("market").GetString()!;
            var parameter = root.GetProperty("parameter").GetString()!;
            if (file.Path != $"regulations/{market}/{parameter}.json") throw new FormatException("market and parameter differ from the file's place");
            var byYear = root.GetProperty("by").GetString() switch
            {
                "compliance-year" => true,
                "date" => false,
                var other => throw new FormatException($"by '{other}' is neither date nor compliance-year"),
            };
            var bases = Texts(root, "bases");
            var values = root.GetProperty("values").EnumerateArray().Select(v => Value(v, byYear, bases)).ToList();
            if (values.Count == 0) throw new FormatException("no values");
            return new Rule(market, parameter, byYear, root.GetProperty("unit").GetString()!, values);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"market-data/{file.Path}: {wrong.Message}", wrong);
        }
    }

    private static RuleValue Value(JsonElement v, bool byYear, IReadOnlyList<string>? bases)
    {
        var status = v.GetProperty("status").GetString() switch
        {
            "in-force" => RuleStatus.InForce,
            "draft" => RuleStatus.Draft,
            "expected" => RuleStatus.Expected,
            "unsure" => RuleStatus.Unsure,
            "unknown" => RuleStatus.Unknown,
            var other => throw new FormatException($"status '{other}' is not one of in-force, draft, expected, unsure, unknown"),
        };
        var value = v.GetProperty("value");
        if ((value.ValueKind == JsonValueKind.Null) != (status == RuleStatus.Unknown)) throw new FormatException("a value is null exactly when unknown");
        var basis = Optional(v, "basis");
        if (basis is not null && bases?.Contains(basis) != true) throw new FormatException($"basis '{basis}' is not in the closed list");
        return new RuleValue(
            Day(v.GetProperty("from").GetString()!, byYear, end: false),
            Optional(v, "to") is { } to ? Day(to, byYear, end: true) : null,
            Optional(v, "published") is { } published ? Day(published, byYear: false, end: false) : DateOnly.MinValue,
            value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null,
            value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            basis, status, v.GetProperty("source").GetString()!, Optional(v, "note"));
    }

    private static DateOnly Day(string text, bool byYear, bool end)
    {
        if (!byYear) return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var year = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return end ? new DateOnly(year, 12, 31) : new DateOnly(year, 1, 1);
    }

    private static string? Optional(JsonElement v, string name) =>
        v.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static List<string>? Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(t => t.GetString()!)] : null;
}
