using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Funds;

/// <summary>Purchases are held against the money in the fund account.</summary>
public class FundTests
{
    private static string Buy(long quantity, string method = "listed", string price = "80.00") => $$"""
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"{{method}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},
         "price":{"amount":{{price}},"currency":"CNY"},"fee":10.00,"counterparty":"Seller"}
        """;

    private static Task Balance(TestDesk desk, string amount, string day = "2026-06-05") => desk.Done("finance", "funds", "QM-CHP-01", "record-funds",
        $$"""{"market":"cn-ets","effective":"{{day}}","amount":{{amount}},"currency":"CNY","evidence":"ST-5"}""");

    private static FundRow Row(TestDesk desk) => desk.Workplace.Queries.Funds.All(Now(desk)).Single(r => r.Account == "QM-CHP-01");

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    [Fact]
    public async Task A_purchase_beyond_the_money_there_is_refused_to_the_cent()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "trades", "T-0", "capture-trade", Buy(90_000)); // no balance recorded: not held against it
        await desk.Done("trader", "trades", "T-0", "cancel-trade", """{"reason":"trial"}""");
        await Balance(desk, "400010.00");
        var refused = await desk.Refused("trade.not-enough-money", "trader", "trades", "T-1", "capture-trade", Buy(5_000, price: "80.01"));
        Assert.Contains("CNY 400,060.00 asked", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CNY 400,010.00 would pass", refused.Message, StringComparison.Ordinal);
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(5_000));
        Assert.Equal((400_010.00m, 0m), (Row(desk).Open, Row(desk).Available));
        await desk.Refused("trade.not-enough-money", "trader", "trades", "T-2", "capture-trade", Buy(1));
        await desk.Done("trader", "trades", "T-3", "capture-trade", Buy(5_000, "otc")); // paid between the two sides
    }

    [Fact]
    public async Task Money_is_free_again_when_a_purchase_is_gone_and_counts_on_when_it_is_settled()
    {
        await using var desk = await TestDesk.Open();
        await Balance(desk, "1000000.00", "2026-06-04");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(5_000));
        await desk.Done("approver", "trades", "T-1", "reject-trade", """{"reason":"no"}""");
        Assert.Equal(1_000_000.00m, Row(desk).Available);
        await desk.Done("trader", "trades", "T-2", "capture-trade", Buy(5_000));
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-2", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":2000}""");
        Assert.Equal((-160_004.00m, 240_006.00m, 599_990.00m), (Row(desk).Settled, Row(desk).Open, Row(desk).Available));
        await desk.Done("finance", "trades", "T-2", "fail-settlement", """{"effective":"2026-06-05","reason":"seller withdrew"}""");
        Assert.Equal((-160_004.00m, 0m, 839_996.00m), (Row(desk).Settled, Row(desk).Open, Row(desk).Available));

        await Balance(desk, "839996.00"); // the statement of the day has it: nothing is counted twice
        Assert.Equal((0m, 839_996.00m), (Row(desk).Settled, Row(desk).Available));
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""");
        await desk.Done("trader", "trades", "T-4", "capture-trade", Buy(1_000).Replace("buy", "sell", StringComparison.Ordinal)); // a sale needs no money
        Assert.Equal(839_996.00m, Row(desk).Available);
    }

    /// <summary>Rule sale-money-usable: money of a sale may buy again the same day; a statement of that day holds it already.</summary>
    [Fact]
    public async Task Money_of_a_sale_made_today_buys_today_once_its_units_are_on_their_way()
    {
        await using var desk = await TestDesk.Open();
        await Balance(desk, "100000.00", "2026-06-04");
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(1_000).Replace("buy", "sell", StringComparison.Ordinal));
        await desk.Refused("trade.not-enough-money", "trader", "trades", "T-2", "capture-trade", Buy(2_000)); // the sale waits for its second person
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal((79_990.00m, 179_990.00m), (Row(desk).Coming, Row(desk).Available));
        await desk.Refused("trade.not-enough-money", "trader", "trades", "T-2", "capture-trade", Buy(2_250)); // 180,010.00
        await desk.Done("trader", "trades", "T-2", "capture-trade", Buy(2_000));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST"}""");
        Assert.Equal((0m, 79_990.00m, 19_980.00m), (Row(desk).Coming, Row(desk).Settled, Row(desk).Available));
        await Balance(desk, "179990.00");
        Assert.Equal((0m, 0m, 19_980.00m), (Row(desk).Coming, Row(desk).Settled, Row(desk).Available));
    }

    [Fact]
    public async Task A_balance_needs_finance_an_account_and_the_currency_of_its_market()
    {
        await using var desk = await TestDesk.Open();
        const string body = """{"market":"cn-ets","effective":"2026-06-05","amount":1.00,"currency":"CNY","evidence":"ST-5"}""";
        await desk.Refused("permission.denied", "trader", "funds", "QM-CHP-01", "record-funds", body);
        await desk.Refused("fund-account.unknown-account", "finance", "funds", "NOBODY", "record-funds", body);
        await desk.Refused("fund-account.other-currency", "finance", "funds", "QM-CHP-01", "record-funds", body.Replace("CNY", "EUR", StringComparison.Ordinal));
        await desk.Done("finance", "funds", "QM-CHP-01", "record-funds", body);
    }

    /// <summary>Kept trade by trade and counted anew over all trades: the same, on the whole sample and on every earlier position asked for.</summary>
    [Fact]
    public async Task The_book_agrees_with_a_plain_count_over_all_trades()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var read = desk.Workplace.Read;
        var head = Now(desk);
        foreach (var account in read.TradingAccounts())
            foreach (var known in new[] { head.Known, head.Known * 3 / 4, head.Known / 2 })
            {
                var trades = read.Trades.All(known).Where(t => t.State.Terms is { Method: not TradeMethod.Otc } terms && terms.Account == account.Key
                    && terms.Product.Market == account.Market).ToList();
                var from = new DateOnly(2025, 12, 31);
                var open = trades.Where(t => t.State.Terms!.Side == Side.Buy && t.State.Status is not (TradeStatus.Rejected or TradeStatus.Corrected))
                    .Sum(t => (t.State.Status is TradeStatus.Failed or TradeStatus.Expired or TradeStatus.Cancelled ? Moved(t.State) : t.State.Cash) - t.State.SettledCash);
                var settled = trades.Where(t => t.State.SettledOn > from).Sum(t => t.State.Terms!.Side == Side.Buy ? -t.State.SettledCash : t.State.SettledCash);
                var coming = trades.Where(t => t.State is { Terms.Side: Side.Sell, Status: not (TradeStatus.Rejected or TradeStatus.Corrected) } && t.State.Terms.TradeDate > from)
                    .Sum(t => (t.State.Status is TradeStatus.InTransit or TradeStatus.Settled ? t.State.Cash : Moved(t.State)) - t.State.SettledCash);
                var flow = read.FundBook.Of(account.Key, account.Market, from, head with { Known = known });
                Assert.Equal((open, settled, coming), (flow.Open, flow.Settled, flow.Coming));
                if (known == head.Known) Assert.Equal(flow, read.FundBook.Of(account.Key, account.Market, from));
            }

        static decimal Moved(Trade trade) => decimal.Round(trade.Cash * trade.SettledQuantity.Value / trade.Terms!.Quantity.Value, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>400 of 1,000 t came, not paid: 32,004.00 of 80,010.00 are owed, whatever becomes of the rest.</summary>
    [Theory]
    [InlineData("fail-settlement", false)]
    [InlineData("fail-settlement", true)]
    [InlineData("expire-settlement", false)]
    public async Task What_came_and_was_not_paid_stays_owed(string ends, bool cancelled)
    {
        await using var desk = await TestDesk.Open();
        await Balance(desk, "100000.00", "2026-06-04");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(1_000).Replace("06-05", "06-04", StringComparison.Ordinal));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":400,"unitsOnly":true}""");
        await desk.Done("finance", "trades", "T-1", ends, """{"effective":"2026-06-05","reason":"seller short"}""");
        if (cancelled) await desk.Done("trader", "trades", "T-1", "cancel-trade", """{"reason":"rest given up"}""");
        Assert.Equal((0m, 32_004.00m, 67_996.00m), (Row(desk).Settled, Row(desk).Open, Row(desk).Available));
        await desk.Refused("trade.not-enough-money", "trader", "trades", "T-2", "capture-trade", Buy(850)); // 68,010.00
        await desk.Done("finance", "trades", "T-1", "confirm-cash", """{"effective":"2026-06-05","amount":32004.00,"evidence":"bank"}""");
        Assert.Equal((-32_004.00m, 0m, 67_996.00m), (Row(desk).Settled, Row(desk).Open, Row(desk).Available));
    }

    /// <summary>The same of a sale: 31,996.00 of 79,990.00 for 400 of 1,000 t are still to come.</summary>
    [Fact]
    public async Task What_was_delivered_and_not_paid_is_still_to_come()
    {
        await using var desk = await TestDesk.Open();
        await Balance(desk, "100000.00", "2026-06-04");
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Buy(1_000).Replace("buy", "sell", StringComparison.Ordinal));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"ST","quantity":400,"unitsOnly":true}""");
        Assert.Equal((79_990.00m, 0m), (Row(desk).Coming, Row(desk).Settled));
        await desk.Done("finance", "trades", "T-1", "fail-settlement", """{"effective":"2026-06-05","reason":"buyer short"}""");
        Assert.Equal((31_996.00m, 0m), (Row(desk).Coming, Row(desk).Settled));
        await desk.Done("finance", "trades", "T-1", "confirm-cash", """{"effective":"2026-06-05","amount":31996.00,"evidence":"bank"}""");
        Assert.Equal((0m, 31_996.00m), (Row(desk).Coming, Row(desk).Settled));
    }
}
