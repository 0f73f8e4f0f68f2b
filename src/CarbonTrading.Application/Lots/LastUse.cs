using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>An obligation a lot could meet.</summary>
/// <param name="Obligation">Key.</param>
/// <param name="Year">Data year.</param>
/// <param name="Until">Last day the lot counts for it; null = no deadline is known.</param>
/// <param name="Remaining">What it still lacks, t; null = not known.</param>
/// <param name="Status">How sure the rules are.</param>
public sealed record LotUse(string Obligation, int Year, DateOnly? Until, long? Remaining, RuleStatus Status);

/// <summary>When a lot can be used last.</summary>
/// <param name="Day">Last day; null = no rule ends its use.</param>
/// <param name="Year">Last compliance year it counts for; null = none, or no rule.</param>
/// <param name="IsCarryOver">True: on that day it has to be put up for carry-over; false: surrendered.</param>
/// <param name="Source">Source of the rule that decided.</param>
/// <param name="Status">How sure it is.</param>
public sealed record LastUse(DateOnly? Day, int? Year, bool IsCarryOver, string Source, RuleStatus Status)
{
    /// <summary>No rule ends its use.</summary>
    public static readonly LastUse Open = new(null, null, false, "", RuleStatus.Unknown);
}

/// <summary>What the rules say of the use of units; asked once per product and day.</summary>
/// <remarks>
/// Rules: <c>vintage-usable-from</c>, <c>-to</c> and <c>surrender-deadline</c> by compliance year, <c>carry-over-application-deadline</c> by the year
/// carried into; of credits <c>offset-old-ccer-usable-until</c> and <c>offset-usable-registered-after</c>.
/// </remarks>
public sealed class LastUses(RuleBook rules)
{
    private const int YearsAhead = 3;
    private const int YearsBack = 8;
    private readonly Dictionary<(Product Product, int Year), LastUse> kept = [];

    /// <summary>Last use of an allowance: the deadline of the last year it counts for, or the last day to put it up for carry-over where that is later.</summary>
    /// <param name="product">What.</param>
    /// <param name="today">Years around this day are looked at.</param>
    public LastUse Of(Product product, DateOnly today)
    {
        if (kept.TryGetValue((product, today.Year), out var known)) return known;
        return kept[(product, today.Year)] = Find(product, today);
    }

    /// <summary>Whether an allowance counts for a compliance year, and until when.</summary>
    public (bool Counts, DateOnly? Until, RuleStatus Status) For(Product product, int year)
    {
        var usable = VintageUsability.Of(product.Market, year, rules);
        var deadline = SurrenderDeadline.Of(product.Market, year, rules);
        return (usable.Broken(product.Vintage) is null, deadline.Deadline?.Date, (RuleStatus)Math.Max((int)usable.Status, (int)deadline.Status));
    }

    /// <summary>Whether credits count for an obligation, and until when.</summary>
    public (bool Counts, DateOnly? Until, RuleStatus Status) For(CreditBatch batch, string market, int year, DateOnly today)
    {
        var deadline = SurrenderDeadline.Of(market, year, rules);
        var usability = Usability.Of(batch, market, year, deadline.Deadline?.Date ?? today, rules);
        var until = usability.Until is { } last && (deadline.Deadline is null || last < deadline.Deadline.Date) ? last : deadline.Deadline?.Date;
        return (usability.WhyNot is null || (usability.Until is { } old && today <= old), until, usability.Status);
    }

    /// <summary>Last use of credits: the last day of old ones, where a rule names one for every obligation they could meet.</summary>
    public LastUse Of(CreditBatch batch, IReadOnlyList<(string Market, int Year)> obligations, DateOnly today)
    {
        var ends = obligations.Select(o => (o.Year, Usability: Usability.Of(batch, o.Market, o.Year, today, rules))).ToList();
        if (ends.Count == 0 || ends.Any(e => e.Usability.Until is null)) return LastUse.Open;
        var (year, last) = ends.MaxBy(e => e.Usability.Until);
        return new(last.Until, year, false, last.Source, last.Status);
    }

    private LastUse Find(Product product, DateOnly today)
    {
        if (product.Vintage == Vintage.None) return LastUse.Open;
        int? last = null;
        var isOver = false; // whether a later year is known to take it no more
        for (var year = Math.Min(product.Vintage.First, today.Year) - 1; year <= today.Year + YearsAhead; year++)
        {
            if (year < today.Year - YearsBack) continue;
            var usable = VintageUsability.Of(product.Market, year, rules);
            if (usable.From?.Number is null && usable.To?.Number is null) continue; // nobody knows
            if (usable.Broken(product.Vintage) is null) (last, isOver) = (year, false);
            else if (last is not null) isOver = true;
        }

        if (last is not { } final || !isOver) return LastUse.Open;
        var deadline = SurrenderDeadline.Of(product.Market, final, rules);
        var window = CarryOverWindow.Of(product.Market, final + 1, rules);
        if (window?.Last is { } put && (deadline.Deadline is null || put > deadline.Deadline.Date)) return new(put, final, true, window.Source, window.Status);
        return new(deadline.Deadline?.Date, final, false, deadline.Source, deadline.Status);
    }
}
