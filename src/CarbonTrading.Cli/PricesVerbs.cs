using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Verbs on prices.</summary>
public static class PricesVerbs
{
    private static readonly Option<string> series = new("--series") { Description = "Only this series." };

    /// <summary><c>prices import FILE</c>.</summary>
    public static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV or XLSX of a declared source format." };
        var format = new Option<string>("--format") { Description = "Format id; default: told from the header." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Report only." };
        var verb = new Command("import", "Imports a price file: good rows go in, others are reported by line; the same file twice changes nothing. Exit 1 when rows were left out.")
        {
            file, format, dryRun,
        };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "import-prices", async (w, person, stop) =>
        {
            var at = parsed.GetValue(file)!;
            if (!at.Exists) return Terminal.Refuse(parsed, new("price-import.no-file", ErrorKind.NotFound, $"{at.FullName} does not exist.", "file"));
            if (at.Length > PriceTableFile.BytesMax) return Terminal.Refuse(parsed, Domain.Prices.PriceImportErrors.FileTooLarge(at.Length, PriceTableFile.BytesMax));
            var report = await w.PriceImporter(w.Desk, person)
                .Import(await File.ReadAllBytesAsync(at.FullName, stop), at.Name, parsed.GetValue(format), parsed.GetValue(dryRun), stop);
            if (report.Refusal is { } refused) return Terminal.Refuse(parsed, refused);
            Terminal.Print(parsed, report, to =>
            {
                foreach (var f in report.File.Findings) to.WriteLine($"line {f.Finding.Line}, {f.Finding.Field} '{f.Finding.Value}': {f.Finding.Reason}");
                foreach (var s in report.Series)
                    to.WriteLine($"{s.Series}: {s.Written} values written, {s.Changed} of them changed, {s.Unchanged} known already{(s.Refusal is { } no ? $"; {no.Code}: {no.Message}" : "")}");
                if (report.NothingNew) to.WriteLine("Nothing new.");
            });
            return report.File.Findings.Count == 0 && report.Series.All(s => s.Refusal is null) ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }

    /// <summary><c>prices show</c>.</summary>
    public static Command Show() => Verbs.Query("show", "Series with their last price and its age; with --series its observations.", (parsed, w, pair, _) =>
    {
        if (parsed.GetValue(series) is { } only) return Task.FromResult(One(parsed, w, pair, only));
        var rows = w.Read.Prices.Series.Select(s => (Series: s, Last: w.Read.Prices.ValueAt(s.Series, s.Price, pair.Date, pair.Known))).ToList();
        Terminal.Print(parsed, w.Queries.With(pair, rows.Select(r => new { r.Series.Series, r.Series.Unit, r.Last?.Date, r.Last?.Point.Value, r.Last?.AgeTradingDays, r.Last?.IsStale })),
            to => Terminal.Table(to, ["series", "unit", "last", "date", "age", "state"], rows.Select(r => new[]
            {
                r.Series.Series, r.Series.Unit, Number(r.Last?.Point.Value), Day(r.Last?.Date), r.Last?.AgeTradingDays?.ToString(CultureInfo.InvariantCulture) ?? "",
                r.Last is null ? "no price" : r.Last.IsStale == true ? "stale" : "",
            })));
        return Task.FromResult(Exit.Done);
    }, series);

    /// <summary><c>prices findings</c>.</summary>
    public static Command Findings() => Verbs.Query("findings", "What the quality gate says of the prices. Exit 1 when it says anything.", (parsed, w, pair, _) =>
    {
        if (parsed.GetValue(series) is { } asked && w.Read.Prices.Catalogue.Find(asked) is null) return Task.FromResult(Unknown(parsed, asked));
        var only = parsed.GetValue(series);
        var rows = w.Queries.Findings(pair).Where(f => only is null || f.Series == only).ToList();
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to, ["series", "date", "code", "field", "value", "reason"],
            rows.Select(f => new[] { f.Series, Day(f.Finding.Date), f.Finding.Code, f.Finding.Field, Number(f.Finding.Value), f.Finding.Reason.Text })));
        return Task.FromResult(rows.Count == 0 ? Exit.Done : Exit.Refused);
    }, series);

    private static Exit One(ParseResult parsed, Workplace w, AsOf pair, string only)
    {
        if (w.Read.Prices.Catalogue.Find(only) is not { } found) return Unknown(parsed, only);
        var days = w.Read.Prices.Observations(only, pair.Date, pair.Known);
        var fields = days.SelectMany(d => d.Fields.Keys).Distinct().ToList();
        Terminal.Print(parsed, w.Queries.With(pair, days.Select(d => new { d.Date, Values = d.Fields.ToDictionary(f => f.Key, f => f.Value.Value), d.Revision })), to =>
            Terminal.Table(to, ["date", .. fields, "rev"], days.Select(d => (string[])[Day(d.Date), .. fields.Select(f => Number(d[f])), d.Revision.ToString(CultureInfo.InvariantCulture)])));
        return found.Series.Length > 0 ? Exit.Done : Exit.Refused;
    }

    private static Exit Unknown(ParseResult parsed, string series) => Terminal.Refuse(parsed,
        new("price.unknown-series", ErrorKind.NotFound, $"There is no series '{series}'; see: carbon prices show", "series"));

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
