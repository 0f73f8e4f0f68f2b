using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

public class CaptureTradeTests
{
    [Fact]
    public void A_listed_order_of_99_999_t_is_captured() => Spot.None.When(Spot.Listed(99_999, 74.63m)).ThenAccepted();

    [Fact]
    public void A_listed_order_of_100_000_t_is_refused() => Spot.None.When(Spot.Listed(100_000, 74.63m))
        .ThenRefused("trade.too-large-for-listed", "100,000 tCO2e", "block trade");

    [Fact]
    public void A_block_of_100_000_t_is_captured() => Spot.None.When(Spot.Block(100_000, 74.63m)).ThenAccepted();

    [Fact]
    public void A_block_of_99_999_t_is_refused() => Spot.None.When(Spot.Block(99_999, 74.63m)).ThenRefused("trade.too-small-for-block");

    [Fact]
    public void A_price_between_two_ticks_is_refused() => Spot.None.When(Spot.Listed(1, 74.635m)).ThenRefused("trade.off-tick", "0.01");

    [Theory]
    [InlineData("67.17"), InlineData("82.09")]
    public void The_first_and_last_price_of_a_listed_trade(string price) =>
        Spot.None.When(Spot.Listed(1, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture))).ThenAccepted();

    [Theory]
    [InlineData("67.16"), InlineData("82.10")]
    public void One_tick_outside_the_listed_limit_is_refused(string price) =>
        Spot.None.When(Spot.Listed(1, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)))
            .ThenRefused("trade.outside-price-limit", "67.17 to 82.09", "74.63");

    [Theory]
    [InlineData("52.24"), InlineData("97.02")]
    public void The_first_and_last_price_of_a_block(string price) =>
        Spot.None.When(Spot.Block(100_000, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture))).ThenAccepted();

    [Theory]
    [InlineData("52.23"), InlineData("97.03")]
    public void One_tick_outside_the_block_limit_is_refused(string price) =>
        Spot.None.When(Spot.Block(100_000, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)))
            .ThenRefused("trade.outside-price-limit", "52.24 to 97.02");
}
