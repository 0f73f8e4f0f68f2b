using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Domain.Control;
using CarbonTrading.Kernel;
using CarbonTrading.Web.Components.Parts;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>The command of a proposal as a checker reads it: prices with their unit, tonnes grouped, choices in words.</summary>
public static class ProposedFields
{
    private const decimal YearMax = 10_000; // a year has no separator

    /// <summary>Label and value of every field that was given, those of a nested record after it.</summary>
    public static IEnumerable<(string Label, string Value)> Of(Proposal proposal, Texts t, Format f, Func<long, string> units) => proposal.Body.ValueKind != JsonValueKind.Object ? []
        : Of(proposal.Body, "", FormField.Of(Entities.ByName(proposal.Entity)!.Commands[proposal.Command]), t, f, units);

    /// <summary>Market of the quantities: of the product named, else of the entity.</summary>
    public static string? MarketOf(Proposal proposal, ReadSide read) =>
        (proposal.Body.ValueKind == JsonValueKind.Object && proposal.Body.TryGetProperty("product", out var product) ? ProductChoices.MarketOf(product.GetString()) : null)
        ?? ProductChoices.MarketOf(read, Entities.ByName(proposal.Entity)?.Plural ?? "", proposal.Key);

    private static IEnumerable<(string Label, string Value)> Of(JsonElement body, string prefix, IReadOnlyList<FormField> fields, Texts t, Format f, Func<long, string> units)
    {
        foreach (var property in body.EnumerateObject())
        {
            var (name, value) = (prefix + property.Name, property.Value);
            if (value.ValueKind == JsonValueKind.Null) continue;
            if (value.ValueKind == JsonValueKind.Object && !IsPrice(value))
            {
                foreach (var inner in Of(value, name + ".", fields, t, f, units)) yield return inner;
                continue;
            }

            yield return (t.OrCode("field", Kebab.Of(property.Name)), Shown(value, fields.FirstOrDefault(x => x.Name == name)?.Kind, t, f, units));
        }
    }

    private static string Shown(JsonElement value, FieldKind? kind, Texts t, Format f, Func<long, string> units) => value.ValueKind switch
    {
        JsonValueKind.Object => f.Price(new UnitPrice(value.GetProperty("amount").GetDecimal(), value.GetProperty("currency").GetString()!)),
        JsonValueKind.True => t["form.yes"],
        JsonValueKind.False => t["form.no"],
        JsonValueKind.Number when kind == FieldKind.Tonnes => units(value.GetInt64()),
        JsonValueKind.Number => value.GetDecimal() is var number && Math.Abs(number) < YearMax ? value.GetRawText() : f.Number(number),
        JsonValueKind.String when kind == FieldKind.Choice => t.OrCode("word", value.GetString()!),
        JsonValueKind.String when kind == FieldKind.Product && Product.TryParse(value.GetString()!, out var product) => ProductChoices.Name(t, product),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(t["list.comma"], value.EnumerateArray().Select(e => IsSerials(e)
            ? $"{e.GetProperty("block").GetString()} {e.GetProperty("first").GetInt64()}–{e.GetProperty("last").GetInt64()}"
            : e.ValueKind == JsonValueKind.String ? t.OrCode("role", e.GetString()!) : e.GetRawText())),
        _ => value.GetRawText(),
    };

    private static bool IsPrice(JsonElement value) => value.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number
        && value.TryGetProperty("currency", out _) && value.EnumerateObject().Count() == 2;

    private static bool IsSerials(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("block", out _)
        && value.TryGetProperty("first", out _) && value.TryGetProperty("last", out _);
}
