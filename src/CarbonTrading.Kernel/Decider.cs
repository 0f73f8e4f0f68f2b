namespace CarbonTrading.Kernel;

/// <summary>The pure heart of one entity kind: decide on a command, evolve by an event. No clock, no I/O.</summary>
/// <param name="Entity">Name of the kind in kebab case; first half of the stream name <c>entity/KEY</c> and the grain type.</param>
/// <param name="Initial">State before the first event.</param>
/// <param name="Decide">Events, or one refusal. Order of checks: shape, existence, state, regulation, limits.</param>
/// <param name="Evolve">Next state; never refuses, never looks anything up.</param>
public sealed record Decider<TState, TCommand, TEvent>(
    string Entity,
    TState Initial,
    Func<TState, TCommand, Context, Decision<TEvent>> Decide,
    Func<TState, TEvent, TState> Evolve)
    where TState : notnull where TCommand : notnull where TEvent : class;

/// <summary>What a decider answers: events, or one refusal.</summary>
public readonly struct Decision<TEvent> where TEvent : class
{
    private readonly IReadOnlyList<TEvent>? events;

    private Decision(IReadOnlyList<TEvent>? events, DomainError? error) => (this.events, Error) = (events, error);

    /// <summary>What happened; empty exactly when refused.</summary>
    public IReadOnlyList<TEvent> Events => events ?? [];

    /// <summary>The refusal, or null.</summary>
    public DomainError? Error { get; }

    /// <summary>A refusal names its quantities in the unit of the market it is about; events stay as they are.</summary>
    /// <param name="rules">Rule book.</param>
    /// <param name="market">Market.</param>
    /// <param name="day">Day whose rule counts.</param>
    public Decision<TEvent> InUnitOf(RuleBook rules, string market, DateOnly day) => Error is null ? this : new(null, Error.InUnit(rules.UnitOf(market, day)));

    /// <summary>One event.</summary>
    public static implicit operator Decision<TEvent>(TEvent happened) => new([happened], null);

    /// <summary>A refusal.</summary>
    public static implicit operator Decision<TEvent>(DomainError error) => new(null, error);

    /// <summary>Several events; at least one.</summary>
    public static implicit operator Decision<TEvent>(TEvent[] happened) => Of(happened);

    /// <summary>Several events; at least one.</summary>
    public static Decision<TEvent> Of(IReadOnlyList<TEvent> happened) => happened.Count > 0
        ? new(happened, null)
        : throw new InvalidOperationException("an accepted command has at least one event");
}

/// <summary>What a decider may know besides its own state: plain values, read before it is asked.</summary>
/// <param name="Now">Instant of the command, UTC.</param>
/// <param name="Actor">Login of the person who asks, or <c>process:x</c>, <c>job:x</c>.</param>
/// <param name="Rules">The rule book of the asking node.</param>
/// <param name="BusinessDate">The day the books are on.</param>
/// <param name="ApprovedBy">Login of the second person where the command came out of a proposal; else null.</param>
/// <param name="Quotes">Reference prices the desk read for this command, by product text (<c>cn-ets/CEA/2025</c>).</param>
/// <param name="Limits">Limits the desk read for a capture; null where there are none.</param>
/// <param name="OnBehalfOf">Login of the person in whose place a delegate approves; null where nobody is stood in for.</param>
/// <param name="SaleFrom">First day of sale that units from another own account have there; null where they have none, or come from elsewhere.</param>
/// <param name="CarryOver">Most that may be carried over into the obligation's year; null where no rule is known.</param>
public sealed record Context(
    DateTimeOffset Now, string Actor, RuleBook Rules, DateOnly BusinessDate, string? ApprovedBy = null,
    IReadOnlyDictionary<string, Quote>? Quotes = null, IReadOnlyList<LimitReading>? Limits = null, string? OnBehalfOf = null, DateOnly? SaleFrom = null,
    CarryOverCap? CarryOver = null);

/// <summary>Most that may be carried over (结转) by an account, as the books say it at the moment of a filing.</summary>
/// <param name="Most">Base + rate × net sold, no more than was held on the day of the rule, t.</param>
/// <param name="Highest">The same by the reading of net sold that leaves most room; above <paramref name="Most"/> where it is not sure which contracts count, t.</param>
/// <param name="Released">Released by a court after the last day for applications, t.</param>
/// <param name="Source">Source of the rule.</param>
/// <param name="Status">The least sure of the rules behind it.</param>
public sealed record CarryOverCap(long Most, long Highest, long Released, string Source, RuleStatus Status)
{
    /// <summary>Whether a refusal may rest on it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsInForce => Status == RuleStatus.InForce;

    /// <summary>How sure it is that a total may be carried over.</summary>
    public RuleStatus StatusOf(long total) => total > Most && Status == RuleStatus.InForce ? RuleStatus.Unsure : Status;
}

/// <summary>A reference price as it was read: previous close of a product before the trade date.</summary>
/// <param name="Price">Per tonne.</param>
/// <param name="Date">Day of the price.</param>
/// <param name="Series">Price series it comes from.</param>
/// <param name="Position">Log position it was read at.</param>
/// <param name="IsProxy">True: the series is of other products too and stands in; null = its own.</param>
public sealed record Quote(UnitPrice Price, DateOnly Date, string Series, long Position, bool? IsProxy = null);
