using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using Xunit;

namespace CarbonTrading.Application.Tests.Positions;

/// <summary>Positions from today on, and cover of obligations.</summary>
public class ForwardTests
{
    private const string Chp = "QM-CHP-01";
    private const string Cea = "cn-ets/CEA/2025";

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static ForwardRow Row(TestDesk desk) => desk.Workplace.Queries.Forward.All(Now(desk)).Single(r => r.Account == Chp);

    private static async Task Contract(TestDesk desk, string key, string kind, string more, string ends)
    {
        await desk.Done("trader", "contracts", key, "agree-contract", $$"""
            {"kind":"{{kind}}","agreedOn":"2026-06-05","account":"{{Chp}}","product":"{{Cea}}","quantity":4000,"price":{"amount":80.00,"currency":"CNY"},
             "counterparty":"B","document":"D","startsOn":"2026-06-05","endsOn":"{{ends}}"{{more}} }
            """, key.ToLowerInvariant());
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("trader", key.ToLowerInvariant()), "approve-proposal", "{}");
        await desk.Done("finance", "contracts", key, "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
    }

    [Fact]
    public async Task Trades_and_contracts_change_the_month_they_are_due_in_and_pledges_only_what_is_free()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{Cea}}","quantity":10000,"document":"AL"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", $$"""
            {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"buy","method":"listed","product":"{{Cea}}","quantity":3000,"price":{"amount":80.00,"currency":"CNY"} }
            """);
        Assert.Equal(10_000L, Row(desk).Months[0].Held); // not in the book before a second person approves
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await Contract(desk, "K-1", "forward", ",\"side\":\"buy\"", "2026-09-30");
        await Contract(desk, "K-2", "pledge", ",\"amount\":100000.00", "2026-12-01");
        var row = Row(desk);
        Assert.Equal((10_000L, 10_000L), (row.Held, row.Free));
        Assert.Equal((13_000L, 9_000L), (row.Months[0].Held, row.Months[0].Free)); // June: bought 3,000, pledged 4,000
        Assert.Equal((13_000L, 9_000L), (row.Months[2].Held, row.Months[2].Free)); // August
        Assert.Equal((17_000L, 13_000L), (row.Months[3].Held, row.Months[3].Free)); // September: the forward
        Assert.Equal((17_000L, 17_000L), (row.Months[6].Held, row.Months[6].Free)); // December: the pledge comes back
    }

    [Fact]
    public async Task Every_month_is_today_plus_what_is_due_until_then_over_the_whole_sample()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var rows = desk.Workplace.Queries.Forward.All(Now(desk));
        Assert.Contains(rows.SelectMany(r => r.Flows), f => f.Kind == ForwardKind.Allocation);
        Assert.Contains(rows.SelectMany(r => r.Flows), f => f.Kind == ForwardKind.Surrender);
        Assert.Contains(rows.SelectMany(r => r.Flows), f => f.Kind == ForwardKind.Contract);
        foreach (var row in rows)
        {
            Assert.Equal(12, row.Months.Count);
            foreach (var month in row.Months)
                Assert.Equal(row.Held + row.Flows.Where(f => f.Day is { } d && d < month.Month.AddMonths(1)).Sum(f => f.Held), month.Held);
            var later = row.Flows.Where(f => f.Day >= row.Months[^1].Month.AddMonths(1)).Sum(f => f.Held);
            Assert.Equal(row.Held + row.Flows.Sum(f => f.Held), row.Months[^1].Held + row.Undated + later);
            Assert.All(row.Flows, f => Assert.True(f.Day is null || f.Day >= Now(desk).Date));
        }
    }

    [Fact]
    public async Task Cover_counts_what_is_bought_and_due_by_the_deadline()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var cover = desk.Workplace.Queries.Forward.Cover(Now(desk));
        Assert.NotEmpty(cover);
        foreach (var c in cover.Where(c => c.Forecast.Emissions.P50 is not null))
            Assert.Equal(c.Short, Math.Max(0, c.Forecast.Emissions.P50!.Value - c.Covered - c.Units - c.ToCome - c.Incoming - c.Credits));
        var chp = cover.Single(c => c.Forecast.Key == "QM-CHP-01-2025");
        Assert.Equal(50_000L, chp.Incoming); // the forward of the sample, due on 2026-09-30
    }
}
