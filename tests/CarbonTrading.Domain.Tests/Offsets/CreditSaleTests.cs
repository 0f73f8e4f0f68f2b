using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Credits promised to a sale and delivered. C-0001: 1,000 t of 2024, issued; C-0002: 500 t of 2023, bought on Thursday 7 May 2026.</summary>
public class CreditSaleTests
{
    private static ReserveCredits Sale(string id, long quantity, DateOnly day, int vintage = 2023) =>
        new(day, id, new(quantity), "sale", Product: new("ccer", "CCER", Vintage.Of(vintage)), ForSale: true);

    private static Story<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> InTransit => Ccer.Stocked
        .And(Sale("S", 300, TestRules.Day(6, 1)))
        .And(new DeliverCredits(TestRules.Day(6, 1), "S", "venue", "T-1"));

    [Fact]
    public void Only_the_vintage_sold_is_taken()
    {
        var reserved = Ccer.Stocked.When(Sale("S", 500, TestRules.Day(6, 1))).ThenOne<CreditsReserved>();
        Assert.Equal([("C-0002", 500L)], reserved.Moves.Select(m => (m.Lot, m.Quantity.Value)));
        Ccer.Stocked.When(Sale("S", 501, TestRules.Day(6, 1))).ThenRefused("ccer-holding.not-enough-free", "1,000 tCO2e more are free but do not count for this");
    }

    [Fact]
    public void What_was_bought_is_sold_from_the_next_trading_day_on()
    {
        Ccer.Stocked.When(Sale("S", 1, TestRules.Day(5, 7))).ThenRefused("ccer-holding.not-enough-free");
        Ccer.Stocked.When(Sale("S", 500, TestRules.Day(5, 8))).ThenAccepted();
        Ccer.Stocked.When(Sale("S", 500, TestRules.Day(5, 7)) with { ForSale = false }).ThenAccepted();
    }

    [Fact]
    public void Another_market_is_no_credit() => Ccer.Stocked
        .When(Sale("S", 1, TestRules.Day(6, 1)) with { Product = TestRules.Cea(2025) }).ThenRefused("ccer-holding.no-credit");

    [Fact]
    public void A_delivery_is_confirmed_in_parts_and_the_rest_may_fail()
    {
        var part = InTransit.And(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG 1", new(120)));
        Assert.Equal((1_200L, 180L, 120L), In(part.State));
        var rest = part.And(new ConfirmCreditDelivery(TestRules.Day(6, 3), "S", "REG 2", new(180)));
        Assert.Equal((1_200L, 0L, 300L), In(rest.State));
        Assert.Equal(ClaimStatus.Delivered, rest.State.Reservations["S"].Status);
        Assert.Equal((1_380L, 0L, 120L), In(part.And(new FailCreditDelivery(TestRules.Day(6, 3), "S", "buyer withdrew")).State));
    }

    [Fact]
    public void At_most_what_is_in_transit_is_confirmed()
    {
        InTransit.When(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG", new(300))).ThenAccepted();
        InTransit.When(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG", new(301))).ThenRefused("ccer-holding.more-than-in-transit", "300");
        InTransit.When(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG", new(0))).ThenRefused("ccer-holding.quantity-zero");
        InTransit.And(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG")).When(new ConfirmCreditDelivery(TestRules.Day(6, 2), "S", "REG", new(1)))
            .ThenRefused("ccer-holding.reservation-not-at-step");
    }

    private static (long Free, long InTransit, long Delivered) In(CcerHolding state) => (state.In(Bucket.Free), state.In(Bucket.InTransit), state.In(Bucket.Delivered));
}
