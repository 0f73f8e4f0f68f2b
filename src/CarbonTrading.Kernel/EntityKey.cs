using System.Text.RegularExpressions;

namespace CarbonTrading.Kernel;

/// <summary>The readable key of an entity: 1 to 40 of A-Z, 0-9 and hyphen, not starting with a hyphen.</summary>
public static partial class EntityKey
{
    /// <summary>Whether the text can be a key.</summary>
    public static bool IsValid(string? key) => key is not null && Form().IsMatch(key);

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{0,39}\\z")]
    private static partial Regex Form();
}
