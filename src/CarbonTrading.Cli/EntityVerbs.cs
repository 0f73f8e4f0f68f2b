using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CarbonTrading.Application;
using CarbonTrading.Application.Deals;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>A verb per command record: <c>carbon accounts receive-purchase KEY --effective ... --price 92.50</c>. Its options are the record's fields.</summary>
public static partial class EntityVerbs
{
    /// <summary>Short names people know, beside the full ones.</summary>
    private static readonly Dictionary<string, string> aliases = new()
    {
        ["capture-trade"] = "capture", ["approve-trade"] = "approve", ["reject-trade"] = "reject", ["cancel-trade"] = "cancel",
        ["confirm-settlement"] = "settle", ["open-account"] = "open", ["approve-proposal"] = "approve", ["reject-proposal"] = "reject",
        ["withdraw-proposal"] = "withdraw",
    };

    /// <summary>Adds a verb for each command a person may ask of the kind.</summary>
    public static Command With(this Command under, string plural)
    {
        var kind = Entities.ByPlural(plural)!;
        foreach (var (name, type) in kind.Commands)
            if (Permissions.Of(type).Makers.Length > 0 && type.Name != "ProposeCommand" && type.Name != "RecordPriceImport")
                under.Subcommands.Add(Verb(kind, name, type));
        return under;
    }

    private static Command Verb(EntityKind kind, string name, Type type)
    {
        var line = Permissions.Of(type);
        var who = string.Join(", ", line.Makers) + (line.FourEyes ? $"; a second person approves ({string.Join(", ", line.Checkers)})" : "");
        var verb = new Command(name, $"{Sentence(name)}. Who: {who}.");
        if (aliases.TryGetValue(name, out var alias)) verb.Aliases.Add(alias);
        var id = new Option<string>("--command-id") { Description = "Id of the intent: the same id again does it once. Default: a new one." };
        verb.Options.Add(id);
        var (key, read) = Inputs(verb, kind, type);
        verb.SetAction((parsed, ct) => Terminal.As(parsed, null, async (workplace, person, stop) =>
        {
            var (command, wrong) = await read(parsed, stop);
            if (wrong is not null) return Terminal.Refuse(parsed, wrong);
            var caller = new Caller(person, parsed.GetValue(id) ?? $"cli-{Guid.CreateVersion7():N}");
            return await Execute(parsed, workplace, kind, parsed.GetValue(key)!, name, command, caller, stop);
        }, ct));
        return verb;
    }

    /// <summary>Adds <c>preview</c>: what the deal a command enters would be told now. The same options; nothing is written.</summary>
    public static Command WithPreview(this Command under, string plural, string command)
    {
        var kind = Entities.ByPlural(plural)!;
        var type = kind.Commands[command];
        var verb = new Command("preview", $"What the {kind.Name} would be told now: all checks, limits with their use, effect on units and money. Writes nothing. Exit 1 when it would be refused.");
        var (key, read) = Inputs(verb, kind, type);
        verb.SetAction((parsed, ct) => Terminal.As(parsed, null, async (workplace, person, stop) =>
        {
            var (body, wrong) = await read(parsed, stop);
            if (wrong is not null) return Terminal.Refuse(parsed, wrong);
            if (parsed.GetValue(key) is var name && !EntityKey.IsValid(name)) return Terminal.Refuse(parsed, DeskErrors.BadKey());
            var (asOf, notOpen) = workplace.Queries.Resolve(null, null);
            if (notOpen is not null) return Terminal.Refuse(parsed, notOpen);
            object deal;
            try { deal = body.Deserialize(type, Contract.Strict)!; }
            catch (JsonException unread) { return Terminal.Refuse(parsed, DeskErrors.BadInput(unread, body)); }
            var trial = new DealTrials(workplace).Of(name, deal, person, asOf!);
            Terminal.Print(parsed, trial, to => DealVerbs.Write(to, trial));
            return trial.Refusal is null ? Exit.Done : Exit.Refused;
        }, ct));
        under.Subcommands.Add(verb);
        return under;
    }

    /// <summary>Key, body and fields of a command as inputs of a verb.</summary>
    /// <returns>The key, and what reads the command: as JSON, or why it cannot be read.</returns>
    private static (Argument<string> Key, Func<ParseResult, CancellationToken, Task<(JsonElement Command, DomainError? Wrong)>> Read) Inputs(Command verb, EntityKind kind, Type type)
    {
        var key = new Argument<string>("key") { Description = $"Key of the {kind.Name}." };
        var body = new Option<FileInfo>("--body-file") { Description = "Whole command as a JSON file instead of options." };
        verb.Arguments.Add(key);
        verb.Options.Add(body);
        var fields = type.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).GetParameters()
            .Where(p => p.ParameterType != typeof(Remark)) // what a process says, with its values
            .Select(p => (Parameter: p, Option: Field(p))).ToList();
        if (fields.All(f => f.Option.Name != "--body")) body.Aliases.Add("--body"); // a validation names its body, which is no file
        foreach (var (_, option) in fields) verb.Options.Add(option);
        return (key, async (parsed, ct) =>
        {
            try
            {
                return (parsed.GetValue(body) is { } file ? JsonDocument.Parse(await File.ReadAllBytesAsync(file.FullName, ct)).RootElement : Body(parsed, fields), null);
            }
            catch (JsonException wrong) { return (default, DeskErrors.BadInput(wrong)); }
        });
    }

    private static async Task<Exit> Execute(
        ParseResult parsed, Workplace workplace, EntityKind kind, string key, string name, JsonElement command, Caller caller, CancellationToken ct)
    {
        var outcome = await kind.Execute(workplace.Desk, key, name, command, caller, ct);
        if (outcome.Error is { } refused) return Terminal.Refuse(parsed, refused);
        await workplace.Tail.CatchUp(ct);
        await workplace.Processes.RunToEnd(ct);
        await workplace.Tail.CatchUp(ct);
        var stored = await workplace.Queries.Event(outcome.Position, ct);
        Terminal.Print(parsed, new { stream = stored!.Stream, version = outcome.Version, position = outcome.Position, events = outcome.Events.Select(e => stored.Name) },
            to => to.WriteLine(stored.Stream.StartsWith("proposal/", StringComparison.Ordinal) && kind.Name != "proposal"
                ? $"{stored.Stream} waits for a second person (position {outcome.Position})."
                : $"{stored.Stream} is at version {outcome.Version} (position {outcome.Position})."));
        return Exit.Done;
    }

    /// <summary>An option of a field. A bare flag of true or false is true; any other option needs its value.</summary>
    private static Option Field(ParameterInfo p)
    {
        var nullable = new NullabilityInfoContext().Create(p).WriteState == NullabilityState.Nullable || Nullable.GetUnderlyingType(p.ParameterType) is not null;
        var (name, description) = ("--" + Kebab(p.Name!), $"{Form(p.ParameterType)}{(p.HasDefaultValue || nullable ? "" : " (needed)")}");
        if ((Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType) == typeof(bool)) return new Option<bool>(name) { Description = description };
        var field = new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore };
        field.Validators.Add(given =>
        {
            // The parser takes the next option for the value of one that has none.
            if (given.Parent is CommandResult verb && given.Tokens.Any(t => verb.Command.Options.Any(o => o.Name == t.Value))) given.AddError($"Required argument missing for option: '{name}'.");
        });
        return field;
    }

    private static string Form(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(DateOnly) => "yyyy-MM-dd",
        var t when t == typeof(TimeOnly) => "HH:mm",
        var t when t == typeof(Tonnes) => "Whole number of units",
        var t when t == typeof(UnitPrice) => "Price per unit: 92.50 (CNY) or '78.42 EUR'",
        var t when t == typeof(Product) => Product.Form,
        var t when t == typeof(UnitClass) => UnitClass.Form,
        var t when t == typeof(decimal) => "Amount",
        var t when t == typeof(bool) => "true or false",
        { IsEnum: true } t => string.Join(" | ", Enum.GetNames(t).Select(Kebab)),
        var t when t == typeof(IReadOnlyList<SerialRange>) => "Serial range BLOCK:FIRST-LAST, as often as needed",
        var t when t == typeof(string) || t == typeof(int) => t.Name == "String" ? "Text" : "Whole number",
        _ => "JSON",
    };

    private static JsonElement Body(ParseResult parsed, List<(ParameterInfo Parameter, Option Option)> fields)
    {
        var body = new JsonObject();
        foreach (var (parameter, option) in fields)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (option is Option<bool> flag && parsed.GetResult(flag) is { Implicit: false }) body[name] = parsed.GetValue(flag);
            else if (option is Option<string[]> field && parsed.GetValue(field) is { Length: > 0 } given) body[name] = Value(parameter.ParameterType, given);
        }

        return JsonSerializer.SerializeToElement(body);
    }

    private static JsonNode? Value(Type declared, string[] given)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var text = given[^1];
        if (type == typeof(Tonnes) || type == typeof(decimal) || type == typeof(int)) return Number(text);
        if (type == typeof(TimeOnly)) return JsonValue.Create(text.Length == 5 ? text + ":00" : text);
        if (type == typeof(UnitPrice))
        {
            var parts = text.Split(' ', 2);
            return new JsonObject { ["amount"] = Number(parts[0]), ["currency"] = parts.Length == 2 ? parts[1] : "CNY" };
        }

        if (type == typeof(IReadOnlyList<SerialRange>)) return new JsonArray([.. given.Select(Serials)]);
        if (type.IsEnum || type == typeof(string) || type == typeof(DateOnly) || type == typeof(Product) || type == typeof(UnitClass)) return JsonValue.Create(text);
        return type.IsAssignableTo(typeof(System.Collections.IEnumerable))
            ? new JsonArray([.. given.Select(g => JsonValue.Create(g))]) : JsonNode.Parse(text);
    }

    private static JsonObject Serials(string text)
    {
        var match = SerialForm().Match(text);
        if (!match.Success) throw new JsonException("a serial range is BLOCK:FIRST-LAST", "$.serials", null, null);
        return new JsonObject { ["block"] = match.Groups[1].Value, ["first"] = Number(match.Groups[2].Value), ["last"] = Number(match.Groups[3].Value) };
    }

    /// <summary>A number as it stands, so that the command's own reading refuses what it cannot take.</summary>
    private static JsonNode Number(string text) => NumberForm().IsMatch(text) ? JsonNode.Parse(text)! : JsonValue.Create(text)!;

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static string Sentence(string name) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('-', ' ')}");

    [GeneratedRegex("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?\\z")]
    private static partial Regex NumberForm();

    [GeneratedRegex("^(.+):([0-9]{1,18})-([0-9]{1,18})\\z")]
    private static partial Regex SerialForm();
}
