using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

public class PermissionsTests
{
    [Fact]
    public void Every_command_there_is_has_exactly_one_line()
    {
        var commands = Entities.All.SelectMany(k => k.Commands.Values).ToList();
        Assert.Equal(commands.Select(c => c.Name).Order(), Permissions.All.Select(p => p.What).OfType<Type>().Select(t => t.Name).Order());
    }

    [Fact]
    public void An_auditor_may_change_nothing() =>
        Assert.DoesNotContain(Permissions.All, p => p.What is Type t && p.Makers.Contains(Role.Auditor) && t.Name is not ("WithdrawProposal" or "ProposeCommand"));

    [Fact]
    public void Nobody_who_may_propose_a_command_may_approve_it_by_the_same_role() =>
        Assert.DoesNotContain(Permissions.All, p => p.Makers.Intersect(p.Checkers).Any(r => r != Role.Administrator));

    [Fact]
    public void No_role_both_captures_and_approves_trades()
    {
        var capture = Permissions.Of(typeof(Domain.Trading.CaptureTrade)).Makers;
        Assert.Empty(capture.Intersect(Permissions.Of(typeof(Domain.Trading.ApproveTrade)).Makers));
    }

    [Fact]
    public async Task A_person_without_the_role_is_refused_and_nothing_is_written()
    {
        await using var desk = await TestDesk.Open();
        var refused = await desk.Refused("permission.denied", "auditor", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""");
        Assert.Contains("Trader", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_whose_access_ended_is_refused_at_the_next_command()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("admin", "people", "TRADER", "deactivate-person", """{"reason":"left"}""");
        await desk.Refused("permission.no-access", "trader", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""");
    }

    [Fact]
    public async Task A_process_may_only_do_what_its_line_says()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("permission.denied", Permissions.Settle, "trades", "T-1", "approve-trade", "{}");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("permission.denied", "approver", "people", "ADMIN", "deactivate-person", """{"reason":"x"}""");
        await desk.Done("admin", "people", "SECOND", "register-person", """{"login":"second","name":"Second","roles":["administrator"]}""");
        await desk.Done("second", "people", "ADMIN", "deactivate-person", """{"reason":"left"}""");
        await desk.Refused("person.last-administrator", "second", "people", "SECOND", "deactivate-person", """{"reason":"x"}""");
    }

    [Fact]
    public async Task What_was_only_not_seen_yet_is_read_before_it_is_refused()
    {
        await using var desk = await TestDesk.Open();
        using var unit = System.Text.Json.JsonDocument.Parse("""{"kind":"company","parent":"QM","name":"A","nameZh":"甲"}""");
        using var account = System.Text.Json.JsonDocument.Parse("""{"holder":"NEW","market":"cn-ets","name":"A","nameZh":"甲"}""");
        var ct = TestContext.Current.CancellationToken;
        // Two commands in a row, nothing read in between.
        Assert.Null((await Entities.ByPlural("organisation")!.Execute(desk.Workplace.Desk, "NEW", "register-unit", unit.RootElement, new Caller("admin", "a"), ct)).Error);
        Assert.Null((await Entities.ByPlural("accounts")!.Execute(desk.Workplace.Desk, "NEW-01", "open-account", account.RootElement, new Caller("compliance", "b"), ct)).Error);
    }
}
