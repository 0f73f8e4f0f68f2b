using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>The sample group as a newcomer finds it.</summary>
public class SampleGroupTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stands_on_the_last_price_day_with_its_open_ends()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var trades = desk.Workplace.Read.Trades.All().Select(t => t.State.Status).ToList();
        Assert.Equal(new DateOnly(2026, 6, 5), desk.Workplace.Read.Log.BusinessDate);
        Assert.InRange(trades.Count, 60, 70);
        Assert.Contains(TradeStatus.PendingApproval, trades);
        Assert.Contains(TradeStatus.Failed, trades);
        Assert.Equal(32_000, desk.In("QM-CHP-01", "cn-ets/CEA/2024", Bucket.Free));
        var eua = desk.Workplace.Queries.Positions(desk.Workplace.Queries.Resolve(null, null).AsOf!).Where(r => r.Code == "EUA").ToList();
        Assert.NotEmpty(eua);
        Assert.All(eua, r => Assert.Null(r.Value));
    }

    [Fact]
    public async Task Everything_that_must_hold_holds()
    {
        await using var desk = await TestDesk.Open(sample: true);
        Assert.All(await Invariants.Check(desk.Workplace, Ct), r => Assert.Empty(r.Findings));
        Assert.Empty((await desk.Workplace.Store.Events.Verify(Ct)).Faults);
        Assert.Empty(await desk.Workplace.Processes.ParkedReactions(Ct));
    }

    [Fact]
    public async Task A_second_start_finds_it_again_and_adds_nothing()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var head = await desk.Workplace.Store.Events.Head(Ct);
        var second = await Workplace.OpenLocal(desk.Settings, desk.Clock);
        await second.Start(Ct);
        Assert.Equal(head, await second.Store.Events.Head(Ct));

        // The first one's states are made of the events as they were written, the second one's of their JSON.
        var (live, read) = (desk.Workplace.Read, second.Read);
        Same(live.Trades, read.Trades);
        Same(live.Orders, read.Orders);
        Same(live.Contracts, read.Contracts);
        Same(live.Limits, read.Limits);
        Same(live.Funds, read.Funds);
        Same(live.Holdings, read.Holdings);
        Same(live.Obligations, read.Obligations);
        Same(live.Projects, read.Projects);
        Same(live.Proposals, read.Proposals);
        await second.DisposeAsync();

        static void Same<TState, TCommand, TEvent>(EntityView<TState, TCommand, TEvent> live, EntityView<TState, TCommand, TEvent> read)
            where TState : notnull where TCommand : notnull where TEvent : class
        {
            Assert.NotEmpty(live.All());
            Assert.Equal(live.All().Select(e => (e.Key, Whole(e.State))), read.All().Select(e => (e.Key, Whole(e.State))));
            Assert.Equal(live.All().SelectMany(e => e.History.Select(h => Whole(h.Event))), read.All().SelectMany(e => e.History.Select(h => Whole(h.Event))));
        }

        static string Whole(object value) => System.Text.Json.JsonSerializer.Serialize(value, value.GetType(), Contract.Json);
    }

    [Fact]
    public async Task The_position_of_an_earlier_pair_of_dates_is_what_was_shown_then()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var asked = desk.Workplace.Queries.Resolve("2025-11-28", null).AsOf!;
        var then = PositionsBySlowWay(desk, asked.Date, asked.Known);
        var shown = desk.Workplace.Queries.Positions(asked).ToDictionary(r => (r.Account, r.Unit.ToString()), r => r.Free);
        Assert.Equal(then.Where(p => p.Value != 0).OrderBy(p => p.Key), shown.Where(p => p.Value != 0).OrderBy(p => p.Key));
    }

    [Fact]
    public async Task A_correction_shows_only_from_when_it_was_known()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var correction = (await desk.Workplace.Store.Events.Read("allowance-account/HB-AUTO-01", 0, Ct)).First(e => e.Name == "allowance-account.movement-reversed.v1");
        long Free(long known) => desk.Workplace.Queries.Positions(desk.Workplace.Queries.Resolve("2026-06-05", known.ToString(System.Globalization.CultureInfo.InvariantCulture)).AsOf!)
            .Single(r => r.Account == "HB-AUTO-01" && r.Unit.ToString() == "hubei/HBEA/none/free").Free;
        Assert.Equal(9_000, Free(desk.Workplace.Tail.Position) - Free(correction.Position - 1));
    }

    [Fact]
    public async Task Backup_and_restore_end_at_the_same_head()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var folder = Directory.CreateTempSubdirectory("carbon-restore-").FullName;
        var file = Path.Combine(folder, "backup.db");
        await desk.Workplace.Store.Events.Backup(file, Ct);
        await using (var target = await Store.Open(Path.Combine(folder, "new"), Ct))
        {
            await Store.Restore(file, target, Ct);
            Assert.Equal(await desk.Workplace.Store.Events.Head(Ct), await target.Events.Head(Ct));
            Assert.Empty((await target.Events.Verify(Ct)).Faults);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A second, plain way to the same figures: the accounts' own events, added up one by one.</summary>
    private static Dictionary<(string, string), long> PositionsBySlowWay(TestDesk desk, DateOnly day, long known)
    {
        var free = new Dictionary<(string, string), long>();
        foreach (var (key, moved) in Streams(desk, "allowance-account", e => Engine.Contract.Decode<AllowanceAccountEvent>(e.Body) as IMovement, known)
            .Concat(Streams(desk, "ccer-holding", e => Engine.Contract.Decode<Domain.Offsets.CcerHoldingEvent>(e.Body) as IMovement, known)))
        {
            foreach (var move in moved.Where(m => m.Effective <= day).SelectMany(m => m.Moves))
            {
                var cell = (key, move.Unit.ToString());
                var change = (move.To == Bucket.Free ? move.Quantity.Value : 0) - (move.From == Bucket.Free ? move.Quantity.Value : 0);
                free[cell] = free.GetValueOrDefault(cell) + change;
            }
        }

        return free;
    }

    private static IEnumerable<(string Key, List<IMovement> Moved)> Streams(TestDesk desk, string kind, Func<Engine.StoredEvent, IMovement?> read, long known) =>
        desk.Workplace.Read.Accounts.All().Select(account => (account.Key,
            desk.Workplace.Store.Events.Read($"{kind}/{account.Key}", 0, Ct).GetAwaiter().GetResult()
                .Where(e => e.Position <= known).Select(read).OfType<IMovement>().ToList()));
}
