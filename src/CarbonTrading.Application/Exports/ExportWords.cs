using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Words;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>Heads of columns in both languages, and values as they stand in a file: the codes REST has, numbers and days as such.</summary>
public static class ExportWords
{
    private const string Between = "; ";

    private static readonly FrozenDictionary<string, string[]> words = Read();

    /// <summary>Names that have words.</summary>
    public static IEnumerable<string> Names => words.Keys;

    /// <summary>A column with its heads.</summary>
    public static ExportColumn Column(string name) => words[name] is var w ? new(name, w[0], w[1], w.Length > 2 ? w[2] : null) : null!;

    /// <summary>A value as a cell: empty, a number, a day, an instant, or a text.</summary>
    public static object? Cell(object? value, PrintLanguage language) => value switch
    {
        null or string or bool or int or long or decimal or double or DateOnly or DateTimeOffset => value,
        Tonnes tonnes => tonnes.Value,
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        Enum code => Kebab(code),
        Remark remark => language == PrintLanguage.Zh ? Chinese.Say(remark) : remark.Text,
        DomainError refused => language == PrintLanguage.Zh ? Chinese.Say(refused, _ => null) ?? refused.Message : refused.Message,
        SettlementProblem problem => Cell(new DomainError(problem.Code, ErrorKind.Refused, problem.Message) { Values = problem.Values }, language),
        JsonElement json => json.GetRawText(),
        System.Collections.IEnumerable many => string.Join(Between, many.Cast<object?>().Select(v => Csv.Text(Cell(v, language)))),
        _ => value.ToString(),
    };

    private static string Kebab(Enum code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    private static FrozenDictionary<string, string[]> Read()
    {
        using var stream = typeof(ExportWords).Assembly.GetManifestResourceStream("words/columns.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
