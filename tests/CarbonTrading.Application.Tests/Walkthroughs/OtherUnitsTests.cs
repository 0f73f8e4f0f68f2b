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
}
