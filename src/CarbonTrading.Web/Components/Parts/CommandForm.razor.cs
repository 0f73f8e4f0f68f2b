using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Application;
using CarbonTrading.Application.Views;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Components;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>The form of one command.</summary>
public sealed partial class CommandForm
{
    private const string Other = "?"; // what is not in the list is spelled
    private static readonly string[] accountFields = ["account", "otherAccount"];
    private readonly Dictionary<string, string?> typed = new(StringComparer.Ordinal);
    private readonly HashSet<string> spelled = new(StringComparer.Ordinal);
    private static readonly string[] today = ["effective", "start", "tradeDate", "date"]; // days on which things happen; periods start empty
    private IReadOnlyList<FormField> fields = [];
    private Type type = typeof(object);
    private string shownFor = "", shownOnly = "";
    private string commandId = NewCommandId();
    private DomainError? error;
    private bool busy;

    /// <summary>Name of the entity kind in addresses: accounts, trades.</summary>
    [Parameter, EditorRequired] public string Plural { get; set; } = "";
    /// <summary>Key of the entity.</summary>
    [Parameter, EditorRequired] public string Key { get; set; } = "";
    /// <summary>Command in kebab case.</summary>
    [Parameter, EditorRequired] public string Command { get; set; } = "";
    /// <summary>What stands on the button; null = the command.</summary>
    [Parameter] public string? Button { get; set; }
    /// <summary>Values to start from.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Start { get; set; } = new Dictionary<string, string>();
    /// <summary>Values that are sent and not asked for: they were chosen outside the form.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Fixed { get; set; } = new Dictionary<string, string>();
    /// <summary>Values offered while a text is typed.</summary>
    [Parameter] public IReadOnlyDictionary<string, IReadOnlyList<string>> Suggestions { get; set; } = new Dictionary<string, IReadOnlyList<string>>();
    /// <summary>Accounts and holdings its account fields pick from, by name; none = their key is typed.</summary>
    [Parameter] public IReadOnlyList<AccountEntry> Accounts { get; set; } = [];
    /// <summary>Names of the fields that are shown; null = all. What was typed stays where a field stays.</summary>
    [Parameter] public IReadOnlyList<string>? Only { get; set; }
    /// <summary>Names of fields that are needed here though the record could do without them.</summary>
    [Parameter] public IReadOnlyList<string> Needed { get; set; } = [];
    /// <summary>Why it cannot be sent as it is filled in: the check that stops it; null = it can.</summary>
    [Parameter] public string? Blocked { get; set; }
    /// <summary>What the product would say to it as it is filled in: shown at its field; null = nothing.</summary>
    [Parameter] public DomainError? Refusal { get; set; }
    /// <summary>True: a warning stands, the remark is its reason and is needed.</summary>
    [Parameter] public bool NeedsReason { get; set; }
    /// <summary>Told the body after every change, and once at the start.</summary>
    [Parameter] public EventCallback<JsonObject> Typed { get; set; }
    /// <summary>Called when accepted; true = it waits for a second person.</summary>
    [Parameter] public EventCallback<bool> Done { get; set; }
    /// <summary>Called when it is given up.</summary>
    [Parameter] public EventCallback Cancelled { get; set; }

    private DomainError? Standing => error ?? Refusal;

    private string Label => T.OrCode("command", Command);

    private string? WhyOff => WhyNot(type);

    /// <summary>Unit of the quantities: that of the product picked, else of the market the entity is in.</summary>
    private string Measure => Measures.Of(Market ?? "");

    private string? Market => fields.Where(f => f.Kind is FieldKind.Product or FieldKind.Unit).Select(f => ProductChoices.MarketOf(typed[f.Name])).FirstOrDefault(m => m is not null)
        ?? MarketOfEntity ?? (ProductChoices.Markets(Workplace, typed.GetValueOrDefault("account") ?? "") is [var only] ? only : null);

    /// <summary>Currency a price is in where none is typed: that of the market; null where the market is not known yet.</summary>
    private string? Currency => Market is { } market && Workplace.Rules.TryFind("currency", market, Seen.Date) is { IsKnown: true, Text: { } currency } ? currency : null;

    private string? MarketOfEntity => ProductChoices.MarketOf(Read, Plural, Key);

    private IReadOnlyList<UnitClass> UnitsHeld => [.. Read.Movements.Now.Cells.Where(c => c.Account == Key).Select(c => c.Unit).Distinct().OrderBy(u => u.ToString(), StringComparer.Ordinal)];

    /// <inheritdoc/>
    protected override async Task Load()
    {
        var (shown, only) = ($"{Plural}/{Key}/{Command}", $"{(Only is null ? "" : string.Join(',', Only))}|{string.Join(',', Fixed)}");
        if (shownFor == shown && shownOnly == only) return;
        if (shownFor != shown)
        {
            (error, commandId) = (null, NewCommandId());
            typed.Clear();
            spelled.Clear();
        }

        (shownFor, shownOnly) = (shown, only);
        type = Entities.ByPlural(Plural)!.Commands[Command];
        fields = [.. FormField.Of(type).Where(f => (Only is null || Only.Contains(f.Name)) && !Fixed.ContainsKey(f.Name))];
        foreach (var field in fields.Where(f => !typed.ContainsKey(f.Name)))
            typed[field.Name] = Start.TryGetValue(field.Name, out var value) ? value
                : field is { Kind: FieldKind.Date, Required: true } && today.Contains(field.Name) ? Seen.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : field.Kind == FieldKind.Choice && IsNeeded(field) ? field.Choices[0] : null;
        await Tell();
    }

    private Task Changed()
    {
        isTouched = true;
        _ = Keep();
        return Tell();
    }

    private async Task Tell()
    {
        if (Typed.HasDelegate) await Typed.InvokeAsync(Body());
    }

    private Task Put(FormField field, string? value)
    {
        typed[field.Name] = value;
        return Changed();
    }

    private Task Pick(FormField field, string? picked)
    {
        if (picked == Other) spelled.Add(field.Name);
        return Put(field, picked == Other ? null : picked);
    }

    private JsonObject Body()
    {
        var body = new JsonObject();
        foreach (var field in fields)
            if (field.ToJson(typed[field.Name], Currency) is { } value) field.Place(body, value);
        foreach (var field in FormField.Of(type).Where(f => Fixed.ContainsKey(f.Name))) field.Place(body, field.ToJson(Fixed[field.Name])!);
        return body;
    }

    private async Task Send()
    {
        if (busy || WhyOff is not null || Blocked is not null) return;
        if (fields.FirstOrDefault(f => IsNeeded(f) && f.Kind is not (FieldKind.Flag or FieldKind.Choices) && string.IsNullOrWhiteSpace(typed[f.Name])) is { } empty)
        {
            error = new DomainError("", ErrorKind.Invalid, T["form.missing"], empty.Name);
            return;
        }

        busy = true;
        try
        {
            using var json = JsonDocument.Parse(Body().ToJsonString());
            var outcome = await Entities.ByPlural(Plural)!.Execute(Workplace.Desk, Key, Command, json.RootElement, new Caller(Login, commandId), CancellationToken.None);
            // A refusal leaves the intent open; what was accepted is answered the same for the same id.
            (error, var proposed) = await After(outcome);
            if (error is null)
            {
                (commandId, shownFor, isRestored) = (NewCommandId(), "", false);
                await Drop();
                await Done.InvokeAsync(proposed);
            }
            else if (error.Kind != ErrorKind.Unavailable) commandId = NewCommandId();
        }
        finally { busy = false; }
    }

    private string Id(FormField field) => $"{Command}-{field.Name.Replace('.', '-')}";

    private string Word(string choice) => T.OrCode("word", choice);

    private bool IsReason(FormField field) => NeedsReason && field.Name == "remark";

    private bool IsNeeded(FormField field) => field.Required || Needed.Contains(field.Name) || IsReason(field) || IsNeededByChoice(field.Name);

    /// <summary>Of the papers filed, an application for carry-over says how much of which product.</summary>
    private bool IsNeededByChoice(string field) => Command == "record-filing" && field is "quantity" or "product" && typed.GetValueOrDefault("filing") == "carry-over";

    /// <summary>By market: those of the account the form is about, or of the one typed.</summary>
    private IEnumerable<(string Market, IReadOnlyList<Product> Products)> ProductsFor(FormField field)
    {
        var account = field.Name == "otherProduct" && typed.GetValueOrDefault("otherAccount") is { Length: > 0 } other ? other : typed.GetValueOrDefault("account");
        var markets = MarketOfEntity is { } own ? [own] : ProductChoices.Markets(Workplace, account ?? "");
        var listed = markets.Select(m => (Market: m, Products: ProductChoices.Of(Workplace, m, Seen.Date))).ToList();
        // What stands in the field is in its list, whatever the account.
        if (typed[field.Name] is { } set && Product.TryParse(set, out var chosen) && !listed.Any(l => l.Products.Contains(chosen))) listed.Insert(0, (chosen.Market, [chosen]));
        return listed.Where(l => l.Products.Count > 0);
    }

    private HashSet<string> Chosen(FormField field) => [.. (typed[field.Name] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private Task Choose(FormField field, string choice, bool on)
    {
        var chosen = Chosen(field);
        if (on) chosen.Add(choice);
        else chosen.Remove(choice);
        return Put(field, string.Join(',', chosen));
    }
}
