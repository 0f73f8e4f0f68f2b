using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

public class ProposalsTests
{
    private const string Cancel = """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":400,"purpose":"public good","beneficiary":"All","registryReference":"R-1"}""";

    private static async Task<TestDesk> WithUnits()
    {
        var desk = await TestDesk.Open();
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D-1"}""");
        return desk;
    }

    [Fact]
    public async Task A_four_eyes_command_waits_and_moves_nothing()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-1");
        Assert.Equal(1000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
        Assert.Equal(ProposalStatus.Waiting, desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("compliance", "c-1"))!.State.Status);
    }

    [Fact]
    public async Task What_the_entity_would_refuse_is_refused_to_the_maker_and_becomes_no_proposal()
    {
        await using var desk = await WithUnits();
        await desk.Refused("allowance-account.not-enough-free", "compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel.Replace("400", "1001", StringComparison.Ordinal));
        await desk.Refused("allowance-account.quantity-zero", "compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel.Replace("400", "0", StringComparison.Ordinal));
        Assert.Empty(desk.Workplace.Read.Proposals.All());
    }

    [Fact]
    public async Task Asked_again_after_it_ran_it_is_the_same_proposal_even_where_it_would_be_refused_now()
    {
        await using var desk = await WithUnits();
        var all = Cancel.Replace("400", "1000", StringComparison.Ordinal);
        var first = await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", all, "c-1");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "c-1"), "approve-proposal", "{}");
        Assert.Equal(first.Position, (await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", all, "c-1")).Position);
    }

    [Fact]
    public async Task Approved_by_another_person_it_runs_with_both_names_on_the_event()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-1");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "c-1"), "approve-proposal", "{}");
        Assert.Equal(400, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Cancelled));
        var proposal = desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("compliance", "c-1"))!.State;
        Assert.Equal(ProposalStatus.Done, proposal.Status);
        var stored = await desk.Workplace.Queries.Event(proposal.Position!.Value, TestContext.Current.CancellationToken);
        Assert.Equal(("compliance", "approver"), (stored!.Actor, stored.ApprovedBy));
    }

    [Fact]
    public async Task The_maker_may_not_approve_whatever_the_roles()
    {
        await using var desk = await WithUnits();
        await desk.Done("admin", "people", "BOTH", "register-person", """{"login":"both","name":"Both","roles":["compliance","approver"]}""");
        await desk.Done("both", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-2");
        await desk.Refused("proposal.maker-is-checker", "both", "proposals", Application.Desk.ProposalKey("both", "c-2"), "approve-proposal", "{}");
        Assert.Equal(1000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    [Fact]
    public async Task Only_a_role_the_command_names_may_approve()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-3");
        await desk.Refused("permission.denied", "admin", "proposals", Application.Desk.ProposalKey("compliance", "c-3"), "approve-proposal", "{}");
    }

    [Fact]
    public async Task What_is_no_longer_possible_when_approved_is_written_on_the_proposal()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-4");
        await desk.Done("trader", "accounts", "QM-CHP-01", "reserve-units",
            """{"effective":"2026-06-05","reservation":"R-9","product":"cn-ets/CEA/2025","quantity":700,"purpose":"plan"}""");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "c-4"), "approve-proposal", "{}");
        var proposal = desk.Workplace.Read.Proposals.Find(Application.Desk.ProposalKey("compliance", "c-4"))!.State;
        Assert.Equal(ProposalStatus.RefusedAtRun, proposal.Status);
        Assert.Equal(0, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Cancelled));
    }

    [Fact]
    public async Task Approving_twice_cancels_once()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-5");
        var key = Application.Desk.ProposalKey("compliance", "c-5");
        await desk.Done("approver", "proposals", key, "approve-proposal", "{}", "same");
        await desk.Done("approver", "proposals", key, "approve-proposal", "{}", "same");
        await desk.Refused("proposal.not-waiting", "approver", "proposals", key, "approve-proposal", "{}");
        Assert.Equal(400, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Cancelled));
    }

    [Fact]
    public async Task A_rejected_and_a_withdrawn_proposal_do_nothing()
    {
        await using var desk = await WithUnits();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-6");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "c-6"), "reject-proposal", """{"reason":"not now"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "cancel-units", Cancel, "c-7");
        await desk.Refused("proposal.not-the-maker", "trader", "proposals", Application.Desk.ProposalKey("compliance", "c-7"), "withdraw-proposal", """{"reason":"x"}""");
        await desk.Done("compliance", "proposals", Application.Desk.ProposalKey("compliance", "c-7"), "withdraw-proposal", """{"reason":"mistake"}""");
        Assert.Equal(1000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    [Fact]
    public async Task Nobody_proposes_past_the_desk() => await (await WithUnits()).Refused("permission.denied", "trader", "proposals", "P-1", "propose-command",
        """{"entity":"allowance-account","key":"QM-CHP-01","command":"cancel-units","body":{}}""");
}
