using System.Text;
using CarbonTrading.Engine.Tests.Support;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>Settings and price rows; runs on each database.</summary>
public abstract class SideTablesSuite(Database database) : IAsyncLifetime
{
    private static readonly PriceRow[] rows =
    [
        new("cn-ets/CEA/2025", new(2026, 6, 5), "close", 82.50m),
        new("cn-ets/CEA/2025", new(2026, 6, 4), "volume", 120_000m),
        new("cn-ets/CEA/2025", new(2026, 6, 4), "close", 81.0000m),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_value_is_there_until_it_is_replaced_or_deleted()
    {
        var values = (await database.Open()).Values;
        await values.Put("users", "b", [1, 2], Ct);
        await values.Put("users", "a", [], Ct);
        await values.Put("users", "B", [9], Ct);
        await values.Put("tokens", "b", [7], Ct);
        await values.Put("users", "b", [3], Ct);
        Assert.Equal([3], await values.Get("users", "b", Ct));
        Assert.Null(await values.Get("users", "c", Ct));
        Assert.Equal(["B", "a", "b"], (await values.List("users", Ct)).Select(v => v.Key));
        await values.Delete("users", "b", Ct);
        await values.Delete("users", "never there", Ct);
        Assert.Null(await values.Get("users", "b", Ct));
        Assert.Equal([7], await values.Get("tokens", "b", Ct));
    }

    [Fact]
    public async Task Compare_and_set_succeeds_only_on_the_value_expected()
    {
        var values = (await database.Open()).Values;
        Assert.False(await values.PutIf("cursors", "settle", [1], [2], Ct));
        Assert.True(await values.PutIf("cursors", "settle", null, [1], Ct));
        Assert.False(await values.PutIf("cursors", "settle", null, [5], Ct));
        Assert.False(await values.PutIf("cursors", "settle", [9], [5], Ct));
        Assert.True(await values.PutIf("cursors", "settle", [1], [2], Ct));
        Assert.Equal([2], await values.Get("cursors", "settle", Ct));
    }

    [Fact]
    public async Task Of_many_who_compare_and_set_at_once_on_two_nodes_one_wins()
    {
        var nodes = new[] { (await database.Open()).Values, (await database.Open()).Values };
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nodes[i % 2].PutIf("jobs", "end-of-day", null, [(byte)i], Ct)));
        Assert.Single(won, w => w);
    }

    [Fact]
    public async Task Price_rows_are_invisible_until_the_event_of_their_import_is_in_the_log()
    {
        var store = await database.Open();
        await store.Prices.Write("IMPORT-1", rows[..1], Ct);
        Assert.Empty(await store.Prices.Read("IMPORT-1", Ct));
        await store.Prices.Write("IMPORT-1", rows, Ct); // the first attempt broke off
        await store.Events.TryAppend(Import("IMPORT-1", rows), Ct);
        var read = await store.Prices.Read("IMPORT-1", Ct);
        Assert.Equal([rows[2], rows[1], rows[0]], read);
        Assert.Equal(PriceRows.Hash(rows), PriceRows.Hash(read));
        Assert.Empty((await store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task Price_rows_whose_event_is_in_the_log_stand()
    {
        var store = await database.Open();
        await store.Prices.Write("IMPORT-1", rows, Ct);
        await store.Events.TryAppend(Import("IMPORT-1", rows), Ct);
        await store.Prices.Write("IMPORT-1", rows[..1], Ct);
        Assert.Equal(3, (await store.Prices.Read("IMPORT-1", Ct)).Count);
    }

    [Fact]
    public async Task Price_rows_that_differ_from_their_event_are_found()
    {
        var store = await database.Open();
        await store.Prices.Write("IMPORT-1", [rows[0] with { Value = 82.51m }, rows[1], rows[2]], Ct);
        await store.Events.TryAppend(Import("IMPORT-1", rows), Ct);
        await store.Events.TryAppend(Import("IMPORT-2", rows), Ct);
        Assert.Equal(
            ["position 1: the price rows of import IMPORT-1 do not match their hash", "position 2: price import IMPORT-2 has 0 rows, 3 expected"],
            (await store.Events.Verify(Ct)).Faults);
    }

    internal static Append Import(string id, IReadOnlyList<PriceRow> rows) => To($"price-import/{id}", 0, id) with
    {
        Events = [new EventBody(PriceRows.RecordedEvent, Encoding.UTF8.GetBytes(
            $$"""{"$type":"price-import.recorded.v1","importId":"{{id}}","rows":{{rows.Count}},"rowsHash":"{{PriceRows.Hash(rows)}}"}"""))],
    };
}

public sealed class SideTablesOnSqliteTests() : SideTablesSuite(new SqliteDatabase());

public sealed class SideTablesOnPostgresTests() : SideTablesSuite(new PostgresDatabase());
