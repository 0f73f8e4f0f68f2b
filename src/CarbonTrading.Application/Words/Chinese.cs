using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Words;

/// <summary>Remarks and sources of rules in Chinese, for screens and reports.</summary>
public static partial class Chinese
{
    private static readonly FrozenDictionary<string, string> remarks = Read("remarks-zh.json"), refusals = Read("refusals-zh.json"),
        sources = Read("sources-zh.json"), phrases = Read("phrases-zh.json");

    /// <summary>Codes of the remarks that have a Chinese sentence, with it.</summary>
    public static IReadOnlyDictionary<string, string> Remarks => remarks;

    /// <summary>The remark in Chinese; in English where there is no sentence for its code. A refusal inside another sentence is one too.</summary>
    public static string Say(Remark remark) => Say(remark, _ => null);

    private static string Say(Remark remark, Func<string, string?> nameOf) => remarks.TryGetValue(remark.Code, out var sentence)
        ? string.Format(CultureInfo.InvariantCulture, sentence, [.. remark.Values.Select(v => nameOf(v) ?? phrases.GetValueOrDefault(v) ?? Counted(v))])
        : Say(new DomainError(remark.Code, ErrorKind.Refused, remark.Text) { Values = remark.Values }, _ => null) ?? remark.Text;

    /// <summary>Codes of the refusals that have a Chinese sentence with their figures, with it. What is said in two ways has a second one under <c>code#values</c>.</summary>
    public static IReadOnlyDictionary<string, string> Refusals => refusals;

    /// <summary>The refusal as a Chinese sentence with its figures; null where there is none, or where the figures were not kept apart.</summary>
    /// <param name="refused">Refusal.</param>
    /// <param name="nameOf">Name of a step or a choice; null where the value is none.</param>
    public static string? Say(DomainError refused, Func<string, string?> nameOf) =>
        refused.Values is { } values && SentenceOf(refused.Code, values.Count) is { } sentence && Holes(sentence) <= values.Count
            ? string.Format(CultureInfo.InvariantCulture, sentence, [.. values.Select(v => nameOf(v) ?? Counted(Source(WithParts(v, refused.Parts, nameOf))))]) + "。" : null;

    private static string? SentenceOf(string code, int values) => refusals.GetValueOrDefault($"{code}#{values}") ?? refusals.GetValueOrDefault(code);

    /// <summary>A value in which other sentences stand.</summary>
    private static string WithParts(string value, IReadOnlyList<Remark>? parts, Func<string, string?> nameOf) =>
        parts is null ? value : parts.Aggregate(value, (text, part) => part.Text.Length == 0 ? text : text.Replace(part.Text, Say(part, nameOf), StringComparison.Ordinal));

    /// <summary>How many values a sentence needs.</summary>
    private static int Holes(string sentence) => Enumerable.Range(1, 10).LastOrDefault(n => sentence.Contains($"{{{n - 1}}}", StringComparison.Ordinal));

    /// <summary>The source of a rule, or words a refusal puts into its sentence, in Chinese; as it is where it is the name of a document.</summary>
    public static string Source(string source) => sources.GetValueOrDefault(source) ?? phrases.GetValueOrDefault(source, source);

    /// <summary>Figures in units that are a word: <c>300 credits</c> is 300 分.</summary>
    public static string Counted(string text) => Credits().Replace(text, "分");

    [GeneratedRegex("(?<=[0-9] )credits?\\b|(?<=[A-Z]{3}/)credit\\b")]
    private static partial Regex Credits();

    private static FrozenDictionary<string, string> Read(string file)
    {
        using var stream = typeof(Chinese).Assembly.GetManifestResourceStream("words/" + file)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
