using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Deals;

public class UnknownRuleTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    /// <summary>Hubei: whether units may be sold the day they were bought is not known; the refusal says what is free and quotes no such rule.</summary>
    [Fact]
    public async Task A_refusal_quotes_no_rule_that_is_not_known()
    {
        var refused = await books.Desk.Send("trader", "trades", "T-UNKNOWN", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"HB-AUTO-01","side":"sell","method":"otc","product":"hubei/HBEA/none","quantity":106041,"price":{"amount":49.84,"currency":"CNY"},
             "counterparty":"B"}
            """);
        Assert.Equal("trade.not-enough-available", refused.Error?.Code);
        Assert.Contains("106,040 t are free", refused.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not found", refused.Error.Message, StringComparison.Ordinal);
    }
}
