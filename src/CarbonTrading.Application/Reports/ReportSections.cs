using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;
using static CarbonTrading.Application.Reports.Html;

namespace CarbonTrading.Application.Reports;

/// <summary>The tables of a report.</summary>
internal sealed class ReportSections(Report r, Html to)
{
    private string Pick(string en, string zh) => ReportWords.Pick(r.Language, en, zh);

    private HtmlColumn C(string en, string zh) => new(Pick(en, zh));

    private HtmlColumn K(string en, string zh) => new(Pick(en, zh), Unbroken: true);

    private HtmlColumn N(string en, string zh) => new(Pick(en, zh), Number: true);

    private void Head(string en, string zh, string detailEn = "", string detailZh = "")
    {
        to.Raw("<h2>").Raw(Encoded(Pick(en, zh)));
        if (detailEn.Length > 0) to.Raw(" <small>").Raw(Encoded(Pick(detailEn, detailZh))).Raw("</small>");
        to.Raw("</h2>\n");
    }

    public void Positions()
    {
        Head("Positions by account and unit class", "按账户与类别的持仓", "tonnes where no other unit stands beside; unit classes are not fungible", "未注明单位者为吨；不同类别不可互换");
        List<IReadOnlyList<string>> rows = [];
        foreach (var account in r.Positions.GroupBy(p => (p.Account, p.AccountName)))
        {
            var first = account.First();
            rows.Add(Row($"\t{first.Account} {Pick(first.AccountName, first.AccountNameZh)} · {first.Holder}", [.. account], "", ""));
            rows.AddRange(account.Select(p =>
                Row($"{p.Code} {ReportWords.Origin(r.Language, p.Unit.Origin)} ({ReportWords.Market(r.Language, p.Market)})", [p],
                p.Price is { } price ? P(price.Value) : Pick("no price", "无价格"), p.Price is { } at ? Day(at.Date) + Mark(at) : "–")));
        }

        if (rows.Count > 0) rows.Add(Row("\t\t" + Pick("Total", "合计"), r.Positions, "", ""));
        to.Table(
        [
            C("account, unit class", "账户、类别"), N("free t", "可用 吨"), N("reserved t", "预留 吨"), N("pledged t", "质押 吨"),
            N("frozen t", "冻结 吨"), N("in transit t", "在途 吨"), N("held t", "持有 吨"), N("surrendered t", "已清缴 吨"),
            N("cost", "成本"), N("price /t", "单价 /吨"), K("of", "价格日"), N("market value", "市值"),
        ], rows, Pick("No positions at these dates.", "该口径下没有持仓。"));
        to.Line("p", Pick("Age of the price: * older than its series allows or not known; ? another product's price.",
            "价格标记：* 过期或时效不明；? 其他品种的价格。"), "note");
    }

    private string[] Row(string name, IReadOnlyList<PositionRow> rows, string price, string of)
    {
        return
        [
            name, Units(p => p.Free), Units(p => p.Reserved), Units(p => p.Pledged), Units(p => p.Frozen + p.CarryOver), Units(p => p.InTransit), Units(p => p.Held),
            Units(p => p.Surrendered), Amounts(rows.Select(p => (p.Currency, (decimal?)p.Cost))), price, of,
            Amounts(rows.Select(p => (p.Price?.Currency ?? "", p.Value))),
        ];

        // Units of different measures do not add up either.
        string Units(Func<PositionRow, long> of)
        {
            var sums = UnitsOfAccount.SumByUnit(rows.Select(p => (p.Measure, of(p))));
            return sums.Count == 1 ? T(sums[0].Quantity)
                : string.Join(" + ", sums.Where(s => s.Quantity != 0).Select(s => T(s.Quantity) + (s.Unit == UnitsOfAccount.Tonne ? "" : " " + ReportWords.Unit(r.Language, s.Unit))));
        }
    }

    private static string Mark(PositionPrice price) => (price.Stale != false ? " *" : "") + (price.Proxy ? " ?" : "");

    /// <summary>Amounts of different currencies do not add up: each stands by itself.</summary>
    private static string Amounts(IEnumerable<(string Currency, decimal? Amount)> some)
    {
        var sums = some.Where(s => s.Amount is not null).GroupBy(s => s.Currency)
            .Select(g => (Currency: g.Key, Sum: g.Sum(s => s.Amount!.Value)))
            .OrderBy(s => s.Currency, StringComparer.Ordinal).ToList();
        if (sums.Count > 1) sums.RemoveAll(s => s.Sum == 0);
        return sums.Count == 0 ? "–" : string.Join('\n', sums.Select(s => $"{s.Currency} {M(s.Sum)}"));
    }

    public void Prices()
    {
        Head("Prices used", "所用价格");
        to.Table(
        [
            C("series", "序列"), N("price", "价格"), C("unit", "单位"), K("day", "价格日"), N("age, trading days", "时效（交易日）"),
            C("state", "状态"), C("source", "来源"), N("revision", "修订"), C("import, log position", "导入（日志位置）"),
        ], r.Prices.Select(p => new[]
        {
            $"{Pick(p.Reading.Series.Name.En, p.Reading.Series.Name.Zh)} ({p.Reading.Series.Series})", P(p.Reading.Point.Value),
                p.Reading.Series.Unit, Day(p.Reading.Date),
            Whole(p.Reading.AgeTradingDays), State(p), p.Reading.Series.Publisher, Whole(p.Reading.Point.Revision),
            FormattableString.Invariant($"{p.Reading.Point.Import.Event.FileName} #{p.Reading.Point.Import.Position}"),
        }), Pick("No price was needed.", "无需价格。"));
    }

    private string State(PriceUsed p) => (p.Reading.IsStale switch
    {
        true => Pick("stale", "过期"),
        false => Pick("current", "有效"),
        null => Pick("age not known", "时效不明"),
    }) + (p.Proxy ? Pick(", also stands in for other vintages", "，并代替其他年份") : "");

    public void Risk()
    {
        var v = r.Valuation;
        Head("Value and risk", "价值与风险",
            FormattableString.Invariant($"Monte Carlo, {v.Paths:N0} paths, seed {v.Seed}, kernel {v.Kernel}, input {v.InputHash[..16]}"),
            FormattableString.Invariant($"蒙特卡洛，{v.Paths:N0} 条路径，种子 {v.Seed}，内核 {v.Kernel}，输入 {v.InputHash[..16]}"));
        to.Raw("<div class=\"two\"><div>\n");
        to.Table([C("level", "置信水平"), N("trading days", "交易日"), new("VaR CNY", true), new("CVaR CNY", true), N("± VaR", "VaR 标准误")],
            v.Tails.Select(t => new[] { FormattableString.Invariant($"{t.Level * 100:0}%"), Whole(t.Days), M(t.VaR), M(t.CVaR),
                t.StandardError is { } e ? M(e) : "–" }),
            Pick("Nothing is valued.", "没有估值。"));
        to.Raw("</div><div>\n");
        to.Table([C("series", "序列"), N("net t", "净持仓 吨"), N("price CNY/t", "单价 元/吨"), N("volatility a year", "年化波动率")],
            v.Factors.Select(f => new[] { f.Name, T((long)Math.Round(f.Tonnes)), P((decimal)f.Spot),
                FormattableString.Invariant($"{f.VolatilityAnnual * 100:0.0}%") }),
            Pick("Nothing is valued.", "没有估值。"));
        to.Raw("</div></div>\n");
    }

    public void Obligations()
    {
        Head("Obligations, deadlines and penalty exposure", "履约义务、期限与处罚敞口", "tonnes; nearest deadline first", "单位：吨；按期限先后");
        to.Table(
        [
            K("obligation", "义务"), C("market, year", "市场、年度"), K("status", "状态"), N("emissions t", "排放 吨"), N("due t", "应清缴 吨"),
            N("surrendered t", "已清缴 吨"), N("credits t", "抵销 吨"), N("remaining t", "尚缺 吨"), N("credit room t", "抵销余量 吨"),
            C("deadline (local time of the authority)", "期限（主管部门当地时间）"), N("slack, working days", "剩余工作日"), N("penalty up to", "处罚上限"),
            K("rule", "规则"),
        ], r.Obligations.Select(o => new[]
        {
            o.Key, FormattableString.Invariant($"{ReportWords.Market(r.Language, o.Market)} {o.Year}"),
                ReportWords.Obligation(r.Language, o.Status), T(o.Emissions), T(o.Due),
            T(o.Surrendered), T(o.OffsetsSurrendered), T(o.Remaining), T(o.OffsetRoom), Deadline(o.Deadline),
                o.Status == ObligationStatus.Surrendered ? "–" : Whole(o.Deadline?.SlackWorkingDays), Penalty(o),
            ReportWords.Rule(r.Language, new[] { o.Deadline?.Status ?? RuleStatus.Unknown, o.Penalty?.Status ?? RuleStatus.InForce }.Max()),
        }), Pick("No obligations at these dates.", "该口径下没有履约义务。"));
    }

    private string Deadline(DeadlineRow? at) => at is null ? Pick("not known", "未知")
        : $"{Day(at.Date)} {(at.Time is { } time ? time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : "24:00")} {at.Zone}";

    private string Penalty(ObligationRow o) => o.Penalty switch
    {
        null => "–",
        { Worst: { } worst } p => $"{p.Currency} {M(worst)}",
        _ => Pick("no price: not known", "无价格：未知"),
    };

    public void Holdings()
    {
        Head("CCER holdings", "CCER 持有", "tonnes", "单位：吨");
        to.Table(
        [
            C("holding", "持有"), K("batch", "批次"), C("project", "项目"), K("methodology", "方法学"), C("monitoring period", "监测期"),
            K("registered on", "登记日"), N("free t", "可用 吨"), N("reserved t", "预留 吨"), N("pledged, lent t", "质押、借出 吨"), N("in transit t", "在途 吨"),
            N("cancelled t", "已注销 吨"), N("delivered t", "已交付 吨"), N("cost", "成本"),
        ], r.Holdings.SelectMany(h => h.Batches.Select(b => new[]
        {
            $"{h.Key} {Pick(h.Name, h.NameZh)}", b.Id, b.Batch.Project, b.Batch.Methodology,
                $"{Day(b.Batch.PeriodFrom)} – {Day(b.Batch.PeriodTo)}", Day(b.Batch.RegisteredOn), T(b.Free),
            T(b.Reserved), T(b.Encumbered), T(b.InTransit), T(b.Cancelled), T(b.Delivered), $"{h.Currency} {M(b.Cost)}",
        })), Pick("No credits at these dates.", "该口径下没有减排量。"));
    }

    public void Projects()
    {
        Head("Reduction projects", "减排项目");
        to.Table(
        [
            C("project", "项目"), K("methodology", "方法学"), C("place", "地点"), K("status", "状态"), K("since", "自"), K("notice until", "公示至"),
            K("crediting until", "计入期至"), C("reports", "监测报告"), N("issued t", "已签发 吨"),
        ], r.Projects.Select(p => new[]
        {
            $"{p.Key} {Pick(p.Name, p.NameZh)}", p.Methodology, p.Location, ReportWords.Project(r.Language, p.Status), Day(p.Since),
                Day(p.NoticeEnd), Day(p.CreditingEnd),
            string.Join(Pick(", ", "，"), p.Reductions.Select(x => $"{x.Report} {ReportWords.Reduction(r.Language, x.Status)}")),
                T(p.Issued),
        }), Pick("No projects at these dates.", "该口径下没有项目。"));
    }

    public void Packs()
    {
        Head("Rule packs", "规则包", $"rule book {r.RuleBook}", $"规则库 {r.RuleBook}");
        to.Table([C("folder", "目录"), N("files", "文件"), new("SHA-256")], r.Packs.Select(p => new[] { p.Folder, Whole(p.Files), p.Hash }),
            Pick("No rules were recorded at these dates.", "该口径下没有规则记录。"));
    }
}
