using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class PriceImporterTests
{
    private const string Two = "date,close,listed_volume\n2026-06-04,80,1000\n2026-06-05,81,\n";
    private const string Corrected = "date,close,listed_volume\n2026-06-04,80.5,1000\n2026-06-05,81,2000\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_rows_go_in_under_one_event_that_names_file_rows_and_hash()
    {
        await using var desk = await PriceDesk.Open(Ct);
        var report = await desk.Import(Two, "C:\\down\\cea-composite.csv", ct: Ct);
        var series = Assert.Single(report.Series);
        Assert.Equal((3, 0, 0, 1L), (series.Written, series.Changed, series.Unchanged, series.Position!.Value));

        var stored = Assert.Single(await desk.Store.Events.ReadAll(0, 10, Ct));
        Assert.Equal(("price-import/CEA-COMPOSITE", "price-import.recorded.v1"), (stored.Stream, stored.Name));
        var e = (PriceImportRecorded)Contract.Decode<PriceImportEvent>(stored.Body);
        Assert.Equal(("cea-composite.csv", "normalised", 3, new DateOnly(2026, 6, 4), new DateOnly(2026, 6, 5)),
            (e.FileName, e.Format, e.Rows, e.First, e.Last));
        Assert.Equal(PriceRows.Hash(await desk.Store.Prices.Read(e.ImportId, Ct)), e.RowsHash);
        Assert.Empty((await desk.Store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_says_so()
    {
        await using var desk = await PriceDesk.Open(Ct);
        await desk.Import(Two, ct: Ct);
        var again = await desk.Import(Two, ct: Ct);
        Assert.True(again.NothingNew);
        Assert.Equal((0, 3), (again.Series[0].Written, again.Series[0].Unchanged));
        Assert.Equal(1, (await desk.Store.Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task Another_file_with_the_same_figures_changes_nothing_either()
    {
        await using var desk = await PriceDesk.Open(Ct);
        await desk.Import(Two, ct: Ct);
        Assert.True((await desk.Import(Two.Replace("80,", "80.00,", StringComparison.Ordinal), ct: Ct)).NothingNew);
        Assert.Equal(1, (await desk.Store.Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task A_changed_value_is_a_new_revision_and_an_unchanged_one_is_left_out()
    {
        await using var desk = await PriceDesk.Open(Ct);
        await desk.Import(Two, ct: Ct);
        var series = (await desk.Import(Corrected, ct: Ct)).Series[0];
        Assert.Equal((2, 1, 2), (series.Written, series.Changed, series.Unchanged));
        await desk.Tail.CatchUp(Ct);

        var revisions = desk.Book.Revisions("cea-composite", new(2026, 6, 4));
        Assert.Equal([("close", 80m, 1, 1L), ("close", 80.5m, 2, 2L), ("listed_volume", 1000m, 1, 1L)],
            revisions.Select(r => (r.Field, r.Point.Value, r.Point.Revision, r.Point.Import.Position)));
    }

    [Fact]
    public async Task The_first_file_again_does_not_undo_the_correction()
    {
        await using var desk = await PriceDesk.Open(Ct);
        await desk.Import(Two, ct: Ct);
        await desk.Import(Corrected, ct: Ct);
        Assert.True((await desk.Import(Two, ct: Ct)).NothingNew);
        await desk.Tail.CatchUp(Ct);
        Assert.Equal(80.5m, desk.Book.ValueAt("cea-composite", "close", new(2026, 6, 4))!.Point.Value);
    }

    [Fact]
    public async Task A_trial_reports_everything_and_writes_nothing()
    {
        await using var desk = await PriceDesk.Open(Ct);
        var report = await desk.Import(Two + "2026-06-08,x,1\n", dryRun: true, ct: Ct);
        Assert.Equal((3, 1, true), (report.Series[0].Written, report.File.Findings.Count, report.DryRun));
        Assert.Equal(0, (await desk.Store.Events.Head(Ct)).Position);
    }

    [Fact]
    public async Task Each_series_of_a_file_has_its_event_and_findings_without_a_series_are_kept_with_the_first()
    {
        await using var desk = await PriceDesk.Open(Ct);
        const string pilots = """
            date,venue,product,open,high,low,avg_price,volume_t,amount_cny
            2021-01-04,北京绿色交易所,BEA,,,,83.0,8370.0,694710.0
            ,,CQEA-1,,,,,,
            2023-07-24,海峡股权交易中心,FJEA,,,,33.61,6126.5,205874.42
            2023-07-24,福建海峡交易中心,FJEA,,,,33.61,6126.0,205874.42
            """;
        var report = await desk.Import(pilots, "pilots.csv", ct: Ct);
        Assert.Equal([("bea", 3), ("fjea", 3)], report.Series.Select(s => (s.Series, s.Written)));
        await desk.Tail.CatchUp(Ct);
        Assert.Equal([(3, "price-import.date-missing")], desk.Book.Imports("bea")[0].Event.Findings.Select(f => (f.Line, f.Code)));
        Assert.Equal([(4, "price-import.not-whole")], desk.Book.Imports("fjea")[0].Event.Findings.Select(f => (f.Line, f.Code)));
    }

    [Fact]
    public async Task Of_many_findings_the_first_thousand_are_kept_with_the_total()
    {
        await using var desk = await PriceDesk.Open(Ct);
        await desk.Import(Two + string.Concat(Enumerable.Repeat("2026-06-08,x,1\n", 1_200)), ct: Ct);
        await desk.Tail.CatchUp(Ct);
        var e = desk.Book.Imports("cea-composite")[0].Event;
        Assert.Equal((1_000, 1_200), (e.Findings.Count, e.FindingsTotal));
    }

    [Fact]
    public async Task Rows_whose_event_was_refused_stay_invisible_and_the_file_can_be_imported_again()
    {
        await using var desk = await PriceDesk.Open(Ct);
        desk.RefuseWith = EngineErrors.Unavailable("price-import/CEA-COMPOSITE", "test");
        var refused = await desk.Import(Two, ct: Ct);
        Assert.Equal("engine.unavailable", refused.Series[0].Refusal!.Code);
        Assert.False(refused.NothingNew);
        await desk.Tail.CatchUp(Ct);
        Assert.Null(desk.Book.ValueAt("cea-composite", "close", TestMarket.BusinessDate));

        desk.RefuseWith = null;
        Assert.Equal(3, (await desk.Import(Two, ct: Ct)).Series[0].Written);
        Assert.Empty((await desk.Store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task Two_nodes_importing_the_same_file_at_once_record_it_once()
    {
        await using var one = await PriceDesk.Open(Ct);
        await using var other = await one.OpenAgain(Ct);
        var reports = await Task.WhenAll(one.Import(Two, ct: Ct), other.Import(Two, ct: Ct));
        Assert.All(reports, r => Assert.Null(r.Series[0].Refusal));
        Assert.Single(reports, r => !r.NothingNew);
        Assert.Equal(1, (await one.Store.Events.Head(Ct)).Position);
        Assert.Empty((await one.Store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task A_refused_file_changes_nothing()
    {
        await using var desk = await PriceDesk.Open(Ct);
        Assert.Equal("price-import.format-not-recognised", (await desk.Import("a,b\n1,2\n", "x.csv", ct: Ct)).Refusal!.Code);
        Assert.Equal(0, (await desk.Store.Events.Head(Ct)).Position);
    }

    [Fact]
    public void No_order_of_two_files_loses_a_row() => Prop.ForAll(
        Gen.Choose(0, 29).ListOf(20).Two().ToArbitrary(),
        files => Both(files.Item1, files.Item2).GetAwaiter().GetResult() && Both(files.Item2, files.Item1).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    /// <summary>Imports one file of June days, then another with other figures: every day of both is there, the later file's figure
    /// stands.</summary>
    private static async Task<bool> Both(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        await using var desk = await PriceDesk.Open(CancellationToken.None);
        await desk.Import(File(first, 80));
        await desk.Import(File(second, 81));
        await desk.Tail.CatchUp();
        var days = desk.Book.Observations("cea-composite", new(2026, 12, 31)).ToDictionary(o => o.Date.Day - 1, o => o["close"]);
        return days.Count == first.Union(second).Count() && days.All(d => d.Value == (second.Contains(d.Key) ? 81m : 80m));

        static string File(IReadOnlyList<int> days, int price) =>
            "date,close\n" + string.Concat(days.Distinct().Select(d => FormattableString.Invariant($"2026-06-{d + 1:00},{price}\n")));
    }
}
