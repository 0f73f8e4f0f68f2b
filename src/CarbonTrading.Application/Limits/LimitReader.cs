using System.Globalization;
using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Application.Words;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

/// <summary>What every limit that applies says to a trade before it is captured. A pre-check from the read side; headroom is given by the limit itself.</summary>
public sealed partial class LimitReader(ReadSide read, RuleBook rules)
{
    private const string VenueRule = "position-limit";

    /// <summary>Every limit that applies, in the order of their keys, then the venue's own.</summary>
    /// <param name="c">The trade.</param>
    /// <param name="trade">Its key; null = not known, overrides for one trade do not count then.</param>
    /// <param name="person">Who captures it.</param>
    /// <param name="businessDate">The day the books are on.</param>
    /// <param name="inPlaceOf">Key of the trade it is to replace: what that one used falls away. Null = none.</param>
    /// <param name="isOrder">True: the trade is an order at its worst price, and the key is the order's.</param>
    public IReadOnlyList<LimitReading> Of(CaptureTrade c, string? trade, string person, DateOnly businessDate, string? inPlaceOf = null, bool isOrder = false)
    {
        var deal = isOrder && trade is not null ? OpenDeals.OfOrder(trade) : trade;
        var wrong = inPlaceOf is null ? null : read.Trades.Find(inPlaceOf)?.State is { MayBeReplaced: true } state ? state : null;
        var asked = new Asked(c, trade, deal, businessDate, wrong is null ? null : inPlaceOf);
        var readings = read.Limits.All()
            .Where(l => l.State.Governs(c.TradeDate, businessDate) && Scopes.Applies(l.State.Terms!, c, person) && Measures(l.State.Terms!, c))
            .Select(l => One(l.Key, l.State, asked, wrong)).ToList();
        if (OfVenue(c, deal, wrong) is { } venue) readings.Add(venue);
        if (Available(c, deal, wrong) is { } available) readings.Add(available);
        if (Money(c, deal, wrong) is { } money) readings.Add(money);
        return [.. readings.Select(r => InUnit(r, c))];
    }

    private LimitReading InUnit(LimitReading reading, CaptureTrade c) => IsTonne(c.Product.Market, c.TradeDate) ? reading : InUnit(reading, rules.UnitOf(c.Product.Market, c.TradeDate));

    /// <summary>A quantity of units that are no tonnes says what it is in.</summary>
    private static LimitReading InUnit(LimitReading reading, string unit) => reading.Unit != LimitFigure.Tonne ? reading
        : reading with
        {
            Unit = unit,
            WouldPass = decimal.TryParse(reading.WouldPass.Split(' ')[0], CultureInfo.InvariantCulture, out var most) ? LimitFigure.Of(most, unit) : reading.WouldPass,
        };

    /// <summary>A limit in tonnes over more than one market, or a share of all tonnes, says nothing about units that are no tonnes.</summary>
    private bool Measures(SetLimit limit, CaptureTrade c) => IsTonne(c.Product.Market, c.TradeDate)
        || (limit.Kind != LimitKind.Concentration && (limit.Unit != LimitFigure.Tonne || limit.Kind == LimitKind.Position || (limit.Kind == LimitKind.Product && limit.Scope != "*")));

    private bool IsTonne(string market, DateOnly day) => rules.UnitOf(market, day) == UnitsOfAccount.Tonne;

    /// <summary>What a deal asks of limits that hold headroom.</summary>
    /// <param name="c">The trade, or an order as one.</param>
    /// <param name="person">Who enters it.</param>
    /// <param name="businessDate">The day the books are on.</param>
    public IReadOnlyList<(string Limit, decimal Amount)> HeadroomOf(CaptureTrade c, string person, DateOnly businessDate) =>
        [.. read.Limits.All().Where(l => l.State.Holds && l.State.Governs(c.TradeDate, businessDate) && Scopes.Applies(l.State.Terms!, c, person) && Measures(l.State.Terms!, c))
            .Select(l => (l.Key, AmountIn(l.State.Terms!.Unit, c) ?? 0m))];

    private sealed record Asked(CaptureTrade Trade, string? Key, string? Deal, DateOnly Today, string? InPlaceOf)
    {
        /// <summary>What it brings to accounts and takes from them.</summary>
        public IReadOnlyList<CaptureTrade> Moves { get; init; } = [Trade];

        /// <summary>What it is worth; null = price × quantity.</summary>
        public Money? Worth { get; init; }

        public decimal FallsAway(Limit limit) => InPlaceOf is { } wrong ? limit.CountedFor(wrong, Trade.TradeDate) : 0m;
    }

    private LimitReading One(string key, Limit limit, Asked asked, Trade? wrong)
    {
        var terms = limit.Terms!;
        var allowed = limit.AllowedFor(asked.Today, asked.Key);
        return terms.Kind switch
        {
            LimitKind.PriceDeviation => Deviation(key, limit, asked, allowed),
            LimitKind.Concentration => Share(key, limit, asked, wrong, allowed),
            LimitKind.Position => OfPosition(key, limit, asked, allowed),
            _ => Counted(key, limit, asked, allowed),
        };
    }

    private LimitReading Counted(string key, Limit limit, Asked asked, decimal allowed)
    {
        var (terms, c) = (limit.Terms!, asked.Trade);
        var ahead = Ahead(key, limit, asked);
        limit = read.Limits.Find(key)!.State; // after it: what the limit answered since counts once more rather than not at all
        var used = limit.UsedFor(c.TradeDate, asked.Today, 0m, long.MaxValue) + ahead - asked.FallsAway(limit) - Own(limit, asked);
        var reading = Of(key, limit, allowed);
        var asks = asked.Worth is { } worth && terms.Unit != LimitFigure.Tonne ? Rates.Convert(read.Prices, worth, terms.Unit, c.TradeDate) : AmountIn(terms.Unit, c);
        if (asks is not { } amount)
            return reading with { State = LimitState.NotKnown, Used = used, WouldPass = $"{c.Price.Currency}/{terms.Unit}" };
        return Weighed(reading with { Used = used, Asked = amount, After = used + amount }, limit, c);
    }

    /// <summary>What orders may still fill, executions that are no trade yet, and what was asked before and is not answered: in the limit's unit.</summary>
    /// <remarks>An order counts for a limit of a day on each day it stands.</remarks>
    private decimal Ahead(string key, Limit limit, Asked asked)
    {
        return HeldBy(read.OpenDeals.OrdersBeside(asked.Deal), limit, asked.Trade.TradeDate).Sum(o => o.Amount) + read.OpenDeals.Headroom.Ahead(key, asked.Deal);
    }

    /// <summary>What parts of orders hold of a limit on a day, in its unit.</summary>
    public IEnumerable<HeldByOrder> HeldBy(IEnumerable<OrderPart> parts, Limit limit, DateOnly day)
    {
        var terms = limit.Terms!;
        return parts.Where(o => Scopes.Applies(terms, o.Terms, o.Person) && Measures(terms, o.Terms) && limit.Governs(o.LastDay)
                && (terms.Counts != LimitCounts.TradedPerDay || (o.Terms.TradeDate <= day && day <= o.LastDay)))
            .Select(o => new HeldByOrder(o.Order, AmountIn(terms.Unit, o.Terms) ?? 0m));
    }

    /// <summary>Headroom the trade holds already: a trade that waits is read once more for its approver, and is not in its own way.</summary>
    private static decimal Own(Limit limit, Asked asked) => asked.Key is { } key && limit.Takes.GetValueOrDefault(key) is { IsReleased: false } own ? own.Open : 0m;

    private LimitReading OfPosition(string key, Limit limit, Asked asked, decimal allowed)
    {
        var (terms, c) = (limit.Terms!, asked.Trade);
        var at = read.OpenDeals.ReadTo; // before the holding is looked up
        var snapshot = read.Movements.Now;
        at = Math.Max(at, snapshot.LastPosition);
        var held = Held(snapshot, cell => cell.Account == c.Account && Scopes.Covers(terms.Scope, cell.Unit.Product));
        var ahead = Ahead(key, limit, asked);
        limit = read.Limits.Find(key)!.State;
        var used = limit.UsedFor(c.TradeDate, asked.Today, held, at) + ahead - asked.FallsAway(limit) - Own(limit, asked);
        return Weighed(Of(key, limit, allowed) with
        {
            Used = used, Asked = c.Quantity.Value, After = used + c.Quantity.Value, Held = held, Position = at,
        }, limit, c);
    }

    private LimitReading Deviation(string key, Limit limit, Asked asked, decimal allowed)
    {
        var c = asked.Trade;
        var reading = Of(key, limit, allowed);
        if (read.PreviousClose(c.Product, c.TradeDate) is not { } close || close.Price.Amount == 0 || close.Price.Currency != c.Price.Currency)
            return reading with { State = LimitState.NotKnown, WouldPass = c.Product.Code };
        var moved = decimal.Round(Math.Abs(c.Price.Amount / close.Price.Amount - 1m), 6, MidpointRounding.AwayFromZero);
        var (low, high) = (Math.Max(0m, close.Price.Amount * (1 - allowed)), close.Price.Amount * (1 + allowed));
        var weighed = Weighed(reading with { Used = 0m, Asked = moved, After = moved }, limit, c);
        var unit = rules.UnitOf(c.Product.Market, c.TradeDate);
        return weighed with { WouldPass = weighed.State == LimitState.Expired ? weighed.WouldPass : FormattableString.Invariant($"{low:0.00##} – {high:0.00##} {c.Price.Currency}/{unit}") };
    }

    /// <summary>Share of all tonnes held and still to come, or of all tonnes traded, or in open orders, in the year with a named counterparty; a trade that does not raise it passes.</summary>
    private LimitReading Share(string key, Limit limit, Asked asked, Trade? wrong, decimal allowed)
    {
        var (terms, c) = (limit.Terms!, asked.Trade);
        var (part, whole, change, wholeChange) = Parts(terms, asked, wrong);
        var before = whole == 0 ? 0m : decimal.Round(part / whole, 6, MidpointRounding.AwayFromZero);
        var wholeAfter = whole + wholeChange;
        var after = wholeAfter <= 0 ? 0m : decimal.Round((part + change) / wholeAfter, 6, MidpointRounding.AwayFromZero);
        var weighed = Weighed(Of(key, limit, allowed) with { Used = before, Asked = after - before, After = after }, limit, c);
        if (weighed.State == LimitState.Expired) return weighed;
        // (part + x) / (whole + x) = allowed; where the whole stays as it is, (part + x) / whole
        var rest = wholeChange == 0 ? 1m : 1 - allowed;
        var most = rest <= 0 ? c.Quantity.Value : Math.Max(0m, decimal.Floor((allowed * whole - part) / rest));
        return weighed with { State = after <= before ? LimitState.Passes : weighed.State, WouldPass = LimitFigure.Of(most, LimitFigure.Tonne) };
    }

    private (decimal Part, decimal Whole, decimal Change, decimal WholeChange) Parts(SetLimit terms, Asked asked, Trade? wrong)
    {
        var (c, trade) = (asked.Trade, asked.Deal);
        if (Scopes.ShareOf(terms.Scope) is ("counterparty", var name))
        {
            decimal quantity = c.Quantity.Value;
            var year = read.Trades.All().Where(t => t.Key != trade).Select(t => t.State).Where(t => t.Terms is { Counterparty: not null } && t.Terms.TradeDate.Year == c.TradeDate.Year
                && IsTonne(t.Terms.Product.Market, c.TradeDate)
                && t.Status is not (TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected)).Select(t => t.Terms!)
                .Concat(read.OpenDeals.OrdersBeside(trade).Select(o => o.Terms)
                    .Where(t => t.Counterparty is not null && t.TradeDate.Year == c.TradeDate.Year && IsTonne(t.Product.Market, c.TradeDate)))
                .Select(t => (t.Counterparty, Quantity: (decimal)t.Quantity.Value))
                .Concat(ContractsOf(c.TradeDate.Year, trade).Where(t => IsTonne(t.Product.Market, c.TradeDate))
                    .Select(t => (Counterparty: (string?)t.Counterparty, Quantity: (decimal)t.Quantity.Value)))
                .ToList();
            return (year.Where(t => Scopes.Same(t.Counterparty, name)).Sum(t => t.Quantity), year.Sum(t => t.Quantity), quantity, quantity);
        }

        var whole = Expected((_, product) => IsTonne(product.Market, c.TradeDate), trade, wrong);
        var part = Expected((account, product) => IsTonne(product.Market, c.TradeDate) && Scopes.IsPart(terms.Scope, account, product), trade, wrong);
        return (part, whole, Change(m => Scopes.IsPart(terms.Scope, m.Account, m.Product)), Change(_ => true));

        decimal Change(Func<CaptureTrade, bool> which) => asked.Moves.Where(m => IsTonne(m.Product.Market, c.TradeDate) && which(m))
            .Sum(m => m.Side == Side.Buy ? m.Quantity.Value : -(decimal)m.Quantity.Value);
    }

    /// <summary>Tonnes held and still to come: of purchases that wait or settle, of orders, and of contracts. What is sold is held until it is delivered.</summary>
    /// <param name="which">Accounts and products meant.</param>
    /// <param name="trade">Key of the trade that is weighed: it does not count itself.</param>
    /// <param name="wrong">The trade it is to replace: as if it never was. Null = none.</param>
    private decimal Expected(Func<string, Product, bool> which, string? trade, Trade? wrong)
    {
        var sum = Held(read.Movements.Now, cell => which(cell.Account, cell.Unit.Product)) + read.OpenDeals.ToCome(which, trade);
        if (trade is not null && read.Trades.Find(trade)?.State is { Terms: { Side: Side.Buy } mine } own && which(mine.Account, mine.Product)) sum -= OpenDeals.Of(own);
        if (wrong?.Terms is { } was && which(was.Account, was.Product))
            sum += was.Side == Side.Sell ? wrong.SettledQuantity.Value : -(wrong.SettledQuantity.Value + OpenDeals.Of(wrong));
        return sum;
    }

    /// <summary>The venue's own limit on holdings, where a rule names it, with what is still to come: refuses where the rule is in force, else takes a reason.</summary>
    /// <remarks>Rules: <c>position-limit</c>; <c>position-limit-adds-free-allocation</c>: who has one may hold the free allocation of the year besides.</remarks>
    private LimitReading? OfVenue(CaptureTrade c, string? trade, Trade? wrong)
    {
        if (c.Side == Side.Sell || rules.TryFind(VenueRule, c.Product.Market, c.TradeDate) is not { IsKnown: true, Number: { } most } rule) return null;
        var held = Expected((account, product) => account == c.Account && product.Market == c.Product.Market, trade, wrong);
        var after = held + c.Quantity.Value;
        if (rules.TryFind("position-limit-adds-free-allocation", c.Product.Market, c.TradeDate) is { IsKnown: true, Text: "yes" })
            most += read.Allocations.Latest(c.Account, c.Product.Market, c.TradeDate.Year) ?? 0L;
        return new(
            "RULE-POSITION-LIMIT", rule.Source, Chinese.Source(rule.Source), LimitDecider.NameOf(LimitKind.Position), LimitFigure.Tonne, rule.IsInForce, false,
            after <= most ? LimitState.Passes : LimitState.Exceeded, held, c.Quantity.Value, after, most,
            LimitFigure.Of(Math.Max(0m, most - held), LimitFigure.Tonne), rule.To ?? BookDates.Last, held, 0);
    }

    /// <summary>
    /// Units a sale can have: free on the books, past the no-sale days after purchase, not promised to a sale that waits, to a sell order, to a capture on its way, or to
    /// a contract whose day has come. What is pledged, lent or transferred need not be past those days.
    /// </summary>
    /// <remarks>Rule: <c>sale-after-purchase-days</c>, also outside the venue: the account reserves units for any sale by it.</remarks>
    private LimitReading? Available(CaptureTrade c, string? trade, Trade? wrong, bool isSale = true)
    {
        if (c.Side == Side.Buy || read.TradingAccount(c.Account, c.Product.Market) is null) return null;
        var rule = rules.TryFind("sale-after-purchase-days", c.Product.Market, c.TradeDate);
        var sellable = Of(read.Movements.Now, cell => cell.Account == c.Account && cell.Unit.Product == c.Product)
            .Sum(b => b.Free - (isSale ? b.NotSellable(c.TradeDate) : 0));
        var own = trade is null ? null : read.Trades.Find(trade)?.State;
        var promised = read.OpenDeals.Promised(c.Account, c.Product, trade, read.Log.BusinessDate ?? c.TradeDate) - (own is { Terms.Side: Side.Sell } ? OpenDeals.Of(own) : 0);
        if (wrong is { Terms: { Side: Side.Sell } was, Status: not (TradeStatus.Failed or TradeStatus.Expired) } && was.Account == c.Account && was.Product == c.Product)
            promised -= was.Quantity.Value; // comes back when it is replaced
        var source = isSale && rule is { IsKnown: true, Value: > 0 } ? rule.Source : ""; // an unknown rule holds nothing back and is not quoted
        return new("RULE-AVAILABLE-UNITS", source, Chinese.Source(source), isSale ? "available-units" : "free-units", LimitFigure.Tonne, isSale, false,
            promised + c.Quantity.Value <= sellable ? LimitState.Passes : LimitState.Exceeded, promised, c.Quantity.Value, promised + c.Quantity.Value, sellable,
            LimitFigure.Of(Math.Max(0m, sellable - promised), LimitFigure.Tonne), BookDates.Last, sellable, 0);
    }

    /// <summary>Money a purchase can have: the last balance recorded and what was settled since, less what other purchases, buy orders and captures on their way
    /// still need. A pre-check: the venue holds the money.</summary>
    /// <remarks>Null where no balance is recorded, or where the two sides pay each other outside the venue. Rules: <c>fee-rate</c>, where no fee is given; <c>sale-money-usable</c>.</remarks>
    private LimitReading? Money(CaptureTrade c, string? trade, Trade? wrong)
    {
        if (c is not { Side: Side.Buy, Method: not TradeMethod.Otc } || read.Funds.Find(c.Account)?.State.Last(c.Product.Market) is not { } last || last.Currency != c.Price.Currency) return null;
        var cost = FundQueries.NeedOf(c, rules);
        var ahead = read.OpenDeals.Needed(c.Account, c.Product.Market, trade)
            + read.OpenDeals.OrdersBeside(trade).Where(o => o.Terms.Account == c.Account && o.Terms.Product.Market == c.Product.Market).Sum(o => FundQueries.NeedOf(o.Terms, rules));
        var flow = read.FundBook.Of(c.Account, c.Product.Market, last.Effective); // after it: what became a trade since counts once more rather than not at all
        var open = flow.Open + ahead - (trade is not null && read.Trades.Find(trade)?.State is { } own ? FundBook.OpenOf(own) : 0m);
        if (wrong is { Terms: { Side: Side.Buy, Method: not TradeMethod.Otc } was, Status: not (TradeStatus.Failed or TradeStatus.Expired) }
            && was.Account == c.Account && was.Product.Market == c.Product.Market) open -= wrong.Cash;
        var there = last.Amount + flow.Settled + (FundQueries.MayBuyAgain(rules, c.Product.Market, c.TradeDate) ? flow.Coming : 0m);
        return new("RULE-AVAILABLE-MONEY", last.Evidence, last.Evidence, "available-money", last.Currency, true, false,
            open + cost <= there ? LimitState.Passes : LimitState.Exceeded, open, cost, open + cost, there,
            LimitFigure.Of(Math.Max(0m, there - open), last.Currency), BookDates.Last, 0m, 0);
    }

    private static LimitReading Of(string key, Limit limit, decimal allowed)
    {
        var terms = limit.Terms!;
        return new(
            key, terms.Name, terms.NameZh, LimitDecider.NameOf(terms.Kind), terms.Unit, terms.Hardness == Hardness.Hard, limit.Holds, LimitState.Passes,
            null, null, null, allowed, "", terms.ValidTo, 0m, 0);
    }

    private static LimitReading Weighed(LimitReading reading, Limit limit, CaptureTrade c)
    {
        if (limit.IsOverOn(c.TradeDate)) return reading with { State = LimitState.Expired, WouldPass = LimitFigure.Of(0m, reading.Unit) };
        return reading with
        {
            State = reading.After <= reading.Allowed ? LimitState.Passes : LimitState.Exceeded,
            WouldPass = LimitFigure.Of(Math.Max(0m, reading.Allowed - reading.Used ?? 0m), reading.Unit),
        };
    }

    private decimal? AmountIn(string unit, CaptureTrade c) => unit == LimitFigure.Tonne
        ? c.Quantity.Value : Rates.Convert(read.Prices, c.Price * c.Quantity, unit, c.TradeDate);

    private static decimal Held(MovementTable.Snapshot table, Func<MovementTable.Cell, bool> which) => Of(table, which).Sum(b => (decimal)b.Held);

    private static IEnumerable<Balance> Of(MovementTable.Snapshot table, Func<MovementTable.Cell, bool> which) =>
        table.Cells.Select((cell, i) => (cell, i)).Where(c => which(c.cell)).Select(c => table.Balances[c.i]);
}
