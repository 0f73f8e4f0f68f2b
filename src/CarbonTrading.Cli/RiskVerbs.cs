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
        var seed = new Option<ulong>("--seed") { Description = "Seed: the same seed gives the same figures.", DefaultValueFactory = _ => 7 };
        var paths = new Option<int>("--paths") { Description = $"Paths, {Valuation.PathsMin} to {Valuation.PathsMax}.", DefaultValueFactory = _ => 100_000 };
        return Verbs.Query("value", "Market value, VaR and CVaR of what is held, by Monte Carlo.", (parsed, w, pair, ct) =>
        {
            if (parsed.GetValue(paths) is < Valuation.PathsMin or > Valuation.PathsMax)
                return Task.FromResult(Terminal.Refuse(parsed, DeskErrors.BadQuery("paths", $"a whole number from {Valuation.PathsMin} to {Valuation.PathsMax}")));
            var r = new Valuation(w).Run(pair, parsed.GetValue(seed), parsed.GetValue(paths), ct: ct);
            Terminal.Print(parsed, r, to =>
            {
                to.WriteLine(FormattableString.Invariant($"As of {r.AsOf:yyyy-MM-dd}, known at {r.Known}. Value CNY {r.Value:N2};"));
                to.WriteLine(FormattableString.Invariant($"in 10 trading days on average {r.MeanIn10Days:N2} ± {r.StandardError:N2}."));
                Terminal.Table(to, ["risk", "days", "VaR CNY", "CVaR CNY", "± VaR"], r.Tails.Select(t => new[]
                {
                    FormattableString.Invariant($"{t.Level:P0}"), t.Days.ToString(CultureInfo.InvariantCulture), Amount(t.VaR), Amount(t.CVaR), t.StandardError is { } error ? Amount(error) : "",
                }));
                Terminal.Table(to, ["series", "t", "price", "volatility"], r.Factors.Select(f => new[]
                {
                    f.Name, Amount(f.Tonnes), f.Spot.ToString("0.00##", CultureInfo.InvariantCulture), FormattableString.Invariant($"{f.VolatilityAnnual:P1}"),
                }));
                foreach (var m in r.Missing) to.WriteLine(FormattableString.Invariant($"not valued: {m.Account} {m.Unit} {m.Tonnes:N0} t, {m.Why}"));
                foreach (var label in r.Labels) to.WriteLine(label);
                if (r.Assumption is { } a)
                    to.WriteLine(FormattableString.Invariant(
                        $"VaR 95 % 1 day with the assumed correlations at {a.Assumed:0.##}: {r.Tails[0].VaR:N0}; at 0: {a.VaRAtZero:N0}; at {a.Highest:0.##}: {a.VaRAtHighest:N0}"));
                to.WriteLine($"seed {r.Seed}, {r.Paths} paths, kernel {r.Kernel}, input {r.InputHash[..16]}");
            });
            return Task.FromResult(Exit.Done);
        }, seed, paths);
    }

    private static string Amount(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
