using System.Globalization;
using System.Text;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Random commands, dated anyhow, with lost and doubled confirmations; FsCheck prints the seed of a failure.</summary>
public class AccountProperties
{
    /// <summary>Numbers the commands are made of: five each.</summary>
    private static readonly Arbitrary<int[]> tapes = Gen.Choose(0, 999_999).ArrayOf(200).ToArbitrary();

    [Fact]
    public void Whatever_is_asked_every_tonne_is_in_one_bucket_and_free_is_never_below_zero() =>
        Prop.ForAll(tapes, tape => { Run(tape, AssertSound); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Events_read_back_from_their_json_give_the_same_state() => Prop.ForAll(tapes, tape =>
    {
        var (state, events) = Run(tape, _ => { });
        var again = events.Select(e => Contract.Decode<AllowanceAccountEvent>(Contract.Encode(e)))
            .Aggregate(AllowanceAccount.Unopened, AllowanceAccountDecider.Evolve);
        Assert.Equal(Describe(state), Describe(again));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_receipts_of_several_days_are_entered_does_not_matter() => Prop.ForAll(tapes, tape =>
    {
        var receipts = Enumerable.Range(0, 12).Select(i => Receipt(tape.AsSpan(i * 5, 5), i)).ToList();
        var shuffled = receipts.Zip(tape.Skip(100)).OrderBy(p => p.Second).Select(p => p.First);
        Assert.Equal(Position(Enter(receipts)), Position(Enter(shuffled)));
    }).QuickCheckThrowOnFailure();

    private static (AllowanceAccount State, IReadOnlyList<AllowanceAccountEvent> Events) Run(int[] tape, Action<AllowanceAccount> check)
    {
        List<AllowanceAccountEvent> events = [Account.Opened];
        var state = AllowanceAccountDecider.Evolve(AllowanceAccount.Unopened, Account.Opened);
        for (var at = 0; at + 5 <= tape.Length; at += 5)
        {
            var command = Command(tape.AsSpan(at, 5), at, state);
            for (var sent = 0; sent <= tape[at] % 3 / 2; sent++) // every third command comes twice
            {
                var decision = AllowanceAccountDecider.Decide(state, command, new(TestRules.Now, "trader", TestRules.Book, TestRules.Today));
                if (sent == 1 && IsStep(command)) Assert.NotNull(decision.Error);
                foreach (var happened in decision.Events)
                {
                    events.Add(happened);
                    state = AllowanceAccountDecider.Evolve(state, happened);
                }

                check(state);
            }
        }

        return (state, events);
    }

    private static bool IsStep(AllowanceAccountCommand command) =>
        command is ReserveUnits or ReleaseUnits or DeliverUnits or ConfirmDelivery or FailDelivery or FreezeUnits or UnfreezeUnits or CorrectMovement;

    private static AllowanceAccountCommand Command(ReadOnlySpan<int> n, int serial, AllowanceAccount state)
    {
        var wrong = 1 + (n[2] % state.Version);
        var day = TestRules.Day(4, 1).AddDays(n[1] % 60);
        var id = "T-" + (n[2] % 9).ToString(CultureInfo.InvariantCulture);
        var quantity = 1 + (n[3] % 60);
        return (n[0] / 3 % 13) switch
        {
            0 or 1 or 2 => Receipt(n, serial),
            3 or 4 => Account.Reserve(day, id, quantity, n[4] % 2 == 0),
            5 => new ReleaseUnits(day, id, "off"),
            6 => new DeliverUnits(day, id, "HB-CARS-01", "DL"),
            7 => new ConfirmDelivery(day, id, "ST"),
            8 => new FailDelivery(day, id, "closed"),
            9 => Account.Surrender(day, quantity),
            10 => n[4] % 2 == 0
                ? new FreezeUnits(day, id, Account.Cea25, new(quantity), "court", "ruling")
                : new UnfreezeUnits(day, id, "ruling"),
            11 => new CancelUnits(day, Account.Cea25, new(quantity), "event", "city run", "CA"),
            _ => new CorrectMovement(wrong, state.Movements.GetValueOrDefault(wrong)?.Effective ?? day, "wrong", n[4] % 2 == 0 ? null : new(day, new(quantity))),
        };
    }

    /// <summary>One of the three receipts; serial numbers, where it has any, are its own.</summary>
    private static AllowanceAccountCommand Receipt(ReadOnlySpan<int> n, int number)
    {
        var day = TestRules.Day(4, 1).AddDays(n[1] % 60);
        var quantity = 1 + (n[3] % 99);
        SerialRange[] serials = n[2] % 2 == 0 ? [] : [new("CN25", 1 + (number * 1_000), quantity + (number * 1_000))];
        return (n[4] % 3) switch
        {
            0 => Account.Free(day, quantity, serials),
            1 => Account.Bought(day, quantity, 40m + (n[2] % 7_000 / 100m), n[3] % 1_000 / 100m, serials),
            _ => new ReceiveTransfer(
                day, new(Account.Cea25, Origin.CarriedOver), new(quantity), "X", "R", n[2] % 10_000 / 100m, serials.Length == 0 ? null : serials),
        };
    }

    private static AllowanceAccount Enter(IEnumerable<AllowanceAccountCommand> receipts)
    {
        var story = Account.Empty;
        foreach (var receipt in receipts) story = story.And(receipt);
        return story.State;
    }

    private static void AssertSound(AllowanceAccount state)
    {
        var serials = new List<SerialRange>();
        foreach (var lot in state.Lots)
        {
            Assert.Equal(lot.Received.Value, lot.Buckets.Values.Sum(b => b.Quantity.Value));
            AssertFreeOnEveryDay(lot);
            Assert.DoesNotContain(lot.Buckets, b => b.Value.Quantity.IsZero || b.Value.Cost < 0);
            var came = state.Movements.Values.SelectMany(m => m.Moves).First(m => m.Lot == lot.Id);
            Assert.Equal(lot.Received.IsZero ? 0m : came.Cost, lot.Buckets.Values.Sum(b => b.Cost));
            foreach (var held in lot.Buckets.Values.Where(_ => came.Serials is not null))
            {
                Assert.Equal(held.Quantity.Value, Serials.Count(held.Serials!));
                serials.AddRange(held.Serials!);
            }
        }

        var inOrder = serials.OrderBy(s => s.First).ToList();
        foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1))) Assert.False(Serials.Overlap(one, next));
        var claimed = state.Reservations.Values.Concat(state.Holds.Values).SelectMany(c => c.Units).Sum(u => u.Quantity.Value);
        Assert.Equal(claimed, In(state, Bucket.Reserved) + In(state, Bucket.InTransit) + In(state, Bucket.Frozen));
        Assert.Equal(In(state, Bucket.Free), state.Free(Account.Cea25));
    }

    private static void AssertFreeOnEveryDay(Lot lot)
    {
        long free = 0;
        foreach (var (_, change) in lot.FreeChanges) Assert.True((free += change) >= 0, lot.Id);
        Assert.Equal(lot.In(Bucket.Free).Quantity.Value, free);
    }

    private static long In(AllowanceAccount state, Bucket bucket) => state.Lots.Sum(l => l.In(bucket).Quantity.Value);

    private static string Describe(AllowanceAccount state)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{state} {state.LastEffective}\n");
        foreach (var lot in state.Lots)
        {
            text.Append(CultureInfo.InvariantCulture, $"{lot.Id} {lot.Unit} {lot.Acquired} {lot.SellableFrom} {lot.Received}");
            foreach (var (bucket, held) in lot.Buckets)
                text.Append(CultureInfo.InvariantCulture, $" {bucket} {held.Quantity} {held.Cost} {string.Join(',', held.Serials ?? [])}");
            text.AppendJoin(',', lot.FreeChanges).Append('\n');
        }

        foreach (var (id, claim) in state.Reservations.Concat(state.Holds).OrderBy(c => c.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{id} {claim.Status} {claim.Since} {claim.Units.Sum(u => u.Quantity.Value)}\n");
        return text.AppendJoin(' ', state.Reversed.Order()).ToString();
    }

    /// <summary>What is held, by unit class and day, whatever the lots are called.</summary>
    private static string Position(AllowanceAccount state) => string.Join('\n', state.Lots
        .GroupBy(l => (l.Unit, l.Acquired)).OrderBy(g => g.Key.Unit.ToString(), StringComparer.Ordinal).ThenBy(g => g.Key.Acquired)
        .Select(g => string.Create(CultureInfo.InvariantCulture,
            $"{g.Key.Unit} {g.Key.Acquired} {g.Sum(l => l.In(Bucket.Free).Quantity.Value)} {g.Sum(l => l.In(Bucket.Free).Cost):N2} ")
            + string.Join(',', g.SelectMany(l => l.In(Bucket.Free).Serials ?? []).OrderBy(s => s.First))));
}
