namespace CarbonTrading.Engine.Sql;

/// <summary>The store: the log and the side tables, on one SQLite file or one PostgreSQL database.</summary>
public sealed class Store : IAsyncDisposable
{
    /// <summary>Name of the SQLite file in the data folder.</summary>
    public const string FileName = "carbon.db";

    private readonly EventStore events;

    private Store(Dialect dialect)
    {
        Dialect = dialect;
        events = new EventStore(dialect, dialect.Pulse);
        Values = new KeyValueStore(dialect);
        Prices = new PriceTable(dialect);
    }

    /// <summary>The log.</summary>
    public IEventStore Events => events;

    /// <summary>Small things beside the ledger.</summary>
    public IKeyValueStore Values { get; }

    /// <summary>Price rows.</summary>
    public IPriceTable Prices { get; }

    internal Dialect Dialect { get; }

    /// <summary>Opens, or creates, the SQLite file in a data folder. A new or empty folder is closed to everybody else.</summary>
    /// <exception cref="StoreUnavailableException">Not to be had, or written by a newer program.</exception>
    public static Task<Store> Open(string dataFolder, CancellationToken ct = default) =>
        Open(new SqliteDialect(Path.Combine(dataFolder, FileName), dataFolder), ct);

    /// <summary>Opens, or creates the tables in, a PostgreSQL database.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <exception cref="StoreUnavailableException">Not to be had, or written by a newer program.</exception>
    public static Task<Store> OpenPostgres(string connectionString, CancellationToken ct = default) =>
        Open(new PostgresDialect(connectionString), ct);

    /// <summary>Fills an empty store from a backup; it ends at the same head of the log.</summary>
    /// <exception cref="StoreUnavailableException">The target is not empty, or the backup is not sound.</exception>
    public static Task Restore(string file, Store target, CancellationToken ct = default) =>
        target.Dialect.Guard(async () =>
        {
            if (!File.Exists(file)) throw new StoreUnavailableException($"There is no backup {file}.");
            await using var source = new SqliteDialect(file);
            await Copy.Into(source, target.Dialect, ct);
            return true;
        });

    /// <summary>Takes no more commands, writes what is waiting, closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        await Dialect.DisposeAsync();
    }

    internal static Task<Store> OpenFile(string file, CancellationToken ct) => Open(new SqliteDialect(file), ct);

    private static async Task<Store> Open(Dialect dialect, CancellationToken ct)
    {
        try
        {
            return await dialect.Guard(async () =>
            {
                await dialect.Prepare(ct);
                await using var writer = await dialect.OpenSide(ct);
                await Schema.Ensure(dialect, writer, ct);
                return new Store(dialect);
            });
        }
        catch
        {
            await dialect.DisposeAsync();
            throw;
        }
    }
}
