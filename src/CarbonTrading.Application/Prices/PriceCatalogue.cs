using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>A name in both languages.</summary>
public sealed record SeriesName(string En, string Zh);

/// <summary>How often a series has a row; only of a daily one a day can be missing.</summary>
public enum PriceFrequency
{
    /// <summary>Every open day of its calendar.</summary>
    Daily,
    /// <summary>Only days with a trade.</summary>
    WhenTraded,
    /// <summary>Once a month.</summary>
    Monthly,
}

/// <summary>One price series as <c>market-data/prices/series.json</c> declares it.</summary>
/// <param name="Series">Id, also the key of its imports in lower case.</param>
/// <param name="File">Our own file of it, beside series.json.</param>
/// <param name="Name">Name.</param>
/// <param name="Market">Market code.</param>
/// <param name="Unit">Unit of the prices: CNY/t, USD/bbl, CNY/USD.</param>
/// <param name="Currency">Currency of the prices.</param>
/// <param name="Calendar">Calendar of its days.</param>
/// <param name="Price">Field used for valuation.</param>
/// <param name="Publisher">Publisher.</param>
/// <param name="Period">First and last day of our file.</param>
/// <param name="Terms">Terms of use.</param>
/// <param name="DailyLimit">Whether the venue limits the move of a day.</param>
/// <param name="StaleAfterDays">A price older than this many open days of the calendar is stale.</param>
/// <param name="Notes">Oddities.</param>
/// <param name="Frequency">How often it has a row.</param>
/// <param name="NegativeAllowed">Whether a price may be 0 or below (power, oil futures).</param>
public sealed record PriceSeries(
    string Series, string File, SeriesName Name, string Market, string Unit, string Currency, string Calendar, string Price,
    string Publisher, string Period, string Terms, bool DailyLimit, int StaleAfterDays, IReadOnlyList<string> Notes,
    PriceFrequency Frequency = PriceFrequency.Daily, bool NegativeAllowed = false)
{
    /// <summary>Whether the prices are prices of a tonne, with the range and decimals of <see cref="UnitPrice"/>.</summary>
    public bool PerTonne => Unit.EndsWith("/t", StringComparison.Ordinal);
}

/// <summary>Which series prices a product, as <c>market-data/prices/instruments.json</c> declares it.</summary>
/// <param name="Market">Market code.</param>
/// <param name="Product">Product code without vintage.</param>
/// <param name="Vintage">Year, or null for any year not listed.</param>
/// <param name="Series">Series, or null: there is none, a position has no price.</param>
/// <param name="Note">Why this series.</param>
/// <param name="Status">direct, proxy or none.</param>
public sealed record Instrument(string Market, string Product, int? Vintage, string? Series, string? Note, string Status = "direct");

/// <summary>The series the product knows and the products they price.</summary>
public sealed partial class PriceCatalogue
{
    private readonly Dictionary<string, PriceSeries> bySeries;

    private PriceCatalogue(IReadOnlyList<PriceSeries> series, IReadOnlyList<Instrument> instruments)
    {
        Series = series;
        Instruments = instruments;
        bySeries = series.ToDictionary(s => s.Series, StringComparer.Ordinal);
    }

    /// <summary>All series.</summary>
    public IReadOnlyList<PriceSeries> Series { get; }

    /// <summary>All instruments.</summary>
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The series with this id, or null.</summary>
    public PriceSeries? Find(string series) => bySeries.GetValueOrDefault(series);

    /// <summary>What prices a product: the entry of its vintage, else the entry for any vintage, else null.</summary>
    /// <remarks>A vintage of two years (CEA19-20) is found under either.</remarks>
    public Instrument? For(Product product)
    {
        var known = Instruments.Where(i => i.Market == product.Market && i.Product == product.Name).ToList();
        return known.FirstOrDefault(i => i.Vintage is { } year && product.Vintage != Vintage.None
                && year >= product.Vintage.First && year <= product.Vintage.Last)
            ?? known.FirstOrDefault(i => i.Vintage is null);
    }

    /// <summary>Reads series.json and instruments.json.</summary>
    /// <param name="folder"><c>market-data/prices</c>.</param>
    /// <exception cref="InvalidDataException">A fault in a file, named: the product does not start on it.</exception>
    public static PriceCatalogue Load(string folder)
    {
        var file = Path.Combine(folder, "series.json");
        var series = Read<List<PriceSeries>>(file);
        foreach (var s in series) Check(s, file);
        if (series.GroupBy(s => s.Series).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{file}: {twice.Key} is listed twice");

        var instrumentsFile = Path.Combine(folder, "instruments.json");
        var instruments = Read<List<Instrument>>(instrumentsFile);
        foreach (var i in instruments)
            if (i.Series is not null && series.All(s => s.Series != i.Series))
                throw new InvalidDataException(
                    $"{instrumentsFile}: {i.Market}/{i.Product} names the series {i.Series}, which series.json does not have");
        if (instruments.GroupBy(i => (i.Market, i.Product, i.Vintage)).FirstOrDefault(g => g.Count() > 1) is { } doubled)
            throw new InvalidDataException($"{instrumentsFile}: {doubled.Key} is listed twice");
        return new(series, instruments);
    }

    internal static T Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), Contract.Strict)
                ?? throw new InvalidDataException($"{file}: is null");
        }
        catch (JsonException fault) { throw new InvalidDataException($"{file}: {fault.Message}", fault); }
        catch (IOException fault) { throw new InvalidDataException($"{file}: {fault.Message}", fault); }
    }

    private static void Check(PriceSeries s, string file)
    {
        if (!SeriesForm().IsMatch(s.Series))
            throw new InvalidDataException($"{file}: {s.Series} is not a series id (a-z, 0-9, hyphen, at most 40)");
        if (!PriceFields.IsPrice(s.Price))
            throw new InvalidDataException($"{file}: {s.Series} is valued by {s.Price}, which is not a price field");
        if (!Currencies.IsKnown(s.Currency)) throw new InvalidDataException($"{file}: {s.Series} has the unknown currency {s.Currency}");
        if (s.StaleAfterDays < 1)
            throw new InvalidDataException($"{file}: {s.Series} is stale after {s.StaleAfterDays} days, at least 1 is possible");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z")]
    private static partial Regex SeriesForm();
}
