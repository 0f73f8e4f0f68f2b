using System.Globalization;
using CarbonTrading.Application.Prices;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class QualityGateTests
{
    private static readonly PriceSeries cea = TestMarket.Catalogue.Find("cea-composite")!;

    /// <summary>Days written as <c>2026-06-01 close=80 high=81</c>.</summary>
    private static IReadOnlyList<Observation> Days(params string[] days)
    {
        var import = TestMarket.Own("ccer")[0].Fields["vwap"].Import;
        return [.. days.Select(d => d.Split(' ')).Select(p => new Observation(TestMarket.Day(p[0]), p.Skip(1).Select(f => f.Split('='))
            .ToDictionary(f => f[0], f => new PricePoint(decimal.Parse(f[1], CultureInfo.InvariantCulture), 1, import))))];
    }

    private static string[] Codes(params string[] days) =>
        [.. TestMarket.Judge("cea-composite", Days(days), TestMarket.Day(days[^1][..10]))
            .Select(f => $"{f.Date:yyyy-MM-dd} {f.Code} {f.Field}".TrimEnd())];

    [Fact]
    public void The_national_series_has_exactly_these_findings() => Assert.Equal(
        [
            "2025-07-16 price.cumulative-differs cumulative_volume 674234747",
            "2025-09-05 price.cumulative-differs cumulative_volume 704047174",
            "2025-10-10 price.missing  ",
            "2025-10-30 price.cumulative-differs cumulative_volume 768397635",
            "2025-11-04 price.cumulative-differs cumulative_volume 772709633",
            "2025-11-07 price.outlier close 57.79",
            "2025-11-19 price.outlier close 66.86",
            "2025-12-03 price.missing  ",
            "2025-12-04 price.missing  ",
            "2025-12-08 price.missing  ",
            "2025-12-09 price.missing  ",
            "2025-12-10 price.missing  ",
            "2025-12-11 price.missing  ",
            "2025-12-12 price.missing  ",
            "2025-12-15 price.missing  ",
            "2025-12-16 price.missing  ",
            "2025-12-17 price.missing  ",
            "2025-12-18 price.missing  ",
            "2025-12-19 price.missing  ",
            "2025-12-22 price.missing  ",
            "2025-12-23 price.missing  ",
            "2025-12-24 price.missing  ",
            "2025-12-25 price.outlier close 72.58",
            "2026-04-22 price.outside-range open 79",
        ],
        TestMarket.Judge("cea-composite", TestMarket.Own("cea-composite"))
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Date:yyyy-MM-dd} {f.Code} {f.Field} {f.Value}")));

    [Fact]
    public void The_move_over_fourteen_trading_days_is_told_as_such_and_not_held_against_the_limit_of_one() =>
        Assert.Contains("open days 14",
        TestMarket.Judge("cea-composite", TestMarket.Own("cea-composite")).Single(f => f.Date == new DateOnly(2025, 12, 25)).Reason.Text);

    [Fact]
    public void A_limit_move_is_possible_and_a_cent_more_is_not()
    {
        Assert.Empty(Codes("2026-06-01 close=80.55", "2026-06-02 close=88.61")); // 88.605 rounds to 88.61
        Assert.Equal(["2026-06-02 price.outside-daily-limit close"], Codes("2026-06-01 close=80.55", "2026-06-02 close=88.62"));
        Assert.Empty(Codes("2026-06-01 close=80", "2026-06-02 close=72"));
        Assert.Equal(["2026-06-02 price.outside-daily-limit close"], Codes("2026-06-01 close=80", "2026-06-02 close=71.99"));
    }

    /// <summary>
    /// Case C16: 500 t at 74.10, 1,200 t at 74.55, 300 t at 75.00 close at 74.505, half-up 74.51; a block beside them does not enter.
    /// From 2023-08-28 the exchange publishes its own.
    /// </summary>
    [Theory]
    [InlineData("2023-06-01 close=74.51 listed_volume=2000 listed_amount=149010 block_volume=150000 amount=10349010", null)]
    [InlineData("2023-06-01 close=74.50 listed_volume=2000 listed_amount=149010 block_volume=150000 amount=10349010", "2023-06-01 price.close-not-average close")]
    [InlineData("2023-06-01 close=68.09 listed_volume=2000 listed_amount=149010 block_volume=150000 amount=10349010", "2023-06-01 price.close-not-average close")]
    [InlineData("2021-10-29 close=42.61 listed_volume=10635 listed_amount=453171.25 block_volume=300000 amount=13003171.25", null)] // real
    [InlineData("2021-10-29 close=41.86 listed_volume=10635 listed_amount=453171.25 block_volume=300000 amount=13003171.25", "2021-10-29 price.close-not-average close")]
    [InlineData("2023-08-25 close=74.50 listed_volume=2000 listed_amount=149010", "2023-08-25 price.close-not-average close")]
    [InlineData("2023-08-28 close=74.50 listed_volume=2000 listed_amount=149010", null)]
    [InlineData("2023-06-01 close=74.50 listed_volume=2000 amount=149010", null)] // what is of listed trades alone is not known
    public void A_close_is_the_average_of_the_listed_trades_as_long_as_the_rule_says_so(string day, string? found) =>
        Assert.Equal(found is null ? [] : [found], Codes(day));

    [Fact]
    public void Across_missing_days_the_limit_is_compounded_up_and_down()
    {
        Assert.Equal(["2026-06-02 price.missing"], Codes("2026-06-01 close=80", "2026-06-03 close=96.8"));
        Assert.Equal(["2026-06-02 price.missing", "2026-06-03 price.outside-daily-limit close"],
            Codes("2026-06-01 close=80", "2026-06-03 close=96.81"));
        Assert.Equal(["2026-06-02 price.missing"], Codes("2026-06-01 close=80", "2026-06-03 close=64.8"));
        Assert.Equal(["2026-06-02 price.missing", "2026-06-03 price.outside-daily-limit close"],
            Codes("2026-06-01 close=80", "2026-06-03 close=64.79"));
    }

    [Fact]
    public void A_weekend_between_two_days_is_no_gap() =>
        Assert.Equal(["2026-06-08 price.outside-daily-limit close"], Codes("2026-06-05 close=80", "2026-06-08 close=88.01"));

    [Fact]
    public void A_series_without_a_limit_or_an_unknown_limit_is_not_judged_by_one()
    {
        var days = Days("2026-06-01 close=80", "2026-06-02 close=100");
        var calendar = TestMarket.Rules.Calendar("CN-ETS");
        Assert.Empty(QualityGate.Check(cea with { DailyLimit = false }, days, calendar, new(2026, 6, 2), 0.10m));
        Assert.Empty(QualityGate.Check(cea, days, calendar, new(2026, 6, 2), null));
    }

    [Fact]
    public void Open_and_close_lie_within_the_day_and_high_above_low()
    {
        Assert.Empty(Codes("2026-06-01 open=81 high=81 low=79 close=79"));
        Assert.Equal(["2026-06-01 price.outside-range open"], Codes("2026-06-01 open=81.01 high=81 low=79 close=79"));
        Assert.Equal(["2026-06-01 price.outside-range close"], Codes("2026-06-01 open=81 high=81 low=79 close=78.99"));
        Assert.Equal(["2026-06-01 price.high-below-low high"], Codes("2026-06-01 high=79 low=79.01"));
    }

    [Fact]
    public void The_cumulative_volume_moves_by_what_was_traded()
    {
        const string before = "2026-06-01 close=80 listed_volume=1 block_volume=1 cumulative_volume=1000";
        Assert.Empty(Codes(before, "2026-06-02 close=80 listed_volume=30 block_volume=20 cumulative_volume=1050"));
        Assert.Empty(Codes(before, "2026-06-02 close=80 listed_volume=30 block_volume=20 auction_volume=5 cumulative_volume=1055"));
        Assert.Equal(["2026-06-02 price.cumulative-differs cumulative_volume"],
            Codes(before, "2026-06-02 close=80 listed_volume=30 block_volume=20 cumulative_volume=1051"));
        Assert.Equal(["2026-06-02 price.missing"],
            Codes(before, "2026-06-03 close=80 listed_volume=30 block_volume=20 cumulative_volume=9999"));
        Assert.Empty(Codes(before, "2026-06-02 close=80 listed_volume=30 cumulative_volume=1051")); // no block figure: missing is not 0
    }

    /// <summary>Case C16, the real 2021-10-29: 10,635 t listed and 300,000 t in blocks are 310,635 t.</summary>
    [Fact]
    public void C16_the_day_s_total_moves_the_cumulative_volume_and_a_tonne_less_is_told()
    {
        const string before = "2021-10-28 close=42.61 listed_volume=1 block_volume=0 cumulative_volume=20000000";
        Assert.Empty(Codes(before, "2021-10-29 close=42.61 listed_volume=10635 listed_amount=453171.25 block_volume=300000 amount=13003171.25 cumulative_volume=20310635"));
        Assert.Equal(["2021-10-29 price.cumulative-differs cumulative_volume"],
            Codes(before, "2021-10-29 close=42.61 listed_volume=10635 listed_amount=453171.25 block_volume=300000 amount=13003171.25 cumulative_volume=20310634"));
    }

    [Fact]
    public void A_price_moves_only_with_a_volume()
    {
        Assert.Empty(Codes("2026-06-01 close=80 listed_volume=5", "2026-06-02 close=80 listed_volume=0"));
        Assert.Equal(["2026-06-02 price.moved-without-volume listed_volume"],
            Codes("2026-06-01 close=80 listed_volume=5", "2026-06-02 close=81 listed_volume=0"));
        Assert.Equal(["2026-06-02 price.moved-without-volume listed_volume"],
            Codes("2026-06-01 close=80 listed_volume=5", "2026-06-02 close=81 block_volume=9"));
        Assert.Empty(Codes("2026-06-01 close=80", "2026-06-02 close=81")); // a series without volumes
    }

    [Fact]
    public void Three_open_days_old_is_fresh_and_four_is_stale()
    {
        string[] On(string day) =>
            [.. TestMarket.Judge("cea-composite", Days("2026-06-01 close=80"), TestMarket.Day(day)).Select(f => f.Code)];
        Assert.Equal(["price.missing", "price.missing", "price.missing"], On("2026-06-04"));
        Assert.Contains("price.stale", On("2026-06-05"));
    }

    [Fact]
    public void Days_after_the_business_date_are_not_seen() =>
        Assert.Empty(TestMarket.Judge("cea-composite", Days("2026-06-04 close=80", "2026-06-05 close=800"), new(2026, 6, 4)));

    [Fact]
    public void Of_a_series_that_is_not_daily_no_day_is_missing()
    {
        var days = Days("2026-06-01 close=80", "2026-06-05 close=80");
        var calendar = TestMarket.Rules.Calendar("CN-ETS");
        Assert.Equal(3, QualityGate.Check(cea, days, calendar, new(2026, 6, 5), 0.10m).Count);
        Assert.Empty(QualityGate.Check(cea with { Frequency = PriceFrequency.WhenTraded }, days, calendar, new(2026, 6, 5), 0.10m));
        Assert.Empty(QualityGate.Check(cea with { Frequency = PriceFrequency.Monthly }, days, calendar, new(2026, 6, 5), 0.10m));
    }

    [Fact]
    public void A_row_on_a_closed_day_is_named() =>
        Assert.Equal(["2026-06-06 price.closed-day"], Codes("2026-06-05 close=80", "2026-06-06 close=80"));

    [Fact]
    public void Years_the_calendar_does_not_cover_are_named_once_and_not_judged()
    {
        var findings = TestMarket.Judge("bea", Days("2019-01-02 vwap=65", "2019-06-03 vwap=71", "2021-01-04 vwap=83"), new(2021, 1, 4));
        Assert.Equal([(new DateOnly(2019, 1, 2), "price.calendar-does-not-reach")], findings.Select(f => (f.Date, f.Code)));
    }

    [Fact]
    public void A_series_without_a_row_has_no_findings() => Assert.Empty(TestMarket.Judge("cea-composite", []));
}
