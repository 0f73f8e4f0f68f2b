using System.CommandLine;
using CarbonTrading.Application;
using CarbonTrading.Application.Reports;

namespace CarbonTrading.Cli;

/// <summary>Verbs that write pictures and reports.</summary>
public static class ChartVerbs
{
    private static readonly Option<string> language = new("--language") { Description = "zh or en.", DefaultValueFactory = _ => "en" };
    private static readonly Option<string> file = new("--out") { Description = "File to write.", Required = true };
    private static readonly Option<bool> force = new("--force") { Description = "Write over an existing file." };

    /// <summary><c>chart prices --out cea.png</c>.</summary>
    public static Command Chart()
    {
        var chart = new Argument<string>("chart") { Description = string.Join(" | ", Charts.Names) };
        var series = new Option<string>("--series") { Description = "Series of the price chart. Default: cea-composite." };
        var from = new Option<string>("--from") { Description = "First day of the price chart, yyyy-MM-dd." };
        var to = new Option<string>("--to") { Description = "Last day of the price chart, yyyy-MM-dd." };
        var size = new Option<string>("--size") { Description = "Width x height, pixels.", DefaultValueFactory = _ =>
            PictureSize.Default.ToString() };
        return Verbs.Query("chart", "Draws a chart into a PNG or SVG file.", async (parsed, w, pair, ct) =>
        {
            var at = OutputFile.Full(parsed.GetValue(file)!);
            if (!ReportWords.TryLanguage(parsed.GetValue(language), out var words)) return Terminal.Refuse(parsed,
                ChartErrors.BadLanguage(parsed.GetValue(language)!));
            if (!PictureSize.TryParse(parsed.GetValue(size)!, out var pixels)) return Terminal.Refuse(parsed,
                ChartErrors.BadSize(parsed.GetValue(size)!));
            if (OutputFile.Check(at, parsed.GetValue(force), ".png", ".svg") is { } wrong) return Terminal.Refuse(parsed, wrong);
            var asked = new ChartRequest(parsed.GetValue(chart)!, parsed.GetValue(series), parsed.GetValue(from), parsed.GetValue(to),
                words, pixels);
            var (picture, refused) = new Charts(w).Draw(asked, pair, ct);
            if (picture is null) return Terminal.Refuse(parsed, refused!);
            var bytes = at.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ? System.Text.Encoding.UTF8.GetBytes(picture.Svg())
                : picture.Png();
            if (await OutputFile.Write(at, bytes, parsed.GetValue(force), ct) is { } unwritten) return Terminal.Refuse(parsed, unwritten);
            Terminal.Print(parsed, new { asked.Chart, file = at, bytes = bytes.Length, pixels.Width, pixels.Height, asOf = pair.Date,
                pair.Known },
                o => o.WriteLine($"{at}: {asked.Chart}, {pixels}, {bytes.Length} bytes"));
            return Exit.Done;
        }, chart, series, from, to, language, size, file, force);
    }

    /// <summary><c>report --language zh --out report.html</c>.</summary>
    public static Command Report()
    {
        var pdf = new Option<bool>("--pdf") { Description = "Print it into a PDF of the same name too, with an installed Chromium." };
        return Verbs.QueryBy("report",
            "Writes positions, prices, value and risk, obligations, credits and projects into one HTML file that prints on A4.",
            async (parsed, w, person, pair, ct) =>
        {
            var at = OutputFile.Full(parsed.GetValue(file)!);
            var (overwrite, print) = (parsed.GetValue(force), parsed.GetValue(pdf));
            if (!ReportWords.TryLanguage(parsed.GetValue(language), out var words)) return Terminal.Refuse(parsed,
                ChartErrors.BadLanguage(parsed.GetValue(language)!));
            if (OutputFile.Check(at, overwrite, ".html") is { } wrong) return Terminal.Refuse(parsed, wrong);
            var printed = Path.ChangeExtension(at, ".pdf");
            if (print && OutputFile.Check(printed, overwrite, ".pdf") is { } unprintable) return Terminal.Refuse(parsed, unprintable);
            var path = Session.Of(parsed).Setting("PATH");
            if (print && PdfPrinter.Browser(path) is null) return Terminal.Refuse(parsed, PdfErrors.NoBrowser());
            var html = ReportHtml.Of(await Application.Reports.Report.Of(w, pair, words, person, ct));
            if (await OutputFile.Write(at, System.Text.Encoding.UTF8.GetBytes(html), overwrite,
                ct) is { } unwritten) return Terminal.Refuse(parsed, unwritten);
            if (print && await PdfPrinter.Print(at, printed, path, ct) is { } unprinted) return Terminal.Refuse(parsed, unprinted);
            Terminal.Print(parsed, new { file = at, pdf = print ? printed : null, asOf = pair.Date, pair.Known }, o =>
                o.WriteLine(print ? $"{at}\n{printed}" : at));
            return Exit.Done;
        }, language, file, force, pdf);
    }
}
