namespace CarbonTrading.Web.Components.Layout;

/// <summary>One entry of the navigation.</summary>
/// <param name="Name">Text key below <c>nav.</c>.</param>
/// <param name="Path">Address.</param>
/// <param name="Key">Letter after <c>g</c>.</param>
/// <param name="Policy">Policy that must hold for the entry to be shown; null = everyone.</param>
public sealed record ScreenEntry(string Name, string Path, string Key, string? Policy = null)
{
    /// <summary>Whether an address belongs to this entry.</summary>
    public bool IsAt(string path)
    {
        var plain = path.Split('?', '#')[0];
        return Path == "/" ? plain == "/" : plain == Path || plain.StartsWith(Path + "/", StringComparison.Ordinal);
    }
}

/// <summary>The navigation: one level, grouped by who uses it; the order never changes.</summary>
/// <remarks>The twelve screens of the product keep their letters, d p t m r s l x c i v e; x is kept for reconciliation, i for the decision lab.</remarks>
public static class Screens
{
    /// <summary>Groups with the screens that exist.</summary>
    public static readonly IReadOnlyList<(string Name, IReadOnlyList<ScreenEntry> Screens)> Groups =
    [
        ("today", [new("duties", "/", "d")]),
        ("trading",
        [
            new("positions", "/positions", "p"), new("trades", "/trades", "t"), new("orders", "/orders", "o"), new("contracts", "/contracts", "q"), new("market-data", "/market-data", "m"),
            new("risk", "/risk", "r"), new("limits", "/limits", "b"),
        ]),
        ("operations", [new("settlement", "/settlement", "s"), new("lots", "/lots", "l"), new("accounts", "/accounts", "y"), new("approvals", "/approvals", "a")]),
        ("compliance",
        [
            new("compliance", "/compliance", "c"), new("forecast", "/forecast", "f"), new("ccer", "/ccer", "k"), new("projects", "/projects", "h"),
        ]),
        ("finance", [new("costs", "/costs", "v")]),
        ("control", [new("evidence", "/evidence", "e"), new("rules", "/rules", "w"), new("jobs", "/jobs", "j"), new("people", "/people", "u", "see-people")]),
    ];
}
