using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Limits on holdings look at what a contract brings to which account and takes from it, and go on looking until it came.</summary>
public class ContractHoldingsTests
{
    private static string Contract(string kind, int quantity, string more = "", string product = "cn-ets/CEA/2025", string account = "QM-CHP-01") => $$"""
        {"kind":"{{kind}}","agreedOn":"2026-06-05","account":"{{account}}","product":"{{product}}","quantity":{{quantity}},"price":{"amount":80,"currency":"CNY"},
         "counterparty":"Bank","document":"D","startsOn":"2026-06-05"{{(more.Length == 0 ? "" : "," + more)}} }
        """;

    private const string ForCea24 = "\"otherAccount\":\"QM-CHP-01\",\"otherProduct\":\"cn-ets/CEA/2024\",\"endPrice\":{\"amount\":60,\"currency\":\"CNY\"}";

    private const string Ends = "\"endsOn\":\"2026-12-01\"";

    private static string Buy(long quantity, string tradeDate = "2026-06-05", string more = "") => $$"""
        {"tradeDate":"{{tradeDate}}","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":80,"currency":"CNY"}{{more}} }
        """;

    private static Task Limit(TestDesk desk, string key, string body, string from = "2026-06-01") => desk.Agreed("finance", "limits", key, "set-limit", $$"""
        {{{body}},"hardness":"hard","validFrom":"{{from}}","validTo":"2026-12-31","name":"L","nameZh":"限","reason":"test"}
        """);

    private static Task Position(TestDesk desk, string scope, int amount, string account = "QM-CHP-01") =>
        Limit(desk, "POS", $"\"kind\":\"position\",\"scope\":\"{scope}\",\"account\":\"{account}\",\"unit\":\"t\",\"amount\":{amount}");

    private static Task Share(TestDesk desk, string scope, string amount) => Limit(desk, "SHARE", $"\"kind\":\"concentration\",\"scope\":\"{scope}\",\"unit\":\"fraction\",\"amount\":{amount}");

    private static Task Allocated(TestDesk desk, int quantity, string product = "cn-ets/CEA/2025", string account = "QM-CHP-01") => desk.Done("compliance", "accounts", account,
        "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{product}}","quantity":{{quantity}},"document":"AL"{{(product.EndsWith("none", StringComparison.Ordinal) ? ",\"complianceYear\":2025" : "")}} }""");

    private static decimal Used(TestDesk desk) =>
        desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(l => l.Key == "POS").Used ?? -1m;

    private static async Task<IEnumerable<string>> Faults(TestDesk desk) =>
        (await Application.Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken)).SelectMany(c => c.Findings);

    /// <summary>What is borrowed counts once: on its way by the contract, then as what the account holds, and no more once it is given back.</summary>
    [Fact]
    public async Task Borrowed_units_count_once_for_a_limit_on_a_position()
    {
        await using var desk = await TestDesk.Open();
        await Position(desk, "cn-ets/CEA", 1_000);
        await desk.Agreed("trader", "contracts", "BW", "agree-contract", Contract("borrow", 600, "\"endsOn\":\"2026-06-04\"").Replace("2026-06-05", "2026-06-03", StringComparison.Ordinal));
        Assert.Equal(600m, Used(desk));
        await desk.Beyond("contracts", "FW", "agree-contract", Contract("forward", 401, "\"side\":\"buy\"," + Ends));
        await desk.Done("finance", "contracts", "BW", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        await desk.Done("finance", "contracts", "BW", "confirm-leg", """{"leg":1,"effective":"2026-06-03","evidence":"E"}""");
        Assert.Equal(600m, Used(desk));
        await desk.Beyond("trades", "T", "capture-trade", Buy(401));
        await desk.Done("trader", "trades", "T", "capture-trade", Buy(400));
        Assert.Equal(1_000m, Used(desk));
        await desk.Done("finance", "contracts", "BW", "confirm-leg", """{"leg":2,"effective":"2026-06-04","evidence":"E"}""");
        Assert.Equal(400m, Used(desk));
        Assert.Empty(await Faults(desk));
    }

    /// <summary>A swap brings its other product: the limit on that holding is asked, and filled by what is delivered.</summary>
    [Fact]
    public async Task What_a_swap_brings_counts_for_the_limit_on_that_product()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 2_000);
        await Position(desk, "cn-ets/CEA/2024", 500);
        string Swap(int quantity) => Contract("swap", quantity, "\"endsOn\":\"2026-06-04\"," + ForCea24).Replace("2026-06-05", "2026-06-03", StringComparison.Ordinal);
        var refused = await desk.Beyond("contracts", "SW", "agree-contract", Swap(501));
        Assert.Contains("500 t would pass", refused.Message, StringComparison.Ordinal);
        await desk.Agreed("trader", "contracts", "SW", "agree-contract", Swap(500));
        Assert.Equal(500m, Used(desk));
        await desk.Done("finance", "contracts", "SW", "file-contract", """{"effective":"2026-06-03","reference":"R"}""");
        await desk.Done("trader", "contracts", "SW", "instruct-leg", """{"leg":1,"effective":"2026-06-04"}""");
        await desk.Done("finance", "contracts", "SW", "confirm-leg", """{"leg":1,"effective":"2026-06-04","evidence":"gone"}""");
        Assert.Equal(500m, Used(desk));
        await desk.Done("finance", "contracts", "SW", "confirm-leg", """{"leg":2,"effective":"2026-06-04","evidence":"came"}""");
        Assert.Equal((500m, 500L), (Used(desk), desk.In("QM-CHP-01", "cn-ets/CEA/2024", Domain.Registry.Bucket.Free)));
        Assert.Empty(await Faults(desk));
    }

    /// <summary>Settled in cash nothing comes; pledged, lent and sold in repo it stays held: no limit on holdings is asked. A limit on deals is.</summary>
    [Theory]
    [InlineData("forward", "\"side\":\"buy\",\"inCash\":true")]
    [InlineData("option", "\"side\":\"buy\",\"right\":\"call\",\"amount\":1,\"inCash\":true")]
    [InlineData("swap", "\"side\":\"buy\",\"inCash\":true")]
    [InlineData("pledge", "\"amount\":1000")]
    [InlineData("lend", "")]
    [InlineData("repo", "\"side\":\"sell\",\"endPrice\":{\"amount\":81,\"currency\":\"CNY\"}")]
    public async Task What_brings_no_units_meets_no_limit_on_holdings(string kind, string more)
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 100);
        await Position(desk, "*", 100);
        await Share(desk, "product:cn-ets/CEA/2025", "0.5");
        var terms = Contract(kind, 100, Ends + (more.Length == 0 ? "" : "," + more));
        await desk.Agreed("trader", "contracts", "K", "agree-contract", terms);
        await Limit(desk, "OPEN", "\"kind\":\"product\",\"scope\":\"cn-ets\",\"unit\":\"t\",\"amount\":99,\"counts\":\"open\"");
        await desk.Beyond("contracts", "K-2", "agree-contract", terms);
    }

    /// <summary>Of 10,000 t, 6,000 t are CEA25: 500 t of it against CEA24 leave the whole as it is, (6,000 - q) and (4,000 + q) of 10,000.</summary>
    [Fact]
    public async Task A_swap_moves_the_shares_of_both_its_products()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 6_000);
        await Allocated(desk, 4_000, "cn-ets/CEA/2024");
        await Share(desk, "product:cn-ets/CEA/2024", "0.45");
        string Swap(int quantity) => Contract("swap", quantity, Ends + "," + ForCea24);
        var refused = await desk.Beyond("contracts", "SW", "agree-contract", Swap(501));
        Assert.Contains("500 t would pass", refused.Message, StringComparison.Ordinal);
        await desk.Agreed("trader", "contracts", "SW", "agree-contract", Swap(500));
        await desk.Beyond("contracts", "SW-2", "agree-contract", Swap(1)); // 500 t are still to come
        await desk.Agreed("trader", "contracts", "SW", "cancel-contract", """{"reason":"given up"}""");
        await desk.Agreed("trader", "contracts", "SW-2", "agree-contract", Swap(500));
    }

    /// <summary>What a contract still brings counts when the next deal is asked: for the venue's limit, and for a share.</summary>
    [Fact]
    public async Task What_contracts_still_bring_counts_for_later_trades()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "BJ-1", "open-account", """{"holder":"QM","market":"beijing","name":"BJ","nameZh":"京"}""");
        string Otc(long quantity) => $$"""
            {"tradeDate":"2026-06-05","account":"BJ-1","side":"buy","method":"otc","product":"beijing/BEA/none","quantity":{{quantity}},
             "price":{"amount":80.00,"currency":"CNY"},"counterparty":"HB-CARS","settleOn":"2026-06-08"}
            """;
        var forward = Contract("forward", 600_000, "\"side\":\"buy\"," + Ends, "beijing/BEA/none", "BJ-1").Replace(":80,", ":8,", StringComparison.Ordinal);
        await desk.Agreed("trader", "contracts", "FW", "agree-contract", forward);
        await desk.Refused("trade.limit-reason-missing", "trader", "trades", "T", "capture-trade", Otc(400_001));
        await Allocated(desk, 1_000, "beijing/BEA/none", "BJ-1"); // who has an allowance may hold it besides: 1,001,000 t, of which 601,000 t are held or come
        await desk.Refused("trade.limit-reason-missing", "trader", "trades", "T", "capture-trade", Otc(400_001));
        await desk.Done("trader", "trades", "T", "capture-trade", Otc(400_000));
        await desk.Refused("trade.limit-reason-missing", "trader", "contracts", "FW-2", "agree-contract", Contract("forward", 1, "\"side\":\"buy\"," + Ends, "beijing/BEA/none", "BJ-1"));
    }

    [Fact]
    public async Task A_share_of_one_counterparty_counts_contracts_of_the_year()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("trader", "contracts", "FW", "agree-contract", Contract("forward", 4_000, "\"side\":\"buy\"," + Ends));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(6_000, more: ",\"counterparty\":\"Other\""));
        await Share(desk, "counterparty:Bank", "0.50");
        await desk.Beyond("trades", "T-2", "capture-trade", Buy(2_001, more: ",\"counterparty\":\"Bank\""));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Buy(2_000, more: ",\"counterparty\":\"Bank\""));
    }

    /// <summary>Between two own accounts no deal is done, but the account that gets the units has its own limit.</summary>
    [Fact]
    public async Task An_internal_transfer_meets_the_limit_of_the_account_it_goes_to()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await Allocated(desk, 1_000);
        await Position(desk, "cn-ets/CEA", 300, "QM-ALU-01");
        await Limit(desk, "TRADER", "\"kind\":\"trader\",\"scope\":\"trader\",\"unit\":\"t\",\"amount\":1,\"counts\":\"open\"");
        string Transfer(int quantity) => Contract("internal-transfer", quantity, "\"otherAccount\":\"QM-ALU-01\"");
        await desk.Beyond("contracts", "IT", "agree-contract", Transfer(301));
        await desk.Agreed("trader", "contracts", "IT", "agree-contract", Transfer(300));
        Assert.Equal(300m, Used(desk));
        await desk.Beyond("contracts", "IT-2", "agree-contract", Transfer(1));
        await desk.Done("finance", "contracts", "IT", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        await desk.Done("trader", "contracts", "IT", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "IT", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"E"}""");
        Assert.Equal((300m, 300L), (Used(desk), desk.In("QM-ALU-01", "cn-ets/CEA/2025", Domain.Registry.Bucket.Free)));
        Assert.Empty(await Faults(desk));
    }

    /// <summary>A forward has a price of the unit; a loan on a pledge has not, and a strike may lie where it likes.</summary>
    [Fact]
    public async Task A_limit_on_the_price_looks_at_forwards_alone()
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,100.00,1000,0\n");
        await Allocated(desk, 100);
        await Limit(desk, "PRICE", "\"kind\":\"price-deviation\",\"scope\":\"*\",\"unit\":\"fraction\",\"amount\":0.19");
        await desk.Beyond("contracts", "FW", "agree-contract", Contract("forward", 100, "\"side\":\"buy\"," + Ends)); // 80.00 is 20 % below
        await desk.Agreed("trader", "contracts", "FW", "agree-contract", Contract("forward", 100, "\"side\":\"buy\"," + Ends).Replace(":80,", ":81,", StringComparison.Ordinal));
        await desk.Agreed("trader", "contracts", "PL", "agree-contract", Contract("pledge", 100, "\"amount\":4000," + Ends));
        await desk.Agreed("trader", "contracts", "OP", "agree-contract", Contract("option", 100, "\"side\":\"buy\",\"right\":\"call\",\"amount\":1," + Ends));
    }

    /// <summary>A limit on what is open looks at a trade dated before its first day; one on what is traded per day looks at its own days.</summary>
    [Fact]
    public async Task A_trade_dated_back_does_not_get_around_a_limit_on_what_is_open()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "OPEN", "\"kind\":\"trader\",\"scope\":\"trader\",\"unit\":\"t\",\"amount\":100,\"counts\":\"open\"", "2026-06-05");
        await Limit(desk, "DAY", "\"kind\":\"trader\",\"scope\":\"trader\",\"unit\":\"t\",\"amount\":50,\"counts\":\"traded-per-day\"", "2026-06-05");
        await desk.Beyond("trades", "T", "capture-trade", Buy(101, "2026-06-04"));
        await desk.Done("trader", "trades", "T", "capture-trade", Buy(100, "2026-06-04"));
    }

    /// <summary>Two contracts agreed at the same moment: the second sees the first.</summary>
    [Fact]
    public async Task Of_contracts_agreed_at_the_same_moment_no_more_pass_than_a_limit_allows()
    {
        await using var desk = await TestDesk.Open();
        await Position(desk, "cn-ets/CEA", 1_000);
        var ids = Enumerable.Range(1, 8).Select(i => $"SAME-{i}").ToList();
        foreach (var id in ids) await desk.Done("trader", "contracts", id, "agree-contract", Contract("forward", 400, "\"side\":\"buy\"," + Ends), id.ToLowerInvariant());
        await Task.WhenAll(ids.Select(id => Task.Run(() => desk.Workplace.Desk.Execute(Domain.Control.ProposalDecider.Instance, Application.Desk.ProposalKey("trader", id.ToLowerInvariant()),
            new Domain.Control.ApproveProposal(), new Caller("approver", "ok-" + id), TestContext.Current.CancellationToken))));
        await desk.Settle();
        Assert.Equal(2, ids.Count(id => desk.Workplace.Read.Contracts.Find(id) is not null));
        Assert.Equal(800m, Used(desk));
        Assert.Empty(await Faults(desk));
    }

    /// <summary>What is pledged, lent or transferred today has to be there today, or somebody says why it will be; from then on it is promised to the contract.</summary>
    [Fact]
    public async Task Units_a_contract_takes_today_are_there_and_are_sold_to_nobody_else()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 1_000);
        string Pledge(int quantity, string more = "") => Contract("pledge", quantity, "\"amount\":1000," + Ends + more);
        string Sale(int quantity) => Buy(quantity).Replace("\"buy\"", "\"sell\"", StringComparison.Ordinal);
        var refused = await desk.Refused("trade.contract-units-missing", "trader", "contracts", "PL", "agree-contract", Pledge(1_001));
        Assert.Contains("1,000 t would pass", refused.Message, StringComparison.Ordinal);
        await desk.Agreed("trader", "contracts", "PL-0", "agree-contract", Pledge(1_001).Replace("\"startsOn\":\"2026-06-05\"", "\"startsOn\":\"2026-06-08\"", StringComparison.Ordinal)); // on Monday
        await desk.Agreed("trader", "contracts", "PL", "agree-contract", Pledge(600));
        Assert.Equal("trade.not-enough-available", (await desk.Send("trader", "trades", "T", "capture-trade", Sale(401))).Error?.Code);
        await desk.Done("trader", "trades", "T", "capture-trade", Sale(400));
        await desk.Refused("trade.contract-units-missing", "trader", "contracts", "LE", "agree-contract", Contract("lend", 1, Ends));
        await desk.Agreed("trader", "contracts", "LE", "agree-contract", Contract("lend", 1, Ends + ",\"remark\":\"bought, settles tonight\""));
        await desk.Agreed("trader", "contracts", "PL", "cancel-contract", """{"reason":"given up"}""");
        await desk.Done("trader", "trades", "T-2", "capture-trade", Sale(599)); // 1 t is promised to the loan
    }

    [Fact]
    public async Task A_trade_and_a_contract_have_keys_of_their_own()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", Contract("forward", 4, "\"side\":\"buy\"," + Ends));
        await desk.Refused("desk.key-of-contract", "trader", "trades", "K-1", "capture-trade", Buy(1));
        await desk.Done("trader", "trades", "K-2", "capture-trade", Buy(1));
        await desk.Refused("desk.key-of-trade", "trader", "contracts", "K-2", "agree-contract", Contract("forward", 4, "\"side\":\"buy\"," + Ends));
    }
}
