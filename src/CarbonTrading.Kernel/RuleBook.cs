using System.Globalization;

namespace CarbonTrading.Kernel;

/// <summary>How sure a rule's value is. Only <see cref="InForce"/> may refuse a command; weaker ones are labels and warnings.</summary>
public enum RuleStatus
{
    /// <summary>Text read or known for certain, and applicable.</summary>
    InForce,
    /// <summary>From a draft for comment.</summary>
    Draft,
    /// <summary>Announced or extrapolated, not published.</summary>
    Expected,
    /// <summary>Plausible, not confirmed.</summary>
    Unsure,
    /// <summary>Asked for, not found; has no value.</summary>
    Unknown,
}

/// <summary>One value of one parameter of one market, with the period it governs and the day it was published.</summary>
/// <param name="From">First day governed; a compliance year counts as its first day.</param>
/// <param name="To">Last day governed, inclusive; null = still open.</param>
/// <param name="Published">Day the source was published.</param>
/// <param name="Number">The value where it is a number; shares are fractions.</param>
/// <param name="Text">The value where it is a text (a date, a list, a name).</param>
/// <param name="Basis">What a share is a share of, from the parameter's closed list; null otherwise.</param>
/// <param name="Status">How sure.</param>
/// <param name="Source">Document and article.</param>
/// <param name="Note">Own words; may be null.</param>
public sealed record RuleValue(
    DateOnly From, DateOnly? To, DateOnly Published, decimal? Number, string? Text, string? Basis, RuleStatus Status, string Source, string? Note = null)
{
    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">It is not a number: a bug, or an unknown value used without asking its status.</exception>
    public decimal Value => Number ?? throw new InvalidOperationException($"rule value '{Text}' ({Source}) is not a number");

    /// <summary>Whether a decider may refuse on it.</summary>
    public bool IsInForce => Status == RuleStatus.InForce;

    /// <summary>Whether it has any value.</summary>
    public bool IsKnown => Status != RuleStatus.Unknown && (Number is not null || Text is not null);
}

/// <summary>All values of one parameter of one market.</summary>
/// <param name="Market">Market code: the folder.</param>
/// <param name="Parameter">Parameter name: the file.</param>
/// <param name="ByYear">True when periods are compliance years, false when days.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Values">In any order.</param>
public sealed record Rule(string Market, string Parameter, bool ByYear, string Unit, IReadOnlyList<RuleValue> Values);

/// <summary>The dated rules and calendars a node believes in. Immutable; a what-if is another book.</summary>
public sealed class RuleBook
{
    private readonly Dictionary<(string Market, string Parameter), Rule> rules;
    private readonly Dictionary<(string Market, string Parameter), RuleValue[]> values; // in the order they were published
    private readonly HashSet<string> markets;
    private readonly Dictionary<string, WorkCalendar> calendars;

    /// <param name="rules">Each (market, parameter) once.</param>
    /// <param name="calendars">Each id once.</param>
    /// <param name="version">Content hash of all files it was read from.</param>
    public RuleBook(IEnumerable<Rule> rules, IEnumerable<WorkCalendar> calendars, string version = "test")
    {
        this.rules = rules.ToDictionary(r => (r.Market, r.Parameter));
        values = this.rules.ToDictionary(r => r.Key, r => (RuleValue[])[.. r.Value.Values.OrderBy(v => v.Published).ThenBy(v => v.From)]);
        markets = this.rules.Keys.Select(k => k.Market).ToHashSet(StringComparer.Ordinal);
        this.calendars = calendars.ToDictionary(c => c.Id, StringComparer.Ordinal);
        Version = version;
    }

    /// <summary>Content hash; two nodes with the same version decide alike.</summary>
    public string Version { get; }

    /// <summary>Every rule, for the rules page and the start-up check.</summary>
    public IReadOnlyCollection<Rule> All => rules.Values;

    /// <summary>A rule with all its values; null where the market has none.</summary>
    public Rule? RuleOf(string parameter, string market) => rules.GetValueOrDefault((market, parameter));

    /// <summary>Every calendar.</summary>
    public IReadOnlyCollection<WorkCalendar> Calendars => calendars.Values;

    /// <summary>Whether the market is known at all.</summary>
    public bool HasMarket(string market) => markets.Contains(market);

    /// <summary>The value that governs a compliance year, as published last.</summary>
    public RuleValue Find(string parameter, string market, int year) => Find(parameter, market, new DateOnly(year, 1, 1));

    /// <summary>The value that governs a day, as published last.</summary>
    /// <exception cref="KeyNotFoundException">Not listed: the start-up check exists to make this impossible.</exception>
    public RuleValue Find(string parameter, string market, DateOnly day) => TryFind(parameter, market, day)
        ?? throw new KeyNotFoundException(
            $"regulations/{market}/{parameter}.json has no value for {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");

    /// <summary>As <see cref="Find(string, string, DateOnly)"/>, null when nothing governs that day.</summary>
    /// <param name="parameter">Parameter.</param>
    /// <param name="market">Market.</param>
    /// <param name="day">Day governed.</param>
    /// <param name="known">Only what was published up to this day; null = all.</param>
    public RuleValue? TryFind(string parameter, string market, DateOnly day, DateOnly? known = null) =>
        values.TryGetValue((market, parameter), out var all)
            ? Array.FindLast(all, v => v.From <= day && (v.To is null || v.To >= day) && (known is null || v.Published <= known))
            : null;

    /// <summary>What one unit of a market stands for on a day: <c>t</c>, <c>MWh</c>, <c>credit</c>; tonnes where no rule says otherwise.</summary>
    /// <remarks>Rule: <c>unit-of-account</c>.</remarks>
    public string UnitOf(string market, DateOnly day) => TryFind("unit-of-account", market, day) is { IsKnown: true, Text: { } unit } ? unit : LimitFigure.Tonne;

    /// <summary>The calendar with this id.</summary>
    /// <exception cref="KeyNotFoundException">Not listed: the start-up check exists to make this impossible.</exception>
    public WorkCalendar Calendar(string id) => calendars.TryGetValue(id, out var calendar)
        ? calendar
        : throw new KeyNotFoundException($"calendars/{id}.json does not exist");
}
