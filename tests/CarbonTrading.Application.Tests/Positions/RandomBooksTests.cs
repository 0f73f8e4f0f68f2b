using System.Collections.Concurrent;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Offsets;
using CarbonTrading.Domain.Tests.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using Xunit;

namespace CarbonTrading.Application.Tests.Positions;

/// <summary>Random books of two accounts and a holding: every position by account, product, vintage, origin and state, as of any pair of dates, against a plain count of the raw events.</summary>
public class RandomBooksTests
{
    private static readonly DateTimeOffset start = new(2026, 6, 5, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ten_thousand_random_books_have_the_positions_a_plain_count_of_their_events_finds()
    {
        var seen = new ConcurrentDictionary<Bucket, int>();
        Seeded.Run(10_000, random =>
        {
            var log = Filled(random);
            var (table, index, plain) = (new MovementTable(), new LogIndex(), new PlainPosition(log));
            foreach (var stored in log)
            {
                table.Apply(stored);
                index.Apply(stored);
            }

            table.Complete(CancellationToken.None).GetAwaiter().GetResult();
            for (var i = 0; i < 8; i++)
            {
                var day = TestRules.Day(3, 1).AddDays(random.Next(92));
                var (position, instant) = (random.NextInt64(log.Count + 1), start.AddMinutes(random.Next(-2, 60)));
                var byInstant = random.Next(2) == 0;
                Same(byInstant ? plain.Difference(table.Now, day, index.PositionAt(instant), (_, recorded) => recorded <= instant)
                    : plain.Difference(table.Now, day, position, (p, _) => p <= position));
            }

            Same(plain.Difference(table.Now, DateOnly.MaxValue, long.MaxValue, (_, _) => true));
            foreach (var state in plain.At(DateOnly.MaxValue, (_, _) => true).Keys.Select(k => k.State).Distinct()) seen.AddOrUpdate(state, 1, (_, n) => n + 1);
        });
        if (!Seeded.IsWhole) return;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', seen.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}")));
        Assert.DoesNotContain(Enum.GetValues<Bucket>().Except([Bucket.Outside, Bucket.Residual]), b => seen.GetValueOrDefault(b) < 25); // every state is in dozens of them
    }

    private static void Same(string? difference)
    {
        if (difference is not null) Assert.Fail(difference);
    }

    private static List<StoredEvent> Filled(Random random)
    {
        var log = new List<StoredEvent>();
        var at = start;
        AllowanceAccount[] accounts = [RandomAccount.Opened(), RandomAccount.Opened()];
        var holding = Ccer.Empty.State;
        for (var i = 0; i < 45; i++)
        {
            at = at.AddMinutes(random.Next(3)); // some in the same instant
            var which = random.Next(3);
            if (which == 2)
            {
                foreach (var happened in RandomHolding.Decide(holding, RandomHolding.Command(random, i)).Events)
                {
                    holding = CcerHoldingDecider.Evolve(holding, happened);
                    Store("ccer-holding/H-1", holding.Version, Contract.Body(happened));
                }

                continue;
            }

            foreach (var happened in RandomAccount.Decide(accounts[which], RandomAccount.Command(random, accounts[which])).Events)
            {
                accounts[which] = AllowanceAccountDecider.Evolve(accounts[which], happened);
                Store($"allowance-account/A-{which}", accounts[which].Version, Contract.Body(happened));
            }
        }

        return log;

        void Store(string stream, int version, EventBody body) => log.Add(new(log.Count + 1, stream, version, at, "trader", null, null, "c", "i", body.Name, body.Body));
    }
}
