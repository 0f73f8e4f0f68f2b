using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Web.Api;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class CommandBodyTests
{
    private const string Good = """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":100,"document":"D-1"}""";

    [Fact]
    public void A_whole_body_is_read()
    {
        var (value, error) = CommandBody.Parse<ReceiveFreeAllocation>(Good);
        Assert.Null(error);
        Assert.Equal(100, value!.Quantity.Value);
    }

    [Theory]
    [InlineData("{}", "input.missing-field", "effective")]
    [InlineData("{", "input.not-json", null)]
    [InlineData("", "input.not-json", null)]
    [InlineData("[1]", "input.not-json", null)]
    [InlineData("""{"quantity":-1}""", "input.bad-value", "quantity")]
    [InlineData("""{"quantity":1.5}""", "input.bad-value", "quantity")]
    [InlineData("""{"quantity":"100"}""", "input.bad-value", "quantity")]
    [InlineData("""{"quantity":9223372036854775807}""", "input.bad-value", "quantity")]
    [InlineData("""{"quantity":1e400}""", "input.bad-value", "quantity")]
    [InlineData("""{"effective":"2026-02-30"}""", "input.bad-value", "effective")]
    [InlineData("""{"product":"CEA25"}""", "input.bad-value", "product")]
    [InlineData("""{"Quantity":1}""", "input.unknown-field", "Quantity")]
    [InlineData("""{"colour":"red"}""", "input.unknown-field", "colour")]
    [InlineData("""{"quantity":1,"quantity":2}""", "input.doubled-field", "quantity")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":100,"document":null}""", "input.null-field", "document")]
    public void What_is_wrong_is_named_with_its_field(string json, string code, string? field)
    {
        var (value, error) = CommandBody.Parse<ReceiveFreeAllocation>(json);
        Assert.Null(value);
        Assert.Equal((code, field), (error!.Code, error.Field));
        Assert.DoesNotContain("CarbonTrading.", error.Message);
        Assert.DoesNotContain("System.", error.Message);
    }

    [Fact]
    public void A_price_with_an_impossible_amount_is_refused_in_our_words()
    {
        var (_, error) = CommandBody.Parse<CaptureTrade>("""{"price":{"amount":1e400,"currency":"CNY"}}""");
        Assert.Equal("input.bad-value", error!.Code);
        var (_, unknown) = CommandBody.Parse<CaptureTrade>("""{"price":{"amount":92.50,"currency":"XXX"}}""");
        Assert.Contains("three-letter code", unknown!.Message);
    }
}
