using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Compliance;

public class PenaltyWindowTests
{
    private static readonly DateOnly deadline = RealRules.Day("2026-12-31");

    [Fact]
    public void After_the_window_it_is_the_month_that_ends_the_day_before_the_deadline()
    {
        var window = PenaltyWindow.Of("cn-ets", deadline, RealRules.Day("2027-01-15"), RealRules.Book)!;
        Assert.Equal((RealRules.Day("2026-12-01"), RealRules.Day("2026-12-30"), false, "all", RuleStatus.Unsure),
            (window.From, window.To, window.IsEstimate, window.Trades, window.Status));
    }

    [Theory]
    [InlineData("2026-06-05", "2026-05-06", "2026-06-05", true)]
    [InlineData("2026-12-29", "2026-11-30", "2026-12-29", true)]
    [InlineData("2026-12-30", "2026-12-01", "2026-12-30", false)]
    [InlineData("2026-12-31", "2026-12-01", "2026-12-30", false)]
    public void Before_its_end_the_month_up_to_the_day_asked_stands_in_as_an_estimate(string day, string from, string to, bool isEstimate)
    {
        var window = PenaltyWindow.Of("cn-ets", deadline, RealRules.Day(day), RealRules.Book)!;
        Assert.Equal((RealRules.Day(from), RealRules.Day(to), isEstimate), (window.From, window.To, window.IsEstimate));
    }

    [Fact]
    public void The_calendar_month_before_is_that_of_the_rule_that_says_so()
    {
        var rules = new RuleBook(
            [new Rule("m", "penalty-price-window", false, "window", [new(new(2013, 1, 1), null, new(2013, 1, 1), null, "previous-calendar-month", null, RuleStatus.InForce, "S")])], []);
        var window = PenaltyWindow.Of("m", RealRules.Day("2024-12-31"), RealRules.Day("2025-01-02"), rules)!;
        Assert.Equal((RealRules.Day("2024-11-01"), RealRules.Day("2024-11-30"), "all", RuleStatus.Unknown), (window.From, window.To, window.Trades, window.Status));
    }

    [Fact]
    public void Six_months_end_the_day_before_the_deadline_in_Shenzhen_until_2022()
    {
        var window = PenaltyWindow.Of("shenzhen", RealRules.Day("2022-06-30"), RealRules.Day("2022-08-01"), RealRules.Book)!;
        Assert.Equal((RealRules.Day("2021-12-30"), RealRules.Day("2022-06-29")), (window.From, window.To));
    }

    [Fact]
    public void Where_the_window_is_not_known_there_is_none() =>
        Assert.Null(PenaltyWindow.Of("beijing", RealRules.Day("2026-10-31"), RealRules.Day("2026-06-05"), RealRules.Book));
}
