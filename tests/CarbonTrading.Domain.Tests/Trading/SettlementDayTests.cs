using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>The day a trade settles, by the venue's rule and its real calendar.</summary>
public class SettlementDayTests
{
    private static string Settles(string market, string tradeDate) => SettlementDay.Of(
        new(RealRules.Day(tradeDate), "A", Side.Buy, TradeMethod.Listed, new(market, "X", Vintage.None), new(100), new(40m, "CNY")), RealRules.Book)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>National Day 2025: closed from 1 to 8 October; 28 September and 11 October are worked and not traded. 2026: closed from 1 to 7 October.</summary>
    [Theory]
    [InlineData("2025-09-26", "2025-09-29")] // over the Sunday that is worked
    [InlineData("2025-09-29", "2025-09-30")]
    [InlineData("2025-09-30", "2025-10-09")]
    [InlineData("2025-10-09", "2025-10-10")]
    [InlineData("2025-10-10", "2025-10-13")] // over the Saturday that is worked
    [InlineData("2026-09-24", "2026-09-28")] // Mid-Autumn on the Friday
    [InlineData("2026-09-29", "2026-09-30")]
    [InlineData("2026-09-30", "2026-10-08")]
    [InlineData("2026-02-13", "2026-02-24")] // Spring Festival
    [InlineData("2025-12-31", "2026-01-05")] // New Year, over the end of a year
    public void The_next_trading_day_of_Hubei(string traded, string settles) => Assert.Equal(settles, Settles("hubei", traded));

    /// <summary>Good Friday and Easter Monday, Christmas and the day after; Chinese holidays are none.</summary>
    [Theory]
    [InlineData("2026-04-01", "2026-04-02")]
    [InlineData("2026-04-02", "2026-04-07")]
    [InlineData("2025-12-23", "2025-12-24")]
    [InlineData("2025-12-24", "2025-12-29")]
    [InlineData("2025-09-30", "2025-10-01")]
    public void The_next_TARGET_day_in_the_EU(string traded, string settles) => Assert.Equal(settles, Settles("eu-ets", traded));

    /// <summary>Guangzhou and Shenzhen traded on some weekends of the season of surrender.</summary>
    [Theory]
    [InlineData("guangdong", "2024-07-19", "2024-07-20")]
    [InlineData("hubei", "2024-07-19", "2024-07-22")]
    [InlineData("shenzhen", "2022-08-26", "2022-08-27")]
    [InlineData("guangdong", "2025-09-30", "2025-10-09")]
    public void A_venue_that_traded_on_a_weekend_settled_on_it(string market, string traded, string settles) => Assert.Equal(settles, Settles(market, traded));

    /// <summary>Cleared on the evening of the trade day.</summary>
    [Fact]
    public void The_national_market_settles_on_the_day_itself() => Assert.Equal("2025-09-30", Settles("cn-ets", "2025-09-30"));

    /// <summary>Three trading days over National Day week, one at a time.</summary>
    [Theory]
    [InlineData(0, "2025-09-29")]
    [InlineData(1, "2025-09-30")]
    [InlineData(2, "2025-10-09")]
    [InlineData(3, "2025-10-10")]
    [InlineData(4, "2025-10-13")]
    public void Days_of_settlement_are_counted_in_trading_days(int days, string settles)
    {
        var rules = RealRules.Book;
        var other = new RuleBook([.. rules.All.Where(r => r.Market != "hubei" || r.Parameter != "settlement-days"),
            new Rule("hubei", "settlement-days", false, "trading days", [new RuleValue(BookDates.First, null, BookDates.First, days, null, null, RuleStatus.InForce, "test")])], rules.Calendars);
        Assert.Equal(RealRules.Day(settles), SettlementDay.After(RealRules.Day("2025-09-29"), "hubei", other));
    }
}
