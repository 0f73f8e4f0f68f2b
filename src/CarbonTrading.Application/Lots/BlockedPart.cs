using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>What of a lot stands under one claim in one bucket, found in the movements of its account or holding.</summary>
/// <param name="Lot">Lot id.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Bucket">Held and not free.</param>
/// <param name="Claim">What it stands under.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Serials">Serial ranges; empty = not known.</param>
/// <param name="Version">Stream version of the event that put it there.</param>
/// <param name="Opened">That event.</param>
public sealed record BlockedPart(string Lot, UnitClass Unit, Bucket Bucket, string Claim, long Quantity, IReadOnlyList<SerialRange> Serials, int Version, IMovement Opened)
{
    /// <summary>All of them at the end of a day: their sums are the buckets of the lots.</summary>
    /// <param name="movements">What each event moved, by its version; reversals stand beside what they reverse.</param>
    /// <param name="day">Movements up to this day count.</param>
    public static IReadOnlyList<BlockedPart> Of(IReadOnlyDictionary<int, IMovement> movements, DateOnly day)
    {
        var standing = new Dictionary<(string Lot, Bucket Bucket, string Claim), BlockedPart>();
        foreach (var (version, movement) in movements.Where(m => m.Value.Effective <= day).OrderBy(m => m.Key))
        {
            if (ClaimOf(movement is IReversal reversal ? movements[reversal.Movement] : movement) is not { } claim) continue; // nothing of it stands under a claim
            foreach (var move in movement.Moves)
            {
                if (IsBlocked(move.From) && standing.TryGetValue((move.Lot, move.From, claim), out var before))
                    standing[(move.Lot, move.From, claim)] = before with
                    {
                        Quantity = before.Quantity - move.Quantity.Value, Serials = Domain.Registry.Serials.Without(before.Serials, move.Serials ?? []),
                    };
                if (!IsBlocked(move.To)) continue;
                var there = standing.GetValueOrDefault((move.Lot, move.To, claim)) is { Quantity: > 0 } more ? more : new(move.Lot, move.Unit, move.To, claim, 0, [], version, movement);
                standing[(move.Lot, move.To, claim)] = there with
                {
                    Quantity = there.Quantity + move.Quantity.Value, Serials = Domain.Registry.Serials.Join(there.Serials, move.Serials ?? []),
                };
            }
        }

        return [.. standing.Values.Where(p => p.Quantity > 0)];
    }

    private static bool IsBlocked(Bucket bucket) => bucket != Bucket.Free && bucket.IsHeld();

    private static string? ClaimOf(IMovement movement) => movement switch
    {
        UnitsReserved e => e.Reservation,
        UnitsReleased e => e.Reservation,
        DeliveryInstructed e => e.Reservation,
        DeliveryConfirmed e => e.Reservation,
        DeliveryFailed e => e.Reservation,
        UnitsFrozen e => e.Hold,
        UnitsUnfrozen e => e.Hold,
        UnitsEncumbered e => e.Encumbrance,
        EncumbranceReleased e => e.Encumbrance,
        EncumbranceEnforced e => e.Encumbrance,
        CarryOverFrozen e => e.Application,
        CarryOverUnfrozen e => e.Application,
        UnitsConverted e => e.Application,
        CreditsReserved e => e.Reservation,
        CreditsReleased e => e.Reservation,
        UsedForOffset e => e.Reservation,
        CreditDeliveryInstructed e => e.Reservation,
        CreditDeliveryConfirmed e => e.Reservation,
        CreditDeliveryFailed e => e.Reservation,
        CreditsEncumbered e => e.Encumbrance,
        CreditEncumbranceReleased e => e.Encumbrance,
        CreditEncumbranceEnforced e => e.Encumbrance,
        _ => null,
    };
}
