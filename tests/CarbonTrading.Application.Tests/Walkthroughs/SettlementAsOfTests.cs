using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Settlement, contracts and blotter as of a day: no step of a later day is in them, as none is in the position.</summary>
public class SettlementAsOfTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";
    private static readonly DateOnly Thursday = new(2026, 6, 4), Friday = new(2026, 6, 5);

    private static AsOf On(TestDesk desk, DateOnly day) => desk.Workplace.Queries.Resolve(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null).AsOf!;

    private static long Held(TestDesk desk, DateOnly day) => desk.Workplace.Queries.Positions(On(desk, day)).Where(p => p.Account == Chp).Sum(p => p.Held);

    private static async Task<TestDesk> WithTrade(string side, int held)
    {
        var desk = await TestDesk.Open();
        if (held > 0)
            await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{Cea}}","quantity":{{held}},"document":"AL"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-04","account":"{{Chp}}","side":"{{side}}","method":"listed","product":"{{Cea}}","quantity":10000,"price":{"amount":83.10,"currency":"CNY"},"fee":0}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        return desk;
    }

    [Theory]
    [InlineData("buy", 0)]
    [InlineData("sell", 30_000)]
    public async Task A_part_confirmed_on_a_later_day_is_open_the_day_before_and_board_and_position_agree(string side, int before)
    {
        await using var desk = await WithTrade(side, before);
        var sign = side == "buy" ? 1 : -1;
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-04","evidence":"E1","quantity":4000}""");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E2","quantity":6000}""");

        var (then, now) = (desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Thursday)), desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Friday)));
        Assert.Equal([(4_000L, LegStatus.PartConfirmed), (10_000L, LegStatus.Confirmed)],
            new[] { then, now }.Select(l => (l.Single(x => x.Kind == LegKind.Units).Settled!.Value, l.Single(x => x.Kind == LegKind.Units).Status)));
        Assert.Equal((332_400m, 831_000m), (then.Single(l => l.Kind == LegKind.Cash).SettledAmount, now.Single(l => l.Kind == LegKind.Cash).SettledAmount));
        Assert.Equal("E1", then[0].Evidence);
        Assert.Equal((before + sign * 4_000L, before + sign * 10_000L), (Held(desk, Thursday), Held(desk, Friday)));
        Assert.Equal((TradeStatus.InTransit, TradeStatus.Settled), (desk.Workplace.Queries.Trades(On(desk, Thursday)).Single().Trade.Status,
            desk.Workplace.Queries.Trades(On(desk, Friday)).Single().Trade.Status));
        Assert.Empty(desk.Workplace.Queries.Settlement.Legs(On(desk, new(2026, 6, 3)))); // not traded yet
    }

    [Fact]
    public async Task What_failed_or_was_cancelled_on_a_later_day_was_on_its_way_before()
    {
        await using var desk = await WithTrade("buy", 0);
        await desk.Done("finance", "trades", "T-1", "fail-settlement", """{"effective":"2026-06-05","reason":"no units at the seller"}""");
        var then = desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Thursday));
        Assert.All(then, l => Assert.Equal((LegStatus.InTransit, null), (l.Status, l.Problem)));
        Assert.All(desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Friday)), l => Assert.Equal(LegStatus.Failed, l.Status));
        await desk.Done("approver", "trades", "T-1", "cancel-trade", """{"reason":"given up"}""");
        Assert.Empty(desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Friday)));
        Assert.Equal(2, desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Thursday)).Count);
    }

    [Fact]
    public async Task A_wrong_trade_is_gone_on_every_day_since_its_own()
    {
        await using var desk = await WithTrade("buy", 0);
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-04","evidence":"E1"}""");
        await desk.Done("trader", "trades", "T-1-C1", "rebook-trade", $$"""
            {"replaces":"T-1","reason":"price","terms":{"tradeDate":"2026-06-04","account":"{{Chp}}","side":"buy","method":"listed","product":"{{Cea}}",
             "quantity":10000,"price":{"amount":83.20,"currency":"CNY"},"fee":0}
            }
            """);
        await desk.Done("approver", "trades", "T-1-C1", "approve-trade", "{}");
        Assert.Empty(desk.Workplace.Queries.Settlement.Of("T-1", On(desk, Thursday)));
        Assert.Equal(LegStatus.Confirmed, desk.Workplace.Queries.Settlement.Of("T-1-C1", On(desk, Thursday)).Single(l => l.Kind == LegKind.Units).Status);
        Assert.Equal(10_000, Held(desk, Thursday));
    }

    [Fact]
    public async Task An_execution_of_a_later_day_is_open_the_day_before_and_what_it_replaces_was_wrong_from_its_own()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "orders", "O-1", "place-order", $$"""
            {"tradeDate":"2026-06-04","until":"2026-06-05","account":"{{Chp}}","side":"buy","method":"listed","product":"{{Cea}}","quantity":1000,
             "price":{"amount":83.10,"currency":"CNY"},"broker":"B"}
            """);
        async Task Filled(string id, string day, int quantity, string more = "") => await desk.Done("trader", "orders", "O-1", "record-fill", $$"""
            {"execution":"{{id}}","tradeDate":"{{day}}","quantity":{{quantity}},"price":{"amount":83.00,"currency":"CNY"}{{more}} }
            """);
        await Filled("E-1", "2026-06-04", 400);
        await Filled("E-2", "2026-06-05", 600);
        Orders.OrderRow At(DateOnly day) => desk.Workplace.Queries.Orders.All(On(desk, day)).Single();
        Assert.Equal((Domain.Orders.OrderStatus.PartFilled, 400L, 600L), (At(Thursday).Status, At(Thursday).Filled, At(Thursday).Open));
        Assert.Equal((Domain.Orders.OrderStatus.Filled, 1_000L, 0L), (At(Friday).Status, At(Friday).Filled, At(Friday).Open));
        await Filled("E-3", "2026-06-05", 300, ",\"replaces\":\"E-1\""); // it was of Friday, and less
        Assert.Equal((Domain.Orders.OrderStatus.Open, 0L), (At(Thursday).Status, At(Thursday).Filled));
        Assert.Equal((Domain.Orders.OrderStatus.PartFilled, 900L), (At(Friday).Status, At(Friday).Filled));
    }

    [Fact]
    public async Task A_leg_of_a_contract_that_moved_on_a_later_day_is_expected_the_day_before()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{Cea}}","quantity":50000,"document":"AL"}""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"repo","agreedOn":"2026-06-04","account":"{{Chp}}","product":"{{Cea}}","quantity":40000,"price":{"amount":60.00,"currency":"CNY"},"side":"sell",
             "endPrice":{"amount":62.10,"currency":"CNY"},"counterparty":"Bank A","document":"K-7","startsOn":"2026-06-04","endsOn":"2026-12-01"}
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-04","reference":"REG-1"}""");
        await desk.Done("finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"ST 1"}""");

        ContractLegStatus Leg(DateOnly day) => desk.Workplace.Queries.Contracts.All(On(desk, day)).Single().Legs[0].Status;
        Assert.Equal((ContractLegStatus.Expected, ContractLegStatus.Done), (Leg(Thursday), Leg(Friday)));
        Assert.Equal((0L, 40_000L), (Given(desk, Thursday), Given(desk, Friday)));
    }

    private static long Given(TestDesk desk, DateOnly day) =>
        desk.Workplace.Queries.Positions(On(desk, day)).Where(p => p.Account == Chp).Sum(p => p.Pledged);
}
