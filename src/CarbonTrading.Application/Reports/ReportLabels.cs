using System.Text.RegularExpressions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>What the figures of a report rest on that is not a fresh price of the product or a rule in force.</summary>
/// <param name="Draft">A rule that is only a draft was used.</param>
/// <param name="Remarks">Sentences; in another language than the report's where there is no other text.</param>
internal sealed partial record ReportLabels(bool Draft, IReadOnlyList<(string Text, PrintLanguage Language)> Remarks)
{
    // Remarks of the valuation that are said here from its figures, and the Chinese of the others.
    private static readonly Regex said = Said();

    private static readonly (Regex Remark, string Zh)[] translated =
    [
        (Gaps(), "$2 有 $1 段间隔按周一至周五计：其日历未覆盖该期间。"), (Thin(), "$1 成交稀少：波动率 $2 由 $3 个周均价测算，其中 $4 个截尾。"),
        (Moved(), "为使相关系数相容，最多调整 $1。"), (Shrunk(), "为使相关系数相容，按 $1 收缩。"), (Unpriced(), "$1 项未足额义务的成本无法得出。"),
        (Rate(), "$1 以 $2 计价，按 $4 的汇率 $3 折算；汇率本身未模拟。"),
    ];

    /// <summary>Whether nothing weak is under the figures.</summary>
    public bool Final => Remarks.Count == 0;

    public static ReportLabels Of(Report r)
    {
        string Pick(string en, string zh) => ReportWords.Pick(r.Language, en, zh);
        var valued = r.Positions.Where(p => p is { Held: > 0, Value: not null, Price.Currency: "CNY" }).ToList();
        var total = valued.Sum(p => p.Value!.Value);
        string Share(Func<PositionPrice, bool> which) =>
            FormattableString.Invariant($"{(total == 0 ? 0 : 100 * valued.Where(p => which(p.Price!)).Sum(p => p.Value!.Value) / total):0.0}%");
        List<string> remarks = [];
        if (valued.Any(p => p.Price!.Proxy))
            remarks.Add(Pick($"{Share(p => p.Proxy)} of the market value rests on another product's price.",
                $"市值的 {Share(p => p.Proxy)} 依据其他品种的价格。"));
        if (valued.Any(p => p.Price!.Stale != false))
            remarks.Add(Pick($"{Share(p => p.Stale != false)} of the market value rests on stale prices, or prices whose age is not known.",
                $"市值的 {Share(p => p.Stale != false)} 依据过期或时效不明的价格。"));
        foreach (var m in r.Valuation.Missing)
            remarks.Add(Pick(FormattableString.Invariant($"{m.Account}: {m.Tonnes:N0} t of {m.Unit} are not valued and are in no total of value or risk ({m.Why})."),
                FormattableString.Invariant($"{m.Account}：{m.Unit} {m.Tonnes:N0} t 未估值，不计入任何价值与风险合计。")));
        if (r.Valuation.Assumption is { } a)
            remarks.Add(Pick(FormattableString.Invariant($"{a.Pairs.Count} correlations are assumed at {a.Assumed:0.##}: too few common trading days."),
                FormattableString.Invariant($"{a.Pairs.Count} 个相关系数因共同交易日不足而假定为 {a.Assumed:0.##}。")));
        foreach (var f in r.Valuation.Factors.Where(f => f.VolatilityAnnual > 1))
            remarks.Add(Pick(FormattableString.Invariant($"The volatility of {f.Name} is {f.VolatilityAnnual * 100:0}% a year: its history holds thin or odd trades."),
                FormattableString.Invariant($"{f.Name} 年化波动率 {f.VolatilityAnnual * 100:0}%：历史成交稀少或异常。")));
        var weak = Rules(r).Where(s => s.Weakest != RuleStatus.InForce).ToList();
        foreach (var group in weak.GroupBy(s => s.Weakest).OrderBy(g => g.Key))
            remarks.Add(Pick($"Rules of status {ReportWords.Rule(r.Language, group.Key)} stand under {string.Join(", ", group.Select(g => g.Key))}.",
                $"{string.Join("、", group.Select(g => g.Key))} 依据的规则状态为{ReportWords.Rule(r.Language, group.Key)}。"));
        var others = r.Valuation.Labels.Select(l => $"{l}").Where(l => !said.IsMatch(l)).Select(l => Translated(r.Language, l));
        return new(weak.Any(s => s.Weakest == RuleStatus.Draft), [.. remarks.Select(t => (t, r.Language)), .. others]);
    }

    private static (string Text, PrintLanguage Language) Translated(PrintLanguage language, string remark)
    {
        var found = language == PrintLanguage.En ? default : translated.FirstOrDefault(t => t.Remark.IsMatch(remark));
        return found.Remark is null ? (remark, PrintLanguage.En) : (found.Remark.Match(remark).Result(found.Zh), PrintLanguage.Zh);
    }

    /// <summary>The weakest rule under each obligation that is not closed.</summary>
    private static IEnumerable<(string Key, RuleStatus Weakest)> Rules(Report r) =>
        r.Obligations.Where(o => o.Status != Domain.Compliance.ObligationStatus.Surrendered)
            .Select(o => (o.Key, new[] { o.OffsetRuleStatus, o.Deadline?.Status ?? RuleStatus.Unknown, o.Penalty?.Status
                ?? RuleStatus.InForce }.Max()));

    [GeneratedRegex("rests on (another product's price|stale prices)|^[0-9]+ correlations are assumed|^volatility of [a-z0-9-]+ is [0-9.,]+ ?%: |^without .* no price$")]
    private static partial Regex Said();

    [GeneratedRegex("^([0-9]+) gaps of ([a-z0-9-]+) are counted in weekdays.*")]
    private static partial Regex Gaps();

    [GeneratedRegex("^volatility of ([a-z0-9-]+) is ([0-9.,]+%) from ([0-9]+) weekly means \\(([0-9]+) cut\\).*")]
    private static partial Regex Thin();

    [GeneratedRegex("^correlations were moved by up to ([0-9.]+).*")]
    private static partial Regex Moved();

    [GeneratedRegex("^correlations were shrunk to ([0-9.]+ ?%).*")]
    private static partial Regex Shrunk();

    [GeneratedRegex("^the cost of ([0-9]+) uncovered obligations.*")]
    private static partial Regex Unpriced();

    [GeneratedRegex("^([a-z0-9-]+) is in ([A-Z]{3}), at ([0-9.]+) of ([0-9-]+):.*")]
    private static partial Regex Rate();
}
