using CarbonTrading.Application.Exports;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Units that are no national allowances run on the same core: their markets are data alone.</summary>
public class OtherUnitsTests
{
    [Theory]
    [InlineData("gec", "gec/GEC/2025")]
    [InlineData("nev", "nev/NEV/2025")]
    [InlineData("cafc", "cafc/CAFC/2025")]
    [InlineData("guangdong", "guangdong/PHCER/none")]
    public async Task They_are_received_bought_sold_cancelled_and_counted(string market, string product)
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "OTHER", "open-account", $$"""{"holder":"QM","market":"{{market}}","name":"Other","nameZh":"其他"}""");
        await desk.Done("compliance", "accounts", "OTHER", "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{product}}","quantity":1000,"document":"D"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"OTHER","side":"buy","method":"otc","product":"{{product}}","quantity":500,"price":{"amount":4.20,"currency":"CNY"},
             "counterparty":"X","settleOn":"2026-06-08"}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
        Assert.Equal((TradeStatus.Settled, 1_500L), (desk.Workplace.Read.Trades.Find("T-1")!.State.Status, desk.In("OTHER", product, Bucket.Free)));
        await desk.Done("compliance", "accounts", "OTHER", "cancel-units",
            $$"""{"effective":"2026-06-05","product":"{{product}}","quantity":200,"purpose":"own use","beneficiary":"QM","registryReference":"R"}""", "cancel");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "cancel"), "approve-proposal", "{}");
        Assert.Equal((1_300L, 200L), (desk.In("OTHER", product, Bucket.Free), desk.In("OTHER", product, Bucket.Cancelled)));
        var lots = await desk.Workplace.Queries.LotBook.All(desk.Workplace.Queries.Resolve(null, null).AsOf!, null, TestContext.Current.CancellationToken);
        Assert.Equal(2, lots.Count(l => l.Account == "OTHER"));
    }

    /// <summary>Bought 1,000 EUA at 70.25 with 10.00 of fees: 70,260.00. Sold 400 at 74.10 less 4.00: 29,636.00 for a cost of 28,104.00, a gain of 1,532.00; all in EUR.</summary>
    [Fact]
    public async Task Allowances_of_the_EU_are_bought_and_sold_with_cost_and_result_in_EUR()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "EU-1", "open-account", """{"holder":"QM","market":"eu-ets","name":"EU","nameZh":"欧盟"}""");
        var rates = await File.ReadAllBytesAsync(Path.Combine(MarketData.Folder, "prices", "eurcny.csv"), TestContext.Current.CancellationToken); // authority is in CNY
        Assert.Null((await desk.Workplace.PriceImporter(desk.Workplace.Desk, "finance").Import(rates, "eurcny.csv", null, false, TestContext.Current.CancellationToken)).Refusal);
        await desk.Settle();
        await Deal("T-1", "buy", 1_000, "70.25", "10.00", "2026-06-05");
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-08"}""");
        await Deal("T-2", "sell", 400, "74.10", "4.00", "2026-06-08");
        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var sale = Assert.Single(await desk.Workplace.Queries.Costs.Realised(now, new(2026, 1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(("T-2", 400L, "EUR", 29_636.00m, 28_104.00m, 1_532.00m), (sale.Trade, sale.Tonnes, sale.Currency, sale.Proceeds, sale.Cost, sale.Realised));
        var held = Assert.Single(desk.Workplace.Queries.Costs.Held(now));
        Assert.Equal((600L, "EUR", 42_156.00m, 70.26m), (held.Tonnes, held.Currency, held.Cost, held.Average!.Value));
        Assert.Null(held.Value); // no price of EUA was imported: none, never 0
        await desk.Refused("trade.other-currency", "trader", "trades", "T-3", "capture-trade", Terms("buy", 1, "70.25", "0", "2026-06-08").Replace("EUR", "CNY", StringComparison.Ordinal));

        static string Terms(string side, int quantity, string price, string fee, string day) => $$"""
            {"tradeDate":"{{day}}","account":"EU-1","side":"{{side}}","method":"otc","product":"eu-ets/EUA/none","quantity":{{quantity}},
             "price":{"amount":{{price}},"currency":"EUR"},"fee":{{fee}},"counterparty":"Bank","settleOn":"{{day}}"}
            """;

        async Task Deal(string key, string side, int quantity, string price, string fee, string day)
        {
            await desk.Done("trader", "trades", key, "capture-trade", Terms(side, quantity, price, fee, day));
            await desk.Done("approver", "trades", key, "approve-trade", "{}");
            await desk.Done("finance", "trades", key, "confirm-settlement", $$"""{"effective":"{{day}}","evidence":"ST"}""");
        }
    }

    [Fact]
    public async Task A_limit_in_tonnes_counts_no_credits_and_a_share_of_tonnes_neither()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "CARS", "open-account", """{"holder":"QM","market":"nev","name":"Cars","nameZh":"汽车"}""");
        await desk.Done("compliance", "accounts", "CARS", "receive-free-allocation", """{"effective":"2026-06-05","product":"nev/NEV/2025","quantity":1000000,"document":"D"}""");
        const string valid = "\"hardness\":\"hard\",\"validFrom\":\"2026-06-01\",\"validTo\":\"2026-12-31\",\"name\":\"L\",\"nameZh\":\"限\",\"reason\":\"test\"";
        await desk.Agreed("finance", "limits", "DAY", "set-limit", $$"""{"kind":"trader","scope":"trader","unit":"t","amount":100,"counts":"traded-per-day",{{valid}}}""");
        await desk.Agreed("finance", "limits", "SHARE", "set-limit", $$"""{"kind":"concentration","scope":"product:cn-ets","unit":"fraction","amount":0.5,{{valid}}}""");
        await desk.Done("trader", "trades", "N-1", "capture-trade", Buy("CARS", "nev/NEV/2025", 5_000));
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "C-1", "capture-trade", Buy("QM-CHP-01", "cn-ets/CEA/2025", 101))).Error?.Code);
        var refused = await desk.Send("trader", "trades", "C-2", "capture-trade", Buy("QM-CHP-01", "cn-ets/CEA/2025", 100)); // all tonnes there are would be of it
        Assert.Contains("SHARE", refused.Error?.Message);

        static string Buy(string account, string product, int quantity) => $$"""
            {"tradeDate":"2026-06-05","account":"{{account}}","side":"buy","method":"otc","product":"{{product}}","quantity":{{quantity}},
             "price":{"amount":80.00,"currency":"CNY"},"counterparty":"X"}
            """;
    }

    [Fact]
    public async Task Checks_and_available_units_of_a_trade_are_in_the_unit_of_its_market()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "GREEN", "open-account", """{"holder":"QM","market":"gec","name":"Green","nameZh":"绿证"}""");
        await desk.Done("compliance", "accounts", "GREEN", "receive-free-allocation", """{"effective":"2026-06-05","product":"gec/GEC/2025","quantity":1000,"document":"D"}""");
        var unit = desk.Workplace.Units.Of("gec");
        Assert.NotEqual("t", unit);
        var sale = new CaptureTrade(new(2026, 6, 5), "GREEN", Side.Sell, TradeMethod.Otc, new("gec", "GEC", Kernel.Vintage.Of(2025)), new(1_200), new(4.20m, "CNY"), Counterparty: "X");
        var available = desk.Workplace.Desk.LimitsOf(sale, "T-1", "trader").Single(l => l.Kind == "available-units");
        Assert.Equal((unit, $"1,000 {unit}"), (available.Unit, available.WouldPass));
        var refused = await desk.Send("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"GREEN","side":"sell","method":"otc","product":"gec/GEC/2025","quantity":1200,"price":{"amount":4.20,"currency":"CNY"},"counterparty":"X"}
            """);
        Assert.Equal("trade.not-enough-available", refused.Error?.Code);
        Assert.Contains($"1,200 {unit}", refused.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(desk.Workplace.Desk.ChecksOf(sale, "trader"), c => c.Operands.Contains("tCO2e", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limits_on_credits_and_their_breaches_are_in_credits()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "CARS", "open-account", """{"holder":"QM","market":"nev","name":"Cars","nameZh":"汽车"}""");
        const string valid = "\"hardness\":\"hard\",\"validFrom\":\"2026-06-01\",\"validTo\":\"2026-12-31\",\"name\":\"L\",\"nameZh\":\"限\",\"reason\":\"test\"";
        await desk.Agreed("finance", "limits", "NEV", "set-limit", $$"""{"kind":"product","scope":"nev/NEV","unit":"t","amount":100,"counts":"traded-per-day",{{valid}}}""");
        await desk.Agreed("finance", "limits", "CARS", "set-limit", $$"""{"kind":"position","scope":"*","unit":"t","amount":5000,"account":"CARS",{{valid}}}""");
        await desk.Agreed("finance", "limits", "ALL", "set-limit", $$"""{"kind":"trader","scope":"trader","unit":"t","amount":100,"counts":"traded-per-day",{{valid}}}""");
        var refused = (await desk.Send("trader", "trades", "N-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"CARS","side":"buy","method":"otc","product":"nev/NEV/2025","quantity":101,"price":{"amount":900.00,"currency":"CNY"},"counterparty":"X"}
            """)).Error!;
        Assert.Equal("trade.limit-exceeded", refused.Code);
        Assert.Contains("100 credits", refused.Message, StringComparison.Ordinal);
        await desk.Workplace.Read.Refresh(TestContext.Current.CancellationToken);
        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        Assert.Equal([("ALL", "t"), ("CARS", "credit"), ("NEV", "credit")], desk.Workplace.Queries.Limits.All(now).OrderBy(r => r.Key).Select(r => (r.Key, r.Measure)));
        Assert.All(desk.Workplace.Queries.Limits.Breaches(now), b => Assert.Equal(("NEV", "credit"), (b.Limit, b.Unit)));
    }

    [Fact]
    public async Task What_is_no_tonne_is_never_added_to_tonnes()
    {
        await using var desk = await TestDesk.Open();
        (string, string, string, int)[] accounts =
            [("A", "cn-ets", "cn-ets/CEA/2025", 1_000), ("B", "gec", "gec/GEC/2025", 300), ("C", "nev", "nev/NEV/2025", 20), ("D", "cafc", "cafc/CAFC/2025", 5)];
        foreach (var (account, market, product, quantity) in accounts)
        {
            await desk.Done("compliance", "accounts", account, "open-account", $$"""{"holder":"QM-ALU","market":"{{market}}","name":"Other","nameZh":"其他"}""");
            await desk.Done("compliance", "accounts", account, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{product}}","quantity":{{quantity}},"document":"D"}""");
        }

        var (workplace, now) = (desk.Workplace, desk.Workplace.Queries.Resolve(null, null).AsOf!);
        var rows = workplace.Queries.Positions(now);
        Assert.Equal(["t", "MWh", "credit", "credit"], rows.Select(r => r.Measure));
        (string, long)[] sums = [("t", 1_000), ("MWh", 300), ("credit", 25)];
        Assert.Equal(sums, workplace.Units.Sum(rows.Select(r => (r.Market, r.Held))));
        Assert.Equal([("t", 0)], workplace.Units.Sum([]));
        var pivot = PivotQuery.Of(workplace.Read, workplace.Units, now, PivotAsked.Read("holder", "state", null).Asked!);
        Assert.Equal((1_000, 300, 25), (pivot.Total.Tonnes, pivot.Total.Others["MWh"], pivot.Total.Others["credit"]));
        foreach (var (language, figure) in new[] { (PrintLanguage.En, "25 credits"), (PrintLanguage.Zh, "25 分") })
        {
            var html = ReportHtml.Of(await Report.Of(workplace, now, language, "trader", TestContext.Current.CancellationToken, 1_000));
            Assert.Contains("1,000 t", html, StringComparison.Ordinal);
            Assert.Contains("300 MWh", html, StringComparison.Ordinal);
            Assert.Contains(figure, html, StringComparison.Ordinal);
        }

        var file = new StringWriter();
        var (export, _) = await Export.Of(workplace, "trader", "positions", "csv", "en", now, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        await export!.WriteCsv(file, TestContext.Current.CancellationToken);
        Assert.Contains("B,Other,其他,QM-ALU,gec,gec/GEC/2025/free,GEC25,MWh,300", file.ToString());
    }
}
