using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>When a trade is to be settled.</summary>
public static class SettlementDay
{
    /// <summary>The day agreed, of an OTC trade; else the trade date plus the venue's days of settlement, counted in its trading days; the trade date itself where it has no such rule.</summary>
    /// <remarks>Rules: <c>settlement-days</c> and <c>calendar</c> of the market. Years the calendar does not list count Monday to Friday.</remarks>
    public static DateOnly Of(CaptureTrade terms, RuleBook rules) =>
        terms.Method == TradeMethod.Otc ? terms.SettleOn ?? terms.TradeDate : After(terms.TradeDate, terms.Product.Market, rules);

    /// <summary>A day plus the days of settlement of a market; the day itself where it has no such rule.</summary>
    public static DateOnly After(DateOnly day, string market, RuleBook rules)
    {
        if (rules.TryFind("settlement-days", market, day) is not { IsKnown: true, Number: { } number }) return day;
        var calendar = rules.TryFind("calendar", market, day) is { IsKnown: true, Text: { } id } ? rules.Calendar(id) : null;
        for (var left = (int)number; left > 0; left--)
        {
            do day = day.AddDays(1);
            while (!(calendar?.Covers(day) == true ? calendar.IsOpen(day) : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        }

        return day;
    }
}
