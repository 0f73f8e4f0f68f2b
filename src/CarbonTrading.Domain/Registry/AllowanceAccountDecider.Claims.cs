using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    private static Decision<AllowanceAccountEvent> Reserve(AllowanceAccount state, ReserveUnits c)
    {
        // What failed may be sent again under its id: its units are free, and nothing stands under it.
        if (state.Reservations.TryGetValue(c.Reservation, out var claim) && claim.Status != ClaimStatus.Failed) return AllowanceAccountErrors.ReservationIdReused(c.Reservation);
        if (NoSuchLot(state, c.Lot) is { } unknown) return unknown;
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Reserved, c.Origin, c.ForSale, c.Serials, c.Lot));
        if (taken.Error is { } error) return error;
        return new UnitsReserved(c.Effective, taken.Moves, c.Reservation, c.Purpose);
    }

    private static DomainError? NoSuchLot(AllowanceAccount state, string? lot) => lot is null || state.Lots.Exists(l => l.Id == lot) ? null : AllowanceAccountErrors.LotUnknown(lot);

    private static Decision<AllowanceAccountEvent> Release(AllowanceAccount state, ReleaseUnits c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.Reserved, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new UnitsReleased(c.Effective, step.Moves, c.Reservation, c.Reason);
    }

    private static Decision<AllowanceAccountEvent> Deliver(AllowanceAccount state, DeliverUnits c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.Reserved, c.Effective, Bucket.InTransit);
        if (step.Error is { } error) return error;
        return new DeliveryInstructed(c.Effective, step.Moves, c.Reservation, c.ToAccount, c.Reference);
    }

    private static Decision<AllowanceAccountEvent> Confirm(AllowanceAccount state, ConfirmDelivery c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.InTransit, c.Effective, Bucket.Delivered);
        if (step.Error is { } error) return error;
        if (c.Quantity is not { } part) return Delivered(step.Moves);
        var moving = new Tonnes(step.Moves.Sum(m => m.Quantity.Value));
        if (part > moving) return AllowanceAccountErrors.MoreThanInTransit(c.Reservation, part, moving);
        return Delivered(Claim.Split(step.Moves, part).Taken);

        DeliveryConfirmed Delivered(IReadOnlyList<Move> moves) => new(c.Effective, moves, c.Reservation, c.Evidence, SaleDays(state, moves, c.Effective));
    }

    /// <summary>Lots among these units that may not be sold on a day yet; null = all may.</summary>
    private static IReadOnlyList<LotSaleDay>? SaleDays(AllowanceAccount state, IReadOnlyList<Move> moves, DateOnly day)
    {
        var days = moves.Select(m => m.Lot).Distinct().Select(l => new LotSaleDay(l, state.Lot(l).SellableFrom)).Where(d => d.SellableFrom > day).ToList();
        return days.Count > 0 ? days : null;
    }

    private static Decision<AllowanceAccountEvent> Fail(AllowanceAccount state, FailDelivery c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.InTransit, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new DeliveryFailed(c.Effective, step.Moves, c.Reservation, c.Reason);
    }

    private static Decision<AllowanceAccountEvent> Freeze(AllowanceAccount state, FreezeUnits c)
    {
        if (state.Holds.ContainsKey(c.Hold)) return AllowanceAccountErrors.HoldIdReused(c.Hold);
        if (NoSuchLot(state, c.Lot) is { } unknown) return unknown;
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Frozen, Serials: c.Serials, Lot: c.Lot));
        if (taken.Error is { } error) return error;
        return new UnitsFrozen(c.Effective, taken.Moves, c.Hold, c.Authority, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Unfreeze(AllowanceAccount state, UnfreezeUnits c)
    {
        if (!state.Holds.TryGetValue(c.Hold, out var hold)) return AllowanceAccountErrors.HoldUnknown(c.Hold);
        if (hold.Status.IsEncumbrance()) return AllowanceAccountErrors.HoldIsNoFreeze(c.Hold, hold.Status);
        if (hold.Status == ClaimStatus.CarryOver) return AllowanceAccountErrors.HoldIsCarryOver(c.Hold, "hold");
        if (hold.Status != ClaimStatus.Frozen) return AllowanceAccountErrors.HoldLifted(c.Hold);
        if (c.Effective < hold.Since) return AllowanceAccountErrors.BeforeEarlierStep(c.Hold, c.Effective, hold.Since);
        return new UnitsUnfrozen(c.Effective, hold.Onward(Bucket.Free), c.Hold, c.Document);
    }

    /// <summary>The next step of a reservation: exactly the units under it, to the next bucket.</summary>
    private static Taken Step(AllowanceAccount state, string id, ClaimStatus needed, DateOnly day, Bucket to)
    {
        if (!state.Reservations.TryGetValue(id, out var claim)) return new([], AllowanceAccountErrors.ReservationUnknown(id));
        if (claim.Status != needed) return new([], AllowanceAccountErrors.ReservationNotAtStep(id, claim.Status, needed));
        if (day < claim.Since) return new([], AllowanceAccountErrors.BeforeEarlierStep(id, day, claim.Since));
        return new(claim.Onward(to), null);
    }
}
