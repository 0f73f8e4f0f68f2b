using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Planning;

public class DutyBoardTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    private static AsOf On(TestDesk desk, string? day = null) => desk.Workplace.Queries.Resolve(day, null).AsOf!;

    private static IReadOnlyList<Duty> All(TestDesk desk, string? day = null) => desk.Workplace.Queries.Duties.All(On(desk, day));

    [Fact]
    public void The_carry_over_application_stands_on_top()
    {
        var desk = books.Desk;
        var duties = All(desk);
        var first = duties[0];
        Assert.Equal(("carry-over", "QM-CHP-01", "CEA24", 29_500L), (first.Kind, first.Entity, first.Product, first.Tonnes)); // 10,000 + 1.5 x 13,000 net sold
        Assert.Equal(new DateTimeOffset(2026, 6, 10, 16, 0, 0, TimeSpan.Zero), first.Deadline!.Instant);
        Assert.Equal(new DateTimeOffset(2026, 6, 8, 5, 0, 0, TimeSpan.Zero), first.LastSafe); // 2.5 working days before 17:00 in Shanghai
        Assert.Equal(1.5m, first.Slack);
        Assert.Equal((Stake.Lapse, 29_500 * desk.Workplace.Queries.Price(new("cn-ets", "CEA", Vintage.Of(2024)), On(desk))!.Value), (first.Stake, first.StakeMax!.Value));
        Assert.Equal(["internal-approval", "to-registry-account", "second-person", "representative-files"], first.Plan.Select(s => s.Step));
        Assert.Equal(duties.Where(d => d.Slack is not null).Select(d => d.Slack).Order(), duties.Where(d => d.Slack is not null).Select(d => d.Slack));
        Assert.Equal(2_500, Assert.Single(duties, d => d.Kind == "sell-excess").Tonnes);
    }

    [Fact]
    public async Task Filing_it_takes_a_second_person_and_then_takes_it_off_the_board()
    {
        await using var desk = await TestDesk.Open(sample: true);
        await desk.Done("compliance", "obligations", "QM-CHP-01-2025", "record-filing", """{"effective":"2026-06-05","filing":"carry-over","reference":"R-1","product":"cn-ets/CEA/2024","quantity":29500}""");
        Assert.Equal(DutyStatus.AtApproval, All(desk)[0].Status);
        Assert.All(All(desk).Where(d => d.Kind == "data-quality-plan"), d => Assert.Equal(DutyStatus.Open, d.Status)); // another paper of the same obligation
        var proposal = Assert.Single(desk.Workplace.Read.Proposals.All(), p => p.State is { Command: "record-filing", Status: Domain.Control.ProposalStatus.Waiting });
        await desk.Done("approver", "proposals", proposal.Key, "approve-proposal", "{}");
        Assert.DoesNotContain(All(desk), d => d.Kind == "carry-over");
        Assert.Equal(2_500, Assert.Single(All(desk), d => d.Kind == "sell-excess").Tonnes); // what is above the limit still lapses
    }

    [Fact]
    public async Task Filing_it_too_late_is_refused_to_its_maker_and_is_no_proposal()
    {
        await using var desk = await TestDesk.Open(sample: true);
        foreach (var next in new[] { "2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11" })
            await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{next}}"}""");
        await desk.Refused("obligation.carry-over-closed", "compliance", "obligations", "QM-CHP-01-2025", "record-filing",
            """{"effective":"2026-06-11","filing":"carry-over","reference":"R-1","product":"cn-ets/CEA/2024","quantity":29500}""");
    }

    [Fact]
    public async Task A_surrender_that_waits_for_the_second_person_is_said()
    {
        await using var desk = await TestDesk.Open(sample: true);
        await desk.Done("compliance", "accounts", "BJ-ELEC-01", "surrender-units",
            """{"effective":"2026-06-05","product":"beijing/BEA/none","quantity":1000,"complianceYear":2025,"registryReference":"R"}""");
        Assert.Equal(DutyStatus.AtApproval, Assert.Single(All(desk), d => d is { Entity: "BJ-ELEC-01", Kind: "surrender-short" }).Status);
    }

    [Fact]
    public void Slack_runs_out_and_who_must_know_changes_with_it()
    {
        var desk = books.Desk;
        Duty Carry(string day) => Assert.Single(All(desk, day), d => d.Kind == "carry-over");
        Assert.Equal((1.5m, "manager", DutyStatus.Open), (Carry("2026-06-05").Slack, Carry("2026-06-05").Escalated, Carry("2026-06-05").Status));
        Assert.Equal((-0.5m, "group"), (Carry("2026-06-09").Slack, Carry("2026-06-09").Escalated)); // may still be met, not as planned
        Assert.Equal(DutyStatus.Open, Carry("2026-06-10").Status);
        Assert.Equal(DutyStatus.Missed, Carry("2026-06-11").Status);
        Assert.Equal((9.5m, "deputy"), (Carry("2026-05-26").Slack, Carry("2026-05-26").Escalated));
        Assert.Null(Carry("2026-05-22").Escalated);
    }

    [Fact]
    public async Task Evidence_of_a_month_is_due_forty_days_after_it()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var evidence = All(desk).Where(d => d.Kind == "monthly-evidence").ToList();
        Assert.Equal([("QM-ALU-01", 5), ("QM-CHP-01", 5)], evidence.Select(d => (d.Entity, d.Month!.Value)).Order());
        Assert.All(evidence, d => Assert.Equal(new DateOnly(2026, 7, 10), d.Deadline!.Date));
        await desk.Done("compliance", "obligations", "QM-CHP-01-2026", "record-activity", """{"effective":"2026-06-05","month":5,"emissions":81000,"basis":"coal"}""");
        Assert.Equal(["QM-ALU-01"], All(desk).Where(d => d.Kind == "monthly-evidence").Select(d => d.Entity));
    }

    [Fact]
    public void A_deadline_nobody_knows_is_said_and_stands_last()
    {
        var desk = books.Desk;
        var duties = All(desk);
        var unknown = duties.Where(d => d.Deadline is null).ToList();
        Assert.Contains(unknown, d => d is { Kind: "surrender", Entity: "HB-AUTO-01" });
        Assert.All(unknown, d => Assert.Equal((null, null, RuleStatus.Unknown), (d.Slack, d.LastSafe, d.Weakest)));
        Assert.Equal(unknown, duties.TakeLast(unknown.Count));
    }

    [Fact]
    public void The_European_deadline_is_in_its_own_zone()
    {
        var desk = books.Desk;
        var eu = Assert.Single(All(desk), d => d.Entity == "EU-AUTO-01");
        Assert.Equal(("surrender-short", "Europe/Brussels", new DateTimeOffset(2026, 9, 30, 22, 0, 0, TimeSpan.Zero)), (eu.Kind, eu.Deadline!.Zone, eu.Deadline.Instant));
    }

    [Fact]
    public async Task A_missed_deadline_of_an_excluded_year_leaves_nothing_to_carry_over()
    {
        await using var desk = await TestDesk.Open(sample: true);
        await desk.Done("compliance", "obligations", "QM-CHP-01-2023", "open-obligation", """{"account":"QM-CHP-01","market":"cn-ets","year":2023,"sector":"power"}""");
        await desk.Done("compliance", "obligations", "QM-CHP-01-2023", "record-verified", """{"effective":"2024-06-28","emissions":10,"allowancesDue":10,"reportId":"V","verifier":"B"}""");
        var proposal = Assert.Single(desk.Workplace.Read.Proposals.All(), p => p.State is { Command: "record-verified", Status: Domain.Control.ProposalStatus.Waiting });
        await desk.Done("approver", "proposals", proposal.Key, "approve-proposal", "{}");
        Assert.DoesNotContain(All(desk), d => d.Kind == "carry-over");
        Assert.Equal(31_990, Assert.Single(All(desk), d => d.Kind == "sell-excess").Tonnes); // 10 t are needed for 2023
    }

    [Fact]
    public async Task What_stops_the_day_is_named()
    {
        var desk = books.Desk;
        var stops = await desk.Workplace.Queries.Duties.Stops(On(desk), TestContext.Current.CancellationToken);
        Assert.Equal(["EUA", "NEV25"], Assert.Single(stops, s => s.Kind == "price-missing").Names);
        Assert.Equal(["T-20260603-001"], Assert.Single(stops, s => s.Kind == "settlement-failed").Names);
        Assert.Equal(4, Assert.Single(stops, s => s.Kind == "price-stale").Count);
    }

    [Fact]
    public async Task Empty_books_have_no_duties()
    {
        await using var desk = await TestDesk.Open();
        Assert.Empty(All(desk));
        Assert.Empty(await desk.Workplace.Queries.Duties.Stops(On(desk), TestContext.Current.CancellationToken));
    }
}
