using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

/// <summary>Which trades a limit is about.</summary>
public static class Scopes
{
    /// <summary>Whether a limit is about a trade.</summary>
    public static bool Applies(SetLimit limit, CaptureTrade c, string person) => limit.Kind switch
    {
        LimitKind.Trader => Same(limit.Scope, person),
        LimitKind.Book => Same(limit.Scope, c.Book),
        LimitKind.Counterparty => Same(limit.Scope, c.Counterparty),
        LimitKind.Position => c.Side == Side.Buy && limit.Account == c.Account && Covers(limit.Scope, c.Product),
        LimitKind.Concentration => ShareOf(limit.Scope) is ("counterparty", var name)
            ? Same(name, c.Counterparty) : IsPart(limit.Scope, c.Account, c.Product),
        _ => Covers(limit.Scope, c.Product),
    };

    /// <summary>Whether a scope of products covers one: itself, all vintages of it, its market, or *.</summary>
    public static bool Covers(string scope, Product product) =>
        scope == "*" || $"{product}/".StartsWith(scope + "/", StringComparison.Ordinal);

    /// <summary>What a share is of: account, product or counterparty, and which.</summary>
    public static (string What, string Which) ShareOf(string scope)
    {
        var cut = scope.IndexOf(':', StringComparison.Ordinal);
        return cut < 0 ? ("", scope) : (scope[..cut], scope[(cut + 1)..]);
    }

    /// <summary>Whether tonnes of a product in an account belong to the part a share is of.</summary>
    public static bool IsPart(string scope, string account, Product product) => ShareOf(scope) switch
    {
        ("account", var key) => key == account,
        ("product", var products) => Covers(products, product),
        _ => false,
    };

    /// <summary>Names are compared without case and outer spaces.</summary>
    public static bool Same(string? a, string? b) =>
        !string.IsNullOrWhiteSpace(a) && string.Equals(a.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);
}
