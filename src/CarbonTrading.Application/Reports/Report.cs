using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Risk;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>Refusals of the report.</summary>
public static class ReportErrors
{
    /// <summary>Others are being made.</summary>
    public static DomainError Busy() => new("report.busy", ErrorKind.Unavailable,
        "Other reports are being made; ask again in a few seconds.");
}

/// <summary>A price that positions of the report are valued by.</summary>
/// <param name="Reading">Price, day, age, import.</param>
/// <param name="Proxy">Whether it stands in for another product's.</param>
public sealed record PriceUsed(PriceReading Reading, bool Proxy);

/// <summary>Rule, calendar and factor files of one folder, as recorded in the log.</summary>
/// <param name="Folder">Below market-data.</param>
/// <param name="Files">How many.</param>
/// <param name="Hash">SHA-256 over their paths and hashes, hex, first 12.</param>
public sealed record RulePack(string Folder, int Files, string Hash);

/// <summary>Everything a printed report says, from the same queries as the screens.</summary>
/// <param name="AsOf">What the figures stand on.</param>
/// <param name="BusinessDate">The day the books were on then; null before they were opened.</param>
/// <param name="RecordedAt">When the last known position was recorded; null = nothing is.</param>
/// <param name="Head">End of the log when it was made: <c>audit verify --expect</c> takes it.</param>
/// <param name="RuleBook">Version of the rule book.</param>
/// <param name="PrintedBy">Login.</param>
/// <param name="PrintedAt">Instant.</param>
public sealed record Report(
    PrintLanguage Language, AsOf AsOf, DateOnly? BusinessDate, DateTimeOffset? RecordedAt, LogHead Head, string RuleBook,
        IReadOnlyList<RulePack> Packs,
    string PrintedBy, DateTimeOffset PrintedAt, string Group, string GroupZh, IReadOnlyList<PositionRow> Positions,
        IReadOnlyList<PriceUsed> Prices,
    ValuationResult Valuation, IReadOnlyList<ObligationRow> Obligations, IReadOnlyList<HoldingRow> Holdings,
        IReadOnlyList<ProjectRow> Projects)
{
    /// <summary>Asks everything.</summary>
    /// <param name="w">Workplace.</param>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="language">Language.</param>
    /// <param name="printedBy">Login.</param>
    /// <param name="paths">Paths of the valuation.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Report> Of(
        Workplace w, AsOf asOf, PrintLanguage language, string printedBy, CancellationToken ct, int paths = Charts.Paths)
    {
        var positions = w.Queries.Positions(asOf);
        var products = positions.Where(p => p.Held > 0).Select(p => p.Unit.Product).Distinct();
        var prices = products.Select(p => (Product: p, Reading: w.Read.Prices.ValueOf(p, asOf.Date, asOf.Known)))
            .Where(p => p.Reading is not null)
            .GroupBy(p => p.Reading!.Series.Series).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new PriceUsed(g.First().Reading!, g.Any(p => w.Read.Prices.Catalogue.For(p.Product)?.Status == "proxy"))).ToList();
        var root = w.Read.Organisation.All(asOf.Known).Select(u => u.State).FirstOrDefault(u => string.IsNullOrEmpty(u.Parent));
        return new(
            language, asOf, w.Read.Log.BusinessDateAt(asOf.Known), w.Read.Log.RecordedAt(asOf.Known), await w.Store.Events.Head(ct),
                w.Rules.Version,
            await PacksOf(w, asOf.Known, ct), printedBy, w.Clock.GetUtcNow(), root?.Name ?? "", root?.NameZh ?? "", positions, prices,
            new Valuation(w).Run(asOf, Charts.Seed, paths, ct: ct), w.Queries.Compliance.Obligations(asOf),
                w.Queries.Compliance.Holdings(asOf),
            w.Queries.Compliance.Projects(asOf));
    }

    private static async Task<IReadOnlyList<RulePack>> PacksOf(Workplace w, long known, CancellationToken ct)
    {
        var loads = await w.Store.Events.Read($"{RuleBookDecider.Instance.Entity}/{RuleBookLog.Key}", 0, ct);
        var files = loads.Where(e => e.Position <= known).Select(e => e.As<RuleBookEvent>())
            .Aggregate(RuleBookLog.Empty, RuleBookDecider.Evolve).Files;
        return [.. files.GroupBy(f => Path.GetDirectoryName(f.Key)!.Replace('\\', '/')).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new RulePack(g.Key, g.Count(), Hash(g)))];
    }

    private static string Hash(IEnumerable<KeyValuePair<string, string>> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value}\n"))))))[..12];
}
