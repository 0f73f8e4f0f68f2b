using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    private static Decision<AllowanceAccountEvent> Receive(AllowanceAccount state, ReceiveFreeAllocation c, int? corrects = null)
    {
        if (WrongSerials(state, c.Serials, c.Quantity) is { } wrong) return wrong;
        if (c.ComplianceYear is { } year && c.Product.Vintage is { First: > 0 } vintage && (year < vintage.First || year > vintage.Last))
            return AllowanceAccountErrors.YearIsNotTheVintage(c.Product, year);
        var unit = new UnitClass(c.Product, Origin.Free);
        return new FreeAllocationReceived(c.Effective, [Incoming(state, unit, c.Quantity, 0m, c.Serials)], c.Document, corrects, c.ComplianceYear);
    }

    /// <summary>Cost of a purchase: price × quantity, half-up to 2 decimals, and the fee, less the tax that is deducted.</summary>
    private static Decision<AllowanceAccountEvent> Receive(AllowanceAccount state, ReceivePurchase c, Context context, int? corrects = null)
    {
        if (WrongAmount("fee", c.Fee) is { } amount) return amount;
        if (WrongAmount("deductibleTax", c.DeductibleTax) is { } tax) return tax;
        if (c.Price.Currency != state.Currency) return AllowanceAccountErrors.OtherCurrency(c.Price.Currency, state.Currency);
        if (WrongSerials(state, c.Serials, c.Quantity) is { } wrong) return wrong;
        var fee = c.Fee ?? 0m;
        var gross = (c.Price * c.Quantity).RoundedHalfUp().Amount + fee;
        if (c.DeductibleTax > gross) return AllowanceAccountErrors.TaxBeyondCost(c.DeductibleTax.Value, gross);
        var cost = gross - (c.DeductibleTax ?? 0m);
        var move = Incoming(state, new(c.Product, Origin.Purchased), c.Quantity, cost, c.Serials);
        var sellable = SellableFrom(state.Market, c.Effective, context.Rules);
        return new PurchaseReceived(c.Effective, [move], c.Price, fee, sellable, c.Trade, c.Document, corrects, c.DeductibleTax);
    }

    private static Decision<AllowanceAccountEvent> Receive(AllowanceAccount state, ReceiveTransfer c, int? corrects = null)
    {
        if (WrongAmount("cost", c.Cost) is { } amount) return amount;
        if (WrongSerials(state, c.Serials, c.Quantity) is { } wrong) return wrong;
        var move = Incoming(state, c.Unit, c.Quantity, c.Cost ?? 0m, c.Serials);
        return new TransferReceived(c.Effective, [move], c.FromAccount, c.Reference, corrects, c.SellableFrom > c.Effective ? c.SellableFrom : null);
    }

    private static Move Incoming(AllowanceAccount state, UnitClass unit, Tonnes quantity, decimal cost, IReadOnlyList<SerialRange>? serials) =>
        state.Book.Incoming(unit, quantity, cost, state.Currency, serials);

    private static DomainError? WrongAmount(string field, decimal? amount) =>
        amount is { } a && (a < 0 || a > AmountMax || decimal.Round(a, 2) != a) ? AllowanceAccountErrors.AmountNotPossible(field, a) : null;

    private static DomainError? WrongSerials(AllowanceAccount state, IReadOnlyList<SerialRange>? serials, Tonnes quantity) =>
        state.Book.FaultOf(serials, quantity) switch
        {
            null => null,
            { Asked: { } asked, Held: { } held } => AllowanceAccountErrors.SerialsOverlap(asked, held),
            { Count: { } count } => AllowanceAccountErrors.SerialsDoNotAddUp(count, quantity),
            _ => AllowanceAccountErrors.SerialsNotPossible(),
        };

    /// <summary>First day a purchase may be sold: some trading days after it. The same day where the market has no such rule.</summary>
    /// <remarks>Rules: <c>sale-after-purchase-days</c> and <c>calendar</c> of the market. Years the calendar does not list count Monday to Friday.</remarks>
    public static DateOnly SellableFrom(string market, DateOnly day, RuleBook rules)
    {
        if (rules.TryFind("sale-after-purchase-days", market, day) is not { IsKnown: true, Number: { } number }) return day;
        if (rules.TryFind("calendar", market, day) is not { IsKnown: true, Text: { } id }) return day;
        var calendar = rules.Calendar(id);
        for (var left = (int)number; left > 0; left--)
        {
            do day = day.AddDays(1);
            while (!(calendar.Covers(day) ? calendar.IsOpen(day) : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        }

        return day;
    }
}
