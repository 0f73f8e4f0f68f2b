using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Lots;

/// <summary>Lots: last use by the repository's rules, stranding, serial numbers, lineage.</summary>
public class LotTests
{
    private const string Chp = "QM-CHP-01";
    private static readonly DateOnly today = new(2026, 6, 5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<IReadOnlyList<LotRow>> Rows(TestDesk desk, string? serial = null) =>
        desk.Workplace.Queries.LotBook.All(desk.Workplace.Queries.Resolve(null, null).AsOf!, serial, Ct);

    private static async Task<Lineage> LineageOf(TestDesk desk, string account, string lot) =>
        (await desk.Workplace.Queries.Lineage(account, lot, desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct))!;

    private static Task Allocate(TestDesk desk, string product, long tonnes, string more = "") => desk.Done("compliance", "accounts", Chp, "receive-free-allocation",
        $$"""{"effective":"2026-06-05","product":"{{product}}","quantity":{{tonnes}},"document":"AL"{{more}}}""");

    /// <summary>Cases C11 and C12: CEA24 counts for 2024, whose surrender is over; what is left is put up for carry-over by 2026-06-10.</summary>
    [Theory]
    [InlineData(2023, "2026-06-10", 2024, true)]
    [InlineData(2024, "2026-06-10", 2024, true)]
    public void An_older_vintage_ends_with_the_window_of_its_carry_over(int vintage, string day, int year, bool isCarryOver)
    {
        var last = new LastUses(RuleFiles.Load(MarketData.Folder).Rules).Of(new("cn-ets", "CEA", Vintage.Of(vintage)), today);
        Assert.Equal((DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), year, isCarryOver), (last.Day, last.Year, last.IsCarryOver));
    }

    [Fact]
    public void A_vintage_no_known_year_refuses_and_units_without_one_have_no_end()
    {
        var uses = new LastUses(RuleFiles.Load(MarketData.Folder).Rules);
        Assert.Null(uses.Of(new("eu-ets", "EUA", Vintage.None), today).Day);
        Assert.Null(uses.Of(new("cn-ets", "CEA", Vintage.Of(2026)), today).Day);
    }

    [Fact]
    public async Task Credits_meet_obligations_of_their_holder_where_credits_count()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var credits = (await Rows(desk)).Where(r => r.Unit.Product.Market == "ccer").ToList();
        Assert.NotEmpty(credits);
        Assert.All(credits, r => Assert.Equal(["QM-CHP-01-2025", "QM-CHP-01-2026"], r.Uses.Select(u => u.Obligation).Where(u => u is not "QM-CHP-01-2024").Order()));
    }

    [Fact]
    public async Task What_no_obligation_takes_before_its_last_day_is_at_risk_by_month()
    {
        await using var desk = await TestDesk.Open();
        await Allocate(desk, "cn-ets/CEA/2024", 10_000);
        await Allocate(desk, "cn-ets/CEA/2025", 5_000);
        var rows = await Rows(desk);
        Assert.Equal([("CEA24", 10_000L), ("CEA25", 0L)], rows.Select(r => (r.Code, r.AtRisk)));
        var month = Assert.Single(desk.Workplace.Queries.LotBook.Stranding(rows));
        Assert.Equal((new DateOnly(2026, 6, 1), 10_000L, 1), (month.Month, month.AtRisk, month.Lots));
        var end = Assert.Single(month.Ends); // the rule behind it: applications for carry-over, not a surrender
        Assert.Equal((new DateOnly(2026, 6, 10), true, 2024, RuleStatus.InForce), (end.Day, end.IsCarryOver, end.Year, end.Status));
        Assert.Contains("VII", end.Source, StringComparison.Ordinal);
        await desk.Done("compliance", "obligations", $"{Chp}-2024", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2024,"sector":"power"}""");
        await desk.Done("compliance", "obligations", $"{Chp}-2024", "record-estimate", """{"effective":"2026-06-05","emissions":4000,"basis":"plan"}""");
        rows = await Rows(desk);
        Assert.Equal($"{Chp}-2024", rows.Single(r => r.Code == "CEA24").Uses.Single().Obligation);
        Assert.DoesNotContain(rows.Single(r => r.Code == "CEA25").Uses, u => u.Year == 2024);
    }

    /// <summary>
    /// Close of 2026-06-05 by the repository's prices: 82.87. Of 6,007 t and 4,000 t of CEA24 the obligation of 2024 takes 3,333 t of the first lot: 2,674 t at 221,594.38 and
    /// 4,000 t at 331,480.00 lapse. A surrender of 333 t takes them from the lot and from the obligation, and changes nothing of what is at risk.
    /// </summary>
    [Fact]
    public async Task What_lapses_is_worth_its_tonnes_at_the_close_of_the_day()
    {
        await using var desk = await TestDesk.Open();
        await Allocate(desk, "cn-ets/CEA/2024", 6_007);
        await Allocate(desk, "cn-ets/CEA/2024", 4_000);
        Assert.All(await Rows(desk), r => Assert.Null(r.ValueAtRisk)); // no price, no value
        await desk.Prices(await File.ReadAllTextAsync(Path.Combine(MarketData.Folder, "prices", "cea-composite.csv"), Ct));
        Assert.Equal([497_800.09m, 331_480.00m], (await Rows(desk)).Select(r => r.ValueAtRisk)); // all of it
        await desk.Done("compliance", "obligations", $"{Chp}-2024", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2024,"sector":"power"}""");
        await desk.Agreed("compliance", "obligations", $"{Chp}-2024", "record-verified", """{"effective":"2026-06-01","emissions":3333,"allowancesDue":3333,"reportId":"VR","verifier":"body"}""");
        await Lapses();
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", """
            {"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":333,"complianceYear":2024,"registryReference":"S-1"}
            """);
        await Lapses();

        async Task Lapses()
        {
            var rows = (await Rows(desk)).OrderBy(r => r.Lot, StringComparer.Ordinal).ToList();
            Assert.Equal([(2_674L, 221_594.38m), (4_000L, 331_480.00m)], rows.Select(r => (r.AtRisk, r.ValueAtRisk!.Value)));
            var month = Assert.Single(desk.Workplace.Queries.LotBook.Stranding(rows));
            Assert.Equal((new DateOnly(2026, 6, 1), 6_674L, "CNY", 553_074.38m, 2), (month.Month, month.AtRisk, month.Currency, month.Value!.Value, month.Lots));
        }
    }

    [Fact]
    public async Task Units_of_another_measure_and_prices_of_another_currency_are_months_of_their_own()
    {
        await using var desk = await TestDesk.Open();
        await Allocate(desk, "cn-ets/CEA/2024", 10_000);
        var yuan = Assert.Single(await Rows(desk)) with { Currency = "CNY", ValueAtRisk = 830_000m };
        var certificates = yuan with { Unit = new(new("gec", "GEC", Vintage.Of(2024)), Origin.Free), AtRisk = 300, ValueAtRisk = 1_260m };
        var later = yuan with { Last = yuan.Last with { Day = new(2026, 7, 31) }, AtRisk = 7, ValueAtRisk = 5m };
        var months = desk.Workplace.Queries.LotBook.Stranding([certificates, later, yuan with { Currency = "EUR", AtRisk = 40, ValueAtRisk = 3_000m }, yuan, yuan, yuan with
        {
            Currency = "", AtRisk = 9, ValueAtRisk = null,
        }]);
        Assert.Equal(
            [(6, "t", 9L, "", null, 1), (6, "t", 20_000L, "CNY", 1_660_000m, 2), (6, "t", 40L, "EUR", 3_000m, 1), (6, "MWh", 300L, "CNY", 1_260m, 1), (7, "t", 7L, "CNY", (decimal?)5m, 1)],
            months.Select(m => (m.Month.Month, m.Measure, m.AtRisk, m.Currency, m.Value, m.Lots)));
    }

    /// <summary>Pain 2: 0-10 split into 0-5 and 6-10 is 6 and 5 units; the number finds the lot that has or had it.</summary>
    [Fact]
    public async Task A_serial_number_finds_its_lot_while_it_is_held_and_after_it_is_gone()
    {
        await using var desk = await TestDesk.Open();
        await Allocate(desk, "cn-ets/CEA/2025", 11, ",\"serials\":[{\"block\":\"B\",\"first\":1,\"last\":11}]");
        await Allocate(desk, "cn-ets/CEA/2025", 5, ",\"serials\":[{\"block\":\"C\",\"first\":1,\"last\":5}]");
        await desk.Done("trader", "accounts", Chp, "reserve-units", """{"effective":"2026-06-05","reservation":"R","product":"cn-ets/CEA/2025","quantity":6,"purpose":"sale"}""");
        Assert.Equal([("B", 1L, 11L)], (await Rows(desk, "b 6"))[0].Serials.Select(s => (s.Block, s.First, s.Last)));
        await desk.Done("trader", "accounts", Chp, "deliver-units", """{"effective":"2026-06-05","reservation":"R","toAccount":"X","reference":"Y"}""", "dlv");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("trader", "dlv"), "approve-proposal", "{}");
        await desk.Done("finance", "accounts", Chp, "confirm-delivery", """{"effective":"2026-06-05","reservation":"R","evidence":"E"}""");
        var gone = Assert.Single(await Rows(desk, "B:6"));
        Assert.Equal((5L, 6L, "B", 7L, 11L), (gone.Held, gone.Gone, gone.Serials[0].Block, gone.Serials[0].First, gone.Serials[0].Last));
        Assert.Equal(2, (await Rows(desk, "3")).Count);
        Assert.Empty(await Rows(desk, "B 12"));
    }

    [Theory]
    [InlineData("B 12", "B", 12)]
    [InlineData("B:12", "B", 12)]
    [InlineData("12", null, 12)]
    [InlineData("B", null, null)]
    [InlineData("B -1", null, null)]
    [InlineData("", null, null)]
    public void A_serial_is_read_as_people_write_it(string text, string? block, int? number) => Assert.Equal((block, (long?)number), (SerialAsked.Read(text)?.Block, SerialAsked.Read(text)?.Number));

    [Fact]
    public async Task Every_lot_of_the_sample_comes_from_as_much_as_it_went_to()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var rows = await Rows(desk);
        Assert.True(rows.Count > 30, $"only {rows.Count} lots");
        foreach (var row in rows)
        {
            var lineage = await LineageOf(desk, row.Account, row.Lot);
            var id = $"{row.Account}/{row.Lot}";
            Assert.Equal(row.Held + row.Gone, lineage.Edges.Where(e => e.From == id).Sum(e => e.Tonnes));
            Assert.Equal(lineage.Received, lineage.Edges.Where(e => e.To == id).Sum(e => e.Tonnes));
            Assert.All(lineage.Nodes.Where(n => n.Id != id), n => Assert.Contains(lineage.Edges, e => e.From == n.Id || e.To == n.Id));
        }
    }

    [Fact]
    public async Task Lineage_goes_on_through_a_carry_over_and_an_internal_transfer()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await Allocate(desk, "cn-ets/CEA/2024", 1_000);
        await Agreed(desk, "compliance", "accounts", Chp, "convert-units", """{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":1000,"into":"cn-ets/CEA/2025","document":"CO"}""");
        await Agreed(desk, "trader", "contracts", "K-1", "agree-contract", """
            {"kind":"internal-transfer","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":600,"price":{"amount":0,"currency":"CNY"},
             "counterparty":"QM ALU","document":"D","startsOn":"2026-06-05","otherAccount":"QM-ALU-01"}
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"E"}""");
        var end = await LineageOf(desk, "QM-ALU-01", "L-0001");
        Assert.Equal(["allocation", "lot", "lot", "lot", "free"], end.Nodes.Select(n => n.Kind));
        Assert.Equal([-3, -2, -1, 0, 1], end.Nodes.Select(n => n.Column));
        var start = await LineageOf(desk, Chp, "L-0001");
        Assert.Contains(start.Nodes, n => n.Id == "QM-ALU-01/L-0001" && n.Column == 2);
        Assert.Null(await desk.Workplace.Queries.Lineage(Chp, "L-0099", desk.Workplace.Queries.Resolve(null, null).AsOf!, Ct));
    }

    private static Task<IReadOnlyList<BlockedUnits>> Blocked(TestDesk desk, string? asOf = null) =>
        desk.Workplace.Queries.LotBook.Blocked.All(desk.Workplace.Queries.Resolve(asOf, null).AsOf!, Chp, "L-0001", Ct);

    [Fact]
    public async Task What_is_blocked_of_a_lot_names_its_numbers_its_day_and_why()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation",
            """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":100,"document":"AL","serials":[{"block":"S","first":1,"last":100}]}""");
        await desk.Done("trader", "accounts", Chp, "reserve-units",
            """{"effective":"2026-06-02","reservation":"R-1","product":"cn-ets/CEA/2025","quantity":10,"purpose":"spare","lot":"L-0001","serials":[{"block":"S","first":41,"last":50}]}""");
        await desk.Agreed("trader", "accounts", Chp, "encumber-units", """
            {"effective":"2026-06-03","encumbrance":"P-1","kind":"pledge","product":"cn-ets/CEA/2025","quantity":20,"counterparty":"Bank A","document":"K 7","until":"2026-12-01",
             "lot":"L-0001","serials":[{"block":"S","first":51,"last":70}]}
            """);
        await desk.Done("compliance", "accounts", Chp, "freeze-units",
            """{"effective":"2026-06-04","hold":"F-1","product":"cn-ets/CEA/2025","quantity":5,"authority":"court","document":"ruling","serials":[{"block":"S","first":1,"last":5}]}""");
        Assert.Equal(
            [
                (Bucket.Reserved, "R-1", 10L, 41L, 50L, "2026-06-02", "spare", "release-units"), (Bucket.Pledged, "P-1", 20, 51, 70, "2026-06-03", "Bank A", "release-encumbrance"),
                (Bucket.Frozen, "F-1", 5, 1, 5, "2026-06-04", "court", "unfreeze-units"),
            ],
            (await Blocked(desk)).Select(b => (b.Bucket, b.Claim, b.Quantity, b.Serials.Single().First, b.Serials.Single().Last, b.Since.ToString("yyyy-MM-dd", null), b.Why!, b.Release!)));
        Assert.Equal(["R-1"], (await Blocked(desk, "2026-06-02")).Select(b => b.Claim)); // as of that day

        await desk.Agreed("trader", "accounts", Chp, "deliver-units", """{"effective":"2026-06-05","reservation":"R-1","toAccount":"OTHER","reference":"RG"}""");
        var moving = Assert.Single(await Blocked(desk), b => b.Claim == "R-1");
        Assert.Equal((Bucket.InTransit, new DateOnly(2026, 6, 5), "OTHER", null), (moving.Bucket, moving.Since, moving.Why, moving.Release));
        await desk.Done("finance", "accounts", Chp, "confirm-delivery", """{"effective":"2026-06-05","reservation":"R-1","evidence":"ST","quantity":4}""");
        Assert.Equal((6L, 45L, 50L), (await Blocked(desk)).Where(b => b.Claim == "R-1").Select(b => (b.Quantity, b.Serials.Single().First, b.Serials.Single().Last)).Single());
        await desk.Agreed("trader", "accounts", Chp, "release-encumbrance", """{"effective":"2026-06-05","encumbrance":"P-1","document":"repaid"}""");
        Assert.Equal([new("S", 6, 40), new SerialRange("S", 51, 100)], (await Rows(desk)).Single().FreeSerials); // back, and one range with its neighbours
    }

    /// <summary>Of every lot of the sample, as of several days, the blocked parts are the buckets of its position, and each opens its event.</summary>
    [Theory]
    [InlineData("2026-05-29")]
    [InlineData("2026-03-31")]
    [InlineData(null)]
    public async Task Blocked_parts_add_up_to_the_buckets_of_their_lots(string? day)
    {
        await using var desk = await TestDesk.Open(sample: true);
        var asOf = desk.Workplace.Queries.Resolve(day, null).AsOf!;
        var parts = await desk.Workplace.Queries.LotBook.Blocked.All(asOf, ct: Ct);
        var lines = PositionQuery.Lots(desk.Workplace.Read.Movements.Now, asOf.Date, asOf.Known, null);
        Bucket[] blocked = [.. Buckets.Held.Where(b => b != Bucket.Free)];
        Assert.Equal(
            lines.SelectMany(l => blocked.Where(b => l.In(b) != 0).Select(b => (l.Account, l.Lot, b, l.In(b)))).Order(),
            parts.GroupBy(p => (p.Account, p.Lot, p.Bucket)).Select(g => (g.Key.Account, g.Key.Lot, g.Key.Bucket, g.Sum(p => p.Quantity))).Order());
        Assert.NotEmpty(parts);
        foreach (var part in parts)
        {
            var stored = (await desk.Workplace.Store.Events.Read(part.Stream, part.Version - 1, Ct))[0];
            Assert.Contains(part.Claim, System.Text.Encoding.UTF8.GetString(stored.Body), StringComparison.Ordinal);
            Assert.True(part.Serials.Count == 0 || part.Serials.Sum(s => s.Count) == part.Quantity);
        }
    }

    private static async Task Agreed(TestDesk desk, string maker, string plural, string key, string command, string json)
    {
        var id = $"{key}-{command}".ToLowerInvariant();
        await desk.Done(maker, plural, key, command, json, id);
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey(maker, id), "approve-proposal", "{}");
    }

    /// <summary>On an earlier day a lot has the serial numbers it had then, and its picture ends with what had happened.</summary>
    [Theory]
    [InlineData("2025-05-20")]
    [InlineData("2025-11-30")]
    [InlineData("2026-04-30")]
    public async Task Serial_numbers_and_lineage_are_those_of_the_day_asked(string day)
    {
        await using var desk = await TestDesk.Open(sample: true);
        var asOf = desk.Workplace.Queries.Resolve(day, null).AsOf!;
        var rows = await desk.Workplace.Queries.LotBook.All(asOf, null, Ct);
        Assert.NotEmpty(rows);
        Assert.All(rows.Where(r => r.Serials.Count > 0), r => Assert.Equal(r.Held, Serials.Count(r.Serials)));
        var numbered = (await Rows(desk)).Where(r => r.Serials.Count > 0).Select(r => (r.Account, r.Lot)).ToHashSet();
        Assert.All(rows.Where(r => r.Held > 0 && numbered.Contains((r.Account, r.Lot))), r => Assert.NotEmpty(r.Serials));
        foreach (var row in rows.Where(r => r.Held > 0).Take(12))
        {
            var picture = (await desk.Workplace.Queries.Lineage(row.Account, row.Lot, asOf, Ct))!;
            Assert.All(picture.Edges, e => Assert.True(e.Day is null || e.Day <= asOf.Date, $"{row.Lot} {e.Day}"));
            Assert.Equal(row.Held, picture.Edges.Where(e => e.From == $"{row.Account}/{row.Lot}" && e.Day is null).Sum(e => e.Tonnes));
        }
    }

    /// <summary>Nobody has verified 2024 yet, and it is reported: it takes the lots that end with it all the same.</summary>
    [Fact]
    public async Task What_an_obligation_needs_by_its_forecast_is_not_at_risk()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var asOf = desk.Workplace.Queries.Resolve("2025-05-31", null).AsOf!;
        Assert.Null(desk.Workplace.Read.Obligations.Find("QM-CHP-01-2024")!.On(asOf.Date).Remaining);
        var rows = (await desk.Workplace.Queries.LotBook.All(asOf, null, Ct)).Where(r => r.Account == Chp && r.Held > 0).ToList();
        var needed = desk.Workplace.Queries.Forecasts.All(asOf).Single(f => f.Key == "QM-CHP-01-2024").Emissions.P50!.Value;
        Assert.True(rows.Sum(r => r.Held) < needed);
        Assert.All(rows, r => Assert.Equal(0L, r.AtRisk));
    }
}
