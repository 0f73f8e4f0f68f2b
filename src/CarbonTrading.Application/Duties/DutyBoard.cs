using CarbonTrading.Application.Planning;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Duties;

/// <summary>What is to be done, by slack: every deadline with its authority's zone and the plan that leads to it.</summary>
/// <remarks>A day of the books begins at the opening of the planning hours where the authority is; slack counts from there.</remarks>
public sealed class DutyBoard(Workplace workplace)
{
    private const int NamesMax = 5;

    private ReadSide Read => workplace.Read;

    /// <summary>Duties, the least slack first; those without a known deadline last.</summary>
    public IReadOnlyList<Duty> All(AsOf asOf)
    {
        var forecasts = workplace.Queries.Forecasts.All(asOf);
        var rows = workplace.Queries.Compliance.Obligations(asOf);
        var found = Obligations(rows, forecasts, asOf).Concat(Evidence(asOf)).Concat(CarryOver(asOf)).ToList();
        return [.. found.OrderBy(d => d.Slack ?? decimal.MaxValue).ThenByDescending(d => d.StakeMax ?? 0)
            .ThenBy(d => d.Entity, StringComparer.Ordinal).ThenBy(d => d.Kind, StringComparer.Ordinal)];
    }

    /// <summary>What stops the day: prices, settlements, jobs, processes.</summary>
    public async Task<IReadOnlyList<DayStop>> Stops(AsOf asOf, CancellationToken ct)
    {
        var findings = workplace.Queries.Findings(asOf);
        var held = workplace.Queries.Positions(asOf).Where(p => p.Held > 0).ToList();
        var trades = Read.Trades.All(asOf.Known).Select(t => (t.Key, State: t.On(asOf.Date))).ToList();
        List<(string Kind, IReadOnlyList<string> All, string Link)> found =
        [
            ("price-missing", [.. held.Where(p => p.Price is null).Select(p => p.Code).Distinct()], "/market-data"),
            ("price-stale", [.. held.Where(p => p.Price?.Stale == true).Select(p => p.Price!.Series).Distinct()], "/market-data"),
            ("price-fault", [.. findings.Where(f => f.Finding is { Severity: Severity.Fault } found && found.Date == asOf.Date).Select(f => f.Series).Distinct()], "/market-data"),
            ("settlement-failed", [.. trades.Where(t => t.State.Status is TradeStatus.Failed or TradeStatus.Expired || t.State is { Status: TradeStatus.Settled, LastProblem: not null })
                .Select(t => t.Key)], "/settlement"),
            ("settlement-late", [.. trades.Where(t => t.State is { Status: TradeStatus.InTransit, Terms: { } at } && at.TradeDate < asOf.Date).Select(t => t.Key)], "/settlement"),
            ("job-failed", [.. Read.Jobs.All(asOf.Known).Where(j => j.State.Status == JobStatus.Failed).Select(j => j.Key)], "/jobs"),
            ("process-parked", [.. (await workplace.Processes.ParkedReactions(ct)).Select(p => p.Value)], "/evidence"),
        ];
        return [.. found.Where(f => f.All.Count > 0).Select(f => new DayStop(f.Kind, f.All.Count, [.. f.All.Take(NamesMax)], f.Link))];
    }

    private IEnumerable<Duty> Obligations(IReadOnlyList<ObligationRow> rows, IReadOnlyList<Forecasts.ForecastRow> forecasts, AsOf asOf)
    {
        foreach (var row in rows)
        {
            var of = new About(row.Account, row.Market, row.Year, asOf);
            if (row.Status is ObligationStatus.Open or ObligationStatus.Estimate && of.HasEnded)
                yield return Make(of, "report", DeadlineOf("report-deadline", row.Market, row.Year, asOf), null, false);
            if (row.Status is ObligationStatus.Reported)
            {
                var rule = row.Sector == Sector.Power ? "verification-deadline-power" : "verification-deadline-other";
                yield return Make(of, "verification", DeadlineOf(rule, row.Market, row.Year, asOf), row.Emissions, Waits(row.Key, "record-verified"));
            }
            if (row.Status != ObligationStatus.Surrendered && of.HasEnded)
            {
                var forecast = forecasts.FirstOrDefault(f => f.Key == row.Key);
                var isShort = forecast?.Balance50 < 0;
                var duty = Make(of, isShort ? "surrender-short" : "surrender", row.Deadline, row.Remaining ?? forecast?.Emissions.P50,
                    Waits(row.Account, "surrender-units", ("complianceYear", row.Year.ToString(System.Globalization.CultureInfo.InvariantCulture))));
                yield return row.Penalty is { } p
                    ? duty with { Stake = Stake.Penalty, StakeMin = Sum(p.FixedMin, p.ScaledMin), StakeMax = p.Worst, Currency = p.Currency } : duty;
            }

            var filed = Read.Obligations.Find(row.Key, asOf.Known)?.On(asOf.Date).Filings.ContainsKey(Filing.DataQualityPlan) == true;
            if (!filed && of.HasEnded && DeadlineOf("data-quality-plan-deadline", row.Market, row.Year, asOf) is { } plan)
                yield return Make(of, "data-quality-plan", plan, null, Waits(row.Key, "record-filing", ("filing", "data-quality-plan")));
        }
    }

    /// <summary>Months of a year not verified yet whose evidence is not there, where the market asks for it within some days of the month's end.</summary>
    private IEnumerable<Duty> Evidence(AsOf asOf)
    {
        foreach (var (key, state) in Read.Obligations.All(asOf.Known).Select(o => (o.Key, o.On(asOf.Date))).Where(o => o.Item2 is { IsOpened: true, Verified: null }))
            for (var month = 1; month <= 12; month++)
            {
                var end = new DateOnly(state.Year, month, 1).AddMonths(1).AddDays(-1);
                if (end >= asOf.Date || state.Activity.ContainsKey(month)) continue;
                if (workplace.Rules.TryFind("monthly-evidence-days", state.Market, end) is not { IsKnown: true, Number: { } days } rule) continue;
                if (Zone(state.Market, end) is not { } zone) continue;
                var deadline = DeadlineRows.Of(new(end.AddDays((int)days), null, zone), rule.Source, rule.Status, workplace.Rules, asOf);
                var duty = Make(new(state.Account, state.Market, state.Year, asOf), "monthly-evidence", deadline, null, false);
                yield return duty with { Month = month };
            }
    }

    private IEnumerable<Duty> CarryOver(AsOf asOf)
    {
        foreach (var c in Duties.CarryOver.Of(workplace, asOf))
        {
            var of = new About(c.Account, c.Product.Market, c.Year, asOf);
            var deadline = DeadlineOf("carry-over-application-deadline", c.Product.Market, c.Year, asOf);
            foreach (var (kind, tonnes, waits) in new[] { ("carry-over", c.ToFile, Waits(c.Obligation, "record-filing", ("filing", "carry-over"))), ("sell-excess", c.ToSell, false) })
            {
                if (tonnes == 0) continue;
                var price = workplace.Queries.Price(c.Product, asOf);
                var worth = price is null ? (decimal?)null : decimal.Round(price.Value * tonnes, 2, MidpointRounding.AwayFromZero);
                yield return Make(of, kind, deadline, tonnes, waits) with
                {
                    Product = c.Product.Code, Stake = price is null ? Stake.Unknown : Stake.Lapse, StakeMin = worth, StakeMax = worth, Currency = price?.Currency,
                };
            }
        }
    }

    private sealed record About(string Account, string Market, int Year, AsOf AsOf)
    {
        public bool HasEnded => AsOf.Date.Year > Year;
    }

    private Duty Make(About of, string kind, DeadlineRow? deadline, long? tonnes, bool waits)
    {
        var account = Read.Accounts.Find(of.Account, of.AsOf.Known);
        var chain = workplace.Planning.Chains[kind];
        var (lastSafe, slack, plan) = Schedule(chain, deadline, of.AsOf.Date);
        var missed = deadline is not null && of.AsOf.Date > deadline.Date;
        return new(kind, of.Account, account?.Name ?? of.Account, account?.NameZh ?? of.Account, of.Market, of.Year, null, null, tonnes,
            Stake.Unknown, null, null, null, deadline, lastSafe, slack, plan, chain.Owner, slack is { } s ? workplace.Planning.EscalatedTo(s) : null,
            missed ? DutyStatus.Missed : waits ? DutyStatus.AtApproval : DutyStatus.Open,
            kind is "sell-excess" or "surrender-short" ? $"/trades/new?account={of.Account}" : "/compliance",
            deadline is null || deadline.Status > chain.Status ? deadline?.Status ?? RuleStatus.Unknown : chain.Status, chain.Source);
    }

    /// <summary>Walks back from the planning instant through the steps, in the working time of the authority's place.</summary>
    private (DateTimeOffset? LastSafe, decimal? Slack, IReadOnlyList<PlannedStep> Plan) Schedule(Chain chain, DeadlineRow? deadline, DateOnly day)
    {
        if (deadline is null) return (null, null, []);
        var time = new WorkingTime(workplace.Rules.Calendar(DeadlineRows.CalendarOf(deadline.Zone)), workplace.Planning.From, workplace.Planning.To);
        if (!time.Calendar.Covers(day) || !time.Calendar.Covers(deadline.Date)) return (null, null, []);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(deadline.Zone);
        var moment = TimeZoneInfo.ConvertTime(deadline.PlanningInstant, zone).DateTime;
        var plan = new List<PlannedStep>();
        foreach (var step in chain.Steps.Reverse())
        {
            moment = time.Back(moment, step.WorkingDays);
            plan.Insert(0, new(step.Step, step.WorkingDays, new DateTimeOffset(moment, zone.GetUtcOffset(moment)).ToUniversalTime()));
        }

        return (plan[0].LatestStart, time.Between(day.ToDateTime(workplace.Planning.From), moment), plan);
    }

    private DeadlineRow? DeadlineOf(string parameter, string market, int year, AsOf asOf) =>
        AuthorityDeadline.Of(parameter, market, year, workplace.Rules) is { Deadline: { } at } found
            ? DeadlineRows.Of(at, found.Source, found.Status, workplace.Rules, asOf) : null;

    private string? Zone(string market, DateOnly day) => workplace.Rules.TryFind("deadline-zone", market, day) is { IsKnown: true } zone ? zone.Text : null;

    /// <summary>Whether a proposal of this command waits, with this field where one is named.</summary>
    private bool Waits(string key, string command, (string Field, string Value)? field = null) => Read.Proposals.All()
        .Any(p => p.State is { Status: ProposalStatus.Waiting } s && s.Key == key && s.Command == command
            && (field is not { } f || (s.Body.TryGetProperty(f.Field, out var value) && value.ToString() == f.Value)));

    private static decimal? Sum(decimal? a, decimal? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
