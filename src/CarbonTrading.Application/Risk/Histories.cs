using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>A series with its past, ready to be a factor.</summary>
/// <param name="Spot">Price in CNY.</param>
/// <param name="Daily">For correlations.</param>
internal sealed record History(string Series, double Spot, IReadOnlyList<Observed> Daily, FactorFooting Footing);

/// <summary>Reads the past of price series.</summary>
internal sealed class Histories(Workplace workplace, RiskRules rules, AsOf asOf, double tradingDaysPerYear)
{
    private PriceBook Prices => workplace.Read.Prices;

    /// <summary>The past of one series; or why it cannot be a factor.</summary>
    public (History? History, Remark? WhyNot) Of(string series)
    {
        var found = Prices.Catalogue.Find(series)!;
        if (Prices.ValueAt(series, found.Price, asOf.Date, asOf.Known) is not { } reading) return (null, Remark.Of("why.no-price", $"no price"));
        if (reading.Point.Value <= 0) return (null, Remark.Of("why.price-not-above-0", $"its price is not above 0"));
        if (Rate(found.Currency) is not { } rate) return (null, Remark.Of("why.no-rate", $"no exchange rate for {found.Currency}"));
        var seen = Prices.Observations(series, asOf.Date, asOf.Known).Where(o => o[found.Price] > 0).TakeLast(rules.Observations).ToList();
        var (daily, unreached) = Daily(found, seen);
        var byDays = Calibration.Volatility(daily, tradingDaysPerYear);
        var tonnes = seen.Select(Tonnes).ToList();
        double? thin = tonnes.All(t => t is null) ? null : tonnes.Count(t => (t ?? 0) < rules.ThinDayTonnes) / (double)tonnes.Count;
        var weekly = thin > rules.ThinShare ? ThinTrade.Volatility(
            [.. seen.Select((o, i) => new Traded(o.Date.DayNumber, (double)o[found.Price]!.Value, tonnes[i] ?? 0))], rules.WeekTonnesMin, rules.CapDeviations) : null;
        if ((weekly?.Annual ?? byDays) is not { } volatility) return (null, Remark.Of("why.no-volatility", $"fewer than two returns: no volatility"));
        return (new(series, (double)reading.Point.Value * rate.Value, daily, new(
            series, found.Currency, reading.Point.Value, reading.Date, reading.AgeTradingDays, reading.IsStale, rate.Value, rate.Series, rate.Date,
            seen.Count, seen[0].Date, byDays, volatility, weekly, thin, unreached)), null);
    }

    /// <summary>CNY for one unit of a currency, by the series <c>xxxcny</c>; null = there is none.</summary>
    private (double Value, string? Series, DateOnly? Date)? Rate(string currency)
    {
        if (currency == "CNY") return (1, null, null);
#pragma warning disable CA1308 // series ids are lower case
        var series = currency.ToLowerInvariant() + "cny";
#pragma warning restore CA1308
        return Prices.Catalogue.Find(series) is { } found && Prices.ValueAt(series, found.Price, asOf.Date, asOf.Known) is { Point.Value: > 0 } rate
            ? ((double)rate.Point.Value, series, rate.Date) : null;
    }

    private (IReadOnlyList<Observed> Prices, int Unreached) Daily(PriceSeries series, List<Observation> seen)
    {
        var calendar = workplace.Rules.Calendar(series.Calendar);
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

            prices.Add(new(seen[i].Date.DayNumber, (double)seen[i][series.Price]!.Value, gap));
        }

        return (prices, unreached);
    }

    private static double? Tonnes(Observation day) => (double?)(day["volume"] ?? (day["listed_volume"] is { } listed ? listed + (day["block_volume"] ?? 0) : null));

    /// <summary>Mondays to Fridays after one day up to another: what is left where the calendar does not reach.</summary>
    private static int Weekdays(DateOnly from, DateOnly to) => Enumerable.Range(1, to.DayNumber - from.DayNumber)
        .Count(i => from.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
}
