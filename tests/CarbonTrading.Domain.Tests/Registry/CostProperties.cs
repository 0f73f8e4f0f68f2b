using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Random books: what must always hold of cost, against a second, plain implementation.</summary>
public class CostProperties
{
    private static readonly UnitClass[] units = RandomAccount.Units;

    /// <summary>Pain 5: a value that stays where nothing is held.</summary>
    [Fact]
    public void Ten_thousand_random_books_agree_with_a_plain_second_implementation() => Seeded.Run(10_000, random =>
    {
        var method = (CostMethod)random.Next(3);
        var (state, plain) = (RandomAccount.Opened(), new PlainCost());
        if (method != CostMethod.Specific)
            foreach (var unit in units) state = Enter(state, new ChangeCostMethod(BookDates.First, unit, method, "policy"), plain);
        for (var i = 0; i < 30; i++)
        {
            state = Enter(state, RandomAccount.Command(random, state), plain);
            AssertSound(state);
        }

        AssertAgrees(state, plain);
        foreach (var unit in units) Assert.Equal(0m, state.Pool(unit).Residual); // one method all the time closes nothing
    });

    /// <summary>The same with changes of method in the middle, also of days long past; every other book is of one unit class and few days.</summary>
    [Fact]
    public void Ten_thousand_random_books_with_changes_of_method_agree_with_a_plain_second_implementation()
    {
        var (middle, residuals) = (0, 0);
        Seeded.Run(10_000, random =>
        {
            var (state, plain, isNarrow) = (RandomAccount.Opened(), new PlainCost(), random.Next(2) == 0);
            AllowanceAccountCommand Next() => isNarrow ? RandomAccount.Narrow(random, state) : RandomAccount.Command(random, state);
            for (var i = 0; i < 10; i++) state = Enter(state, Next(), plain);
            for (var changes = 0; changes == 0 || state.Version < 30;)
            {
                var isChange = changes == 0 || random.Next(6) == 0;
                var next = Enter(state, isChange ? RandomAccount.Change(random, isNarrow) : Next(), plain);
                if (isChange && next.Version > state.Version) changes++;
                state = next;
            }

            AssertAgrees(state, plain);
            if (units.Any(u => state.CostLines(u).ToList() is var l && l.FindIndex(x => x.Quantity == 0) is > 0 and var at && l.Skip(at).Any(x => x.Quantity < 0))) Interlocked.Increment(ref middle);
            if (units.Any(u => state.Pool(u).Residual != 0)) Interlocked.Increment(ref residuals);
        });
        if (!Seeded.IsWhole) return;
        TestContext.Current.TestOutputHelper?.WriteLine($"{middle} books with a change between movements, {residuals} with cost no tonne bears");
        Assert.True(middle > 4_000 && residuals > 20, $"{middle} books with a change between movements, {residuals} with a residual: too little was tested");
    }

    private static void AssertAgrees(AllowanceAccount state, PlainCost plain)
    {
        foreach (var unit in units)
        {
            var pool = state.Pool(unit);
            Assert.Equal(plain.Of(unit), (pool.Method, pool.Quantity.Value, pool.Cost, pool.Residual));
            Assert.Equal(plain.Disposals(unit).OrderBy(d => d.Key),
                state.CostLines(unit).Where(l => l.Quantity < 0).ToDictionary(l => (l.Movement, l.Index), l => -l.Cost).OrderBy(l => l.Key));
        }
    }

    /// <summary>Pain 6: a method that rewrites history.</summary>
    [Fact]
    public void Ten_thousand_random_changes_of_method_leave_closed_figures_as_they_are() => Seeded.Run(2_500, random =>
    {
        var state = RandomAccount.Opened();
        for (var changes = 0; changes < 4;)
        {
            var command = random.Next(5) == 0
                ? RandomAccount.Change(random)
                : RandomAccount.Command(random, state);
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
            var (state, unit) = (RandomAccount.Opened(), units[0]);
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
                state = RandomAccount.Opened(); // until a change closes something and something is booked under it
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

    /// <summary>Pain 4: an average that drifts when something leaves.</summary>
    [Fact]
    public void One_hundred_thousand_purchases_and_disposals_change_the_average_only_when_something_comes_in() => Seeded.Run(100, random =>
    {
        var state = Enter(RandomAccount.Opened(), new ChangeCostMethod(BookDates.First, units[0], CostMethod.MovingAverage, "policy"));
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
        var (state, again) = (RandomAccount.Opened(), RandomAccount.Opened());
        for (var i = 0; i < 40; i++)
        {
            var command = random.Next(6) == 0
                ? RandomAccount.Change(random)
                : RandomAccount.Command(random, state);
            foreach (var happened in RandomAccount.Decide(state, command).Events)
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

    private static AllowanceAccount Enter(AllowanceAccount state, AllowanceAccountCommand command, PlainCost? plain = null)
    {
        foreach (var happened in RandomAccount.Decide(state, command).Events)
        {
            state = AllowanceAccountDecider.Evolve(state, happened);
            plain?.Add(state.Version, happened);
        }

        return state;
    }
}
