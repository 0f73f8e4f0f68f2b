using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Units that go back to who lent them.</summary>
internal sealed partial record LotBook
{
    /// <summary>Whether all that a loan brought is still there to be given back on a day.</summary>
    public bool HasAllOf(BorrowedUnits loan, DateOnly day) => Lot(loan.Lot) is var lot && lot.Acquired <= day && Usable(lot, day) >= loan.Quantity;

    /// <summary>As many free units of the same product: those the loan brought, then other borrowed ones, then any, each oldest first.</summary>
    public LotsTaken GiveBack(BorrowedUnits loan, DateOnly day, string currency)
    {
        var moves = new List<Move>();
        var left = loan.Quantity;
        foreach (var lot in OpenLots(loan.Product).Where(l => l.Acquired <= day).OrderBy(l => l.Id == loan.Lot ? 0 : l.Unit.Origin == Origin.Borrowed ? 1 : 2))
        {
            var part = Tonnes.Min(left, Usable(lot, day));
            if (part.IsZero) continue;
            moves.Add(lot.Part(Bucket.Free, Bucket.Returned, part, currency));
            left -= part;
        }

        return left.IsZero ? new(moves, null) : new([], new(day, (loan.Quantity - left).Value, false, 0));
    }
}

/// <summary>What pledges, loans and repos do in a book of lots, of allowances and of credits.</summary>
internal static class Encumbrances
{
    /// <summary>Where what is given stands until it comes back.</summary>
    public static Bucket BucketOf(EncumbranceKind kind) =>
        kind switch { EncumbranceKind.Pledge => Bucket.Pledged, EncumbranceKind.Loan => Bucket.Lent, _ => Bucket.SoldInRepo };

    /// <summary>Where the claim stands meanwhile.</summary>
    public static ClaimStatus StatusOf(EncumbranceKind kind) =>
        kind switch { EncumbranceKind.Pledge => ClaimStatus.Pledged, EncumbranceKind.Loan => ClaimStatus.Lent, _ => ClaimStatus.SoldInRepo };

    /// <summary>Whether units stand under a pledge, a loan or a repo.</summary>
    public static bool IsEncumbrance(this ClaimStatus status) => status is ClaimStatus.Pledged or ClaimStatus.Lent or ClaimStatus.SoldInRepo;

    /// <summary>Given back and bought at once, with its serial numbers; where some were used since, bought first, so that there are units to give back.</summary>
    public static Decision<TEvent> Keep<TState, TEvent>(
        TState state, bool isAllThere, Func<TState, Decision<TEvent>> giveBack, Func<TState, IReadOnlyList<SerialRange>?, TEvent> buy, Func<TState, TEvent, TState> evolve)
        where TEvent : class
    {
        var bought = isAllThere ? null : buy(state, null);
        var back = giveBack(bought is null ? state : evolve(state, bought));
        if (back.Error is not null) return back;
        var returned = back.Events[0];
        if (bought is not null) return Decision<TEvent>.Of([bought, returned]);
        var moves = ((IMovement)returned).Moves;
        var known = moves.All(m => m.Serials is not null);
        return Decision<TEvent>.Of([returned, buy(evolve(state, returned), known ? Serials.Join([.. moves.SelectMany(m => m.Serials!)], []) : null)]);
    }

    /// <summary>Price per tonne of what was kept for a sum, rounded down to four decimals, and the rest as a fee.</summary>
    public static (UnitPrice Price, decimal Fee) PaidFor(decimal cost, Tonnes quantity, string currency)
    {
        var price = new UnitPrice(decimal.Floor(cost / quantity.Value * 10_000m) / 10_000m, currency);
        return (price, cost - (price * quantity).RoundedHalfUp().Amount);
    }
}
