using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Limits;

/// <summary>What a limit is on.</summary>
public enum LimitKind
{
    /// <summary>What one person trades. Scope: the login.</summary>
    Trader,
    /// <summary>What is traded for one book. Scope: the book as it stands on the trade.</summary>
    Book,
    /// <summary>What is traded of a product. Scope: <c>cn-ets/CEA/2025</c>, <c>cn-ets/CEA</c>, <c>cn-ets</c>, or * for all.</summary>
    Product,
    /// <summary>What is traded with one counterparty. Scope: its name as it stands on the trade.</summary>
    Counterparty,
    /// <summary>Distance of a price from the previous close. Scope as for a product. Unit fraction.</summary>
    PriceDeviation,
    /// <summary>Share of the whole. Scope: <c>account:KEY</c> and <c>product:cn-ets/CEA</c> of all tonnes held, <c>counterparty:NAME</c> of all tonnes
    /// traded in the calendar year. Unit fraction.</summary>
    Concentration,
    /// <summary>Largest holding of a product in one account. Scope as for a product, with the account. Unit t.</summary>
    Position,
}

/// <summary>Which trades count: those not rejected and not cancelled, buys and sells alike.</summary>
public enum LimitCounts
{
    /// <summary>Trades of one trade date, settled or not.</summary>
    TradedPerDay,
    /// <summary>Trades captured and not settled, of any day.</summary>
    Open,
    /// <summary>Trades captured and not settled of any day, and the settled ones of the day.</summary>
    OpenAndTradedPerDay,
}

/// <summary>What is beyond a limit.</summary>
public enum Hardness
{
    /// <summary>Refused at entry.</summary>
    Hard,
    /// <summary>Takes a reason; the approver sees it.</summary>
    Soft,
}

/// <summary>A command on one limit.</summary>
[JsonDerivedType(typeof(SetLimit), "set-limit")]
[JsonDerivedType(typeof(RetireLimit), "retire-limit")]
[JsonDerivedType(typeof(OverrideLimit), "override-limit")]
[JsonDerivedType(typeof(TakeHeadroom), "take-headroom")]
[JsonDerivedType(typeof(ReleaseHeadroom), "release-headroom")]
[JsonDerivedType(typeof(ConfirmHeadroom), "confirm-headroom")]
[JsonDerivedType(typeof(RestateHeadroom), "restate-headroom")]
[JsonDerivedType(typeof(RecordRefusedTrade), "record-refused-trade")]
public abstract record LimitCommand;

/// <summary>Sets a limit, or gives it other terms; kind, scope, account, counts and unit stay for its life.</summary>
/// <param name="Kind">What it is on.</param>
/// <param name="Scope">Whose, or of what; see <see cref="LimitKind"/>.</param>
/// <param name="Amount">Above 0 to 10^16 in t or money; above 0 to 10 as a fraction.</param>
/// <param name="Unit">t, a currency, or fraction.</param>
/// <param name="Hardness">Hard or soft.</param>
/// <param name="ValidFrom">First trade date of a limit on a price or on what is traded per day; of the others first day of the books on which a deal is held against it.</param>
/// <param name="ValidTo">Last trade date; after it a hard limit lets nothing through until it is renewed or retired.</param>
/// <param name="Name">Name.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="Reason">Why it is set so.</param>
/// <param name="Counts">Which trades count; only for a limit on a trader, a book, a product or a counterparty.</param>
/// <param name="Account">Account key; only for a limit on a position.</param>
public sealed record SetLimit(
    LimitKind Kind, string Scope, decimal Amount, string Unit, Hardness Hardness, DateOnly ValidFrom, DateOnly ValidTo, string Name, string NameZh,
    string Reason, LimitCounts? Counts = null, string? Account = null) : LimitCommand;

/// <summary>Ends a limit for good: it holds nothing any more.</summary>
public sealed record RetireLimit(string Reason) : LimitCommand;

/// <summary>Lets trades go beyond the limit.</summary>
/// <param name="Amount">By how much, in the limit's unit.</param>
/// <param name="Until">Last business date.</param>
/// <param name="Reason">Why.</param>
/// <param name="Trade">Key of the one trade it is for; null = for every trade in its time.</param>
public sealed record OverrideLimit(decimal Amount, DateOnly Until, string Reason, string? Trade = null) : LimitCommand;

/// <summary>Asks headroom for a captured trade. Asked by the process that holds limits.</summary>
/// <param name="Trade">Key of the trade: taken once.</param>
/// <param name="Person">Who captured it.</param>
/// <param name="Amount">What it adds, in the limit's unit.</param>
/// <param name="Quantity">Whole quantity of the trade, tCO₂e: what a partial settlement is a part of.</param>
/// <param name="Day">Trade date.</param>
/// <param name="Held">For a position: tonnes in the account when they were read; else 0.</param>
/// <param name="At">Log position they were read at.</param>
/// <param name="Reason">Reason given for a soft limit.</param>
/// <param name="InPlaceOf">Trade it is to replace, whose headroom it may count on; null = none.</param>
public sealed record TakeHeadroom(
    string Trade, string Person, decimal Amount, Tonnes Quantity, DateOnly Day, decimal Held, long At, string? Reason = null, string? InPlaceOf = null)
    : LimitCommand;

/// <summary>Gives back what a trade has taken and not used. Asked when it is rejected or cancelled.</summary>
/// <param name="Whole">True: also what was settled, since the trade is out of the books.</param>
public sealed record ReleaseHeadroom(string Trade, string Reason, bool Whole = false) : LimitCommand;

/// <summary>The amount of a trade was wrong. Asked when its price is corrected.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Person">Whose limit it counts for.</param>
/// <param name="Amount">Right amount in the limit's unit.</param>
/// <param name="Reason">Why.</param>
public sealed record RestateHeadroom(string Trade, string Person, decimal Amount, string Reason) : LimitCommand;

/// <summary>The exposure of a trade, or of a part of it, ended by settlement.</summary>
/// <param name="Trade">Key of the trade.</param>
/// <param name="Quantity">Part settled now, tCO₂e.</param>
/// <param name="At">Log position of the settlement: a holding read before it does not hold it yet.</param>
public sealed record ConfirmHeadroom(string Trade, Tonnes Quantity, long At) : LimitCommand;

/// <summary>A trade that was refused at entry because of this limit: for the breach log. Asked by the desk.</summary>
/// <param name="Code">Refusal code.</param>
public sealed record RecordRefusedTrade(
    string Trade, string Person, decimal? Asked, decimal? Used, decimal Allowed, DateOnly Day, string Code, string? Reason = null) : LimitCommand;

/// <summary>What happened to a limit.</summary>
[JsonDerivedType(typeof(LimitSet), "limit.set.v1")]
[JsonDerivedType(typeof(LimitRetired), "limit.retired.v1")]
[JsonDerivedType(typeof(LimitOverridden), "limit.overridden.v1")]
[JsonDerivedType(typeof(HeadroomTaken), "limit.headroom-taken.v1")]
[JsonDerivedType(typeof(HeadroomRefused), "limit.headroom-refused.v1")]
[JsonDerivedType(typeof(HeadroomReleased), "limit.headroom-released.v1")]
[JsonDerivedType(typeof(HeadroomConfirmed), "limit.headroom-confirmed.v1")]
[JsonDerivedType(typeof(HeadroomRestated), "limit.headroom-restated.v1")]
[JsonDerivedType(typeof(TradeRefused), "limit.trade-refused.v1")]
public abstract record LimitEvent;

/// <summary>Set, or given other terms.</summary>
/// <param name="Terms">As set.</param>
/// <param name="Used">Used on that day under it, in its unit: more than the amount where it was cut below its use.</param>
/// <param name="Waiting">Trades that wait for headroom and may ask again.</param>
public sealed record LimitSet(SetLimit Terms, decimal Used, IReadOnlyList<TakeHeadroom>? Waiting = null) : LimitEvent;

/// <summary>Ended.</summary>
/// <param name="Waiting">Trades that need its headroom no longer.</param>
public sealed record LimitRetired(string Reason, IReadOnlyList<TakeHeadroom>? Waiting = null) : LimitEvent;

/// <summary>Overridden by two persons.</summary>
/// <param name="AskedBy">Who asked.</param>
/// <param name="ApprovedBy">Who approved.</param>
/// <param name="Waiting">Trades that wait for headroom and may ask again.</param>
public sealed record LimitOverridden(
    decimal Amount, DateOnly Until, string Reason, string? Trade, string AskedBy, string ApprovedBy, IReadOnlyList<TakeHeadroom>? Waiting = null)
    : LimitEvent;

/// <summary>Headroom given.</summary>
/// <param name="Used">Used before.</param>
/// <param name="Allowed">Limit with the overrides in force for the trade.</param>
/// <param name="Beyond">How much of it is beyond the limit without overrides; above 0 under a soft limit or an override.</param>
public sealed record HeadroomTaken(
    string Trade, string Person, decimal Amount, Tonnes Quantity, DateOnly Day, decimal Used, decimal Allowed, decimal Beyond, string? Reason = null)
    : LimitEvent;

/// <summary>No headroom left: the trade waits.</summary>
public sealed record HeadroomRefused(TakeHeadroom Asked, decimal Used, decimal Allowed, string Message, Remark? Said = null) : LimitEvent;

/// <summary>Given back.</summary>
/// <param name="Amount">In the limit's unit: what was taken less what was settled.</param>
/// <param name="Waiting">Trades that wait for headroom and may ask again.</param>
/// <param name="Whole">True: also what was settled; null = not.</param>
public sealed record HeadroomReleased(string Trade, decimal Amount, string Reason, IReadOnlyList<TakeHeadroom>? Waiting = null, bool? Whole = null) : LimitEvent;

/// <summary>The amount a trade has taken is another: a fact, whatever the limit leaves.</summary>
/// <param name="Was">Amount until then, in the limit's unit.</param>
/// <param name="Amount">Right amount.</param>
/// <param name="Used">Used on its day without it.</param>
/// <param name="Allowed">Allowed when it was restated.</param>
/// <param name="Beyond">Part of the difference that lies beyond what was allowed; 0 = within.</param>
/// <param name="Waiting">Trades that wait for headroom and may ask again.</param>
public sealed record HeadroomRestated(
    string Trade, string Person, decimal Was, decimal Amount, decimal Used, decimal Allowed, decimal Beyond, string Reason, IReadOnlyList<TakeHeadroom>? Waiting = null) : LimitEvent;

/// <summary>Ended by settlement.</summary>
/// <param name="Waiting">Trades that wait for headroom and may ask again.</param>
public sealed record HeadroomConfirmed(string Trade, Tonnes Quantity, long At, IReadOnlyList<TakeHeadroom>? Waiting = null) : LimitEvent;

/// <summary>A trade refused at entry.</summary>
public sealed record TradeRefused(
    string Trade, string Person, decimal? Asked, decimal? Used, decimal Allowed, DateOnly Day, string Code, string? Reason = null) : LimitEvent;
