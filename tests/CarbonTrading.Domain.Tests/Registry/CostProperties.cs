using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Random books: what must always hold of cost, against a second, plain implementation.</summary>
public class CostProperties
{
    private static readonly UnitClass[] units =
    [
        new(Account.Cea25, Origin.Purchased), new(Account.Cea25, Origin.Free), new(Account.Cea25, Origin.CarriedOver), new(Account.Cea25, Origin.Borrowed),
        new(Account.Cea24, Origin.Purchased),
    ];

    /// <summary>Pain 5: a value that stays where nothing is held.</summary>
    [Fact]
    public void Ten_thousand_random_books_agree_with_a_plain_second_implementation() => Seeded.Run(10_000, random =>
    {
        var method = (CostMethod)random.Next(3);
        var state = Opened();
        if (method != CostMethod.Specific)
            foreach (var unit in units) state = Enter(state, new ChangeCostMethod(BookDates.First, unit, method, "policy"));
        for (var i = 0; i < 30; i++)
        {
            state = Enter(state, Random(random, i, state));
            AssertSound(state);
        }

        foreach (var unit in units)
        {
            var (disposals, held, tonnes) = PlainCost.Of(state, unit, method);
            Assert.Equal((tonnes, held, 0m), (state.Pool(unit).Quantity.Value, state.Pool(unit).Cost, state.Pool(unit).Residual));
            var lines = state.CostLines(unit).Where(l => l.Quantity < 0).ToDictionary(l => (l.Movement, l.Index), l => -l.Cost);
            Assert.Equal(disposals.OrderBy(d => d.Key), lines.OrderBy(l => l.Key));
        }
    });

    /// <summary>Pain 6: a method that rewrites history.</summary>
    [Fact]
    public void Ten_thousand_random_changes_of_method_leave_closed_figures_as_they_are() => Seeded.Run(2_500, random =>
    {
        var state = Opened();
        for (var changes = 0; changes < 4;)
        {
            var command = random.Next(5) == 0
                ? new ChangeCostMethod(TestRules.Day(3, 1).AddDays(random.Next(90)), units[random.Next(units.Length)], (CostMethod)random.Next(3), "policy")
                : Random(random, state.Version, state);
            var closed = units.ToDictionary(u => u, u => Closed(state, u));
            var next = Enter(state, command);
            if (command is ChangeCostMethod && next.Version > state.Version) changes++;
            state = next;
            foreach (var unit in units)
            {
                var now = state.CostLines(unit).ToLookup(l => (l.Movement, l.Index, l.Quantity < 0));
                foreach (var line in closed[unit].Where(l => !state.Reversed.Contains(l.Movement)))
                    Assert.Equal((line.Cost, line.Book?.Method, line.Quantity), now[(line.Movement, line.Index, true)].Select(l => (l.Cost, l.Book?.Method, l.Quantity)).Single());
            }

            AssertSound(state);
        }
    });

    /// <summary>Pain 6, each change held against what it closes: disposals before its day stay to the bit, with the change and with whatever is entered after it.</summary>
    [Fact]
    public void Ten_thousand_changes_of_method_that_close_disposals_alter_none_of_them()
    {
        var closings = 0;
        Seeded.Run(10_000, random =>
        {
            var (state, unit) = (Opened(), units[0]);
            AllowanceAccountCommand Deal()
            {
                var day = TestRules.Day(3, 1).AddDays(random.Next(90));
                return random.Next(2) == 0 ? new ReceivePurchase(day, Account.Cea25, new(1 + random.Next(120)), new(40 + (random.Next(6_000) / 100m), "CNY"), random.Next(900) / 100m)
                    : new CancelUnits(day, Account.Cea25, new(1 + random.Next(40)), "use", "us", "CA");
            }

            string[] ClosedBefore(DateOnly day) => [.. state.CostLines(unit).Where(l => l.Quantity < 0 && l.Day < day)
                .Select(l => $"{l.Day} {l.Movement} {l.Index} {l.Lot} {l.Quantity} {l.Cost} {l.Book?.Method} {string.Join(' ', (l.Book?.Parts ?? []).Select(b => $"{b.Lot} {b.Cost}"))}")];

            for (var tries = 0; tries < 100; tries++)
            {
                state = Opened(); // until a change closes something and something is booked under it
                for (var i = 0; i < 10; i++) state = Enter(state, Deal());
                var from = TestRules.Day(3, 20).AddDays(random.Next(60));
                var (closed, version) = (ClosedBefore(from), state.Version);
                state = Enter(state, new ChangeCostMethod(from, unit, (CostMethod)random.Next(3), "policy"));
                if (state.Version == version || closed.Length == 0) continue;
                Assert.Equal(closed, ClosedBefore(from));
                if (!state.CostLines(unit).Any(l => l.Quantity != 0 && l.Day >= from)) continue;
                for (var i = 0; i < 6; i++) state = Enter(state, Deal());
                Assert.Equal(closed, ClosedBefore(from).Where(closed.Contains)); // a disposal entered late for such a day is a line of its own
                Interlocked.Increment(ref closings);
                return;
            }
        });
        if (Seeded.IsWhole) Assert.Equal(10_000, closings);
    }

    /// <summary>Pain 10: purchases and disposals of five days each, entered in any order the account takes them in, end in the same pool at the same cost.</summary>
    [Fact]
    public void The_order_of_entry_changes_no_cost() => Seeded.Run(2_000, random =>
    {
        var method = (CostMethod)(1 + random.Next(2));
        var start = Enter(Opened(), new ChangeCostMethod(BookDates.First, units[0], method, "policy"));
        // First in, first out: what came in on one day leaves in the order of entry, so of that method each purchase has a day of its own.
        var commands = Enumerable.Range(0, 5).Select(AllowanceAccountCommand (i) =>
                Account.Bought(TestRules.Day(4, 1).AddDays(method == CostMethod.Fifo ? i : random.Next(5)), 200, 40 + random.Next(40)))
            .Concat(Enumerable.Range(0, 6).Select(i => new CancelUnits(TestRules.Day(4, 6).AddDays(random.Next(5)), Account.Cea25, new(1 + random.Next(160)), "use", "us", "CA"))).ToList();
        var (plain, shuffled) = (EnterAll(start, commands), EnterAll(start, commands.OrderBy(_ => random.Next())));
        Assert.Equal(plain.Pool(units[0]).Quantity, shuffled.Pool(units[0]).Quantity);
        Assert.Equal(plain.Pool(units[0]).Cost, shuffled.Pool(units[0]).Cost);
        Assert.Equal(PlainCost.Of(shuffled, units[0], method).Held, shuffled.Pool(units[0]).Cost);
    });

    /// <summary>What is refused because its units are not there yet is entered again once they are.</summary>
    private static AllowanceAccount EnterAll(AllowanceAccount state, IEnumerable<AllowanceAccountCommand> commands)
    {
        var waiting = commands.ToList();
        while (waiting.Count > 0)
        {
            var left = new List<AllowanceAccountCommand>();
            foreach (var command in waiting)
            {
                var next = Enter(state, command);
                if (next.Version == state.Version) left.Add(command);
                state = next;
            }

            Assert.True(left.Count < waiting.Count, "nothing more is taken");
            waiting = left;
        }

        return state;
    }

    /// <summary>Pain 4: an average that drifts when something leaves.</summary>
    [Fact]
    public void One_hundred_thousand_purchases_and_disposals_change_the_average_only_when_something_comes_in() => Seeded.Run(100, random =>
    {
        var state = Enter(Opened(), new ChangeCostMethod(BookDates.First, units[0], CostMethod.MovingAverage, "policy"));
        for (var i = 0; i < 1_000; i++)
        {
            var before = state.Pool(units[0]);
            var leaves = random.Next(2) == 0 && before.Quantity.Value > 0;
            var day = TestRules.Day(1, 1).AddDays(i / 8);
            state = Enter(state, leaves
                ? new CancelUnits(day, Account.Cea25, new(1 + random.NextInt64(before.Quantity.Value)), "use", "us", "CA")
                : Account.Bought(day, 1 + random.Next(1_000), 40 + (random.Next(5_000) / 100m), random.Next(10_000) / 100m));
            var after = state.Pool(units[0]);
            if (leaves && after.Quantity.Value > 0) // to the cent of what was left
                if (Math.Abs((after.Cost * before.Quantity.Value) - (before.Cost * after.Quantity.Value)) > 0.02m * before.Quantity.Value) Assert.Fail($"{before} {after}");
            Assert.True(after.Cost == 0 || after.Quantity.Value > 0);
        }
    });

    [Fact]
    public void Events_read_back_give_the_same_costs() => Seeded.Run(300, random =>
    {
        var (state, again) = (Opened(), Opened());
        for (var i = 0; i < 40; i++)
        {
            var command = random.Next(6) == 0
                ? new ChangeCostMethod(TestRules.Day(3, 1).AddDays(random.Next(90)), units[random.Next(units.Length)], (CostMethod)random.Next(3), "policy")
                : Random(random, i, state);
            foreach (var happened in Decide(state, command).Events)
            {
                state = AllowanceAccountDecider.Evolve(state, happened);
                again = AllowanceAccountDecider.Evolve(again, Contract.Decode<AllowanceAccountEvent>(Contract.Encode(happened)));
            }
        }

        foreach (var unit in units)
            Assert.Equal(state.CostLines(unit).Select(l => (l.Day, l.Movement, l.Index, l.Cost, l.PoolCost)), again.CostLines(unit).Select(l => (l.Day, l.Movement, l.Index, l.Cost, l.PoolCost)));
    });

    internal static List<CostLine> Closed(AllowanceAccount state, UnitClass unit)
    {
        var lines = state.CostLines(unit).ToList();
        var moved = lines.Where(l => l.Quantity != 0).Select(l => l.Day).DefaultIfEmpty().Max();
        var fence = lines.Where(l => l.Quantity == 0 && l.Day <= moved).Select(l => l.Day).DefaultIfEmpty().Max();
        return [.. lines.Where(l => l.Quantity < 0 && l.Day < fence)];
    }

    internal static void AssertSound(AllowanceAccount state)
    {
        foreach (var lot in state.Lots)
        {
            Assert.Equal(lot.Received.Value, lot.Buckets.Values.Sum(b => b.Quantity.Value));
            var free = 0L;
            foreach (var (day, change) in lot.FreeChanges)
                if ((free += change) < 0) Assert.Fail($"{lot.Id} {day}"); // a text for each of millions of lines that are right would take most of the time
        }

        foreach (var unit in state.CostUnits)
        {
            var (pool, lines) = (state.Pool(unit), state.CostLines(unit).ToList());
            Assert.Equal(state.Lots.Where(l => l.Unit == unit).Sum(l => Buckets.Held.Sum(b => l.In(b).Quantity.Value)), pool.Quantity.Value);
            Assert.Equal(lines.Sum(l => l.Cost), pool.Cost + pool.Residual);
            if (pool.Cost < 0 || (pool.Quantity.Value <= 0 && pool.Cost != 0)) Assert.Fail($"{unit} {pool}");
            foreach (var l in lines)
            {
                if (l.PoolCost < 0 || (l.PoolQuantity.Value <= 0 && l.PoolCost != 0) || l.PoolQuantity.Value < 0) Assert.Fail(l.ToString());
                if (l.Book is { } book && book.Cost != book.Parts.Sum(p => p.Cost)) Assert.Fail(l.ToString());
            }
        }
    }

    private static AllowanceAccountCommand Random(Random random, int serial, AllowanceAccount state)
    {
        var wrong = 1 + random.Next(state.Version);
        var day = TestRules.Day(3, 1).AddDays(random.Next(90));
        var id = "K-" + (random.Next(8)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var quantity = new Tonnes(1 + random.Next(60));
        var product = random.Next(3) == 0 ? Account.Cea24 : Account.Cea25;
        return random.Next(18) switch
        {
            0 => new ReceiveFreeAllocation(day, Account.Cea25, quantity, "AL"),
            1 or 2 or 3 or 4 => new ReceivePurchase(day, product, new(quantity.Value * 2), new(40 + (random.Next(6_000) / 100m), "CNY"), random.Next(900) / 100m),
            5 => new ReserveUnits(day, id, product, quantity, "sale"),
            6 => new DeliverUnits(day, id, "venue", id),
            7 => new ConfirmDelivery(day, id, "ST"),
            8 => new CancelUnits(day, product, quantity, "use", "us", "CA"),
            9 => Account.Surrender(day, quantity.Value),
            10 => new EncumberUnits(day, "E" + id, (EncumbranceKind)random.Next(3), product, quantity, "bank", "contract"),
            11 => random.Next(3) == 0 ? new EnforceEncumbrance(day, "E" + id, "notice", random.Next(2) == 0 ? null : quantity) : new ReleaseEncumbrance(day, "E" + id, "paid"),
            12 => new ReceiveBorrowed(day, "B" + id, Account.Cea25, quantity, "lender", "contract"),
            13 => random.Next(2) == 0 ? new ReturnBorrowed(day, "B" + id, "R") : new KeepBorrowed(day, "B" + id, random.Next(100_000) / 100m, "court"),
            14 => new ConvertUnits(day, Account.Cea24, quantity, Account.Cea25, "decision", Application: random.Next(2) == 0 ? null : "A" + id),
            16 => random.Next(3) == 0 ? new UnfreezeCarryOver(day, "A" + id, "withdrawn") : new FreezeForCarryOver(day, "A" + id, Account.Cea24, quantity),
            15 => random.Next(2) == 0 ? new ReturnUnits(day, product, quantity, "true-up") : new LapseUnits(day, product, quantity, "notice"),
            _ => new CorrectMovement(wrong, state.Movements.GetValueOrDefault(wrong)?.Effective ?? day, "wrong", random.Next(2) == 0 ? null : new(day, quantity)),
        };
    }

    private static AllowanceAccount Opened() => AllowanceAccountDecider.Evolve(AllowanceAccount.Unopened, Account.Opened);

    private static Decision<AllowanceAccountEvent> Decide(AllowanceAccount state, AllowanceAccountCommand command) =>
        AllowanceAccountDecider.Decide(state, command, new(TestRules.Now, "trader", TestRules.Book, TestRules.Today));

    private static AllowanceAccount Enter(AllowanceAccount state, AllowanceAccountCommand command) =>
        Decide(state, command).Events.Aggregate(state, AllowanceAccountDecider.Evolve);
}
