using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class CcerHoldingDecider
{
    /// <summary>Moves, or why not.</summary>
    private readonly record struct Taken(IReadOnlyList<Move> Moves, DomainError? Error);

    private static Decision<CcerHoldingEvent> Reserve(CcerHolding state, ReserveCredits c, Context context)
    {
        // What failed may be sent again under its id: its credits are free, and nothing stands under it.
        if (state.Reservations.TryGetValue(c.Reservation, out var claim) && claim.Status != ClaimStatus.Failed) return CcerHoldingErrors.ReservationIdReused(c.Reservation);
        if (c.Batch is { } batch && !state.Batches.ContainsKey(batch)) return CcerHoldingErrors.BatchUnknown(batch);
        if (NotUsable(state, c.Batch is null ? [] : [c.Batch], c.Market, c.ComplianceYear, c.Effective, context) is { } refused) return refused;
        bool Fits(string lot) => (c.Product is not { } product || state.Batches[lot].Product == product)
            && (c.Origin is not { } origin || state.Book.Lot(lot).Unit.Origin == origin)
            && NotUsable(state, [lot], c.Market, c.ComplianceYear, c.Effective, context) is null;
        var taken = c.Serials is { Count: > 0 } serials
            ? TakeNamed(state, c.Effective, c.Quantity, Bucket.Reserved, serials, lot => (c.Batch is null || lot.Id == c.Batch) && Fits(lot.Id) && (!c.ForSale || lot.SellableFrom <= c.Effective))
            : Take(state, c.Effective, c.Quantity, Bucket.Reserved, c.Batch, Fits, c.ForSale);
        if (taken.Error is { } error) return error;
        return new CreditsReserved(c.Effective, taken.Moves, c.Reservation, c.Quantity, c.Purpose, c.Obligation, c.Market, c.ComplianceYear);
    }

    /// <summary>Exactly the credits with these serial numbers, all of them free on the day and later.</summary>
    private static Taken TakeNamed(CcerHolding state, DateOnly day, Tonnes quantity, Bucket to, IReadOnlyList<SerialRange> serials, Func<Lot, bool> fits)
    {
        if (serials.Count > Serials.RangesMax || !serials.All(Serials.IsPossible)) return new([], CcerHoldingErrors.SerialsNotPossible());
        if (Serials.Count(serials) != quantity.Value) return new([], CcerHoldingErrors.SerialsDoNotAddUp(Serials.Count(serials), quantity));
        var named = state.Book.TakeNamed(Serials.Join(serials, []), day, to, fits, state.Currency);
        return named.Missing is { } missing ? new([], CcerHoldingErrors.SerialsNotFree(missing, day)) : new(named.Moves, null);
    }

    /// <summary>The last movement first; a receipt only while all of it is still free. Of what lies before units of a sale came back only what was delivered, straight to free.</summary>
    private static Decision<CcerHoldingEvent> Undo(CcerHolding state, UndoCreditTrade c)
    {
        var events = new List<CcerHoldingEvent>();
        var own = state.Movements.Where(m => IsOf(m.Value, c.Trade) && !state.Reversed.Contains(m.Key)).OrderByDescending(m => m.Key).ToList();
        var cameBack = own.Find(m => m.Value is CreditsReleased or CreditDeliveryFailed).Key; // 0 = nothing did
        foreach (var (version, wrong) in own.Where(m => m.Key > cameBack || m.Value is CreditDeliveryConfirmed))
        {
            if (wrong is PurchasedBatchReceived && UsedSince(state, wrong) is { } used) return used;
            events.Add(new CreditMovementReversed(wrong.Effective, state.Book.TurnedRound(wrong, version, version < cameBack), version, c.Reason, c.Trade));
            state = Evolve(state, events[^1]);
        }

        return events.Count > 0 ? Decision<CcerHoldingEvent>.Of(events) : CcerHoldingErrors.NothingToUndo(c.Trade);
    }

    private static DomainError? UsedSince(CcerHolding state, IMovement receipt)
    {
        foreach (var move in receipt.Moves)
            if (state.Book.Lot(move.Lot).FirstShort(receipt.Effective, move.Quantity) is { } first) return CcerHoldingErrors.WouldGoNegative(move.Quantity, first.Free, first.Day);
        return null;
    }

    private static bool IsOf(IMovement movement, string trade) => movement switch
    {
        PurchasedBatchReceived e => e.Trade == trade,
        CreditsReserved e => e.Reservation == trade,
        CreditsReleased e => e.Reservation == trade,
        CreditDeliveryInstructed e => e.Reservation == trade,
        CreditDeliveryConfirmed e => e.Reservation == trade,
        CreditDeliveryFailed e => e.Reservation == trade,
        _ => false,
    };

    private static Decision<CcerHoldingEvent> Release(CcerHolding state, ReleaseCredits c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.Reserved, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new CreditsReleased(c.Effective, step.Moves, c.Reservation, c.Reason, state.Uses[c.Reservation].Obligation, c.Said);
    }

    /// <summary>Cancels reserved credits for an offset. Reserved for an obligation, they go to that one alone.</summary>
    private static Decision<CcerHoldingEvent> Use(CcerHolding state, UseForOffset c, Context context)
    {
        var step = Step(state, c.Reservation, ClaimStatus.Reserved, c.Effective, Bucket.Cancelled);
        if (step.Error is { } error) return error;
        var use = state.Uses[c.Reservation];
        if (use.Obligation is not null && (c.Market != use.Market || c.ComplianceYear != use.ComplianceYear))
            return CcerHoldingErrors.OtherObligation(c.Reservation, use);
        var lots = step.Moves.Select(m => m.Lot).Distinct().ToList();
        if (NotUsable(state, lots, c.Market, c.ComplianceYear, c.Effective, context) is { } refused) return refused;
        var rests = c is { Market: { } market, ComplianceYear: { } year }
            ? lots.Select(l => Usability.Of(state.Batches[l], market, year, c.Effective, context.Rules)).MaxBy(u => u.Status)!
            : new Usability(null, "no rule limits this purpose", RuleStatus.InForce);
        return new UsedForOffset(
            c.Effective, step.Moves, c.Reservation, Sum(step.Moves), c.Purpose, c.RegistryReference, rests.Source, rests.Status, use.Obligation,
            c.Market, c.ComplianceYear, c.Beneficiary);
    }

    private static Decision<CcerHoldingEvent> Cancel(CcerHolding state, CancelVoluntarily c)
    {
        if (c.Batch is { } batch && !state.Batches.ContainsKey(batch)) return CcerHoldingErrors.BatchUnknown(batch);
        var taken = Take(state, c.Effective, c.Quantity, Bucket.Cancelled, c.Batch, _ => true);
        if (taken.Error is { } error) return error;
        return new CancelledVoluntarily(c.Effective, taken.Moves, c.Purpose, c.Beneficiary, c.RegistryReference);
    }

    private static Decision<CcerHoldingEvent> Deliver(CcerHolding state, DeliverCredits c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.Reserved, c.Effective, Bucket.InTransit);
        if (step.Error is { } error) return error;
        if (state.Uses[c.Reservation].Obligation is { } obligation) return CcerHoldingErrors.ReservedForObligation(c.Reservation, obligation);
        return new CreditDeliveryInstructed(c.Effective, step.Moves, c.Reservation, c.ToAccount, c.Reference);
    }

    private static Decision<CcerHoldingEvent> Confirm(CcerHolding state, ConfirmCreditDelivery c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.InTransit, c.Effective, Bucket.Delivered);
        if (step.Error is { } error) return error;
        if (c.Quantity is not { } part) return Delivered(step.Moves);
        var moving = Sum(step.Moves);
        if (part > moving) return CcerHoldingErrors.MoreThanInTransit(c.Reservation, part, moving);
        return Delivered(Claim.Split(step.Moves, part).Taken);

        CreditDeliveryConfirmed Delivered(IReadOnlyList<Move> moves) => new(c.Effective, moves, c.Reservation, c.Evidence, [.. moves.Select(m => m.Lot).Distinct()
            .Select(l => new DeliveredBatch(l, state.Batches[l], state.Book.Lot(l).SellableFrom is var day && day > c.Effective ? day : null))]);
    }

    private static Decision<CcerHoldingEvent> Fail(CcerHolding state, FailCreditDelivery c)
    {
        var step = Step(state, c.Reservation, ClaimStatus.InTransit, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new CreditDeliveryFailed(c.Effective, step.Moves, c.Reservation, c.Reason);
    }

    /// <summary>The next step of a reservation: exactly the credits under it, to the next bucket.</summary>
    private static Taken Step(CcerHolding state, string id, ClaimStatus needed, DateOnly day, Bucket to)
    {
        if (!state.Reservations.TryGetValue(id, out var claim)) return new([], CcerHoldingErrors.ReservationUnknown(id));
        if (claim.Status != needed) return new([], CcerHoldingErrors.ReservationNotAtStep(id, claim.Status, needed));
        if (day < claim.Since) return new([], CcerHoldingErrors.BeforeEarlierStep(id, day, claim.Since));
        return new(claim.Onward(to), null);
    }

    private static Taken Take(CcerHolding state, DateOnly day, Tonnes quantity, Bucket to, string? batch, Func<string, bool> usable, bool forSale = false)
    {
        var taken = state.Book.Take(new(day, quantity, to, lot => (batch is null || lot.Id == batch) && usable(lot.Id), forSale), state.Currency);
        if (taken.Shortage is not { } shortage) return new(taken.Moves, null);
        var notUsable = batch is null ? state.Lots.Where(l => !usable(l.Id) || (forSale && l.SellableFrom > day)).Sum(l => l.FreeOn(day)) : 0;
        return new([], shortage.IsLater
            ? CcerHoldingErrors.WouldGoNegative(quantity, shortage.Free, shortage.Day)
            : CcerHoldingErrors.NotEnoughFree(quantity, shortage.Free, notUsable, day));
    }

    private static DomainError? NotUsable(
        CcerHolding state, IReadOnlyList<string> lots, string? market, int? year, DateOnly day, Context context)
    {
        if (market is null || year is not { } complianceYear) return null;
        foreach (var lot in lots)
        {
            var batch = state.Batches[lot];
            if (Usability.Of(batch, market, complianceYear, day, context.Rules) is { WhyNot: { } why, Source: var source })
                return CcerHoldingErrors.BatchNotUsable(lot, batch, market, complianceYear, why, source);
        }

        return null;
    }

    private static Tonnes Sum(IReadOnlyList<Move> moves) => moves.Aggregate(Tonnes.Zero, (sum, m) => sum + m.Quantity);
}
