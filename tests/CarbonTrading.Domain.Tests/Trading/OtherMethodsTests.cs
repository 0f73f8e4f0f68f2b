using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>One-way auctions and OTC trades. Previous close 74.63.</summary>
public class OtherMethodsTests
{
    private static CaptureTrade Bid(long quantity, decimal price) => Spot.Listed(quantity, price) with { Method = TradeMethod.Auction };

    private static CaptureTrade Otc(long quantity, decimal price) => Spot.Listed(quantity, price) with { Method = TradeMethod.Otc, Counterparty = "HB-CARS" };

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void An_auction_has_no_size_of_its_own(long quantity) => Spot.None.When(Bid(quantity, 74.63m)).ThenAccepted();

    [Fact]
    public void The_last_bid_an_auction_takes_is_a_tenth_above_the_previous_close()
    {
        Spot.None.When(Bid(1, 82.09m)).ThenAccepted();
        Spot.None.When(Bid(1, 82.10m)).ThenRefused("trade.above-auction-cap", "82.09", "74.63");
        Spot.None.When(Bid(1, 40.00m)).ThenAccepted(); // only the floor bounds it from below
    }

    [Fact]
    public void The_first_bid_an_auction_takes_is_its_floor()
    {
        Spot.None.When(Bid(1, 70.00m) with { Floor = new(70.00m, "CNY") }).ThenAccepted();
        Spot.None.When(Bid(1, 69.99m) with { Floor = new(70.00m, "CNY") }).ThenRefused("trade.below-auction-floor", "70.00");
        Spot.None.When(Bid(1, 70.00m) with { Floor = new(70.00m, "EUR") }).ThenRefused("trade.floor-not-possible");
        Spot.None.When(Spot.Listed(1, 74.63m) with { Floor = new(70.00m, "CNY") }).ThenRefused("trade.floor-not-possible");
    }

    [Fact]
    public void An_auction_keeps_tick_and_trading_day_of_the_venue()
    {
        Spot.None.When(Bid(1, 74.635m)).ThenRefused("trade.off-tick");
        Spot.None.On(TestRules.Day(6, 6)).When(Bid(1, 74.63m) with { TradeDate = TestRules.Day(6, 6) }).ThenRefused("trade.not-a-trading-day");
    }

    [Fact]
    public void Outside_the_venue_price_size_session_and_day_are_what_both_sides_agree()
    {
        Spot.None.When(Otc(2_000_000, 120.005m) with { TradeTime = new(23, 0) }).ThenAccepted();
        Spot.None.On(TestRules.Day(6, 6)).When(Otc(1, 60m) with { TradeDate = TestRules.Day(6, 6) }).ThenAccepted();
        Spot.None.When(Otc(1, 60m) with { Counterparty = " " }).ThenRefused("trade.counterparty-missing");
        Spot.None.When(Otc(1, 60m) with { Price = new(60m, "EUR") }).ThenRefused("trade.other-currency");
    }

    [Fact]
    public void An_otc_trade_settles_on_the_day_agreed()
    {
        Assert.Equal(TestRules.Day(6, 10), SettlementDay.Of(Otc(1, 60m) with { SettleOn = TestRules.Day(6, 10) }, TestRules.Book));
        Assert.Equal(TestRules.Day(6, 5), SettlementDay.Of(Otc(1, 60m), TestRules.Book));
        Spot.None.When(Otc(1, 60m) with { SettleOn = TestRules.Day(6, 5) }).ThenAccepted();
        Spot.None.When(Otc(1, 60m) with { SettleOn = TestRules.Day(6, 4) }).ThenRefused("trade.settle-on-not-possible");
        Spot.None.When(Spot.Listed(1, 74.63m) with { SettleOn = TestRules.Day(6, 10) }).ThenRefused("trade.settle-on-not-possible");
    }

    [Fact]
    public void A_ticket_sees_every_check_even_while_one_refuses()
    {
        var context = new Context(TestRules.Now, "trader", TestRules.Book, TestRules.Today, Quotes: new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = Spot.Close });
        var checks = TradeDecider.ChecksOf(Spot.Listed(100_000, 99.995m), context);
        Assert.Equal(["listed-maximum-exclusive", "tick-size", "price-limit-listed"], checks.Where(c => !c.Passed).Select(c => c.Code));
        Assert.Contains(checks, c => c is { Code: "products", Passed: true });
        Assert.Empty(TradeDecider.ChecksOf(Spot.Listed(0, 1m), context)); // not a trade yet
    }
}
