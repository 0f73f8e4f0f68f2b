using System.Text.Json;

namespace CarbonTrading.Web;

/// <summary>Enum values as the API writes them.</summary>
public static class Kebab
{
    /// <summary><c>PendingApproval</c> as <c>pending-approval</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A field as texts name it: <c>tradeDate</c> as <c>trade-date</c>.</summary>
    public static string Of(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
