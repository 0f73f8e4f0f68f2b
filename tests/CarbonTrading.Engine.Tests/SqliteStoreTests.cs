using CarbonTrading.Engine.Sql;
using CarbonTrading.Engine.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static CarbonTrading.Engine.Tests.Support.Appends;

namespace CarbonTrading.Engine.Tests;

/// <summary>What only the SQLite file has: the disk under it, its rights.</summary>
public sealed class SqliteStoreTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_writers_own_connection_syncs_fully_in_WAL_mode()
    {
        var store = await database.Open();
        await store.Events.TryAppend(To("test/A", 0, "c1"), Ct);
        var writer = ((SqliteDialect)store.Dialect).Writer!;
        Assert.Equal(2L, await writer.Command("PRAGMA synchronous").Single(Ct)); // 2 = FULL
        Assert.Equal("wal", await writer.Command("PRAGMA journal_mode").Single(Ct));
    }

    [Fact]
    public async Task A_full_disk_is_no_answer_reads_go_on_and_so_does_the_writer_once_there_is_room()
    {
        var store = await database.Open();
        var isFull = true;
        ((SqliteDialect)store.Dialect).WriterOpened = writer =>
        {
            using var limit = writer.CreateCommand();
            limit.CommandText = isFull ? "PRAGMA max_page_count=1" : "PRAGMA max_page_count=1000000"; // 1: what it has, and no page more
            limit.ExecuteNonQuery();
        };
        var (version, full) = (0, (StoreUnavailableException?)null);
        while (full is null)
        {
            try { version = (int)(await store.Events.TryAppend(To("test/A", version, $"c{version}", events: 10), Ct)).Position!.Value; }
            catch (StoreUnavailableException thrown) { full = thrown; }
        }

        Assert.Equal(13, Assert.IsType<SqliteException>(full.InnerException).SqliteErrorCode); // SQLITE_FULL
        Assert.Equal(version, (await store.Events.Read("test/A", 0, Ct)).Count);
        isFull = false;
        Assert.Equal(version + 1, (await store.Events.TryAppend(To("test/A", version, "again"), Ct)).Position);
        Assert.Empty((await store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task Folder_and_file_are_closed_to_everybody_else()
    {
        if (OperatingSystem.IsWindows()) return;
        await database.Open();
        var folder = Path.Combine(database.Folder, "data");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, Store.FileName)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_store_not_to_be_had()
    {
        var file = Path.Combine(database.Folder, "a-file");
        await File.WriteAllTextAsync(file, "", Ct);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Open(Path.Combine(file, "data"), Ct));
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(database.Folder, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, Store.FileName), new string('x', 10_000), Ct);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Open(folder, Ct));
    }
}
