using CarbonTrading.Engine.Sql;
using CarbonTrading.Engine.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>Backup out of, and restore into, each database.</summary>
public abstract class BackupSuite(Database database) : IAsyncLifetime
{
    private static readonly PriceRow[] rows = [new("s", new(2026, 6, 5), "close", 82.5m)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(database.Folder, "backup.db");

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_backup_out_of_this_database_restores_into_a_file_with_the_same_head()
    {
        var store = await Filled(database);
        await store.Events.Backup(File, Ct);
        await using var target = await Store.Open(Path.Combine(database.Folder, "target"), Ct);
        await Store.Restore(File, target, Ct);
        await SameIn(store, target);
        Assert.Equal(["backup.db"], Directory.GetFiles(database.Folder, "backup*").Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task A_backup_out_of_a_file_restores_into_this_database_with_the_same_head()
    {
        await using var source = new SqliteDatabase();
        var store = await Filled(source);
        await store.Events.Backup(File, Ct);
        var target = await database.Open();
        await Store.Restore(File, target, Ct);
        await SameIn(store, target);
        Assert.Equal(5, (await target.Events.TryAppend(To("test/A", 2, "c9"), Ct)).Position);
        Assert.Empty((await target.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task A_backup_is_consistent_while_others_write()
    {
        var store = await Filled(database);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await store.Events.TryAppend(To("test/W", i, $"w{i}"), Ct);
        }, Ct);
        await store.Events.Backup(File, Ct);
        await stop.CancelAsync();
        await writing;
        await using var target = await Store.Open(Path.Combine(database.Folder, "target"), Ct);
        await Store.Restore(File, target, Ct);
        var head = await target.Events.Head(Ct);
        Assert.Empty((await store.Events.Verify(head, Ct)).Against(head).Faults);
    }

    [Fact]
    public async Task A_store_that_is_not_empty_is_not_restored_into()
    {
        var store = await Filled(database);
        await store.Events.Backup(File, Ct);
        var before = await store.Events.Head(Ct);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Restore(File, store, Ct));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.Events.Head(Ct));
    }

    [Fact]
    public async Task A_backup_that_was_changed_is_refused()
    {
        await using var source = new SqliteDatabase();
        await (await Filled(source)).Events.Backup(File, Ct);
        await using (var backup = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            backup.Open();
            using var change = backup.CreateCommand();
            change.CommandText = "UPDATE events SET actor = 'nobody' WHERE position = 2";
            Assert.Equal(1, change.ExecuteNonQuery());
        }

        var target = await database.Open();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Restore(File, target, Ct));
        Assert.Contains("position 2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await target.Events.Head(Ct)).Position);
    }

    private static async Task<Store> Filled(Database database)
    {
        var store = await database.Open();
        await store.Events.TryAppend(To("test/A", 0, "c1", events: 2), Ct);
        await store.Events.TryAppend(To("test/B", 0, "c2"), Ct);
        await store.Prices.Write("I-1", rows, Ct);
        await store.Events.TryAppend(SideTablesSuite.Import("I-1", rows), Ct);
        await store.Values.Put("users", "trader", [1, 2, 3], Ct);
        await store.Values.Put("users", "empty", [], Ct);
        return store;
    }

    private static async Task SameIn(Store store, Store target)
    {
        Assert.Equal(await store.Events.Head(Ct), await target.Events.Head(Ct));
        Assert.Equal(4, (await target.Events.Head(Ct)).Position);
        Assert.Empty((await target.Events.Verify(Ct)).Faults);
        Assert.Equal("[empty=, trader=010203]",
            $"[{string.Join(", ", (await target.Values.List("users", Ct)).Select(v => $"{v.Key}={Convert.ToHexString(v.Value)}"))}]");
        Assert.Equal(rows, await target.Prices.Read("I-1", Ct));
        Assert.Equal(await store.Events.FindCommand("c1", Ct), await target.Events.FindCommand("c1", Ct));
    }
}

public sealed class BackupOnSqliteTests() : BackupSuite(new SqliteDatabase());

public sealed class BackupOnPostgresTests() : BackupSuite(new PostgresDatabase());
