using System.Collections.Immutable;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Orders;

/// <summary>Where an order stands.</summary>
public enum OrderStatus
{
    /// <summary>No order under this key.</summary>
    None,
    /// <summary>At the venue, nothing filled.</summary>
    Open,
    /// <summary>A part is filled, the rest stands.</summary>
    PartFilled,
    /// <summary>All of it is filled: final unless an execution is taken back.</summary>
    Filled,
    /// <summary>More is reported than was ordered: nothing more is booked until a correction arrives.</summary>
    Overfilled,
    /// <summary>What was not filled is ended.</summary>
    Cancelled,
    /// <summary>Its last day is over; what was not filled is ended.</summary>
    Expired,
}

/// <summary>One execution of an order.</summary>
/// <param name="Reported">As reported.</param>
/// <param name="Number">Number in the order.</param>
/// <param name="IsBooked">True: its trade was asked for.</param>
/// <param name="IsUnbooked">True: its trade was asked to be cancelled.</param>
/// <param name="Problem">Why its trade was refused, or could not be cancelled; null = nothing known.</param>
/// <param name="IsGone">True: its trade is cancelled, or never was.</param>
/// <param name="RecordedBy">Who entered it: does not approve its trade. Null = not kept.</param>
/// <param name="InPlaceOf">Number of the trade in whose place its trade is to stand; null = none.</param>
/// <param name="TakenOver">Number of the execution whose trade it took over; null = it has its own.</param>
public sealed record Fill(
    RecordFill Reported, int Number, bool IsBooked = false, bool IsUnbooked = false, SettlementProblem? Problem = null, bool IsGone = false, string? RecordedBy = null,
    int? TakenOver = null, int? InPlaceOf = null)
{
    /// <summary>Number of its trade in the order.</summary>
    public int TradeNumber => TakenOver ?? Number;

    /// <summary>Whether its trade is, or may still be, in the books.</summary>
    public bool IsInBooks => IsBooked && !IsGone;
}

/// <summary>One order with its executions; what counts does not depend on the order in which they arrived. One event stream each.</summary>
/// <param name="Terms">As placed; null before.</param>
/// <param name="PlacedBy">Maker of the order and of its trades.</param>
/// <param name="Checks">Venue rules applied when it was placed; failed ones are warnings.</param>
/// <param name="IsCancelled">Whether what was not filled is ended.</param>
/// <param name="Fills">Executions by the broker's id.</param>
/// <param name="Ended">Ids that stand no longer, with the reason: taken back, or replaced. May name an execution that did not arrive yet.</param>
public sealed record Order(
    PlaceOrder? Terms, string PlacedBy, IReadOnlyList<VenueCheck> Checks, bool IsCancelled, ImmutableSortedDictionary<string, Fill> Fills,
    ImmutableSortedDictionary<string, string> Ended)
{
    /// <summary>No order.</summary>
    public static readonly Order NotPlaced = new(null, "", [], false,
        ImmutableSortedDictionary.Create<string, Fill>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Whether what was not filled ended with its last day.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Executions that stand, in the order of arrival.</summary>
    public IEnumerable<Fill> Standing => Fills.Values.Where(f => Stands(f.Reported.Execution)).OrderBy(f => f.Number);

    /// <summary>Tonnes of the executions that stand.</summary>
    public Tonnes Filled => new(Standing.Sum(f => f.Reported.Quantity.Value));

    /// <summary>Tonnes ordered and not filled; 0 where more is filled, and once cancelled or expired.</summary>
    public Tonnes Open => Terms is null || IsCancelled || IsExpired ? Tonnes.Zero : new(Math.Max(0, Terms.Quantity.Value - Filled.Value));

    /// <summary>Volume-weighted price of the executions that stand, half-up to 6 decimals; null where there is none.</summary>
    public decimal? AveragePrice => Filled.Value is > 0 and var tonnes
        ? decimal.Round(Standing.Sum(f => (f.Reported.Price * f.Reported.Quantity).Amount) / tonnes, 6, MidpointRounding.AwayFromZero) : null;

    /// <summary>Where it stands.</summary>
    public OrderStatus Status => Terms is null ? OrderStatus.None
        : Filled > Terms.Quantity ? OrderStatus.Overfilled
        : Filled == Terms.Quantity ? OrderStatus.Filled
        : IsCancelled ? OrderStatus.Cancelled
        : IsExpired ? OrderStatus.Expired
        : Filled.IsZero ? OrderStatus.Open : OrderStatus.PartFilled;

    private static readonly string rejected = TradeErrors.RejectedStands("").Code;

    /// <summary>Whether an execution counts: neither taken back nor replaced.</summary>
    public bool Stands(string execution) => Fills.ContainsKey(execution) && !Ended.ContainsKey(execution);

    /// <summary>Whether an execution is worse than the order allows: dearer than a purchase's price, cheaper than a sale's.</summary>
    public bool IsWorse(Fill fill) => Terms is { } terms
        && (terms.Side == Side.Buy ? fill.Reported.Price.Amount > terms.Price.Amount : fill.Reported.Price.Amount < terms.Price.Amount);

    /// <summary>
    /// Whether an execution that stands can become a trade: what it replaces is out of the books, or cannot be cancelled any more and gives it its place;
    /// and with it no more is in them than was ordered. That a checker rejected its trade, told after it was asked to be cancelled, is no answer to that: the answer follows.
    /// </summary>
    public bool MayBeBooked(Fill fill) =>
        Wrong(fill) is var wrong && (wrong is null || (wrong is { IsUnbooked: true, Problem.Code: var told } && told != rejected))
        && With(fill with { IsBooked = true, InPlaceOf = wrong?.TradeNumber }).InBooks <= Terms!.Quantity.Value;

    /// <summary>Tonnes that are, or may still be, in the books. Of a trade that gives its place to another the larger of both counts: one of them will stand.</summary>
    public long InBooks
    {
        get
        {
            var booked = Fills.Values.Where(f => f.IsInBooks).ToList();
            var next = booked.Where(f => f.InPlaceOf is not null).ToLookup(f => f.InPlaceOf!.Value);
            if (next.Count == 0) return booked.Sum(f => f.Reported.Quantity.Value);
            Fill Last(Fill fill) => next[fill.TradeNumber].FirstOrDefault(f => f != fill) is { } later ? Last(later) : fill;
            return booked.GroupBy(f => Last(f).Number).Sum(g => g.Max(f => f.Reported.Quantity.Value));
        }
    }

    /// <summary>The execution whose trade is to take the place of an execution's trade; null = none.</summary>
    public Fill? Successor(Fill fill) => Fills.Values.FirstOrDefault(f => f.IsInBooks && f.InPlaceOf == fill.TradeNumber && f != fill);

    /// <summary>Of the executions it stands in place of, the last whose trade is in the books; null = none.</summary>
    public Fill? Wrong(Fill fill) => Before(fill).FirstOrDefault(f => f.IsInBooks);

    /// <summary>The execution that stands at the end of an execution's corrections; null = none.</summary>
    public Fill? Right(string execution) => Standing.FirstOrDefault(f => Before(f).Any(b => b.Reported.Execution == execution));

    /// <summary>The execution that stands whose trade is the one of an execution, its own or taken over; null = none.</summary>
    public string? OwnerOf(string execution) => Fills.GetValueOrDefault(execution) is not { } made ? null
        : Standing.FirstOrDefault(f => f.IsInBooks && f.TradeNumber == made.TradeNumber)?.Reported.Execution;

    /// <summary>What an execution stands in place of, the last first. Whoever names each other in a ring ends it.</summary>
    private IEnumerable<Fill> Before(Fill fill)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { fill.Reported.Execution };
        while (fill.Reported.Replaces is { } replaced && seen.Add(replaced) && Fills.TryGetValue(replaced, out var before)) yield return fill = before;
    }

    internal Order With(Fill fill) => this with { Fills = Fills.SetItem(fill.Reported.Execution, fill) };
}
