using System.Collections.Concurrent;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Funds;

/// <summary>What trades did and will do to the money of one account at one market's venue.</summary>
/// <param name="Open">Still to be paid for purchases that wait, are approved or on their way, and for units that came of those that ended.</param>
/// <param name="Settled">Received less paid on the days asked for.</param>
/// <param name="Coming">Still to be received for sales made at the venue after the day asked from, whose closing balance holds the earlier ones: may buy again the same day
/// where the market's rule says so.</param>
public readonly record struct FundFlow(decimal Open, decimal Settled, decimal Coming);

/// <summary>Money of trades by account and market, kept current trade by trade; nothing is counted over all trades at a capture.</summary>
public sealed class FundBook
{
    private readonly ConcurrentDictionary<(string Account, string Market), Line> lines = new();

    /// <summary>One step of one trade.</summary>
    private readonly record struct Step(long Position, decimal Open, DateOnly? Day, decimal Settled, DateOnly TradeDate, decimal Coming);

    private sealed class Line
    {
        public List<Step> Steps { get; } = [];

        public decimal Open { get; set; }

        public SortedList<DateOnly, decimal> Coming { get; } = [];

        public SortedList<DateOnly, decimal> Settled { get; } = [];
    }

    /// <summary>A trade changed.</summary>
    public void Changed(Trade before, Trade after, Happened<TradeEvent> happened)
    {
        // What an annulled trade paid comes back by an event of its own, on its day.
        if (happened.Event is TradeReplaced { By: not null } or TradeReinstated { By: not null }) Replaced(before, after, happened);
        var (open, settled, coming) = (OpenOf(after) - OpenOf(before), SettledOf(after) - SettledOf(before), ComingOf(after) - ComingOf(before));
        if (happened.Event is TradeReplaced or TradeReinstated) settled = 0; // by the days of the payments
        if (open == 0 && settled == 0 && coming == 0) return;
        DateOnly? day = happened.Event switch
        {
            SettlementConfirmed e => e.Effective, CashConfirmed e => e.Effective, CashReversed e => e.Effective, _ => null,
        };
        var line = lines.GetOrAdd((after.Terms!.Account, after.Terms.Product.Market), _ => new());
        lock (line)
        {
            line.Steps.Add(new(happened.Position, open, day, settled, after.Terms.TradeDate, coming));
            line.Open += open;
            if (coming != 0) line.Coming[after.Terms.TradeDate] = line.Coming.GetValueOrDefault(after.Terms.TradeDate) + coming;
            if (day is { } at) line.Settled[at] = line.Settled.GetValueOrDefault(at) + settled;
        }
    }

    /// <summary>Payments of a trade that stands no longer, or again, fall away or come back on their own days.</summary>
    private void Replaced(Trade before, Trade after, Happened<TradeEvent> happened)
    {
        if ((before.Status == TradeStatus.Corrected) == (after.Status == TradeStatus.Corrected) || after.Terms is not { Method: not TradeMethod.Otc } terms) return;
        var line = lines.GetOrAdd((terms.Account, terms.Product.Market), _ => new());
        lock (line)
        {
            foreach (var payment in after.Payments)
            {
                var change = (terms.Side == Side.Buy) == (after.Status == TradeStatus.Corrected) ? payment.Amount : -payment.Amount;
                line.Steps.Add(new(happened.Position, 0m, payment.Effective, change, terms.TradeDate, 0m));
                line.Settled[payment.Effective] = line.Settled.GetValueOrDefault(payment.Effective) + change;
            }
        }
    }

    /// <summary>What is open now, and what was settled after a day.</summary>
    public FundFlow Of(string account, string market, DateOnly after)
    {
        if (!lines.TryGetValue((account, market), out var line)) return default;
        lock (line) return new(line.Open, Since(line.Settled, after), Since(line.Coming, after));
    }

    /// <summary>The same as it was known at a position, up to a day.</summary>
    public FundFlow Of(string account, string market, DateOnly after, AsOf asOf)
    {
        if (!lines.TryGetValue((account, market), out var line)) return default;
        lock (line)
        {
            var known = line.Steps.Where(s => s.Position <= asOf.Known).ToList();
            return new(known.Sum(s => s.Open), known.Where(s => s.Day > after && s.Day <= asOf.Date).Sum(s => s.Settled), known.Where(s => s.TradeDate > after).Sum(s => s.Coming));
        }
    }

    private static decimal Since(SortedList<DateOnly, decimal> byDay, DateOnly after) => byDay.Reverse().TakeWhile(s => s.Key > after).Sum(s => s.Value);

    /// <summary>What a purchase still needs; one that failed, expired or was cancelled only what is owed for the units that came, until it is instructed again.</summary>
    internal static decimal OpenOf(Trade trade) => trade is { Terms: { Side: Side.Buy, Method: not TradeMethod.Otc }, Status: not (TradeStatus.Rejected or TradeStatus.Corrected) }
        ? trade.CashDue - trade.SettledCash : 0m;

    /// <summary>What a sale at the venue still brings: its units are on their way, or gone.</summary>
    internal static decimal ComingOf(Trade trade) => trade is { Terms: { Side: Side.Sell, Method: not TradeMethod.Otc }, Status: not (TradeStatus.Rejected or TradeStatus.Corrected) }
        ? (trade.Status is TradeStatus.InTransit or TradeStatus.Settled ? trade.Cash : trade.CashOf(trade.SettledQuantity)) - trade.SettledCash : 0m;

    private static decimal SettledOf(Trade trade) => trade.Terms switch
    {
        null or { Method: TradeMethod.Otc } => 0m, // paid between the two sides, not at the venue
        { Side: Side.Buy } => -trade.SettledCash,
        _ => trade.SettledCash,
    };
}
