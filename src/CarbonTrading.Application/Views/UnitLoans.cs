using System.Collections.Immutable;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Units one account borrowed.</summary>
/// <param name="Id">Id of the loan in the account.</param>
/// <param name="Quantity">To be given back, t.</param>
/// <param name="Position">Log position of the receipt.</param>
/// <param name="Returned">Day and log position of giving back; null = not yet.</param>
public sealed record UnitLoan(string Account, string Id, Product Product, long Quantity, DateOnly Since, long Position, (DateOnly Day, long Position)? Returned);

/// <summary>Loans of units the accounts have received, given back or not.</summary>
public sealed class UnitLoans : IFold
{
    private ImmutableDictionary<(string Account, string Id), UnitLoan> all = ImmutableDictionary<(string, string), UnitLoan>.Empty;

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (happened.Name is not ("allowance-account.borrowed-received.v1" or "allowance-account.borrowed-returned.v1")) return;
        var account = happened.Stream["allowance-account/".Length..];
        all = happened.As<AllowanceAccountEvent>() switch
        {
            BorrowedReceived e => all.Add((account, e.Loan), new(account, e.Loan, e.Moves[0].Unit.Product, e.Moves.Sum(m => m.Quantity.Value), e.Effective, happened.Position, null)),
            BorrowedReturned e => all.SetItem((account, e.Loan), all[(account, e.Loan)] with { Returned = (e.Effective, happened.Position) }),
            _ => all,
        };
    }

    /// <summary>All received by then.</summary>
    public IEnumerable<UnitLoan> All(long known = long.MaxValue) => all.Values.Where(l => l.Position <= known);

    /// <summary>Those not given back at the end of a day, as known.</summary>
    public IEnumerable<UnitLoan> Open(AsOf asOf) => All(asOf.Known).Where(l => l.Since <= asOf.Date
        && !(l.Returned is { } back && back.Day <= asOf.Date && back.Position <= asOf.Known));
}
