using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Application.Rules;
using static CarbonTrading.Application.Reports.Html;

namespace CarbonTrading.Application.Reports;

/// <summary>A report as one HTML file: asks nothing of any host, runs no script, prints on A4 landscape.</summary>
public static class ReportHtml
{
    private static readonly PictureSize wide = new(1_080, 420), half = new(620, 400);

    /// <summary>Writes it.</summary>
    public static string Of(Report r)
    {
        var labels = ReportLabels.Of(r);
        string Pick(string en, string zh) => ReportWords.Pick(r.Language, en, zh);
        var style = ReportStyle.Of(Footer(r), Pick("page", "页"));
        var to = new Html();
        to.Raw($"<!DOCTYPE html>\n<html lang=\"{Pick("en", "zh-CN")}\">\n<head>\n<meta charset=\"utf-8\">\n");
        to.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(style)}'\">\n");
        to.Line("title", $"{Pick("Carbon asset report", "碳资产报告")} {Day(r.AsOf.Date)}").Raw($"<style>{style}</style>\n</head>\n<body>\n");
        var marks = string.Join(" · ", new[] { labels.Draft ? "DRAFT 草案" : "", labels.Final ? "" : "PROVISIONAL 暂定" }.Where(m =>
            m.Length > 0));
        if (marks.Length > 0) to.Line("div", marks, "margin");
        Header(r, labels, to);
        var tables = new ReportSections(r, to);
        tables.Positions();
        var (sheet, refused) = PlotSheet.Of(r.Language, wide);
        Picture(to, refused, sheet is null ? null : () => Charts.Positions(sheet, r.Positions, r.AsOf), "positions");
        tables.Prices();
        tables.Risk();
        var (small, _) = PlotSheet.Of(r.Language, half);
        to.Raw("<div class=\"two\">\n");
        foreach (var chart in new[] { "distribution", "fan" })
            Picture(to, refused, small is null ? null : () => Charts.Risk(small, chart, r.Valuation), chart);
        to.Raw("</div>\n");
        tables.Obligations();
        tables.Holdings();
        tables.Projects();
        tables.Packs();
        return to.Raw("</body>\n</html>\n").ToString();
    }

    private static void Header(Report r, ReportLabels labels, Html to)
    {
        string Pick(string en, string zh) => ReportWords.Pick(r.Language, en, zh);
        to.Raw("<header>\n").Line("h1", Pick("Carbon asset report 碳资产报告", "碳资产报告 Carbon asset report"));
        to.Line("p", $"{r.Group} {r.GroupZh}".Trim(), "group").Raw("<dl>\n");
        foreach (var (name, value) in new[]
        {
            (Pick("as of", "口径日"), Day(r.AsOf.Date)), (Pick("business date", "业务日"), Day(r.BusinessDate)),
            (Pick("known at", "已知至"), FormattableString.Invariant($"#{r.AsOf.Known:N0}, {Instant(r.RecordedAt)} {Pick("(Beijing)", "（北京）")}")),
            (Pick("end of the log (checkpoint)", "日志末端（校验点）"), FormattableString.Invariant($"{r.Head.Position}:{r.Head.Hash}")),
            (Pick("rule book", "规则库"), FormattableString.Invariant($"{r.RuleBook}, {r.Packs.Sum(p => p.Files)} {Pick("files", "个文件")}")),
            (Pick("printed", "打印"), $"{r.PrintedBy}, {Instant(r.PrintedAt)} {Pick("(Beijing)", "（北京）")}"),
        })
            to.Raw("<div>").Line("dt", name).Line("dd", value).Raw("</div>");
        to.Raw("</dl>\n</header>\n");
        Figures(r, to);
        if (labels.Final) return;
        to.Raw("<section class=\"labels\">").Line("h2", labels.Draft ? Pick("DRAFT and PROVISIONAL, because", "草案、暂定，原因")
            : Pick("PROVISIONAL, because", "暂定，原因")).Raw("<ul>\n");
        foreach (var remark in labels.Remarks) to.Line("li", remark);
        to.Raw("</ul></section>\n");
    }

    /// <summary>The figures a reader came for.</summary>
    private static void Figures(Report r, Html to)
    {
        string Pick(string en, string zh) => ReportWords.Pick(r.Language, en, zh);
        var worth = r.Positions.Where(p => p.Price?.Currency == "CNY").Sum(p => p.Value ?? 0);
        string Tail(double level, int days) => r.Valuation.Tails.FirstOrDefault(t => t.Level == level && t.Days == days) is { } tail
            ? $"CNY {M(tail.VaR)}" : "–";
        var exposed = r.Obligations.Where(o => o.Penalty?.Worst > 0).GroupBy(o => o.Penalty!.Currency)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} {M(g.Sum(o => o.Penalty!.Worst!.Value))}");
        to.Raw("<section class=\"figures\">\n");
        foreach (var (name, value) in new[]
        {
            (Pick("held", "持有"), Held(r, r.Positions)), (Pick("market value", "市值"), $"CNY {M(worth)}"),
            (Pick("held without a price", "无价格持有"), Held(r, r.Positions.Where(p => p.Value is null))),
            (Pick("VaR 95%, 1 trading day", "VaR 95%，1 个交易日"), Tail(0.95, 1)),
                (Pick("VaR 99%, 10 trading days", "VaR 99%，10 个交易日"), Tail(0.99, 10)),
            (Pick("penalties up to, if nothing more is surrendered", "若不再清缴，处罚上限"), string.Join('\n', exposed.DefaultIfEmpty("–"))),
        })
            to.Raw("<div>").Line("span", name).Line("b", value).Raw("</div>\n");
        to.Raw("</section>\n");
    }

    /// <summary>Sums by unit, a line each: tonnes first.</summary>
    private static string Held(Report r, IEnumerable<PositionRow> positions)
    {
        var sums = positions.GroupBy(p => p.Measure).Select(g => (Unit: g.Key, Quantity: g.Sum(p => p.Held))).Where(s => s.Quantity != 0)
            .OrderBy(s => s.Unit != UnitsOfAccount.Tonne).ThenBy(s => s.Unit, StringComparer.Ordinal);
        return string.Join('\n', sums.Select(s => $"{T(s.Quantity)} {ReportWords.Unit(r.Language, s.Unit)}").DefaultIfEmpty($"0 {UnitsOfAccount.Tonne}"));
    }

    private static void Picture(Html to, Kernel.DomainError? noFont, Func<(Picture? Picture, Kernel.DomainError? Refused)>? draw,
        string name)
    {
        var (picture, refused) = draw?.Invoke() ?? (null, noFont);
        if (picture is null) to.Line("p", refused!.Message, "empty");
        else to.Raw("<figure>").Raw(picture.Svg(name)).Raw("</figure>\n");
    }

    private static string Footer(Report r) => string.Join(" · ", $"{Day(r.BusinessDate)}",
        FormattableString.Invariant($"#{r.AsOf.Known}"), r.RuleBook,
        FormattableString.Invariant($"{r.Head.Position}:{r.Head.Hash[..16]}"), r.PrintedBy, Instant(r.PrintedAt));

    private static string Hash(string style) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
}
