using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>
/// Values what is held and simulates its risk, and what uncovered obligations will cost. The same for the same (as of, known, seed,
/// paths).
/// </summary>
/// <remarks>
/// Positions and shortages -> snapshot (factors, correlation) -> paths -> measures -> result. Another model takes the snapshot's place
/// before <see cref="PathEngine"/>.
/// </remarks>
public sealed class Valuation(Workplace workplace)
{
    /// <summary>Fewest and most paths of a run.</summary>
    public const int PathsMin = 1_000, PathsMax = 1_000_000;

    /// <summary>Paths where nobody asks for another number.</summary>
    public const int PathsDefault = 100_000;

    /// <summary>Seed where nobody asks for another one; that of the end of day.</summary>
    public const ulong SeedDefault = 7;

    private const double MainShare = 0.8; // of the progress; the rest is the two runs at other correlations
    private static readonly SemaphoreSlim turn = new(1); // a run takes every core and, at the most paths, 300 MB
    private static readonly int[] fanDays = [1, 5, 10, 15, 20, 30, 40, 50, 60];
    private static readonly double[] levels = [0.95, 0.99];

    /// <summary>Runs beside the caller, one at a time in this process.</summary>
    public async Task<ValuationResult> RunInTurn(AsOf asOf, ValuationAsked asked, IProgress<double>? progress, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try { return await Task.Run(() => Run(asOf, asked.Seed, asked.Paths, progress, ct), ct); }
        finally { turn.Release(); }
    }

    /// <summary>Runs.</summary>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="paths">From <see cref="PathsMin"/> to <see cref="PathsMax"/>.</param>
    /// <param name="progress">Takes the share done, 0..1.</param>
    /// <param name="ct">Breaks off.</param>
    public ValuationResult Run(AsOf asOf, ulong seed, int paths, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        var rules = RiskRules.Load(MarketData.Folder);
        var perYear = TradingDays(asOf.Date.Year);
        var book = Book.Of(workplace, rules, asOf, perYear);
        var model = Model.Of(book, rules, perYear);
        var due = book.Shortages.Where(s => s.Days is not null).Select(s => new Shortage(s.Row.Obligation, s.Row.Series!, s.Row.Short, s.Days!.Value)).ToList();
        int[] days = [.. fanDays.Concat(due.Select(s => s.Days)).Distinct().Order()];
        var request = new PathRequest(days, paths, seed) { Detailed = [1, .. due.Select(s => s.Days)] };
        var run = PathEngine.Run(model.Snapshot, request, Environment.ProcessorCount, Part(progress), ct);
        var (costs, sum) = Costs.Of(model.Snapshot, run, due);
        var result = Measured(model.Snapshot, run) with
        {
            AsOf = asOf.Date, Known = asOf.Known, Seed = seed, InputHash = InputHash(book, model.Snapshot, days), Missing = book.Missing,
            Assumption = model.Assumption(s => OneDay(s, request, ct)), Footings = [.. book.Histories.Select(h => h.Footing)], Correlations = model.Pairs,
            Shortages = [.. book.Shortages.Select(s => s.Row with { Cost = costs.FirstOrDefault(c => c.Name == s.Row.Obligation) })], ShortageCost = sum,
            Footing = book.Weakest,
        };
        var loss = Contributions.Of(model.Snapshot, run.Values[0], run.Growths[0]!, levels[0]).ToDictionary(f => f.Factor, StringComparer.Ordinal);
        progress?.Report(1);
        return result with
        {
            Labels = RiskLabels.Of(book, model),
            ByEntity = book.Split(p => p.Entity, loss),
            ByUnit = book.Split(p => p.Unit, loss),
        };
    }

    private static ValuationResult Measured(Snapshot snapshot, Paths run)
    {
        var now = snapshot.Value;
        double[] Values(int day) => run.Values[Enumerable.Range(0, run.Days.Count).First(d => run.Days[d] == day)];
        var (mean, error) = Measures.Mean(Values(10));
        return new(default, 0, 0, run.Values[0].Length, run.Kernel, "", now, mean, error,
            [.. from day in new[] { 1, 10 } from level in levels select Measures.Tail(now, Values(day), level, day)],
            [.. Measures.Fan(run, Environment.ProcessorCount).Where(f => fanDays.Contains(f.Days))],
            Measures.Distribution(now, Values(10)), snapshot.Factors, [], null, [])
        {
            OneDay = Measures.Distribution(now, Values(1)), Convergence = Measures.Converging(now, Values(1), levels[0]),
        };
    }

    private static double OneDay(Snapshot snapshot, PathRequest request, CancellationToken ct) => Measures.Tail(
        snapshot.Value, PathEngine.Run(snapshot, request with { Days = [1], Detailed = [] }, Environment.ProcessorCount, null, ct).Values[0], levels[0], 1).VaR;

    private static Share? Part(IProgress<double>? progress) => progress is null ? null : new Share(progress);

    private static string InputHash(Book book, Snapshot snapshot, int[] days)
    {
        var text = new StringBuilder(snapshot.Hash()).Append('\n').AppendJoin(',', days).Append('\n');
        foreach (var p in book.Positions) text.Append(CultureInfo.InvariantCulture, $"{p.Account}|{p.Unit}|{p.Tonnes}|{p.Series}|{p.Footing}\n");
        foreach (var (row, ahead) in book.Shortages) text.Append(CultureInfo.InvariantCulture, $"{row.Obligation}|{row.Short}|{row.Series}|{ahead}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private double TradingDays(int year)
    {
        var calendar = workplace.Rules.Calendar("CN-ETS");
        var nearest = calendar.Years.Keys.MinBy(y => (Math.Abs(y - year), y)); // a day outside the calendar has nothing to value, and is no error
        return calendar.OpenDays(new(nearest, 1, 1), new(nearest, 12, 31)).Count();
    }

    private sealed class Share(IProgress<double> whole) : IProgress<double>
    {
        public void Report(double value) => whole.Report(value * MainShare);
    }
}
