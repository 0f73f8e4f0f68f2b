using System.Globalization;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>
/// The valuation that the end of day keeps for each business date, beside the log: it can be computed again from it at any time.
/// </summary>
public static class DayValuation
{
    private const string Area = "valuation";

    /// <summary>Values the day with the default seed and keeps the result. Done again on the same inputs it leaves what it finds.</summary>
    public static readonly Step Step = new("value", async (job, ct) =>
    {
        await job.Workplace.Tail.CatchUp(ct);
        var result = await new Valuation(job.Workplace).RunInTurn(
            new(job.Date, job.Workplace.Tail.Position, false), new(Valuation.SeedDefault, Valuation.PathsDefault), job.Report, ct);
        if (await Find(job.Workplace, job.Date, ct) is { } kept && Same(kept, result)) result = kept;
        else await job.Workplace.Store.Values.Put(Area, Key(job.Date), Contract.Encode(result), ct);
        return new(Line(result), result.Labels.Count);
    });

    /// <summary>What was kept for a business date; null = its end of day has not valued it.</summary>
    public static async Task<ValuationResult?> Find(Workplace workplace, DateOnly date, CancellationToken ct) =>
        await workplace.Store.Values.Get(Area, Key(date), ct) is { } stored ? Contract.Decode<ValuationResult>(stored) : null;

    private static bool Same(ValuationResult kept, ValuationResult now) =>
        (kept.InputHash, kept.Seed, kept.Paths) == (now.InputHash, now.Seed, now.Paths);

    private static Remark Line(ValuationResult r) => Remark.Of("job-step.value",
        $"value CNY {r.Value:N2} without {r.WithoutTonnes:N0} t, VaR 95 % 1 day CNY {r.Tail(0.95, 1)?.VaR ?? 0:N0}, seed {r.Seed}, input {r.InputHash[..16]}");

    private static string Key(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
