using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>Turns one earlier event round at its own day and, for a receipt, books the right one at its own.</summary>
    private static Decision<AllowanceAccountEvent> Correct(AllowanceAccount state, CorrectMovement c, Context context)
    {
        if (c.Movement < 1 || c.Movement > state.Version) return AllowanceAccountErrors.MovementUnknown(c.Movement, state.Version);
        if (state.Reversed.Contains(c.Movement)) return AllowanceAccountErrors.AlreadyReversed(c.Movement);
        var wrong = state.Movements.GetValueOrDefault(c.Movement);
        if (NotReversible(c.Movement, wrong) is { } error) return error;
        if (c.Effective != wrong!.Effective) return AllowanceAccountErrors.CorrectionDay(c.Effective, c.Movement, wrong.Effective);
        var isReceipt = wrong is FreeAllocationReceived or PurchaseReceived or TransferReceived;
        if (c.Replacement is not null && !isReceipt) return AllowanceAccountErrors.OnlyReceiptsReplaced(c.Movement);
        if (isReceipt && UsedSince(state, wrong) is { } used) return used;

        var reversal = Reversal(state, wrong, c.Movement, c.Reason, (wrong as PurchaseReceived)?.Trade);
        if (c.Replacement is not { } right) return reversal;
        var booked = Rebook(Evolve(state, reversal), wrong, right, c.Movement, context);
        if (booked.Error is { } refused) return refused;
        return new AllowanceAccountEvent[] { reversal, booked.Events[0] };
    }

    private static MovementReversed Reversal(AllowanceAccount state, IMovement wrong, int movement, string reason, string? trade) => new(
        wrong.Effective, state.Book.TurnedRound(wrong, movement), movement, reason, trade);

    /// <summary>
    /// The last movement first; a receipt only while all of it is still free. Units of a sale that came back before may be used elsewhere by now: of what lies before
    /// that only what was delivered is turned round, straight to free.
    /// </summary>
    private static Decision<AllowanceAccountEvent> Undo(AllowanceAccount state, UndoTrade c)
    {
        var events = new List<AllowanceAccountEvent>();
        var own = state.Movements.Where(m => IsOf(m.Value, c.Trade) && !state.Reversed.Contains(m.Key)).OrderByDescending(m => m.Key).ToList();
        var cameBack = own.Find(m => m.Value is UnitsReleased or DeliveryFailed).Key; // 0 = nothing did
        foreach (var (version, wrong) in own.Where(m => m.Key > cameBack || m.Value is DeliveryConfirmed))
        {
            if (wrong is PurchaseReceived && UsedSince(state, wrong) is { } used) return used;
            events.Add(new MovementReversed(wrong.Effective, state.Book.TurnedRound(wrong, version, version < cameBack), version, c.Reason, c.Trade));
            state = Evolve(state, events[^1]);
        }

        return events.Count > 0 ? Decision<AllowanceAccountEvent>.Of(events) : AllowanceAccountErrors.NothingToUndo(c.Trade);
    }

    private static Decision<AllowanceAccountEvent> Restate(AllowanceAccount state, RestateReceipts c)
    {
        var own = state.Movements.Where(m => m.Value is PurchaseReceived e && e.Trade == c.Trade && !state.Reversed.Contains(m.Key)).OrderBy(m => m.Key);
        if (state.Book.WithReceipts([.. own], c.Receipts, state.Currency) is not { } changes) return AllowanceAccountErrors.ReceiptsDiffer(c.Trade);
        return new CostsRestated(changes, c.Trade, c.Reason);
    }

    private static bool IsOf(IMovement movement, string trade) => movement switch
    {
        PurchaseReceived e => e.Trade == trade,
        UnitsReserved e => e.Reservation == trade,
        UnitsReleased e => e.Reservation == trade,
        DeliveryInstructed e => e.Reservation == trade,
        DeliveryConfirmed e => e.Reservation == trade,
        DeliveryFailed e => e.Reservation == trade,
        _ => false,
    };

    private static DomainError? NotReversible(int movement, IMovement? wrong) => wrong switch
    {
        null => AllowanceAccountErrors.NotReversible(movement, "the opening of the account or a matter of cost", "it moved nothing"),
        MovementReversed => AllowanceAccountErrors.NotReversible(movement, "a reversal itself", "enter what is right as a new movement"),
        UnitsReserved => AllowanceAccountErrors.NotReversible(movement, "a reservation", "use release-units"),
        DeliveryInstructed => AllowanceAccountErrors.NotReversible(movement, "a delivery instruction", "use fail-delivery"),
        UnitsFrozen => AllowanceAccountErrors.NotReversible(movement, "a freeze", "use unfreeze-units"),
        UnitsReleased => AllowanceAccountErrors.NotReversible(movement, "a release", "use reserve-units with a new id"),
        DeliveryFailed => AllowanceAccountErrors.NotReversible(movement, "a failed delivery", "use reserve-units with a new id"),
        UnitsEncumbered => AllowanceAccountErrors.NotReversible(movement, "a pledge, loan or repo", "use release-encumbrance"),
        EncumbranceReleased or EncumbranceEnforced => AllowanceAccountErrors.NotReversible(movement, "an ended pledge, loan or repo", "use encumber-units with a new id"),
        BorrowedReceived => AllowanceAccountErrors.NotReversible(movement, "a receipt of borrowed units", "use return-borrowed"),
        BorrowedReturned => AllowanceAccountErrors.NotReversible(movement, "a return of borrowed units", "use receive-borrowed with a new id"),
        CarryOverFrozen or CarryOverUnfrozen => AllowanceAccountErrors.NotReversible(movement, "a step of an application for carry-over", "use end-filing at the obligation"),
        UnitsConverted => AllowanceAccountErrors.NotReversible(movement, "a carry-over", "the authority takes it back by a decision of its own: return-units"),
        UnitsUnfrozen => AllowanceAccountErrors.NotReversible(movement, "a lifted freeze", "use freeze-units with a new id"),
        DeliveryConfirmed => AllowanceAccountErrors.NotReversible(movement, "a confirmed delivery", "use receive-transfer when units come back"),
        _ => null,
    };

    private static DomainError? UsedSince(AllowanceAccount state, IMovement receipt)
    {
        foreach (var move in receipt.Moves)
        {
            if (state.Lot(move.Lot).FirstShort(receipt.Effective, move.Quantity) is not { } first) continue;
            return AllowanceAccountErrors.WouldGoNegative(move.Lot, move.Quantity, first.Free, first.Day);
        }

        return null;
    }

    private static Decision<AllowanceAccountEvent> Rebook(
        AllowanceAccount state, IMovement wrong, ReceiptCorrection right, int corrects, Context context)
    {
        var was = wrong.Moves[0];
        if (right.Price is { } price && price.Currency != state.Currency) return AllowanceAccountErrors.OtherCurrency(price.Currency, state.Currency);
        if (right.Fee is not null && wrong is not PurchaseReceived) return AllowanceAccountErrors.ReplacementField("fee", "receipt of this kind");
        if (right.Price is not null && wrong is FreeAllocationReceived) return AllowanceAccountErrors.ReplacementField("price", "free allocation");
        return wrong switch
        {
            FreeAllocationReceived e => Receive(
                state, new ReceiveFreeAllocation(right.Effective, was.Unit.Product, right.Quantity, e.Document, right.Serials, e.ComplianceYear), corrects),
            PurchaseReceived e => Receive(
                state, new ReceivePurchase(right.Effective, was.Unit.Product, right.Quantity, right.Price ?? e.Price, right.Fee ?? e.Fee,
                    e.Trade, e.Document, right.Serials, TaxOf(e, right)), context, corrects),
            TransferReceived e => Receive(
                state, new ReceiveTransfer(right.Effective, was.Unit, right.Quantity, e.FromAccount, e.Reference,
                    TransferCost(was, right), right.Serials, e.SellableFrom), corrects),
            _ => throw new UnreachableException($"{wrong.GetType().Name} is no receipt"),
        };
    }

    /// <summary>The tax that was deducted keeps its share of price and fee.</summary>
    private static decimal? TaxOf(PurchaseReceived was, ReceiptCorrection right)
    {
        if (was.DeductibleTax is not { } tax) return null;
        var (before, now) = (Gross(was.Price, was.Moves[0].Quantity, was.Fee), Gross(right.Price ?? was.Price, right.Quantity, right.Fee ?? was.Fee));
        return before == 0 ? 0m : decimal.Round(tax * now / before, 2, MidpointRounding.AwayFromZero);

        static decimal Gross(UnitPrice price, Tonnes quantity, decimal fee) => (price * quantity).RoundedHalfUp().Amount + fee;
    }

    private static decimal TransferCost(Move was, ReceiptCorrection right) => right.Price is { } price
        ? (price * right.Quantity).RoundedHalfUp().Amount
        : decimal.Round(was.Cost * right.Quantity.Value / was.Quantity.Value, 2, MidpointRounding.AwayFromZero);
}
