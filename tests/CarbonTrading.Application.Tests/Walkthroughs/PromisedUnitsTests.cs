using System.Text;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Units that are free and promised are promised once: at the same moment, in one file, to orders.</summary>
public class PromisedUnitsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestDesk> With2000()
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":2000,"document":"AL"}""");
        return desk;
    }

    private static string Sale(int quantity) => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"} }
        """;

    [Fact]
    public async Task Of_sales_captured_at_the_same_moment_no_more_pass_than_there_are_units()
    {
        await using var desk = await With2000();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(() => desk.Workplace.Desk.Execute(Domain.Trading.TradeDecider.Instance, $"T-{i}",
            System.Text.Json.JsonSerializer.Deserialize<Domain.Trading.CaptureTrade>(Sale(600), Engine.Contract.Strict)!, new Caller("trader", $"id-{i}"), Ct), Ct)));
        Assert.Equal(3, outcomes.Count(o => o.Error is null));
        Assert.All(outcomes.Where(o => o.Error is not null), o => Assert.Equal("trade.not-enough-available", o.Error!.Code));
        await desk.Settle();
        await desk.Done("trader", "trades", "T-20", "capture-trade", Sale(200)); // what was refused is promised to nobody
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-21", "capture-trade", Sale(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_sales_in_a_file_the_second_finds_what_the_first_left(bool isTrial)
    {
        await using var desk = await With2000();
        var file = Encoding.UTF8.GetBytes("trade,tradeDate,account,side,method,product,quantity,price,currency\n"
            + string.Concat(Enumerable.Range(1, 2).Select(i => $"I-{i},2026-06-05,QM-CHP-01,sell,listed,cn-ets/CEA/2025,1500,80.00,CNY\n")));
        for (var again = 0; again < 2; again++)
        {
            var (lines, refusal) = await new TradeImport(desk.Workplace.Desk, desk.Workplace.Read).Import(file, "trader", isTrial, ct: Ct);
            await desk.Settle();
            Assert.Null(refusal);
            Assert.Equal("trade.not-enough-available", Assert.Single(lines, l => l.Refusal is not null).Refusal!.Code);
        }

        if (isTrial) await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(2000)); // a trial promises nothing
    }

    [Fact]
    public async Task What_a_sell_order_may_still_fill_is_promised_until_the_order_ends()
    {
        await using var desk = await With2000();
        await desk.Done("trader", "orders", "O-1", "place-order", Sale(1500));
        await desk.Refused("trade.not-enough-available", "trader", "orders", "O-2", "place-order", Sale(501));
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-1", "capture-trade", Sale(501));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Sale(500));
        await desk.Done("trader", "orders", "O-1", "cancel-order", """{"reason":"price moved"}""");
        await desk.Done("trader", "orders", "O-2", "place-order", Sale(1500));
        await desk.Done("finance", "orders", "O-2", "record-fill", """{"execution":"E1","tradeDate":"2026-06-05","quantity":1000,"price":{"amount":80.00,"currency":"CNY"}}""");
        await desk.Refused("trade.not-enough-available", "trader", "trades", "T-2", "capture-trade", Sale(1)); // 500 + 1,000 + 500 still open
    }
}
