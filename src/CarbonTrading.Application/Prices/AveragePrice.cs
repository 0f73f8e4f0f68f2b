using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>How an average was taken.</summary>
public enum AverageMethod
{
    /// <summary>Turnover divided by quantity: exact.</summary>
    Turnover,
    /// <summary>Day prices weighted by the day's quantity: the series gives no turnover.</summary>
    WeightedDayPrices,
    /// <summary>Plain mean of the day prices: the series gives no quantities.</summary>
    MeanOfDayPrices,
}

/// <summary>Average price of a series over some days.</summary>
/// <param name="Value">Per tonne, four decimals half-up.</param>
/// <param name="Method">How it was taken.</param>
/// <param name="Days">Days that entered.</param>
/// <param name="MissingDays">Open days of the series' calendar without a row; null = the calendar does not reach.</param>
/// <param name="Last">Last day that entered.</param>
public sealed record AveragePrice(decimal Value, AverageMethod Method, int Days, int? MissingDays, DateOnly Last)
{
    private const int Decimals = 4;

    /// <summary>Takes it; null where no day has a price, never 0.</summary>
    /// <param name="series">Series.</param>
    /// <param name="days">Its rows within the window.</param>
    /// <param name="from">First day of the window.</param>
    /// <param name="to">Last day of the window.</param>
    /// <param name="trades">Which trades count: listed, or all.</param>
    /// <param name="calendar">Calendar of the series.</param>
    public static AveragePrice? Of(
        PriceSeries series, IReadOnlyList<Observation> days, DateOnly from, DateOnly to, string trades, WorkCalendar calendar)
    {
        var rows = days.Where(d => d.Date >= from && d.Date <= to && d[series.Price] is not null).ToList();
        if (rows.Count == 0) return null;
        int? missing = calendar.Covers(from) && calendar.Covers(to) ? calendar.OpenDays(from, to).Except(rows.Select(r => r.Date)).Count() : null;
        AveragePrice With(decimal value, AverageMethod method, IReadOnlyCollection<Observation> used) =>
            new(decimal.Round(value, Decimals, MidpointRounding.AwayFromZero), method, used.Count, missing, used.Max(d => d.Date));

        var turnover = trades == "listed" ? PriceFields.ListedAmount : PriceFields.Amount;
        var turned = rows.Where(d => d[turnover] is > 0 && Quantity(d, trades) > 0).ToList();
        if (turned.Count > 0)
            return With(turned.Sum(d => d[turnover]!.Value) / turned.Sum(d => Quantity(d, trades)), AverageMethod.Turnover, turned);
        var weighed = rows.Where(d => Quantity(d, trades) > 0).ToList();
        return weighed.Count > 0
            ? With(weighed.Sum(d => d[series.Price]!.Value * Quantity(d, trades)) / weighed.Sum(d => Quantity(d, trades)),
                AverageMethod.WeightedDayPrices, weighed)
            : With(rows.Sum(d => d[series.Price]!.Value) / rows.Count, AverageMethod.MeanOfDayPrices, rows);
    }

    private static decimal Quantity(Observation day, string trades) => trades == "listed" ? day["listed_volume"] ?? 0
        : day["volume"] ?? (day["listed_volume"] ?? 0) + (day["block_volume"] ?? 0) + (day["auction_volume"] ?? 0);
}
