using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Rules;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>What a figure rests on, the best first; a sum is as good as its weakest part.</summary>
public enum Footing
{
    /// <summary>Prices of the product, of the day or within its age limit, and a volatility of regular trade.</summary>
    Sound,
    /// <summary>Volatility of thin trade.</summary>
    Thin,
    /// <summary>Another product's price.</summary>
    Proxy,
    /// <summary>A price older than its series allows, or of unknown age.</summary>
    Stale,
    /// <summary>Tonnes without a price: they are not in the figure.</summary>
    Missing,
}

/// <summary>A position that could not be valued.</summary>
/// <param name="Quantity">Held, in its measure.</param>
/// <param name="Measure">What one unit is: <c>t</c>, or what the market counts in.</param>
public sealed record Unvalued(string Account, string Unit, long Quantity, Remark Why, string Entity = "", string Measure = UnitsOfAccount.Tonne)
{
    /// <summary>0 where units are no tonnes.</summary>
    public long Tonnes => Measure == UnitsOfAccount.Tonne ? Quantity : 0;
}

/// <summary>Correlations that history does not give, and what they do to the result.</summary>
/// <param name="Pairs">Pairs of series with fewer than 60 common returns.</param>
/// <param name="Assumed">Used in the result.</param>
/// <param name="VaRAtZero">VaR 95 % 1 day with all of them at 0.</param>
/// <param name="VaR">The same as stated.</param>
/// <param name="VaRAtOne">The same at 1.</param>
/// <param name="MovedAtZero">Largest change of an entry to the nearest possible matrix there; 0 = it was possible as it was.</param>
/// <param name="Moved">The same as stated.</param>
/// <param name="MovedAtOne">The same at 1. Measured entries move too: with them as they are, 1 is not possible.</param>
public sealed record CorrelationAssumption(
    IReadOnlyList<string> Pairs, double Assumed, double VaRAtZero, double VaR, double VaRAtOne, double MovedAtZero, double Moved, double MovedAtOne);

/// <summary>A correlation as it was used.</summary>
/// <param name="Common">Common returns.</param>
/// <param name="Measured">From history; null = assumed.</param>
/// <param name="Used">In the simulation.</param>
public sealed record CorrelationPair(string First, string Second, int Common, double? Measured, double Used);

/// <summary>A price series as a source of risk.</summary>
/// <param name="Price">In its own currency.</param>
/// <param name="Rate">CNY for one unit of it; 1 for CNY.</param>
/// <param name="Observations">Prices looked at.</param>
/// <param name="DailyVolatility">By days, whatever was used.</param>
/// <param name="Volatility">Used.</param>
/// <param name="Weekly">Where trade is thin: what it was measured by.</param>
/// <param name="ThinShare">Share of days of thin trade; null = the source gives no tonnes.</param>
/// <param name="Unreached">Gaps counted in weekdays because the calendar does not reach there.</param>
public sealed record FactorFooting(
    string Series, string Currency, decimal Price, DateOnly PriceDate, int? AgeTradingDays, bool? Stale, double Rate, string? RateSeries, DateOnly? RateDate,
    int Observations, DateOnly First, double? DailyVolatility, double Volatility, WeeklyVolatility? Weekly, double? ThinShare, int Unreached);

/// <summary>A part of the whole: of an entity, or of a unit class.</summary>
/// <param name="Key">Organisation unit, or unit class.</param>
/// <param name="Tonnes">Valued.</param>
/// <param name="Value">CNY; null = nothing of it could be valued, as of the two after it.</param>
/// <param name="VaR">Contribution to VaR 95 % 1 day, CNY: all of them add up to it.</param>
/// <param name="CVaR">Contribution to CVaR 95 % 1 day, CNY.</param>
/// <param name="Footing">The weakest it rests on.</param>
/// <param name="WithoutTonnes">Held, and not in any of the figures.</param>
public sealed record Contribution(string Key, long Tonnes, double? Value, double? VaR, double? CVaR, Footing Footing, long WithoutTonnes);

/// <summary>An obligation that is expected to end short.</summary>
/// <param name="Entity">Organisation unit of the account.</param>
/// <param name="Needed">Expected to be still to surrender at P50, t.</param>
/// <param name="Usable">Free in the account and usable for it, and the allocation to come, t.</param>
/// <param name="Verified">Whether the emissions are verified; else reported or expected.</param>
/// <param name="Deadline">Null = not known.</param>
/// <param name="DeadlineStatus">How sure the deadline is.</param>
/// <param name="Series">Series the tonnes are priced by; null = none.</param>
/// <param name="Cost">Null = it cannot be said; <paramref name="WhyNot"/> says why.</param>
public sealed record ShortageRow(
    string Obligation, string Account, string Entity, string Market, int Year, long Needed, long Usable, bool Verified, DateOnly? Deadline, RuleStatus DeadlineStatus,
    string? Series, Footing Footing, CostAtRisk? Cost, Remark? WhyNot)
{
    /// <summary>To be bought, t.</summary>
    public long Short => Needed - Usable;
}

/// <summary>Market value and risk of what is held, as of a pair of dates.</summary>
/// <param name="InputHash">SHA-256 over everything it depends on besides seed and number of paths.</param>
/// <param name="Value">CNY.</param>
/// <param name="StandardError">Of the mean in 10 days.</param>
/// <param name="Tails">VaR and CVaR 95 and 99 at 1 and 10 trading days, CNY.</param>
/// <param name="Distribution">Change of value in 10 trading days.</param>
/// <param name="Labels">What the figures rest on that is not a price of the day: proxy, stale, thin, assumed, missing.</param>
public sealed record ValuationResult(
    DateOnly AsOf, long Known, ulong Seed, int Paths, string Kernel, string InputHash, double Value, double MeanIn10Days, double StandardError,
    IReadOnlyList<TailRisk> Tails, IReadOnlyList<FanDay> Fan, IReadOnlyList<Bin> Distribution, IReadOnlyList<Factor> Factors,
    IReadOnlyList<Unvalued> Missing, CorrelationAssumption? Assumption, IReadOnlyList<Remark> Labels)
{
    /// <summary>Change of value in 1 trading day.</summary>
    public IReadOnlyList<Bin> OneDay { get; init; } = [];

    /// <summary>VaR and CVaR 95 % 1 day over the first eighth, quarter, half and all of the paths.</summary>
    public IReadOnlyList<Convergence> Convergence { get; init; } = [];

    /// <summary>The price series behind the factors, in their order.</summary>
    public IReadOnlyList<FactorFooting> Footings { get; init; } = [];

    /// <summary>Correlations.</summary>
    public IReadOnlyList<CorrelationPair> Correlations { get; init; } = [];

    /// <summary>By organisation unit.</summary>
    public IReadOnlyList<Contribution> ByEntity { get; init; } = [];

    /// <summary>By unit class.</summary>
    public IReadOnlyList<Contribution> ByUnit { get; init; } = [];

    /// <summary>Obligations that are not covered.</summary>
    public IReadOnlyList<ShortageRow> Shortages { get; init; } = [];

    /// <summary>Cost of all shortages that could be priced; null = there are none.</summary>
    public CostAtRisk? ShortageCost { get; init; }

    /// <summary>The weakest anything held rests on.</summary>
    public Footing Footing { get; init; }

    /// <summary>Held, and in none of the figures.</summary>
    public long WithoutTonnes => Missing.Sum(m => m.Tonnes);

    /// <summary>Whether nothing weak is under the figures.</summary>
    public bool IsFinal => Labels.Count == 0;

    /// <summary>VaR and CVaR of one level and horizon; null where nothing is valued.</summary>
    public TailRisk? Tail(double level, int days) => Tails.FirstOrDefault(t => t.Level == level && t.Days == days);
}
