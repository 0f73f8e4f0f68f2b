using System.Collections.Concurrent;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;

namespace CarbonTrading.Application.Funds;

/// <summary>What trades did and will do to the money of one account at one market's venue.</summary>
/// <param name="Open">Still to be paid for purchases that wait, are approved or on their way.</param>
/// <param name="Settled">Received less paid on the days asked for.</param>
public readonly record struct FundFlow(decimal Open, decimal Settled);

/// <summary>Money of trades by account and market, kept current trade by trade; nothing is counted over all trades at a capture.</summary>
public sealed class FundBook
{
    private readonly ConcurrentDictionary<(string Account, string Market), Line> lines = new();

    /// <summary>One step of one trade.</summary>
    private readonly record struct Step(long Position, decimal Open, DateOnly? Day, decimal Settled);

    private sealed class Line
    {
        public List<Step> Steps { get; } = [];

        public decimal Open { get; set; }

        public SortedList<DateOnly, decimal> Settled { get; } = [];
    }

    /// <summary>A trade changed.</summary>
    public void Changed(Trade before, Trade after, Happened<TradeEvent> happened)
    {
        var (open, settled) = (OpenOf(after) - OpenOf(before), SettledOf(after) - SettledOf(before));
        if (open == 0 && settled == 0) return;
        DateOnly? day = happened.Event switch
        {
            SettlementConfirmed e => e.Effective, CashConfirmed e => e.Effective, CashReversed e => e.Effective, _ => null,
        };
        var line = lines.GetOrAdd((after.Terms!.Account, after.Terms.Product.Market), _ => new());
        lock (line)
        {
            line.Steps.Add(new(happened.Position, open, day, settled));
            line.Open += open;
            if (day is { } at) line.Settled[at] = line.Settled.GetValueOrDefault(at) + settled;
        }
    }

    /// <summary>What is open now, and what was settled after a day.</summary>
    public FundFlow Of(string account, string market, DateOnly after)
    {
        if (!lines.TryGetValue((account, market), out var line)) return default;
        lock (line) return new(line.Open, line.Settled.Reverse().TakeWhile(s => s.Key > after).Sum(s => s.Value));
    }

    /// <summary>The same as it was known at a position, up to a day.</summary>
    public FundFlow Of(string account, string market, DateOnly after, AsOf asOf)
    {
        if (!lines.TryGetValue((account, market), out var line)) return default;
        lock (line)
        {
            var known = line.Steps.Where(s => s.Position <= asOf.Known).ToList();
            return new(known.Sum(s => s.Open), known.Where(s => s.Day > after && s.Day <= asOf.Date).Sum(s => s.Settled));
        }
    }

    /// <summary>What a purchase still needs; one that failed, expired or is gone needs nothing until it is instructed again.</summary>
    private static decimal OpenOf(Trade trade) => trade is { Terms: { Side: Side.Buy, Method: not TradeMethod.Otc },
        Status: TradeStatus.PendingApproval or TradeStatus.Approved or TradeStatus.InTransit or TradeStatus.Settled } ? trade.Cash - trade.SettledCash : 0m;

    private static decimal SettledOf(Trade trade) => trade.Terms switch
    {
        null or { Method: TradeMethod.Otc } => 0m, // paid between the two sides, not at the venue
        { Side: Side.Buy } => -trade.SettledCash,
        _ => trade.SettledCash,
    };
}
