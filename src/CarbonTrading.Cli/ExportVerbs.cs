using System.CommandLine;
using System.Text;
using CarbonTrading.Application;
using CarbonTrading.Application.Exports;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Every table as a file.</summary>
public static class ExportVerbs
{
    private static readonly Argument<string?> table = new("table") { Description = "Name of a table; left out: lists them.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> format = new("--format") { Description = "csv or xlsx; csv where left out and --out does not end in .xlsx." };
    private static readonly Option<string> output = new("--out") { Description = "New file it is written to; csv goes to stdout where left out." };
    private static readonly Option<bool> force = new("--force") { Description = "Writes over an existing file." };
    private static readonly Option<string> language = new("--language") { Description = "Of heads and sentences: en or zh; en where left out." };
    private static readonly Option<string[]> filter = new("--filter")
    {
        Description = "NAME=VALUE: what the list of the table takes (series, from, stream ...), or a column with the value its rows must have. May be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary><c>export</c>.</summary>
    public static Command Verb() => Verbs.QueryBy("export", "A whole table as CSV or XLSX; cells that a spreadsheet would run are neutralised.", Run, table, format, output, force, language, filter);

    private static async Task<Exit> Run(ParseResult parsed, Workplace w, string person, AsOf pair, CancellationToken ct)
    {
        if (parsed.GetValue(table) is not { Length: > 0 } name)
        {
            Terminal.Print(parsed, ExportTables.All, to => Terminal.Table(to, ["table", "title", "takes", "columns"],
                ExportTables.All.Select(t => new[] { t.Name, $"{t.Title} {t.TitleZh}", string.Join(' ', t.Takes), string.Join(' ', t.Columns.Select(c => c.Name)) })));
            return Exit.Done;
        }

        var file = parsed.GetValue(output) is { } typed ? OutputFile.Full(typed) : null;
        var wanted = parsed.GetValue(format) ?? (Path.GetExtension(file) == ".xlsx" ? Export.XlsxFormat : Export.CsvFormat);
        if (wanted == Export.XlsxFormat && file is null) return Terminal.Refuse(parsed, ExportErrors.NeedsFile());
        if (file is not null && OutputFile.Check(file, parsed.GetValue(force), ".csv", ".xlsx") is { } noFile) return Terminal.Refuse(parsed, noFile);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in parsed.GetValue(filter) ?? [])
        {
            if (each.Split('=', 2) is not [{ Length: > 0 } column, { Length: > 0 } value]) return Terminal.Refuse(parsed, DeskErrors.BadQuery("filter", "NAME=VALUE"));
            given[column] = value;
        }

        var (export, refused) = await Export.Of(w, person, name, wanted, parsed.GetValue(language), pair, given, ct);
        if (export is null) return Terminal.Refuse(parsed, refused!);
        if (file is null)
        {
            await export.WriteCsv(Session.Of(parsed).Output, ct);
            return Exit.Done;
        }

        var failed = await OutputFile.Write(file, async to =>
        {
            if (wanted == Export.XlsxFormat) return await export.WriteXlsx(to, ct);
            await using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true); // the mark is part of the text
            await export.WriteCsv(text, ct);
            return null;
        }, parsed.GetValue(force));
        return failed is null ? Exit.Done : Terminal.Refuse(parsed, failed);
    }
}
