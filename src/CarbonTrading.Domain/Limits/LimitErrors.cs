using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Limits;

/// <summary>Every refusal of a limit.</summary>
public static class LimitErrors
{
    /// <summary>A text is empty.</summary>
    public static DomainError FieldMissing(string field) => new("limit.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>A scope that cannot be one.</summary>
    public static DomainError ScopeNotPossible(string scope, LimitKind kind) => new("limit.scope-not-possible", ErrorKind.Invalid,
        $"'{Short(scope)}' is no scope of a limit on {Kebab(kind)}. "
        + $"A trader is a login; a product is market/code/vintage, market/code, market or *; a share is account:KEY, product:cn-ets/CEA or counterparty:NAME.",
        "scope");

    /// <summary>A unit the kind has not.</summary>
    public static DomainError UnitNotPossible(string unit, LimitKind kind) => new("limit.unit-not-possible", ErrorKind.Invalid,
        $"'{Short(unit)}' is no unit of a limit on {Kebab(kind)}: a price deviation and a concentration take fraction, a position takes t, "
        + $"the others t or a currency such as CNY.", "unit");

    /// <summary>An amount outside the range.</summary>
    public static DomainError AmountNotPossible(decimal amount, string unit) => new("limit.amount-not-possible", ErrorKind.Invalid,
        $"{amount.ToString(CultureInfo.InvariantCulture)} {Short(unit)} is not possible; give more than 0 and at most 10,000,000,000,000,000, "
        + $"whole tonnes in t, 2 decimals in money; a fraction is at most 10 with 4 decimals.", "amount");

    /// <summary>Counts given where they mean nothing, or missing.</summary>
    public static DomainError CountsWrong(LimitKind kind) => new("limit.counts-wrong", ErrorKind.Invalid,
        $"For a limit on {Kebab(kind)}: a limit on a trader, a book, a product or a counterparty says which trades count "
        + $"(traded-per-day, open, open-and-traded-per-day); the others do not.", "counts");

    /// <summary>An account where it means nothing, or missing.</summary>
    public static DomainError AccountWrong(LimitKind kind) => new("limit.account-wrong", ErrorKind.Invalid,
        $"For a limit on {Kebab(kind)}: a limit on a position names its account by its key; the others name none.", "account");

    /// <summary>Dates the wrong way round.</summary>
    public static DomainError DatesWrong(DateOnly from, DateOnly to) => new("limit.dates-wrong", ErrorKind.Invalid,
        $"Valid from {Day(from)} to {Day(to)} is not possible; the last day is the first or later.", "validTo");

    /// <summary>A limit that would be over at once.</summary>
    public static DomainError AlreadyOver(DateOnly last, DateOnly businessDate) => new("limit.already-over", ErrorKind.Refused,
        $"The last day {Day(last)} is before the business date {Day(businessDate)}; give that day or a later one, or retire the limit.", "validTo");

    /// <summary>Nothing under the key.</summary>
    public static DomainError NotSetYet() => new("limit.not-set", ErrorKind.NotFound, "There is no limit under this key; set it first (set-limit).");

    /// <summary>Ended for good.</summary>
    public static DomainError Retired() => new("limit.retired", ErrorKind.Conflict, "The limit is retired; set a new one under another key.");

    /// <summary>What it is on stays.</summary>
    public static DomainError KindFixed(string field) => new("limit.kind-fixed", ErrorKind.Conflict,
        $"The limit's {field} cannot change, trades hold headroom in it; retire this limit and set a new one.", field);

    /// <summary>Nobody decides on the own limit.</summary>
    public static DomainError OwnLimit(string person) => new("limit.own-limit", ErrorKind.Forbidden,
        $"{person} is the trader this limit is on and decides nothing about it; another person has to.");

    /// <summary>An override of a limit whose last day is over.</summary>
    public static DomainError Over(DateOnly last) => new("limit.over", ErrorKind.Refused,
        $"The limit ended on {Day(last)}; an override would lift nothing. Renew it with a later last day (set-limit).");

    /// <summary>An override that would be over at once, or last longer than the limit.</summary>
    public static DomainError UntilNotPossible(DateOnly until, DateOnly first, DateOnly last) => new("limit.until-not-possible", ErrorKind.Refused,
        $"Until {Day(until)} is not possible; give a day from the business date {Day(first)} to the limit's last day {Day(last)}.", "until");

    /// <summary>Not a trade's key.</summary>
    public static DomainError TradeKeyInvalid(string trade) => new("limit.trade-key-invalid", ErrorKind.Invalid,
        $"'{Short(trade)}' is not the key of a trade; a key has 1 to 40 of A-Z, 0-9 and hyphen.", "trade");

    /// <summary>Taken before.</summary>
    public static DomainError AlreadyTaken(string trade) => new("limit.already-taken", ErrorKind.Conflict,
        $"{trade} asked for headroom before; a trade takes it once.", "trade");

    /// <summary>No headroom, and it was said before.</summary>
    public static DomainError NoHeadroom(Remark message) => new("limit.no-headroom", ErrorKind.Refused,
        $"The trade has no headroom: {message} It goes on waiting; reject it, or have the limit overridden (override-limit).", "amount");

    /// <summary>Nothing to give back or to confirm.</summary>
    public static DomainError NothingTaken(string trade) => new("limit.nothing-taken", ErrorKind.Conflict,
        $"{trade} holds no headroom of this limit; there is nothing to give back or to confirm.", "trade");

    /// <summary>More settled than the trade has.</summary>
    public static DomainError MoreThanTaken(Tonnes asked, Tonnes open) => new("limit.more-than-taken", ErrorKind.Conflict,
        $"{asked.Value:N0} units settled, but only {open.Value:N0} of the trade are open under this limit; the settlement is looked at first.", "quantity");

    /// <summary>What was asked and what would pass.</summary>
    public static Remark Headroom(SetLimit terms, string unit, decimal used, decimal asked, decimal allowed, bool isOver)
    {
        return isOver ? Remark.Of("headroom.ended", $"the limit ended on {Day(terms.ValidTo)} and gives no headroom; renew or retire it.")
            : Remark.Of("headroom.used-up", $"used {Of(used)}, asked {Of(asked)}, allowed {Of(allowed)}; {Of(Math.Max(0m, allowed - used))} would pass.");

        string Of(decimal value) => LimitFigure.Of(value, unit);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Kebab(LimitKind kind) => LimitDecider.NameOf(kind);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
