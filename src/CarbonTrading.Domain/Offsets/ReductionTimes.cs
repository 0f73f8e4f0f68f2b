using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>A day from the rules and how sure it is.</summary>
/// <param name="Day">First or last day, inclusive.</param>
/// <param name="Source">Source.</param>
/// <param name="Status">The least sure of the rules behind it; the boundary mark counts only for the boundary day itself.</param>
public sealed record RuleDay(DateOnly Day, string Source, RuleStatus Status);

/// <summary>Time rules of reduction projects, market <c>ccer</c>. Boundary marks (does the day itself count?) come from the rule files.</summary>
public static class ReductionTimes
{
    /// <summary>First day on which construction may have started.</summary>
    /// <remarks>Rules: <c>construction-after</c>, <c>construction-after-boundary</c>.</remarks>
    public static RuleDay? ConstructionFrom(DateOnly day, RuleBook rules) => FirstAfter("construction-after", "construction-after-boundary", day, rules);

    /// <summary>First day of reductions that count.</summary>
    /// <remarks>Rules: <c>reductions-after</c>, <c>reductions-after-boundary</c>.</remarks>
    public static RuleDay? ReductionsFrom(DateOnly day, RuleBook rules) => FirstAfter("reductions-after", "reductions-after-boundary", day, rules);

    /// <summary>First day of reductions an application may cover.</summary>
    /// <remarks>Rules: <c>application-window-years</c>, <c>application-window-boundary</c>; never before <see cref="ReductionsFrom"/>.</remarks>
    /// <param name="application">Day of the application.</param>
    /// <param name="rules">Rule book.</param>
    public static RuleDay? WindowFrom(DateOnly application, RuleBook rules)
    {
        if (rules.TryFind("application-window-years", CcerHoldingDecider.Market, application) is not { Number: { } years } rule) return null;
        var first = application.AddYears(-(int)years);
        var window = new RuleDay(Counts("application-window-boundary", application, rules) ? first : first.AddDays(1), rule.Source, rule.Status);
        return ReductionsFrom(application, rules) is { } general && general.Day > window.Day ? general : window;
    }

    /// <summary>Last day of a crediting period.</summary>
    /// <remarks>Rule: <c>crediting-end-boundary</c>. Inclusive: ten years from 2021-01-01 end on 2030-12-31.</remarks>
    public static DateOnly CreditingEnd(DateOnly start, int years, DateOnly day, RuleBook rules)
    {
        var end = start.AddYears(years).AddDays(-1);
        return Counts("crediting-end-boundary", day, rules) ? end : end.AddDays(-1);
    }

    /// <summary>Most and least years of a crediting period; null where the methodology's are not known.</summary>
    /// <remarks>Rules: <c>crediting-years-CODE</c>, <c>crediting-years-min-CODE</c>.</remarks>
    public static (RuleValue? Most, RuleValue? Least) CreditingYears(string methodology, DateOnly day, RuleBook rules) => (
        rules.TryFind("crediting-years-" + methodology, CcerHoldingDecider.Market, day),
        rules.TryFind("crediting-years-min-" + methodology, CcerHoldingDecider.Market, day));

    /// <summary>Last day of a public notice; null where no rule governs it.</summary>
    /// <remarks>
    /// Rules: <c>notice-working-days</c>, <c>notice-counts-start-day</c>; calendar CN, make-up days included. Where the calendar does not reach, Monday to
    /// Friday count and the day is only expected.
    /// </remarks>
    public static RuleDay? NoticeEnd(DateOnly start, RuleBook rules)
    {
        if (rules.TryFind("notice-working-days", CcerHoldingDecider.Market, start) is not { Number: { } days } rule) return null;
        var counts = rules.TryFind("notice-counts-start-day", CcerHoldingDecider.Market, start)?.Text == "yes";
        return WorkingDays(counts ? start.AddDays(-1) : start, (int)days, rule, rules);
    }

    /// <summary>Last day of the registry's check of an application for issuance: credits that are verified are expected then. Null where no rule governs it.</summary>
    /// <remarks>Rule: <c>registry-check-working-days</c>, counted from the day after; calendar CN as above.</remarks>
    public static RuleDay? CheckedBy(DateOnly applied, RuleBook rules) =>
        rules.TryFind("registry-check-working-days", CcerHoldingDecider.Market, applied) is { Number: { } days } rule ? WorkingDays(applied, (int)days, rule, rules) : null;

    private static RuleDay WorkingDays(DateOnly day, int count, RuleValue rule, RuleBook rules)
    {
        var (calendar, known) = (rules.Calendar("CN"), true);
        bool IsOpen(DateOnly on)
        {
            if (calendar.Covers(on)) return calendar.IsOpen(on);
            known = false;
            return on.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        for (; count > 0; count--)
        {
            do day = day.AddDays(1); while (!IsOpen(day));
        }

        return new(day, rule.Source, known ? rule.Status : RuleStatus.Expected);
    }

    private static RuleDay? FirstAfter(string parameter, string boundary, DateOnly day, RuleBook rules)
    {
        if (rules.TryFind(parameter, CcerHoldingDecider.Market, day) is not { Text: { } text } rule) return null;
        var after = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(Counts(boundary, day, rules) ? after : after.AddDays(1), rule.Source, rule.Status);
    }

    private static bool Counts(string boundary, DateOnly day, RuleBook rules) =>
        rules.TryFind(boundary, CcerHoldingDecider.Market, day)?.Text == "inclusive";
}
