using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Processes;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Persons are faster than the process: what it finds changed when it comes needs nobody to look at, and leaves nothing behind.</summary>
public class LateProcessTests
{
    private static readonly DateOnly today = new(2026, 6, 5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Asks without letting any process run.</summary>
    private static async Task Now(TestDesk desk, string actor, string key, TradeCommand command) =>
        Assert.Null((await desk.Workplace.Desk.Execute(TradeDecider.Instance, key, command, new Application.Caller(actor, $"now-{key}-{command.GetType().Name}"), Ct)).Error);

    private static CaptureTrade Trade(Side side, string account, Product product) =>
        new(today, account, side, TradeMethod.Otc, product, new(100), new(80m, "CNY"), Counterparty: "Bank");

    private static async Task Sound(TestDesk desk)
    {
        await desk.Settle();
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task Credits_of_a_sale_that_is_cancelled_before_they_were_promised_are_free_again()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("compliance", "ccer", "QM-CCER-01", "receive-issued-batch", """
            {"effective":"2026-06-01","batch":{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"},
             "quantity":100,"document":"N"}
            """);
        await Now(desk, "trader", "T-1", Trade(Side.Sell, "QM-CCER-01", new("ccer", "CCER", Vintage.Of(2024))));
        await Now(desk, "approver", "T-1", new ApproveTrade());
        await Now(desk, "trader", "T-1", new CancelTrade("not wanted"));
        await Sound(desk);
        Assert.Equal(100, desk.Workplace.Read.Holdings.Find("QM-CCER-01")!.State.In(Bucket.Free));
    }

    /// <summary>A process that was stopped before it noted its place reads on from where it was: what was refused then is refused in other words now, or possible; it was told.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_refused_and_told_is_neither_told_twice_nor_done_after_all(bool possible)
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":100,"document":"AL"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2025","quantity":100,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        await Freeze("F-1", 50);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        if (possible) await desk.Done("compliance", "accounts", "QM-CHP-01", "unfreeze-units", """{"effective":"2026-06-05","hold":"F-1","document":"x"}""");
        else await Freeze("F-2", 20);
        await ReadAgain(desk);

        Task Freeze(string hold, int quantity) => desk.Done("compliance", "accounts", "QM-CHP-01", "freeze-units",
            $$"""{"effective":"2026-06-05","hold":"{{hold}}","product":"cn-ets/CEA/2025","quantity":{{quantity}},"authority":"court","document":"x"}""");
    }

    /// <summary>The same of what two persons agreed: it was refused when it was run, and they were told.</summary>
    [Fact]
    public async Task A_proposal_refused_when_it_was_run_is_not_run_after_all()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":100,"document":"AL"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":100,"purpose":"event","beneficiary":"us","registryReference":"CA"}""", "cancel");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "freeze-units",
            """{"effective":"2026-06-05","hold":"F-1","product":"cn-ets/CEA/2025","quantity":1,"authority":"court","document":"x"}""");
        var proposal = Application.Desk.ProposalKey("compliance", "cancel");
        await desk.Done("approver", "proposals", proposal, "approve-proposal", "{}");
        Assert.Equal(ProposalStatus.RefusedAtRun, desk.Workplace.Read.Proposals.Find(proposal)!.State.Status);
        await desk.Done("compliance", "accounts", "QM-CHP-01", "unfreeze-units", """{"effective":"2026-06-05","hold":"F-1","document":"x"}""");
        await ReadAgain(desk);
        Assert.Equal(100, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    /// <summary>Every process reads the log from its beginning and finds everything done, or refused and told.</summary>
    private static async Task ReadAgain(TestDesk desk)
    {
        var (log, values) = (desk.Workplace.Store.Events, new RandomDays.MemoryValues());
        var events = (await log.Head(Ct)).Position;
        await new ProcessRunner(log, values, desk.Workplace.Desk, desk.Workplace.Tail, AllProcesses.Of(log)).RunToEnd(Ct);
        Assert.Empty(await values.List("process-parked", Ct));
        Assert.Equal(events, (await log.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_purchase_somebody_cancelled_or_sent_before_the_process_did_is_nothing_to_look_at()
    {
        await using var desk = await TestDesk.Open();
        var purchase = Trade(Side.Buy, "QM-CHP-01", new("cn-ets", "CEA", Vintage.Of(2025)));
        foreach (var key in new[] { "T-1", "T-2" })
        {
            await Now(desk, "trader", key, purchase);
            await Now(desk, "approver", key, new ApproveTrade());
        }

        await Now(desk, "trader", "T-1", new CancelTrade("not wanted"));
        await Now(desk, "trader", "T-2", new InstructSettlement(today));
        await Sound(desk);
        Assert.Equal((TradeStatus.Cancelled, TradeStatus.InTransit), (desk.Workplace.Read.Trades.Find("T-1")!.State.Status, desk.Workplace.Read.Trades.Find("T-2")!.State.Status));
    }
}
