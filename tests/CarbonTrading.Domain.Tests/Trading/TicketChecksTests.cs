using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>What a ticket shows beside its form before it can be captured.</summary>
public class TicketChecksTests
{
    private static readonly Context quoted = new(TestRules.Now, "trader", TestRules.Book, TestRules.Today,
        Quotes: new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = Spot.Close });

    [Fact]
    public void A_counterparty_that_is_missing_hides_no_check()
    {
        var named = TradeDecider.ChecksOf(Spot.Block(200_000, 74.63m), quoted);
        Assert.NotEmpty(named);
        Assert.Equal(named, TradeDecider.ChecksOf(Spot.Block(200_000, 74.63m) with { Counterparty = null }, quoted));
        Spot.None.When(Spot.Block(200_000, 74.63m) with { Counterparty = " " }).ThenRefused("trade.counterparty-missing"); // the capture still asks for it
    }

    [Fact]
    public void The_band_is_what_the_daily_limit_leaves_possible()
    {
        var (low, high) = TradeDecider.BandOf(Spot.Listed(1, 1m), quoted)!.Value;
        Spot.None.When(Spot.Listed(10, low!.Value)).ThenAccepted();
        Spot.None.When(Spot.Listed(10, high)).ThenAccepted();
        Spot.None.When(Spot.Listed(10, low.Value - 0.01m)).ThenRefused("trade.outside-price-limit");
        Spot.None.When(Spot.Listed(10, high + 0.01m)).ThenRefused("trade.outside-price-limit");
    }

    [Fact]
    public void Without_a_close_or_outside_the_venue_there_is_no_band()
    {
        Assert.Null(TradeDecider.BandOf(Spot.Listed(1, 1m), quoted with { Quotes = null }));
        Assert.Null(TradeDecider.BandOf(Spot.Block(1, 1m) with { Method = TradeMethod.Otc }, quoted));
    }
}
