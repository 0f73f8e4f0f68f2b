using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

/// <summary>Applications for carry-over, whole desk: cap, freeze, end, conversion, contracts, dates.</summary>
public class CarryOverFilingTests
{
    private const string Chp = "QM-CHP-01", Key = "QM-CHP-01-2025", Cea24 = "cn-ets/CEA/2024";

    /// <summary>Obligations of 2024 and 2025, and CEA24 received on days.</summary>
    private static async Task<TestDesk> Open(params (string Day, int Quantity)[] received)
    {
        var desk = await TestDesk.Open();
        foreach (var year in new[] { 2024, 2025 })
            await desk.Done("compliance", "obligations", $"{Chp}-{year}", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":{{year}},"sector":"power"}""");
        foreach (var (day, quantity) in received)
            await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"{{day}}","product":"{{Cea24}}","quantity":{{quantity}},"document":"AL"}""");
        return desk;
    }

    private static string Filing(int quantity, string reference = "CO-1", string day = "2026-06-05") =>
        $$"""{"effective":"{{day}}","filing":"carry-over","reference":"{{reference}}","product":"{{Cea24}}","quantity":{{quantity}}}""";

    private static AsOf On(TestDesk desk, string? day = null) => desk.Workplace.Queries.Resolve(day, null).AsOf!;

    private static ObligationRow Row(TestDesk desk, string? day = null) => desk.Workplace.Queries.Compliance.Obligation(Key, On(desk, day))!;

    private static long Frozen(TestDesk desk, string? day = null) => desk.Workplace.Queries.Positions(On(desk, day)).Where(p => p.Account == Chp).Sum(p => p.CarryOver);

    private static async Task Sound(TestDesk desk) =>
        Assert.All(await Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken), c => Assert.Empty(c.Findings));

    /// <summary>Base 10,000 t, nothing net sold, 50,000 t held: the first application takes 6,000 t, the second at most 4,000 t.</summary>
    [Fact]
    public async Task Applications_together_keep_the_limit_and_freeze_their_units()
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        Assert.Equal("quantity", (await desk.Refused("obligation.carry-over-beyond-limit", "compliance", "obligations", Key, "record-filing", Filing(10_001))).Field);
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(6_000));
        Assert.Equal((6_000, 44_000), (desk.In(Chp, Cea24, Bucket.CarryOver), desk.In(Chp, Cea24, Bucket.Free)));
        await desk.Refused("obligation.carry-over-beyond-limit", "compliance", "obligations", Key, "record-filing", Filing(4_001, "CO-2"));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(4_000, "CO-2"));
        Assert.Equal((10_000, 40_000), (desk.In(Chp, Cea24, Bucket.CarryOver), desk.In(Chp, Cea24, Bucket.Free)));
        Assert.Equal((10_000L, 10_000L), (Row(desk).AppliedFor, Row(desk).CarryOver!.Most));
        await desk.Refused("allowance-account.not-enough-free", "trader", "accounts", Chp, "reserve-units",
            $$"""{"effective":"2026-06-05","reservation":"R","product":"{{Cea24}}","quantity":40001,"purpose":"sale"}""");
        await Sound(desk);
    }

    /// <summary>Two persons propose before either is approved: the second is held against what the first took, and says so on its proposal.</summary>
    [Fact]
    public async Task An_application_that_waited_is_held_against_what_was_filed_meanwhile()
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        await desk.Done("compliance", "obligations", Key, "record-filing", Filing(6_000), "one");
        await desk.Done("compliance", "obligations", Key, "record-filing", Filing(6_000, "CO-2"), "two");
        var effect = (await new ProposalEffects(desk.Workplace).Of(Application.Desk.ProposalKey("compliance", "two"), On(desk), TestContext.Current.CancellationToken))!;
        Assert.Equal([(EffectKind.Free, 50_000m, 44_000m), (EffectKind.CarryOver, 0m, 6_000m)], effect.Lines.Select(l => (l.Kind, l.Before!.Value, l.After!.Value)));
        foreach (var id in new[] { "one", "two" }) await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", id), "approve-proposal", "{}");
        Assert.Equal("obligation.carry-over-beyond-limit", desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("compliance", "two"))!.State.Refusal?.Code);
        Assert.Equal(6_000, Frozen(desk));
        await Sound(desk);
    }

    /// <summary>9,000,000 t were asked with 32,000 t held; the base would allow 10,000 t, and 900 t are free.</summary>
    [Fact]
    public async Task No_more_is_applied_for_than_is_free_in_the_account()
    {
        await using var desk = await Open(("2025-12-31", 32_000));
        await desk.Refused("allowance-account.not-enough-free", "compliance", "obligations", Key, "record-filing", Filing(9_000_000));
        await desk.Done("trader", "accounts", Chp, "reserve-units", $$"""{"effective":"2026-06-05","reservation":"R","product":"{{Cea24}}","quantity":31100,"purpose":"sale"}""");
        await desk.Refused("allowance-account.not-enough-free", "compliance", "obligations", Key, "record-filing", Filing(901));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(900));
        Assert.Equal(900, Frozen(desk));
    }

    [Fact]
    public async Task What_was_sold_between_proposal_and_approval_is_frozen_by_nobody()
    {
        await using var desk = await Open(("2025-12-31", 1_000));
        await desk.Done("compliance", "obligations", Key, "record-filing", Filing(1_000), "one");
        await desk.Done("trader", "accounts", Chp, "reserve-units", $$"""{"effective":"2026-06-05","reservation":"R","product":"{{Cea24}}","quantity":1,"purpose":"sale"}""");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "one"), "approve-proposal", "{}");
        Assert.Equal("allowance-account.not-enough-free", desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("compliance", "one"))!.State.Refusal?.Code);
        Assert.Empty(Row(desk).Applications);
    }

    [Theory]
    [InlineData("withdrawn", ApplicationStatus.Withdrawn)]
    [InlineData("refused", ApplicationStatus.Refused)]
    public async Task Withdrawn_or_refused_units_are_free_again_and_the_day_before_they_were_frozen(string end, ApplicationStatus status)
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(6_000, day: "2026-06-03"));
        await desk.Agreed("compliance", "obligations", Key, "end-filing", $$"""{"effective":"2026-06-05","reference":"CO-1","end":"{{end}}","document":"D"}""");
        Assert.Equal((0L, 6_000L, 0L), (Frozen(desk), Frozen(desk, "2026-06-04"), Frozen(desk, "2026-06-02")));
        Assert.Equal((status, 0L), (Assert.Single(Row(desk).Applications).Status, Row(desk).AppliedFor));
        Assert.Equal((ApplicationStatus.Filed, 6_000L), (Assert.Single(Row(desk, "2026-06-04").Applications).Status, Row(desk, "2026-06-04").AppliedFor));
        Assert.Empty(Row(desk, "2026-06-02").Applications);
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(10_000, "CO-2"));
        await Sound(desk);
    }

    /// <summary>Of 6,000 t the authority carries over 5,000 t and refuses the rest.</summary>
    [Fact]
    public async Task What_is_carried_over_comes_out_of_the_application()
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(6_000));
        string Convert(int quantity, string more) => $$"""{"effective":"2026-06-05","product":"{{Cea24}}","quantity":{{quantity}},"into":"cn-ets/CEA/2025","document":"D"{{more}} }""";
        await desk.Refused("allowance-account.application-not-named", "compliance", "accounts", Chp, "convert-units", Convert(5_000, ""));
        await desk.Refused("obligation.filing-unknown", "compliance", "accounts", Chp, "convert-units", Convert(5_000, ",\"application\":\"CO-9\""));
        await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(5_000, ",\"application\":\"CO-1\""));
        var open = Assert.Single(Row(desk).Applications);
        Assert.Equal((1_000L, 5_000L, ApplicationStatus.Filed), (open.Open.Value, open.Carried.Value, open.Status));
        await desk.Agreed("compliance", "obligations", Key, "end-filing", """{"effective":"2026-06-05","reference":"CO-1","end":"refused","document":"D"}""");
        Assert.Equal((0, 45_000, 5_000), (desk.In(Chp, Cea24, Bucket.CarryOver), desk.In(Chp, Cea24, Bucket.Free), desk.In(Chp, "cn-ets/CEA/2025", Bucket.Free)));
        Assert.Equal(5_000L, Row(desk).AppliedFor);
        await desk.Refused("obligation.carry-over-beyond-limit", "compliance", "obligations", Key, "record-filing", Filing(5_001, "CO-2"));
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(TestContext.Current.CancellationToken));
        await Sound(desk);
    }

    /// <summary>A court held 800 t past the last day and released 300 t of them: those may still be applied for.</summary>
    [Fact]
    public async Task What_a_court_released_after_the_last_day_is_filed_late()
    {
        await using var desk = await Open(("2025-12-31", 2_000));
        foreach (var (id, quantity) in new[] { ("F-1", 500), ("F-2", 300) })
            await desk.Done("compliance", "accounts", Chp, "freeze-units", $$"""{"effective":"2026-06-05","hold":"{{id}}","product":"{{Cea24}}","quantity":{{quantity}},"authority":"court","document":"ruling"}""");
        foreach (var next in new[] { "2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11" })
            await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{next}}"}""");
        await desk.Refused("obligation.carry-over-closed", "compliance", "obligations", Key, "record-filing", Filing(1, day: "2026-06-11"));
        await desk.Done("compliance", "accounts", Chp, "unfreeze-units", """{"effective":"2026-06-11","hold":"F-2","document":"ruling"}""");
        await desk.Refused("obligation.carry-over-closed", "compliance", "obligations", Key, "record-filing", Filing(301, day: "2026-06-11"));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(300, day: "2026-06-11"));
    }

    /// <summary>2,000 t, of which 700 t were applied for on the day of the rule to be cancelled and 300 t are pledged: 1,000 t are held as the rule counts.</summary>
    [Theory]
    [InlineData("2025-12-31", 1_000)]
    [InlineData("2026-01-01", 1_700)]
    public async Task What_is_to_be_cancelled_or_is_pledged_on_the_day_of_the_rule_is_not_held(string applied, int most)
    {
        await using var desk = await Open(("2025-06-01", 2_000));
        await desk.Agreed("finance", "accounts", Chp, "encumber-units",
            $$"""{"effective":"2025-12-01","encumbrance":"E","kind":"pledge","product":"{{Cea24}}","quantity":300,"counterparty":"bank","document":"contract"}""");
        await desk.Done("compliance", "accounts", Chp, "freeze-units", $$"""{"effective":"2025-12-01","hold":"F","product":"{{Cea24}}","quantity":50,"authority":"court","document":"ruling"}""");
        await desk.Agreed("compliance", "accounts", Chp, "cancel-units",
            $$"""{"effective":"2026-01-05","product":"{{Cea24}}","quantity":700,"purpose":"event","beneficiary":"city run","registryReference":"CA","appliedOn":"{{applied}}"}""");
        Assert.Equal(most, Row(desk).CarryOver!.Most);
    }

    /// <summary>
    /// 4,000 t delivered by a forward in the window: 10,000 t + 1.5 x 4,000 t = 16,000 t. Whether the authority counts it is not sure, and counting it leaves more room,
    /// so 16,000 t may be applied for. The same forward bought takes nothing from the base.
    /// </summary>
    [Theory]
    [InlineData("sell", 16_000)]
    [InlineData("buy", 10_000)]
    public async Task Delivered_forwards_count_as_sold_or_bought(string side, int most)
    {
        await using var desk = await Open(("2025-06-01", 50_000));
        await Forward(desk, side, "2025-10-10");
        Assert.Equal((most, RuleStatus.InForce), (Row(desk).CarryOver!.Most, Row(desk).CarryOver!.Status));
        await desk.Refused("obligation.carry-over-beyond-limit", "compliance", "obligations", Key, "record-filing", Filing(most + 1));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(most));
    }

    [Fact]
    public async Task A_forward_delivered_after_the_window_does_not_count()
    {
        await using var desk = await Open(("2025-06-01", 50_000));
        await Forward(desk, "sell", "2026-01-05");
        Assert.Equal(10_000, Row(desk).CarryOver!.Most);
    }

    /// <summary>2,000 t sold by a trade, 1,000 t bought by a forward: 11,500 t counting it, 13,000 t without; between the two an application is marked unsure.</summary>
    [Fact]
    public async Task Where_contracts_lower_the_limit_the_difference_is_unsure()
    {
        await using var desk = await Open(("2025-06-01", 50_000));
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2025-09-01","account":"{{Chp}}","side":"sell","method":"otc","product":"{{Cea24}}","quantity":2000,"price":{"amount":70.00,"currency":"CNY"},"counterparty":"HB"}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2025-09-01","evidence":"ST"}""");
        await Forward(desk, "buy", "2025-10-10", 1_000);
        Assert.Equal((11_500L, 13_000L), (Row(desk).CarryOver!.Most, Row(desk).CarryOver!.Highest));
        await desk.Refused("obligation.carry-over-beyond-limit", "compliance", "obligations", Key, "record-filing", Filing(13_001));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(13_000));
        var filed = (await desk.Workplace.Store.Events.Read($"obligation/{Key}", 0, TestContext.Current.CancellationToken)).Select(e => e.As<ObligationEvent>()).OfType<PaperFiled>().Single();
        Assert.Equal((11_500L, RuleStatus.Unsure), (filed.Most!.Value.Value, filed.RuleStatus));
    }

    [Fact]
    public async Task What_is_applied_for_is_no_more_at_risk_of_lapse()
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        async Task<long> AtRisk() => (await desk.Workplace.Queries.LotBook.All(On(desk), null, TestContext.Current.CancellationToken)).Sum(l => l.AtRisk);
        Assert.Equal(50_000, await AtRisk());
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(6_000));
        Assert.Equal(44_000, await AtRisk());
    }

    /// <summary>Rebuilt from the log, the read side and the account say the same.</summary>
    [Fact]
    public async Task Replay_gives_the_same_position_and_obligation()
    {
        await using var desk = await Open(("2025-12-31", 50_000));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(6_000));
        await desk.Agreed("compliance", "obligations", Key, "record-filing", Filing(1_000, "CO-2"));
        await desk.Agreed("compliance", "obligations", Key, "end-filing", """{"effective":"2026-06-05","reference":"CO-2","end":"withdrawn","document":"D"}""");
        var again = new ReadSide(desk.Workplace.Read.Prices);
        foreach (var happened in await desk.Workplace.Store.Events.ReadAll(0, 10_000, TestContext.Current.CancellationToken))
            foreach (var fold in again.Folds.Where(f => f != again.Prices)) fold.Apply(happened);
        foreach (var fold in again.Folds.Where(f => f != again.Prices)) await fold.Complete(TestContext.Current.CancellationToken);
        Assert.Equal(desk.In(Chp, Cea24, Bucket.CarryOver), Application.Positions.PositionQuery.Lines(again.Movements.Now, new(2026, 6, 5), long.MaxValue)
            .Where(l => l.Account == Chp).Sum(l => l.In(Bucket.CarryOver)));
        Assert.Equal(Row(desk).Applications, again.Obligations.Find(Key)!.State.Applications.Values);
    }

    private static async Task Forward(TestDesk desk, string side, string day, int quantity = 4_000)
    {
        await desk.Agreed("trader", "contracts", "C-1", "agree-contract", $$"""
            {"kind":"forward","agreedOn":"2025-07-01","account":"{{Chp}}","product":"{{Cea24}}","quantity":{{quantity}},"price":{"amount":70.00,"currency":"CNY"},
             "counterparty":"HB","document":"FW","startsOn":"2025-07-01","endsOn":"{{day}}","side":"{{side}}"}
            """);
        await desk.Done("finance", "contracts", "C-1", "file-contract", """{"effective":"2025-07-01","reference":"F"}""");
        if (side == "sell") await desk.Done("finance", "contracts", "C-1", "instruct-leg", $$"""{"effective":"{{day}}","leg":1}""");
        await desk.Done("finance", "contracts", "C-1", "confirm-leg", $$"""{"effective":"{{day}}","leg":1,"evidence":"E"}""");
    }
}
