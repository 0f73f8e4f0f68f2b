using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class ReceivePurchaseTests
{
    [Fact]
    public void Cost_is_price_times_quantity_and_fee_and_it_may_be_sold_the_next_trading_day() => Account.Empty
        .When(Account.Bought(TestRules.Day(5, 7), 10_000, 92.50m, 925m))
        .Then(new PurchaseReceived(
            TestRules.Day(5, 7), [Account.Move("L-0001", Origin.Purchased, Bucket.Outside, Bucket.Free, 10_000, 925_925m)],
            new(92.50m, "CNY"), 925m, TestRules.Day(5, 8), "T-1", "ST-1"));

    [Fact]
    public void The_next_trading_day_skips_weekend_and_holiday() => Assert.Equal(
        TestRules.Day(5, 6), Account.Empty.When(Account.Bought(TestRules.Day(4, 30), 1, 90m)).ThenOne<PurchaseReceived>().SellableFrom);

    [Fact]
    public void A_price_in_another_currency_is_refused() => Account.Empty
        .When(new ReceivePurchase(TestRules.Day(5, 7), Account.Cea25, new(1), new(90m, "EUR")))
        .ThenRefused("allowance-account.other-currency");

    [Fact]
    public void A_fee_with_three_decimals_is_refused() => Account.Empty
        .When(Account.Bought(TestRules.Day(5, 7), 1, 90m, 1.005m))
        .ThenRefused("allowance-account.amount-not-possible");
}
