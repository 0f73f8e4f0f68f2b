using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>One column of a <c>DataTable</c>.</summary>
/// <param name="Head">Head, in the person's language.</param>
/// <param name="Value">What it is sorted, filtered and exported by.</param>
/// <param name="Written">How the head is written in the code: <c>T["trades.status"]</c>.</param>
public sealed record Column<TRow>(string Head, Func<TRow, object?> Value, [CallerArgumentExpression(nameof(Head))] string Written = "")
{
    /// <summary>What an address calls it: the last part of the key of its head, the same in every language and wherever the column stands.</summary>
    public string Name { get; init; } = ColumnName.Of(Written);

    /// <summary>Unit, light in the head.</summary>
    public string? Unit { get; init; }

    /// <summary>Its cells are tonnes in the unit the person chose; files stay in t.</summary>
    public bool InLargeUnit { get; init; }

    /// <summary>Code of the unit of a row's value, where rows differ in it.</summary>
    public Func<TRow, string>? Measure { get; init; }

    /// <summary>Numbers stand right.</summary>
    public bool Right { get; init; }

    /// <summary>Serials, hashes and ids.</summary>
    public bool Code { get; init; }

    /// <summary>Vertical hairline before it.</summary>
    public bool Separated { get; init; }

    /// <summary>What is shown; null = the value's text.</summary>
    public Func<TRow, RenderFragment>? Cell { get; init; }

    /// <summary>Shown under the column for the filtered rows; null = nothing.</summary>
    public Func<IReadOnlyList<TRow>, string>? Total { get; init; }

    /// <summary>What stands in place of <see cref="Total"/>: a figure that opens; null = its text.</summary>
    public Func<IReadOnlyList<TRow>, RenderFragment>? TotalCell { get; init; }

    /// <summary>Long texts are cut with the whole in the title.</summary>
    public bool Clip { get; init; }

    /// <summary>Not on the screen, only in the export: what a cell shows beside its value, or what there is no room for.</summary>
    public bool OnlyExported { get; init; }
}

/// <summary>Names of columns in addresses.</summary>
public static partial class ColumnName
{
    /// <summary><c>status</c> of <c>T["trades.status"]</c>, <c>p50</c> of <c>"P50"</c>; empty where the head is made in another way.</summary>
    public static string Of(string written) => Key().Match(written) is { Success: true } key ? key.Groups[1].Value
        : Literal().Match(written) is { Success: true } literal ? NoWord().Replace(literal.Groups[1].Value.ToLowerInvariant(), "-").Trim('-') : "";

    [GeneratedRegex("^T\\[\"(?:[a-z0-9-]+\\.)*([a-z0-9-]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("^\"([^\"]+)\"\\z")]
    private static partial Regex Literal();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
