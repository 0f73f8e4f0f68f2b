using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Application;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>What a verb ended in; the process's exit code.</summary>
public enum Exit
{
    /// <summary>Done.</summary>
    Done = 0,
    /// <summary>Refused, or findings.</summary>
    Refused = 1,
    /// <summary>Bad usage.</summary>
    Usage = 2,
    /// <summary>Store or server not to be had.</summary>
    Unavailable = 3,
}

/// <summary>Output, exit codes and the opened workplace of one run.</summary>
public static class Terminal
{
    /// <summary>One JSON document on stdout, everything else on stderr.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Answer as one JSON document on stdout.", Recursive = true };

    private static readonly JsonSerializerOptions pretty = new(Contract.Json) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses and runs; the one place where exceptions become exit codes.</summary>
    public static async Task<int> Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors) await Console.Error.WriteLineAsync(wrong.Message);
            await Console.Error.WriteLineAsync($"See: carbon {parsed.CommandResult.Command.Name} --help");
            return (int)Exit.Usage;
        }

        try { return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }); }
        catch (StoreUnavailableException down)
        {
            await Console.Error.WriteLineAsync($"The store is not to be had: {down.Message}. Check CARBON_DATA or CARBON_PG and try again.");
            return (int)Exit.Unavailable;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return (int)Exit.Unavailable;
        }
    }

    /// <summary>Opens the workplace and runs a verb as the person signed in.</summary>
    /// <param name="parsed">Parsed line.</param>
    /// <param name="permission">Query permission the verb needs; null: the command's own line is enough.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<int> As(ParseResult parsed, string? permission, Func<Workplace, string, CancellationToken, Task<Exit>> verb, CancellationToken ct)
    {
        await using var workplace = await Open(ct);
        var token = Environment.GetEnvironmentVariable("CARBON_TOKEN") is { Length: > 0 } given ? given
            : File.Exists(workplace.Settings.TokenFile) ? (await File.ReadAllTextAsync(workplace.Settings.TokenFile, ct)).Trim() : "";
        if (await workplace.SignIn.WhoHolds(token, ct) is not { } person)
            return (int)Refuse(parsed, new("sign-in.needed", ErrorKind.Forbidden, "Nobody is signed in here, or the token ran out. Run: carbon sign-in USER"));
        if (permission is not null && workplace.Read.MayNot(Permissions.Of(permission), person, permission) is { } denied)
            return (int)Refuse(parsed, denied);
        return (int)await verb(workplace, person, ct);
    }

    /// <summary>Opens the workplace, filling an empty store as the server would.</summary>
    public static async Task<Workplace> Open(CancellationToken ct)
    {
        var workplace = await Workplace.OpenLocal(Settings.FromEnvironment(), TimeProvider.System);
        if (await workplace.Start(ct) is { } code)
            await Console.Error.WriteLineAsync($"The store is empty. Set-up code for the first administrator (15 minutes, once): {code}");
        return workplace;
    }

    /// <summary>Prints an answer: JSON, or what <paramref name="text"/> writes.</summary>
    public static void Print(ParseResult parsed, object answer, Action<TextWriter> text)
    {
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(answer, answer.GetType(), pretty));
        else text(Console.Out);
    }

    /// <summary>Prints a refusal.</summary>
    public static Exit Refuse(ParseResult parsed, DomainError refused)
    {
        if (parsed.GetValue(Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new JsonObject { ["error"] = refused.Code, ["message"] = refused.Message, ["field"] = refused.Field }, pretty));
        Console.Error.WriteLine($"{refused.Code}: {refused.Message}");
        return refused.Kind == ErrorKind.Unavailable ? Exit.Unavailable : Exit.Refused;
    }

    /// <summary>Prints rows under heads, numbers to the right.</summary>
    public static void Table(TextWriter to, string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(heads).ToList();
        var widths = Enumerable.Range(0, heads.Length).Select(c => all.Max(r => Width(r[c]))).ToArray();
        foreach (var row in all)
        {
            var cells = row.Select((cell, c) =>
            {
                var blanks = new string(' ', widths[c] - Width(cell));
                return cell.Length > 0 && (char.IsAsciiDigit(cell[0]) || cell[0] == '-') && !cell.Contains('/') && cell.Count(x => x == '-') < 2
                    ? blanks + cell : cell + blanks;
            });
            to.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>Columns a text takes: a Chinese character takes two.</summary>
    private static int Width(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}
