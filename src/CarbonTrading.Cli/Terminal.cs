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

/// <summary>What one run reads, where it writes, and what is set: those of the process where nothing else is given.</summary>
public sealed class Session : InvocationConfiguration
{
    /// <summary>Where a password is read from; null = the keyboard.</summary>
    public TextReader? Input { get; init; } = Console.IsInputRedirected ? Console.In : null;

    /// <summary>A setting by its name.</summary>
    public Func<string, string?> Setting { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The session a verb runs in.</summary>
    public static Session Of(ParseResult parsed) => (Session)parsed.InvocationConfiguration;
}

/// <summary>Output, exit codes and the opened workplace of one run.</summary>
public static class Terminal
{
    /// <summary>One JSON document on stdout, everything else on stderr.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Answer as one JSON document on stdout.", Recursive = true };

    private static readonly JsonSerializerOptions pretty = new(Contract.Json) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<RootCommand> root = new(Root);

    /// <summary>Parses and runs; the one place where exceptions become exit codes.</summary>
    public static async Task<int> Run(IReadOnlyList<string> args, Session session)
    {
        session.EnableDefaultExceptionHandler = false;
        var parsed = root.Value.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors) await session.Error.WriteLineAsync(wrong.Message);
            await session.Error.WriteLineAsync($"See: carbon {parsed.CommandResult.Command.Name} --help");
            return (int)Exit.Usage;
        }

        try { return await parsed.InvokeAsync(session); }
        catch (StoreUnavailableException down)
        {
            await session.Error.WriteLineAsync($"The store is not to be had: {down.Message}. Check CARBON_DATA or CARBON_PG and try again.");
            return (int)Exit.Unavailable;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await session.Error.WriteLineAsync(wrong.Message);
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
        var session = Session.Of(parsed);
        await using var workplace = await Open(session, ct);
        var token = session.Setting("CARBON_TOKEN") is { Length: > 0 } given ? given
            : File.Exists(workplace.Settings.TokenFile) ? (await File.ReadAllTextAsync(workplace.Settings.TokenFile, ct)).Trim() : "";
        if (await workplace.SignIn.WhoHolds(token, ct) is not { } person)
            return (int)Refuse(parsed, new("sign-in.needed", ErrorKind.Forbidden, "Nobody is signed in here, or the token ran out. Run: carbon sign-in USER"));
        if (permission is not null && workplace.Read.MayNot(Permissions.Of(permission), person, permission) is { } denied)
            return (int)Refuse(parsed, denied);
        return (int)await verb(workplace, person, ct);
    }

    /// <summary>Opens the workplace, filling an empty store as the server would.</summary>
    public static async Task<Workplace> Open(Session session, CancellationToken ct)
    {
        var workplace = await Workplace.OpenLocal(Settings.From(session.Setting), TimeProvider.System);
        if (await workplace.Start(ct) is { } code)
            await session.Error.WriteLineAsync($"The store is empty. Set-up code for the first administrator (15 minutes, once): {code}");
        return workplace;
    }

    /// <summary>Prints an answer: JSON, or what <paramref name="text"/> writes.</summary>
    public static void Print(ParseResult parsed, object answer, Action<TextWriter> text)
    {
        var to = Session.Of(parsed).Output;
        if (parsed.GetValue(Json)) to.WriteLine(JsonSerializer.Serialize(answer, answer.GetType(), pretty));
        else text(to);
    }

    /// <summary>Prints a refusal.</summary>
    public static Exit Refuse(ParseResult parsed, DomainError refused)
    {
        var session = Session.Of(parsed);
        if (parsed.GetValue(Json))
            session.Output.WriteLine(JsonSerializer.Serialize(
                new JsonObject { ["error"] = refused.Code, ["message"] = refused.Message, ["field"] = refused.Field }, pretty));
        session.Error.WriteLine($"{refused.Code}: {refused.Message}");
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

    private static RootCommand Root()
    {
        var command = new RootCommand("carbon - carbon asset and trading back office: accounts, trades, prices, evidence.");
        command.Options.Add(Json);
        foreach (var verb in Verbs.All()) command.Subcommands.Add(verb);
        return command;
    }

    /// <summary>Columns a text takes: a Chinese character takes two.</summary>
    private static int Width(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}
