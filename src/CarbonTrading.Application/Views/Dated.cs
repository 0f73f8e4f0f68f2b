using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Entities at the end of a business date: what was known, as far as it counted from that day or earlier.</summary>
public static class Dated
{
    /// <summary>An obligation at the end of a day.</summary>
    public static Obligation On(this Seen<Obligation, ObligationEvent> seen, DateOnly day) =>
        seen.History.Select(h => h.Event).Where(e => !IsAfter(e, day))
            .Aggregate(ObligationDecider.Instance.Initial, ObligationDecider.Evolve);

    /// <summary>A trade at the end of a day: its settlement as far as it had come. Approvals and corrections entered later count: the trade stood, or was wrong, from its trade date.</summary>
    public static Trade On(this Seen<Trade, TradeEvent> seen, DateOnly day)
    {
        if (!seen.History.Exists(h => IsAfter(h.Event, day))) return seen.State;
        var (state, isLater) = (TradeDecider.Instance.Initial, false);
        foreach (var happened in seen.History.Select(h => h.Event))
        {
            if (happened is IDated) isLater = IsAfter(happened, day);
            if (isLater && happened is (IDated or SettlementProblemRecorded)) continue; // what the account refused of a later step is no news of this day
            state = TradeDecider.Evolve(state, happened);
        }

        return state;
    }

    /// <summary>A contract at the end of a day: its legs as far as they had come.</summary>
    public static TermContract On(this Seen<TermContract, ContractEvent> seen, DateOnly day)
    {
        if (!seen.History.Exists(h => IsAfter(h.Event, day))) return seen.State;
        var (state, later) = (ContractDecider.Instance.Initial, new HashSet<int>());
        foreach (var happened in seen.History.Select(h => h.Event))
        {
            var isLater = IsAfter(happened, day);
            if (LegOf(happened) is { } leg)
            {
                // What the account answers has no day of its own: it is that of the step it answers.
                if (isLater) later.Add(leg);
                else if (happened is IDated) later.Remove(leg);
                if (later.Contains(leg) || leg > state.Legs.Count) continue;
            }
            else if (isLater) continue;

            state = ContractDecider.Evolve(state, happened);
        }

        return state;
    }

    /// <summary>
    /// An order at the end of a day: executions of later days, what was done with them, and a last day that was not over are left out. What a later correction replaces
    /// was wrong from its own day.
    /// </summary>
    public static Order On(this Seen<Order, OrderEvent> seen, DateOnly day)
    {
        var later = seen.History.Select(h => h.Event).OfType<FillRecorded>().Where(e => e.Fill.TradeDate > day).Select(e => e.Fill.Execution)
            .ToHashSet(StringComparer.Ordinal);
        if (later.Count == 0 && !seen.State.IsExpired) return seen.State;
        var state = OrderDecider.Instance.Initial;
        foreach (var happened in seen.History.Select(h => h.Event))
        {
            if (happened is FillRecorded { Fill: { Replaces: { } wrong } fill } && later.Contains(fill.Execution) && !later.Contains(wrong))
                state = OrderDecider.Evolve(state, new FillBusted(wrong, $"→ {fill.Execution}"));
            if (happened is OrderExpired { LastDay: var last } ? last < day : ExecutionOf(happened, later) is not { } execution || !later.Contains(execution))
                state = OrderDecider.Evolve(state, happened);
        }

        return state;
    }

    private static string? ExecutionOf(OrderEvent happened, HashSet<string> later) => happened switch
    {
        FillRecorded e => e.Fill.Execution,
        FillBusted e => e.Execution,
        BookingAsked e => e.Execution,
        UnbookingAsked e => e.Execution,
        FillProblemRecorded e => e.Execution,
        FillUnbooked e => e.Execution,
        TradeTakenOver e => later.Contains(e.From) ? e.From : e.Execution,
        _ => null,
    };

    private static bool IsAfter(object happened, DateOnly day) => happened is IDated dated && dated.Effective > day;

    private static int? LegOf(ContractEvent happened) => happened switch
    {
        LegInstructed e => e.Leg.Number,
        LegConfirmed e => e.Leg.Number,
        LegFailed e => e.Leg.Number,
        LegReversed e => e.Leg.Number,
        SecurityDisposed e => e.Leg.Number,
        ContractDefaulted { Lost: [var lost, ..] } => lost.Number,
        ContractDefaulted { Kept: [var kept, ..] } => kept.Number,
        LegStepRecorded e => e.Leg,
        LegProblemRecorded e => e.Leg,
        _ => null,
    };
}
