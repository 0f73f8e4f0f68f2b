using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>A position that could not be valued.</summary>
public sealed record Unvalued(string Account, string Unit, long Tonnes, string Why);

/// <summary>A correlation that history does not give, and what it does to the result.</summary>
/// <param name="Assumed">Used in the result.</param>
/// <param name="VaRAtZero">VaR 95 % 1 day with all assumed correlations at 0.</param>
/// <param name="Highest">1, or the highest that is possible beside the measured ones.</param>
/// <param name="VaRAtHighest">The same there.</param>
public sealed record CorrelationAssumption(IReadOnlyList<string> Pairs, double Assumed, double VaRAtZero, double Highest, double VaRAtHighest);

/// <summary>Market value and risk of what is held, as of a pair of dates.</summary>
/// <param name="Value">CNY.</param>
/// <param name="Tails">VaR and CVaR 95 and 99 at 1 and 10 trading days, CNY.</param>
/// <param name="Labels">What the figures rest on that is not a price of the day: proxy, stale, assumed.</param>
public sealed record ValuationResult(
    DateOnly AsOf, long Known, ulong Seed, int Paths, string Kernel, string InputHash, double Value, double MeanIn10Days, double StandardError,
    IReadOnlyList<TailRisk> Tails, IReadOnlyList<FanDay> Fan, IReadOnlyList<Bin> Distribution, IReadOnlyList<Factor> Factors,
    IReadOnlyList<Unvalued> Missing, CorrelationAssumption? Assumption, IReadOnlyList<string> Labels);

/// <summary>Values what is held and simulates its risk. The same for the same (as of, known, seed, paths).</summary>
public sealed class Valuation(Workplace workplace)
{
    /// <summary>Fewest and most paths of a run.</summary>
    public const int PathsMin = 1_000, PathsMax = 1_000_000;

    private const int History = 250; // observations looked back on: about a trading year
    private const double AssumedCorrelation = 0.5; // stated in the result, with 0 and 1 beside it
    private const double OddVolatility = 1; // a year's standard deviation as large as the price: said, not cut off
    private static readonly int[] days = [1, 5, 10, 15, 20, 30, 40, 50, 60];

    /// <summary>Runs.</summary>
    public ValuationResult Run(AsOf asOf, ulong seed, int paths, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        var rows = workplace.Queries.Positions(asOf).Where(r => r.Held > 0).ToList();
        var missing = rows.Where(r => r.Price is null || r.Price.Currency != "CNY")
            .Select(r => new Unvalued(r.Account, r.Unit.ToString(), r.Held, r.Price is null ? "no price" : $"price in {r.Price.Currency}")).ToList();
        var valued = rows.Where(r => r.Price?.Currency == "CNY").ToList();
        var histories = valued.Select(r => r.Price!.Series).Distinct().Order(StringComparer.Ordinal).ToDictionary(s => s, s => Of(s, asOf));
        var perYear = TradingDays(asOf.Date.Year);
        foreach (var thin in histories.Where(h => Calibration.Volatility(h.Value.Prices, perYear) is null).Select(h => h.Key).ToList())
        {
            missing.AddRange(valued.Where(r => r.Price!.Series == thin).Select(r => new Unvalued(r.Account, r.Unit.ToString(), r.Held, "fewer than two returns: no volatility")));
            valued.RemoveAll(r => r.Price!.Series == thin);
            histories.Remove(thin);
        }

        var factors = histories.Select(h => new Factor(h.Key, h.Value.Prices[^1].Price, Calibration.Volatility(h.Value.Prices, perYear)!.Value,
            valued.Where(r => r.Price!.Series == h.Key).Sum(r => r.Held))).ToList();
        var (correlation, assumed) = Correlations(factors, histories);
        (Snapshot Snapshot, double Moved) With(double rho)
        {
            var (matrix, moved) = NearestCorrelation.Of(Matrix(factors, correlation, rho));
            return (new(factors, matrix, perYear), moved);
        }

        var (snapshot, used) = With(AssumedCorrelation);
        var (highest, highestRho) = With(1);
        var run = PathEngine.Run(snapshot, new(days, paths, seed), Environment.ProcessorCount, progress, ct);
        var (mean, error) = Measures.Mean(run.Values[2]);
        CorrelationAssumption? assumption = assumed.Count == 0 ? null
            : new(assumed, used, OneDay(With(0).Snapshot, paths, seed, ct), highestRho, OneDay(highest, paths, seed, ct));
        return new(asOf.Date, asOf.Known, seed, paths, run.Kernel, snapshot.Hash(), snapshot.Value, mean, error,
            [.. from day in new[] { 0, 2 } from level in new[] { 0.95, 0.99 } select Measures.Tail(snapshot.Value, run.Values[day], level, days[day])],
            Measures.Fan(run), Measures.Distribution(snapshot.Value, run.Values[2]), factors, missing, assumption,
            [.. Labels(valued, assumed), .. OfFactors(factors, histories, 1)]);
    }

    private static double OneDay(Snapshot snapshot, int paths, ulong seed, CancellationToken ct) => Measures.Tail(
        snapshot.Value, PathEngine.Run(snapshot, new([1], paths, seed), Environment.ProcessorCount, null, ct).Values[0], 0.95, 1).VaR;

    private (List<Observed> Prices, int Unreached) Of(string series, AsOf asOf)
    {
        var found = workplace.Read.Prices.Catalogue.Find(series)!;
        var calendar = workplace.Rules.Calendar(found.Calendar);
        var seen = workplace.Read.Prices.Observations(series, asOf.Date, asOf.Known).Where(o => o[found.Price] > 0).TakeLast(History).ToList();
        var (prices, unreached) = (new List<Observed>(), 0);
        for (var i = 0; i < seen.Count; i++)
        {
            int? gap = null;
            if (i > 0)
            {
                var reached = calendar.Covers(seen[i - 1].Date) && calendar.Covers(seen[i].Date);
                if (!reached) unreached++;
                gap = Math.Max(1, reached ? calendar.Between(seen[i - 1].Date, seen[i].Date) : Weekdays(seen[i - 1].Date, seen[i].Date));
            }

            prices.Add(new(seen[i].Date.DayNumber, (double)seen[i][found.Price]!.Value, gap));
        }

        return (prices, unreached);
    }

    /// <summary>Mondays to Fridays after one day up to another: what is left where the calendar does not reach.</summary>
    private static int Weekdays(DateOnly from, DateOnly to) => Enumerable.Range(1, to.DayNumber - from.DayNumber)
        .Count(i => from.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static (Dictionary<(int, int), double> Known, List<string> Assumed) Correlations(
        List<Factor> factors, Dictionary<string, (List<Observed> Prices, int Unreached)> histories)
    {
        var (known, assumed) = (new Dictionary<(int, int), double>(), new List<string>());
        for (var a = 0; a < factors.Count; a++)
            for (var b = 0; b < a; b++)
            {
                if (Calibration.Correlation(histories[factors[a].Name].Prices, histories[factors[b].Name].Prices) is { } rho) known[(a, b)] = rho;
                else assumed.Add($"{factors[b].Name} / {factors[a].Name}");
            }

        return (known, assumed);
    }

    private static double[][] Matrix(List<Factor> factors, Dictionary<(int, int), double> known, double assumed) =>
        [.. factors.Select((_, a) => factors.Select((_, b) => a == b ? 1 : known.GetValueOrDefault(a > b ? (a, b) : (b, a), assumed)).ToArray())];

    private double TradingDays(int year)
    {
        var calendar = workplace.Rules.Calendar("CN-ETS");
        var nearest = calendar.Years.Keys.MinBy(y => (Math.Abs(y - year), y)); // a day outside the calendar has nothing to value, and is no error
        return calendar.OpenDays(new(nearest, 1, 1), new(nearest, 12, 31)).Count();
    }

    private static IEnumerable<string> OfFactors(List<Factor> factors, Dictionary<string, (List<Observed> Prices, int Unreached)> histories, double shrunk)
    {
        foreach (var f in factors.Where(f => f.VolatilityAnnual > OddVolatility))
            yield return FormattableString.Invariant($"volatility of {f.Name} is {f.VolatilityAnnual:P0}: its history holds thin or odd trades");
        foreach (var (series, history) in histories.Where(h => h.Value.Unreached > 0))
            yield return $"{history.Unreached} gaps of {series} are counted in weekdays: its calendar does not reach there";
        if (shrunk < 1) yield return FormattableString.Invariant($"correlations were shrunk to {shrunk:P0} to be possible together");
    }

    private static List<string> Labels(List<PositionRow> valued, List<string> assumed)
    {
        var total = valued.Sum(r => r.Value ?? 0);
        string Share(Func<PositionRow, bool> which) => total == 0 ? "0%" : FormattableString.Invariant($"{valued.Where(which).Sum(r => r.Value ?? 0) / total:P1}");
        List<string> labels = [];
        if (valued.Any(r => r.Price!.Proxy)) labels.Add($"{Share(r => r.Price!.Proxy)} of the value rests on another product's price");
        if (valued.Any(r => r.Price!.Stale == true)) labels.Add($"{Share(r => r.Price!.Stale == true)} of the value rests on stale prices");
        if (assumed.Count > 0) labels.Add($"{assumed.Count} correlations are assumed: fewer than {Calibration.CommonDaysMin} common trading days");
        return labels;
    }
}
