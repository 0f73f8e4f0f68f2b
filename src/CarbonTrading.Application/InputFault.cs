using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Why a body is not the command, in our own words: the reader of JSON speaks of types and knows one language.</summary>
internal static partial class InputFault
{
    private const int ShownMax = 60;

    /// <summary>Field, what was given, what it takes.</summary>
    /// <param name="wrong">What the reader says.</param>
    /// <param name="body">What was read, to show the value; null = not there, or not to be shown.</param>
    public static Remark Of(JsonException wrong, JsonElement? body)
    {
        var text = wrong.Message;
        if (Unmapped().Match(text) is { Success: true } unmapped)
            return Remark.Of("input.field-unknown", $"it has no field {Field(wrong) ?? unmapped.Groups[1].Value}; leave it out");
        if (Missing().Match(text) is { Success: true } missing)
            return Remark.Of("input.field-missing", $"it lacks {string.Join(", ", Quoted().Matches(missing.Groups[1].Value).Select(m => Inside(wrong) + m.Groups[1].Value))}; give it a value");
        if (Doubled().Match(text) is { Success: true } doubled)
            return Remark.Of("input.field-twice", $"the field {Field(wrong) ?? doubled.Groups[1].Value} stands in it twice; give it once");
        if (Null().Match(text) is { Success: true } none)
            return Remark.Of("input.field-null", $"the field {Field(wrong) ?? none.Groups[1].Value} is null; give it a value, or leave it out");
        if (Kind().Match(text) is { Success: true } kind) return Remark.Of("input.kind-unknown", $"there is no kind '{kind.Groups[1].Value}'; give a $type the description lists");
        if (text.Contains("metadata property", StringComparison.Ordinal)) return Remark.Of("input.field-unknown", $"it has no field {"$type"}; leave it out");
        if (text.Contains("maximum", StringComparison.Ordinal) && text.Contains("depth", StringComparison.Ordinal))
            return Remark.Of("input.too-deep", $"it is nested too deep; a command needs a few levels");
        if (wrong.GetType() != typeof(JsonException) || wrong.InnerException is JsonException)
            return Remark.Of("input.not-json", $"it is no JSON at line {Counted(wrong.LineNumber)}, character {Counted(wrong.BytePositionInLine)}; check quotes, commas and brackets");
        return Field(wrong) is { } field ? Value(field, wrong, body) : Remark.Of("input.not-an-object", $"it is no object; give the fields of the command in braces");
    }

    /// <summary>The field it is about: <c>batch.periodTo</c>; null = the whole.</summary>
    public static string? Field(JsonException wrong) => wrong.Path is { Length: > 2 } path ? path[2..] : null;

    private static Remark Value(string field, JsonException wrong, JsonElement? body)
    {
        var type = Unconvertible().Match(wrong.Message) is { Success: true } found ? found.Groups[1].Value.TrimEnd('.') : null;
        var given = body is { } whole && At(whole, field) is { } value ? Short(value.GetRawText()) : null;
        if (type is not null && Choice(type, field) is { } choice)
            return given is null
                ? Remark.Of("input.choice-form", $"the field {field} is one of {choice}")
                : Remark.Of("input.choice-wrong", $"the field {field} is given as {given}; it is one of {choice}");
        var form = type is null ? Plain(wrong.Message) : FormOf(type, wrong.InnerException?.Message ?? "");
        return given is null ? Remark.Of("input.value-form", $"the field {field} has not its form; {form}")
            : Remark.Of("input.value-wrong", $"the field {field} is given as {given}; {form}");
    }

    /// <summary>What a field may be where its values are listed. The reader names the record the field is in, or the field's own type.</summary>
    private static string? Choice(string type, string field)
    {
        var named = new[] { typeof(DomainError).Assembly, typeof(Domain.Trading.Trade).Assembly }.Select(a => a.GetType(type)).FirstOrDefault(t => t is not null);
        var last = field.Split('.')[^1].Split('[')[0];
        var own = named is { IsEnum: false } ? named.GetProperties().FirstOrDefault(p => string.Equals(p.Name, last, StringComparison.OrdinalIgnoreCase))?.PropertyType : named;
        return (own is null ? null : Nullable.GetUnderlyingType(own) ?? own) is { IsEnum: true } choices
            ? string.Join(", ", Enum.GetNames(choices).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)) : null;
    }

    private static string FormOf(string type, string inner) => type switch
    {
        _ when inner.Contains("Int32", StringComparison.Ordinal) || inner.Contains("Int64", StringComparison.Ordinal) => "it is a whole number without quotes",
        _ when inner.EndsWith("as a number.", StringComparison.Ordinal) => "it is a number without quotes",
        _ when inner.EndsWith("as a boolean.", StringComparison.Ordinal) => "it is true or false",
        "System.Boolean" => "it is true or false",
        "System.Int32" or "System.Int64" => "it is a whole number without quotes",
        "System.Decimal" or "System.Double" => "it is a number without quotes",
        "System.String" => "it is a text in quotes",
        "System.TimeOnly" => "it is a time such as 14:55:00",
        "System.DateTimeOffset" => "it is an instant such as 2026-06-05T14:55:00+08:00",
        _ when type.Contains("List", StringComparison.Ordinal) => "it is a list in brackets",
        _ => "it is an object with fields of its own, in braces",
    };

    private static JsonElement? At(JsonElement body, string field)
    {
        foreach (Match step in Step().Matches(field))
        {
            if (step.Groups[2].Success ? body.ValueKind != JsonValueKind.Array : body.ValueKind != JsonValueKind.Object) return null;
            if (step.Groups[2].Success)
            {
                var index = int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture);
                if (index >= body.GetArrayLength()) return null;
                body = body[index];
            }
            else if (!body.TryGetProperty(step.Groups[1].Value, out body)) return null;
        }

        return body;
    }

    private static string Inside(JsonException wrong) => Field(wrong) is { } field ? field + "." : "";

    private static string Counted(long? from0) => ((from0 ?? 0) + 1).ToString(CultureInfo.InvariantCulture);

    private static string Plain(string text) => (text.IndexOf(" Path: ", StringComparison.Ordinal) is >= 0 and var cut ? text[..cut] : text).TrimEnd('.');

    private static string Short(string text) => text.Length <= ShownMax ? text : text[..ShownMax] + "…";

    [GeneratedRegex("^The JSON property '(.+)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.+)", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property '(.+)' encountered")]
    private static partial Regex Doubled();

    [GeneratedRegex("'([^']+)'.* doesn't allow (?:setting )?null")]
    private static partial Regex Null();

    [GeneratedRegex("type discriminator id '(.*)'")]
    private static partial Regex Kind();

    [GeneratedRegex("could not be converted to (?:System\\.Nullable`1\\[)?([A-Za-z0-9_.+]+)")]
    private static partial Regex Unconvertible();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("([^.\\[\\]]+)|\\[([0-9]{1,9})\\]")]
    private static partial Regex Step();
}
