using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Risk;

namespace CarbonTrading.Cli;

/// <summary>Verbs on value and risk.</summary>
public static class RiskVerbs
{
    /// <summary><c>value --seed 7</c>.</summary>
    public static Command Value()
    {
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed: the same seed gives the same figures.", DefaultValueFactory = _ => Valuation.SeedDefault,
        };
        var paths = new Option<int>("--paths")
        {
            Description = $"Paths, {Valuation.PathsMin} to {Valuation.PathsMax}.", DefaultValueFactory = _ => Valuation.PathsDefault,
        };
        return Verbs.Query("value", "Market value, VaR and CVaR of what is held, and the cost of what is short, by Monte Carlo.", (parsed, w, pair, ct) =>
        {
            if (parsed.GetValue(paths) is < Valuation.PathsMin or > Valuation.PathsMax)
                return Task.FromResult(Terminal.Refuse(parsed, ValuationAsked.BadPaths()));
            var result = new Valuation(w).Run(pair, parsed.GetValue(seed), parsed.GetValue(paths), ct: ct);
            Terminal.Print(parsed, result, to =>
            {
                Risk(to, result);
                Parts(to, result);
                Short(to, result);
                foreach (var m in result.Missing) to.WriteLine(FormattableString.Invariant($"not valued: {m.Account} {m.Unit} {m.Quantity:N0} {m.Measure}, {m.Why}"));
                foreach (var label in result.Labels) to.WriteLine(label);
                if (result.Assumption is { } a)
                {
                    to.WriteLine(FormattableString.Invariant($"VaR 95 % 1 day with the assumed correlations at {a.Assumed:0.##}: {a.VaR:N0}; at 0: {a.VaRAtZero:N0};"));
                    to.WriteLine(FormattableString.Invariant($"at 1: {a.VaRAtOne:N0} (nearest possible matrix, entries moved by up to {a.MovedAtOne:0.##})"));
                }

                to.WriteLine($"seed {result.Seed}, {result.Paths} paths, kernel {result.Kernel}, input {result.InputHash[..16]}");
            });
            return Task.FromResult(Exit.Done);
        }, seed, paths);
    }

    private static void Risk(TextWriter to, ValuationResult r)
    {
        var stands = r.IsFinal ? "final" : "provisional";
        to.WriteLine(FormattableString.Invariant($"As of {r.AsOf:yyyy-MM-dd}, known at {r.Known}. Value CNY {r.Value:N2}{Without(r.WithoutTonnes)}; {stands}."));
        to.WriteLine(FormattableString.Invariant($"In 10 trading days on average {r.MeanIn10Days:N2} ± {r.StandardError:N2}."));
        Terminal.Table(to, ["risk", "days", "VaR CNY", "± VaR", "CVaR CNY", "± CVaR"], r.Tails.Select(t => new[]
        {
            FormattableString.Invariant($"{t.Level:P0}"), Amount(t.Days), Amount(t.VaR), Amount(t.StandardError), Amount(t.CVaR), Amount(t.CVaRStandardError),
        }));
        Terminal.Table(to, ["paths", "VaR 95 % 1 day CNY", "±"], r.Convergence.Select(c => new[] { Amount(c.Paths), Amount(c.VaR), Amount(c.StandardError) }));
        Terminal.Table(to, ["series", "t", "price CNY", "volatility", "price of", "age d", "prices"], r.Factors.Zip(r.Footings, (f, footing) => new[]
        {
            f.Name, Amount(f.Tonnes), f.Spot.ToString("0.00##", CultureInfo.InvariantCulture), FormattableString.Invariant($"{f.VolatilityAnnual:P1}"),
            Day(footing.PriceDate), footing.AgeTradingDays?.ToString(CultureInfo.InvariantCulture) ?? "?", Amount(footing.Observations),
        }));
    }

    private static void Parts(TextWriter to, ValuationResult r)
    {
        foreach (var (head, parts) in new[] { ("entity", r.ByEntity), ("unit class", r.ByUnit) })
            Terminal.Table(to, [head, "t", "value CNY", "VaR 95 % 1 day", "CVaR", "rests on", "without t"],
                [.. parts.Append(Total(parts, r)).Select(p => new[]
                {
                    p.Key, Amount(p.Tonnes), Amount(p.Value), Amount(p.VaR), Amount(p.CVaR), Word(p.Footing), p.WithoutTonnes == 0 ? "" : Amount(p.WithoutTonnes),
                })]);
    }

    private static Contribution Total(IReadOnlyList<Contribution> parts, ValuationResult r) => new(
        "total", parts.Sum(p => p.Tonnes), parts.Sum(p => p.Value), parts.Sum(p => p.VaR), parts.Sum(p => p.CVaR), r.Footing, r.WithoutTonnes);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";

    private static void Short(TextWriter to, ValuationResult r)
    {
        if (r.Shortages.Count == 0) return;
        var priced = r.Shortages.Where(s => s.Cost is not null).ToList();
        to.WriteLine("Cost of covering at the deadline, CNY:");
        Terminal.Table(to, ["obligation", "short t", "deadline", "now", "mean", "P50", "P95", "P99", "rests on"],
            [.. r.Shortages.Select(s => new[]
            {
                s.Obligation, Amount(s.Short), Day(s.Deadline), Amount(s.Cost?.Now), Amount(s.Cost?.Mean), Amount(s.Cost?.P50), Amount(s.Cost?.P95),
                Amount(s.Cost?.P99), s.WhyNot?.Text ?? Word(s.Footing) + (s.Verified ? "" : ", not verified"),
            }),
            .. r.ShortageCost is { } c
                ? [["together", Amount(priced.Sum(s => s.Short)), "", Amount(c.Now), Amount(c.Mean), Amount(c.P50), Amount(c.P95), Amount(c.P99),
                    Word(priced.Max(s => s.Footing)) + Without(r.Shortages.Except(priced).Sum(s => s.Short))]]
                : Array.Empty<string[]>()]);
    }

    private static string Without(long tonnes) => tonnes == 0 ? "" : FormattableString.Invariant($", without {tonnes:N0} t");

    private static string Word(Footing footing) => footing switch
    {
        Footing.Sound => "sound",
        Footing.Thin => "thin trade",
        Footing.Proxy => "proxy price",
        Footing.Stale => "stale price",
        _ => "missing price",
    };

    private static string Amount(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
