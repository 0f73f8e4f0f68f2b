using System.CommandLine;
using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Lists of obligations, credits and projects.</summary>
public static class ComplianceVerbs
{
    /// <summary><c>obligations list</c>.</summary>
    public static Command Obligations() => Verbs.Query("list", "Obligations: what is due, what covers it, deadline, penalty exposure.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Compliance.Obligations(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["obligation", "market", "year", "status", "emissions", "due", "surrendered", "credits", "remaining", "credit room", "deadline", "slack",
                "penalty up to", "cur"],
            rows.Select(r => new[]
            {
                r.Key, r.Market, r.Year.ToString(CultureInfo.InvariantCulture), r.Status.ToString(), Q(r.Emissions), Q(r.Due), Verbs.T(r.Surrendered),
                Verbs.T(r.OffsetsSurrendered), Q(r.Remaining), Q(r.OffsetRoom),
                r.Deadline is { } d ? d.Instant.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "not known",
                r.Deadline?.SlackWorkingDays is { } slack ? slack.ToString(CultureInfo.InvariantCulture) : "", Verbs.M(r.Penalty?.Worst),
                r.Penalty?.Currency ?? "",
            })));
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>obligations carry-over</c>.</summary>
    public static Command CarryOver() => Verbs.Query("carry-over", "Carry-over: the most there may be, and every application for it.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Compliance.Obligations(pair).Where(r => r.Applications.Count > 0 || r.CarryOver is { Most: > 0 }).ToList();
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["obligation", "most", "applied for", "left", "rule", "application", "product", "quantity", "frozen", "carried over", "status", "since"],
            rows.SelectMany(r => r.Applications.DefaultIfEmpty(), (r, a) => new[]
            {
                r.Key, Q(r.CarryOver?.Most), Verbs.T(r.AppliedFor), Q(r.CarryOver?.Most - r.AppliedFor), (r.CarryOver?.Status ?? RuleStatus.Unknown).ToString(), a?.Reference ?? "",
                a?.Product?.Code ?? "", Q(a?.Quantity.Value), Q(a?.Open.Value), Q(a?.Carried.Value), a?.Status.ToString() ?? "", Day(a?.Since),
            })));
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>ccer list</c>.</summary>
    public static Command Holdings() => Verbs.Query("list", "CCER holdings by batch.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Compliance.Holdings(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["holding", "batch", "unit", "project", "methodology", "registered", "free", "reserved", "pledged/lent", "cancelled", "delivered", "cost", "cur"],
            rows.SelectMany(h => h.Batches.Select(b => new[]
            {
                h.Key, b.Id, b.Unit.ToString(), b.Batch.Project, b.Batch.Methodology, Day(b.Batch.RegisteredOn), Verbs.T(b.Free), Verbs.T(b.Reserved), Verbs.T(b.Encumbered),
                Verbs.T(b.Cancelled), Verbs.T(b.Delivered), Verbs.M(b.Cost), h.Currency,
            }))));
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>projects list</c>.</summary>
    public static Command Projects() => Verbs.Query("list", "Reduction projects and where they stand.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Compliance.Projects(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["project", "name", "methodology", "status", "since", "notice until", "crediting until", "reports", "issued"],
            rows.Select(p => new[]
            {
                p.Key, $"{p.Name} {p.NameZh}", p.Methodology, p.Status.ToString(), Day(p.Since), Day(p.NoticeEnd), Day(p.CreditingEnd),
                string.Join(", ", p.Reductions.Select(r => $"{r.Report} {r.Status}")), Verbs.T(p.Issued),
            })));
        return Task.FromResult(Exit.Done);
    });

    private static string Q(long? tonnes) => tonnes is { } t ? Verbs.T(t) : "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
