using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class MoneyTests
{
    [Theory]
    [InlineData("74.505", "74.51"), InlineData("74.504", "74.50"), InlineData("-74.505", "-74.51")]
    public void Half_a_cent_goes_away_from_zero(string amount, string rounded) =>
        Assert.Equal(Amount(rounded), new Money(Amount(amount), "CNY").RoundedHalfUp().Amount);

    [Fact]
    public void Two_currencies_do_not_add_up() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, "CNY") + new Money(1, "EUR"));

    [Fact]
    public void Price_times_quantity_is_an_amount() => Assert.Equal(new Money(925_000m, "CNY"), new UnitPrice(92.50m, "CNY") * new Tonnes(10_000));

    [Theory]
    [InlineData("0"), InlineData("0.0001"), InlineData("1000000")]
    public void The_first_and_last_price(string amount) => Assert.Equal(Amount(amount), Read(amount, "CNY").Amount);

    [Theory]
    [InlineData("-0.01"), InlineData("0.00001"), InlineData("1000000.0001")]
    public void One_step_outside_is_no_price(string amount) => Assert.Throws<System.Text.Json.JsonException>(() => Read(amount, "CNY"));

    [Fact]
    public void An_unknown_currency_is_refused() => Assert.Throws<System.Text.Json.JsonException>(() => Read("1", "RMB"));

    private static UnitPrice Read(string amount, string currency) =>
        Contract.Decode<UnitPrice>(System.Text.Encoding.UTF8.GetBytes($"{{\"amount\":{amount},\"currency\":\"{currency}\"}}"));

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
