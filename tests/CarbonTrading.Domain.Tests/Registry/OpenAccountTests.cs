using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class OpenAccountTests
{
    private static readonly OpenAccount open = new("BJ-ELEC", TestRules.Market, "Beijing electronics", "北京电子", "110-7");

    [Fact]
    public void It_is_opened_in_the_currency_of_its_market() => Account.Unopened
        .When(open)
        .Then(new AccountOpened("BJ-ELEC", TestRules.Market, "Beijing electronics", "北京电子", "110-7", "CNY"));

    [Fact]
    public void A_market_without_rules_is_refused() => Account.Unopened
        .When(open with { Market = "moon-ets" }).ThenRefused("allowance-account.market-unknown", "moon-ets");

    [Fact]
    public void Opened_twice_is_refused() => Account.Empty.When(open).ThenRefused("allowance-account.already-opened");

    [Fact]
    public void An_empty_holder_is_refused() => Account.Unopened
        .When(open with { Holder = " " }).ThenRefused("allowance-account.field-missing", "holder");

    [Fact]
    public void Nothing_else_can_be_done_before() => Account.Unopened
        .When(Account.Free(TestRules.Day(4, 1), 1)).ThenRefused("allowance-account.not-opened");
}
