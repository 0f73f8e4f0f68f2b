using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Checks;

public static partial class Invariants
{
    /// <summary>What a deal should have of a limit.</summary>
    /// <param name="Amount">Asked when it was entered, in the limit's unit.</param>
    /// <param name="Settled">Part of its quantity that is settled.</param>
    /// <param name="IsEnded">Whether what is not settled was given back.</param>
    private readonly record struct Due(decimal Amount, Tonnes Settled, bool IsEnded);

    /// <summary>
    /// The use of every limit that holds headroom, counted once more: from the deals held against it, and take by take as it was given, with what went beyond.
    /// Under a hard limit nothing went beyond what was allowed at that moment.
    /// </summary>
    private static CheckResult LimitsAgree(Books books)
    {
        var (findings, takes) = (new List<string>(), 0);
        var limits = books.Read.Limits.All(books.Known).Where(l => l.State.Holds && !l.State.IsRetired).ToList();
        var due = DueOf(books);
        foreach (var limit in limits)
        {
            takes += limit.State.Takes.Count;
            var deals = due.GetValueOrDefault(limit.Key) ?? [];
            foreach (var (deal, expected) in deals)
            {
                if (!limit.State.Takes.TryGetValue(deal, out var taken))
                {
                    if (!(expected.IsEnded && expected.Settled.IsZero)) findings.Add($"{limit.Key}: {deal} is held against it, and has taken nothing");
                }
                else if ((taken.Amount, taken.Open, taken.Counted) is var has && has != Should(expected, taken.Quantity))
                    findings.Add($"{limit.Key} {deal}: taken, open and counted are {has}, its settlement makes {Should(expected, taken.Quantity)}");
            }

            findings.AddRange(limit.State.Takes.Where(t => t.Value.Counted != 0 && !deals.ContainsKey(t.Key))
                .Select(t => $"{limit.Key}: {t.Key} has taken {t.Value.Amount}, and is not held against it"));
            if (limit.State.Takes.Values.Sum(t => t.Open) is var open && open != limit.State.Open) findings.Add($"{limit.Key}: {limit.State.Open} is open, its deals make {open}");
            findings.AddRange(Beyond(books, limit));
        }

        return new("limits agree with the deals held against them", $"{limits.Count} limits, {takes} deals", findings);

        static (decimal Amount, decimal Open, decimal Counted) Should(Due due, Tonnes quantity)
        {
            var settled = due.Settled == quantity ? due.Amount : decimal.Round(due.Amount * due.Settled.Value / quantity.Value, 4, MidpointRounding.AwayFromZero);
            return (due.Amount, due.IsEnded ? 0m : due.Amount - settled, due.IsEnded ? settled : due.Amount);
        }
    }

    /// <summary>By limit and deal what it should have taken: of every trade and contract that was held against it and does not wait for it.</summary>
    private static Dictionary<string, Dictionary<string, Due>> DueOf(Books books)
    {
        var due = new Dictionary<string, Dictionary<string, Due>>(StringComparer.Ordinal);
        foreach (var (key, trade) in books.Read.Trades.All(books.Known).Select(t => (t.Key, t.State)))
        {
            var isOut = trade.Status == TradeStatus.Corrected;
            foreach (var limit in trade.Limits.Where(l => l.Holds && !trade.LimitsWaiting.Contains(l.Limit)))
                Add(limit, key, isOut ? Tonnes.Zero : trade.SettledQuantity, isOut || trade.Status is TradeStatus.Rejected or TradeStatus.Cancelled);
        }

        foreach (var contract in books.Read.Contracts.All(books.Known))
        {
            var (state, agreed) = (contract.State, (ContractAgreed)contract.History[0].Event);
            foreach (var limit in (agreed.Limits ?? []).Where(l => l.Holds && !books.Read.Limits.Find(l.Limit, books.Known)!.State.Waiting.ContainsKey(contract.Key)))
                Add(limit, contract.Key, limit.Kind == "position" ? state.Received : state.Performed, state.End is not null || (state.Disposals is [.., { Left.IsZero: true }]));
        }

        return due;

        void Add(LimitReading limit, string deal, Tonnes settled, bool isEnded)
        {
            if (!due.TryGetValue(limit.Limit, out var deals)) due[limit.Limit] = deals = new(StringComparer.Ordinal);
            deals[deal] = new(limit.Asked ?? 0m, settled, isEnded);
        }
    }

    /// <summary>Runs through what happened to a limit and compares what each take found used with the takes before it; of a position what was held is not told.</summary>
    private static IEnumerable<string> Beyond(Books books, Seen<Limit, LimitEvent> limit)
    {
        var (takes, terms) = (new Dictionary<string, Take>(StringComparer.Ordinal), (SetLimit?)null);
        foreach (var happened in limit.History)
        {
            switch (happened.Event)
            {
                case LimitSet e: terms = e.Terms; break;
                case HeadroomReleased e when takes.TryGetValue(e.Trade, out var taken):
                    takes[e.Trade] = taken with { IsReleased = true, Settled = e.Whole == true ? Tonnes.Zero : taken.Settled };
                    break;
                case HeadroomConfirmed e when takes.TryGetValue(e.Trade, out var taken):
                    takes[e.Trade] = taken with { Settled = taken.Settled + e.Quantity };
                    break;
                case HeadroomRestated e when takes.TryGetValue(e.Trade, out var taken):
                    takes[e.Trade] = taken with { Amount = e.Amount };
                    break;
                case HeadroomTaken e:
                    if (terms!.Kind != LimitKind.Position)
                    {
                        var used = Used(terms, takes, e.Day, books.Read.Log.BusinessDateAt(happened.Position)!.Value)
                            - (books.Read.Trades.Find(e.Trade)?.State.Replaces is { } wrong && takes.TryGetValue(wrong, out var replaced) ? Adds(terms, replaced, e.Day) : 0m);
                        if (used != e.Used) yield return $"{limit.Key} {e.Trade}: {e.Used} was used before it by its own word, {used} by the takes before it";
                    }

                    if (terms.Hardness == Hardness.Hard && e.Used + e.Amount > e.Allowed) yield return $"{limit.Key} {e.Trade}: {e.Used + e.Amount} under a hard limit of {e.Allowed}";
                    var beyond = Math.Clamp(e.Used + e.Amount - terms.Amount, 0m, e.Amount);
                    if (e.Day <= terms.ValidTo && beyond != e.Beyond) yield return $"{limit.Key} {e.Trade}: {e.Beyond} beyond in the breach log, {beyond} counted";
                    takes[e.Trade] = new(e.Amount, e.Quantity, e.Day, Tonnes.Zero, false);
                    break;
            }
        }
    }

    private static decimal Used(SetLimit terms, Dictionary<string, Take> takes, DateOnly day, DateOnly businessDate)
    {
        decimal On(DateOnly on) => takes.Values.Sum(t => Adds(terms, t, on));
        return terms.Counts == LimitCounts.OpenAndTradedPerDay ? Math.Max(On(day), On(businessDate)) : On(day);
    }

    private static decimal Adds(SetLimit terms, Take take, DateOnly day) => terms.Counts switch
    {
        LimitCounts.TradedPerDay => take.Day == day ? take.Counted : 0m,
        LimitCounts.OpenAndTradedPerDay => take.Open + (take.Day == day ? take.SettledAmount : 0m),
        _ => take.Open,
    };
}
