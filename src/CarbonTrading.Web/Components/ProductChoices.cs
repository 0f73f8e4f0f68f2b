using System.Globalization;
using System.Text.RegularExpressions;
using CarbonTrading.Application;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Components;

/// <summary>Products a form offers: what is held, what has a price series, what the rules say is traded.</summary>
public static partial class ProductChoices
{
    private const int VintagesBack = 3;

    /// <summary>Products of a market, the newest vintage first; what the account holds is among them.</summary>
    /// <param name="workplace">Where they are read.</param>
    /// <param name="market">Market.</param>
    /// <param name="day">Day they are wanted for.</param>
    public static IReadOnlyList<Product> Of(Workplace workplace, string market, DateOnly day)
    {
        var instruments = workplace.Read.Prices.Catalogue.Instruments.Where(i => i.Market == market).ToList();
        var held = workplace.Read.Movements.Now.Cells.Select(c => c.Unit.Product).Where(p => p.Market == market);
        var ruled = OfRules(workplace.Rules, market, day).ToList();
        var byVintage = instruments.Where(i => i.Vintage is not null).Select(i => i.Product).Append(CcerHoldingDecider.CreditName).ToHashSet(StringComparer.Ordinal);
        var open = instruments.Select(i => i.Product).Concat(ruled.Where(p => p.Vintage == Vintage.None).Select(p => p.Name)).Distinct().ToList();
        var listed = instruments.Where(i => i.Vintage is not null).Select(i => new Product(market, i.Product, Vintage.Of(i.Vintage!.Value)))
            .Concat(open.SelectMany(name => byVintage.Contains(name)
                ? Enumerable.Range(day.Year - VintagesBack, VintagesBack + 1).Select(y => new Product(market, name, Vintage.Of(y))) : [new Product(market, name, Vintage.None)]));
        return [.. held.Concat(listed).Concat(ruled.Where(p => p.Vintage != Vintage.None)).Distinct().OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenByDescending(p => p.Vintage.Last).ThenByDescending(p => p.Vintage.First)];
    }

    /// <summary>Markets whose units an account or holding may have; every market where the key is nobody's.</summary>
    public static IReadOnlyList<string> Markets(Workplace workplace, string account)
    {
        var own = workplace.Read.TradingAccounts().Where(a => a.Key == account).Select(a => a.Market).Distinct().ToList();
        return own.Count > 0 ? own : [.. workplace.Read.TradingAccounts().Select(a => a.Market).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Code and name: <c>CEA25 · National allowance 2025</c>.</summary>
    public static string Name(Texts texts, Product product) => $"{product.Code} · {texts.OrCode("product-name", product.Name)}"
        + (product.Vintage == Vintage.None ? "" : $" {product.Vintage}");

    /// <summary>Market of a product or unit class as it is typed; null where it is neither.</summary>
    public static string? MarketOf(string? typed) => typed is null ? null : Product.TryParse(typed, out var product) ? product.Market
        : UnitClass.TryParse(typed, out var unit) ? unit.Product.Market : null;

    /// <summary>Market of an entity's units; null where it has none or several.</summary>
    public static string? MarketOf(ReadSide read, string plural, string key) => plural switch
    {
        "accounts" => read.Accounts.Find(key)?.Market,
        "trades" => read.Trades.Find(key)?.State.Terms?.Product.Market,
        "orders" => read.Orders.Find(key)?.State.Terms?.Product.Market,
        "contracts" => read.Contracts.Find(key)?.State.Terms?.Product.Market,
        "obligations" => read.Obligations.Find(key)?.State.Market,
        "ccer" or "projects" => CcerHoldingDecider.Market,
        _ => null,
    };

    private static IEnumerable<Product> OfRules(RuleBook rules, string market, DateOnly day)
    {
        if (rules.TryFind("products", market, day) is not { IsKnown: true, Text: { } codes }) yield break;
        foreach (var code in codes.Split(',', StringSplitOptions.TrimEntries))
            if (CodeForm().Match(code) is { Success: true } match)
            {
                var (first, last) = (match.Groups[2], match.Groups[3]);
                yield return new(market, match.Groups[1].Value, first.Length == 0 ? Vintage.None : new(Year(first), Year(last.Length > 0 ? last : first)));
            }
    }

    private static int Year(Group two) => 2000 + int.Parse(two.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([A-Z]+)(?:([0-9]{2})(?:-([0-9]{2}))?)?\\z")]
    private static partial Regex CodeForm();
}
