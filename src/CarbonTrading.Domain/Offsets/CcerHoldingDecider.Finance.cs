using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Credits pledged, lent, sold in repo or borrowed; the arithmetic is that of allowances.</summary>
public static partial class CcerHoldingDecider
{
    private static Decision<CcerHoldingEvent> Encumber(CcerHolding state, EncumberCredits c)
    {
        if (state.Holds.ContainsKey(c.Encumbrance)) return CcerHoldingErrors.HoldIdReused(c.Encumbrance);
        if (c.Until is { } until && until < c.Effective) return CcerHoldingErrors.BackBeforeItLeaves(until, c.Effective, "until");
        if (c.Batch is { } batch && !state.Batches.ContainsKey(batch)) return CcerHoldingErrors.BatchUnknown(batch);
        var taken = c.Serials is { Count: > 0 } serials
            ? TakeNamed(state, c.Effective, c.Quantity, Encumbrances.BucketOf(c.Kind), serials, lot => (c.Batch is null || lot.Id == c.Batch) && lot.Unit.Product == c.Product)
            : Take(state, c.Effective, c.Quantity, Encumbrances.BucketOf(c.Kind), c.Batch, lot => state.Batches[lot].Product == c.Product);
        if (taken.Error is { } error) return error;
        return new CreditsEncumbered(c.Effective, taken.Moves, c.Encumbrance, c.Kind, c.Counterparty, c.Document, c.Until);
    }

    private static Decision<CcerHoldingEvent> Release(CcerHolding state, ReleaseCreditEncumbrance c)
    {
        var step = EncumbranceStep(state, c.Encumbrance, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new CreditEncumbranceReleased(c.Effective, step.Moves, c.Encumbrance, c.Document);
    }

    private static Decision<CcerHoldingEvent> Enforce(CcerHolding state, EnforceCreditEncumbrance c)
    {
        var step = EncumbranceStep(state, c.Encumbrance, c.Effective, Bucket.Delivered);
        if (step.Error is { } error) return error;
        if (c.Quantity is not { } part) return new CreditEncumbranceEnforced(c.Effective, step.Moves, c.Encumbrance, c.Document);
        var held = Sum(step.Moves);
        if (part > held) return CcerHoldingErrors.MoreThanHeld(c.Encumbrance, part, held);
        return new CreditEncumbranceEnforced(c.Effective, Claim.Split(step.Moves, part).Taken, c.Encumbrance, c.Document);
    }

    private static Taken EncumbranceStep(CcerHolding state, string id, DateOnly day, Bucket to)
    {
        if (!state.Holds.TryGetValue(id, out var hold)) return new([], CcerHoldingErrors.HoldUnknown(id));
        if (!hold.Status.IsEncumbrance()) return new([], CcerHoldingErrors.HoldLifted(id));
        return day < hold.Since ? new([], CcerHoldingErrors.BeforeEarlierStep(id, day, hold.Since)) : new(hold.Onward(to), null);
    }

    private static Decision<CcerHoldingEvent> Borrow(CcerHolding state, ReceiveBorrowedBatch c)
    {
        if (state.Loans.ContainsKey(c.Loan)) return CcerHoldingErrors.LoanIdReused(c.Loan);
        if (c.DueBack is { } due && due < c.Effective) return CcerHoldingErrors.BackBeforeItLeaves(due, c.Effective, "dueBack");
        if (WrongReceipt(state, null, c.Serials, c.Quantity) is { } wrong) return wrong;
        var move = state.Book.Incoming(new(c.Batch.Product, Origin.Borrowed), c.Quantity, 0m, state.Currency, c.Serials);
        return new BorrowedBatchReceived(c.Effective, [move], c.Loan, c.Batch, c.Lender, c.Document, c.DueBack);
    }

    private static Decision<CcerHoldingEvent> GiveBack(CcerHolding state, ReturnBorrowedCredits c)
    {
        if (NotOpen(state, c.Loan, c.Effective) is { } wrong) return wrong;
        var loan = state.Loans[c.Loan];
        var taken = state.Book.GiveBack(loan, c.Effective, state.Currency);
        if (taken.Shortage is { } shortage) return CcerHoldingErrors.NotEnoughFree(loan.Quantity, shortage.Free, 0, shortage.Day);
        return new BorrowedCreditsReturned(c.Effective, taken.Moves, c.Loan, c.RegistryReference);
    }

    private static DomainError? NotOpen(CcerHolding state, string id, DateOnly day) =>
        !state.Loans.TryGetValue(id, out var loan) ? CcerHoldingErrors.LoanUnknown(id)
        : loan.ReturnedOn is not null ? CcerHoldingErrors.LoanReturned(id)
        : day < loan.Since ? CcerHoldingErrors.BeforeEarlierStep(id, day, loan.Since) : null;

    /// <summary>Bought on the day it is kept: to be sold as soon as any purchase of that day.</summary>
    private static Decision<CcerHoldingEvent> Keep(CcerHolding state, KeepBorrowedCredits c, Context context)
    {
        if (NotOpen(state, c.Loan, c.Effective) is { } wrong) return wrong;
        if (WrongAmount("cost", c.Cost) is { } no) return no;
        var loan = state.Loans[c.Loan];
        var (price, fee) = Encumbrances.PaidFor(c.Cost, loan.Quantity, state.Currency);
        var sellable = AllowanceAccountDecider.SellableFrom(Market, c.Effective, context.Rules);
        return Encumbrances.Keep(state, state.Book.HasAllOf(loan, c.Effective), at => GiveBack(at, new(c.Effective, c.Loan, c.Document)), Bought, Evolve);

        CcerHoldingEvent Bought(CcerHolding at, IReadOnlyList<SerialRange>? serials) => new PurchasedBatchReceived(
            c.Effective, [at.Book.Incoming(new(loan.Product, Origin.Purchased), loan.Quantity, c.Cost, at.Currency, serials)], at.Batches[loan.Lot], price, fee, null, c.Document, sellable);
    }
}
