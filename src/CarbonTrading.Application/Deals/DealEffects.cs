using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Deals;

/// <summary>What a line of an effect is about.</summary>
public enum EffectKind
{
    /// <summary>Units held.</summary>
    Held,
    /// <summary>Units free.</summary>
    Free,
    /// <summary>Cost of what is held.</summary>
    Cost,
    /// <summary>The same where the cost of what leaves is taken at the average.</summary>
    CostAtAverage,
    /// <summary>Cost of what left before, as it would be booked anew.</summary>
    CostOfLeft,
    /// <summary>Money available at the venue.</summary>
    Money,
    /// <summary>Money paid or received where no balance is known.</summary>
    Cash,
    /// <summary>Money that is fixed later.</summary>
    CashLater,
    /// <summary>Units an obligation lacks.</summary>
    Owed,
    /// <summary>Units surrendered for an obligation.</summary>
    Surrendered,
    /// <summary>Credits surrendered for an obligation.</summary>
    Credits,
    /// <summary>Units promised to a purpose.</summary>
    Reserved,
    /// <summary>Units pledged, lent or sold in repo.</summary>
    Encumbered,
    /// <summary>Units frozen by applications for carry-over.</summary>
    CarryOver,
    /// <summary>Borrowed units that are to be given back.</summary>
    ToGiveBack,
    /// <summary>Loan and interest owed.</summary>
    Debt,
    /// <summary>Money of a contract that is still to come in, less what is still to be paid.</summary>
    Due,
}

/// <summary>One figure before and after a deal.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="On">Day it changes; null = when the deal is settled.</param>
/// <param name="Account">Account or holding.</param>
/// <param name="Product">Units; null = money.</param>
/// <param name="Unit">Code of the unit, or a currency.</param>
/// <param name="Before">Before; null where only the change is known.</param>
/// <param name="Change">Change; null where it is fixed later.</param>
public sealed record EffectLine(EffectKind Kind, DateOnly? On, string Account, Product? Product, string Unit, decimal? Before, decimal? Change)
{
    /// <summary>After; null where only the change is known.</summary>
    public decimal? After => Before + Change;
}

/// <summary>The difference a deal makes to units, cost and money.</summary>
public sealed class DealEffects(Workplace workplace)
{
    /// <summary>What a trade did so far: positive = came in.</summary>
    private readonly record struct Done(long Held, long Free, decimal Cost, decimal Money)
    {
        public static Done By(Trade? trade) => trade switch
        {
            null or { Terms: null } or { MayBeReplaced: false } => default,
            { Terms.Side: Side.Buy } => new(trade.SettledQuantity.Value, trade.SettledQuantity.Value,
                trade.CashOf(trade.SettledQuantity) - (trade.TaxOf(trade.SettledQuantity) ?? 0m), -trade.SettledCash - FundBook.OpenOf(trade)),
            _ => new(-trade.SettledQuantity.Value, -(HasPromised(trade) ? trade.Terms.Quantity : trade.SettledQuantity).Value, 0m, trade.SettledCash + FundBook.ComingOf(trade)),
        };

        /// <summary>From its approval until it fails its units are reserved or on their way.</summary>
        private static bool HasPromised(Trade trade) =>
            trade is { Status: TradeStatus.InTransit or TradeStatus.Settled } or { Status: TradeStatus.Approved, LastProblem: null };
    }

    /// <summary>Of a trade or an order.</summary>
    /// <param name="c">Terms.</param>
    /// <param name="asOf">Pair of dates the figures before stand on.</param>
    /// <param name="captured">The trade where it is captured already: what it promises is taken out of the figures before.</param>
    /// <param name="wrong">The trade in whose place it is to stand: what that one did falls away.</param>
    public IReadOnlyList<EffectLine> Of(CaptureTrade c, AsOf asOf, Trade? captured = null, Trade? wrong = null)
    {
        var buys = c.Side == Side.Buy;
        var gone = Done.By(wrong);
        var (isSameUnits, isSameMoney) = (wrong?.Terms?.Account == c.Account && wrong.Terms.Product == c.Product,
            wrong?.Terms?.Account == c.Account && wrong.Terms.Product.Market == c.Product.Market && wrong.Terms.Price.Currency == c.Price.Currency && IsAtVenue(wrong.Terms) == IsAtVenue(c));
        var here = isSameUnits ? gone : default;
        var amount = (c.Price * c.Quantity).RoundedHalfUp().Amount;
        var fee = captured?.Fee ?? TradeDecider.FeesOf(c, workplace.Rules);
        var cash = buys ? -(amount + fee) : amount - fee;
        var sold = (buys ? 0 : c.Quantity.Value) - (wrong?.Terms?.Side == Side.Sell ? -here.Held : 0);
        var lines = Units(c.Account, c.Product, c.Price.Currency, asOf, (buys ? c.Quantity.Value : -c.Quantity.Value) - here.Held, (buys ? c.Quantity.Value : -c.Quantity.Value) - here.Free,
            (buys ? amount + fee - (captured?.TaxOf(c.Quantity) ?? 0m) : 0m) - here.Cost, sold);
        var money = c.Method == TradeMethod.Otc ? null
            : workplace.Queries.Funds.All(asOf).FirstOrDefault(f => f.Account == c.Account && f.Market == c.Product.Market)?.Available;
        var own = captured is { Status: TradeStatus.PendingApproval } && buys ? captured.Cash : 0m;
        lines.Add(new(money is null ? EffectKind.Cash : EffectKind.Money, null, c.Account, null, c.Price.Currency, money + own, cash - (isSameMoney ? gone.Money : 0m)));
        if (wrong?.Terms is { } was && !isSameUnits && gone.Free != 0)
            lines.AddRange(Units(was.Account, was.Product, was.Price.Currency, asOf, -gone.Held, -gone.Free, -gone.Cost, was.Side == Side.Sell ? gone.Held : 0));
        if (wrong?.Terms is { } before && !isSameMoney && gone.Money != 0) lines.Add(new(EffectKind.Cash, null, before.Account, null, before.Price.Currency, null, -gone.Money));
        return lines;
    }

    private static bool IsAtVenue(CaptureTrade terms) => terms.Method != TradeMethod.Otc;

    /// <summary>Held, free, and what it costs: what comes in at its own cost, what leaves (or comes back) at the average.</summary>
    private List<EffectLine> Units(string account, Product product, string currency, AsOf asOf, long held, long free, decimal paid, long sold)
    {
        var rows = Rows(account, product, asOf);
        var (heldNow, cost) = (rows.Sum(r => r.Held), rows.Sum(r => r.Cost));
        var unit = workplace.Units.Of(product.Market);
        var lines = new List<EffectLine>
        {
            new(EffectKind.Held, null, account, product, unit, heldNow, held), new(EffectKind.Free, null, account, product, unit, rows.Sum(r => r.Free), free),
        };
        if (sold == 0) lines.Add(new(EffectKind.Cost, null, account, product, currency, cost, paid));
        else if (heldNow > 0 && heldNow >= sold)
            lines.Add(new(EffectKind.CostAtAverage, null, account, product, currency, cost, paid - Math.Round(cost * sold / heldNow, 2, MidpointRounding.AwayFromZero)));
        return lines;
    }

    /// <summary>Of a contract: day by day, each on top of the one before.</summary>
    public IReadOnlyList<EffectLine> Of(AgreeContract c, AsOf asOf)
    {
        var lines = new List<EffectLine>();
        var now = new Dictionary<(string, Product), (decimal Held, decimal Free)>();
        foreach (var day in LegsOf(c).GroupBy(l => l.Due).OrderBy(d => d.Key))
        {
            foreach (var units in day.Where(l => l.IsUnits).SelectMany(l => Moves(l, c)).GroupBy(m => (m.Account, m.Product)))
            {
                var rows = Rows(units.Key.Account, units.Key.Product, asOf);
                if (!now.TryGetValue(units.Key, out var before)) before = (rows.Sum(r => r.Held), rows.Sum(r => r.Free));
                var (held, free) = (units.Sum(m => m.Held), units.Sum(m => m.Free));
                var unit = workplace.Units.Of(units.Key.Product.Market);
                if (held != 0) lines.Add(new(EffectKind.Held, day.Key, units.Key.Account, units.Key.Product, unit, before.Held, held));
                if (free != 0) lines.Add(new(EffectKind.Free, day.Key, units.Key.Account, units.Key.Product, unit, before.Free, free));
                now[units.Key] = (before.Held + held, before.Free + free);
            }

            var money = day.Where(l => !l.IsUnits).ToList();
            if (money.Any(l => l.Amount is null)) lines.Add(new(EffectKind.CashLater, day.Key, c.Account, null, c.Price.Currency, null, null));
            if (money.Sum(l => l.IsIn ? l.Amount : -l.Amount) is { } sum and not 0) lines.Add(new(EffectKind.Cash, day.Key, c.Account, null, c.Price.Currency, null, sum));
        }

        return lines;
    }

    /// <summary>Legs of terms that may not have all their kind needs yet.</summary>
    private static IReadOnlyList<ContractLeg> LegsOf(AgreeContract c)
    {
        var needed = ContractDecider.FieldsOf(c.Kind, c.InCash).Needed;
        return (needed.Contains("endPrice") && c.EndPrice is null) || (needed.Contains("otherProduct") && c.OtherProduct is null)
            || (needed.Contains("otherAccount") && c.OtherAccount is null) || (needed.Contains("endsOn") && c.EndsOn is null) ? [] : ContractLegs.Of(c);
    }

    private static IEnumerable<(string Account, Product Product, decimal Held, decimal Free)> Moves(ContractLeg leg, AgreeContract c)
    {
        decimal quantity = leg.Quantity!.Value.Value;
        var (held, free) = leg.Action switch
        {
            LegAction.Deliver or LegAction.Transfer or LegAction.GiveBack => (-quantity, -quantity),
            LegAction.Receive or LegAction.Borrow => (quantity, quantity),
            LegAction.Encumber => (0m, -quantity),
            LegAction.Release => (0m, quantity),
            _ => (0m, 0m),
        };
        yield return (leg.Account!, leg.Product!.Value, held, free);
        if (leg.Action == LegAction.Transfer) yield return (c.OtherAccount!, leg.Product!.Value, quantity, quantity);
    }

    private List<PositionRow> Rows(string account, Product product, AsOf asOf) =>
        [.. workplace.Queries.Positions(asOf).Where(r => r.Account == account && r.Unit.Product == product)];
}
