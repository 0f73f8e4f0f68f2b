using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    private static Decision<AllowanceAccountEvent> Encumber(AllowanceAccount state, EncumberUnits c)
    {
        if (state.Holds.ContainsKey(c.Encumbrance)) return AllowanceAccountErrors.HoldIdReused(c.Encumbrance);
        if (c.Until is { } until && until < c.Effective) return AllowanceAccountErrors.BackBeforeItLeaves(until, c.Effective);
        if (NoSuchLot(state, c.Lot) is { } unknown) return unknown;
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Encumbrances.BucketOf(c.Kind), c.Origin, Serials: c.Serials, Lot: c.Lot));
        if (taken.Error is { } error) return error;
        return new UnitsEncumbered(c.Effective, taken.Moves, c.Encumbrance, c.Kind, c.Counterparty, c.Document, c.Until);
    }

    private static Decision<AllowanceAccountEvent> Release(AllowanceAccount state, ReleaseEncumbrance c)
    {
        var step = EncumbranceStep(state, c.Encumbrance, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new EncumbranceReleased(c.Effective, step.Moves, c.Encumbrance, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Enforce(AllowanceAccount state, EnforceEncumbrance c)
    {
        var step = EncumbranceStep(state, c.Encumbrance, c.Effective, Bucket.Delivered);
        if (step.Error is { } error) return error;
        if (c.Quantity is not { } part) return new EncumbranceEnforced(c.Effective, step.Moves, c.Encumbrance, c.Document);
        var held = new Tonnes(step.Moves.Sum(m => m.Quantity.Value));
        if (part > held) return AllowanceAccountErrors.MoreThanHeld(c.Encumbrance, part, held);
        return new EncumbranceEnforced(c.Effective, Claim.Split(step.Moves, part).Taken, c.Encumbrance, c.Document);
    }

    private static Taken EncumbranceStep(AllowanceAccount state, string id, DateOnly day, Bucket to)
    {
        if (!state.Holds.TryGetValue(id, out var hold)) return new([], AllowanceAccountErrors.HoldUnknown(id));
        if (hold.Status == ClaimStatus.Frozen) return new([], AllowanceAccountErrors.HoldIsAFreeze(id));
        if (hold.Status == ClaimStatus.CarryOver) return new([], AllowanceAccountErrors.HoldIsCarryOver(id, "encumbrance"));
        if (!hold.Status.IsEncumbrance()) return new([], AllowanceAccountErrors.HoldLifted(id));
        return day < hold.Since ? new([], AllowanceAccountErrors.BeforeEarlierStep(id, day, hold.Since)) : new(hold.Onward(to), null);
    }

    private static Decision<AllowanceAccountEvent> Borrow(AllowanceAccount state, ReceiveBorrowed c)
    {
        if (state.Loans.ContainsKey(c.Loan)) return AllowanceAccountErrors.LoanIdReused(c.Loan);
        if (c.DueBack is { } due && due < c.Effective) return AllowanceAccountErrors.BackBeforeItLeaves(due, c.Effective);
        if (WrongSerials(state, c.Serials, c.Quantity) is { } wrong) return wrong;
        return new BorrowedReceived(c.Effective, [Incoming(state, new(c.Product, Origin.Borrowed), c.Quantity, 0m, c.Serials)], c.Loan, c.Lender, c.Document, c.DueBack);
    }

    private static Decision<AllowanceAccountEvent> GiveBack(AllowanceAccount state, ReturnBorrowed c)
    {
        if (NotOpen(state, c.Loan, c.Effective) is { } wrong) return wrong;
        var loan = state.Loans[c.Loan];
        var taken = state.Book.GiveBack(loan, c.Effective, state.Currency);
        if (taken.Shortage is { } shortage) return AllowanceAccountErrors.NotEnoughFree(loan.Product, loan.Quantity, shortage.Free, 0, shortage.Day);
        return new BorrowedReturned(c.Effective, taken.Moves, c.Loan, c.RegistryReference);
    }

    private static DomainError? NotOpen(AllowanceAccount state, string id, DateOnly day) =>
        !state.Loans.TryGetValue(id, out var loan) ? AllowanceAccountErrors.LoanUnknown(id)
        : loan.ReturnedOn is not null ? AllowanceAccountErrors.LoanReturned(id)
        : day < loan.Since ? AllowanceAccountErrors.BeforeEarlierStep(id, day, loan.Since) : null;

    /// <summary>Bought on the day it is kept: to be sold as soon as any purchase of that day.</summary>
    private static Decision<AllowanceAccountEvent> Keep(AllowanceAccount state, KeepBorrowed c, Context context)
    {
        if (NotOpen(state, c.Loan, c.Effective) is { } wrong) return wrong;
        if (WrongAmount("cost", c.Cost) is { } no) return no;
        var loan = state.Loans[c.Loan];
        var (price, fee) = Encumbrances.PaidFor(c.Cost, loan.Quantity, state.Currency);
        var sellable = SellableFrom(state.Market, c.Effective, context.Rules);
        return Encumbrances.Keep(state, state.Book.HasAllOf(loan, c.Effective), at => GiveBack(at, new(c.Effective, c.Loan, c.Document)), Bought, Evolve);

        AllowanceAccountEvent Bought(AllowanceAccount at, IReadOnlyList<SerialRange>? serials) => new PurchaseReceived(
            c.Effective, [Incoming(at, new(loan.Product, Origin.Purchased), loan.Quantity, c.Cost, serials)], price, fee, sellable, null, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Convert(AllowanceAccount state, ConvertUnits c)
    {
        if (c.Into.Market != c.Product.Market || c.Into.Name != c.Product.Name || c.Into.Vintage.First <= c.Product.Vintage.Last)
            return AllowanceAccountErrors.NotALaterVintage(c.Product, c.Into);
        if (WrongSerials(state, c.Serials, c.Quantity) is { } wrong) return wrong;
        var taken = Applied(state, c);
        if (taken.Error is { } error) return error;
        return new UnitsConverted(c.Effective, [.. taken.Moves, Incoming(state, new(c.Into, Origin.CarriedOver), c.Quantity, 0m, c.Serials)], c.Document, c.Remark,
            SaleDays(state, taken.Moves, c.Effective)?.Max(d => d.SellableFrom), c.Application);
    }

    /// <summary>What is carried over: the units of the application; free ones only where none of that product was filed here.</summary>
    private static Taken Applied(AllowanceAccount state, ConvertUnits c)
    {
        if (c.Application is not { } id)
        {
            var filed = state.Holds.Where(h => h.Value is { Status: ClaimStatus.CarryOver, Units: [{ Unit.Product: var of }, ..] } && of == c.Product)
                .Select(h => h.Key).Order(StringComparer.Ordinal).ToList();
            return filed.Count > 0 ? new([], AllowanceAccountErrors.ApplicationNotNamed(c.Product, filed))
                : Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Converted, c.Origin));
        }

        var step = ApplicationStep(state, id, c.Effective, Bucket.Converted);
        if (step.Error is not null) return step;
        if (step.Moves[0].Unit.Product is var product && product != c.Product) return new([], AllowanceAccountErrors.ApplicationOfAnother(id, product, c.Product));
        var held = new Tonnes(step.Moves.Sum(m => m.Quantity.Value));
        return c.Quantity > held ? new([], AllowanceAccountErrors.MoreThanApplied(id, c.Quantity, held)) : new(Claim.Split(step.Moves, c.Quantity).Taken, null);
    }

    private static Taken ApplicationStep(AllowanceAccount state, string id, DateOnly day, Bucket to)
    {
        if (!state.Holds.TryGetValue(id, out var hold) || hold.Status.IsEncumbrance() || hold.Status == ClaimStatus.Frozen) return new([], AllowanceAccountErrors.ApplicationUnknown(id));
        if (hold.Status != ClaimStatus.CarryOver) return new([], AllowanceAccountErrors.HoldLifted(id));
        return day < hold.Since ? new([], AllowanceAccountErrors.BeforeEarlierStep(id, day, hold.Since)) : new(hold.Onward(to), null);
    }

    private static Decision<AllowanceAccountEvent> Freeze(AllowanceAccount state, FreezeForCarryOver c)
    {
        if (state.Holds.ContainsKey(c.Application)) return AllowanceAccountErrors.HoldIdReused(c.Application);
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.CarryOver, c.Origin));
        if (taken.Error is { } error) return error;
        return new CarryOverFrozen(c.Effective, taken.Moves, c.Application);
    }

    private static Decision<AllowanceAccountEvent> Unfreeze(AllowanceAccount state, UnfreezeCarryOver c)
    {
        var step = ApplicationStep(state, c.Application, c.Effective, Bucket.Free);
        if (step.Error is { } error) return error;
        return new CarryOverUnfrozen(c.Effective, step.Moves, c.Application, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Return(AllowanceAccount state, ReturnUnits c)
    {
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Returned, c.Origin));
        if (taken.Error is { } error) return error;
        return new UnitsReturned(c.Effective, taken.Moves, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Lapse(AllowanceAccount state, LapseUnits c)
    {
        var taken = Take(state, new(c.Effective, c.Product, c.Quantity, Bucket.Lapsed, c.Origin));
        if (taken.Error is { } error) return error;
        return new UnitsLapsed(c.Effective, taken.Moves, c.Document);
    }

    private static Decision<AllowanceAccountEvent> Change(AllowanceAccount state, ChangeCostMethod c, Context context)
    {
        var pool = state.Book.Pool(c.Unit);
        if (pool.Changes is [.., var last] && c.From <= last) return AllowanceAccountErrors.CostMethodFixed(c.Unit, c.From, last);
        if (state.Book.OverIn(c.Unit, c.From, context.BusinessDate) is { } over) return AllowanceAccountErrors.CostMethodYearOver(c.Unit, c.From, over, context.BusinessDate.Year);
        var before = pool.At(c.From.AddDays(-1));
        if (before.Method == c.Method) return AllowanceAccountErrors.CostMethodUnchanged(c.Unit, c.Method, c.From);
        return new CostMethodChanged(c.From, c.Unit, c.Method, before.Method, new(before.Quantity), before.Cost, c.Reason);
    }

    private static readonly Costing<AllowanceAccount, AllowanceAccountEvent> costing = new(
        state => state.Book, state => state.Version, state => state.Currency, Evolve, WithMoves,
        happened => happened switch { CostMethodChanged e => (e.From, e.Unit), CostsRestated e => LotBook.PlaceOf(e.Changes), _ => null }, changes => new CostsRestated(changes));

    private static AllowanceAccountEvent WithMoves(AllowanceAccountEvent happened, IReadOnlyList<Move> moves) => happened switch
    {
        DeliveryConfirmed e => e with { Moves = moves },
        UnitsSurrendered e => e with { Moves = moves },
        UnitsCancelled e => e with { Moves = moves },
        EncumbranceEnforced e => e with { Moves = moves },
        BorrowedReturned e => e with { Moves = moves },
        UnitsConverted e => e with { Moves = moves },
        UnitsReturned e => e with { Moves = moves },
        UnitsLapsed e => e with { Moves = moves },
        MovementReversed e => e with { Moves = moves },
        _ => happened,
    };
}
