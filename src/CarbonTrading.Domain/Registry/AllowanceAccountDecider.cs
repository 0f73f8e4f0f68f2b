using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>The rules of an allowance account. Every tonne moves by a <see cref="Move"/>; nothing else changes a balance.</summary>
public static partial class AllowanceAccountDecider
{
    private const decimal AmountMax = 10_000_000_000_000_000m;

    /// <summary>The decider.</summary>
    public static readonly Decider<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Instance =
        new("allowance-account", AllowanceAccount.Unopened, Decide, Evolve);

    /// <summary>Events, or one refusal.</summary>
    public static Decision<AllowanceAccountEvent> Decide(AllowanceAccount state, AllowanceAccountCommand command, Context context) =>
        Decided(state, command, context).InUnitOf(context.Rules, state.Market, context.BusinessDate);

    private static Decision<AllowanceAccountEvent> Decided(AllowanceAccount state, AllowanceAccountCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is OpenAccount open) return Open(state, open, context);
        if (!state.IsOpened) return AllowanceAccountErrors.NotOpened();
        if (ProductOf(command) is { } product && product.Market != state.Market) return AllowanceAccountErrors.OtherMarket(product, state.Market);
        if (Frozen(state, command, context) is { } frozen) return frozen;
        Decision<AllowanceAccountEvent> decided = command switch
        {
            ReceiveFreeAllocation c => Receive(state, c),
            ReceivePurchase c => Receive(state, c, context),
            ReceiveTransfer c => Receive(state, c.SellableFrom is null ? c with { SellableFrom = context.SaleFrom } : c),
            ReserveUnits c => Reserve(state, c),
            ReleaseUnits c => Release(state, c),
            DeliverUnits c => Deliver(state, c),
            ConfirmDelivery c => Confirm(state, c),
            FailDelivery c => Fail(state, c),
            SurrenderUnits c => Surrender(state, c, context),
            CancelUnits c => Cancel(state, c),
            FreezeUnits c => Freeze(state, c),
            UnfreezeUnits c => Unfreeze(state, c),
            EncumberUnits c => Encumber(state, c),
            ReleaseEncumbrance c => Release(state, c),
            EnforceEncumbrance c => Enforce(state, c),
            ReceiveBorrowed c => Borrow(state, c),
            ReturnBorrowed c => GiveBack(state, c),
            KeepBorrowed c => Keep(state, c, context),
            FreezeForCarryOver c => Freeze(state, c),
            UnfreezeCarryOver c => Unfreeze(state, c),
            ConvertUnits c => Convert(state, c),
            ReturnUnits c => Return(state, c),
            LapseUnits c => Lapse(state, c),
            ChangeCostMethod c => Change(state, c, context),
            CorrectMovement c => Correct(state, c, context),
            UndoTrade c => Undo(state, c),
            RestateReceipts c => Restate(state, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
        return costing.Of(state, decided);
    }

    /// <summary>Next state.</summary>
    public static AllowanceAccount Evolve(AllowanceAccount state, AllowanceAccountEvent happened)
    {
        var moved = happened is IMovement movement ? state.Moved(movement) : state;
        var next = happened switch
        {
            AccountOpened e => moved with { Holder = e.Holder, Market = e.Market, Currency = e.Currency },
            UnitsReserved e => Reservation(moved, e.Reservation, ClaimStatus.Reserved, e),
            UnitsReleased e => Reservation(moved, e.Reservation, ClaimStatus.Released, e),
            DeliveryInstructed e => Reservation(moved, e.Reservation, ClaimStatus.InTransit, e),
            DeliveryConfirmed e => Delivered(moved, e),
            DeliveryFailed e => Reservation(moved, e.Reservation, ClaimStatus.Failed, e),
            UnitsFrozen e => moved with { Holds = moved.Holds.SetItem(e.Hold, new(ClaimStatus.Frozen, e.Effective, e.Moves)) },
            UnitsUnfrozen e => moved with { Holds = moved.Holds.SetItem(e.Hold, new(ClaimStatus.Lifted, e.Effective, [])) },
            UnitsEncumbered e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, new(Encumbrances.StatusOf(e.Kind), e.Effective, e.Moves)) },
            EncumbranceReleased e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, new(ClaimStatus.Lifted, e.Effective, [])) },
            EncumbranceEnforced e => moved with { Holds = moved.Holds.SetItem(e.Encumbrance, moved.Holds[e.Encumbrance].Without(e, ClaimStatus.Enforced)) },
            CarryOverFrozen e => moved with { Holds = moved.Holds.SetItem(e.Application, new(ClaimStatus.CarryOver, e.Effective, e.Moves)) },
            CarryOverUnfrozen e => moved with { Holds = moved.Holds.SetItem(e.Application, new(ClaimStatus.Lifted, e.Effective, [])) },
            UnitsConverted { Application: { } id } e => moved with { Holds = moved.Holds.SetItem(id, moved.Holds[id].Without(e, ClaimStatus.CarriedOver)) },
            BorrowedReceived e => moved with
            {
                Loans = moved.Loans.SetItem(e.Loan, new(e.Moves[0].Unit.Product, e.Moves[0].Quantity, e.Lender, e.Effective, e.DueBack, null, e.Moves[0].Lot)),
            },
            BorrowedReturned e => moved with { Loans = moved.Loans.SetItem(e.Loan, moved.Loans[e.Loan] with { ReturnedOn = e.Effective }) },
            CostMethodChanged e => moved with { Book = moved.Book.WithMethod(e.Unit, e.From, e.Method, state.Version + 1) },
            CostsRestated e => moved with { Book = moved.Book.Restated(e.Changes) },
            MovementReversed e => (state.Movements.GetValueOrDefault(e.Movement) is UnitsReserved { Reservation: var id }
                ? moved with { Reservations = moved.Reservations.SetItem(id, new(ClaimStatus.Released, e.Effective, [])) } : moved) with
            {
                Reversed = moved.Reversed.Add(e.Movement),
            },
            FreeAllocationReceived or PurchaseReceived or TransferReceived or UnitsSurrendered or UnitsCancelled or UnitsConverted or UnitsReturned
                or UnitsLapsed => moved,
            _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
        };
        return next with { Version = state.Version + 1 };
    }

    private static Decision<AllowanceAccountEvent> Open(AllowanceAccount state, OpenAccount c, Context context)
    {
        if (state.IsOpened) return AllowanceAccountErrors.AlreadyOpened(state.Holder, state.Market);
        if (context.Rules.TryFind("currency", c.Market, context.BusinessDate) is not { IsKnown: true, Text: { } currency })
            return AllowanceAccountErrors.MarketUnknown(c.Market);
        return new AccountOpened(c.Holder, c.Market, c.Name, c.NameZh, c.RegistryNumber, currency);
    }

    /// <summary>What is left in transit stays under the reservation.</summary>
    private static AllowanceAccount Delivered(AllowanceAccount state, DeliveryConfirmed e) =>
        state with { Reservations = state.Reservations.SetItem(e.Reservation, state.Reservations[e.Reservation].Without(e, ClaimStatus.Delivered)) };

    private static AllowanceAccount Reservation(AllowanceAccount state, string id, ClaimStatus status, IMovement last)
    {
        IReadOnlyList<Move> units = status is ClaimStatus.Reserved or ClaimStatus.InTransit ? last.Moves : [];
        return state with { Reservations = state.Reservations.SetItem(id, new(status, last.Effective, units)) };
    }
}
