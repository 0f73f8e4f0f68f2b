using System.Text.Json.Serialization;

namespace CarbonTrading.Kernel;

/// <summary>What a limit says to one trade.</summary>
public enum LimitState
{
    /// <summary>The trade stays within it.</summary>
    Passes,
    /// <summary>The trade goes beyond it.</summary>
    Exceeded,
    /// <summary>Its last day is over: it gives no headroom until it is renewed or retired.</summary>
    Expired,
    /// <summary>It cannot be measured: a price or an exchange rate is missing.</summary>
    NotKnown,
}

/// <summary>One limit as it was read for one trade: what was used, what is asked, what is allowed. A pre-check; the limit itself gives the headroom.</summary>
/// <param name="Limit">Key of the limit.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameZh">Its Chinese name.</param>
/// <param name="Kind">What it is on, in kebab case: trader, book, product, counterparty, price-deviation, concentration, position.</param>
/// <param name="Unit">Unit of the figures: t, a currency, or fraction.</param>
/// <param name="Hard">True: beyond it nothing is captured. False: beyond it a reason is needed.</param>
/// <param name="Holds">Whether headroom is taken and given back; false where the limit only looks at the trade.</param>
/// <param name="State">What it says.</param>
/// <param name="Used">Used before the trade; null where it cannot be measured.</param>
/// <param name="Asked">What the trade adds; null where it cannot be measured.</param>
/// <param name="After">Used with the trade; null where it cannot be measured.</param>
/// <param name="Allowed">The limit with the overrides in force for this trade.</param>
/// <param name="WouldPass">What would pass, with unit; or what is missing.</param>
/// <param name="ValidTo">Last day of the limit.</param>
/// <param name="Held">For a limit on a position: tonnes in the account when it was read; else 0.</param>
/// <param name="Position">Log position it was read at.</param>
public sealed record LimitReading(
    string Limit, string Name, string NameZh, string Kind, string Unit, bool Hard, bool Holds, LimitState State,
    decimal? Used, decimal? Asked, decimal? After, decimal Allowed, string WouldPass, DateOnly ValidTo, decimal Held, long Position)
{
    /// <summary>Key of what is a rule, and no limit of our own that could be overridden.</summary>
    public const string RulePrefix = "RULE-";

    /// <summary>Whether a limit of our own that gives no headroom was exceeded although it is hard: by an execution, which had happened.</summary>
    [JsonIgnore]
    public bool IsBeyondHard => this is { Hard: true, Holds: false, State: not LimitState.Passes } && !Limit.StartsWith(RulePrefix, StringComparison.Ordinal);

    /// <summary>The same where the trade is worth something else: what it adds to an amount of money goes along, two decimals, half-up.</summary>
    /// <param name="was">Worth it was read at, above 0.</param>
    /// <param name="now">Right worth, in the same currency.</param>
    public LimitReading Worth(decimal was, decimal now) => Holds && LimitFigure.IsMoney(Unit) && Asked is { } asked && was > 0
        ? this with { Asked = decimal.Round(asked * now / was, 2, MidpointRounding.AwayFromZero) } : this;
}
