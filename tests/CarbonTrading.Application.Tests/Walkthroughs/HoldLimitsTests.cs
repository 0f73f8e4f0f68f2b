using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Limits, authority and delegation, through desk and processes.</summary>
public class HoldLimitsTests
{
    private static string Trade(long quantity, string price = "80.00", string remark = "null", string counterparty = "null") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":{{price}},"currency":"CNY"},"remark":{{remark}},"counterparty":{{counterparty}}}
        """;

    private static string Limit(string kind, string scope, string amount, string unit, string hardness, string more) => $$"""
        {"kind":"{{kind}}","scope":"{{scope}}","amount":{{amount}},"unit":"{{unit}}","hardness":"{{hardness}}","validFrom":"2026-06-01","validTo":"2026-12-31",
         "name":"Test","nameZh":"测试","reason":"policy"{{more}}}
        """;

    private static TradeStatus Status(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State.Status;

    private static LimitRow Row(TestDesk desk, string key) =>
        desk.Workplace.Queries.Limits.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Key == key);

    private static IReadOnlyList<Breach> Breaches(TestDesk desk) => desk.Workplace.Queries.Limits.Breaches(desk.Workplace.Queries.Resolve(null, null).AsOf!);

    /// <summary>Proposed by finance, approved by the approver.</summary>
    private static async Task Set(TestDesk desk, string key, string json, string command = "set-limit", string maker = "finance")
    {
        var id = $"limit-{key}-{command}".ToLowerInvariant();
        await desk.Done(maker, "limits", key, command, json, id);
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey(maker, id), "approve-proposal", "{}");
    }

    [Fact]
    public async Task A_hard_limit_refuses_at_entry_names_what_would_pass_and_leaves_a_line_in_the_breach_log()
    {
        await using var desk = await TestDesk.Open();
        await Set(desk, "TRADER-DAY", Limit("trader", "trader", "10000", "t", "hard", ",\"counts\":\"traded-per-day\""));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(6_000));
        Assert.Equal(6_000m, Row(desk, "TRADER-DAY").Used);
        var refused = await desk.Send("trader", "trades", "T-2", "capture-trade", Trade(4_001));
        Assert.Equal("trade.limit-exceeded", refused.Error?.Code);
        Assert.Contains("4,000 t would pass", refused.Error!.Message, StringComparison.Ordinal);
        var breach = Assert.Single(Breaches(desk));
        Assert.Equal((BreachKind.Refused, "T-2", "trader", 4_001m, 6_000m, 1m), (breach.Kind, breach.Trade, breach.Person, breach.Asked, breach.Used, breach.Beyond));
        await desk.Done("trader", "trades", "T-3", "capture-trade", Trade(4_000));
        Assert.Equal(10_000m, Row(desk, "TRADER-DAY").Used);
    }

    [Fact]
    public async Task A_rejected_trade_gives_its_headroom_back_and_a_settled_one_frees_what_is_open()
    {
        await using var desk = await TestDesk.Open();
        await Set(desk, "CEA-OPEN", Limit("product", "cn-ets/CEA", "800000", "CNY", "hard", ",\"counts\":\"open\""));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(10_000));
        Assert.Equal((800_000m, 1m), (Row(desk, "CEA-OPEN").Used, Row(desk, "CEA-OPEN").Share));
        await desk.Done("approver", "trades", "T-1", "reject-trade", """{"reason":"price"}""");
        Assert.Equal(0m, Row(desk, "CEA-OPEN").Used);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(10_000));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":2500}""");
        Assert.Equal(600_000m, Row(desk, "CEA-OPEN").Used);
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Equal(0m, Row(desk, "CEA-OPEN").Used);
    }

    [Fact]
    public async Task Beyond_a_soft_limit_a_reason_is_needed_and_logged()
    {
        await using var desk = await TestDesk.Open();
        await Set(desk, "CP", Limit("counterparty", "HB-CARS", "5000", "t", "soft", ",\"counts\":\"open\""));
        await desk.Refused("trade.limit-reason-missing", "trader", "trades", "T-1", "capture-trade", Trade(5_001, counterparty: "\"hb-cars\""));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(5_001, remark: "\"deadline\"", counterparty: "\"hb-cars\""));
        var breach = Assert.Single(Breaches(desk));
        Assert.Equal((BreachKind.Soft, 1m, "deadline"), (breach.Kind, breach.Beyond, breach.Reason));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(90_000)); // another counterparty is not meant
    }

    [Fact]
    public async Task An_override_of_two_persons_lets_one_trade_go_beyond()
    {
        await using var desk = await TestDesk.Open();
        await Set(desk, "TRADER-DAY", Limit("trader", "trader", "10000", "t", "hard", ",\"counts\":\"traded-per-day\""));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-1", "capture-trade", Trade(12_000))).Error?.Code);
        await desk.Done("finance", "limits", "TRADER-DAY", "override-limit", """{"amount":2000,"until":"2026-06-05","reason":"deadline","trade":"T-1"}""", "over-1");
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-1", "capture-trade", Trade(12_000))).Error?.Code); // one person is not enough
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("finance", "over-1"), "approve-proposal", "{}");
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "capture-trade", Trade(12_000))).Error?.Code); // it is for T-1
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(12_000));
        Assert.Contains(Breaches(desk), b => b is { Kind: BreachKind.Overridden, Trade: "T-1", Beyond: 2_000m });
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal(TradeStatus.InTransit, Status(desk, "T-1"));
    }

    [Fact]
    public async Task A_position_limit_counts_what_is_held_and_what_is_on_its_way()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":7000,"document":"AL"}""");
        await Set(desk, "HELD", Limit("position", "cn-ets/CEA", "10000", "t", "hard", ",\"account\":\"QM-CHP-01\""));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(2_000));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "capture-trade", Trade(1_001))).Error?.Code);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(1_000));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Equal(10_000m, Row(desk, "HELD").Used);
    }

    [Fact]
    public async Task A_price_limit_measures_from_the_previous_close_on_both_sides()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var close = desk.Workplace.Read.PreviousClose(new("cn-ets", "CEA", Kernel.Vintage.Of(2025)), new(2026, 6, 5))!.Price.Amount;
        await Set(desk, "PRICE", Limit("price-deviation", "cn-ets/CEA", "0.02", "fraction", "hard", ""));
        var (high, low) = (decimal.Floor(close * 1.02m * 100) / 100, decimal.Ceiling(close * 0.98m * 100) / 100);
        string At(decimal price) => Trade(100, price.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), "\"test\"");
        await desk.Done("trader", "trades", "T-1", "capture-trade", At(high));
        await desk.Done("trader", "trades", "T-2", "capture-trade", At(low));
        foreach (var (key, price) in new[] { ("T-3", high + 0.01m), ("T-4", low - 0.01m) })
        {
            var refused = await desk.Send("trader", "trades", key, "capture-trade", At(price));
            Assert.Equal(("trade.limit-exceeded", "price"), (refused.Error?.Code, refused.Error?.Field));
            Assert.Contains("PRICE", refused.Error!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, Breaches(desk).Count(b => b is { Kind: BreachKind.Refused } && b.Trade is "T-3" or "T-4"));
    }

    [Fact]
    public async Task Without_a_previous_close_a_hard_price_limit_says_that_it_is_not_known()
    {
        await using var desk = await TestDesk.Open();
        await Set(desk, "PRICE", Limit("price-deviation", "cn-ets/CEA", "0.02", "fraction", "hard", ""));
        Assert.Equal("trade.limit-not-known", (await desk.Send("trader", "trades", "T-1", "capture-trade", Trade(100))).Error?.Code);
    }

    /// <summary>30,000 t of 100,000 t are held in the account: at most 40 % is (30,000 + x) / (100,000 + x), that is x = 16,666 t.</summary>
    [Fact]
    public async Task A_share_of_what_is_held_may_grow_to_its_limit_and_not_beyond()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        foreach (var (account, quantity) in new[] { ("QM-CHP-01", 30_000), ("QM-ALU-01", 70_000) })
            await desk.Done("compliance", "accounts", account, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"AL"}""");
        await Set(desk, "SHARE", Limit("concentration", "account:QM-CHP-01", "0.40", "fraction", "hard", ""));
        var refused = await desk.Send("trader", "trades", "T-1", "capture-trade", Trade(16_667));
        Assert.Equal("trade.limit-exceeded", refused.Error?.Code);
        Assert.Contains("16,666 t would pass", refused.Error!.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(16_666));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(90_000).Replace("QM-CHP-01", "QM-ALU-01", StringComparison.Ordinal)); // not the part it is on
    }

    /// <summary>Held 30,000 t of 100,000 t, 16,666 t may come: in four trades that wait, are approved, on their way and in part settled as in one.</summary>
    [Fact]
    public async Task A_share_counts_what_is_still_to_come_of_trades_and_orders()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        foreach (var (account, quantity) in new[] { ("QM-CHP-01", 30_000), ("QM-ALU-01", 70_000) })
            await desk.Done("compliance", "accounts", account, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"AL"}""");
        await Set(desk, "SHARE", Limit("concentration", "account:QM-CHP-01", "0.40", "fraction", "hard", ""));
        foreach (var key in new[] { "T-1", "T-2", "T-3" }) await desk.Done("trader", "trades", key, "capture-trade", Trade(4_000));
        foreach (var key in new[] { "T-2", "T-3" }) await desk.Done("approver", "trades", key, "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-3", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":2500}""");
        await desk.Done("trader", "orders", "O-1", "place-order", Trade(4_000).Replace(",\"remark\":null", "", StringComparison.Ordinal));
        var refused = await desk.Send("trader", "trades", "T-4", "capture-trade", Trade(667));
        Assert.Contains("666 t would pass", refused.Error!.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-4", "capture-trade", Trade(666));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-5", "capture-trade", Trade(1))).Error?.Code);
        await desk.Done("approver", "trades", "T-1", "reject-trade", """{"reason":"no"}"""); // 4,000 t less: 12,666 t to come of 16,666 t
        await desk.Done("trader", "trades", "T-6", "rebook-trade", $$"""{"replaces":"T-4","reason":"typed wrong","terms":{{Trade(4_666)}} }""");
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-7", "capture-trade", Trade(1))).Error?.Code);
    }

    /// <summary>Beijing's limit on holdings is 1,000,000 t and unsure: beyond it a reason is asked.</summary>
    [Fact]
    public async Task The_limit_of_a_venue_counts_what_is_still_to_come()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "BJ-1", "open-account", """{"holder":"QM","market":"beijing","name":"BJ","nameZh":"京"}""");
        string Otc(long quantity) => $$"""
            {"tradeDate":"2026-06-05","account":"BJ-1","side":"buy","method":"otc","product":"beijing/BEA/none","quantity":{{quantity}},
             "price":{"amount":80.00,"currency":"CNY"},"counterparty":"HB-CARS","settleOn":"2026-06-08"}
            """;
        await desk.Done("trader", "trades", "T-1", "capture-trade", Otc(600_000));
        await desk.Refused("trade.limit-reason-missing", "trader", "trades", "T-2", "capture-trade", Otc(400_001));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Otc(400_000));
    }

    /// <summary>What the national market allows to hold was not found: a purchase shows a line that says so and asks nothing; a sale, and Beijing whose limit is known, have none.</summary>
    [Fact]
    public async Task A_position_limit_nobody_found_has_a_line_of_its_own()
    {
        await using var desk = await TestDesk.Open();
        var buy = System.Text.Json.JsonSerializer.Deserialize<CaptureTrade>(Trade(1_000), Engine.Contract.Strict)!;
        VenueCheck? Line(CaptureTrade trade) => desk.Workplace.Desk.Preview(null, trade, "trader").Checks.SingleOrDefault(c => c.Code == "position-limit");
        Assert.Equal(new VenueCheck("position-limit", true, "≤ ? t", "not found in the material read", Kernel.RuleStatus.Unknown, "rule"), Line(buy));
        Assert.NotNull(Line(buy with { Method = TradeMethod.Otc, Counterparty = "B" }));
        Assert.Null(Line(buy with { Side = Side.Sell }));
        Assert.Null(Line(buy with { Product = new("beijing", "BEA", Kernel.Vintage.None), Account = "BJ-1" }));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(1_000));
    }

    [Fact]
    public async Task Of_purchases_captured_at_the_same_moment_no_more_pass_than_a_share_allows()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await desk.Done("compliance", "accounts", "QM-ALU-01", "receive-free-allocation", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":6000,"document":"AL"}""");
        await Set(desk, "SHARE", Limit("concentration", "account:QM-CHP-01", "0.40", "fraction", "hard", ""));
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() => desk.Workplace.Desk.Execute(TradeDecider.Instance, $"T-{i}",
            System.Text.Json.JsonSerializer.Deserialize<CaptureTrade>(Trade(1_000), Engine.Contract.Strict)!, new Application.Caller("trader", $"id-{i}"),
            TestContext.Current.CancellationToken))));
        Assert.Equal(4, outcomes.Count(o => o.Error is null)); // 4,000 t of 10,000 t
    }

    /// <summary>Of 10,000 t traded with named counterparties this year 4,000 t are with HB-CARS: at most half is (4,000 + x) / (10,000 + x), that is x = 2,000 t.</summary>
    [Fact]
    public async Task A_share_of_one_counterparty_counts_the_trades_of_the_year()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(4_000, counterparty: "\"HB-CARS\""));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(6_000, counterparty: "\"Other\""));
        await desk.Done("trader", "trades", "T-3", "capture-trade", Trade(50_000, counterparty: "\"Other\""));
        await desk.Done("approver", "trades", "T-3", "reject-trade", """{"reason":"not done"}"""); // does not count
        await Set(desk, "CP", Limit("concentration", "counterparty:HB-CARS", "0.50", "fraction", "hard", ""));
        var refused = await desk.Send("trader", "trades", "T-4", "capture-trade", Trade(2_001, counterparty: "\"hb-cars\""));
        Assert.Equal("trade.limit-exceeded", refused.Error?.Code);
        Assert.Contains("2,000 t would pass", refused.Error!.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-4", "capture-trade", Trade(2_000, counterparty: "\"hb-cars\""));
    }

    [Fact]
    public async Task A_person_approves_up_to_the_own_authority_and_is_told_who_could()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("admin", "people", "SECOND", "register-person", """{"login":"second","name":"Second","roles":["approver"]}""");
        await Authority(desk, "APPROVER", "400000.00");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(5_000)); // 400,000.00 exactly
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(5_001));
        var refused = await desk.Refused("permission.authority-exceeded", "approver", "trades", "T-2", "approve-trade", "{}");
        Assert.Contains("second", refused.Message, StringComparison.Ordinal);
        await desk.Done("second", "trades", "T-2", "approve-trade", "{}");
        await desk.Done("trader", "trades", "T-3", "capture-trade", Trade(5_001));
        await desk.Done("approver", "trades", "T-3", "reject-trade", """{"reason":"no"}"""); // to reject takes no authority
    }

    [Fact]
    public async Task A_delegate_approves_in_the_days_and_within_the_authority_of_the_delegator()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "trades", "T-1", "capture-trade", Trade(5_000));
        await desk.Refused("permission.denied", "finance", "trades", "T-1", "approve-trade", "{}");
        await desk.Refused("person.delegate-unfit", "approver", "people", "APPROVER", "delegate-approval", """{"to":"trader","from":"2026-06-05","until":"2026-06-05","reason":"leave"}""");
        await desk.Done("approver", "people", "APPROVER", "delegate-approval", """{"to":"finance","from":"2026-06-05","until":"2026-06-05","reason":"leave"}""");
        await desk.Done("finance", "trades", "T-1", "approve-trade", "{}");
        var trade = desk.Workplace.Read.Trades.Find("T-1")!.State;
        Assert.Equal(("finance", "approver"), (trade.ApprovedBy, trade.OnBehalfOf));
        await desk.Done("trader", "trades", "T-2", "capture-trade", Trade(5_000));
        await desk.Done("approver", "people", "APPROVER", "end-delegation", """{"to":"finance","reason":"back"}""");
        await desk.Refused("permission.denied", "finance", "trades", "T-2", "approve-trade", "{}");
    }

    private static async Task Authority(TestDesk desk, string person, string amount)
    {
        await desk.Done("admin", "people", person, "grant-authority", $$"""{"amount":{{amount}},"currency":"CNY","from":"2026-06-01","to":"2026-12-31"}""", $"grant-{person}".ToLowerInvariant());
        var second = person == "APPROVER" ? "second" : "approver";
        await desk.Done(second, "proposals", Application.Desk.ProposalKey("admin", $"grant-{person}".ToLowerInvariant()), "approve-proposal", "{}");
    }
}
