using CarbonTrading.Application.Prices;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>Prices on a real SQLite store: log, price table, book and importer, without people and permissions.</summary>
internal sealed class PriceDesk : IAsyncDisposable
{
    private readonly LocalEntityHost host;
    private readonly string folder;

    private PriceDesk(Store store, string folder)
    {
        (Store, this.folder) = (store, folder);
        host = new LocalEntityHost(store.Events, TestMarket.Rules);
        Book = new PriceBook(store.Prices, TestMarket.Catalogue, TestMarket.Rules);
        Tail = new LogTail(store.Events, [Book]);
        Importer = new PriceImporter(TestMarket.Reader, TestMarket.Catalogue, Book, store.Prices, Record, Tail.CatchUp);
    }

    public Store Store { get; }

    public PriceBook Book { get; }

    public LogTail Tail { get; }

    public PriceImporter Importer { get; }

    /// <summary>Where set, the answer to the next command instead of the store's.</summary>
    public DomainError? RefuseWith { get; set; }

    public static async Task<PriceDesk> Open(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("carbon-prices-").FullName;
        return new(await Store.Open(Path.Combine(folder, "data"), ct), folder);
    }

    /// <summary>Another node on the same store, with a book of its own that has read nothing yet.</summary>
    public async Task<PriceDesk> OpenAgain(CancellationToken ct) => new(await Store.Open(Path.Combine(folder, "data"), ct), "");

    public Task<PriceImportReport> Import(
        string csv, string fileName = "cea-composite.csv", bool dryRun = false, CancellationToken ct = default) =>
        Importer.Import(TestMarket.Utf8(csv), fileName, null, dryRun, ct);

    public Task<Outcome> Record(string key, RecordPriceImport command, CancellationToken ct) => RefuseWith is { } refusal
        ? Task.FromResult(Outcome.Refused(refusal))
        : host.Execute(PriceImportDecider.Instance, key, command,
            new Stamp(command.ImportId, "trader", DateTimeOffset.UnixEpoch, TestMarket.Rules.Version, TestMarket.BusinessDate), ct);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (folder.Length > 0) Directory.Delete(folder, recursive: true);
    }
}
