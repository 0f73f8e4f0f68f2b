using System.Globalization;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Duties;

/// <summary>How much an account may carry over into a year, by our own books.</summary>
/// <remarks>
/// Rules by the year carried into: <c>carry-over-base</c> (<c>-industry</c>), <c>-rate</c>, <c>-vintage-from</c>, <c>-vintage-to</c>, <c>-window-from</c>,
/// <c>-window-to</c>, <c>-holding-at</c>, <c>-excluded-deadline-years</c>, <c>-net-sold-contracts</c>.
/// </remarks>
public static class CarryOverCaps
{
    /// <summary>Most an account may carry over into the year of an obligation; null = the product is not carried over into it, or the rules are not known.</summary>
    /// <param name="read">Books.</param>
    /// <param name="rules">Rules.</param>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="state">Obligation of the year carried into.</param>
    /// <param name="product">What is carried over.</param>
    public static CarryOverCap? Of(ReadSide read, RuleBook rules, AsOf asOf, Obligation state, Product product)
    {
        RuleValue? Rule(string name) => rules.TryFind(name, state.Market, new DateOnly(state.Year, 1, 1));
        if (CarryOverVintages.Of(state.Market, state.Year, rules) is not { } old || !old.Has(product)) return null;
        if (Rule(state.Sector == Sector.Industry ? "carry-over-base-industry" : "carry-over-base") is not { Number: { } fixedPart } rule) return null;
        if (Rule("carry-over-rate") is not { Number: { } rate } perTonne) return null;
        if (Rule("carry-over-window-from") is not { Text: { } from } first || Rule("carry-over-window-to") is not { Text: { } to } last) return null;
        var status = new[] { rule, perTonne, first, last }.Max(r => r.Status);
        var released = CarryOverWindow.Of(state.Market, state.Year, rules)?.Last is { } end ? Released(read, asOf, state.Account, end, old) : 0;
        if (HasMissed(read, rules, asOf, state)) return new(0, 0, released, rule.Source, status);

        var limit = new CarryOverLimit(fixedPart, rate);
        var trades = Trades(read, asOf, state.Account, old, Day(from), Day(to));
        var contracts = Contracts(read, asOf, state.Account, old, Day(from), Day(to), Rule("carry-over-net-sold-contracts")?.Text ?? "");
        long Under(long sold, long bought) => limit.OfSales(new(sold), new(bought)).Value;
        var most = Under(trades.Sold + contracts.Sold, trades.Bought + contracts.Bought);
        var highest = Math.Max(most, Under(trades.Sold, trades.Bought));
        if (Rule("carry-over-holding-at") is { Text: { } at } && Day(at[..10]) is var day && day <= asOf.Date)
        {
            var held = HeldOn(read, asOf, state.Account, day, old);
            (most, highest) = (Math.Min(most, held), Math.Min(highest, held));
        }

        return new(most, highest, released, rule.Source, status);
    }

    /// <summary>The same for a conversion, and what the account has carried over already; null where <see cref="Of"/> is, or no obligation of the year is open.</summary>
    public static (CarryOverCap Cap, long Done)? ForConversion(ReadSide read, RuleBook rules, AsOf asOf, string account, Product product, int year)
    {
        if (read.Obligations.Find(ObligationDecider.KeyOf(account, year), asOf.Known)?.On(asOf.Date) is not { IsOpened: true } state) return null;
        if (Of(read, rules, asOf, state, product) is not { } cap || CarryOverVintages.Of(state.Market, year, rules) is not { } old) return null;
        var done = PositionQuery.Lines(read.Movements.Now, BookDates.Last, asOf.Known).Where(l => l.Account == account && old.Has(l.Unit.Product)).Sum(l => l.In(Bucket.Converted));
        return (cap, done);
    }

    private static (long Sold, long Bought) Trades(ReadSide read, AsOf asOf, string account, CarryOverVintages old, DateOnly first, DateOnly last)
    {
        var sides = read.Trades.All(asOf.Known).Select(t => t.On(asOf.Date))
            .Where(t => t is { Status: not TradeStatus.Corrected, SettledQuantity.IsZero: false, Terms: { } terms } && terms.Account == account && old.Has(terms.Product)
                && terms.TradeDate >= first && terms.TradeDate <= last)
            .ToLookup(t => t.Terms!.Side, t => t.SettledQuantity.Value);
        return (sides[Side.Sell].Sum(), sides[Side.Buy].Sum());
    }

    /// <summary>Units that changed their owner by contracts of the kinds the rule names, on the day they did; what comes back, or goes back, is neither sold nor bought.</summary>
    private static (long Sold, long Bought) Contracts(ReadSide read, AsOf asOf, string account, CarryOverVintages old, DateOnly first, DateOnly last, string kinds)
    {
        var counted = kinds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(k => Enum.Parse<ContractKind>(k.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)).ToHashSet();
        long sold = 0, bought = 0;
        foreach (var contract in read.Contracts.All(asOf.Known).Select(c => c.On(asOf.Date)).Where(c => c.Terms is { } terms && counted.Contains(terms.Kind)))
        {
            foreach (var (leg, tonnes) in contract.Legs
                .Where(l => l is { Status: ContractLegStatus.Done, Leg.IsUnits: true } && l.MovedOn >= first && l.MovedOn <= last && old.Has(l.Leg.Product!.Value))
                .Select(l => (l.Leg, l.Leg.Quantity!.Value.Value)))
            {
                if (leg.Action is LegAction.Deliver or LegAction.Transfer && leg.Account == account) sold += tonnes;
                if (leg.Action == LegAction.Receive && leg.Account == account) bought += tonnes;
                if (leg.Action == LegAction.Transfer && contract.Terms!.OtherAccount == account) bought += tonnes;
            }

            sold += contract.Disposals.Where(d => d.Leg.Account == account && old.Has(d.Leg.Product!.Value) && d.Effective >= first && d.Effective <= last).Sum(d => d.Quantity.Value);
        }

        return (sold, bought);
    }

    private static bool HasMissed(ReadSide read, RuleBook book, AsOf asOf, Obligation state)
    {
        var excluded = book.TryFind("carry-over-excluded-deadline-years", state.Market, new DateOnly(state.Year, 1, 1))?.Text?.Split(',') ?? [];
        return read.Obligations.All(asOf.Known)
            .Any(o => o.State.Account == state.Account && excluded.Contains(o.State.Year.ToString(CultureInfo.InvariantCulture)) && Missed(o, book, asOf));
    }

    /// <summary>Something was lacking when the deadline passed, whatever was surrendered since.</summary>
    private static bool Missed(Seen<Obligation, ObligationEvent> obligation, RuleBook book, AsOf asOf)
    {
        if (SurrenderDeadline.Of(obligation.State.Market, obligation.State.Year, book).Deadline is not { } deadline || asOf.Date <= deadline.Date) return false;
        var (now, then) = (obligation.On(asOf.Date), obligation.On(deadline.Date));
        return now.Due is { } due && due.Value > then.Surrendered.Value + then.OffsetsSurrendered.Value;
    }

    /// <summary>
    /// What the rule names: available in the registry or for trading, or held by a court, less what was applied for to be surrendered or cancelled. A promise of our
    /// own leaves units available; what is pledged, lent, sold in repo or on its way is not.
    /// </summary>
    private static long HeldOn(ReadSide read, AsOf asOf, string account, DateOnly day, CarryOverVintages old) =>
        Math.Max(0, PositionQuery.Lines(read.Movements.Now, day, asOf.Known).Where(l => l.Account == account && old.Has(l.Unit.Product))
            .Sum(l => l.In(Bucket.Free) + l.In(Bucket.Reserved) + l.In(Bucket.Frozen)) - read.Pending.On(account, day, old.Has, asOf.Known));

    private static long Released(ReadSide read, AsOf asOf, string account, DateOnly last, CarryOverVintages old)
    {
        long Frozen(DateOnly day) => PositionQuery.Lines(read.Movements.Now, day, asOf.Known).Where(l => l.Account == account && old.Has(l.Unit.Product)).Sum(l => l.In(Bucket.Frozen));
        return asOf.Date <= last ? 0 : Math.Max(0, Frozen(last) - Frozen(asOf.Date));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
