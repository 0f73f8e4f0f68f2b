using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Contracts;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Limits and authority hold for contracts as for trades, by what a contract is worth.</summary>
public class ContractLimitsTests
{
    private static string Forward(int quantity, string counterparty = "Huaneng", string more = "") => $$"""
        {"kind":"forward","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"},
         "counterparty":"{{counterparty}}","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-01","side":"buy"{{more}} }
        """;

    private static Task Limit(TestDesk desk, string key, string body) => desk.Agreed("finance", "limits", key, "set-limit", $$"""
        {{{body}},"validFrom":"2026-06-01","validTo":"2026-12-31","name":"L","nameZh":"限","reason":"test"}
        """);

    private static decimal Used(TestDesk desk, string key) =>
        desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(l => l.Key == key).Used ?? 0m;

    [Fact]
    public async Task A_hard_limit_on_a_counterparty_refuses_a_forward_and_counts_what_was_agreed()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "CP", "\"kind\":\"counterparty\",\"scope\":\"Huaneng\",\"unit\":\"t\",\"amount\":1000,\"hardness\":\"hard\",\"counts\":\"open\"");
        var refused = await desk.Refused("trade.limit-exceeded", "trader", "contracts", "FW-1", "agree-contract", Forward(1_001));
        Assert.Contains("1,000 t", refused.Message);
        await desk.Agreed("trader", "contracts", "FW-1", "agree-contract", Forward(600));
        Assert.Equal(600, Used(desk, "CP"));
        await desk.Refused("trade.limit-exceeded", "trader", "contracts", "FW-2", "agree-contract", Forward(401));
        await desk.Agreed("trader", "contracts", "FW-3", "agree-contract", Forward(5_000, "Datang"));
        await desk.Agreed("trader", "contracts", "FW-1", "cancel-contract", """{"reason":"given up"}""");
        Assert.Equal(0, Used(desk, "CP"));
    }

    [Fact]
    public async Task Beyond_a_soft_limit_a_contract_says_why()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "TR", "\"kind\":\"trader\",\"scope\":\"trader\",\"unit\":\"CNY\",\"amount\":10000,\"hardness\":\"soft\",\"counts\":\"open\"");
        await desk.Refused("trade.limit-reason-missing", "trader", "contracts", "FW-1", "agree-contract", Forward(500));
        await desk.Agreed("trader", "contracts", "FW-1", "agree-contract", Forward(500, more: ",\"remark\":\"cover for 2026\""));
        Assert.Equal(40_000, Used(desk, "TR"));
    }

    [Theory]
    [InlineData("\"kind\":\"lend\",\"price\":{\"amount\":1.5,\"currency\":\"CNY\"}", 100_000, 8_253_000)] // 100,000 t at the close of 82.53, not the fee
    [InlineData("\"kind\":\"repo\",\"side\":\"sell\",\"price\":{\"amount\":60,\"currency\":\"CNY\"},\"endPrice\":{\"amount\":90,\"currency\":\"CNY\"}", 1_000, 90_000)]
    [InlineData("\"kind\":\"pledge\",\"amount\":1800000,\"price\":{\"amount\":60,\"currency\":\"CNY\"}", 100_000, 1_800_000)]
    public async Task A_contract_is_worth_the_dearest_of_its_prices_and_the_market(string kind, int quantity, decimal worth)
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,82.53,1000,0\n");
        var json = $$"""
            { {{kind}},"agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":{{quantity}},
              "counterparty":"X","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-01"}
            """;
        var terms = System.Text.Json.JsonSerializer.Deserialize<AgreeContract>(json, Engine.Contract.Strict)!;
        Assert.Equal(worth, new Application.People.ApprovalRights(desk.Workplace.Read).ValueOf(terms).Amount);
    }
}
