using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>Which rule, calendar and factor files the product has worked with, and since when. One stream, <c>rule-book/FILES</c>.</summary>
/// <param name="Version">Version of the last load; empty before the first.</param>
/// <param name="Files">Path to content hash, as of the last load.</param>
public sealed record RuleBookLog(string Version, ImmutableSortedDictionary<string, string> Files)
{
    /// <summary>Nothing loaded yet.</summary>
    public static readonly RuleBookLog Empty = new("", ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Key of the one stream.</summary>
    public const string Key = "FILES";
}

/// <summary>A file as it was loaded.</summary>
/// <param name="Path">Below market-data.</param>
/// <param name="Hash">SHA-256 of the content, hex.</param>
/// <param name="Content">The text itself.</param>
public sealed record RuleFile(string Path, string Hash, string Content);

/// <summary>A command on the rule-book log.</summary>
[JsonDerivedType(typeof(LoadRuleBook), "load-rule-book")]
public abstract record RuleBookCommand;

/// <summary>Says which files the node starts with.</summary>
public sealed record LoadRuleBook(string Version, IReadOnlyList<RuleFile> Files) : RuleBookCommand;

/// <summary>What happened to the rule book.</summary>
[JsonDerivedType(typeof(RuleBookLoaded), "rule-book.loaded.v1")]
public abstract record RuleBookEvent;

/// <summary>The files differ from those before; new and changed ones with their content.</summary>
public sealed record RuleBookLoaded(string Version, IReadOnlyList<RuleFile> Changed, IReadOnlyList<string> Removed) : RuleBookEvent;

/// <summary>Refusals of <see cref="RuleBookDecider"/>.</summary>
public static class RuleBookErrors
{
    /// <summary>Nothing is different.</summary>
    public static DomainError Unchanged() => new("rule-book.unchanged", ErrorKind.Conflict, "The files are those loaded last; there is nothing to record.");
}

/// <summary>Rules of <see cref="RuleBookLog"/>.</summary>
public static class RuleBookDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<RuleBookLog, RuleBookCommand, RuleBookEvent> Instance = new("rule-book", RuleBookLog.Empty, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<RuleBookEvent> Decide(RuleBookLog state, RuleBookCommand command, Context context)
    {
        if (command is not LoadRuleBook load) throw new UnreachableException($"no decision for {command.GetType().Name}");
        var changed = load.Files.Where(f => !state.Files.TryGetValue(f.Path, out var hash) || hash != f.Hash).ToList();
        var removed = state.Files.Keys.Except(load.Files.Select(f => f.Path)).ToList();
        return changed.Count + removed.Count == 0 ? RuleBookErrors.Unchanged() : new RuleBookLoaded(load.Version, changed, removed);
    }

    /// <summary>Next state.</summary>
    public static RuleBookLog Evolve(RuleBookLog state, RuleBookEvent happened) => happened switch
    {
        RuleBookLoaded e => new(e.Version, state.Files.RemoveRange(e.Removed).SetItems(e.Changed.Select(f => KeyValuePair.Create(f.Path, f.Hash)))),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };
}
