using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Forecasts;

namespace CarbonTrading.Cli;

/// <summary>Verbs that look ahead: forecasts and duties.</summary>
public static class PlanningVerbs
{
    /// <summary><c>forecast</c>.</summary>
    public static Command Forecast()
    {
        var year = new Option<int?>("--year") { Description = "Only this compliance year." };
        return Verbs.Query("forecast", "Year-end emissions, allocation, surplus or shortage of every obligation not covered yet.", (parsed, w, pair, _) =>
        {
            var only = parsed.GetValue(year);
            if (only is < 2013 or > 2100) return Task.FromResult(Terminal.Refuse(parsed, DeskErrors.BadQuery("year", "a compliance year from 2013 to 2100")));
            var rows = w.Queries.Forecasts.All(pair).Where(r => only is null || r.Year == only).ToList();
            Terminal.Print(parsed, w.Queries.With(pair, rows), to =>
            {
                Terminal.Table(to,
                    ["obligation", "basis", "months", "P10 t", "P50 t", "P90 t", "allocation t", "units t", "carried t", "credit room t", "balance P50 t", "balance P90 t",
                        "value", "cur", "deadline", "labels"],
                    rows.Select(r => new[]
                    {
                        r.Key, Basis(r), r.Emissions.Months.ToString(CultureInfo.InvariantCulture), Q(r.Emissions.P10), Q(r.Emissions.P50), Q(r.Emissions.P90),
                        Q(r.Allocation.Expected), Verbs.T(r.Units), Verbs.T(r.CarriedToCome), Q(r.OffsetRoom), Q(r.Balance50), Q(r.Balance90), Verbs.M(r.Value50), r.Price?.Currency ?? "",
                        Instant(r.Deadline), string.Join(' ', r.Labels),
                    }));
                if (rows.Count == 0) to.WriteLine("No obligation is open" + (only is { } y ? string.Create(CultureInfo.InvariantCulture, $" for {y}") : "") + ".");
            });
            return Task.FromResult(Exit.Done);
        }, year);
    }

    /// <summary><c>duties</c>.</summary>
    public static Command Duties() => Verbs.Query("duties", "What must be done, the least slack first, with the latest safe start.", async (parsed, w, pair, ct) =>
    {
        var duties = w.Queries.Duties.All(pair);
        var stops = await w.Queries.Duties.Stops(pair, ct);
        Terminal.Print(parsed, w.Queries.With(pair, new DutyAnswer(duties, stops)), to =>
        {
            Terminal.Table(to, ["slack wd", "duty", "entity", "year", "t", "latest start", "deadline", "miss costs", "cur", "owner", "escalated to", "status"],
                duties.Select(d => new[]
                {
                    d.Slack?.ToString("0.0", CultureInfo.InvariantCulture) ?? "?",
                    d.Month is { } m ? string.Create(CultureInfo.InvariantCulture, $"{d.Kind} {m:00}") : d.Kind, d.Entity,
                    d.Year?.ToString(CultureInfo.InvariantCulture) ?? "", d.Tonnes is { } t ? $"{Verbs.T(t)} {d.Product}".Trim() : "",
                    d.LastSafe?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "not known", Instant(d.Deadline),
                    d.StakeMin == d.StakeMax ? Verbs.M(d.StakeMax) : $"{Verbs.M(d.StakeMin)} - {Verbs.M(d.StakeMax)}", d.Currency ?? "", d.Owner, d.Escalated ?? "", d.Status.ToString(),
                }));
            foreach (var stop in stops) to.WriteLine($"{stop.Kind}: {stop.Count.ToString(CultureInfo.InvariantCulture)} ({string.Join(", ", stop.Names)})");
            if (duties.Count + stops.Count == 0) to.WriteLine("Nothing is due.");
        });
        return Exit.Done;
    });

    private static string Basis(ForecastRow row) => row.Emissions.SigmaAssumed ? row.Emissions.Basis + "?" : row.Emissions.Basis.ToString();

    private static string Instant(DeadlineRow? deadline) => deadline?.Instant.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "not known";

    private static string Q(long? tonnes) => tonnes is { } t ? Verbs.T(t) : "?";
}
