using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    /// <summary>One rule applied: the check, and the refusal it would be if the rule is in force. Neither where the venue has no such rule.</summary>
    private readonly record struct Finding(VenueCheck? Check, DomainError? Refusal);

    /// <summary>The rules of the venue on the trade date, applied to one trade; the size of an execution is that of its order, which was looked at.</summary>
    private sealed class Venue(CaptureTrade trade, Context context, bool isFill = false)
    {
        private readonly string session = trade.Method == TradeMethod.Block ? "session-block" : trade.Method == TradeMethod.Auction ? "" : "session-listed"; // of an auction: as announced

        private readonly string priceLimit = trade.Method == TradeMethod.Block ? "price-limit-block" : "price-limit-listed";

        private readonly string unit = context.Rules.UnitOf(trade.Product.Market, trade.TradeDate);

        private string Asked => LimitFigure.Of(trade.Quantity, unit);

        /// <summary>Price the limit is measured from, or null.</summary>
        public Quote? PreviousClose { get; } =
            context.Quotes?.GetValueOrDefault(trade.Product.ToString()) is { } q && q.Price.Currency == trade.Price.Currency ? q : null;

        /// <summary>Every rule in order of precedence. Outside the venue only the currency of the market and its lot hold.</summary>
        public IEnumerable<Finding> Findings() => trade.Method == TradeMethod.Otc ? [Frozen(), Currency(), Lot(), Holding()] : [Frozen(), .. AtVenue(), .. AuctionLife(), Holding()];

        private IEnumerable<Finding> AtVenue()
        {
            yield return Rule("products", r => Passes(r, Listed(r.Text!), $"{trade.Product.Code} ∈ {{{r.Text}}}"),
                r => TradeErrors.ProductNotListed(trade.Product, trade.TradeDate, r));
            yield return TradingDay();
            yield return Session();
            yield return Currency();
            yield return Lot();
            if (trade.Method != TradeMethod.Auction && !isFill) yield return Size();
            yield return Rule("tick-size", r => Passes(r, trade.Price.Amount % r.Value == 0, $"{Price(trade.Price.Amount)} = n × {Number(r.Value)}"),
                r => TradeErrors.OffTick(trade.Price, r));
            yield return trade.Method == TradeMethod.Auction ? Cap() : Limit();
            if (trade.Floor is { } floor)
                yield return new(new("auction-floor", trade.Price.Amount >= floor.Amount, $"{Price(trade.Price.Amount)} ≥ {Price(floor.Amount)}", "auction notice", RuleStatus.InForce),
                    trade.Price.Amount < floor.Amount ? TradeErrors.BelowFloor(trade.Price, floor) : null);
        }

        /// <summary>Accounts the authority froze trade nothing.</summary>
        private Finding Frozen() => FrozenAccounts.On(trade.Product.Market, trade.Product, trade.TradeDate, context.Rules) is not { } frozen ? default
            : Rule("accounts-frozen-from", r => Passes(r, false, $"{Day(trade.TradeDate)} < {Day(frozen.From)}"),
                r => TradeErrors.AccountsFrozen(trade.Product.Market, trade.TradeDate, frozen.From, r));

        /// <summary>Who sells by one-way auction applies some working days before, is answered within some, and has the units complete and frozen some before.</summary>
        private IEnumerable<Finding> AuctionLife()
        {
            if (trade is not { Method: TradeMethod.Auction, Side: Side.Sell }) yield break;
            yield return Before("auction-application-working-days", "appliedOn", trade.AppliedOn);
            yield return Answer();
            yield return Before("auction-freeze-working-days", "frozenOn", trade.FrozenOn);
        }

        /// <summary>Without a time of the trade nobody can say whether the session was kept.</summary>
        private Finding Session() => trade.TradeTime is { } time
            ? Rule(session, r => Passes(r, InSession(time, r.Text!), $"{time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} ∈ {r.Text}"),
                r => TradeErrors.OutsideSession(time, r))
            : Find(session) is not { } rule ? default : new(rule.IsKnown ? Unknown(session, rule, $"? ∈ {rule.Text}", "trade-time") : Unknown(session, rule, "?"), null);

        private Finding Before(string parameter, string field, DateOnly? given)
        {
            if (Find(parameter) is not { } rule) return default;
            if (!rule.IsKnown) return new(Unknown(parameter, rule, "?"), null);
            var latest = WorkingDays(trade.TradeDate, -(int)rule.Value);
            if (latest is not { } last) return new(Unknown(parameter, rule, "? ≤ ?", "calendar"), null);
            if (given is not { } day) return new(Unknown(parameter, rule, $"? ≤ {Day(last)}", field == "frozenOn" ? "frozen-on" : "applied-on"), null);
            return Rule(parameter, r => Passes(r, day <= last, $"{Day(day)} ≤ {Day(last)}"), r => TradeErrors.AuctionTooLate(field, day, last, (int)r.Value, r.Source));
        }

        private Finding Answer()
        {
            const string parameter = "auction-answer-working-days";
            if (Find(parameter) is not { IsKnown: true } rule || trade.AppliedOn is not { } applied || WorkingDays(applied, (int)rule.Value) is not { } answered)
                return Find(parameter) is { } r ? new(Unknown(parameter, r, "?", !r.IsKnown ? "rule" : trade.AppliedOn is null ? "applied-on" : "calendar"), null) : default;
            return Rule(parameter, r => Passes(r, answered < trade.TradeDate, $"{Day(answered)} < {Day(trade.TradeDate)}"),
                r => TradeErrors.AuctionTooLate("appliedOn", applied, WorkingDays(trade.TradeDate, -1 - (int)r.Value) ?? applied, 1 + (int)r.Value, r.Source));
        }

        /// <summary>A limit on holdings nobody has found is said to be not known; one that is known is read with the holding, among the limits.</summary>
        private Finding Holding() => trade.Side == Side.Buy && Find("position-limit") is { IsKnown: false } rule ? new(Unknown("position-limit", rule, $"≤ ? {unit}"), null) : default;

        /// <summary>Working days of the country, make-up days included; null where the calendar does not reach.</summary>
        private DateOnly? WorkingDays(DateOnly from, int days)
        {
            var calendar = context.Rules.Calendar("CN");
            return calendar.Covers(from) && calendar.Covers(from.AddDays(days * 2)) ? calendar.Add(from, days) : null;
        }

        private Finding Currency() => Rule("currency", r => Passes(r, r.Text == trade.Price.Currency, $"{trade.Price.Currency} = {r.Text}"),
            r => TradeErrors.OtherCurrency(trade.Price.Currency, r));

        private Finding Lot() => Rule("lot-size", r => Passes(r, trade.Quantity.Value % r.Value == 0, $"{Asked} = n × {Number(r.Value)} {unit}"),
            r => TradeErrors.NotInLots(trade.Quantity, r, unit));

        /// <summary>A bid is at most a share above the previous close, rounded like the daily limit.</summary>
        private Finding Cap()
        {
            const string parameter = "auction-price-cap-share";
            if (Find(parameter) is { IsKnown: true } rule && PreviousClose is null)
                return new(Unknown(parameter, rule, $"{Price(trade.Price.Amount)} ≤ ?", "previous-close"), null);
            var high = 0m;
            return Rule(parameter,
                r =>
                {
                    high = Ends(PreviousClose!.Price.Amount, r.Value).High;
                    return Passes(r, trade.Price.Amount <= high, $"{Price(trade.Price.Amount)} ≤ {Price(high)}");
                },
                r => TradeErrors.AboveAuctionCap(trade.Price, high, PreviousClose!, r));
        }

        /// <summary>As <see cref="FeesOf"/>, and the check it comes from where the fee is worked out.</summary>
        public (decimal Fee, VenueCheck? Check) Fee()
        {
            var fees = FeesOf(trade, context.Rules);
            if (trade.Fee is not null || trade.Method == TradeMethod.Otc || Find("fee-rate") is not { } rule) return (fees, null);
            if (!rule.IsKnown) return (fees, Unknown("fee-rate", rule, $"? % → {Money.Zero(trade.Price.Currency)}"));
            var fee = new Money(fees - (trade.Commission ?? 0m), trade.Price.Currency);
            return (fees, new("fee-rate", true, $"{Number(rule.Value * 100)} % × {(trade.Price * trade.Quantity).RoundedHalfUp()} = {fee}", rule.Source, rule.Status));
        }

        /// <summary>The value-added tax in price and fees, where a special invoice splits it off; none where no rate is known.</summary>
        public (TradeTax? Tax, VenueCheck? Check) Tax(decimal fee)
        {
            if (trade.Invoice != InvoiceKind.Special || Find("vat-rate") is not { } rule) return (null, null);
            if (!rule.IsKnown) return (null, Unknown("vat-rate", rule, "? %"));
            var amount = (trade.Price * trade.Quantity).RoundedHalfUp().Amount;
            var tax = new TradeTax(TaxIn(amount, rule.Value), TaxIn(fee, rule.Value), rule.Value, rule.Source, rule.Status);
            return (tax, new("vat-rate", true, $"{Number(rule.Value * 100)} %: {new Money(amount + fee, trade.Price.Currency)} → "
                + $"{new Money(tax.OnPrice + tax.OnFee, trade.Price.Currency)}", rule.Source, rule.Status));
        }

        private static decimal TaxIn(decimal gross, decimal rate) => gross - decimal.Round(gross / (1 + rate), 2, MidpointRounding.AwayFromZero);

        private Finding TradingDay() => Rule("calendar",
            r =>
            {
                var calendar = context.Rules.Calendar(r.Text!);
                var day = trade.TradeDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                if (!calendar.Covers(trade.TradeDate)) return new("calendar", true, $"{day} ∈ {r.Text} ?", r.Source, RuleStatus.Unknown, "calendar");
                var status = (RuleStatus)Math.Max((int)r.Status, (int)calendar.Years[trade.TradeDate.Year].Status);
                return new("calendar", calendar.IsOpen(trade.TradeDate), $"{day} ∈ {r.Text}", r.Source, status);
            },
            r => TradeErrors.NotATradingDay(trade.TradeDate, r.Text!, r.Source));

        private Finding Size() => trade.Method == TradeMethod.Block
            ? Rule("block-minimum", r => Passes(r, trade.Quantity.Value >= r.Value, $"{Asked} ≥ {Number(r.Value)} {unit}"),
                r => TradeErrors.TooSmallForBlock(trade.Quantity, r, unit))
            : Rule("listed-maximum-exclusive", r => Passes(r, trade.Quantity.Value < r.Value, $"{Asked} < {Number(r.Value)} {unit}"),
                r => TradeErrors.TooLargeForListed(trade.Quantity, r, unit));

        /// <summary>Price within a share of the previous close, both ends included.</summary>
        /// <remarks>The ends are rounded half-up to the tick unless price-limit-rounding says otherwise: both truncated, or both into the band.</remarks>
        private Finding Limit()
        {
            var parameter = priceLimit;
            if (Find(parameter) is { IsKnown: true } rule && PreviousClose is null)
                return new(Unknown(parameter, rule, $"? ≤ {Price(trade.Price.Amount)} ≤ ?", "previous-close"), null);
            var (low, high) = (0m, 0m);
            return Rule(parameter,
                r =>
                {
                    (low, high) = Ends(PreviousClose!.Price.Amount, r.Value);
                    // The close of other products is no ground to refuse where the rule is about the product's own.
                    var isOwn = PreviousClose.IsProxy != true || Find("price-limit-reference") is not { Text: "previous-close-of-product" };
                    return Passes(isOwn ? r : r with { Status = RuleStatus.Unsure }, trade.Price.Amount >= low && trade.Price.Amount <= high,
                        $"{Price(low)} ≤ {Price(trade.Price.Amount)} ≤ {Price(high)}{(isOwn ? "" : $" ({PreviousClose.Series})")}");
                },
                r => TradeErrors.OutsidePriceLimit(trade.Price, low, high, PreviousClose!, r));
        }

        /// <summary>Ends of the limit, or of the cap of an auction.</summary>
        public (decimal? Low, decimal High)? Band()
        {
            var isAuction = trade.Method == TradeMethod.Auction;
            if (PreviousClose is not { } close || Find(isAuction ? "auction-price-cap-share" : priceLimit) is not { IsKnown: true } rule) return null;
            var (low, high) = Ends(close.Price.Amount, rule.Value);
            return (isAuction ? null : low, high);
        }

        private (decimal Low, decimal High) Ends(decimal close, decimal share)
        {
            var (low, high) = (Math.Max(0m, close * (1 - share)), close * (1 + share));
            if (Find("tick-size") is not { IsKnown: true, Value: > 0 and var tick }) return (low, high);
            return Find("price-limit-rounding") switch
            {
                { IsKnown: true, Text: "truncate" } => (decimal.Floor(low / tick) * tick, decimal.Floor(high / tick) * tick),
                { IsKnown: true, Text: "down-up-inside" } => (decimal.Ceiling(low / tick) * tick, decimal.Floor(high / tick) * tick),
                _ => (HalfUp(low, tick), HalfUp(high, tick)),
            };
        }

        private static decimal HalfUp(decimal price, decimal tick) => decimal.Round(price / tick, 0, MidpointRounding.AwayFromZero) * tick;

        private Finding Rule(string parameter, Func<RuleValue, VenueCheck> check, Func<RuleValue, DomainError> refusal)
        {
            if (Find(parameter) is not { } rule) return default;
            if (!rule.IsKnown) return new(Unknown(parameter, rule, "?"), null);
            var made = check(rule) with { Code = parameter };
            return new(made, made is { Passed: false, Status: RuleStatus.InForce } ? refusal(rule) : null);
        }

        private RuleValue? Find(string parameter) => context.Rules.TryFind(parameter, trade.Product.Market, trade.TradeDate);

        private static VenueCheck Passes(RuleValue rule, bool passed, string operands) => new("", passed, operands, rule.Source, rule.Status);

        private static VenueCheck Unknown(string parameter, RuleValue rule, string why, string missing = "rule") => new(parameter, true, why, rule.Source, RuleStatus.Unknown, missing);

        /// <summary>By code, <c>CEA25</c>; a name without a vintage, <c>CCER</c>, stands for all vintages of it.</summary>
        private bool Listed(string codes) => codes.Split(',', StringSplitOptions.TrimEntries) is var listed
            && (listed.Contains(trade.Product.Code) || listed.Contains(trade.Product.Name));

        private static bool InSession(TimeOnly time, string sessions) => sessions.Split(',', StringSplitOptions.TrimEntries).Any(s =>
        {
            var ends = s.Split('-');
            return time >= TimeOnly.Parse(ends[0], CultureInfo.InvariantCulture) && time < TimeOnly.Parse(ends[1], CultureInfo.InvariantCulture);
        });

        private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private static string Number(decimal value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

        private static string Price(decimal value) => value.ToString("0.00##", CultureInfo.InvariantCulture);
    }
}
