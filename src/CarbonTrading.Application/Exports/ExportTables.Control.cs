using System.Globalization;
using System.Runtime.CompilerServices;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Rules;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

public static partial class ExportTables
{
    private const int EventsPage = 1_000;

    private static IEnumerable<ExportTable> Market()
    {
        yield return Table("price-series", "Price series", "价格序列", "/api/prices", q => new SeriesDesk(q.Workplace).List(q.AsOf))
            .Col("series", r => r.Series).Col("name", r => r.Name.En).Col("name-zh", r => r.Name.Zh).Col("market", r => r.Market).Col("price-unit", r => r.Unit)
            .Col("price", r => r.Last)
            .Col("price-date", r => r.Date).Col("price-age-days", r => r.AgeTradingDays).Col("price-stale", r => r.Stale).Col("days", r => r.Days).Col("faults", r => r.Faults)
            .Col("warnings", r => r.Warnings).Col("missing-days", r => r.Missing).Col("values-positions", r => r.Held);
        yield return Asked("prices", "Prices by day", "每日价格", "/api/prices/{series}", ["series"], (q, _) => Task.FromResult(Series(q) is var (series, wrong) && wrong is not null
                ? No<(PriceSeries Of, DateOnly Day, string Field, PricePoint Point)>(wrong)
                : (series.SelectMany(s => q.Read.Prices.Observations(s.Series, q.AsOf.Date, q.AsOf.Known).SelectMany(d => d.Fields.Select(f => (s, d.Date, f.Key, f.Value)))), null)), "*/fields/*")
            .Col("series", r => r.Of.Series).Col("day", r => r.Day).Col("field", r => r.Field).Col("price", r => r.Point.Value).Col("price-unit", r => r.Of.Unit)
            .Col("revision", r => r.Point.Revision).Col("file", r => r.Point.Import.Event.FileName).Col("position", r => r.Point.Import.Position)
            .Col("recorded", r => r.Point.Import.Recorded);
        yield return Asked("price-findings", "Findings of the price gate", "价格质检结果", "/api/prices/{series}/findings", ["series"], (q, _) => Task.FromResult(
                Series(q) is var (series, wrong) && wrong is not null ? No<(PriceSeries Series, QualityFinding Of)>(wrong)
                : (series.SelectMany(s => q.Queries.Findings(s, q.AsOf).Select(f => (Series: s, Of: f))), null)))
            .Col("series", r => r.Series.Series).Col("day", r => r.Of.Date).Col("field", r => r.Of.Field).Col("price", r => r.Of.Value).Col("price-unit", r => r.Series.Unit)
            .Col("severity", r => r.Of.Severity).Col("code", r => r.Of.Code)
            .Col("why", r => r.Of.Reason);
        yield return Asked("price-imports", "Imports of prices", "价格导入", "/api/prices/imports", ["series"], (q, _) => Task.FromResult(Series(q) is (_, { } wrong)
                ? No<RecordedImport>(wrong) : (q.Queries.PriceImports(q["series"], q.AsOf), null)))
            .Col("series", r => r.Series).Col("recorded", r => r.Recorded).Col("position", r => r.Position).Col("file", r => r.Event.FileName).Col("hash", r => r.Event.FileHash)
            .Col("publisher", r => r.Event.Publisher).Col("rows", r => r.Event.Rows).Col("changed", r => r.Event.Changed).Col("period-from", r => r.Event.First)
            .Col("period-to", r => r.Event.Last).Col("findings", r => r.Event.FindingsTotal).Col("person", r => r.Actor);
    }

    private static (IReadOnlyList<PriceSeries> Series, DomainError? Error) Series(ExportQuestion q) => q["series"] is not { } name ? (q.Read.Prices.Series, null)
        : q.Read.Prices.Catalogue.Find(name) is { } found ? ([found], null) : ([], Reports.ChartErrors.UnknownSeries(name, q.Read.Prices.Series.Select(s => s.Series)));

    /// <summary>Tables of a valuation; every one runs it, with the seed and the paths asked.</summary>
    private static IEnumerable<ExportTable> Risks()
    {
        yield return Risk("risk-measures", "VaR and CVaR", "风险指标", "tails/*", v => v.Tails)
            .Col("level", r => r.Level).Col("days", r => r.Days).Col("var", r => r.VaR).Col("cvar", r => r.CVaR).Col("standard-error", r => r.StandardError)
            .Col("cvar-standard-error", r => r.CVaRStandardError);
        yield return Risk("risk-convergence", "Convergence of the simulation", "模拟收敛", "convergence/*", v => v.Convergence)
            .Col("paths", r => r.Paths).Col("var", r => r.VaR).Col("cvar", r => r.CVaR).Col("standard-error", r => r.StandardError);
        yield return Parts("risk-by-entity", "Risk by organisation unit", "风险（按单位）", "byEntity/*", v => v.ByEntity);
        yield return Parts("risk-by-unit", "Risk by unit class", "风险（按品种）", "byUnit/*", v => v.ByUnit);
        yield return Risk("risk-cost-at-risk", "Cost of shortages", "缺口成本", "shortages/*", v => v.Shortages)
            .Col("obligation", r => r.Obligation).Col("account", r => r.Account).Col("entity", r => r.Entity).Col("market", r => r.Market).Col("year", r => r.Year)
            .Col("measure", (r, q) => q.Measure(r.Market)).Col("needed", r => r.Needed).Col("usable-units", r => r.Usable).Col("short", r => r.Short).Col("deadline", r => r.Deadline)
            .Col("series", r => r.Series).Col("footing", r => r.Footing).Col("cost-now", r => r.Cost?.Now).Col("cost-p50", r => r.Cost?.P50).Col("cost-p95", r => r.Cost?.P95)
            .Col("cost-p99", r => r.Cost?.P99).Col("why", r => r.WhyNot);
        yield return Risk("risk-factors", "Risk factors", "风险因子", "footings/*", v => v.Footings)
            .Col("series", r => r.Series).Col("currency", r => r.Currency).Col("price", r => r.Price).Col("price-date", r => r.PriceDate).Col("price-age-days", r => r.AgeTradingDays)
            .Col("price-stale", r => r.Stale).Col("rate", r => r.Rate).Col("observations", r => r.Observations).Col("volatility", r => r.Volatility);
        yield return Risk("risk-correlations", "Correlations", "相关系数", "correlations/*", v => v.Correlations)
            .Col("first", r => r.First).Col("second", r => r.Second).Col("common-days", r => r.Common).Col("measured", r => r.Measured).Col("used-value", r => r.Used);
    }

    private static ExportTable<Contribution> Parts(string name, string title, string titleZh, string part, Func<ValuationResult, IEnumerable<Contribution>> rows) =>
        Risk(name, title, titleZh, part, rows)
            .Col("entity", r => r.Key).Col("quantity", r => r.Tonnes).Col("measure", _ => UnitsOfAccount.Tonne).Col("value", r => r.Value).Col("currency", _ => "CNY")
            .Col("var", r => r.VaR).Col("cvar", r => r.CVaR).Col("footing", r => r.Footing)
            .Col("not-valued", r => r.WithoutTonnes);

    private static ExportTable<TRow> Risk<TRow>(string name, string title, string titleZh, string part, Func<ValuationResult, IEnumerable<TRow>> rows) =>
        Asked(name, title, titleZh, "/api/valuation", ["seed", "paths"], async (q, ct) =>
        {
            var (asked, wrong) = ValuationAsked.Read(q["seed"], q["paths"]);
            return wrong is not null ? No<TRow>(wrong) : (rows(await new Valuation(q.Workplace).RunInTurn(q.AsOf, asked!, null, ct)), null);
        }, part);

    private static IEnumerable<ExportTable> Control()
    {
        yield return Table("proposals", "Proposals and approvals", "申请与审批", "/api/proposals", q => q.Read.Proposals.All(q.AsOf.Known))
            .Col("proposal", r => r.Key).Col("status", r => r.State.Status).Col("maker", r => r.State.Maker).Col("entity", r => r.State.Entity).Col("source", r => r.State.Key)
            .Col("command", r => r.State.Command).Col("body", r => r.State.Body).Col("checker", r => r.State.Checker).Col("note", r => r.State.Note)
            .Col("position", r => r.State.Position)
            .Col("problem", r => r.State.Refusal);
        yield return new ExportTable<EventRow>("events", "Events of the log", "事件日志", "/api/events", Each, ["stream", "before", "max"], (q, ct) =>
            {
                (long? before, int? most) = (null, null);
                if (q["before"] is { } b && (before = Whole(b)) is null) return Refused(DeskErrors.BadQuery("before", "a log position"));
                if (q["max"] is { } m && (most = (int?)Whole(m)) is null or < 1) return Refused(DeskErrors.BadQuery("max", "a number from 1"));
                return Task.FromResult<(IAsyncEnumerable<EventRow>?, DomainError?)>((most is { } count ? Events(q, before, ct).Take(count) : Events(q, before, ct), null));
            })
            .Col("position", r => r.Position).Col("recorded", r => r.Recorded).Col("stream", r => r.Stream).Col("version", r => r.Version).Col("event", r => r.Name)
            .Col("person", r => r.Actor)
            .Col("approved-by", r => r.ApprovedBy).Col("trace", r => r.Trace).Col("body", r => r.Body);
        yield return Asked("rules", "Rules", "规则", "/api/rules", ["market", "parameter"],
                (q, _) => Task.FromResult(((IEnumerable<RuleRow>?)RuleRow.Of(q.Workplace.Rules, q["market"], q["parameter"]), (DomainError?)null)))
            .Col("market", r => r.Market).Col("parameter", r => r.Parameter).Col("by-year", r => r.ByYear).Col("rule-unit", r => r.Unit).Col("valid-from", r => r.From)
            .Col("valid-to", r => r.To).Col("published", r => r.Published).Col("number", r => r.Number).Col("text", r => r.Text).Col("basis", r => r.Basis)
            .Col("rule-status", r => r.Status).Col("rule-source", r => r.Source).Col("note", r => r.Note)
            .Col("for-information", r => r.ForInformation).Col("for-information-zh", r => r.ForInformationZh);
        yield return Table("accounts", "Accounts", "账户", "/api/accounts", q => q.Read.Accounts.All(q.AsOf.Known))
            .Col("account", r => r.Key).Col("name", r => r.Name).Col("name-zh", r => r.NameZh).Col("holder", r => r.Holder).Col("market", r => r.Market)
            .Col("registry-number", r => r.RegistryNumber).Col("position", r => r.OpenedAt);
        yield return Table("organisation", "Organisation units", "组织单位", "/api/organisation", q => q.Read.Organisation.All(q.AsOf.Known))
            .Col("entity", r => r.Key).Col("kind", r => r.State.Kind).Col("parent", r => r.State.Parent).Col("name", r => r.State.Name).Col("name-zh", r => r.State.NameZh)
            .Col("place", r => r.State.Place);
        yield return Table("people", "Persons and roles", "人员与角色", "/api/people", q => q.Read.People.All(q.AsOf.Known)).SeenWith("see-people")
            .Col("login", r => r.State.Login).Col("name", r => r.State.Name).Col("roles", r => r.State.Roles).Col("active", r => r.State.Active);
        yield return Table("job-runs", "Runs of jobs", "任务运行", "/api/jobs", q => q.Read.Jobs.All(q.AsOf.Known), "runs/*")
            .Col("run", r => r.Key).Col("job", r => r.State.Job).Col("day", r => r.State.Date).Col("status", r => r.State.Status).Col("node", r => r.State.Node)
            .Col("attempt", r => r.State.Attempt).Col("steps", r => r.State.Steps.Select(s => s.Step)).Col("failed-step", r => r.State.FailedStep)
            .Col("problem", r => r.State.Said ?? (object?)r.State.Problem);
    }

    private static Task<(IAsyncEnumerable<EventRow>?, DomainError?)> Refused(DomainError error) => Task.FromResult<(IAsyncEnumerable<EventRow>?, DomainError?)>((null, error));

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The log page by page, the newest first: only one page is in memory.</summary>
    private static async IAsyncEnumerable<EventRow> Events(ExportQuestion q, long? before, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = before; ; )
        {
            var page = await q.Queries.Events(q.AsOf, q["stream"], last, EventsPage, ct);
            foreach (var row in page) yield return row;
            if (page.Count == 0) yield break;
            last = page[^1].Position;
        }
    }
}
