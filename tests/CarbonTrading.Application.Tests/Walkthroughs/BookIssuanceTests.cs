using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>A reduction project from its design document to credits in the holding, through the desk.</summary>
public class BookIssuanceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Issued_credits_stand_in_the_holding_with_project_period_and_serial_numbers()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CHP-01", "open-holding", """{"holder":"QM","name":"Credits","nameZh":"减排量"}""");
        await UpToApplication(desk);
        await Two(desk, "record-issuance", """
            {"effective":"2024-08-14","report":"MR-1","quantity":9900,"document":"notice","serials":[{"block":"A","first":1,"last":9900}],"holding":"QM-CHP-01"}
            """);

        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var batch = Assert.Single(Assert.Single(desk.Workplace.Queries.Compliance.Holdings(now)).Batches);
        Assert.Equal(("C-0001", "PJ-1", "ccer/CCER/2023/issued", 9_900L), (batch.Id, batch.Batch.Project, batch.Unit.ToString(), batch.Free));
        Assert.Equal(9_900, desk.In("QM-CHP-01", "ccer/CCER/2023", Bucket.Free));
        Assert.Equal(9_900, Assert.Single(desk.Workplace.Queries.Compliance.Projects(now)).Issued);
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
    }

    /// <summary>Verified 9,900 t have no day; applied for on 2026-06-03 they are expected 15 working days later, the Dragon Boat Festival left out: 2026-06-25. Issued they are held.</summary>
    [Fact]
    public async Task Credits_to_come_stand_in_the_forward_position_with_their_day_and_move_to_held_when_issued()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"Credits","nameZh":"减排量"}""");
        await UpToReport(desk);
        Assert.Empty(Rows()); // reported is not verified
        await Verified(desk);
        var row = Assert.Single(Rows());
        var flow = Assert.Single(row.Flows);
        Assert.Equal(("QM-CCER-01", "ccer/CCER/2023", "PJ-1", ForwardKind.Issuance, null, 9_900L, 9_900L),
            (flow.Account, flow.Product.ToString(), flow.Key, flow.Kind, flow.Day, flow.Held, flow.Free));
        Assert.Equal((0L, 9_900L, 0L), (row.Held, row.Undated, row.Months[^1].Held));

        await One(desk, "apply-for-issuance", """{"effective":"2026-06-03","report":"MR-1","quantity":9900}""");
        row = Assert.Single(Rows());
        Assert.Equal((ForwardKind.Issuance, new DateOnly(2026, 6, 25), 9_900L), Assert.Single(row.Flows) is var applied ? (applied.Kind, applied.Day!.Value, applied.Held) : default);
        Assert.Equal((0L, 0L, 9_900L), (row.Held, row.Undated, row.Months[0].Held)); // June
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", """{"to":"2026-06-29"}""");
        Assert.Equal(new DateOnly(2026, 6, 29), Assert.Single(Assert.Single(Rows()).Flows).Day); // a day gone by counts as today

        await Two(desk, "record-issuance", """{"effective":"2026-06-29","report":"MR-1","quantity":9900,"document":"notice","holding":"QM-CCER-01"}""");
        row = Assert.Single(Rows());
        Assert.Empty(row.Flows);
        Assert.Equal((9_900L, 9_900L, 0L), (row.Held, row.Free, row.Undated));
        Assert.All(row.Months, m => Assert.Equal((9_900L, 9_900L), (m.Held, m.Free)));

        IReadOnlyList<ForwardRow> Rows() => desk.Workplace.Queries.Forward.All(desk.Workplace.Queries.Resolve(null, null).AsOf!);
    }

    [Fact]
    public async Task A_holding_that_is_not_there_is_refused_before_anything_is_proposed()
    {
        await using var desk = await TestDesk.Open();
        await UpToApplication(desk);
        await desk.Refused("reduction-project.unknown-holding", "compliance", "projects", "PJ-1", "record-issuance",
            """{"effective":"2024-08-14","report":"MR-1","quantity":9900,"document":"notice","holding":"NOBODY"}""");
    }

    [Fact]
    public async Task Construction_before_the_books_begin_can_be_entered_and_an_impossible_day_cannot()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("reduction-project.construction-too-early", "compliance", "projects", "PJ-1", "register-project", Design("2012-11-08"));
        await desk.Refused("input.invalid", "compliance", "projects", "PJ-1", "register-project", Design("2012-11-31"));
        await desk.Done("compliance", "projects", "PJ-1", "register-project", Design("2012-11-09"));
        var known = (await desk.Workplace.Store.Events.Read("reduction-project/PJ-1", 0, Ct)).Count;
        Assert.Equal(1, known);
        Assert.Equal(new DateOnly(2012, 11, 9), desk.Workplace.Read.Projects.Find("PJ-1")!.State.ConstructionStart);
    }

    private static async Task UpToApplication(TestDesk desk)
    {
        await UpToReport(desk);
        await Verified(desk);
        await One(desk, "apply-for-issuance", """{"effective":"2024-07-24","report":"MR-1","quantity":9900}""");
    }

    private static Task Verified(TestDesk desk) =>
        Two(desk, "record-verification", """{"effective":"2024-07-22","report":"MR-1","body":"C","quantity":9900,"verificationId":"VER"}""");

    private static async Task UpToReport(TestDesk desk)
    {
        await One(desk, "register-project", Design("2019-03-18"));
        await One(desk, "publish-notice", """{"start":"2024-03-11","validationBody":"B"}""");
        await One(desk, "record-validation", """{"effective":"2024-04-19","body":"B","reportId":"VAL"}""");
        await One(desk, "apply-for-registration", """{"effective":"2024-04-22"}""");
        await One(desk, "record-registration", """{"effective":"2024-05-15","registryNumber":"N"}""");
        await One(desk, "submit-monitoring-report",
            """{"effective":"2024-06-03","report":"MR-1","periodFrom":"2023-01-01","periodTo":"2023-12-31","quantity":10000}""");
        await One(desk, "publish-reduction-notice", """{"report":"MR-1","start":"2024-06-05","verificationBody":"C"}""");
    }

    private static string Design(string construction) => $$"""
        {"effective":"2024-02-26","name":"Wind","nameZh":"风电","owner":"QM","location":"off the coast","methodology":"CCER-01-002-V01",
         "constructionStart":"{{construction}}","creditingYears":10}
        """;

    private static Task One(TestDesk desk, string command, string json) => desk.Done("compliance", "projects", "PJ-1", command, json);

    private static async Task Two(TestDesk desk, string command, string json)
    {
        await desk.Done("compliance", "projects", "PJ-1", command, json, command);
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", command), "approve-proposal", "{}");
    }
}
