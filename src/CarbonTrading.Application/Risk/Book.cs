using CarbonTrading.Analytics.MonteCarlo;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>A position as the valuation sees it.</summary>
/// <param name="Entity">Organisation unit.</param>
/// <param name="Measure">What one unit is.</param>
/// <param name="Series">Series it is priced by; null = it has no value.</param>
/// <param name="WhyNot">Why it has none.</param>
internal sealed record Valued(string Account, string Entity, string Unit, string Measure, long Quantity, string? Series, Footing Footing, Remark? WhyNot)
{
    /// <summary>0 where units are no tonnes.</summary>
    public long Tonnes => Measure == UnitsOfAccount.Tonne ? Quantity : 0;
}

/// <summary>What is held and what is short, with the series that price it.</summary>
internal sealed class Book
{
    private readonly Dictionary<string, History> bySeries;

    private Book(IReadOnlyList<Valued> positions, IReadOnlyList<(ShortageRow Row, int? Days)> shortages, Dictionary<string, History> bySeries)
    {
        (Positions, Shortages, this.bySeries) = (positions, shortages, bySeries);
        var used = positions.Select(p => p.Series).Concat(shortages.Where(s => s.Days is not null).Select(s => s.Row.Series)).ToHashSet();
        Histories = [.. bySeries.Values.Where(h => used.Contains(h.Series)).OrderBy(h => h.Series, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Valued> Positions { get; }

    /// <summary>With the trading days to the deadline; null = it cannot be priced.</summary>
    public IReadOnlyList<(ShortageRow Row, int? Days)> Shortages { get; }

    /// <summary>By series.</summary>
    public IReadOnlyList<History> Histories { get; }

    public IReadOnlyList<Unvalued> Missing =>
        [.. Positions.Where(p => p.Series is null).Select(p => new Unvalued(p.Account, p.Unit, p.Quantity, p.WhyNot!, p.Entity, p.Measure))];

    public Footing Weakest => Positions.Count == 0 ? Footing.Sound : Positions.Max(p => p.Footing);

    /// <summary>Value of a position, CNY.</summary>
    public double ValueOf(Valued position) => position.Series is { } series ? position.Quantity * bySeries[series].Spot : 0;

    /// <summary>Sums by a key, with contributions by Euler's allocation.</summary>
    public IReadOnlyList<Contribution> Split(Func<Valued, string> key, Dictionary<string, FactorLoss> loss) =>
    [
        .. Positions.GroupBy(key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var valued = g.Where(p => p.Series is not null).ToList();
            double? Sum(Func<Valued, double> of) => valued.Count == 0 ? null : valued.Sum(of);
            return new Contribution(
                g.Key, valued.Sum(p => p.Tonnes), Sum(ValueOf), Sum(p => ValueOf(p) * loss[p.Series!].VaRPerValue), Sum(p => ValueOf(p) * loss[p.Series!].CVaRPerValue),
                g.Max(p => p.Footing), g.Where(p => p.Series is null).Sum(p => p.Tonnes));
        }),
    ];

    /// <summary>Reads it.</summary>
    public static Book Of(Workplace workplace, RiskRules rules, AsOf asOf, double tradingDaysPerYear)
    {
        var histories = new Histories(workplace, rules, asOf, tradingDaysPerYear);
        var rows = workplace.Queries.Positions(asOf);
        var shortages = Risk.Shortages.Find(workplace, asOf);
        var held = rows.Where(r => r.Held > 0).ToList();
        var read = held.Select(r => r.Price?.Series).Concat(shortages.Select(s => s.Series)).OfType<string>().Distinct(StringComparer.Ordinal)
            .ToDictionary(s => s, histories.Of, StringComparer.Ordinal);
        var found = read.Where(r => r.Value.History is not null).ToDictionary(r => r.Key, r => r.Value.History!, StringComparer.Ordinal);
        return new([.. held.Select(r => Position(r, read))], [.. shortages.Select(s => Due(workplace, asOf, s, read))], found);
    }

    private static Valued Position(PositionRow row, Dictionary<string, (History? History, Remark? WhyNot)> read)
    {
        var (history, why) = row.Price is { } price ? read[price.Series] : (null, Remark.Of("why.no-price", $"no price"));
        var footing = history is null ? Footing.Missing : Weaker(row.Price!.Proxy ? Footing.Proxy : Footing.Sound, history.Footing);
        return new(row.Account, row.Holder, row.Unit.ToString(), row.Measure, row.Held, history?.Series, footing, why);
    }

    private static (ShortageRow Row, int? Days) Due(
        Workplace workplace, AsOf asOf, ShortageRow row, Dictionary<string, (History? History, Remark? WhyNot)> read)
    {
        if (row.WhyNot is not null) return (row with { Footing = Footing.Missing }, null);
        var (history, why) = read[row.Series!];
        if (history is null) return (row with { Footing = Footing.Missing, WhyNot = why }, null);
        var calendar = workplace.Rules.Calendar("CN-ETS");
        if (!calendar.Covers(asOf.Date) || !calendar.Covers(row.Deadline!.Value))
            return (row with { Footing = Footing.Missing, WhyNot = Remark.Of("why.calendar", $"the trading calendar does not reach the deadline") }, null);
        return (row with { Footing = Weaker(row.Footing, history.Footing) }, Math.Max(1, calendar.Between(asOf.Date, row.Deadline.Value)));
    }

    private static Footing Weaker(Footing footing, FactorFooting series) =>
        series.Stale != false ? Footing.Stale : series.Weekly is not null && footing < Footing.Thin ? Footing.Thin : footing;
}
