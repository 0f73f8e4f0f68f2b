using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Which vintages count for a compliance year.</summary>
/// <param name="From">Oldest; null = no rule.</param>
/// <param name="To">Newest; null = no rule.</param>
/// <param name="Status">The weaker of the two.</param>
public sealed record VintageUsability(RuleValue? From, RuleValue? To, RuleStatus Status)
{
    /// <summary>Reads the rules <c>vintage-usable-from</c> and <c>vintage-usable-to</c> of market and compliance year.</summary>
    public static VintageUsability Of(string market, int year, RuleBook rules)
    {
        var day = new DateOnly(year, 1, 1);
        var (from, to) = (rules.TryFind("vintage-usable-from", market, day), rules.TryFind("vintage-usable-to", market, day));
        return new(from, to, new[] { from, to }.Max(v => v?.Status ?? RuleStatus.Unknown));
    }

    /// <summary>Reads the rules <c>arrears-vintage-usable-from</c> and <c>-to</c> of market and compliance year: what settles a year that is still short after its deadline.</summary>
    /// <param name="market">Market.</param>
    /// <param name="year">Compliance year.</param>
    /// <param name="rules">Rule book.</param>
    /// <param name="day">Day of the surrender; up to the deadline there are no arrears.</param>
    /// <param name="known">Day the rule must have been published by.</param>
    /// <returns>Null before the deadline, or where no such rule is known.</returns>
    public static VintageUsability? OfArrears(string market, int year, RuleBook rules, DateOnly day, DateOnly known)
    {
        if (Compliance.SurrenderDeadline.Of(market, year, rules).Deadline is not { } deadline || day <= deadline.Date) return null;
        var first = new DateOnly(year, 1, 1);
        return rules.TryFind("arrears-vintage-usable-from", market, first, known) is { IsKnown: true } from
            && rules.TryFind("arrears-vintage-usable-to", market, first, known) is { IsKnown: true } to ? new(from, to, from.Status > to.Status ? from.Status : to.Status) : null;
    }

    /// <summary>Source of the weaker rule.</summary>
    public string Source => new[] { From, To }.MaxBy(v => v?.Status ?? RuleStatus.Unknown)?.Source ?? "no vintage rule for this market and year";

    /// <summary>The first rule a vintage breaks; null = it counts. Units without a vintage always count.</summary>
    public RuleValue? Broken(Vintage vintage) =>
        vintage == Vintage.None ? null
        : From is { Number: { } first } && vintage.First < first ? From
        : To is { Number: { } last } && vintage.Last > last ? To
        : null;

    /// <summary>The range in words: <c>2019 to 2024</c>.</summary>
    public string Range => $"{Year(From)} to {Year(To)}";

    private static string Year(RuleValue? rule) => rule?.Number?.ToString("0", CultureInfo.InvariantCulture) ?? "any";
}
