using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

public static partial class TradeDecider
{
    private const decimal FeeMax = 10_000_000_000_000_000m;

    private static DomainError? WrongCapture(CaptureTrade c, Context context)
    {
        if (!EntityKey.IsValid(c.Account)) return TradeErrors.AccountKeyInvalid(c.Account);
        if (c.Quantity.IsZero) return TradeErrors.QuantityZero();
        if (c.Price.Amount == 0) return TradeErrors.PriceZero();
        if (WrongFee("fee", c.Fee) is { } fee) return fee;
        if (WrongFee("commission", c.Commission) is { } commission) return commission;
        if (c.Method is TradeMethod.Block or TradeMethod.Otc && string.IsNullOrWhiteSpace(c.Counterparty)) return TradeErrors.CounterpartyMissing();
        if (!context.Rules.HasMarket(c.Product.Market)) return TradeErrors.MarketUnknown(c.Product.Market);
        if (c.Floor is { } floor && (c.Method != TradeMethod.Auction || floor.Currency != c.Price.Currency)) return TradeErrors.FloorNotPossible(c.Method, floor);
        if (c.SettleOn is { } day && (c.Method != TradeMethod.Otc || day < c.TradeDate || !BookDates.Accepts(day))) return TradeErrors.SettleOnNotPossible(day, c.TradeDate);
        foreach (var (field, on) in new[] { ("appliedOn", c.AppliedOn), ("frozenOn", c.FrozenOn) })
            if (on is { } of && (c is not { Method: TradeMethod.Auction, Side: Side.Sell } || of > c.TradeDate || !BookDates.Accepts(of)))
                return TradeErrors.AuctionDayNotPossible(field, of, c.TradeDate);
        if (c.Units is { } units && WrongUnits(units, c) is { } wrong) return wrong;
        return WrongDay(c.TradeDate, "tradeDate", context);
    }

    /// <summary>Units are named by who sells; serial numbers add up to the quantity, and say the lot and origin by themselves.</summary>
    private static DomainError? WrongUnits(NamedUnits units, CaptureTrade c)
    {
        if (c.Side == Side.Buy) return TradeErrors.UnitsNotNamed();
        if (units.Serials is not { Count: > 0 } serials) return null;
        if (serials.Count > Serials.RangesMax || !serials.All(Serials.IsPossible)) return TradeErrors.SerialsNotPossible();
        return Serials.Count(serials) == c.Quantity.Value ? null : TradeErrors.SerialsDoNotAddUp(Serials.Count(serials), c.Quantity);
    }

    private static DomainError? WrongFee(string field, decimal? amount) =>
        amount is { } a && (a < 0 || a > FeeMax || decimal.Round(a, 2) != a) ? TradeErrors.FeeNotPossible(field, a) : null;

    /// <summary>The fee as given, else amount × <c>fee-rate</c>, half-up to cents, 0 where no rate is known or no venue is used; and the commission.</summary>
    public static decimal FeesOf(CaptureTrade c, RuleBook rules)
    {
        var rate = c.Method != TradeMethod.Otc && rules.TryFind("fee-rate", c.Product.Market, c.TradeDate) is { IsKnown: true } known ? known.Value : 0m;
        return (c.Fee ?? decimal.Round((c.Price * c.Quantity).RoundedHalfUp().Amount * rate, 2, MidpointRounding.AwayFromZero)) + (c.Commission ?? 0m);
    }

    /// <summary>Every rule of the venue applied to terms that have their shape, passed or not: what a ticket shows beside its form. No rule asks who the counterparty is.</summary>
    public static IReadOnlyList<VenueCheck> ChecksOf(CaptureTrade terms, Context context)
    {
        if (WrongCapture(terms with { Counterparty = Or(terms.Counterparty, "?") }, context) is not null) return [];
        var venue = new Venue(terms, context);
        return [.. venue.Findings().Select(f => f.Check).OfType<VenueCheck>(), .. new[] { venue.Fee().Check, venue.Tax(venue.Fee().Fee).Check }.OfType<VenueCheck>()];
    }

    /// <summary>Prices the daily limit of the venue leaves possible, whatever price the terms have; null where there is no such rule or no previous close.</summary>
    /// <returns>Both ends included; no lower end at an auction.</returns>
    public static (decimal? Low, decimal High)? BandOf(CaptureTrade terms, Context context) => terms.Method == TradeMethod.Otc ? null : new Venue(terms, context).Band();

    private static string Or(string? text, string other) => string.IsNullOrWhiteSpace(text) ? other : text;

    /// <summary>
    /// Captures a trade that keeps every venue rule in force; what a weaker rule says is recorded as a warning. That of an execution which stands is captured once more
    /// where its checker rejected it.
    /// </summary>
    private static Decision<TradeEvent> Capture(Trade state, CaptureTrade c, Context context, CaptureFill? fill = null, RebookTrade? rebook = null)
    {
        var isAgain = state.Status == TradeStatus.Rejected && fill is not null && fill.Order == state.Order && fill.Execution == state.Execution;
        if (state.Status != TradeStatus.None && !isAgain) return TradeErrors.AlreadyCaptured(state.Status);

        var venue = new Venue(c, context, fill is not null);
        var checks = new List<VenueCheck>();
        foreach (var finding in venue.Findings())
        {
            if (finding.Check is not { } check) continue;
            if (check is { Passed: false, Status: RuleStatus.InForce }) return finding.Refusal!;
            checks.Add(check);
        }

        var (fee, feeCheck) = venue.Fee();
        if (feeCheck is not null) checks.Add(feeCheck);
        var (tax, taxCheck) = venue.Tax(fee);
        if (taxCheck is not null) checks.Add(taxCheck);
        if (fill is null && BeyondLimits(c.Product, c.Remark, context.Limits) is { } beyond) return beyond; // an execution happened: beyond a limit it waits for an override
        return new TradeCaptured(c, fee, venue.PreviousClose, checks, fill?.PlacedBy ?? context.Actor, context.Limits is { Count: > 0 } limits ? limits : null,
            tax, fill?.Order, fill?.Execution, fill?.RecordedBy, rebook?.Replaces ?? fill?.Replaces, rebook?.Reason ?? fill?.Reason);
    }

    private static DomainError? Beyond(LimitReading? limit) => limit?.State switch
    {
        null or LimitState.Passes => null,
        LimitState.Expired => TradeErrors.LimitExpired(limit),
        LimitState.NotKnown => TradeErrors.LimitNotKnown(limit),
        _ => TradeErrors.LimitExceeded(limit),
    };

    /// <summary>Beyond a hard limit nothing is captured; beyond a soft one a reason is needed.</summary>
    internal static DomainError? BeyondLimits(Product product, string? remark, IReadOnlyList<LimitReading>? limits)
    {
        foreach (var limit in (limits ?? []).OrderBy(l => l.Hard ? 0 : 1)) // a reason helps against no hard one
        {
            if (limit.State == LimitState.Passes) continue;
            if (limit.Kind == "available-units") return TradeErrors.NotEnoughAvailable(limit, product);
            if (limit.Kind == "free-units" && string.IsNullOrWhiteSpace(remark)) return TradeErrors.NotEnoughFree(limit, product);
            if (limit.Kind == "available-money") return TradeErrors.NotEnoughMoney(limit);
            if (limit.Hard) return Beyond(limit);
            if (string.IsNullOrWhiteSpace(remark)) return TradeErrors.LimitReasonMissing(limit);
        }

        return null;
    }
}
