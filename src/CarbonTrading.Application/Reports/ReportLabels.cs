using CarbonTrading.Application.Words;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>What the figures of a report rest on that is not a fresh price of the product or a rule in force.</summary>
/// <param name="Draft">A rule that is only a draft was used.</param>
/// <param name="Remarks">Sentences in the report's language.</param>
internal sealed record ReportLabels(bool Draft, IReadOnlyList<string> Remarks)
{
    // Remarks of the valuation that are said here from its figures.
    private static readonly string[] said = ["risk.proxy", "risk.stale", "risk.assumed", "risk.odd", "risk.missing"];

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
            remarks.Add(Pick(FormattableString.Invariant($"{m.Account}: {m.Quantity:N0} {m.Measure} of {m.Unit} are not valued and are in no total of value or risk ({m.Why})."),
                FormattableString.Invariant($"{m.Account}：{m.Unit} {m.Quantity:N0} {ReportWords.Unit(PrintLanguage.Zh, m.Measure)} 未估值（{Chinese.Say(m.Why)}），不计入任何价值与风险合计。")));
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
        remarks.AddRange(r.Valuation.Labels.Where(l => !said.Contains(l.Code)).Select(l => Pick(l.Text + ".", Chinese.Say(l) + "。")));
        return new(weak.Any(s => s.Weakest == RuleStatus.Draft), remarks);
    }

    /// <summary>The weakest rule under each obligation that is not closed.</summary>
    private static IEnumerable<(string Key, RuleStatus Weakest)> Rules(Report r) =>
        r.Obligations.Where(o => o.Status != Domain.Compliance.ObligationStatus.Surrendered)
            .Select(o => (o.Key, new[] { o.OffsetRuleStatus, o.Deadline?.Status ?? RuleStatus.Unknown, o.Penalty?.Status
                ?? RuleStatus.InForce }.Max()));
}
