using System.Globalization;
using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Processes;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CarbonTrading.Application.Tests.RandomDays;

/// <summary>
/// A whole desk on random days: every command goes through the desk with its rights, its second persons and its limits, every reaction through the product's own processes,
/// each of which runs when it likes, stops anywhere, and sometimes is stopped before it noted its place and does the same once more.
/// </summary>
public sealed partial class RandomDesk
{
    private readonly Random random;
    private readonly RandomStart start;
    private readonly MemoryLog log;
    private readonly LogTail tail;
    private readonly Application.Desk desk;
    private readonly IReadOnlyList<(IProcess Process, LateLog Seen)> processes;
    private readonly ProcessRunner[] runners;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 6, 5, 2, 0, 0, TimeSpan.Zero));
    private readonly MemoryValues[] values;
    private readonly List<string> proposals = [];
    private readonly (int Weight, Action Step)[] steps;
    private readonly int patience; // one of so many steps lets the processes run
    private int commands;
    private DateOnly today = new(2026, 6, 5);

    public RandomDesk(Random random)
    {
        this.random = random;
        start = RandomStart.Of((CostMethod)random.Next(3));
        log = new(start.Events);
        Read = new(new PriceBook(start.Prices, start.Catalogue, start.Rules)) { Authority = start.Authority };
        tail = new(log, [.. Read.Folds, Accounts]);
        Read.Refresh = tail.CatchUp;
        desk = new(new LocalEntityHost(log, start.Rules), start.Rules, Read, clock);
        processes = [.. AllProcesses.Of(log).Select(p => (p, new LateLog(log)))];
        values = [.. processes.Select(_ => new MemoryValues())];
        runners = [.. values.Select((v, i) => Runner(i, v))];
        Wait(tail.CatchUp());
        // Each desk has its own habits: half of them do one kind of business, the others some of everything often, and some never.
        var business = Any("o", "c", "t", "", "", "");
        steps = [.. Steps().Where(s => s.Of.Contains(business, StringComparison.Ordinal)).Select(s => (s.Weight * (random.Next(4) + business.Length), s.Step)).Where(s => s.Item1 > 0)];
        patience = 1 + random.Next(4);
    }

    /// <summary>What the product derived from the log.</summary>
    public ReadSide Read { get; }

    /// <summary>Allowance accounts, folded from what was stored.</summary>
    public EntityView<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Accounts { get; } = new(AllowanceAccountDecider.Instance);

    /// <summary>The log.</summary>
    public IEventStore Log => log;

    /// <summary>The log as it is stored.</summary>
    public IReadOnlyList<StoredEvent> Stored => log.All;

    /// <summary>Names of what happened since the start.</summary>
    public IEnumerable<string> Happened => log.All.Skip(start.Events.Count).Select(e => e.Name);

    /// <summary>Number of events so far.</summary>
    public int Events => log.All.Count;

    /// <summary>One random step, and perhaps some processes a part of their way.</summary>
    public void Step()
    {
        if (steps.Length > 0)
        {
            var at = random.Next(steps.Sum(s => s.Weight));
            foreach (var (weight, step) in steps)
                if ((at -= weight) < 0)
                {
                    step();
                    break;
                }
        }

        if (random.Next(patience) == 0)
        {
            if (random.Next(3) == 0) RunSome();
            else Drain();
        }

        Wait(tail.CatchUp());
    }

    /// <summary>Runs every process until none has anything to do.</summary>
    public void Drain()
    {
        for (var before = -1; before != log.All.Count;)
        {
            before = log.All.Count;
            for (var i = 0; i < runners.Length; i++) Run(i, log.All.Count);
        }

        Wait(tail.CatchUp());
    }

    /// <summary>Reactions a process could not carry out and nobody was told of.</summary>
    public IReadOnlyList<string> Parked =>
        [.. values.SelectMany(v => v.List("process-parked").GetAwaiter().GetResult()).Select(p => $"{p.Key} {System.Text.Encoding.UTF8.GetString(p.Value)}")];

    /// <summary>The log folded anew from its bytes, as after a restart.</summary>
    public RandomDesk Replayed()
    {
        var again = new RandomDesk(this, [.. log.All.Select(e => e with { Body = [.. e.Body] })]);
        Wait(again.tail.CatchUp());
        return again;
    }

    /// <summary>Writes the log into a file, command by command, and opens a workplace on it: the next start finds everything again, and has nothing to do.</summary>
    public async Task OpenFromFile()
    {
        var folder = Directory.CreateTempSubdirectory("carbon-random-").FullName;
        try
        {
            var store = await Store.Open(folder);
            foreach (var import in start.Prices.Imports) await store.Prices.Write(import.Key, import.Value);
            foreach (var command in log.All.GroupBy(e => e.CommandId))
            {
                var first = command.First();
                Assert.NotNull((await store.Events.TryAppend(new(first.Stream, first.Version - 1, first.CommandId, first.Input, first.Actor, first.ApprovedBy, first.Trace, first.Recorded,
                    [.. command.Select(e => new EventBody(e.Name, e.Body))]))).Position);
            }

            foreach (var cursor in values.SelectMany(v => v.List("process-cursor").GetAwaiter().GetResult())) await store.Values.Put("process-cursor", cursor.Key, cursor.Value);
            await store.Values.Put("start", "sample", [1]);
            await using var workplace = new Workplace(new Settings(folder, null, "http://127.0.0.1:0", true, today), store, (start.Rules, []), new LocalEntityHost(store.Events, start.Rules), clock);
            await workplace.Start();
            Assert.Empty(await workplace.Processes.ParkedReactions());
            Assert.All((await store.Events.ReadAll(log.All.Count, 10)), e => Assert.StartsWith("rule-book", e.Name, StringComparison.Ordinal));
            foreach (var check in await Invariants.Check(workplace)) Assert.Empty(check.Findings);
            foreach (var trade in Read.Trades.All()) Assert.Equal(Contract.Fingerprint(trade.State), Contract.Fingerprint(workplace.Read.Trades.Find(trade.Key)!.State));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private RandomDesk(RandomDesk other, IReadOnlyList<StoredEvent> events)
    {
        (random, start, log, today) = (other.random, other.start, new(events), other.today);
        Read = new(new PriceBook(start.Prices, start.Catalogue, start.Rules)) { Authority = start.Authority };
        tail = new(log, [.. Read.Folds, Accounts]);
        desk = new(new LocalEntityHost(log, start.Rules), start.Rules, Read, clock);
        (processes, runners, values, steps) = ([], [], [], []);
    }

    private void RunSome()
    {
        var (i, behind) = (random.Next(runners.Length), random.Next(12));
        var stored = new MemoryValues(values[i]);
        Run(i, Math.Max(processes[i].Seen.Last, log.All.Count - behind));
        if (random.Next(8) > 0) return;
        (values[i], runners[i]) = (stored, Runner(i, stored)); // stopped before it noted its place: it does it all once more
        Run(i, processes[i].Seen.Last);
    }

    private ProcessRunner Runner(int i, MemoryValues stored) => new(processes[i].Seen, stored, desk, tail, [processes[i].Process]);

    private void Run(int i, long last)
    {
        processes[i].Seen.Last = last;
        Wait(runners[i].RunToEnd());
    }

    /// <summary>Asks as a person does; what takes two persons is approved at once or later. Sometimes the same intent comes twice.</summary>
    private bool Ask<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider, string actor, string key, TCommand command)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        var caller = new Caller(actor, "c-" + (++commands).ToString(CultureInfo.InvariantCulture));
        var outcome = Result(desk.Execute(decider, key, command, caller));
        Wait(tail.CatchUp());
        if (outcome.Error is not null) return false;
        if (random.Next(16) == 0)
        {
            var events = log.All.Count;
            Result(desk.Execute(decider, key, command, caller));
            Assert.Equal(events, log.All.Count);
        }

        if (!Permissions.Of(command.GetType()).FourEyes) return true;
        proposals.Add(Application.Desk.ProposalKey(actor, caller.CommandId));
        if (random.Next(8) > 0) Agree();
        return true;
    }

    /// <summary>The second person's yes to the proposal that was made last, or to any.</summary>
    private void Agree()
    {
        if (proposals.Count == 0) return;
        var at = random.Next(4) == 0 ? random.Next(proposals.Count) : proposals.Count - 1;
        var proposal = proposals[at];
        proposals.RemoveAt(at);
        Result(desk.Execute(ProposalDecider.Instance, proposal, new ApproveProposal(), new Caller("approver", "c-" + (++commands).ToString(CultureInfo.InvariantCulture))));
        Wait(tail.CatchUp());
        if (Chance(2)) Drain();
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Result<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private bool Chance(int oneOf) => random.Next(oneOf) == 0;

    private T Any<T>(params T[] these) => these[random.Next(these.Length)];

    private string Name(string prefix, int numbers) => prefix + random.Next(numbers).ToString(CultureInfo.InvariantCulture);

    /// <summary>A working day from 1 June on, mostly today, at most today.</summary>
    private DateOnly Day()
    {
        if (!Chance(3)) return today;
        var day = today.AddDays(-random.Next(5));
        if (day < new DateOnly(2026, 6, 1)) return today;
        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? today : day;
    }

    private DateOnly NextDay()
    {
        var next = today.AddDays(1);
        while (next.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) next = next.AddDays(1);
        return next;
    }

    private UnitPrice Price(int around = 80) => new(around - 2 + (random.Next(400) / 100m), "CNY");

    private Tonnes Quantity(int most = 300) => new(1 + random.Next(most));
}
