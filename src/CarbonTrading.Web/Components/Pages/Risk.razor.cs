using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;
using CarbonTrading.Web.Components.Parts;
using Microsoft.AspNetCore.Components;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>Value and risk: what the end of day kept for the business date, else a run of now; and runs at other seeds.</summary>
public partial class Risk
{
    private ValuationResult? result;
    private bool isDay;
    private (DateOnly, long?) standsOn;
    private CancellationTokenSource? stop;
    private double share;
    private DomainError? error;
    private string seed = "", paths = "";
    private int horizon = 1;
    private bool live;

    [SupplyParameterFromQuery(Name = "seed")] private string? SeedAsked { get; set; }

    [SupplyParameterFromQuery(Name = "paths")] private string? PathsAsked { get; set; }

    /// <summary>
    /// Nothing changes under the reader's eyes: the figures move only with the pair of dates in the address, or when asked to.
    /// </summary>
    protected override async Task Load()
    {
        var on = (Seen.Date, Link.Known is null && Link.KnownInstant is null ? (long?)null : Seen.Known);
        if (on == standsOn) return;
        standsOn = on;
        (seed, paths) = (SeedAsked ?? $"{Valuation.SeedDefault}", PathsAsked ?? $"{Valuation.PathsDefault}");
        stop?.Cancel();
        var kept = SeedAsked is null && PathsAsked is null ? await DayValuation.Find(Workplace, Seen.Date, CancellationToken.None) : null;
        (result, isDay) = kept is not null && kept.Known <= Seen.Known ? (kept, true) : (null, false);
        if (result is null && live) Start();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        live = true; // not while the page is only prerendered: it would run twice
        if (result is null && Trouble is null) Start();
    }

    private void RunAgain()
    {
        if (ValuationAsked.Read(seed, paths).Error is { } wrong)
        {
            error = wrong;
            return;
        }

        Nav.NavigateTo(Nav.GetUriWithQueryParameters(new Dictionary<string, object?> { ["seed"] = seed, ["paths"] = paths }), replace: true);
        Start();
    }

    private void Start()
    {
        (var asked, error) = ValuationAsked.Read(seed, paths);
        if (asked is null) return;
        stop?.Cancel();
        var mine = stop = new CancellationTokenSource();
        share = 0;
        StateHasChanged();
        _ = Run(Seen, asked, mine);
    }

    private async Task Run(AsOf asOf, ValuationAsked asked, CancellationTokenSource mine)
    {
        ValuationResult? found = null;
        try { found = await new Valuation(Workplace).RunInTurn(asOf, asked, new Shares(this, mine), mine.Token); }
        catch (OperationCanceledException) { /* the reader broke it off, or is gone: what was shown stays */ }
        await InvokeAsync(() =>
        {
            if (stop == mine) stop = null;
            if (found is not null && !mine.IsCancellationRequested) (result, isDay) = (found, false);
            mine.Dispose();
            StateHasChanged();
        });
    }

    private void Break() => stop?.Cancel();

    /// <inheritdoc/>
    public override void Dispose()
    {
        stop?.Cancel();
        base.Dispose();
    }

    private IReadOnlyList<(string, string)> Stands => result is not { } r ? About :
    [
        ("asOf", F.Date(r.AsOf)), ("known", $"{r.Known}"), ("rules", Workplace.Rules.Version), ("seed", $"{r.Seed}"), ("paths", $"{r.Paths}"), ("kernel", r.Kernel),
        ("input", r.InputHash), ("stands", r.IsFinal ? "final" : "provisional"),
    ];

    private string File(string what) => $"risk-{what}-{F.Date(result!.AsOf)}";

    private IReadOnlyList<Bin> Bins(ValuationResult r) => horizon == 1 ? r.OneDay : r.Distribution;

    private static double SizeOf(IReadOnlyList<Bin> bins) => Math.Max(Math.Abs(bins[0].From), Math.Abs(bins[^1].To));

    private (decimal Divisor, string Name) Scale(double size) => F.Scale((decimal)size, "CNY");

    private string Text(double amount)
    {
        var (value, unit) = F.Scaled((decimal)amount, "CNY");
        return $"{value} {unit}";
    }

    private string Whole(double amount) => F.Number(decimal.Round((decimal)amount, 0));

    private string Error(double? error) => error is { } e ? T["risk.error", Text(e)] : T["risk.no-error"];

    private string DistributionFinding(ValuationResult r)
    {
        var tail = r.Tail(0.95, horizon)!;
        return T["risk.distribution-finding", horizon, Text(tail.VaR), Text(tail.CVaR)];
    }

    private string FanFinding(ValuationResult r) => T["risk.fan-finding", r.Fan[^1].Days, Text(r.Fan[^1].P5), Text(r.Fan[^1].P95), Text(r.Fan[^1].P50)];

    private string FootingName(Footing footing) => T.OrCode("risk.footing", Kebab.Of(footing));

    private string Entity(string key) => Read.Organisation.Find(key)?.State is { } unit ? T.Pick(unit.Name, unit.NameZh) : key;

    private string Unit(string key) => UnitClass.TryParse(key, out var unit) ? $"{unit.Product.Code} {T.OrCode("origin", Kebab.Of(unit.Origin))}" : key;

    /// <summary>Takes the progress from the threads of the run to the circuit, a few times a second.</summary>
    private sealed class Shares(Risk page, CancellationTokenSource run) : IProgress<double>
    {
        private const int EveryMs = 100;
        private long next;

        public void Report(double value)
        {
            var (now, due) = (Environment.TickCount64, Interlocked.Read(ref next));
            if (now < due || Interlocked.CompareExchange(ref next, now + EveryMs, due) != due) return;
            _ = page.InvokeAsync(() =>
            {
                if (page.stop != run) return;
                page.share = value;
                page.StateHasChanged();
            });
        }
    }
}
