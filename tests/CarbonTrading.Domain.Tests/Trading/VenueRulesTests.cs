using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>Venue rules at capture beside size, tick and limit (see <see cref="CaptureTradeTests"/>): in force they refuse, weaker they warn.</summary>
public class VenueRulesTests
{
    /// <summary>A trade that breaks every rule of a market whose rules are all unsure.</summary>
    private static readonly CaptureTrade doubtful = new(
        TestRules.Day(6, 6), "BJ-ELEC-01", Side.Sell, TradeMethod.Listed, new(TestRules.Vague, "VEA", Vintage.Of(2024)),
        new(1_005), new(90.03m, "CNY"), new TimeOnly(11, 30));

    private static Story<Trade, TradeCommand, TradeEvent> Doubtful => Spot.None.On(TestRules.Day(6, 8)).Quoting(new Dictionary<string, Quote>
    {
        [$"{TestRules.Vague}/VEA/2024"] = new(new(80m, "CNY"), TestRules.Day(6, 5), "vea", 1),
    });

    [Fact]
    public void Rules_that_are_not_in_force_warn_and_refuse_nothing()
    {
        var checks = Doubtful.When(doubtful).ThenOne<TradeCaptured>().Checks;
        Assert.Equal(
            ["products", "calendar", "session-listed", "lot-size", "listed-maximum-exclusive", "tick-size", "price-limit-listed"],
            checks.Where(c => !c.Passed).Select(c => c.Code));
        Assert.DoesNotContain(checks, c => !c.Passed && c.Status == RuleStatus.InForce);
    }

    [Fact]
    public void A_fee_left_out_is_amount_times_rate_half_up_and_its_doubt_is_recorded()
    {
        var captured = Doubtful.When(doubtful with { Quantity = new(1), Price = new(90m, "CNY") }).ThenOne<TradeCaptured>();
        Assert.Equal(0.23m, captured.Fee); // 0.225
        Assert.Equal(RuleStatus.Unsure, Assert.Single(captured.Checks, c => c.Code == "fee-rate").Status);
    }

    [Fact]
    public void A_rate_nobody_knows_is_no_fee_and_an_unknown_check()
    {
        var captured = Spot.None.When(Spot.Listed(10, 74.63m)).ThenOne<TradeCaptured>();
        Assert.Equal(0m, captured.Fee);
        Assert.Equal(RuleStatus.Unknown, Assert.Single(captured.Checks, c => c.Code == "fee-rate").Status);
    }

    [Fact]
    public void A_deal_outside_the_venue_has_no_fee_of_the_venue_unless_one_is_given()
    {
        var otc = doubtful with { Method = TradeMethod.Otc, Counterparty = "HB-CARS", Quantity = new(1), Price = new(90m, "CNY") };
        var captured = Doubtful.When(otc).ThenOne<TradeCaptured>();
        Assert.Equal(0m, captured.Fee);
        Assert.DoesNotContain(captured.Checks, c => c.Code == "fee-rate");
        Assert.Equal(1.00m, Doubtful.When(otc with { Commission = 1.00m }).ThenOne<TradeCaptured>().Fee);
        Assert.Equal(0.23m, Doubtful.When(otc with { Fee = 0.23m }).ThenOne<TradeCaptured>().Fee);
    }

    [Fact]
    public void A_fee_given_is_kept() => Assert.Equal(
        12.34m, Spot.None.When(Spot.Listed(10, 74.63m) with { Fee = 12.34m }).ThenOne<TradeCaptured>().Fee);

    [Fact]
    public void Without_a_previous_close_the_limit_is_unknown_and_passes()
    {
        var captured = Spot.None.Quoting(new Dictionary<string, Quote>()).When(Spot.Listed(10, 500m)).ThenOne<TradeCaptured>();
        var check = Assert.Single(captured.Checks, c => c.Code == "price-limit-listed");
        Assert.Equal(("? ≤ 500.00 ≤ ?", true, RuleStatus.Unknown), (check.Operands, check.Passed, check.Status));
        Assert.Null(captured.PreviousClose);
    }

    [Fact]
    public void The_check_names_its_operands_and_the_close_it_was_measured_from()
    {
        var captured = Spot.None.When(Spot.Listed(10, 80m)).ThenOne<TradeCaptured>();
        Assert.Equal("67.17 ≤ 80.00 ≤ 82.09", Assert.Single(captured.Checks, c => c.Code == "price-limit-listed").Operands);
        Assert.Equal(Spot.Close, captured.PreviousClose);
        Assert.Equal("trader", captured.CapturedBy);
    }

    [Fact]
    public void A_weekend_is_no_trading_day() => Spot.None.On(TestRules.Day(6, 8))
        .When(Spot.Listed(1, 74.63m) with { TradeDate = TestRules.Day(6, 6) }).ThenRefused("trade.not-a-trading-day", "2026-06-06", "CN-ETS");

    [Fact]
    public void A_make_up_working_saturday_is_no_trading_day() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { TradeDate = TestRules.Day(5, 9) }).ThenRefused("trade.not-a-trading-day");

    [Fact]
    public void A_year_the_calendar_does_not_list_is_unknown() => Assert.Equal(RuleStatus.Unknown, Assert.Single(
        Spot.None.When(Spot.Listed(1, 74.63m) with { TradeDate = new(2024, 6, 5) }).ThenOne<TradeCaptured>().Checks, c => c.Code == "calendar").Status);

    [Theory]
    [InlineData("09:30:00"), InlineData("11:29:59"), InlineData("13:00:00"), InlineData("14:59:59")]
    public void Inside_the_listed_sessions(string time) => Spot.None.When(Spot.Listed(1, 74.63m) with { TradeTime = Time(time) }).ThenAccepted();

    [Theory]
    [InlineData("09:29:59"), InlineData("11:30:00"), InlineData("12:59:59"), InlineData("15:00:00")]
    public void Outside_the_listed_sessions(string time) =>
        Spot.None.When(Spot.Listed(1, 74.63m) with { TradeTime = Time(time) }).ThenRefused("trade.outside-session", "09:30-11:30,13:00-15:00");

    [Fact]
    public void A_block_has_no_morning_session() => Spot.None
        .When(Spot.Block(100_000, 74.63m) with { TradeTime = new(10, 0) }).ThenRefused("trade.outside-session", "13:00-15:00");

    [Fact]
    public void Without_a_time_it_is_not_known_whether_the_session_was_kept()
    {
        var listed = Assert.Single(Spot.None.When(Spot.Listed(1, 74.63m)).ThenOne<TradeCaptured>().Checks, c => c.Code == "session-listed");
        Assert.Equal(("? ∈ 09:30-11:30,13:00-15:00", true, RuleStatus.Unknown, "trade-time"), (listed.Operands, listed.Passed, listed.Status, listed.Missing));
        var block = Assert.Single(Spot.None.When(Spot.Block(100_000, 74.63m)).ThenOne<TradeCaptured>().Checks, c => c.Code == "session-block");
        Assert.Equal(("? ∈ 13:00-15:00", "trade-time"), (block.Operands, block.Missing));
    }

    [Fact]
    public void With_a_time_the_session_is_known()
    {
        var check = Assert.Single(Spot.None.When(Spot.Listed(1, 74.63m) with { TradeTime = new(10, 0) }).ThenOne<TradeCaptured>().Checks, c => c.Code == "session-listed");
        Assert.Equal(("10:00:00 ∈ 09:30-11:30,13:00-15:00", RuleStatus.InForce, null), (check.Operands, check.Status, check.Missing));
    }

    [Fact]
    public void Where_no_venue_has_a_session_no_time_is_missed()
    {
        Assert.DoesNotContain(Spot.None.When(Spot.Listed(1, 74.63m) with { Method = TradeMethod.Auction }).ThenOne<TradeCaptured>().Checks, c => c.Missing == "trade-time");
        Assert.DoesNotContain(Spot.None.When(Spot.Listed(1, 74.63m) with { Method = TradeMethod.Otc, Counterparty = "HB-CARS" }).ThenOne<TradeCaptured>().Checks,
            c => c.Missing == "trade-time");
    }

    [Fact]
    public void An_unknown_check_says_what_would_make_it_known()
    {
        var bare = Spot.None.Quoting(new Dictionary<string, Quote>()).When(Spot.Listed(1, 500m) with { TradeDate = new(2024, 6, 5) }).ThenOne<TradeCaptured>().Checks;
        Assert.Equal(
            [("calendar", "calendar"), ("session-listed", "trade-time"), ("price-limit-listed", "previous-close"), ("fee-rate", "rule")],
            bare.Where(c => c.Status == RuleStatus.Unknown).Select(c => (c.Code, c.Missing)));
        Assert.All(bare.Where(c => c.Status != RuleStatus.Unknown), c => Assert.Null(c.Missing));
    }

    private static Story<Trade, TradeCommand, TradeEvent> Rounded(string way) => new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, TestRules.Rounding(way))
        .Quoting(new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = new(new(74.66m, "CNY"), TestRules.Day(6, 4), "cea25", 7) });

    /// <summary>A tenth below and above 74.66 is 67.194 and 82.126.</summary>
    [Theory]
    [InlineData("half-up", "67.18", "67.19", "82.13", "82.14")]
    [InlineData("truncate", "67.18", "67.19", "82.12", "82.13")]
    [InlineData("down-up-inside", "67.19", "67.20", "82.12", "82.13")]
    public void The_ends_of_the_limit_are_rounded_as_the_rule_says(string way, string below, string first, string last, string above)
    {
        Rounded(way).When(Spot.Listed(1, Amount(first))).ThenAccepted();
        Rounded(way).When(Spot.Listed(1, Amount(last))).ThenAccepted();
        Rounded(way).When(Spot.Listed(1, Amount(below))).ThenRefused("trade.outside-price-limit", $"{first} to {last}");
        Rounded(way).When(Spot.Listed(1, Amount(above))).ThenRefused("trade.outside-price-limit", $"{first} to {last}");
    }

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_product_the_venue_does_not_list_is_refused() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { Product = TestRules.Cea(2026) }).ThenRefused("trade.product-not-listed", "CEA26", "CEA25");

    [Fact]
    public void Another_currency_than_the_venues_is_refused() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { Price = new(74.63m, "EUR") }).ThenRefused("trade.other-currency", "CNY");

    [Fact]
    public void Zero_tonnes_are_refused() => Spot.None.When(Spot.Listed(0, 74.63m)).ThenRefused("trade.quantity-zero");

    [Fact]
    public void A_price_of_zero_is_refused() => Spot.None.When(Spot.Listed(1, 0m)).ThenRefused("trade.price-zero");

    [Theory]
    [InlineData("-0.01"), InlineData("0.001"), InlineData("79228162514264337593543950335")]
    public void A_fee_that_cannot_be_one_is_refused(string fee) => Spot.None
        .When(Spot.Listed(1, 74.63m) with { Fee = decimal.Parse(fee, System.Globalization.CultureInfo.InvariantCulture) })
        .ThenRefused("trade.fee-not-possible");

    [Fact]
    public void A_market_without_rules_is_refused() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { Product = new("moon-ets", "MEA", Vintage.Of(2025)) }).ThenRefused("trade.market-unknown");

    [Fact]
    public void A_block_without_counterparty_is_refused() => Spot.None
        .When(Spot.Block(100_000, 74.63m) with { Counterparty = " " }).ThenRefused("trade.counterparty-missing");

    [Fact]
    public void A_key_that_is_none_is_refused() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { Account = "../etc" }).ThenRefused("trade.account-key-invalid");

    [Fact]
    public void Tomorrow_is_refused() => Spot.None
        .When(Spot.Listed(1, 74.63m) with { TradeDate = TestRules.Day(6, 8) }).ThenRefused("trade.in-the-future");

    [Fact]
    public void Captured_twice_is_refused() => Spot.Captured.When(Spot.Listed(1, 74.63m)).ThenRefused("trade.already-captured");

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
