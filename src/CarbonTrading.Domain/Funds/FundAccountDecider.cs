using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Funds;

/// <summary>The rules of a fund account: balances of statements, in the order of their days; a later word on the same day stands.</summary>
public static class FundAccountDecider
{
    private const decimal AmountMax = 10_000_000_000_000_000m;

    /// <summary>The decider.</summary>
    public static readonly Decider<FundAccount, FundAccountCommand, FundAccountEvent> Instance = new("fund-account", FundAccount.None, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<FundAccountEvent> Decide(FundAccount state, FundAccountCommand command, Context context) => command switch
    {
        RecordFunds c => Record(state, c, context),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>Next state.</summary>
    public static FundAccount Evolve(FundAccount state, FundAccountEvent happened) => happened switch
    {
        FundsRecorded e => new(state.Balances.SetItem(e.Market, e)),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<FundAccountEvent> Record(FundAccount state, RecordFunds c, Context context)
    {
        if (string.IsNullOrWhiteSpace(c.Market)) return FundAccountErrors.FieldMissing("market");
        if (string.IsNullOrWhiteSpace(c.Evidence)) return FundAccountErrors.FieldMissing("evidence");
        if (string.IsNullOrWhiteSpace(c.Currency)) return FundAccountErrors.FieldMissing("currency");
        if (c.Amount < 0 || c.Amount > AmountMax || decimal.Round(c.Amount, 2) != c.Amount) return FundAccountErrors.AmountNotPossible(c.Amount);
        if (!BookDates.Accepts(c.Effective) || c.Effective > context.BusinessDate) return FundAccountErrors.DayNotPossible(c.Effective, context.BusinessDate);
        if (state.Last(c.Market) is { } last && c.Effective < last.Effective) return FundAccountErrors.BeforeLast(c.Effective, last.Effective);
        return new FundsRecorded(c.Market, c.Effective, c.Amount, c.Currency, c.Evidence);
    }
}
