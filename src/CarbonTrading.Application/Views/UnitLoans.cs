using System.Collections.Immutable;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Units one account borrowed.</summary>
/// <param name="Id">Id of the loan in the account.</param>
/// <param name="Quantity">To be given back, t.</param>
/// <param name="Position">Log position of the receipt.</param>
/// <param name="Returned">Day and log position of giving back; null = not yet.</param>
public sealed record UnitLoan(string Account, string Id, Product Product, long Quantity, DateOnly Since, long Position, (DateOnly Day, long Position)? Returned)
{
    /// <summary>Whether they are credits of a holding.</summary>
    public bool IsCredit => Product.Market == CcerHoldingDecider.Market;
}

/// <summary>Loans of units the accounts and holdings have received, given back or not.</summary>
public sealed class UnitLoans : IFold
{
    private ImmutableDictionary<(string Stream, string Id), UnitLoan> all = ImmutableDictionary<(string, string), UnitLoan>.Empty;

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (!happened.Name.EndsWith(".borrowed-received.v1", StringComparison.Ordinal) && !happened.Name.EndsWith(".borrowed-returned.v1", StringComparison.Ordinal)) return;
        var isCredit = happened.Stream.StartsWith("ccer-holding/", StringComparison.Ordinal);
        switch (isCredit ? (object)happened.As<CcerHoldingEvent>() : happened.As<AllowanceAccountEvent>())
        {
            case BorrowedReceived e: Add(happened, e.Loan, e); break;
            case BorrowedBatchReceived e: Add(happened, e.Loan, e); break;
            case BorrowedReturned e: Return(happened, e.Loan, e.Effective); break;
            case BorrowedCreditsReturned e: Return(happened, e.Loan, e.Effective); break;
        }
    }

    private void Add(StoredEvent happened, string loan, IMovement receipt) => all = all.Add((happened.Stream, loan), new(
        happened.Stream[(happened.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..], loan, receipt.Moves[0].Unit.Product, receipt.Moves.Sum(m => m.Quantity.Value), receipt.Effective,
        happened.Position, null));

    private void Return(StoredEvent happened, string loan, DateOnly day) =>
        all = all.SetItem((happened.Stream, loan), all[(happened.Stream, loan)] with { Returned = (day, happened.Position) });

    /// <summary>All received by then.</summary>
    public IEnumerable<UnitLoan> All(long known = long.MaxValue) => all.Values.Where(l => l.Position <= known);

    /// <summary>Those not given back at the end of a day, as known.</summary>
    public IEnumerable<UnitLoan> Open(AsOf asOf) => All(asOf.Known).Where(l => l.Since <= asOf.Date
        && !(l.Returned is { } back && back.Day <= asOf.Date && back.Position <= asOf.Known));
}
