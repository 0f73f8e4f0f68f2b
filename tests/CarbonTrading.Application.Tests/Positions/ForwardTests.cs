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
    public async Task Units_of_an_option_that_is_used_early_come_when_it_settles_and_not_on_its_last_day()
    {
        await using var desk = await TestDesk.Open();
        await Contract(desk, "K-1", "option", ",\"side\":\"buy\",\"right\":\"call\",\"amount\":30000.00", "2027-05-31");
        await desk.Done("finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"BANK"}""");
        Assert.DoesNotContain(desk.Workplace.Queries.Forward.All(Now(desk)), r => r.Account == Chp); // a right is no delivery
        await desk.Agreed("trader", "contracts", "K-1", "exercise-option", """{"effective":"2026-06-05","settlesOn":"2026-06-10"}""");
        Assert.Equal((new DateOnly(2026, 6, 10), 4_000L), (Row(desk).Flows.Single().Day, Row(desk).Months[0].Held));
        Assert.Equal(new DateOnly(2026, 6, 10), desk.Workplace.Queries.Contracts.All(Now(desk)).Single().NextDue);
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

    /// <summary>By hand: 406,610 t free + 150,000 t reserved for it + 205,490 t to come - 655,100 t due = +107,000 t.</summary>
    [Fact]
    public async Task Units_reserved_for_an_obligation_cover_it_and_what_is_sold_forward_does_not()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var before = desk.Workplace.Queries.Forward.Cover(Now(desk)).Single(c => c.Forecast.Key == "QM-ALU-01-2025");
        Assert.Equal((556_610, 205_490, 107_000, 0), (before.Units, before.ToCome, before.Forecast.Balance50, before.Short));
        foreach (var (key, side, quantity, ends) in new[] { ("FC-1", "sell", 150_000, "2026-10-09"), ("FC-2", "sell", 90_000, "2027-03-01"), ("FC-3", "buy", 10_000, "2026-10-09") })
            await desk.Agreed("trader", "contracts", key, "agree-contract", $$"""
                {"kind":"forward","agreedOn":"2026-06-05","account":"QM-ALU-01","product":"{{Cea}}","quantity":{{quantity}},"price":{"amount":80.00,"currency":"CNY"},
                 "counterparty":"B","document":"D","startsOn":"2026-06-05","endsOn":"{{ends}}","side":"{{side}}","remark":"test"}
                """);
        var after = desk.Workplace.Queries.Forward.Cover(Now(desk)).Single(c => c.Forecast.Key == "QM-ALU-01-2025");
        Assert.Equal((416_610, 0, 33_000), (after.Units, after.Incoming, after.Short)); // 107,000 - 150,000 + 10,000; what leaves after the deadline is no matter
        await desk.Agreed("trader", "contracts", "BC-1", "agree-contract", $$"""
            {"kind":"borrow","agreedOn":"2026-06-05","account":"QM-ALU-01","product":"{{Cea}}","quantity":40000,"price":{"amount":1.00,"currency":"CNY"},
             "counterparty":"B","document":"D","startsOn":"2026-06-05","endsOn":"2026-10-09","remark":"test"}
            """);
        Assert.Equal(33_000, desk.Workplace.Queries.Forward.Cover(Now(desk)).Single(c => c.Forecast.Key == "QM-ALU-01-2025").Short); // given back before
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

    /// <summary>EU-AUTO-01 lacks 8,150 t of 2025 and 6,910 t of 2026. Of 10,000 t bought the first takes what it lacks, the second the rest: 6,910 - 1,850 = 5,060.</summary>
    [Fact]
    public async Task A_purchase_covers_one_obligation_after_the_other_and_a_sale_lacks_once()
    {
        await using var desk = await TestDesk.Open(sample: true);
        (long Incoming, long? Short)[] Cover(string account) => [.. desk.Workplace.Queries.Forward.Cover(Now(desk)).Where(c => c.Forecast.Account == account)
            .OrderBy(c => c.Forecast.Year).Select(c => (c.Incoming, c.Short))];
        Assert.Equal([(0L, 8_150L), (0L, 6_910L)], Cover("EU-AUTO-01"));
        await desk.Done("trader", "trades", "T-EUA", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"EU-AUTO-01","side":"buy","method":"otc","product":"eu-ets/EUA/none","quantity":10000,"price":{"amount":74.00,"currency":"EUR"},
             "counterparty":"Bank A","settleOn":"2026-06-09","remark":"cover"}
            """);
        await desk.Done("approver", "trades", "T-EUA", "approve-trade", "{}");
        Assert.Equal([(10_000L, 0L), (1_850L, 5_060L)], Cover("EU-AUTO-01"));

        var before = Cover("QM-ALU-01").Sum(c => c.Short ?? 0);
        var balance = desk.Workplace.Queries.Forecasts.All(Now(desk)).Where(f => f.Account == "QM-ALU-01").OrderBy(f => f.Year).ToList();
        foreach (var key in new[] { "FC-1", "FC-2" })
            await desk.Agreed("trader", "contracts", key, "agree-contract", $$"""
                {"kind":"forward","agreedOn":"2026-06-05","account":"QM-ALU-01","product":"{{Cea}}","quantity":150000,"price":{"amount":80.00,"currency":"CNY"},
                 "counterparty":"B","document":"D","startsOn":"2026-06-05","endsOn":"2026-10-09","side":"sell","remark":"test"}
                """);
        // Of 300,000 t sold 107,000 t were over at 2025; the other 193,000 t lack there, and not once more at a later year.
        Assert.Equal(107_000, balance[0].Balance50);
        Assert.Equal(193_000, Cover("QM-ALU-01")[0].Short);
        Assert.Equal(before + 193_000, Cover("QM-ALU-01").Sum(c => c.Short ?? 0));
    }

    [Fact]
    public async Task Obligations_count_no_unit_that_is_not_there()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var there = desk.Workplace.Queries.Positions(Now(desk)).GroupBy(p => p.Account).ToDictionary(g => g.Key, g => g.Sum(p => p.Free + p.Reserved));
        var forecasts = desk.Workplace.Queries.Forecasts.All(Now(desk));
        Assert.Equal(106_040, forecasts.Single(f => f.Key == "HB-AUTO-01-2025").Units); // all the account holds; 2024 is surrendered and gives nothing more
        Assert.All(forecasts, f => Assert.True(f.Units <= there.GetValueOrDefault(f.Account), $"{f.Key}: {f.Units} t of {there.GetValueOrDefault(f.Account)} t"));
    }

    /// <summary>What no year takes after the last day of carry-over is there no more, as far as it was not sold before.</summary>
    [Fact]
    public async Task What_can_be_used_no_more_leaves_the_months_ahead()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation", """{"effective":"2026-06-01","product":"cn-ets/CEA/2024","quantity":10000,"document":"AL"}""");
        ForwardRow Row() => desk.Workplace.Queries.Forward.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Code == "CEA24");
        var flow = Assert.Single(Row().Flows);
        Assert.Equal((ForwardKind.Lapse, "L-0001", new DateOnly(2026, 6, 11), -10_000L, -10_000L), (flow.Kind, flow.Key, flow.Day, flow.Held, flow.Free));
        Assert.Equal((10_000L, 0L, 0L), (Row().Held, Row().Months[0].Held, Row().Months[11].Free));
        await desk.Done("trader", "trades", "T-1", "capture-trade", """
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"sell","method":"listed","product":"cn-ets/CEA/2024","quantity":4000,"price":{"amount":80,"currency":"CNY"}}
            """);
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        Assert.Equal([(ForwardKind.Settlement, -4_000L), (ForwardKind.Lapse, -6_000L)], Row().Flows.Select(f => (f.Kind, f.Held)));
    }

    /// <summary>By any dimension the months ahead are the sums of the same rows: each measure by itself, nothing lost.</summary>
    [Theory]
    [InlineData("market")]
    [InlineData("company,product")]
    [InlineData("industry,market,product,vintage")]
    public async Task The_months_ahead_add_up_by_any_dimension(string by)
    {
        await using var desk = await TestDesk.Open(sample: true);
        var (dimensions, wrong) = ForwardBy.Read(by);
        Assert.Null(wrong);
        var rows = desk.Workplace.Queries.Forward.All(Now(desk));
        var groups = ForwardBy.Of(desk.Workplace.Read, desk.Workplace.Units, rows, dimensions, Now(desk));
        Assert.All(groups, g => Assert.Equal(dimensions.Count, g.Keys.Count));
        foreach (var measure in rows.GroupBy(r => desk.Workplace.Units.Of(r.Product.Market)))
        {
            var mine = groups.Where(g => g.Measure == measure.Key).ToList();
            Assert.Equal((measure.Sum(r => r.Held), measure.Sum(r => r.Undated)), (mine.Sum(g => g.Held), mine.Sum(g => g.Undated)));
            for (var i = 0; i < 12; i++) Assert.Equal(measure.Sum(r => r.Months[i].Free), mine.Sum(g => g.Months[i].Free));
        }
    }

    [Theory]
    [InlineData("company,product,market,vintage", true)]
    [InlineData("company,product,market,vintage,account", false)]
    [InlineData("market,market", false)]
    [InlineData("book", false)] // what is to come has no lot yet
    public void One_to_four_dimensions_each_once(string by, bool fits) => Assert.Equal(fits ? null : "query.invalid", ForwardBy.Read(by).Error?.Code);
}
