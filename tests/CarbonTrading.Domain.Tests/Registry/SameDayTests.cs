using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Pain 10: the order in which a day's movements arrive. Within a day what comes in stands before what leaves, then each in its sequence.</summary>
public class SameDayTests
{
    private static readonly UnitClass bought = new(Account.Cea25, Origin.Purchased);
    private static readonly DateOnly day = TestRules.Day(4, 10);

    /// <summary>
    /// Purchases and disposals of one day, some of the day after, at prices that do not divide: however they arrive among each other, each disposal costs the same to the
    /// cent. Purchases and disposals of a day keep their own sequence, which is what first in, first out means within a day.
    /// </summary>
    [Fact]
    public void However_purchases_and_disposals_of_one_day_arrive_among_each_other_each_disposal_costs_the_same() => Seeded.Run(3_000, random =>
    {
        var method = (CostMethod)(1 + random.Next(2));
        var start = Enter(Opened(method), Account.Bought(day.AddDays(-1), 300, Price(random), Fee(random)));
        var inOrder = Enumerable.Range(0, 4).Select(AllowanceAccountCommand (_) => Account.Bought(day, 1 + random.Next(150), Price(random), Fee(random)))
            .Concat(Enumerable.Range(0, 5).Select(i => Out(day, 1 + random.Next(45), i)))
            .Concat(Enumerable.Range(5, 2).Select(i => Out(day.AddDays(1), 1 + random.Next(30), i))).ToList();
        var (one, other) = (EnterAll(start, inOrder), EnterAll(start, Arriving(random, inOrder)));
        Assert.Equal(one.Pool(bought), other.Pool(bought));
        Assert.Equal(Disposals(one), Disposals(other));
        Assert.Equal(7, Disposals(one).Count);
    });

    /// <summary>Without any sequence kept: no tonne and no cent is lost, and an average is the same to the cent that rounding leaves with each disposal.</summary>
    [Fact]
    public void In_whatever_order_a_day_arrives_tonnes_money_and_average_are_the_same() => Seeded.Run(3_000, random =>
    {
        var method = (CostMethod)random.Next(3);
        var commands = Enumerable.Range(0, 5).Select(AllowanceAccountCommand (_) => Account.Bought(day, 40 + random.Next(150), Price(random), Fee(random)))
            .Concat(Enumerable.Range(0, 4).Select(i => Out(day, 1 + random.Next(40), i))).ToList();
        var paid = commands.OfType<ReceivePurchase>().Sum(c => Math.Round(c.Price.Amount * c.Quantity.Value, 2, MidpointRounding.AwayFromZero) + c.Fee!.Value);
        var (came, left) = (commands.OfType<ReceivePurchase>().Sum(c => c.Quantity.Value), commands.OfType<CancelUnits>().Sum(c => c.Quantity.Value));
        var shuffled = EnterAll(Opened(method), commands.OrderBy(_ => random.Next()).ToList(), keepSequence: false);
        var (pool, disposals) = (shuffled.Pool(bought), Disposals(shuffled));
        Assert.Equal((came - left, paid), (pool.Quantity.Value, pool.Cost + disposals.Values.Sum()));
        if (method != CostMethod.MovingAverage) return;
        foreach (var command in commands.OfType<CancelUnits>())
            Assert.InRange(disposals[command.Beneficiary] - (paid * command.Quantity.Value / came), -0.02m, 0.02m);
    });

    /// <summary>Lots named by their serial numbers: each disposal is its share of its lot's cost, to the cents rounding moves between its parts; a lot used up has cost what was paid.</summary>
    [Fact]
    public void Named_lots_cost_their_share_in_whatever_order_a_day_arrives() => Seeded.Run(3_000, random =>
    {
        var commands = new List<AllowanceAccountCommand>();
        var shares = new Dictionary<string, (int Lot, decimal Share)>(StringComparer.Ordinal);
        var paid = new decimal[3];
        for (var lot = 0; lot < 3; lot++)
        {
            long[] parts = [1 + random.Next(50), 1 + random.Next(50), 1 + random.Next(50), 1 + random.Next(50)];
            var first = 1 + (lot * 1_000L);
            var buy = Account.Bought(day, parts.Sum(), Price(random), Fee(random), new SerialRange("S", first, first + parts.Sum() - 1));
            commands.Add(buy);
            paid[lot] = Math.Round(buy.Price.Amount * parts.Sum(), 2, MidpointRounding.AwayFromZero) + buy.Fee!.Value;
            foreach (var part in parts)
            {
                var name = $"{lot}-{commands.Count}";
                commands.Add(Account.Surrender(day, part) with { RegistryReference = name, Serials = [new("S", first, first + part - 1)] });
                shares[name] = (lot, paid[lot] * part / parts.Sum());
                first += part;
            }
        }

        var state = EnterAll(Opened(CostMethod.Specific), commands.OrderBy(_ => random.Next()).ToList(), keepSequence: false);
        var disposals = Disposals(state);
        Assert.Equal(new PoolState(CostMethod.Specific, new(0), 0m, 0m), state.Pool(bought));
        foreach (var (name, (_, share)) in shares) Assert.InRange(disposals[name], share - 0.02m, share + 0.02m);
        for (var lot = 0; lot < 3; lot++) Assert.Equal(paid[lot], shares.Where(s => s.Value.Lot == lot).Sum(s => disposals[s.Key]));
    });

    private static decimal Price(Random random) => 40 + (random.Next(600_000) / 10_000m);

    private static decimal Fee(Random random) => random.Next(900) / 100m;

    private static CancelUnits Out(DateOnly on, long quantity, int name) => new(on, Account.Cea25, new(quantity), "use", $"us {name}", "CA");

    /// <summary>Cost of each disposal, by what it was called.</summary>
    private static Dictionary<string, decimal> Disposals(AllowanceAccount state) => state.CostLines(bought).Where(l => l.Quantity < 0)
        .GroupBy(l => state.Movements[l.Movement] is UnitsCancelled c ? c.Beneficiary : ((UnitsSurrendered)state.Movements[l.Movement]).RegistryReference)
        .OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => -g.Sum(l => l.Cost));

    /// <summary>Any order of arrival in which purchases of a day keep their sequence, and disposals of a day theirs.</summary>
    private static List<AllowanceAccountCommand> Arriving(Random random, List<AllowanceAccountCommand> inOrder)
    {
        var sequences = inOrder.GroupBy(Sequence).ToDictionary(g => g.Key, g => new Queue<AllowanceAccountCommand>(g));
        return [.. inOrder.Select(Sequence).OrderBy(_ => random.Next()).Select(s => sequences[s].Dequeue())];
    }

    private static (DateOnly, bool) Sequence(AllowanceAccountCommand command) => command switch
    {
        ReceivePurchase c => (c.Effective, true),
        CancelUnits c => (c.Effective, false),
        SurrenderUnits c => (c.Effective, false),
        _ => throw new InvalidOperationException(command.GetType().Name),
    };

    /// <summary>What is refused because its units are not there yet is entered again once they are, and with it what follows in its sequence.</summary>
    private static AllowanceAccount EnterAll(AllowanceAccount state, IReadOnlyList<AllowanceAccountCommand> commands, bool keepSequence = true)
    {
        while (commands.Count > 0)
        {
            var (waiting, behind) = (new List<AllowanceAccountCommand>(), new HashSet<(DateOnly, bool)>());
            foreach (var command in commands)
            {
                var next = behind.Contains(Sequence(command)) ? state : Enter(state, command);
                if (next.Version == state.Version)
                {
                    waiting.Add(command);
                    if (keepSequence) behind.Add(Sequence(command));
                }

                state = next;
            }

            Assert.True(waiting.Count < commands.Count, "nothing more is taken");
            commands = waiting;
        }

        return state;
    }

    private static AllowanceAccount Opened(CostMethod method) => method == CostMethod.Specific
        ? RandomAccount.Opened() : Enter(RandomAccount.Opened(), new ChangeCostMethod(BookDates.First, bought, method, "policy"));

    private static AllowanceAccount Enter(AllowanceAccount state, AllowanceAccountCommand command) =>
        RandomAccount.Decide(state, command).Events.Aggregate(state, AllowanceAccountDecider.Evolve);
}
