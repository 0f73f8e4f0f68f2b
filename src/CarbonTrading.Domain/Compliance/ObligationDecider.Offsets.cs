using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

public static partial class ObligationDecider
{
    /// <summary>Credits may cover only a limited share; reserved and used ones take the room. Only a rule in force refuses.</summary>
    private static Decision<ObligationEvent> Reserve(Obligation state, ReserveOffsets c, Context context)
    {
        if (state.Offsets.ContainsKey(Id(c.Holding, c.Reservation))) return ObligationErrors.OffsetsKnown(c.Holding, c.Reservation);
        if (state.Due is not { } due) return ObligationErrors.NotVerified();
        var limit = OffsetLimit.Of(state, context.Rules);
        if (limit is { Status: RuleStatus.InForce } && limit.RoomOf(state) is { } room && c.Quantity > room)
            return ObligationErrors.OffsetLimitExceeded(c.Quantity, room, limit);
        var open = due.MinusOrZero(state.Surrendered + state.OffsetsCounted);
        if (c.Quantity > open) return ObligationErrors.MoreThanRemaining(c.Quantity, open);
        return new OffsetsReserved(c.Effective, c.Holding, c.Reservation, c.Quantity, limit.Ceiling, limit.Source, limit.Status);
    }

    private static Decision<ObligationEvent> Release(Obligation state, ReleaseOffsets c)
    {
        if (NotAtStep(state, c.Holding, c.Reservation, OffsetStatus.Reserved, c.Effective) is { } error) return error;
        return new OffsetsReleased(c.Effective, c.Holding, c.Reservation, c.Reason);
    }

    private static Decision<ObligationEvent> Surrender(Obligation state, SurrenderOffsets c)
    {
        if (NotAtStep(state, c.Holding, c.Reservation, OffsetStatus.Reserved, c.Effective) is { } error) return error;
        var claim = state.Offsets[Id(c.Holding, c.Reservation)];
        return new OffsetsSurrendered(c.Effective, c.Holding, c.Reservation, claim.Quantity, state.Market, state.Year, c.RegistryReference, c.Remark);
    }

    private static Decision<ObligationEvent> Confirm(Obligation state, ConfirmOffsets c)
    {
        if (NotAtStep(state, c.Holding, c.Reservation, OffsetStatus.Surrendered, c.Effective) is { } error) return error;
        return new OffsetsConfirmed(c.Effective, c.Holding, c.Reservation, state.Offsets[Id(c.Holding, c.Reservation)].Quantity);
    }

    private static Decision<ObligationEvent> Fail(Obligation state, FailOffsets c)
    {
        if (NotAtStep(state, c.Holding, c.Reservation, OffsetStatus.Surrendered, c.Effective) is { } error) return error;
        return new OffsetsFailed(c.Effective, c.Holding, c.Reservation, c.Code, c.Message, c.Values);
    }

    private static DomainError? NotAtStep(Obligation state, string holding, string reservation, OffsetStatus needed, DateOnly day) =>
        !state.Offsets.TryGetValue(Id(holding, reservation), out var claim) ? ObligationErrors.OffsetsUnknown(holding, reservation)
        : claim.Status != needed ? ObligationErrors.OffsetsNotAtStep(reservation, claim.Status, needed)
        : day < claim.Since ? ObligationErrors.BeforeEarlierStep(reservation, day, claim.Since)
        : null;
}
