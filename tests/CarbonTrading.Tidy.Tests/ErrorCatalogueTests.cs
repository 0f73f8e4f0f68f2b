using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

public partial class ErrorCatalogueTests
{
    private sealed record Entry(string Class, DomainError Error);

    [Fact]
    public void Errors_md_says_what_the_code_says() => Golden.Same("src/ERRORS.md", Document());

    [Fact]
    public void No_code_was_renamed_or_dropped() => Golden.Same(
        "tests/golden/error-codes.txt", string.Concat(Entries().Select(e => e.Error.Code).Distinct().Order(StringComparer.Ordinal).Select(c => c + "\n")));

    [Fact]
    public void Codes_are_a_subject_and_a_reason_in_kebab_case()
    {
        foreach (var (_, error) in Entries()) Assert.Matches(CodeForm(), error.Code);
    }

    [Fact]
    public void Codes_of_an_entity_begin_with_its_name()
    {
        foreach (var owner in Catalogue.ErrorClasses.Where(t => t.Assembly == typeof(Domain.Registry.AllowanceAccount).Assembly))
            foreach (var method in Methods(owner))
                Assert.StartsWith(Kebab(owner.Name[..^"Errors".Length]), Call(method).Code, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_refusals_share_a_code() => Assert.Empty(Entries().GroupBy(e => e.Error.Code).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Every_message_is_a_sentence()
    {
        foreach (var (_, error) in Entries()) Assert.True(error.Message.Length > 10 && error.Message.TrimEnd().EndsWith('.'), $"{error.Code}: {error.Message}");
    }

    /// <summary>Pain 28, first part: the field. Left out are refusals about the whole thing, its state or its key, where no field could be mended.</summary>
    [Fact]
    public void A_refused_input_names_its_field() => Assert.Equal(
        [
            "ccer-holding.market-unknown", "chart.nothing-held", "contract.key-too-long", "contract.too-many-legs", "desk.books-not-open", "input.invalid", "limit.over",
            "obligation.key-wrong", "obligation.not-verified", "order.key-too-long", "order.still-stands", "order.too-many-fills", "permission.no-rate",
            "person.last-administrator", "trade.correction-not-cancelled", "trade.execution-stands", "trade.limits-refused",
        ],
        Entries().Where(e => IsOfInput(e.Error) && e.Error.Field is null).Select(e => e.Error.Code).Order(StringComparer.Ordinal));

    /// <summary>Pain 28, second part: the rule with its source, wherever a rule of a market refuses.</summary>
    [Fact]
    public void A_refusal_by_a_rule_names_the_source()
    {
        var byRule = Catalogue.ErrorClasses.SelectMany(Methods).Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(RuleValue) || p.Name == "source")).ToList();
        Assert.True(byRule.Count > 14, $"only {byRule.Count}");
        Assert.Empty(byRule.Select(Call).Where(e => !e.Message.Contains("source}", StringComparison.Ordinal)).Select(e => $"{e.Code}: {e.Message}"));
    }

    /// <summary>Pain 28, third part: what was wrong, and behind it what to do or what would pass.</summary>
    [Fact]
    public void A_refused_input_says_what_would_pass() =>
        Assert.Empty(Entries().Where(e => IsOfInput(e.Error) && !Remedy().IsMatch(e.Error.Message)).Select(e => $"{e.Error.Code}: {e.Error.Message}"));

    private static bool IsOfInput(DomainError error) => error.Kind is ErrorKind.Invalid or ErrorKind.Refused;

    [GeneratedRegex(@"[;:.)] \S+ .*\S|; \{remedy\}|\{(message|refused|why)[.}]")]
    private static partial Regex Remedy();

    [Fact]
    public void A_Chinese_sentence_has_the_values_it_names()
    {
        var errors = Entries().ToDictionary(e => e.Error.Code, e => e.Error);
        if (Environment.GetEnvironmentVariable("CARBON_DUMP") is { } to)
            File.WriteAllLines(to, errors.Values.Select(e => $"{e.Code}\t{e.Message}\t{string.Join(" | ", e.Values ?? [])}"));
        foreach (var (key, sentence) in Application.Words.Chinese.Refusals)
        {
            var (code, count) = key.Split('#') is [var c, var n] ? (c, int.Parse(n, CultureInfo.InvariantCulture)) : (key, errors[key].Values?.Count ?? 0);
            Assert.Matches("[\\u4e00-\\u9fff]", sentence);
            Assert.True(errors.ContainsKey(code), $"{key} is no refusal");
            Assert.True(HolesOf(sentence).All(hole => hole < count), $"{key}: the message keeps {count} values, the sentence names more: {sentence}");
        }
    }

    [Fact]
    public void Every_refusal_with_values_has_a_Chinese_sentence()
    {
        var valued = Entries().Where(e => e.Error.Values is { Count: > 0 }).ToList();
        Assert.True(valued.Count > 250);
        Assert.Empty(valued.Where(e => Application.Words.Chinese.Say(e.Error, _ => null) is null).Select(e => e.Error.Code));
    }

    [Fact]
    public void Every_refusal_keeps_the_values_of_its_message() =>
        Assert.Empty(Entries().Where(e => e.Error.Values is null && Sampled().IsMatch(e.Error.Message)).Select(e => $"{e.Error.Code}: {e.Error.Message}"));

    private static IEnumerable<int> HolesOf(string sentence) => Numbered().Matches(sentence).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    private static IReadOnlyList<Entry> Entries() =>
        [.. Catalogue.ErrorClasses.SelectMany(t => Methods(t).Select(m => new Entry(t.Name, Call(m)))).OrderBy(e => e.Error.Code, StringComparer.Ordinal)];

    private static IEnumerable<MethodInfo> Methods(Type errors) => errors
        .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(m => m.ReturnType == typeof(DomainError));

    private static string Document()
    {
        var text = new StringBuilder("# Errors\n\nEvery refusal there is. Generated from the `...Errors` classes by `ErrorCatalogueTests`; ")
            .Append("values in the messages are examples, `{name}` stands for a text.\nKinds: Invalid 400, Forbidden 403, NotFound 404, Conflict 409, ")
            .Append("Refused 422, Unavailable 503 (ask again with the same command id).\n");
        foreach (var group in Entries().GroupBy(e => e.Class).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key[..^"Errors".Length]}\n\n| Code | Kind | Field | Message |\n|---|---|---|---|\n");
            foreach (var (_, e) in group)
                text.Append(CultureInfo.InvariantCulture, $"| `{e.Code}` | {e.Kind} | {e.Field ?? ""} | {e.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return text.ToString();
    }

    private static DomainError Call(MethodInfo method) => (DomainError)method.Invoke(null, [.. method.GetParameters().Select(p => Sample(p.ParameterType, p.Name!))])!;

    /// <summary>A value of any type an error may speak of: texts as {name}, the rest as fixed examples.</summary>
    private static object? Sample(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Sample(inner, name);
        if (type == typeof(string)) return "{" + name + "}";
        if (type == typeof(DateOnly)) return new DateOnly(2026, 6, 5);
        if (type == typeof(TimeOnly)) return new TimeOnly(15, 0);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 6, 5, 8, 0, 0, TimeSpan.Zero);
        if (type == typeof(System.Text.Json.JsonException)) return new System.Text.Json.JsonException("{" + name + "}");
        if (type == typeof(System.Text.Json.JsonElement)) return System.Text.Json.JsonElement.Parse("{}");
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(15);
        if (type == typeof(Tonnes)) return new Tonnes(5_001);
        if (type == typeof(UnitPrice)) return new UnitPrice(92.50m, "CNY");
        if (type == typeof(Money)) return new Money(831_249.30m, "CNY");
        if (type == typeof(Vintage)) return Vintage.Of(2025);
        if (type == typeof(Product)) return new Product("cn-ets", "CEA", Vintage.Of(2025));
        if (type == typeof(UnitClass)) return new UnitClass(new("cn-ets", "CEA", Vintage.Of(2025)), Origin.Purchased);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length > 1 ? 1 : 0);
        if (type == typeof(bool)) return true;
        if (type.IsPrimitive || type == typeof(decimal)) return Convert.ChangeType(2026, type, CultureInfo.InvariantCulture);
        return List(type, name) ?? Record(type, name);
    }

    private static Array? List(Type type, string name)
    {
        var item = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericArguments().Length == 1 && typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
                ? type.GetGenericArguments()[0] : null;
        if (item is null) return null;
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Sample(item, name), 0);
        return list;
    }

    private static object Record(Type type, string name)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"no sample for {type}: teach ErrorCatalogueTests.Sample this type");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType, $"{name}.{Kebab(p.Name!)}"))]);
    }

    private static string Kebab(string name) => WordStart().Replace(name, "-$1").ToLowerInvariant();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\.[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex CodeForm();

    /// <summary>Values of <see cref="Sample"/> in a message.</summary>
    [GeneratedRegex("\\{[a-z]|2,?026|5,001|831,249")]
    private static partial Regex Sampled();

    [GeneratedRegex("\\{([0-9])\\}")]
    private static partial Regex Numbered();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
