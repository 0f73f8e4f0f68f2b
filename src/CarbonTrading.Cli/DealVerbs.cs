using System.Globalization;
using CarbonTrading.Application.Deals;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>What a deal would be told, as text.</summary>
public static class DealVerbs
{
    /// <summary>Verdict, checks, limits and effect.</summary>
    public static void Write(TextWriter to, DealTrial trial)
    {
        to.WriteLine(trial.Refusal is { } no ? $"Refused: {no.Code}: {no.Message}" : $"Would be taken, {trial.Warnings} warnings.");
        Terminal.Table(to, ["check", "kept", "operands", "rule", "missing", "source"],
            trial.Checks.Select(c => new[] { c.Code, !c.Passed ? "NO" : c.Status == RuleStatus.Unknown ? "not known" : "yes", c.Operands, c.Status.ToString(), c.Missing ?? "", c.Source }));
        Terminal.Table(to, ["limit", "name", "kind", "says", "used", "asked", "after", "allowed", "would pass"], trial.Limits.Select(l => new[]
        {
            l.Limit, l.Name, l.Hard ? "hard" : "soft", l.State.ToString(), Figure(l.Used, l.Unit), Figure(l.Asked, l.Unit), Figure(l.After, l.Unit), LimitFigure.Of(l.Allowed, l.Unit), l.WouldPass,
        }));
        Terminal.Table(to, ["effect", "on", "account", "product", "unit", "before", "change", "after"], trial.Effect.Select(e => new[]
        {
            e.Kind.ToString(), e.On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", e.Account, e.Product?.Code ?? "", e.Unit, Number(e.Before), Number(e.Change), Number(e.After),
        }));
    }

    private static string Figure(decimal? value, string unit) => value is { } known ? LimitFigure.Of(known, unit) : "not known";

    private static string Number(decimal? value) => value?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "";
}
