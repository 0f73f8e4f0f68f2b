using System.Collections.Immutable;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Limits;

/// <summary>Headroom one trade holds.</summary>
/// <param name="Amount">Taken, in the limit's unit.</param>
/// <param name="Quantity">Whole quantity of the trade, tCO₂e.</param>
/// <param name="Day">Trade date.</param>
/// <param name="Settled">Part of the quantity that is settled, tCO₂e.</param>
/// <param name="IsReleased">Whether the rest was given back.</param>
public sealed record Take(decimal Amount, Tonnes Quantity, DateOnly Day, Tonnes Settled, bool IsReleased)
{
    private const int Decimals = 4;

    /// <summary>Part of the amount that is settled: in proportion to the quantity, half-up to 4 decimals; all of it for the whole.</summary>
    public decimal SettledAmount => Settled == Quantity ? Amount
        : decimal.Round(Amount * Settled.Value / Quantity.Value, Decimals, MidpointRounding.AwayFromZero);

    /// <summary>Not settled and not given back.</summary>
    public decimal Open => IsReleased ? 0m : Amount - SettledAmount;

    /// <summary>Counts for its day: what was not given back.</summary>
    public decimal Counted => IsReleased ? SettledAmount : Amount;
}

/// <summary>A time in which more is allowed.</summary>
/// <param name="Amount">By how much, in the limit's unit.</param>
/// <param name="Until">Last business date.</param>
/// <param name="Trade">The one trade it is for; null = every trade.</param>
public sealed record Override(decimal Amount, DateOnly Until, string? Trade);

/// <summary>One limit with the headroom trades hold under it. One event stream each.</summary>
/// <param name="Terms">As set last; null before.</param>
/// <param name="IsRetired">Ended for good.</param>
public sealed record Limit(SetLimit? Terms, bool IsRetired)
{
    private const int SettledKept = 1_000;

    /// <summary>No limit under this key.</summary>
    public static readonly Limit NotSet = new(null, false);

    /// <summary>Headroom by trade, the settled and given back too: nothing is taken twice.</summary>
    public ImmutableDictionary<string, Take> Takes { get; init; } = ImmutableDictionary<string, Take>.Empty;

    /// <summary>Overrides, ended ones too.</summary>
    public ImmutableList<Override> Overrides { get; init; } = [];

    /// <summary>Trades that were refused headroom and wait.</summary>
    public ImmutableDictionary<string, TakeHeadroom> Waiting { get; init; } = ImmutableDictionary<string, TakeHeadroom>.Empty;

    /// <summary>Taken and not settled, of all days.</summary>
    public decimal Open { get; init; }

    private ImmutableDictionary<DateOnly, (decimal Counted, decimal Settled)> Days { get; init; } = ImmutableDictionary<DateOnly, (decimal, decimal)>.Empty;

    private ImmutableList<(long At, decimal Amount)> SettledLately { get; init; } = [];

    /// <summary>Whether headroom is taken under it; a limit on a price or a share only looks at the trade.</summary>
    public bool Holds => Terms?.Kind is LimitKind.Trader or LimitKind.Book or LimitKind.Product or LimitKind.Counterparty or LimitKind.Position;

    /// <summary>Used on a day, in the limit's unit.</summary>
    /// <param name="day">Trade date; for a position it does not matter.</param>
    /// <param name="held">For a position: tonnes in the account as read.</param>
    /// <param name="at">Log position they were read at: what was settled later is not in them and counts.</param>
    public decimal UsedOn(DateOnly day, decimal held = 0m, long at = long.MaxValue) => Terms switch
    {
        null => 0m,
        { Kind: LimitKind.Position } => held + Open + SettledLately.Where(s => s.At > at).Sum(s => s.Amount),
        { Counts: LimitCounts.TradedPerDay } => Days.GetValueOrDefault(day).Counted,
        { Counts: LimitCounts.OpenAndTradedPerDay } => Open + Days.GetValueOrDefault(day).Settled,
        _ => Open,
    };

    /// <summary>Used for a trade: on its day, and on the business date where that has more.</summary>
    public decimal UsedFor(DateOnly day, DateOnly businessDate, decimal held, long at) => Terms?.Counts == LimitCounts.OpenAndTradedPerDay
        ? Math.Max(UsedOn(day), UsedOn(businessDate)) : UsedOn(day, held, at);

    /// <summary>What one trade adds to what is used on a day: what falls away when another takes its place.</summary>
    public decimal CountedFor(string trade, DateOnly day) => Takes.GetValueOrDefault(trade) is not { } taken ? 0m : Terms switch
    {
        { Kind: LimitKind.Position } => taken.IsReleased ? taken.SettledAmount : taken.Amount, // what was settled is held
        { Counts: LimitCounts.TradedPerDay } => taken.Day == day ? taken.Counted : 0m,
        { Counts: LimitCounts.OpenAndTradedPerDay } => taken.Open + (taken.Day == day ? taken.SettledAmount : 0m),
        _ => taken.Open,
    };

    /// <summary>The amount with the overrides in force on a business date, for one trade.</summary>
    /// <param name="businessDate">The day the books are on.</param>
    /// <param name="trade">Key of the trade; null = what every trade may count on.</param>
    public decimal AllowedFor(DateOnly businessDate, string? trade) => (Terms?.Amount ?? 0m)
        + Overrides.Where(o => o.Until >= businessDate && (o.Trade is null || o.Trade == trade)).Sum(o => o.Amount);

    /// <summary>Whether its last day is before a trade date.</summary>
    public bool IsOverOn(DateOnly day) => Terms is { } terms && terms.ValidTo < day;

    /// <summary>Whether it governs a day: set, not retired, begun. Past its last day it still does: it gives nothing.</summary>
    public bool Governs(DateOnly day) => Terms is { } terms && !IsRetired && terms.ValidFrom <= day;

    /// <summary>Whether it governs a deal: one that looks at what is open or held looks at a deal dated back as well, from the day it has begun.</summary>
    /// <param name="day">Trade date.</param>
    /// <param name="businessDate">The day the books are on.</param>
    public bool Governs(DateOnly day, DateOnly businessDate) =>
        Governs(day > businessDate || Terms is { Counts: LimitCounts.TradedPerDay } or { Kind: LimitKind.PriceDeviation } ? day : businessDate);

    /// <summary>With a trade's headroom changed: taken, settled in part, given back.</summary>
    public Limit With(string trade, Take changed, long? settledAt = null)
    {
        var before = Takes.GetValueOrDefault(trade);
        decimal Change(Func<Take, decimal> of) => of(changed) - (before is null ? 0m : of(before));
        var day = Days.GetValueOrDefault(changed.Day);
        var settled = Change(t => t.SettledAmount);
        var lately = settledAt is { } at && Terms?.Kind == LimitKind.Position ? SettledLately.Add((at, settled)) : SettledLately;
        return this with
        {
            Takes = Takes.SetItem(trade, changed),
            Waiting = Waiting.Remove(trade),
            Open = Open + Change(t => t.Open),
            Days = Days.SetItem(changed.Day, (day.Counted + Change(t => t.Counted), day.Settled + settled)),
            SettledLately = lately.Count > SettledKept ? lately.RemoveAt(0) : lately,
        };
    }
}
