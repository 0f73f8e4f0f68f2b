using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Orders;

/// <summary>The rules of an order: venue rules when it is placed; executions, corrections and take-backs net to the same in any order of arrival, also after its last day.</summary>
public static class OrderDecider
{
    /// <summary>Longest key of an order: its trades add a hyphen and a number.</summary>
    public const int KeyMax = 34;

    private const int IdMax = 100;
    private const int FillsMax = 9_999;
    private const decimal AmountMax = 10_000_000_000_000_000m;

    /// <summary>The decider.</summary>
    public static readonly Decider<Order, OrderCommand, OrderEvent> Instance = new("order", Order.NotPlaced, Decide, Evolve);

    /// <summary>Key of the trade of an execution.</summary>
    public static string TradeOf(string order, int number) => $"{order}-F{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Events, or one refusal.</summary>
    public static Decision<OrderEvent> Decide(Order state, OrderCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is PlaceOrder place) return Place(state, place, context);
        if (state.Terms is not { } terms) return OrderErrors.NotPlaced();
        return command switch
        {
            CancelOrder c => state.Open.IsZero ? OrderErrors.NothingOpen(state.IsCancelled ? OrderStatus.Cancelled : state.Status) : new OrderCancelled(c.Reason),
            ExpireOrder => Expire(state, terms, context),
            RecordFill c => Record(state, terms, c, context),
            BustFill c => Bust(state, c, context),
            BookFill c => BookAgain(state, c),
            RecordUnbooked c => !state.Fills.TryGetValue(c.Execution, out var gone) ? OrderErrors.FillUnknown(c.Execution)
                : Waiting(state, [new FillUnbooked(c.Execution, gone.TradeNumber)]),
            RecordFillProblem c => state.Fills.ContainsKey(c.Execution) ? Waiting(state, [new FillProblemRecorded(c.Execution, c.Code, c.Message, c.Values)])
                : OrderErrors.FillUnknown(c.Execution),
            RecordRepriced c => TakeOver(state, terms, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static Order Evolve(Order state, OrderEvent happened) => happened switch
    {
        OrderPlaced e => state with { Terms = e.Terms, PlacedBy = e.PlacedBy, Checks = e.Checks },
        OrderCancelled => state with { IsCancelled = true },
        OrderExpired => state with { IsExpired = true },
        FillRecorded e => state.With(new(e.Fill, e.Number, RecordedBy: e.RecordedBy)) with
        {
            Ended = e.Fill.Replaces is { } replaced ? state.Ended.SetItem(replaced, $"→ {e.Fill.Execution}") : state.Ended,
        },
        FillBusted e => state with { Ended = state.Ended.SetItem(e.Execution, e.Reason) },
        BookingAsked e => state.With(state.Fills[e.Execution] with { IsBooked = true, InPlaceOf = e.Replaces, Problem = null }),
        UnbookingAsked e => state.With(state.Fills[e.Execution] with { IsUnbooked = true, Problem = null }),
        FillUnbooked e => state.Fills.Values.Where(f => f.TradeNumber == e.Number || f.Reported.Execution == e.Execution)
            .Aggregate(state, (next, f) => next.With(f with { IsUnbooked = true, IsGone = true, Problem = null })),
        TradeTakenOver e => state.With(state.Fills[e.From] with { IsGone = true, Problem = null })
            .With(state.Fills[e.Execution] with { IsBooked = true, IsUnbooked = false, IsGone = false, Problem = null, TakenOver = e.Number, InPlaceOf = null }),
        FillProblemRecorded e => state.With(state.Fills[e.Execution] with { Problem = new(e.Code, e.Message, e.Values) }),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<OrderEvent> Place(Order state, PlaceOrder c, Context context)
    {
        if (state.Terms is not null) return OrderErrors.AlreadyPlaced(state.Status);
        if (c.Method is not (TradeMethod.Listed or TradeMethod.Block)) return OrderErrors.MethodHasNoOrders(c.Method);
        var decision = TradeDecider.Decide(Trade.NotCaptured, c.AsTrade(), context);
        if (decision.Error is { } refused) return refused;
        var placed = new OrderPlaced(c, ((TradeCaptured)decision.Events[0]).Checks, context.Actor);
        return c.LastDay < context.BusinessDate ? Decision<OrderEvent>.Of([placed, new OrderExpired(c.LastDay)]) : placed;
    }

    private static Decision<OrderEvent> Expire(Order state, PlaceOrder terms, Context context)
    {
        if (state.Open.IsZero) return OrderErrors.NothingOpen(state.IsCancelled ? OrderStatus.Cancelled : state.Status);
        return terms.LastDay < context.BusinessDate ? new OrderExpired(terms.LastDay) : OrderErrors.StillStands(terms.LastDay, context.BusinessDate);
    }

    /// <summary>Records it; takes back the trade of what it replaces; books what stands where all of it fits into the order.</summary>
    private static Decision<OrderEvent> Record(Order state, PlaceOrder terms, RecordFill c, Context context)
    {
        if (state.Fills.TryGetValue(c.Execution, out var known))
            return known.Reported == c ? OrderErrors.FillKnown(c.Execution) : OrderErrors.FillDiffers(c.Execution);
        if (state.Fills.Count >= FillsMax) return OrderErrors.TooManyFills(FillsMax);
        if (c.TradeDate < terms.TradeDate || c.TradeDate > terms.LastDay) return OrderErrors.OutsideDays(c.TradeDate, terms.TradeDate, terms.LastDay);
        if (c.Price.Currency != terms.Price.Currency) return OrderErrors.OtherCurrency(c.Price.Currency, terms.Price.Currency);
        if (c.Replaces is { } replaced && state.Fills.Values.FirstOrDefault(f => f.Reported.Replaces == replaced) is { } other)
            return OrderErrors.AlreadyReplaced(replaced, other.Reported.Execution);
        return Netted(state, new FillRecorded(c, state.Fills.Count + 1, context.Actor), context);
    }

    private static Decision<OrderEvent> Bust(Order state, BustFill c, Context context) =>
        state.Ended.TryGetValue(c.Execution, out var reason) ? OrderErrors.AlreadyEnded(c.Execution, reason) : Netted(state, new FillBusted(c.Execution, c.Reason), context);

    private static Decision<OrderEvent> BookAgain(Order state, BookFill c)
    {
        if (!state.Fills.TryGetValue(c.Execution, out var fill)) return OrderErrors.FillUnknown(c.Execution);
        if (fill.Problem is null) return OrderErrors.NoProblem(c.Execution);
        return state.Stands(c.Execution) ? Booking(state, fill) : new UnbookingAsked(c.Execution, fill.TradeNumber, state.Ended[c.Execution]);
    }

    /// <summary>What happened, the trades it takes back and asks for; and what it leaves open past the last day is ended.</summary>
    private static Decision<OrderEvent> Netted(Order before, OrderEvent happened, Context context)
    {
        var state = Evolve(before, happened);
        List<OrderEvent> events = [happened];
        events.AddRange(state.Fills.Values.Where(f => f is { IsBooked: true, IsUnbooked: false } && !state.Stands(f.Reported.Execution)).OrderBy(f => f.Number)
            .Select(f => new UnbookingAsked(f.Reported.Execution, f.TradeNumber, state.Ended[f.Reported.Execution])));
        var netted = Waiting(before, events);
        return !state.Open.IsZero && state.Terms!.LastDay < context.BusinessDate ? Decision<OrderEvent>.Of([.. netted.Events, new OrderExpired(state.Terms.LastDay)]) : netted;
    }

    /// <summary>After what just happened: everything that stands, is not booked and may be, in the order of arrival.</summary>
    private static Decision<OrderEvent> Waiting(Order before, List<OrderEvent> events)
    {
        var state = events.Aggregate(before, Evolve);
        if (state.Status != OrderStatus.Overfilled)
        {
            foreach (var fill in state.Standing.Where(f => !f.IsBooked).ToList())
            {
                if (!state.MayBeBooked(fill)) continue;
                var booking = Booking(state, fill);
                state = Evolve(state, booking);
                events.Add(booking);
            }
        }

        return Decision<OrderEvent>.Of(events);
    }

    private static BookingAsked Booking(Order state, Fill fill)
    {
        var wrong = state.Wrong(fill);
        return new(fill.Reported.Execution, fill.Number, TermsOf(state.Terms!, fill.Reported), state.PlacedBy, fill.RecordedBy,
            wrong?.TradeNumber, wrong is null ? null : state.Ended[wrong.Reported.Execution]);
    }

    /// <summary>A trade that got the price its correction says is the trade of the correction: what was asked for that one before is not needed.</summary>
    private static Decision<OrderEvent> TakeOver(Order state, PlaceOrder terms, RecordRepriced c)
    {
        if (!state.Fills.TryGetValue(c.Execution, out var made)) return OrderErrors.FillUnknown(c.Execution);
        if (state.Fills.Values.FirstOrDefault(f => f.IsInBooks && f.TradeNumber == made.TradeNumber)?.Reported.Execution is not { } wrong // another may have taken it over before
            || state.Right(wrong) is not { } right || !IsOf(TermsOf(terms, right.Reported), c.Terms)) return OrderErrors.NotItsPrice(c.Execution);
        return Waiting(state, [new TradeTakenOver(right.Reported.Execution, wrong, made.TradeNumber, right.IsInBooks ? right.TradeNumber : null)]);

        static bool IsOf(CaptureTrade said, CaptureTrade booked) => said.Quantity == booked.Quantity && said.TradeDate == booked.TradeDate && said.Price == booked.Price
            && (said.Fee is null || said.Fee == booked.Fee) && (said.Commission ?? 0m) == (booked.Commission ?? 0m);
    }

    /// <summary>Terms of the trade of an execution.</summary>
    public static CaptureTrade TermsOf(PlaceOrder terms, RecordFill made) => terms.AsTrade() with
    {
        TradeDate = made.TradeDate, Quantity = made.Quantity, Price = made.Price, TradeTime = made.TradeTime, Fee = made.Fee, Commission = made.Commission,
        VenueReference = made.VenueReference,
    };

    private static DomainError? WrongShape(OrderCommand command, Context context) => command switch
    {
        PlaceOrder c => c.Until is { } until && (until < c.TradeDate || !BookDates.Accepts(until)) ? OrderErrors.UntilNotPossible(until, c.TradeDate) : null,
        CancelOrder c => Empty("reason", c.Reason),
        RecordFill c => WrongId("execution", c.Execution) ?? (c.Replaces is null ? null : WrongId("replaces", c.Replaces))
            ?? (c.Replaces == c.Execution ? OrderErrors.ReplacesItself(c.Execution) : null) ?? (c.Quantity.IsZero ? OrderErrors.QuantityZero() : null)
            ?? (c.Price.Amount == 0 ? OrderErrors.PriceZero() : null) ?? WrongAmount("fee", c.Fee) ?? WrongAmount("commission", c.Commission)
            ?? WrongDay(c.TradeDate, context),
        BustFill c => WrongId("execution", c.Execution) ?? Empty("reason", c.Reason),
        BookFill c => WrongId("execution", c.Execution),
        RecordUnbooked c => WrongId("execution", c.Execution),
        RecordRepriced c => WrongId("execution", c.Execution),
        RecordFillProblem c => Empty("code", c.Code) ?? Empty("message", c.Message),
        _ => null,
    };

    private static DomainError? Empty(string field, string? text) => string.IsNullOrWhiteSpace(text) ? OrderErrors.FieldMissing(field) : null;

    private static DomainError? WrongId(string field, string? id) =>
        string.IsNullOrWhiteSpace(id) ? OrderErrors.FieldMissing(field)
        : id.Length > IdMax || id != id.Trim() || id.Any(char.IsControl) ? OrderErrors.IdNotPossible(field, IdMax) : null;

    private static DomainError? WrongAmount(string field, decimal? amount) =>
        amount is { } a && (a < 0 || a > AmountMax || decimal.Round(a, 2) != a) ? OrderErrors.AmountNotPossible(field, a) : null;

    private static DomainError? WrongDay(DateOnly day, Context context) =>
        !BookDates.Accepts(day) ? OrderErrors.DateOutOfRange(day) : day > context.BusinessDate ? OrderErrors.InTheFuture(day, context.BusinessDate) : null;
}
