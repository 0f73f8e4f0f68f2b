using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>
/// A desk's random days: trades captured, approved, settled in parts, failed, expired, receipts and whole trades corrected, with messages between trade and account that come late and twice.
/// After every step: nothing free below zero on any day, no serial number promised twice, every tonne in one bucket, cost adds up.
/// </summary>
public class DeskProperties
{
    private static readonly DateOnly today = TestRules.Today;

    [Fact]
    public void Ten_thousand_random_sequences_keep_every_law_after_every_step() => Seeded.Run(10_000, random =>
    {
        var desk = new Desk(random);
        for (var step = 0; step < 40; step++)
        {
            desk.Step(step);
            CostProperties.AssertSound(desk.Account);
            AssertSerials(desk.Account);
            foreach (var trade in desk.Trades.Values.Where(t => t.Terms is not null)) Assert.InRange(trade.SettledQuantity.Value, 0, trade.Terms!.Quantity.Value);
        }

        // What the venue confirmed has left or entered the account, no more and no less.
        desk.DeliverAll();
        var reversed = desk.Account.Movements.Values.OfType<MovementReversed>().Select(r => r.Movement).ToHashSet();
        foreach (var (key, _) in desk.Trades.Where(t => t.Value.Status == TradeStatus.Corrected))
            Assert.DoesNotContain(desk.Account.Movements, m => !reversed.Contains(m.Key)
                && (m.Value is PurchaseReceived p && p.Trade == key || m.Value is DeliveryConfirmed d && d.Reservation == key)); // nothing of it stands

        foreach (var (key, trade) in desk.Trades.Where(t => t.Value is { Terms.Side: Side.Sell, Status: not TradeStatus.Corrected }))
        {
            var delivered = desk.Account.Movements.Where(m => m.Value is DeliveryConfirmed d && d.Reservation == key).Sum(m => m.Value.Moves.Sum(x => x.Quantity.Value));
            Assert.True(trade.SettledQuantity.Value == delivered, $"{key} {trade.Status}: {trade.SettledQuantity} settled, {delivered} t delivered");
        }

        foreach (var (key, trade) in desk.Trades.Where(t => t.Value is { Terms.Side: Side.Buy, Status: not TradeStatus.Corrected }))
        {
            var received = desk.Account.Movements.Where(m => m.Value is PurchaseReceived p && p.Trade == key && p.Corrects is null).Sum(m => m.Value.Moves[0].Quantity.Value);
            Assert.True(trade.SettledQuantity.Value == received, $"{key} {trade.Status}: {trade.SettledQuantity} settled, {received} t received");
        }
    });

    private static void AssertSerials(AllowanceAccount account)
    {
        var held = account.Lots.SelectMany(l => l.Buckets.Where(b => b.Key is not (Bucket.Outside or Bucket.Delivered)).SelectMany(b => b.Value.Serials ?? []))
            .OrderBy(s => s.First).ToList();
        for (var i = 1; i < held.Count; i++) if (Serials.Overlap(held[i - 1], held[i])) Assert.Fail($"{held[i - 1]} {held[i]}");
    }

    /// <summary>One account and its trades. What the settlement process would send waits in a list; it is sent late, in any order over trades, sometimes twice.</summary>
    private sealed class Desk(Random random)
    {
        private const string Process = "process:settle-trade";
        private readonly List<(string Id, string Trade, Action Run)> waiting = [];
        private readonly HashSet<string> done = new(StringComparer.Ordinal); // the store knows command ids: the same one again changes nothing
        private int events;

        public AllowanceAccount Account { get; private set; } = AllowanceAccountDecider.Evolve(AllowanceAccount.Unopened, Registry.Account.Opened);

        public Dictionary<string, Trade> Trades { get; } = new(StringComparer.Ordinal);

        public void Step(int step)
        {
            var key = Trades.Count > 0 && random.Next(2) == 0 ? Trades.Keys.ElementAt(random.Next(Trades.Count)) : "T-" + random.Next(6).ToString(CultureInfo.InvariantCulture);
            var quantity = new Tonnes(1 + random.Next(400));
            var back = today.AddDays(-random.Next(20));
            switch (random.Next(20))
            {
                case 0 or 1:
                    var first = 1 + (step * 10_000L);
                    Enter(new ReceiveFreeAllocation(back, Registry.Account.Cea25, quantity, "AL", random.Next(2) == 0 ? null : [new("CN25", first, first + quantity.Value - 1)]));
                    break;
                case 2 or 3 or 4:
                    var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                    Send(key, new CaptureTrade(today, "BJ-ELEC-01", side, TradeMethod.Listed, Registry.Account.Cea25, quantity, new(70 + random.Next(10), "CNY"), null, 10m), "trader");
                    Send(key, new ApproveTrade(), "approver");
                    break;
                case 5 or 6: Send(key, new ConfirmSettlement(today.AddDays(random.Next(2)), "ST", random.Next(2) == 0 ? null : quantity, random.Next(3) == 0), "finance"); break;
                case 7: Send(key, new ConfirmCash(today, 1 + random.Next(20_000), "BANK"), "finance"); break;
                case 8: Send(key, random.Next(2) == 0 ? new FailSettlement(today.AddDays(random.Next(2)), "x") : new ExpireSettlement(today.AddDays(1), "x"), "finance"); break;
                case 9: Send(key, random.Next(2) == 0 ? new InstructSettlement(today) : new CancelTrade("x"), "trader"); break;
                case 10:
                    var moved = 1 + random.Next(Account.Version);
                    Enter(new CorrectMovement(moved, Account.Movements.GetValueOrDefault(moved)?.Effective ?? back, "wrong", random.Next(2) == 0 ? null : new(back, quantity)));
                    break;
                case 11: Enter(new SurrenderUnits(back, Registry.Account.Cea25, quantity, 2025, "SR")); break;
                case 12:
                    Enter(random.Next(3) == 0
                        ? new ChangeCostMethod(back, new(Registry.Account.Cea25, Origin.Purchased), (CostMethod)random.Next(3), "policy")
                        : new EncumberUnits(back, "P-" + step.ToString(CultureInfo.InvariantCulture), EncumbranceKind.Pledge, Registry.Account.Cea25, quantity, "bank", "contract"));
                    break;
                case 13 or 14:
                    if (!Trades.TryGetValue(key, out var wrong) || !wrong.MayBeReplaced) break;
                    if (Trades.Values.Any(t => t.Replaces == key && t.Status is TradeStatus.PendingApproval or TradeStatus.Approved)) break;
                    var right = "C-" + step.ToString(CultureInfo.InvariantCulture);
                    var was = wrong.Terms!;
                    var terms = was with { Side = random.Next(4) == 0 ? Side.Sell : was.Side, Quantity = random.Next(2) == 0 ? quantity : was.Quantity };
                    Send(right, new RebookTrade(key, terms, "typed wrong"), "trader");
                    Send(right, new ApproveTrade(), "approver");
                    break;
                case 15:
                    if (random.Next(3) == 0 && !Trades.Values.Any(t => t.Replaces == key && t.Status is TradeStatus.PendingApproval or TradeStatus.Approved))
                        Send(key, new AnnulTrade(Trades.GetValueOrDefault(key)?.Terms?.TradeDate ?? today, "never was"), "trader");
                    break;
                default:
                    if (waiting.Count > 0) Deliver(random.Next(waiting.Count), random.Next(4) == 0);
                    break;
            }
        }

        public void DeliverAll()
        {
            while (waiting.Count > 0) Deliver(0, false);
        }

        /// <summary>Messages of one trade come in order, as the process's cursor sees to; those of other trades at any time.</summary>
        private void Deliver(int at, bool twice)
        {
            var (id, _, run) = waiting.First(w => w.Trade == waiting[at].Trade);
            waiting.RemoveAll(w => w.Id == id);
            for (var sent = 0; sent <= (twice ? 1 : 0); sent++)
                if (done.Add(id)) run();
        }

        private DomainError? ToAccount(string trade, AllowanceAccountCommand command)
        {
            var decision = Decide(command);
            if (decision.Error is { } refused) Problem(trade, refused);
            foreach (var happened in decision.Events) Account = AllowanceAccountDecider.Evolve(Account, happened);
            if (command is ReserveUnits reserved && decision.Error is null) Send(trade, new InstructSettlement(reserved.Effective), Process);
            return decision.Error;
        }

        private void Problem(string trade, DomainError refused) => Send(trade, new RecordSettlementProblem(refused.Code, refused.Message), Process);

        private void Enter(AllowanceAccountCommand command)
        {
            foreach (var happened in Decide(command).Events) Account = AllowanceAccountDecider.Evolve(Account, happened);
        }

        private Decision<AllowanceAccountEvent> Decide(AllowanceAccountCommand command) =>
            AllowanceAccountDecider.Decide(Account, command, new(TestRules.Now, "trader", TestRules.Book, today.AddDays(1)));

        private DomainError? Send(string key, TradeCommand command, string actor)
        {
            var trade = Trades.GetValueOrDefault(key) ?? Trade.NotCaptured;
            var quotes = new Dictionary<string, Quote> { [Registry.Account.Cea25.ToString()] = Spot.Close };
            var decision = TradeDecider.Decide(trade, command, new(TestRules.Now, actor, TestRules.Book, today.AddDays(1), Quotes: quotes));
            foreach (var happened in decision.Events)
            {
                trade = Trades[key] = TradeDecider.Evolve(trade, happened);
                if (Reaction(key, happened) is { } reaction) waiting.Add(($"settle-{++events}", key, reaction));
                if (happened is TradeApproved { Side: Side.Buy, Replaces: null }) Send(key, new InstructSettlement(today), Process);
                trade = Trades[key];
            }

            return decision.Error;
        }

        /// <summary>What the settlement process does about an event.</summary>
        private Action? Reaction(string trade, TradeEvent happened) => happened switch
        {
            TradeApproved { Replaces: { } wrong } => () => Replace(trade, wrong),
            SettlementAsked { Replaces: { } wrong } => () => Replace(trade, wrong),
            TradeReplaced e => () => Undo(trade, e),
            PlaceTaken { Start: { Side: Side.Buy } e } => () => Send(trade, new InstructSettlement(e.TradeDate), Process),
            PlaceTaken { Start: { } e } => () => Reserve(trade, e),
            SettlementInstructed { Replaces: { } wrong } e => () => CarryOver(trade, wrong, e),
            _ => OfUnits(trade, happened) is { } command ? () => ToAccount(trade, command) : null,
        };

        private void Replace(string trade, string wrong)
        {
            if (Send(wrong, new ReplaceTrade(trade, "typed wrong"), Process) is { } refused) Problem(trade, refused);
        }

        private void Undo(string wrong, TradeReplaced e)
        {
            var undone = e.Moved ? Decide(new UndoTrade(wrong, e.Reason)) : default;
            if (undone.Error is { Code: not "allowance-account.nothing-to-undo" } refused)
            {
                Send(wrong, new ReinstateTrade(e.By, refused.Code, refused.Message), Process);
                if (e.By is not null) Problem(e.By, refused);
                return;
            }

            foreach (var happened in undone.Events ?? []) Account = AllowanceAccountDecider.Evolve(Account, happened);
            Send(e.By ?? wrong, e.By is null ? new CompleteAnnulment() : new TakePlace(wrong), Process);
        }

        /// <summary>From the trade date on, else from the day it is approved.</summary>
        private void Reserve(string trade, SettlementStart e)
        {
            ReserveUnits From(DateOnly day) => new(day, trade, e.Product, e.Quantity, "sale", ForSale: true);
            ToAccount(trade, From(Decide(From(e.TradeDate)).Error is null ? e.TradeDate : e.Effective));
        }

        private void CarryOver(string trade, string wrong, SettlementInstructed e)
        {
            if (e.Side == Side.Sell && ToAccount(trade, new DeliverUnits(e.Effective, trade, "venue", trade)) is not null) return;
            var was = Trades[wrong];
            if (was.Terms!.Side == e.Side) Send(trade, new CarrySettlement(was.Parts, was.Payments), Process);
        }

        private static AllowanceAccountCommand? OfUnits(string trade, TradeEvent happened) => happened switch
        {
            TradeApproved { Side: Side.Sell } e => new ReserveUnits(e.Effective, trade, e.Product, e.Quantity, "sale", ForSale: true),
            SettlementAsked e => new ReserveUnits(e.Effective, trade, e.Product, e.Quantity, "sale", ForSale: true),
            SettlementInstructed { Side: Side.Sell } e => new DeliverUnits(e.Effective, trade, "venue", trade),
            SettlementConfirmed { Side: Side.Sell } e => new ConfirmDelivery(e.Effective, trade, e.Evidence, e.Quantity),
            SettlementConfirmed e => new ReceivePurchase(e.Effective, e.Product, e.Quantity, e.Price, e.Fee, trade, e.Evidence),
            SettlementFailed { Side: Side.Sell } e => new FailDelivery(e.Effective, trade, e.Reason),
            SettlementExpired { Side: Side.Sell } e => new FailDelivery(e.Effective, trade, e.Reason),
            TradeCancelled { Side: Side.Sell, From: TradeStatus.Approved } e => new ReleaseUnits(e.Effective, trade, e.Reason),
            _ => null,
        };
    }
}
