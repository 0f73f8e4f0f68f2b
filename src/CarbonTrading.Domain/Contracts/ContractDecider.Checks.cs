using System.Globalization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    private const string Source = "rules of term contracts";

    /// <summary>What the terms of a contract are held against, kept or not: what a form shows beside itself.</summary>
    /// <remarks>Each line is one of the refusals of <c>AgreeContract</c>, but for a limit on holdings nobody has found: it is said to be not known.</remarks>
    public static IReadOnlyList<VenueCheck> ChecksOf(AgreeContract c, Context context)
    {
        var checks = new List<VenueCheck>
        {
            Check("agreed-on", $"{Day(c.AgreedOn)} ≤ {Day(context.BusinessDate)}", WrongAgreedOn(c, context)),
            Check("starts-on", $"{Day(c.AgreedOn)} ≤ {Day(c.StartsOn)}", WrongStart(c)),
        };
        if (c.EndsOn is { } end) checks.Add(Check("ends-on", $"{Day(c.StartsOn)} < {Day(end)}", WrongEnd(c)));
        if (c.EndPrice is { } price) checks.Add(Check("end-price", $"{price} : {c.Price.Currency}", WrongEndPrice(c)));
        if (c.CallShare is { } share) checks.Add(Check("call-share", $"0 < {share.ToString(CultureInfo.InvariantCulture)} ≤ 1", WrongShare(c)));
        foreach (var market in new[] { c.Product.Market, c.OtherProduct?.Market }.OfType<string>().Distinct())
            checks.Add(Check("market-known", market, context.Rules.HasMarket(market) ? null : ContractErrors.MarketUnknown(market)));
        if (IsWhole(c) && ContractLegs.Receipt(c)?.Product is { } comes && context.Rules.TryFind("position-limit", comes.Market, c.AgreedOn) is { IsKnown: false } rule)
            checks.Add(new("position-limit", true, $"≤ ? {context.Rules.UnitOf(comes.Market, c.AgreedOn)}", rule.Source, RuleStatus.Unknown, "rule"));
        return checks;
    }

    private static VenueCheck Check(string code, string operands, DomainError? refusal) => new(code, refusal is null, operands, Source, RuleStatus.InForce);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
