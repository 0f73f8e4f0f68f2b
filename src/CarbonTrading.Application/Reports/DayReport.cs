using System.Globalization;
using System.Text;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Application.Risk;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>The report of each business date, in both languages, as files of the folder <c>reports</c> of the data folder.</summary>
public static class DayReport
{
    /// <summary>Writes the reports of the day. Done again it writes them again, as of what is known then.</summary>
    public static readonly Step Step = new("report", async (job, ct) =>
    {
        var w = job.Workplace;
        await w.Tail.CatchUp(ct);
        var report = await Report.Of(w, new(job.Date, w.Tail.Position, false), PrintLanguage.En, job.Actor, ct, Valuation.PathsDefault);
        OwnFile.CreateFolder(Path.GetDirectoryName(FileOf(w.Settings, job.Date, PrintLanguage.En))!);
        var written = 0L;
        foreach (var language in Enum.GetValues<PrintLanguage>())
        {
            job.Report.Report(0.8);
            var html = ReportHtml.Of(report with { Language = language });
            await OwnFile.Write(FileOf(w.Settings, job.Date, language), html, ct);
            written += Encoding.UTF8.GetByteCount(html);
        }

        return new(Remark.Of("job-step.report", $"{Path.GetFileName(FileOf(w.Settings, job.Date, PrintLanguage.Zh))} and in English: {written:N0} bytes"));
    });

    /// <summary>Where the report of a business date lies.</summary>
    public static string FileOf(Settings settings, DateOnly date, PrintLanguage language) => Path.Combine(settings.DataFolder, "reports",
        $"carbon-report-{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{(language == PrintLanguage.Zh ? "zh" : "en")}.html");
}
