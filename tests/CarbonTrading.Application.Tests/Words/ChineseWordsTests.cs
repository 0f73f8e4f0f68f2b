using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Application.Words;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Words;

public partial class ChineseWordsTests
{
    [Fact]
    public void Every_remark_has_a_Chinese_sentence_that_says_each_of_its_values()
    {
        var found = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Select(f => string.Join('\n', File.ReadLines(f).Where(l => !l.Contains("///", StringComparison.Ordinal))))
            .SelectMany(text => Written().Matches(text).Select(m => (Code: m.Groups[1].Value, Text: m.Groups[2].Value))).ToList();
        Assert.NotEmpty(found);
        Assert.Equal(Chinese.Remarks.Keys.Order(), found.Select(r => r.Code).Distinct().Order());
        Assert.All(found, r => Assert.Equal(
            Enumerable.Range(0, Hole().Count(r.Text)), Number().Matches(Chinese.Remarks[r.Code]).Select(m => m.Groups[1].Value[0] - '0').Distinct().Order()));
    }

    [Fact]
    public void Every_source_of_a_rule_and_every_publisher_is_a_document_or_has_a_Chinese_name()
    {
        var rules = Directory.EnumerateFiles(Path.Combine(Root(), "market-data", "regulations"), "*.json", SearchOption.AllDirectories)
            .Append(Path.Combine(Root(), "market-data", "prices", "series.json"));
        var sources = rules.SelectMany(f => Cited().Matches(File.ReadAllText(f)).Select(m => JsonSerializer.Deserialize<string>(m.Groups[1].Value)!)).Distinct().ToList();
        Assert.True(sources.Count > 100);
        Assert.DoesNotContain(sources, s => !Document().IsMatch(s) && Chinese.Source(s) == s);
    }

    [Fact]
    public void A_remark_is_said_with_its_values_and_one_without_a_sentence_in_English()
    {
        Assert.Equal("没有 EUR 的汇率", Chinese.Say(Remark.Of("why.no-rate", $"no exchange rate for {"EUR"}")));
        var unknown = Remark.Of("no.such", $"{1234.5m:N1} of {new DateOnly(2026, 6, 5):yyyy-MM-dd}");
        Assert.Equal(("1,234.5 of 2026-06-05", "1,234.5", "2026-06-05"), (Chinese.Say(unknown), unknown.Values[0], unknown.Values[1]));
    }

    [Fact]
    public void Every_form_a_reader_of_input_asks_for_has_a_Chinese_sentence()
    {
        var forms = new[] { "src/CarbonTrading.Kernel", "src/CarbonTrading.Domain", "src/CarbonTrading.Cli/EntityVerbs.cs", "src/CarbonTrading.Application/InputFault.cs" }
            .Select(p => Path.Combine(Root(), p))
            .SelectMany(p => File.Exists(p) ? [p] : Directory.EnumerateFiles(p, "*.cs", SearchOption.AllDirectories)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => AForm().Matches(File.ReadAllText(f)).Select(m => JsonSerializer.Deserialize<string>(m.Groups[1].Value)!))
            .Where(f => !f.EndsWith(' ')) // goes on in another line; whole below
            .Concat([Vintage.Form, Product.Form, UnitClass.Form]).ToList();
        Assert.True(forms.Count > 14, string.Join('\n', forms));
        Assert.DoesNotContain(forms, f => Chinese.Source(f) == f);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("(?:Remark\\.Of|Found)\\(\\s*\"([a-z0-9.-]+)\",[^;$]*\\$\"((?:[^\"{]|\\{[^}\"]*(?:\"[^\"]*\"[^}\"]*)*\\})*)\"")]
    private static partial Regex Written();

    [GeneratedRegex("\\{(?:[^{}\"]|\"[^\"]*\")*\\}")]
    private static partial Regex Hole();

    [GeneratedRegex("(?:JsonException\\(|JsonException NoPrice\\(\\) =>\\s+new\\(|=> )(\"(?:it is|an?) (?:[^\"\\\\]|\\\\.)+\")")]
    private static partial Regex AForm();

    [GeneratedRegex("\\{([0-9])\\}")]
    private static partial Regex Number();

    [GeneratedRegex("\"(?:source|publisher)\": (\"[^\"]*\")")]
    private static partial Regex Cited();

    /// <summary>Named by a Chinese title or number, or by the articles of an act.</summary>
    [GeneratedRegex("^[^A-Za-z]*[\\u4e00-\\u9fff].*$|^(Delegated Regulation|Directive|TEHG)[ 0-9§()/A-Z.,]*(former)?[- 0-9§()/A-Za-z.,]*$")]
    private static partial Regex Document();
}
