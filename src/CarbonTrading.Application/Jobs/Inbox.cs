using System.Globalization;
using System.Text;

namespace CarbonTrading.Application.Jobs;

/// <summary>Takes price files from <c>inbox</c> in the data folder; each ends in <c>done</c> or <c>failed</c> with a report beside it.</summary>
public sealed class Inbox(Workplace workplace)
{
    private const string Area = "inbox-size";

    /// <summary>The folder people put files into.</summary>
    public string Folder => Path.Combine(workplace.Settings.DataFolder, "inbox");

    /// <summary>Imports the files whose size is the same as at the last look; the others are looked at again next time.</summary>
    public async Task<(int Done, int Failed, int Waiting)> Work(string actor, CancellationToken ct)
    {
        foreach (var folder in new[] { Folder, Path.Combine(Folder, "done"), Path.Combine(Folder, "failed") }) Directory.CreateDirectory(folder);
        int done = 0, failed = 0, waiting = 0;
        foreach (var file in new DirectoryInfo(Folder).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (!await IsStable(file, ct)) waiting++;
            else if (await Import(file, actor, ct)) done++;
            else failed++;
        }

        return (done, failed, waiting);
    }

    /// <summary>A file still being copied grows: it is taken when two looks, seconds apart, find the same size and time.</summary>
    private async Task<bool> IsStable(FileInfo file, CancellationToken ct)
    {
        var now = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}"));
        var before = await workplace.Store.Values.Get(Area, file.Name, ct);
        await workplace.Store.Values.Put(Area, file.Name, now, ct);
        return before is not null && before.AsSpan().SequenceEqual(now);
    }

    private async Task<bool> Import(FileInfo file, string actor, CancellationToken ct)
    {
        var report = new StringBuilder();
        bool good;
        if (file.Length > Prices.PriceTableFile.BytesMax)
        {
            good = false;
            report.AppendLine(Domain.Prices.PriceImportErrors.FileTooLarge(file.Length, Prices.PriceTableFile.BytesMax).Message);
        }
        else
        {
            var result = await workplace.PriceImporter(workplace.Desk, actor)
                .Import(await File.ReadAllBytesAsync(file.FullName, ct), file.Name, null, dryRun: false, ct);
            good = result.Refusal is null && result.Series.All(s => s.Refusal is null);
            if (result.Refusal is { } refusal) report.AppendLine(CultureInfo.InvariantCulture, $"{refusal.Code}: {refusal.Message}");
            foreach (var f in result.File.Findings) report.AppendLine(CultureInfo.InvariantCulture, $"line {f.Finding.Line}, {f.Finding.Field} '{f.Finding.Value}': {f.Finding.Reason}");
            foreach (var s in result.Series) report.AppendLine(CultureInfo.InvariantCulture,
                $"{s.Series}: {s.Written} values written, {s.Changed} changed, {s.Unchanged} known already {s.Refusal?.Message}");
        }

        var stamp = workplace.Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var to = Path.Combine(Folder, good ? "done" : "failed", $"{stamp}-{file.Name}");
        await File.WriteAllTextAsync(to + ".report.txt", report.ToString(), ct);
        File.Move(file.FullName, to);
        await workplace.Store.Values.Delete(Area, file.Name, ct);
        return good;
    }
}
