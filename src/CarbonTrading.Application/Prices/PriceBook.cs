using System.Collections.Immutable;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>One import as the log has it.</summary>
public sealed record RecordedImport(string Series, PriceImportRecorded Event, long Position, DateTimeOffset Recorded, string Actor);

/// <summary>One value of one field with where it comes from.</summary>
/// <param name="Value">In the unit of the series.</param>
/// <param name="Revision">1 = first value, 2 = first correction ...</param>
/// <param name="Import">The import that brought it.</param>
public sealed record PricePoint(decimal Value, int Revision, RecordedImport Import);

/// <summary>What is known of one day of one series. A field that is not there has no value: missing is never 0.</summary>
public sealed record Observation(DateOnly Date, IReadOnlyDictionary<string, PricePoint> Fields)
{
    /// <summary>The value of a field, or null.</summary>
    public decimal? this[string field] => Fields.TryGetValue(field, out var point) ? point.Value : null;

    /// <summary>The highest revision among the fields.</summary>
    public int Revision => Fields.Values.Max(p => p.Revision);
}

/// <summary>A price read for a day.</summary>
/// <param name="Date">Day of the price; at most the day asked for.</param>
/// <param name="Point">The value.</param>
/// <param name="AgeTradingDays">Open days of the series' calendar from the price to the day asked for; null where the calendar does not
/// reach.</param>
/// <param name="IsStale">Older than the series allows; null where the age is not known.</param>
public sealed record PriceReading(PriceSeries Series, DateOnly Date, PricePoint Point, int? AgeTradingDays, bool? IsStale);

/// <summary>All prices, by series, day, field and revision: a fold of the imports in the log.</summary>
/// <remarks>
/// The events name the imports, the rows lie in the price table. <see cref="Apply"/> only notes an import; <see cref="Complete"/>,
/// which the tail awaits before its position moves, reads the rows. So a position that is waited for has its prices, and nobody blocks on
/// I/O.
/// Queries read immutable tables and may run at any time. <c>known</c> is a log position; null = all.
/// </remarks>
public sealed class PriceBook(IPriceTable table, PriceCatalogue catalogue, RuleBook rules) : IFold
{
    private readonly Queue<RecordedImport> pending = [];
    private ImmutableDictionary<string, SeriesPrices> prices = ImmutableDictionary.Create<string, SeriesPrices>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (happened.Name != PriceRows.RecordedEvent) return;
        var e = (PriceImportRecorded)happened.As<PriceImportEvent>();
        var key = happened.Stream[(happened.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
        pending.Enqueue(new(PriceImport.SeriesOf(key), e, happened.Position, happened.Recorded, happened.Actor));
    }

    /// <summary>Loads the rows of the imports noted since the last call.</summary>
    /// <exception cref="InvalidDataException">The rows are not those of the event: the store was damaged; <c>audit verify</c> names the
    /// import.</exception>
    public async Task Complete(CancellationToken ct)
    {
        while (pending.TryPeek(out var import))
        {
            var rows = await table.Read(import.Event.ImportId, ct);
            if (rows.Count != import.Event.Rows || PriceRows.Hash(rows) != import.Event.RowsHash)
                throw new InvalidDataException(
                    $"the price rows of import {import.Event.ImportId} (position {import.Position}) are not those of its event");
            var before = prices.GetValueOrDefault(import.Series, SeriesPrices.Empty);
            prices = prices.SetItem(import.Series, before.With(import, rows));
            pending.Dequeue();
        }
    }

    /// <summary>The series the catalogue declares.</summary>
    public IReadOnlyList<PriceSeries> Series => catalogue.Series;

    /// <summary>The products and their series.</summary>
    public PriceCatalogue Catalogue => catalogue;

    /// <summary>The set of prices known at a position: position and day of the last import of any series; null = none.</summary>
    public (long Position, DateTimeOffset Recorded)? SetAt(long known) => Series.SelectMany(s => Imports(s.Series, known)).OrderByDescending(i => i.Position)
        .Select(i => ((long, DateTimeOffset)?)(i.Position, i.Recorded)).FirstOrDefault();

    /// <summary>Imports of a series, oldest first.</summary>
    public IReadOnlyList<RecordedImport> Imports(string series, long? known = null) =>
        [.. Of(series).Imports.Where(i => i.Position <= (known ?? long.MaxValue))];

    /// <summary>Days of a series up to <paramref name="asOf"/>, in order.</summary>
    public IReadOnlyList<Observation> Observations(string series, DateOnly asOf, long? known = null) =>
        Of(series).Observations(asOf, known);

    /// <summary>The last valuation price before a day: what a daily limit is measured from. Null = no price.</summary>
    public PriceReading? LastBefore(string series, DateOnly day, long? known = null) =>
        catalogue.Find(series) is { } s ? Reading(s, s.Price, day.AddDays(-1), day, known) : null;

    /// <summary>The last value of a field on or before a day, with its age on that day. Null = no price.</summary>
    public PriceReading? ValueAt(string series, string field, DateOnly asOf, long? known = null) =>
        catalogue.Find(series) is { } s ? Reading(s, field, asOf, asOf, known) : null;

    /// <summary>The valuation price of a product on a day, by the series of its instrument. Null = no price, never 0.</summary>
    public PriceReading? ValueOf(Product product, DateOnly asOf, long? known = null) =>
        catalogue.For(product)?.Series is { } series && catalogue.Find(series) is { } s ? Reading(s, s.Price, asOf, asOf, known) : null;

    /// <summary>The previous close of a product before a trade date, as a decider is given it. Null = no price.</summary>
    public Quote? PreviousClose(Product product, DateOnly tradeDate, long? known = null)
    {
        if (catalogue.For(product) is not { Series: { } series } instrument || catalogue.Find(series) is not { PerTonne: true } declared) return null;
        if (Of(series).Last(declared.Price, tradeDate.AddDays(-1), known) is not { } last || !UnitPrice.IsPossible(last.Point.Value)) return null;
        return new(new(last.Point.Value, declared.Currency), last.Date, series, last.Point.Import.Position, instrument.Status == "proxy" ? true : null);
    }

    /// <summary>Every revision of every field of one day, oldest first.</summary>
    public IReadOnlyList<(string Field, PricePoint Point)> Revisions(string series, DateOnly date) => Of(series).Revisions(date);

    private SeriesPrices Of(string series) => prices.GetValueOrDefault(series, SeriesPrices.Empty);

    private PriceReading? Reading(PriceSeries series, string field, DateOnly last, DateOnly ageOn, long? known)
    {
        if (Of(series.Series).Last(field, last, known) is not { } found) return null;
        var calendar = rules.Calendar(series.Calendar);
        int? age = Enumerable.Range(found.Date.Year, ageOn.Year - found.Date.Year + 1).All(calendar.Years.ContainsKey)
            ? calendar.Between(found.Date, ageOn) : null;
        return new(series, found.Date, found.Point, age, age is { } days ? days > series.StaleAfterDays : null);
    }
}
