using System.Text;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>What an import did to one series.</summary>
/// <param name="Written">Values written: new ones and changed ones.</param>
/// <param name="Changed">Of them, how many replace an earlier value.</param>
/// <param name="Unchanged">Values the price book has already.</param>
/// <param name="Position">Log position of the event; null where nothing was recorded.</param>
/// <param name="Refusal">Why nothing was recorded, or null: then there was nothing new, or it was a trial.</param>
public sealed record SeriesImport(
    string Series, string? ImportId, int Written, int Changed, int Unchanged, long? Position, DomainError? Refusal);

/// <summary>What an import did.</summary>
/// <param name="Refusal">The refusal of the whole file, or null.</param>
/// <param name="File">What was read.</param>
/// <param name="Series">One line per series in the file.</param>
/// <param name="DryRun">Nothing was written on purpose.</param>
public sealed record PriceImportReport(
    string FileName, DomainError? Refusal, PriceFile File, IReadOnlyList<SeriesImport> Series, bool DryRun)
{
    /// <summary>True where the file brought nothing the price book did not have.</summary>
    public bool NothingNew => Refusal is null && Series.All(s => s.Written == 0 && s.Refusal is null);
}

/// <summary>Imports a price file: reads it, leaves out what the book has, writes the rest and records one event per series.</summary>
/// <param name="reader">Reads files.</param>
/// <param name="catalogue">The series.</param>
/// <param name="book">What is known already.</param>
/// <param name="table">Where rows are written; they are invisible until their event is in the log.</param>
/// <param name="record">Runs the command on <c>price-import/key</c>, through the desk.</param>
/// <param name="bringBookUpToDate">Brings the book to the end of the log, so that it is compared with what is really there.</param>
public sealed class PriceImporter(
    PriceFileReader reader, PriceCatalogue catalogue, PriceBook book, IPriceTable table,
    Func<string, RecordPriceImport, CancellationToken, Task<Outcome>> record, Func<CancellationToken, Task> bringBookUpToDate)
{
    private const int FileNameMax = 200;

    /// <summary>Imports a file. Good rows go in, the others are reported; the same file again changes nothing.</summary>
    /// <param name="bytes">Content.</param>
    /// <param name="fileName">Name; a folder before it is cut off.</param>
    /// <param name="format">Format id, or null: told from the header.</param>
    /// <param name="dryRun">Reports what would happen, writes nothing.</param>
    /// <param name="ct">Ends the work between two series.</param>
    public async Task<PriceImportReport> Import(byte[] bytes, string fileName, string? format, bool dryRun, CancellationToken ct)
    {
        var name = NameOf(fileName);
        var file = reader.Read(bytes, name, format);
        if (file.Refusal is not null) return new(name, file.Refusal, file, [], dryRun);
        await bringBookUpToDate(ct);

        var answers = new List<SeriesImport>();
        var unplaced = file.Findings.Where(f => f.Series is null).Select(f => f.Finding).ToList();
        foreach (var values in file.Values.GroupBy(v => v.Series).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            // Findings without a series are kept with the first series of the file that records something.
            var own = file.Findings.Where(f => f.Series == values.Key).Select(f => f.Finding);
            var findings = own.Concat(unplaced).OrderBy(f => f.Line).ToList();
            var answer = await One(name, file, values.Key, [.. values], findings, dryRun, ct);
            if (answer.Position is not null) unplaced.Clear();
            answers.Add(answer);
        }

        return new(name, null, file, answers, dryRun);
    }

    private async Task<SeriesImport> One(
        string fileName, PriceFile file, string series, IReadOnlyList<PriceRow> values, IReadOnlyList<PriceFinding> findings, bool dryRun,
        CancellationToken ct)
    {
        var nothing = new SeriesImport(series, null, 0, 0, values.Count, null, null);
        if (book.Imports(series).Any(i => i.Event.FileHash == file.FileHash)) return nothing;

        var known = book.Observations(series, BookDates.Last).ToDictionary(o => o.Date);
        var fresh = values.Where(v => known.GetValueOrDefault(v.Date)?[v.Field] != v.Value).ToList();
        var changed = fresh.Count(v => known.GetValueOrDefault(v.Date)?[v.Field] is not null);
        if (fresh.Count == 0) return nothing;
        var answer = new SeriesImport(series, null, fresh.Count, changed, values.Count - fresh.Count, null, null);
        if (dryRun) return answer;

        // A new id for every attempt: rows of an attempt whose event was lost stay invisible, rows of a recorded one are never written
        // again.
        var importId = "price-import-" + Guid.CreateVersion7().ToString("N");
        await table.Write(importId, fresh, ct);
        var command = new RecordPriceImport(
            importId, fileName, file.FileHash, file.Format!, catalogue.Find(series)!.Publisher, fresh.Count, PriceRows.Hash(fresh), changed,
            fresh.Min(v => v.Date), fresh.Max(v => v.Date), [.. findings.Take(PriceImport.FindingsMax)], findings.Count);
        var outcome = await record(PriceImport.KeyOf(series), command, ct);
        return outcome.Error switch
        {
            null => answer with { ImportId = importId, Position = outcome.Position },
            { Code: "price-import.file-already-imported" } => nothing, // another one imported it in between
            var refusal => nothing with { Unchanged = 0, Refusal = refusal },
        };
    }

    private static string NameOf(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        name = new string([.. name.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]).Normalize(NormalizationForm.FormC).Trim();
        if (name.Length == 0) return "unnamed";
        return name.Length <= FileNameMax ? name : name[^FileNameMax..];
    }
}
