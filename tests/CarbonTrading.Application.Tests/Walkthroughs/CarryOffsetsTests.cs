using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Credits and surrenders between holding, account and obligation, through the desk and its processes.</summary>
public class CarryOffsetsTests
{
    private const string Obligation = "QM-CHP-01-2025";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credits_are_reserved_surrendered_by_two_persons_cancelled_and_confirmed()
    {
        await using var desk = await Verified();
        await Reserve(desk, "R-1", 5_000);
        Assert.Equal((5_000L, 0L), Row(desk) is var kept ? (kept.OffsetsReserved, kept.OffsetRoom) : default);
        await Surrender(desk, "R-1");

        var row = Row(desk);
        Assert.Equal((5_000L, 95_019L, OffsetStatus.Confirmed), (row.OffsetsSurrendered, row.Remaining, row.Offsets[0].Status));
        Assert.Equal((5_000L, 3_000L), (desk.In("QM-CHP-01", "ccer/CCER/2024", Bucket.Cancelled), desk.In("QM-CHP-01", "ccer/CCER/2024", Bucket.Free)));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), r => Assert.Empty(r.Findings));
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
    }

    [Fact]
    public async Task Above_the_limit_the_obligation_refuses_and_the_holding_releases()
    {
        await using var desk = await Verified();
        await Reserve(desk, "R-1", 5_001);
        Assert.Equal(8_000, desk.In("QM-CHP-01", "ccer/CCER/2024", Bucket.Free));
        Assert.Empty(Row(desk).Offsets);
        Assert.Equal(ClaimStatus.Released, desk.Workplace.Read.Holdings.Find("QM-CHP-01")!.State.Reservations["R-1"].Status);
        var said = desk.Workplace.Queries.Compliance.Holding("QM-CHP-01", desk.Workplace.Queries.Resolve(null, null).AsOf!)!.Reservations.Single().Said!;
        Assert.Equal("obligation.offset-limit-exceeded", said.Code);
        Assert.StartsWith("申请减排量 5,001 tCO2e", Application.Words.Chinese.Say(said), StringComparison.Ordinal);
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
    }

    [Fact]
    public async Task Released_credits_give_the_room_back()
    {
        await using var desk = await Verified();
        await Reserve(desk, "R-1", 5_000);
        await desk.Done("compliance", "ccer", "QM-CHP-01", "release-credits",
            """{"effective":"2026-06-05","reservation":"R-1","reason":"dearer","said":{"code":"obligation.offset-limit-exceeded","text":"x","values":[]}}""");
        Assert.Equal(5_000, Row(desk).OffsetRoom);
        var released = desk.Workplace.Queries.Compliance.Holding("QM-CHP-01", desk.Workplace.Queries.Resolve(null, null).AsOf!)!.Reservations.Single();
        Assert.Equal(("dearer", null), (released.Note, released.Said)); // only a process speaks with a code
    }

    [Fact]
    public async Task Credits_gone_between_surrender_and_cancellation_do_not_count()
    {
        await using var desk = await Verified();
        await Reserve(desk, "R-1", 4_000);
        await Propose(desk, "R-1", "surrender-1");
        await desk.Done("compliance", "ccer", "QM-CHP-01", "release-credits", """{"effective":"2026-06-05","reservation":"R-1","reason":"dearer"}""");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "surrender-1"), "approve-proposal", "{}");
        var row = Row(desk);
        Assert.Equal((0L, 100_019L, 5_000L), (row.OffsetsSurrendered, row.Remaining, row.OffsetRoom));
    }

    [Fact]
    public async Task Credits_for_an_obligation_are_not_used_past_it()
    {
        await using var desk = await Verified();
        await Reserve(desk, "R-1", 100);
        await desk.Refused("ccer-holding.surrender-at-obligation", "compliance", "ccer", "QM-CHP-01", "use-for-offset",
            """{"effective":"2026-06-05","reservation":"R-1","purpose":"corporate-offset","registryReference":"X"}""");
    }

    [Fact]
    public async Task An_obligation_that_is_not_there_is_refused_at_the_reservation()
    {
        await using var desk = await Verified();
        await desk.Refused("ccer-holding.unknown-obligation", "compliance", "ccer", "QM-CHP-01", "reserve-credits",
            """{"effective":"2026-06-05","reservation":"R-1","quantity":1,"purpose":"x","obligation":"QM-CHP-01-2024","market":"cn-ets","complianceYear":2024}""");
    }

    [Fact]
    public async Task An_obligation_stands_under_account_and_year()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("obligation.key-wrong", "compliance", "obligations", "QM-CHP-01-2024", "open-obligation", Open("QM-CHP-01", "cn-ets", 2025));
        await desk.Refused("obligation.unknown-account", "compliance", "obligations", "NO-2025", "open-obligation", Open("NO", "cn-ets", 2025));
        await desk.Refused("obligation.other-market", "compliance", "obligations", Obligation, "open-obligation", Open("QM-CHP-01", "hubei", 2025));
    }

    [Fact]
    public async Task A_person_cannot_record_what_processes_record()
    {
        await using var desk = await Verified();
        await desk.Refused("permission.denied", "compliance", "obligations", Obligation, "record-surrendered",
            """{"effective":"2026-06-05","movement":1,"quantity":1,"registryReference":"X"}""");
    }

    [Fact]
    public async Task Surrenders_of_the_account_follow_before_and_after_the_opening_and_a_reversal_takes_them_out()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":1000,"document":"AL"}""");
        await Surrendered(desk, 300); // as older books have it
        await desk.Done("compliance", "obligations", Obligation, "open-obligation", Open("QM-CHP-01", "cn-ets", 2025));
        Assert.Equal(300, Row(desk).Surrendered);
        await SurrenderAllowances(desk, 200, "s-2");
        Assert.Equal(500, Row(desk).Surrendered);

        await desk.Done("compliance", "accounts", "QM-CHP-01", "correct-movement", """{"movement":3,"effective":"2026-06-05","reason":"wrong year"}""", "c-1");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "c-1"), "approve-proposal", "{}");
        Assert.Equal(200, Row(desk).Surrendered);
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
    }

    [Fact]
    public async Task The_deadline_is_an_instant_with_slack_in_working_days()
    {
        await using var desk = await Verified();
        var deadline = Row(desk).Deadline!;
        Assert.Equal((new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero), 144, RuleStatus.InForce),
            (deadline.Instant, deadline.SlackWorkingDays, deadline.Status));
    }

    private static ObligationRow Row(TestDesk desk) =>
        desk.Workplace.Queries.Compliance.Obligations(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Key == Obligation);

    /// <summary>8,000 t of credits, issued in 2025; 100,019 t due for 2025: room for 5,000 t.</summary>
    private static async Task<TestDesk> Verified()
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CHP-01", "open-holding", """{"holder":"QM","name":"Credits","nameZh":"减排量"}""");
        await desk.Done("compliance", "ccer", "QM-CHP-01", "receive-issued-batch", """
            {"effective":"2025-03-20","quantity":8000,"document":"notice",
             "batch":{"project":"P","methodology":"CCER-01-002-V01","periodFrom":"2023-01-01","periodTo":"2024-03-31","registeredOn":"2025-03-20"}}
            """);
        await desk.Done("compliance", "obligations", Obligation, "open-obligation", Open("QM-CHP-01", "cn-ets", 2025));
        await desk.Done("compliance", "obligations", Obligation, "record-verified",
            """{"effective":"2026-05-29","emissions":100019,"allowancesDue":100019,"reportId":"VR-1","verifier":"body A"}""", "verify");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "verify"), "approve-proposal", "{}");
        return desk;
    }

    private static string Open(string account, string market, int year) => $$"""{"account":"{{account}}","market":"{{market}}","year":{{year}},"sector":"power"}""";

    private static Task Reserve(TestDesk desk, string id, long quantity) => desk.Done("compliance", "ccer", "QM-CHP-01", "reserve-credits",
        $$"""{"effective":"2026-06-05","reservation":"{{id}}","quantity":{{quantity}},"purpose":"offset","obligation":"{{Obligation}}","market":"cn-ets","complianceYear":2025}""");

    private static Task Propose(TestDesk desk, string id, string command) => desk.Done("compliance", "obligations", Obligation, "surrender-offsets",
        $$"""{"effective":"2026-06-05","holding":"QM-CHP-01","reservation":"{{id}}","registryReference":"REG-1"}""", command);

    private static async Task Surrender(TestDesk desk, string id)
    {
        await Propose(desk, id, "surrender");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "surrender"), "approve-proposal", "{}");
    }

    private static async Task Surrendered(TestDesk desk, long quantity)
    {
        var outcome = await new CarbonTrading.Engine.LocalEntityHost(desk.Workplace.Store.Events, desk.Workplace.Rules).Execute(AllowanceAccountDecider.Instance, "QM-CHP-01",
            new SurrenderUnits(new(2026, 6, 5), new("cn-ets", "CEA", Vintage.Of(2025)), new(quantity), 2025, "SUR"),
            new("old", "compliance", desk.Clock.GetUtcNow(), desk.Workplace.Rules.Version, new(2026, 6, 5)), Ct);
        Assert.Null(outcome.Error);
        await desk.Settle();
    }

    private static async Task SurrenderAllowances(TestDesk desk, long quantity, string id)
    {
        await desk.Done("compliance", "accounts", "QM-CHP-01", "surrender-units",
            $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"complianceYear":2025,"registryReference":"SUR"}""", id);
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", id), "approve-proposal", "{}");
    }
}
