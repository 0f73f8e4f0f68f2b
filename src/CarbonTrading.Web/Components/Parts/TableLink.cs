using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>What a table shows of its rows, as the address has it: the text they are filtered by, and the column they are sorted by.</summary>
/// <param name="Find">Text; empty = all rows.</param>
/// <param name="Column">Name of the column; null = as they come.</param>
/// <param name="Up">Whether the least comes first.</param>
public sealed partial record TableLink(string Find, string? Column, bool Up)
{
    private const int FindMax = 200;

    /// <summary>Reads <c>find</c> and <c>sort</c>, or <c>id.find</c> and <c>id.sort</c>; what is not one is passed over.</summary>
    public static TableLink Of(string uri, string id)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri, UriKind.Absolute).Query);
        var find = query.TryGetValue(Name(id, "find"), out var text) ? text.ToString().Trim() : "";
        var sort = query.TryGetValue(Name(id, "sort"), out var asked) && Sort().Match(asked.ToString()) is { Success: true } match ? match : null;
        return new(find.Length > FindMax ? find[..FindMax] : find, sort?.Groups[2].Value, sort is null || sort.Groups[1].Length == 0);
    }

    /// <summary>Values of the address; null takes one out.</summary>
    public Dictionary<string, object?> Query(string id) => new()
    {
        [Name(id, "find")] = Find.Length == 0 ? null : Find,
        [Name(id, "sort")] = Column is null ? null : Up ? Column : "-" + Column,
    };

    /// <summary>After a click on the head of a column: up, down, as they came.</summary>
    public TableLink SortedBy(string column) => Column != column ? this with { Column = column, Up = true } : Up ? this with { Up = false } : this with { Column = null, Up = true };

    [GeneratedRegex("^(-?)([^-\\s].{0,79})\\z")]
    private static partial Regex Sort();

    private static string Name(string id, string what) => id.Length == 0 ? what : $"{id}.{what}";
}
