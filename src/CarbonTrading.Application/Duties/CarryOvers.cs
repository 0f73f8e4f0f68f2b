using System.Globalization;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Duties;

/// <summary>Older allowances of one account that lapse unless they are carried over or sold.</summary>
/// <param name="Obligation">Obligation of the year they are carried into.</param>
/// <param name="Held">Held and not needed by earlier obligations, t.</param>
/// <param name="Most">Most that may be carried over: base + rate x net sold, at most what was held on the day of the rule, 0 where a deadline was missed, t; null = rule not known.</param>
/// <param name="Filed">Applied for already, t; null = nothing.</param>
public sealed record CarryOver(
    string Account, string Obligation, int Year, Product Product, long Held, long? Most, long? Filed, CarryOverWindow Window, RuleStatus Status)
{
    /// <summary>To be put into the application, t.</summary>
    public long ToFile => Filed is null ? Math.Min(Held, Most ?? Held) : 0;

    /// <summary>Above the limit: lapses unless it is sold, t.</summary>
    public long ToSell => Math.Max(0, Held - Math.Max(Filed ?? 0, Most ?? Held));

    /// <summary>Carry-overs open on a day.</summary>
    /// <remarks>
    /// Rules by the year carried into: <c>carry-over-base</c> (<c>-industry</c>), <c>-rate</c>, <c>-vintage-from</c>, <c>-vintage-to</c>,
    /// <c>-window-from</c>, <c>-window-to</c>, <c>-holding-at</c>, <c>-excluded-deadline-years</c>. Net sold counts what trades of the window settled in the vintages.
    /// </remarks>
    public static IEnumerable<CarryOver> Of(Workplace workplace, AsOf asOf)
    {
        var obligations = workplace.Read.Obligations.All(asOf.Known).Select(o => (o.Key, State: o.On(asOf.Date))).Where(o => o.State.IsOpened).ToList();
        var positions = workplace.Queries.Positions(asOf);
        foreach (var (key, state) in obligations)
        {
            if (CarryOverWindow.Of(state.Market, state.Year, workplace.Rules) is not { Last: not null } window) continue;
            if (OldVintages(workplace.Rules, state.Market, state.Year) is not { } Old) continue;
            var held = positions.Where(p => p.Account == state.Account && Old(p.Unit.Product)).OrderByDescending(p => p.Held).ToList();
            var needed = obligations.Where(o => o.State.Account == state.Account && o.State.Year < state.Year).Sum(o => o.State.Remaining?.Value ?? 0);
            var left = held.Sum(p => p.Held) - needed;
            if (left <= 0) continue;
            var rules = RulesOf(workplace.Rules, state);
            yield return new(state.Account, key, state.Year, held[0].Unit.Product, left, Limit(workplace.Read, workplace.Rules, asOf, state, rules, Old),
                state.Filings.TryGetValue(Filing.CarryOver, out var paper) ? paper.Quantity?.Value : null, window,
                rules.Max(r => r?.Status ?? RuleStatus.Unknown));
        }
    }

    /// <summary>Most an account may carry over into a year, by our own books, and what it has carried over; null = no obligation there, or the rules are not known.</summary>
    /// <param name="read">Books.</param>
    /// <param name="rules">Rules.</param>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="account">Account.</param>
    /// <param name="old">What is carried over.</param>
    /// <param name="year">Year it is carried into.</param>
    public static (long Most, long Done, RuleValue Rule)? Allowed(ReadSide read, RuleBook rules, AsOf asOf, string account, Product old, int year)
    {
        if (read.Obligations.Find(ObligationDecider.KeyOf(account, year), asOf.Known)?.On(asOf.Date) is not { IsOpened: true } state) return null;
        if (OldVintages(rules, old.Market, year) is not { } isOld || !isOld(old) || RulesOf(rules, state) is not [{ } rule, ..] of) return null;
        if (Limit(read, rules, asOf, state, of, isOld) is not { } most) return null;
        var done = PositionQuery.Lines(read.Movements.Now, BookDates.Last, asOf.Known).Where(l => l.Account == account && isOld(l.Unit.Product)).Sum(l => l.In(Bucket.Converted));
        return (most, done, rule);
    }

    private static Func<Product, bool>? OldVintages(RuleBook rules, string market, int year)
    {
        RuleValue? Rule(string name) => rules.TryFind($"carry-over-{name}", market, new DateOnly(year, 1, 1));
        return Rule("vintage-from") is { Number: { } first } && Rule("vintage-to") is { Number: { } last }
            ? p => p.Market == market && p.Vintage != Vintage.None && p.Vintage.First >= first && p.Vintage.Last <= last : null;
    }

    private static RuleValue?[] RulesOf(RuleBook rules, Obligation state)
    {
        RuleValue? Rule(string name) => rules.TryFind($"carry-over-{name}", state.Market, new DateOnly(state.Year, 1, 1));
        return [Rule(state.Sector == Sector.Industry ? "base-industry" : "base"), Rule("rate"), Rule("window-from"), Rule("window-to"), Rule("holding-at")];
    }

    private static long? Limit(ReadSide read, RuleBook book, AsOf asOf, Obligation state, RuleValue?[] rules, Func<Product, bool> old)
    {
        if (rules is not [{ Number: { } fixedPart }, { Number: { } rate }, { Text: { } from }, { Text: { } to }, var holding]) return null;
        var (first, last) = (Day(from), Day(to));
        var trades = read.Trades.All(asOf.Known).Select(t => t.On(asOf.Date))
            .Where(t => t is { Status: not TradeStatus.Corrected, SettledQuantity.IsZero: false, Terms: { } terms } && terms.Account == state.Account && old(terms.Product)
                && terms.TradeDate >= first && terms.TradeDate <= last)
            .ToLookup(t => t.Terms!.Side, t => t.SettledQuantity.Value);
        var excluded = book.TryFind("carry-over-excluded-deadline-years", state.Market, new DateOnly(state.Year, 1, 1))?.Text?.Split(',') ?? [];
        var missed = read.Obligations.All(asOf.Known).Any(o => o.State.Account == state.Account && excluded.Contains(o.State.Year.ToString(CultureInfo.InvariantCulture)) && Missed(o, book, asOf));
        if (missed) return 0;
        var most = new CarryOverLimit(fixedPart, rate).OfSales(new(trades[Side.Sell].Sum()), new(trades[Side.Buy].Sum())).Value;
        return holding?.Text is { } at && Day(at[..10]) is var day && day <= asOf.Date ? Math.Min(most, HeldOn(read, asOf, state.Account, day, old)) : most;
    }

    /// <summary>Something was lacking when the deadline passed, whatever was surrendered since.</summary>
    private static bool Missed(Seen<Obligation, ObligationEvent> obligation, RuleBook book, AsOf asOf)
    {
        if (SurrenderDeadline.Of(obligation.State.Market, obligation.State.Year, book).Deadline is not { } deadline || asOf.Date <= deadline.Date) return false;
        var (now, then) = (obligation.On(asOf.Date), obligation.On(deadline.Date));
        return now.Due is { } due && due.Value > then.Surrendered.Value + then.OffsetsSurrendered.Value;
    }

    /// <summary>In the registry at the end of a day, less what was applied for to be surrendered: what is lent or sold in repo is in another's account.</summary>
    private static long HeldOn(ReadSide read, AsOf asOf, string account, DateOnly day, Func<Product, bool> old) =>
        PositionQuery.Lines(read.Movements.Now, day, asOf.Known).Where(l => l.Account == account && old(l.Unit.Product))
            .Sum(l => l.In(Bucket.Free) + l.In(Bucket.Reserved) + l.In(Bucket.Pledged) + l.In(Bucket.Frozen) + l.In(Bucket.InTransit)) - read.Pending.On(account, day, old, asOf.Known);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
