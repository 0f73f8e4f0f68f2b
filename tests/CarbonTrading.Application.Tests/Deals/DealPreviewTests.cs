using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Deals;

/// <summary>What the forms of orders and contracts show beside themselves, and what an approver sees once more.</summary>
public class DealPreviewTests
{
    private static readonly DateOnly today = new(2026, 6, 5);
    private static readonly Product cea = new("cn-ets", "CEA", Vintage.Of(2025));

    private static PlaceOrder Order(long quantity, Side side = Side.Buy, string? remark = null) =>
        new(today, "QM-CHP-01", side, TradeMethod.Listed, cea, new(quantity), new(80.00m, "CNY"), Remark: remark);

    private static AgreeContract Repo(long quantity) => new(
        ContractKind.Repo, today, "QM-CHP-01", cea, new(quantity), new(60.00m, "CNY"), "Bank A", "K 1", today, today.AddDays(90), Side.Sell, EndPrice: new(62.10m, "CNY"));

    private static Task Limit(TestDesk desk, string key, string amount, string hardness) => desk.Agreed("finance", "limits", key, "set-limit", $$"""
        {"kind":"trader","scope":"trader","unit":"t","amount":{{amount}},"hardness":"{{hardness}}","counts":"open",
         "validFrom":"2026-06-01","validTo":"2026-12-31","name":"L","nameZh":"限","reason":"test"}
        """);

    private static Task Allocated(TestDesk desk, long quantity) => desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation",
        $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"D"}""");

    private static IEnumerable<string> Lines(TestDesk desk, AgreeContract contract) => new DealEffects(desk.Workplace).Of(contract, desk.Workplace.Queries.Resolve(null, null).AsOf!)
        .Select(l => FormattableString.Invariant($"{l.On:MM-dd} {l.Kind} {l.Before:0} {l.After:0} {l.Change:0}"));

    [Fact]
    public async Task An_order_is_told_what_placing_it_would_say()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "TR", "5000", "hard");
        var fits = desk.Workplace.Desk.Preview("O-1", Order(5_000), "trader");
        Assert.Null(fits.Refusal);
        Assert.Contains(fits.Checks, c => c is { Code: "tick-size", Passed: true });
        Assert.Equal(5_000m, Assert.Single(fits.Limits).After);
        var beyond = desk.Workplace.Desk.Preview("O-1", Order(5_001), "trader");
        Assert.Equal(("trade.limit-exceeded", 0), (beyond.Refusal?.Code, beyond.Warnings)); // no reason helps
        Assert.Equal("trade.unknown-account", desk.Workplace.Desk.Preview("O-1", Order(1) with { Account = "NOBODY" }, "trader").Refusal?.Code);
    }

    [Fact]
    public async Task A_soft_limit_is_a_warning_that_needs_the_remark()
    {
        await using var desk = await TestDesk.Open();
        await Limit(desk, "TR", "5000", "soft");
        var silent = desk.Workplace.Desk.Preview("O-1", Order(5_001), "trader");
        Assert.Equal(("trade.limit-reason-missing", 1), (silent.Refusal?.Code, silent.Warnings));
        var said = desk.Workplace.Desk.Preview("O-1", Order(5_001, remark: "cover"), "trader");
        Assert.Equal((null, 1), (said.Refusal?.Code, said.Warnings));
    }

    [Fact]
    public async Task A_contract_is_told_its_limits_and_its_proposal_keeps_them()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 5_001);
        await Limit(desk, "TR", "5000", "hard");
        Assert.Equal("trade.limit-exceeded", desk.Workplace.Desk.Preview("K-1", Repo(5_001), "trader").Refusal?.Code);
        Assert.Null(desk.Workplace.Desk.Preview("K-1", Repo(5_000), "trader").Refusal);
        await desk.Done("trader", "contracts", "K-1", "agree-contract", """
            {"kind":"repo","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":3000,"price":{"amount":60,"currency":"CNY"},
             "endPrice":{"amount":62.1,"currency":"CNY"},"counterparty":"Bank A","document":"D","startsOn":"2026-06-05","endsOn":"2026-12-01","side":"sell"}
            """, "repo-1");
        var kept = desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("trader", "repo-1"))!.State.Limits;
        Assert.Equal((0m, 3_000m, 5_000m), (kept![0].Used, kept[0].After, kept[0].Allowed));
    }

    [Fact]
    public async Task A_trade_that_waits_is_not_in_its_own_way()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 1_000);
        await Limit(desk, "TR", "1000", "hard");
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"}}
            """);
        var trade = desk.Workplace.Read.Trades.Find("T-1")!.State;
        var again = desk.Workplace.Desk.Preview("T-1", trade);
        Assert.Null(again.Refusal);
        Assert.Equal(trade.Checks, again.Checks);
        Assert.All(again.Limits, l => Assert.Equal((LimitState.Passes, 0m, 1_000m), (l.State, l.Used, l.After)));
        Assert.Equal("trade.limit-exceeded", desk.Workplace.Desk.Preview("O-1", Order(1), "trader").Refusal?.Code); // it is in the way of others
    }

    [Fact]
    public async Task A_purchase_that_waits_is_not_in_the_way_of_its_own_money()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", """{"market":"cn-ets","effective":"2026-06-05","amount":80000,"currency":"CNY","evidence":"ST"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"}}
            """);
        var trade = desk.Workplace.Read.Trades.Find("T-1")!.State;
        Assert.Null(desk.Workplace.Desk.Preview("T-1", trade).Refusal);
        var effect = new DealEffects(desk.Workplace).Of(trade.Terms!, desk.Workplace.Queries.Resolve(null, null).AsOf!, trade);
        Assert.Equal((80_000m, 0m), effect.Where(l => l.Kind == EffectKind.Money).Select(l => (l.Before!.Value, l.After!.Value)).Single());
        Assert.Equal((0m, 80_000m), effect.Where(l => l.Kind == EffectKind.Cost).Select(l => (l.Before!.Value, l.After!.Value)).Single());
    }

    [Fact]
    public async Task A_correction_shows_what_is_different_from_the_trade_it_replaces()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", """{"market":"cn-ets","effective":"2026-06-04","amount":100000,"currency":"CNY","evidence":"ST"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"},"fee":0}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        var wrong = desk.Workplace.Read.Trades.Find("T-1")!.State;
        IReadOnlyList<string> Shown(CaptureTrade terms) => [.. new DealEffects(desk.Workplace).Of(terms, desk.Workplace.Queries.Resolve(null, null).AsOf!, wrong: wrong)
            .Select(l => FormattableString.Invariant($"{l.Kind} {l.Account} {l.Before:0} {l.Change:0}"))];
        var same = wrong.Terms!;
        Assert.Equal(["Held QM-CHP-01 1000 0", "Free QM-CHP-01 1000 0", "Cost QM-CHP-01 80000 0", "Money QM-CHP-01 20000 0"], Shown(same));
        Assert.Equal(["Held QM-CHP-01 1000 200", "Free QM-CHP-01 1000 200", "Cost QM-CHP-01 80000 16000", "Money QM-CHP-01 20000 -16000"], Shown(same with { Quantity = new(1_200) }));
        Assert.Equal(["Held QM-CHP-01 0 1000", "Free QM-CHP-01 0 1000", "Cost QM-CHP-01 0 80000", "Money QM-CHP-01 20000 0",
            "Held QM-CHP-01 1000 -1000", "Free QM-CHP-01 1000 -1000", "Cost QM-CHP-01 80000 -80000"], Shown(same with { Product = new("cn-ets", "CEA", Vintage.Of(2024)) }));
    }

    [Fact]
    public async Task A_correction_of_a_sale_shows_what_is_different_from_it()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 10_000);
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"},"fee":0}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        var wrong = desk.Workplace.Read.Trades.Find("T-1")!.State;
        Assert.Equal(TradeStatus.InTransit, wrong.Status);
        IReadOnlyList<string> Shown(CaptureTrade terms) => [.. new DealEffects(desk.Workplace).Of(terms, desk.Workplace.Queries.Resolve(null, null).AsOf!, wrong: wrong)
            .Where(l => l.Kind is EffectKind.Held or EffectKind.Free).Select(l => FormattableString.Invariant($"{l.Kind} {l.Before:0} {l.Change:0}"))];
        Assert.Equal(["Held 10000 -1000", "Free 9000 0"], Shown(wrong.Terms!)); // its units are on their way and still held
        Assert.Equal(["Held 10000 -1500", "Free 9000 -500"], Shown(wrong.Terms! with { Quantity = new(1_500) }));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST-1"}""");
        wrong = desk.Workplace.Read.Trades.Find("T-1")!.State;
        Assert.Equal(["Held 9000 0", "Free 9000 0"], Shown(wrong.Terms!));
    }

    [Fact]
    public async Task A_repo_takes_free_units_at_its_start_and_gives_them_back_at_its_end()
    {
        await using var desk = await TestDesk.Open();
        await Allocated(desk, 10_000);
        Assert.Equal(["06-05 Free 10000 7000 -3000", "06-05 Cash   180000", "09-03 Free 7000 10000 3000", "09-03 Cash   -186300"], Lines(desk, Repo(3_000)));
        Assert.Empty(Lines(desk, Repo(3_000) with { EndPrice = null })); // not enough to know its legs
    }

    [Fact]
    public async Task A_forward_in_cash_says_that_its_money_is_fixed_later()
    {
        await using var desk = await TestDesk.Open();
        Assert.Equal(["09-03 CashLater   "], Lines(desk, Repo(3_000) with { Kind = ContractKind.Forward, EndPrice = null, InCash = true }));
    }
}
