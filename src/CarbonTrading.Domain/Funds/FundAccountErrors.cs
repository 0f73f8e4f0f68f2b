using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Funds;

/// <summary>Every refusal of a fund account.</summary>
public static class FundAccountErrors
{
    /// <summary>A text is empty.</summary>
    public static DomainError FieldMissing(string field) => new("fund-account.field-missing", ErrorKind.Invalid,
        $"The field {field} is empty; give it a text.", field);

    /// <summary>An amount that cannot be a balance.</summary>
    public static DomainError AmountNotPossible(decimal amount) => new("fund-account.amount-not-possible", ErrorKind.Invalid,
        $"A balance of {amount.ToString(CultureInfo.InvariantCulture)} is not possible; give 0 or more with at most two decimals.", "amount");

    /// <summary>A day outside the books.</summary>
    public static DomainError DayNotPossible(DateOnly day, DateOnly businessDate) => new("fund-account.day-not-possible", ErrorKind.Invalid,
        $"{Day(day)} is no day a balance can be of; give one from {Day(BookDates.First)} to the business date {Day(businessDate)}.", "effective");

    /// <summary>An older statement than the last.</summary>
    public static DomainError BeforeLast(DateOnly day, DateOnly last) => new("fund-account.before-last", ErrorKind.Refused,
        $"The balance of {Day(last)} is recorded already and counts on from there; {Day(day)} asked, give {Day(last)} or later.", "effective");

    /// <summary>No account or holding of that key in the market.</summary>
    public static DomainError UnknownAccount(string account, string market) => new("fund-account.unknown-account", ErrorKind.Invalid,
        $"There is no account or holding '{account}' in the market '{market}'; give the key and the market of the account it pays for.", "market");

    /// <summary>Another currency than the market's.</summary>
    public static DomainError OtherCurrency(string currency, string market, string right) => new("fund-account.other-currency", ErrorKind.Invalid,
        $"The market {market} settles in {right}, {currency} was given; give the balance in {right}.", "currency");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
