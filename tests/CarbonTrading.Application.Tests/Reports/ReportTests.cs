using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Reports;

public partial class ReportTests(SampleDesk sample) : IClassFixture<SampleDesk>
{
    private const int Paths = 5_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Workplace W => sample.Desk.Workplace;

    private Task<Report> Make(PrintLanguage language, string? asOf = null) =>
        Report.Of(W, W.Queries.Resolve(asOf, null).AsOf!, language, "finance", Ct, Paths);

    private static string Words(string html) => WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html, ""), "|"));

    private static string M(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Figures_are_those_of_the_queries_to_the_cent()
    {
        var text = Words(ReportHtml.Of(await Make(PrintLanguage.En)));
        var rows = W.Queries.Positions(sample.Now);
        foreach (var row in rows.Where(r => r.Value is not null)) Assert.Contains($"CNY {M(row.Value!.Value)}", text);
        Assert.Contains($"CNY {M(rows.Sum(r => r.Value ?? 0))}", text);
        foreach (var measure in rows.GroupBy(r => r.Measure))
            Assert.Contains($"{measure.Sum(r => r.Held).ToString("N0", CultureInfo.InvariantCulture)} {(measure.Key == "t" ? "t" : "")}".TrimEnd(), text);
        foreach (var cost in rows.GroupBy(r => r.Currency)) Assert.Contains($"{cost.Key} {M(cost.Sum(r => r.Cost))}", text);
        foreach (var o in W.Queries.Compliance.Obligations(sample.Now).Where(o => o.Penalty?.Worst is not null))
            Assert.Contains($"{o.Penalty!.Currency} {M(o.Penalty.Worst!.Value)}", text);
        var value = new Application.Risk.Valuation(W).Run(sample.Now, Charts.Seed, Paths, ct: Ct);
        foreach (var tail in value.Tails)
        {
            Assert.Contains(M((decimal)tail.VaR), text);
            Assert.Contains(M((decimal)tail.CVaR), text);
        }

        foreach (var batch in W.Queries.Compliance.Holdings(sample.Now).SelectMany(h => h.Batches)) Assert.Contains($"|{batch.Id}|", text);
        foreach (var project in W.Queries.Compliance.Projects(sample.Now)) Assert.Contains(project.Key, text);
    }

    [Fact]
    public async Task It_says_what_it_stands_on()
    {
        var head = await W.Store.Events.Head(Ct);
        var text = Words(ReportHtml.Of(await Make(PrintLanguage.En)));
        Assert.Contains($"{head.Position}:{head.Hash}", text);
        Assert.Contains(FormattableString.Invariant($"#{sample.Now.Known:N0}"), text);
        Assert.Contains(W.Rules.Version, text);
        Assert.Contains("regulations/cn-ets", text);
        Assert.Contains("finance, 2026-06-05", text);
        Assert.Contains("cea-composite", text);
        Assert.Contains("2023-07-24", text); // the day of the pilots' last price
    }

    [Fact]
    public async Task The_same_question_gets_the_same_report_but_for_the_time_of_printing()
    {
        var report = await Make(PrintLanguage.Zh);
        Assert.Equal(ReportHtml.Of(report), ReportHtml.Of(await Make(PrintLanguage.Zh) with { PrintedAt = report.PrintedAt }));
    }

    [Fact]
    public async Task It_asks_no_host_runs_no_script_and_its_style_is_the_one_its_policy_names()
    {
        var html = ReportHtml.Of(await Make(PrintLanguage.Zh));
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/", "", StringComparison.Ordinal)
            .Replace("http-equiv", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain(" style=", html);
        Assert.DoesNotContain("url(", html.Replace("url(#", "", StringComparison.Ordinal));
        var style = Style().Match(html).Value["<style>".Length..^"</style>".Length];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"default-src 'none'; style-src 'sha256-{hash}'", html);
        Assert.Equal(3, html.Split("<svg").Length - 1);
        Assert.Equal(html.Split(" id=\"").Length - 1, Ids().Matches(html).Select(m => m.Value).Distinct().Count());
    }

    [Fact]
    public async Task Stale_proxy_missing_assumed_and_draft_inputs_make_it_a_provisional_draft_and_are_named()
    {
        var text = Words(ReportHtml.Of(await Make(PrintLanguage.En)));
        Assert.Contains("|DRAFT 草案 · PROVISIONAL 暂定|", text); // the deadline for 2026 is a draft
        foreach (var reason in new[] { "another product's price", "stale prices", "EU-AUTO-01: 9,500 t", "correlations are assumed",
            "Rules of status unsure" })
            Assert.Contains(reason, text);
    }

    [Fact]
    public async Task In_Chinese_no_remark_is_left_in_English()
    {
        var html = ReportHtml.Of(await Make(PrintLanguage.Zh));
        Assert.Contains("<html lang=\"zh-CN\">", html);
        Assert.DoesNotContain("lang=\"en\"", html);
        Assert.All(Remark().Matches(html).Select(m => WebUtility.HtmlDecode(m.Value)), r => Assert.Matches("[\\u4e00-\\u9fff]", r));
        Assert.Contains("碳资产报告 Carbon asset report", html);
    }

    [Fact]
    public async Task A_draft_rule_makes_it_a_draft_and_fresh_prices_under_rules_in_force_leave_no_mark()
    {
        var report = await Make(PrintLanguage.En);
        var first = report.Obligations.First(o => o.Deadline is not null && o.Status != Domain.Compliance.ObligationStatus.Surrendered);
        Assert.Contains("|DRAFT 草案 · PROVISIONAL 暂定|",
            Words(ReportHtml.Of(report with { Obligations = [first with { Deadline = first.Deadline! with { Status = RuleStatus.Draft },
            OffsetRuleStatus = RuleStatus.InForce, Penalty = null }] })));
        var fresh = report.Positions.Where(p => p is { Price: { Stale: false, Proxy: false }, Unit.Product.Market: "cn-ets", Held: > 0 })
            .ToList();
        Assert.NotEmpty(fresh);
        var sound = report with { Positions = fresh, Obligations = [],
            Valuation = report.Valuation with { Labels = [], Missing = [], Assumption = null,
            Factors = [.. report.Valuation.Factors.Where(f => f.VolatilityAnnual < 1)] } };
        Assert.DoesNotContain("PROVISIONAL", Words(ReportHtml.Of(sound)));
    }

    [Fact]
    public async Task Texts_of_people_are_encoded()
    {
        var report = await Make(PrintLanguage.En);
        var html = ReportHtml.Of(report with
        {
            Group = "<img src=x>", PrintedBy = "a\"} body{display:none}",
                Projects = [report.Projects[0] with { Name = "</td><script>alert(1)</script>", Location = "a & b" }],
        });
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;", html);
        Assert.Contains("a &amp; b", html);
        Assert.Contains("· a bodydisplay:none ·", Style().Match(html).Value); // no quote, no brace: still inside its string
    }

    [Fact]
    public async Task Before_anything_was_held_it_says_so_in_every_section()
    {
        var text = Words(ReportHtml.Of(await Make(PrintLanguage.En, "2014-01-02")));
        Assert.Contains("No positions at these dates.", text);
        Assert.Contains("There is nothing to draw for fan", text);
        Assert.Contains("Nothing is valued.", text);
    }

    [Fact]
    public async Task Printing_takes_a_browser_and_says_where_it_looked()
    {
        var refused = await PdfPrinter.Print(Path.Combine(sample.Desk.Settings.DataFolder, "none.html"), "none.pdf",
            Path.Combine(sample.Desk.Settings.DataFolder, "nowhere"), Ct);
        Assert.Equal("pdf.no-browser", refused?.Code);
        Assert.Contains("chromium", refused!.Message);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("(?<= id=\")[^\"]+")]
    private static partial Regex Ids();

    [GeneratedRegex("(?<=<li>).*?(?=</li>)")]
    private static partial Regex Remark();
}
