using CarbonTrading.Application.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class PriceBookTests
{
    private const string First = "date,close,listed_volume\n2026-06-03,79,\n2026-06-04,80,1000\n2026-06-05,81,0\n";
    private const string Second = "date,close,listed_volume\n2026-06-04,80.5,1000\n2026-06-05,,7\n2026-06-08,82,1\n";

    private static readonly Product cea25 = new("cn-ets", "CEA", Vintage.Of(2025));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<PriceDesk> Filled()
    {
        var desk = await PriceDesk.Open(Ct);
        await desk.Import(First, ct: Ct);
        await desk.Import(Second, ct: Ct);
        await desk.Tail.CatchUp(Ct);
        return desk;
    }

    [Fact]
    public async Task Days_after_the_date_asked_for_are_not_visible()
    {
        await using var desk = await Filled();
        Assert.Equal([3, 4, 5], desk.Book.Observations("cea-composite", new(2026, 6, 5)).Select(o => o.Date.Day));
        Assert.Equal([3, 4, 5, 8], desk.Book.Observations("cea-composite", new(2026, 6, 8)).Select(o => o.Date.Day));
    }

    [Fact]
    public async Task At_an_earlier_position_the_earlier_figures_stand()
    {
        await using var desk = await Filled();
        var now = desk.Book.Observations("cea-composite", new(2026, 6, 30))[1];
        var then = desk.Book.Observations("cea-composite", new(2026, 6, 30), known: 1)[1];
        Assert.Equal((80.5m, 2, 2L), (now["close"]!.Value, now.Fields["close"].Revision, now.Fields["close"].Import.Position));
        Assert.Equal((80m, 1, 1L), (then["close"]!.Value, then.Fields["close"].Revision, then.Fields["close"].Import.Position));
        Assert.Equal((2, 1), (now.Revision, then.Revision));
        Assert.Empty(desk.Book.Observations("cea-composite", new(2026, 6, 30), known: 0));
    }

    [Fact]
    public async Task A_value_names_the_import_and_file_it_came_from()
    {
        await using var desk = await Filled();
        var import = desk.Book.Observations("cea-composite", new(2026, 6, 5))[0].Fields["close"].Import;
        Assert.Equal(("cea-composite.csv", "trader", 1L), (import.Event.FileName, import.Actor, import.Position));
        Assert.Equal(desk.Book.Imports("cea-composite")[0], import);
        Assert.Single(desk.Book.Imports("cea-composite", known: 1));
    }

    [Fact]
    public async Task Missing_is_never_nought_and_a_published_nought_is()
    {
        await using var desk = await Filled();
        var days = desk.Book.Observations("cea-composite", new(2026, 6, 5), known: 1);
        Assert.Null(days[0]["listed_volume"]);
        Assert.Equal(0m, days[2]["listed_volume"]);
        Assert.Null(desk.Book.ValueAt("ccer", "vwap", TestMarket.BusinessDate));
        Assert.Null(desk.Book.ValueAt("nobody", "close", TestMarket.BusinessDate));
        Assert.Null(desk.Book.ValueOf(new("eu-ets", "EUA", Vintage.None), TestMarket.BusinessDate));
    }

    [Fact]
    public async Task The_last_close_before_a_day_is_that_of_an_earlier_day()
    {
        await using var desk = await Filled();
        Assert.Equal((new DateOnly(2026, 6, 4), 80.5m), Of(desk.Book.LastBefore("cea-composite", new(2026, 6, 5))!));
        Assert.Equal((new DateOnly(2026, 6, 5), 81m), Of(desk.Book.LastBefore("cea-composite", new(2026, 6, 6))!));
        Assert.Null(desk.Book.LastBefore("cea-composite", new(2026, 6, 3)));

        static (DateOnly, decimal) Of(PriceReading r) => (r.Date, r.Point.Value);
    }

    [Fact]
    public async Task Age_counts_trading_days_and_tells_when_a_price_is_stale()
    {
        await using var desk = await Filled();
        PriceReading At(string day) => desk.Book.ValueAt("cea-composite", "close", TestMarket.Day(day), known: 1)!;
        Assert.Equal((0, false), (At("2026-06-05").AgeTradingDays!.Value, At("2026-06-05").IsStale!.Value));
        Assert.Equal(0, At("2026-06-07").AgeTradingDays);
        Assert.Equal((3, false), (At("2026-06-10").AgeTradingDays!.Value, At("2026-06-10").IsStale!.Value));
        Assert.Equal((4, true), (At("2026-06-11").AgeTradingDays!.Value, At("2026-06-11").IsStale!.Value));
        Assert.Null(At("2031-01-06").AgeTradingDays);
        Assert.Null(At("2031-01-06").IsStale);
    }

    [Fact]
    public async Task A_decider_is_given_the_previous_close_with_its_position_and_nothing_where_there_is_no_price()
    {
        await using var desk = await Filled();
        Assert.Equal(new Quote(new(80.5m, "CNY"), new(2026, 6, 4), "cea-composite", 2), desk.Book.PreviousClose(cea25, new(2026, 6, 5)));
        Assert.Null(desk.Book.PreviousClose(new("eu-ets", "EUA", Vintage.None), new(2026, 6, 5)));
        Assert.Null(desk.Book.PreviousClose(new("ccer", "CCER", Vintage.None), new(2026, 6, 5)));
    }

    [Fact]
    public async Task Another_node_reads_the_same_book_from_the_log()
    {
        await using var desk = await Filled();
        await using var other = await desk.OpenAgain(Ct);
        await other.Tail.CatchUp(Ct);
        Assert.Equal(2, other.Tail.Position);
        Assert.Equal(
            desk.Book.Observations("cea-composite", new(2026, 6, 30)).Select(o => (o.Date, o["close"], o["listed_volume"], o.Revision)),
            other.Book.Observations("cea-composite", new(2026, 6, 30)).Select(o => (o.Date, o["close"], o["listed_volume"], o.Revision)));
    }

    [Fact]
    public async Task An_event_whose_rows_are_not_there_stops_the_book()
    {
        await using var desk = await PriceDesk.Open(Ct);
        var outcome = await desk.Record("CEA-COMPOSITE", new("price-import-lost", "cea.csv", new('a', 64), "normalised", "Exchange", 1,
            PriceRows.Hash([new("cea-composite", new(2026, 6, 5), "close", 80m)]), 0, new(2026, 6, 5), new(2026, 6, 5), []), Ct);
        Assert.Null(outcome.Error);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => desk.Tail.CatchUp(Ct));
        Assert.Contains("price-import-lost", fault.Message);
        Assert.Equal(0, desk.Tail.Position);
    }
}
