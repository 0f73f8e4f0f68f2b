using CarbonTrading.Application;
using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>The rule files of the product: for cases whose numbers are the law's.</summary>
public static class RealRules
{
    public static readonly RuleBook Book = RuleFiles.Load(MarketData.Folder).Rules;

    public static Story<Obligation, ObligationCommand, ObligationEvent> Obligation => new(ObligationDecider.Instance, Book);

    public static Story<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> Holding => new(CcerHoldingDecider.Instance, Book);

    public static Story<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Project => new(ReductionProjectDecider.Instance, Book);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Value of a rule of the national market in a year.</summary>
    public static decimal National(string parameter, int year) => Book.Find(parameter, "cn-ets", year).Value;
}
