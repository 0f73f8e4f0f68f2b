using System.Collections.Concurrent;
using CarbonTrading.Engine.Sql;
using Xunit;

namespace CarbonTrading.Engine.Tests.Support;

/// <summary>A database of its own for one test, opened as often as the test likes: every opening is another node.</summary>
public abstract class Database : IAsyncLifetime
{
    private readonly ConcurrentBag<Store> opened = [];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Another node on the same database.</summary>
    public async Task<Store> Open()
    {
        var store = await OpenOne();
        opened.Add(store);
        return store;
    }

    /// <summary>A folder for whatever the test writes.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("carbon-engine-").FullName;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in opened) await store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<Store> OpenOne();
}

public sealed class SqliteDatabase : Database
{
    protected override Task<Store> OpenOne() => Store.Open(Path.Combine(Folder, "data"), Ct);
}
