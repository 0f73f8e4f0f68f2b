using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>Reads a JSON body strictly and says in our own words what is wrong with it.</summary>
public static partial class CommandBody
{
    /// <summary>The value, or the refusal; exactly one of the two.</summary>
    public static async Task<(T? Value, DomainError? Error)> Read<T>(HttpRequest request, CancellationToken ct) where T : class
    {
        if (!request.HasJsonContentType())
            return (null, new("input.content-type", ErrorKind.Invalid, "Send the body as application/json."));
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Contract.Strict, ct);
            return value is null ? (null, new("input.empty", ErrorKind.Invalid, "The body is null; send a JSON object.")) : (value, null);
        }
        catch (JsonException wrong)
        {
            return (null, Explain(wrong));
        }
    }

    /// <summary>As <see cref="Read{T}"/>, from text; for tests and imports.</summary>
    public static (T? Value, DomainError? Error) Parse<T>(string json) where T : class
    {
        try { return (JsonSerializer.Deserialize<T>(json, Contract.Strict), null); }
        catch (JsonException wrong) { return (null, Explain(wrong)); }
    }

    private static DomainError Explain(JsonException wrong)
    {
        // Messages of our own converters carry no path; the framework's name .NET types, which are no business of the caller.
        var framework = wrong.Message.Contains(" Path: ", StringComparison.Ordinal) || wrong.Message.Contains("CarbonTrading.", StringComparison.Ordinal);
        var quoted = Quoted().Matches(wrong.Message).Select(m => m.Groups[1].Value).Where(q => q.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$')).ToList();
        var field = FieldOf(wrong.Path);
        if (wrong.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return Refuse("input.unknown-field", $"There is no field '{First(quoted, field)}' here; leave it out.", First(quoted, field));
        if (wrong.Message.Contains("missing required properties", StringComparison.Ordinal))
            return Refuse("input.missing-field", $"Missing: {string.Join(", ", quoted)}.", First(quoted, field));
        if (wrong.Message.Contains("Duplicate property", StringComparison.Ordinal))
            return Refuse("input.doubled-field", $"The field '{First(quoted, field)}' stands there twice; send it once.", First(quoted, field));
        if (wrong.Message.Contains("null values", StringComparison.Ordinal))
            return Refuse("input.null-field", $"The field '{First(quoted, field)}' must not be null.", First(quoted, field));
        if (!framework) return Refuse("input.bad-value", $"{field ?? "The body"}: {wrong.Message}.", field);
        if (wrong.Message.Contains("could not be converted", StringComparison.Ordinal) && field is not null)
            return Refuse("input.bad-value", $"The value of '{field}' has not the form asked for; see /openapi/v1.json.", field);
        return Refuse("input.not-json", $"The body is not valid JSON (line {wrong.LineNumber + 1 ?? 1}, byte {wrong.BytePositionInLine ?? 0}).", field);
    }

    private static string First(List<string> quoted, string? field) => quoted.Count > 0 ? quoted[0] : field ?? "";

    private static string? FieldOf(string? path) => path is null or "$" or "" ? null : path.TrimStart('$').TrimStart('.');

    private static DomainError Refuse(string code, string message, string? field) => new(code, ErrorKind.Invalid, message, field == "" ? null : field);

    [GeneratedRegex("'([^']{1,60})'")]
    private static partial Regex Quoted();
}
