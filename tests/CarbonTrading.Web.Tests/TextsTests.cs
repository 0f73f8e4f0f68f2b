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
    public void A_refusal_in_Chinese_is_a_sentence_with_its_figures_and_no_English()
    {
        var rule = new Kernel.RuleValue(new(2021, 7, 16), null, new(2021, 6, 22), 0.01m, null, null, Kernel.RuleStatus.InForce, "关于全国碳排放权交易相关事项的公告");
        var (zh, en) = (new Texts(Language.Zh), new Texts(Language.En));
        var tick = Domain.Trading.TradeErrors.OffTick(new(83.105m, "CNY"), rule);
        Assert.Equal("83.105 CNY/t 不是最小变动价位 0.01 的整数倍（关于全国碳排放权交易相关事项的公告）：请填其整数倍。", zh.Refusal(tick));
        Assert.Equal(tick.Message, en.Refusal(tick));
        Assert.Equal("交易当前为“待复核”，不允许此操作。", zh.Refusal(Domain.Trading.TradeErrors.NotAtStep("confirm", Domain.Trading.TradeStatus.PendingApproval, "InTransit"))
            .Replace(Texts.All["trade-status.pending-approval"][1], "待复核", StringComparison.Ordinal));
        Assert.Equal("trader 录入或登记了该交易，不能自行复核，须由另一人处理（双人复核）。", zh.Refusal(Domain.Trading.TradeErrors.MakerIsChecker("approve", "trader")));
        var read = System.Text.Json.JsonSerializer.Deserialize<Kernel.DomainError>(System.Text.Json.JsonSerializer.Serialize(tick, Engine.Contract.Json), Engine.Contract.Json)!;
        Assert.Equal(zh.Refusal(tick), zh.Refusal(read)); // as it comes back from a grain
        Assert.Contains("（83.105", zh.Refusal(tick with { Values = null })); // where the figures were not kept
    }

    [Fact]
    public void What_is_written_on_a_trade_is_Chinese_with_its_figures_also_where_another_sentence_stands_in_it()
    {
        var (zh, en) = (new Texts(Language.Zh), new Texts(Language.En));
        var product = new Kernel.Product("cn-ets", "CEA", Kernel.Vintage.Of(2025));
        var few = Domain.Registry.AllowanceAccountErrors.NotEnoughFree(product, new(10_000), 0, 0, new(2026, 6, 5));
        var held = Domain.Registry.AllowanceAccountErrors.NotEnoughFree(product, new(10_000), 0, 4_000, new(2026, 6, 5));
        var problem = new Domain.Trading.SettlementProblem(few.Code, few.Message, few.Values);
        Assert.Equal("申请 cn-ets/CEA/2025 10,000 tCO2e，2026-06-05 当日可用仅 0 tCO2e；请减少数量，或先收入、释放配额。", Components.Pages.Reasons.Of(zh, problem));
        Assert.Equal(few.Message, Components.Pages.Reasons.Of(en, problem));
        Assert.Contains("另有 4,000 tCO2e", zh.Refusal(held));
        Assert.Equal("the bank returned it", Components.Pages.Reasons.Of(zh, new Domain.Trading.SettlementProblem("settlement-failed", "the bank returned it")));
        Assert.Equal($"T-1 的配额无法收回：{zh.Refusal(few)}请先更正其后的使用，再更正该交易；仅价格或费用有误的，使用 correct-price。", zh.Refusal(Domain.Trading.TradeErrors.UsedSince("T-1", few.Said())));
        var none = Domain.Limits.LimitErrors.Headroom(TestLimit, "t", 90_000, 20_000, 100_000, false);
        Assert.Equal("该交易无额度：BOOK-X: 已用 90,000 t，申请 20,000 t，允许 100,000 t；最多可通过 10,000 t。请驳回，或申请突破限额（override-limit）。",
            zh.Refusal(Domain.Trading.TradeErrors.LimitsRefused([new("BOOK-X", none.Text, none)])));
    }

    [Fact]
    public void A_refusal_about_credits_counts_them_in_the_words_of_its_language()
    {
        var (zh, en) = (new Texts(Language.Zh), new Texts(Language.En));
        var product = new Kernel.Product("nev", "NEV", Kernel.Vintage.Of(2025));
        var few = Domain.Registry.AllowanceAccountErrors.NotEnoughFree(product, new(10_000), 1, 0, new(2026, 6, 5)).InUnit("credit");
        Assert.Equal("申请 nev/NEV/2025 10,000 分，2026-06-05 当日可用仅 1 分；请减少数量，或先收入、释放配额。", zh.Refusal(few));
        Assert.StartsWith("10,000 credits of nev/NEV/2025 asked, 1 credit can be used", en.Refusal(few));
        var none = Domain.Limits.LimitErrors.Headroom(TestLimit, "credit", 90, 20, 100, false);
        Assert.Equal("已用 90 分，申请 20 分，允许 100 分；最多可通过 10 分。", zh.Say(none));
        Assert.Equal(("5 分 = n × 1 分", "5 credits = n × 1 credit"), (zh.Counted("5 credits = n × 1 credit"), en.Counted("5 credits = n × 1 credit")));
    }

    [Fact]
    public void A_failed_run_says_its_step_and_why_in_the_language_of_its_reader_and_an_old_one_its_text()
    {
        var (zh, en) = (new Texts(Language.Zh), new Texts(Language.En));
        Domain.Control.JobRun After(string problem, Kernel.Remark? said) => Domain.Control.JobRunDecider.Evolve(
            Domain.Control.JobRun.Nothing, new Domain.Control.JobFailed("checks", problem, said));
        var cancelled = After("cancelled", new("job-failed.cancelled", "cancelled", []));
        Assert.Equal($"{zh.OrCode("job-step", "checks")}: 已取消", zh.Problem(cancelled));
        Assert.Equal($"{en.OrCode("job-step", "checks")}: cancelled", en.Problem(cancelled));
        var found = Kernel.Remark.Of("job-failed.checks", $"{2} findings, the first: {"A 5 t"}");
        Assert.Equal($"{zh.OrCode("job-step", "checks")}: 检查发现 2 个问题，首先：A 5 t", zh.Problem(After(found.Text, found)));
        var refused = Domain.Control.JobErrors.NotMine("node-2").Said();
        Assert.Equal($"{zh.OrCode("job-step", "checks")}: {zh.Refusal(Domain.Control.JobErrors.NotMine("node-2"))}", zh.Problem(After(refused.Text, refused)));
        Assert.Equal("checks: disk full", zh.Problem(After("disk full", null)));
        Assert.Null(zh.Problem(Domain.Control.JobRun.Nothing));
    }

    [Fact]
    public void Why_credits_were_refused_is_Chinese_with_its_figures_and_an_old_text_as_before()
    {
        var zh = new Texts(Language.Zh);
        var more = Domain.Compliance.ObligationErrors.MoreThanRemaining(new(5_000), new(4_000));
        Assert.Equal(zh.Refusal(more), Components.Pages.Reasons.Of(zh, more.Said(), $"{more.Code}: {more.Message}"));
        Assert.DoesNotMatch("[a-z]{3,} [a-z]{2,} [a-z]{2,}", zh.Refusal(more));
        Assert.Contains(more.Message, Components.Pages.Reasons.Of(zh, null, $"{more.Code}: {more.Message}"), StringComparison.Ordinal);
    }

    private static Domain.Limits.SetLimit TestLimit { get; } = new(
        Domain.Limits.LimitKind.Book, "*", 100_000m, "t", Domain.Limits.Hardness.Hard, new(2026, 1, 1), new(2026, 12, 31), "Book", "账簿", "for the test");

    [Fact]
    public void Every_unit_of_account_the_rules_name_has_its_words() => Assert.All(
        Application.Rules.RuleFiles.Load(Application.MarketData.Folder).Rules.All.Where(r => r.Parameter == "unit-of-account").SelectMany(r => r.Values).Append(null),
        v => Assert.True(Texts.All.ContainsKey($"unit.{v?.Text ?? "t"}") && Texts.All.ContainsKey($"unit-one.{v?.Text ?? "t"}"), v?.Text));

    [Fact]
    public void Every_rule_and_every_unit_of_one_has_a_Chinese_name()
    {
        var rules = Application.Rules.RuleFiles.Load(Application.MarketData.Folder).Rules.All;
        string[] same = ["t", "CNY", "EUR", "CNY/t", "ISO 4217", "tCO2/MWh", "tCO2/t", "tCO2/GJ"]; // signs that are read in both languages
        Assert.DoesNotContain(rules.Select(r => r.Parameter.Split("-CCER-")[0]).Distinct(), p => !Texts.All.ContainsKey($"rule-parameter.{p}"));
        Assert.DoesNotContain(rules.Select(r => r.Unit).Distinct().Except(same), u => !Texts.All.ContainsKey($"rule-unit.{u}"));
    }

    [Fact]
    public void Every_word_a_rule_is_stands_in_both_languages_and_what_it_is_of()
    {
        var values = Application.Rules.RuleFiles.Load(Application.MarketData.Folder).Rules.All.SelectMany(r => r.Values).Where(v => v.IsKnown).ToList();
        var words = values.Where(v => v.Number is null).SelectMany(v => v.Text!.Split(',')).Where(w => RuleWord().IsMatch(w) && !Texts.All.ContainsKey($"rule-value.{w}")).Distinct().Order();
        Assert.Equal([], words);
        Assert.Equal([], values.Select(v => v.Basis).OfType<string>().Where(b => !Texts.All.ContainsKey($"rule-basis.{b}")).Distinct().Order());
    }

    /// <summary>A word or several by hyphens; no date, zone, product or currency.</summary>
    [GeneratedRegex("^[A-Za-z][a-z0-9-]*[a-z][A-Za-z0-9-]*$")]
    private static partial Regex RuleWord();

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
