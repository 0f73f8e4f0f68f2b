using System.CommandLine;
using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Limits, their use, and what went beyond them.</summary>
public static class LimitVerbs
{
    /// <summary><c>limits</c> with its verbs.</summary>
    public static Command Limits() => new Command("limits", "Trading limits: use, headroom, breach log.").And(List()).And(Breaches());

    private static Command List() => Verbs.Query("list", "Limits with their use and headroom.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Limits.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["limit", "kind", "scope", "hard", "stage", "used", "held by orders", "allowed", "headroom", "use", "last day", "overrides", "waiting"],
            rows.Select(r => new[]
            {
                r.Key, r.Terms.Kind.ToString(), r.Terms.Account is { } a ? $"{r.Terms.Scope} {a}" : r.Terms.Scope, r.Terms.Hardness.ToString(), r.Stage.ToString(),
                r.Used is { } u ? LimitFigure.Of(u, r.Measure) : "", r.HeldByOrders is { } h ? LimitFigure.Of(h, r.Measure) : "",
                LimitFigure.Of(r.Allowed, r.Measure), r.Headroom is { } left ? LimitFigure.Of(left, r.Measure) : "", r.Share is { } s ? LimitFigure.Of(s, LimitFigure.Fraction) : "",
                Day(r.Terms.ValidTo), r.Overrides.Count.ToString(CultureInfo.InvariantCulture), string.Join(' ', r.Waiting),
            })));
        return Task.FromResult(Exit.Done);
    });

    private static Command Breaches() => Verbs.Query("breaches", "What went beyond a limit, or was refused.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Limits.Breaches(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["recorded", "limit", "what", "trade", "person", "asked", "used", "allowed", "beyond", "reason"],
            rows.Select(b => new[]
            {
                b.Recorded.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), b.Limit, b.Kind.ToString(), b.Trade, b.Person, Figure(b.Asked, b.Unit), Figure(b.Used, b.Unit),
                LimitFigure.Of(b.Allowed, b.Unit), Figure(b.Beyond, b.Unit), b.Reason,
            })));
        return Task.FromResult(Exit.Done);
    });

    private static string Figure(decimal? value, string unit) => value is { } known ? LimitFigure.Of(known, unit) : "not known";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
