using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>The days over which the average price of a fine is taken, and which trades count.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="IsEstimate">The rule's own days are not over yet: as many days up to the day asked stand in for them.</param>
/// <param name="Name">Value of the rule: month-ending-day-before-deadline, previous-calendar-month, previous-six-months.</param>
/// <param name="Trades">Which trades count: all, listed.</param>
/// <param name="Source">Source of the window.</param>
/// <param name="Status">The least sure of window and trades.</param>
public sealed record PenaltyWindow(DateOnly From, DateOnly To, bool IsEstimate, string Name, string Trades, string Source, RuleStatus Status)
{
    private const int MonthsOfHalfYear = 6;

    /// <summary>Reads it from the rules; null where the window is not known.</summary>
    /// <remarks>
    /// Rules: <c>penalty-price-window</c>, <c>penalty-price-basis</c>, by the missed deadline. Where the trades are not known, all count. A month is a
    /// calendar month: the one ending on 2026-12-30 starts on 2026-12-01.
    /// </remarks>
    /// <param name="market">Market.</param>
    /// <param name="deadline">Day of the missed deadline.</param>
    /// <param name="day">Day asked.</param>
    /// <param name="rules">Rule book.</param>
    public static PenaltyWindow? Of(string market, DateOnly deadline, DateOnly day, RuleBook rules)
    {
        if (rules.TryFind("penalty-price-window", market, deadline) is not { IsKnown: true, Text: { } name } window) return null;
        var trades = rules.TryFind("penalty-price-basis", market, deadline);
        var months = name == "previous-six-months" ? MonthsOfHalfYear : 1;
        var last = name == "previous-calendar-month" ? deadline.AddDays(-deadline.Day) : deadline.AddDays(-1);
        var to = day < last ? day : last;
        var status = trades is null ? RuleStatus.Unknown : trades.Status > window.Status ? trades.Status : window.Status;
        return new(Start(to, months), to, day < last, name, trades?.Text ?? "all", window.Source, status);
    }

    /// <summary>First day of so many months that end on a day; whole calendar months where it is the last of one.</summary>
    private static DateOnly Start(DateOnly to, int months) => to.AddDays(1).Day == 1
        ? to.AddDays(1).AddMonths(-months) : to.AddMonths(-months).AddDays(1);
}
