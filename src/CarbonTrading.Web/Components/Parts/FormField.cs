using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>How a field of a command is asked for.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,
    /// <summary>Several lines.</summary>
    LongText,
    /// <summary>A date.</summary>
    Date,
    /// <summary>A time of day.</summary>
    Time,
    /// <summary>Whole tonnes.</summary>
    Tonnes,
    /// <summary>A price per tonne with its currency.</summary>
    Price,
    /// <summary>A number.</summary>
    Number,
    /// <summary>One of a closed list.</summary>
    Choice,
    /// <summary>Some of a closed list.</summary>
    Choices,
    /// <summary>Yes or no.</summary>
    Flag,
    /// <summary>Serial ranges, one a line.</summary>
    Serials,
    /// <summary>A product, picked.</summary>
    Product,
    /// <summary>A product with its origin, picked.</summary>
    Unit,
}

/// <summary>One field of a command record: the form is read off the record, so a new field shows by itself.</summary>
/// <param name="Name">Name in JSON; a field of a nested record after a dot: <c>batch.project</c>.</param>
/// <param name="Kind">How it is asked for.</param>
/// <param name="Required">Whether it must be filled.</param>
/// <param name="Choices">Values of a closed list.</param>
public sealed partial record FormField(string Name, FieldKind Kind, bool Required, IReadOnlyList<string> Choices)
{
    /// <summary>The name without the record it is nested in.</summary>
    public string Label => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>The fields of a command in their order, those of a nested record flat; an optional record (a correction's replacement) is left out.</summary>
    public static IReadOnlyList<FormField> Of(Type command)
    {
        var nullable = new NullabilityInfoContext();
        return [.. command.GetConstructors()[0].GetParameters().SelectMany(p => IsNested(p.ParameterType) && !p.HasDefaultValue
            ? Of(p.ParameterType).Select(f => f with { Name = $"{Camel(p.Name!)}.{f.Name}" })
            : Of(p, nullable) is { } field ? [field] : [])];
    }

    /// <summary>Puts a value where its name says, making the nested record where it is not there yet.</summary>
    public void Place(JsonObject body, JsonNode value)
    {
        var at = body;
        foreach (var part in Name.Split('.')[..^1])
        {
            if (at[part] is not JsonObject inner) at[part] = inner = [];
            at = inner;
        }

        at[Label] = value;
    }

    /// <summary>Whether a refusal is about this field; one about the whole nested record is shown at its first field.</summary>
    public bool IsMeant(string? field, IReadOnlyList<FormField> all)
    {
        if (field is null) return false;
        var name = field.Split('[')[0];
        if (name == Name || name.StartsWith(Name + ".", StringComparison.Ordinal)) return true;
        return all.FirstOrDefault(f => f.Name == name || f.Name.StartsWith(name + ".", StringComparison.Ordinal)) == this;
    }

    /// <summary>What was typed as JSON; what cannot be read goes on as text, so that the command's own reader says what is wrong.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="currency">Currency of a price that is a bare number; null = none is known.</param>
    public JsonNode? ToJson(string? typed, string? currency = null)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0 && Kind is not FieldKind.Choices) return Kind == FieldKind.Flag ? JsonValue.Create(false) : null;
        return Kind switch
        {
            FieldKind.Tonnes => Format.ReadTonnes(text) is { } tonnes ? JsonValue.Create(tonnes) : JsonValue.Create(text),
            FieldKind.Number => Format.ReadAmount(text) is { } number ? JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))
                : JsonValue.Create(text),
            FieldKind.Price => Price(text, currency),
            FieldKind.Flag => JsonValue.Create(text == "true"),
            FieldKind.Time => JsonValue.Create(text.Length == 5 ? text + ":00" : text),
            FieldKind.Choices => new JsonArray([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v =>
                (JsonNode)JsonValue.Create(v)!)]),
            FieldKind.Serials => Serials(text),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>Whether what was typed is of this kind; nothing typed is.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="currency">Currency of a price that is a bare number; null = none is known.</param>
    public bool Reads(string? typed, string? currency = null)
    {
        var text = typed?.Trim() ?? "";
        return text.Length == 0 || Kind switch
        {
            FieldKind.Tonnes => Format.ReadTonnes(text) is not null,
            FieldKind.Number => Format.ReadAmount(text) is not null,
            FieldKind.Price => Price(text, currency) is JsonObject price && UnitPrice.IsPossible((decimal)price["amount"]!),
            FieldKind.Date => AsOfLink.ReadDate(text) is not null,
            FieldKind.Time => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            FieldKind.Serials => Serials(text) is JsonArray,
            FieldKind.Product => Product.TryParse(text, out _),
            _ => true,
        };
    }

    private static FormField? Of(ParameterInfo parameter, NullabilityInfoContext nullable)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var optional = parameter.HasDefaultValue || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            || nullable.Create(parameter).WriteState == NullabilityState.Nullable;
        FieldKind? kind = type switch
        {
            _ when type == typeof(string) => parameter.Name is "Reason" or "Remark" or "Note" or "Purpose"
                ? FieldKind.LongText : FieldKind.Text,
            _ when type == typeof(DateOnly) => FieldKind.Date,
            _ when type == typeof(TimeOnly) => FieldKind.Time,
            _ when type == typeof(Tonnes) => FieldKind.Tonnes,
            _ when type == typeof(UnitPrice) => FieldKind.Price,
            _ when type == typeof(decimal) || type == typeof(int) || type == typeof(long) => FieldKind.Number,
            _ when type == typeof(bool) => FieldKind.Flag,
            _ when type == typeof(Product) => FieldKind.Product,
            _ when type == typeof(UnitClass) => FieldKind.Unit,
            _ when type.IsEnum => FieldKind.Choice,
            _ when type == typeof(IReadOnlyList<Role>) => FieldKind.Choices,
            _ when type == typeof(IReadOnlyList<SerialRange>) => FieldKind.Serials,
            _ => null,
        };
        if (kind is not { } found) return null;
        var values = found == FieldKind.Choices ? typeof(Role) : type;
        return new(Camel(parameter.Name!), found, !optional, values.IsEnum ? [.. Enum.GetNames(values).Select(Kebab.Of)] : []);
    }

    private static bool IsNested(Type type) => type is { IsClass: true, IsAbstract: false } && type.Namespace is { } space
        && space.StartsWith("CarbonTrading.Domain.", StringComparison.Ordinal);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonNode Price(string text, string? currency) => Format.ReadPrice(text, currency) is { } price
        ? new JsonObject { ["amount"] = price.Amount, ["currency"] = price.Currency } : JsonValue.Create(text)!;

    private static JsonNode Serials(string text)
    {
        var ranges = text.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l =>
            SerialForm().Match(l)).ToList();
        if (ranges.Any(m => !m.Success)) return JsonValue.Create(text)!;
        return new JsonArray([.. ranges.Select(m => (JsonNode)new JsonObject
        {
            ["block"] = m.Groups[1].Value,
            ["first"] = long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture),
            ["last"] = long.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture),
        })]);
    }

    [GeneratedRegex("^(\\S+)\\s+([0-9]{1,15})\\s*[-–]\\s*([0-9]{1,15})\\z")]
    private static partial Regex SerialForm();
}
