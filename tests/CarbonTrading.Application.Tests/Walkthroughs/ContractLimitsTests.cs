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
        Assert.Contains("1,000 t", (await desk.Beyond("contracts", "FW-1", "agree-contract", Forward(1_001))).Message);
        await desk.Agreed("trader", "contracts", "FW-1", "agree-contract", Forward(600));
        Assert.Equal(600, Used(desk, "CP"));
        await desk.Beyond("contracts", "FW-2", "agree-contract", Forward(401));
        await desk.Agreed("trader", "contracts", "FW-3", "agree-contract", Forward(5_000, "Datang"));
        await desk.Agreed("trader", "contracts", "FW-1", "cancel-contract", """{"reason":"given up"}""");
        Assert.Equal(0, Used(desk, "CP"));
    }

    /// <summary>The units that are to be given back were used: the account refuses, the loan stands, and counts, until as many are there again.</summary>
    [Fact]
    public async Task A_leg_the_account_refuses_frees_no_headroom()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "CP", "\"kind\":\"counterparty\",\"scope\":\"Bank\",\"unit\":\"t\",\"amount\":1000,\"hardness\":\"hard\",\"counts\":\"open\"");
        await desk.Agreed("trader", "contracts", "BW", "agree-contract", """
            {"kind":"borrow","agreedOn":"2026-06-03","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":600,"price":{"amount":0,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-03","endsOn":"2026-06-04"}
            """);
        await desk.Done("finance", "contracts", "BW", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        await desk.Done("finance", "contracts", "BW", "confirm-leg", """{"leg":1,"effective":"2026-06-03","evidence":"E"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "freeze-units",
            """{"effective":"2026-06-04","hold":"F-1","product":"cn-ets/CEA/2025","quantity":1,"authority":"court","document":"x"}""");
        await desk.Done("finance", "contracts", "BW", "confirm-leg", """{"leg":2,"effective":"2026-06-04","evidence":"E"}""");
        Assert.Equal((ContractLegStatus.Expected, 600m), (desk.Workplace.Read.Contracts.Find("BW")!.State.Legs[1].Status, Used(desk, "CP")));
        await desk.Done("compliance", "accounts", "QM-CHP-01", "unfreeze-units", """{"effective":"2026-06-04","hold":"F-1","document":"x"}""");
        await desk.Done("finance", "contracts", "BW", "confirm-leg", """{"leg":2,"effective":"2026-06-04","evidence":"E"}""");
        Assert.Equal((ContractStatus.Closed, 0m), (desk.Workplace.Read.Contracts.Find("BW")!.State.Status, Used(desk, "CP")));
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(TestContext.Current.CancellationToken));
    }

    /// <summary>Fixed at the price agreed nothing is to be paid: the contract is over, and holds no headroom. A cent beside it is paid first.</summary>
    [Theory]
    [InlineData("""{"kind":"forward","side":"buy","inCash":true""", "80.00", 0)]
    [InlineData("""{"kind":"forward","side":"sell","inCash":true""", "79.9999", 600)] // 0.06 to come
    [InlineData("""{"kind":"option","side":"buy","right":"call","amount":100.00,"inCash":true""", "79.99", 0)] // out of the money
    public async Task What_is_fixed_at_nothing_frees_its_headroom(string kind, string price, int used)
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "CP", "\"kind\":\"counterparty\",\"scope\":\"Bank\",\"unit\":\"t\",\"amount\":1000,\"hardness\":\"hard\",\"counts\":\"open\"");
        await desk.Agreed("trader", "contracts", "K", "agree-contract", kind + """
            ,"agreedOn":"2026-06-03","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":600,"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-03","endsOn":"2026-06-04"}
            """);
        await desk.Done("finance", "contracts", "K", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        if (kind.Contains("option", StringComparison.Ordinal))
        {
            await desk.Done("finance", "contracts", "K", "confirm-leg", """{"leg":1,"effective":"2026-06-03","evidence":"premium"}""");
            await desk.Agreed("trader", "contracts", "K", "exercise-option", """{"effective":"2026-06-04"}""");
        }

        Assert.Equal(600m, Used(desk, "CP"));
        await desk.Agreed("finance", "contracts", "K", "fix-settlement", $$"""{"effective":"2026-06-04","price":{"amount":{{price}},"currency":"CNY"},"evidence":"close"}""");
        Assert.Equal((used, used == 0 ? ContractStatus.Closed : ContractStatus.Active), ((int)Used(desk, "CP"), desk.Workplace.Read.Contracts.Find("K")!.State.Status));
        Assert.Empty((await Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken)).SelectMany(c => c.Findings));
    }

    /// <summary>Settled in cash, or with two legs of units: the headroom comes back once, with the leg the exposure ends with, whatever else moves at the end.</summary>
    [Theory]
    [InlineData("""{"kind":"forward","side":"buy","inCash":true,"margin":500""", 1, 3)]
    [InlineData("""{"kind":"swap","otherAccount":"QM-CHP-01","otherProduct":"cn-ets/CEA/2024","endPrice":{"amount":60,"currency":"CNY"}""", 0, 2)]
    public async Task The_headroom_of_a_contract_comes_back_once(string kind, int first, int second)
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "CP", "\"kind\":\"counterparty\",\"scope\":\"Bank\",\"unit\":\"t\",\"amount\":1000,\"hardness\":\"hard\",\"counts\":\"open\"");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":1000,"document":"AL"}""");
        await desk.Agreed("trader", "contracts", "K", "agree-contract", kind + """
            ,"agreedOn":"2026-06-03","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":600,"price":{"amount":80,"currency":"CNY"},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-03","endsOn":"2026-06-04"}
            """);
        await desk.Done("finance", "contracts", "K", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        if (first == 1)
        {
            await desk.Agreed("finance", "contracts", "K", "fix-settlement", """{"effective":"2026-06-04","price":{"amount":85,"currency":"CNY"},"evidence":"close"}""");
            await desk.Done("finance", "contracts", "K", "confirm-leg", """{"leg":2,"effective":"2026-06-04","evidence":"margin posted"}""");
            Assert.Equal(600m, Used(desk, "CP"));
            await desk.Done("finance", "contracts", "K", "confirm-leg", """{"leg":1,"effective":"2026-06-04","evidence":"difference"}""");
        }
        else
        {
            await desk.Done("trader", "contracts", "K", "instruct-leg", """{"leg":1,"effective":"2026-06-04"}""");
            await desk.Done("finance", "contracts", "K", "confirm-leg", """{"leg":1,"effective":"2026-06-04","evidence":"gone"}""");
        }

        Assert.Equal(0m, Used(desk, "CP"));
        await desk.Done("finance", "contracts", "K", "confirm-leg", $$"""{"leg":{{second}},"effective":"2026-06-04","evidence":"the other"}""");
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(TestContext.Current.CancellationToken));
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

    /// <summary>A loan counts to the cent, also where it does not divide by the tonnes, or is more for a tonne than any price.</summary>
    [Theory]
    [InlineData(300_000, "1000000")]
    [InlineData(1, "2000000.01")]
    public async Task A_loan_counts_as_it_is(int quantity, string loan)
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "TR", "\"kind\":\"trader\",\"scope\":\"trader\",\"unit\":\"CNY\",\"amount\":10000000,\"hardness\":\"hard\",\"counts\":\"open\"");
        await desk.Agreed("trader", "contracts", "PL", "agree-contract", $$"""
            {"kind":"pledge","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"},"amount":{{loan}},
             "counterparty":"Bank","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-01","remark":"allocated tonight"}
            """);
        Assert.Equal(decimal.Parse(loan, System.Globalization.CultureInfo.InvariantCulture), Used(desk, "TR"));
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
