using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Tests.RandomDays;

public sealed partial class RandomDesk
{
    private const string BankA = "Bank A";
    private static readonly CreditBatch batch = new("PJ-9", "CCER-01-002-V01", new(2024, 1, 1), new(2024, 12, 31), new(2025, 6, 1));

    /// <summary>Every kind of step, with how often it comes and which desks do it most: orders, contracts, trades and their corrections.</summary>
    private IEnumerable<(int Weight, string Of, Action Step)> Steps() =>
    [
        (3, "oct", Allocate), (3, "t", Capture), (5, "ot", Approve), (5, "ot", Confirm), (1, "ot", PayCash), (1, "ot", FailOrExpire), (1, "t", InstructOrCancel), (2, "t", Rebook),
        (1, "ot", Annul), (2, "ot", CorrectThePrice), (2, "o", Place), (5, "o", ReportFill), (1, "o", BustOrCancel), (1, "o", BookAgain),
        (2, "c", AgreeAContract), (6, "c", PerformContract), (1, "c", ChangeContract),
        (1, "oct", SetALimit), (1, "ot", RecordMoney), (2, "oct", UseUnits), (1, "", HoldUnits), (1, "", CorrectAMovement), (1, "oc", AdvanceDay), (1, "oct", Agree), (1, "", ChangeMethod),
    ];

    private Seen<Trade, TradeEvent>? AnyTrade(Func<Trade, bool> which)
    {
        var found = Read.Trades.All().Where(t => which(t.State)).ToList();
        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }

    private void Ask(string actor, string key, TradeCommand command) => Ask(TradeDecider.Instance, actor, key, command);

    private void Ask(string actor, string key, OrderCommand command) => Ask(OrderDecider.Instance, actor, key, command);

    private void Capture()
    {
        var (credits, otc) = (Chance(8), Chance(4));
        var side = Any(Side.Buy, Side.Sell);
        Ask("trader", Name("T-", 8), new CaptureTrade(
            Day(), credits ? RandomStart.ChpCredits : Chance(4) ? RandomStart.Alu : RandomStart.Chp, side, credits || otc ? TradeMethod.Otc : TradeMethod.Listed,
            credits ? RandomStart.Ccer24 : Chance(6) ? RandomStart.Cea24 : RandomStart.Cea25, Quantity(), Price(), Fee: Chance(2) ? null : 10m,
            Counterparty: credits || otc ? Any(BankA, "Bank B") : null, Remark: Chance(4) ? null : "reason", Commission: Chance(4) ? 5m : null,
            Units: side == Side.Sell && Chance(8) ? new(Lot: "L-0001") : null));
        Soon(Approve, Confirm);
    }

    /// <summary>What follows most often comes at once, until something else comes between.</summary>
    private void Soon(params Action[] next)
    {
        foreach (var step in next)
        {
            if (Chance(3)) return;
            if (Chance(3)) RunSome();
            else Drain();
            step();
        }
    }

    /// <summary>What still waits for headroom is not approved: the desk would wait for the process in real time.</summary>
    private void Approve()
    {
        if (AnyTrade(t => t.Status == TradeStatus.PendingApproval && t.LimitsWaiting.Count == 0) is not { } trade) return;
        Ask("approver", trade.Key, Chance(14) ? new RejectTrade("price") : new ApproveTrade("seen"));
        // Before the process takes the wrong trade out, somebody uses what it brought.
        if (trade.State is { Replaces: { } wrong, Terms: { } terms } && Chance(3) && Read.Trades.Find(wrong)?.State is { SettledQuantity: { IsZero: false } brought })
            Ask("trader", terms.Account, new ReserveUnits(today, Name("U-", 1_000), terms.Product, brought, "kept", Origin.Purchased));
    }

    /// <summary>The venue's word: of the whole, of a part, with its cash or without, late, twice, or of a trade that is not on its way.</summary>
    private void Confirm()
    {
        if ((Chance(6) ? AnyTrade(_ => true) : AnyTrade(t => t.Status == TradeStatus.InTransit)) is not { State: { Terms: { } terms } state, Key: var key }) return;
        var (day, part, unitsOnly) = (Chance(3) ? Day() : today, Chance(2) ? (Tonnes?)null : Quantity((int)Math.Max(1, state.OpenQuantity.Value)), Chance(3));
        Ask("finance", key, state.BringsCredits ? new ConfirmCreditSettlement(day, "ST", batch, part, unitsOnly) : new ConfirmSettlement(day, "ST", part, unitsOnly));
    }

    private void PayCash()
    {
        if (AnyTrade(t => t.Status is TradeStatus.InTransit or TradeStatus.Settled or TradeStatus.Failed) is not { State: { } state, Key: var key }) return;
        var open = state.CashDue - state.SettledCash;
        Ask("finance", key, new ConfirmCash(Day(), open > 1 && Chance(2) ? open : 1 + random.Next(5_000), "BANK"));
    }

    private void FailOrExpire()
    {
        if (AnyTrade(t => t.Status == TradeStatus.InTransit) is { } trade)
            Ask("finance", trade.Key, Chance(3) ? new ExpireSettlement(today, "late") : new FailSettlement(Day(), "closed"));
    }

    private void InstructOrCancel()
    {
        if (AnyTrade(t => t.Status is TradeStatus.Failed or TradeStatus.Expired or TradeStatus.Approved or TradeStatus.PendingApproval) is not { } trade) return;
        Ask("trader", trade.Key, Chance(3) ? new CancelTrade("not wanted") : new InstructSettlement(Day()));
    }

    /// <summary>Other terms in the place of a trade that was captured wrong.</summary>
    private void Rebook()
    {
        if (AnyTrade(t => t.MayBeReplaced && t.Order is null) is not { State.Terms: { } was, Key: var key }) return;
        Ask("trader", Name("C-", 6), new RebookTrade(key, was with
        {
            Side = Chance(5) ? Any(Side.Buy, Side.Sell) : was.Side, Quantity = Chance(2) ? Quantity() : was.Quantity, Price = Chance(2) ? Price() : was.Price,
            TradeDate = Chance(4) ? Day() : was.TradeDate, Units = null, Remark = "right",
        }, "typed wrong"));
    }

    private void Annul()
    {
        if (AnyTrade(t => t.MayBeAnnulled) is { } trade) Ask("trader", trade.Key, new AnnulTrade(trade.State.Terms!.TradeDate, "never was"));
    }

    private void CorrectThePrice()
    {
        RecordFill? Said(Trade t) => t is { Order: { } order, Execution: { } made } ? Read.Orders.Find(order)?.State.Right(made)?.Reported : null;
        static bool IsPriced(Trade t) => t is { Terms.Side: Side.Buy, SettledQuantity.IsZero: false, Status: not TradeStatus.Corrected };
        if ((AnyTrade(t => IsPriced(t) && Said(t) is not null) ?? AnyTrade(IsPriced)) is not { State: { } state, Key: var key }) return;
        var said = Said(state); // of an order mostly just what the correction of its execution says
        Ask("trader", key, new CorrectPrice(state.Terms!.TradeDate, said is not null && !Chance(3) ? said.Price : Price(), "statement", said?.Fee ?? (Chance(3) ? 12m : null), said?.Commission));
    }

    private void Place()
    {
        var (side, day) = (Any(Side.Buy, Side.Sell), Day());
        Ask("trader", Name("O-", 2), new PlaceOrder(
            day, Chance(5) ? RandomStart.Alu : RandomStart.Chp, side, TradeMethod.Listed, RandomStart.Cea25, new(100 + random.Next(400)), new(side == Side.Buy ? 82m : 78m, "CNY"),
            Chance(2) ? null : day.AddDays(random.Next(5)), Remark: Chance(4) ? null : "reason"));
        Soon(ReportFill, Approve, Confirm);
    }

    /// <summary>Executions as brokers report them: corrections that come before what they correct, the same twice, another of the same id.</summary>
    private void ReportFill()
    {
        var orders = Read.Orders.All();
        if (orders.Count == 0) return;
        var (key, order) = (orders[random.Next(orders.Count)].Key, orders[random.Next(orders.Count)].State);
        if (Read.Orders.Find(key)!.State.Terms is not { } terms) return;
        if (Chance(8) && order.Fills.Count > 0)
        {
            Ask("finance", key, order.Fills.Values.ElementAt(random.Next(order.Fills.Count)).Reported);
            return;
        }

        var last = terms.LastDay < today ? terms.LastDay : today;
        var fills = Read.Orders.Find(key)!.State.Fills.Values.ToList();
        var wrong = Chance(2) && fills.Count > 0 ? fills[random.Next(fills.Count)].Reported : null; // corrected, often in its price alone
        var made = new RecordFill(Name("EX-", 6), Chance(3) ? last : terms.TradeDate, Quantity(200), new(79m + (random.Next(200) / 100m), "CNY"), Fee: Chance(2) ? 0m : null,
            Replaces: wrong?.Execution ?? (Chance(5) ? Name("EX-", 6) : null));
        var priceAlone = wrong is not null && Chance(2);
        Ask("trader", key, priceAlone ? made with { Quantity = wrong!.Quantity, TradeDate = wrong.TradeDate } : made);
        if (priceAlone) Soon(CorrectThePrice);
        if (Chance(3)) Soon(Approve, Confirm);
    }

    private void BustOrCancel()
    {
        var orders = Read.Orders.All();
        if (orders.Count == 0) return;
        var key = orders[random.Next(orders.Count)].Key;
        if (Chance(4)) Ask("trader", key, new CancelOrder("enough"));
        else Ask("finance", key, new BustFill(Name("EX-", 6), "withdrawn"));
    }

    private void BookAgain()
    {
        foreach (var order in Read.Orders.All())
            if (order.State.Fills.Values.FirstOrDefault(f => f.Problem is not null) is { } fill)
            {
                Ask("finance", order.Key, new BookFill(fill.Reported.Execution));
                return;
            }
    }

    private void AdvanceDay()
    {
        var next = NextDay();
        if (next < new DateOnly(2026, 6, 18) && Ask(BusinessDayDecider.Instance, "finance", BusinessDay.Key, (BusinessDayCommand)new AdvanceBusinessDate(next))) today = next;
    }
}
