using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CarbonTrading.Domain.Funds;

/// <summary>A command on the fund accounts (资金账户) of one own account or holding: the money at the venues its purchases are paid from.</summary>
[JsonDerivedType(typeof(RecordFunds), "record-funds")]
public abstract record FundAccountCommand;

/// <summary>Records the closing balance of a statement; what was settled later is counted on from there.</summary>
/// <param name="Market">Market whose venue holds the money; an account and a holding may share a key, not a market.</param>
/// <param name="Effective">Day of the statement, its settlements included; not before the last one recorded, at most the business date.</param>
/// <param name="Amount">Closing balance, 0 to 10^16, two decimals.</param>
/// <param name="Currency">Currency of the account's market.</param>
/// <param name="Evidence">Statement and line.</param>
public sealed record RecordFunds(string Market, DateOnly Effective, decimal Amount, string Currency, string Evidence) : FundAccountCommand;

/// <summary>What happened to a fund account.</summary>
[JsonDerivedType(typeof(FundsRecorded), "fund-account.funds-recorded.v1")]
public abstract record FundAccountEvent;

/// <summary>A closing balance.</summary>
public sealed record FundsRecorded(string Market, DateOnly Effective, decimal Amount, string Currency, string Evidence) : FundAccountEvent;

/// <summary>The last balances recorded. One event stream each; its key is that of the account or holding.</summary>
/// <param name="Balances">By market.</param>
public sealed record FundAccount(ImmutableSortedDictionary<string, FundsRecorded> Balances)
{
    /// <summary>Nothing recorded.</summary>
    public static readonly FundAccount None = new(ImmutableSortedDictionary.Create<string, FundsRecorded>(StringComparer.Ordinal));

    /// <summary>The last balance at a market's venue; null = none recorded.</summary>
    public FundsRecorded? Last(string market) => Balances.GetValueOrDefault(market);
}
