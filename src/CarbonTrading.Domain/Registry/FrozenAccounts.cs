using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>A day from which the authority of a market has frozen all its accounts.</summary>
/// <param name="From">First day.</param>
/// <param name="Rule">The rule.</param>
public sealed record FrozenAccounts(DateOnly From, RuleValue Rule)
{
    /// <summary>What stands against a movement of a day; null = nothing does.</summary>
    /// <remarks>
    /// Rules: <c>accounts-frozen-from</c> of the market, whose last day, once it is known, is the end of the value; <c>accounts-frozen-products</c>, the products in
    /// those accounts, all where none are named.
    /// </remarks>
    /// <param name="market">Market.</param>
    /// <param name="product">What is moved; null = not known.</param>
    /// <param name="day">Day of the movement or trade.</param>
    /// <param name="rules">Rule book.</param>
    public static FrozenAccounts? On(string market, Product? product, DateOnly day, RuleBook rules) =>
        rules.TryFind("accounts-frozen-from", market, day) is { IsKnown: true, Text: { } text } rule
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) && day >= from
        && !(product is { } moved && rules.TryFind("accounts-frozen-products", market, day) is { IsKnown: true, Text: { } codes }
            && !codes.Split(',', StringSplitOptions.TrimEntries).Contains(moved.Name))
            ? new(from, rule) : null;
}
