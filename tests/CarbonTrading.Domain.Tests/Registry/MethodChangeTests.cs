using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;
using AccountStory = CarbonTrading.Domain.Tests.Support.Story<
    CarbonTrading.Domain.Registry.AllowanceAccount, CarbonTrading.Domain.Registry.AllowanceAccountCommand, CarbonTrading.Domain.Registry.AllowanceAccountEvent>;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>What a change of cost method closes stays closed, also where a trade of before it is taken out or gets another price: the difference is borne by what is held, or by nothing.</summary>
public class MethodChangeTests
{
    private static readonly UnitClass bought = new(Account.Cea25, Origin.Purchased);

    private static ReceivePurchase Buy(string trade, DateOnly day, long quantity, decimal price) => Account.Bought(day, quantity, price) with { Trade = trade };

    private static CancelUnits Out(DateOnly day, long quantity) => new(day, Account.Cea25, new(quantity), "use", "us", "CA", Origin.Purchased);

    private static AccountStory Fifo => Account.Empty.And(new ChangeCostMethod(TestRules.Day(1, 1), bought, CostMethod.Fifo, "policy"));

    private static ChangeCostMethod To(CostMethod method) => new(TestRules.Day(3, 10), bought, method, "policy");

    /// <summary>Cost of each disposal, in order of the days.</summary>
    private static IEnumerable<decimal> Disposals(AccountStory story) => story.State.CostLines(bought).Where(l => l.Quantity < 0).Select(l => -l.Cost);

    /// <summary>100 t at 40, 40 t used: 1,600. Average from the 10th: 60 t at 2,400; 30 t used: 1,200. At 50 the receipt cost 5,000: 60 t at 3,400, 30 t used: 1,700.</summary>
    [Fact]
    public void A_price_corrected_of_before_the_change_changes_what_came_after_it_alone()
    {
        var story = Fifo.And(Buy("T-1", TestRules.Day(3, 1), 100, 40m)).And(Out(TestRules.Day(3, 5), 40)).And(To(CostMethod.MovingAverage)).And(Out(TestRules.Day(3, 12), 30));
        Assert.Equal([1_600m, 1_200m], Disposals(story));
        var right = story.And(new RestateReceipts("T-1", [new(new(100), 5_000m)], "statement"));
        Assert.Equal([1_600m, 1_700m], Disposals(right));
        Assert.Equal(new PoolState(CostMethod.MovingAverage, new(30), 1_700m, 0m), right.State.Pool(bought));
    }

    /// <summary>All of it was used before the change: what the receipt should have cost more belongs to what is closed, and no tonne bears it.</summary>
    [Fact]
    public void Where_nothing_of_it_is_held_at_the_change_the_difference_goes_to_the_residual_account()
    {
        var story = Fifo.And(Buy("T-1", TestRules.Day(3, 1), 100, 40m)).And(Out(TestRules.Day(3, 5), 100)).And(To(CostMethod.MovingAverage)).And(Buy("T-2", TestRules.Day(3, 11), 10, 60m));
        var right = story.And(new RestateReceipts("T-1", [new(new(100), 5_000m)], "statement"));
        Assert.Equal([4_000m], Disposals(right));
        Assert.Equal(new PoolState(CostMethod.MovingAverage, new(10), 600m, 1_000m), right.State.Pool(bought));
    }

    /// <summary>100 t at 40 and 100 t at 60, 50 t used at the average: 2,500. FIFO from the 10th, 20 t used: 1,000. Without the second trade 50 t are left at 1,500; 20 t used: 600.</summary>
    [Fact]
    public void A_trade_of_before_the_change_that_is_taken_out_changes_what_came_after_it_alone()
    {
        var story = Account.Empty.And(new ChangeCostMethod(TestRules.Day(1, 1), bought, CostMethod.MovingAverage, "policy"))
            .And(Buy("T-1", TestRules.Day(3, 1), 100, 40m)).And(Buy("T-2", TestRules.Day(3, 2), 100, 60m)).And(Out(TestRules.Day(3, 5), 50))
            .And(To(CostMethod.Fifo)).And(Out(TestRules.Day(3, 12), 20));
        Assert.Equal([2_500m, 1_000m], Disposals(story));
        var without = story.And(new UndoTrade("T-2", "never was"));
        Assert.Equal([2_500m, 600m], Disposals(without));
        Assert.Equal(new PoolState(CostMethod.Fifo, new(30), 900m, 0m), without.State.Pool(bought));
    }

    [Fact]
    public void Ten_thousand_random_corrections_of_trades_of_before_a_change_leave_closed_figures_as_they_are()
    {
        var corrections = 0;
        Seeded.Run(2_500, random => Interlocked.Add(ref corrections, Corrections(random)));
        if (Seeded.IsWhole) Assert.Equal(10_000, corrections);
    }

    private static int Corrections(Random random)
    {
        var state = AllowanceAccountDecider.Evolve(AllowanceAccount.Unopened, Account.Opened);
        List<AllowanceAccountEvent> events = [Account.Opened];
        var known = new List<(int Events, List<CostLine> Lines)>();
        var corrected = 0;
        while (corrected < 4)
        {
            var command = Command(random, state);
            var closed = CostProperties.Closed(state, bought);
            var before = events.Count;
            foreach (var happened in AllowanceAccountDecider.Decide(state, command, new(TestRules.Now, "trader", TestRules.Book, TestRules.Today)).Events)
            {
                events.Add(happened);
                state = AllowanceAccountDecider.Evolve(state, happened);
            }

            if (events.Count == before) continue;
            if (closed.Count > 0 && command is UndoTrade or RestateReceipts or CorrectMovement) corrected++;
            var now = state.CostLines(bought).Where(l => l.Quantity < 0).ToDictionary(l => (l.Movement, l.Index));
            foreach (var line in closed.Where(l => !state.Reversed.Contains(l.Movement)))
                if (now[(line.Movement, line.Index)] is var same
                    && (same.Cost, same.Quantity, same.Book?.Method) != (line.Cost, line.Quantity, line.Book?.Method)) Assert.Fail($"{command}: {line} became {same}");
            CostProperties.AssertSound(state);
            if (command is ChangeCostMethod) known.Add((events.Count, [.. state.CostLines(bought)]));
        }

        // What was known then is what the log says was known then, whatever was put right since.
        foreach (var (count, lines) in known)
        {
            var then = events.Take(count).Select(e => Contract.Decode<AllowanceAccountEvent>(Contract.Encode(e))).Aggregate(AllowanceAccount.Unopened, AllowanceAccountDecider.Evolve);
            Assert.Equal(lines.Select(l => (l.Movement, l.Index, l.Cost, l.PoolCost, l.Method)), then.CostLines(bought).Select(l => (l.Movement, l.Index, l.Cost, l.PoolCost, l.Method)));
        }

        return corrected;
    }

    private static AllowanceAccountCommand Command(Random random, AllowanceAccount state)
    {
        var (day, trade) = (TestRules.Day(3, 1).AddDays(random.Next(60)), "T-" + random.Next(8).ToString(CultureInfo.InvariantCulture));
        var wrong = 1 + random.Next(state.Version);
        return random.Next(10) switch
        {
            0 or 1 or 2 => Buy(trade, day, 1 + random.Next(120), 40 + (random.Next(4_000) / 100m)),
            3 or 4 => Out(day, 1 + random.Next(60)),
            5 => new ChangeCostMethod(day, bought, (CostMethod)random.Next(3), "policy"),
            6 => new UndoTrade(trade, "never was"),
            7 => new CorrectMovement(wrong, state.Movements.GetValueOrDefault(wrong)?.Effective ?? day, "wrong", random.Next(2) == 0 ? null : new(day, new(1 + random.Next(60)))),
            _ => new RestateReceipts(trade, [.. state.Movements.OrderBy(m => m.Key).Where(m => m.Value is PurchaseReceived e && e.Trade == trade && !state.Reversed.Contains(m.Key))
                .Select(m => new ReceiptCost(m.Value.Moves[0].Quantity, random.Next(1_000_000) / 100m))], "statement"),
        };
    }
}
