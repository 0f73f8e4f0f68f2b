using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Lots;

/// <summary>Pain 20: what is surrendered against what is proposed, lots and serial numbers, allowances and credits, when it is entered and when it is agreed.</summary>
public class DepartureTests
{
    private const string Chp = "QM-CHP-01", Key = "QM-CHP-01-2025";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>1,000 t CEA25 free of charge with serial numbers 1 to 1,000, 1,000 t bought without, and an obligation of 2025.</summary>
    private static async Task<TestDesk> Open(int due)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation",
            """{"effective":"2026-05-01","product":"cn-ets/CEA/2025","quantity":1000,"document":"AL","serials":[{"block":"B","first":1,"last":1000}]}""");
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase",
            """{"effective":"2026-05-02","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":70.00,"currency":"CNY"},"document":"ST"}""");
        await desk.Done("compliance", "obligations", Key, "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Agreed("compliance", "obligations", Key, "record-verified", $$"""{"effective":"2026-06-01","emissions":{{due}},"allowancesDue":{{due}},"reportId":"VR","verifier":"body"}""");
        return desk;
    }

    private static string Surrender(int quantity, string more = "", int year = 2025) =>
        $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"complianceYear":{{year}},"registryReference":"S"{{more}} }""";

    [Fact]
    public async Task A_year_without_an_obligation_is_refused_whatever_the_remark()
    {
        await using var desk = await Open(1_000);
        foreach (var more in new[] { "", ",\"remark\":\"the authority asked for it\"" })
        {
            var refused = await desk.Refused("desk.no-obligation", "compliance", "accounts", Chp, "surrender-units", Surrender(10, more, 2026));
            Assert.Equal(("complianceYear", true), (refused.Field, refused.Message.Contains("QM-CHP-01", StringComparison.Ordinal)));
        }

        await desk.Done("compliance", "obligations", $"{Chp}-2026", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2026,"sector":"power"}""");
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(10, "", 2026));
    }

    [Fact]
    public async Task Another_lot_of_the_proposed_product_departs()
    {
        await using var desk = await Open(1_000);
        const string Bought = ",\"origin\":\"purchased\"";
        var refused = await desk.Refused("desk.departs-from-proposal", "compliance", "accounts", Chp, "surrender-units", Surrender(1, Bought));
        Assert.Contains("1 CEA25 L-0002; for QM-CHP-01-2025 1,000 tCO2e of it are proposed: 1,000 CEA25 L-0001 (B 1-1000)", refused.Message, StringComparison.Ordinal);
        await desk.Refused("desk.departs-from-proposal", "compliance", "accounts", Chp, "surrender-units", Surrender(1, Bought + ",\"remark\":\" \""));
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(1, Bought + ",\"remark\":\"the bought ones expire first\""));
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(999));
        Assert.Equal(0, desk.Workplace.Queries.Compliance.Obligation(Key, desk.Workplace.Queries.Resolve(null, null).AsOf!)!.Remaining);
    }

    /// <summary>600 t are due: the first 600 serial numbers of the lot are proposed.</summary>
    [Theory]
    [InlineData(1, 600, true)]
    [InlineData(501, 600, true)]
    [InlineData(502, 601, false)]
    [InlineData(901, 1000, false)]
    public async Task Other_serial_numbers_of_the_proposed_lot_depart(int first, int last, bool asProposed)
    {
        await using var desk = await Open(600);
        var body = Surrender(last - first + 1, $$""","serials":[{"block":"B","first":{{first}},"last":{{last}}}]""");
        if (asProposed) await desk.Agreed("compliance", "accounts", Chp, "surrender-units", body);
        else await desk.Refused("desk.departs-from-proposal", "compliance", "accounts", Chp, "surrender-units", body);
    }

    /// <summary>Both wait as they fit; once the first is agreed with a reason for more, the second is more than is owed: said before, and refused when it is agreed.</summary>
    [Fact]
    public async Task A_proposal_that_became_stale_is_said_and_refused_when_it_is_agreed()
    {
        await using var desk = await Open(1_000);
        await desk.Done("compliance", "accounts", Chp, "surrender-units", Surrender(1_000), "waits");
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(600, ",\"remark\":\"urgent\""));
        var key = Application.Desk.ProposalKey("compliance", "waits");
        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        Assert.Equal("desk.beyond-what-is-owed", (await new ProposalEffects(desk.Workplace).Of(key, now, Ct))!.Refusal?.Code);
        await desk.Done("approver", "proposals", key, "approve-proposal", "{}");
        var proposal = desk.Workplace.Read.Proposals.Find(key)!.State;
        Assert.Equal((ProposalStatus.RefusedAtRun, "desk.beyond-what-is-owed"), (proposal.Status, proposal.Refusal?.Code));
        Assert.Equal(600, desk.In(Chp, "cn-ets/CEA/2025", Bucket.Surrendered));
    }

    [Fact]
    public async Task What_was_done_already_is_not_held_against_what_is_left_of_it()
    {
        await using var desk = await Open(1_000);
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(1_000));
        var approved = (await desk.Workplace.Store.Events.ReadAll(0, 10_000, Ct)).Last(e => e.Name == "proposal.approved.v1");
        var again = await desk.Workplace.Desk.ExecuteApproved((ProposalApproved)approved.As<ProposalEvent>(), $"{Permissions.RunProposals}@{approved.Position}", Ct);
        Assert.Null(again.Error);
        Assert.Equal(1_000, desk.In(Chp, "cn-ets/CEA/2025", Bucket.Surrendered));
    }

    [Fact]
    public async Task The_second_person_sees_what_a_surrender_changes()
    {
        await using var desk = await Open(1_500);
        await desk.Done("compliance", "accounts", Chp, "surrender-units", Surrender(1_200), "waits");
        var effect = (await new ProposalEffects(desk.Workplace).Of(Application.Desk.ProposalKey("compliance", "waits"), desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct))!;
        Assert.Null(effect.Refusal);
        Assert.Equal([(EffectKind.Owed, 1_500m, 300m), (EffectKind.Surrendered, 0m, 1_200m), (EffectKind.Held, 2_000m, 800m), (EffectKind.Free, 2_000m, 800m), (EffectKind.Cost, 70_000m, 56_000m)],
            effect.Lines.Select(l => (l.Kind, l.Before!.Value, l.After!.Value)));
        Assert.Equal([("L-0001", 1_000L, 1_000L), ("L-0002", 200L, 500L)], effect.Lots.Select(l => (l.Lot, l.Tonnes, l.Proposed!.Value)));
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "waits"), "approve-proposal", "{}");
        Assert.Equal(800, desk.In(Chp, "cn-ets/CEA/2025", Bucket.Free));
        Assert.Null(await new ProposalEffects(desk.Workplace).Of(Application.Desk.ProposalKey("compliance", "waits"), desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct));
    }

    /// <summary>40,000 t due: 2,000 t of credits may be used, the batch that came first is proposed.</summary>
    [Fact]
    public async Task Credits_of_another_batch_than_proposed_take_a_reason()
    {
        await using var desk = await Credits();
        await Reserve(desk, "R-2", 500, "C-0002");
        var refused = await desk.Refused("desk.departs-from-proposal", "compliance", "obligations", Key, "surrender-offsets", Offsets("R-2"));
        Assert.Equal("remark", refused.Field);
        Assert.Contains("500 CCER24 C-0002", refused.Message, StringComparison.Ordinal);
        await Reserve(desk, "R-1", 1_500, "C-0001");
        await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Offsets("R-1"));
        await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Offsets("R-2", ",\"remark\":\"the forest may burn\""));
        var used = (await desk.Workplace.Store.Events.Read($"obligation/{Key}", 0, Ct)).Select(e => e.As<ObligationEvent>()).OfType<OffsetsSurrendered>();
        Assert.Equal([null, "the forest may burn"], used.Select(o => o.Remark));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Theory]
    [InlineData(1, 2000, true)]
    [InlineData(2, 2001, false)]
    public async Task Other_serial_numbers_of_the_proposed_batch_depart(int first, int last, bool asProposed)
    {
        await using var desk = await Credits();
        await Reserve(desk, "R-1", 2_000, null, $$""","serials":[{"block":"C","first":{{first}},"last":{{last}}}]""");
        if (asProposed) await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Offsets("R-1"));
        else await desk.Refused("desk.departs-from-proposal", "compliance", "obligations", Key, "surrender-offsets", Offsets("R-1"));
    }

    /// <summary>Credits kept room for 2,000 t; meanwhile 39,000 t of allowances were surrendered: 1,000 t are lacking.</summary>
    [Fact]
    public async Task Credits_beyond_what_is_still_owed_take_a_reason_also_when_they_waited()
    {
        await using var desk = await Credits();
        await Reserve(desk, "R-1", 2_000, "C-0001");
        await desk.Done("compliance", "obligations", Key, "surrender-offsets", Offsets("R-1"), "waits");
        var key = Application.Desk.ProposalKey("compliance", "waits");
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", """{"effective":"2026-05-01","product":"cn-ets/CEA/2025","quantity":50000,"document":"AL"}""");
        var before = (await new ProposalEffects(desk.Workplace).Of(key, desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct))!;
        Assert.Equal([(EffectKind.Owed, 40_000m, 38_000m), (EffectKind.Credits, 0m, 2_000m), (EffectKind.Held, 6_000m, 4_000m), (EffectKind.Reserved, 2_000m, 0m)],
            before.Lines.Select(l => (l.Kind, l.Before!.Value, l.After!.Value)));
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(39_000, ",\"remark\":\"credits go to another\""));
        await desk.Done("approver", "proposals", key, "approve-proposal", "{}");
        Assert.Equal("desk.beyond-what-is-owed", desk.Workplace.Read.Proposals.Find(key)!.State.Refusal?.Code);
        Assert.Equal("remark", (await desk.Refused("desk.beyond-what-is-owed", "compliance", "obligations", Key, "surrender-offsets", Offsets("R-1"))).Field);
        await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Offsets("R-1", ",\"remark\":\"the registry has done it\""));
    }

    /// <summary>Pledge of 800 t for 50,000.00 + 2,000.00: 500 t sold for 40,000.00 leave 12,000.00 owed; not performed, the other 300 t are lost.</summary>
    [Fact]
    public async Task The_second_person_sees_what_security_and_default_change()
    {
        await using var desk = await Open(10);
        await desk.Agreed("trader", "contracts", "C-1", "agree-contract", $$"""
            {"kind":"pledge","agreedOn":"2026-05-10","account":"{{Chp}}","product":"cn-ets/CEA/2025","quantity":800,"price":{"amount":70.00,"currency":"CNY"},
             "counterparty":"bank","document":"PL","startsOn":"2026-05-10","endsOn":"2026-12-01","amount":50000,"interest":2000}
            """);
        await desk.Done("finance", "contracts", "C-1", "file-contract", """{"effective":"2026-05-10","reference":"F"}""");
        foreach (var leg in new[] { 1, 2 }) await desk.Done("finance", "contracts", "C-1", "confirm-leg", $$"""{"effective":"2026-05-11","leg":{{leg}},"evidence":"E"}""");
        await desk.Done("finance", "contracts", "C-1", "dispose-security", """{"effective":"2026-06-01","quantity":500,"proceeds":40000,"document":"AU"}""", "sale");
        Assert.Equal([(EffectKind.Held, 2_000m, 1_500m), (EffectKind.Encumbered, 800m, 300m), (EffectKind.Free, 1_200m, 1_200m), (EffectKind.Debt, 52_000m, 12_000m)],
            (await Lines(desk, "sale")).Where(l => l.Before is not null).Select(l => (l.Kind, l.Before!.Value, l.After!.Value)));
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("finance", "sale"), "approve-proposal", "{}");
        Assert.Equal((1_500, 300), (desk.In(Chp, "cn-ets/CEA/2025", Bucket.Free) + desk.In(Chp, "cn-ets/CEA/2025", Bucket.Pledged), desk.In(Chp, "cn-ets/CEA/2025", Bucket.Pledged)));
        await desk.Done("finance", "contracts", "C-1", "default-contract", """{"effective":"2026-06-05","document":"court"}""", "default");
        Assert.Equal([(EffectKind.Held, 1_500m, 1_200m), (EffectKind.Encumbered, 300m, 0m), (EffectKind.Due, -12_000m, 0m)],
            (await Lines(desk, "default")).Select(l => (l.Kind, l.Before!.Value, l.After!.Value)));
    }

    private static async Task<IReadOnlyList<EffectLine>> Lines(TestDesk desk, string id) =>
        (await new ProposalEffects(desk.Workplace).Of(Application.Desk.ProposalKey("finance", id), desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct))!.Lines;

    private static async Task<TestDesk> Credits()
    {
        var desk = await Open(40_000);
        await desk.Done("compliance", "ccer", Chp, "open-holding", """{"holder":"QM","name":"Credits","nameZh":"减排量"}""");
        foreach (var (day, more) in new[] { ("2025-03-20", ""","serials":[{"block":"C","first":1,"last":3000}]"""), ("2025-04-20", "") })
            await desk.Done("compliance", "ccer", Chp, "receive-issued-batch", $$"""
                {"effective":"{{day}}","quantity":3000,"document":"notice",
                 "batch":{"project":"P","methodology":"CCER-01-002-V01","periodFrom":"2023-01-01","periodTo":"2024-03-31","registeredOn":"{{day}}"}{{more}} }
                """);
        return desk;
    }

    private static Task Reserve(TestDesk desk, string id, int quantity, string? batch, string more = "") => desk.Done("compliance", "ccer", Chp, "reserve-credits", $$"""
        {"effective":"2026-06-05","reservation":"{{id}}","quantity":{{quantity}},"purpose":"offset",
         "obligation":"{{Key}}","market":"cn-ets","complianceYear":2025{{(batch is null ? "" : $",\"batch\":\"{batch}\"")}}{{more}} }
        """);

    private static string Offsets(string id, string more = "") => $$"""{"effective":"2026-06-05","holding":"{{Chp}}","reservation":"{{id}}","registryReference":"REG"{{more}} }""";
}
