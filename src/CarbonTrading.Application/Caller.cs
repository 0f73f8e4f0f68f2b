namespace CarbonTrading.Application;

/// <summary>Who asks, under which id.</summary>
/// <param name="Actor">Login of a person, or a system actor.</param>
/// <param name="CommandId">Unique id of the intent; 1..100 visible ASCII characters.</param>
/// <param name="Trace">Trace id of the request, or null.</param>
public sealed record Caller(string Actor, string CommandId, string? Trace = null)
{
    /// <summary>True for <c>process:x</c>, <c>job:x</c>, <c>system:x</c>.</summary>
    public bool IsSystem => Actor.Contains(':', StringComparison.Ordinal);

    /// <summary>Whether a text can be a command id.</summary>
    public static bool IsCommandId(string? id) => id is { Length: >= 1 and <= 100 } && id.All(c => c is > ' ' and <= '~');
}
