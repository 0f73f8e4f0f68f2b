using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Application;
using CarbonTrading.Engine;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>A command read from a form that may not be filled in yet.</summary>
/// <param name="Command">The command, texts that are missing replaced; null = too little to look at.</param>
/// <param name="Missing">Names of the needed fields that are empty, in the order of the form.</param>
/// <param name="Unread">Name of the field that holds something else than it is for; null = none.</param>
public sealed record DealReading<TCommand>(TCommand? Command, IReadOnlyList<string> Missing, string? Unread) where TCommand : class
{
    /// <summary>Nothing typed.</summary>
    public static readonly DealReading<TCommand> Nothing = new(null, [], null);

    private const string NotGiven = "?";
    private static readonly string[] names = ["counterparty", "document"]; // no rule asks who or what it is

    /// <summary>Reads a body as the desk would; a name that is missing stops no check.</summary>
    /// <param name="body">What the form would send.</param>
    /// <param name="needed">Fields that are needed besides those of the record.</param>
    public static DealReading<TCommand> Of(JsonObject body, IReadOnlyList<string> needed)
    {
        var missing = FormField.Of(typeof(TCommand)).Where(f => f.Kind is not FieldKind.Flag && (f.Required || needed.Contains(f.Name)) && body[f.Name] is null)
            .Select(f => f.Name).ToList();
        if (missing.Except(names).Any()) return new(null, missing, null);
        var whole = (JsonObject)body.DeepClone();
        foreach (var name in missing) whole[name] = NotGiven;
        try { return new(whole.Deserialize<TCommand>(Contract.Strict), missing, null); }
        catch (JsonException wrong) { return new(null, missing, DeskErrors.BadInput(wrong).Field ?? ""); }
    }
}
