using System.Diagnostics;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>The rules of a CCER holding. Every tonne moves by a <see cref="Move"/>; a credit is used at most once.</summary>
public static partial class CcerHoldingDecider
{
    /// <summary>Market of all credits.</summary>
    public const string Market = "ccer";

    /// <summary>Product name of all credits; their vintage is the year the monitoring period ends in.</summary>
    public const string CreditName = "CCER";

    private const decimal AmountMax = 10_000_000_000_000_000m;

    /// <summary>The decider.</summary>
    public static readonly Decider<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> Instance =
        new("ccer-holding", CcerHolding.Unopened, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<CcerHoldingEvent> Decide(CcerHolding state, CcerHoldingCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is OpenHolding open) return Open(state, open, context);
        if (!state.IsOpened) return CcerHoldingErrors.NotOpened();
        Decision<CcerHoldingEvent> decided = command switch
        {
            ReceiveIssuedBatch c => Receive(state, c),
            ReceivePurchasedBatch c => Receive(state, c, context),
            ReceiveTransferredBatch c => Receive(state, c),
            ReserveCredits c => Reserve(state, c, context),
            ReleaseCredits c => Release(state, context.Actor.StartsWith("process:", StringComparison.Ordinal) ? c : c with { Said = null }),
            UseForOffset c => Use(state, c, context),
            CancelVoluntarily c => Cancel(state, c),
            DeliverCredits c => Deliver(state, c),
            ConfirmCreditDelivery c => Confirm(state, c),
            FailCreditDelivery c => Fail(state, c),
            EncumberCredits c => Encumber(state, c),
            ReleaseCreditEncumbrance c => Release(state, c),
            EnforceCreditEncumbrance c => Enforce(state, c),
            ReceiveBorrowedBatch c => Borrow(state, c),
            ReturnBorrowedCredits c => GiveBack(state, c),
            KeepBorrowedCredits c => Keep(state, c, context),
            ChangeCreditCostMethod c => Change(state, c, context),
            UndoCreditTrade c => Undo(state, c),
            RestateCreditReceipts c => Restate(state, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
        return costing.Of(state, decided);
    }

    /// <summary>Next state.</summary>
    public static CcerHolding Evolve(CcerHolding state, CcerHoldingEvent happened)
    {
        var moved = happened is IMovement movement ? state.Moved(movement) : state;
        var next = happened switch
        {
            HoldingOpened e => moved with { Holder = e.Holder, Name = e.Name, NameZh = e.NameZh, Currency = e.Currency },
            IssuedBatchReceived e => moved with { Batches = moved.Batches.Add(e.Moves[0].Lot, e.Batch) },
            PurchasedBatchReceived e => moved with { Batches = moved.Batches.Add(e.Moves[0].Lot, e.Batch) },
            TransferredBatchReceived e => moved with { Batches = moved.Batches.Add(e.Moves[0].Lot, e.Batch) },
            CreditsReserved e => Claimed(moved, e.Reservation, ClaimStatus.Reserved, e) with
            {
                Uses = moved.Uses.SetItem(e.Reservation, new(e.Obligation, e.Market, e.ComplianceYear)),
            },
            CreditsReleased e => Claimed(moved, e.Reservation, ClaimStatus.Released, e),
            UsedForOffset e => Claimed(moved, e.Reservation, ClaimStatus.Used, e),
            CreditDeliveryInstructed e => Claimed(moved, e.Reservation, ClaimStatus.InTransit, e),
            CreditDeliveryConfirmed e => moved with { Reservations = moved.Reservations.SetItem(e.Reservation, moved.Reservations[e.Reservation].Without(e, ClaimStatus.Delivered)) },
            CreditDeliveryFailed e => Claimed(moved, e.Reservation, ClaimStatus.Failed, e),
            CancelledVoluntarily => moved,
            CreditsEncumbered e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, new(Encumbrances.StatusOf(e.Kind), e.Effective, e.Moves)) },
            CreditEncumbranceReleased e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, new(ClaimStatus.Lifted, e.Effective, [])) },
            CreditEncumbranceEnforced e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, moved.Holds[e.Encumbrance].Without(e, ClaimStatus.Enforced)) },
            BorrowedBatchReceived e => moved with
            {
                Batches = moved.Batches.Add(e.Moves[0].Lot, e.Batch),
                Loans = moved.Loans.SetItem(e.Loan, new(e.Batch.Product, e.Moves[0].Quantity, e.Lender, e.Effective, e.DueBack, null, e.Moves[0].Lot)),
            },
            BorrowedCreditsReturned e => moved with { Loans = moved.Loans.SetItem(e.Loan, moved.Loans[e.Loan] with { ReturnedOn = e.Effective }) },
            CreditMovementReversed e => (state.Movements.GetValueOrDefault(e.Movement) is CreditsReserved { Reservation: var id }
                ? moved with { Reservations = moved.Reservations.SetItem(id, new(ClaimStatus.Released, e.Effective, [])) } : moved) with
            {
                Reversed = moved.Reversed.Add(e.Movement),
            },
            CreditCostMethodChanged e => moved with { Book = moved.Book.WithMethod(e.Unit, e.From, e.Method, state.Version + 1) },
            CreditCostsRestated e => moved with { Book = moved.Book.Restated(e.Changes) },
            _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
        };
        return next with { Version = state.Version + 1 };
    }

    private static Decision<CcerHoldingEvent> Open(CcerHolding state, OpenHolding c, Context context)
    {
        if (state.IsOpened) return CcerHoldingErrors.AlreadyOpened(state.Holder);
        if (context.Rules.TryFind("currency", Market, context.BusinessDate) is not { IsKnown: true, Text: { } currency })
            return CcerHoldingErrors.MarketUnknown();
        return new HoldingOpened(c.Holder, c.Name, c.NameZh, c.RegistryNumber, currency);
    }

    private static CcerHolding Claimed(CcerHolding state, string id, ClaimStatus status, IMovement last)
    {
        IReadOnlyList<Move> units = status is ClaimStatus.Reserved or ClaimStatus.InTransit ? last.Moves : [];
        return state with { Reservations = state.Reservations.SetItem(id, new(status, last.Effective, units)) };
    }
}
