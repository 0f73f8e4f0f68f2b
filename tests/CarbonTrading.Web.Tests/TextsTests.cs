using System.Text.RegularExpressions;
using Xunit;

namespace CarbonTrading.Web.Tests;

public partial class TextsTests
{
    [Fact]
    public void Every_text_is_there_in_English_and_Chinese()
    {
        foreach (var (key, pair) in Texts.All)
        {
            Assert.True(pair.Length == 2 && pair.All(p => p.Trim().Length > 0), $"{key} must have an English and a Chinese text");
            Assert.True(Holes(pair[0]).SetEquals(Holes(pair[1])), $"{key}: the two languages fill in different values");
        }
    }

    [Fact]
    public void Every_command_has_its_name_in_both_languages() => Assert.DoesNotContain(
        Application.Entities.All.SelectMany(k => k.Commands.Keys), c => !Texts.All.ContainsKey($"command.{c}"));

    [Fact]
    public void Every_refusal_has_a_Chinese_sentence()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CarbonTrading.sln"))) root = Path.GetDirectoryName(root)!;
        var codes = File.ReadAllLines(Path.Combine(root, "tests", "golden", "error-codes.txt")).Where(c => c.Length > 0).ToList();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Matches("[\\u4e00-\\u9fff]", Texts.All.GetValueOrDefault($"refusal.{code}")?[1] ?? code));
    }

    [Fact]
    public void Every_key_that_a_screen_asks_for_is_in_the_table()
    {
        var missing = Sources().SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(key => !Texts.All.ContainsKey(key)).Distinct().Order();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_text_is_asked_for_somewhere()
    {
        var source = string.Concat(Sources().Select(File.ReadAllText));
        var prefixes = Computed().Matches(source).Select(m => m.Groups[1].Value + ".").Append("refusal.").ToHashSet();
        var unused = Texts.All.Keys.Where(key => !source.Contains($"\"{key}\"", StringComparison.Ordinal)
            && !prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)));
        Assert.Empty(unused.Order());
    }

    [Fact]
    public void Every_unit_of_account_the_rules_name_has_its_words() => Assert.All(
        Application.Rules.RuleFiles.Load(Application.MarketData.Folder).Rules.All.Where(r => r.Parameter == "unit-of-account").SelectMany(r => r.Values).Append(null),
        v => Assert.True(Texts.All.ContainsKey($"unit.{v?.Text ?? "t"}") && Texts.All.ContainsKey($"unit-one.{v?.Text ?? "t"}"), v?.Text));

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(m => m.Value)];

    private static IEnumerable<string> Sources()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CarbonTrading.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Directory.EnumerateFiles(Path.Combine(folder, "src/CarbonTrading.Web"), "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
                && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));
    }

    [GeneratedRegex("\\{[0-9]\\}")]
    private static partial Regex Hole();

    [GeneratedRegex("\\bT\\[\"([a-z0-9.-]+)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("OrCode\\(\"([a-z0-9.-]+)\"")]
    private static partial Regex Computed();
}
